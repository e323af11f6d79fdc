"""The library as the reader uses it: what cannot be saved is named, and reading goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from extract.types import ParsedArticle
from ingest.types import Article, Block, BlockKind
from store.library import Library
from store.types import Selection
from tui import i18n
from tui.shelf import Shelf


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = i18n.language()
    i18n.use("en")
    yield
    i18n.use(before)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library of one article."""
    path = tmp_path / "kho" / "library.db"
    article = Article(text="Tin\nBài.", blocks=(Block(BlockKind.TITLE, 0, 3), Block(BlockKind.PARAGRAPH, 4, 8)))
    with Library(path) as library:
        library.add(ParsedArticle(article=article, entities=(), quotes=(), sources=(), authors=(), version="1"))
    return path


def full(library: Library) -> None:
    """As many pages as there are now, and no more: what SQLite says then is what it says of a full disk."""
    connection = library.file.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count={pages}")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda shelf: shelf.set_read(1, True), "Article 1 could not be marked read."),
        (lambda shelf: shelf.set_saved(1, True), "Article 1 could not be saved."),
        (lambda shelf: shelf.set_position(1, 3), "The place in article 1 could not be kept."),
    ],
)
def test_a_change_that_cannot_be_saved_is_named_and_reading_goes_on(
    path: Path, change: Callable[[Shelf], object], named: str
) -> None:
    told: list[str] = []
    path.chmod(0o444)
    with Library(path) as library:
        shelf = Shelf(library, told.append)
        change(shelf)
        shelf.close()
        assert len(shelf.heads(0, 9, Selection())) == 1
        assert shelf.get(1) is not None
    assert [line.startswith(named) for line in told] == [True]
    assert str(path) in told[0]


def test_a_full_disk_is_told_and_what_was_saved_is_safe(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    with Library(path) as library:
        library.set_saved(1, True)
        shelf = Shelf(library, told.append)

        def fail(*arguments: object) -> None:
            full(library)
            library.file.connection.execute("CREATE TABLE x AS SELECT zeroblob(100000) AS y")

        monkeypatch.setattr(library.storage, "put", fail)
        shelf.set_read(1, True)
        shelf.close()
        assert library.head(1).state.saved
        assert not library.head(1).state.read
    assert len(told) == 1
    assert "Article 1 could not be marked read." in told[0]
    assert "disk is full" in told[0]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
