"""Names of papers, agencies and networks, and what kind of source a name is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from extract.phrases import Phrases, cut
from extract.tables import mapping, rows
from extract.types import SourceKind

__all__ = ["Piece", "known_kind", "media_at", "pieces", "written_like_a_site"]

_PIECE = re.compile(r"\d+(?:[.,:/-]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\W_]|\S")
_SITE = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)+(?:vn|com|net|org|info|tv|us|uk|ru|cn|jp|kr|fr|de|es|it|eu|me|co|io|edu|gov|ws|in|au)"
    r"(?:\.[a-z]{2})?(?:/\S*)?"
)


class Piece(NamedTuple):
    """One syllable, number or mark of a short stretch, with its offsets in the whole text."""

    text: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """The pieces of `text[start:end]`."""
    return [Piece(match[0], match.start(), match.end()) for match in _PIECE.finditer(text, start, end)]


@lru_cache(maxsize=1)
def _media() -> Phrases[SourceKind]:
    return Phrases((name, SourceKind(kind)) for name, kind in rows("media"))


@lru_cache(maxsize=1)
def _exact() -> dict[str, str]:
    return mapping("media")


def media_at(row: Sequence[Piece], at: int, text: str) -> tuple[int, SourceKind] | None:
    """The longest known name that begins at piece `at`: the piece after it and its kind.

    A name of one short word ("AS", "Time") or without a capital must be written as in the table.
    """
    words = [piece.text.lower() for piece in row[at : at + 8]]
    while words:
        found = _media().starting(words, 0)
        if found is None:
            return None
        size, kind = found
        name = text[row[at].start : row[at + size - 1].end]
        bracketed = at > 0 and row[at - 1].text == "(" and at + size < len(row) and row[at + size].text == ")"
        if (
            name in _exact()
            or (bracketed and len(name) > 4)
            or (size > 1 and row[at].is_capital)
            or (len(name) > 4 and row[at].is_capital)
        ):
            glued = at + size < len(row) and row[at + size].start == row[at + size - 1].end
            if not (glued and row[at + size].text[0].isalnum() and name[-1].isalnum()):
                return at + size, kind
        words = words[: size - 1]
    return None


def known_kind(name: str) -> SourceKind | None:
    """The kind of a known paper, agency or network, by the whole name in any case; None when it is not known."""
    exact = _exact().get(name)
    return SourceKind(exact) if exact else _media().get(cut(name))


def written_like_a_site(name: str) -> bool:
    """Whether a name is a web address: "zing.vn", "http://…"."""
    return bool(_SITE.fullmatch(name))
