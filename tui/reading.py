"""What is being read: which list, which article, which of its marks, and the way back to each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from store.identity import entity_key
from store.types import Counts, Selection
from tui.list_rows import list_row, page_of
from tui.listings import Listing, WindowedListing, caption_of, listing_of
from tui.panel_rows import panel_tabs
from tui.screens.panes import Pane, Panes
from tui.shelf import Shelf
from tui.trail import Place, Trail
from widgets.article_list import ArticleRow
from widgets.article_view import Anchor, ArticlePage
from widgets.marks import Mark, MarkKind, quote_key

__all__ = ["Reading"]

_KINDS = tuple(MarkKind)
"""The kinds of marks in the order of the panel's tabs."""

_GLANCE = 500
"""Rows looked through for the next unread article."""


class Reading:
    """Moves panes and library together. Everything here runs on the screen's own thread."""

    def __init__(self, panes: Panes, shelf: Shelf, changed: Callable[[], None]) -> None:
        """
        Args:
            panes: where things are shown.
            shelf: where they come from.
            changed: called when what is said around the panes may be different.
        """
        self.panes = panes
        self.shelf = shelf
        self.trail = Trail()
        self.listing: Listing = WindowedListing(shelf, Selection())
        """What the list shows."""
        self.named = ""
        """The name that the articles of the list have in them, as it was written where it was asked for."""
        self.counts = Counts(0, 0, 0)
        """How many articles the library holds, as last looked up."""
        self.now: Callable[[], datetime] = lambda: datetime.now().astimezone()
        """The clock by which days are written; pictures of the screen set their own."""
        self._changed = changed
        self._due: list[Callable[[], object]] = []

    @property
    def page(self) -> ArticlePage | None:
        """The article shown."""
        return self.panes.view.page

    @property
    def caption(self) -> str:
        """What the list shows, in words; "" for the whole library."""
        return caption_of(self.listing.selection, self.named)

    def show_list(self, listing: Listing, named: str = "", row_id: int | None = None) -> None:
        """Show another list of the library, with the article `row_id` current where it is in it."""
        self.listing, self.named = listing, named
        row = None if row_id is None else listing.row_of(row_id)

        def fetch(start: int, stop: int) -> list[ArticleRow]:
            today = self.now()
            return [list_row(head, today) for head in self.listing.heads(start, stop)]

        self.panes.list.show(listing.count, fetch, row or 0)
        self._changed()

    def renew_list(self, counts: Counts, before: Listing, listing: Listing, row: int | None, id: int | None) -> None:
        """The library changed; the current line stays where it is.

        Args:
            counts: of the whole library.
            before: the list that was looked up again.
            listing: what it is now.
            row: where in it the article `id` is now.
            id: the article that was current when it was looked up.
        """
        self.counts = counts
        if before is self.listing:
            self.listing = listing
            listed = self.panes.list
            current, anchor = listed.current_row, listed.anchor_row
            now = None if current is None else current.id
            if now != id:
                # The person went on to another row meanwhile.
                row = None if now is None else listing.row_of(now)
            listed.renew(listing.count, row, None if anchor is None else listing.row_of(anchor.id))
        self._changed()

    def narrow(self, selection: Selection) -> None:
        """Show another list in place of this one, with the current article current where it is in it."""
        row = self.panes.list.current_row
        before = self.listing.selection
        if before == Selection() or before.entity is not None:
            # From one folder on to another is no further step to go back.
            self.leave()
        named = self.named if selection.entity is not None else ""
        self.show_list(listing_of(self.shelf, selection), named, None if row is None else row.id)
        self.panes.go(Pane.LIST)

    def show_marked(self, ids: Sequence[int], field: str, value: bool) -> None:
        """Show that many articles were marked ("read" or "saved"); the library has it already or is about to."""
        marked = set(ids)

        def show(row: ArticleRow) -> ArticleRow:
            if row.id not in marked:
                return row
            return replace(row, unread=not value) if field == "read" else replace(row, saved=value)

        self.panes.list.change(show)
        if field == "read":
            unread = self.counts.unread + len(marked) * (-1 if value else 1)
            self.counts = replace(self.counts, unread=max(0, unread))
        self._changed()

    def open(self, id: int) -> None:
        """Open an article of the library where it was left, and mark it read."""
        stored = self.shelf.get(id)
        if stored is None:
            return
        self.leave()
        self.show_page(page_of(stored.parsed, id), Anchor(stored.head.state.position))
        if not (stored.head.state.read or self.shelf.read_only):
            self.set_read(id, True)

    def show_page(self, page: ArticlePage | None, anchor: Anchor, pane: Pane = Pane.ARTICLE) -> None:
        """Show an article and what is in it together."""
        self.panes.view.show(page, anchor)
        self.panes.panel.show(panel_tabs(None if page is None else page.parsed))
        self.panes.go(pane)

    def row(self, id: int) -> ArticleRow | None:
        """An article of the library as a row, whether the list shows it or not."""
        row = self.panes.list.known(id)
        if row is None:
            head = self.shelf.head(id)
            row = None if head is None else list_row(head, self.now())
        return row

    def next_unread(self) -> int | None:
        """The first row below the current one whose article is unread, as far as a glance goes."""
        listed = self.panes.list
        for place in range(listed.current + 1, min(listed.count, listed.current + 1 + _GLANCE)):
            row = listed.row(place)
            if row is not None and row.unread:
                return place
        return None

    def set_read(self, id: int, read: bool) -> None:
        """Mark read or unread: on the screen at once, in the library in the background."""
        row = self.panes.list.known(id)
        if row is not None and row.unread is read:
            self.panes.list.replace(replace(row, unread=not read))
            unread = max(0, self.counts.unread + (-1 if read else 1))
            self.counts = replace(self.counts, unread=unread)
        self._due.append(partial(self.shelf.set_read, id, read))
        self._write_soon()
        self._changed()

    def set_saved(self, id: int, saved: bool) -> None:
        """Save or no longer: on the screen at once, in the library in the background."""
        row = self.panes.list.known(id)
        if row is not None:
            self.panes.list.replace(replace(row, saved=saved))
        self._due.append(partial(self.shelf.set_saved, id, saved))
        self._write_soon()
        self._changed()

    def remember_position(self) -> None:
        """Write the top line of the article shown into the library."""
        if self.page is not None and self.page.key is not None and not self.shelf.read_only:
            self._due.append(partial(self.shelf.set_position, self.page.key, self.panes.view.top.offset))
            self._write_soon()

    def write_due(self) -> None:
        """Hand what is to be written to the library's own thread, in order."""
        due, self._due = self._due, []
        for write in due:
            write()

    def _write_soon(self) -> None:
        """Write once the screen shows what was done: a writer at work would only hold that up."""
        self.panes.call_after_refresh(self.write_due)

    def light(self, mark: Mark, *, follow: bool = True) -> None:
        """Light up a place of the text and select its row in the panel."""
        self.panes.view.light(mark, follow=follow)
        self.panes.panel.select(_KINDS.index(mark.kind), mark.key)
        self._changed()

    def light_row(self) -> None:
        """Light up the place of the panel's current row, unless one of its places is lit already."""
        view, panel = self.panes.view, self.panes.panel
        kind, key = _KINDS[panel.tab], panel.rows.current
        if key is None or view.marks is None or (view.lit is not None and (view.lit.kind, view.lit.key) == (kind, key)):
            return
        view.light(view.marks.first(kind, key))
        self._changed()

    def step(self, kind: MarkKind, by: int) -> bool:
        """Go to the next or previous mark of a kind; False when there is none in that direction."""
        mark = self.panes.view.step(kind, by)
        if mark is None:
            return False
        self.light(mark)
        return True

    @property
    def meant(self) -> Mark | None:
        """What is lit up; in the panel, or where nothing is lit, the first place of its current row."""
        view, panel = self.panes.view, self.panes.panel
        kind, key = _KINDS[panel.tab], panel.rows.current
        if view.marks is None or (view.lit is not None and self.panes.pane is not Pane.PANEL):
            return view.lit
        if view.lit is not None and (view.lit.kind, view.lit.key) == (kind, key):
            return view.lit
        return None if key is None else view.marks.first(kind, key)

    def follow(self, id: int | None, mark: Mark | None, quote: int | None) -> None:
        """Go to another place, so that one key returns here.

        Args:
            id: the library's id of the article; None for the one shown.
            mark: the place in it.
            quote: which of its quotes is the place (from 0), where no mark is known yet.
        """
        if id is None:
            self.leave()
            self.panes.go(Pane.ARTICLE)
        else:
            self.open(id)
        if quote is not None and self.panes.view.marks is not None:
            mark = self.panes.view.marks.first(MarkKind.QUOTE, quote_key(quote))
        if mark is not None:
            self.light(mark)

    def list_entity(self, id: str) -> None:
        """List the articles of the library that name an entity of the article shown."""
        if self.page is None:
            return
        entity = self.page.parsed.entity(id)
        self.leave()
        self.show_list(listing_of(self.shelf, Selection(entity=entity_key(entity))), entity.name, self.page.key)
        self.panes.go(Pane.LIST)

    def leave(self) -> None:
        """Remember this place before a jump."""
        self.remember_position()
        row, view = self.panes.list.current_row, self.panes.view
        self.trail.leave(
            Place(
                listing=self.listing,
                named=self.named,
                row_id=None if row is None else row.id,
                page=view.page,
                top=view.top,
                lit=view.lit,
                pane=self.panes.pane,
                tab=self.panes.panel.tab,
            )
        )

    def come_back(self) -> bool:
        """Return to the place left last, on the exact line; False when there is none."""
        place = self.trail.back()
        if place is not None:
            self._stand_at(place)
        return place is not None

    def jump_back(self, place: Place) -> None:
        """Go to a place left before, so that one key returns here."""
        self.leave()
        self._stand_at(place)

    def leave_list(self) -> bool:
        """From a list that shows a part of the library, return to where it was asked for; False from the whole."""
        here = self.listing.selection
        if here == Selection():
            return False
        place = self.trail.back()
        while place is not None and place.listing.selection == here:
            place = self.trail.back()
        if place is not None:
            self._stand_at(place)
            self.panes.go(max(self.panes.pane, Pane.LIST))
        else:
            self.show_list(WindowedListing(self.shelf, Selection()))
        return True

    def _stand_at(self, place: Place) -> None:
        if place.page is not self.page:
            self.remember_position()
        self.show_list(place.listing.shown_again(), place.named, place.row_id)
        self.show_page(place.page, place.top, Pane(place.pane))
        self.panes.panel.pick(place.tab)
        if place.lit is not None:
            self.light(place.lit, follow=False)
