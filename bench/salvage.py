"""How much of a damaged library comes back: pages overwritten at random, the documents of the others counted.

    python -m bench.salvage --corpus FILE [--articles 10000] [--seeds 10] [--share 0.01]

Of the documents none of whose own pages was hit (the leaf its row lies on, and the pages it overflows to), how many
does `diembao doctor` bring back? Interior pages are among those hit, and with every second seed the first page is.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from itertools import islice
from pathlib import Path

from bench.library import BATCH, articles
from store import Library
from store.inspection import inspect
from store.layout import LAYOUTS
from store.pages import Pages, iterate
from store.salvage import salvage

Key = tuple[str, int]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--corpus", type=Path, required=True)
    options.add_argument("--articles", type=int, default=10_000)
    options.add_argument("--seeds", type=int, default=10)
    options.add_argument("--share", type=float, default=0.01)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.db"
        made = articles(chosen.corpus, chosen.articles)
        with Library(whole) as library:
            while batch := list(islice(made, BATCH)):
                library.add_many(batch)
            expected = documents(library)
        own = own_pages(whole)
        for seed in range(chosen.seeds):
            damaged, new = Path(folder) / "damaged.db", Path(folder) / "new.db"
            shutil.copy(whole, damaged)
            hit = overwrite(damaged, seed, chosen.share)
            begin = time.perf_counter()
            salvage(str(damaged), str(new))
            spent = time.perf_counter() - begin
            with Library(new) as library:
                found = documents(library)
                sound = inspect(library.file).sound
            untouched = [key for key, pages in own.items() if not pages & hit]
            back = sum(found.get(key) == expected[key] for key in untouched)
            invented = sum(key not in expected for key in found)
            print(
                f"seed {seed}: {len(hit)} pages hit{', the first among them' if 1 in hit else ''}; of {len(untouched)} "
                f"untouched documents {back} back ({back / len(untouched):.2%}), of {len(own) - len(untouched)} hit "
                f"{sum(found.get(k) == v for k, v in expected.items()) - back}; invented {invented}; "
                f"new file {'sound' if sound else 'NOT SOUND'}; {spent:.0f} s",
                flush=True,
            )
            new.unlink()


def documents(library: Library) -> dict[Key, str]:
    """Every document of the library's own tables."""
    with library.file.reading() as connection:
        return {(name, id): doc for name in LAYOUTS for id, doc in connection.execute(f"SELECT id, doc FROM {name}")}


def own_pages(path: Path) -> dict[Key, set[int]]:
    """The pages each document lies on."""
    with Library(path) as library, library.file.reading() as connection:
        roots = dict(connection.execute("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'"))
    pages = Pages(str(path))
    found: dict[Key, set[int]] = {}
    for name in LAYOUTS:
        for number in iterate(pages, roots[name]):
            for cell in pages.cells(number):
                lies = found.setdefault((name, cell.rowid), {number})
                following = cell.overflow
                while following:
                    lies.add(following)
                    following = int.from_bytes(pages.page(following)[:4], "big")
    pages.close()
    return found


def overwrite(path: Path, seed: int, share: float) -> set[int]:
    """Overwrite a share of the pages with random bytes; gives their numbers."""
    chance = random.Random(seed)
    count = path.stat().st_size // 4096
    hit = set(chance.sample(range(2, count + 1), int(count * share)))
    if seed % 2 == 0:
        hit.add(1)
    with path.open("r+b") as file:
        for number in hit:
            file.seek((number - 1) * 4096)
            file.write(chance.randbytes(4096))
    return hit


if __name__ == "__main__":
    main()
