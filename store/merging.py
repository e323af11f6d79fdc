"""Documents of another library, or of a TinyDB file, into this one: what is there already stays as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Protocol

from store import codec
from store.layout import LAYOUTS
from store.library import Library
from store.order import free_newness, next_id
from store.rows import Document, load

__all__ = ["Documents", "Merged", "Source", "merge", "put_article"]

Documents = dict[str, Document]
"""What there is of one article, by table."""

_BATCH = 500


class Source(Protocol):
    """Where documents come from."""

    def count(self) -> int:
        """How many articles and other documents there are."""

    def articles(self) -> Iterator[tuple[int, Documents]]:
        """The library's own documents, by article."""

    def others(self) -> Iterator[tuple[str, bool, Iterator[tuple[Any, Document]]]]:
        """The other tables: name, whether ids are numbers, documents in their order."""


@dataclass(slots=True)
class Merged:
    """What came of it."""

    added: int = 0
    """Articles."""
    known: int = 0
    """Articles that were there; what was read or saved in either is so now."""
    documents: int = 0
    """Documents of other tables that were added."""


def merge(library: Library, source: Source, progress: Callable[[int, int], None] | None = None) -> Merged:
    """Add what `source` has and `library` has not, some hundred documents a transaction; doing it twice adds nothing.

    An article keeps its number where it is free. A document of another table whose id is taken gets the next free one,
    unless the same document is there.

    Raises:
        StoreError: what was merged so far stays, and doing it again goes on.
    """
    merged, done, total = Merged(), 0, source.count()
    told = progress or (lambda done, total: None)
    for batch in _batched(source.articles(), _BATCH):
        with library.file.atomic() as connection:
            # The search index takes rows fastest in the order of the list.
            for id, documents in sorted(batch, key=_newness):
                put_article(library, connection, id, documents, merged)
        done += len(batch)
        told(done, total)
    for name, numbered, rows in source.others():
        for some in _batched(rows, _BATCH):
            _put_others(library, name, numbered, some, merged)
            done += len(some)
            told(done, total)
    return merged


def _batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """Lists of at most `size` items."""
    each = iter(items)
    while some := list(islice(each, size)):
        yield some


def _newness(item: tuple[int, Documents]) -> int:
    newness = item[1].get("articles", {}).get("newness")
    return newness if isinstance(newness, int) else 0


def put_article(library: Library, connection: sqlite3.Connection, id: int, documents: Documents, merged: Merged) -> int:
    """Add one article's documents unless it is there, inside the caller's transaction; gives its number."""
    head = documents.get("articles", {})
    identity = head.get("identity")
    there = None
    if isinstance(identity, str):
        there = connection.execute("SELECT id FROM articles WHERE identity = ?", (identity,)).fetchone()
    elif _same(connection, id, documents):
        there = (id,)
    if there is not None:
        merged.known += 1
        _join_state(library, connection, there[0], documents.get("state", {}))
        return int(there[0])
    taken = any(connection.execute(f"SELECT 1 FROM {name} WHERE id = ?", (id,)).fetchone() for name in LAYOUTS)
    if taken or id < 1:
        id = next_id(connection)
    newness = head.get("newness")
    if isinstance(newness, int) and (newness < 0 or _taken(connection, newness)):
        moment = codec.moment(head.get("published")) or codec.moment(head.get("added")) or datetime.now(UTC)
        newness = free_newness(connection, moment, id)
        documents = {
            name: {**document, "newness": newness} if "newness" in document else document
            for name, document in documents.items()
        }
    for name in LAYOUTS:
        if name in documents:
            library.storage.restore(connection, name, [(id, documents[name])])
    merged.added += 1
    return id


def _same(connection: sqlite3.Connection, id: int, documents: Documents) -> bool:
    """Whether exactly these documents are there."""
    for name, document in documents.items():
        row = connection.execute(f"SELECT doc FROM {name} WHERE id = ?", (id,)).fetchone()
        if row is None or load(row[0]) != document:
            return False
    return True


def _taken(connection: sqlite3.Connection, newness: int) -> bool:
    return connection.execute("SELECT 1 FROM articles WHERE newness = ?", (newness,)).fetchone() is not None


def _join_state(library: Library, connection: sqlite3.Connection, id: int, other: Document) -> None:
    """What the person did here or there counts."""
    row = connection.execute("SELECT doc FROM state WHERE id = ?", (id,)).fetchone()
    if row is None:
        return
    ours = load(row[0])
    joined = {**ours, **{name: True for name in ("read", "saved") if other.get(name) is True}}
    if not ours.get("position") and isinstance(other.get("position"), int):
        joined["position"] = other["position"]
    if joined != ours:
        library.storage.restore(connection, "state", [(id, joined)])


def _put_others(
    library: Library, name: str, numbered: bool, documents: list[tuple[Any, Document]], merged: Merged
) -> None:
    with library.file.atomic() as connection:
        layout = library.storage.layout(name)
        if layout is not None and layout.numbered != numbered:
            name = f"{name} ({'1' if numbered else 'a'})"
            layout = library.storage.layout(name)
        new: list[tuple[Any, Document]] = []
        greatest = 0 if layout is None or not numbered else library.storage.rows(name).greatest_id()
        for id, document in documents:
            row = None
            if layout is not None:
                row = connection.execute(f"SELECT doc FROM {layout.sql} WHERE id = ?", (id,)).fetchone()
            if row is None:
                new.append((id, document))
                greatest = max(greatest, id) if numbered else greatest
            elif load(row[0]) != document:
                greatest += 1
                free = greatest if numbered else f"{id} {len(new) + 1}"
                new.append((free, document))
        library.storage.extend(connection, name, new, numbered=numbered)
        merged.documents += len(new)
