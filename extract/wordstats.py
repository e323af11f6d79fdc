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

__all__ = ["Run", "Syllable", "load_runs", "load_syllables", "plain"]

_DIGIT = re.compile(r"\d")


class Syllable(NamedTuple):
    """Cluster ids of three sizes, a class of how often it is capitalised, a class of its place in names."""

    coarse: str
    middle: str
    fine: str
    case: str
    part: str


class Run(NamedTuple):
    """A class of its frequency, the classes of words before it, the most typical words before and after it."""

    often: str
    kinds: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def plain(token: str) -> str:
    """The form under which a token stands in the table of syllables: every digit as 0."""
    return _DIGIT.sub("0", token) if token[0].isdigit() else token


def load_syllables() -> dict[str, Syllable]:
    """The table of syllables."""
    table = {}
    for row in _rows("syllables.tsv.gz"):
        syllable, *values = row.split("\t")
        table[syllable] = Syllable(*values)
    return table


def load_runs() -> dict[str, Run]:
    """The table of capitalised runs, syllables parted by single spaces."""
    table = {}
    for row in _rows("runs.tsv.gz"):
        run, often, kinds, before, after = row.split("\t")
        table[run] = Run(often, tuple(kinds.split()), _parts(before), _parts(after))
    return table


def _parts(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


def _rows(name: str) -> list[str]:
    packed = resources.files("extract").joinpath("model", name).read_bytes()
    return gzip.decompress(packed).decode().splitlines()
