"""Fetching what is new: feeds, then the pages behind their items, parsed in workers while fetching goes on.

Everything is kept as it comes, each feed and each article in a transaction of its own: whatever ends a refresh, the
next one goes on where it stood.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator

from extract.pool import ParserPool
from store.library import Library
from tui.refresh_events import RefreshDone, RefreshEvent
from tui.refresh_feeds import FeedRound
from tui.refresh_pages import PageRound

__all__ = ["refresh"]


def refresh(
    library: Library,
    *,
    pool: ParserPool | None,
    stop: threading.Event,
    chosen: Iterable[int] | None = None,
    pages: bool = True,
    seconds: float = 60.0,
) -> Iterator[RefreshEvent]:
    """Do it; one event for each step, the last one is `RefreshDone`. Blocks between them.

    Args:
        library: where to.
        pool: parses, and stays open; None leaves pages and parsing to a later refresh.
        stop: when set, it ends soon, and loses nothing.
        chosen: ids of the feeds to ask, also those that are switched off or rest after failures; None asks all.
        pages: whether the full texts of articles are fetched.
        seconds: that one request may take.

    Raises:
        StoreError, ParserUnavailable: nothing further can be done.
    """
    from ingest.fetching import Fetcher  # loaded by those who fetch only

    done = RefreshDone()
    ids = None if chosen is None else set(chosen)
    fetcher = Fetcher(stop=stop, seconds=seconds)
    try:
        yield from FeedRound(library, fetcher, done, stop, ids).events()
        if pool is not None:
            round = PageRound(library, fetcher, pool, done, stop, ids)
            if pages:
                yield from round.pages()
            yield from round.parses()
    finally:
        fetcher.close()
    done.stopped = stop.is_set()
    yield done
