"""Captions, credits and list marks: the small wording that newspapers set around an article's sentences.

The words themselves are data in `tables/wording.toml`; texts may be NFC, NFD or anything between.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["announces_list", "find_credit", "is_bulleted", "is_caption_line", "opens_as_source_line", "opens_with_dash"]

_CAPTION_LIMIT = 400
"""Code points. A longer line with a credit at its end is a paragraph with a caption glued to it."""
_ITEM_LIMIT = 1000
"""Code points. Some files hold a whole body in one line, and that line may open with "1. "."""
_SENTENCE_END = r"(?:^|(?<=[.!?…)\]”\"'’»:;,\-–|])\s*|\s+|(?<=\())"


@dataclass(frozen=True, slots=True)
class _Wording:
    named: re.Pattern[str]
    remark: re.Pattern[str]
    opening: re.Pattern[str]
    inner: re.Pattern[str]
    bullet: re.Pattern[str]
    dash: re.Pattern[str]
    announcement: re.Pattern[str]
    source_line: re.Pattern[str]


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def _wording() -> _Wording:
    table: dict[str, Any] = tomllib.loads(files("ingest").joinpath("tables/wording.toml").read_text(encoding="utf-8"))
    credit, lists = table["credit"], table["list"]
    name = r"(?P<name>[^\s:()\[\]](?:[^:()\[\]\n]{0,58}[^\s:()\[\].])?)"
    closing = r"(?P<closing>[.\s)\]]*)$"
    remark = rf"(?:{_any_of(credit['remarks'])})"
    return _Wording(
        named=re.compile(rf"{_SENTENCE_END}(?P<credit>(?:{_any_of(credit['labels'])})\s*:\s*{name}){closing}"),
        inner=re.compile(rf"(?<=[\s(.])(?P<credit>(?:{_any_of(credit['inner_labels'])})\s*:\s*{name}){closing}"),
        remark=re.compile(rf"{_SENTENCE_END}(?P<credit>{remark}(?:\s*\([^()]{{1,60}})?){closing}"),
        opening=re.compile(remark),
        bullet=re.compile(rf"(?:[{re.escape(''.join(lists['bullets']))}]|\d{{1,2}}[.)]|[a-zđ][.)])\s+(?=\S)"),
        dash=re.compile(rf"[{re.escape(''.join(lists['dashes']))}]\s*(?=\S)"),
        announcement=re.compile(rf"(?:^|[\s,])(?:{_any_of(lists['announcements'])})\s*:$", re.IGNORECASE),
        source_line=re.compile(rf"(?:{_any_of(table['heading']['source_openers'])})\b"),
    )


def find_credit(caption: str) -> tuple[int, int] | None:
    """Where the credit of a caption's words begins and ends, as offsets in `caption`; None when it has none.

    The span holds label and name ("Ảnh: AFP"), without brackets and full stop around them.
    """
    text = unicodedata.normalize("NFC", caption)
    found = _credit_in(text)
    if found is None:
        return None
    start, end = found
    return (start, end) if text == caption else (_unnormalised(caption, start), _unnormalised(caption, end))


def is_caption_line(line: str) -> bool:
    """Whether a line of plain text is a caption: short, and with a credit that begins like a name at its end."""
    if len(line) > _CAPTION_LIMIT:
        return False
    text = unicodedata.normalize("NFC", line)
    wording = _wording()
    named = wording.named.search(text)
    if named is None:
        return wording.remark.search(text) is not None or (
            wording.opening.match(text) is not None and wording.inner.search(text) is not None
        )
    name = named["name"]
    return (name[0].isupper() or name[0].isdigit()) and len(name.split()) <= 8


def is_bulleted(line: str) -> bool:
    """Whether the line opens with a bullet, a number or a letter of a list ("• ", "1. ", "a) ")."""
    return len(line) <= _ITEM_LIMIT and _wording().bullet.match(line) is not None


def opens_with_dash(line: str) -> bool:
    """Whether the line opens with a dash, as turns of dialogue and some lists do."""
    return _wording().dash.match(line) is not None


def announces_list(line: str) -> bool:
    """Whether the line's last words and colon announce a list ("gồm:", "như sau:"), not somebody's speech ("hỏi:")."""
    return _wording().announcement.search(unicodedata.normalize("NFC", line[-60:])) is not None


def opens_as_source_line(line: str) -> bool:
    """Whether the line opens like a byline or a source line ("Theo …", "Nguồn …")."""
    return _wording().source_line.match(unicodedata.normalize("NFC", line[:40])) is not None


def _credit_in(text: str) -> tuple[int, int] | None:
    """`find_credit` on NFC text."""
    wording = _wording()
    tail = max(0, len(text) - _CAPTION_LIMIT)
    for pattern in (wording.named, wording.remark, wording.inner):
        found = pattern.search(text, tail)
        if found is not None:
            start, end = found.span("credit")
            # "Ảnh minh họa (Báo A)" needs its bracket, "(Ảnh: A)" does not.
            if "(" in found["credit"] and found["closing"].startswith(")"):
                end += 1
            return start, end
    return None


def _unnormalised(text: str, offset: int) -> int:
    """The offset in `text` of what stands at `offset` in its NFC form."""
    place = composed = 0
    while place < len(text):
        end = place + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if composed >= offset:
            return place
        composed += len(unicodedata.normalize("NFC", text[place:end]))
        place = end
    return len(text)
