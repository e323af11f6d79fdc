"""One-line bars: the title over a pane, and the lines at the top and the bottom of the screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from widgets.cells import fit, strip_of, width_of, wrap
from widgets.display import harmless
from widgets.rows import Words

__all__ = ["Bar", "PaneTitle"]


class Bar(Widget):
    """A line with words at the left and the right; where room is short the left ones give way, or take more lines."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"bar--{name}" for name in ("strong", "muted", "accent", "error", "keys")}
    """What `Words.style` may name."""

    DEFAULT_CSS = """
    Bar {
        height: 1;
        & > .bar--strong { text-style: bold; }
        & > .bar--muted { color: $text-muted; }
        & > .bar--accent { color: $accent; text-style: bold; }
        & > .bar--error { color: $error; text-style: bold; }
        & > .bar--keys { text-style: reverse; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._mixed: dict[str, Style] = {}
        self._left: tuple[Words, ...] = ()
        self._right: tuple[Words, ...] = ()
        self._most = 1

    @property
    def text(self) -> str:
        """All its words, the left ones first."""
        return "".join(words.text for words in (*self._left, *self._right))

    def show(self, left: Sequence[Words], right: Sequence[Words] = (), most: int = 1) -> None:
        """Show these words.

        Args:
            left: at the left.
            right: at the right.
            most: lines the left words may take, alone and in one style, when there is no room for both on one.
        """
        if (tuple(left), tuple(right), most) != (self._left, self._right, self._most):
            self._left, self._right, self._most = tuple(left), tuple(right), most
            self._fit_height()
            self.refresh()

    def on_resize(self) -> None:
        self._fit_height()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        lines, right_words = self._lines()
        if y >= len(lines) or width <= 0:
            return Strip.blank(width, self._style(""))
        right = self._segments(right_words, max(0, width - 2))
        used = sum(width_of(segment.text) for segment in right)
        left = self._segments(lines[y], max(0, width - 1 - (used + 2 if used else 0)))
        gap = width - 1 - used - sum(width_of(segment.text) for segment in left) - (1 if used else 0)
        plain = self._style("")
        segments = [Segment(" ", plain), *left, Segment(" " * max(0, gap), plain), *right]
        return strip_of(segments, width, plain)

    def _lines(self) -> tuple[list[tuple[Words, ...]], tuple[Words, ...]]:
        """The left words, line by line, and the right ones where they have room beside."""
        text = "".join(harmless(words.text) for words in self._left)
        right = sum(width_of(harmless(words.text)) for words in self._right)
        room = self.size.width - 2
        if self._most == 1 or room <= 0 or width_of(text) + (right + 2 if right else 0) <= room:
            return [self._left], self._right
        style = self._left[0].style
        spans = list(islice(wrap(text, room), self._most)) or [(0, 0)]
        lines = [text[start:end] for start, end in spans[:-1]] + [fit(text[spans[-1][0] :], room)]
        return [(Words(line, style),) for line in lines], ()

    def _fit_height(self) -> None:
        height = len(self._lines()[0])
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height

    def _segments(self, words: tuple[Words, ...], room: int) -> list[Segment]:
        segments: list[Segment] = []
        for part in words:
            text = fit(harmless(part.text), room)
            if text:
                style = self._style(part.style)
                segments.append(Segment(text, style))
                room -= width_of(text)
        return segments

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._mixed.clear()

    def _style(self, name: str) -> Style:
        """The style of a component class, "" for none: asked for at each painting, worked out once."""
        style = self._mixed.get(name)
        if style is None:
            style = self.rich_style
            if name:
                style += self.get_component_rich_style(f"bar--{name}", partial=True)
            self._mixed[name] = style
        return style


class PaneTitle(Widget):
    """The title over a pane, or its tabs, with a rule to the right that says whether the pane has the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"pane-title--{name}" for name in ("active", "tab", "rule", "note", "active-focused", "rule-focused")
    }
    """The `active` title or tab, another `tab`, the `rule` beside them, and the `note` at the right; the active one and
    the rule over the pane that has the focus."""

    DEFAULT_CSS = """
    PaneTitle {
        height: 1;
        & > .pane-title--active { text-style: bold; }
        & > .pane-title--tab { color: $text-muted; }
        & > .pane-title--rule { color: $text-muted; }
        & > .pane-title--note { color: $text-muted; }
        & > .pane-title--active-focused { color: $accent; text-style: bold; }
        & > .pane-title--rule-focused { color: $accent; }
    }
    """

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, title: PaneTitle, tab: int) -> None:
            super().__init__()
            self.title = title
            self.tab = tab

        @property
        def control(self) -> PaneTitle:
            """The line that was clicked."""
            return self.title

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._mixed: dict[str, Style] = {}
        self._tabs: tuple[str, ...] = ()
        self._counts: tuple[int, ...] = ()
        self._active = 0
        self._note = ""
        self._focused = False

    @property
    def active(self) -> int:
        """Which tab is the active one."""
        return self._active

    def show(self, tabs: Sequence[str], active: int = 0, note: str = "", counts: Sequence[int] = ()) -> None:
        """Show these tabs (one of them: a title) and a note at the right.

        Args:
            tabs: their names.
            active: which of them is shown below.
            note: at the right, or "".
            counts: how much each tab holds; where room is short only the active one says it, or none.
        """
        shown = tuple(tabs), active, note, tuple(counts)
        if shown != (self._tabs, self._active, self._note, self._counts):
            self._tabs, self._active, self._note, self._counts = shown
            self.refresh()

    def set_focused(self, focused: bool) -> None:
        """Say whether the pane below has the focus."""
        if focused != self._focused:
            self._focused = focused
            self.refresh()

    def on_click(self, event: events.Click) -> None:
        for tab, (start, end) in enumerate(self._places()):
            if start <= event.x < end:
                self.post_message(self.Picked(self, tab))

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        plain = self._style("")
        suffix = "-focused" if self._focused else ""
        rule, rule_style = "━" if self._focused else "─", self._style(f"rule{suffix}")
        segments = [Segment(rule + " ", rule_style)]
        counted, gap = self._counted()
        for tab, (start, end) in enumerate(self._places()):
            name, count = self._label(tab, counted)
            text = fit(name, end - start)
            segments.append(Segment(text, self._style(f"active{suffix}" if tab == self._active else "tab")))
            segments.append(Segment(count if text == name else "", self._style("tab")))
            segments.append(Segment(" " * (gap if tab < len(self._tabs) - 1 else 1), plain))
        note = f" {harmless(self._note)}" if self._note else ""
        rest = width - sum(width_of(segment.text) for segment in segments) - width_of(note)
        segments += [Segment(rule * max(0, rest), rule_style), Segment(note, self._style("note"))]
        return strip_of(segments, width, plain)

    def _places(self) -> list[tuple[int, int]]:
        """First cell and cell after the last of each tab."""
        places: list[tuple[int, int]] = []
        note = width_of(self._note) + 2 if self._note else 0
        x, room = 2, self.size.width - 3 - note
        counted, gap = self._counted()
        for tab in range(len(self._tabs)):
            size = max(0, min(width_of("".join(self._label(tab, counted))), room - x + 2))
            places.append((x, x + size))
            x += size + gap
        return places

    def _counted(self) -> tuple[Collection[int], int]:
        """The tabs whose counts there is room for (all, the active one, or none), and the cells between two tabs."""
        every = range(len(self._tabs))
        for counted, gap in ((every, 2), (every, 1), ((self._active,), 2)):
            labels = ("".join(self._label(tab, counted)) for tab in every)
            if 2 + sum(width_of(label) for label in labels) + gap * (len(every) - 1) <= self.size.width:
                return counted, gap
        return (), 2

    def _label(self, tab: int, counted: Collection[int]) -> tuple[str, str]:
        """The name of a tab, and its count with a space before it or ""."""
        count = f" {self._counts[tab]}" if tab < len(self._counts) and tab in counted else ""
        return harmless(self._tabs[tab]), count

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._mixed.clear()

    def _style(self, name: str) -> Style:
        """The style of a component class, "" for none: asked for at each painting, worked out once."""
        style = self._mixed.get(name)
        if style is None:
            style = self.rich_style
            if name:
                style += self.get_component_rich_style(f"pane-title--{name}", partial=True)
            self._mixed[name] = style
        return style
