"""A copy of the library while others use it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

from store.errors import CannotWrite
from store.files import whole_file
from store.sqlite import File

__all__ = ["Progress", "copy"]

Progress = Callable[[int, int], None]
"""Takes how much is done and how much there is."""

_STEP = 1024
"""Pages copied between two calls of the progress function."""


def copy(file: File, target: str | os.PathLike[str], progress: Progress | None = None) -> None:
    """Copy the library as it is now to `target`, whole or not at all, durably. A file of that name is replaced.

    Args:
        file: the library; others may read and write it meanwhile.
        target: the copy, a library of its own.
        progress: told pages done and pages in all.

    Raises:
        CannotWrite: `target` cannot be written.
        LibraryDamaged: the library cannot be read to its end.
    """

    def told(status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(total - remaining, total)

    # Within a snapshot the copying never has to begin anew because somebody wrote.
    with file.snapshot() as connection, whole_file(target) as part:
        try:
            made = sqlite3.connect(part)
        except sqlite3.Error as error:
            raise CannotWrite(os.fspath(target), str(error)) from error
        try:
            connection.backup(made, pages=_STEP, progress=told)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise CannotWrite(os.fspath(target), str(error)) from error
            raise
        finally:
            made.close()
