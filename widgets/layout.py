"""An article's text as lines of a column: which code points stand on which line, worked out as far as needed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ingest.types import Block, BlockKind
from widgets.cells import NO_BREAK, width_of, wrap
from widgets.display import harmless

__all__ = ["ArticleLayout", "Line"]


_BEFORE_DASH = re.compile(r"(?<=\S) (?=[-–—](?: |$))")
"""A line must not begin with a dash in the middle of a sentence: there it would look like a turn of a dialogue."""
_LONGEST_BALANCED = 400
"""Code points of a title above which its lines are not made equally long: it is no title any more."""


class Line(NamedTuple):
    """One line of the column."""

    start: int
    end: int
    """Its code points of the text. A line without any (a blank one, the imprint) has both at what follows it."""
    style: str
    """The component class of its block, without the prefix; "" for a blank line."""
    indent: int = 0
    """Cells before the text, inside the column."""
    lead: str = ""
    """What stands in the last cells of the indent: a bullet, a bar."""
    words: str = ""
    """Of a line without text: what is painted instead."""


class _Setting(NamedTuple):
    """How blocks of one kind are set."""

    style: str
    indent: int = 0
    lead: str = ""
    """Before the first line."""
    bar: str = ""
    """Before every line."""
    tight: bool = False
    """No blank line after a block of the same kind."""
    close: bool = False
    """No blank line after this block."""
    balanced: bool = False
    """Its lines are about equally long, so that no single word is left on the last one."""


_SETTINGS = {
    BlockKind.TITLE: _Setting("title", close=True, balanced=True),
    BlockKind.SUMMARY: _Setting("summary"),
    BlockKind.PARAGRAPH: _Setting("paragraph"),
    BlockKind.HEADING: _Setting("heading", close=True, balanced=True),
    BlockKind.CAPTION: _Setting("caption", indent=2, lead="▴ "),
    BlockKind.LIST_ITEM: _Setting("list-item", indent=2, lead="• ", tight=True),
    BlockKind.TABLE_ROW: _Setting("table-row", indent=2, tight=True),
    BlockKind.QUOTATION: _Setting("quotation", indent=3, bar="│ ", tight=True),
}


class ArticleLayout:
    """The lines of one article in a column of `measure` cells.

    Lines are found in order and kept; `ensure_*` goes as far as asked, so a text of 200,000 words opens as fast as a
    short one. Lines once found never change.
    """

    def __init__(
        self,
        text: str,
        blocks: tuple[Block, ...],
        imprint: tuple[str, ...],
        measure: int,
        names: Sequence[tuple[int, int]] = (),
    ) -> None:
        """
        Args:
            text: the article's text.
            blocks: its blocks.
            imprint: what is painted under the title and is no part of the text (paper, date, length).
            measure: cells of a line.
            names: start and end of each name, in order and apart from each other: none is broken that fits on a line.
        """
        self.measure = max(2, measure)
        self._names = names
        self._name_starts = [start for start, _ in names]
        self._text = text
        self._blocks = blocks
        self._imprint = imprint
        self._lines: list[Line] = []
        self._starts: list[int] = []
        self._source = self._all()
        self.complete = False
        """Whether every line is known."""

    def __len__(self) -> int:
        """How many lines are known so far."""
        return len(self._lines)

    def __getitem__(self, place: int) -> Line:
        return self._lines[place]

    def between(self, start: int, stop: int) -> list[Line]:
        """The lines `start` to `stop` (exclusive) as far as they are known."""
        return self._lines[start:stop]

    @property
    def height(self) -> int:
        """Lines of the whole article: exact when complete, else estimated from what is known."""
        if self.complete or not self._lines:
            return len(self._lines)
        done = max(1, self._lines[-1].end)
        return max(len(self._lines) + 1, round(len(self._lines) * len(self._text) / done))

    def ensure_lines(self, count: int) -> None:
        """Find lines until `count` are known or there are no more."""
        if not self.complete and count > len(self._lines):
            self._take(count - len(self._lines))

    def ensure_all(self) -> None:
        """Find every line."""
        while not self.complete:
            self._take(10_000)

    def line_of(self, offset: int) -> int:
        """The line on which the code point `offset` stands, or the nearest before it."""
        while not self.complete and (not self._lines or self._lines[-1].end <= offset):
            self._take(500)
        if not self._lines:
            return 0
        place = bisect_right(self._starts, offset) - 1
        # Of blank lines that begin at the same code point as the text after them, the text is meant.
        return max(0, place)

    def _take(self, count: int) -> None:
        found = list(islice(self._source, count))
        self._lines += found
        self._starts += [line.start for line in found]
        self.complete = len(found) < count

    def _all(self) -> Iterator[Line]:
        if not any(block.kind is BlockKind.TITLE for block in self._blocks):
            yield from self._imprint_lines(self._blocks[0].start if self._blocks else 0)
        last: BlockKind | None = None
        for block in self._blocks:
            if last is not None and self._parted(last, block.kind):
                yield Line(block.start, block.start, "")
            yield from self._block(block)
            if block.kind is BlockKind.TITLE:
                yield from self._imprint_lines(block.end)
            last = block.kind

    def _imprint_lines(self, offset: int) -> Iterator[Line]:
        """The parts of the imprint with dots between; a dot neither begins a line nor ends one."""
        line = ""
        for part in map(harmless, self._imprint):
            longer = f"{line} · {part}" if line else part
            if line and width_of(longer) > self.measure:
                yield from self._set_words(line, offset)
                longer = part
            line = longer
        if line:
            yield from self._set_words(line, offset)
            yield Line(offset, offset, "")

    def _set_words(self, words: str, offset: int) -> Iterator[Line]:
        for start, end in wrap(words, self.measure):
            yield Line(offset, offset, "imprint", words=words[start:end])

    def _parted(self, last: BlockKind, kind: BlockKind) -> bool:
        if last is BlockKind.TITLE and self._imprint:
            return False
        return not (_SETTINGS[last].close or (last is kind and _SETTINGS[kind].tight))

    def _block(self, block: Block) -> Iterator[Line]:
        setting = _SETTINGS[block.kind]
        deeper = 2 * max(0, block.level - 1) if block.kind is BlockKind.LIST_ITEM else 0
        indent = min(setting.indent + deeper, self.measure // 2)
        lead = setting.lead or setting.bar
        room = self.measure - indent
        painted = self._glued(block, room)
        if setting.balanced:
            room = _balanced(painted, room)
        begin = 0
        while begin <= len(painted):
            stop = painted.find("\n", begin)
            stop = len(painted) if stop < 0 else stop
            for start, end in wrap(painted[begin:stop], room):
                base = block.start + begin
                yield Line(base + start, base + end, setting.style, indent, lead)
                lead = setting.bar
            begin = stop + 1

    def _glued(self, block: Block, room: int) -> str:
        """The block's text with the spaces that no line may end at made unbreakable; as many code points."""
        painted = _BEFORE_DASH.sub(NO_BREAK, harmless(self._text[block.start : block.end], lines=True))
        pieces: list[str] = []
        done = 0
        first, last = bisect_left(self._name_starts, block.start), bisect_left(self._name_starts, block.end)
        for start, end in self._names[first:last]:
            name = painted[start - block.start : end - block.start]
            if " " in name and width_of(name) <= room:
                pieces += [painted[done : start - block.start], name.replace(" ", NO_BREAK)]
                done = start - block.start + len(name)
        return "".join((*pieces, painted[done:]))


def _balanced(text: str, room: int) -> int:
    """The least number of cells in which `text` has as few lines as in `room`."""
    if len(text) > _LONGEST_BALANCED:
        return room
    lines = sum(1 for _ in wrap(text, room))
    # No word is cut that was whole.
    low, high = max(room // 2, *(min(room, width_of(word)) for word in text.split(" "))), room
    while low < high:
        middle = (low + high) // 2
        if sum(1 for _ in wrap(text, middle)) > lines:
            low = middle + 1
        else:
            high = middle
    return high
