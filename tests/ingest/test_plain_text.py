"""How a plain text file is laid out: title, sapo, body, and nothing dropped."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from ingest.text import read_text
from ingest.types import BlockKind

TITLE = "Bến đò cuối cùng trên sông Vàm Nhỏ ngừng chạy"
SAPO = "Sau bảy mươi năm, chuyến đò chót rời bến lúc 17h ngày 30/9 với đúng bốn người khách."
FIRST = (
    "Ông Lâm Văn Hòa, 68 tuổi, buộc sợi dây neo vào gốc bần rồi ngồi lặng trên mũi đò. Cả buổi chiều, người trong xóm"
    " lần lượt ra bến, ai cũng nói đi nhờ một chuyến cho đỡ nhớ."
)
SECOND = (
    "Cây cầu mới cách đó hơn hai trăm mét đã cho xe máy qua từ giữa tháng. Theo UBND xã, mỗi ngày có gần một nghìn lượt"
    " người qua cầu, còn bến đò chỉ còn vài chục khách."
)


def kinds(text: str) -> list[BlockKind]:
    return [block.kind for block in read_text(text).blocks]


def lines(text: str) -> list[str]:
    return [text[block.start : block.end] for block in read_text(text).blocks]


def test_first_line_is_the_title_and_the_second_the_sapo() -> None:
    article = read_text(f"{TITLE}\n{SAPO}\n{FIRST}\n{SECOND}\n")
    assert (article.title, article.summary) == (TITLE, SAPO)
    assert [block.kind for block in article.blocks[2:]] == [BlockKind.PARAGRAPH] * 2


def test_a_body_in_one_long_line_keeps_title_and_sapo() -> None:
    article = read_text(f"{TITLE}\n{SAPO}\n{' '.join([FIRST, SECOND] * 6)}\n")
    assert (article.title, article.summary) == (TITLE, SAPO)
    assert len(article.blocks) == 3


def test_a_title_may_end_with_a_question_an_ellipsis_or_a_slip_of_a_full_stop() -> None:
    for title in ("Ai mua đò cũ?", "Và rồi bến vắng...", "Bến đò cuối cùng ngừng chạy."):
        assert read_text(f"{title}\n{SAPO}\n{FIRST}").title == title


def test_an_empty_second_line_means_no_sapo() -> None:
    article = read_text(f"{TITLE}\n\n{FIRST}\n{SECOND}")
    assert (article.title, article.summary) == (TITLE, "")
    assert len(article.blocks) == 3


def test_an_empty_first_line_means_no_title() -> None:
    article = read_text(f"\n{SAPO}\n{FIRST}\n{SECOND}")
    assert (article.title, article.summary) == ("", SAPO)


def test_a_file_that_begins_with_its_body_has_neither_title_nor_sapo() -> None:
    article = read_text(f"{FIRST}\n{SECOND}\n{FIRST}\nHoàng Dung (Theo TTXVN)")
    assert (article.title, article.summary) == ("", "")
    assert [block.kind for block in article.blocks] == [BlockKind.PARAGRAPH] * 4


def test_a_short_quotation_in_the_first_line_is_no_title() -> None:
    assert read_text(f'"Tôi không tiếc", ông Hòa nói.\n{FIRST}').title == ""


def test_a_second_line_as_long_as_the_paragraphs_after_it_is_no_sapo() -> None:
    long = f"{FIRST} {SECOND} {FIRST}"
    article = read_text("\n".join([TITLE, long, long, long]))
    assert (article.title, article.summary) == (TITLE, "")
    assert len(article.blocks) == 4


def test_a_single_sentence_is_a_paragraph_and_a_single_phrase_a_title() -> None:
    assert kinds("Ông Hòa cho biết sẽ bán đò.") == [BlockKind.PARAGRAPH]
    assert kinds("Bến đò ngừng chạy") == [BlockKind.TITLE]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_line_ends_of_every_kind_part_the_blocks_and_stay_in_the_text(end: str) -> None:
    text = end.join([TITLE, SAPO, FIRST])
    article = read_text(text)
    assert article.text == text
    assert lines(text) == [TITLE, SAPO, FIRST]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_captions_are_recognised_with_their_credit_in_every_form_of_writing(form: Literal["NFC", "NFD"]) -> None:
    caption, credit = "Chuyến đò chót rời bến chiều 30/9.", "Ảnh: Đỗ Khắc Vũ"
    text = unicodedata.normalize(form, f"{TITLE}\n{SAPO}\n{FIRST}\n{caption} {credit}\n{SECOND}")
    (block,) = [block for block in read_text(text).blocks if block.kind is BlockKind.CAPTION]
    assert text[block.credit_start : block.credit_end] == unicodedata.normalize(form, credit)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Ông Hòa bên con đò cũ (Ảnh: Vũ Lê/TTXVN).", "Ảnh: Vũ Lê/TTXVN"),
        ("Ảnh: AFP", "Ảnh: AFP"),
        ("Bến đò năm 1986. Ảnh tư liệu", "Ảnh tư liệu"),
        ("Ảnh minh họa (Báo Vàm Nhỏ)", "Ảnh minh họa (Báo Vàm Nhỏ)"),
        ("Ảnh minh họa. (Nguồn: Internet)", "Nguồn: Internet"),
    ],
)
def test_the_credit_is_label_and_name_without_the_marks_around(line: str, credit: str) -> None:
    text = f"{TITLE}\n{SAPO}\n{line}\n{FIRST}"
    block = read_text(text).blocks[2]
    assert block.kind is BlockKind.CAPTION
    assert text[block.credit_start : block.credit_end] == credit


@pytest.mark.parametrize(
    "line",
    ["Bài, ảnh: Hoàng Dung", "Nguồn: TTXVN", "Ông Hòa đưa cho xem tấm ảnh: bến đò năm 1986 đông nghẹt người.", FIRST],
)
def test_bylines_source_lines_and_sentences_about_pictures_are_no_captions(line: str) -> None:
    assert kinds(f"{TITLE}\n{SAPO}\n{FIRST}\n{line}")[3] is BlockKind.PARAGRAPH


def test_bullets_and_numbers_open_list_items() -> None:
    text = f"{TITLE}\n{SAPO}\n{FIRST}\n• bán đò;\n1. sửa bến;\nb) trồng lại bần."
    assert kinds(text)[3:] == [BlockKind.LIST_ITEM] * 3


def test_dashes_open_dialogue_unless_a_list_was_announced() -> None:
    dialogue = f"{TITLE}\n{SAPO}\n{FIRST}\n- Bác có buồn không?\n- Buồn chớ. Nhưng cầu thì vẫn hơn đò."
    assert kinds(dialogue)[3:] == [BlockKind.PARAGRAPH] * 2
    asked = f"{TITLE}\n{SAPO}\n{FIRST}\nTôi hỏi:\n- Bác có buồn không?"
    assert kinds(asked)[3:] == [BlockKind.PARAGRAPH] * 2
    listed = f"{TITLE}\n{SAPO}\n{FIRST}\nXã sẽ làm ba việc như sau:\n- bán đò;\n- sửa bến."
    assert kinds(listed)[3:] == [BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.LIST_ITEM]


def test_a_phrase_between_paragraphs_is_a_heading_and_a_name_is_not() -> None:
    text = f"{TITLE}\n{SAPO}\n{FIRST}\nCầu mới, bến cũ\n{SECOND}\nLâm Văn Hòa\n{FIRST}\nTheo Báo Vàm Nhỏ\n{SECOND}"
    assert kinds(text)[2:] == [
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]
