"""The lists of articles: which, in what order, a window at a time. The order is newest first, undated by arrival."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from store.derived import NameKind
from store.identity import fold_name
from store.types import Counts, Selection

__all__ = ["count", "counts", "row_of", "window"]


@dataclass(frozen=True, slots=True)
class _Query:
    """FROM … WHERE … of a selection: one table gives the order, the others only narrow."""

    source: str
    """The tables, joined; the first is the one that gives the order."""
    article: str
    """The expression for the article's id."""
    newness: str
    """The expression to order by, descending."""
    conditions: tuple[str, ...]
    parameters: tuple[object, ...]

    @property
    def where(self) -> str:
        return f" WHERE {' AND '.join(self.conditions)}" if self.conditions else ""


def _query(connection: sqlite3.Connection, selection: Selection) -> _Query | None:
    """The query of a selection; None when no article can be in it."""
    names = _name_ids(connection, selection)
    if names is None:
        return None
    conditions: list[str] = []
    parameters: list[object] = []
    if names:
        source, article, newness = "postings p", "p.article", "p.newness"
        conditions.append("p.name = ?")
        parameters.append(names[0])
    elif selection.unread or selection.saved:
        source, article, newness = "state s", "s.id", "s.newness"
    else:
        source, article, newness = "articles a", "a.id", "a.newness"
    for name in names[1:]:
        conditions.append(
            f"EXISTS (SELECT 1 FROM postings q WHERE (q.name, q.newness, q.article) = (?, {newness}, {article}))"
        )
        parameters.append(name)
    if (selection.unread or selection.saved) and source != "state s":
        source += f" JOIN state s ON s.id = {article}"
    # Written out, not bound: only so are the partial indexes used.
    if selection.saved:
        conditions.append("s.saved = 1")
    if selection.unread:
        conditions.append("s.read = 0")
    if selection.site is not None:
        if source != "articles a":
            source += f" JOIN articles a ON a.id = {article}"
        conditions.append("a.site = ?")
        parameters.append(selection.site)
    return _Query(source, article, newness, tuple(conditions), tuple(parameters))


def _name_ids(connection: sqlite3.Connection, selection: Selection) -> list[int] | None:
    """The ids of the names a selection asks for; None when one of them is nowhere."""
    wanted: list[tuple[NameKind, str]] = []
    if selection.entity is not None:
        wanted.append((NameKind[selection.entity.type.name], selection.entity.name))
    if selection.speaker is not None:
        wanted.append((NameKind.SPEAKER, fold_name(selection.speaker)))
    if selection.source is not None:
        wanted.append((NameKind.SOURCE, fold_name(selection.source)))
    ids = []
    for kind, key in wanted:
        row = connection.execute("SELECT id FROM names WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        if row is None:
            return None
        ids.append(row[0])
    return ids


def counts(connection: sqlite3.Connection) -> Counts:
    """How many articles there are, unread and saved."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM state WHERE read = 0), "
        "(SELECT count(*) FROM state WHERE saved = 1)"
    ).fetchone()
    return Counts(*row)


def count(connection: sqlite3.Connection, selection: Selection) -> int:
    """How many articles are in the list."""
    query = _query(connection, selection)
    if query is None:
        return 0
    row = connection.execute(f"SELECT count(*) FROM {query.source}{query.where}", query.parameters).fetchone()
    return int(row[0])


def window(
    connection: sqlite3.Connection, selection: Selection, start: int, stop: int
) -> Sequence[tuple[int, str, str | None]]:
    """The rows `start` to `stop`: id, head and state as JSON."""
    query = _query(connection, selection)
    if query is None or stop <= start:
        return []
    # The ids are found on indexes alone; documents are read only for the window.
    return connection.execute(
        "SELECT h.id, h.doc, t.doc FROM ("
        f"SELECT {query.article} AS id, {query.newness} AS newness FROM {query.source}{query.where} "
        f"ORDER BY {query.newness} DESC LIMIT ? OFFSET ?) AS w "
        "JOIN articles h ON h.id = w.id LEFT JOIN state t ON t.id = w.id ORDER BY w.newness DESC",
        (*query.parameters, stop - max(start, 0), max(start, 0)),
    ).fetchall()


def row_of(connection: sqlite3.Connection, selection: Selection, id: int) -> int | None:
    """The row of an article; None when it is not in the list."""
    query = _query(connection, selection)
    if query is None:
        return None
    conditions = (*query.conditions, f"{query.article} = ?")
    found = connection.execute(
        f"SELECT {query.newness} FROM {query.source} WHERE {' AND '.join(conditions)}", (*query.parameters, id)
    ).fetchone()
    if found is None:
        return None
    conditions = (*query.conditions, f"{query.newness} > ?")
    return int(
        connection.execute(
            f"SELECT count(*) FROM {query.source} WHERE {' AND '.join(conditions)}", (*query.parameters, found[0])
        ).fetchone()[0]
    )
