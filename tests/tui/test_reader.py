"""Reading an article beside its entities, quotes and sources, with the keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extract.types import ParsedArticle
from store.library import Library
from tests.tui.conftest import MIDDLE, NARROW, WIDE, Open, screen_text
from tests.tui.samples import bridge, long_article
from tui.app import DiembaoApp
from tui.screens.panes import Pane
from widgets.marks import MarkKind

pytestmark = pytest.mark.anyio


def focused(app: DiembaoApp) -> Pane:
    """The pane the keys go to."""
    return app.reader.panes.pane


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.parametrize("size", [WIDE, MIDDLE, NARROW])
async def test_enter_opens_the_article_and_marks_it_read(read: Open, size: tuple[int, int]) -> None:
    async with read(size=size) as (app, pilot):
        assert "3 chưa đọc" in screen_text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert focused(app) is Pane.ARTICLE
        shown = screen_text(app)
        assert "thông xe sau ba năm chờ đợi" in " ".join(shown.split())
        assert app.reader.reading.counts.unread == 2


async def test_a_wide_terminal_shows_list_article_and_panel_side_by_side(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        shown = screen_text(app)
        for words in ("Thực thể", "Trích dẫn", "Nguồn", "Người", "Tổ chức", "Địa điểm", "Trần Văn Lực", "×2"):
            assert words in shown
        assert "giám đốc Ban Quản lý dự án" in shown


async def test_the_quotes_say_who_speaks_and_where_that_is_open(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "2")
        await pilot.pause()
        shown = screen_text(app)
        for words in ("Trần Văn Lực", "Lê Thị Hạnh", "chưa rõ", "trực tiếp", "gián tiếp"):
            assert words in shown


async def test_the_sources_say_in_one_line_what_the_article_rests_on(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "3")
        await pilot.pause()
        shown = " ".join(screen_text(app).split())
        assert "Bài này dựa trên" in shown
        assert "TTXVN" in shown
        assert "Hoài Nam" in shown


async def test_moving_in_the_panel_lights_up_the_place_in_the_text(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "1", "j")
        await pilot.pause()
        view = app.reader.panes.view
        assert view.lit is not None
        assert view.lit.kind is MarkKind.ENTITY
        assert view.lit.key == app.reader.panes.panel.rows.current


@pytest.mark.parametrize(("keys", "kind"), [("e", MarkKind.ENTITY), ("q", MarkKind.QUOTE), ("s", MarkKind.SOURCE)])
async def test_walking_in_the_text_selects_the_row_in_the_panel(read: Open, keys: str, kind: MarkKind) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "]", keys)
        await pilot.pause()
        panes = app.reader.panes
        first = panes.view.lit
        assert first is not None
        assert first.kind is kind
        assert panes.panel.rows.current == first.key
        await pilot.press("]", keys)
        second = panes.view.lit
        assert second is not None
        assert second.start > first.start
        await pilot.press("[", keys)
        assert panes.view.lit == first


async def test_the_end_of_the_marks_is_said_and_nothing_moves(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "]", "s", "]", "s", "]", "s", "]", "s", "]", "s")
        lit = app.reader.panes.view.lit
        await pilot.press("]", "s")
        await pilot.pause()
        assert app.reader.panes.view.lit == lit
        assert "Không còn nguồn nào" in screen_text(app)


async def test_enter_on_an_entity_lists_who_names_it_and_backspace_returns_to_the_line(
    read: Open, library_path: Path
) -> None:
    with Library(library_path) as library:
        library.add(long_article(900))
    async with read(size=(120, 14)) as (app, pilot):
        await pilot.press("j", "enter", "G")
        await pilot.pause()
        panes = app.reader.panes
        await pilot.press("[", "e", "k", "k")
        await pilot.pause()
        top = panes.view.top
        assert top.offset > 0
        await pilot.press("1", "enter")
        await pilot.pause()
        assert focused(app) is Pane.LIST
        assert panes.list.count == 3
        assert "nhắc đến “Trần Văn Lực” · 3 bài" in screen_text(app)
        await pilot.press("j", "enter")
        await pilot.pause()
        await pilot.press("backspace", "backspace")
        await pilot.pause()
        assert panes.view.top.offset == top.offset
        assert focused(app) is Pane.PANEL
        assert panes.list.count == 4


async def test_saving_and_reading_state_survive_the_reader(read: Open, library_path: Path) -> None:
    async with read() as (app, pilot):
        await pilot.press("s", "j", "enter", "m", "q")
        await pilot.press("q")
        assert not app.is_running
    with Library(library_path) as library:
        heads = library.heads(0, 3)
        assert [head.state.saved for head in heads] == [True, False, False]
        assert [head.state.read for head in heads] == [False, False, False]


async def test_a_long_article_opens_where_it_was_left(read: Open, tmp_path: Path) -> None:
    path = tmp_path / "long.diembao"
    with Library(path) as library:
        library.add(long_article(5_000))
    async with read(path=path) as (app, pilot):
        await pilot.press("enter", "pagedown", "pagedown", "j", "j", "j")
        await pilot.pause()
        left = app.reader.panes.view.top.offset
        await pilot.press("ctrl+q")
    assert left > 0
    async with read(path=path) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        assert app.reader.panes.view.top.offset == left


async def test_the_line_being_read_stays_when_the_terminal_changes(read: Open, tmp_path: Path) -> None:
    path = tmp_path / "long.diembao"
    with Library(path) as library:
        library.add(long_article(5_000))
    async with read(path=path) as (app, pilot):
        await pilot.press("enter", "pagedown", "pagedown")
        await pilot.pause()
        before = app.reader.panes.view.top.offset
        for size in (NARROW, MIDDLE, (200, 50), WIDE):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert abs(app.reader.panes.view.top.offset - before) < 80


async def test_q_goes_back_one_level_and_quits_from_the_list(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "l")
        assert focused(app) is Pane.PANEL
        await pilot.press("q")
        assert focused(app) is Pane.ARTICLE
        await pilot.press("q")
        assert focused(app) is Pane.LIST
        await pilot.press("q")
        await pilot.pause()
        assert not app.is_running


async def test_escape_never_quits(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "escape", "escape", "escape")
        await pilot.pause()
        assert app.is_running
        assert focused(app) is Pane.LIST


async def test_a_terminal_too_small_says_so_and_recovers(read: Open) -> None:
    async with read(size=(20, 5)) as (app, pilot):
        assert "cửa sổ quá nhỏ" in screen_text(app)
        await pilot.press("enter", "j", "q")
        assert app.is_running
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert "3 chưa đọc" in screen_text(app)


async def test_another_process_adds_an_article_and_the_current_line_stays(read: Open, library_path: Path) -> None:
    async with read() as (app, pilot):
        await pilot.press("j")
        current = app.reader.panes.list.current_row
        assert current is not None
        with Library(library_path) as other:
            other.add(bridge(27))
        app.reader._look_for_changes()
        await app.workers.wait_for_complete()
        await pilot.pause()
        now = app.reader.panes.list.current_row
        assert now is not None
        assert now.id == current.id
        assert app.reader.panes.list.count == 4


async def test_untrusted_words_are_painted_harmless(read: Open, tmp_path: Path) -> None:
    path = tmp_path / "bad.diembao"
    with Library(path) as library:
        library.add(hostile())
    async with read(path=path) as (app, pilot):
        await pilot.press("enter")
        await pilot.pause()
        shown = screen_text(app)
        assert "[bold]đậm[/oops]" in shown
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)


def hostile() -> ParsedArticle:
    """A report whose words are control sequences and markup."""
    made = bridge()
    text = made.article.text.replace("Bà Lê Thị Hạnh", "\x1b[31m\u202e\x9b2J\x07")
    text = text.replace("Cây cầu nối", "[bold]đậm[/oops]", 1)[: len(made.article.text)]
    return replace(
        made,
        article=replace(made.article, text=text.ljust(len(made.article.text), ".")),
        entities=(),
        quotes=(),
        sources=(),
        authors=(),
    )


async def test_an_empty_library_offers_three_ways_to_begin(read: Open, tmp_path: Path) -> None:
    async with read(path=tmp_path / "empty.diembao") as (app, pilot):
        shown = screen_text(app)
        for words in ("Thêm tệp", "Chọn báo", "Enter chọn", "q thoát"):
            assert words in shown
        await pilot.press("escape")
        assert app.is_running
        await pilot.press("q")
        await pilot.pause()
        assert not app.is_running


async def test_help_shows_every_key_and_the_theme_switches(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("?")
        await pilot.pause()
        shown = screen_text(app)
        assert "]e" in shown
        assert "Shift-F7" in shown
        await pilot.press("escape")
        dark = app.theme
        await pilot.press("t")
        await pilot.pause()
        assert app.theme != dark


async def test_the_palette_finds_an_action_by_its_words(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"sáng")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Sáng" in screen_text(app) or "sáng" in screen_text(app)


async def test_an_article_outside_the_library_is_read_beside_it(read: Open) -> None:
    async with read(article=bridge(9)) as (app, pilot):
        assert "Cầu Bến Đò số 9" in screen_text(app)
        await pilot.press("s")
        await pilot.pause()
        assert "chưa có trong kho" in screen_text(app)


async def test_a_library_that_cannot_be_written_is_read_and_says_so_only_when_asked_to_keep_something(
    read: Open, library_path: Path
) -> None:
    library_path.chmod(0o444)
    library_path.parent.chmod(0o555)
    try:
        async with read() as (app, pilot):
            await pilot.press("enter", "pagedown", "q")
            app.shelf.later(lambda: None)
            await pilot.pause()
            assert app.shelf.failures == 0
            await pilot.press("s")
            app.shelf._changes.submit(lambda: None).result()
            await pilot.pause()
            assert "Không ghi được" in screen_text(app)
            app.reader._look_for_changes()
            await app.workers.wait_for_complete()
            await pilot.pause()
            row = app.reader.panes.list.current_row
            assert row is not None
            assert not row.saved
    finally:
        library_path.parent.chmod(0o755)
