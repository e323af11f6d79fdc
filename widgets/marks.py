"""What is marked in an article's text: the places of its entities, quotes and sources, found by offset."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from extract.types import EntityType, ParsedArticle, Quote, QuoteKind, Source, SourcePlace, Speaker
from ingest.types import BlockKind, EmphasisKind, Link

__all__ = [
    "Layer",
    "Mark",
    "MarkKind",
    "Marks",
    "Span",
    "author_key",
    "quote_key",
    "quote_place",
    "source_key",
    "unnamed_key",
]

_OPENING = "\"'“”‘’«‹„"
_CLOSING = "\"'”“’‘»›"
_DASHES = "-–—"
_SHORT_LINE = 160
"""A byline is a line of its own, not a paragraph that happens to name its author: at most this many code points."""


class MarkKind(StrEnum):
    """The three kinds of marks one can walk through, in the order of the panel's tabs."""

    ENTITY = "entity"
    QUOTE = "quote"
    SOURCE = "source"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One marked place of the text."""

    start: int
    end: int
    kind: MarkKind
    key: str
    """The thing marked: an entity's id, or what the functions below give. Several places may share it."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text painted in a style of its own; `style` is the name of a component class, without its prefix."""

    start: int
    end: int
    style: str


class Layer:
    """Spans of one kind, possibly nested, that are found by place without looking at all of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]
        # The furthest end so far never falls, so it can be searched although nested spans end before their hosts.
        self._reach = list(accumulate((span.end for span in self._spans), max))

    def within(self, start: int, end: int) -> Iterator[Span]:
        """Every span that shares a code point with `start` to `end`, in order of start."""
        for place in range(bisect_right(self._reach, start), bisect_left(self._starts, end)):
            span = self._spans[place]
            if span.end > start:
                yield span


def quote_key(place: int) -> str:
    """The key of the quote at `place` (from 0) of `ParsedArticle.quotes`."""
    return f"q{place + 1}"


def quote_place(key: str) -> int:
    """The place (from 0) of the quote that `quote_key` gave `key`."""
    return int(key[1:]) - 1


def source_key(place: int) -> str:
    """The key of the source at `place` (from 0) of `ParsedArticle.sources`."""
    return f"s{place + 1}"


def author_key(place: int) -> str:
    """The key of the author at `place` (from 0) of `ParsedArticle.authors`."""
    return f"a{place + 1}"


def unnamed_key(speaker: Speaker, sources: Iterable[Source]) -> str | None:
    """The key of a speaker that is no entity: the same for the same description.

    None where there is nothing to mark: the words are left out, or they are those of one of the `sources`.
    """
    name = _folded(speaker.text)
    if speaker.entity is not None or speaker.start is None or speaker.end is None or not name:
        return None
    if any((s.start, s.end) == (speaker.start, speaker.end) or _folded(s.name) == name for s in sources):
        return None
    return f"u:{name}"


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


class Marks:
    """Everything marked in one article."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self._parsed = parsed
        self._walks = {kind: tuple(sorted(marks)) for kind, marks in _walks(parsed).items()}
        self._starts = {kind: [mark.start for mark in marks] for kind, marks in self._walks.items()}
        self.typeset = _typeset(parsed)
        """What the paper set off itself, painted in this order, later ones over earlier ones."""
        self.layers = (*self.typeset, *_found(parsed))
        """That and what was found in the text, in the same way."""
        self.numbers = Layer(Span(q.start, q.end, str(i + 1)) for i, q in enumerate(parsed.quotes))
        """The quotes' numbers, as spans whose style is the number."""
        self.names = tuple(_apart((m.start, m.end) for entity in parsed.entities for m in entity.mentions))
        """Where names stand, in order and apart from each other: of two that overlap the first, or the longer."""

    def all(self, kind: MarkKind) -> tuple[Mark, ...]:
        """Every mark of `kind` in text order."""
        return self._walks[kind]

    def step(self, kind: MarkKind, current: Mark | None, offset: int, by: int) -> Mark | None:
        """The mark to go on to: from `current` when it is of this kind, else from the place `offset`.

        Args:
            by: 1 for the next mark, -1 for the one before.

        Returns:
            None when there is none in that direction.
        """
        marks = self._walks[kind]
        if current is not None and current.kind is kind and current in marks:
            place = bisect_left(marks, current) + by
        else:
            place = bisect_left(self._starts[kind], offset) + (0 if by > 0 else -1)
        return marks[place] if 0 <= place < len(marks) else None

    def along(self, mark: Mark) -> tuple[Mark, ...]:
        """Every place of the thing that `mark` marks, in text order; of a quote all quotes of its speaker."""
        marks = self._walks[mark.kind]
        if mark.kind is not MarkKind.QUOTE:
            return tuple(other for other in marks if other.key == mark.key)
        voice = self._voice(mark)
        return tuple(other for other in marks if other.key == mark.key or (voice and self._voice(other) == voice))

    def _voice(self, mark: Mark) -> str:
        """Who speaks in a quote: an entity's id or the folded description; "" where that is not clear."""
        speaker = self._parsed.quotes[quote_place(mark.key)].speaker
        return "" if speaker is None else speaker.entity or _folded(speaker.text)

    def between(self, start: int, end: int) -> tuple[Mark | Link, ...]:
        """Every mark and every link that shares a code point with `start` to `end`."""
        found: list[Mark | Link] = [
            mark for kind in MarkKind for mark in self._walks[kind] if mark.start < end and mark.end > start
        ]
        return (*found, *(link for link in self._parsed.article.links if link.start < end and link.end > start))

    def first(self, kind: MarkKind, key: str, near: int = 0) -> Mark | None:
        """The first place of the thing `key` at or after the offset `near`, else its first place of all."""
        places = [mark for mark in self._walks[kind] if mark.key == key]
        return next((mark for mark in places if mark.start >= near), places[0] if places else None)

    def at(self, offset: int) -> Mark | None:
        """The innermost mark at `offset`: an entity or source before the quote it stands in."""
        found = [
            mark
            for kind in MarkKind
            for mark in self._walks[kind][: bisect_right(self._starts[kind], offset)]
            if mark.start <= offset < mark.end
        ]
        return min(found, key=lambda mark: mark.end - mark.start, default=None)

    def lit(self, mark: Mark) -> tuple[Span, ...]:
        """What lights up with `mark`: itself ("lit"), and what belongs to it ("kin").

        For an entity its other mentions, for a quote its cue and its speaker, for a source its other places.
        """
        kin: list[tuple[int, int]] = []
        if mark.kind is MarkKind.QUOTE:
            quote = self._parsed.quotes[quote_place(mark.key)]
            if quote.cue is not None:
                kin.append((quote.cue.start, quote.cue.end))
            if quote.speaker is not None and quote.speaker.start is not None and quote.speaker.end is not None:
                kin.append((quote.speaker.start, quote.speaker.end))
        else:
            kin = [(m.start, m.end) for m in self._walks[mark.kind] if m.key == mark.key and m != mark]
        return (*(Span(start, end, "kin") for start, end in kin), Span(mark.start, mark.end, "lit"))


def _walks(parsed: ParsedArticle) -> dict[MarkKind, list[Mark]]:
    return {
        MarkKind.ENTITY: [Mark(m.start, m.end, MarkKind.ENTITY, e.id) for e in parsed.entities for m in e.mentions],
        MarkKind.QUOTE: [
            Mark(q.start, q.end, MarkKind.QUOTE, quote_key(i)) for i, q in enumerate(parsed.quotes) if q.end > q.start
        ],
        MarkKind.SOURCE: list(_origins(parsed)),
    }


def _origins(parsed: ParsedArticle) -> Iterator[Mark]:
    """Where the article comes from: its sources, its speakers without a name, those who sign it."""
    taken: set[tuple[int, int]] = set()
    for place, source in enumerate(parsed.sources):
        yield Mark(source.start, source.end, MarkKind.SOURCE, source_key(place))
    for quote in parsed.quotes:
        speaker = quote.speaker
        if speaker is None or speaker.start is None or speaker.end is None:
            continue
        key = unnamed_key(speaker, parsed.sources)
        if key is not None and (speaker.start, speaker.end) not in taken:
            taken.add((speaker.start, speaker.end))
            yield Mark(speaker.start, speaker.end, MarkKind.SOURCE, key)
    for place, author in enumerate(parsed.authors):
        if author.start is not None and author.end is not None:
            yield Mark(author.start, author.end, MarkKind.SOURCE, author_key(place))


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reach = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= reach and end > start:
            reach = end
            yield start, end


_TYPE_STYLES = {EntityType.PER: "person", EntityType.ORG: "organisation", EntityType.LOC: "place"}


def _typeset(parsed: ParsedArticle) -> tuple[Layer, ...]:
    article = parsed.article
    emphasis = {EmphasisKind.STRONG: "strong", EmphasisKind.EMPHASIS: "emphasis"}
    return (
        Layer(Span(b.start, b.end, "byline") for b in article.blocks if _is_byline(b.kind, b.start, b.end, parsed)),
        Layer(
            Span(b.credit_start, b.credit_end, "credit")
            for b in article.blocks
            if b.credit_start is not None and b.credit_end is not None
        ),
        Layer(Span(e.start, e.end, emphasis[e.kind]) for e in article.emphasis),
        Layer(Span(link.start, link.end, "link") for link in article.links),
    )


def _found(parsed: ParsedArticle) -> tuple[Layer, ...]:
    text, quotes = parsed.article.text, parsed.quotes
    return (
        Layer(Span(q.start, q.end, "indirect") for q in quotes if q.kind is QuoteKind.INDIRECT),
        Layer(Span(q.start, q.end, "direct") for q in quotes if q.kind is QuoteKind.DIRECT),
        Layer(span for q in quotes if q.kind is QuoteKind.DIRECT for span in _quotation_marks(text, q)),
        Layer(Span(q.cue.start, q.cue.end, "cue") for q in quotes if q.cue is not None),
        Layer(Span(m.start, m.end, "source") for m in _origins(parsed)),
        Layer(Span(m.start, m.end, _TYPE_STYLES[e.type]) for e in parsed.entities for m in e.mentions),
    )


def _quotation_marks(text: str, quote: Quote) -> Iterator[Span]:
    """The marks around the quote's words, or the dash before them in a dialogue."""
    before = quote.start - 1
    while before >= 0 and text[before] in " \u00a0":
        before -= 1
    if before >= 0 and (text[before] in _OPENING or text[before] in _DASHES):
        yield Span(before, before + 1, "quotation-mark")
    if quote.end < len(text) and text[quote.end] in _CLOSING:
        yield Span(quote.end, quote.end + 1, "quotation-mark")


def _is_byline(kind: BlockKind, start: int, end: int, parsed: ParsedArticle) -> bool:
    """Whether a block is the line that signs the article."""
    if kind is not BlockKind.PARAGRAPH or end - start > _SHORT_LINE:
        return False
    signs: list[tuple[int | None, int | None]] = [(a.start, a.end) for a in parsed.authors]
    signs += [(s.start, s.end) for s in parsed.sources if s.where is SourcePlace.BYLINE]
    return any(a is not None and b is not None and start <= a and b <= end for a, b in signs)
