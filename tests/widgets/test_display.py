"""What reaches a terminal of text that came from outside."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.display import PLACEHOLDER, harmless

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_every_control_format_and_surrogate_code_point_is_replaced() -> None:
    for point in range(sys.maxunicode + 1):
        character = chr(point)
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
            assert harmless(character) in {" ", PLACEHOLDER}, hex(point)


def test_letters_marks_and_emoji_stay() -> None:
    text = "“Đường lưỡi bò” – Ngu\u0302\u0301 [bold] [/oops] 🙂\ufe0f 漢字"
    assert harmless(text) == text


def test_an_escape_sequence_is_shown_and_not_sent() -> None:
    assert harmless("a\x1b]0;tên\x07b\x9b31mc") == f"a{PLACEHOLDER}]0;tên{PLACEHOLDER}b{PLACEHOLDER}31mc"


def test_tabs_and_line_ends_become_spaces_so_that_a_row_stays_a_row() -> None:
    assert harmless("một\thai\r\nba\u2028bốn") == "một hai  ba bốn"


def test_line_feeds_can_be_kept() -> None:
    assert harmless("một\r\nhai\x1b", lines=True) == f"một \nhai{PLACEHOLDER}"


@given(ANY_TEXT)
@settings(deadline=None)
def test_offsets_into_the_text_hold_in_what_is_shown(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert all(
        a == b
        for a, b in zip(text, shown, strict=True)
        if unicodedata.category(a) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert harmless(shown) == shown
