"""Damage: it is found, what can be made anew is, everything readable is salvaged, and nothing is replaced silently."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tinydb.table import Document

from extract.types import EntityType, ParsedArticle
from store import Database, Library
from store.errors import ArticleLost, LibraryBusy, LibraryDamaged, NotALibrary
from store.inspection import Fault, inspect
from store.pages import Pages, iterate
from store.repair import ASIDE, mend
from store.salvage import put_in_place, salvage
from store.types import EntityKey, Outcome, Selection

MakeParsed = Callable[..., ParsedArticle]

DAY = datetime(2024, 5, 1, tzinfo=UTC)
PERSON = EntityKey("lê văn tám", EntityType.PER)


@pytest.fixture
def stocked(library: Library, make_parsed: MakeParsed) -> Library:
    """Eight articles, some of them long, and a table of another kind."""
    for number in range(1, 9):
        body = f"Bài số {number}. " + "Nước lên ngập bãi bồi ven sông. " * (number * 40)
        url = f"https://vidu.vn/{number}"
        library.add(make_parsed(f"Tin {number}", body, url=url, published=DAY + timedelta(days=-number)))
    library.set_read(2, True)
    library.set_saved(3, True)
    library.database.table("nhan").insert_multiple([{"ten": "sông"}, Document({"ten": "lũ"}, doc_id=40)])
    return library


def _faults(library: Library) -> set[Fault]:
    return set(inspect(library.file).findings)


def _spoil(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_sound_library_has_nothing_wrong(stocked: Library) -> None:
    report = inspect(stocked.file)
    assert report.sound
    assert (report.articles, report.documents) == (8, 34)


@pytest.mark.parametrize(
    ("spoiling", "fault"),
    [
        ("DELETE FROM postings WHERE article = 4", Fault.NAMES),
        ("UPDATE names SET key = 'ai đó' WHERE key = 'lê văn tám'", Fault.NAMES),
        ("INSERT INTO search (search) VALUES ('delete-all')", Fault.SEARCH),
        ("INSERT INTO search (rowid, title, body, extra) VALUES (7, 'ma', 'ma', '')", Fault.SEARCH),
        ("UPDATE search_docsize SET sz = x'010203'", Fault.SEARCH),
        ("DELETE FROM search_data WHERE id > 10", Fault.SEARCH),
        ("UPDATE articles SET site = 'Báo khác' WHERE id = 2", Fault.COLUMNS),
        ("UPDATE state SET read = 0 WHERE id = 2", Fault.COLUMNS),
        ("DELETE FROM state WHERE id = 2", Fault.NO_STATE),
        ("DELETE FROM parses WHERE id = 5", Fault.NO_PARSE),
        ("DELETE FROM bodies WHERE id = 5", Fault.NO_BODY),
        ("DELETE FROM articles WHERE id = 5", Fault.NO_HEAD),
        ("UPDATE bodies SET doc = '{\"text\": ' WHERE id = 5", Fault.UNREADABLE),
        ("UPDATE articles SET newness = (SELECT newness FROM articles WHERE id = 1) WHERE id = 2", Fault.ORDER),
        ("INSERT INTO state (id, newness, read, saved, doc) VALUES (77, 1, 0, 0, '{}')", Fault.ORPHAN),
        ("DELETE FROM tinydb WHERE name = 'nhan'", Fault.TABLES),
    ],
)
def test_what_is_wrong_is_found_and_mended(stocked: Library, path: Path, spoiling: str, fault: Fault) -> None:
    _spoil(path, spoiling)
    report = inspect(stocked.file)
    assert fault in report.findings
    mend(stocked, report)
    assert inspect(stocked.file).sound
    listed = [head.id for head in stocked.heads(0, 20)]
    assert listed == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [hit.head.id for hit in stocked.search("ngập bãi bồi")] == [id for id in listed if not _lost(stocked, id)]
    assert stocked.head(3).state.saved


def _lost(library: Library, id: int) -> bool:
    try:
        library.get(id)
    except ArticleLost:
        return True
    return False


def test_a_text_without_head_comes_back_to_its_place(stocked: Library, path: Path) -> None:
    before = stocked.head(3)
    _spoil(path, "DELETE FROM articles WHERE id = 3")
    mended = mend(stocked, inspect(stocked.file))
    assert mended.heads == 1
    after = stocked.head(3)
    assert (after.title, after.published, after.speakers, after.state) == (
        before.title,
        before.published,
        before.speakers,
        before.state,
    )
    assert stocked.count(Selection(entity=PERSON)) == 8


def test_an_article_whose_text_is_lost_says_so_and_is_whole_when_added_again(
    stocked: Library, path: Path, make_parsed: MakeParsed
) -> None:
    parsed = stocked.get(3).parsed
    _spoil(path, "DELETE FROM bodies WHERE id = 3")
    assert mend(stocked, inspect(stocked.file)).lost_texts == 1
    assert inspect(stocked.file).lost_texts == 1
    with pytest.raises(ArticleLost):
        stocked.get(3)
    added = stocked.add(parsed)
    assert (added.id, added.outcome) == (3, Outcome.UPDATED)
    assert stocked.get(3).parsed == parsed
    assert stocked.head(3).state.saved
    assert inspect(stocked.file).lost_texts == 0


def test_what_holds_no_document_is_set_aside_as_it_is(stocked: Library, path: Path) -> None:
    _spoil(path, "UPDATE state SET doc = 'rác' WHERE id = 2")
    assert mend(stocked, inspect(stocked.file)).set_aside == 1
    assert stocked.database.table(ASIDE).all() == [{"table": "state", "id": 2, "text": "rác"}]
    assert not stocked.head(2).state.read


def test_an_index_that_does_not_fit_its_table_is_made_anew(stocked: Library, path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA writable_schema=ON")
    sql = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'articles_site'").fetchone()[0]
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'articles_site'", (sql + " WHERE id > 4",))
    connection.execute("PRAGMA writable_schema=RESET")
    connection.execute("REINDEX articles_site")
    connection.execute("PRAGMA writable_schema=ON")
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'articles_site'", (sql,))
    connection.close()
    with Library(path) as library:
        report = inspect(library.file)
        assert set(report.findings) == {Fault.INDEX}
        mend(library, report)
        assert inspect(library.file).sound


def _overwrite(path: Path, *numbers: int) -> None:
    chance = random.Random(1)
    with path.open("r+b") as file:
        for number in numbers:
            file.seek((number - 1) * 4096)
            file.write(chance.randbytes(4096))


def _all(path: Path) -> dict[str, dict[int, dict[str, object]]]:
    with Database(path) as database:
        return {name: {d.doc_id: dict(d) for d in database.table(name)} for name in database.tables()}


def test_salvage_brings_everything_back_when_only_the_first_page_is_lost(
    stocked: Library, path: Path, tmp_path: Path
) -> None:
    before = _all(path)
    stocked.close()
    _overwrite(path, 1)
    with pytest.raises(LibraryDamaged):
        Library(path)
    result = salvage(str(path), str(tmp_path / "moi.db"))
    assert _all(tmp_path / "moi.db") == before
    assert (result.unreadable, result.lost_texts) == (0, 0)
    with Library(tmp_path / "moi.db") as library:
        assert inspect(library.file).sound
        assert [d.doc_id for d in library.database.table("nhan")] == [1, 40]
        assert library.search_count("ngập bãi bồi") == 8


def test_salvage_reads_what_is_still_in_the_log(stocked: Library, path: Path, tmp_path: Path) -> None:
    before = _all(path)
    copy = tmp_path / "cat dien.db"
    for end in ("", "-wal"):
        Path(f"{copy}{end}").write_bytes(Path(f"{path}{end}").read_bytes())
    log = Path(f"{copy}-wal").read_bytes()
    assert len(log) > 4096
    # A frame that was being written when it stopped, and a file of which the first page is lost.
    Path(f"{copy}-wal").write_bytes(log + log[32:2000])
    salvage(str(copy), str(tmp_path / "moi.db"))
    assert _all(tmp_path / "moi.db") == before


def test_salvage_without_interior_pages_finds_the_documents(
    library: Library, path: Path, tmp_path: Path, make_parsed: MakeParsed
) -> None:
    many = [make_parsed(f"Tin {n}", f"Bài {n}. " + "Chữ. " * 300, speaker=None, published=DAY) for n in range(60)]
    library.add_many(many)
    before = _all(path)
    with library.file.reading() as connection:
        roots = [row[0] for row in connection.execute("SELECT rootpage FROM sqlite_schema WHERE name IN "
                                                      "('bodies', 'parses', 'articles')")]  # fmt: skip
    library.close()
    pages = Pages(str(path))
    interior = {number for root in roots for number in iterate(pages, root) if pages.children(number)}
    pages.close()
    assert len(interior) >= 2
    _overwrite(path, 1, *interior)
    salvage(str(path), str(tmp_path / "moi.db"))
    assert _all(tmp_path / "moi.db") == before


def test_the_damaged_file_is_kept_beside_the_salvaged_one(stocked: Library, path: Path, tmp_path: Path) -> None:
    now = datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)
    new = path.with_name("moi.db")
    stocked.close()
    _overwrite(path, 1)
    damaged = path.read_bytes()
    salvage(str(path), str(new))
    kept = put_in_place(str(new), str(path), now)
    assert kept == f"{path}.damaged-20250102-030405"
    assert Path(kept).read_bytes() == damaged
    assert sorted(os.listdir(path.parent)) == sorted([path.name, Path(kept).name])
    with Library(path) as library:
        assert library.counts().total == 8


def test_nothing_is_put_in_the_place_of_a_file_that_is_open(stocked: Library, path: Path) -> None:
    stocked.close()
    code = (
        "import sys; from store import Library; library = Library(sys.argv[1]); print('open', flush=True); "
        "sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        with pytest.raises(LibraryBusy):
            put_in_place(str(path.with_name("moi.db")), str(path), DAY)
        process.stdin.close()
    assert path.exists()


@pytest.mark.parametrize("size", [None, 0])
def test_a_log_without_its_file_is_not_taken_for_a_new_library(stocked: Library, path: Path, size: int | None) -> None:
    log = Path(f"{path}-wal").read_bytes()
    stocked.close()
    path.unlink()
    if size is not None:
        path.write_bytes(b"")
    Path(f"{path}-wal").write_bytes(log)
    with pytest.raises(LibraryDamaged):
        Library(path)
    assert Path(f"{path}-wal").read_bytes() == log


def test_a_file_cut_short_or_without_its_tables_is_called_damaged_at_the_start(stocked: Library, path: Path) -> None:
    stocked.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LibraryDamaged):
        Library(path)
    path.write_bytes(whole)
    _spoil(path, "DROP TABLE postings")
    with pytest.raises(LibraryDamaged):
        Library(path)


def test_random_bytes_are_no_library(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(random.Random(3).randbytes(1 << 18))
    with pytest.raises(NotALibrary):
        Library(path)
