"""The folders at the left: the lists of the library, one key away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.library import Library
from store.triage import Paper
from store.types import Counts, Selection
from tests.tui.conftest import MIDDLE, NARROW, WIDE, Open, screen_text
from tests.tui.samples import bridge
from tui.app import DiembaoApp
from tui.folders import folder_key, folder_rows, selection_of
from tui.screens.panes import Pane

pytestmark = pytest.mark.anyio


@pytest.fixture
def library_path(tmp_path: Path) -> Path:
    """Three reports of one paper, two of another, one read and one saved."""
    path = tmp_path / "library.diembao"
    with Library(path) as library:
        for number in range(1, 6):
            made = bridge(number)
            site = "Tin Ghe Xuồng" if number > 3 else made.article.site
            library.add(replace(made, article=replace(made.article, site=site)))
        library.set_read(1, True)
        library.set_saved(2, True)
    return path


def focused(app: DiembaoApp) -> Pane:
    """The pane the keys go to."""
    return app.reader.panes.pane


async def settled(app: DiembaoApp, pilot: Pilot[None]) -> None:
    """Wait until the folders are counted."""
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [(160, 40), WIDE, MIDDLE, NARROW])
async def test_the_folders_come_and_go_by_one_key(read: Open, size: tuple[int, int]) -> None:
    async with read(size=size) as (app, pilot):
        await pilot.press("f2")
        await settled(app, pilot)
        assert focused(app) is Pane.FOLDERS
        shown = screen_text(app)
        for words in ("Tất cả", "Chưa đọc", "Đã lưu", "Tin Ghe Xuồng", "Báo Bến Đò"):
            assert words in shown
        await pilot.press("f2")
        await pilot.pause()
        assert focused(app) is Pane.LIST
        assert "Tất cả" not in screen_text(app)


async def test_a_folder_lists_its_articles_and_q_returns_to_the_whole_list(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("f2")
        await settled(app, pilot)
        listed = app.reader.panes.list
        await pilot.press("j", "enter")
        assert (listed.count, app.reader.panes.pane) == (4, Pane.LIST)
        await pilot.press("h", "j", "enter")
        assert listed.count == 1
        await pilot.press("h", "j", "enter")
        await pilot.pause()
        assert "Báo Bến Đò · 3 bài" in screen_text(app)
        assert listed.count == 3
        await pilot.press("q")
        assert (listed.count, app.reader.panes.pane) == (5, Pane.LIST)
        assert app.is_running


async def test_the_counts_follow_what_is_read(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("f2")
        await settled(app, pilot)
        await pilot.press("l", "A")
        app.shelf._changes.submit(lambda: None).result()
        await pilot.pause()
        app.reader._look_for_changes()
        await settled(app, pilot)
        await settled(app, pilot)
        rows = {row.key: row for row in app.reader.panes.folders.rows}
        assert rows["unread"].lines[0].tail is None
        assert rows["paper:Tin Ghe Xuồng"].lines[0].tail is None


async def test_beside_three_panes_the_folders_give_way_to_the_panel(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "f2")
        await settled(app, pilot)
        panes = app.reader.panes
        assert [panes.shows(pane) for pane in Pane] == [True, True, True, False]
        await pilot.press("1")
        await pilot.pause()
        assert [panes.shows(pane) for pane in Pane] == [False, True, True, True]
        await pilot.press("tab")
        await pilot.pause()
        assert panes.pane is Pane.FOLDERS
        await pilot.resize_terminal(170, 40)
        await pilot.pause()
        assert all(panes.shows(pane) for pane in Pane)


async def test_the_folders_work_before_any_article_is_open(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("f2", "l", "l", "h")
        assert app.reader.panes.pane in {Pane.FOLDERS, Pane.LIST}
        await pilot.press("escape", "escape")
        assert app.is_running


def test_each_folder_has_its_list() -> None:
    rows = folder_rows(Counts(5, 4, 1), [Paper("Tin Ghe Xuồng", 2, 2), Paper("", 1, 0)])
    keys = [row.key for row in rows if row.key is not None]
    assert keys == ["all", "unread", "saved", "paper:Tin Ghe Xuồng", "paper:"]
    assert [folder_key(selection_of(key)) for key in keys] == keys
    assert folder_key(Selection(unread=True, saved=True)) is None
