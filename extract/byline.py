"""Who signs the article, and the sources its bylines and credits name.

A byline stands at an end: in a line of its own or, where paragraph breaks were lost, behind the last sentence; a
site's tag ("VOV.VN -", "(Dân trí) -") stands before the first. Credits stand anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extract import credits
from extract.media import known_kind, pieces
from extract.signing import Signed, SignedName, parse
from extract.stages import Page, Signature, TypedMention
from extract.tables import column
from extract.types import Author, EntityType, Source, SourceKind, SourcePlace
from ingest.types import BlockKind

__all__ = ["find"]

_TAIL = 150
"""Characters behind the last sentence that may be a byline."""
_SHORT = 100
"""Characters of a line that may be one."""
_LAST_LINES = 6
_FIRST_LINES = 4
_LINE = re.compile(r"[^\r\n]+")
_BOUNDARY = re.compile(r"(?:[.!?…:*>]|\.\.\.)[\"”’»')\]]*\s+|[\"”»)\]/]\s*|['’]\s+|\s{2,}|\s[-–]\s|^")
_ABBREVIATED = re.compile(r"(?<!\w)(?:TP|TX|Q|P|TT|Tr|Mr|ThS|TS|BS|PGS|GS|St)\.\s*$")
_OPENING = re.compile(r"(?<!\w)(?:Theo|CTV|PV|(?:[A-ZĐ]\.){1,3}[A-ZĐ]\w{0,6}(?=\s*\(|\s*$))")
_TAG = re.compile(
    r"\s*(?:\((?P<a>[^()\n]{2,24})\)|(?P<b>[^\W\d_][\w.&+]{1,14}(?:\s[^\W\d_][\w.]{1,10}){0,2}))\s*[-–—:]\s*(?=[^\s])"
)
_DATED = re.compile(r"[|,]?\s*\d{1,2}:\d{2},?\s+(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")


def find(page: Page, mentions: list[TypedMention]) -> Signature:
    """The signature of a page: authors, sources of the places byline and credit, and where they stand."""
    text = page.text
    ends = {mention.start: mention.end for mention in mentions}
    pictures = credits.find(text, ends)
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m[0].strip()]
    signed = _at_end(page, lines, mentions, pictures) + _at_start(page, lines) + _dated(text)
    tags = _tags(page, lines)
    authors = _authors(page, signed)
    return Signature(authors, _sources(text, signed, tags, pictures), _spans(signed, tags, pictures))


def _at_end(
    page: Page, lines: Sequence[tuple[int, int]], mentions: Sequence[TypedMention], pictures: Sequence[credits.Credit]
) -> list[tuple[int, Signed]]:
    """Signatures in the last lines, whole or behind the last sentence."""
    text = page.text
    found: list[tuple[int, Signed]] = []
    body = lines[2:] if len(lines) > 2 else lines[-1:]
    if not body:
        return []
    for first in range(max(0, len(body) - _LAST_LINES), len(body)):
        for last in range(min(len(body), first + 4), first, -1):
            start, end = body[first][0], body[last - 1][1]
            if end - start > _SHORT or (last - first > 1 and any(b - a > 60 for a, b in body[first:last])):
                continue
            if not _between_paragraphs(text, start, end):
                continue
            result = parse(text, start, end)
            if result and _trusted(text, start, result, mentions):
                return [(start, result)]
    found = _behind_sentence(text, body[-1], mentions, pictures)
    if not found and len(body) > 1:
        # Where the sapo is printed again below, the byline ends the line before it.
        for line in reversed(body[max(0, len(body) - 3) : -1]):
            found = _behind_sentence(text, line, mentions, pictures)
            if found and found[0][1].authors:
                return found
        return []
    return found


def _between_paragraphs(text: str, start: int, end: int) -> bool:
    """Whether the lines around are whole: the one before is closed, the one behind begins with a capital or a mark."""
    before, behind = text[max(0, start - 8) : start].rstrip()[-1:], text[end : end + 8].lstrip()[:1]
    return (not before or not (before.isalnum() or before in ",;-–")) and (not behind or not behind.islower())


def _behind_sentence(
    text: str, line: tuple[int, int], mentions: Sequence[TypedMention], pictures: Sequence[credits.Credit]
) -> list[tuple[int, Signed]]:
    """The signature between the last sentence of a line and its end."""
    start, end = line
    while end > start and (text[end - 1].isspace() or text[end - 1] in "-–|"):
        end -= 1
    first = max(start, end - _TAIL)
    places = [match.end() for match in _BOUNDARY.finditer(text, first, end)]
    places = [place for place in places if not _ABBREVIATED.search(text, max(first, place - 8), place)]
    places += [match.start() for match in _OPENING.finditer(text, first, end)]
    places += [credit[0][1] for credit in pictures if first <= credit[0][1] < end]
    for place in sorted(set(places)):
        at = place
        while at < end and (text[at].isspace() or text[at] in ".)"):
            at += 1
        if at >= end or end - at < 1 or any(a < at < b for (a, b), _ in pictures):
            continue
        result = parse(text, at, end)
        if result and _trusted(text, at, result, mentions):
            return [(at, result)]
    return _unparted(text, start, end, mentions)


def _unparted(text: str, start: int, end: int, mentions: Sequence[TypedMention]) -> list[tuple[int, Signed]]:
    """A person's name at the very end behind a sentence that lost its full stop."""
    last = next((m for m in reversed(mentions) if m.end <= end), None)
    if last is None or last.end != end or last.type is not EntityType.PER or last.start <= start:
        return []
    before = pieces(text, max(start, last.start - 40), last.start)
    if not before or before[-1].text.lower() in column("not_before_byline") or before[-1].is_capital:
        return []
    if text.find(text[last.start : end]) < last.start:
        return []
    result = parse(text, last.start, end)
    if result is None or len(result.authors) != 1 or not 2 <= len(text[last.start : end].split()) <= 3:
        return []
    return [(last.start, result)]


def _trusted(text: str, start: int, signed: Signed, mentions: Sequence[TypedMention]) -> bool:
    """Whether what reads like a signature is one, and not a place, a body or a list of names."""
    if (
        text[signed.end - 1 : signed.end] == "."
        and not signed.cued
        and not re.search(r"[A-ZĐ]\.$", text[start : signed.end])
    ):
        return False
    if signed.end < len(text) and signed.cued and text[signed.end - 1] == ")" and signed.sources and start > 0:
        # "Mỹ Bình (TTXVN)": the paper in brackets tells more than what the name looks like.
        return True
    for author in signed.authors:
        for mention in mentions:
            inside = mention.start <= author.start < author.end <= mention.end
            if inside and mention.type is not EntityType.PER and mention.certainty >= 0.6:
                return False
    return True


def _at_start(page: Page, lines: Sequence[tuple[int, int]]) -> list[tuple[int, Signed]]:
    """A line of its own under title and sapo."""
    for start, end in lines[1:_FIRST_LINES] if len(lines) > _FIRST_LINES else []:
        if end - start > 60 or any(b.kind is BlockKind.HEADING and b.start == start for b in page.blocks):
            continue
        result = parse(page.text, start, end)
        if result and (result.cued or result.end < end) and (result.authors or result.sources):
            return [(start, result)]
    return []


def _dated(text: str) -> list[tuple[int, Signed]]:
    """ "Tên - Báo | 19:05 17/06/2017" in the middle of a line, links to other articles behind it."""
    for match in _DATED.finditer(text):
        first = max(0, match.start() - 80)
        for boundary in _BOUNDARY.finditer(text, first, match.start()):
            if _ABBREVIATED.search(text, max(0, boundary.end() - 8), boundary.end()):
                continue
            result = parse(text, boundary.end(), match.start())
            if result and result.authors and result.sources:
                return [(boundary.end(), result)]
    return []


def _tags(page: Page, lines: Sequence[tuple[int, int]]) -> list[SignedName]:
    """Sites' tags before the first words of title, sapo and body."""
    tags: list[SignedName] = []
    for start, end in [*lines[:5], *lines[5:][-2:]]:
        match = _TAG.match(page.text, start, end)
        if match is None or match.end() >= end:
            continue
        group = "a" if match["a"] else "b"
        name = match[group].strip()
        kind = known_kind(name)
        spaced = page.text[match.end() - 1].isspace() or page.text[match.end(group)] in ")"
        if kind in (SourceKind.NEWSPAPER, SourceKind.AGENCY) and spaced and ":" not in match[0]:
            place = page.text.index(name, match.start(group))
            tags.append(SignedName(place, place + len(name), kind))
    return tags


def _authors(page: Page, signed: Sequence[tuple[int, Signed]]) -> tuple[Author, ...]:
    """The authors of the signatures, then those only the page's markup names."""
    authors: list[Author] = []
    seen: set[str] = set()
    for _, signature in signed:
        for name in signature.authors:
            words = unicodedata.normalize("NFC", page.text[name.start : name.end])
            if words.casefold() not in seen:
                seen.add(words.casefold())
                authors.append(Author(words, name.start, name.end, 0.9 if signature.cued else 0.85, "byline.line"))
    for given in page.authors:
        result = parse(given, 0, len(given))
        for name in result.authors if result else ():
            words = given[name.start : name.end]
            if words.casefold() in seen:
                continue
            seen.add(words.casefold())
            place = page.text.rfind(words)
            start, end = (place, place + len(words)) if place >= 0 else (None, None)
            authors.append(Author(words, start, end, 0.95, "byline.markup"))
    return tuple(authors)


def _sources(
    text: str, signed: Sequence[tuple[int, Signed]], tags: Sequence[SignedName], pictures: Sequence[credits.Credit]
) -> tuple[Source, ...]:
    """The sources of bylines and credits in text order, one of each name and place."""
    rows: list[Source] = []
    for _, signature in signed:
        rows += [_source(text, name, SourcePlace.BYLINE, 0.9, "byline.line") for name in signature.sources]
        rows += [_source(text, name, SourcePlace.CREDIT, 0.85, "byline.line") for name in signature.credits]
    rows += [_source(text, name, SourcePlace.BYLINE, 0.95, "byline.tag") for name in tags]
    inside = _spans(signed, tags, ())
    for (start, _), names in pictures:
        place = SourcePlace.CREDIT
        if any(a <= start < b for a, b in inside):
            continue
        rows += [_source(text, name, place, 0.9, "byline.credit") for name in names]
    seen: set[tuple[str, SourcePlace]] = set()
    result = []
    for row in sorted(rows, key=lambda row: row.start):
        if (row.name.casefold(), row.where) not in seen:
            seen.add((row.name.casefold(), row.where))
            result.append(row)
    return tuple(result)


def _source(text: str, name: SignedName, where: SourcePlace, certainty: float, by: str) -> Source:
    words = unicodedata.normalize("NFC", text[name.start : name.end])
    return Source(words, name.kind, where, name.start, name.end, None, certainty, by)


def _spans(
    signed: Sequence[tuple[int, Signed]], tags: Sequence[SignedName], pictures: Sequence[credits.Credit]
) -> tuple[tuple[int, int], ...]:
    """Where bylines and credits stand, in order, none inside another."""
    spans = [(start, signature.end) for start, signature in signed]
    spans += [(tag.start, tag.end) for tag in tags]
    spans += [span for span, _ in pictures]
    result: list[tuple[int, int]] = []
    for span in sorted(spans):
        if result and span[0] < result[-1][1]:
            result[-1] = (result[-1][0], max(span[1], result[-1][1]))
        else:
            result.append(span)
    return tuple(result)
