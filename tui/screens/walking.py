"""Walking through what an article is about: from mark to mark, along one thing, and by letters painted over them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ingest.types import Link
from tui import browser, card_rows
from tui.card_rows import Aim
from tui.i18n import N_, _
from tui.screens.card import CardScreen
from tui.screens.jumps import JumpsScreen
from tui.screens.panes import Pane
from tui.trail import Place
from widgets.hints import Target
from widgets.marks import MarkKind, quote_place

if TYPE_CHECKING:
    from tui.screens.reader import ReaderScreen

__all__ = ["browse", "go_to", "hint", "show_card", "show_jumps", "walk", "walk_along"]

_NONE_LEFT = {
    (MarkKind.ENTITY, 1): N_("No entity further down."),
    (MarkKind.ENTITY, -1): N_("No entity further up."),
    (MarkKind.QUOTE, 1): N_("No quote further down."),
    (MarkKind.QUOTE, -1): N_("No quote further up."),
    (MarkKind.SOURCE, 1): N_("No source further down."),
    (MarkKind.SOURCE, -1): N_("No source further up."),
}


def walk(screen: ReaderScreen, kind: MarkKind, by: int) -> None:
    """To the next (1) or previous (-1) mark of a kind."""
    panes = screen.panes
    if panes.view.page is None:
        return
    if panes.pane <= Pane.LIST:
        panes.go(Pane.ARTICLE)
    if not screen.reading.step(kind, by):
        screen.say(_(_NONE_LEFT[kind, by]))


def walk_along(screen: ReaderScreen, by: int) -> None:
    """Through the places of what is lit; where nothing is, of the panel's current row."""
    panes = screen.panes
    if panes.view.page is None:
        return
    if panes.pane <= Pane.LIST:
        panes.go(Pane.ARTICLE)
    if panes.view.lit is None:
        screen.reading.light_row()
        return
    found = panes.view.step_along(by)
    if found is None:
        screen.say(_("No further place of it below.") if by > 0 else _("No further place of it above."))
    else:
        mark, place, count = found
        screen.reading.light(mark)
        screen.say(_("{place} of {count}").format(place=place, count=count))


def show_card(screen: ReaderScreen) -> None:
    """The card on what is lit up, in the panel on its current row; what is chosen there is gone to."""
    page = screen.panes.view.page
    mark = screen.reading.meant
    if page is None or mark is None:
        screen.say(_("There is nothing here to show a card on."))
        return
    entity = None
    if mark.kind is MarkKind.ENTITY:
        entity = page.parsed.entity(mark.key)
        card = card_rows.entity_card(page.parsed, mark.key)
    elif mark.kind is MarkKind.QUOTE:
        screen.reading.light(mark)
        card = card_rows.quote_card(page.parsed, quote_place(mark.key))
    else:
        card = card_rows.source_card(page.parsed, mark)
    screen.app.push_screen(CardScreen(card, screen.shelf, entity=entity, article=page.key), partial(_follow, screen))


def show_jumps(screen: ReaderScreen) -> None:
    """The places left, to go back to one of them."""

    def go(place: Place | None) -> None:
        if place is not None:
            screen.reading.jump_back(place)

    places = screen.reading.trail.places
    if places:
        screen.app.push_screen(JumpsScreen(places), go)
    else:
        screen.say(_("There is no earlier place to return to."))


def _follow(screen: ReaderScreen, aim: Aim | None) -> None:
    if aim is not None:
        screen.reading.follow(aim.article, aim.mark, aim.quote)


def hint(screen: ReaderScreen) -> None:
    """Show letters over what is marked on the screen; the keys that follow are theirs."""
    panes = screen.panes
    if panes.view.page is None:
        return
    if panes.pane <= Pane.LIST:
        panes.go(Pane.ARTICLE)
    if not screen.hinting.begin():
        screen.say(_("Nothing is marked on this page."))
    else:
        screen.show_pending(";")


def go_to(screen: ReaderScreen, target: Target) -> None:
    """Go where a hint leads: light up the mark, or open the link."""
    if isinstance(target, Link):
        browse(screen, target.url)
    else:
        screen.reading.light(target)


def browse(screen: ReaderScreen, address: str) -> None:
    """Open an address in the browser, or show it where there is none."""
    if not browser.is_web_address(address):
        screen.say(_("{address} is no web address and is not opened.").format(address=address))
    elif browser.open_address(address):
        screen.say(_("In the browser: {address}").format(address=address))
    else:
        screen.say(_("No browser can be opened here; the address is {address}").format(address=address))
