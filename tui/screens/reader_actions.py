"""What the keys do in the reader: for each action of the table what it sets going."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from tui.i18n import _
from tui.screens import triage_actions, viewing, walking
from tui.screens.keyed import Handlers
from tui.screens.panes import Pane
from widgets.marks import MarkKind

if TYPE_CHECKING:
    from tui.screens.reader import ReaderScreen

__all__ = ["Program", "handlers"]


class Program(Protocol):
    """What the reader asks of the program around it."""

    def ask_for_files(self) -> None:
        """Let the person name files to add."""

    def show_help(self) -> None:
        """Show the keys."""

    def show_palette(self) -> None:
        """Let the person find a command by its name."""

    def switch_theme(self) -> None:
        """Go from light to dark, or from dark to light."""

    def leave(self) -> None:
        """Quit."""


def handlers(screen: ReaderScreen) -> Handlers:
    """Every action of the reader."""
    panes, program = screen.panes, screen.program
    return {
        "move.down": lambda: panes.mover.move(1),
        "move.up": lambda: panes.mover.move(-1),
        "move.left": partial(_beside, screen, -1),
        "move.right": partial(_beside, screen, 1),
        "move.first": lambda: panes.mover.move_to_end(False),
        "move.last": lambda: panes.mover.move_to_end(True),
        "move.half-down": lambda: panes.mover.move_page(0.5),
        "move.half-up": lambda: panes.mover.move_page(-0.5),
        "move.page-down": lambda: panes.mover.move_page(1),
        "move.page-up": lambda: panes.mover.move_page(-1),
        "read.open": partial(_open, screen),
        "read.on": partial(_read_on, screen),
        "read.back": partial(_back, screen),
        "read.return": partial(_return, screen),
        "view.narrower": partial(viewing.change_measure, screen, -1),
        "view.wider": partial(viewing.change_measure, screen, 1),
        "view.alone": partial(viewing.toggle_alone, screen),
        "walk.next-entity": partial(walking.walk, screen, MarkKind.ENTITY, 1),
        "walk.previous-entity": partial(walking.walk, screen, MarkKind.ENTITY, -1),
        "walk.next-quote": partial(walking.walk, screen, MarkKind.QUOTE, 1),
        "walk.previous-quote": partial(walking.walk, screen, MarkKind.QUOTE, -1),
        "walk.next-source": partial(walking.walk, screen, MarkKind.SOURCE, 1),
        "walk.previous-source": partial(walking.walk, screen, MarkKind.SOURCE, -1),
        "walk.next-mention": partial(walking.walk_along, screen, 1),
        "walk.previous-mention": partial(walking.walk_along, screen, -1),
        "walk.hints": partial(walking.hint, screen),
        "read.jumps": partial(walking.show_jumps, screen),
        "card.show": partial(walking.show_card, screen),
        "read.browser": partial(_browse, screen),
        "panel.entities": partial(_pick, screen, 0),
        "panel.quotes": partial(_pick, screen, 1),
        "panel.sources": partial(_pick, screen, 2),
        **triage_actions.handlers(screen),
        "keep.add": program.ask_for_files,
        "program.help": program.show_help,
        "program.palette": program.show_palette,
        "program.theme": program.switch_theme,
        "program.quit": program.leave,
    }


def _beside(screen: ReaderScreen, by: int) -> None:
    """Go to the pane beside this one; from the last one on to the first."""
    screen.panes.go(screen.panes.beside(by))


def _open(screen: ReaderScreen) -> None:
    """In the list the article; in the panel or the text what the current entity, quote or source leads to."""
    panes, reading = screen.panes, screen.reading
    if panes.pane is Pane.FOLDERS:
        panes.folders.choose()
    elif panes.pane is Pane.LIST:
        panes.list.open()
    elif panes.pane is Pane.PANEL:
        key = panes.panel.rows.current
        if panes.panel.tab == 0 and key is not None:
            reading.list_entity(key)
        else:
            panes.go(Pane.ARTICLE)
    elif panes.view.lit is not None and panes.view.lit.kind is MarkKind.ENTITY:
        reading.list_entity(panes.view.lit.key)
    else:
        panes.go(Pane.PANEL)


def _read_on(screen: ReaderScreen) -> None:
    """Scroll the article; at its end go on to the next unread one of the list."""
    panes, reading = screen.panes, screen.reading
    if panes.view.page is None or (panes.pane <= Pane.LIST and not _is_current_shown(screen)):
        panes.list.open()
    elif not panes.view.at_end:
        panes.view.move_page(1)
    else:
        place = reading.next_unread()
        if place is None:
            screen.say(_("No unread article further down."))
        else:
            panes.list.move_to(place)
            panes.list.open()


def _is_current_shown(screen: ReaderScreen) -> bool:
    row, page = screen.panes.list.current_row, screen.panes.view.page
    return row is not None and page is not None and row.id == page.key


def _back(screen: ReaderScreen) -> None:
    """One level up: from the panel to the text, to the list, out of a part of the library; `q` there quits."""
    panes, reading = screen.panes, screen.reading
    if panes.alone:
        viewing.toggle_alone(screen)
    elif panes.pane is Pane.FOLDERS:
        panes.go(Pane.LIST)
    elif panes.pane is Pane.PANEL:
        panes.go(Pane.ARTICLE)
    elif panes.pane is Pane.ARTICLE:
        reading.remember_position()
        panes.go(Pane.LIST)
    elif panes.list.chosen:
        panes.list.choose_from(None)
    elif not reading.leave_list() and screen.last_key != "escape":
        screen.program.leave()


def _return(screen: ReaderScreen) -> None:
    if not screen.reading.come_back():
        screen.say(_("There is no earlier place to return to."))


def _browse(screen: ReaderScreen) -> None:
    row = triage_actions.article_meant(screen)
    page = screen.panes.view.page
    if row is not None:
        head = screen.shelf.head(row.id)
        address = None if head is None else head.url
    else:
        address = None if page is None else page.parsed.article.url
    if address is None:
        screen.say(_("This article has no address."))
    else:
        walking.browse(screen, address)


def _pick(screen: ReaderScreen, tab: int) -> None:
    panes = screen.panes
    if panes.view.page is not None:
        panes.panel.pick(tab)
        panes.go(Pane.PANEL)
