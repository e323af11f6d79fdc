"""What the running text may have its information from: named bodies and media, sources without a name, documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extract.media import Piece, known_kind, media_at
from extract.names import fold
from extract.phrases import Context, Phrases
from extract.signing import name_end
from extract.tables import rows
from extract.types import Entity, EntityType, SourceKind

__all__ = ["Candidate", "candidates"]

Span = tuple[int, int]

_LONGEST_DOCUMENT = 16
"""Tokens of a document's name at most."""
_STATE = frozenset({"state", "force", "justice"})


@dataclass(slots=True)
class Candidate:
    """One thing that may be a source, with all its places in the running text."""

    name: str
    kind: SourceKind
    entity: str | None
    group: str
    """What kind of thing it is to the features: media, agency, social, state, body, people, document, unnamed."""
    spans: list[Span] = field(default_factory=list)


def candidates(context: Context, entities: Sequence[Entity], signed: Sequence[Span]) -> list[Candidate]:
    """The candidates of a page; `signed` are spans of bylines and credits, where none is looked for."""
    taken: list[Span] = []
    found: list[Candidate] = []
    for entity in entities:
        if entity.type is EntityType.PER:
            continue
        spans = _outside([(m.start, m.end) for m in entity.mentions], signed)
        taken += [(m.start, m.end) for m in entity.mentions]
        if entity.type is EntityType.ORG and spans:
            found.append(_of_entity(context, entity, spans))
    people = [(m.start, m.end) for e in entities if e.type is EntityType.PER for m in e.mentions]
    taken.sort()
    found += _untagged(context, sorted(taken + people), signed)
    found += _unnamed(context, taken, signed)
    found += _documents(context, taken, signed)
    return found


def _outside(spans: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """The spans that touch none of the others; both in text order."""
    result = []
    at = 0
    for span in sorted(spans):
        while at < len(others) and others[at][1] <= span[0]:
            at += 1
        if at == len(others) or others[at][0] >= span[1]:
            result.append(span)
    return result


def _of_entity(context: Context, entity: Entity, spans: list[Span]) -> Candidate:
    """A named organisation: a known paper or agency, a state body, or another one."""
    forms = [context.text[start:end] for start, end in spans]
    for form in (*forms, entity.name):
        kind = known_kind(form)
        if kind is not None and kind not in (SourceKind.PERSON, SourceKind.ORGANISATION):
            group = {SourceKind.AGENCY: "agency", SourceKind.SOCIAL: "social"}.get(kind, "media")
            return Candidate(form, kind, entity.id, group, spans)
    head = _heads().starting(list(fold(entity.name).split(" ")), 0)
    word = head[1] if head else ""
    if word in _STATE:
        return Candidate(entity.name, SourceKind.OFFICIAL, entity.id, "state", spans)
    if word in ("media", "agency"):
        kind = SourceKind.AGENCY if word == "agency" else SourceKind.NEWSPAPER
        return Candidate(entity.name, kind, entity.id, "media", spans)
    return Candidate(entity.name, SourceKind.ORGANISATION, entity.id, word or "body", spans)


def _untagged(context: Context, taken: Sequence[Span], signed: Sequence[Span]) -> list[Candidate]:
    """Papers and sites that were not tagged as names: known ones, and what "tờ", "kênh", "theo trang" introduce."""
    by_name: dict[str, Candidate] = {}
    tokens, lower = context.tokens, context.lower
    at = following = 0
    while at < len(tokens):
        token = tokens[at]
        while following < len(taken) and taken[following][1] <= token.start:
            following += 1
        inside = following < len(taken) and taken[following][0] <= token.start
        if inside or not token.text[0].isupper():
            at += 1
            continue
        row = [Piece(t.text, t.start, t.end) for t in tokens[at : at + 10]]
        limit = taken[following][0] if following < len(taken) else len(context.text)
        known = media_at(row, 0, context.text)
        last, kind = known or (0, SourceKind.NEWSPAPER)
        group = {SourceKind.AGENCY: "agency", SourceKind.SOCIAL: "social"}.get(kind, "media")
        if known is None:
            floor = context.document.sentences[token.sentence].first
            head = _introducers().ending(lower, at, floor)
            last = (name_end(row, 0) or 0) if head is not None else 0
            group = "introduced"
        if not last or row[last - 1].end > limit or kind in (SourceKind.PERSON, SourceKind.ORGANISATION):
            at += 1
            continue
        span = (token.start, row[last - 1].end)
        at += last
        if _outside([span], signed):
            name = context.text[span[0] : span[1]]
            by_name.setdefault(name, Candidate(name, kind, None, group)).spans.append(span)
    return list(by_name.values())


@lru_cache(maxsize=1)
def _introducers() -> Phrases[str]:
    return Phrases((form, kind) for form, kind in rows("citation_heads") if kind in ("media", "agency"))


@lru_cache(maxsize=1)
def _heads() -> Phrases[str]:
    return Phrases((" ".join(fold(form).split(" ")), kind) for form, kind, *_ in rows("body_heads"))


@lru_cache(maxsize=1)
def _nouns() -> Phrases[str]:
    social = [(name, kind) for name, kind in rows("media") if kind == "social" and len(name) > 4]
    return Phrases([*((form, kind) for form, kind in rows("citation_nouns")), *social])


def _unnamed(context: Context, taken: Sequence[Span], signed: Sequence[Span]) -> list[Candidate]:
    """ "báo chí Anh", "truyền thông địa phương", "mạng xã hội", "cơ quan điều tra", networks that were not tagged."""
    by_name: dict[str, Candidate] = {}
    lower, tokens = context.lower, context.tokens
    starts = dict(taken)
    at = 0
    while at < len(lower):
        noun = _nouns().starting(lower, at)
        if noun is None:
            at += 1
            continue
        last, kind = noun
        start, end = tokens[at].start, tokens[last - 1].end
        if kind == "newspaper" and last < len(tokens):
            if tokens[last].start in starts:
                end = starts[tokens[last].start]
            elif lower[last : last + 2] in (["địa", "phương"], ["quốc", "tế"], ["trong", "nước"], ["phương", "tây"]):
                end = tokens[last + 1].end
        at = last
        if _outside([(start, end)], signed) and not any(a <= start < b for a, b in _near(taken, start)):
            name = context.text[start:end]
            key = fold(name)
            group = "unnamed" if kind != "social" else "social"
            by_name.setdefault(key, Candidate(name, SourceKind(kind), None, group)).spans.append((start, end))
    return list(by_name.values())


def _near(taken: Sequence[Span], start: int) -> Sequence[Span]:
    from bisect import bisect_right

    at = bisect_right(taken, (start, 1 << 60))
    return taken[max(0, at - 2) : at]


def _documents(context: Context, taken: Sequence[Span], signed: Sequence[Span]) -> list[Candidate]:
    """Reports, studies, files with their issuer: "báo cáo của Sở Y tế Hà Nội"."""
    found: list[Candidate] = []
    names: dict[str, Candidate] = {}
    lower, tokens = context.lower, context.tokens
    walk = _Walk(context, dict(taken))
    at = 0
    while at < len(lower):
        head = _document_heads().starting(lower, at)
        if head is None or (head[0] == at + 1 and _inside_word(context, at)):
            at += 1
            continue
        first, last = at, walk.end(at, *head)
        at = max(at + 1, min(last, head[0]))
        counter = _counters().ending(lower, first)
        if counter is not None and tokens[counter[0]].sentence == tokens[first].sentence:
            first = counter[0]
        span = (tokens[first].start, tokens[last - 1].end)
        if not _outside([span], signed) or any(a <= span[0] < b for a, b in _near(taken, span[0])):
            continue
        name = context.text[span[0] : span[1]]
        key = fold(name)
        if key not in names:
            names[key] = Candidate(name, SourceKind.DOCUMENT, None, "document")
            found.append(names[key])
        names[key].spans.append(span)
    return found


def _inside_word(context: Context, at: int) -> bool:
    """Whether a syllable is only part of a word ("điều" in "điều kiện")."""
    tokens = context.tokens
    return at + 1 < len(tokens) and tokens[at + 1].word == tokens[at].word


class _Walk:
    """Finds where the name of a document ends."""

    def __init__(self, context: Context, names: dict[int, int]) -> None:
        """`names` maps where a tagged name starts to where it ends."""
        self._context = context
        self._names = names

    def end(self, head: int, last: int, kind: str) -> int:
        """The token behind the name whose head is `head` to `last`, exclusive."""
        lower, tokens = self._context.lower, self._context.tokens
        start, issued = last, False
        limit = min(len(lower), self._context.document.sentences[tokens[head].sentence].last, head + _LONGEST_DOCUMENT)
        while last < limit:
            use = _document_ends().starting(lower, last)
            if tokens[last].start in self._names:
                last = self._bracket(self._name(last), limit)
                continue
            if lower[last] in _QUOTES and last == start:
                close = next((i for i in range(last + 1, min(len(lower), last + 24)) if lower[i] in _QUOTES), None)
                if close is None:
                    break
                last = close + 1
                continue
            if use is None:
                if not lower[last][0].isalnum():
                    break
                last += 1
                continue
            after, does = use
            if does == "by" and not issued:
                return self._issued_by(after, last, limit)
            dated = after < limit and lower[after][0].isdigit()
            belongs = does == "number" or (does == "dated" and last == start) or (does == "year" and kind == "law")
            if dated and belongs:
                return after + 1
            goes_on = (
                does == "of"
                or (does == "about" and not issued and kind != "law")
                or (does == "lately" and lower[after : after + 1] == ["của"])
            )
            if not goes_on:
                break
            issued = issued or does == "of"
            last = after
        while last > start and lower[last - 1] in _LOOSE:
            last -= 1
        return last

    def _name(self, at: int) -> int:
        return max(at + 1, self._context.first_from(self._names[self._context.tokens[at].start]))

    def _bracket(self, at: int, limit: int) -> int:
        """Past an acronym in brackets behind the issuer's name."""
        lower = self._context.lower
        if at + 2 < limit and lower[at] == "(":
            close = next((i for i in range(at + 1, min(limit, at + 8)) if lower[i] == ")"), None)
            if close is not None and self._context.text[self._context.tokens[at + 1].start].isupper():
                return close + 1
        return at

    def _issued_by(self, at: int, otherwise: int, limit: int) -> int:
        """ "do X công bố": with the verb when X is a name that ends before it."""
        lower, tokens = self._context.lower, self._context.tokens
        while at < min(limit, otherwise + 6) and tokens[at].start not in self._names:
            at += 1
        if at >= limit or tokens[at].start not in self._names:
            return otherwise
        at = self._name(at)
        verb = _document_ends().starting(lower, at)
        if verb is not None and verb[1] in ("issue", "dated"):
            at = verb[0] - (verb[1] == "dated")
        return at


_LOOSE = frozenset({"của", "các", "những", "theo", "một", "số"})
_QUOTES = frozenset("\"“”‘’'«»")


@lru_cache(maxsize=1)
def _document_heads() -> Phrases[str]:
    return Phrases((form, use) for form, use in rows("document_heads"))


@lru_cache(maxsize=1)
def _document_ends() -> Phrases[str]:
    return Phrases((form, use) for form, use in rows("document_ends"))


@lru_cache(maxsize=1)
def _counters() -> Phrases[str]:
    return Phrases((form, form) for form in ("một", "các", "một số", "nhiều", "những"))
