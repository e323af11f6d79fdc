"""Cues: the words that report what somebody says ("cho biết", "theo", "yêu cầu"), looked up over a page's tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extract.phrases import Phrases
from extract.segments import Segment
from extract.tables import rows
from extract.tokens import Token

__all__ = ["CueWords", "cue_phrases", "find_cues"]


_LOOSE = frozenset(["theo", "nói", "hỏi", "viết", "kể", "đáp"])
"""Syllables the word segmenter joins with what follows even where they report ("nói chuyện", "theo ông")."""


@dataclass(frozen=True, slots=True)
class CueWords:
    """One occurrence of a cue in a segment: item range (last exclusive), its words and frame."""

    first: int
    last: int
    words: str
    frame: str
    """say, order, pledge, think, label, per, noun or colon; see lexicon/cue_words.tsv."""


@cache
def cue_phrases() -> Phrases[tuple[str, str]]:
    """The cue table: phrase -> (its words, its frame)."""
    return Phrases((words, (words, frame)) for words, frame in rows("cue_words"))


def find_cues(segment: Segment, tokens: Sequence[Token]) -> list[CueWords]:
    """Every cue of the lexicon outside long quotes, the longest match first from the left, and every colon.

    A single syllable that is part of a longer word ("khai" in "khai thác") is no cue.
    """
    items = segment.items
    words = [item.lower for item in items]
    phrases = cue_phrases()
    found = []
    at = 0
    while at < len(words):
        match = phrases.starting(words, at)
        if match is None:
            if words[at] == ":" and 0 < at < len(words) - 1:
                found.append(CueWords(at, at + 1, ":", "colon"))
            at += 1
            continue
        end, (text, frame) = match
        if end == at + 1 and text not in _LOOSE and _inside_word(tokens, items[at].token):
            at += 1
            continue
        found.append(CueWords(at, end, text, frame))
        at = end
    return found


def _inside_word(tokens: Sequence[Token], at: int) -> bool:
    word = tokens[at].word
    return (at > 0 and tokens[at - 1].word == word) or (at + 1 < len(tokens) and tokens[at + 1].word == word)
