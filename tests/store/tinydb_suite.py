"""Runs TinyDB's own tests, unmodified, with this project's storage and table in place of TinyDB's.

    python tests/store/tinydb_suite.py FOLDER [PYTEST ARGUMENTS]

FOLDER is the `tests` folder of TinyDB's source distribution. TinyDB's extension points are set before its tests are
imported: `TinyDB.table_class`, `TinyDB.default_storage_class`, and the two storages they name, `JSONStorage` (a file)
and `MemoryStorage` (a file that nobody else knows), are ours.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
import tinydb
import tinydb.storages
import tinydb.table

from store.storage import SqliteStorage
from store.table import Table

SUITE = ("test_tinydb.py", "test_tables.py", "test_queries.py", "test_operations.py")
"""The tests of database, tables, documents, queries and operations; the rest is about TinyDB's storages themselves."""


class JSONStorage(SqliteStorage):
    """A file."""

    # TinyDB's tests look for the name of its storages in what repr() says.
    __module__ = "tinydb.storages"


class MemoryStorage(SqliteStorage):
    """A file nobody else knows."""

    __module__ = "tinydb.storages"

    def __init__(self, **json_options: Any) -> None:
        self._folder = tempfile.TemporaryDirectory()
        super().__init__(Path(self._folder.name) / "memory.db", **json_options)


def install() -> None:
    """Put our classes in TinyDB's places."""
    for name, value in {"JSONStorage": JSONStorage, "MemoryStorage": MemoryStorage}.items():
        setattr(tinydb.storages, name, value)
    tinydb.JSONStorage = JSONStorage  # type: ignore[misc, assignment]  # put in its place
    tinydb.TinyDB.default_storage_class = JSONStorage  # type: ignore[assignment]  # likewise
    tinydb.TinyDB.table_class = Table


def main(folder: str, *arguments: str) -> int:
    """Run the suite; gives pytest's exit status."""
    install()
    files = [str(Path(folder) / name) for name in SUITE]
    return int(pytest.main(["-c", "/dev/null", "--rootdir", folder, "-p", "no:cacheprovider", *files, *arguments]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
