"""Sentences, words and syllables lie exactly where the text has them."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.tokens import analyse


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in analyse(text).sentences]


def words(text: str) -> list[str]:
    return [text[a:b] for a, b in analyse(text).words]


def test_each_line_ends_its_sentences() -> None:
    assert sentences("Giá điện tăng\nTừ ngày mai, giá mới có hiệu lực.") == [
        "Giá điện tăng",
        "Từ ngày mai, giá mới có hiệu lực.",
    ]


def test_the_full_stop_of_a_title_or_of_initials_ends_no_sentence() -> None:
    assert sentences("GS.TS. Lê Minh Khôi đến muộn. Bị cáo N.V.A. (34 tuổi) vắng mặt.") == [
        "GS.TS. Lê Minh Khôi đến muộn.",
        "Bị cáo N.V.A. (34 tuổi) vắng mặt.",
    ]


def test_a_full_stop_without_its_space_still_ends_a_sentence() -> None:
    assert sentences("Tòa nghỉ nghị án.Chiều nay tuyên.") == ["Tòa nghỉ nghị án.", "Chiều nay tuyên."]


def test_words_may_hold_several_syllables() -> None:
    assert "phát ngôn viên" in words("Hôm qua, phát ngôn viên của đoàn từ chối trả lời.")


def test_a_word_keeps_the_spelling_of_the_text() -> None:
    assert "hoà bình" in words("Hai bên mong hoà bình trở lại.")


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
@example("Bị \x1b[31mđỏ\x1b[0m. \u202eNgược. [bold] 👩‍👩‍👧 한국 中文。")
@example("“" * 50 + "." * 50)
@example("A" * 5000)
def test_any_text_is_cut_without_loss_or_overlap(text: str) -> None:
    document = analyse(text)
    at = 0
    for token in document.tokens:
        assert at <= token.start < token.end <= len(text)
        assert text[at : token.start].strip() == ""
        assert text[token.start : token.end] == token.text
        start, end = document.words[token.word]
        assert 0 <= start < end <= len(text)
        sentence = document.sentences[token.sentence]
        assert sentence.start <= token.start
        assert token.end <= sentence.end
        at = token.end
    assert text[at:].strip() == ""
