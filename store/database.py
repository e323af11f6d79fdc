"""TinyDB over SQLite: the same API, one row a document."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any

import tinydb

from store.storage import SqliteStorage
from store.table import Table

__all__ = ["Database"]


class Database(tinydb.TinyDB):
    """A TinyDB whose documents lie in an SQLite file.

    Everything TinyDB documents works: tables, queries, operations, document ids, the context manager. Every change is
    one durable transaction, and several processes may have the file open. Another storage can be given with `storage=`,
    as to `tinydb.TinyDB`.

    Raises:
        StoreError: see `store.errors`, from the constructor and from every call.
    """

    table_class = Table
    default_storage_class = SqliteStorage  # type: ignore[assignment]  # TinyDB's declaration is of its own default

    def __init__(self, path: str | os.PathLike[str] | None = None, *args: Any, **kwargs: Any) -> None:
        """Open the database at `path`, making it (and its folder) when there is none.

        Args:
            path: the file; None only with a storage that needs none.
            args, kwargs: for the storage: see `SqliteStorage`.
        """
        super().__init__(*(() if path is None else (path,)), *args, **kwargs)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Make the changes inside one durable transaction: all of them happen, or on an exception none.

        Transactions nest. Over another storage than SQLite this does nothing.
        """
        storage = self.storage
        if not isinstance(storage, SqliteStorage):
            yield
            return
        try:
            with storage.file.atomic():
                yield
        except BaseException:
            # What the tables remember may be of changes that did not happen.
            for table in self._tables.values():
                table.clear_cache()
            raise

    def tables(self) -> set[str]:
        """The names of all tables."""
        storage = self.storage
        return storage.tables() if isinstance(storage, SqliteStorage) else super().tables()

    def drop_tables(self) -> None:
        """Drop all tables."""
        storage = self.storage
        if not isinstance(storage, SqliteStorage):
            super().drop_tables()
            return
        storage.drop_all()
        self._tables.clear()

    def drop_table(self, name: str) -> None:
        """Drop one table, if it exists."""
        storage = self.storage
        if not isinstance(storage, SqliteStorage):
            super().drop_table(name)
            return
        self._tables.pop(name, None)
        storage.drop(name)
