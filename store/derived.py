"""What is kept beside the documents and can be made from them at any time: which article has which name."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any

from store.identity import fold_name

__all__ = ["NameKind", "cleared", "names_of", "removing", "written"]


class NameKind(IntEnum):
    """What a name shared by articles names."""

    PER = 1
    ORG = 2
    LOC = 3
    SPEAKER = 4
    SOURCE = 5


def names_of(parse: Mapping[str, Any]) -> set[tuple[NameKind, str]]:
    """The names a document of the table "parses" gives its article; what is not of its form is passed over."""
    names = {
        (NameKind[entity["type"]], fold_name(entity["name"]))
        for entity in _dicts(parse.get("entities"))
        if entity.get("type") in ("PER", "ORG", "LOC") and isinstance(entity.get("name"), str)
    }
    names |= {(NameKind.SPEAKER, key) for key in speaker_keys(parse)}
    names |= {
        (NameKind.SOURCE, fold_name(source["name"]))
        for source in _dicts(parse.get("sources"))
        if isinstance(source.get("name"), str)
    }
    return {(kind, key) for kind, key in names if key}


def speaker_keys(parse: Mapping[str, Any]) -> Iterator[str]:
    """The folded names or descriptions of those who speak, one a quote and speaker."""
    by_id = {entity.get("id"): entity.get("name") for entity in _dicts(parse.get("entities"))}
    for quote in _dicts(parse.get("quotes")):
        speaker = quote.get("speaker")
        if not isinstance(speaker, dict):
            continue
        ids = speaker.get("entities") or [speaker.get("entity")]
        names = [by_id.get(id) for id in ids if isinstance(id, str)] if isinstance(ids, list | tuple) else []
        for name in names or [speaker.get("text")]:
            if isinstance(name, str):
                yield fold_name(name)


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list | tuple):
        yield from (item for item in value if isinstance(item, dict))


def written(connection: sqlite3.Connection, table: str, id: Any, document: Mapping[str, Any]) -> None:
    """A document has been written: add what follows from it. `removing` was called for the one before."""
    if table == "parses":
        newness = connection.execute("SELECT newness FROM articles WHERE id = ?", (id,)).fetchone()
        if newness is not None and isinstance(newness[0], int):
            _post(connection, id, newness[0], document)
    elif table == "articles" and isinstance(document.get("newness"), int):
        parse = _parse(connection, id)
        if parse is not None:
            _post(connection, id, document["newness"], parse)


def removing(connection: sqlite3.Connection, table: str, id: Any) -> None:
    """A document is about to be removed or replaced: take away what followed from it."""
    if table not in ("parses", "articles"):
        return
    row = connection.execute("SELECT newness FROM articles WHERE id = ?", (id,)).fetchone()
    parse = _parse(connection, id)
    if row is None or parse is None or not isinstance(row[0], int):
        return
    for kind, key in names_of(parse):
        connection.execute(
            "DELETE FROM postings WHERE name = (SELECT id FROM names WHERE kind = ? AND key = ?) "
            "AND newness = ? AND article = ?",
            (kind, key, row[0], id),
        )


def cleared(connection: sqlite3.Connection, table: str) -> None:
    """All documents of a table are about to be removed."""
    if table in ("parses", "articles"):
        connection.execute("DELETE FROM postings")
        connection.execute("DELETE FROM names")


def _parse(connection: sqlite3.Connection, id: Any) -> dict[str, Any] | None:
    row = connection.execute("SELECT doc FROM parses WHERE id = ?", (id,)).fetchone()
    return None if row is None else json.loads(row[0])


def _post(connection: sqlite3.Connection, id: int, newness: int, parse: Mapping[str, Any]) -> None:
    for kind, key in sorted(names_of(parse)):
        row = connection.execute("SELECT id FROM names WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        if row is None:
            row = connection.execute("INSERT INTO names (kind, key) VALUES (?, ?) RETURNING id", (kind, key)).fetchone()
        connection.execute("INSERT OR IGNORE INTO postings VALUES (?, ?, ?)", (row[0], newness, id))
