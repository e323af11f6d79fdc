"""Opening: what is no library is refused and left untouched, what cannot be written is still read."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extract.types import ParsedArticle
from store import Database, Library, schema
from store.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryUnreachable,
    NewerLibrary,
    NotALibrary,
    ReadOnlyLibrary,
    StoreError,
)
from store.inspection import inspect
from store.migrations import MIGRATIONS

MakeParsed = Callable[..., ParsedArticle]


def _other_database(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE danh_ba (ten TEXT)")
    connection.commit()
    connection.close()


def test_a_missing_library_is_made_with_its_folder(path: Path) -> None:
    with Library(path) as library:
        assert library.counts().total == 0
        assert not library.read_only
    assert path.exists()


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with Library(path) as library:
        assert library.heads(0, 1) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_text("Chỉ là một ghi chú.\n" * 20),
        lambda path: path.write_bytes(b"\x00"),
        lambda path: path.write_text('{"_default": {"1": {"a": 1}}}'),
        _other_database,
    ],
)
def test_a_file_that_is_something_else_is_refused_untouched(path: Path, make: Callable[[Path], None]) -> None:
    path.parent.mkdir()
    make(path)
    before = path.read_bytes()
    for kind in (Library, Database):
        with pytest.raises(NotALibrary) as error:
            kind(path)
        assert error.value.path == str(path)
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == [path.name]


def test_a_folder_is_no_library(tmp_path: Path) -> None:
    with pytest.raises(NotALibrary):
        Library(tmp_path)
    (tmp_path / "tep").touch()
    with pytest.raises((NotALibrary, LibraryUnreachable)):
        Library(tmp_path / "tep" / "kho.db")


def test_a_library_of_a_newer_version_is_refused_untouched(path: Path) -> None:
    Library(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerLibrary):
        Library(path)
    assert path.read_bytes() == before


def test_a_newer_version_still_in_the_log_is_refused_untouched(path: Path, tmp_path: Path) -> None:
    library = Library(path)
    newer = sqlite3.connect(path)
    newer.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    # As a crashed process leaves it: file and log copied while it was open.
    copy = tmp_path / "ban sao.db"
    shutil.copy(path, copy)
    shutil.copy(f"{path}-wal", f"{copy}-wal")
    newer.close()
    library.close()
    before = copy.read_bytes(), Path(f"{copy}-wal").read_bytes()
    with pytest.raises(NewerLibrary):
        Library(copy)
    assert (copy.read_bytes(), Path(f"{copy}-wal").read_bytes()) == before


@pytest.fixture
def locked_away(path: Path, make_parsed: MakeParsed) -> Iterator[Path]:
    """A library of one article on a medium that cannot be written."""
    with Library(path) as library:
        library.add(make_parsed())
    path.chmod(0o444)
    path.parent.chmod(0o555)
    yield path
    path.parent.chmod(0o755)


def test_a_library_that_cannot_be_written_is_still_read(locked_away: Path) -> None:
    before = locked_away.read_bytes()
    with Library(locked_away) as library:
        assert library.read_only
        assert library.heads(0, 5)[0].id == 1
        assert library.get(1).parsed.article.title == "Cầu mới qua sông Cái"
        assert library.counts().unread == 1
        library.revision()
    assert locked_away.read_bytes() == before
    assert os.listdir(locked_away.parent) == [locked_away.name]


def test_changes_to_a_library_that_cannot_be_written_are_refused(locked_away: Path, make_parsed: MakeParsed) -> None:
    with Library(locked_away) as library:
        changes: list[Callable[[], object]] = [
            lambda: library.set_read(1, True),
            lambda: library.set_position(1, 4),
            lambda: library.add(make_parsed(title="Bài mới")),
            lambda: library.database.insert({"a": 1}),
            lambda: library.database.drop_tables(),
        ]
        for change in changes:
            with pytest.raises(ReadOnlyLibrary):
                change()
        assert library.head(1).state.read is False


def test_a_library_beside_which_nothing_can_be_made_is_read(path: Path, make_parsed: MakeParsed) -> None:
    with Library(path) as library:
        library.add(make_parsed())
    path.parent.chmod(0o555)
    try:
        with Library(path) as library:
            assert library.read_only
            assert library.counts().total == 1
    finally:
        path.parent.chmod(0o755)


def test_nothing_can_be_made_in_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "khoa"
    folder.mkdir()
    folder.chmod(0o555)
    try:
        with pytest.raises(ReadOnlyLibrary):
            Library(folder / "kho.db")
        with pytest.raises(ReadOnlyLibrary):
            Library(folder / "moi" / "kho.db")
        assert os.listdir(folder) == []
    finally:
        folder.chmod(0o755)


def test_a_lock_that_is_not_let_go_is_told_and_then_raised(
    library: Library, path: Path, make_parsed: MakeParsed
) -> None:
    library.add(make_parsed())
    told: list[bool] = []
    with (
        Library(path, wait=0.01, on_wait=lambda: told.append(True)) as other,
        library.database.transaction(),
    ):
        with pytest.raises(LibraryBusy):
            other.set_read(1, True)
        assert other.head(1).id == 1, "reading goes on meanwhile"


def test_a_lock_that_is_let_go_is_waited_for(library: Library, path: Path, make_parsed: MakeParsed) -> None:
    library.add(make_parsed())
    transaction = library.database.transaction()
    told: list[bool] = []

    def let_go() -> None:
        told.append(True)
        transaction.__exit__(None, None, None)

    transaction.__enter__()
    with Library(path, wait=60, on_wait=let_go) as other:
        assert other.set_read(1, True).read
    assert told == [True]


def test_a_library_overwritten_in_the_middle_is_called_damaged(path: Path, make_parsed: MakeParsed) -> None:
    with Library(path) as library:
        for number in range(40):
            library.add(make_parsed(title=f"Bài {number}", body="Nhiều chữ. " * 400))
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))
    with pytest.raises(LibraryDamaged), Library(path) as library:
        library.heads(0, 40)


def test_a_closed_library_says_so(path: Path) -> None:
    library = Library(path)
    library.close()
    library.close()
    with pytest.raises(StoreError):
        library.counts()


def test_importing_the_store_imports_neither_the_nlp_nor_the_interface() -> None:
    code = (
        "import sys, store, store.library, store.database, store.types, store.errors; store.Library; store.Database; "
        "heavy = ('underthesea', 'textual', 'trafilatura', 'httpx', 'rich'); "
        "print([name for name in sys.modules if name.split('.')[0] in heavy])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def _as_version_1(path: Path) -> None:
    """Turn a new library into one as version 1 wrote it: 4096 places a minute, other words in the index."""
    connection = sqlite3.connect(path, isolation_level=None)
    for table in ("articles", "state"):
        rows = connection.execute(f"SELECT id, newness, doc FROM {table}").fetchall()
        for id, newness, doc in rows:
            old = (newness >> 4 << 12) + (newness & 15)
            doc = json.dumps({**json.loads(doc), "newness": old}, ensure_ascii=False)
            connection.execute(f"UPDATE {table} SET newness = ?, doc = ? WHERE id = ?", (old, doc, id))
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    connection.execute("DELETE FROM meta")
    connection.execute("PRAGMA user_version=1")
    connection.close()


def _dump(path: Path) -> list[object]:
    connection = sqlite3.connect(path)
    tables = ("articles", "bodies", "parses", "state", "documents_1", "tinydb", "pragma_user_version")
    rows = [connection.execute(f"SELECT * FROM {table}").fetchall() for table in tables]
    connection.close()
    return [*rows]


def test_an_older_library_is_migrated_after_a_backup(path: Path, make_parsed: MakeParsed) -> None:
    with Library(path) as library:
        for number in range(20):
            day = datetime(2024, 5, 1 + number % 3, tzinfo=UTC)
            library.add(make_parsed(f"Tin {number}", published=day))
        library.set_saved(4, True)
        library.database.insert({"a": 1})
        before = [head.id for head in library.heads(0, 99)]
    _as_version_1(path)
    old = _dump(path)
    with Library(path) as library:
        assert [head.id for head in library.heads(0, 99)] == before
        assert library.search_count("cầu") == 20
        assert library.head(4).state.saved
        assert inspect(library.file).sound
    backup = Path(f"{path}.v1.bak")
    assert _dump(backup) == old
    assert sorted(os.listdir(path.parent)) == sorted([path.name, backup.name])


def test_a_migration_that_fails_leaves_the_library_as_it_was(
    path: Path, make_parsed: MakeParsed, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library(path) as library:
        library.add(make_parsed())
    _as_version_1(path)

    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM articles")
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setitem(MIGRATIONS, 1, fail)
    with pytest.raises(StoreError):
        Library(path)
    monkeypatch.undo()
    with Library(path) as library:
        assert library.counts().total == 1


def test_an_older_library_that_cannot_be_written_is_refused_untouched(path: Path, make_parsed: MakeParsed) -> None:
    with Library(path) as library:
        library.add(make_parsed())
    _as_version_1(path)
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(ReadOnlyLibrary):
        Library(path)
    assert path.read_bytes() == before
