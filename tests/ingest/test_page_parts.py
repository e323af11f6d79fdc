"""Parts of pages one by one: dates, bylines, JSON-LD, boxes of links, what an anchor may lead to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ingest.bylines import author_names
from ingest.dates import moment
from ingest.errors import Reason, Unreadable
from ingest.pages import read_page
from ingest.types import Article, BlockKind

VIETNAM = timezone(timedelta(hours=7))
PROSE = "Ông Thào A Chứ bảo năm nay lúa nương được mùa, nhà nào cũng phải mượn thêm sân phơi."


def page(body: str, head: str = "") -> Article:
    return read_page(f"<html><head>{head}</head><body><h1>Tựa bài</h1><div itemprop=articleBody>{body}</div>", "x")


def lines(article: Article) -> list[str]:
    return [article.text[block.start : block.end] for block in article.blocks[1:]]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Thứ năm, 17/9/2026, 07:31 (GMT+7)", datetime(2026, 9, 17, 7, 31, tzinfo=VIETNAM)),
        ("05/10/2026 15:42 GMT+7", datetime(2026, 10, 5, 15, 42, tzinfo=VIETNAM)),
        ("Chủ nhật, 4.7.2026 - 6h05", datetime(2026, 7, 4, 6, 5, tzinfo=VIETNAM)),
        ("20:12 ngày 17/5/2026", datetime(2026, 5, 17, 20, 12, tzinfo=VIETNAM)),
        ("ngày 5 tháng 9 năm 2026", datetime(2026, 9, 5, tzinfo=VIETNAM)),
        ("04/07/2026 3:15 PM", datetime(2026, 7, 4, 15, 15, tzinfo=VIETNAM)),
        ("2026-10-22T19:25:52+07:00", datetime(2026, 10, 22, 19, 25, 52, tzinfo=VIETNAM)),
        ("2026-10-22 19:25", datetime(2026, 10, 22, 19, 25, tzinfo=VIETNAM)),
        ("2026-10-22T12:25:00Z", datetime(2026, 10, 22, 12, 25, tzinfo=UTC)),
        ("Thu, 22 Oct 2026 12:25:00 GMT", datetime(2026, 10, 22, 12, 25, tzinfo=UTC)),
    ],
)
def test_dates_are_read_day_first_and_always_have_a_zone(words: str, expected: datetime) -> None:
    found = moment(words)
    assert found == expected
    assert found is not None
    assert found.tzinfo is not None


@pytest.mark.parametrize(
    "words", ["", "hôm qua", "31/2/2026", "0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "4999001"]
)
def test_what_names_no_day_is_no_date(words: str) -> None:
    assert moment(words) is None


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Minh Ngà - Bá Thiện"], ("Minh Ngà", "Bá Thiện")),
        (["Tác giả: Hà Vy", "Hà Vy"], ("Hà Vy",)),
        (["Thu Sương (Theo Reuters, AFP)"], ("Thu Sương",)),
        (["Theo TTXVN"], ()),
        (["Báo Phố Núi", "phố núi"], ()),
        (["https://facebook.com/phonui", "a@b.vn", "Bài viết này " * 20], ()),
    ],
)
def test_bylines_give_the_names_of_people(lines: list[str], names: tuple[str, ...]) -> None:
    assert author_names(lines, ["Phố Núi"]) == names


def test_boxes_of_links_go_and_links_in_sentences_stay() -> None:
    article = page(
        f"<p>{PROSE}</p><p>Xem thêm: <a href='http://a.example/1'>Mùa nước đổ</a></p><p><b>Tin liên quan</b></p>"
        "<ul><li><a href='http://a.example/2'>Lúa nương</a></li></ul>"
        "<p><a href='http://a.example/3'>Người Mông ăn tết cơm mới ở lưng trời</a></p>"
        "<p><a href='http://a.example/4'>Thào A Chứ</a></p>"
        "<p>Nhà <a href='http://a.example/5'>ông Chứ</a> có sáu con.</p>"
    )
    assert lines(article) == [PROSE, "Thào A Chứ", "Nhà ông Chứ có sáu con."]


def test_a_box_that_holds_most_of_the_text_is_the_text() -> None:
    assert lines(page(f"<div class='content-share'><p>{PROSE}</p></div>")) == [PROSE]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example",
        "//",
        "http://",
        "http://[::1",
        "http://a:b/",
        "/x\x1b[0m",
    ],
)
def test_an_anchor_that_leads_nowhere_safe_is_only_words(href: str) -> None:
    article = page(f'<p>{PROSE} <a href="{href}">đây</a></p>')
    assert article.links == ()
    assert article.text.endswith("đây")


def test_relative_links_without_a_known_address_are_dropped_and_with_one_resolved() -> None:
    body = f'<p>{PROSE} <a href="../b.html">đây</a></p>'
    assert page(body).links == ()
    source = f"<html><body><div itemprop=articleBody>{body}"
    assert read_page(source, "x", "https://a.example/c/d.html").links[0].url == "https://a.example/b.html"


def test_tables_that_only_lay_out_are_paragraphs_and_cells_of_one_row_stay_apart() -> None:
    article = page(
        f"<table><tr><td><p>{PROSE}</p><p>Mùa gặt kéo dài.</p></td></tr></table>"
        "<table><tr><th></th><th>2025</th></tr><tr><td>Lúa<br>nương</td><td><b>41</b> tạ</td></tr></table>"
    )
    assert lines(article) == [PROSE, "Mùa gặt kéo dài.", "| 2025", "Lúa nương | 41 tạ"]
    assert [block.kind for block in article.blocks[3:]] == [BlockKind.TABLE_ROW] * 2


def test_bold_lines_over_paragraphs_are_headings_and_bold_questions_are_not() -> None:
    article = page(f"<p><b>Cơm mới</b></p><p>{PROSE}</p><p><b>Ông vui không?</b></p><p>{PROSE}</p><p><b>Hà Vy</b></p>")
    assert [block.kind for block in article.blocks[1:]] == [
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]


def test_a_gallery_has_one_caption_for_each_picture() -> None:
    article = page(
        f"<p>{PROSE}</p><figure><figure><img><figcaption>Lúa chín. Ảnh: Chứ</figcaption></figure>"
        "<figure><img><figcaption>Sân phơi.</figcaption></figure></figure>"
    )
    assert lines(article) == [PROSE, "Lúa chín. Ảnh: Chứ", "Sân phơi."]
    assert {block.kind for block in article.blocks[2:]} == {BlockKind.CAPTION}


def test_json_ld_text_is_the_last_resort() -> None:
    data = f'{{"@type":"NewsArticle","headline":"Lúa nương","articleBody":"{PROSE}\\n\\nMùa gặt kéo dài."}}'
    article = read_page(f'<html><script type="application/ld+json">{data}</script><body><div id=app></div>', "x")
    assert article.text == f"Lúa nương\n{PROSE}\nMùa gặt kéo dài."


@pytest.mark.parametrize(
    "data", ["", "{", "null", "[[[[", '{"@type": 7, "headline": {}}', "[" * 5000, '{"@graph":[3,"a"]}']
)
def test_broken_json_ld_costs_nothing(data: str) -> None:
    head = f'<script type="application/ld+json">{data}</script>'
    assert lines(page(f"<p>{PROSE}</p>", head)) == [PROSE]


def test_a_description_cut_from_the_first_paragraph_is_no_sapo() -> None:
    head = f'<meta property="og:type" content="article"><meta property="og:description" content="{PROSE[:40]}...">'
    assert page(f"<p>{PROSE}</p><p>Mùa gặt kéo dài.</p>", head).summary == ""


@pytest.mark.parametrize("body", ["", "<p> </p>", "<script>var a = 1</script>", "<p hidden>Một câu không ai thấy.</p>"])
def test_a_page_without_words_has_no_text(body: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_page(f"<html><head><title>Tựa</title></head><body>{body}", "x")
    assert refused.value.reason is Reason.NO_TEXT
