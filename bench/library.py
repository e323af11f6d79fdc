"""The library with many articles, against the same work in plain sqlite3.

    python -m bench.library --corpus FILE [--articles 100000] [--folder FOLDER]

The corpus is JSON Lines (may be .xz) of {"title", "summary", "body"}. When it has fewer articles than asked for, they
are used again with another address and date. Names and quotes are cut out by simple rules: what counts here is their
number, not their truth. Articles come in random order of date, in batches of 500, each one durable transaction.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, cycle, islice
from pathlib import Path
from typing import Any

from bench.library_floor import Floor
from extract.types import Cue, Entity, EntityType, Mention, ParsedArticle, Quote, QuoteKind, Speaker
from ingest.types import Article, Block, BlockKind
from store import Library
from store.query import BadQuery
from store.types import SearchOrder

BATCH = 500
QUERIES = Path(__file__).with_name("queries.txt")
_BARS = {SearchOrder.NEWEST: 30, SearchOrder.BEST: 100}
SITES = ("Báo Sớm", "Tin Trưa", "Nhật báo Bờ Sông", "Thời Cuộc", "Làng Biển", "Kinh Doanh Mới")

_NAME = re.compile(r"(?:\b[^\W\d_a-zà-ỹ][\w]*\s?){2,5}")
_QUOTED = re.compile(r'["“]([^"“”]{20,400})["”]')


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--corpus", type=Path, required=True)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--folder", type=Path, help="where the two files are made, and kept")
    chosen = options.parse_args()
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
        measure(chosen.corpus, chosen.articles, chosen.folder)
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(chosen.corpus, chosen.articles, Path(folder))


def measure(corpus: Path, count: int, folder: Path) -> None:
    """Make both files unless they are there, and print every measure."""
    ours, floor = folder / "library.db", folder / "floor.db"
    if not ours.exists():
        write(corpus, count, ours, floor)
    report("file size", ours.stat().st_size / 1e6, floor.stat().st_size / 1e6, "MB", bar="at most 1.5x")
    opening(ours, floor)
    with Library(ours) as library:
        plain = Floor(floor)
        ids = [random.Random(1).randint(1, library.counts().total) for _ in range(400)]
        versus("get one article with its parse", library.get, plain.get, ids, bar="at most 2x")
        flags, others = cycle((True, False)), cycle((True, False))
        versus(
            "durable mark-read",
            lambda id: library.set_read(id, next(flags)),
            lambda id: plain.mark_read(id, next(others)),
            ids[:200],
            bar="at most 2x",
        )
        versus("60 heads of an open library", lambda _: library.heads(0, 60), lambda _: plain.heads(60), ids)
        plain.close()
        searches(library)


def write(corpus: Path, count: int, ours: Path, floor: Path) -> None:
    """Write the same articles to both, batch by batch in turn, so that both meet the same machine."""
    made = articles(corpus, count)
    spent = {"library": 0.0, "floor": 0.0}
    plain = Floor(floor)
    with Library(ours) as library:
        while batch := list(islice(made, BATCH)):
            begin = time.perf_counter()
            library.add_many(batch)
            middle = time.perf_counter()
            plain.add_many(batch)
            spent["library"] += middle - begin
            spent["floor"] += time.perf_counter() - middle
    plain.close()
    rate = {name: count / seconds for name, seconds in spent.items()}
    ratio = rate["library"] / rate["floor"]
    print(f"written, articles/s: {rate['library']:.0f}, floor {rate['floor']:.0f}: {ratio:.2f}x (bar: at least 0.5x)")


def articles(corpus: Path, count: int) -> Iterator[ParsedArticle]:
    """`count` articles with random dates of six years."""
    chance = random.Random(7)
    first = datetime(2019, 1, 1, tzinfo=UTC)
    rows = chain.from_iterable(_rows(corpus) for _ in iter(int, 1))
    for number, row in enumerate(islice(rows, count)):
        published = first + timedelta(minutes=chance.randrange(6 * 365 * 24 * 60))
        yield parsed(row, f"https://vidu.vn/bai-{number}.html", published, chance.choice(SITES))


def _rows(corpus: Path) -> Iterator[dict[str, Any]]:
    opener = lzma.open if corpus.suffix == ".xz" else open
    with opener(corpus, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def parsed(row: dict[str, Any], url: str, published: datetime, site: str) -> ParsedArticle:
    """An article with about as many names and quotes as extraction would find."""
    parts = [(BlockKind.TITLE, row["title"]), (BlockKind.SUMMARY, row["summary"])]
    parts += [(BlockKind.PARAGRAPH, paragraph) for paragraph in row["body"].split("\n")]
    text, blocks = "", []
    for kind, words in parts:
        if words.strip():
            text += "\n" if text else ""
            blocks.append(Block(kind, len(text), len(text) + len(words)))
            text += words
    article = Article(text=text, blocks=tuple(blocks), url=url, site=site, published=published)
    mentions: dict[str, list[Mention]] = {}
    for match in _NAME.finditer(text):
        found = Mention(match.start(), match.start() + len(match.group().rstrip()), 0.93, "mention.crf")
        mentions.setdefault(match.group().strip(), []).append(found)
    kinds = tuple(EntityType)
    entities = tuple(
        Entity(f"e{number}", name, kinds[number % 3], tuple(places))
        for number, (name, places) in enumerate(mentions.items(), 1)
    )
    quotes: list[Quote] = []
    for match in _QUOTED.finditer(text):
        speaker = None
        if entities:
            said = entities[len(quotes) % len(entities)]
            speaker = Speaker(said.name, said.mentions[0].start, said.mentions[0].end, said.id, 0.8, "speaker.near")
        cue = Cue("cho biết", max(match.start() - 9, 0), max(match.start() - 1, 0))
        quotes.append(Quote(QuoteKind.DIRECT, *match.span(1), speaker, cue, 0.9, "quote.direct.cue-before"))
    return ParsedArticle(article=article, entities=entities, quotes=tuple(quotes), sources=(), authors=(), version="1")


def opening(ours: Path, floor: Path) -> None:
    """Open the file and read the first 60 heads, in this process; and the memory of a process that did only that."""

    def open_ours(_: int) -> None:
        with Library(ours) as library:
            library.heads(0, 60)

    def open_floor(_: int) -> None:
        plain = Floor(floor)
        plain.heads(60)
        plain.close()

    versus("open and first 60 heads", open_ours, open_floor, range(60), bar="at most 5 ms more")
    code = (
        "import re, sys; from store import Library; library = Library(sys.argv[1]); library.heads(0, 60); "
        "library.counts(); print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    memory = subprocess.run([sys.executable, "-c", code, str(ours)], capture_output=True, text=True, check=True)
    print(f"memory of a process that opened it: {float(memory.stdout) / 1024:.0f} MB (bar: at most 60 MB)")


def searches(library: Library) -> None:
    """All queries of `queries.txt`, newest 50 and best 50, snippets included."""
    queries = [line for line in QUERIES.read_text(encoding="utf-8").splitlines() if line]
    for order in SearchOrder:
        spent = []
        for query in queries:
            begin = time.perf_counter()
            try:
                library.search(query, order=order, typing=True)
            except BadQuery as error:
                print(f"  {query!r}: {error}")
            spent.append((time.perf_counter() - begin) * 1000)
        ranked = sorted(zip(spent, queries, strict=True), reverse=True)
        p50, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
        slowest = "slowest: " + ", ".join(f"{query!r} {ms:.0f}" for ms, query in ranked[:4])
        bar = f"bar: p95 at most {_BARS[order]} ms"
        print(f"search, {order} 50 of {len(queries)} queries: p50 {p50:.1f} ms, p95 {p95:.1f} ms ({bar}); {slowest}")


def versus(
    name: str, ours: Callable[[int], object], floor: Callable[[int], object], arguments: Iterable[int], bar: str = ""
) -> None:
    """Report the median times of two calls, made in turn so that both meet the same machine."""
    spent: tuple[list[float], list[float]] = ([], [])
    for argument in arguments:
        for call, times in zip((ours, floor), spent, strict=True):
            begin = time.perf_counter()
            call(argument)
            times.append((time.perf_counter() - begin) * 1000)
    report(name, statistics.median(spent[0]), statistics.median(spent[1]), "ms", bar=bar)


def report(name: str, ours: float, floor: float, unit: str, bar: str = "") -> None:
    said = f" (bar: {bar})" if bar else ""
    print(f"{name}: {ours:.3g} {unit}, floor {floor:.3g} {unit}: {ours / floor:.2f}x{said}")


if __name__ == "__main__":
    os.nice(5)
    main()
