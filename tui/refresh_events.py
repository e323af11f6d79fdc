"""What a refresh tells while it goes on: what the command line's progress and the reader's status line consume."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.errors import ParseFailed
from ingest.errors import FetchFailed, Unreadable
from store.types import Subscription

__all__ = [
    "ArticleParsed",
    "FeedFailed",
    "FeedRead",
    "FeedsStarted",
    "PageFailed",
    "PageRead",
    "PagesStarted",
    "ParsingStarted",
    "RefreshDone",
    "RefreshEvent",
]


@dataclass(frozen=True, slots=True)
class FeedsStarted:
    """How many feeds are asked, and how many are left alone for now or switched off."""

    total: int
    resting: int
    disabled: int


@dataclass(frozen=True, slots=True)
class FeedRead:
    """A feed answered."""

    feed: Subscription
    added: int
    updated: int
    unchanged: bool
    """Whether its server said that nothing changed."""
    moved_from: str | None = None
    """Its address until now, when the server named another for good."""


@dataclass(frozen=True, slots=True)
class FeedFailed:
    """A feed did not answer, or not with a feed."""

    feed: Subscription
    error: FetchFailed


@dataclass(frozen=True, slots=True)
class PagesStarted:
    """How many pages are fetched."""

    total: int


@dataclass(frozen=True, slots=True)
class PageRead:
    """An article has its full text."""

    article: int
    url: str
    changed: bool


@dataclass(frozen=True, slots=True)
class PageFailed:
    """The page behind an article could not be had: the feed's text stays."""

    article: int
    url: str
    error: FetchFailed | Unreadable | ParseFailed


@dataclass(frozen=True, slots=True)
class ParsingStarted:
    """How many articles are parsed that have the feed's text only."""

    total: int


@dataclass(frozen=True, slots=True)
class ArticleParsed:
    """One of them is parsed, or could not be."""

    article: int
    error: ParseFailed | None = None


@dataclass(slots=True)
class RefreshDone:
    """The last event: what came of it all."""

    added: int = 0
    updated: int = 0
    feeds_failed: list[FeedFailed] = field(default_factory=list)
    pages_read: int = 0
    pages_failed: int = 0
    parsed: int = 0
    parse_failed: int = 0
    stopped: bool = False


RefreshEvent = (
    FeedsStarted
    | FeedRead
    | FeedFailed
    | PagesStarted
    | PageRead
    | PageFailed
    | ParsingStarted
    | ArticleParsed
    | RefreshDone
)
