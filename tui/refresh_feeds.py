"""The first part of a refresh: every feed is asked what is new."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from extract.types import ParsedArticle
from ingest.addresses import host_of
from ingest.errors import FetchFailed, FetchReason
from ingest.types import Article, Feed, FeedItem, Fetched
from store.arrivals import receive, seen, unchanged
from store.errors import NoSuchFeed
from store.identity import item_digest, item_key
from store.library import Library
from store.subscriptions import Subscriptions
from store.types import Arrival, Subscription
from tui.refresh_events import FeedFailed, FeedRead, FeedsStarted, RefreshDone, RefreshEvent

if TYPE_CHECKING:
    from ingest.fetching import Fetcher

__all__ = ["FeedRound", "backoff"]

_TYPES = "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_NOTES = 100
"""Feeds without news whose visit is noted in one transaction."""


def backoff(failures: int) -> timedelta:
    """How long a feed is left alone after so many failures in a row: not at all at first, at most a day."""
    if failures < 3:
        return timedelta()
    return min(timedelta(minutes=15 << min(failures - 3, 10)), timedelta(days=1))


class FeedRound:
    """Asks feeds, and takes what they hold into the library."""

    def __init__(
        self, library: Library, fetcher: Fetcher, done: RefreshDone, stop: threading.Event, chosen: set[int] | None
    ) -> None:
        self._library = library
        self._subscriptions = Subscriptions(library)
        self._fetcher = fetcher
        self._done = done
        self._stop = stop
        self._chosen = chosen
        self._notes: dict[int, Mapping[str, Any]] = {}

    def events(self) -> Iterator[RefreshEvent]:
        from ingest.politeness import run_politely

        now = datetime.now(UTC)
        every = self._subscriptions.all()
        if self._chosen is None:
            enabled = [feed for feed in every if feed.enabled]
            asked = [feed for feed in enabled if feed.not_before is None or feed.not_before <= now]
            yield FeedsStarted(len(asked), len(enabled) - len(asked), len(every) - len(enabled))
        else:
            asked = [feed for feed in every if feed.id in self._chosen]
            yield FeedsStarted(len(asked), 0, 0)
        jobs = [(host_of(feed.url), feed) for feed in asked]
        try:
            for feed, result in run_politely(jobs, self._ask, stop=self._stop):
                try:
                    yield from self._settle(feed, result)
                except NoSuchFeed:
                    continue  # it was removed meanwhile
                if len(self._notes) >= _NOTES:
                    self._note()
        finally:
            self._note()

    def _ask(self, feed: Subscription) -> tuple[Fetched, Feed | None]:
        """What a feed's address gives, and the feed read from it; None where nothing changed."""
        from ingest.limits import MAX_FEED

        allowed = frozenset({host_of(feed.url)}) if feed.local else frozenset[str]()
        fetched = self._fetcher.get(
            feed.url, accept=_TYPES, limit=MAX_FEED, etag=feed.etag, modified=feed.modified, allowed=allowed
        )
        if fetched.body is None:
            return fetched, None
        from ingest.web import feed_of  # lxml is loaded when there is something to read

        return fetched, feed_of(fetched)

    def _settle(self, feed: Subscription, result: tuple[Fetched, Feed | None] | FetchFailed) -> Iterator[RefreshEvent]:
        if isinstance(result, FetchFailed):
            if result.reason is not FetchReason.STOPPED:
                yield self._feed_failed(feed, result)
            return
        fetched, found = result
        facts = self._facts(feed, fetched)
        moved_from = feed.url if facts["url"] != feed.url else None
        if found is None:
            self._notes[feed.id] = facts
            yield FeedRead(feed, 0, 0, unchanged=True, moved_from=moved_from)
            return
        if found.title and not feed.named:
            facts["title"] = found.title
        if found.homepage and not feed.homepage:
            facts["homepage"] = found.homepage
        keys, arrivals = self._arrivals(feed, found)
        received = receive(self._library, feed.id, keys, arrivals, facts)
        self._done.added += len(received.added)
        self._done.updated += len(received.updated)
        yield FeedRead(feed, len(received.added), len(received.updated), unchanged=False, moved_from=moved_from)

    def _facts(self, feed: Subscription, fetched: Fetched) -> dict[str, Any]:
        now = datetime.now(UTC).replace(microsecond=0)
        url = feed.url
        if fetched.moved_to is not None:
            other = self._subscriptions.of_address(fetched.moved_to)
            url = fetched.moved_to if other is None or other.id == feed.id else feed.url
        return {
            "url": url,
            "tried": now,
            "succeeded": now,
            "failures": 0,
            "reason": "",
            "detail": "",
            "not_before": None,
            "etag": fetched.etag or (feed.etag if fetched.body is None else None),
            "modified": fetched.modified or (feed.modified if fetched.body is None else None),
        }

    def _arrivals(self, feed: Subscription, found: Feed) -> tuple[list[str], list[Arrival]]:
        """The keys of all items, and those items that are new or changed, each once."""
        from ingest.items import article_of

        before = seen(self._library, feed.id)
        items: dict[str, FeedItem] = {}
        for item in found.items:
            items.setdefault(item_key(item), item)
        arrivals = []
        for key, item in items.items():
            digest = item_digest(item)
            if before.get(key) != digest:
                article = article_of(item, site=feed.site or feed.title or found.title, base=feed.url)
                arrivals.append(Arrival(key, digest, _unparsed(article)))
        return list(items), arrivals

    def _feed_failed(self, feed: Subscription, error: FetchFailed) -> FeedFailed:
        now = datetime.now(UTC).replace(microsecond=0)
        failures = feed.failures + 1
        rest = max(backoff(failures), timedelta(seconds=error.retry_after or 0))
        facts: dict[str, Any] = {
            "tried": now,
            "failures": failures,
            "reason": str(error.reason),
            "detail": error.detail,
            "not_before": now + rest if rest else None,
            # Its server says that it will not come back.
            "enabled": feed.enabled and error.reason is not FetchReason.GONE,
        }
        self._notes[feed.id] = facts
        failed = FeedFailed(replace(feed, **facts), error)
        self._done.feeds_failed.append(failed)
        return failed

    def _note(self) -> None:
        if self._notes:
            unchanged(self._library, self._notes)
            self._notes = {}


def _unparsed(article: Article) -> ParsedArticle:
    """An article in which nothing was looked for yet."""
    return ParsedArticle(article=article, entities=(), quotes=(), sources=(), authors=(), version="")
