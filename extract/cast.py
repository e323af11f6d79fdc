"""The people of a page, compared with a phrase that may mean one of them: gender, role words, how near, how often."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract import gender
from extract.coreference import Coreference
from extract.names import syllables
from extract.phrases import cut
from extract.statements import Statements
from extract.types import EntityType

__all__ = ["Cast", "Met", "Person"]

_NEAREST = 8
"""People named before a quote that are compared."""
_STEPS = 150
"""Mentions looked through for them."""
_FOREMOST = 12
"""People compared because of their roles, wherever they are named."""
_LEAD = 30
"""A name that begins this near to its sentence's beginning is its subject."""
_EMPTY = frozenset({"của", "tại", "ở", "là", "và", "cho", "người", "vị", "các", "này", "đó", "một", "về", "trong"})


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one person."""

    number: int
    id: str
    sex: str
    words: frozenset[str]
    """Of the roles and the name."""
    count: int
    first: int
    """Where first named."""


class Met(NamedTuple):
    """A person compared with a phrase."""

    person: Person
    kind: str
    """The pronoun, "desc" or "many" for a description, "-" where nothing is said."""
    fits: str
    """Whether the genders fit: yes, no or -."""
    rank: int
    """How many people are named nearer."""
    features: list[str]


class Cast:
    """The people of one page, outside bylines and credits."""

    def __init__(self, statements: Statements, coreference: Coreference) -> None:
        self._statements = statements
        named = {number for _, _, number in statements.names}
        self._people: dict[int, Person] = {}
        for number, entity in enumerate(statements.entities):
            if entity.type is EntityType.PER and number in named:
                words = {word for role in entity.roles for word in cut(role.text)} | set(syllables(entity.name))
                self._people[number] = Person(
                    number,
                    entity.id,
                    coreference.sex(entity.id),
                    frozenset(words - _EMPTY),
                    len(entity.mentions),
                    entity.mentions[0].start,
                )
        self._foremost = sorted(self._people.values(), key=lambda person: -person.count)[:_FOREMOST]

    def compared(self, phrase: Sequence[str], place: int) -> Iterator[Met]:
        """The people that may be meant at `place` by `phrase` (small letters, empty where nothing is said), each with
        the features of the comparison."""
        sex = gender.of_words(list(phrase))
        content = {word for word in phrase if word not in _EMPTY and word[0].isalpha()}
        kind = "-" if not phrase else phrase[0] if len(phrase) == 1 else "many" if phrase[0] in _MANY else "desc"
        near = list(self._near(place))
        ranks = {number: (rank, start) for rank, (number, start) in enumerate(near)}
        here = self._statements.context.sentence(place)
        people = [self._people[number] for number, _ in near]
        people += [p for p in self._foremost if p.number not in ranks and content & p.words]
        best = max((len(content & p.words) for p in people), default=0)
        alone = min(3, len(self._people))
        for person in people:
            shared = content & person.words
            share = 0 if not content else round(3 * len(shared) / len(content))
            top = bool(shared) and len(shared) == best
            fits = "-" if not sex or not person.sex else "yes" if sex == person.sex else "no"
            rank, start = ranks.get(person.number, (9, -1))
            distance, lead = 9, False
            if start >= 0:
                sentence = self._statements.context.sentence(start)
                distance = min(4, here - sentence)
                sentences = self._statements.context.document.sentences
                lead = sentence >= 0 and start - sentences[sentence].start < _LEAD
            yield Met(
                person,
                kind,
                fits,
                rank,
                [
                    f"cast={kind}|{rank}|{fits}",
                    f"castd={kind}|{distance}|{lead}",
                    f"castr={rank}|{distance}|{lead}",
                    f"casts={kind in ('-', 'desc')}|{share}|{top}|{fits}",
                    f"castn={min(person.count, 6)}|{rank}|{kind == 'desc'}",
                    f"casta={alone}|{kind}|{rank}",
                    f"castf={alone}|{fits}|{share}",
                ],
            )

    def _near(self, place: int) -> Iterator[tuple[int, int]]:
        """The people named last before `place`, the nearest first, and where."""
        names = self._statements.names
        at = bisect_left(names, (place, 0, 0)) - 1
        seen: set[int] = set()
        for _ in range(min(_STEPS, at + 1)):
            start, _, number = names[at]
            at -= 1
            if number in self._people and number not in seen:
                seen.add(number)
                yield number, start
                if len(seen) == _NEAREST:
                    return


_MANY = frozenset({"các", "những", "nhiều", "hai", "cả", "một"})
