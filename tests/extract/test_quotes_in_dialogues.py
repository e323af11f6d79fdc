"""Turns of dialogues and interviews are direct quotes; lists opened by dashes are not."""

from __future__ import annotations

import pytest

from extract import quotes
from extract.types import QuoteKind
from tests.extract.marked import resolved

INTRO = "Gặp người đan gùi\nÔng [PER:Pơloong Đhơn] đan gùi từ năm mười hai tuổi.\n"


def turns(text: str) -> list[tuple[str, str]]:
    """The words of every direct quote with its speaker: a name, the words that describe them, or "?" """
    page, signature, entities = resolved(text)
    names = {entity.id: entity.name for entity in entities}
    found = []
    for quote in quotes.find(page, entities, signature):
        if quote.kind is QuoteKind.DIRECT:
            speaker = quote.speaker
            told = "?" if speaker is None else names.get(speaker.entity or "", speaker.text)
            found.append((page.text[quote.start : quote.end], told))
    return found


QUESTIONS = ["Một chiếc gùi đan mất mấy ngày, thưa ông?", "Ông truyền nghề cho ai?", "Ông có lo mất nghề không?"]
ANSWERS = ["Bốn ngày, nếu tôi không say.", "Tôi dạy con bé út.", "Tôi lo chứ, nhưng mây vẫn mọc mà."]
ALTERNATING = [words for pair in zip(QUESTIONS, ANSWERS, strict=True) for words in pair]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("- {}", "- {}"),
        ("— {}", "— {}"),
        ("Hỏi: {}", "Đáp: {}"),
        ("- Hỏi: {}", "- Trả lời: {}"),
        ("{}", "{}"),
    ],
)
def test_an_interview_gives_answers_to_the_one_asked(question: str, answer: str) -> None:
    lines = [(question if n % 2 == 0 else answer).format(words) for n, words in enumerate(ALTERNATING)]
    found = turns(INTRO + "\n".join(lines))
    assert [words for words, _ in found] == ALTERNATING
    assert [speaker for _, speaker in found] == ["?", "Pơloong Đhơn"] * 3


def test_labels_name_the_speakers() -> None:
    lines = [
        f"PV: {words}" if n % 2 == 0 else f"Ông [PER:Pơloong Đhơn]: {words}" for n, words in enumerate(ALTERNATING)
    ]
    found = turns(INTRO + "\n".join(lines))
    assert found == [(words, ("PV", "Pơloong Đhơn")[n % 2]) for n, words in enumerate(ALTERNATING)]


def test_a_second_paragraph_goes_on_with_the_answer() -> None:
    found = turns(
        INTRO
        + "PV: Ông truyền nghề cho ai?\nÔng [PER:Pơloong Đhơn]: Tôi dạy con bé út.\nNó đan còn nhanh hơn tôi.\n"
        + "PV: Ông có lo mất nghề không?\nÔng [PER:Đhơn]: Tôi lo chứ."
    )
    assert ("Nó đan còn nhanh hơn tôi.", "Pơloong Đhơn") in found


def test_narration_behind_a_dash_is_not_said_and_tells_who_speaks() -> None:
    found = turns(
        "Chợ phiên\nAnh [PER:Sùng A Chía] dắt ngựa, chị [PER:Giàng Thị Mỷ] cõng ngô.\n"
        "- Ngựa này mấy tuổi rồi? - chị [PER:Mỷ] hỏi.\n- Nó già hơn con gái chị - anh [PER:Chía] cười. - Mà khỏe lắm.\n"
    )
    assert found == [
        ("Ngựa này mấy tuổi rồi?", "Giàng Thị Mỷ"),
        ("Nó già hơn con gái chị", "Sùng A Chía"),
        ("Mà khỏe lắm.", "Sùng A Chía"),
    ]


def test_a_sentence_before_the_dash_announces_the_speaker() -> None:
    found = turns(
        "Chợ phiên\nChị [PER:Giàng Thị Mỷ] đặt gùi xuống, hỏi:\n- Ngựa này mấy tuổi rồi hả anh?\n"
        "Anh [PER:Sùng A Chía] đáp:\n- Nó già hơn con gái tôi đấy chị ạ.\n"
    )
    assert found == [
        ("Ngựa này mấy tuổi rồi hả anh?", "Giàng Thị Mỷ"),
        ("Nó già hơn con gái tôi đấy chị ạ.", "Sùng A Chía"),
    ]


@pytest.mark.parametrize("dash", ["- ", "– ", "• "])
def test_lists_are_not_dialogues(dash: str) -> None:
    items = ["Xi măng: 200 bao", "Cát: 30 khối", "Thép: 2 tấn", "Công thợ: 45 ngày"]
    assert turns("Chi phí\nXây lớp học tốn 300 triệu đồng.\n" + "\n".join(dash + item for item in items)) == []
