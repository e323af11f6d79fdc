"""Offsets go from the NFC copy back to the text as read."""

from __future__ import annotations

import itertools
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.offsets import normalise

SENTENCE = "Bà Hoà bảo: “Việc ấy để mai”. Ông Đặng gật đầu."
TEXTS = st.text() | st.text(alphabet="aăâeêoôơuưiyđ \u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b\n.", max_size=60)


def test_a_composed_text_is_its_own_copy() -> None:
    copy = normalise(SENTENCE)
    assert copy.text is copy.original
    assert copy.to_original(3, 6) == (3, 6)


def test_a_name_found_in_the_copy_is_the_same_name_in_a_decomposed_text() -> None:
    read = unicodedata.normalize("NFD", SENTENCE)
    copy = normalise(read)
    found = copy.text.index("Hoà")
    start, end = copy.to_original(found, found + 3)
    assert unicodedata.normalize("NFC", read[start:end]) == "Hoà"


def test_marks_that_do_not_fit_into_a_letter_stay_outside_of_it() -> None:
    copy = normalise("A\u0300\u0300 A")
    assert copy.text == "À\u0300 A"
    assert copy.to_original(0, 1) == (0, 2)
    assert copy.to_original(1, 2) == (2, 3)


@settings(deadline=None)
@given(TEXTS)
def test_pieces_of_the_original_laid_end_to_end_are_the_original(text: str) -> None:
    copy = normalise(text)
    assert copy.to_original(0, len(copy.text)) == (0, len(text))
    cuts = [copy.to_original(place, place)[0] for place in range(len(copy.text) + 1)]
    assert cuts == sorted(cuts)
    assert "".join(text[a:b] for a, b in itertools.pairwise(cuts)) == text


@settings(deadline=None)
@given(TEXTS, st.data())
def test_an_offset_goes_to_the_copy_and_back_to_its_cluster(text: str, data: st.DataObject) -> None:
    copy = normalise(text)
    offset = data.draw(st.integers(0, len(text)))
    place = copy.from_original(offset)
    assert 0 <= place <= len(copy.text)
    assert copy.to_original(place, place)[0] <= offset
