"""The lists of articles: which, in what order, a window at a time. The order is newest first, undated by arrival."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from store.identity import fold_name
from store.naming import NameKind
from store.types import Counts, Selection

__all__ = ["Narrowing", "count", "counts", "heads_of", "narrowing", "places", "row_of", "window"]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a selection adds to a query that has the article's id and newness: joins, conditions, parameters."""

    joins: str
    conditions: str
    """Each begins with " AND "."""
    parameters: tuple[object, ...]

    @property
    def empty(self) -> bool:
        """Whether it leaves every article in."""
        return not self.conditions


@dataclass(frozen=True, slots=True)
class _Query:
    """FROM … WHERE … of a selection: one table gives the order, the others only narrow."""

    source: str
    article: str
    """The expression for the article's id."""
    newness: str
    """The expression to order by, descending."""
    where: str
    parameters: tuple[object, ...]


def narrowing(
    connection: sqlite3.Connection, selection: Selection, article: str, newness: str, *, tables: str = "a"
) -> Narrowing | None:
    """What `selection` adds to a query; None when no article can be in it.

    Args:
        connection: to look names up.
        selection: which articles.
        article: the expression for the article's id.
        newness: the expression for its newness.
        tables: which of `a` (articles) and `s` (state) the query has already.
    """
    names = _name_ids(connection, selection)
    if names is None:
        return None
    named = f" AND EXISTS (SELECT 1 FROM postings WHERE name = ? AND newness = {newness} AND article = {article})"
    joins, conditions = "", named * len(names)
    parameters: list[object] = [*names]
    if (selection.unread or selection.saved) and "s" not in tables:
        joins += f" JOIN state s ON s.id = {article}"
    # Written out, not bound: only so are the partial indexes used.
    conditions += " AND s.saved = 1" if selection.saved else ""
    conditions += " AND s.read = 0" if selection.unread else ""
    if selection.site is not None:
        joins += f" JOIN articles a ON a.id = {article}" if "a" not in tables else ""
        conditions += " AND a.site = ?"
        parameters.append(selection.site)
    return Narrowing(joins, conditions, tuple(parameters))


def _query(connection: sqlite3.Connection, selection: Selection) -> _Query | None:
    """The query of a selection; None when no article can be in it."""
    if selection.entity or selection.speaker is not None or selection.source is not None:
        source, article, newness, tables = "postings p", "p.article", "p.newness", "p"
    elif selection.unread or selection.saved:
        source, article, newness, tables = "state s", "s.id", "s.newness", "s"
    else:
        source, article, newness, tables = "articles a", "a.id", "a.newness", "a"
    narrow = narrowing(connection, selection, article, newness, tables=tables)
    if narrow is None:
        return None
    conditions, parameters = narrow.conditions, narrow.parameters
    if tables == "p":
        # The first name gives the order; asking for it a second time costs nothing worth a special case.
        conditions += " AND p.name = ?"
        parameters = (*parameters, parameters[0])
    where = f" WHERE TRUE{conditions}"
    return _Query(source + narrow.joins, article, newness, where, parameters)


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


def places(connection: sqlite3.Connection, selection: Selection) -> Sequence[tuple[int, int]]:
    """Newness and id of every row, in order."""
    query = _query(connection, selection)
    if query is None:
        return []
    return connection.execute(
        f"SELECT {query.newness}, {query.article} FROM {query.source}{query.where} ORDER BY {query.newness} DESC",
        query.parameters,
    ).fetchall()


def heads_of(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, tuple[str, str | None]]:
    """Head and state of some articles, as JSON, by id."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT h.id, h.doc, t.doc FROM articles h LEFT JOIN state t ON t.id = h.id WHERE h.id IN ({marks})", ids
    )
    return {id: (head, state) for id, head, state in rows}


def row_of(connection: sqlite3.Connection, selection: Selection, id: int) -> int | None:
    """The row of an article; None when it is not in the list."""
    query = _query(connection, selection)
    if query is None:
        return None
    found = connection.execute(
        f"SELECT {query.newness} FROM {query.source}{query.where} AND {query.article} = ?", (*query.parameters, id)
    ).fetchone()
    if found is None:
        return None
    sql = f"SELECT count(*) FROM {query.source}{query.where} AND {query.newness} > ?"
    return int(connection.execute(sql, (*query.parameters, found[0])).fetchone()[0])
