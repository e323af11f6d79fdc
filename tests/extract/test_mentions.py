"""Names are found where they stand, whole, with their type, in the Vietnamese of newspapers."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.mentions import MentionTagger
from extract.stages import Page
from extract.tokens import analyse


@pytest.fixture(scope="module")
def tagger() -> MentionTagger:
    return MentionTagger.load()


def found(tagger: MentionTagger, text: str) -> set[tuple[str, str]]:
    mentions = tagger.tag(Page(analyse(text), (), None, ()))
    return {(text[m.start : m.end], str(m.type)) for m in mentions}


@pytest.mark.parametrize(
    ("text", "name", "type"),
    [
        ("Ông Nguyễn Văn Thắng cho biết mưa còn kéo dài.", "Nguyễn Văn Thắng", "PER"),
        ("Bà Trần Thị Mỹ Lệ, 45 tuổi, bán cá ở chợ.", "Trần Thị Mỹ Lệ", "PER"),
        ("Tổng thống Emmanuel Macron tới thăm trường.", "Emmanuel Macron", "PER"),
        ("Theo Bộ Y tế, dịch đã giảm.", "Bộ Y tế", "ORG"),
        ("Công an tỉnh Nghệ An bắt ba người.", "Công an tỉnh Nghệ An", "ORG"),
        ("Sáng nay, UBND TP Đà Nẵng họp khẩn.", "UBND TP Đà Nẵng", "ORG"),
        ("Câu lạc bộ Barcelona thắng đậm.", "Barcelona", "ORG"),
        ("Nước lũ tràn về Quảng Bình trong đêm.", "Quảng Bình", "LOC"),
        ("Chuyến bay từ Hà Nội đến Tokyo bị hoãn.", "Tokyo", "LOC"),
        ("Ngư dân Lý Sơn ra Hoàng Sa đánh cá.", "Hoàng Sa", "LOC"),
    ],
)
def test_names_are_found_with_their_type(tagger: MentionTagger, text: str, name: str, type: str) -> None:
    assert (name, type) in found(tagger, text)


@pytest.mark.parametrize(
    "text",
    [
        "Mùa này cá về nhiều, chợ đông từ sáng sớm.",
        "Khi trời tạnh, người ta lại ra đồng gặt lúa.",
        "Giá vàng giảm, giá xăng tăng, lãi suất đứng yên.",
    ],
)
def test_sentences_without_names_have_none(tagger: MentionTagger, text: str) -> None:
    assert found(tagger, text) == set()


def test_mentions_say_how_sure_they_are(tagger: MentionTagger) -> None:
    mentions = tagger.tag(Page(analyse("Ông Nguyễn Văn Thắng sống ở Hà Nội."), (), None, ()))
    assert mentions
    assert all(0.5 < mention.certainty <= 1.0 for mention in mentions)
    assert {mention.by for mention in mentions} == {"mention.crf"}


def test_a_name_ends_before_a_bracket_that_does_not_close_in_it(tagger: MentionTagger) -> None:
    text = "Theo Đài Khí tượng Thủy văn Bắc Trung Bộ (Đài KTTV BTB), bão số 11 đổi hướng."
    assert all(name.count("(") == name.count(")") for name, _ in found(tagger, text))


PIECES = st.sampled_from(
    ["Nguyễn", "Văn", "ông", "Bộ", "Hà", "Nội", "(", ")", ",", ".", "\n", "“", "UBND", "12/3", "😀", "-"]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=30).map(" ".join) | st.text(max_size=80))
def test_mentions_of_any_text_stand_in_order_and_apart(tagger: MentionTagger, text: str) -> None:
    document = analyse(text.encode("utf-8", "replace").decode())
    mentions = tagger.tag(Page(document, (), None, ()))
    last = 0
    for mention in mentions:
        assert last <= mention.start < mention.end <= len(document.text)
        assert document.text[mention.start : mention.end].strip() == document.text[mention.start : mention.end]
        last = mention.end
