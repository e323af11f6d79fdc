"""What the running text may have its information from: named bodies and media, sources without a name, documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from extract.media import known_kind
from extract.names import fold
from extract.phrases import Context, Phrases
from extract.tables import column, rows
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
    taken.sort()
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
    starts = dict(taken)
    at = 0
    while at < len(lower):
        head = _document_heads().starting(lower, at)
        if head is None:
            at += 1
            continue
        first, last = at, head[0]
        at = last
        sentence = tokens[first].sentence
        while last < len(lower) and last - first < _LONGEST_DOCUMENT and tokens[last].sentence == sentence:
            if tokens[last].start in starts:
                last = max(last + 1, context.first_from(starts[tokens[last].start]))
                continue
            if not lower[last][0].isalnum() or lower[last] in column("document_ends"):
                break
            last += 1
        while last > head[0] and lower[last - 1] in _LOOSE:
            last -= 1
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


_LOOSE = frozenset({"của", "các", "những", "theo", "một", "số"})


@lru_cache(maxsize=1)
def _document_heads() -> Phrases[str]:
    return Phrases((form, use) for form, use in rows("document_heads"))
