"""The panes side by side, or as many of them as there is room for, and the one that has the focus."""

from __future__ import annotations

from enum import IntEnum
from typing import Protocol

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.geometry import Size
from textual.message import Message

from widgets.article_list import ArticleList
from widgets.article_view import ArticleView
from widgets.bars import PaneTitle
from widgets.rows import RowList
from widgets.side_panel import SidePanel

__all__ = ["Movable", "Pane", "Panes"]

WIDEST = 150
"""Columns from which on the folders have room beside the other three panes."""
WIDE = 104
"""Columns from which on three panes are side by side."""
NARROW = 70
"""Columns below which the panel goes under the article instead of beside it."""
_LOW = 14
"""Lines below which the panel takes the article's place."""


class Pane(IntEnum):
    """From left to right."""

    FOLDERS = 0
    LIST = 1
    ARTICLE = 2
    PANEL = 3


class Movable(Protocol):
    """What the keys move in, whatever is shown in it."""

    def move(self, by: int) -> None:
        """Go on by rows or lines (negative: back)."""

    def move_page(self, part: float) -> None:
        """Go on by a part of the visible height."""

    def move_to_end(self, end: bool) -> None:
        """Go to the end, or to the beginning."""


class Panes(Container):
    """Folders (where they are wanted), list, article and panel.

    The focus is our own, not Textual's: keys all go to the screen, and Textual would work out the styles of both
    panes anew at each change, which costs more than opening an article may.
    """

    class Changed(Message):
        """Another pane has the focus."""

    def __init__(self) -> None:
        super().__init__(id="panes")
        self.folders = RowList(id="folders")
        self.folders_title = PaneTitle(id="folders-title")
        self.with_folders = False
        """Whether the folders are wanted."""
        self.list = ArticleList(id="list")
        self.list_title = PaneTitle(id="list-title")
        self.view = ArticleView(id="article")
        self.view_title = PaneTitle(id="article-title")
        self.panel = SidePanel(id="panel")
        self.pane = Pane.LIST
        """The pane with the focus."""
        self.alone = False
        """Whether nothing but the text of the article is shown."""

        self._boxes = (
            Vertical(self.folders_title, self.folders, id="folders-pane"),
            Vertical(self.list_title, self.list, id="list-pane"),
            Vertical(self.view_title, self.view, id="article-pane"),
            self.panel,
        )

    def compose(self) -> ComposeResult:
        yield from self._boxes

    @property
    def mover(self) -> Movable:
        """What moves in the pane with the focus."""
        return (self.folders, self.list, self.view, self.panel.rows)[self.pane]

    def beside(self, by: int) -> Pane:
        """The pane beside this one; from the last one on to the first."""
        panes = [pane for pane in Pane if pane is not Pane.FOLDERS or self.with_folders]
        if self.view.page is None:
            panes = [pane for pane in panes if pane <= Pane.LIST]
        return panes[(panes.index(self.pane) + by) % len(panes)]

    def shows(self, pane: Pane) -> bool:
        """Whether there is room for `pane` now."""
        return bool(self._boxes[pane].display)

    def set_alone(self, alone: bool) -> None:
        """Show nothing but the text of the article, without its marks, or everything again."""
        if alone != self.alone:
            self.alone = alone
            self.view.set_plain(alone)

    def go(self, pane: Pane) -> None:
        """Give the focus to `pane`; without an article to show, to the list. Only the article can be alone."""
        if pane is Pane.FOLDERS and not self.with_folders:
            pane = Pane.LIST
        self.pane = pane if self.view.page is not None else min(pane, Pane.LIST)
        if self.pane is not Pane.ARTICLE:
            self.set_alone(False)
        self.place(self.app.size)
        self.post_message(self.Changed())

    def place(self, size: Size) -> None:
        """Show as many panes as `size`, that of the terminal, has room for; always the one with the focus."""
        wide, narrow = size.width >= WIDE, size.width < NARROW
        beside = not narrow or size.height >= _LOW
        # Where there is room for three panes, the folders take the place of the panel, unless that has the focus.
        folders = self.with_folders and wide and (size.width >= WIDEST or self.pane is not Pane.PANEL)
        shown = {
            Pane.FOLDERS: folders or self.pane is Pane.FOLDERS,
            Pane.LIST: wide or self.pane is Pane.LIST or (self.pane is Pane.FOLDERS and not narrow),
            Pane.ARTICLE: wide or self.pane is Pane.ARTICLE or (self.pane is Pane.PANEL and beside),
            Pane.PANEL: (wide and not (folders and size.width < WIDEST)) or self.pane is Pane.PANEL,
        }
        if self.alone:
            shown = {pane: pane is Pane.ARTICLE for pane in Pane}
        titles = (self.folders_title, self.list_title, self.view_title, self.panel.title)
        for pane in Pane:
            self._boxes[pane].display = shown[pane]
            titles[pane].set_focused(pane is self.pane)
        self.folders.set_active(self.pane is Pane.FOLDERS)
        self.list.set_active(self.pane is Pane.LIST)
        self.panel.rows.set_active(self.pane is Pane.PANEL)
        self.set_class(wide, "-wide")
        self.set_class(narrow, "-narrow")
        self.set_class(narrow and self.pane is Pane.PANEL and beside, "-stacked")

    def on_click(self, event: events.Click) -> None:
        """A click gives its pane the focus."""
        for pane in Pane:
            if event.widget is not None and self._boxes[pane] in event.widget.ancestors_with_self:
                self.go(pane)
