"""The newspapers to follow: a list to tick."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.catalogue import papers
from tui.i18n import _, _n
from tui.screens.keyed import Handlers, KeyedScreen, row_handlers
from tui.shelf import Shelf
from tui.status import MESSAGE_LINES
from widgets.bars import Bar, PaneTitle
from widgets.rows import Row, RowLine, RowList, Words

__all__ = ["PapersScreen"]


class PapersScreen(KeyedScreen[None]):
    """Ticks are kept in the library at once."""

    def __init__(self, shelf: Shelf) -> None:
        self.rows = RowList()
        self._shelf = shelf
        self._title = PaneTitle()
        self._line = Bar(id="status")
        self._followed = shelf.followed()
        super().__init__()

    def make_handlers(self) -> Handlers:
        return {
            **row_handlers(self.rows),
            "read.open": self.rows.choose,
            "read.on": self.rows.choose,
            "read.back": self.dismiss,
            "read.return": self.dismiss,
        }

    def compose(self) -> ComposeResult:
        with Vertical(id="page"):
            self._title.set_focused(True)
            yield self._title
            yield self.rows
        yield self._line

    def on_mount(self) -> None:
        self._show(None)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        paper = next(paper for paper in papers() if paper.site == event.key)
        follow = paper.site not in self._followed
        (self._followed.add if follow else self._followed.discard)(paper.site)
        self._shelf.follow(paper.site, paper.homepage, paper.feeds, follow)
        self._show(event.key)

    def say(self, message: str) -> None:
        self._line.show([Words(message, "strong")], self._keys(), MESSAGE_LINES)

    def _show(self, current: str | None) -> None:
        count = len(self._followed)
        self._title.show([_("Papers")], note=_n("{n} chosen", "{n} chosen", count).format(n=count))
        notice = _("This version reads files; fetching the papers ticked here follows in a later one.")
        rows = [Row(None, (RowLine((Words(notice, "notice"),), most=4), RowLine(())))]
        rows += [_row(paper.site, paper.homepage, paper.site in self._followed) for paper in papers()]
        top = self.rows.scroll_offset.y
        self.rows.show(rows, current)
        self.rows.scroll_to(y=top, animate=False)
        self._line.show([], self._keys())

    def _keys(self) -> list[Words]:
        tick, back = _("tick"), _("back")
        return [
            *(Words(_("Space"), "strong"), Words(f" {tick}   ", "muted")),
            *(Words("Esc", "strong"), Words(f" {back}", "muted")),
        ]


def _row(site: str, homepage: str, ticked: bool) -> Row:
    tick = Words("[x] " if ticked else "[ ] ", "name" if ticked else "detail")
    address = homepage.removeprefix("https://").removeprefix("www.").rstrip("/")
    return Row(site, (RowLine((tick, Words(site, "name" if ticked else "")), tail=Words(address, "detail")),))
