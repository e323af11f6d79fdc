"""The card on a name, a quote or a source: what is known, and why; each line leads to its place."""

from __future__ import annotations

import pytest

from extract.types import EntityType
from tests.tui.conftest import NARROW, WIDE, Open, screen_text
from tests.tui.samples import bridge
from tui.app import DiembaoApp
from tui.card_rows import entity_card, quote_card
from tui.dossier import dossier, passage
from tui.reasons import reason
from tui.screens.card import CardScreen
from tui.screens.panes import Pane
from widgets.marks import MarkKind

pytestmark = pytest.mark.anyio


def words_of(app: DiembaoApp) -> str:
    """Everything on the screen in one line."""
    return " ".join(screen_text(app).split())


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_card_on_a_name_says_who_it_is_here_and_in_the_library(read: Open, size: tuple[int, int]) -> None:
    async with read(size=size) as (app, pilot):
        await pilot.press("enter", "]", "e", "]", "e", "K")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(app.screen, CardScreen)
        shown = words_of(app)
        assert "Trần Văn Lực" in shown
        assert "giám đốc Ban Quản lý dự án Tân An" in shown
        await pilot.press("G")
        await pilot.pause()
        rest = words_of(app)
        assert "dân hai bờ không phải lụy đò nữa" in rest
        if size == WIDE:
            assert "Lực ×1" in shown
            assert "3 bài có cùng tên" in rest


async def test_a_statement_on_the_card_leads_to_its_article_and_backspace_returns(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "]", "e", "]", "e")
        panes = app.reader.panes
        before = panes.view.page
        await pilot.press("K")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("G", "enter")
        await pilot.pause()
        assert panes.view.page is not None
        assert before is not None
        assert panes.view.page.key != before.key
        assert panes.view.lit is not None
        assert (panes.view.lit.kind, panes.view.lit.key) == (MarkKind.QUOTE, "q1")
        await pilot.press("backspace")
        await pilot.pause()
        assert panes.view.page is before
        assert panes.view.lit is not None
        assert panes.view.lit.key == "e2"


async def test_a_role_on_the_card_leads_to_the_words_that_give_it(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "]", "e", "]", "e", "K")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        view = app.reader.panes.view
        assert view.lit is not None
        assert view.page is not None
        assert view.page.parsed.article.text[view.lit.start : view.lit.end] == "giám đốc Ban Quản lý dự án Tân An"
        await pilot.press("n")
        assert view.page.parsed.article.text[view.lit.start : view.lit.end] == "Lực"


async def test_the_proof_of_a_quote_lights_its_parts_and_says_what_each_goes_by(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "]", "q", "K")
        await pilot.pause()
        shown = words_of(app)
        for words in ("dân hai bờ không phải lụy đò nữa", "trực tiếp", "nói", "Trần Văn Lực", "90 %"):
            assert words in shown
        await pilot.press("escape")
        view = app.reader.panes.view
        assert {span.style for span in view._lit_spans} == {"lit", "kin"}
        assert len(view._lit_spans) == 3


async def test_a_quote_whose_speaker_is_open_says_so(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter", "2", "j", "j", "K")
        await pilot.pause()
        assert "không nói rõ" in words_of(app)
        await pilot.press("q")
        assert app.reader.panes.pane is Pane.PANEL


async def test_every_row_of_every_tab_has_a_card(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("enter")
        for tab in "123":
            await pilot.press(tab, "g")
            rows = app.reader.panes.panel.rows.rows
            for _ in range(sum(row.key is not None for row in rows)):
                await pilot.press("K")
                assert isinstance(app.screen, CardScreen)
                await pilot.press("K", "j")
                assert not isinstance(app.screen_stack[-1], CardScreen)


async def test_without_an_article_there_is_no_card(read: Open) -> None:
    async with read() as (app, pilot):
        await pilot.press("K")
        await pilot.pause()
        assert app.screen is app.reader
        assert "Không có gì" in screen_text(app)


def test_a_role_that_is_part_of_another_is_not_said_twice() -> None:
    parsed = bridge()
    person = next(entity for entity in parsed.entities if entity.type is EntityType.PER)
    assert [role.text for role, _ in dossier(parsed, person.id).roles] == ["giám đốc Ban Quản lý dự án Tân An"]
    assert entity_card(parsed, person.id).aims.keys() == {"role0"}


def test_a_passage_is_cut_between_words_and_keeps_what_it_is_about() -> None:
    text = "Tiêu đề\n" + "một hai ba bốn năm " * 20 + "đây là chỗ cần tìm" + " sáu bảy tám chín mười" * 20 + "\nHết"
    start = text.index("chỗ cần")
    before, words, after = passage(text, start, start + len("chỗ cần"))
    assert words == "chỗ cần"
    assert before.startswith("…")
    assert after.endswith("…")
    assert before.endswith("đây là ")
    assert {*before.strip("…").split(), *after.strip("…").split()} <= set(text.split())


def test_a_rule_without_words_of_its_own_has_those_of_its_family_or_its_name() -> None:
    assert reason("quote.direct.turn.asked") == reason("quote.direct.turn")
    assert reason("something.new") == "something.new"


def test_the_card_of_a_quote_has_the_words_exactly() -> None:
    parsed = bridge()
    for place, quote in enumerate(parsed.quotes):
        aim = quote_card(parsed, place).aims["words"]
        assert aim.mark is not None
        assert (aim.mark.start, aim.mark.end) == (quote.start, quote.end)
