"""The library: the calls the reader and the command line need, in front of the TinyDB database."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self

from extract.types import ParsedArticle
from ingest.types import Article
from store.types import Added, ArticleHead, Counts, Selection, State, StoredArticle

__all__ = ["Library"]


class Library:
    """A library file. Safe to use from several threads; several processes may have it open at once.

    Every change is one durable transaction: when the call returns, the change survives a power loss.
    """

    def __init__(self, path: str | os.PathLike[str], *, wait: float = 10.0) -> None:
        """Open the library at `path`, making it (and its folder) when there is none.

        Args:
            path: the file.
            wait: seconds to wait for another process's lock before `LibraryBusy`.

        Raises:
            NotALibrary, NewerLibrary, ReadOnlyLibrary, LibraryBusy, LibraryDamaged.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Close every connection. Further calls fail."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def find(self, article: Article) -> Added | None:
        """What `add` would do with `article` if it is here already: KNOWN or UPDATED with its id; else None."""
        raise NotImplementedError

    def add(self, parsed: ParsedArticle) -> Added:
        """Add or update one article: head, body, parse, index rows, search row, in one transaction."""
        raise NotImplementedError

    def counts(self) -> Counts:
        """How many articles there are, unread and saved."""
        raise NotImplementedError

    def count(self, selection: Selection = Selection()) -> int:
        """How many articles a list of `selection` has."""
        raise NotImplementedError

    def heads(self, start: int, stop: int, selection: Selection = Selection()) -> list[ArticleHead]:
        """The rows `start` to `stop` (exclusive) of the list of `selection`."""
        raise NotImplementedError

    def row_of(self, id: int, selection: Selection = Selection()) -> int | None:
        """The row of article `id` in the list of `selection`; None when it is not in it."""
        raise NotImplementedError

    def head(self, id: int) -> ArticleHead:
        """One head. Raises NoSuchArticle."""
        raise NotImplementedError

    def get(self, id: int) -> StoredArticle:
        """One article whole. Raises NoSuchArticle."""
        raise NotImplementedError

    def set_read(self, id: int, read: bool) -> State:
        """Mark read or unread; gives the new state. Raises NoSuchArticle."""
        raise NotImplementedError

    def set_saved(self, id: int, saved: bool) -> State:
        """Save or unsave; gives the new state. Raises NoSuchArticle."""
        raise NotImplementedError

    def set_position(self, id: int, position: int) -> State:
        """Remember the offset of the line at the top of the view. Raises NoSuchArticle."""
        raise NotImplementedError

    def revision(self) -> int:
        """A number that moves whenever this or another process changes the library. Costs microseconds."""
        raise NotImplementedError
