"""How the text is shown: the width of its column, and nothing but the text."""

from __future__ import annotations

import pytest

from tests.tui.conftest import MIDDLE, NARROW, WIDE, Open, screen_text
from tui.screens.panes import Pane

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_the_column_becomes_narrower_and_wider_and_the_top_line_stays(read: Open) -> None:
    async with read(size=MIDDLE) as (app, pilot):
        await pilot.press("enter", "j", "j", "j")
        await pilot.pause()
        view = app.reader.panes.view
        before, top = view.measure, view.top
        await pilot.press("<", "<")
        await pilot.pause()
        assert view.measure == before - 8
        assert f"Cột chữ rộng {before - 8} ô." in screen_text(app)
        await pilot.press(">", ">")
        await pilot.pause()
        assert view.measure == before
        assert view.top == top


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW])
async def test_the_column_has_limits_and_they_are_said(read: Open, size: tuple[int, int]) -> None:
    async with read(size=size) as (app, pilot):
        await pilot.press("enter", *("<",) * 30)
        await pilot.pause()
        view = app.reader.panes.view
        assert view.measure == 32
        assert "Cột chữ không thể hẹp hơn 32 ô." in " ".join(screen_text(app).split())
        await pilot.press(*(">",) * 30)
        await pilot.pause()
        assert 32 <= view.measure <= view.size.width
        assert f"không thể rộng hơn {view.measure} ô" in " ".join(screen_text(app).split())


async def test_a_column_at_its_limit_grows_with_the_terminal(read: Open) -> None:
    async with read(size=NARROW) as (app, pilot):
        await pilot.press("enter", "<", ">", ">")
        await pilot.resize_terminal(*MIDDLE)
        await pilot.pause()
        assert app.reader.panes.view.measure > NARROW[0]


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW])
async def test_z_shows_nothing_but_the_text_and_everything_again(read: Open, size: tuple[int, int]) -> None:
    async with read(size=size) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        before = screen_text(app)
        await pilot.press("z")
        await pilot.pause()
        shown = screen_text(app)
        for words in ("Điểm Báo", "Thực thể", "Bài này dựa trên", "phím", "%"):
            assert words not in shown
        assert "thông xe sau ba năm" in " ".join(shown.split())
        assert not any(line[:5].strip().isdigit() for line in shown.splitlines())
        await pilot.press("z")
        await pilot.pause()
        assert screen_text(app) == before


async def test_marks_can_still_be_walked_where_nothing_but_the_text_is_shown(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "z", "]", "q")
        await pilot.pause()
        assert app.reader.panes.alone
        assert app.reader.panes.view.lit is not None
        assert "▌" in screen_text(app)
        await pilot.press(*("]", "q") * 9)
        await pilot.pause()
        assert "Không còn trích dẫn nào" in screen_text(app)


@pytest.mark.parametrize("key", ["q", "escape"])
async def test_going_back_first_brings_back_what_is_around_the_text(read: Open, key: str) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "z", key)
        await pilot.pause()
        assert not app.reader.panes.alone
        assert app.reader.panes.pane is Pane.ARTICLE
        assert "Thực thể" in screen_text(app)


async def test_going_to_the_panel_brings_it_back(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "z", "2")
        await pilot.pause()
        assert not app.reader.panes.alone
        assert app.reader.panes.pane is Pane.PANEL
        assert "Thực thể" in screen_text(app)


async def test_without_an_article_there_is_nothing_to_show_alone(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("z")
        await pilot.pause()
        assert not app.reader.panes.alone
        assert "Chưa mở bài nào." in screen_text(app)
