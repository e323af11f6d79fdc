"""The database: TinyDB's ways, kept when several have the file open, and all or nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tinydb
import tinydb.table
from tinydb import TinyDB, where
from tinydb.middlewares import CachingMiddleware
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from store import Database
from store.storage import SqliteStorage
from store.table import Table


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "a.db") as opened:
        yield opened


@pytest.fixture
def other(database: Database, tmp_path: Path) -> Iterator[Database]:
    """The same file, opened once more, as another process has it."""
    with Database(tmp_path / "a.db") as opened:
        yield opened


def test_documents_keep_the_order_they_came_in_whatever_their_ids(database: Database) -> None:
    for id in (10, 4, 7, 12):
        database.insert(Document({"n": id}, doc_id=id))
    database.insert({"n": 13})
    database.remove(doc_ids=[4])
    database.insert(Document({"n": 4}, doc_id=4))
    order = [10, 7, 12, 13, 4]
    assert [document.doc_id for document in database] == order
    assert [document.doc_id for document in database.search(where("n") > 0)] == order
    found = database.get(doc_ids=[4, 12, 10])
    assert isinstance(found, list)
    assert [document.doc_id for document in found] == [10, 12, 4]


def test_ids_are_not_given_out_twice_by_two_who_write(database: Database, other: Database) -> None:
    ids = [db.insert({"n": n}) for n in range(5) for db in (database, other)]
    assert ids == list(range(1, 11))


def test_cached_answers_are_dropped_when_others_change_the_file(database: Database, other: Database) -> None:
    database.insert({"n": 1})
    assert database.count(where("n") == 1) == 1
    other.update({"n": 2})
    assert database.count(where("n") == 1) == 0
    assert database.all() == [{"n": 2}]


def test_a_transaction_happens_whole_or_not_at_all(database: Database) -> None:
    with database.transaction():
        database.insert({"n": 1})
        with contextlib.suppress(ZeroDivisionError), database.transaction():
            database.insert({"n": 2})
            raise ZeroDivisionError
        database.table("khac").insert({"n": 3})
    with contextlib.suppress(ZeroDivisionError), database.transaction():
        database.remove(where("n") == 1)
        assert len(database) == 0
        raise ZeroDivisionError
    assert database.all() == [{"n": 1}]
    assert database.tables() == {"_default", "khac"}


def test_a_failing_change_leaves_everything_as_it_was(database: Database) -> None:
    database.insert_multiple({"n": n} for n in range(3))

    def fail(document: Any) -> None:
        document["n"] += 1
        if document["n"] == 3:
            raise ZeroDivisionError

    changes: list[Callable[[], object]] = [
        lambda: database.update(fail),
        lambda: database.insert_multiple([{"n": 9}, {"n": {1, 2}}]),
        lambda: database.insert_multiple([{"n": 9}, Document({}, doc_id=1)]),
        lambda: database.update({"n": object()}, where("n") == 1),
    ]
    for change in changes:
        with pytest.raises((ZeroDivisionError, TypeError, ValueError)):
            change()
    assert database.all() == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_documents_read_back_as_from_a_json_file(database: Database) -> None:
    database.insert({"t": (1, 2), 3: "ba", "x": float("inf"), "s": "\ud800\x00", "big": 2**100, "v": "hoà"})
    document = database.all()[0]
    assert document == {"t": [1, 2], "3": "ba", "x": float("inf"), "s": "\ud800\x00", "big": 2**100, "v": "hoà"}


def test_the_table_may_be_changed_while_going_through_it(database: Database) -> None:
    database.insert_multiple({"n": n} for n in range(4))
    for document in database:
        database.insert({"n": document["n"] + 10})
        database.remove(doc_ids=[document.doc_id])
    assert sorted(document["n"] for document in database) == [10, 11, 12, 13]


def test_the_table_class_of_tinydb_works_over_the_storage(tmp_path: Path) -> None:
    with TinyDB(tmp_path / "a.db", storage=SqliteStorage) as stock:
        stock.insert_multiple({"n": n} for n in range(3))
        stock.table("khac").insert(Document({"n": 9}, doc_id=7))
        stock.update({"m": 1}, where("n") == 2)
        stock.remove(where("n") == 0)
    with Database(tmp_path / "a.db") as database:
        assert {d.doc_id: dict(d) for d in database} == {2: {"n": 1}, 3: {"n": 2, "m": 1}}
        database.drop_table("khac")
    with TinyDB(tmp_path / "a.db", storage=SqliteStorage) as stock:
        assert stock.tables() == {"_default"}
        stock.drop_tables()
        assert stock.storage.read() is None


@pytest.mark.parametrize("storage", [MemoryStorage, CachingMiddleware(MemoryStorage)])  # type: ignore[no-untyped-call]  # TinyDB
def test_another_storage_can_be_given(storage: Any) -> None:
    with Database(storage=storage) as database:
        database.insert({"n": 1})
        assert database.update({"n": 2}, where("n") == 1) == [1]
        assert database.get(doc_ids=[1]) == [{"n": 2}]
        assert database.tables() == {"_default"}
        database.drop_table("_default")
        assert len(database) == 0


def test_ids_of_another_class_are_kept(tmp_path: Path) -> None:
    class NamedTable(Table):
        document_id_class = str  # type: ignore[assignment]  # TinyDB's declaration is of its own default

    class Named(Database):
        table_class = NamedTable

    with Named(tmp_path / "a.db") as database:
        for name in ("b", "a", "10"):
            database.insert(Document({"name": name}, doc_id=name))  # type: ignore[arg-type]  # ids of another class
        with pytest.raises(ValueError, match="already exists"):
            database.insert(Document({}, doc_id="a"))  # type: ignore[arg-type]  # as above
        database.update({"seen": True}, doc_ids=["a"])
        assert [document.doc_id for document in database] == ["b", "a", "10"]
        assert database.get(doc_id="a") == {"name": "a", "seen": True}


@pytest.mark.parametrize("id", [2**70, -1, 0, 1.5, "1", None, (1, 2)])
def test_an_id_no_document_has_is_passed_over(database: Database, id: Any) -> None:
    database.insert({"n": 1})
    assert database.update({"n": 2}, doc_ids=[id]) == []
    assert database.remove(doc_ids=[id]) == []
    assert database.all() == [{"n": 1}]


def test_only_changed_documents_are_written(database: Database) -> None:
    database.insert_multiple({"n": n} for n in range(3))
    storage = database.storage
    assert isinstance(storage, SqliteStorage)
    before = storage.file.connection.total_changes
    database.update({"n": 1})
    assert storage.file.connection.total_changes - before == 2


def test_every_table_method_of_tinydb_is_there() -> None:
    ours = {name for name in dir(Database.table_class) if not name.startswith("_")}
    assert {name for name in dir(tinydb.table.Table) if not name.startswith("_")} <= ours
