"""SQLite, without a word of what is kept in it: connections, transactions, and its errors in the store's terms."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from store.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryFull,
    LibraryUnreachable,
    NotALibrary,
    ReadOnlyLibrary,
    StoreError,
)

__all__ = ["File", "Header", "in_use", "translated"]

_ERRORS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: LibraryBusy,
    sqlite3.SQLITE_LOCKED: LibraryBusy,
    sqlite3.SQLITE_PROTOCOL: LibraryBusy,
    sqlite3.SQLITE_FULL: LibraryFull,
    sqlite3.SQLITE_READONLY: ReadOnlyLibrary,
    sqlite3.SQLITE_CORRUPT: LibraryDamaged,
    sqlite3.SQLITE_NOTADB: NotALibrary,
    sqlite3.SQLITE_IOERR: LibraryUnreachable,
    sqlite3.SQLITE_CANTOPEN: LibraryUnreachable,
    sqlite3.SQLITE_PERM: LibraryUnreachable,
    sqlite3.SQLITE_AUTH: LibraryUnreachable,
}

_MAGIC = b"SQLite format 3\0"
_PATIENCE = 0.4
"""Seconds a lock is waited for in silence before `on_wait` is told."""


@contextlib.contextmanager
def translated(path: str) -> Iterator[None]:
    """Raise SQLite's errors as the store's own."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_INTERRUPT:
            # See `File.interruptible`: it was broken off from the keyboard.
            raise KeyboardInterrupt from error
        kind = StoreError if code is None else _ERRORS.get(code & 0xFF, StoreError)
        raise kind(path, str(error)) from error


class Header:
    """What the first 100 bytes of a file say, read without touching it."""

    def __init__(self, path: str) -> None:
        """Raises OSError when the file cannot be read, FileNotFoundError included."""
        with open(path, "rb") as file:
            start = file.read(100)
        self.empty = not start
        self.sqlite = start.startswith(_MAGIC)
        self.user_version = int.from_bytes(start[60:64], "big")
        self.application_id = int.from_bytes(start[68:72], "big")


_INSTRUCTIONS = 200_000
"""Steps of SQLite, about a hundredth of a second, between two looks at whether it is to go on."""

_OPEN_BYTE = 128
"""The byte of the -shm file that every process with the file open in WAL mode has locked."""


def in_use(path: str) -> bool:
    """Whether another process has the file open. Must not be asked while this process has."""
    try:
        import fcntl
    except ImportError:
        return False
    try:
        with open(f"{path}-shm", "r+b") as shared:
            fcntl.lockf(shared, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _OPEN_BYTE)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


class _Held:
    """A thread's connection, closed with the thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.depth = 0

    def __del__(self) -> None:
        self.connection.close()


class File:
    """An open SQLite file in WAL mode: one connection per thread, every change a durable transaction."""

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        wait: float = 10.0,
        read_only: bool = False,
        immutable: bool = False,
        on_wait: Callable[[], None] | None = None,
    ) -> None:
        """Nothing is opened before the first use.

        Args:
            path: the file.
            wait: seconds to wait for a lock before `LibraryBusy`.
            read_only: open for reading; `atomic` raises `ReadOnlyLibrary`.
            immutable: the medium cannot change: read without locks and without the -wal file.
            on_wait: called once per transaction that has to wait noticeably for another process.
        """
        self.path = os.fspath(path)
        self.wait = wait
        self.read_only = read_only
        self.immutable = immutable
        self.on_wait = on_wait
        self._local = threading.local()
        self._all: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._lock = threading.Lock()
        self._watch: sqlite3.Connection | None = None
        self._closed = False

    def _open(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(self.path, "closed")
        uri = Path(self.path).absolute().as_uri()
        if self.immutable:
            uri += "?immutable=1"
        elif self.read_only:
            uri += "?mode=ro"
        with translated(self.path):
            connection = sqlite3.connect(
                uri,
                uri=True,
                timeout=self.wait,
                isolation_level=None,
                check_same_thread=False,
                cached_statements=256,
            )
            # FULL: in WAL mode NORMAL could lose the newest commits in a power cut.
            # It is the first to look at the file, and so the one to wait when another process has it for itself.
            self.patiently("PRAGMA synchronous=FULL", connection)
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute("PRAGMA journal_size_limit=67108864")
            connection.execute("PRAGMA trusted_schema=OFF")
        return connection

    def _held(self) -> _Held:
        held: _Held | None = getattr(self._local, "held", None)
        if held is None or self._closed:
            held = _Held(self._open())
            self._local.held = held
            with self._lock:
                self._all.add(held)
        return held

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit mode."""
        return self._held().connection

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is inside `atomic`."""
        return self._held().depth > 0

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection, its errors translated."""
        with translated(self.path):
            yield self.connection

    @contextlib.contextmanager
    def atomic(self) -> Iterator[sqlite3.Connection]:
        """One transaction, nesting by savepoint: on leaving it is durable, on an exception nothing of it happened.

        Raises:
            ReadOnlyLibrary, LibraryBusy, LibraryFull, LibraryDamaged, LibraryUnreachable.
        """
        if self.read_only:
            raise ReadOnlyLibrary(self.path)
        held = self._held()
        connection, depth = held.connection, held.depth
        with translated(self.path):
            if depth == 0:
                self._begin(connection)
            else:
                connection.execute(f"SAVEPOINT level{depth}")
            held.depth = depth + 1
            try:
                yield connection
                connection.execute("COMMIT" if depth == 0 else f"RELEASE level{depth}")
            except BaseException:
                self._undo(connection, depth)
                raise
            finally:
                held.depth = depth

    def _begin(self, connection: sqlite3.Connection) -> None:
        self.patiently("BEGIN IMMEDIATE", connection)

    def patiently(self, statement: str, connection: sqlite3.Connection | None = None) -> Any:
        """Execute, waiting for other processes' locks as long as `wait` says; gives the first row.

        `on_wait` is told when that takes long.
        Waits in short steps, so that Ctrl-C is heard between them.

        Args:
            statement: SQL without parameters.
            connection: this thread's by default.
        """
        with translated(self.path):
            connection = connection or self.connection
            deadline = time.monotonic() + self.wait
            step = min(self.wait, _PATIENCE)
            connection.execute(f"PRAGMA busy_timeout={int(step * 1000)}")
            told = False
            try:
                while True:
                    try:
                        return connection.execute(statement).fetchone()
                    except sqlite3.OperationalError as error:
                        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= deadline:
                            raise
                    if not told and self.on_wait is not None:
                        told = True
                        self.on_wait()
            finally:
                connection.execute(f"PRAGMA busy_timeout={int(self.wait * 1000)}")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection, seeing the file as it is now until the end, whatever others write meanwhile."""
        with self.reading() as connection:
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN")
            try:
                connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
                yield connection
            finally:
                self._undo(connection, 0)

    @staticmethod
    def _undo(connection: sqlite3.Connection, depth: int) -> None:
        # A full disk or an I/O error may have rolled the whole transaction back already.
        if not connection.in_transaction:
            return
        with contextlib.suppress(sqlite3.Error):
            if depth == 0:
                connection.execute("ROLLBACK")
            else:
                connection.execute(f"ROLLBACK TO level{depth}")
                connection.execute(f"RELEASE level{depth}")

    @contextlib.contextmanager
    def interruptible(self, pulse: Callable[[], None] | None = None) -> Iterator[sqlite3.Connection]:
        """As `reading`, for a statement that takes long: Ctrl-C ends it, and `pulse` is called now and then."""

        def step() -> int:
            # A signal's handler, which raises, runs in here: SQLite then breaks off.
            if pulse is not None:
                pulse()
            return 0

        with self.reading() as connection:
            connection.set_progress_handler(step, _INSTRUCTIONS)
            try:
                yield connection
            finally:
                connection.set_progress_handler(None, 0)

    def revision(self) -> int:
        """A number that moves with every commit of any connection of any process. Costs microseconds.

        It is the `data_version` of a connection that never writes, so this process's own commits move it too.
        """
        with self._lock, translated(self.path):
            if self._watch is None or self._closed:
                self._watch = self._open()
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def reopen_immutable(self) -> None:
        """From now on read the file as one that cannot change: without locks and without its -wal file."""
        self.immutable = True
        self._local = threading.local()

    def close(self) -> None:
        """Close every thread's connection; the last one out folds the -wal file into the file."""
        with self._lock:
            self._closed = True
            held = list(self._all)
            self._all.clear()
            if self._watch is not None:
                self._watch.close()
        for one in held:
            with translated(self.path):
                one.connection.close()
