"""What the reader says: read to its end where there is room for it, and never after the reader is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import MIDDLE, NARROW, Open, screen_text
from tui.screens.welcome import WelcomeScreen

pytestmark = pytest.mark.anyio

LONG = "/srv/bao/2026/thang-muoi/tin-da-luu.html: không có tệp hay thư mục này; hãy kiểm tra lại tên."


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("size", [MIDDLE, NARROW])
async def test_a_message_longer_than_the_line_is_read_to_its_end(read: Open, size: tuple[int, int]) -> None:
    async with read(size=size) as (app, pilot):
        app.reader.say(LONG)
        await pilot.pause()
        assert LONG.replace(" ", "") in screen_text(app).replace("\n", "").replace(" ", "")
        await pilot.press("j")
        await pilot.pause()
        assert app.reader.status.line.size.height == 1


async def test_the_first_screen_says_to_the_end_what_went_wrong(read: Open, tmp_path: Path) -> None:
    async with read(size=MIDDLE, path=tmp_path / "empty.diembao") as (app, pilot):
        assert isinstance(app.screen, WelcomeScreen)
        app.screen.say(LONG)
        await pilot.pause()
        assert LONG in words(screen_text(app))


async def test_the_keys_are_named_again_once_a_message_leaves_room(read: Open) -> None:
    async with read(size=MIDDLE) as (app, pilot):
        app.reader.say("a" * 78)
        await pilot.pause()
        assert "a" * 78 in screen_text(app)
        assert "phím" not in screen_text(app)
        app.reader.say("Đã lưu.")
        await pilot.pause()
        assert "phím" in screen_text(app)


async def test_what_an_article_rests_on_is_said_only_beside_it(read: Open) -> None:
    async with read(size=MIDDLE) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert "Bài này dựa trên" in screen_text(app)
        await pilot.press("q")
        await pilot.pause()
        assert "Bài này dựa trên" not in screen_text(app)
        assert "lưu" in screen_text(app)


async def test_what_is_told_after_the_end_is_for_nobody(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("ctrl+q")
        await pilot.pause()
    app._tell("Đã thêm một bài.")
