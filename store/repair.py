"""Mending a library whose trees are sound: indexes are made anew, what belongs nowhere is put aside."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from store import codec, derived
from store.identity import article_identity
from store.inspection import Fault, Report
from store.layout import LAYOUTS
from store.library import Library
from store.order import free_newness
from store.rows import Document, load
from store.types import State

__all__ = ["ASIDE", "Mended", "mend"]

ASIDE = "set aside"
"""The TinyDB table of what belongs to no article any more: {"table", "id", "document"}, or "text" when it is none."""


@dataclass(slots=True)
class Mended:
    """What was done."""

    heads: int = 0
    """Texts that are in the list again."""
    parses: int = 0
    """Articles without what was found in them: adding them again finds it."""
    states: int = 0
    """Articles that count as unread again."""
    lost_texts: int = 0
    """Articles that are in the list without their text: adding them again brings it back."""
    set_aside: int = 0
    """Rows that belong to no article, or that hold no document."""


def mend(library: Library, report: Report | None = None) -> Mended:
    """Make the library sound, in one transaction.

    Args:
        library: its trees must be sound: `Fault.MALFORMED` is for `store.salvage`.
        report: what `store.inspection.inspect` found; without it everything is mended except indexes.

    Raises:
        StoreError: nothing was changed.
    """
    mended = Mended()
    faults = None if report is None else report.findings.keys()
    with library.file.atomic() as connection:
        if faults is not None:
            _mend_tables(connection)
            if Fault.INDEX in faults:
                connection.execute("REINDEX")
            mended.set_aside += _set_aside_unreadable(library, connection)
            _mend_columns(connection)
        _mend_heads(library, connection, mended)
        _mend_parses(library, connection, mended)
        _set_aside_orphans(library, connection, mended)
        moved = _mend_order(library, connection)
        _mend_states(library, connection, mended)
        if faults is not None or moved:
            derived.rebuild(connection)
    return mended


def _mend_tables(connection: sqlite3.Connection) -> None:
    """Make the list of TinyDB tables fit the tables."""
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    listed = {
        name if number is None else f"documents_{number}": name
        for name, number in connection.execute("SELECT name, number FROM tinydb")
    }
    for sql in listed.keys() - there:
        connection.execute("DELETE FROM tinydb WHERE name = ?", (listed[sql],))
    for sql in sorted(there - listed.keys()):
        if sql in LAYOUTS and connection.execute(f"SELECT 1 FROM {sql} LIMIT 1").fetchone():
            connection.execute("INSERT INTO tinydb (name) VALUES (?)", (sql,))
        elif sql.startswith("documents_") and sql.removeprefix("documents_").isdigit():
            columns = connection.execute("SELECT type FROM pragma_table_info(?) WHERE name = 'id'", (sql,)).fetchone()
            connection.execute(
                "INSERT INTO tinydb (name, number, numbered, placed) VALUES (?, ?, ?, 1)",
                (f"recovered {sql}", int(sql.removeprefix("documents_")), int(columns[0] == "INTEGER")),
            )


def _set_aside_unreadable(library: Library, connection: sqlite3.Connection) -> int:
    count = 0
    tables = {name: name for name in LAYOUTS}
    query = "SELECT name, number FROM tinydb WHERE number IS NOT NULL"
    tables |= {name: f"documents_{number}" for name, number in connection.execute(query)}
    for name, sql in tables.items():
        broken = []
        for id, text in connection.execute(f"SELECT id, doc FROM {sql}"):
            try:
                sound = isinstance(text, str) and isinstance(load(text), dict)
            except (ValueError, RecursionError):
                sound = False
            if not sound:
                broken.append((id, text if isinstance(text, str) else str(text)))
        for id, text in broken:
            _put_aside(library, connection, {"table": name, "id": id, "text": text})
            # By SQL alone: what follows from such a row is made anew later.
            connection.execute(f"DELETE FROM {sql} WHERE id = ?", (id,))
        count += len(broken)
    return count


def _put_aside(library: Library, connection: sqlite3.Connection, document: Document) -> None:
    library.database.table(ASIDE).insert(document)


def _mend_heads(library: Library, connection: sqlite3.Connection, mended: Mended) -> None:
    """Texts without a head get one, made from text and parse as at the first time."""
    query = (
        "SELECT b.id, CAST(b.doc AS BLOB), CAST(p.doc AS BLOB), s.newness FROM bodies b LEFT JOIN parses p "
        "ON p.id = b.id LEFT JOIN state s ON s.id = b.id WHERE b.id NOT IN (SELECT id FROM articles)"
    )
    for id, body, parse, newness in connection.execute(query).fetchall():
        try:
            parsed = codec.decode_parsed(body, parse or codec.EMPTY_PARSE)
        except (msgspec.MsgspecError, ValueError):
            document = load(body.decode())
            _put_aside(library, connection, {"table": "bodies", "id": id, "document": document})
            library.storage.remove(connection, "bodies", id)
            mended.set_aside += 1
            continue
        added = datetime.now(UTC).replace(microsecond=0)
        place = newness if type(newness) is int and not _taken(connection, newness) else None
        if place is None:
            place = free_newness(connection, parsed.article.published or added, id)
        stamp = codec.Stamp(added, place, _free_identity(connection, article_identity(parsed.article), id), "")
        library.storage.put(connection, "articles", id, codec.head_document(parsed, stamp))
        mended.heads += 1


def _taken(connection: sqlite3.Connection, newness: int) -> bool:
    return connection.execute("SELECT 1 FROM articles WHERE newness = ?", (newness,)).fetchone() is not None


def _free_identity(connection: sqlite3.Connection, identity: str, id: int) -> str:
    """The identity, or one of the article's own when another article has it."""
    taken = connection.execute("SELECT 1 FROM articles WHERE identity = ?", (identity,)).fetchone()
    return f"{identity} {id}" if taken else identity


def _mend_parses(library: Library, connection: sqlite3.Connection, mended: Mended) -> None:
    """Articles without a parse get an empty one; those without a text are marked. Both may be added anew."""
    query = "SELECT a.id, a.doc, b.id, p.id FROM articles a LEFT JOIN bodies b ON b.id = a.id LEFT JOIN parses p "
    query += "ON p.id = a.id WHERE b.id IS NULL OR p.id IS NULL"
    for id, doc, body, parse in connection.execute(query).fetchall():
        head = load(doc)
        if body is None and head.get("lost") is not True:
            mended.lost_texts += 1
            # Without its digest the article is not known but updated when it is added again.
            library.storage.put(connection, "articles", id, {**head, "digest": "", "lost": True})
        elif body is not None and parse is None:
            mended.parses += 1
            library.storage.put(connection, "articles", id, {**head, "digest": ""})
            library.storage.put(connection, "parses", id, load(codec.EMPTY_PARSE.decode()))


def _set_aside_orphans(library: Library, connection: sqlite3.Connection, mended: Mended) -> None:
    for table in ("parses", "state"):
        query = f"SELECT id, doc FROM {table} WHERE id NOT IN (SELECT id FROM articles)"
        for id, doc in connection.execute(query).fetchall():
            _put_aside(library, connection, {"table": table, "id": id, "document": load(doc)})
            library.storage.remove(connection, table, id)
            mended.set_aside += 1


def _mend_order(library: Library, connection: sqlite3.Connection) -> bool:
    """Give every article a place of its own in the list; says whether one had none. Indexes are left as they were."""
    query = (
        "SELECT id, doc FROM articles a WHERE typeof(newness) <> 'integer' "
        "OR EXISTS (SELECT 1 FROM articles o WHERE o.newness = a.newness AND o.id < a.id)"
    )
    wrong = connection.execute(query).fetchall()
    for id, doc in wrong:
        head = load(doc)
        moment = codec.moment(head.get("published")) or codec.moment(head.get("added")) or datetime.now(UTC)
        connection.execute("UPDATE articles SET newness = NULL WHERE id = ?", (id,))
        newness = free_newness(connection, moment, id)
        connection.execute("UPDATE articles SET newness = ? WHERE id = ?", (newness, id))
        library.storage.put(connection, "articles", id, {**head, "newness": newness})
    return bool(wrong)


def _mend_states(library: Library, connection: sqlite3.Connection, mended: Mended) -> None:
    query = (
        "SELECT a.id, a.newness, s.doc FROM articles a LEFT JOIN state s ON s.id = a.id "
        "WHERE s.id IS NULL OR s.newness IS NOT a.newness"
    )
    for id, newness, doc in connection.execute(query).fetchall():
        mended.states += doc is None
        state = codec.state_document(State(), newness) if doc is None else {**load(doc), "newness": newness}
        library.storage.put(connection, "state", id, state)


def _mend_columns(connection: sqlite3.Connection) -> None:
    """Write the columns anew where they are not what the document says."""
    for name, layout in LAYOUTS.items():
        if not layout.columns:
            continue
        names = ", ".join(layout.columns)
        changes = ", ".join(f"{column} = ?" for column in layout.columns)
        wrong = []
        for id, doc, *held in connection.execute(f"SELECT id, doc, {names} FROM {name}"):
            values = layout.values(load(doc))
            if values != held:
                wrong.append((*values, id))
        connection.executemany(f"UPDATE {name} SET {changes} WHERE id = ?", wrong)
