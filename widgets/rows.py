"""A list of rows of several lines each, some of them headings; only what is shown is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.cells import ELLIPSIS, fit, strip_of, width_of, wrap
from widgets.display import harmless

__all__ = ["Row", "RowLine", "RowList", "Words"]

_EDGE = 2
"""Cells left of every row: the bar of the current one, and a space."""


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a row in one style; `style` is the name of a component class without its prefix."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class RowLine:
    """A line of a row, as wide as the list: what does not fit goes on to further lines, up to `most`."""

    words: tuple[Words, ...]
    indent: int = 0
    most: int = 1
    tail: Words | None = None
    """Set at the right edge of the first line."""
    hang: int = 0
    """Cells by which further lines are indented more than the first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row, or a heading over rows when it has no key."""

    key: str | None
    lines: tuple[RowLine, ...]


class RowList(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows rows and keeps one of them current. Headings cannot be current. Keys are the business of its owner."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"row-list--{name}"
        for name in (
            *("heading", "name", "detail", "words", "open", "count", "notice"),
            *("person", "organisation", "place", "source", "current", "bar", "bar-active"),
        )
    }
    """`heading` over groups, `name` and `detail` of a thing, `words` quoted, what is `open`, a `count` at the right, a
    `notice`; the styles of entities and sources as in the text; the `current` row and the `bar` beside it
    (`bar-active` where keys move it)."""

    DEFAULT_CSS = """
    RowList {
        overflow-x: hidden;
        scrollbar-size-vertical: 0;
        & > .row-list--heading { color: $text-muted; text-style: bold; }
        & > .row-list--name { text-style: bold; }
        & > .row-list--detail { color: $text-muted; }
        & > .row-list--words { color: $foreground; }
        & > .row-list--open { color: $text-muted; text-style: italic; }
        & > .row-list--count { color: $text-muted; }
        & > .row-list--notice { color: $text-muted; }
        & > .row-list--source { text-style: italic; }
        & > .row-list--current { background: $surface-lighten-1; }
        & > .row-list--bar { color: $text-muted; }
        & > .row-list--bar-active { color: $accent; }
    }
    """

    class Moved(Message):
        """Another row became current by the person's hand."""

        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> RowList:
            """The list it happened in."""
            return self.rows

    class Chosen(Moved):
        """The current row was chosen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()
        self._current: int | None = None
        self._laid: list[tuple[int, list[tuple[str, str]]]] = []
        self._first_line: list[int] = []
        self._mixed: dict[tuple[str, bool], Style] = {}
        self._strips: LRUCache[tuple[int, bool, bool], Strip] = LRUCache(500)
        self._active = True
        self.painted: Sequence[Row] | None = None
        """The rows whose first shown line was last painted: what a trace of opening waits for."""

    @property
    def rows(self) -> Sequence[Row]:
        """What is shown."""
        return self._rows

    @property
    def current(self) -> str | None:
        """The key of the current row."""
        return None if self._current is None else self._rows[self._current].key

    def set_active(self, active: bool) -> None:
        """Say whether keys move the current row; only its bar looks different."""
        if active != self._active:
            self._active = active
            if self._current is not None and self._current < len(self._first_line):
                first = self._first_line[self._current]
                self.refresh_lines(first, self._first_line_after(self._current) - first)

    def show(self, rows: Sequence[Row], current: str | None = None) -> None:
        """Show `rows` from the top, with `current`, or without it the first row that can be, as the current one."""
        self._rows = rows
        self._current = next((i for i, row in enumerate(rows) if row.key is not None), None)
        self._relay()
        self.scroll_to(y=0, animate=False)
        if current is not None:
            self.select(current)

    def select(self, key: str) -> bool:
        """Make the row `key` current and bring it onto the screen; False when there is none."""
        place = next((i for i, row in enumerate(self._rows) if row.key == key), None)
        if place is None:
            return False
        self._go(place)
        return True

    def move(self, by: int) -> None:
        """Make the row `by` rows further current, as far as there are rows."""
        places = [i for i, row in enumerate(self._rows) if row.key is not None]
        if not places or self._current is None:
            return
        here = places.index(self._current)
        self._go(places[min(max(here + by, 0), len(places) - 1)])
        self._tell()

    def move_to_end(self, end: bool) -> None:
        """Make the last row current, or the first."""
        self.move(len(self._rows) if end else -len(self._rows))

    def move_page(self, part: float) -> None:
        """Go on by a part of the visible height (negative: back)."""
        height = max(1, round(len(self._laid) / max(1, len(self._first_line))))
        rows = max(1, int(abs(part) * self.size.height / height))
        self.move(rows if part > 0 else -rows)

    def choose(self) -> None:
        """Choose the current row."""
        if self.current is not None:
            self.post_message(self.Chosen(self, self.current))

    def _go(self, place: int) -> None:
        self._current = place
        self._lay(place + 1)
        first, after = self._first_line[place], self._first_line_after(place)
        # A heading right above comes along, so that going up to the first row shows what it belongs to.
        above = first
        while place > 0 and self._rows[place - 1].key is None:
            place -= 1
            above = self._first_line[place]
        top, height = self.scroll_offset.y, self.size.height
        if above < top or after > top + height:
            self.scroll_to(y=above if above < top else min(first, after - height), animate=False)
        self.refresh()

    def _tell(self) -> None:
        if self.current is not None:
            self.post_message(self.Moved(self, self.current))

    def on_resize(self) -> None:
        self._relay()
        if self._current is not None:
            self._go(self._current)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._mixed.clear()
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        line = event.y + self.scroll_offset.y
        if 0 <= line < len(self._laid):
            place = self._laid[line][0]
            if self._rows[place].key is not None:
                again = place == self._current and event.chain > 1
                self._go(place)
                self._tell()
                if again:
                    self.choose()

    def render_line(self, y: int) -> Strip:
        if y == 0:
            self.painted = self._rows
        line = y + self.scroll_offset.y
        self._lay(line + 1, lines=True)
        if line >= len(self._laid):
            return Strip.blank(self.size.width, self.rich_style)
        place, words = self._laid[line]
        current = place == self._current
        key = (line, current, current and self._active)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._paint(words, current, self._active)
        return strip

    def _paint(self, words: list[tuple[str, str]], current: bool, active: bool) -> Strip:
        segments = [
            Segment("▌" if current else " ", self._style("bar-active" if active else "bar", current)),
            Segment(" ", self._style("", current)),
        ]
        segments += [Segment(text, self._style(style, current)) for text, style in words]
        return strip_of(segments, self.size.width, self._style("", current))

    def _style(self, name: str, current: bool) -> Style:
        style = self._mixed.get((name, current))
        if style is None:
            style = self.rich_style
            if name:
                style += self.get_component_rich_style(f"row-list--{name}", partial=True)
            if current:
                style += self.get_component_rich_style("row-list--current", partial=True)
            self._mixed[(name, current)] = style
        return style

    def _relay(self) -> None:
        self._laid.clear()
        self._first_line.clear()
        self._strips.clear()
        self._lay(self.size.height + 1, lines=True)
        self.refresh()

    def _lay(self, wanted: int, *, lines: bool = False) -> None:
        """Work out rows in order until `wanted` rows (or lines) are known or there are no more."""
        known = len(self._first_line)
        while len(self._first_line) < len(self._rows) and wanted > len(self._laid if lines else self._first_line):
            place = len(self._first_line)
            self._first_line.append(len(self._laid))
            self._laid += [(place, words) for words in _laid_out(self._rows[place], self.size.width - _EDGE - 1)]
        if known != len(self._first_line) or not self._rows:
            rest = len(self._rows) - len(self._first_line)
            size = Size(self.size.width, len(self._laid) + 3 * rest)
            if size != self.virtual_size:
                self.virtual_size = size

    def _first_line_after(self, place: int) -> int:
        return self._first_line[place + 1] if place + 1 < len(self._first_line) else len(self._laid)


def _laid_out(row: Row, width: int) -> list[list[tuple[str, str]]]:
    """The lines of `row` at `width` cells, each as words with their styles."""
    return [line for row_line in row.lines for line in _wrapped(row_line, width)] or [[]]


def _wrapped(line: RowLine, width: int) -> list[list[tuple[str, str]]]:
    indent = min(line.indent, width // 3)
    hang = min(line.hang, width // 3)
    tail = "" if line.tail is None else harmless(line.tail.text)
    room = max(2, width - indent - hang)
    first = max(2, width - indent - (width_of(tail) + 1 if tail else 0))
    texts = [(harmless(words.text), words.style) for words in line.words]
    text = "".join(part for part, _ in texts)
    spans = list(islice(wrap(text, room, first=first), line.most + 1))
    result: list[list[tuple[str, str]]] = []
    for number, (start, end) in enumerate(spans[: line.most]):
        pieces = _styled(texts, start, end)
        if number == line.most - 1 and len(spans) > line.most:
            kept = fit(text[start:], room if number else first).removesuffix(ELLIPSIS)
            pieces = _styled(texts, start, start + len(kept))
            pieces.append((ELLIPSIS, pieces[-1][1] if pieces else ""))
        if number == 0 and tail and line.tail is not None:
            gap = width - indent - sum(width_of(piece) for piece, _ in pieces) - width_of(tail)
            pieces += [(" " * max(1, gap), ""), (tail, line.tail.style)]
        before = indent + (hang if number else 0)
        result.append([(" " * before, ""), *pieces] if before else pieces)
    return result or [[]]


def _styled(texts: list[tuple[str, str]], start: int, end: int) -> list[tuple[str, str]]:
    """The code points `start` to `end` of all words together, cut where the style changes."""
    pieces: list[tuple[str, str]] = []
    position = 0
    for text, style in texts:
        piece = text[max(0, start - position) : max(0, end - position)]
        position += len(text)
        if piece:
            pieces.append((piece, style))
    return pieces
