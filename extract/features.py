"""What the mention model sees of each token.

Features of a window of syllables, of clusters and tables, and of the whole article: how the same run of capitals is
introduced elsewhere in it. The idea of the last: Chieu and Ng 2002; Krishnan and Manning 2006.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from functools import lru_cache
from typing import NamedTuple

from extract.chain import Seen
from extract.gazetteer import head_words, known_names
from extract.shapes import is_capitalised, shape, short_shape
from extract.tokens import Document
from extract.wordstats import PairTable, RunTable, Syllable, SyllableTable

__all__ = ["Features", "sequences"]

Range = tuple[int, int]
_TELLING = ("honorific", "title", "body", "place", "placing", "credit")
"""Kinds of words before a name that tell its type."""
_REACH = 7
"""Tokens after the head of a body within which the head is remembered."""


def sequences(document: Document) -> list[Range]:
    """Token ranges the model labels one after the other: sentences, joined where no white space parts them.

    The sentence splitter cuts inside "VOV.VN" and "Ph.Q.Trâm"; a name must not end there.
    """
    ranges: list[Range] = []
    for sentence in document.sentences:
        if ranges and document.tokens[ranges[-1][1] - 1].end == sentence.start:
            ranges[-1] = (ranges[-1][0], sentence.last)
        else:
            ranges.append((sentence.first, sentence.last))
    return ranges


class _Form(NamedTuple):
    """What follows from a token's text alone."""

    lower: str
    shape: str
    capital: bool
    known: Syllable
    own: tuple[str, ...]
    alone: tuple[str, ...]


class Features:
    """The tables features are drawn from; one instance serves any number of articles."""

    def __init__(self) -> None:
        self._heads = head_words()
        self._names = known_names()
        self._syllables = SyllableTable()
        self._runs = RunTable()
        self._pairs = PairTable()
        self.form = lru_cache(maxsize=1 << 15)(self._form)
        """What follows from a token's text alone."""

    def of(self, document: Document) -> list[Seen]:
        """What the model sees of each of the document's sequences."""
        ranges = sequences(document)
        views = [_View(document, first, last, self) for first, last in ranges]
        evidence = _Evidence(views)
        result = []
        for view, (first, _) in zip(views, ranges, strict=True):
            rows: list[list[str]] = [[] for _ in view.texts]
            self._window(rows, view)
            self._words(rows, view, document, first)
            self._capitals(rows, view)
            evidence.add_to(rows, view)
            result.append(_seen(view, rows))
        return result

    def _form(self, text: str) -> _Form:
        lower, form, known = text.lower(), shape(text), self._syllables[text]
        return _Form(
            lower,
            form,
            is_capitalised(text),
            known,
            (lower, form, known.coarse, known.middle, known.fine, known.part, known.case, known.edge),
            (f"p={text[:3]}", f"q={text[-3:]}", f"t={text}", f"z={short_shape(text)}"),
        )

    def _window(self, rows: list[list[str]], view: _View) -> None:
        """Shapes and known phrases around each token."""
        _scatter(rows, "h", view.heads, 2)
        _scatter(rows, "g", view.names, 1)
        lower, forms = view.lower, view.forms
        padded = ["<", *forms, ">"]
        for at, row in enumerate(rows):
            row.append(f"S={padded[at]} {padded[at + 1]} {padded[at + 2]}")
            if at >= 2:
                row.append(f"B={view.pairs[at - 2]}")
            if view.body[at]:
                row.append(f"o={view.body[at]}")
            if at and view.heads[at] and ("counting" in view.ending[at] or lower[at - 1][0].isdigit()):
                row.append(f"H={view.heads[at]}")
        self._ahead(rows, view)

    def _ahead(self, rows: list[list[str]], view: _View) -> None:
        """For small letters: how far the next capital is with no mark between, and what is known of it."""
        distance, name = 0, ""
        for at in range(len(rows) - 1, -1, -1):
            text = view.texts[at]
            if view.told[at].capital:
                distance, name = 1, view.names[at]
            elif not text[0].isalnum() or distance > _REACH:
                distance = 0
            elif distance:
                rows[at].append(f"k={distance}")
                rows[at].append(f"kn={name}:{view.body[at][:1]}")
                distance += 1

    def _words(self, rows: list[list[str]], view: _View, document: Document, first: int) -> None:
        """The segmenter's words: the token's place in its word, the word, its neighbours."""
        numbers = [token.word for token in document.tokens[first : first + len(rows)]]
        spans: list[Range] = []
        for at, number in enumerate(numbers):
            if at and number == numbers[at - 1]:
                spans[-1] = (spans[-1][0], at + 1)
            else:
                spans.append((at, at + 1))
        names = ["_".join(view.lower[start:end]) for start, end in spans]
        for place, (start, end) in enumerate(spans):
            before = names[place - 1] if place and numbers[start - 1] == numbers[start] - 1 else "<"
            behind = place + 1 < len(spans) and numbers[end] == numbers[start] + 1
            shared = (f"u={names[place]}", f"v={before}", f"y={names[place + 1] if behind else '>'}")
            for at in range(start, end):
                rows[at] += shared
                rows[at].append(f"W={at == start:d}{at + 1 == end:d}{view.told[at].capital:d}")

    def _capitals(self, rows: list[list[str]], view: _View) -> None:
        """The run of capitals a token stands in, and what the corpus tells of it."""
        for first, last in view.runs:
            size = last - first
            before = view.lower[first - 1] if first else "<"
            after = view.lower[last] if last < len(view.lower) else ">"
            known = self._runs.get(" ".join(view.texts[first:last]))
            shared = [f"rb={before}", f"ra={after}", f"rh={view.heads[first - 1] if first else '<'}"]
            if known:
                shared.append(f"ro={known.often}")
                shared += [f"rk={kind}" for kind in known.kinds]
                shared += [f"rp={word}" for word in known.before]
                shared += [f"rn={word}" for word in known.after]
            for at in range(first, last):
                rows[at] += shared
                rows[at].append(f"rl={min(size, 6)}:{min(at - first, 5)}")
                rows[at].append(f"rf={self._syllables[view.texts[at]].part}:{min(last - at, 5)}")
                if at > first:
                    pair = self._pairs.get(view.texts[at - 1], view.texts[at])
                    rows[at].append(f"rj={pair}")
                if at + 1 < last:
                    pair = self._pairs.get(view.texts[at], view.texts[at + 1])
                    rows[at].append(f"ri={pair}")
                if size > 1 and (single := self._runs.get(view.texts[at])):
                    rows[at] += [f"sk={kind}" for kind in single.kinds]


class _View:
    """One sequence: its texts and what is found in them."""

    def __init__(self, document: Document, first_token: int, last_token: int, tables: Features) -> None:
        tokens = document.tokens[first_token:last_token]
        self.texts = texts = [token.text for token in tokens]
        self.gaps = ["<"]
        """White space before each token: none, one space or more (where a paragraph break was lost)."""
        self.gaps += [str(min(2, b.start - a.end)) for a, b in itertools.pairwise(tokens)]
        self.told = [tables.form(text) for text in texts]
        self.lower = [told.lower for told in self.told]
        self.forms = [told.shape for told in self.told]
        self.pairs = [f"{a} {b}" for a, b in zip(self.lower, [*self.lower[1:], ">"], strict=True)]
        self.runs = _capital_runs([told.capital for told in self.told], self.gaps)
        size = len(texts)
        self.heads = [""] * size
        self.ending: list[tuple[str, ...]] = [()] * (size + 1)
        """Kinds of the head phrase that ends right before a place."""
        self.body = [""] * size
        covered = 0
        for first, last, kinds in tables._heads.find(self.lower):
            if last <= covered:
                continue
            name = "+".join(kinds)
            for at in range(first, last):
                if at >= covered:
                    self.heads[at] = ("B" if at == first else "I") + name
            covered = last
            self.ending[last] = kinds
            if "body" in kinds:
                head = ("A" if is_capitalised(texts[first]) else "a") + " ".join(self.lower[first:last])
                for at in range(first, min(last + _REACH, size)):
                    if at >= last and not texts[at][0].isalnum() and texts[at] not in "-.&":
                        break
                    self.body[at] = f"{head}:{max(0, at - last + 1)}"
        self.names = [""] * size
        covered = 0
        for first, last, kinds in tables._names.find(texts):
            if last <= covered:
                continue
            name = "+".join(kinds)
            for at in range(max(first, covered), last):
                place = "U" if last - first == 1 else "B" if at == first else "L" if at == last - 1 else "I"
                self.names[at] = place + name
            covered = last


def _seen(view: _View, rows: list[list[str]]) -> Seen:
    rough = [told.known.coarse for told in view.told]
    return Seen(
        [told.own for told in view.told],
        [told.alone for told in view.told],
        {
            "x": view.gaps,
            "b": view.pairs,
            "A": [f"{a} {b}" for a, b in zip(rough, [*rough[1:], ">"], strict=True)],
        },
        rows,
    )


def _scatter(rows: list[list[str]], prefix: str, values: list[str], reach: int) -> None:
    """Tell each token of the values around it, where there are any."""
    size = len(rows)
    for at, value in enumerate(values):
        if value:
            for distance in range(max(-reach, at - size + 1), min(reach, at) + 1):
                rows[at - distance].append(f"{prefix}{distance}={value}")


def _capital_runs(capitals: list[bool], gaps: list[str]) -> list[Range]:
    """Maximal runs of tokens that begin with a capital; two spaces end a run."""
    runs = []
    first = -1
    for at, capital in enumerate(capitals):
        if capital:
            if first < 0:
                first = at
            elif gaps[at] == "2":
                runs.append((first, at))
                first = at
        elif first >= 0:
            runs.append((first, at))
            first = -1
    if first >= 0:
        runs.append((first, len(capitals)))
    return runs


class _Evidence:
    """What the whole article tells of a run of capitals: how it is introduced at its other places."""

    def __init__(self, views: list[_View]) -> None:
        self._run: dict[str, Counter[str]] = defaultdict(Counter)
        self._last: dict[str, Counter[str]] = defaultdict(Counter)
        self._part: dict[str, Counter[str]] = defaultdict(Counter)
        self._bracketed: dict[str, str] = {}
        for view in views:
            for first, last in view.runs:
                told = _told(view, first)
                name = " ".join(view.texts[first:last])
                self._run[name].update(told)
                self._run[name]["n"] += 1
                self._last[view.texts[last - 1]].update(told)
                for at in range(first, last):
                    self._part[view.texts[at]].update(told)
                    if last - first > 1:
                        place = "first" if at == first else "last" if at == last - 1 else "inner"
                        self._part[view.texts[at]][place] += 1
                bracketed = first >= 2 and view.texts[first - 1] == "(" and view.texts[last : last + 1] == [")"]
                if bracketed and view.texts[last - 1].isupper():
                    self._bracketed[name] = (view.body[first - 2] and "body") or "other"

    def add_to(self, rows: list[list[str]], view: _View) -> None:
        """Append the evidence of the other places to each token of a run."""
        for first, last in view.runs:
            own = Counter(_told(view, first))
            name = " ".join(view.texts[first:last])
            run = self._run[name]
            shared = [f"dr={kind}" for kind in _TELLING if run[kind] > own[kind]]
            shared.append(f"dn={min(run['n'], 4)}")
            shared += [f"dl={kind}" for kind in _TELLING if self._last[view.texts[last - 1]][kind] > own[kind]]
            if name in self._bracketed:
                shared.append(f"da={self._bracketed[name]}")
            alone = last - first == 1
            for at in range(first, last):
                part = self._part[view.texts[at]]
                rows[at] += shared
                rows[at] += [f"dp={kind}" for kind in _TELLING if part[kind] > own[kind]]
                rows[at] += [f"dx={alone:d}{place}" for place in ("first", "inner", "last") if part[place]]


def _told(view: _View, first: int) -> list[str]:
    """Telling kinds of the words right before a run."""
    return [kind for kind in view.ending[first] if kind in _TELLING]
