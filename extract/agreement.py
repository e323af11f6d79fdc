"""One article, one reading of a name: the same words have one type, and are named wherever they stand.

The idea that a name means one thing all through a text: Gale, Church and Yarowsky 1992, "One sense per discourse".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from extract.forms import is_body_head
from extract.names import is_vietnamese
from extract.phrases import Context
from extract.stages import TypedMention
from extract.types import EntityType

__all__ = ["agreed"]

_SPREADS = 0.8
"""Certainty from which a name is marked wherever its words stand."""
_SHOWN = 0.6
"""Certainty that the surest mention of a name must reach for the name to be kept."""
_SIGNED = 1000
"""Weight of what a byline says against a mention's certainty in hundredths."""
_LENGTHS = 24
"""Lengths of names tried at one place."""


def agreed(context: Context, mentions: Sequence[TypedMention]) -> list[TypedMention]:
    """The mentions with one type for the same words, those nobody is sure of left out, repeated names marked.

    `mentions` are in text order and do not overlap; nor do those returned.
    """
    typed = _with_one_type(context, _without_people(context, mentions))
    best: dict[str, TypedMention] = {}
    for mention in typed:
        name = context.text[mention.start : mention.end]
        if name not in best or best[name].certainty < mention.certainty:
            best[name] = mention
    sure = {name: mention for name, mention in best.items() if mention.certainty >= _SPREADS and len(name) > 1}
    kept = [m for m in typed if best[context.text[m.start : m.end]].certainty >= _SHOWN]
    return _repeated(context, kept, sure)


def _without_people(context: Context, mentions: Sequence[TypedMention]) -> list[TypedMention]:
    """Bodies apart from the people whose names ran into theirs.

    In "chủ tịch UBND phường Hồ Văn Thu" the ward may be called so, or its chairman: he is when the article calls
    somebody by that last name elsewhere.
    """
    text = context.text
    called = {text[m.start : m.end] for m in mentions if m.type is EntityType.PER}
    result: list[TypedMention] = []
    for mention in mentions:
        start = _person_in(text[mention.start : mention.end], called) if mention.type is EntityType.ORG else None
        if start is None:
            result.append(mention)
            continue
        body = text[mention.start : mention.start + start].rstrip()
        if not is_body_head(body):
            result.append(replace(mention, end=mention.start + len(body), by=f"{mention.by}+agreement"))
        person = replace(mention, start=mention.start + start, type=EntityType.PER, by=f"{mention.by}+agreement")
        result.append(person)
    return result


def _person_in(name: str, called: set[str]) -> int | None:
    """Where in a body's name a person's begins that ends it, of whom the article speaks by the last word alone."""
    words = name.split(" ")
    for size in range(2, min(5, len(words))):
        person = words[-size:]
        if person[-1] in called and all(word[:1].isupper() for word in person) and is_vietnamese(" ".join(person)):
            head = words[:-size]
            if head[-1][:1].islower():
                return len(" ".join(head)) + 1
    return None


def _with_one_type(context: Context, mentions: Sequence[TypedMention]) -> list[TypedMention]:
    """Every mention with the type most mentions of the same words speak for."""
    votes: dict[str, Counter[EntityType]] = defaultdict(Counter)
    for mention in mentions:
        weight = _SIGNED if mention.by.startswith("byline") else int(100 * mention.certainty)
        votes[context.text[mention.start : mention.end]][mention.type] += weight
    result = []
    for mention in mentions:
        type, _ = votes[context.text[mention.start : mention.end]].most_common(1)[0]
        result.append(mention if mention.type is type else replace(mention, type=type, by=f"{mention.by}+agreement"))
    return result


def _repeated(context: Context, mentions: Sequence[TypedMention], sure: dict[str, TypedMention]) -> list[TypedMention]:
    """The mentions and every other place of the sure names; the longest name wins, none is cut in two."""
    text, tokens = context.text, context.tokens
    lengths: dict[str, set[int]] = defaultdict(set)
    for name, mention in sure.items():
        first = context.first_from(mention.start)
        if first < len(tokens) and tokens[first].start == mention.start:
            lengths[tokens[first].text].add(len(name))
    ordered = {first: sorted(sizes, reverse=True)[:_LENGTHS] for first, sizes in lengths.items()}
    ends = {token.end for token in tokens}
    result: list[TypedMention] = []
    at = upcoming = 0
    while at < len(tokens):
        start = tokens[at].start
        while upcoming < len(mentions) and mentions[upcoming].start < start:
            upcoming += 1
        here = mentions[upcoming] if upcoming < len(mentions) and mentions[upcoming].start == start else None
        chosen = here
        for size in ordered.get(tokens[at].text, ()):
            end = start + size
            if here is not None and end <= here.end:
                break
            known = sure.get(text[start:end])
            if known is not None and end in ends and not _cuts(mentions, upcoming, end):
                chosen = replace(known, start=start, end=end, certainty=_SPREADS, by="mention.repeated")
                break
        if chosen is None:
            at += 1
            continue
        result.append(chosen)
        at = max(at + 1, context.first_from(chosen.end))
    return result


def _cuts(mentions: Sequence[TypedMention], first: int, end: int) -> bool:
    """Whether one of the mentions from `first` begins before `end` and goes on behind it."""
    while first < len(mentions) and mentions[first].start < end:
        if mentions[first].end > end:
            return True
        first += 1
    return False
