"""Text measured in cells and cut between what a reader sees as characters."""

from __future__ import annotations

import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from tests.widgets.texts import ANY_TEXT, CLUSTERS, TEXT
from widgets.cells import NO_BREAK, clusters, fit, is_narrow, strip_of, width_of, wrap
from widgets.display import harmless

WIDTHS = st.integers(2, 90)
PAINTED = st.one_of(TEXT, ANY_TEXT).map(harmless)
"""What is measured: text already made harmless."""


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Nguyễn", 6),
        (unicodedata.normalize("NFD", "Nguyễn"), 6),
        ("ƯỚC MUỐN", 8),
        (unicodedata.normalize("NFD", "ƯỚC MUỐN"), 8),
        ("“–”…", 4),
        ("5.000 ₫", 7),
        ("🙂", 2),
        ("👍🏽", 2),
        ("❤\ufe0f", 2),
        ("漢字", 4),
        ("", 0),
    ],
)
def test_letters_marks_and_emoji_have_the_width_a_terminal_gives_them(text: str, cells: int) -> None:
    assert width_of(text) == cells
    assert sum(cluster.width for cluster in clusters(text)) == cells


def test_what_counts_as_narrow_is_one_cell_wide_and_a_character_of_its_own() -> None:
    for point in range(sys.maxunicode + 1):
        character = chr(point)
        if is_narrow(character):
            assert width_of(character) == 1, hex(point)
            assert not unicodedata.combining(character), hex(point)
            assert harmless(character) == character, hex(point)


@given(PAINTED)
@settings(deadline=None)
def test_clusters_cover_the_text_without_gaps(text: str) -> None:
    found = clusters(text)
    assert [cluster.start for cluster in found] == [0, *(cluster.end for cluster in found)][: len(found)]
    assert (found[-1].end if found else 0) == len(text)
    assert sum(cluster.width for cluster in found) == width_of(text)


@given(st.lists(CLUSTERS, max_size=12))
@settings(deadline=None)
def test_a_letter_keeps_its_marks_and_a_flag_its_halves(parts: list[str]) -> None:
    # Joiners are replaced before painting, so only here is a family one character.
    text = "".join(parts)
    assert [text[cluster.start : cluster.end] for cluster in clusters(text)] == parts


@given(PAINTED, st.integers(0, 60))
@settings(deadline=None)
def test_what_is_fitted_is_a_beginning_that_fits(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert width_of(fitted) <= width
    if width_of(text) <= width:
        assert fitted == text or not width
    elif width:
        assert fitted.endswith("…")
        assert text.startswith(fitted.removesuffix("…"))


@given(PAINTED, WIDTHS, st.none() | WIDTHS)
@settings(deadline=None)
def test_every_word_stands_on_one_of_the_lines_once_and_in_order(text: str, width: int, first: int | None) -> None:
    spans = list(wrap(text, width, first=first))
    position = 0
    for start, end in spans:
        assert not text[position:start].strip(" ")
        assert start < end
        assert text[start] != " "
        assert text[end - 1] != " "
        position = end
    assert not text[position:].strip(" ")


@given(TEXT.map(harmless), WIDTHS)
@settings(deadline=None)
def test_no_line_is_wider_than_the_column_or_cut_inside_a_character(text: str, width: int) -> None:
    edges = {cluster.start for cluster in clusters(text)} | {len(text)}
    for start, end in wrap(text, width):
        assert width_of(text[start:end]) <= width
        assert {start, end} <= edges


@given(TEXT.map(harmless), WIDTHS)
@settings(deadline=None)
def test_a_line_takes_as_many_words_as_fit(text: str, width: int) -> None:
    spans = list(wrap(text, width))
    for (start, end), (after, _) in pairwise(spans):
        if after > end:  # broken at a space
            word = text[after:].split(" ", 1)[0]
            assert width_of(text[start:after] + word) > width


def test_a_word_wider_than_the_line_is_cut_after_its_no_break_spaces() -> None:
    name = NO_BREAK.join(["Ban", "Quản", "lý", "dự", "án"])
    lines = [name[start:end].rstrip(NO_BREAK) for start, end in wrap(name, 10)]
    assert lines == [NO_BREAK.join(["Ban", "Quản"]), NO_BREAK.join(["lý", "dự", "án"])]


def test_the_first_line_may_be_shorter() -> None:
    text = "một hai ba bốn"
    assert [text[start:end] for start, end in wrap(text, 10, first=4)] == ["một", "hai ba bốn"]


@given(PAINTED, st.integers(1, 60))
@settings(deadline=None)
def test_a_strip_is_exactly_as_wide_as_asked(text: str, width: int) -> None:
    strip = strip_of([Segment(text, Style())], width, Style())
    assert sum(segment.cell_length for segment in strip) == strip.cell_length == width
