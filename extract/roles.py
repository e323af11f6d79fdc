"""Which titles and functions the text gives a person: right before the name, or in apposition after it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

from extract.phrases import Context, Phrases
from extract.tables import column, rows
from extract.types import Role

__all__ = ["HEADS", "roles_after", "roles_before"]

HEADS: Phrases[tuple[str, str]] = Phrases((form, (kind, gender)) for form, kind, gender in rows("roles"))
"""Heads of roles in small letters -> class and gender."""

_HONORIFICS = Phrases((form, use) for form, _, use in rows("honorifics"))
_USES: Phrases[str] = Phrases((form, use) for form, use in rows("role_words"))
_REACH = 16
"""Tokens looked at before a name."""
_TAIL = 24
"""Tokens an apposition may have."""
_CLOSING = frozenset({",", ")", "-", "–", ";", ".", "(", "và", "kiêm"})
_NOT_ROLES = frozenset({"kin", "person", "case"})
"""Classes of heads that tell who somebody is to others, not what they are."""


def roles_before(context: Context, start: int, named: Sequence[tuple[int, int]]) -> list[Role]:
    """The role that ends right before a name at `start`; `named` are the spans of names around it, in order."""
    lower, tokens = context.lower, context.tokens
    name = context.first_from(start)
    if name >= len(tokens):
        return []
    sentence = tokens[name].sentence
    at = name
    honorific = _HONORIFICS.ending(lower, at)
    if honorific and HEADS.ending(lower, at) is None:
        at = honorific[0]
        if at > 0 and lower[at - 1] == ",":
            at -= 1
    end = at
    best: int | None = None
    while at > max(0, name - _REACH) and tokens[at - 1].sentence == sentence:
        word = lower[at - 1]
        if not word[0].isalnum() and word not in ("-", "&", "."):
            break
        head = HEADS.ending(lower, at)
        if head and head[1][0] not in _NOT_ROLES:
            at = best = head[0]
            continue
        used = _USES.ending(lower, at)
        if used:
            if used[1] == "break":
                break
            if used[1] == "before" and best == at:
                best = used[0]
            at = used[0]
            continue
        if best is not None and word not in ("-", "&"):
            break
        at -= 1
    if best is None or best >= end:
        return []
    first, last = tokens[best].start, tokens[end - 1].end
    if not _clean(context, first, last, named):
        return []
    return [*_role_before_comma(context, best, named), _role(context, first, last)]


def _role_before_comma(context: Context, at: int, named: Sequence[tuple[int, int]]) -> list[Role]:
    """The role before a comma before the role that begins at token `at`: "Chủ tịch Hội đồng X, đại tướng Y"."""
    lower, tokens = context.lower, context.tokens
    if at < 2 or lower[at - 1] != "," or tokens[at - 2].sentence != tokens[at].sentence:
        return []
    floor = max(context.document.sentences[tokens[at].sentence].first, at - _REACH)
    ends = dict(named)
    for head in range(at - 2, floor - 1, -1):
        if not lower[head][0].isalnum():
            return []
        found = HEADS.starting(lower, head)
        if found is None or found[1][0] in _NOT_ROLES or found[0] > at - 1:
            continue
        before = lower[head - 1] if head > floor else ""
        # Behind a name the phrase is that name's; a head inside a longer title is not where the title begins.
        if before and before not in _OPENING:
            continue
        place = found[0]
        while place < at - 1:
            if tokens[place].start in ends:
                place = max(place + 1, context.first_from(ends[tokens[place].start]))
            elif lower[place] in _VERBS or ((used := _USES.starting(lower, place)) and used[1] == "break"):
                return []
            else:
                place += 1
        return [_role(context, tokens[head].start, tokens[at - 2].end)]
    return []


_OPENING = frozenset({"và", "với", "cùng", "gồm", "giữa", "gặp", "là"})
"""Syllables a person's titles may follow."""


def roles_after(
    context: Context, end: int, named: Sequence[tuple[int, int]], people: Collection[int] = ()
) -> list[Role]:
    """Roles in apposition behind a name that ends at `end`: ", Giám đốc Sở Y tế, Ủy viên …" or in brackets.

    `people` are the offsets where people's names begin: a title before another person's name is that person's.
    """
    lower, tokens = context.lower, context.tokens
    at = context.first_from(end)
    roles: list[Role] = []
    limit = min(len(tokens), at + 3 * _TAIL)
    if at >= limit:
        return roles
    sentence = tokens[at].sentence
    closing = ")" if lower[at] == "(" else ""
    spans = {span[0]: span[1] for span in named}
    while at < limit and tokens[at].sentence == sentence and lower[at] in (",", "(", "-", "–", "là", "kiêm", "và"):
        opens = lower[at]
        if opens == "và" and not roles:
            break
        at += 1
        if opens == "là" and at < limit and lower[at] in ("một", "người"):
            break
        first = at
        while at < limit and (used := _USES.starting(lower, at)) and used[1] == "before" and used[0] < limit:
            at = used[0]
        head = HEADS.starting(lower, at) if at < limit else None
        if head is None and opens == "(":
            # An age or a year may stand first in the bracket: "(45 tuổi, nguyên trưởng công an xã …)".
            while at < limit and lower[at] not in (",", ")", ";", "."):
                at += 1
            continue
        if head is None or head[1][0] in _NOT_ROLES:
            break
        at = head[0]
        while at < limit and at - first < _TAIL and tokens[at].sentence == sentence:
            word = lower[at]
            if tokens[at].start in people:
                return roles
            if tokens[at].start in spans:
                at = context.first_from(spans[tokens[at].start])
                continue
            used = _USES.starting(lower, at)
            if (not word[0].isalnum() and word not in ("-", "&", "/")) or (used and used[1] == "break"):
                break
            if word in _VERBS:
                break
            at += 1
        # The phrase may have gone on into a clause: only an apposition that is closed is a role.
        if at + 1 < limit and lower[at] == "," and _titles_go_on(context, at + 1, limit, people):
            break
        closed = at >= limit or tokens[at].sentence != sentence or lower[at] in _CLOSING or lower[at] in _VERBS
        if at <= first or not closed:
            break
        roles.append(_role(context, tokens[first].start, tokens[at - 1].end))
        if opens == "là" or (closing and at < limit and lower[at] == ")"):
            break
    return roles


def _titles_go_on(context: Context, at: int, limit: int, people: Collection[int]) -> bool:
    """Whether from `at` only titles stand before another person's name."""
    while at < limit and (head := HEADS.starting(context.lower, at)):
        at = head[0]
        if at < limit and context.tokens[at].start in people:
            return True
    return False


_VERBS = column("role_ends")
"""Words that begin the clause behind an apposition."""


def _role(context: Context, start: int, end: int) -> Role:
    return Role(unicodedata.normalize("NFC", context.text[start:end]), start, end)


def _clean(context: Context, start: int, end: int, named: Sequence[tuple[int, int]]) -> bool:
    """Whether no name sticks out of the role."""
    return all(not (a < start < b or a < end < b) for a, b in named if b > start and a < end)
