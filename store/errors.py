"""Why the library could not be used. The words for people are made from these in `tui`.

StoreError
 ├ NoLibrary           there is no file, and none is to be made
 ├ NotALibrary         the file is something else
 ├ NewerLibrary        made by a newer version of the program
 ├ ReadOnlyLibrary     the file or its folder cannot be written
 ├ LibraryBusy         another process held the lock for too long
 ├ LibraryFull         the disk is full
 ├ LibraryDamaged      SQLite finds the file malformed
 ├ LibraryUnreachable  the disk failed, or the operating system forbids it
 ├ NoSuchFeed          no subscription with that id
 ├ NoSuchArticle       no article with that id
 │  └ ArticleLost      its text was lost when the file was damaged
 ├ CannotWrite         another file (an export, a backup) cannot be written
 └ CannotRead          a file to be imported cannot be read
    └ NotTinyDB        it is no TinyDB file
"""

from __future__ import annotations

__all__ = [
    "ArticleLost",
    "CannotRead",
    "CannotWrite",
    "LibraryBusy",
    "LibraryDamaged",
    "LibraryFull",
    "LibraryUnreachable",
    "NewerLibrary",
    "NoLibrary",
    "NoSuchArticle",
    "NoSuchFeed",
    "NotALibrary",
    "NotTinyDB",
    "ReadOnlyLibrary",
    "StoreError",
]


class StoreError(Exception):
    """Base of everything the store raises; `path` is the library file."""

    def __init__(self, path: str, detail: str = "") -> None:
        super().__init__(path, detail)
        self.path = path
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.path}: {self.detail or type(self).__name__}"


class NoLibrary(StoreError):
    """There is no library, and looking for one makes none."""


class NotALibrary(StoreError):
    """The file exists and is not a library."""


class NewerLibrary(StoreError):
    """The library was made by a newer version of the program."""


class ReadOnlyLibrary(StoreError):
    """The library cannot be written."""


class LibraryBusy(StoreError):
    """Another process held the lock longer than the waiting time."""


class LibraryFull(StoreError):
    """The disk is full."""


class LibraryDamaged(StoreError):
    """SQLite finds the file malformed."""


class LibraryUnreachable(StoreError):
    """The disk the file lies on failed, or the operating system does not let it be opened."""


class NoSuchArticle(StoreError):
    """No article with that id; `detail` is the id."""


class NoSuchFeed(StoreError):
    """No subscription with that id; `detail` is the id."""


class ArticleLost(NoSuchArticle):
    """The article is in the list, but its text or what was found in it was lost with a part of a damaged file."""


class CannotWrite(StoreError):
    """A file other than the library, named by `path`, cannot be written; `detail` is the system's word."""


class CannotRead(StoreError):
    """A file to be imported, named by `path`, cannot be read; `detail` is the system's word."""


class NotTinyDB(CannotRead):
    """A file to be imported, named by `path`, is no TinyDB JSON file; `detail` is the character where it breaks."""
