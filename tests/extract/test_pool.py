"""Parsing in worker processes: what a crash, a time-out or a dead parent costs."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.errors import FailureReason, ParseFailed, ParserUnavailable
from extract.pool import ParserPool
from ingest.types import Article, Block, BlockKind

SENTENCE = "Bà Trần Thị Lụa, trưởng thôn Đông, cho biết cây cầu mới sẽ thông xe trước Tết."
LONG = 5_000
"""Sentences that keep a worker busy for longer than any wait in these tests."""
PATIENCE = 20.0


def article(sentences: int = 1, text: str = SENTENCE) -> Article:
    whole = " ".join([text] * sentences)
    return Article(text=whole, blocks=(Block(BlockKind.PARAGRAPH, 0, len(whole)),))


def wait_until_working(pool: ParserPool) -> int:
    """The process id of a worker that has an article in work."""
    tick = threading.Event()
    while not pool.working():
        tick.wait(0.005)
    return pool.working()[0]


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool() as shared:
        shared.parse(article())
        yield shared


def test_a_parsed_article_comes_back_whole(pool: ParserPool) -> None:
    asked = article(text=SENTENCE + "\r\n\x1b[31m \u202e [/oops] 🙂")
    parsed = pool.parse(asked)
    assert parsed.article == asked
    assert parsed.version


def test_many_articles_come_back_in_order_and_only_a_few_are_read_ahead(pool: ParserPool) -> None:
    read: list[int] = []

    def items() -> Iterator[tuple[int, Article]]:
        for number in range(12):
            read.append(number)
            yield number, article(text=f"Bài số {number}. {SENTENCE}")

    ahead = []
    for key, parsed in pool.parse_many(items()):
        assert not isinstance(parsed, ParseFailed)
        assert parsed.article.text.startswith(f"Bài số {key}.")
        ahead.append(len(read) - key)
    assert len(ahead) == 12
    assert max(ahead) <= 4


def test_a_worker_killed_in_the_middle_of_an_article_costs_that_article_alone(pool: ParserPool) -> None:
    doomed = pool.submit(article(LONG))
    os.kill(wait_until_working(pool), signal.SIGKILL)
    with pytest.raises(ParseFailed) as failure:
        doomed.result()
    assert failure.value.reason is FailureReason.CRASH
    assert pool.parse(article()).article == article()


def test_a_worker_killed_while_idle_costs_nothing(pool: ParserPool) -> None:
    pool.parse(article())
    before = pool.submit(article(200))
    worker = wait_until_working(pool)
    before.result()
    os.kill(worker, signal.SIGKILL)
    os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT)
    assert pool.parse(article()).article == article()


def test_an_article_that_takes_too_long_is_given_up_and_the_others_are_parsed() -> None:
    with ParserPool(timeout=2.0) as pool:
        items = [("một", article()), ("hai", article(LONG)), ("ba", article())]
        results = dict(pool.parse_many(items))
        failed = results["hai"]
        assert isinstance(failed, ParseFailed)
        assert (failed.reason, failed.detail) == (FailureReason.TIMEOUT, "2")
        assert not isinstance(results["một"], ParseFailed)
        assert not isinstance(results["ba"], ParseFailed)


def test_a_text_that_cannot_be_sent_costs_that_article_alone(pool: ParserPool) -> None:
    with pytest.raises(ParseFailed):
        pool.parse(article(text="nửa ký tự \ud83d"))
    assert pool.parse(article()).article == article()


def test_closing_ends_the_workers_and_whoever_waits_is_told() -> None:
    pool = ParserPool()
    waiting = [pool.submit(article(LONG)), pool.submit(article())]
    worker = os.pidfd_open(wait_until_working(pool))
    pool.close()
    assert select.select([worker], [], [], PATIENCE)[0]
    os.close(worker)
    with pytest.raises(ParserUnavailable):
        waiting[0].result()
    assert waiting[1].cancelled()
    with pytest.raises(ParserUnavailable):
        pool.parse(article())
    with pytest.raises(ParserUnavailable):
        list(pool.parse_many([("một", article())]))


PARENT = """
import sys
from extract.pool import ParserPool
from ingest.types import Article, Block, BlockKind

def article(text):
    return Article(text=text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),))

pool = ParserPool()
pool.parse(article(sys.argv[1]))
future = pool.submit(article(sys.argv[1] * 20_000))
while not pool.working():
    pass
print(pool.working()[0], flush=True)
future.result()
"""


def test_a_worker_ends_with_its_parent_even_in_the_middle_of_an_article(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, SENTENCE],
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    with parent.stdout as told:
        worker = os.pidfd_open(int(told.readline()))
    parent.kill()
    parent.wait()
    assert select.select([worker], [], [], PATIENCE)[0]
    os.close(worker)


def test_a_worker_that_cannot_start_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [path for path in sys.path if "lib-dynload" in path or path.endswith(".zip")])
    with ParserPool() as pool, pytest.raises(ParserUnavailable) as failure:
        pool.parse(article())
    assert "ModuleNotFoundError" in str(failure.value)
