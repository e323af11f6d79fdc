"""Every readable document of a damaged library into a new one. The damaged file is only read, and kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from store.errors import CannotWrite, LibraryBusy
from store.files import sync_file, sync_folder
from store.layout import LAYOUTS
from store.library import Library
from store.pages import INDEX_LEAF, TABLE_LEAF, Cell, Pages, iterate, record, serial_types
from store.repair import mend
from store.rows import Document, load
from store.sqlite import in_use

__all__ = ["Salvaged", "put_in_place", "salvage"]

_BATCH = 500
_RECOVERED = "recovered"
"""The table of documents whose own table's name is lost."""

_Place = tuple[int, int]
"""A page and the number of the row on it."""


@dataclass(slots=True)
class Salvaged:
    """What came out of a damaged file."""

    documents: dict[str, int] = field(default_factory=dict)
    """How many, by table."""
    unreadable: int = 0
    """Rows of which a part was found."""
    lost_texts: int = 0
    """Articles that are in the list but whose text is gone."""


def salvage(damaged: str, target: str, progress: Callable[[int, int], None] | None = None) -> Salvaged:
    """Make a library at `target` of what can be read of the one at `damaged`, its log included.

    Args:
        damaged: the file; it is not changed. Nobody may be writing to it.
        target: the new file; there must be none.
        progress: told how much is done and how much there is.

    Raises:
        OSError: the damaged file cannot be read at all.
        StoreError: the new one cannot be written.
    """
    pages = Pages(damaged)
    told = progress or (lambda done, total: None)
    try:
        found = _Finder(pages, told)
        with Library(target) as library:
            result = Salvaged()
            _copy_articles(found, library, result, told)
            for name, sql in found.others():
                _copy_table(found, library, name, sql, result)
            mended = mend(library)
            result.lost_texts = mended.lost_texts
            result.documents = {name: len(library.database.table(name)) for name in sorted(library.database.tables())}
    finally:
        pages.close()
    return result


class _Finder:
    """Where the rows of each table lie: by the trees that can be followed, and by their shape on all other pages."""

    def __init__(self, pages: Pages, told: Callable[[int, int], None]) -> None:
        self.pages = pages
        self.rows: dict[str, dict[Any, _Place]] = {name: {} for name in LAYOUTS}
        """By SQL table: where the row of each id is."""
        self.names: dict[str, str] = {}
        """By SQL table: the TinyDB table's name."""
        self._hints: dict[str, int] = {}
        roots = self._roots(told)
        free = pages.free()
        owner: dict[int, str] = {}
        for name, root in roots.items():
            for number in iterate(pages, root):
                owner.setdefault(number, name)
        for number in range(1, pages.count + 1):
            if number not in free:
                self._take(number, owner.get(number))
            if not number % _BATCH:
                told(number, pages.count * 2)

    def others(self) -> Iterator[tuple[str, str]]:
        """The TinyDB tables that are not the library's own: name, SQL table."""
        for sql in self.rows:
            if sql not in LAYOUTS and self.rows[sql]:
                yield self.names.get(sql, _RECOVERED if sql == _RECOVERED else f"{_RECOVERED} {sql}"), sql

    def _roots(self, told: Callable[[int, int], None]) -> dict[str, int]:
        """The first page of every table and index, from the schema or from the notes kept beside it."""
        found: dict[str, int] = {}
        pages = self.pages
        schema = [number for number in iterate(pages, 1) if pages.cells(number)]
        whole = pages.page(1)[100:101] in (bytes([TABLE_LEAF]), b"\x05") and bool(schema)
        for number in schema if whole else range(1, pages.count + 1):
            self._read_schema(number, found)
        self._read_notes(found.get("meta"), found.get("tinydb"))
        for name, root in self._hints.items():
            found.setdefault(name, root)
        return found

    def _read_schema(self, number: int, found: dict[str, int]) -> None:
        for values in self._records(number, TABLE_LEAF, 5):
            kind, name, _, root, _ = values
            if kind in ("table", "index") and isinstance(name, str) and isinstance(root, int) and root > 0:
                found[name] = root

    def _read_notes(self, meta: int | None, tables: int | None) -> None:
        """The names of the TinyDB tables, and where their trees begin."""
        some = [number for root in (meta, tables) if root for number in iterate(self.pages, root)]
        numbers = some if meta and tables else range(1, self.pages.count + 1)
        for number in numbers:
            for values in self._records(number, INDEX_LEAF, 2):
                key, value = values
                if isinstance(key, str) and key.startswith("root ") and isinstance(value, int):
                    self._hints[key.removeprefix("root ")] = value
            for values in self._records(number, INDEX_LEAF, 4):
                name, table, numbered, placed = values
                if isinstance(name, str) and isinstance(table, int) and {numbered, placed} <= {0, 1}:
                    self.names[f"documents_{table}"] = name

    def _records(self, number: int, kind: int, columns: int) -> Iterator[tuple[Any, ...]]:
        page = self.pages.page(number)
        if page[100 if number == 1 else 0 :][:1] != bytes([kind]):
            return
        for cell in self.pages.cells(number):
            types = serial_types(cell.local)
            if types is not None and len(types) == columns:
                payload = self.pages.payload(cell)
                values = None if payload is None else record(payload)
                if values is not None:
                    yield values

    def _take(self, number: int, owner: str | None) -> None:
        """Note the rows of documents on one page."""
        if owner is not None and owner not in LAYOUTS and not owner.startswith("documents_"):
            return
        page = self.pages.page(number)
        if page[:1] != bytes([TABLE_LEAF]):
            return
        for index, cell in enumerate(self.pages.cells(number)):
            columns = len(serial_types(cell.local) or ())
            if not 3 <= columns <= 6:
                continue
            if owner is not None:
                self.rows.setdefault(owner, {})[self._id(cell)] = (number, index)
                continue
            table = self._table_by_shape(cell, columns)
            if table is not None:
                # What a tree that can be followed leads to is newer than what merely lies about.
                self.rows.setdefault(table, {}).setdefault(self._id(cell), (number, index))

    def _id(self, cell: Cell) -> Any:
        """The document's id: the row's number, or the first value of a table whose ids are text."""
        if (serial_types(cell.local) or [0])[0] == 0:
            return cell.rowid
        payload = self.pages.payload(cell)
        values = None if payload is None else record(payload)
        return cell.rowid if values is None else values[0]

    def _table_by_shape(self, cell: Cell, columns: int) -> str | None:
        row = self.row(cell)
        if row is None:
            return None
        _, _, document = row
        if columns == 6:
            return "articles" if "identity" in document else "state" if "read" in document else None
        if columns == 4:
            return "parses" if "entities" in document else None
        if columns == 3:
            return "bodies" if "text" in document and "blocks" in document else _RECOVERED
        return None

    def row(self, cell: Cell) -> tuple[Any, Any, Document] | None:
        """Id, place and document of a row; None when it cannot be read whole."""
        payload = self.pages.payload(cell)
        values = None if payload is None else record(payload)
        if values is None or not isinstance(values[-1], str):
            return None
        document: Any
        try:
            document = load(values[-1])
        except ValueError:
            return None
        id = cell.rowid if values[0] is None else values[0]
        return (id, values[1], document) if isinstance(document, dict) else None

    def at(self, place: _Place) -> tuple[Any, Any, Document] | None:
        """As `row`, of the row at a place."""
        number, index = place
        return self.row(self.pages.cells(number)[index])


def _copy_articles(found: _Finder, library: Library, result: Salvaged, told: Callable[[int, int], None]) -> None:
    """The library's own tables, in the order of the list: so the search index is written fastest."""
    ids: set[int] = set().union(*(found.rows[name] for name in LAYOUTS))
    order = sorted((_newness(found, id), id) for id in ids)
    for start in range(0, len(order), _BATCH):
        batch = [id for _, id in order[start : start + _BATCH]]
        with library.file.atomic() as connection:
            for name in LAYOUTS:
                documents = []
                for id in batch:
                    row = found.at(found.rows[name][id]) if id in found.rows[name] else None
                    if row is not None:
                        documents.append((id, row[2]))
                    elif id in found.rows[name]:
                        result.unreadable += 1
                library.storage.restore(connection, name, documents)
        told(len(order) + start, len(order) * 2)


def _newness(found: _Finder, id: int) -> int:
    for name in ("state", "articles"):
        row = found.at(found.rows[name][id]) if id in found.rows[name] else None
        if row is not None and isinstance(newness := row[2].get("newness"), int):
            return newness
    return 0


def _copy_table(found: _Finder, library: Library, name: str, sql: str, result: Salvaged) -> None:
    rows = [found.at(place) for place in found.rows[sql].values()]
    whole = [row for row in rows if row is not None]
    result.unreadable += len(rows) - len(whole)
    numbered = all(isinstance(id, int) for id, _, _ in whole)
    if numbered:
        whole.sort(key=lambda row: (row[0] if row[1] is None else row[1], row[0]))
    documents = [(id if numbered else str(id), document) for id, _, document in whole]
    with library.file.atomic() as connection:
        library.storage.extend(connection, name, documents, numbered=numbered)


def put_in_place(salvaged: str, path: str, now: datetime) -> str:
    """Let the salvaged file take the damaged one's name; gives the name under which the damaged one is kept.

    At no moment is there no file or an empty one at `path`.

    Raises:
        LibraryBusy: somebody has the damaged file open.
        CannotWrite: the folder cannot be written.
    """
    if in_use(path):
        raise LibraryBusy(path)
    kept = f"{path}.damaged-{now:%Y%m%d-%H%M%S}"
    try:
        for end in ("", "-wal"):
            if os.path.exists(path + end):
                _keep(path + end, kept + end)
        sync_folder(os.path.dirname(os.path.abspath(path)))
        # The log of the damaged file must never be taken for one of the new file.
        for end in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.unlink(path + end)
        os.replace(salvaged, path)
        sync_folder(os.path.dirname(os.path.abspath(path)))
    except OSError as error:
        raise CannotWrite(path, error.strerror or str(error)) from error
    return kept


def _keep(path: str, kept: str) -> None:
    try:
        os.link(path, kept)
    except OSError:
        # A file system without links.
        shutil.copy2(path, kept)
        sync_file(kept)
