"""The card on what is lit up: everything known about it, each line leading to the place it comes from."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from extract.types import Entity
from tui.card_rows import Aim, Card, library_rows
from tui.dossier import InLibrary, in_library
from tui.i18n import _
from tui.screens.keyed import Handlers, KeyedScreen, row_handlers
from tui.shelf import Shelf
from widgets.bars import PaneTitle
from widgets.rows import RowList

__all__ = ["CardScreen"]


class CardScreen(KeyedScreen[Aim | None]):
    """Gives where the chosen row leads; None when it was left. What the library holds is filled in as it is found."""

    class Found(Message):
        """The library was looked through."""

        def __init__(self, found: InLibrary) -> None:
            super().__init__()
            self.found = found

    def __init__(self, card: Card, shelf: Shelf, *, entity: Entity | None = None, article: int | None = None) -> None:
        """
        Args:
            card: what the article says.
            shelf: the library.
            entity: what to look for there.
            article: the article that is read.
        """
        self.rows = RowList()
        self._card = card
        self._aims = dict(card.aims)
        self._shelf = shelf
        self._entity = entity
        self._article = article
        super().__init__()

    def make_handlers(self) -> Handlers:
        leave = self.leave
        return {
            **row_handlers(self.rows),
            "read.open": self.rows.choose,
            "read.back": leave,
            "read.return": leave,
            "card.show": leave,
        }

    def compose(self) -> ComposeResult:
        title = PaneTitle()
        title.set_focused(True)
        title.show([self._card.title], note=_("Esc goes back"))
        with Vertical(id="page"):
            yield title
            yield self.rows

    def on_mount(self) -> None:
        self.rows.show(self._card.rows)
        if self._entity is not None:
            self._look_up(self._entity)

    def leave(self) -> None:
        """Back to where it was asked for."""
        self.dismiss(None)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _look_up(self, entity: Entity) -> None:
        self.post_message(self.Found(in_library(self._shelf, entity)))

    def on_card_screen_found(self, event: Found) -> None:
        if self._entity is not None:
            rows, aims = library_rows(self._entity, event.found, self._article)
            self._aims |= aims
            top = self.rows.scroll_offset.y
            self.rows.show((*self._card.rows, *rows), self.rows.current)
            self.rows.scroll_to(y=top, animate=False)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.dismiss(self._aims.get(event.key))
