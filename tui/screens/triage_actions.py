"""What the keys do with the list: mark, filter, put rows together, take back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tui.i18n import _
from tui.screens.keyed import Handlers
from tui.screens.panes import Pane
from tui.triage import Part
from widgets.article_list import ArticleRow

if TYPE_CHECKING:
    from tui.screens.reader import ReaderScreen

__all__ = ["article_meant", "handlers"]


def handlers(screen: ReaderScreen) -> Handlers:
    """The actions on the list."""
    return {
        "keep.save": partial(_save, screen),
        "keep.toggle-read": partial(_toggle_read, screen),
        "keep.undo": screen.triage.take_back,
        "list.all-read": partial(screen.triage.mark_part, Part.ALL, "read", True),
        "list.above-read": partial(screen.triage.mark_part, Part.ABOVE, "read", True),
        "list.below-read": partial(screen.triage.mark_part, Part.BELOW, "read", True),
        "list.unread": partial(_filter, screen),
        "list.folders": partial(_folders, screen),
        "list.choose": partial(_choose, screen),
    }


def article_meant(screen: ReaderScreen) -> ArticleRow | None:
    """The article an action is about: the current one of the list, elsewhere the one shown."""
    panes = screen.panes
    if panes.pane <= Pane.LIST:
        return panes.list.current_row
    page = panes.view.page
    return None if page is None or page.key is None else screen.reading.row(page.key)


def _save(screen: ReaderScreen) -> None:
    row = _meant(screen)
    if row is None:
        return
    if _has_chosen(screen):
        screen.triage.mark_part(Part.CHOSEN, "saved", not row.saved)
        screen.panes.list.choose_from(None)
    else:
        screen.triage.toggle_saved(row)


def _toggle_read(screen: ReaderScreen) -> None:
    row = _meant(screen)
    if row is None:
        return
    if _has_chosen(screen):
        screen.triage.mark_part(Part.CHOSEN, "read", row.unread)
        screen.panes.list.choose_from(None)
    else:
        screen.triage.toggle_read(row)


def _meant(screen: ReaderScreen) -> ArticleRow | None:
    row = article_meant(screen)
    if row is None:
        screen.say(_("This article is not in the library: add it first (a)."))
    return row


def _has_chosen(screen: ReaderScreen) -> bool:
    return screen.panes.pane is Pane.LIST and screen.panes.list.chosen > 0


def _filter(screen: ReaderScreen) -> None:
    """Only what is unread, or everything again."""
    selection = screen.reading.listing.selection
    screen.reading.narrow(replace(selection, unread=not selection.unread))


def _folders(screen: ReaderScreen) -> None:
    """Show the folders and go there; from there, away with them."""
    panes = screen.panes
    if panes.pane is Pane.FOLDERS:
        panes.with_folders = False
        panes.go(Pane.LIST)
    else:
        panes.with_folders = True
        panes.go(Pane.FOLDERS)
        screen.count_folders()


def _choose(screen: ReaderScreen) -> None:
    """Begin to put rows together, or stop."""
    listed = screen.panes.list
    if not listed.count:
        return
    screen.panes.go(Pane.LIST)
    if listed.chosen:
        listed.choose_from(None)
    else:
        listed.choose_from(listed.current)
        screen.say(_("Move to put rows together; s saves them, m marks them, Esc leaves it."))
