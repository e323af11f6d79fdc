"""The grammar of a signature line: "Nguyễn Tiến (Theo Washington Post)", "Lê Hà/VOV.VN", "TTXVN/Tin Tức", "H.A."."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extract.media import Piece, media_at, pieces, written_like_a_site
from extract.names import is_vietnamese
from extract.phrases import Phrases
from extract.tables import mapping, rows
from extract.types import SourceKind

__all__ = ["Signed", "SignedName", "name_end", "parse", "person_like"]

_SEPARATORS = frozenset("|/,;+&–—-•·")
_OPEN, _CLOSE = frozenset("([（"), frozenset(")]）")
_WHEN = re.compile(
    r"(?:thứ\s+\w+|chủ nhật)?\W*(?:\d{1,2}[:h]\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|ngày \d{1,2})", re.IGNORECASE
)
_LONGEST_NAME = 5
_MOST_AUTHORS = 4


class SignedName(NamedTuple):
    """One name of a signature."""

    start: int
    end: int
    kind: SourceKind
    """PERSON for somebody who signs."""


@dataclass(frozen=True, slots=True)
class Signed:
    """What a signature line says."""

    authors: tuple[SignedName, ...]
    sources: tuple[SignedName, ...]
    credits: tuple[SignedName, ...]
    end: int
    """Where the line ends, a date behind it left out."""
    cued: bool
    """Whether a word of bylines ("theo", "tổng hợp"), a known paper or a bracket speaks for it."""


@lru_cache(maxsize=1)
def _words() -> Phrases[str]:
    return Phrases((form, use) for form, use in rows("byline_words"))


@dataclass(slots=True)
class _Item:
    start: int
    end: int
    kind: SourceKind | None
    mode: str
    bracket: bool
    mark: str
    """The separator right before: "/" and the like, or ""."""


def parse(text: str, start: int, end: int) -> Signed | None:
    """The signature that is all of `text[start:end]`, or None when the words are something else."""
    row = pieces(text, start, end)
    if not row or len(row) > 40:
        return None
    items: list[_Item] = []
    at, mode, bracket, mark, cued, stop = 0, "", False, "", False, end
    while at < len(row):
        piece = row[at]
        if _WHEN.match(text, piece.start, end) and items:
            stop = piece.start
            break
        media = media_at(row, at, text)
        word = _words().starting([p.text.lower() for p in row[at : at + 6]], 0)
        if word and (media is None or at + word[0] >= media[0]) and not _is_name_start(row, at, word[0], mode):
            mode, mark, cued = word[1], "", True
            at += word[0]
            if at < len(row) and row[at].text == ":":
                at += 1
        elif media:
            items.append(_Item(piece.start, row[media[0] - 1].end, media[1], mode, bracket, mark))
            at = _without_desk(row, media[0])
            mark, cued = "", True
        elif piece.text in _SEPARATORS or piece.text == "*":
            mark = piece.text
            at += 1
        elif piece.text == ".":
            # A full stop ends a credit; behind anything else the words are sentences.
            if mode not in ("credit", "both", "drop") and at + 1 < len(row):
                return None
            mode, mark = "", ""
            at += 1
        elif piece.text in _OPEN or piece.text in _CLOSE:
            bracket, mark = piece.text in _OPEN, "("
            mode = mode if bracket and mode == "source" else ""
            at += 1
        else:
            last = name_end(row, at, loose=mode == "source")
            if last is None:
                return None
            items.append(_Item(piece.start, row[last - 1].end, None, mode, bracket, mark))
            mark, at = "", last
    return _signed(text, items, stop, cued)


def _is_name_start(row: Sequence[Piece], at: int, size: int, mode: str) -> bool:
    """Whether a byline word is rather the first syllable of a name: "Tin" in "Tin Tức", "Bài" never."""
    word = row[at]
    after = row[at + size] if at + size < len(row) else None
    single = size == 1 and word.is_capital and len(word.text) > 1 and after is not None and after.is_capital
    return (
        single
        and word.text.lower() in ("tin", "ghi", "từ", "th", "hết", "dịch", "ts", "bs")
        and after is not None
        and after.text != ":"
        and not word.text.isupper()
    )


def _without_desk(row: Sequence[Piece], at: int) -> int:
    """Past a desk glued to a paper's name: "-Washington", "-Trung tâm Tin"."""
    if at + 1 < len(row) and row[at].text in "-–" and row[at + 1].is_capital:
        glued = row[at].start == row[at - 1].end
        if not glued and row[at + 1].text.lower() not in _DESKS:
            return at
        at += 2
        while (
            at < len(row)
            and row[at].text.isalpha()
            and (at + 1 == len(row) or row[at].text[0].islower() or row[at + 1].text != "/")
        ):
            if row[at].text.lower() in ("theo", "pv"):
                break
            at += 1
    return at


_DESKS = frozenset({"trung", "ban", "phân", "phòng", "thường"})
"""How the name of a desk begins ("Trung tâm Tin", "Ban Thời sự", "Thường trú")."""


def name_end(row: Sequence[Piece], at: int, loose: bool = False) -> int | None:
    """The piece after a name that begins at `at`: capitals, initials with their dots; a site's word when `loose`."""
    first, count = at, 0
    if loose and not row[at].is_capital:
        return at + 1 if re.fullmatch(r"[a-z0-9]{4,}", row[at].text) else None
    shout = at + 1 < len(row) and row[at].text.isupper() and row[at + 1].text.isupper() and len(row[at].text) > 1
    while at < len(row) and count < _LONGEST_NAME:
        piece = row[at]
        if count and piece.text in _CONNECTORS and at + 1 < len(row) and row[at + 1].is_capital:
            if not row[at + 1].text.isascii() or not row[at - 1].text.isascii():
                break
            at += 1
            continue
        if not piece.text[0].isalnum() or not (piece.is_capital or (count and piece.text[0].isdigit())):
            break
        if count and (piece.start - row[at - 1].end > 1 or (shout and not piece.text.isupper()) or _is_word(row, at)):
            break
        at += 1
        count += 1
        # The dots of initials and hyphens inside a syllable group belong to the name.
        while at < len(row) and row[at].text in ".-" and row[at].start == row[at - 1].end:
            glued = at + 1 < len(row) and row[at + 1].start == row[at].end and row[at + 1].text[0].isalnum()
            short = row[at].text == "." and len(row[at - 1].text) <= 2 and row[at - 1].is_capital
            if (not glued and not short) or (row[at].text == "-" and count > 1):
                break
            at += 2 if glued else 1
            if not glued:
                break
    return at if at > first and count else None


_CONNECTORS = frozenset(
    {"of", "on", "and", "the", "de", "del", "della", "dello", "di", "da", "for", "von", "van", "al"}
)
"""Small words inside foreign names ("Focus on News")."""


def _is_word(row: Sequence[Piece], at: int) -> bool:
    """Whether a word of bylines begins here ("Theo", "Tổng hợp", "Ảnh:") or a known name of several syllables."""
    words = [piece.text.lower() for piece in row[at : at + 6]]
    found = _words().starting(words, 0)
    if found and (found[0] > 1 or row[at].text in _INSIDE):
        return True
    known = _media_words().starting(words, 0)
    return bool(known and known[0] > 2)


_INSIDE = frozenset({"Theo", "Nguồn", "Clip", "Video", "Ảnh"})


@lru_cache(maxsize=1)
def _media_words() -> Phrases[str]:
    return Phrases((name, kind) for name, kind in rows("media"))


def person_like(name: str) -> bool:
    """Whether a name may be that of somebody who signs: few capitalised syllables, not a site or a place word."""
    if written_like_a_site(name) or len(name) > 40:
        return False
    parts = [part for part in re.split(r"[\s.]+", name) if part]
    if not 1 <= len(parts) <= _LONGEST_NAME or len(name) < 2:
        return False
    if any(part[0].islower() or any(c.isdigit() for c in part) for part in parts):
        return False
    refused = mapping("not_authors")
    return name.casefold() not in refused and refused.get(parts[0].casefold()) != "first"


def _signed(text: str, items: list[_Item], stop: int, cued: bool) -> Signed | None:
    """Who of the names signs, who is a source."""
    authors: list[SignedName] = []
    sources: list[SignedName] = []
    credits: list[SignedName] = []
    for place, item in enumerate(items):
        name = text[item.start : item.end]
        after = items[place + 1] if place + 1 < len(items) else None
        if item.kind is SourceKind.PERSON:
            continue
        if item.mode == "credit":
            kind = item.kind or (SourceKind.PERSON if person_like(name) else SourceKind.NEWSPAPER)
            credits.append(SignedName(item.start, item.end, kind))
        elif item.kind is SourceKind.SOCIAL and item.mode == "source" and not item.bracket:
            credits.append(SignedName(item.start, item.end, item.kind))
        elif item.kind is not None:
            sources.append(SignedName(item.start, item.end, item.kind))
        elif _is_source(item, after, name):
            sources.append(SignedName(item.start, item.end, SourceKind.NEWSPAPER))
        elif person_like(name):
            start, end = _halved(text, item.start, item.end)
            author = SignedName(start, end, SourceKind.PERSON)
            authors.append(author)
            if item.mode == "both":
                credits.append(author)
        else:
            return None
    if (not authors and not sources and not credits) or len({text[a.start : a.end] for a in authors}) > _MOST_AUTHORS:
        return None
    return Signed(tuple(authors), tuple(sources), tuple(credits), stop, cued)


def _is_source(item: _Item, after: _Item | None, name: str) -> bool:
    """Whether an unknown name is a paper's: after "theo", in brackets, written like a site."""
    if written_like_a_site(name):
        return True
    if item.mode == "source":
        # "Theo Hà Thu/VnExpress", "Theo Anne (Khám phá)": the writer, then the paper.
        relayed = after is not None and after.mark in ("/", "(") and person_like(name) and not item.bracket
        return not relayed
    if item.bracket and item.mode == "":
        return not is_vietnamese(name) or len(name.split()) < 2
    return item.bracket and item.mode == "drop"


def _halved(text: str, start: int, end: int) -> tuple[int, int]:
    """A name printed twice in a row is one; photographer's initials before the writer's name are left out."""
    words = text[start:end].split()
    half = len(words) // 2
    if len(words) in (2, 4, 6) and words[:half] == words[half:] and half > 1:
        return start, start + len(" ".join(words[:half]))
    if (
        len(words) >= 3
        and words[0].isupper()
        and len(words[0]) <= 3
        and not words[1].isupper()
        and not is_vietnamese(words[0])
    ):
        return start + text[start:end].index(words[1], len(words[0])), end
    return start, end
