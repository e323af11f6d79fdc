"""Several processes at once: each sees what the others did, and killing them loses nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench.kill import kill_writers
from extract.types import ParsedArticle
from store import Library

MakeParsed = Callable[..., ParsedArticle]


def test_a_killed_writer_has_lost_nothing_it_told_of(tmp_path: Path) -> None:
    outcome = kill_writers(tmp_path, 4)
    assert outcome.told > 0
    assert (outcome.lost, outcome.unsound) == (0, 0)


def test_what_another_process_does_is_seen_at_once(library: Library, path: Path, make_parsed: MakeParsed) -> None:
    library.add(make_parsed())
    assert library.database.table("nhan").all() == []
    before = library.revision()
    code = (
        "import sys; from store import Library; library = Library(sys.argv[1]); library.set_saved(1, True); "
        "library.database.table('nhan').insert({'ten': 'sông'}); print(library.counts().saved)"
    )
    said = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert said.stdout == "1\n"
    assert library.revision() != before
    assert library.head(1).state.saved
    assert library.database.table("nhan").all() == [{"ten": "sông"}]


def test_opening_waits_for_a_lock_and_tells(library: Library, path: Path) -> None:
    library.close()
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('PRAGMA locking_mode=EXCLUSIVE'); c.execute('BEGIN IMMEDIATE'); "
        "c.execute('CREATE TABLE x (y)'); print('held', flush=True); sys.stdin.readline()"
    )
    told: list[bool] = []
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()

        def let_go() -> None:
            told.append(True)
            process.kill()

        with Library(path, wait=60, on_wait=let_go) as again:
            assert again.counts().total == 0
    assert told == [True]
