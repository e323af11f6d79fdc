"""Draw from a news corpus the tables of syllables, runs of capitals and pairs that the mention model uses.

usage: python -m bench.train_tables CORPUS.jsonl[.xz] [--hold-out GOLD_DIR ...] [--out FOLDER] [--limit N]

Articles held out, and near copies of them, are not read. The mention model must be trained again on new tables.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import math
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.corpus import NearCopies, read_articles, sentences
from extract.gazetteer import head_words, known_names
from extract.shapes import is_capitalised

__all__ = ["RunCounts", "cluster", "write_tables"]

TABLES = Path(__file__).parents[1] / "extract" / "model"

_CLUSTERS = (100, 500, 2000)
_DIMENSIONS, _WINDOW, _EPOCHS, _RARE = 64, 3, 3, 8
"""Of the skip-gram vectors (Mikolov et al. 2013)."""
_ROUNDS = 25
"""Of k-means."""
_LEAST_RUN, _LEAST_PAIR, _LEAST = 4, 3, 5
"""Occurrences from which a run, a pair, a class of a syllable is told."""
_LONGEST_RUN = 6
_HEADLINE = 0.6
"""Share of capitals from which a sentence is set like a headline and tells nothing of capitals."""
_DIGIT = re.compile(r"\d")


class RunCounts:
    """What is counted of capitals over the sentences of a corpus."""

    def __init__(self) -> None:
        self.runs: Counter[str] = Counter()
        self.before: dict[str, Counter[str]] = defaultdict(Counter)
        self.after: dict[str, Counter[str]] = defaultdict(Counter)
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.opening: Counter[str] = Counter()
        self.closing: Counter[str] = Counter()
        self.inside: Counter[str] = Counter()
        """Occurrences of a syllable in runs, wherever it stands in them."""
        self.capital: Counter[str] = Counter()
        self.small: Counter[str] = Counter()
        self.named: dict[str, Counter[str]] = {place: Counter() for place in "fml"}
        """Syllables at the first, middle and last place of runs that begin with a family name."""
        self._heads = head_words()
        self._names = known_names()

    def add(self, tokens: Sequence[str]) -> None:
        """Count one sentence."""
        capital = [is_capitalised(token) for token in tokens]
        if len(tokens) > 4 and sum(capital) > _HEADLINE * len(tokens):
            return
        lower = [token.lower() for token in tokens]
        at = 0
        for is_capital, group in itertools.groupby(capital):
            first, at = at, at + len(list(group))
            if not is_capital:
                self.small.update(word for word in lower[first:at] if word[0].isalpha())
                continue
            # A capital that opens a sentence or stands after a mark may be no name's.
            bare = first == 0 or not (tokens[first - 1][0].isalpha() or tokens[first - 1] == ",")
            self.capital.update(lower[first + bare : at])
            if not bare and at - first <= _LONGEST_RUN:
                self._add_run(tokens, lower, first, at)

    def _add_run(self, tokens: Sequence[str], lower: Sequence[str], first: int, last: int) -> None:
        parts = tokens[first:last]
        run = " ".join(parts)
        self.runs[run] += 1
        two = " ".join(lower[max(0, first - 2) : first])
        self.before[run][two if first > 1 and self._heads.kinds(two) else lower[first - 1]] += 1
        self.after[run][lower[last] if last < len(lower) else ">"] += 1
        self.inside.update(parts)
        self.opening[parts[0]] += 1
        self.closing[parts[-1]] += 1
        self.pairs.update(itertools.pairwise(parts))
        if 2 <= len(parts) <= 4 and "family" in self._names.kinds(parts[0]):
            self.named["f"][parts[0]] += 1
            self.named["m"].update(parts[1:-1])
            self.named["l"][parts[-1]] += 1

    def case(self, word: str) -> str:
        """Class of how often a syllable is capitalised where nothing demands it; 0 when too rare."""
        capital, small = self.capital[word.lower()], self.small[word.lower()]
        if capital + small < _LEAST:
            return "0"
        share = capital / (capital + small)
        return str(1 + sum(share > edge for edge in (0.02, 0.1, 0.3, 0.6, 0.9, 0.98)))

    def part(self, word: str) -> str:
        """Class of a syllable's places in names of Vietnamese people, and how often it is met there."""
        total = sum(count[word] for count in self.named.values())
        if total < _LEAST:
            return "-"
        shares = "".join(f"{place}{min(3, 4 * count[word] // total)}" for place, count in self.named.items())
        return f"{shares}{min(4, int(math.log10(total)))}"

    def edge(self, word: str) -> str:
        """How often, of four, a syllable of a run opens it, and closes it."""
        total = self.inside[word]
        if total < _LEAST:
            return "-"
        return "".join(str(int(3.99 * count[word] / total)) for count in (self.opening, self.closing))

    def pair_rows(self) -> Iterator[str]:
        """Rows of the table of pairs: frequency, and the share of the closer of the two that is in this pair."""
        for (a, b), count in sorted(self.pairs.items()):
            if count >= _LEAST_PAIR:
                share = count / min(self.inside[a], self.inside[b])
                yield f"{a} {b}\t{min(3, int(math.log(count / 3, 4)))}{int(3.99 * share)}"

    def run_rows(self) -> Iterator[str]:
        """Rows of the table of runs: frequency, kinds of words before, typical words before and after."""
        for run, count in sorted(self.runs.items()):
            if count < _LEAST_RUN:
                continue
            kinds: Counter[str] = Counter()
            before = self.before[run].most_common(12)
            for word, times in before:
                kinds.update(dict.fromkeys(self._heads.kinds(word), times))
            told = [
                f"{kind}{min(4, 6 * times // count)}"
                for kind, times in sorted(kinds.items())
                if times >= 2 and times / count >= 0.04 and kind != "field"
            ]
            opens = [w for w, n in before if n >= 2 and n / count >= 0.06 and any(map(str.isalnum, w))]
            closes = [w for w, n in self.after[run].most_common(8) if n >= 2 and n / count >= 0.1]
            often = min(5, int(math.log2(count) / 2))
            yield "\t".join((run, str(often), " ".join(told), "|".join(opens[:3]), "|".join(closes[:2])))


def cluster(vectors: NDArray[np.float32], count: int, seed: int = 1) -> NDArray[np.int64]:
    """The cluster of each vector: k-means by the cosine."""
    rng = np.random.default_rng(seed)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    count = min(count, len(unit))
    centres = unit[rng.choice(len(unit), count, replace=False)].copy()
    nearest = np.zeros(len(unit), np.int64)
    for _ in range(_ROUNDS):
        nearest = np.argmax(unit @ centres.T, axis=1)
        sums = np.zeros_like(centres)
        np.add.at(sums, nearest, unit)
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        spare = unit[rng.choice(len(unit), count)]
        centres = np.where(length == 0, spare, sums / np.maximum(length, 1e-9))
    return nearest


def write_tables(corpus: Path, held_out: NearCopies, out: Path, limit: int | None) -> None:
    """Count, learn the vectors, and write the three tables into the folder `out`."""
    from gensim.models import Word2Vec

    counts = RunCounts()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as lines:
        for text in read_articles(corpus, held_out, limit):
            for tokens in sentences(text):
                counts.add(tokens)
                lines.write(" ".join(_DIGIT.sub("0", token) for token in tokens) + "\n")
        lines.flush()
        learned = Word2Vec(
            corpus_file=lines.name,
            vector_size=_DIMENSIONS,
            window=_WINDOW,
            sg=1,
            min_count=_RARE,
            sample=1e-4,
            epochs=_EPOCHS,
            workers=1,
            seed=1,
        )
    words: list[str] = learned.wv.index_to_key
    clusters = [cluster(learned.wv.vectors, size) for size in _CLUSTERS]
    _write(out / "pairs.tsv.gz", counts.pair_rows())
    _write(out / "runs.tsv.gz", counts.run_rows())
    _write(out / "syllables.tsv.gz", _syllable_rows(words, clusters, counts))


def _syllable_rows(words: Sequence[str], clusters: Sequence[NDArray[np.int64]], counts: RunCounts) -> Iterator[str]:
    for at, word in enumerate(words):
        ids = (str(ids[at]) for ids in clusters)
        yield "\t".join((word, *ids, counts.case(word), counts.part(word), counts.edge(word)))


def _write(path: Path, rows: Iterator[str]) -> None:
    lines = list(rows)
    with gzip.GzipFile(path, "wb", mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    print(f"{path.name:18} {len(lines):7} rows  {path.stat().st_size / 1e6:.2f} MB")


def main() -> None:
    """Read the corpus, write the tables."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("corpus", type=Path)
    cli.add_argument("--hold-out", type=Path, nargs="*", default=[], help="folders of articles figures are taken on")
    cli.add_argument("--out", type=Path, default=TABLES)
    cli.add_argument("--limit", type=int, help="read so many articles only")
    args = cli.parse_args()
    write_tables(args.corpus, NearCopies(args.hold_out), args.out, args.limit)


if __name__ == "__main__":
    main()
