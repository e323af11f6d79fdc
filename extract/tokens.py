"""Sentences, words and syllables of a text, each with its exact place.

Sentences and words come from underthesea (sent_tokenize, word_tokenize); both hand back strings, some of them
rewritten, so they are laid onto the text again here and nowhere else. Syllables are cut by a pattern of our own,
because every later step works on them and none may depend on how the word segmenter rewrites.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Document", "Sentence", "Token", "analyse", "syllables"]

_SYLLABLE = re.compile(
    r"""\d+(?:[.,:/-]\d+)*          # numbers, dates, times: 3.000, 23/3, 08:12
      | [^\W\d_]+(?:['’][^\W\d_]+)*  # letters, with an apostrophe inside: H'Mông, O'Brien
      | [^\W_]                       # any other letter or digit
      | \S                           # punctuation, one character each
    """,
    re.VERBOSE,
)
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_LONGEST = 2000
"""Characters handed to the word segmenter at once: its cost and memory stay flat on text without full stops."""

_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[^\W\d_]{1,3}\.)+$")
"""A sentence that ends like this ("GS.TS.", "TP.", "N.V.A.", "Q.") goes on when a name or number follows."""
_GLUED = re.compile(r"(?<=[^\W\d_A-Z][.?!…])(?=[^\W\d_])|(?<=[^\W\d_A-Z][.?!…][\"”’»])(?=[^\W\d_])")
"""A full stop without the space after it ("vụ án.Theo ông A"), frequent in pages that lost their paragraphs."""


@dataclass(frozen=True, slots=True)
class Token:
    """One syllable, number or punctuation mark; `text` is the NFC copy's own slice."""

    text: str
    start: int
    end: int
    word: int
    """Index of the word it belongs to, counted over the document."""
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, without surrounding white space; `first` and `last` are token indices, `last` exclusive."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Document:
    """The text with its sentences, words and tokens, in order; offsets count code points of `text`."""

    text: str
    tokens: tuple[Token, ...]
    words: tuple[tuple[int, int], ...]
    """Spans of the words, which may hold several syllables ("phát ngôn viên")."""
    sentences: tuple[Sentence, ...]


def analyse(text: str) -> Document:
    """Cut an NFC text into sentences, words and tokens. Linear in its length; never raises on any string."""
    tokens: list[Token] = []
    words: list[tuple[int, int]] = []
    sentences: list[Sentence] = []
    for line in _LINE.finditer(text):
        for start, end in _sentences(text, line.start(), line.end()):
            first = len(tokens)
            spans = _words(text, start, end)
            base, at = len(words), 0
            words.extend(spans)
            for match in _SYLLABLE.finditer(text, start, end):
                while at + 1 < len(spans) and match.start() >= spans[at][1]:
                    at += 1
                tokens.append(Token(match[0], match.start(), match.end(), base + at, len(sentences)))
            if len(tokens) > first:
                sentences.append(Sentence(tokens[first].start, tokens[-1].end, first, len(tokens)))
            else:
                del words[base:]
    return Document(text, tuple(tokens), tuple(words), tuple(sentences))


def syllables(text: str) -> list[str]:
    """The tokens of a phrase as strings, cut as `analyse` cuts them."""
    return _SYLLABLE.findall(text)


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of one line."""
    from underthesea import sent_tokenize

    cuts: list[tuple[int, int]] = []
    at = start
    for sentence in sent_tokenize(text[start:end]):
        found = text.find(sentence, at, end)
        if found < 0:
            continue
        cuts.append((found, found + len(sentence)))
        at = found + len(sentence)
    if not cuts:
        return [(start, end)] if text[start:end].strip() else []
    # What the splitter dropped or rewrote stays with the sentence before it.
    starts = [start, *(a for a, _ in cuts[1:])]
    joined: list[tuple[int, int]] = []
    for number, a in enumerate(starts):
        b = starts[number + 1] if number + 1 < len(starts) else end
        if joined and _goes_on(text[joined[-1][0] : joined[-1][1]].rstrip(), text[a:b].lstrip()):
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    result: list[tuple[int, int]] = []
    for a, b in joined:
        pieces = [a, *(m.start() for m in _GLUED.finditer(text, a, b) if text[m.start()].isupper()), b]
        for left, right in itertools.pairwise(pieces):
            while right - left > _LONGEST:
                cut = text.rfind(" ", left, left + _LONGEST)
                cut = cut if cut > left else left + _LONGEST
                result.append((left, cut))
                left = cut
            if left < right:
                result.append((left, right))
    return result


def _goes_on(before: str, after: str) -> bool:
    """Whether a cut between the two is only the full stop of an abbreviation."""
    if not _ABBREVIATED.search(before):
        return False
    last = before.rstrip(".").rsplit(None, 1)[-1].rsplit(".", 1)[-1].lstrip("(")
    return bool(after) and (after[0].isupper() or after[0].isdigit() or after[0] == "(") and last[:1].isupper()


def _words(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of underthesea's words in one sentence; every token when its output cannot be laid onto the text."""
    from underthesea import word_tokenize

    sentence = text[start:end]
    # Control and format characters make the segmenter's pattern glue what stands around them.
    clean = "".join(" " if unicodedata.category(c) in {"Cc", "Cf"} else c for c in sentence)
    solid = [i for i, c in enumerate(clean) if not c.isspace()]
    spans: list[tuple[int, int]] = []
    taken = 0
    for word in word_tokenize(clean):
        size = sum(not c.isspace() for c in word)
        if size and taken + size <= len(solid):
            spans.append((start + solid[taken], start + solid[taken + size - 1] + 1))
        taken += size
    if not spans or taken != len(solid):
        return [match.span() for match in _SYLLABLE.finditer(text, start, end)]
    return spans
