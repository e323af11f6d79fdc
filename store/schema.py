"""The library file's SQL: tables and indexes."""

from __future__ import annotations

import sqlite3

from store import search
from store.layout import LAYOUTS

__all__ = ["APPLICATION_ID", "TABLES", "VERSION", "create", "note_root"]

APPLICATION_ID = 0x44426C31
"""At byte 68 of every library file: "DBl1"."""

VERSION = 2
"""`user_version` of a file made by this program."""

TABLES = frozenset({"tinydb", "meta", "names", "postings", "search", *LAYOUTS})
"""The SQL tables every library has."""

_TABLES = """
-- The TinyDB tables that exist. number names the SQL table of those that are not the library's own.
CREATE TABLE tinydb (
    name TEXT PRIMARY KEY,
    number INTEGER UNIQUE,
    numbered INTEGER NOT NULL DEFAULT 1,
    -- Set once a document was inserted below the highest id: from then on `place` keeps the order.
    placed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- Names that articles have in common: entities, speakers, sources. kind is a NameKind, key the folded name.
CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    key TEXT NOT NULL,
    UNIQUE (kind, key)
);
-- "Which articles have this name", newest first.
CREATE TABLE postings (
    name INTEGER NOT NULL,
    newness INTEGER NOT NULL,
    article INTEGER NOT NULL,
    PRIMARY KEY (name, newness, article)
) WITHOUT ROWID;
"""

_INDEXES = """
-- The list of everything, newest first, and where a search row's article is.
CREATE INDEX articles_newness ON articles (newness);
-- The list of one paper.
CREATE INDEX articles_site ON articles (site, newness);
-- "Is this article here already?"
CREATE INDEX articles_identity ON articles (identity);
-- The lists of unread and of saved articles, and how many there are.
CREATE INDEX state_unread ON state (newness) WHERE read = 0;
CREATE INDEX state_saved ON state (newness) WHERE saved = 1;
"""


def create(connection: sqlite3.Connection) -> None:
    """Make the whole schema in an empty file. The caller holds the transaction."""
    for statement in _statements(_TABLES):
        connection.execute(statement)
    for layout in LAYOUTS.values():
        connection.execute(layout.create())
    connection.execute(search.CREATE)
    for statement in _statements(_INDEXES):
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={VERSION}")


def note_root(connection: sqlite3.Connection, table: str) -> None:
    """Note where a table begins, or that it is gone: the schema itself lies on the first page, which may get lost."""
    connection.execute("DELETE FROM meta WHERE key = ?", (f"root {table}",))
    query = "INSERT INTO meta SELECT 'root ' || name, rootpage FROM sqlite_schema WHERE type = 'table' AND name = ?"
    connection.execute(query, (table,))


def _statements(script: str) -> list[str]:
    return [part for part in script.split(";") if part.strip()]
