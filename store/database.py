"""TinyDB over SQLite: the same API, one row a document."""

from __future__ import annotations

import os
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
