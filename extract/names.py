"""Names compared: spelling variants folded, syllables, initials, who may be short for whom."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from extract.tables import column, mapping

__all__ = ["fold", "initials", "is_initials", "is_vietnamese", "syllables"]

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_OLD_TONE = re.compile(rf"([ou])([aey])([{_TONES}])(?![a-z\u0300-\u036f])")
_DOTTED_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.\s?)*[^\W\d_]{1,2}\.?")
_SPACE = re.compile(r"[\s\-–‑.'’]+")


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """`name` without what spelling varies in: case, white space, hyphens, dots, the tone's place (hoà, hòa), y and i.

    Accents stay: "Hà" and "Hạ" are different names.
    """
    text = unicodedata.normalize("NFD", name.casefold().replace("đ", "\u0111"))
    # The tone of an open "oa", "oe", "uy" moves to the first vowel, the older spelling.
    text = _OLD_TONE.sub(r"\1\3\2", text)
    text = re.sub(rf"(?<=[bcdghklmnprstvx])y(?=[{_TONES}]?(?![a-z\u0300-\u036f]))", "i", text)
    text = unicodedata.normalize("NFC", text)
    words = [mapping("spellings").get(word, word) for word in _SPACE.split(text) if word]
    return " ".join(words)


def syllables(name: str) -> list[str]:
    """The folded syllables of a name."""
    return fold(name).split(" ") if fold(name) else []


def initials(name: str) -> str:
    """The first letter of every syllable, folded: "Quốc hội" -> "qh"."""
    return "".join(word[0] for word in syllables(name))


def is_initials(name: str) -> bool:
    """Whether a name is written by initials only: "N.V.A.", "V.", "B.H"."""
    return "." in name and len(name) <= 14 and name.upper() == name and bool(_DOTTED_INITIALS.fullmatch(name))


@lru_cache(maxsize=16384)
def is_vietnamese(name: str) -> bool:
    """Whether a person's name begins with a Vietnamese family name."""
    words = syllables(name)
    return bool(words) and words[0] in _family_names()


@lru_cache(maxsize=1)
def _family_names() -> frozenset[str]:
    return frozenset(fold(name) for name in column("family_names"))
