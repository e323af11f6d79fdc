"""Whom a pronoun or a description means: gender, role words, recency and salience (after Lappin and Leass, 1994).

A description is tried, in this order, as a phrase that holds a name, as a role somebody in the article has, as a
pronoun or plain noun for the most salient person of fitting gender. What fits several people alike stays open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract import gender
from extract.names import syllables
from extract.phrases import Context, Phrases, cut
from extract.roles import HEADS
from extract.stages import Page
from extract.tables import rows
from extract.types import Entity, EntityType

__all__ = ["Coreference", "Resolution"]


class Resolution(NamedTuple):
    """Whom a noun phrase means."""

    entity: str | None
    """Id of the entity; None when it is nobody named, or not clear."""
    certainty: float
    """How sure that is (0 to 1), of the None as well."""
    rule: str


_DEIXIS: Phrases[str] = Phrases((form, use) for form, use in rows("deixis"))
_PRONOUNS: Phrases[str] = Phrases((form, sex) for form, sex, use in rows("honorifics") if use == "alone")
_BODIES: Phrases[str] = Phrases((form, kind) for form, kind, *_ in rows("body_heads"))
_LEADERS = frozenset(form for form, kind, _ in rows("roles") if kind in ("state", "royal"))
_WINDOW = 12
"""Sentences a pronoun may look back."""
_STOP = frozenset({"của", "tại", "ở", "là", "và", "cho", "người", "vị", "đến", "từ", "về", "trong", "thứ"})


@dataclass(slots=True)
class _Candidate:
    """What is known of an entity."""

    entity: Entity
    sex: str
    starts: list[int]
    sentences: list[int]
    subjects: list[bool]
    heads: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


class Coreference:
    """Resolves noun phrases of one page that are not names themselves to its entities."""

    def __init__(self, page: Page, entities: Sequence[Entity], credited: Sequence[tuple[int, int]] = ()) -> None:
        """`credited` are spans of bylines and credits; who is named only there is never meant by a pronoun."""
        self._context = Context(page)
        self._by_start = sorted(
            (mention.start, mention.end, number)
            for number, entity in enumerate(entities)
            for mention in entity.mentions
        )
        self._entities = entities
        self._people: list[_Candidate] = []
        self._bodies: list[_Candidate] = []
        self._places: list[_Candidate] = []
        for entity in entities:
            mentions = [m for m in entity.mentions if not any(a <= m.start < b for a, b in credited)]
            starts = [m.start for m in mentions]
            if not starts:
                continue
            candidate = _Candidate(
                entity,
                "",
                starts,
                [self._context.sentence(start) for start in starts],
                [self._is_subject(start) for start in starts],
            )
            if entity.type is EntityType.PER:
                self._learn(candidate)
                self._people.append(candidate)
            elif entity.type is EntityType.ORG:
                self._bodies.append(candidate)
            else:
                self._places.append(candidate)

    def sex(self, id: str) -> str:
        """ "m", "f" or "" for the person with this id."""
        return next((c.sex for c in self._people if c.entity.id == id), "")

    def resolve(self, start: int, end: int) -> Resolution:
        """The entity that the noun phrase `text[start:end]` means, seen from where it stands."""
        first, last = self._context.range(start, end)
        words = self._context.lower[first:last]
        if not words:
            return Resolution(None, 0.0, "coreference.empty")
        deixis = _DEIXIS.starting(words, 0)
        use = deixis[1] if deixis else ""
        if use in ("many", "group", "first") and not (use == "first" and len(words) > deixis[0] if deixis else False):
            return Resolution(None, 0.85, f"coreference.{use}")
        named = self._named(start, end)
        if named is not None:
            return named
        if use == "indefinite":
            return Resolution(None, 0.9, "coreference.indefinite")
        pointing = False
        while words and (tail := _DEIXIS.ending(words, len(words))) and tail[1] == "this" and tail[0] > 0:
            if _PRONOUNS.get(words):
                break
            pointing, words = True, words[: tail[0]]
        sex = _PRONOUNS.get(words)
        if sex is not None:
            return self._salient(start, "" if sex == "-" else sex, set(), "coreference.pronoun")
        body = _BODIES.starting(words, 0)
        if body is not None:
            return self._body(start, words, pointing)
        return self._described(start, end, words, pointing)

    def _learn(self, person: _Candidate) -> None:
        """Gender and roles of a person from all its mentions."""
        votes = {"m": 0, "f": 0}
        for start in person.starts[:50]:
            found = gender.before_name(self._context, start)
            if found:
                votes[found] += 1
        for role in person.entity.roles:
            words = list(cut(role.text))
            found = gender.of_words(words)
            if found:
                votes[found] += 1
            at = 0
            while at < len(words):
                head = HEADS.starting(words, at)
                if head is None:
                    at += 1
                    continue
                person.heads.add(" ".join(words[at : head[0]]))
                person.classes.add(head[1][0])
                at = head[0]
            person.words.update(words)
        person.sex = max(votes, key=lambda sex: votes[sex]) if votes["m"] != votes["f"] else ""
        if not person.sex and not any(votes.values()):
            person.sex = gender.of_name(person.entity.name)

    def _is_subject(self, start: int) -> bool:
        """Whether a mention stands near the head of its sentence."""
        at = self._context.first_from(start)
        if at >= len(self._context.tokens):
            return False
        sentence = self._context.document.sentences[self._context.tokens[at].sentence]
        return at - sentence.first <= 6

    def _named(self, start: int, end: int) -> Resolution | None:
        """The entity named inside the phrase, when it stands at its end ("phát ngôn viên Kirby")."""
        at = bisect_left(self._by_start, (start, 0, 0))
        inside = []
        while at < len(self._by_start) and self._by_start[at][0] < end:
            if self._by_start[at][1] <= end:
                inside.append(self._by_start[at])
            at += 1
        people = [row for row in inside if self._entities[row[2]].type is EntityType.PER]
        if people:
            # "phu nhân của Tổng thống X" is not X: a name behind "của" owns what stands before.
            before = self._context.first_from(people[0][0])
            head, _ = self._context.range(start, end)
            if "của" not in self._context.lower[head:before] or len(people) > 1:
                return Resolution(
                    self._entities[people[-1][2] if len(people) == 1 else people[0][2]].id, 0.97, "coreference.name"
                )
            return None
        for mention in inside:
            if mention[0] == start and mention[1] == end:
                return Resolution(self._entities[mention[2]].id, 0.97, "coreference.name")
        return None

    def _salient(self, start: int, sex: str, classes: set[str], rule: str) -> Resolution:
        """The most salient person of this gender before `start`."""
        here = self._context.sentence(start)
        ranked: list[tuple[float, str]] = []
        for person in self._people:
            if sex and person.sex and person.sex != sex:
                continue
            count = bisect_left(person.starts, start)
            if not count:
                continue
            last = count - 1
            distance = here - person.sentences[last]
            if distance > _WINDOW:
                continue
            score = 1.0 / (1.0 + distance) + 0.04 * min(count, 8)
            score += 0.25 if person.subjects[last] else 0.0
            score += 0.3 if sex and person.sex == sex else 0.0
            if classes:
                score += 0.4 if classes & person.classes else 0.0
            ranked.append((score, person.entity.id))
        if not ranked:
            return Resolution(None, 0.6, rule)
        ranked.sort(reverse=True)
        margin = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0)
        certainty = min(0.92, 0.5 + 0.45 * margin) if len(ranked) > 1 else 0.9
        return Resolution(ranked[0][1], certainty, rule)

    def _described(self, start: int, end: int, words: list[str], pointing: bool) -> Resolution:
        """The person whose role the description gives, else the salient one it can mean."""
        sex = gender.of_words(words)
        heads: set[str] = set()
        classes: set[str] = set()
        content: set[str] = set()
        at = 0
        while at < len(words):
            found = HEADS.starting(words, at)
            if found:
                heads.add(" ".join(words[at : found[0]]))
                classes.add(found[1][0])
                at = found[0]
                continue
            if words[at] not in _STOP and words[at][0].isalnum():
                content.add(words[at])
            at += 1
        ranked: list[tuple[float, int, str]] = []
        for person in self._people:
            if sex and person.sex and person.sex != sex:
                continue
            known = person.words | set(syllables(person.entity.name))
            shared = len(content & known) / len(content) if content else 1.0
            same = bool(heads & person.heads)
            leader = bool(heads & _LEADERS) and bool(person.heads & _LEADERS)
            if not (same or (leader and content and shared >= 0.5)):
                continue
            before = bisect_left(person.starts, start)
            score = (1.0 if same else 0.6) + shared + (0.2 if before else 0.0)
            ranked.append((score, before, person.entity.id))
        if ranked:
            ranked.sort(reverse=True)
            if len(ranked) == 1 or ranked[0][0] - ranked[1][0] > 0.15:
                return Resolution(ranked[0][2], min(0.93, 0.45 + 0.22 * ranked[0][0]), "coreference.role")
        if heads or sex or pointing:
            found_by_salience = self._salient(start, sex, classes, "coreference.description")
            weight = 0.9 if pointing else 0.75
            return found_by_salience._replace(certainty=found_by_salience.certainty * weight)
        return Resolution(None, 0.7, "coreference.unknown")

    def _body(self, start: int, words: list[str], pointing: bool) -> Resolution:
        """The organisation (or country) a common word points back to: "bộ này", "hãng tin này", "nước này"."""
        found = _BODIES.starting(words, 0)
        kind = found[1] if found else ""
        head = words[0]
        here = self._context.sentence(start)
        ranked: list[tuple[float, str]] = []
        for body in self._places if kind == "country" else self._bodies:
            count = bisect_left(body.starts, start)
            if not count or here - body.sentences[count - 1] > _WINDOW:
                continue
            name = list(cut(body.entity.name))
            fits = kind == "country" or kind in self._kinds(name) or head in name
            if fits:
                ranked.append(
                    (1.0 / (1.0 + here - body.sentences[count - 1]) + (0.3 if head in name else 0.0), body.entity.id)
                )
        if not ranked or not (pointing or len(words) <= 2):
            return Resolution(None, 0.6, "coreference.body")
        ranked.sort(reverse=True)
        margin = ranked[0][0] - (ranked[1][0] if len(ranked) > 1 else 0.0)
        return Resolution(ranked[0][1], min(0.85, 0.5 + 0.4 * margin), "coreference.body")

    @staticmethod
    def _kinds(name: list[str]) -> set[str]:
        """The kinds of body a name's head words tell."""
        found = _BODIES.starting(name, 0)
        return {found[1]} if found else set()
