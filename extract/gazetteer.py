"""Known phrases found in a row of tokens: head words, titles, names of places, papers, companies, clubs.

The tables are data in `extract/lexicon`; which kinds there are is said in the tables themselves.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from importlib import resources

from extract.tokens import syllables

__all__ = ["PhraseTable", "head_words", "known_names"]


class PhraseTable:
    """Phrases with their kinds; finds the longest phrase at every place in time linear in the tokens."""

    def __init__(self) -> None:
        self._kinds: dict[str, tuple[str, ...]] = {}
        self._longest: dict[str, int] = {}

    def add(self, phrase: str, kind: str) -> None:
        """Learn a phrase, written as in running text; a phrase may have several kinds."""
        tokens = syllables(phrase)
        if not tokens:
            return
        key = " ".join(tokens)
        kinds = self._kinds.get(key, ())
        if kind not in kinds:
            self._kinds[key] = (*kinds, kind)
        self._longest[tokens[0]] = max(self._longest.get(tokens[0], 0), len(tokens))

    def kinds(self, phrase: str) -> tuple[str, ...]:
        """The kinds of a phrase whose tokens are parted by single spaces; none when it is not in the table."""
        return self._kinds.get(phrase, ())

    def find(self, tokens: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """The longest phrase at each place that begins one: (first, last exclusive, kinds). Matches may overlap."""
        longest, kinds, size = self._longest, self._kinds, len(tokens)
        for first, token in enumerate(tokens):
            reach = longest.get(token, 0)
            if not reach:
                continue
            for last in range(min(first + reach, size), first, -1):
                found = kinds.get(token if last == first + 1 else " ".join(tokens[first:last]))
                if found is not None:
                    yield first, last, found
                    break


def head_words() -> PhraseTable:
    """Titles, kinds of bodies and places, cue words; to be matched against small letters."""
    table = PhraseTable()
    for kind, phrase in _toml("mention_heads.toml"):
        table.add(phrase, kind)
    return table


def known_names() -> PhraseTable:
    """Names of places, media, companies, clubs and families; capitals count."""
    table = PhraseTable()
    for kind, phrase in _toml("mention_names.toml"):
        table.add(phrase, kind)
    rows = resources.files("extract").joinpath("lexicon/places.tsv").read_text(encoding="utf-8")
    for row in rows.splitlines():
        if not row.startswith("#"):
            name, kind = row.split("\t")
            table.add(name, kind)
    return table


def _toml(name: str) -> Iterator[tuple[str, str]]:
    """(kind, phrase) of a table whose values are phrases parted by commas."""
    table = tomllib.loads(resources.files("extract").joinpath("lexicon", name).read_text(encoding="utf-8"))
    for kind, phrases in table.items():
        for phrase in phrases.split(","):
            if phrase.strip():
                yield kind, " ".join(phrase.split())
