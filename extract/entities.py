"""Which mentions are the same person, organisation or place, and which roles people have.

Mentions with one type and one written form are a form. Forms are joined by what names do in Vietnamese papers
(given name last, acronyms in brackets, bodies and places by a shorter form); a form that may be short for several
people is decided mention by mention.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extract import bodies, people
from extract.agreement import agreed
from extract.forms import is_body_head
from extract.groups import Form, Groups
from extract.phrases import Context
from extract.roles import roles_after, roles_before
from extract.stages import Page, Signature, TypedMention
from extract.types import Entity, EntityType, Mention, Role, SourceKind

__all__ = ["resolve"]

_MANY_ROLES = 40
"""Mentions of one person whose surroundings are searched for roles."""


def resolve(page: Page, mentions: list[TypedMention], signature: Signature) -> list[Entity]:
    """The entities of a page in order of first mention; the signature's people and papers are among them."""
    context = Context(page)
    placed = agreed(context, _with_signature(page, mentions, signature))
    forms = _forms(page, placed, signature)
    groups = Groups(forms)
    people.join(context, [f for f in forms if f.type is EntityType.PER], groups)
    bodies.join(context, [f for f in forms if f.type is not EntityType.PER], groups)
    members: dict[int, list[tuple[Form, TypedMention]]] = defaultdict(list)
    for number, form in enumerate(forms):
        for mention in form.mentions:
            members[groups.of_mention(number, mention.start)].append((form, mention))
    spans = [(mention.start, mention.end) for mention in placed]
    people_at = frozenset(mention.start for mention in placed if mention.type is EntityType.PER)
    entities = [_entity(context, rows, spans, people_at) for rows in members.values()]
    entities.sort(key=lambda entity: entity.mentions[0].start)
    return [replace(entity, id=f"e{number}") for number, entity in enumerate(entities, 1)]


def _with_signature(page: Page, mentions: Sequence[TypedMention], signature: Signature) -> list[TypedMention]:
    """The mentions in text order, those the signature knows better put in their place."""
    signed = sorted(signature.spans)
    mentions = [m for m in mentions if page.text[m.start : m.end].lower() not in _UNNAMED or not _inside(m, signed)]
    bodies_named = {page.text[m.start : m.end] for m in mentions if m.type is EntityType.ORG}
    wanted: dict[tuple[int, int], TypedMention] = {}
    for author in signature.authors:
        if author.start is not None and author.end is not None:
            span = (author.start, author.end)
            wanted[span] = TypedMention(*span, EntityType.PER, author.certainty, author.by)
    for source in signature.sources:
        name = page.text[source.start : source.end]
        # An acronym after "Ảnh:" may be a body of the article.
        is_person = source.kind is SourceKind.PERSON and name not in bodies_named
        kind = EntityType.PER if is_person else EntityType.ORG
        if source.kind is SourceKind.DOCUMENT or name.lower() in _UNNAMED or is_body_head(name):
            continue
        span = (source.start, source.end)
        wanted.setdefault(span, TypedMention(*span, kind, source.certainty, source.by))
    placed: list[TypedMention] = []
    for mention in sorted(wanted.values(), key=lambda m: (m.start, -m.end)):
        if not placed or mention.start >= placed[-1].end:
            placed.append(mention)
    result: list[TypedMention] = []
    at = 0
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        while at < len(placed) and placed[at].end <= mention.start:
            result.append(placed[at])
            at += 1
        if at < len(placed) and mention.end > placed[at].start:
            continue
        if not result or mention.start >= result[-1].end:
            result.append(mention)
    result.extend(placed[at:])
    return sorted(result, key=lambda m: m.start)


def _inside(mention: TypedMention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= mention.start < end for start, end in spans)


_UNNAMED = frozenset({"internet", "it", "ctv", "pv", "t/h", "nvcc", "fbnv", "tl", "btc"})


def _forms(page: Page, mentions: Sequence[TypedMention], signature: Signature) -> list[Form]:
    """The forms of a page, those of bylines and credits apart from those of the running text."""
    forms: dict[tuple[EntityType, str, bool], Form] = {}
    spans = sorted(signature.spans)
    at = 0
    for mention in mentions:
        while at < len(spans) and spans[at][1] <= mention.start:
            at += 1
        signed = at < len(spans) and spans[at][0] <= mention.start
        text = page.text[mention.start : mention.end]
        key = (mention.type, text, signed)
        forms.setdefault(key, Form(text, mention.type, signed)).mentions.append(mention)
    return list(forms.values())


def _entity(
    context: Context,
    rows: Sequence[tuple[Form, TypedMention]],
    spans: list[tuple[int, int]],
    people_at: frozenset[int],
) -> Entity:
    """One entity of the mentions that are the same thing; its id is given later."""
    rows = sorted(rows, key=lambda row: row[1].start)
    type = rows[0][1].type
    counts = Counter(form.text for form, _ in rows)
    name = (people.fullest if type is EntityType.PER else bodies.fullest)(counts)
    mentions = tuple(Mention(m.start, m.end, m.certainty, m.by) for _, m in rows)
    roles: list[Role] = []
    if type is EntityType.PER:
        seen: set[str] = set()
        for mention in mentions[:_MANY_ROLES]:
            around = _around(spans, mention.start)
            found = roles_before(context, mention.start, around) + roles_after(context, mention.end, around, people_at)
            for role in found:
                if role.text.casefold() not in seen:
                    seen.add(role.text.casefold())
                    roles.append(role)
    return Entity("", unicodedata.normalize("NFC", name), type, mentions, tuple(roles))


def _around(spans: list[tuple[int, int]], start: int) -> list[tuple[int, int]]:
    """The mentions next to one at `start`."""
    from bisect import bisect_left

    at = bisect_left(spans, (start, 0))
    return spans[max(0, at - 4) : at + 6]
