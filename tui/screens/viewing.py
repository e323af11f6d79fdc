"""How the text is shown: the width of its column, and nothing but the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import _
from tui.screens.panes import Pane

if TYPE_CHECKING:
    from tui.screens.reader import ReaderScreen

__all__ = ["change_measure", "toggle_alone"]

_STEP = 4
"""Cells by which one key changes the column."""


def change_measure(screen: ReaderScreen, by: int) -> None:
    """Make the column of text wider (1) or narrower (-1), as far as there is room and sense in it."""
    view = screen.panes.view
    before = view.measure
    now = view.set_measure(before + by * _STEP)
    if now != before:
        screen.say(_("The column is {n} cells wide.").format(n=now))
    elif by > 0:
        screen.say(_("The column cannot be wider than {n} cells here.").format(n=now))
    else:
        screen.say(_("The column cannot be narrower than {n} cells here.").format(n=now))


def toggle_alone(screen: ReaderScreen) -> None:
    """Show nothing but the text of the article, or everything around it again."""
    panes = screen.panes
    if panes.view.page is None:
        screen.say(_("No article is open."))
    else:
        panes.set_alone(not panes.alone)
        panes.go(Pane.ARTICLE)
