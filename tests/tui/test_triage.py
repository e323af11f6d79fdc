"""Going through the list: marks on many articles, taken back by one key, and lists that stay under one's hands."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.library import Library
from store.types import Selection
from tests.tui.conftest import Open, screen_text
from tests.tui.samples import bridge
from tui.app import DiembaoApp
from tui.listings import KeptListing, WindowedListing, listing_of
from tui.shelf import Shelf
from tui.triage import Part, part_of

pytestmark = pytest.mark.anyio


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    """A library of eight reports, the newest with the highest number."""
    path = tmp_path / "library.diembao"
    with Library(path) as library:
        library.add_many([bridge(number) for number in range(1, 9)])
    return path


async def written(app: DiembaoApp, pilot: Pilot[None]) -> None:
    """Wait until everything done is in the library and shown."""
    for _ in range(2):
        app.shelf.later(lambda: None, None)
        app.reader.reading.write_due()
        app.shelf._changes.submit(lambda: None).result()
        await pilot.pause()


def unread(path: Path) -> list[bool]:
    """For each article of the list whether it is unread, by the library itself."""
    with Library(path) as library:
        return [not head.state.read for head in library.heads(0, 99)]


async def test_everything_above_or_below_is_marked_and_one_key_takes_it_back(read: Open, library_path: Path) -> None:
    async with read() as (app, pilot):
        await pilot.press("j", "j", ",")
        await written(app, pilot)
        assert "2 bài được đánh dấu đã đọc" in screen_text(app)
        assert unread(library_path) == [False] * 2 + [True] * 6
        assert app.reader.reading.counts.unread == 6
        await pilot.press(".")
        await written(app, pilot)
        assert unread(library_path) == [False] * 2 + [True] + [False] * 5
        await pilot.press("u")
        await written(app, pilot)
        assert unread(library_path) == [False] * 2 + [True] * 6
        await pilot.press("u")
        await written(app, pilot)
        assert unread(library_path) == [True] * 8
        assert app.reader.reading.counts.unread == 8
        await pilot.press("u")
        await pilot.pause()
        assert "Không có gì để hoàn lại" in screen_text(app)


async def test_taking_back_a_mass_mark_leaves_alone_what_was_read_before(read: Open, library_path: Path) -> None:
    async with read() as (app, pilot):
        await pilot.press("j", "m", "A")
        await written(app, pilot)
        assert unread(library_path) == [False] * 8
        await pilot.press("u")
        await written(app, pilot)
        assert unread(library_path) == [True, False] + [True] * 6


async def test_rows_put_together_are_marked_or_saved_at_once(read: Open, library_path: Path) -> None:
    async with read() as (app, pilot):
        await pilot.press("j", "v", "j", "j")
        await pilot.pause()
        assert "3 " in screen_text(app)
        assert app.reader.panes.list.chosen == 3
        await pilot.press("m")
        await written(app, pilot)
        assert unread(library_path) == [True] + [False] * 3 + [True] * 4
        assert app.reader.panes.list.chosen == 0
        await pilot.press("v", "k", "s")
        await written(app, pilot)
        with Library(library_path) as library:
            assert [head.state.saved for head in library.heads(0, 8)] == [False] * 2 + [True] * 2 + [False] * 4


async def test_escape_lets_go_of_rows_put_together_and_nothing_else(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("v", "j", "escape")
        assert app.reader.panes.list.chosen == 0
        assert app.is_running


async def test_single_marks_are_taken_back_in_their_order(read: Open, library_path: Path) -> None:
    async with read() as (app, pilot):
        await pilot.press("m", "s", "u", "u")
        await written(app, pilot)
        assert unread(library_path) == [True] * 8
        with Library(library_path) as library:
            assert library.counts().saved == 0


async def test_the_unread_list_keeps_what_is_read_in_it_until_it_is_left(read: Open, library_path: Path) -> None:
    async with read() as (app, pilot):
        await pilot.press("m", "f")
        await pilot.pause()
        listed = app.reader.panes.list
        assert listed.count == 7
        assert "chưa đọc · 7 bài" in screen_text(app)
        await pilot.press("j", "enter", "q")
        await written(app, pilot)
        app.reader._look_for_changes()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert listed.count == 7
        row = listed.current_row
        assert row is not None
        assert not row.unread
        await pilot.press("f", "f")
        await pilot.pause()
        assert listed.count == 6


async def test_a_new_article_comes_into_the_unread_list_at_its_place(read: Open, library_path: Path) -> None:
    async with read() as (app, pilot):
        await pilot.press("f", "j", "m")
        await written(app, pilot)
        current = app.reader.panes.list.current_row
        assert current is not None
        with Library(library_path) as other:
            other.add(bridge(27))
        app.reader._look_for_changes()
        await app.workers.wait_for_complete()
        await pilot.pause()
        listed = app.reader.panes.list
        assert listed.count == 9
        assert listed.current_row is not None
        assert listed.current_row.id == current.id


async def test_an_article_without_a_library_is_neither_marked_nor_saved(read: Open) -> None:
    async with read(article=bridge(40)) as (app, pilot):
        await pilot.press("m")
        await pilot.pause()
        assert "chưa có trong kho" in screen_text(app)


def test_a_kept_list_drops_only_what_left_the_library(library_path: Path) -> None:
    with Library(library_path) as library:
        shelf = Shelf(library, lambda message: pytest.fail(message))
        kept = listing_of(shelf, Selection(unread=True))
        assert isinstance(kept, KeptListing)
        first, second = kept.ids()[:2]
        library.set_read(first, True)
        for table in ("articles", "bodies", "parses", "state"):
            library.database.table(table).remove(doc_ids=[second])
        again = kept.renewed()
        assert again.row_of(first) == 0
        assert again.row_of(second) is None
        assert again.count == 7
        shelf.close()


def test_the_parts_of_a_list_are_those_around_the_current_row(library_path: Path) -> None:
    with Library(library_path) as library:
        shelf = Shelf(library, lambda message: pytest.fail(message))
        listing = WindowedListing(shelf, Selection())
        ids = list(listing.ids())
        assert part_of(listing, Part.ALL, ids[3], None) == ids
        assert part_of(listing, Part.ABOVE, ids[3], None) == ids[:3]
        assert part_of(listing, Part.BELOW, ids[3], None) == ids[4:]
        assert part_of(listing, Part.CHOSEN, ids[3], ids[5]) == ids[3:6]
        assert part_of(listing, Part.CHOSEN, ids[5], ids[3]) == ids[3:6]
        assert part_of(listing, Part.ABOVE, 999, None) == []
        shelf.close()
