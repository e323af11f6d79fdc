"""What a large corpus of news tells about syllables and capitalised runs: tables of words with counts and clusters.

Syllables carry clusters of skip-gram vectors (Mikolov et al. 2013; k-means, three sizes, as word clusters help named
entity recognition: Turian, Ratinov and Bengio 2010), how often they stand capitalised, and their place in Vietnamese
personal names. Runs of capitalised syllables carry the kinds of words before them and the words around them.
"""

from __future__ import annotations

import gzip
import re
from importlib import resources
from typing import NamedTuple

__all__ = ["PairTable", "Run", "RunTable", "Syllable", "SyllableTable"]

_DIGIT = re.compile(r"\d")


class Syllable(NamedTuple):
    """Cluster ids of three sizes; classes of how often it is capitalised, of its place in names, and of how often it
    opens and closes a run of capitals."""

    coarse: str
    middle: str
    fine: str
    case: str
    part: str
    edge: str


class Run(NamedTuple):
    """A class of its frequency, the classes of words before it, the most typical words before and after it."""

    often: str
    kinds: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


_UNKNOWN = Syllable("?", "?", "?", "?", "?", "?")


class SyllableTable:
    """The table of syllables. Rows are taken apart when they are first asked for: loading is quick."""

    def __init__(self) -> None:
        self._rows = _rows("syllables.tsv.gz")
        self._read: dict[str, Syllable] = {}

    def __getitem__(self, token: str) -> Syllable:
        """What is known of a token; digits count as 0. A token never met has "?" in every field."""
        key = _DIGIT.sub("0", token) if token[0].isdigit() else token
        found = self._read.get(key)
        if found is None:
            row = self._rows.get(key)
            if row is None and len(key) > 1 and key.isupper():
                row = self._rows.get(key.capitalize())
            if row is None:
                return _UNKNOWN
            found = self._read[key] = Syllable(*row.split("\t"))
        return found


class RunTable:
    """The table of capitalised runs, syllables parted by single spaces."""

    def __init__(self) -> None:
        self._rows = _rows("runs.tsv.gz")

    def get(self, run: str) -> Run | None:
        """What is known of a run."""
        row = self._rows.get(run)
        if row is None:
            return None
        often, kinds, before, after = row.split("\t")
        return Run(often, tuple(kinds.split()), _parts(before), _parts(after))


class PairTable:
    """The table of neighbours inside runs of capitals: how often two stand together, how closely."""

    def __init__(self) -> None:
        self._rows = _rows("pairs.tsv.gz")

    def get(self, first: str, second: str) -> str:
        """Two digits, frequency and closeness; "" for a pair not met."""
        return self._rows.get(f"{first} {second}", "")


def _parts(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


def _rows(name: str) -> dict[str, str]:
    """The first column of a table -> the rest of its row."""
    packed = resources.files("extract").joinpath("model", name).read_bytes()
    pairs = (row.partition("\t") for row in gzip.decompress(packed).decode().splitlines())
    return {key: rest for key, _, rest in pairs}
