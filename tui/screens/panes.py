"""The three panes side by side, or as many of them as there is room for, and the one that has the focus."""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from widgets.article_list import ArticleList
from widgets.article_view import ArticleView
from widgets.bars import PaneTitle
from widgets.side_panel import SidePanel

__all__ = ["Movable", "Pane", "Panes"]

WIDE = 104
"""Columns from which on all three panes are side by side."""
NARROW = 70
"""Columns below which the panel goes under the article instead of beside it."""
_LOW = 14
"""Lines below which the panel takes the article's place."""


class Pane(IntEnum):
    """From left to right."""

    LIST = 0
    ARTICLE = 1
    PANEL = 2


class Movable(Protocol):
    """What the keys move in, whatever is shown in it."""

    def move(self, by: int) -> None:
        """Go on by rows or lines (negative: back)."""

    def move_page(self, part: float) -> None:
        """Go on by a part of the visible height."""

    def move_to_end(self, end: bool) -> None:
        """Go to the end, or to the beginning."""


class Panes(Container):
    """List, article and panel."""

    class Changed(Message):
        """Another pane has the focus."""

    def __init__(self) -> None:
        super().__init__(id="panes")
        self.list = ArticleList(id="list")
        self.list_title = PaneTitle(id="list-title")
        self.view = ArticleView(id="article")
        self.view_title = PaneTitle(id="article-title")
        self.panel = SidePanel(id="panel")
        self.pane = Pane.LIST
        """The pane with the focus."""

    def compose(self) -> ComposeResult:
        with Vertical(id="list-pane"):
            yield self.list_title
            yield self.list
        with Vertical(id="article-pane"):
            yield self.view_title
            yield self.view
        yield self.panel

    @property
    def mover(self) -> Movable:
        """What moves in the pane with the focus."""
        return (self.list, self.view, self.panel.rows)[self.pane]

    def go(self, pane: Pane) -> None:
        """Give the focus to `pane`; a pane without an article to show gives way to the list."""
        self.pane = pane if self.view.page is not None else Pane.LIST
        self.place(self.app.size)
        self._focus_target().focus(scroll_visible=False)
        self.post_message(self.Changed())

    def place(self, size: Size) -> None:
        """Show as many panes as `size`, that of the terminal, has room for; always the one with the focus."""
        wide, narrow = size.width >= WIDE, size.width < NARROW
        beside = not narrow or size.height >= _LOW
        shown = {
            Pane.LIST: wide or self.pane is Pane.LIST,
            Pane.ARTICLE: wide or self.pane is Pane.ARTICLE or (self.pane is Pane.PANEL and beside),
            Pane.PANEL: wide or self.pane is Pane.PANEL,
        }
        boxes = (self.query_one("#list-pane"), self.query_one("#article-pane"), self.panel)
        titles = (self.list_title, self.view_title, self.panel.title)
        for pane in Pane:
            boxes[pane].display = shown[pane]
            titles[pane].set_class(pane is self.pane, "-focused")
        self.set_class(wide, "-wide")
        self.set_class(narrow, "-narrow")
        self.set_class(narrow and self.pane is Pane.PANEL and beside, "-stacked")

    def _focus_target(self) -> Widget:
        return (self.list, self.view, self.panel.rows)[self.pane]

    def focused_pane_of(self, widget: Widget) -> Pane:
        """The pane in which `widget` stands."""
        if self.panel in widget.ancestors_with_self:
            return Pane.PANEL
        return Pane.ARTICLE if widget is self.view else Pane.LIST

    def on_descendant_focus(self) -> None:
        """A click gives the focus to another pane."""
        focused = self.screen.focused
        if focused is not None and self.focused_pane_of(focused) is not self.pane:
            self.pane = self.focused_pane_of(focused)
            self.place(self.app.size)
            self.post_message(self.Changed())
