"""Work on many hosts at once, on each of them only a little at a time."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from ingest.errors import FetchFailed

__all__ = ["run_politely"]

Job = TypeVar("Job")
Result = TypeVar("Result")

_LOOK = 0.25
"""Seconds after which a wait looks whether it is still wanted."""


def run_politely(
    jobs: Iterable[tuple[str, Job]],
    work: Callable[[Job], Result],
    *,
    stop: threading.Event,
    workers: int = 16,
    per_host: int = 2,
) -> Iterator[tuple[Job, Result | FetchFailed]]:
    """Do `work` on every job, and give each with its result as it is done.

    Hosts take turns. Only a few results wait for whoever consumes them. When `stop` is set no further job is begun and
    the iteration ends with those that are done; `work` must end soon then.

    Args:
        jobs: each with its host.
        work: called in threads; FetchFailed is a result, any other exception is raised here.
        stop: ends it.
        workers: threads.
        per_host: jobs of one host that are in work at a time.
    """
    turns = _Turns(jobs, per_host)
    results: queue.Queue[tuple[Job, Result | BaseException] | None] = queue.Queue(maxsize=workers)
    left = threading.Event()

    def give(item: tuple[Job, Result | BaseException] | None) -> None:
        while not left.is_set():
            try:
                results.put(item, timeout=_LOOK)
                return
            except queue.Full:
                continue

    def labour() -> None:
        while not (stop.is_set() or left.is_set()) and (turn := turns.take(stop)) is not None:
            host, job = turn
            result: Result | BaseException
            try:
                result = work(job)
            except BaseException as error:
                result = error
            turns.done(host)
            give((job, result))
        give(None)

    count = min(workers, max(len(turns), 1))
    threads = [threading.Thread(target=labour, daemon=True, name="fetch") for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        running = len(threads)
        while running:
            item = results.get()
            if item is None:
                running -= 1
                continue
            job, result = item
            if isinstance(result, BaseException) and not isinstance(result, FetchFailed):
                raise result
            yield job, result
    finally:
        left.set()
        turns.close()
        for thread in threads:
            thread.join()


class _Turns(Generic[Job]):
    """The jobs by host; a job is given out when its host has room."""

    def __init__(self, jobs: Iterable[tuple[str, Job]], per_host: int) -> None:
        self._waiting: dict[str, deque[Job]] = {}
        for host, job in jobs:
            self._waiting.setdefault(host, deque()).append(job)
        self._free = deque(self._waiting)
        self._per_host = per_host
        self._in_work: dict[str, int] = {}
        self._changed = threading.Condition()
        self._count = sum(map(len, self._waiting.values()))

    def __len__(self) -> int:
        return self._count

    def take(self, stop: threading.Event) -> tuple[str, Job] | None:
        """The next job, when there is one whose host has room; None when there is none left."""
        with self._changed:
            while not stop.is_set():
                if self._free:
                    host = self._free.popleft()
                    job = self._waiting[host].popleft()
                    self._in_work[host] = self._in_work.get(host, 0) + 1
                    self._queue(host)
                    return host, job
                if not any(self._waiting.values()):
                    return None
                self._changed.wait(_LOOK)
        return None

    def done(self, host: str) -> None:
        """A job of the host is finished."""
        with self._changed:
            self._in_work[host] -= 1
            self._queue(host)
            self._changed.notify_all()

    def close(self) -> None:
        """Give out nothing more."""
        with self._changed:
            self._waiting.clear()
            self._free.clear()
            self._changed.notify_all()

    def _queue(self, host: str) -> None:
        room = self._in_work.get(host, 0) < self._per_host
        if self._waiting.get(host) and room and host not in self._free:
            self._free.append(host)
