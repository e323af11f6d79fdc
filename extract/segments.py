"""Sentences as attribution reads them: never cut inside a pair of marks, a long quote standing as one item.

`"S1. S2.", ông A nói.` is one segment of the items QUOTE , ông A nói . — so that what is said does not come between
its speaker and its cue.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from extract.marks import Form, Stretch
from extract.phrases import Context

__all__ = ["Item", "Segment", "cut_segments"]

_KEEP_OPEN = frozenset(",-–—;:)")
_LONG_QUOTE = 8
"""A stretch of more tokens is one item."""
_LONGEST = 160
"""Items of a segment; a longer sentence (a table, a list) is cut."""


@dataclass(slots=True)
class Item:
    """One token, or one long stretch in marks."""

    lower: str
    """The token in small letters, "" for a stretch."""
    text: str
    start: int
    end: int
    token: int
    """Index of the (first) token in the document."""
    stretch: int
    """Index of the outermost stretch this is (part of), or -1."""
    whole: bool
    """This item is a whole stretch."""


@dataclass(slots=True)
class Segment:
    """Items that one statement may stand in; `paragraph` counts lines, a title is 0."""

    items: list[Item]
    start: int
    end: int
    block: int


def cut_segments(context: Context, stretches: list[Stretch], blocks: list[tuple[int, int]]) -> list[Segment]:
    """The segments of a page in order. `stretches` are all stretches in marks, `blocks` the spans of its blocks."""
    document = context.document
    tokens = document.tokens
    outer = [n for n, s in enumerate(stretches) if s.depth == 0 and s.form in (Form.MARKS, Form.UNCLOSED)]
    block_starts = [start for start, _ in blocks]
    segments: list[Segment] = []
    items: list[Item] = []
    at = 0  # of outer

    def close() -> None:
        for first in range(0, len(items), _LONGEST):
            part = items[first : first + _LONGEST]
            block = max(0, bisect_left(block_starts, part[0].start + 1) - 1)
            segments.append(Segment(part, part[0].start, part[-1].end, block))
        items.clear()

    index = 0
    sentence = -1
    while index < len(tokens):
        token = tokens[index]
        while at < len(outer) and stretches[outer[at]].outer_end <= token.start:
            at += 1
        inside = at < len(outer) and stretches[outer[at]].outer_start <= token.start
        if token.sentence != sentence and items:
            stretch = stretches[outer[at]] if inside else None
            opened_before = stretch is not None and stretch.outer_start < token.start
            if not opened_before and not _goes_on(token.text, items, context.text, token.start):
                close()
        sentence = token.sentence
        if inside:
            number = outer[at]
            stretch = stretches[number]
            if token.start >= stretch.start:
                last = context.first_from(stretch.end)
                long = last - index > _LONG_QUOTE or tokens[last - 1].sentence != token.sentence
                if long and token.start < stretch.end:
                    items.append(Item("", "", stretch.start, stretch.end, index, number, True))
                    index = max(last, index + 1)
                    sentence = tokens[index - 1].sentence
                    continue
            items.append(Item(context.lower[index], token.text, token.start, token.end, index, number, False))
        else:
            items.append(Item(context.lower[index], token.text, token.start, token.end, index, -1, False))
        index += 1
    if items:
        close()
    return segments


def _goes_on(first: str, items: list[Item], text: str, start: int) -> bool:
    """Whether the sentence splitter cut where the statement goes on: `"… ?", ông A hỏi`, `"… ." - ông A nói`."""
    gap = text[items[-1].end : start]
    if "\n" in gap or "\r" in gap:
        return False
    after_quote = items[-1].stretch >= 0 or (len(items) > 1 and items[-2].stretch >= 0 and items[-1].text in "\"”’»'.,")
    return first in _KEEP_OPEN or (after_quote and first[:1].islower())
