"""Going through the list: marks on one article or on a whole part of the list, each taken back by one key."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
from functools import partial

from tui.i18n import _, _n
from tui.listings import Listing
from tui.reading import Reading
from tui.undo import Deed, Undo
from widgets.article_list import ArticleRow

__all__ = ["Part", "Triage"]


class Part(Enum):
    """A part of the list, from where one is in it."""

    ALL = auto()
    ABOVE = auto()
    BELOW = auto()
    """Both without the current row."""
    CHOSEN = auto()
    """The rows one has put together."""


class Triage:
    """Marks articles and remembers how to take it back. Called on the screen's own thread."""

    def __init__(
        self, reading: Reading, say: Callable[[str], None], later: Callable[[Callable[[], None]], object]
    ) -> None:
        """
        Args:
            reading: the list and the library.
            say: shows a message.
            later: has something called on the screen's own thread; called from any thread.
        """
        self._reading = reading
        self._say = say
        self._later = later
        self._undo = Undo()

    def toggle_read(self, row: ArticleRow) -> None:
        """Mark one article read, or unread again."""
        self._set_read(row.id, row.unread)
        self._say(_("Marked as read.") if row.unread else _("Marked as unread."))
        self._undo.remember(Deed(_("Taken back: “{title}”.").format(title=row.title), self._reread(row)))

    def toggle_saved(self, row: ArticleRow) -> None:
        """Save one article, or no longer."""
        self._reading.set_saved(row.id, not row.saved)
        self._say(_("No longer saved.") if row.saved else _("Saved."))
        back = partial(self._reading.set_saved, row.id, row.saved)
        self._undo.remember(Deed(_("Taken back: “{title}”.").format(title=row.title), back))

    def mark_part(self, part: Part, field: str, value: bool) -> None:
        """Mark a whole part of the list, in the background.

        Args:
            part: which.
            field: "read" or "saved".
            value: what it is to be.
        """
        reading = self._reading
        listed = reading.panes.list
        ends = listed.current_row, listed.anchor_row
        listing = reading.listing
        reading.write_due()

        def work() -> list[int]:
            ids = part_of(listing, part, *(None if row is None else row.id for row in ends))
            return reading.shelf.mark(ids, field, value)

        def done(changed: list[int]) -> None:
            self._later(partial(self._marked, changed, field, value))

        reading.shelf.later(work, done)

    def _marked(self, changed: list[int], field: str, value: bool) -> None:
        self._reading.show_marked(changed, field, value)
        if not changed:
            self._say(_("Nothing to change there."))
            return
        self._say(_SAID[field, value](len(changed)))

        def back() -> None:
            self._reading.show_marked(changed, field, not value)
            self._reading.shelf.later(lambda: self._reading.shelf.mark(changed, field, not value))

        words = _n("Taken back for {n} article.", "Taken back for {n} articles.", len(changed))
        self._undo.remember(Deed(words.format(n=len(changed)), back))

    def take_back(self) -> None:
        """Take back what was done last."""
        self._say(self._undo.take_back() or _("There is nothing to take back."))

    def _reread(self, row: ArticleRow) -> Callable[[], None]:
        return partial(self._set_read, row.id, not row.unread)

    def _set_read(self, id: int, read: bool) -> None:
        self._reading.set_read(id, read)


def part_of(listing: Listing, part: Part, current: int | None, anchor: int | None) -> Sequence[int]:
    """The articles of a part of a list.

    Args:
        listing: the list.
        part: which.
        current: the article one is at.
        anchor: the article at which one began to put rows together.
    """
    ids = listing.ids()
    if part is Part.ALL:
        return ids
    if current not in ids:
        return []
    place = ids.index(current)
    match part:
        case Part.ABOVE:
            return ids[:place]
        case Part.BELOW:
            return ids[place + 1 :]
        case Part.CHOSEN:
            other = ids.index(anchor) if anchor in ids else place
            return ids[min(place, other) : max(place, other) + 1]


def _read(count: int) -> str:
    words = _n("{n} article marked as read; u takes it back.", "{n} articles marked as read; u takes it back.", count)
    return words.format(n=count)


def _unread(count: int) -> str:
    words = _n(
        "{n} article marked as unread; u takes it back.", "{n} articles marked as unread; u takes it back.", count
    )
    return words.format(n=count)


def _saved(count: int) -> str:
    return _n("{n} article saved; u takes it back.", "{n} articles saved; u takes it back.", count).format(n=count)


def _unsaved(count: int) -> str:
    words = _n("{n} article no longer saved; u takes it back.", "{n} articles no longer saved; u takes it back.", count)
    return words.format(n=count)


_SAID = {("read", True): _read, ("read", False): _unread, ("saved", True): _saved, ("saved", False): _unsaved}
