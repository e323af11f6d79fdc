"""Who speaks in the turns of a dialogue or an interview: by label, by narration, or by question and answer.

Rules, not a model: annotated news holds too few dialogues to train on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from extract.coreference import Coreference
from extract.cues import cue_phrases
from extract.names import fold
from extract.phrases import Phrases
from extract.statements import Statements
from extract.tables import rows
from extract.turns import Turn
from extract.types import Author, Cue, EntityType, Quote, QuoteKind, Speaker

__all__ = ["quotes_of"]

Span = tuple[int, int]

_CERTAINTY = {"label": 0.95, "narration": 0.9, "asked": 0.85}
_RESOLVED = 0.55
"""Least certainty of a pronoun or description to be given to a person."""
_SIGNED = re.compile(r"\s*\(([^()\n]{3,70})\)\s*$")
_ADVERBS = frozenset(word for word, use in rows("clause_words") if use in ("adverb", "time"))
_ASKED: Phrases[str] = Phrases((words, use) for words, use in rows("turn_words") if use in ("ask", "answer"))


def quotes_of(
    statements: Statements, coreference: Coreference, turns: Sequence[Turn], authors: Sequence[Author]
) -> list[Quote]:
    """The turns as direct quotes, in text order."""
    speech = _Speech(statements, coreference, authors, turns)
    return [speech.quote(turn) for turn in turns]


class _Speech:
    """The speakers of one page's turns."""

    def __init__(
        self,
        statements: Statements,
        coreference: Coreference,
        authors: Sequence[Author],
        turns: Sequence[Turn],
    ) -> None:
        self._statements = statements
        self._coreference = coreference
        self._authors = authors
        self._asked = self._answering(turns[0].start) if turns else None
        self._reader: str | None = None
        self._last: Speaker | None = None

    def quote(self, turn: Turn) -> Quote:
        """The quote of a turn; turns must come in their order."""
        text = self._statements.text
        end = self._signed(turn)
        cue: Cue | None = None
        rule = "asked" if turn.role else "narration"
        if turn.label is not None:
            rule = "label"
            speaker = self._named(turn.label, "speaker.label")
        elif turn.narration is not None:
            speaker, cue = self._narrated(turn.narration)
        elif turn.role == "ask":
            speaker = self._carried(self._reader)
        elif turn.role == "answer":
            speaker = self._last if turn.cue is None and self._last else self._carried(self._asked)
        else:
            speaker, cue = self._announced(turn)
        if turn.cue is not None:
            cue = Cue(text[turn.cue[0] : turn.cue[1]], *turn.cue)
        # A paragraph that goes on with an answer has the speaker of the label before it.
        self._last = self._carried(speaker.entity) if turn.label and speaker else None if turn.cue else self._last
        return Quote(QuoteKind.DIRECT, turn.start, end, speaker, cue, _CERTAINTY[rule], f"quote.direct.turn.{rule}")

    def _signed(self, turn: Turn) -> int:
        """The end of the words said: a name in brackets behind a question tells which reader asks."""
        match = _SIGNED.search(self._statements.text, turn.start, turn.end)
        if turn.role != "ask" or match is None or match.start() <= turn.start:
            return turn.end
        people = self._people(match.start(), match.end())
        if not people:
            return turn.end
        self._reader = people[0]
        return match.start()

    def _carried(self, entity: str | None) -> Speaker | None:
        return None if entity is None else Speaker("", None, None, entity, 0.8, "speaker.turn")

    def _people(self, start: int, end: int) -> list[str]:
        """Ids of the people named in a span, in order."""
        names, entities = self._statements.names, self._statements.entities
        at = bisect_left(names, (start, 0, 0))
        found = []
        while at < len(names) and names[at][0] < end:
            if names[at][1] <= end and entities[names[at][2]].type is EntityType.PER:
                found.append(entities[names[at][2]].id)
            at += 1
        return found

    def _named(self, span: Span, rule: str) -> Speaker | None:
        """Whom a phrase names or means; the phrase itself when that is nobody known."""
        text = self._statements.text[span[0] : span[1]]
        if not text:
            return None
        people = self._people(*span)
        if people:
            return Speaker(text, *span, people[0], 0.95, rule)
        if text.lower() == "tôi":
            return self._writer(span)
        meant = self._coreference.resolve(*span)
        if meant.entity is not None and meant.certainty >= _RESOLVED and not _ASKED.starting(text.lower().split(), 0):
            return Speaker(text, *span, meant.entity, round(meant.certainty, 3), rule)
        return Speaker(text, *span, None, 0.6, rule)

    def _writer(self, span: Span) -> Speaker | None:
        """The one author of the article, who says "tôi" in the narration."""
        text = self._statements.text[span[0] : span[1]]
        if len(self._authors) == 1:
            name = fold(self._authors[0].name)
            for entity in self._statements.entities:
                if fold(entity.name) == name:
                    return Speaker(text, *span, entity.id, 0.8, "speaker.author")
        return Speaker(text, *span, None, 0.6, "speaker.author")

    def _narrated(self, span: Span) -> tuple[Speaker | None, Cue | None]:
        """Speaker and cue of a narration like "anh Quyết hỏi" behind a dash."""
        first, last = self._statements.context.range(*span)
        lower, tokens = self._statements.context.lower, self._statements.context.tokens
        while last > first and not lower[last - 1][0].isalnum():
            last -= 1
        for at in range(first, last):
            found = cue_phrases().starting(lower[:last], at)
            if found is not None and found[1][1] != "per":
                return self._split(first, at, found[0])
        # What stands behind a dash tells how it is said, also by a verb no list has: its last word.
        if last - first > 1:
            return self._split(first, last - 1, last)
        return self._named(
            (tokens[first].start, tokens[last - 1].end), "speaker.narration"
        ) if last > first else None, None

    def _split(self, first: int, at: int, end: int) -> tuple[Speaker | None, Cue | None]:
        """The words before and behind `at` as speaker and cue."""
        tokens, lower, text = self._statements.context.tokens, self._statements.context.lower, self._statements.text
        start = tokens[at].start
        cue = Cue(text[start : tokens[end - 1].end], start, tokens[end - 1].end)
        while at > first and (lower[at - 1] in _ADVERBS or not lower[at - 1][0].isalnum()):
            at -= 1
        if at == first:
            return None, cue
        return self._named((tokens[first].start, tokens[at - 1].end), "speaker.narration"), cue

    def _announced(self, turn: Turn) -> tuple[Speaker | None, Cue | None]:
        """Speaker and cue in the sentence before a turn, when it ends with a colon."""
        context = self._statements.context
        before = context.last_before(turn.start)
        while before >= 0 and context.lower[before] in {"-", "–", "—", "―", "−"}:
            before -= 1
        if before < 0 or context.lower[before] != ":":
            return None, None
        sentence = context.document.sentences[context.tokens[before].sentence]
        for at in range(before - 1, max(sentence.first, before - 12) - 1, -1):
            found = cue_phrases().starting(context.lower[: before + 1], at)
            if found is not None and found[0] <= before and found[1][1] != "per":
                speaker, cue = self._split(sentence.first, at, found[0])
                return self._subject(sentence.first, at) or speaker, cue
        return None, None

    def _subject(self, first: int, last: int) -> Speaker | None:
        """Who is named in a sentence before its cue, or the pronoun it begins with."""
        context = self._statements.context
        start, end = context.tokens[first].start, context.tokens[last].start
        people = self._people(start, end)
        if people:
            return Speaker("", None, None, people[0], 0.75, "speaker.announced")
        meant = self._coreference.resolve(start, context.tokens[first].end)
        if meant.entity is not None and meant.certainty >= _RESOLVED:
            return Speaker("", None, None, meant.entity, round(meant.certainty, 3), "speaker.announced")
        return None

    def _answering(self, start: int) -> str | None:
        """The one who is interviewed: of the people named before the first turn the one the article names most."""
        names, entities = self._statements.names, self._statements.entities
        counts: dict[int, int] = {}
        for _, _, number in names[: bisect_right(names, (start, 0, 0))]:
            if entities[number].type is EntityType.PER:
                counts[number] = counts.get(number, 0) + 1
        if not counts:
            return None
        best = max(counts, key=lambda number: (counts[number], len(entities[number].mentions), -number))
        return entities[best].id
