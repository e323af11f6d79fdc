"""Lists of articles as the reader walks through them: what stays where it is while articles are read and arrive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from store.triage import Listed
from store.types import ArticleHead, Selection
from tui.i18n import _
from tui.shelf import Shelf

__all__ = ["KeptListing", "Listing", "WindowedListing", "caption_of", "listing_of"]


class Listing(Protocol):
    """The rows of one list."""

    @property
    def selection(self) -> Selection:
        """Which articles of the library it is of."""

    @property
    def count(self) -> int:
        """How many rows it has."""

    def heads(self, start: int, stop: int) -> Sequence[ArticleHead]:
        """The rows `start` to `stop` (exclusive)."""

    def row_of(self, id: int) -> int | None:
        """The row of an article; None when it is not in it."""

    def ids(self) -> Sequence[int]:
        """Every article in order. Not for the screen's own thread."""

    def renewed(self) -> Listing:
        """The list after the library changed. Not for the screen's own thread."""

    def shown_again(self) -> Listing:
        """The list to come back to."""


class WindowedListing:
    """A list that the library gives a window at a time, so that its length costs nothing."""

    def __init__(self, shelf: Shelf, selection: Selection) -> None:
        self.selection = selection
        self._shelf = shelf
        self.count = shelf.count(selection)

    def heads(self, start: int, stop: int) -> Sequence[ArticleHead]:
        """The rows `start` to `stop` (exclusive)."""
        return self._shelf.heads(start, stop, self.selection)

    def row_of(self, id: int) -> int | None:
        """The row of an article; None when it is not in it."""
        return self._shelf.row_of(id, self.selection)

    def ids(self) -> Sequence[int]:
        """Every article in order."""
        return [row.id for row in self._shelf.listed(self.selection)]

    def renewed(self) -> Listing:
        """The list after the library changed."""
        return WindowedListing(self._shelf, self.selection)

    def shown_again(self) -> Listing:
        """The list to come back to: as it is now."""
        return self.renewed()


class KeptListing:
    """A list of what is unread or saved, in which an article stays although it was read or is no longer saved.

    What one has just done would otherwise take the rows away under one's hands. New articles come in at their place.
    """

    def __init__(self, shelf: Shelf, selection: Selection, kept: Sequence[Listed] = ()) -> None:
        """
        Args:
            shelf: the library.
            selection: which articles.
            kept: the rows before, all of which stay that are still in the library.
        """
        self.selection = selection
        self._shelf = shelf
        rows = shelf.listed(selection)
        known = {row.id for row in rows}
        gone = [row for row in kept if row.id not in known]
        there = {head.id for head in shelf.heads_of([row.id for row in gone])}
        self._rows = sorted([*rows, *(row for row in gone if row.id in there)], reverse=True)

    @property
    def count(self) -> int:
        """How many rows it has."""
        return len(self._rows)

    def heads(self, start: int, stop: int) -> Sequence[ArticleHead]:
        """The rows `start` to `stop` (exclusive)."""
        return self._shelf.heads_of([row.id for row in self._rows[start:stop]])

    def row_of(self, id: int) -> int | None:
        """The row of an article; None when it is not in it."""
        return next((place for place, row in enumerate(self._rows) if row.id == id), None)

    def ids(self) -> Sequence[int]:
        """Every article in order."""
        return [row.id for row in self._rows]

    def renewed(self) -> Listing:
        """The list after the library changed."""
        return KeptListing(self._shelf, self.selection, self._rows)

    def shown_again(self) -> Listing:
        """The list to come back to: as it was left."""
        return self


def listing_of(shelf: Shelf, selection: Selection) -> Listing:
    """The list of `selection`."""
    kept = selection.unread or selection.saved
    return KeptListing(shelf, selection) if kept else WindowedListing(shelf, selection)


def caption_of(selection: Selection, named: str = "") -> str:
    """What a list shows, in words; "" for the whole library.

    Args:
        selection: which articles.
        named: the name that they have in them, as the article writes it that was asked from.
    """
    parts = []
    if selection.entity is not None:
        parts.append(_("naming “{name}”").format(name=" ".join((named or selection.entity.name).split())))
    if selection.site is not None:
        parts.append(" ".join(selection.site.split()) or _("without a paper"))
    if selection.unread:
        parts.append(_("unread"))
    if selection.saved:
        parts.append(_("saved"))
    return " · ".join(parts)
