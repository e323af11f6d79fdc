"""Paints the lines of an article: its margin, its text with every mark in it, and what offset each cell stands for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from widgets.cells import clusters, strip_of
from widgets.display import harmless
from widgets.hints import Hint
from widgets.layout import Line
from widgets.marks import Marks, Span

__all__ = ["MARGIN", "LinePainter"]

MARGIN = 5
"""Cells left of the column at least: three for a quote's number, one for the bar beside what is lit, one of space."""


class LinePainter:
    """Paints lines of one article in a column that begins at the cell `left`."""

    def __init__(
        self, text: str, marks: Marks, style: Callable[..., Style], left: int, width: int, *, plain: bool = False
    ) -> None:
        """
        Args:
            text: the article's text.
            marks: what is marked in it.
            style: gives the style for names of component classes, later ones over earlier ones.
            left: cells before the column.
            width: cells of a whole line.
            plain: paint nothing of what was found in the text, only what is lit up.
        """
        self._text = text
        self._marks = marks
        self._style = style
        self._left = left
        self._width = width
        self._plain = plain
        self._layers = marks.typeset if plain else marks.layers

    def paint(self, line: Line, lit: tuple[Span, ...]) -> Strip:
        """`line` at the full width; `lit` are the spans on it that are lit up."""
        segments = self._margin(line, lit)
        if line.indent:
            segments.append(Segment(line.lead.rjust(line.indent), self._style("lead")))
        if line.words:
            segments.append(Segment(line.words, self._style(line.style)))
        else:
            text = self._painted(line)
            for start, end, names in self._pieces(line, lit):
                segments.append(Segment(text[start - line.start : end - line.start], self._style(line.style, *names)))
        return strip_of(segments, self._width, self._style())

    def label(self, strip: Strip, line: Line, hints: Sequence[Hint]) -> Strip:
        """The painted `line` with the labels of `hints` over the text they begin on."""
        offsets: list[int | None] = []
        for hint in hints:
            offsets = offsets or self.offsets(line)
            if hint.start in offsets:
                place = offsets.index(hint.start)
                label = strip_of([Segment(hint.label, self._style("hint"))], len(hint.label), self._style())
                strip = Strip.join([strip.crop(0, place), label, strip.crop(place + len(hint.label))])
        return strip

    def offsets(self, line: Line) -> list[int | None]:
        """For each cell of `line` the offset of the code point painted there.

        Both cells of a wide character have its offset; cells that are not text have None.
        """
        cells: list[int | None] = [None] * (self._left + line.indent)
        for cluster in clusters(self._painted(line)):
            cells += [line.start + cluster.start] * cluster.width
        cells += [None] * (self._width - len(cells))
        return cells[: self._width]

    def _painted(self, line: Line) -> str:
        return harmless(self._text[line.start : line.end])

    def _margin(self, line: Line, lit: tuple[Span, ...]) -> list[Segment]:
        """The cells before the column: the number of the quote that begins here, a bar beside what is lit."""
        numbers = () if self._plain else self._marks.numbers.within(line.start, line.end)
        begun = [span.style for span in numbers if span.start >= line.start]
        number = begun[0] + ("+" if len(begun) > 1 else "") if begun else ""
        bar = any(span.style == "lit" for span in lit)
        room = self._left - 2
        return [
            Segment((number if len(number) <= room else "").rjust(room), self._style("number")),
            Segment("▌" if bar else " ", self._style("bar")),
            Segment(" ", self._style()),
        ]

    def _pieces(self, line: Line, lit: tuple[Span, ...]) -> list[tuple[int, int, tuple[str, ...]]]:
        """The line cut where its styles change: start, end, and the names of the styles, each once, in order."""
        if line.end <= line.start:
            return []
        spans = [span for layer in self._layers for span in layer.within(line.start, line.end)]
        spans += lit
        edges = {line.start, line.end}
        for span in spans:
            edges.add(min(max(span.start, line.start), line.end))
            edges.add(min(max(span.end, line.start), line.end))
        return [
            (start, end, tuple(dict.fromkeys(s.style for s in spans if s.start <= start and s.end >= end)))
            for start, end in pairwise(sorted(edges))
        ]
