"""Full-text search: the row an article has in the index, and finding articles by what was typed.

The index is one contentless FTS5 table over folded words; its row ids are the articles' `newness`, so that the newest
hits come without sorting. A third column holds, once each and behind a private-use character that no text shares with
them, the article's words with their marks (to put exact matches first) and the beginnings of its words up to three
letters (a prefix that short would otherwise have to gather half the index), those of its title apart.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from store import listing
from store.fold import fold, marked, tokens, words
from store.query import SearchQuery, Term
from store.types import SearchOrder, Selection

__all__ = ["CREATE", "Row", "count", "delete", "find", "insert", "row", "title_span"]

CREATE = (
    "CREATE VIRTUAL TABLE search USING fts5 (title, body, extra, content='', tokenize='unicode61 remove_diacritics 0')"
)

_MARKED = "\ue000"
_BEGINNING = "\ue001"
_TITLE_BEGINNING = "\ue002"
_INDEXED_BEGINNINGS = (1, 2, 3)

_AROUND = ".,;:!?…\"'“”‘’«»()[]-–"
"""What often stands around words and is in no index."""

RANKED = 20_000
"""Ranking looks at this many of the newest hits; more would make a frequent word slow."""

_RANK = "bm25(search, 5.0, 1.0, 0.0)"
"""A word in the title weighs five times one in the body."""

_ARTICLE = "articles a ON a.newness = +search.rowid"
"""The article of a hit. The plus takes the row id's type away, for which the index could not be used."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article's row in the index."""

    title: str
    body: str
    extra: frozenset[str]


def row(body: Mapping[str, Any]) -> Row | None:
    """The row that follows from a document of "bodies"; None when it has no text."""
    text = body.get("text")
    if not isinstance(text, str):
        return None
    start, end = title_span(body, len(text))
    title, rest = _pieces(text[start:end]), _pieces(text[:start]) + _pieces(text[end:])
    folded_title = " ".join(map(_folded, title))
    extra = {_TITLE_BEGINNING + beginning for word in tokens(folded_title) for beginning in _beginnings(word)}
    extra.update(*map(_extra, {*title, *rest}))
    return Row(folded_title, " ".join(map(_folded, rest)), frozenset(extra))


def _pieces(text: str) -> list[str]:
    return [piece.strip(_AROUND) for piece in text.split()]


# Cached by what stands between two spaces: little of it was not met before.
_folded = lru_cache(maxsize=1 << 16)(fold)


@lru_cache(maxsize=1 << 16)
def _extra(piece: str) -> tuple[str, ...]:
    """What the third column has of the words in `piece`, which has no spaces."""
    return tuple(extra for word in words(piece) for extra in _extra_of_word(word))


@lru_cache(maxsize=1 << 15)
def _extra_of_word(word: str) -> tuple[str, ...]:
    extra = [_MARKED + form for form in marked(word)]
    extra += [_BEGINNING + beginning for bare in tokens(fold(word)) for beginning in _beginnings(bare)]
    return tuple(extra)


def _beginnings(word: str) -> list[str]:
    return [word[:n] for n in _INDEXED_BEGINNINGS if len(word) >= n]


def title_span(body: Mapping[str, Any], length: int) -> tuple[int, int]:
    """Where the title lies in a document of "bodies" with a text of `length`; (0, 0) when it has none."""
    blocks = body.get("blocks")
    for block in blocks if isinstance(blocks, list | tuple) else ():
        if isinstance(block, dict) and block.get("kind") == "title":
            start, end = block.get("start"), block.get("end")
            if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= length:
                return start, end
    return 0, 0


def insert(connection: sqlite3.Connection, newness: int, row: Row) -> None:
    """Put an article's row into the index."""
    connection.execute(
        "INSERT INTO search (rowid, title, body, extra) VALUES (?, ?, ?, ?)",
        (newness, row.title, row.body, " ".join(row.extra)),
    )


def delete(connection: sqlite3.Connection, newness: int, row: Row) -> None:
    """Take a row out again; it must be the row that was put in."""
    connection.execute(
        "INSERT INTO search (search, rowid, title, body, extra) VALUES ('delete', ?, ?, ?, ?)",
        (newness, row.title, row.body, " ".join(row.extra)),
    )


def _expression(term: Term) -> str:
    """The term in FTS5's language. Every word is quoted: none can be taken for an operator."""
    *whole, last = term.words
    field = "title : " if term.title else ""
    if not term.prefix:
        return f'{field}"{" ".join(term.words)}"'
    if not whole and len(last) in _INDEXED_BEGINNINGS:
        beginning = (_TITLE_BEGINNING if term.title else _BEGINNING) + last
        # The whole word finds nothing more, but gives those that have it their rank.
        return f'"{beginning}" OR {field}"{last}"'
    return f'{field}"{" ".join(term.words)}" *'


def _exact(terms: Iterable[Term]) -> str | None:
    """What an article with the marks as typed has besides; None when no marks were typed."""
    words = sorted({word for term in terms for word in term.marks})
    return " AND ".join(f'"{_MARKED}{word}"' for word in words) or None


def _match(query: SearchQuery) -> str:
    """The whole query without the marks of what is wanted."""
    wanted = " AND ".join(f"({_expression(term)})" for term in query.wanted)
    match = f"({wanted})"
    for term in query.excluded:
        said = _expression(term)
        exact = _exact([term])
        match += f" NOT (({said}) AND {exact})" if exact else f" NOT ({said})"
    return match


def find(
    connection: sqlite3.Connection,
    query: SearchQuery,
    *,
    order: SearchOrder,
    start: int,
    stop: int,
    selection: Selection,
) -> list[tuple[int, bool]]:
    """The ids of the hits `start` to `stop`, and whether each has the marks as typed. Those that have come first."""
    match, exact = _match(query), _exact(query.wanted)
    if exact is None:
        return [(id, True) for id in _ids(connection, match, order, start, stop, selection)]
    strict, loose = f"({match}) AND {exact}", f"({match}) NOT ({exact})"
    found = [(id, True) for id in _ids(connection, strict, order, start, stop, selection)]
    if len(found) < stop - start:
        before = start + len(found) if found else _count(connection, strict, selection)
        rest = _ids(connection, loose, order, max(start - before, 0), stop - max(before, start), selection)
        found += [(id, False) for id in rest]
    return found


def count(connection: sqlite3.Connection, query: SearchQuery, selection: Selection) -> int:
    """How many articles the query finds."""
    return _count(connection, _match(query), selection)


def _count(connection: sqlite3.Connection, match: str, selection: Selection) -> int:
    narrowing = listing.narrowing(connection, selection, "a.id", "a.newness")
    if narrowing is None:
        return 0
    source = "search" if narrowing.empty else f"search CROSS JOIN {_ARTICLE}{narrowing.joins}"
    sql = f"SELECT count(*) FROM {source} WHERE search MATCH ?{narrowing.conditions}"
    return int(connection.execute(sql, (match, *narrowing.parameters)).fetchone()[0])


def _ids(
    connection: sqlite3.Connection, match: str, order: SearchOrder, start: int, stop: int, selection: Selection
) -> list[int]:
    narrowing = listing.narrowing(connection, selection, "a.id", "a.newness")
    if narrowing is None or stop <= start:
        return []
    source = f"search CROSS JOIN {_ARTICLE}{narrowing.joins}"
    where = f"search MATCH ?{narrowing.conditions}"
    if order is SearchOrder.NEWEST:
        sql = f"SELECT a.id FROM {source} WHERE {where} ORDER BY search.rowid DESC LIMIT ? OFFSET ?"
        parameters = (match, *narrowing.parameters, stop - start, start)
    elif narrowing.empty:
        sql = (
            "SELECT a.id FROM (SELECT row, score FROM ("
            f"SELECT rowid AS row, {_RANK} AS score FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT {RANKED}"
            ") ORDER BY score, row DESC LIMIT ? OFFSET ?) AS r CROSS JOIN articles a ON a.newness = +r.row "
            "ORDER BY r.score, r.row DESC"
        )
        parameters = (match, stop - start, start)
    else:
        sql = (
            f"SELECT id FROM (SELECT a.id AS id, a.newness AS newness, {_RANK} AS score FROM {source} WHERE {where} "
            f"ORDER BY search.rowid DESC LIMIT {RANKED}) ORDER BY score, newness DESC LIMIT ? OFFSET ?"
        )
        parameters = (match, *narrowing.parameters, stop - start, start)
    return [row[0] for row in connection.execute(sql, parameters)]
