"""TinyDB's JSON files: written so that the stock library opens them, read without holding them in memory.

A file is one object: tables by name, in each the documents by id.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Self, TextIO

from store.errors import NotTinyDB
from store.files import whole_file
from store.layout import LAYOUTS
from store.library import Library
from store.merging import Documents
from store.rows import Document, load

__all__ = ["LibrarySource", "TinyDBSource", "documents_of", "write_tinydb"]

_READ = 1 << 20
"""Characters read at a time."""


def write_tinydb(
    library: Library, target: str | os.PathLike[str], progress: Callable[[int, int], None] | None = None
) -> int:
    """Write every table with its documents to a TinyDB JSON file, whole or not at all; gives how many documents.

    Raises:
        CannotWrite: `target` cannot be written.
    """
    written = 0
    with library.file.snapshot(), whole_file(target) as part, open(part, "x", encoding="ascii") as out:
        tables = sorted(library.database.tables())
        total = sum(len(library.storage.rows(name)) for name in tables)
        out.write("{")
        for number, name in enumerate(tables):
            out.write(f"{', ' if number else ''}{json.dumps(name)}: {{")
            for place, (id, document) in enumerate(library.storage.rows(name).items()):
                # In ASCII, as TinyDB does: it opens files in the encoding of the person's locale.
                out.write(f"{', ' if place else ''}{json.dumps(id)}: {json.dumps(document)}")
                written += 1
                if progress is not None and not written % 100:
                    progress(written, total)
            out.write("}")
        out.write("}")
    return written


class LibrarySource:
    """The documents of another library file."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def count(self) -> int:
        """How many articles and other documents there are."""
        names = self._library.database.tables() - LAYOUTS.keys()
        return self._library.count() + sum(len(self._library.storage.rows(name)) for name in names)

    def articles(self) -> Iterator[tuple[int, Documents]]:
        """The library's own documents, by article, in the order of the list."""
        with self._library.file.snapshot() as connection:
            ids = {row[0] for name in LAYOUTS for row in connection.execute(f"SELECT id FROM {name}")}
            order = {row[0]: row[1] or 0 for row in connection.execute("SELECT id, newness FROM articles")}
            for id in sorted(ids, key=lambda id: (order.get(id, 0), id)):
                yield id, documents_of(connection, id)

    def others(self) -> Iterator[tuple[str, bool, Iterator[tuple[Any, Document]]]]:
        """The other tables: name, whether ids are numbers, documents in their order."""
        storage = self._library.storage
        for name in sorted(storage.tables() - LAYOUTS.keys()):
            layout = storage.layout(name)
            numbered = layout is not None and layout.numbered
            pairs = storage.rows(name).items()
            yield name, numbered, ((int(id) if numbered else id, document) for id, document in pairs)


def documents_of(connection: sqlite3.Connection, id: int) -> Documents:
    """The documents of one article in a library."""
    found = {}
    for name in LAYOUTS:
        row = connection.execute(f"SELECT doc FROM {name} WHERE id = ?", (id,)).fetchone()
        if row is not None:
            found[name] = load(row[0])
    return found


class TinyDBSource:
    """The documents of a TinyDB JSON file, laid out in a database of their own that vanishes with this."""

    def __init__(self, path: str | os.PathLike[str], progress: Callable[[int, int], None] | None = None) -> None:
        """Read the file.

        Raises:
            NotTinyDB: it is no TinyDB file; `detail` says where.
            OSError: it cannot be read.
        """
        # An empty name is a file that SQLite makes where there is room and deletes at the end.
        self._staged = sqlite3.connect("", isolation_level=None)
        try:
            self._stage(path, progress)
        except BaseException:
            self.close()
            raise
        self._numbered = {
            name: all(_is_number(id) for (id,) in self._staged.execute("SELECT id FROM docs WHERE name = ?", (name,)))
            for (name,) in self._staged.execute("SELECT DISTINCT name FROM docs").fetchall()
        }
        self._own = {name for name in LAYOUTS if self._numbered.get(name)}

    def _stage(self, path: str | os.PathLike[str], progress: Callable[[int, int], None] | None) -> None:
        self._staged.execute("CREATE TABLE docs (place INTEGER PRIMARY KEY, name TEXT, id TEXT, doc TEXT)")
        self._staged.execute("BEGIN")
        size = os.stat(path).st_size
        with open(path, encoding="utf-8", errors="surrogatepass") as file:
            reader = _Reader(os.fspath(path), file)
            for number, (name, id, document) in enumerate(reader.documents()):
                row = (name, id, json.dumps(document))
                self._staged.execute("INSERT INTO docs (name, id, doc) VALUES (?, ?, ?)", row)
                if progress is not None and not number % 100:
                    progress(min(reader.read, size), size)
        self._staged.execute("CREATE INDEX docs_id ON docs (name, id)")
        self._staged.execute("COMMIT")

    def count(self) -> int:
        """How many articles and other documents there are."""
        own = set().union(*(self._ids(name) for name in self._own))
        marks = ", ".join("?" * len(self._own))
        query = f"SELECT count(*) FROM docs WHERE name NOT IN ({marks})"
        return len(own) + int(self._staged.execute(query, tuple(self._own)).fetchone()[0])

    def _ids(self, name: str) -> list[str]:
        return [row[0] for row in self._staged.execute("SELECT id FROM docs WHERE name = ? ORDER BY place", (name,))]

    def articles(self) -> Iterator[tuple[int, Documents]]:
        """The library's own documents, by article."""
        ids = dict.fromkeys(id for name in LAYOUTS if name in self._own for id in self._ids(name))
        for id in ids:
            found = {}
            for name in self._own:
                query = "SELECT doc FROM docs WHERE name = ? AND id = ?"
                row = self._staged.execute(query, (name, id)).fetchone()
                if row is not None:
                    found[name] = load(row[0])
            yield int(id), found

    def others(self) -> Iterator[tuple[str, bool, Iterator[tuple[Any, Document]]]]:
        """The other tables: name, whether ids are numbers, documents in their order."""
        for name, numbered in self._numbered.items():
            if name not in self._own:
                rows = self._staged.execute("SELECT id, doc FROM docs WHERE name = ? ORDER BY place", (name,))
                yield name, numbered, ((int(id) if numbered else id, load(doc)) for id, doc in rows)

    def close(self) -> None:
        """Let the file vanish."""
        self._staged.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _is_number(id: str) -> bool:
    return id.isascii() and id.isdigit() and str(int(id)) == id and 0 < int(id) < 1 << 63


class _Reader:
    """Reads a TinyDB file document by document."""

    def __init__(self, path: str, file: TextIO) -> None:
        self._path = path
        self._file = file
        self._buffer = ""
        self._at = 0
        self._decoder = json.JSONDecoder()
        self.read = 0
        """Characters read so far."""

    def documents(self) -> Iterator[tuple[str, str, Document]]:
        """Table, id and document, in the order of the file."""
        for name in self._keys():
            for id in self._keys():
                document = self._value()
                if not isinstance(document, dict):
                    raise self._wrong()
                yield name, id, document
        if self._next():
            raise self._wrong()

    def _keys(self) -> Iterator[str]:
        """The keys of the object that begins here; after each one the caller reads its value."""
        self._expect("{")
        if self._next() == "}":
            self._at += 1
            return
        while True:
            key = self._value()
            if not isinstance(key, str):
                raise self._wrong()
            self._expect(":")
            yield key
            if self._next() == "}":
                self._at += 1
                return
            self._expect(",")

    def _next(self) -> str:
        """The next character that is no white space; "" at the end."""
        while True:
            while self._at < len(self._buffer):
                if not self._buffer[self._at].isspace():
                    return self._buffer[self._at]
                self._at += 1
            if not self._more():
                return ""

    def _expect(self, character: str) -> None:
        if self._next() != character:
            raise self._wrong()
        self._at += 1

    def _value(self) -> Any:
        self._next()
        length = _READ
        while True:
            try:
                value, self._at = self._decoder.raw_decode(self._buffer, self._at)
                return value
            except ValueError as error:
                # Either it goes on behind what was read, or it is wrong.
                if not self._more(length):
                    raise self._wrong() from error
                length *= 2
            except RecursionError as error:
                raise self._wrong() from error

    def _more(self, length: int = _READ) -> bool:
        try:
            part = self._file.read(length)
        except UnicodeDecodeError as error:
            raise self._wrong() from error
        self.read += len(part)
        self._buffer = self._buffer[self._at :] + part
        self._at = 0
        return bool(part)

    def _wrong(self) -> NotTinyDB:
        return NotTinyDB(self._path, str(self.read - len(self._buffer) + self._at))
