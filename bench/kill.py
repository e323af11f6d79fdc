"""Writers killed at random moments: what they said was done is done, and the library is sound.

    python -m bench.kill [--rounds 1000]

In every round two processes write to one library and tell each change only after it was made. Both are killed with
SIGKILL at a random moment; then the library is opened, compared with what they told, and checked.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

from bench.power_loss import article
from store import Library
from store.errors import StoreError
from store.inspection import inspect

__all__ = ["Outcome", "kill_writers"]

_FRESH = 40
"""Rounds after which a new library is begun, so that checking stays short."""

_LONGEST = 0.12
"""Seconds that writers live at most after the first change."""


@dataclass
class Outcome:
    """What came of it."""

    rounds: int = 0
    told: int = 0
    """Changes the writers said were made."""
    lost: int = 0
    unsound: int = 0


def _write(path: str, writer: int, start: int, pipe: Connection) -> None:
    """Change the library until killed: documents, a state, some articles; tell each number afterwards."""
    with Library(path) as library:
        table = library.database.table(f"nhan {writer}")
        number = start
        while True:
            number += 1
            if number % 5 == 0:
                library.add(article(writer * 1000 + number % 25, number))
            table.insert({"n": number})
            library.set_position(writer, number)
            os.write(pipe.fileno(), b"%d\n" % number)


def kill_writers(folder: Path, rounds: int, seed: int = 1) -> Outcome:
    """Make `rounds` rounds in `folder`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bench.power_loss"])
    chance, outcome, path = random.Random(seed), Outcome(), folder
    last = {1: 0, 2: 0}
    for number in range(rounds):
        if number % _FRESH == 0:
            path, last = folder / f"{number}.db", {1: 0, 2: 0}
            with Library(path) as library:
                for writer in last:
                    library.add(article(writer, 0))
        told = _round(context, path, last, chance)
        outcome.rounds += 1
        outcome.told += sum(told.values())
        try:
            with Library(path) as library:
                for writer in last:
                    held = library.database.table(f"nhan {writer}")
                    expected = last[writer] + told[writer]
                    numbers = {document["n"] for document in held}
                    outcome.lost += len(set(range(last[writer] + 1, expected + 1)) - numbers)
                    # What was written and not told may be there too.
                    outcome.lost += library.head(writer).state.position not in (expected, expected + 1)
                    last[writer] = max(numbers, default=0)
                    library.set_position(writer, last[writer])
                outcome.unsound += not inspect(library.file).sound
        except StoreError:
            outcome.unsound += 1
    return outcome


def _round(context: ForkServerContext, path: Path, last: dict[int, int], chance: random.Random) -> dict[int, int]:
    """Let the writers write and kill them; gives how many changes each has told."""
    pipes = {writer: context.Pipe(duplex=False) for writer in last}
    processes = [
        context.Process(target=_write, args=(str(path), writer, last[writer], pipes[writer][1]), daemon=True)
        for writer in last
    ]
    for process in processes:
        process.start()
    for _, theirs in pipes.values():
        theirs.close()
    pipes[1 + chance.randrange(2)][0].poll(10)
    time.sleep(0.03 + chance.random() * _LONGEST)
    for process in processes:
        process.kill()
    for process in processes:
        process.join()
    told = {}
    for writer, (ours, _) in pipes.items():
        lines = b""
        while part := os.read(ours.fileno(), 1 << 16):
            lines += part
        ours.close()
        told[writer] = lines.count(b"\n")
    return told


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--rounds", type=int, default=1000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(kill_writers(Path(folder), chosen.rounds))


if __name__ == "__main__":
    main()
