"""Pronouns and descriptions mean somebody named before; what is not clear stays open."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.coreference import Coreference
from tests.extract.marked import parts, resolved


def meant(text: str, phrase: str, nth: int = 0) -> str | None:
    """The name of the entity that the phrase means."""
    page, signature, found = resolved(text)
    resolution = Coreference(page, found, signature.spans).resolve(*parts(page, phrase, nth))
    assert 0 <= resolution.certainty <= 1
    return next((entity.name for entity in found if entity.id == resolution.entity), None)


COUPLE = "Ông [PER:Lý Hùng Cường] trồng lúa. Bà [PER:Ngô Thị Thắm] bán gạo. "


@pytest.mark.parametrize(
    ("rest", "phrase", "name"),
    [
        ("Sau đó bà mở quán.", "bà", "Ngô Thị Thắm"),
        ("Theo ông này, lúa năm nay tốt.", "ông này", "Lý Hùng Cường"),
        ("Người phụ nữ này không đồng ý.", "Người phụ nữ này", "Ngô Thị Thắm"),
        ("Người đàn ông 45 tuổi gật đầu.", "Người đàn ông 45 tuổi", "Lý Hùng Cường"),
    ],
)
def test_a_pronoun_means_the_person_of_its_gender(rest: str, phrase: str, name: str) -> None:
    assert meant(COUPLE + rest, phrase) == name


def test_a_role_means_who_has_it() -> None:
    text = (
        "Bộ trưởng Nông nghiệp [PER:Ida Lund] gặp Thị trưởng [PER:Olav Berg]. "
        "Hai bên bàn hai giờ. Vị bộ trưởng nói sẽ trở lại, nữ bộ trưởng cười, thị trưởng im lặng."
    )
    assert meant(text, "Vị bộ trưởng") == "Ida Lund"
    assert meant(text, "nữ bộ trưởng") == "Ida Lund"
    assert meant(text, "thị trưởng") == "Olav Berg"


def test_vi_nay_means_the_person_named_last() -> None:
    assert meant("Giám đốc [PER:Tô Vĩnh] đến lúc 8h. Vị này từ chối trả lời.", "Vị này") == "Tô Vĩnh"


def test_a_title_with_a_name_means_the_one_named() -> None:
    text = "Phát ngôn viên [PER:Edgar Winslow] họp báo. Phát ngôn viên [PER:Winslow] kết thúc sớm."
    assert meant(text, "Phát ngôn viên Winslow") == "Edgar Winslow"


@pytest.mark.parametrize("phrase", ["một quan chức quốc phòng", "các quan chức", "nhiều người dân", "Chúng tôi"])
def test_who_is_not_named_stays_nobody(phrase: str) -> None:
    assert meant(f"Bộ trưởng [PER:Ida Lund] im lặng. {phrase} cho biết cầu đã sập.", phrase) is None


def test_nobody_is_meant_before_anybody_is_named() -> None:
    assert meant("Ông cho biết cầu đã sập. Sau đó ông [PER:Tô Vĩnh] đến.", "Ông") is None


def test_who_only_signs_is_never_meant() -> None:
    text = "Chợ nổi\nGhe ít dần.\nÔng nói ghe hàng đã vơi đi nhiều so với mọi năm.\nMinh Thư/TTXVN"
    assert meant(text, "Ông") is None


def test_a_body_is_meant_by_its_common_word() -> None:
    text = "[ORG:Bộ Y tế] họp sáng nay với [ORG:Công ty Dược Hoa Sen]. Bộ này yêu cầu thu hồi, công ty này xin lùi."
    assert meant(text, "Bộ này") == "Bộ Y tế"
    assert meant(text, "công ty này") == "Công ty Dược Hoa Sen"


def test_whose_wife_is_meant_is_not_the_husband() -> None:
    assert meant("Ông [PER:Tô Vĩnh] vắng. Vợ của ông [PER:Vĩnh] đến thay.", "Vợ của ông Vĩnh") is None


PIECES = st.sampled_from(
    ["[PER:Lê Thị Hoa]", "[ORG:Bộ Y tế]", "bà", "ông này", "vị này", "bộ này", ". ", " ", "\n", "một"]
)


@given(st.lists(st.one_of(PIECES, st.text(alphabet="aỨ .,“”\n\u200b", max_size=4)), max_size=16), st.data())
@settings(deadline=None, max_examples=60)
def test_any_span_of_any_text_resolves_to_an_entity_of_the_page_or_nobody(
    words: list[str], data: st.DataObject
) -> None:
    page, signature, found = resolved(" ".join(words))
    start = data.draw(st.integers(0, len(page.text)))
    end = data.draw(st.integers(start, len(page.text)))
    resolution = Coreference(page, found, signature.spans).resolve(start, end)
    assert resolution.entity in {None, *(entity.id for entity in found)}
    assert 0 <= resolution.certainty <= 1
