"""Forms of people's names brought together: given names, family names of foreigners, initials."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from extract import gender
from extract.forms import alias
from extract.groups import Form, Groups
from extract.names import fold, is_initials, is_vietnamese, syllables
from extract.phrases import Context
from extract.types import EntityType

__all__ = ["fullest", "join"]

Words = tuple[str, ...]

_NICKNAME = re.compile(r"[\"“”'‘’«»(].*[\"“”'‘’«»)]")
_LONG = 8
"""Syllables of a name that are looked at."""


def fullest(counts: Counter[str]) -> str:
    """The name to show for a person: the most syllables, not all in capitals, the most frequent."""
    return max(
        counts,
        key=lambda text: (
            not is_initials(text),
            min(len(syllables(text)), _LONG),
            not text.isupper(),
            counts[text],
            text,
        ),
    )


def join(context: Context, forms: list[Form], groups: Groups) -> None:
    """Join the forms of `forms` that name one person; what fits several is decided mention by mention."""
    words = {id(form): _words(form.text) for form in forms}
    _join_equal(forms, words, groups)
    signed = [form for form in forms if form.signed]
    running = [form for form in forms if not form.signed]
    _join_initials(running, words, groups)
    _join_signed_initials(signed, words, groups)
    _join_shorter(context, running, words, groups)


def _words(text: str) -> Words:
    """The folded syllables of a name; nicknames in marks are left out when something else is there."""
    bare = _NICKNAME.sub(" ", text)
    parts = syllables(bare if bare.strip() else text)
    return alias(tuple(parts), EntityType.PER) or tuple(parts)


def _join_equal(forms: list[Form], words: dict[int, Words], groups: Groups) -> None:
    """Equal syllables, syllables written together, and one slip of the pen in a foreign name."""
    by_key: dict[str, Form] = {}
    masked: dict[tuple[Words, int], list[Form]] = defaultdict(list)
    for form in forms:
        key = words[id(form)]
        # A lone given name in a byline is the writer's, not that of the person the article is about.
        shared = "".join(key) + ("*" if form.signed and len(key) < 2 else "")
        if shared in by_key:
            groups.join(by_key[shared], form)
            continue
        by_key[shared] = form
        if not form.signed and 2 <= len(key) <= 4:
            for place, word in enumerate(key):
                if len(word) >= 4 and word.isascii():
                    masked[(*key[:place], "", *key[place + 1 :]), place].append(form)
    for (_, place), alike in masked.items():
        for one, other in itertools.pairwise(alike):
            if _one_slip(words[id(one)][place], words[id(other)][place]):
                groups.join(one, other)


def _one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter more, less, changed, or by two neighbours swapped."""
    if abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[2:] == b[2:] and a[:2] == b[1::-1])


def _join_initials(forms: list[Form], words: dict[int, Words], groups: Groups) -> None:
    """ "N.V.A." and "A.", and initials of the one full name they fit."""
    dotted = sorted((f for f in forms if is_initials(f.text)), key=lambda f: -len(words[id(f)]))
    full: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        key = words[id(form)]
        if 2 <= len(key) <= _LONG and not is_initials(form.text):
            full["".join(word[0] for word in key)].append(form)
    tails: dict[Words, list[Form]] = defaultdict(list)
    for form in dotted:
        key = words[id(form)]
        longer = tails.get(key, [])
        if len(longer) == 1:
            groups.join(longer[0], form)
        elif not longer:
            fits = full.get("".join(word[0] for word in key), []) if len(key) > 1 else []
            if len({groups.find(fit) for fit in fits}) == 1:
                groups.join(fits[0], form)
        for size in range(1, len(key)):
            tails[key[-size:]].append(form)


def _join_signed_initials(forms: list[Form], words: dict[int, Words], groups: Groups) -> None:
    """ "M.Q" in a credit is the Minh Quân who signs."""
    by_initials: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        key = words[id(form)]
        if len(key) > 1 and not is_initials(form.text):
            by_initials["".join(word[0] for word in key)].append(form)
    for form in forms:
        key = words[id(form)]
        short = "".join(key)
        if (is_initials(form.text) or (len(key) == 1 and form.text.isupper())) and len(by_initials.get(short, [])) == 1:
            groups.join(by_initials[short][0], form)


def _join_shorter(context: Context, forms: list[Form], words: dict[int, Words], groups: Groups) -> None:
    """A shorter form goes to the fuller one that ends with it, or begins with it."""
    tails: dict[Words, list[Form]] = defaultdict(list)
    heads: dict[Words, list[Form]] = defaultdict(list)
    others: dict[Words, list[Form]] = defaultdict(list)
    for form in sorted(forms, key=lambda f: -len(words[id(f)])):
        key = words[id(form)]
        if not is_initials(form.text) and 0 < len(key) <= _LONG:
            candidates = tails.get(key) or others.get(key) or (heads.get(key, []) if _may_be_head(key) else [])
            _choose(context, form, candidates, groups)
        if len(key) > _LONG:
            continue
        for size in range(1, len(key)):
            tails[key[-size:]].append(form)
            heads[key[:size]].append(form)
        if len(key) >= 3:
            others[key[1:-1]].append(form)
            others[key[:1] + key[2:]].append(form)
            others[(key[-1], key[0])].append(form)
            others[(key[0], key[-1])].append(form)
        elif len(key) == 2:
            others[(key[1], key[0])].append(form)


def _may_be_head(key: Words) -> bool:
    """Whether the beginning of a name may stand for it: any first name, and a Vietnamese family name alone."""
    return len(key) == 1 or not is_vietnamese(" ".join(key))


def _choose(context: Context, form: Form, candidates: list[Form], groups: Groups) -> None:
    """Join `form` to the one person among `candidates`, or place its mentions one by one."""
    by_group: dict[int, list[Form]] = defaultdict(list)
    for candidate in candidates:
        by_group[groups.find(candidate)].append(candidate)
    if not by_group:
        return
    sexes = {group: _sex(context, members) for group, members in by_group.items()}
    own = [gender.before_name(context, mention.start) for mention in form.mentions]
    if len(by_group) == 1:
        ((group, members),) = by_group.items()
        clash = [sex for sex in own if sex and sexes[group] and sex != sexes[group]]
        if 2 * len(clash) <= len(own):
            groups.join(members[0], form)
        return
    last = {group: sorted(m.start for c in members for m in c.mentions) for group, members in by_group.items()}
    for mention, sex in zip(form.mentions, own, strict=True):
        best: tuple[float, int] | None = None
        for group in by_group:
            if sex and sexes[group] and sexes[group] != sex:
                continue
            starts = last[group]
            before = [start for start in starts if start < mention.start]
            distance = mention.start - before[-1] if before else 2000 + starts[0] - mention.start
            score = (-distance - (0 if sex and sexes[group] == sex else 150), -group)
            best = max(best, score) if best else score
        if best is not None:
            chosen = -int(best[1])
            groups.assign(form, mention.start, by_group[chosen][0])
            last[chosen].append(mention.start)


def _sex(context: Context, forms: Iterable[Form]) -> str:
    """What the honorifics before these forms say, else the names."""
    votes: Counter[str] = Counter()
    names = []
    for form in forms:
        names.append(form.text)
        votes.update(sex for mention in form.mentions[:20] if (sex := gender.before_name(context, mention.start)))
    if votes["m"] != votes["f"]:
        return "m" if votes["m"] > votes["f"] else "f"
    return next((sex for name in names if (sex := gender.of_name(fold(name)))), "")
