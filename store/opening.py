"""Opening a library file: what it is, whether it may be written, and bringing it to this program's version."""

from __future__ import annotations

import errno
import os
import sqlite3
import stat
from collections.abc import Callable

from store import backup, schema
from store.errors import (
    LibraryDamaged,
    LibraryUnreachable,
    NewerLibrary,
    NotALibrary,
    ReadOnlyLibrary,
)
from store.files import sync_folder
from store.layout import LAYOUTS
from store.migrations import MIGRATIONS
from store.pages import holds_documents
from store.sqlite import File, Header, translated

__all__ = ["open_file"]


def open_file(path: str | os.PathLike[str], *, wait: float = 10.0, on_wait: Callable[[], None] | None = None) -> File:
    """Open the library file at `path`; a missing one is made, its folder too. What is refused is left untouched.

    Args:
        path: the file.
        wait: seconds to wait for another process's lock.
        on_wait: called when a lock has to be waited for.

    Raises:
        NotALibrary, NewerLibrary, ReadOnlyLibrary (nothing can be made or migrated there), LibraryBusy,
        LibraryDamaged, LibraryUnreachable.
    """
    name = os.fspath(path)
    header = _header(name)
    if header is None or header.empty:
        if _size(f"{name}-wal"):
            # SQLite would take the file for new and throw the log away.
            raise LibraryDamaged(name, "the file is gone, its log is there")
        return _make(name, wait, on_wait)
    if not header.sqlite or header.application_id != schema.APPLICATION_ID:
        if holds_documents(name):
            raise LibraryDamaged(name, "the first page is damaged")
        raise NotALibrary(name)
    if header.user_version > schema.VERSION:
        raise NewerLibrary(name, str(header.user_version))
    if _size(f"{name}-wal"):
        # The newest version number may still be in the log, which a writing connection folds in when it closes.
        _refuse_newer(File(name, wait=wait, read_only=True))
    file = File(name, wait=wait, on_wait=on_wait, read_only=not _writable(name) or not _writable(_folder(name)))
    # Without a log and without anybody who may write, locks are not needed, nor the files beside it that they need.
    file.immutable = file.read_only and not _size(f"{name}-wal") and not _anybody_writes(name)
    try:
        _check_version(file)
    except BaseException:
        file.close()
        raise
    return file


def _header(name: str) -> Header | None:
    """The file's header; None when there is no file."""
    try:
        if not stat.S_ISREG(os.stat(name).st_mode):
            raise NotALibrary(name)
        return Header(name)
    except FileNotFoundError:
        return None
    except (NotADirectoryError, IsADirectoryError) as error:
        raise NotALibrary(name) from error
    except OSError as error:
        raise LibraryUnreachable(name, error.strerror or str(error)) from error


def _folder(name: str) -> str:
    return os.path.dirname(os.path.abspath(name))


def _size(name: str) -> int:
    """Bytes of a file; 0 when there is none."""
    try:
        return os.stat(name).st_size
    except OSError:
        return 0


def _anybody_writes(name: str) -> bool:
    """Whether somebody may write the file and make the files beside it that writing needs."""
    anybody = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    return all(os.stat(path).st_mode & anybody for path in (name, _folder(name)))


def _writable(path: str) -> bool:
    """Whether this process may write a file or folder. One that nobody may write is read-only for root too."""
    anybody = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
    return bool(os.stat(path).st_mode & anybody) and os.access(path, os.W_OK)


def _refuse_newer(file: File) -> None:
    """Raise NewerLibrary when the file, its log included, is of a newer version."""
    try:
        with file.reading() as connection:
            version = _pragma(connection, "user_version")
    except (LibraryUnreachable, ReadOnlyLibrary):
        # What a crash left has to be rolled back first, which opening it for writing does.
        return
    finally:
        file.close()
    if version > schema.VERSION:
        raise NewerLibrary(file.path, str(version))


def _make(name: str, wait: float, on_wait: Callable[[], None] | None) -> File:
    """A new library, made whole in one transaction before it becomes a WAL file."""
    above = _folder(name)
    while not os.path.exists(above):
        above = os.path.dirname(above)
    if not _writable(above) or (os.path.exists(name) and not _writable(name)):
        raise ReadOnlyLibrary(name)
    try:
        os.makedirs(_folder(name), exist_ok=True)
    except OSError as error:
        kind = ReadOnlyLibrary if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else LibraryUnreachable
        raise kind(name, error.strerror or str(error)) from error
    file = File(name, wait=wait, on_wait=on_wait)
    try:
        with file.atomic() as connection:
            # Another process may have made it since the header was read.
            if _pragma(connection, "application_id") == 0:
                schema.create(connection)
        _check_version(file)
        _sync_folders(_folder(name), above)
    except BaseException:
        file.close()
        raise
    return file


def _sync_folders(folder: str, above: str) -> None:
    """Make the names of a new file and of the folders made for it last through a power loss."""
    sync_folder(folder)
    while folder != above:
        folder = os.path.dirname(folder)
        sync_folder(folder)


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _check_version(file: File) -> None:
    """Migrate an older file, refuse a newer one, and see to it that the file is in WAL mode."""
    if file.read_only:
        _settle_read_only(file)
        with file.reading() as connection:
            version = _pragma(connection, "user_version")
        if version > schema.VERSION:
            raise NewerLibrary(file.path, str(version))
        if version < schema.VERSION:
            raise ReadOnlyLibrary(file.path, f"version {version} has to be migrated")
        _glance(file)
        return
    version = int(file.patiently("PRAGMA user_version")[0])
    if version > schema.VERSION:
        raise NewerLibrary(file.path, str(version))
    if version == 0:
        raise LibraryDamaged(file.path, "no version")
    # On a file in WAL mode this only says so; elsewhere it waits for others to let go.
    file.patiently("PRAGMA journal_mode=WAL")
    if version < schema.VERSION:
        _migrate(file)
    _glance(file)


def _glance(file: File) -> None:
    """A look at the edges of every tree, which costs less than a millisecond: is what must be there, there?

    Raises:
        LibraryDamaged.
    """
    with file.reading() as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        missing = schema.TABLES - names
        if missing:
            raise LibraryDamaged(file.path, f"no table {', '.join(sorted(missing))}")
        for name in LAYOUTS:
            # Each for itself: asked for both at once, SQLite reads the whole table.
            connection.execute(f"SELECT (SELECT min(id) FROM {name}), (SELECT max(id) FROM {name})").fetchone()
        connection.execute("SELECT max(newness) FROM articles").fetchone()
        connection.execute("SELECT max(id) FROM search_docsize").fetchone()
        connection.execute("SELECT block FROM search_data WHERE id = 10").fetchone()


def _settle_read_only(file: File) -> None:
    """A WAL file on a medium where no -shm file can be made opens only as immutable."""
    try:
        with file.reading() as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except (LibraryUnreachable, ReadOnlyLibrary):
        file.reopen_immutable()
        with translated(file.path):
            file.connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _migrate(file: File) -> None:
    """Bring the file to this version, one step a version, all in one transaction, after a backup beside it."""
    with file.reading() as connection:
        version = _pragma(connection, "user_version")
    backup.copy(file, f"{file.path}.v{version}.bak")
    with file.atomic() as connection:
        version = _pragma(connection, "user_version")
        while version < schema.VERSION:
            MIGRATIONS[version](connection)
            version += 1
            connection.execute(f"PRAGMA user_version={version}")
