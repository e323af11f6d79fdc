"""What is kept beside the documents and can be made from them at any time: who names what, and the search index."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from store import search
from store.naming import NameKind, names_of
from store.rows import load

__all__ = ["build", "changing", "cleared", "rebuild"]


def changing(connection: sqlite3.Connection, table: str, id: Any, document: Mapping[str, Any] | None) -> None:
    """A document is about to be written, or removed (None): move what follows from the old one to the new one."""
    if table == "articles":
        before, after = _newness(connection, id), None if document is None else _whole(document.get("newness"))
        if before != after:
            parse, body = _document(connection, "parses", id), _document(connection, "bodies", id)
            _move_postings(connection, id, before, parse, after, parse)
            _move_row(connection, before, body, after, body)
    elif table == "parses":
        newness = _newness(connection, id)
        _move_postings(connection, id, newness, _document(connection, table, id), newness, document)
    elif table == "bodies":
        newness = _newness(connection, id)
        _move_row(connection, newness, _document(connection, table, id), newness, document)


def build(
    connection: sqlite3.Connection,
    id: int,
    newness: int,
    body: Mapping[str, Any] | None,
    parse: Mapping[str, Any] | None,
    known: dict[tuple[int, str], int] | None = None,
) -> None:
    """Write what follows from one article's documents, where nothing of it is yet.

    `known` keeps the ids of names from one call to the next; it must not outlive the transaction.
    """
    names = set() if parse is None else names_of(parse)
    _add_postings(connection, id, newness, sorted(names), {} if known is None else known)
    _move_row(connection, None, None, newness, body)


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the index of names and the search index anew from the documents, inside the caller's transaction."""
    connection.execute("DROP TABLE search")
    connection.execute(search.CREATE)
    connection.execute("DELETE FROM postings")
    connection.execute("DELETE FROM names")
    rows = connection.execute(
        "SELECT a.id, a.newness, b.doc, p.doc FROM articles a LEFT JOIN bodies b ON b.id = a.id "
        "LEFT JOIN parses p ON p.id = a.id ORDER BY a.newness"
    )
    for id, newness, body, parse in rows:
        build(connection, id, newness, None if body is None else load(body), None if parse is None else load(parse))


def cleared(connection: sqlite3.Connection, table: str) -> None:
    """All documents of a table are about to be removed."""
    if table in ("parses", "articles"):
        connection.execute("DELETE FROM postings")
        connection.execute("DELETE FROM names")
    if table in ("bodies", "articles"):
        connection.execute("INSERT INTO search (search) VALUES ('delete-all')")


def _whole(value: object) -> int | None:
    """`value` if it can be a row id."""
    return value if type(value) is int and -(2**63) <= value < 2**63 else None


def _newness(connection: sqlite3.Connection, id: Any) -> int | None:
    row = connection.execute("SELECT newness FROM articles WHERE id = ?", (id,)).fetchone()
    return None if row is None else _whole(row[0])


def _document(connection: sqlite3.Connection, table: str, id: Any) -> dict[str, Any] | None:
    row = connection.execute(f"SELECT doc FROM {table} WHERE id = ?", (id,)).fetchone()
    return None if row is None else load(row[0])


def _move_postings(
    connection: sqlite3.Connection,
    id: Any,
    before: int | None,
    old: Mapping[str, Any] | None,
    after: int | None,
    new: Mapping[str, Any] | None,
) -> None:
    gone = set() if before is None or old is None else {(before, *name) for name in names_of(old)}
    come = set() if after is None or new is None else {(after, *name) for name in names_of(new)}
    for newness, kind, key in gone - come:
        connection.execute(
            "DELETE FROM postings WHERE name = (SELECT id FROM names WHERE kind = ? AND key = ?) "
            "AND newness = ? AND article = ?",
            (kind, key, newness, id),
        )
    if after is not None:
        _add_postings(connection, id, after, sorted((kind, key) for _, kind, key in come - gone), {})


def _add_postings(
    connection: sqlite3.Connection,
    id: Any,
    newness: int,
    names: list[tuple[NameKind, str]],
    known: dict[tuple[int, str], int],
) -> None:
    for kind, key in names:
        name = known.get((kind, key))
        if name is None:
            row = connection.execute("SELECT id FROM names WHERE kind = ? AND key = ?", (kind, key)).fetchone()
            # Not RETURNING: it costs ten times the insertion.
            insert = "INSERT INTO names (kind, key) VALUES (?, ?)"
            found = connection.execute(insert, (kind, key)).lastrowid if row is None else row[0]
            assert found is not None
            name = known[kind, key] = int(found)
        connection.execute("INSERT OR IGNORE INTO postings VALUES (?, ?, ?)", (name, newness, id))


def _move_row(
    connection: sqlite3.Connection,
    before: int | None,
    old: Mapping[str, Any] | None,
    after: int | None,
    new: Mapping[str, Any] | None,
) -> None:
    gone = None if before is None or old is None else search.row(old)
    come = None if after is None or new is None else search.row(new)
    if (before, gone) == (after, come):
        return
    if before is not None and gone is not None:
        search.delete(connection, before, gone)
    if after is not None and come is not None:
        search.insert(connection, after, come)
