"""The other part of a refresh: pages behind feed items, and what is found in articles."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, wait
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from extract.errors import ParseFailed, ParserUnavailable
from extract.pool import ParserPool
from extract.types import ParsedArticle
from ingest.addresses import host_of
from ingest.errors import FetchFailed, FetchReason, Reason, Unreadable
from ingest.types import Fetched
from store.errors import NoSuchArticle
from store.full_texts import FullTexts
from store.library import Library
from store.subscriptions import Subscriptions
from store.types import WantedPage
from tui.refresh_events import (
    ArticleParsed,
    PageFailed,
    PageRead,
    PagesStarted,
    ParsingStarted,
    RefreshDone,
    RefreshEvent,
)

if TYPE_CHECKING:
    from ingest.fetching import Fetcher

__all__ = ["PageRound"]

_TYPES = "text/html, application/xhtml+xml"
_LOOK_AHEAD = 2
_ATTENTION = 0.1
"""Seconds until a wish to stop is noticed while an article is in work."""
_FINAL = frozenset({FetchReason.GONE, FetchReason.ADDRESS, FetchReason.PRIVATE, FetchReason.TOO_LARGE})
"""Failures of a page that another try would not mend."""
_FINAL_STATUS = frozenset({"401", "402", "403", "404", "451"})
_UNPARSABLE = "failed"
"""The version of a parse that was tried in vain; another version of the program tries again."""


class PageRound:
    """Fetches pages, has them parsed, and parses what has the feed's text only."""

    def __init__(
        self,
        library: Library,
        fetcher: Fetcher,
        pool: ParserPool,
        done: RefreshDone,
        stop: threading.Event,
        chosen: set[int] | None,
    ) -> None:
        self._library = library
        self._full_texts = FullTexts(library)
        self._fetcher = fetcher
        self._pool = pool
        self._done = done
        self._stop = stop
        self._chosen = chosen
        self._local = {feed.id: host_of(feed.url) for feed in Subscriptions(library).all() if feed.local}
        """By subscription, the host that its pages may lie on in a private network."""
        self._busy: dict[str, FetchFailed] = {}

    def pages(self) -> Iterator[RefreshEvent]:
        from ingest.politeness import run_politely

        wanted = self._full_texts.wanted(datetime.now(UTC))
        if self._chosen is not None:
            wanted = [page for page in wanted if page.feed in self._chosen]
        if not wanted or self._stop.is_set():
            return
        yield PagesStarted(len(wanted))
        in_work: deque[tuple[WantedPage, Future[ParsedArticle]]] = deque()
        jobs = [(host_of(page.url), page) for page in wanted]
        try:
            for page, result in run_politely(jobs, self._ask_page, stop=self._stop, workers=8):
                if isinstance(result, FetchFailed):
                    yield from self._page_failed(page, result)
                else:
                    in_work.append((page, self._pool.submit_page(result)))
                while in_work and (in_work[0][1].done() or len(in_work) > self._pool.jobs * _LOOK_AHEAD):
                    if not self._is_ready(in_work[0][1]):
                        return
                    yield from self._settle_page(*in_work.popleft())
            while in_work and self._is_ready(in_work[0][1]):
                yield from self._settle_page(*in_work.popleft())
        finally:
            for _, future in in_work:
                future.cancel()

    def _ask_page(self, page: WantedPage) -> Fetched:
        from ingest.limits import MAX_DOWNLOAD

        host = host_of(page.url)
        if (busy := self._busy.get(host)) is not None:
            raise busy
        allowed = (
            frozenset({host}) if page.feed is not None and self._local.get(page.feed) == host else frozenset[str]()
        )
        try:
            return self._fetcher.get(page.url, accept=_TYPES, limit=MAX_DOWNLOAD, allowed=allowed)
        except FetchFailed as error:
            if error.reason is FetchReason.BUSY:
                self._busy[host] = error
            raise

    def _settle_page(self, page: WantedPage, future: Future[ParsedArticle]) -> Iterator[RefreshEvent]:
        try:
            parsed = future.result()
            stored = self._library.get(page.article).parsed.article
            article = parsed.article
            if len(article.text) < len(stored.text) and self._library.head(page.article).fetched is None:
                # A wall in front of the article has less to say than the feed.
                raise Unreadable(page.url, Reason.NO_TEXT)
            article = replace(
                article,
                site=stored.site or article.site,
                section=article.section or stored.section,
                published=article.published or stored.published,
            )
            changed = self._full_texts.keep(page.article, replace(parsed, article=article), _now())
        except CancelledError as error:
            raise ParserUnavailable("closed") from error
        except NoSuchArticle:
            return
        except (Unreadable, ParseFailed) as error:
            yield from self._page_failed(page, error)
            return
        self._done.pages_read += 1
        yield PageRead(page.article, page.url, changed)

    def _page_failed(self, page: WantedPage, error: FetchFailed | Unreadable | ParseFailed) -> Iterator[PageFailed]:
        if isinstance(error, FetchFailed) and error.reason is FetchReason.STOPPED:
            return
        rest = error.retry_after if isinstance(error, FetchFailed) else None
        self._full_texts.failed(
            page,
            str(error.reason),
            error.detail,
            for_good=not isinstance(error, FetchFailed)
            or error.reason in _FINAL
            or (error.reason is FetchReason.STATUS and error.detail in _FINAL_STATUS),
            not_before=_now() + timedelta(seconds=rest) if rest else None,
        )
        self._done.pages_failed += 1
        yield PageFailed(page.article, page.url, error)

    def parses(self) -> Iterator[RefreshEvent]:
        """Parse what has the feed's text only, and what an interrupted refresh left."""
        ids = self._full_texts.unparsed()
        if not ids or self._stop.is_set():
            return
        yield ParsingStarted(len(ids))
        in_work: deque[tuple[int, Future[ParsedArticle]]] = deque()
        try:
            for id in ids:
                try:
                    article = self._library.get(id).parsed.article
                except NoSuchArticle:
                    continue
                in_work.append((id, self._pool.submit(article)))
                if len(in_work) > self._pool.jobs * _LOOK_AHEAD:
                    if not self._is_ready(in_work[0][1]):
                        return
                    yield self._settle_parse(*in_work.popleft())
            while in_work and self._is_ready(in_work[0][1]):
                yield self._settle_parse(*in_work.popleft())
        finally:
            for _, future in in_work:
                future.cancel()

    def _settle_parse(self, id: int, future: Future[ParsedArticle]) -> ArticleParsed:
        try:
            self._full_texts.parsed(id, future.result())
        except CancelledError as error:
            raise ParserUnavailable("closed") from error
        except ParseFailed as error:
            self._done.parse_failed += 1
            stored = self._library.get(id).parsed
            self._full_texts.parsed(id, replace(stored, version=_UNPARSABLE))
            return ArticleParsed(id, error)
        self._done.parsed += 1
        return ArticleParsed(id)

    def _is_ready(self, future: Future[ParsedArticle]) -> bool:
        """Wait for an article in work; False when it is not wanted any more."""
        while not self._stop.is_set():
            if wait([future], timeout=_ATTENTION).done:
                return True
        return False


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
