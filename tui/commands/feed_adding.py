"""`diembao feed add` and `feed check`: what an address has, looked at before it is followed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ingest.addresses import host_of, web_address
from ingest.errors import FetchFailed, FetchReason
from store.identity import fold_name
from store.library import Library
from store.subscriptions import Subscriptions
from store.types import Subscription
from tui.catalogue import Paper, papers
from tui.commands.add import open_library
from tui.commands.choosing import chosen_feeds
from tui.fetch_words import fetch_sentence, why
from tui.i18n import _, _n
from tui.terminal import Exit, row, say
from widgets.display import harmless

__all__ = ["add", "catalogue", "check"]

_PATIENCE = 30.0
_SECTIONS_SHOWN = 40


def add(library_path: Path, words: Sequence[str], *, look: bool, **fields: Any) -> Exit:
    """Follow what `words` name: papers of the catalogue, feeds, or pages that name a feed.

    Args:
        library_path: the library.
        words: a paper's name, a paper's name and section ("VnExpress/Thể thao"), or addresses.
        look: ask the addresses first; without it they are taken as feeds unseen.
        fields: of each subscription.

    Raises:
        StoreError.
    """
    status = Exit.OK
    with open_library(library_path) as library:
        for word in words:
            known = _in_catalogue(word)
            if known:
                for paper, url, title in known:
                    given = {"site": paper.site, "title": title, "homepage": paper.homepage, **fields}
                    _follow(library, url, **given)
                continue
            try:
                found = _look(word, local=bool(fields.get("local"))) if look else (_address(word), "")
            except FetchFailed as error:
                say(fetch_sentence(error))
                status = Exit.FAILED
                continue
            if found is None:
                status = Exit.FAILED
                continue
            url, title = found
            named = {"title": title, **fields} if title else fields
            _follow(library, url, **named)
    return status


def check(library_path: Path, words: Sequence[str]) -> Exit:
    """Ask feeds what they have, and print it; nothing is kept. Exit status 1 when one does not answer.

    Raises:
        StoreError.
    """
    import threading

    from ingest.fetching import Fetcher
    from ingest.limits import MAX_FEED
    from ingest.politeness import run_politely
    from ingest.web import feed_of

    with open_library(library_path) as library:
        wanted = set(chosen_feeds(library, words)) if words else None
        feeds = [feed for feed in Subscriptions(library).all() if wanted is None or feed.id in wanted]
    stop = threading.Event()
    fetcher = Fetcher(stop=stop, seconds=_PATIENCE)

    def ask(feed: Subscription) -> tuple[int, str | None]:
        allowed = frozenset({host_of(feed.url)}) if feed.local else frozenset[str]()
        fetched = fetcher.get(feed.url, limit=MAX_FEED, allowed=allowed)
        return len(feed_of(fetched).items), fetched.moved_to

    status = Exit.OK
    try:
        jobs = [(host_of(feed.url), feed) for feed in feeds]
        for feed, result in run_politely(jobs, ask, stop=stop):
            if isinstance(result, FetchFailed):
                status = Exit.FAILED
                print(row(feed.id, feed.title or feed.url, why(result.reason, result.detail)), flush=True)
                continue
            count, moved_to = result
            words_of = [_n("{n} item", "{n} items", count).format(n=count)]
            words_of += [_("moved to {url}").format(url=moved_to)] if moved_to else []
            print(row(feed.id, feed.title or feed.url, ", ".join(words_of)), flush=True)
    finally:
        stop.set()
        fetcher.close()
    return status


def catalogue() -> Exit:
    """Print every paper of the catalogue with its sections, as `feed add` takes them."""
    for paper in papers():
        print(row(paper.site, paper.homepage))
        for section in paper.sections:
            print(row(f"{paper.site}/{section.name}", section.url))
    return Exit.OK


def _in_catalogue(word: str) -> list[tuple[Paper, str, str]]:
    """The feeds of a paper that the word names, with their titles; a section of it after a slash."""
    name, _slash, section = word.partition("/") if "://" not in word else (word, "", "")
    wanted = fold_name(name)
    host = host_of(word) if "://" in word else name.strip().lower()
    for paper in papers():
        home = host_of(paper.homepage).removeprefix("www.")
        whole = "://" in word and word.rstrip("/") in (paper.homepage.rstrip("/"), paper.homepage)
        if (
            fold_name(paper.site) != wanted
            and not whole
            and not ("://" not in word and host.removeprefix("www.") == home)
        ):
            continue
        if not section:
            return [(paper, url, paper.site) for url in paper.feeds]
        return [
            (paper, found.url, f"{paper.site} – {found.name}")
            for found in paper.sections
            if fold_name(found.name) == fold_name(section)
        ]
    return []


def _address(word: str) -> str:
    url = web_address(word if "://" in word else f"https://{word}")
    if url is None or ("." not in host_of(url).strip(".") and host_of(url) != "localhost"):
        raise FetchFailed(word, FetchReason.ADDRESS, word)
    return url


def _look(word: str, *, local: bool) -> tuple[str, str] | None:
    """The feed at an address, or the one that the page there names, and its title; None, said which, for several."""
    from ingest.fetching import Fetcher
    from ingest.limits import MAX_FEED
    from ingest.web import feed_of, feeds_named_in

    url = _address(word)
    allowed = frozenset({host_of(url)}) if local else frozenset[str]()
    fetcher = Fetcher(seconds=_PATIENCE)
    try:
        fetched = fetcher.get(url, limit=MAX_FEED, allowed=allowed)
        try:
            return fetched.moved_to or url, feed_of(fetched).title
        except FetchFailed:
            named = feeds_named_in(fetched)
        if len(named) == 1:
            found = fetcher.get(named[0].url, limit=MAX_FEED, allowed=allowed)
            return found.moved_to or named[0].url, feed_of(found).title
    finally:
        fetcher.close()
    say(_("{name}: this page names several feeds; give the address of one:").format(name=harmless(word)))
    for one in named[:_SECTIONS_SHOWN]:
        print(row(one.url, one.title))
    return None


def _follow(library: Library, url: str, **fields: Any) -> None:
    feed, new = Subscriptions(library).add(url, **fields)
    print(row(feed.id, _("followed") if new else _("already followed"), feed.title or feed.url, feed.url), flush=True)
