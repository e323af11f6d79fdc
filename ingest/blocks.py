"""Running text into blocks: white space collapsed, links and emphasis kept as spans, and one text at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.limits import MAX_TEXT
from ingest.types import Article, Block, BlockKind, Emphasis, EmphasisKind, Link

__all__ = ["BlockWriter", "Draft", "Span", "TooMuchText", "assemble"]

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Soft hyphens and zero-width spaces: hints for breaking lines, which would cut words apart in a search."""
_JOINERS = re.compile(r"(?<=\w)[\u200c\u200d]+|[\u200c\u200d]+(?=\w)")
"""Zero-width joiners beside letters; between the parts of an emoji they stay."""
_SENTENCE_END = (".", "!", "?", "…", ":", ";", '"', "”", "»", ")")


class TooMuchText(Exception):
    """More text than an article may have; what was written so far is worth nothing."""


@dataclass(slots=True)
class Span:
    """A stretch of a block that is set apart; of links also which anchor it is, and where it leads."""

    start: int
    end: int
    anchor: int = 0
    url: str | None = None
    """None where an anchor leads nowhere usable."""


@dataclass(slots=True)
class Draft:
    """A block before its place in the article is known; offsets count from its own beginning."""

    kind: BlockKind
    level: int = 0
    text: str = ""
    links: list[Span] = field(default_factory=list)
    strong: list[Span] = field(default_factory=list)
    emphasis: list[Span] = field(default_factory=list)
    credit: tuple[int, int] | None = None

    def covered(self, spans: Sequence[Span]) -> int:
        """How many code points of the block `spans` cover."""
        return sum(span.end - span.start for span in spans)


class BlockWriter:
    """Takes text as it comes and closes it into drafts."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.link: tuple[int, str | None] | None = None
        """The anchor that text is being written in: its number and its address."""
        self.strong = self.emphasis = self.credit = 0
        """How many elements of the kind are open."""
        self._draft = Draft(BlockKind.PARAGRAPH)
        self._pieces: list[str] = []
        self._length = 0
        self._space = False
        self._breaks = 0
        self._last = ""
        self._total = 0

    def open(self, kind: BlockKind, level: int = 0) -> None:
        """Close what is open; what follows is a block of this kind."""
        self.close()
        self._draft = Draft(kind, level)

    def resume(self, kind: BlockKind) -> None:
        """Go on in the last block when it is of this kind and has no credit yet, otherwise open one."""
        self.close()
        if self.drafts and self.drafts[-1].kind is kind and self.drafts[-1].credit is None:
            self._draft = self.drafts.pop()
            self._pieces, self._length = [self._draft.text], len(self._draft.text)
            self._space = True
        else:
            self._draft = Draft(kind)

    def close(self) -> None:
        """End the block, if it has words; the next is of the same kind unless `open` says otherwise."""
        draft = self._draft
        if self._length:
            draft.text = "".join(self._pieces)
            self.drafts.append(draft)
        self._draft = Draft(draft.kind, draft.level)
        self._pieces, self._length, self._space, self._breaks, self._last = [], 0, False, 0, ""

    def space(self) -> None:
        """A gap between words, however many are asked for."""
        self._space = True

    def line_break(self) -> None:
        """A line break. Two end the paragraph; one ends it unless a sentence plainly goes on behind it."""
        self._breaks += 1

    def write(self, raw: str) -> None:
        """Words of the open block; white space is collapsed, invisible break hints are dropped.

        Raises:
            TooMuchText: when the article's limit is passed.
        """
        raw = _JOINERS.sub("", raw.translate(_INVISIBLE))
        words = " ".join(raw.split())
        if not words:
            self._space = self._space or bool(raw)
            return
        if self._breaks:
            goes_on = self._breaks == 1 and words[0].islower() and not self._last.endswith(_SENTENCE_END)
            if goes_on:
                self._space = True
            else:
                self.close()
            self._breaks = 0
        behind = self._length
        if self._length and (self._space or raw[0].isspace()):
            self._pieces.append(" ")
            self._length += 1
        start = self._length
        self._total += len(words)
        if self._total > MAX_TEXT:
            raise TooMuchText
        self._pieces.append(words)
        self._length += len(words)
        self._last = words[-1]
        self._space = raw[-1].isspace()
        self._mark(behind, start, self._length)

    def _mark(self, behind: int, start: int, end: int) -> None:
        draft = self._draft
        if self.link is not None:
            _extend(draft.links, behind, Span(start, end, *self.link))
        if self.strong:
            _extend(draft.strong, behind, Span(start, end))
        if self.emphasis:
            _extend(draft.emphasis, behind, Span(start, end))
        if self.credit:
            draft.credit = (draft.credit[0] if draft.credit else start, end)


def _extend(spans: list[Span], behind: int, span: Span) -> None:
    """Add a stretch; one that ends at `behind`, with nothing but white space after it, grows if it is of the same."""
    if spans and spans[-1].end == behind and spans[-1].anchor == span.anchor:
        spans[-1].end = span.end
    else:
        spans.append(span)


def assemble(drafts: Iterable[Draft]) -> Article:
    """An article of these blocks, their texts joined by newlines; it has nothing but text, blocks, links, emphasis."""
    texts: list[str] = []
    blocks: list[Block] = []
    links: list[Link] = []
    emphasis: list[Emphasis] = []
    at = 0
    for draft in drafts:
        credit = draft.credit
        blocks.append(
            Block(
                draft.kind,
                at,
                at + len(draft.text),
                draft.level,
                credit_start=None if credit is None else at + credit[0],
                credit_end=None if credit is None else at + credit[1],
            )
        )
        links += [Link(at + span.start, at + span.end, span.url) for span in draft.links if span.url is not None]
        marks = [Emphasis(EmphasisKind.STRONG, at + span.start, at + span.end) for span in draft.strong]
        marks += [Emphasis(EmphasisKind.EMPHASIS, at + span.start, at + span.end) for span in draft.emphasis]
        emphasis += sorted(marks, key=lambda mark: (mark.start, mark.end))
        texts.append(draft.text)
        at += len(draft.text) + 1
    return Article(text="\n".join(texts), blocks=tuple(blocks), links=tuple(links), emphasis=tuple(emphasis))
