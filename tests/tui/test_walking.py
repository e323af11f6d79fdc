"""Walking through what an article is about: along one thing, by letters over the text, and to the browser."""

from __future__ import annotations

import pytest

from ingest.types import Link
from tests.tui.conftest import NARROW, WIDE, Open, screen_text
from tui import browser
from tui.app import DiembaoApp
from tui.screens.panes import Pane
from widgets.hints import LETTERS, Hint
from widgets.marks import Mark

pytestmark = pytest.mark.anyio


def lit(app: DiembaoApp) -> Mark:
    """The mark that is lit up."""
    mark = app.reader.panes.view.lit
    assert mark is not None
    return mark


def shown_hints(app: DiembaoApp) -> tuple[Hint, ...]:
    """The labels over the text."""
    return app.reader.panes.view._hints


async def test_n_goes_along_the_places_of_one_name_and_says_which_it_is(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "]", "e", "]", "e")
        first = lit(app)
        assert first.key == "e2"
        await pilot.press("n")
        await pilot.pause()
        second = lit(app)
        assert (second.key, second.start > first.start) == ("e2", True)
        assert "2 trên 2" in screen_text(app)
        await pilot.press("n")
        await pilot.pause()
        assert lit(app) == second
        await pilot.press("N")
        assert lit(app) == first


async def test_n_without_anything_lit_begins_at_the_row_of_the_panel(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "n")
        assert lit(app).key == app.reader.panes.panel.rows.current


async def test_n_on_a_quote_without_a_speaker_stays(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "]", "q", "]", "q", "]", "q")
        open_one = lit(app)
        await pilot.press("n", "N")
        assert lit(app) == open_one


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_letters_over_the_text_lead_to_every_mark_on_the_screen(read: Open, size: tuple[int, int]) -> None:
    async with read(size=size) as (app, pilot):
        await pilot.press("enter", ";")
        await pilot.pause()
        hints = shown_hints(app)
        assert len(hints) > 3
        assert len({hint.label for hint in hints}) == len(hints)
        assert {letter for hint in hints for letter in hint.label} <= set(LETTERS)
        painted = screen_text(app)
        chosen = next(hint for hint in hints if isinstance(hint.target, Mark) and hint.target.key == "e4")
        assert chosen.label in painted
        await pilot.press(*chosen.label)
        await pilot.pause()
        assert lit(app) == chosen.target
        assert shown_hints(app) == ()
        assert app.reader.panes.panel.rows.current == "e4"


async def test_any_other_key_takes_the_letters_away_and_does_nothing_else(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter")
        before = app.reader.panes.view.top
        for key in ("escape", "q", "j"):
            await pilot.press(";", key)
            assert shown_hints(app) == ()
            assert app.reader.panes.pane is Pane.ARTICLE
        assert app.reader.panes.view.top == before


async def test_a_letter_made_by_an_input_method_counts_as_its_base(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", ";")
        hints = shown_hints(app)
        hint = next(hint for hint in hints if "y" in hint.label and isinstance(hint.target, Mark))
        await pilot.press(*hint.label.replace("y", "ý"))
        assert lit(app) == hint.target


async def test_a_link_and_the_article_open_in_the_browser(read: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def open_address(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(browser, "open_address", open_address)
    async with read() as (app, pilot):
        await pilot.press("enter", "o", ";")
        link = next(hint for hint in shown_hints(app) if isinstance(hint.target, Link))
        await pilot.press(*link.label)
    assert opened == ["https://bendo.example/cau-3.html", "https://bendo.example/ky-thuat"]


async def test_without_a_browser_the_address_is_shown(read: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_opener", lambda: None)
    async with read() as (app, pilot):
        await pilot.press("o")
        await pilot.pause()
        assert "https://bendo.example/cau-3.html" in screen_text(app)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "https://", "http://a b", "-x", "https://a\x1b[0m"]
)
def test_what_is_no_web_address_never_reaches_the_browser(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_opener", lambda: ("/bin/false",))
    assert not browser.open_address(address)


async def test_any_place_left_can_be_gone_back_to_on_the_exact_line(read: Open) -> None:
    async with read(size=(120, 14)) as (app, pilot):
        await pilot.press("'")
        await pilot.pause()
        assert "Không còn chỗ nào" in screen_text(app)
        panes = app.reader.panes
        await pilot.press("enter", "]", "q", "]", "q", "]", "q")
        page, top = panes.view.page, panes.view.top
        await pilot.press("q", "j", "enter", "q", "j", "enter", "'")
        await pilot.pause()
        assert "Cầu Bến Đò số 3" in screen_text(app)
        await pilot.press("j", "enter")
        await pilot.pause()
        assert panes.view.page is page
        assert panes.view.top == top
        await pilot.press("backspace")
        await pilot.pause()
        assert panes.view.page is not page
