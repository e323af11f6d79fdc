"""One-line bars: the title over a pane, and the lines at the top and the bottom of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from widgets.cells import fit, strip_of, width_of
from widgets.display import harmless
from widgets.rows import Words

__all__ = ["Bar", "PaneTitle"]


class Bar(Widget):
    """A line with words at the left and at the right; where room is short the left ones give way."""

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
        self._left: tuple[Words, ...] = ()
        self._right: tuple[Words, ...] = ()

    @property
    def text(self) -> str:
        """All its words, the left ones first."""
        return "".join(words.text for words in (*self._left, *self._right))

    def show(self, left: Sequence[Words], right: Sequence[Words] = ()) -> None:
        """Show these words."""
        if (tuple(left), tuple(right)) != (self._left, self._right):
            self._left, self._right = tuple(left), tuple(right)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y or width <= 0:
            return Strip.blank(width, self.rich_style)
        right = self._segments(self._right, max(0, width - 2))
        used = sum(width_of(segment.text) for segment in right)
        left = self._segments(self._left, max(0, width - 1 - (used + 2 if used else 0)))
        gap = width - 1 - used - sum(width_of(segment.text) for segment in left) - (1 if used else 0)
        plain = self.rich_style
        segments = [Segment(" ", plain), *left, Segment(" " * max(0, gap), plain), *right]
        return strip_of(segments, width, plain)

    def _segments(self, words: tuple[Words, ...], room: int) -> list[Segment]:
        segments: list[Segment] = []
        for part in words:
            text = fit(harmless(part.text), room)
            if text:
                style = self.rich_style
                if part.style:
                    style += self.get_component_rich_style(f"bar--{part.style}", partial=True)
                segments.append(Segment(text, style))
                room -= width_of(text)
        return segments


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
            counts: how much each tab holds; where room is short only the active one says it.
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
        plain = self.rich_style
        suffix = "-focused" if self._focused else ""
        rule, rule_style = "━" if self._focused else "─", self._style(f"rule{suffix}")
        segments = [Segment(rule + " ", rule_style)]
        counted = self._counted()
        for tab, (start, end) in enumerate(self._places()):
            name, count = self._label(tab, counted)
            text = fit(name, end - start)
            segments.append(Segment(text, self._style(f"active{suffix}" if tab == self._active else "tab")))
            segments.append(Segment(count if text == name else "", self._style("tab")))
            segments.append(Segment("  " if tab < len(self._tabs) - 1 else " ", plain))
        note = f" {harmless(self._note)}" if self._note else ""
        rest = width - sum(width_of(segment.text) for segment in segments) - width_of(note)
        segments += [Segment(rule * max(0, rest), rule_style), Segment(note, self._style("note"))]
        return strip_of(segments, width, plain)

    def _places(self) -> list[tuple[int, int]]:
        """First cell and cell after the last of each tab."""
        places: list[tuple[int, int]] = []
        note = width_of(self._note) + 2 if self._note else 0
        x, room = 2, self.size.width - 3 - note
        counted = self._counted()
        for tab in range(len(self._tabs)):
            size = max(0, min(width_of("".join(self._label(tab, counted))), room - x + 2))
            places.append((x, x + size))
            x += size + 2
        return places

    def _counted(self) -> bool:
        """Whether there is room for the counts of all tabs."""
        return (
            1 + sum(2 + width_of("".join(self._label(tab, True))) for tab in range(len(self._tabs))) < self.size.width
        )

    def _label(self, tab: int, counted: bool) -> tuple[str, str]:
        """The name of a tab, and its count with a space before it or ""."""
        count = f" {self._counts[tab]}" if tab < len(self._counts) and (counted or tab == self._active) else ""
        return harmless(self._tabs[tab]), count

    def _style(self, name: str) -> Style:
        return self.rich_style + self.get_component_rich_style(f"pane-title--{name}", partial=True)
