"""Adding in the background: the events that the command line and the reader both show."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.errors import FailureReason, ParseFailed
from extract.pool import ParserPool
from ingest.errors import Reason, Unreadable
from store.library import Library
from store.types import Outcome
from tui.jobs import Added, Done, Failed, Started, add_paths

TEXT = "Đường sắt mở thêm chuyến\n\nÔng Đỗ Văn Khoan, trưởng ga Đồng Mỏ, cho biết vé còn nhiều.\n"


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool() as shared:
        yield shared


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "kho" / "library.diembao") as opened:
        yield opened


def write(folder: Path, count: int) -> list[Path]:
    paths = [folder / f"{number:02}.txt" for number in range(count)]
    for path in paths:
        path.write_text(f"Chuyến {path.stem}. {TEXT}", encoding="utf-8")
    return paths


def test_each_file_has_its_event_and_the_last_one_counts_them(
    pool: ParserPool, library: Library, tmp_path: Path
) -> None:
    paths = write(tmp_path, 3)
    paths[1].write_bytes(b"\x00")
    start, *events, end = add_paths(library, pool, [*paths, paths[0]])
    assert start == Started(total=4, passed_over=0)
    outcomes = {(event.path, event.outcome) for event in events if isinstance(event, Added)}
    assert outcomes == {(str(paths[0]), Outcome.ADDED), (str(paths[2]), Outcome.ADDED), (str(paths[0]), Outcome.KNOWN)}
    (failed,) = (event for event in events if isinstance(event, Failed))
    assert isinstance(failed.error, Unreadable)
    assert failed.error.reason is Reason.BINARY
    assert end == Done({Outcome.ADDED: 2, Outcome.KNOWN: 1, Outcome.UPDATED: 0}, failed=1, left=0)


def test_what_is_there_already_needs_no_parser(pool: ParserPool, library: Library, tmp_path: Path) -> None:
    paths = write(tmp_path, 2)
    list(add_paths(library, pool, paths))
    closed = ParserPool()
    closed.close()
    *_, end = add_paths(library, closed, paths)
    assert isinstance(end, Done)
    assert end.counts[Outcome.KNOWN] == 2


def test_it_stops_between_two_articles_and_what_was_added_stays(
    pool: ParserPool, library: Library, tmp_path: Path
) -> None:
    stop = threading.Event()
    added = 0
    for event in add_paths(library, pool, write(tmp_path, 30), stop):
        if isinstance(event, Added):
            added += 1
            stop.set()
        elif isinstance(event, Done):
            assert event.left == 29
    assert added == library.counts().total == 1


def test_a_worker_that_dies_costs_the_article_it_had_in_work(
    pool: ParserPool, library: Library, tmp_path: Path
) -> None:
    paths = write(tmp_path, 5)
    paths[1].write_text(TEXT * 20_000, encoding="utf-8")
    list(add_paths(library, pool, paths[:1]))
    tick = threading.Event()

    def kill_the_busy() -> None:
        while not pool.working():
            tick.wait(0.005)
        os.kill(pool.working()[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_the_busy)
    killer.start()
    events = list(add_paths(library, pool, paths))
    killer.join()
    (failed,) = (event for event in events if isinstance(event, Failed))
    assert failed.path == str(paths[1])
    assert isinstance(failed.error, ParseFailed)
    assert failed.error.reason is FailureReason.CRASH
    assert library.counts().total == 4
