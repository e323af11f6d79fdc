"""Where each TinyDB table lies in SQLite: its SQL name, and the fields of its documents that have a column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = ["LAYOUTS", "OTHER", "Layout", "column_value"]

OTHER = b""
"""What a column holds when the field is there but is no number or string SQLite compares as Python does.

A blob sorts after all numbers and strings, so a query takes such rows as candidates with one range condition.
"""

_INT64 = range(-(2**63), 2**63)


@dataclass(frozen=True, slots=True)
class Layout:
    """One TinyDB table in SQLite: `id` (the document id), `place`, the columns, and `doc` (the document as JSON).

    `place` is NULL while documents are in the order of their ids; see `store.rows`.
    """

    sql: str
    """The SQL table's name, quoted where needed."""
    columns: tuple[str, ...] = ()
    """Top-level fields that have a column of the same name."""
    numbered: bool = True
    """Whether ids are integers; otherwise they are kept as text."""

    def create(self) -> str:
        """The statement that makes the table."""
        kind = "INTEGER PRIMARY KEY" if self.numbered else "TEXT PRIMARY KEY"
        columns = "".join(f", {column}" for column in self.columns)
        return f"CREATE TABLE {self.sql} (id {kind}, place INTEGER{columns}, doc TEXT NOT NULL)"

    @property
    def upsert(self) -> str:
        """The statement that writes a row: id, place, the columns in order, doc."""
        return _upsert(self)

    @property
    def index_places(self) -> str:
        """The statement that makes the index for finding the last place, once there are places."""
        return f"CREATE INDEX IF NOT EXISTS {self.sql}_place ON {self.sql} (place) WHERE place IS NOT NULL"

    @property
    def order(self) -> str:
        """What to order by for the order of insertion."""
        return "coalesce(place, id)" if self.numbered else "rowid"

    def values(self, document: Mapping[str, Any]) -> list[Any]:
        """The columns' values for `document`."""
        return [column_value(document[name]) if name in document else None for name in self.columns]


@lru_cache(maxsize=64)
def _upsert(layout: Layout) -> str:
    names = ("id", "place", *layout.columns, "doc")
    changes = ", ".join(f"{name} = excluded.{name}" for name in (*layout.columns, "doc"))
    return (
        f"INSERT INTO {layout.sql} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "
        f"ON CONFLICT (id) DO UPDATE SET {changes}"
    )


LAYOUTS: dict[str, Layout] = {
    layout.sql: layout
    for layout in (
        Layout("articles", ("newness", "site", "identity")),
        Layout("bodies"),
        Layout("parses", ("version",)),
        Layout("state", ("newness", "read", "saved")),
    )
}
"""The library's own tables; any other TinyDB table has an SQL table without columns."""


def column_value(value: object) -> int | float | str | bytes:
    """`value` as SQLite compares it like Python, or `OTHER`."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value if value in _INT64 else OTHER
    if isinstance(value, float):
        # Beyond 64 bits a float may equal an integer that SQLite cannot hold.
        return value if abs(value) < _INT64.stop else OTHER
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            return OTHER
        return value
    return OTHER
