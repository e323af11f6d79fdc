"""`diembao refresh`: what is new, fetched, with full texts, parsed."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extract.pool import ParserPool
from ingest.errors import FetchFailed, FetchReason
from store.library import Library
from store.subscriptions import Subscriptions
from tui.commands.add import interrupts, open_library
from tui.commands.choosing import chosen_feeds
from tui.commands.refresh_progress import with_bars
from tui.fetch_words import why
from tui.i18n import _, _n
from tui.locks import RefreshRunning, refresh_lock
from tui.refresh_events import (
    ArticleParsed,
    FeedFailed,
    FeedRead,
    FeedsStarted,
    PageFailed,
    PageRead,
    PagesStarted,
    ParsingStarted,
    RefreshDone,
    RefreshEvent,
)
from tui.refreshing import refresh
from tui.terminal import Exit, is_terminal, say, to_json
from widgets.display import harmless

__all__ = ["run"]

_SHOWN = 20
"""Failed feeds that the summary names."""


def run(library_path: Path, feeds: Sequence[str], *, json: bool, pages: bool, parse: bool, jobs: int) -> Exit:
    """Refresh the feeds that `feeds` name, or all.

    Args:
        library_path: the library.
        feeds: numbers, addresses or parts of titles.
        json: print each step as a JSON object on a line of its own.
        pages: fetch full texts.
        parse: look for entities, quotes and sources; without it pages are not fetched either.
        jobs: articles parsed at a time.

    Raises:
        StoreError, ParserUnavailable, OSError.
    """
    with open_library(library_path) as library:
        chosen = chosen_feeds(library, feeds) if feeds else None
        if not Subscriptions(library).all():
            say(_("No newspaper is followed yet; `diembao feed add VnExpress`, or the address of a feed, begins."))
            return Exit.OK
        try:
            with refresh_lock(library_path):
                return _refresh(library, chosen, json=json, pages=pages, parse=parse, jobs=jobs)
        except RefreshRunning as running:
            message = _("Another refresh of this library is running (process {process}); wait until it is done.")
            say(message.format(process=harmless(running.process) or "?"))
            return Exit.FAILED


def _refresh(
    library: Library, chosen: Sequence[int] | None, *, json: bool, pages: bool, parse: bool, jobs: int
) -> Exit:
    pool = ParserPool(jobs) if parse else None
    try:
        with interrupts() as stop:
            return _follow(_events(library, pool, stop, chosen, pages), json=json)
    finally:
        if pool is not None:
            pool.close()


def _events(
    library: Library, pool: ParserPool | None, stop: threading.Event, chosen: Sequence[int] | None, pages: bool
) -> Iterator[RefreshEvent]:
    return refresh(library, pool=pool, stop=stop, chosen=chosen, pages=pages)


def _follow(events: Iterator[RefreshEvent], *, json: bool) -> Exit:
    shown = with_bars(events) if is_terminal() and not json else events
    for event in shown:
        if json:
            print(to_json(_object(event)), flush=True)
        elif isinstance(event, FeedRead) and event.moved_from is not None:
            message = _("{name} has moved to another address, which is remembered.")
            say(message.format(name=harmless(event.feed.title or event.moved_from)))
        if isinstance(event, RefreshDone):
            if not json:
                _conclude(event)
            if event.stopped:
                return Exit.INTERRUPTED
            return Exit.FAILED if event.feeds_failed else Exit.OK
    raise AssertionError("the last event is RefreshDone")


def _conclude(done: RefreshDone) -> None:
    """Who failed and why, always; what came of it, to a person only."""
    for failed in done.feeds_failed[:_SHOWN]:
        name = harmless(failed.feed.title or failed.feed.url)
        reason = why(failed.error.reason, failed.error.detail)
        gone = failed.error.reason is FetchReason.GONE
        message = _("{name}: {reason}; it was switched off.") if gone else _("{name}: {reason}.")
        say(message.format(name=name, reason=reason))
    more = len(done.feeds_failed) - _SHOWN
    if more > 0:
        message = _n(
            "{n} more feed failed; `diembao feed list` shows it.",
            "{n} more feeds failed; `diembao feed list` shows them.",
            more,
        )
        say(message.format(n=more))
    if done.stopped:
        say(_("Stopped; what came is kept, and the next refresh goes on."))
    if not is_terminal():
        return
    new = _n("{n} new article", "{n} new articles", done.added).format(n=done.added)
    full = _n("{n} full text", "{n} full texts", done.pages_read).format(n=done.pages_read)
    message = (
        _("{new}, {full}; of {missing} articles only the feed's own text could be had.")
        if done.pages_failed
        else _("{new}, {full}.")
    )
    say(message.format(new=new, full=full, missing=done.pages_failed))


def _object(event: RefreshEvent) -> dict[str, Any]:
    """An event as documented in docs/feeds.md."""
    match event:
        case FeedsStarted():
            return {"event": "feeds", "total": event.total, "resting": event.resting, "disabled": event.disabled}
        case FeedRead(feed=feed):
            counts = {"added": event.added, "updated": event.updated, "unchanged": event.unchanged}
            return {"event": "feed", "feed": feed.id, "url": feed.url, **counts, "moved": event.moved_from is not None}
        case FeedFailed(feed=feed, error=error):
            return {"event": "feed_failed", "feed": feed.id, "url": feed.url, **_reason(error)}
        case PagesStarted():
            return {"event": "pages", "total": event.total}
        case PageRead():
            return {"event": "page", "article": event.article, "url": event.url, "changed": event.changed}
        case PageFailed():
            return {"event": "page_failed", "article": event.article, "url": event.url, **_reason(event.error)}
        case ParsingStarted():
            return {"event": "parsing", "total": event.total}
        case ArticleParsed():
            return {"event": "parsed", "article": event.article, "ok": event.error is None}
        case RefreshDone():
            counts = {name: value for name, value in asdict(event).items() if isinstance(value, int)}
            return {"event": "done", **counts, "feeds_failed": len(event.feeds_failed)}
    raise AssertionError(event)


def _reason(error: Any) -> dict[str, Any]:
    found = {"reason": str(error.reason), "detail": error.detail}
    if isinstance(error, FetchFailed) and error.retry_after is not None:
        found["retry_after"] = error.retry_after
    return found
