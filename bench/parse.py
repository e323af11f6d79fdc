"""What parsing costs, against underthesea's word_tokenize of the same text in the same run.

usage: python -m bench.parse [FOLDER] [--articles N] [--jobs N]

FOLDER holds articles as text or HTML (the bundled ones without it); they are used again until there are N.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from extract.pipeline import Extractor
from ingest.files import read_file
from ingest.types import Article

__all__ = ["main"]

BUNDLED = Path(__file__).parents[1] / "tui" / "demo"

_ONE_BAR = 3.0
"""Times word_tokenize at most, for one article in one process."""
_MANY_BAR = 0.9
"""Of the throughput of as many independent word_tokenize processes at least, for `diembao parse --jobs N`."""

_PEER = """
import sys
from pathlib import Path
from underthesea import word_tokenize
for path in sys.argv[1:]:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip():
            word_tokenize(line)
"""


def main() -> int:
    """Measure one process, then several."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("folder", type=Path, nargs="?", default=BUNDLED)
    cli.add_argument("--articles", type=int, default=400)
    cli.add_argument("--jobs", type=int, default=2)
    args = cli.parse_args()
    paths = sorted(path for path in args.folder.iterdir() if path.suffix in {".txt", ".html"})
    articles = [read_file(path) for path in islice(paths, args.articles)]
    _one(articles)
    _many(articles, args.articles, args.jobs)
    return 0


def _one(articles: Sequence[Article]) -> None:
    """The whole parse beside word_tokenize, article by article in turns, so that both meet the same machine."""
    from underthesea import word_tokenize

    begun = time.perf_counter()
    word_tokenize("Khởi động.")
    peer_start = time.perf_counter() - begun
    begun = time.perf_counter()
    extractor = Extractor()
    load = time.perf_counter() - begun
    extractor.parse(articles[0])
    ratios, ours, floor = [], [], []
    for article in articles:
        lines = [line for line in article.text.splitlines() if line.strip()]
        # The smaller of two runs each: what else the machine does falls on one of them.
        peer = min(_seconds(word_tokenize, lines) for _ in range(2))
        mine = min(_seconds(extractor.parse, [article]) for _ in range(2))
        ours.append(mine)
        floor.append(peer)
        ratios.append(mine / peer)
    characters = sum(len(article.text) for article in articles)
    print(f"models load               {load:6.2f} s   (word_tokenize's own model: {peer_start:.2f} s)")
    print(f"parse, one process        {1e6 * sum(ours) / characters:6.1f} ms for 1,000 characters", end="")
    print(f"   word_tokenize {1e6 * sum(floor) / characters:.1f} ms")
    print(
        f"  ratio                   {sum(ours) / sum(floor):6.2f}x  median {statistics.median(ratios):.2f}x"
        f"  worst {max(ratios):.2f}x   (bar {_ONE_BAR}x)"
    )


def _many(articles: Sequence[Article], count: int, jobs: int) -> None:
    """`diembao parse --jobs N` beside N processes that do nothing but word_tokenize, over the same files."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, article in enumerate(islice(cycle(articles), count)):
            path = Path(folder, f"{number:05}.txt")
            path.write_text(article.text, encoding="utf-8")
            files.append(str(path))
        peers = [[sys.executable, "-c", _PEER, *files[at::jobs]] for at in range(jobs)]
        peer = _seconds(_together, [peers])
        ours = _seconds(_together, [[[sys.executable, "-m", "tui", "parse", "--jsonl", "--jobs", str(jobs), folder]]])
    print(f"parse --jobs {jobs}            {count / ours:6.1f} articles/s", end="")
    print(f"   {jobs} word_tokenize processes {count / peer:.1f}")
    print(f"  share                   {peer / ours:6.2f}x   (bar {_MANY_BAR}x)")


def _together(commands: Sequence[Sequence[str]]) -> None:
    running = [subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for command in commands]
    for process in running:
        if process.wait() != 0:
            raise RuntimeError(f"a measured process ended with status {process.returncode}")


def _seconds(work: Callable[[Any], object], things: Sequence[object]) -> float:
    """How long `work` takes over all `things`."""
    begun = time.perf_counter()
    for thing in things:
        work(thing)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
