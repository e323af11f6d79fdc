"""Who says a quote: candidates from the words beside its cue and from the quotes around, weighed by a logistic model.

Candidates that come to the same person are one candidate with the evidence of all.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from extract.cast import Cast
from extract.coreference import Coreference
from extract.logistic import bucket
from extract.phrases import cut
from extract.said import Candidate, Said, add, names_inside
from extract.speaker_phrases import from_sentence, from_words
from extract.statements import Statements

__all__ = ["Own", "candidates", "own_candidates"]

Span = tuple[int, int]

_LOOSE = 0.3
"""A quote whose cue is less sure also looks for its speaker in the rest of its sentence."""
_TOLD = 0.15
"""Words less likely to name the speaker are not taken for a description."""


class Own(NamedTuple):
    """Candidates by their key, and the chance of the words that name the speaker."""

    found: dict[str, Candidate]
    told: float


def own_candidates(statements: Statements, coreference: Coreference, cast: Cast, said: Said) -> Own:
    """The candidates that a quote's own sentence and the people named before it give."""
    found: dict[str, Candidate] = {}
    told, phrase = from_words(statements, coreference, said, found)
    if said.direct and said.governed < _LOOSE:
        from_sentence(statements, said, found)
    if phrase is None or not names_inside(statements, *phrase):
        _from_cast(statements, cast, said, phrase, told, found)
    return Own(found, told)


def candidates(
    statements: Statements,
    said: Said,
    own: Own,
    before: tuple[Said, Candidate] | None,
    behind: tuple[Said, Candidate] | None,
) -> list[Candidate]:
    """Everybody who may say `said`; `before` and `behind` are the quotes around with whom they were given to."""
    found = {key: replace(one, features=set(one.features), also=list(one.also)) for key, one in own.found.items()}
    told = own.told
    _from_neighbour(statements, said, before, "<", found)
    _from_neighbour(statements, said, behind, ">", found)
    kind = "d" if said.direct else "i"
    best = bucket(told) // 2
    frame = said.reading.cue.frame if said.reading else "-"
    governed = bucket(said.governed) // 2
    fitting = sum(candidate.fits == "yes" for candidate in found.values())
    for candidate in found.values():
        named = "e" if candidate.entity else "n"
        candidate.features |= {
            f"{kind}|{named}",
            f"told={best}|{named}|{candidate.span is None}",
            f"f={frame}|{named}|{candidate.span is None}",
            f"g={governed}|{candidate.span is None}",
            f"many={min(len(found), 5)}|{named}",
        }
        if candidate.fits:
            candidate.features |= {
                f"nc={candidate.near}|{candidate.fits}|{candidate.rank}",
                f"nk={candidate.near}|{candidate.phrase}|{candidate.fits}",
                f"only={candidate.phrase}|{candidate.fits}|{min(fitting, 3)}|{candidate.rank}",
            }
    return list(found.values())


def _from_neighbour(
    statements: Statements, said: Said, other: tuple[Said, Candidate] | None, side: str, found: dict[str, Candidate]
) -> None:
    """The speaker of the quote before or behind."""
    if other is None:
        return
    quote, speaker = other
    gap = said.outer[0] - quote.outer[1] if side == "<" else quote.outer[0] - said.outer[1]
    between = (
        statements.text[quote.outer[1] : said.outer[0]]
        if side == "<"
        else statements.text[said.outer[1] : quote.outer[0]]
    )
    step = 0 if gap <= 4 else 1 if gap < 60 else 2 if gap < 200 else 3 if gap < 500 else 4
    lines = "\n" in between.strip(" ") if gap > 0 else False
    same = quote.reading is not None and quote.reading is said.reading
    kinds = f"{'d' if said.direct else 'i'}{'d' if quote.direct else 'i'}"
    names = min(2, len(names_inside(statements, quote.outer[1], said.outer[0]))) if side == "<" else 0
    words = "" if speaker.span is None else statements.text[speaker.span[0] : speaker.span[1]]
    governed = bucket(said.governed) // 2
    candidate = add(
        found,
        speaker.entity,
        speaker.span if same or speaker.entity is None else None,
        words,
        [
            f"near{side}{step}|{kinds}|{governed}",
            f"near{side}{step}|{same}|{lines}|{names}",
            f"near{side}{bucket(speaker.chance) // 2}",
            f"near{side}has={said.reading is not None}|{step}",
        ],
    )
    if side == "<":
        candidate.near = step


def _from_cast(
    statements: Statements, cast: Cast, said: Said, phrase: Span | None, told: float, found: dict[str, Candidate]
) -> None:
    """The people whom a phrase without a name, or no words at all, may mean."""
    words = cut(statements.text[phrase[0] : phrase[1]]) if phrase and told >= _TOLD else ()
    place = phrase[0] if phrase and words else said.outer[0]
    for met in cast.compared(words, place):
        candidate = add(found, met.person.id, phrase if words else None, "", met.features)
        candidate.fits, candidate.rank, candidate.phrase = met.fits, met.rank, met.kind
