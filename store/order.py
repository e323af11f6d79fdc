"""Which number a new article gets, and where it goes in the list."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta, timezone

from store.layout import LAYOUTS

__all__ = ["floor_of", "free_newness", "keep_ids", "next_id"]

SLOT = 1 << 4
"""Places in the list for each minute of publication; `newness` is the minute times this, plus the place in it.

Few, because `newness` is the row id of the search index, in which the gaps between row ids take most of the room.
"""

_LAST_MINUTE = 1 << 37
"""Dates beyond are taken for this one."""

_VIETNAM = timezone(timedelta(hours=7))
"""The zone of times printed without one."""

_HIGHEST = "highest id"


def next_id(connection: sqlite3.Connection) -> int:
    """An id that no article has or had, nor anything left of one."""
    highest = ", ".join(f"(SELECT max(id) FROM {name})" for name in LAYOUTS)
    query = f"SELECT {highest}, (SELECT value FROM meta WHERE key = ?)"
    return max(number or 0 for number in connection.execute(query, (_HIGHEST,)).fetchone()) + 1


def keep_ids(connection: sqlite3.Connection) -> None:
    """See to it that no id given out so far is given out again, whatever is removed afterwards."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_HIGHEST, next_id(connection) - 1))


def floor_of(moment: datetime) -> int:
    """The first place in the list of the minute of `moment`."""
    seconds = (moment if moment.tzinfo else moment.replace(tzinfo=_VIETNAM)).timestamp()
    return min(max(int(seconds // 60), 0), _LAST_MINUTE) * SLOT


def free_newness(connection: sqlite3.Connection, moment: datetime, id: int) -> int:
    """Where an article of this moment goes in the list: after those of the same minute that came before it."""
    slot = floor_of(moment)
    held = connection.execute("SELECT newness FROM articles WHERE id = ?", (id,)).fetchone()
    if held is not None and isinstance(held[0], int) and slot <= held[0] < slot + SLOT:
        return int(held[0])
    room = SLOT
    while True:
        last = connection.execute(
            "SELECT max(newness) FROM articles WHERE newness >= ? AND newness < ?", (slot, slot + room)
        ).fetchone()[0]
        if last is None:
            return slot
        if last + 1 < slot + room:
            return int(last) + 1
        # Articles without a time come in thousands of one minute: they go on into those that follow.
        slot += room
        room *= 2
