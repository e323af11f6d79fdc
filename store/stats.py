"""What the library holds, in numbers."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass

from store.identity import fold_name
from store.library import Library
from store.naming import NameKind
from store.rows import load
from store.types import Counts

__all__ = ["Named", "Stats", "stats"]

_MOST = 10


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name, and the number of articles that have it."""

    name: str
    articles: int


@dataclass(frozen=True, slots=True)
class Stats:
    """The library in numbers."""

    counts: Counts
    papers: tuple[Named, ...]
    """All papers, the one with the most articles first; "" are those without."""
    people: tuple[Named, ...]
    """Who is named in the most articles, at most ten; likewise those that follow."""
    organisations: tuple[Named, ...]
    places: tuple[Named, ...]
    speakers: tuple[Named, ...]
    sources: tuple[Named, ...]
    documents: dict[str, int]
    """By TinyDB table."""
    size: int
    """Bytes of the file and its log."""
    free: int
    """Bytes of the file that hold nothing: `vacuum` gives them back."""


def stats(library: Library) -> Stats:
    """Count everything, in one snapshot."""
    with library.file.snapshot() as connection:
        papers = connection.execute("SELECT site, count(*) FROM articles GROUP BY site ORDER BY 2 DESC, 1")
        named = {kind: _most_named(connection, kind) for kind in NameKind}
        free, page = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_size"))
        return Stats(
            counts=library.counts(),
            papers=tuple(Named(str(site or ""), count) for site, count in papers),
            people=named[NameKind.PER],
            organisations=named[NameKind.ORG],
            places=named[NameKind.LOC],
            speakers=named[NameKind.SPEAKER],
            sources=named[NameKind.SOURCE],
            documents={name: len(library.storage.rows(name)) for name in sorted(library.database.tables())},
            size=sum(os.path.getsize(library.path + end) for end in ("", "-wal") if os.path.exists(library.path + end)),
            free=free * page,
        )


def _most_named(connection: sqlite3.Connection, kind: NameKind) -> tuple[Named, ...]:
    rows = connection.execute(
        "SELECT n.key, count(*), max(p.article) FROM postings p JOIN names n ON n.id = p.name WHERE n.kind = ? "
        "GROUP BY p.name ORDER BY 2 DESC, 1 LIMIT ?",
        (kind, _MOST),
    ).fetchall()
    return tuple(Named(_spelling(connection, key, article), count) for key, count, article in rows)


def _spelling(connection: sqlite3.Connection, key: str, article: int) -> str:
    """The name as an article writes it."""
    row = connection.execute("SELECT doc FROM parses WHERE id = ?", (article,)).fetchone()
    parse = {} if row is None else load(row[0])
    speakers = [quote.get("speaker") or {} for quote in parse.get("quotes", [])]
    names = [thing.get("name") for thing in (*parse.get("entities", []), *parse.get("sources", []))]
    names += [speaker.get("text") for speaker in speakers]
    return next((name for name in names if isinstance(name, str) and fold_name(name) == key), key)
