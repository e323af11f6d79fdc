"""TinyDB's storage over an SQLite file: one row a document."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from tinydb.storages import Storage

from store import derived, schema
from store.layout import LAYOUTS, Layout
from store.opening import open_file
from store.rows import ChangingRows, Document, Rows, dump, encode, load
from store.sqlite import File

__all__ = ["SqliteStorage"]

T = TypeVar("T")


class SqliteStorage(Storage):
    """Keeps every TinyDB table in an SQL table of its own.

    `read` and `write` move the whole database, as TinyDB's interface has it; `store.table.Table` uses the calls
    for single tables instead, which touch only the rows in question.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        wait: float = 10.0,
        on_wait: Callable[[], None] | None = None,
        **json_options: Any,
    ) -> None:
        """Open or make the file at `path`; see `store.opening.open_file` for arguments and errors.

        `json_options` (`indent`, `ensure_ascii` …) shape TinyDB's JSON files and are accepted for its callers' sake;
        documents always read back as they would from such a file.
        """
        super().__init__()
        self.file: File = open_file(path, wait=wait, on_wait=on_wait)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Every table with all its documents; None when there is no table."""
        with self.file.reading() as connection:
            tables = {name: dict(self._rows(connection, name).items()) for name in self._names(connection)}
        return tables or None

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the database hold exactly `data`, in one transaction, writing only what differs."""
        with self.file.atomic() as connection:
            for name in self._names(connection) - data.keys():
                self._drop(connection, name)
            for name, documents in data.items():
                self._replace(connection, name, documents)

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def revision(self) -> int:
        """Moves whenever anybody changes the file."""
        return self.file.revision()

    def tables(self) -> set[str]:
        """The names of the tables that exist."""
        with self.file.reading() as connection:
            return self._names(connection)

    def rows(self, name: str) -> Rows:
        """The documents of one table, read when asked for."""
        with self.file.reading() as connection:
            return self._rows(connection, name)

    def layout(self, name: str) -> Layout | None:
        """Where the table lies; None when it does not exist."""
        with self.file.reading() as connection:
            return self._find(connection, name)[0]

    def change(self, name: str, updater: Callable[[Any], T], *, numbered: bool = True) -> T:
        """Let `updater` change the mapping of one table's documents, in one transaction; a missing table is made."""
        with self.file.atomic() as connection:
            layout = self._ensure(connection, name, numbered)
            rows = ChangingRows(connection, layout, self._rows(connection, name))
            result = updater(rows)
            if rows.cleared:
                self._clear(connection, name, layout)
            gone, written = rows.changes()
            self._delete(connection, layout, gone)
            for id, (document, text) in written.items():
                self._put(connection, name, layout, id, document, text)
        return result

    def put(self, connection: sqlite3.Connection, name: str, id: int, document: Document) -> None:
        """Write one document of the library's own, inside the caller's transaction: those are in order of their ids."""
        layout = self._ensure(connection, name, True)
        derived.changing(connection, layout.sql, id, document)
        connection.execute(layout.upsert, (id, None, *layout.values(document), encode(document)))

    def own(self, connection: sqlite3.Connection) -> dict[str, Layout]:
        """Where the library's own tables lie, made if they are not there; good inside the caller's transaction."""
        return {name: self._ensure(connection, name, True) for name in LAYOUTS}

    def insert(
        self, connection: sqlite3.Connection, id: int, documents: Mapping[str, Document], own: Mapping[str, Layout]
    ) -> None:
        """As `put`, for the documents of an article that is new, without what follows from them."""
        for name, document in documents.items():
            layout = own[name]
            connection.execute(layout.upsert, (id, None, *layout.values(document), encode(document)))

    def restore(self, connection: sqlite3.Connection, name: str, documents: Iterable[tuple[int, Document]]) -> None:
        """As `put`, for documents that came from elsewhere, which may hold anything JSON has."""
        layout = self._ensure(connection, name, True)
        for id, document in documents:
            derived.changing(connection, layout.sql, id, document)
            connection.execute(layout.upsert, (id, None, *layout.values(document), dump(document)))

    def remove(self, connection: sqlite3.Connection, name: str, id: int) -> None:
        """Remove one document of the library's own, inside the caller's transaction."""
        self._delete(connection, LAYOUTS[name], [id])

    def extend(
        self, connection: sqlite3.Connection, name: str, documents: Iterable[tuple[Any, Document]], *, numbered: bool
    ) -> None:
        """Write documents with their ids, in this order, inside the caller's transaction; the table is made."""
        layout = self._ensure(connection, name, numbered)
        for id, document in documents:
            self._put(connection, name, layout, id, document, dump(document))

    def drop(self, name: str) -> None:
        """Remove one table, if it exists."""
        with self.file.atomic() as connection:
            if name in self._names(connection):
                self._drop(connection, name)

    def drop_all(self) -> None:
        """Remove every table."""
        with self.file.atomic() as connection:
            for name in self._names(connection):
                self._drop(connection, name)

    @staticmethod
    def _names(connection: sqlite3.Connection) -> set[str]:
        return {row[0] for row in connection.execute("SELECT name FROM tinydb")}

    @staticmethod
    def _find(connection: sqlite3.Connection, name: str) -> tuple[Layout | None, bool]:
        """The table's layout, None when there is none, and whether its rows have places."""
        query = "SELECT number, numbered, placed FROM tinydb WHERE name = ?"
        row = connection.execute(query, (name,)).fetchone()
        if row is None:
            return None, False
        number, numbered, placed = row
        if number is None:
            return LAYOUTS[name], bool(placed)
        return Layout(f"documents_{number}", numbered=bool(numbered)), bool(placed)

    def _rows(self, connection: sqlite3.Connection, name: str) -> Rows:
        layout, placed = self._find(connection, name)
        return Rows(connection, self.file.path, layout, placed)

    def _ensure(self, connection: sqlite3.Connection, name: str, numbered: bool) -> Layout:
        layout = self._find(connection, name)[0]
        if layout is not None:
            return layout
        if name in LAYOUTS and numbered:
            connection.execute("INSERT INTO tinydb (name) VALUES (?)", (name,))
            return LAYOUTS[name]
        number = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM tinydb").fetchone()[0]
        connection.execute(
            "INSERT INTO tinydb (name, number, numbered) VALUES (?, ?, ?)", (name, number, int(numbered))
        )
        layout = Layout(f"documents_{number}", numbered=numbered)
        connection.execute(layout.create())
        schema.note_root(connection, layout.sql)
        return layout

    def _drop(self, connection: sqlite3.Connection, name: str) -> None:
        layout = self._find(connection, name)[0]
        assert layout is not None
        self._clear(connection, name, layout)
        if layout.sql not in LAYOUTS:
            connection.execute(f"DROP TABLE {layout.sql}")
            schema.note_root(connection, layout.sql)
        connection.execute("DELETE FROM tinydb WHERE name = ?", (name,))

    @staticmethod
    def _clear(connection: sqlite3.Connection, name: str, layout: Layout) -> None:
        derived.cleared(connection, layout.sql)
        connection.execute(f"DELETE FROM {layout.sql}")
        connection.execute("UPDATE tinydb SET placed = 0 WHERE name = ?", (name,))

    @staticmethod
    def _delete(connection: sqlite3.Connection, layout: Layout, ids: Iterable[Any]) -> None:
        for id in ids:
            derived.changing(connection, layout.sql, id, None)
            connection.execute(f"DELETE FROM {layout.sql} WHERE id = ?", (id,))

    def _put(
        self, connection: sqlite3.Connection, name: str, layout: Layout, id: Any, document: Document, text: str
    ) -> None:
        """Write one document; a new one goes last in the order of the table."""
        place = self._place(connection, name, layout, id)
        derived.changing(connection, layout.sql, id, document)
        place = None if place is _OLD else place
        connection.execute(layout.upsert, (id, place, *layout.values(document), text))

    @staticmethod
    def _place(connection: sqlite3.Connection, name: str, layout: Layout, id: Any) -> Any:
        """The `place` of a document with this id: `_OLD` when it is there, None while ids tell the order."""
        if connection.execute(f"SELECT 1 FROM {layout.sql} WHERE id = ?", (id,)).fetchone():
            return _OLD
        if not layout.numbered:
            return None
        greatest = connection.execute(f"SELECT max(id) FROM {layout.sql}").fetchone()[0]
        placed = connection.execute("SELECT placed FROM tinydb WHERE name = ?", (name,)).fetchone()[0]
        if not placed:
            if greatest is None or id > greatest:
                return None
            connection.execute("UPDATE tinydb SET placed = 1 WHERE name = ?", (name,))
            connection.execute(layout.index_places)
        last = connection.execute(f"SELECT max(place) FROM {layout.sql} WHERE place IS NOT NULL").fetchone()[0]
        return max(greatest or 0, last or 0, id) + 1

    def _replace(self, connection: sqlite3.Connection, name: str, documents: Mapping[Any, Any]) -> None:
        """Make one table hold exactly `documents` in their order. Ids that are not all integers are kept as text."""
        numbered = all(_is_number(id) for id in documents)
        layout = self._find(connection, name)[0]
        if layout is not None and layout.numbered != numbered and documents:
            self._drop(connection, name)
        layout = self._ensure(connection, name, numbered)
        rows = self._rows(connection, name)
        wanted = {int(id) if layout.numbered else str(id): dump(document) for id, document in documents.items()}
        held = rows.ids()
        kept = [id for id in held if id in wanted]
        if kept != list(wanted)[: len(kept)]:
            # The order differs: all rows are written anew.
            self._clear(connection, name, layout)
            kept = []
        else:
            self._delete(connection, layout, [id for id in held if id not in wanted])
        known = set(kept)
        for id, text in wanted.items():
            if id in known and self._text(connection, layout, id) == text:
                continue
            self._put(connection, name, layout, id, load(text), text)

    @staticmethod
    def _text(connection: sqlite3.Connection, layout: Layout, id: object) -> str | None:
        row = connection.execute(f"SELECT doc FROM {layout.sql} WHERE id = ?", (id,)).fetchone()
        return None if row is None else row[0]


def _is_number(id: object) -> bool:
    try:
        return str(int(str(id))) == str(id)
    except ValueError:
        return False


_OLD = object()
