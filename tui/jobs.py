"""Adding articles in the background: what the command line's progress and the reader's status line both consume."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, wait
from dataclasses import dataclass
from datetime import UTC, datetime

from extract.errors import ParseFailed, ParserUnavailable
from extract.pool import ParserPool
from extract.types import ParsedArticle
from ingest.errors import FetchFailed, Unreadable
from ingest.files import FoundFile, find_files
from store.library import Library
from store.types import Outcome

__all__ = ["Added", "AddingEvent", "Done", "Failed", "Started", "add_paths"]

_LOOK_AHEAD = 2
"""Articles read ahead for each worker, so that none waits for the disk or the library."""

_ATTENTION = 0.1
"""Seconds until a wish to stop is noticed while an article is in work."""


@dataclass(frozen=True, slots=True)
class Started:
    """The files are known."""

    total: int
    passed_over: int
    """Things in folders that are no articles by their name."""


@dataclass(frozen=True, slots=True)
class Added:
    """One article is in the library."""

    path: str
    id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Failed:
    """One article could not be added."""

    path: str
    error: Unreadable | FetchFailed | ParseFailed


@dataclass(frozen=True, slots=True)
class Done:
    """The last event."""

    counts: dict[Outcome, int]
    failed: int
    left: int
    """Files not looked at because it was stopped; 0 when everything was."""


AddingEvent = Started | Added | Failed | Done


def add_paths(
    library: Library, pool: ParserPool, paths: Iterable[str | os.PathLike[str]], stop: threading.Event | None = None
) -> Iterator[AddingEvent]:
    """Add every article that `paths` name; what is there already is neither parsed nor changed.

    Each article is one transaction: whatever ends this, those told as added stay. Blocks between events, so the
    reader runs it in a thread.

    Args:
        library: where to.
        pool: parses; stays open.
        paths: files, folders, addresses of pages, or `-` for standard input.
        stop: when set, nothing further is added and `Done` follows at once.

    Raises:
        StoreError, ParserUnavailable: nothing further can be added.
    """
    adding = _Adding(library, pool, stop or threading.Event())
    files = find_files(paths)
    yield Started(len(files), files.passed_over)
    settled = 0
    for event in adding.events(files):
        settled += 1
        yield event
    yield Done(adding.counts, adding.failed, len(files) - settled)


class _Adding:
    """One run: at most a few articles are in work at a time."""

    def __init__(self, library: Library, pool: ParserPool, stop: threading.Event) -> None:
        self.counts = dict.fromkeys(Outcome, 0)
        self.failed = 0
        self._library = library
        self._pool = pool
        self._stop = stop
        self._in_work: deque[tuple[FoundFile, Future[ParsedArticle]]] = deque()

    def events(self, files: Iterable[FoundFile]) -> Iterator[Added | Failed]:
        """Exactly one event for each file, unless it is stopped."""
        try:
            for file in files:
                if self._stop.is_set():
                    return
                event = self._begin(file)
                if event is not None:
                    yield event
                elif len(self._in_work) > self._pool.jobs * _LOOK_AHEAD:
                    if not self._is_first_ready():
                        return
                    yield self._finish()
            while self._in_work and self._is_first_ready():
                yield self._finish()
        finally:
            for _, future in self._in_work:
                future.cancel()

    def _begin(self, file: FoundFile) -> Added | Failed | None:
        """Settle what needs no parsing; else hand it to the pool."""
        if file.article is None:
            assert file.error is not None
            return self._fail(file.path, file.error)
        known = self._library.find(file.article)
        if known is not None and known.outcome is Outcome.KNOWN:
            return self._count(file.path, known.id, known.outcome)
        self._in_work.append((file, self._pool.submit(file.article)))
        return None

    def _is_first_ready(self) -> bool:
        """Wait for the oldest article in work; False when it is not wanted any more."""
        _, future = self._in_work[0]
        while not self._stop.is_set():
            if wait([future], timeout=_ATTENTION).done:
                return True
        return False

    def _finish(self) -> Added | Failed:
        file, future = self._in_work.popleft()
        try:
            parsed = future.result()
        except ParseFailed as error:
            return self._fail(file.path, error)
        except CancelledError as error:
            raise ParserUnavailable("closed") from error
        fetched = datetime.now(UTC).replace(microsecond=0) if file.from_web else None
        added = self._library.add(parsed, fetched=fetched)
        return self._count(file.path, added.id, added.outcome)

    def _count(self, path: str, id: int, outcome: Outcome) -> Added:
        self.counts[outcome] += 1
        return Added(path, id, outcome)

    def _fail(self, path: str, error: Unreadable | FetchFailed | ParseFailed) -> Failed:
        self.failed += 1
        return Failed(path, error)
