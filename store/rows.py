"""A TinyDB table's documents as mappings over SQL rows: what is read or changed is what is touched."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import ItemsView, Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any

import msgspec

from store.layout import Layout
from store.sqlite import translated

__all__ = ["ChangingRows", "Document", "Rows", "dump", "encode", "load"]

Document = dict[str, Any]

_LIMIT = 2**63
_PAGE = 500
"""Documents fetched at a time while iterating."""


def dump(document: Mapping[str, Any]) -> str:
    """`document` as JSON, as TinyDB's own JSON storage would write it.

    Raises:
        TypeError, ValueError: something in it has no JSON form.
    """
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        # Lone surrogates have no UTF-8 form, but a JSON escape.
        return json.dumps(document, separators=(",", ":"))
    return text


def encode(document: Mapping[str, Any]) -> str:
    """As `dump`, for documents made here: nothing in them but strings, finite numbers, lists and dictionaries."""
    try:
        return msgspec.json.encode(document).decode()
    except UnicodeEncodeError:
        return dump(document)


def load(text: str) -> Document:
    """The document that `dump` wrote."""
    value: Document = json.loads(text)
    return value


class _Items(ItemsView[str, Document]):
    """All (id, document) pairs, a page at a time."""

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._rows = rows

    def __iter__(self) -> Iterator[tuple[str, Document]]:
        return self._rows.pairs()


class Rows(Mapping[str, Document]):
    """Reading: ids as strings, as TinyDB's storages give them, in the order of insertion."""

    def __init__(self, connection: sqlite3.Connection, path: str, layout: Layout | None, placed: bool) -> None:
        """`path` is the file, for its errors; `layout` is None for a table that does not exist: it is empty."""
        self._connection = connection
        self._path = path
        self._layout = layout
        self._order = "" if layout is None else layout.order if placed or not layout.numbered else "id"

    def __getitem__(self, key: str) -> Document:
        if self._layout is not None:
            with translated(self._path):
                text = _text(self._connection, self._layout, self._id(key))
            if text is not None:
                return load(text)
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return self._layout is not None and any(True for _ in self.some([str(key)]))

    def _select(self, query: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        with translated(self._path):
            cursor = self._connection.execute(query, parameters)
            while page := cursor.fetchmany(_PAGE):
                yield from page

    def _id(self, key: object) -> object:
        """The id that `key` spells."""
        if self._layout is None or not self._layout.numbered or not isinstance(key, str):
            return key
        try:
            id = int(key)
        except ValueError:
            return None
        return id if str(id) == key else None

    def __len__(self) -> int:
        if self._layout is None:
            return 0
        return int(next(self._select(f"SELECT count(*) FROM {self._layout.sql}"))[0])

    def __bool__(self) -> bool:
        if self._layout is None:
            return False
        return any(True for _ in self._select(f"SELECT 1 FROM {self._layout.sql} LIMIT 1"))

    def __iter__(self) -> Iterator[str]:
        return (str(id) for id in self.ids())

    def items(self) -> ItemsView[str, Document]:
        return _Items(self)

    def ids(self) -> list[int | str]:
        """All ids in the order of insertion."""
        if self._layout is None:
            return []
        query = f"SELECT id FROM {self._layout.sql} ORDER BY {self._order}"
        return [row[0] for row in self._select(query)]

    def pairs(self) -> Iterator[tuple[str, Document]]:
        """All documents. The ids are settled at the start, so the table may be changed while iterating."""
        if self._layout is None:
            return
        ids = self.ids()
        for start in range(0, len(ids), _PAGE):
            page = ids[start : start + _PAGE]
            marks = ", ".join("?" * len(page))
            query = f"SELECT id, doc FROM {self._layout.sql} WHERE id IN ({marks}) ORDER BY {self._order}"
            for id, doc in list(self._select(query, page)):
                yield str(id), load(doc)

    def where(self, condition: str, parameters: Sequence[Any]) -> Iterator[tuple[Any, Document]]:
        """The documents whose columns satisfy `condition`, with their ids, in the order of insertion."""
        if self._layout is None:
            return
        query = f"SELECT id, doc FROM {self._layout.sql} WHERE {condition} ORDER BY {self._order}"
        for id, doc in self._select(query, parameters):
            yield id, load(doc)

    def some(self, keys: Iterable[str]) -> list[tuple[Any, Document]]:
        """The documents with these ids, as `__getitem__` takes them, in the order of insertion."""
        ids = [id for key in set(keys) if isinstance(id := self._id(key), int | str)]
        found: list[tuple[Any, Any, str]] = []
        if self._layout is not None:
            ids = [id for id in ids if isinstance(id, str) or -_LIMIT <= id < _LIMIT]
            for start in range(0, len(ids), _PAGE):
                page = ids[start : start + _PAGE]
                query = (
                    f"SELECT {self._order}, id, doc FROM {self._layout.sql} WHERE id IN ({', '.join('?' * len(page))})"
                )
                found += self._select(query, page)
        return [(id, load(doc)) for _, id, doc in sorted(found)]

    def greatest_id(self) -> int:
        """The highest id; 0 when there is none."""
        if self._layout is None:
            return 0
        return next(self._select(f"SELECT max(id) FROM {self._layout.sql}"))[0] or 0


class ChangingRows(MutableMapping[Any, Document]):
    """Changing: TinyDB's updaters work on this mapping inside a transaction, and `changes` says what came of it."""

    def __init__(self, connection: sqlite3.Connection, layout: Layout, rows: Rows) -> None:
        self._connection = connection
        self._layout = layout
        self._rows = rows
        self._read: dict[Any, tuple[str, Document]] = {}
        self._set: dict[Any, Document] = {}
        self._gone: set[Any] = set()
        self.cleared = False

    def __getitem__(self, key: Any) -> Document:
        if key in self._set:
            return self._set[key]
        if key in self._read:
            return self._read[key][1]
        if self.cleared or key in self._gone:
            raise KeyError(key)
        text = _text(self._connection, self._layout, key)
        if text is None:
            raise KeyError(key)
        document = load(text)
        self._read[key] = (text, document)
        return document

    def __setitem__(self, key: Any, document: Document) -> None:
        self._read.pop(key, None)
        self._set[key] = document

    def __delitem__(self, key: Any) -> None:
        if key not in self:
            raise KeyError(key)
        self._read.pop(key, None)
        self._set.pop(key, None)
        if not self.cleared:
            self._gone.add(key)

    def __contains__(self, key: object) -> bool:
        if key in self._set or key in self._read:
            return True
        return not self.cleared and key not in self._gone and _text(self._connection, self._layout, key) is not None

    def __iter__(self) -> Iterator[Any]:
        kept = [] if self.cleared else [id for id in self._rows.ids() if id not in self._gone]
        known = set(kept)
        return iter([*kept, *(id for id in self._set if id not in known)])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def clear(self) -> None:
        self._read.clear()
        self._set.clear()
        self._gone.clear()
        self.cleared = True

    def changes(self) -> tuple[set[Any], dict[Any, tuple[Document, str]]]:
        """The ids to delete first, and then the documents to write with their JSON."""
        written = {id: (document, dump(document)) for id, document in self._set.items()}
        for id, (before, document) in self._read.items():
            after = dump(document)
            if after != before:
                written[id] = (document, after)
        return self._gone, written


def _text(connection: sqlite3.Connection, layout: Layout, key: object) -> str | None:
    """The JSON of the document with id `key`, or None."""
    if layout.numbered:
        # SQLite would take the string "1" for the number; Python's dictionaries do not.
        if not isinstance(key, int | float) or not -_LIMIT <= key < _LIMIT:
            return None
    elif not isinstance(key, str):
        return None
    row = connection.execute(f"SELECT doc FROM {layout.sql} WHERE id = ?", (key,)).fetchone()
    return None if row is None else row[0]
