"""The steps from one version of the library file to the next."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime

from store import derived
from store.order import free_newness
from store.rows import dump, load
from store.schema import note_root

__all__ = ["MIGRATIONS"]


def _from_1(connection: sqlite3.Connection) -> None:
    """Fewer places a minute, beginnings of three letters in the search index, the roots of tables noted."""
    places = connection.execute("SELECT id, newness, doc FROM articles ORDER BY newness").fetchall()
    connection.execute("UPDATE articles SET newness = NULL")
    for id, before, doc in places:
        # Version 1 had 4096 places a minute.
        minute = before >> 12 if isinstance(before, int) else 0
        newness = free_newness(connection, datetime.fromtimestamp(minute * 60, UTC), id)
        head = dump({**load(doc), "newness": newness})
        connection.execute("UPDATE articles SET newness = ?, doc = ? WHERE id = ?", (newness, head, id))
        state = connection.execute("SELECT doc FROM state WHERE id = ?", (id,)).fetchone()
        if state is not None:
            text = dump({**load(state[0]), "newness": newness})
            connection.execute("UPDATE state SET newness = ?, doc = ? WHERE id = ?", (newness, text, id))
    for (number,) in connection.execute("SELECT number FROM tinydb WHERE number IS NOT NULL").fetchall():
        note_root(connection, f"documents_{number}")
    derived.rebuild(connection)


MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _from_1}
"""By version: what turns a file of that version into the next one, inside the caller's transaction."""
