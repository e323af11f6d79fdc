"""How a source is cited: the words before and after it, as features of a small linear model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from extract.citations import Candidate
from extract.phrases import Context, Phrases
from extract.roles import HEADS
from extract.tables import rows

__all__ = ["features", "of_place"]

Span = tuple[int, int]

_BEFORE = 100
"""Tokens before a source that are searched for what cites it."""
_BEHIND = 14
"""Tokens behind a source that are searched for what it does."""


@lru_cache(maxsize=1)
def _triggers() -> Phrases[str]:
    return Phrases((form, use) for form, use in rows("citation_triggers"))


@lru_cache(maxsize=1)
def _heads() -> Phrases[str]:
    return Phrases((form, use) for form, use in rows("citation_heads"))


@lru_cache(maxsize=1)
def _verbs() -> Phrases[tuple[str, str]]:
    return Phrases((form, (form, use)) for form, use in rows("citation_verbs"))


@lru_cache(maxsize=1)
def _gaps() -> Phrases[str]:
    return Phrases((form, use) for form, use in rows("citation_gaps"))


def features(context: Context, candidate: Candidate, people: frozenset[int]) -> tuple[list[set[str]], set[str]]:
    """The features of every place of a candidate, and those of the whole.

    `people` are the offsets at which people's names begin.
    """
    places = [of_place(context, span, candidate.group, people) for span in candidate.spans]
    whole = {f"group={candidate.group}", f"count={min(len(places), 4)}"}
    begins = candidate.name.lower().split()[:2]
    whole |= {f"word={word}" for word in begins} | {f"{candidate.group}|first={begins[0]}" for _ in begins[:1]}
    if candidate.entity is None:
        whole.add(f"{candidate.group}|untagged")
    if candidate.group == "document":
        size = len(candidate.name.split())
        whole.add(f"words={min(size, 8)}")
        whole.add(f"head={' '.join(candidate.name.lower().split()[:2])}")
    elif candidate.group in ("unnamed", "social"):
        whole.add(f"name={candidate.name.lower()[:30]}")
    return places, whole


def of_place(context: Context, span: Span, group: str, people: frozenset[int]) -> set[str]:
    """What stands around one place."""
    lower = context.lower
    first, last = context.range(*span)
    if first >= len(lower):
        return set()
    sentence = context.tokens[first].sentence
    floor = max(context.document.sentences[sentence].first, first - _BEFORE)
    ceiling = min(context.document.sentences[sentence].last, last + _BEHIND)
    before, head = _before(lower, first, floor)
    after, verb, gap = _after(context, lower, last, ceiling, people)
    found = {
        f"b={before}",
        f"v={after}",
        f"{group}|b={before}",
        f"{group}|v={after}",
        f"{group}|b={before}|v={after}",
        f"gap={gap}|v={after}",
    }
    if head:
        found |= {f"h={head}", f"h={head}|b={before}", f"h={head}|v={after}"}
    if verb:
        found |= {f"verb={verb}", f"{group}|verb={verb}"}
    if first == floor:
        found.add(f"{group}|opens|v={after}")
    found |= {f"sentence={min(sentence, 3)}", f"{group}|at={min(first - floor, 4)}"}
    found |= _reach_of_per(lower, first, floor, group) | _people_around(
        context, (first, last), (floor, ceiling), people
    )
    if first > floor:
        found.add(f"p={lower[first - 1]}")
        found.add(f"{group}|p={lower[first - 1]}")
    if last < ceiling:
        found.add(f"n={lower[last]}")
        found.add(f"{group}|n={lower[last]}")
    return found


def _reach_of_per(lower: Sequence[str], first: int, floor: int, group: str) -> set[str]:
    """Whether "theo" stands before the place in its clause, and whose word lies between."""
    found = set()
    at = next((i for i in range(first - 1, floor - 1, -1) if lower[i] == "theo"), None)
    if at is not None:
        clean = not any(word in _BREAKS for word in lower[at:first])
        found |= {f"per={min((first - at) // 3, 3)}:{clean}", f"{group}|per={clean}"}
    if "dẫn" in lower[floor:first]:
        found.add("relayed")
    for place in range(max(floor, first - 8), first):
        statement = _statements().starting(lower, place)
        if statement is not None and statement[0] <= first:
            found |= {f"statement={statement[1]}", "statement"}
    return found


_BREAKS = frozenset({",", ":", '"', "“"})


@lru_cache(maxsize=1)
def _statements() -> Phrases[str]:
    return Phrases((form, form) for (form,) in rows("citation_statements"))


def _people_around(context: Context, span: Span, clause: Span, people: frozenset[int]) -> set[str]:
    """Whose role the place may belong to: role words before it, people on either side; all token indices."""
    (first, last), (floor, ceiling) = span, clause
    found = set()
    head = HEADS.ending(context.lower, first, floor)
    if head is not None:
        found |= {f"role={head[1][0]}", "role=" + " ".join(context.lower[head[0] : first])}
    for at in range(last, min(ceiling, last + 7)):
        if context.lower[at] in ",.;:":
            break
        if context.tokens[at].start in people:
            found.add("person behind")
            break
    if any(context.tokens[at].start in people for at in range(max(floor, first - 10), first)):
        found.add("person before")
    return found


def _before(lower: Sequence[str], first: int, floor: int) -> tuple[str, str]:
    """The class of the trigger before a place, and of a common word between the two."""
    at, head = first, ""
    while at > floor and lower[at - 1] in ('"', "“", "‘", "'", "(", "các", "một", "những", "số", "nhiều"):
        at -= 1
    while at > floor:
        found = _heads().ending(lower, at, floor)
        trigger = _triggers().ending(lower, at, floor)
        if found is None or (trigger is not None and trigger[0] < found[0]):
            break
        head = head or found[1]
        at = found[0]
    trigger = _triggers().ending(lower, at, floor)
    if trigger is None:
        return ("start" if at == floor else "none"), head
    start, use = trigger
    if use in ("from", "by", "on", "relayed"):
        outer = _triggers().ending(lower, start, floor)
        if outer is not None:
            use = f"{outer[1]}+{use}"
    return use, head


def _after(
    context: Context, lower: Sequence[str], last: int, ceiling: int, people: frozenset[int]
) -> tuple[str, str, str]:
    """The class of what follows a place, the verb itself, and what stands between."""
    at, gap = last, ""
    if at < ceiling and lower[at] in ('"', "”", "’", "'"):
        at += 1
    if at < ceiling and lower[at] in ("(", "["):
        close = next((i for i in range(at + 1, ceiling) if lower[i] in ")]"), None)
        if close is not None:
            at, gap = close + 1, "bracket"
    if at < ceiling and context.tokens[at].start in people:
        return "person", "", gap
    verb = _verbs().starting(lower, at)
    if verb is None and at < ceiling and lower[at] in ("của", "tại", "ở"):
        limit = min(ceiling, at + 5)
        found = next((i for i in range(at + 1, limit) if _verbs().starting(lower, i) or lower[i] == ","), None)
        if found is not None:
            at, gap = found, gap or "place"
            verb = _verbs().starting(lower, at)
    if verb is None and at < ceiling and lower[at] == ",":
        limit = min(ceiling, at + 6)
        close = next((i for i in range(at + 1, limit) if _verbs().starting(lower, i)), None)
        if close is not None and lower[close - 1] != ",":
            verb, gap = _verbs().starting(lower, close), gap or "comma"
        else:
            return "comma", "", gap
    while verb is None and at < ceiling:
        word = lower[at]
        found_gap = _gaps().starting(lower, at)
        if found_gap:
            at = found_gap[0]
        elif word[0].isdigit():
            at += 1
        else:
            break
        gap = gap or "time"
        verb = _verbs().starting(lower, at) if at < ceiling else None
    if verb is not None:
        return verb[1][1], verb[1][0], gap
    if at >= ceiling:
        return "end", "", gap
    mark = lower[at]
    return (mark if not mark[0].isalnum() else "none"), "", gap


def joined(places: Iterable[set[str]], whole: set[str]) -> set[str]:
    """The features of a candidate: everything that stands at any of its places."""
    return set().union(*places) | whole
