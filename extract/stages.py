"""What the steps of extraction hand to each other. Every offset counts code points of the NFC copy."""

from __future__ import annotations

from dataclasses import dataclass

from extract.tokens import Document
from extract.types import Author, EntityType, Source
from ingest.types import Block

__all__ = ["Page", "Signature", "TypedMention"]


@dataclass(frozen=True, slots=True)
class Page:
    """The article as the steps see it: its tokens, its layout, and what its markup says of itself."""

    document: Document
    blocks: tuple[Block, ...]
    """The article's blocks, their offsets moved to the NFC copy."""
    site: str | None
    authors: tuple[str, ...]
    """Names the page's markup gives as authors, NFC."""

    @property
    def text(self) -> str:
        """The NFC text all offsets point into."""
        return self.document.text


@dataclass(frozen=True, slots=True)
class TypedMention:
    """A named thing in one place, before mentions of the same thing are brought together."""

    start: int
    end: int
    type: EntityType
    certainty: float
    by: str


@dataclass(frozen=True, slots=True)
class Signature:
    """The byline and credits of an article: who signs it, and the sources named there."""

    authors: tuple[Author, ...]
    sources: tuple[Source, ...]
    """Of the places byline and credit; `entity` is not filled in yet."""
    spans: tuple[tuple[int, int], ...]
    """Where bylines and credits stand, so that no quote is looked for there."""
