"""`diembao feed`: which feeds are followed, and how they fare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from store.library import Library
from store.subscriptions import Subscriptions
from store.types import Subscription
from tui import labels
from tui.commands.add import open_library
from tui.commands.choosing import AmbiguousFeed, feed_named
from tui.fetch_words import why
from tui.i18n import _, _n
from tui.terminal import Exit, is_interactive, is_terminal, row, say, to_json
from widgets.display import harmless

__all__ = ["edit", "listing", "remove"]


def listing(library_path: Path, *, json: bool) -> Exit:
    """Print one row a feed: a table on a terminal, tab-separated into a pipe, or a JSON array."""
    feeds: list[Subscription] = []
    if library_path.exists():  # looking must not make a library
        with Library(library_path) as library:
            feeds = Subscriptions(library).all()
    if json:
        print("[" + ",".join(f"\n  {to_json(_object(feed))}" for feed in feeds) + ("\n]" if feeds else "]"))
    elif not feeds:
        say(_("No newspaper is followed yet; `diembao feed add VnExpress`, or the address of a feed, begins."))
    elif is_terminal():
        _print_table(feeds)
    else:
        for feed in feeds:
            print(row(feed.id, _state(feed), _iso(feed.succeeded), "/".join(feed.folder), feed.title, feed.url))
    return Exit.OK


def edit(library_path: Path, word: str, **fields: Any) -> Exit:
    """Set fields of one feed.

    Raises:
        StoreError.
    """
    with open_library(library_path) as library:
        feed = _only(library, word)
        if feed is None:
            return Exit.FAILED
        if fields.get("enabled"):
            # Somebody who switches a feed on wants it asked.
            fields |= {"failures": 0, "not_before": None, "reason": "", "detail": ""}
        changed = Subscriptions(library).change(feed.id, **fields)
        print(row(changed.id, _state(changed), "/".join(changed.folder), changed.title, changed.url))
    return Exit.OK


def remove(library_path: Path, words: Sequence[str], *, articles: str | None) -> Exit:
    """End subscriptions; what becomes of their articles is asked, or said by `articles` ("keep", "drop").

    Raises:
        StoreError.
    """
    with open_library(library_path) as library:
        feeds = [_only(library, word) for word in words]
        if None in feeds:
            return Exit.FAILED
        for feed in feeds:
            assert feed is not None
            count, saved = Subscriptions(library).count_articles(feed.id)
            chosen = articles or ("keep" if count == saved else _ask(feed, count, saved))
            if chosen is None:
                say(
                    _("{name}: say what becomes of its articles, `--articles keep` or `--articles drop`.").format(
                        name=_name(feed)
                    )
                )
                return Exit.USAGE
            gone = Subscriptions(library).remove(feed.id, with_articles=chosen == "drop")
            message = _n(
                "{name} is not followed any more; {n} article went with it.",
                "{name} is not followed any more; {n} articles went with it.",
                gone,
            )
            say(message.format(name=_name(feed), n=gone))
    return Exit.OK


def _only(library: Library, word: str) -> Subscription | None:
    """The feed that the word names; None, said which it could be, where it names several."""
    try:
        return feed_named(library, word)
    except AmbiguousFeed as several:
        names = ", ".join(f"{feed.id} ({_name(feed)})" for feed in several.feeds[:10])
        say(_("“{word}” names several feeds: {names}; give the number.").format(word=harmless(word), names=names))
        return None


def _ask(feed: Subscription, count: int, saved: int) -> str | None:
    """What is to become of a feed's articles; None where nobody can be asked, or nobody answers."""
    if not is_interactive():
        return None
    message = _n(
        "{name} brought {n} article ({saved} saved, which stays in any case). Keep it or drop it? [keep/drop] ",
        "{name} brought {n} articles ({saved} saved, which stay in any case). Keep them or drop them? [keep/drop] ",
        count,
    )
    words = {"keep": "keep", "drop": "drop", _("keep"): "keep", _("drop"): "drop"}
    while True:
        try:
            answer = input(message.format(name=_name(feed), n=count, saved=saved)).strip().casefold()
        except EOFError:
            return None
        alike = {meaning for word, meaning in words.items() if answer and word.startswith(answer)}
        if len(alike) == 1:
            return alike.pop()


def _name(feed: Subscription) -> str:
    return harmless(feed.title or feed.url)


def _state(feed: Subscription) -> str:
    if not feed.enabled:
        return "off"
    if feed.failures:
        return "failing"
    return "ok" if feed.succeeded else "new"


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()


def _health(feed: Subscription) -> str:
    if feed.reason:
        return why(feed.reason, feed.detail)
    if not feed.enabled:
        return _("switched off")
    return "" if feed.succeeded else _("not fetched yet")


def _print_table(feeds: list[Subscription]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column(_("No."), justify="right", no_wrap=True)
    table.add_column(_("Feed"), ratio=2)
    table.add_column(_("Folder"), max_width=20)
    table.add_column(_("Last success"), no_wrap=True)
    table.add_column(_("State"), ratio=2)
    for feed in feeds:
        last = labels.moment(feed.succeeded) if feed.succeeded else "–"
        style = "" if feed.enabled else "dim"
        table.add_row(
            str(feed.id),
            Text(_name(feed), style=style),
            Text(harmless("/".join(feed.folder))),
            last,
            Text(_health(feed), style="bold" if feed.reason else style),
        )
    console.print(table)


def _object(feed: Subscription) -> dict[str, Any]:
    return {
        "id": feed.id,
        "url": feed.url,
        "title": feed.title,
        "site": feed.site,
        "folder": list(feed.folder),
        "enabled": feed.enabled,
        "full_text": feed.full_text,
        "local": feed.local,
        "succeeded": _iso(feed.succeeded) or None,
        "tried": _iso(feed.tried) or None,
        "failures": feed.failures,
        "reason": feed.reason or None,
        "detail": feed.detail or None,
        "not_before": _iso(feed.not_before) or None,
    }
