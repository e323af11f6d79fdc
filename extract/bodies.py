"""Forms of the names of organisations and places brought together: acronyms, short forms, heads left out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from extract.forms import (
    Key,
    alias,
    body_core,
    heads_agree,
    is_acronym,
    is_known_place,
    key_of,
    place_core,
    reduced,
    written_out,
)
from extract.groups import Form, Groups
from extract.names import initials
from extract.phrases import Context
from extract.types import EntityType

__all__ = ["fullest", "join"]

_LONG = 16
"""Syllables of a name that are looked at."""
_BRACKET = re.compile(r"\s?[(\[–-]\s?(?:(?:gọi|viết) tắt là |tức |hay |tên viết tắt(?: là)? )?[\"“]?")


def fullest(counts: Counter[str]) -> str:
    """The name to show: the longest written out, the most frequent."""
    return max(counts, key=lambda text: (not is_acronym(text), min(len(written_out(text)), _LONG), counts[text], text))


def join(context: Context, forms: list[Form], groups: Groups) -> None:
    """Join the forms of organisations that are one, and those of places."""
    for type in (EntityType.ORG, EntityType.LOC):
        alike = [form for form in forms if form.type is type]
        keys = {id(form): key_of(form.text, type) for form in alike}
        _join_equal(alike, keys, groups)
        _join_brackets(context, alike, type, groups)
        if type is EntityType.ORG:
            _join_acronyms(alike, groups)
            _join_bodies(alike, keys, groups)
        else:
            _join_places(alike, keys, groups)


def _join_equal(forms: list[Form], keys: dict[int, Key], groups: Groups) -> None:
    seen: dict[str, Form] = {}
    for form in forms:
        key = "".join(keys[id(form)])
        if key in seen:
            groups.join(seen[key], form)
        else:
            seen[key] = form


def _join_brackets(context: Context, forms: list[Form], type: EntityType, groups: Groups) -> None:
    """ "Quốc hội (QH)", "QH (Quốc hội)", "Hãng thông tấn X - ABC": one of the two is an acronym."""
    ends: dict[int, Form] = {}
    for form in forms:
        for mention in form.mentions:
            ends[mention.end] = form
    for form in forms:
        for mention in form.mentions:
            before = max(0, mention.start - 24)
            for end in range(mention.start - 1, before, -1):
                if end in ends and _BRACKET.fullmatch(context.text, end, mention.start):
                    _join_introduced(context.text, ends[end], form, mention.end, type, groups)
                    break


def _join_introduced(text: str, one: Form, other: Form, end: int, type: EntityType, groups: Groups) -> None:
    # A place in brackets mostly says where the other is: "quận 5 (TP.HCM)".
    closed = type is EntityType.ORG and text[end : end + 2].lstrip('"”')[:1] in (")", "]")
    short, long = (other, one) if is_acronym(other.text) else (one, other)
    if not is_acronym(short.text) or is_acronym(long.text) or len(written_out(long.text)) < 2:
        return
    if closed or _stands_for(short.text, long.text):
        groups.join(one, other)


def _stands_for(short: str, long: str) -> bool:
    """Whether the letters of an acronym are initials of the long form, in order, the first included."""
    letters = [letter for letter in short.casefold() if letter.isalnum()]
    wanted = initials(long)
    if not letters or not wanted or letters[0] != wanted[0]:
        return False
    rest = iter(wanted)
    return all(letter in rest for letter in letters)


def _join_acronyms(forms: list[Form], groups: Groups) -> None:
    """An acronym goes to the one long form whose initials it is."""
    by_initials: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        if not is_acronym(form.text) and len(form.text) < 120:
            by_initials[initials(form.text)].append(form)
    for form in forms:
        if is_acronym(form.text):
            fits = by_initials.get("".join(c for c in form.text.casefold() if c.isalnum()), [])
            if len({groups.find(fit) for fit in fits}) == 1:
                groups.join(fits[0], form)


def _join_bodies(forms: list[Form], keys: dict[int, Key], groups: Groups) -> None:
    """Shorter forms of a body: its beginning, its end behind the head, or with fillers left out."""
    heads: dict[Key, list[Form]] = defaultdict(list)
    cores: dict[Key, list[Form]] = defaultdict(list)
    brief: dict[Key, list[Form]] = defaultdict(list)
    for form in sorted(forms, key=lambda f: -len(keys[id(f)])):
        key = keys[id(form)]
        if not key or len(key) > _LONG:
            continue
        core = body_core(key)
        candidates = heads.get(key) or cores.get(key) or brief.get(key) or brief.get(reduced(key))
        if not candidates and core != key:
            candidates = [c for c in cores.get(core, ()) if heads_agree(key, keys[id(c)])]
        if candidates:
            _join_nearest(form, candidates, groups)
        for size in range(1, len(key)):
            heads[key[:size]].append(form)
        if core != key:
            cores[core].append(form)
        brief[reduced(key)].append(form)


def _join_places(forms: list[Form], keys: dict[int, Key], groups: Groups) -> None:
    """A place with and without its head; a bare name goes to the area of that name before a river or a bridge."""
    cores: dict[tuple[str, Key], list[Form]] = defaultdict(list)
    bare: list[Form] = []
    for form in forms:
        kind, core = place_core(keys[id(form)])
        core = alias(core, EntityType.LOC) or core
        if kind:
            cores[kind, core].append(form)
        else:
            bare.append(form)
    for form in bare:
        key = keys[id(form)]
        candidates = cores.get(("area", key))
        if not candidates and not is_known_place(key):
            candidates = cores.get(("feature", key))
        if candidates:
            _join_nearest(form, candidates, groups)
    _join_brief_places(forms, keys, groups)


def _join_brief_places(forms: list[Form], keys: dict[int, Key], groups: Groups) -> None:
    """ "sân bay quốc tế Nội Bài" and "sân bay Nội Bài": the same first syllable and the same last two."""
    seen: dict[Key, Form] = {}
    for form in sorted(forms, key=lambda f: -len(keys[id(f)])):
        kind, core = place_core(keys[id(form)])
        if kind != "feature" or len(core) < 2:
            continue
        ends = (keys[id(form)][0], *core[-2:])
        if ends in seen:
            groups.join(seen[ends], form)
        else:
            seen[ends] = form


def _join_nearest(form: Form, candidates: list[Form], groups: Groups) -> None:
    """Join to the candidate named last before the form's first mention, else to the one named first after it."""
    before = [c for c in candidates if c.first <= form.first]
    chosen = max(before, key=lambda c: c.first) if before else min(candidates, key=lambda c: c.first)
    groups.join(chosen, form)
