"""A copy of the library while others use it, and the library without the room it no longer needs."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

from store.errors import CannotWrite
from store.files import whole_file
from store.schema import note_root
from store.sqlite import File

__all__ = ["Progress", "copy", "vacuum"]

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


def vacuum(file: File, pulse: Callable[[], None] | None = None) -> tuple[int, int]:
    """Give the room that holds nothing back to the system; gives the bytes of file and log before and after.

    Others wait to write meanwhile, and nobody may be reading at its end for the file to become smaller at once.

    Args:
        file: the library.
        pulse: called now and then while it goes on.

    Raises:
        ReadOnlyLibrary, LibraryBusy, LibraryFull (it needs as much room again), LibraryDamaged.
    """
    before = _size(file.path)
    with file.atomic() as connection:
        connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        # Tables begin elsewhere afterwards; a wrong note is worse than none.
        connection.execute("DELETE FROM meta WHERE key LIKE 'root %'")

    with file.interruptible(pulse):
        file.patiently("VACUUM")
    with file.atomic() as connection:
        for (number,) in connection.execute("SELECT number FROM tinydb WHERE number IS NOT NULL").fetchall():
            note_root(connection, f"documents_{number}")
    with file.reading() as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return before, _size(file.path)


def _size(path: str) -> int:
    return sum(os.path.getsize(path + end) for end in ("", "-wal") if os.path.exists(path + end))
