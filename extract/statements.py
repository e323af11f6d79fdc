"""One page as attribution looks at it: words in marks, segments, cues, and which words are names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.cues import CueWords, find_cues
from extract.marks import Stretch, find_marked
from extract.phrases import Context
from extract.reports import SegmentFeatures
from extract.segments import Segment, cut_segments
from extract.stages import Page, Signature
from extract.types import Entity
from ingest.types import BlockKind

__all__ = ["Statements", "prepare"]

Span = tuple[int, int]

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_KINDS = {
    BlockKind.TITLE: "t",
    BlockKind.SUMMARY: "s",
    BlockKind.HEADING: "t",
    BlockKind.CAPTION: "c",
    BlockKind.TABLE_ROW: "c",
}


@dataclass(slots=True)
class Statements:
    """What may be said in one page, and by whom."""

    context: Context
    entities: Sequence[Entity]
    names: list[tuple[int, int, int]]
    """(start, end, index of the entity) of every mention outside bylines and credits, in text order."""
    blocks: list[Span]
    kinds: list[str]
    """For each block "t" (titles), "s" (summaries), "c" (captions, tables) or "p"."""
    stretches: list[Stretch]
    segments: list[Segment]
    cues: list[list[CueWords]]
    """The cues of each segment."""
    features: list[SegmentFeatures | None]
    """Of each segment that has cues."""
    signed: tuple[Span, ...]
    """Where bylines and credits stand."""
    by_id: dict[str, Entity] = field(init=False)
    """The entities by their ids."""

    def __post_init__(self) -> None:
        self.by_id = {entity.id: entity for entity in self.entities}

    @property
    def text(self) -> str:
        """The text all offsets point into."""
        return self.context.text

    def kind(self, segment: Segment) -> str:
        """The kind of the block a segment stands in."""
        return self.kinds[segment.block] if segment.block < len(self.kinds) else "p"


def prepare(page: Page, entities: Sequence[Entity], signature: Signature) -> Statements:
    """Lay out a page for attribution. Bylines and credits hold no cues."""
    context = Context(page)
    blocks, kinds = _blocks(page)
    stretches = find_marked(page.document)
    segments = cut_segments(context, stretches, blocks)
    names = sorted((m.start, m.end, number) for number, entity in enumerate(entities) for m in entity.mentions)
    tags = [""] * len(context.tokens)
    for start, end, number in names:
        first, last = context.range(start, end)
        for at in range(first, last):
            tags[at] = ("B-" if at == first else "") + entities[number].type
    cues = [
        [cue for cue in find_cues(segment, context.tokens) if not _covered(segment, cue, signature.spans)]
        for segment in segments
    ]
    features = [
        SegmentFeatures(segment, tags, kinds[segment.block] if segment.block < len(kinds) else "p") if found else None
        for segment, found in zip(segments, cues, strict=True)
    ]
    outside = [row for row in names if not any(a <= row[0] < b for a, b in signature.spans)]
    return Statements(context, entities, outside, blocks, kinds, stretches, segments, cues, features, signature.spans)


def _blocks(page: Page) -> tuple[list[Span], list[str]]:
    """Spans and kinds of the page's blocks, else of its lines."""
    if page.blocks:
        return [(b.start, b.end) for b in page.blocks], [_KINDS.get(b.kind, "p") for b in page.blocks]
    spans = [match.span() for match in _LINE.finditer(page.text) if match[0].strip()]
    return spans, ["p"] * len(spans)


def _covered(segment: Segment, cue: CueWords, spans: Sequence[Span]) -> bool:
    start = segment.items[cue.first].start
    return any(a <= start < b for a, b in spans)
