"""People's titles and functions, with their places."""

from __future__ import annotations

import pytest

from tests.extract.marked import only, resolved


def roles(text: str, name: str) -> list[str]:
    page, _, found = resolved(text)
    person = only(found, name)
    assert all(page.text[role.start : role.end] == role.text for role in person.roles)
    return [role.text for role in person.roles]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Bộ trưởng Y tế [LOC:Áo] [PER:Karl Weber] từ chức.", "Karl Weber", ["Bộ trưởng Y tế Áo"]),
        ("Nguyên giám đốc [PER:Đinh Hữu Tài] vắng mặt.", "Đinh Hữu Tài", ["Nguyên giám đốc"]),
        ("Nữ ca sĩ [PER:Hà Vi] hát ba bài.", "Hà Vi", ["Nữ ca sĩ"]),
        ("Ông [PER:Vũ Gia], Phó giám đốc [ORG:Sở Y tế], cho biết.", "Vũ Gia", ["Phó giám đốc Sở Y tế"]),
        ("Bị cáo [PER:Vũ Gia] (45 tuổi, nguyên kế toán trưởng) khóc.", "Vũ Gia", ["nguyên kế toán trưởng"]),
    ],
)
def test_a_title_stands_before_the_name_or_in_apposition_after_it(text: str, name: str, expected: list[str]) -> None:
    assert roles(text, name) == expected


def test_an_honorific_is_no_title() -> None:
    assert roles("Sáng nay ông [PER:Vũ Gia] ra đồng.", "Vũ Gia") == []


def test_of_two_people_in_a_row_each_has_their_own_titles() -> None:
    text = (
        "Bộ trưởng Tài chính [LOC:Chile] [PER:Pablo Ruiz] và Chủ tịch [ORG:Hội đồng Cố vấn], "
        "giáo sư [PER:Ana Soto], cùng đến."
    )
    assert roles(text, "Pablo Ruiz") == ["Bộ trưởng Tài chính Chile"]
    assert roles(text, "Ana Soto") == ["Chủ tịch Hội đồng Cố vấn", "giáo sư"]


def test_titles_of_all_mentions_come_together_without_repetition() -> None:
    text = (
        "Phát ngôn viên [PER:Mai Ly] vắng. Theo phát ngôn viên [PER:Ly], đoàn đã về. Trưởng đoàn [PER:Mai Ly] im lặng."
    )
    assert roles(text, "Mai Ly") == ["Phát ngôn viên", "Trưởng đoàn"]


def test_kinship_is_no_role() -> None:
    assert roles("Con trai [PER:Vũ Gia] đi học xa.", "Vũ Gia") == []
