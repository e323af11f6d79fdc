"""Tabs over one list of rows: beside an article, who and what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from widgets.bars import PaneTitle
from widgets.rows import Row, RowList

__all__ = ["SidePanel", "Tab"]


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its title and its rows."""

    title: str
    rows: tuple[Row, ...]
    count: int | None = None
    """How many things it shows, where that is to be said."""


class SidePanel(Vertical):
    """Shows one tab at a time and remembers the current row of each. `RowList.Moved` and `.Chosen` come from inside."""

    DEFAULT_CSS: ClassVar[str] = """
    SidePanel > RowList { height: 1fr; }
    """

    class Switched(Message):
        """Another tab is shown."""

        def __init__(self, panel: SidePanel, tab: int) -> None:
            super().__init__()
            self.panel = panel
            self.tab = tab

        @property
        def control(self) -> SidePanel:
            """The panel it happened in."""
            return self.panel

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title = PaneTitle()
        """The line with the tabs."""
        self.rows = RowList()
        """The rows of the tab shown."""
        self._tabs: tuple[Tab, ...] = ()
        self._tab = 0
        self._currents: dict[int, str | None] = {}

    def compose(self) -> ComposeResult:
        yield self.title
        yield self.rows

    @property
    def tab(self) -> int:
        """Which tab is shown, from 0."""
        return self._tab

    def show(self, tabs: Sequence[Tab]) -> None:
        """Show these tabs; the tab stays the one it was."""
        self._tabs = tuple(tabs)
        self._currents.clear()
        self._tab = min(self._tab, max(0, len(self._tabs) - 1))
        self._fill()

    def pick(self, tab: int) -> None:
        """Show the tab `tab`."""
        if tab != self._tab and 0 <= tab < len(self._tabs):
            self._currents[self._tab] = self.rows.current
            self._tab = tab
            self._fill()
            self.post_message(self.Switched(self, tab))

    def select(self, tab: int, key: str) -> None:
        """Show `tab` with the row `key` as the current one."""
        self.pick(tab)
        self.rows.select(key)

    def on_pane_title_picked(self, event: PaneTitle.Picked) -> None:
        event.stop()
        self.pick(event.tab)

    def _fill(self) -> None:
        self.title.show(
            [tab.title for tab in self._tabs],
            self._tab,
            counts=[tab.count for tab in self._tabs if tab.count is not None],
        )
        rows = self._tabs[self._tab].rows if self._tabs else ()
        self.rows.show(rows, self._currents.get(self._tab))
