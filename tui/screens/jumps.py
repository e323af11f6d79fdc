"""The places one has left, to go back to any of them."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.i18n import _
from tui.listings import caption_of
from tui.screens.keyed import Handlers, KeyedScreen, row_handlers
from tui.trail import Place
from widgets.bars import PaneTitle
from widgets.rows import Row, RowLine, RowList, Words

__all__ = ["JumpsScreen"]

_SHOWN = 200
"""Code points of the line one stood on."""


class JumpsScreen(KeyedScreen[Place | None]):
    """Gives the place chosen; None when it was left."""

    def __init__(self, places: Sequence[Place]) -> None:
        """
        Args:
            places: in the order they were left; at least one.
        """
        self.rows = RowList()
        self._places = list(reversed(places))
        super().__init__()

    def make_handlers(self) -> Handlers:
        return {
            **row_handlers(self.rows),
            "read.open": self.rows.choose,
            "read.back": self.leave,
            "read.return": self.leave,
            "read.jumps": self.leave,
        }

    def compose(self) -> ComposeResult:
        title = PaneTitle()
        title.set_focused(True)
        title.show([_("Places you left")], note=_("Esc goes back"))
        with Vertical(id="page"):
            yield title
            yield self.rows

    def on_mount(self) -> None:
        self.rows.show([_row(str(number), place) for number, place in enumerate(self._places)])

    def leave(self) -> None:
        """Back to where it was asked for."""
        self.dismiss(None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        self.dismiss(self._places[int(event.key)])


def _row(key: str, place: Place) -> Row:
    """The article and the words at the top of the view; under them the list, where it was a part of the library."""
    if place.page is None:
        lines = [RowLine((Words(_("The list"), "name"),))]
    else:
        article = place.page.parsed.article
        title = article.title or article.text[:_SHOWN]
        words = article.text[place.top.offset : place.top.offset + _SHOWN]
        lines = [RowLine((Words(" ".join(title.split()), "name"),))]
        lines.append(RowLine((Words(" ".join(words.split()), "detail"),), indent=2))
    caption = caption_of(place.listing.selection, place.named)
    if caption:
        lines.append(RowLine((Words(caption, "detail"),), indent=2, most=2))
    return Row(key, tuple(lines))
