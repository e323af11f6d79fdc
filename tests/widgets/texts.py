"""Generated text of every kind that newspapers and their pages hold."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

__all__ = ["ANY_TEXT", "CLUSTERS", "TEXT", "WORDS"]

_SYLLABLES = (
    "ông",
    "Nguyễn",
    "nghiêng",
    "ở",
    "Đắk",
    "Lắk",
    "ƯỚC",
    "của",
    "quyết",
    "a",
    "1.200",
    "tỷ",
    "“đúng”,",
    "–",
    "-",
)

WORDS = st.one_of(
    st.sampled_from(_SYLLABLES),
    st.sampled_from(_SYLLABLES).map(lambda word: unicodedata.normalize("NFD", word)),
    st.sampled_from(["🙂", "👩‍👩‍👧", "🇻🇳", "❤\ufe0f", "漢字", "x" * 45, "https://bao.example/" + "tin-" * 20]),
    st.text(st.characters(categories=("L", "P", "S", "N")), min_size=1, max_size=6),
)
"""Words in both normal forms, emoji, wide letters, words longer than any line."""

CLUSTERS = st.sampled_from(["a", "ễ", "e\u0302\u0303", "🙂", "🇻🇳", "👩‍👩‍👧", "❤\ufe0f", "漢", "đ"])
"""What a reader sees as one character."""

TEXT = st.lists(st.tuples(WORDS, st.sampled_from([" ", "  ", "\u00a0"])), max_size=40).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
"""Whatever a file can hold: controls, formats, lone surrogates, combining marks without a letter."""
