"""The values ingestion makes. Every offset counts Unicode code points of `Article.text`, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Article", "Block", "BlockKind", "Emphasis", "EmphasisKind", "Feed", "FeedItem", "Fetched", "Link"]


class BlockKind(StrEnum):
    """What a stretch of an article's text is on the page."""

    TITLE = "title"
    SUMMARY = "summary"
    """The sapo, the bold lead paragraph of Vietnamese newspapers."""
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CAPTION = "caption"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the page. Blocks are in text order and do not overlap; what lies between them is white space."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Depth of a heading (1 to 6) or of a list item (1 outermost); 0 elsewhere."""
    credit_start: int | None = None
    """Where a caption's credit ("Ảnh: …") begins inside the block, when it has one; it runs to `credit_end`."""
    credit_end: int | None = None


class EmphasisKind(StrEnum):
    """How the page sets words apart."""

    STRONG = "strong"
    EMPHASIS = "emphasis"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words the page sets in bold or italics."""

    kind: EmphasisKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """Words of the text that lead to an http or https address."""

    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article as read, before any analysis.

    For a text file `text` is the decoded file unchanged (without a leading byte order mark); for a page it is
    title, summary and body blocks joined by newlines.
    """

    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    emphasis: tuple[Emphasis, ...] = ()
    url: str | None = None
    site: str | None = None
    """The paper's name as the page gives it ("VnExpress")."""
    section: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    """Names the page's own markup gives as authors, as printed."""

    def words_of(self, kind: BlockKind) -> str:
        """The text of the first block of `kind`, or "" when there is none."""
        for block in self.blocks:
            if block.kind is kind:
                return self.text[block.start : block.end]
        return ""

    @property
    def title(self) -> str:
        """The title line, or "" when the article has none."""
        return self.words_of(BlockKind.TITLE)

    @property
    def summary(self) -> str:
        """The sapo, or "" when the article has none."""
        return self.words_of(BlockKind.SUMMARY)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One item of a feed, in plain text but for `content`."""

    title: str = ""
    url: str | None = None
    guid: str | None = None
    """What the feed itself calls the item, as it stands there."""
    summary: str = ""
    content: str = ""
    """The whole article as HTML, in the feeds that have it."""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    picture: str | None = None
    """The address of the lead picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself, and its items in its order."""

    title: str = ""
    homepage: str | None = None
    items: tuple[FeedItem, ...] = ()
    left_out: int = 0
    """Items beyond the limit, or without title, text and link."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    url: str
    """Where it was found at last."""
    body: bytes | None
    """None when it is as it was (304)."""
    content_type: str
    etag: str | None
    modified: str | None
    """The Last-Modified header, for the next request, as it came."""
    moved_to: str | None
    """The address to ask from now on, where the server said so for good."""
