"""The library: TinyDB documents in SQLite, and the calls the reader needs in front of them.

`Database` and `Library` are resolved on first use, so that importing the package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from store.database import Database
    from store.library import Library

__all__ = ["Database", "Library"]


def __getattr__(name: str) -> Any:
    if name == "Database":
        from store.database import Database

        return Database
    if name == "Library":
        from store.library import Library

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
