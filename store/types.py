"""The values the library gives and takes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from extract.types import EntityType, ParsedArticle

__all__ = [
    "Added",
    "Arrival",
    "ArticleHead",
    "Counts",
    "EntityKey",
    "Hit",
    "Outcome",
    "Received",
    "SearchOrder",
    "Selection",
    "Snippet",
    "State",
    "StoredArticle",
    "Subscription",
    "WantedPage",
]


@dataclass(frozen=True, slots=True)
class State:
    """What the person did with an article: one small row of its own, so that a change touches nothing else."""

    read: bool = False
    saved: bool = False
    position: int = 0
    """Offset (code points of the text) of the first character of the line at the top of the view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHead:
    """What the list shows of an article."""

    id: int
    """The short number that `diembao list` prints."""
    title: str
    """The title, or the first words of an article without one."""
    site: str
    """The paper's name, or ""."""
    url: str | None
    published: datetime | None
    added: datetime
    words: int
    """Length in syllables as written."""
    speakers: tuple[str, ...]
    """Names or descriptions of those who speak, most quotes first, at most five."""
    state: State = field(default_factory=State)
    feed: int | None = None
    """The subscription it came by first; None for a file."""
    fetched: datetime | None = None
    """When its page was read; None for a file, and for an article of which only the feed's own text is known."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """One article read whole."""

    head: ArticleHead
    parsed: ParsedArticle


@dataclass(frozen=True, slots=True)
class EntityKey:
    """What makes two entities of different articles the same: the folded full name and the type."""

    name: str
    type: EntityType


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles a list shows; every field narrows it. The order is newest first, undated by arrival."""

    entity: EntityKey | None = None
    unread: bool = False
    saved: bool = False
    speaker: str | None = None
    """A name or description of somebody who speaks in the article, spelt as it may be."""
    source: str | None = None
    """The name of a source of the article."""
    site: str | None = None
    """The paper's name."""


class Outcome(StrEnum):
    """What adding an article did."""

    ADDED = "added"
    KNOWN = "known"
    """The same address with the same text, or without an address the same text, was there already."""
    UPDATED = "updated"
    """The same address was there with another text."""


@dataclass(frozen=True, slots=True)
class Added:
    """The result of adding one article."""

    id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """How many articles the library holds."""

    total: int
    unread: int
    saved: int


class SearchOrder(StrEnum):
    """In what order a search gives its hits; those with the marks as typed are first in either."""

    NEWEST = "newest"
    BEST = "best"
    """By relevance (BM25), over the newest 20,000 hits."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """The passage of an article that shows why it was found."""

    text: str
    """A slice of the article's text, as it stands there."""
    start: int
    """Where it begins in the article's text (code points)."""
    marks: tuple[tuple[int, int], ...]
    """The spans of `text` that were looked for, in order, not overlapping."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that a search found."""

    head: ArticleHead
    snippet: Snippet
    exact: bool
    """Whether it has the marks as typed, or none were typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One feed that is followed, and how it fares."""

    id: int
    url: str
    title: str = ""
    """As the person calls it, else as it calls itself."""
    named: bool = False
    """Whether the person gave the title."""
    site: str = ""
    """The paper's name, for its articles."""
    homepage: str | None = None
    folder: tuple[str, ...] = ()
    """The folders it lies in, outermost first."""
    enabled: bool = True
    full_text: bool = True
    """Whether the pages of its items are fetched."""
    local: bool = False
    """Whether its host may lie in a private network."""
    etag: str | None = None
    modified: str | None = None
    tried: datetime | None = None
    succeeded: datetime | None = None
    not_before: datetime | None = None
    """Until then it is left alone: the server asked for it, or it failed again and again."""
    failures: int = 0
    """How often in a row it failed."""
    reason: str = ""
    """Why it failed last, a value of `ingest.errors.FetchReason`; "" when it did not."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One item of a feed on its way into the library."""

    key: str
    """What makes it the same item the next time; see `store.identity.item_key`."""
    digest: str
    """Of everything the feed says of it: another digest is a changed item."""
    parsed: ParsedArticle
    """Title and the feed's own text; nothing need have been found in it yet (`version` "")."""


@dataclass(frozen=True, slots=True)
class Received:
    """What came of a feed's items."""

    added: tuple[int, ...] = ()
    """Ids of new articles."""
    updated: tuple[int, ...] = ()
    """Ids of articles whose text is the feed's, which changed."""
    wanted: tuple[int, ...] = ()
    """Ids of articles whose pages are to be fetched."""


@dataclass(frozen=True, slots=True)
class WantedPage:
    """An article whose page is still to be fetched."""

    article: int
    url: str
    feed: int | None
    tries: int
    reason: str
    """Why it failed the last time, a value of a reason of `ingest.errors`; "" before the first time."""
    detail: str
