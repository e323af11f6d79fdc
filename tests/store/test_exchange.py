"""In and out: TinyDB files, other libraries, backups; dropping what is old and bringing it back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from tinydb import TinyDB, where
from tinydb.table import Document

from extract.types import ParsedArticle
from store import Database, Library, backup, retention
from store.errors import CannotWrite, NotTinyDB
from store.exchange import LibrarySource, TinyDBSource, write_tinydb
from store.inspection import inspect
from store.merging import Merged, merge
from store.pages import Pages
from store.salvage import salvage
from store.stats import Named, stats
from store.types import State

MakeParsed = Callable[..., ParsedArticle]

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def stocked(library: Library, make_parsed: MakeParsed) -> Library:
    """Six articles of six months, the later ones unread; other tables."""
    for number in range(1, 7):
        url = f"https://vidu.vn/{number}" if number % 2 else None
        body = f"Bài {number} về hội chợ \ud800 và \x00 “lúa”."
        library.add(make_parsed(f"Tin {number}", body, url=url, published=NOW - timedelta(days=30 * (7 - number))))
    library.set_read(1, True)
    library.set_saved(2, True)
    library.set_position(3, 12)
    table = library.database.table("nhãn")
    table.insert_multiple([Document({"ten": "sông", "x": [1, None, 2.5]}, doc_id=9), Document({"ten": "lũ"}, doc_id=4)])
    library.database.insert({"": "không tên"})
    return library


def _all(path: Path | str) -> dict[str, list[tuple[int, dict[str, Any]]]]:
    with Database(path) as database:
        return {name: [(d.doc_id, dict(d)) for d in database.table(name)] for name in database.tables()}


def test_stock_tinydb_opens_the_export_and_nothing_is_lost_on_the_way_back(
    stocked: Library, path: Path, tmp_path: Path
) -> None:
    before = _all(path)
    file = tmp_path / "xuat.json"
    assert write_tinydb(stocked, file) == 27
    with TinyDB(file) as stock:
        assert {name: [(d.doc_id, dict(d)) for d in stock.table(name)] for name in stock.tables()} == before
        stock.table("state").update({"read": True}, where("position") == 12)
        stock.table("nhãn").insert({"ten": "mới"})
    with Library(tmp_path / "moi.db") as other:
        with TinyDBSource(file) as source:
            merged = merge(other, source)
        assert merged == Merged(added=6, known=0, documents=4)
        assert inspect(other.file).sound
        assert other.search_count("hội chợ") == 6
    after = _all(tmp_path / "moi.db")
    assert after["nhãn"] == [*before["nhãn"], (10, {"ten": "mới"})]
    assert dict(after["state"])[3] == {**dict(before["state"])[3], "read": True}
    for name in ("articles", "bodies", "parses", "_default"):
        assert after[name] == before[name]


def test_importing_twice_changes_nothing(stocked: Library, path: Path, tmp_path: Path) -> None:
    write_tinydb(stocked, tmp_path / "xuat.json")
    before = _all(path)
    with TinyDBSource(tmp_path / "xuat.json") as source:
        assert merge(stocked, source) == Merged(added=0, known=6, documents=0)
    assert _all(path) == before


def test_merging_keeps_both_sides(stocked: Library, tmp_path: Path, make_parsed: MakeParsed) -> None:
    with Library(tmp_path / "kia.db") as other:
        other.add(make_parsed("Chỉ ở kia", "Một chuyện khác.", url="https://vidu.vn/kia", published=NOW))
        other.add(make_parsed("Tin 3", "Bài 3 về hội chợ.", url="https://vidu.vn/3", published=NOW))
        other.set_saved(2, True)
        other.database.table("nhãn").insert(Document({"ten": "khác"}, doc_id=9))
        assert merge(stocked, LibrarySource(other)) == Merged(added=1, known=1, documents=1)
    assert [head.title for head in stocked.heads(0, 2)] == ["Chỉ ở kia", "Tin 6"]
    assert stocked.heads(0, 1)[0].id == 7
    assert stocked.head(3).state == State(saved=True, position=12)
    assert [(d.doc_id, d["ten"]) for d in stocked.database.table("nhãn")] == [(9, "sông"), (4, "lũ"), (10, "khác")]
    assert inspect(stocked.file).sound


@pytest.mark.parametrize(
    "text",
    [
        *("", "[1]", "nội dung", '{"a": 1}', '{"a": {"1": 2}}', '{"a": {"1": {"b": 1}', '{"a": {}} x', '{"a" {}}'),
        '{"a": {"1": {}},}',
    ],
)
def test_what_is_no_tinydb_file_is_refused(stocked: Library, path: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "sai.json").write_text(text, encoding="utf-8")
    before = _all(path)
    with pytest.raises(NotTinyDB):
        TinyDBSource(tmp_path / "sai.json")
    assert _all(path) == before


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
TABLES = st.dictionaries(
    st.sampled_from(["articles", "state", "bảng", "_default"]),
    st.dictionaries(st.integers(1, 50), st.dictionaries(st.text(), VALUES, max_size=3), min_size=1, max_size=4),
    max_size=3,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("trao")


@settings(deadline=None, max_examples=40)
@given(TABLES, st.integers(1, 9))
def test_any_tinydb_file_comes_back_as_it_was(
    folder: Path, tables: dict[str, dict[int, dict[str, Any]]], size: int
) -> None:
    first, second = folder / "vao.json", folder / "ra.json"
    for name in ("kho.db", "kho.db-wal", "kho.db-shm", "ra.json"):
        (folder / name).unlink(missing_ok=True)
    first.write_text(json.dumps(tables, indent=size % 3), encoding="ascii")
    with Library(folder / "kho.db") as library:
        with TinyDBSource(first) as source:
            merge(library, source)
        write_tinydb(library, second)
    expected = json.loads(first.read_text())
    written = json.loads(second.read_text())
    assert {name: set(documents) for name, documents in written.items()} == {
        name: set(documents) for name, documents in expected.items()
    }
    for name, documents in written.items():
        for id, document in documents.items():
            held = dict(expected[name][id])
            # The place in the list is the library's own: two cannot have the same.
            assert {**document, "newness": held.get("newness")} == {**held, "newness": held.get("newness")}


def test_an_export_that_cannot_be_written_leaves_nothing(stocked: Library, tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        write_tinydb(stocked, tmp_path / "khong co" / "xuat.json")
    target = tmp_path / "xuat.json"
    target.write_text("cũ")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    stocked.database.table("nhiều").insert_multiple({"n": n} for n in range(200))
    with pytest.raises(KeyboardInterrupt):
        write_tinydb(stocked, target, stop)
    assert target.read_text() == "cũ"
    assert sorted(os.listdir(tmp_path)) == ["kho", "xuat.json"]


def test_a_backup_is_a_library_of_that_moment(stocked: Library, path: Path, tmp_path: Path) -> None:
    before = _all(path)
    told: list[tuple[int, int]] = []
    backup.copy(stocked.file, tmp_path / "sao.db", lambda done, total: told.append((done, total)))
    stocked.set_saved(5, True)
    assert sorted(os.listdir(tmp_path)) == ["kho", "sao.db"]
    assert _all(tmp_path / "sao.db") == before
    assert told[-1][0] == told[-1][1] > 10
    with pytest.raises(CannotWrite):
        backup.copy(stocked.file, tmp_path / "khong co" / "sao.db")


def test_vacuum_gives_room_back_and_salvage_still_knows_the_tables(
    stocked: Library, path: Path, tmp_path: Path
) -> None:
    stocked.database.table("to").insert_multiple({"t": "x" * 3000} for _ in range(200))
    stocked.database.drop_table("to")
    before, after = backup.vacuum(stocked.file)
    assert after < before - 500_000
    assert inspect(stocked.file).sound
    everything = _all(path)
    stocked.close()
    with path.open("r+b") as file:
        file.write(os.urandom(4096))
    salvage(str(path), str(tmp_path / "moi.db"))
    assert _all(tmp_path / "moi.db") == everything


def test_a_vacuum_that_is_broken_off_changes_nothing(
    stocked: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.sqlite._INSTRUCTIONS", 50)
    before = _all(path)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup.vacuum(stocked.file, stop)
    assert _all(path) == before
    assert inspect(stocked.file).sound


def test_a_file_of_which_nothing_is_free_has_no_free_pages(stocked: Library, path: Path) -> None:
    backup.vacuum(stocked.file)
    stocked.close()
    pages = Pages(str(path))
    assert pages.free() == set()
    pages.close()


def test_retention_says_what_goes_drops_it_and_brings_it_back(stocked: Library, path: Path) -> None:
    before = _all(path)
    rule = retention.Rule(unread_before=NOW - timedelta(days=100), read_before=NOW - timedelta(days=170))
    going = retention.going(stocked, rule)
    assert (going.unread, going.read, going.kept_saved) == (1, 1, 1)
    assert [head.id for head in going.newest] == [3, 1]
    assert going.size > 1000
    assert _all(path) == before, "looking changes nothing"

    gone, file = retention.drop(stocked, rule, NOW)
    assert gone == 2
    assert retention.removed_files(str(path)) == [file]
    assert [head.id for head in stocked.heads(0, 9)] == [6, 5, 4, 2]
    assert stocked.search_count("hội chợ") == 4
    assert inspect(stocked.file).sound
    with Library(file) as dropped:
        assert [head.id for head in dropped.heads(0, 9)] == [3, 1]

    assert retention.undo(stocked, file) == Merged(added=2)
    assert _all(path).keys() == before.keys()
    assert {name: dict(rows) for name, rows in _all(path).items()} == {n: dict(rows) for n, rows in before.items()}
    assert inspect(stocked.file).sound


def test_numbers_of_dropped_articles_are_not_given_out_again(stocked: Library, make_parsed: MakeParsed) -> None:
    rule = retention.Rule(unread_before=NOW, read_before=NOW)
    assert retention.drop(stocked, rule, NOW)[0] == 5
    assert stocked.add(make_parsed("Mới", "Bài mới.")).id == 7


def test_without_anything_old_nothing_is_written(stocked: Library, path: Path) -> None:
    rule = retention.Rule(unread_before=NOW - timedelta(days=9999))
    assert retention.drop(stocked, rule, NOW) == (0, "")
    assert retention.removed_files(str(path)) == []


def test_the_numbers_add_up(stocked: Library) -> None:
    held = stats(stocked)
    assert (held.counts.total, held.counts.unread, held.counts.saved) == (6, 5, 1)
    assert held.papers == (Named("Báo Bờ Sông", 6),)
    assert held.people == held.speakers == (Named("Lê Văn Tám", 6),)
    assert held.documents["nhãn"] == 2
    assert held.size >= os.path.getsize(stocked.path)
