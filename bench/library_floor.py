"""The floor the library is measured against: the same articles, written and read in plain sqlite3, with nothing more.

One table each for heads, bodies, parses and state, JSON documents, an index on the date, a table of postings, and a
contentless FTS5 table over folded text whose row ids are the articles' ids.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from extract.types import ParsedArticle

__all__ = ["Floor", "fold"]

_SCHEMA = """
CREATE TABLE heads (id INTEGER PRIMARY KEY, date INTEGER, doc TEXT);
CREATE INDEX heads_date ON heads (date);
CREATE TABLE bodies (id INTEGER PRIMARY KEY, doc TEXT);
CREATE TABLE parses (id INTEGER PRIMARY KEY, doc TEXT);
CREATE TABLE state (id INTEGER PRIMARY KEY, doc TEXT);
CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE postings (name INTEGER, article INTEGER, PRIMARY KEY (name, article)) WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5 (title, body, content='');
"""


def fold(text: str) -> str:
    """Lower case without marks."""
    bare = (c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return "".join(bare).replace("đ", "d")


class Floor:
    """Plain sqlite3 in WAL mode with synchronous=FULL."""

    def __init__(self, path: Path) -> None:
        new = not path.exists()
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=FULL")
        if new:
            self.connection.executescript(_SCHEMA)
        self._next = 1

    def close(self) -> None:
        self.connection.close()

    def add_many(self, many: Iterable[ParsedArticle]) -> None:
        """Write articles in one transaction."""
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        for parsed in many:
            id, article = self._next, parsed.article
            self._next += 1
            assert article.published is not None
            head: dict[str, Any] = {
                "title": article.title,
                "site": article.site,
                "url": article.url,
                "published": article.published.isoformat(),
                "words": len(article.text.split()),
                "speakers": [],
            }
            execute("INSERT INTO heads VALUES (?, ?, ?)", (id, int(article.published.timestamp()), _json(head)))
            execute("INSERT INTO bodies VALUES (?, ?)", (id, _json(msgspec.to_builtins(article))))
            parse = {
                "entities": msgspec.to_builtins(parsed.entities),
                "quotes": msgspec.to_builtins(parsed.quotes),
                "sources": msgspec.to_builtins(parsed.sources),
                "authors": msgspec.to_builtins(parsed.authors),
                "version": parsed.version,
            }
            execute("INSERT INTO parses VALUES (?, ?)", (id, _json(parse)))
            execute("INSERT INTO state VALUES (?, ?)", (id, _json({"read": False, "saved": False, "position": 0})))
            for name in {f"{entity.type} {entity.name.casefold()}" for entity in parsed.entities}:
                execute("INSERT OR IGNORE INTO names (name) VALUES (?)", (name,))
                execute("INSERT INTO postings SELECT id, ? FROM names WHERE name = ?", (id, name))
            row = (id, fold(article.title), fold(article.text[len(article.title) :]))
            execute("INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", row)
        execute("COMMIT")

    def heads(self, count: int) -> list[Any]:
        rows = self.connection.execute("SELECT id, doc FROM heads ORDER BY date DESC LIMIT ?", (count,))
        return [(id, json.loads(doc)) for id, doc in rows]

    def get(self, id: int) -> list[Any]:
        row = self.connection.execute(
            "SELECT h.doc, b.doc, p.doc, s.doc FROM heads h, bodies b, parses p, state s "
            "WHERE h.id = ?1 AND b.id = ?1 AND p.id = ?1 AND s.id = ?1",
            (id,),
        ).fetchone()
        return [json.loads(text) for text in row]

    def mark_read(self, id: int, read: bool) -> None:
        self.connection.execute("UPDATE state SET doc = json_set(doc, '$.read', ?) WHERE id = ?", (read, id))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
