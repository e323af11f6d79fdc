"""Extraction finds in the bundled articles and dialogues what a careful reader finds, down to floors.

The floors lie a little below what was measured, so that a change for the worse shows and noise does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from extract.pipeline import Extractor
from extract.types import ParsedArticle, Quote

if TYPE_CHECKING:
    from tests.demo.conftest import Annotated

Span = tuple[int, int]
INTERVIEWER = "Phóng viên"
HALF = 0.5
"""Two stretches are the same quote when they share half of their union: the place is right, an edge may not be."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An annotated article beside what extraction made of it."""

    entry: Annotated
    parsed: ParsedArticle

    @property
    def text(self) -> str:
        return self.entry.text

    @property
    def gold(self) -> dict[str, Any]:
        return self.entry.gold


@dataclass(slots=True)
class Tally:
    """Counts over several articles."""

    gold: int = 0
    found: int = 0
    right: int = 0

    def add(self, gold: int, found: int, right: int) -> None:
        self.gold += gold
        self.found += found
        self.right += right

    @property
    def recall(self) -> float:
        return self.right / self.gold

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.gold + self.found)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def readings(extractor: Extractor, articles: list[Annotated]) -> list[Reading]:
    return [Reading(entry, extractor.parse(entry.article)) for entry in articles]


@pytest.fixture(scope="module")
def conversations(extractor: Extractor, dialogues: list[Annotated]) -> list[Reading]:
    return [Reading(entry, extractor.parse(entry.article)) for entry in dialogues]


def fold(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def overlap(a: Span, b: Span) -> float:
    """The share of the two stretches' union that both cover."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (max(a[1], b[1]) - min(a[0], b[0])) if shared > 0 else 0.0


def occurrences(text: str, words: str) -> Iterator[Span]:
    for match in re.finditer(rf"(?<!\w)(?={re.escape(words)}(?!\w))", text):
        yield match.start(), match.start() + len(words)


def gold_mentions(reading: Reading) -> set[tuple[Span, str]]:
    """Every occurrence of every surface, the longest first."""
    free = [True] * len(reading.text)
    surfaces = {(surface, entity["type"]) for entity in reading.gold["entities"] for surface in entity["surfaces"]}
    mentions = set()
    for surface, kind in sorted(surfaces, key=lambda item: (-len(item[0]), item)):
        for start, end in occurrences(reading.text, surface):
            if all(free[start:end]):
                free[start:end] = [False] * (end - start)
                mentions.add(((start, end), kind))
    return mentions


def gold_quotes(reading: Reading, kind: str) -> list[tuple[Span, dict[str, Any]]]:
    """Every annotated quote with its place; of equal texts the later row has the later place."""
    placed: list[tuple[Span, dict[str, Any]]] = []
    for row in (row for row in reading.gold["quotes"] if row["kind"] == kind):
        taken = {span for span, _ in placed}
        starts = (match.start() for match in re.finditer(f"(?={re.escape(row['text'])})", reading.text))
        spans = [(start, start + len(row["text"])) for start in starts]
        span = next((span for span in spans if span not in taken and opened(reading.text, span, kind)), spans[0])
        placed.append((span, row))
    return placed


def opened(text: str, span: Span, kind: str) -> bool:
    """Whether a mark, a dash or a label stands before a direct quote."""
    return kind == "indirect" or re.search(r"(?:[\"“‘'«:–—-]|^)\s*$", text[: span[0]], re.M) is not None


def pairs(reading: Reading, kind: str) -> list[tuple[dict[str, Any], Quote]]:
    """Annotated and found quotes of one kind that are the same, the best fit first."""
    gold, found = gold_quotes(reading, kind), [quote for quote in reading.parsed.quotes if quote.kind == kind]
    ranked = sorted(
        (
            (overlap(span, (quote.start, quote.end)), i, j)
            for i, (span, _) in enumerate(gold)
            for j, quote in enumerate(found)
        ),
        reverse=True,
    )
    used: tuple[set[int], set[int]] = (set(), set())
    same = []
    for score, i, j in ranked:
        if score >= HALF and i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            same.append((gold[i][1], found[j]))
    return same


def quote_tally(readings: list[Reading], kind: str) -> Tally:
    tally = Tally()
    for reading in readings:
        found = sum(quote.kind == kind for quote in reading.parsed.quotes)
        tally.add(sum(row["kind"] == kind for row in reading.gold["quotes"]), found, len(pairs(reading, kind)))
    return tally


def right_speaker(reading: Reading, row: dict[str, Any], quote: Quote) -> bool:
    """A named speaker by any of their forms, a description by most of its words, nobody by nobody.

    An interviewer whom the article does not name may be left open.
    """
    speaker = quote.speaker
    surfaces = {entity["name"]: entity["surfaces"] for entity in reading.gold["entities"]}
    if row["speaker"] in surfaces:
        if speaker is None:
            return False
        forms = {fold(form) for form in [row["speaker"], *surfaces[row["speaker"]]]}
        named = reading.parsed.entity(speaker.entity).name if speaker.entity else speaker.text
        return fold(named) in forms
    if row["speaker"] in {"", INTERVIEWER}:
        return speaker is None or speaker.entity is None
    if speaker is None or speaker.entity is not None:
        return False
    wanted, got = set(fold(row["speaker"]).split()), set(fold(speaker.text).split())
    return len(wanted & got) * 2 >= len(wanted)


def speaker_accuracy(readings: list[Reading], kind: str) -> float:
    right = [right_speaker(reading, *pair) for reading in readings for pair in pairs(reading, kind)]
    return sum(right) / len(right)


def test_mentions_are_found_with_their_type(readings: list[Reading]) -> None:
    tally = Tally()
    for reading in readings:
        gold = gold_mentions(reading)
        found = {((m.start, m.end), str(e.type)) for e in reading.parsed.entities for m in e.mentions}
        tally.add(len(gold), len(found), len(gold & found))
    assert tally.f1 >= 0.75


def test_direct_quotes_are_found_with_their_speakers(readings: list[Reading]) -> None:
    tally = quote_tally(readings, "direct")
    assert tally.recall >= 0.85
    assert tally.f1 >= 0.80
    assert speaker_accuracy(readings, "direct") >= 0.70


def test_reports_are_found_with_their_speakers(readings: list[Reading]) -> None:
    assert quote_tally(readings, "indirect").f1 >= 0.60
    assert speaker_accuracy(readings, "indirect") >= 0.65


def test_sources_are_found_where_they_are_named(readings: list[Reading]) -> None:
    tally = Tally()
    for reading in readings:
        gold = {(fold(row["name"]), row["where"]) for row in reading.gold["sources"]}
        found = {(fold(source.name), str(source.where)) for source in reading.parsed.sources}
        tally.add(len(gold), len(found), len(gold & found))
    assert tally.f1 >= 0.60


def test_authors_are_found(readings: list[Reading]) -> None:
    tally = Tally()
    for reading in readings:
        gold = {fold(name) for name in reading.gold["authors"]}
        found = {fold(author.name) for author in reading.parsed.authors}
        tally.add(len(gold), len(found), len(gold & found))
    assert tally.f1 >= 0.80


def test_questions_and_answers_of_dialogues_are_found(conversations: list[Reading]) -> None:
    assert quote_tally(conversations, "direct").f1 >= 0.70
    assert speaker_accuracy(conversations, "direct") >= 0.60


def test_every_offset_shows_the_words_it_stands_for(readings: list[Reading], conversations: list[Reading]) -> None:
    for reading in readings + conversations:
        text, parsed = reading.text, reading.parsed
        assert parsed.article.text == text
        for entity in parsed.entities:
            assert any(text[m.start : m.end] == entity.name for m in entity.mentions), entity.name
            for mention in entity.mentions:
                shown = text[mention.start : mention.end]
                assert shown.strip() == shown
                assert shown
            assert all(text[role.start : role.end] == role.text for role in entity.roles)
        for quote in parsed.quotes:
            assert text[quote.start : quote.end].strip() == text[quote.start : quote.end] != ""
            assert quote.cue is None or text[quote.cue.start : quote.cue.end] == quote.cue.text
            if quote.speaker is not None and quote.speaker.start is not None:
                assert text[quote.speaker.start : quote.speaker.end] == quote.speaker.text
        assert all(text[source.start : source.end] == source.name for source in parsed.sources)
        for author in parsed.authors:
            assert author.start is None or text[author.start : author.end] == author.name
