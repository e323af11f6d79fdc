"""The reader's screen: list, article and panel, what their messages and the keys set going, and what is said around."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, work
from textual.app import ComposeResult
from textual.message import Message

from extract.types import ParsedArticle
from store.triage import Paper
from store.types import Counts, Selection
from tui.folders import folder_key, folder_rows, selection_of
from tui.hinting import Hinting
from tui.i18n import N_, _
from tui.list_rows import page_of
from tui.listings import Listing, WindowedListing
from tui.reading import Reading
from tui.screens import reader_actions, walking
from tui.screens.keyed import Handlers, KeyedScreen
from tui.screens.panes import Pane, Panes
from tui.shelf import Shelf
from tui.status import Status
from tui.triage import Triage
from widgets.article_list import ArticleList
from widgets.article_view import Anchor, ArticleView
from widgets.bars import Bar
from widgets.rows import RowList, Words
from widgets.side_panel import SidePanel

__all__ = ["ReaderScreen"]

_POLL = 1.0
"""Seconds between two looks at whether another process changed the library."""
_SMALLEST = (30, 8)
"""Columns and lines below which nothing can be read."""


_HINT = (
    N_("Enter opens the article of the current row."),
    N_("Space reads on and goes to the next unread one."),
    N_("? shows every key."),
)
"""What stands in the article's place before the first one is opened."""


class ReaderScreen(KeyedScreen[None]):
    """Wires the widgets to what is being read."""

    class Renewed(Message):
        """The library changed; the list was looked up again beside the screen's own thread."""

        def __init__(self, counts: Counts, before: Listing, listing: Listing, row: int | None, id: int | None) -> None:
            super().__init__()
            self.found = (counts, before, listing, row, id)

    class Counted(Message):
        """The articles of each folder were counted."""

        def __init__(self, counts: Counts, papers: Sequence[Paper]) -> None:
            super().__init__()
            self.counts = counts
            self.papers = papers

    def __init__(
        self,
        shelf: Shelf,
        program: reader_actions.Program,
        *,
        open_id: int | None = None,
        article: ParsedArticle | None = None,
    ) -> None:
        self.shelf = shelf
        self.program = program
        self.panes = Panes()
        self.status = Status()
        self.hinting = Hinting(self.panes.view)
        self.reading = Reading(self.panes, shelf, self.refresh_words)
        self.triage = Triage(self.reading, self.say, self.call_later)
        self._open_id = open_id
        self._article = article
        self._seen = (0, 0)
        """The library's revision, and how often it failed, when it was last looked at."""
        super().__init__()

    def make_handlers(self) -> Handlers:
        return reader_actions.handlers(self)

    def compose(self) -> ComposeResult:
        yield self.status.header
        yield self.panes
        yield self.status.line
        yield Bar(id="too-small")

    def on_mount(self) -> None:
        self.query_one("#too-small", Bar).show([Words(_("window too small"))])
        self._seen = (self.shelf.revision(), self.shelf.failures)
        self.reading.counts = self.shelf.counts()
        self.panes.view.hint = tuple(_(line) for line in _HINT)
        self.reading.show_list(WindowedListing(self.shelf, Selection()), row_id=self._open_id)
        self.panes.go(Pane.LIST)
        if self._article is not None:
            self.reading.show_page(page_of(self._article), Anchor(0))
        elif self._open_id is not None:
            self.reading.open(self._open_id)
        else:
            self.reading.show_page(None, Anchor(0), Pane.LIST)
        self.set_interval(_POLL, self._look_for_changes)

    def _look_for_changes(self) -> None:
        revision = self.shelf.revision()
        if (revision, self.shelf.failures) != self._seen:
            self._seen = (revision, self.shelf.failures)
            row = self.panes.list.current_row
            self._look_up(self.reading.listing, None if row is None else row.id)

    @work(thread=True, exclusive=True, group="look-up", exit_on_error=False)
    def _look_up(self, before: Listing, id: int | None) -> None:
        listing = before.renewed()
        row = None if id is None else listing.row_of(id)
        self.post_message(self.Renewed(self.shelf.counts(), before, listing, row, id))

    def on_reader_screen_renewed(self, event: Renewed) -> None:
        self.reading.renew_list(*event.found)
        self.count_folders()

    def count_folders(self) -> None:
        """Bring the folders up to date, where they are shown."""
        if self.panes.with_folders:
            self._count_papers()

    @work(thread=True, exclusive=True, group="count", exit_on_error=False)
    def _count_papers(self) -> None:
        self.post_message(self.Counted(self.shelf.counts(), self.shelf.papers()))

    def on_reader_screen_counted(self, event: Counted) -> None:
        folders = self.panes.folders
        top = folders.scroll_offset.y
        here = folders.current if folders.rows else folder_key(self.reading.listing.selection)
        folders.show(folder_rows(event.counts, event.papers), here)
        folders.scroll_to(y=top, animate=False)

    def on_article_list_moved(self, event: ArticleList.Moved) -> None:
        self.refresh_words()

    def on_article_list_opened(self, event: ArticleList.Opened) -> None:
        self.reading.open(event.id)

    def on_article_view_scrolled(self, event: ArticleView.Scrolled) -> None:
        self.refresh_words()

    def on_article_view_pointed(self, event: ArticleView.Pointed) -> None:
        self.reading.light(event.mark)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        if event.rows is self.panes.panel.rows:
            self.reading.light_row()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        if event.rows is self.panes.folders:
            self.reading.narrow(selection_of(event.key))
        else:
            self.perform("read.open")

    def on_side_panel_switched(self, event: SidePanel.Switched) -> None:
        if self.panes.pane is Pane.PANEL:
            self.reading.light_row()

    def on_panes_changed(self, event: Panes.Changed) -> None:
        self.set_class(self.panes.alone, "-alone")
        self.refresh_words()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width < _SMALLEST[0] or event.size.height < _SMALLEST[1], "-too-small")
        self.panes.place(event.size)
        self.refresh_words()

    def take_key(self, name: str) -> bool:
        if self.has_class("-too-small"):
            return False
        self.status.say("")
        taken = self._take_label(name) if self.hinting.active else super().take_key(name)
        self.refresh_words()
        return taken

    def _take_label(self, name: str) -> bool:
        target = self.hinting.press(name)
        self.show_pending(f";{self.hinting.typed}" if self.hinting.active else "")
        if target is not None:
            walking.go_to(self, target)
        return True

    def show_pending(self, keys: str) -> None:
        self.status.pending = keys

    def say(self, message: str) -> None:
        """Show a message in the status line until the next key."""
        self.status.say(message)
        self.refresh_words()

    def refresh_words(self) -> None:
        """Bring the lines around the panes up to date."""
        self.status.refresh(self.reading)
