"""Photo, video and graphics credits anywhere in the text: "Ảnh: Minh Đức/TTXVN", "(Nguồn: AFP)"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from extract.media import Piece, media_at, pieces, written_like_a_site
from extract.phrases import Phrases
from extract.signing import SignedName, name_end, person_like
from extract.tables import column, mapping, rows
from extract.types import SourceKind

__all__ = ["Credit", "find"]

Credit = tuple[tuple[int, int], tuple[SignedName, ...]]
"""The span of a credit with its opening words, and the names in it."""

_URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,6}\b(?:/\S*)?", re.IGNORECASE)
_REACH = 90
"""Characters after the opening words that belong to a credit at most."""
_SLASHED = re.compile(
    r"(?<![\w/])([A-Z]{2,8}|Getty(?: Images)?|Reuters|Yonhap|Kyodo|Sputnik)/([A-Z]{2,8}|Getty|Vietnam\+)(?![\w/])"
)


@lru_cache(maxsize=1)
def _openers() -> re.Pattern[str]:
    """The opening words as one pattern, longest first; a colon or a bracket must stand by them."""
    forms = sorted(column("credit_words"), key=len, reverse=True)
    words = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    return re.compile(rf"(?<!\w)(?P<word>{words})(?:\s*:\s*|(?P<bare>\s+))(?=[^\s])", re.IGNORECASE)


def find(text: str, ends: Mapping[int, int]) -> list[Credit]:
    """The credits of a text in order; `ends` maps the start of a tagged name to its end."""
    found: list[Credit] = []
    for match in _openers().finditer(text):
        if found and match.start() < found[-1][0][1]:
            continue
        if match["bare"] is not None and not _bare_is_credit(text, match):
            continue
        if (
            match["bare"] is None
            and not match["word"][0].isupper()
            and text[match.start() - 1 : match.start()] not in ("(", "[", "\n", "")
        ):
            continue
        names = _names(text, match.end(), ends, bare=match["bare"] is not None)
        if names:
            found.append(((match.start(), names[-1].end), names))
    for slashed in _SLASHED.finditer(text):
        span = slashed.span()
        if any(a < span[1] and span[0] < b for (a, b), _ in found):
            continue
        row = pieces(text, *span)
        names = tuple(_listed(text, row, 0, ends))
        if len(names) > 1 and all(name.kind is not SourceKind.PERSON for name in names):
            found.append((span, names))
    return sorted(found)


def _bare_is_credit(text: str, match: re.Match[str]) -> bool:
    """ "(Ảnh X)", "Ảnh Vietnamnet." without colon: in brackets, or a known paper that ends the sentence."""
    if mapping("credit_words")[re.sub(r"\s+", " ", match["word"].lower())] != "bracket":
        return False
    row = pieces(text, match.end(), min(len(text), match.end() + _REACH))
    if not row:
        return False
    known = media_at(row, 0, text)
    if text[match.start() - 1 : match.start()] in ("(", "["):
        last = known[0] if known else name_end(row, 0)
        return last is not None and (last < len(row) and row[last].text in ")/]-")
    if known is None or not match["word"][0].isupper():
        return False
    if known[0] >= len(row) or row[known[0]].text in ".)/":
        return True
    # Where a mark was lost, the sentence behind begins with a capital, and the one before has ended.
    before = text[max(0, match.start() - 4) : match.start()].rstrip()
    return row[known[0]].is_capital and before[-1:] in (".", "!", "?", "…", "”", '"', "")


def _names(text: str, start: int, ends: Mapping[int, int], bare: bool) -> tuple[SignedName, ...]:
    """The names after the opening words."""
    stop = min(len(text), start + _REACH)
    close = re.compile(r"[)\]\r\n]").search(text, start, stop)
    if close and text[start : close.start()].strip():
        stop = close.start()
    row = pieces(text, start, stop)
    return tuple(_listed(text, row, 0, ends))


def _listed(text: str, row: Sequence[Piece], at: int, ends: Mapping[int, int]) -> list[SignedName]:
    """Names parted by "/", "-" or a comma."""
    names: list[SignedName] = []
    while at < len(row):
        if row[at].text.lower() in _SKIPPED and at + 1 < len(row) and media_at(row, at, text) is None:
            at += 1
            continue
        found = _name(text, row, at, ends)
        if found is None:
            break
        at, name = found
        names.append(name)
        if at >= len(row) or row[at].text not in ("/", "-", "–", ",", "+", "&") or len(names) > 4:
            if name.kind is SourceKind.SOCIAL and at < len(row) and row[at].is_capital and _closed(text, row, at, ends):
                continue
            break
        if row[at].text in (",", "-", "–", "&"):
            known = media_at(row, at + 1, text) if at + 1 < len(row) else None
            if known is None and not (at + 1 < len(row) and _closed(text, row, at + 1, ends)):
                break
        at += 1
    return names


_SKIPPED = frozenset(
    {
        "báo",
        "tờ",
        "trang",
        "hãng",
        "tạp",
        "chí",
        "theo",
        "của",
        "kênh",
        "phóng",
        "viên",
        "pv",
        "từ",
        "nguồn",
        "ảnh",
        ":",
    }
)


def _closed(text: str, row: Sequence[Piece], at: int, ends: Mapping[int, int]) -> bool:
    """Whether the name at `at` ends the credit: a full stop, a bracket or the end follows."""
    found = _name(text, row, at, ends)
    return found is not None and (found[0] >= len(row) or row[found[0]].text in (".", ")", ";", "/"))


def _name(text: str, row: Sequence[Piece], at: int, ends: Mapping[int, int]) -> tuple[int, SignedName] | None:
    """One name and the piece after it."""
    known = media_at(row, at, text)
    url = _URL.match(text, row[at].start, row[-1].end)
    if url and (known is None or url.end() > row[known[0] - 1].end) and not url[0].isupper():
        behind = next((i for i in range(at, len(row)) if row[i].start >= url.end()), len(row))
        kind = SourceKind.SOCIAL if known and known[1] is SourceKind.SOCIAL else SourceKind.NEWSPAPER
        scheme = re.match(r"https?://", url[0])
        return behind, SignedName(row[at].start + (scheme.end() if scheme else 0), url.end(), kind)
    if known:
        while known[0] < len(row) and row[known[0]].text in _AGENCY_WORDS:
            known = (known[0] + 1, known[1])
        return known[0], SignedName(row[at].start, row[known[0] - 1].end, known[1])
    if _like_a_site(row, at):
        return at + 1, SignedName(row[at].start, row[at].end, SourceKind.NEWSPAPER)
    if not row[at].is_capital:
        return None
    last = _body_end(row, at)
    if last is None:
        last = name_end(row, at)
        last = _cut_before_sentence(row, at, last) if last is not None else None
    if last is None:
        return None
    tagged = ends.get(row[at].start)
    if tagged is not None and tagged <= row[last - 1].end:
        last = max(at + 1, next((i for i in range(at, last) if row[i].start >= tagged), last))
    name = text[row[at].start : row[last - 1].end]
    return last, SignedName(row[at].start, row[last - 1].end, _kind(name))


_AGENCY_WORDS = frozenset({"News", "Agency", "Online", "Newspaper", "Television"})
"""Words behind a known paper's name that belong to it."""


def _like_a_site(row: Sequence[Piece], at: int) -> bool:
    """Whether a word in small letters is the name of a site: letters that are no Vietnamese syllable, then the end."""
    word = row[at].text
    if not re.fullmatch(r"[a-z][a-z0-9]{4,}", word) or re.fullmatch(_SYLLABLE, word):
        return False
    return at + 1 >= len(row) or row[at + 1].text in (".", ")", "]", "/") or row[at + 1].is_capital


@lru_cache(maxsize=1)
def _bodies() -> Phrases[str]:
    return Phrases((form, kind) for form, kind, *_ in rows("body_heads"))


def _body_end(row: Sequence[Piece], at: int) -> int | None:
    """The piece after a body's name with a common word in front ("Công an Hà Nam", "Ban tổ chức")."""
    head = _bodies().starting([piece.text.lower() for piece in row[at : at + 6]], 0)
    if head is None or head[0] < 2:
        return None
    last = at + head[0]
    behind = name_end(row, last) if last < len(row) and row[last].is_capital else None
    return (_cut_before_sentence(row, last, behind) or last) if behind is not None else last


def _cut_before_sentence(row: Sequence[Piece], at: int, last: int) -> int | None:
    """Where no mark ends the credit, the sentence that follows begins with a capital too: leave it out.

    None when the sentence begins at once: "Video: Xe container ..." names nobody.
    """
    follows = row[last].text if last < len(row) else "."
    runs_on = follows[0].isalpha() and not follows[0].isupper() and follows.lower() not in _GIVERS
    for place in range(at + 1, last):
        ends_there = place == last - 1 and follows in (".", ")", "/", "]")
        if row[place].text in _beginnings() and row[place - 1].text != "-" and not ends_there:
            return place
    if runs_on:
        last -= 1
        # One syllable is left of a name only when it is short for one or a paper's.
        if last == at or row[at].text in _beginnings() or (last == at + 1 and row[at].text[1:].islower()):
            return None
        return last
    words = sum(piece.text[0].isalnum() for piece in row[at:last])
    if words > 3 and not all(piece.text.isupper() for piece in row[at:last] if piece.text[0].isalnum()):
        return last if follows in (".", "/", ")") else at + 2
    return last


_GIVERS = frozenset({"cung", "chụp", "theo", "gửi", "ghi", "tổng"})
"""Syllables in small letters that may stand behind the name in a credit."""


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[str]:
    """Capitalised syllables a sentence often begins with."""
    return column("sentence_starts")


def _kind(name: str) -> SourceKind:
    """The kind of a credited name that no table knows."""
    if written_like_a_site(name):
        return SourceKind.NEWSPAPER
    lower = name.lower()
    for head, kind, *_ in rows("body_heads"):
        if lower.startswith(head + " ") or lower == head:
            return SourceKind.OFFICIAL if kind in ("state", "force", "justice") else SourceKind.ORGANISATION
    if person_like(name) and _vietnamese_letters(name):
        return SourceKind.PERSON
    if not _PAPER_WORDS.isdisjoint(lower.split()):
        return SourceKind.NEWSPAPER
    return SourceKind.NEWSPAPER if len(name.split()) < 3 or name.startswith("The ") else SourceKind.PERSON


_PAPER_WORDS = frozenset(
    [
        "on",
        "of",
        "and",
        "for",
        "the",
        "news",
        "press",
        "times",
        "post",
        "media",
        "photo",
        "photos",
        "images",
        "daily",
        "sport",
        "sports",
    ]
)
"""Words of which one tells a paper's or an agency's name from a foreigner's."""


def _vietnamese_letters(name: str) -> bool:
    """Whether a name is initials, or syllables of Vietnamese shape."""
    if "." in name or (name.isupper() and len(name) <= 3):
        return True
    return all(re.fullmatch(_SYLLABLE, word.lower()) for word in name.split())


_SYLLABLE = re.compile(
    r"(?:b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|r|s|t|th|tr|v|x)?"
    r"[aăâeêioôơuưyàằầèềìòồờùừỳáắấéếíóốớúứýảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹạặậẹệịọộợụựỵ]{1,3}"
    r"(?:c|ch|m|n|ng|nh|p|t)?"
)
