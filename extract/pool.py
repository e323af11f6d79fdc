"""Parsing in processes of its own, so that neither its load nor a crash touches the one who asks.

A worker is a fresh interpreter (never a fork) whose standard streams are pipes. Nothing is started before the
first article, and an article that brings its worker down, or takes too long, costs that article alone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from types import TracebackType
from typing import IO, Self, TypeVar

import msgspec

from extract.errors import FailureReason, ParseFailed, ParserUnavailable
from extract.types import ParsedArticle
from extract.worker import (
    ArticleRequest,
    Broken,
    PageRequest,
    Parsed,
    Ready,
    Refused,
    Reply,
    Request,
    read_frame,
    write_frame,
)
from ingest.errors import Unreadable
from ingest.types import Article, Fetched

__all__ = ["ParserPool"]

Key = TypeVar("Key")
Asked = TypeVar("Asked", Article, Fetched)

_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[Reply] = msgspec.json.Decoder(Reply)

_CLOSED = "closed"

_LOADING = 120.0
"""Seconds a worker may take to load its models on a machine with much else to do."""

_LOOK_AHEAD = 2
"""Articles read ahead for each worker: enough that none waits, few enough that memory stays flat."""

_LONG = 500_000
"""Code points that the time limit is meant for, far more than any article of a newspaper has."""

_LAST_WORDS = 4096
"""Bytes of a worker's standard error that are kept."""

_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from extract.worker import main; main()"
"""Worker processes import from where we import, wherever they are started; -P keeps the working folder out of it."""


class ParserPool:
    """Worker processes that parse articles. Safe to use from several threads."""

    def __init__(self, jobs: int = 1, timeout: float = 60.0) -> None:
        """A pool of at most `jobs` processes.

        Args:
            jobs: processes; each takes about 150 MB.
            timeout: seconds that parsing an article may take; in proportion more for one over `_LONG` code points.
        """
        if jobs < 1:
            raise ValueError(jobs)
        self.jobs = jobs
        self.timeout = timeout
        self._free = threading.BoundedSemaphore(jobs)
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="parser")
        self._lock = threading.Lock()
        self._workers: set[_Worker] = set()
        self._idle: list[_Worker] = []
        self._closed = False

    def parse(self, article: Article) -> ParsedArticle:
        """Everything found in `article`; waits for a free worker.

        Raises:
            ParseFailed: this article could not be parsed; the next one can.
            ParserUnavailable: no worker can be started, or the pool is closed.
        """
        timeout = self.timeout * max(1.0, len(article.text) / _LONG)
        parsed = self._ask(ArticleRequest(article, timeout))
        assert not isinstance(parsed, Refused)
        return parsed

    def parse_page(self, page: Fetched) -> ParsedArticle:
        """Everything found in the article of a page from the network, which is read in the worker too.

        Raises:
            Unreadable: the page holds no article that can be read.
            ParseFailed, ParserUnavailable: as `parse`.
        """
        parsed = self._ask(PageRequest(page, self.timeout))
        if isinstance(parsed, Refused):
            raise Unreadable(page.url, parsed.reason, parsed.detail)
        return parsed

    def submit(self, article: Article) -> Future[ParsedArticle]:
        """`parse` in the background. Raises ParserUnavailable when the pool is closed."""
        return self._submit(self.parse, article)

    def submit_page(self, page: Fetched) -> Future[ParsedArticle]:
        """`parse_page` in the background. Raises ParserUnavailable when the pool is closed."""
        return self._submit(self.parse_page, page)

    def _submit(self, call: Callable[[Asked], ParsedArticle], asked: Asked) -> Future[ParsedArticle]:
        try:
            return self._threads.submit(call, asked)
        except RuntimeError as error:
            raise ParserUnavailable(_CLOSED) from error

    def _ask(self, request: Request) -> ParsedArticle | Refused:
        with self._free:
            worker = self._take()
            try:
                return worker.parse(request)
            finally:
                self._give_back(worker)

    def parse_many(self, items: Iterable[tuple[Key, Article]]) -> Iterator[tuple[Key, ParsedArticle | ParseFailed]]:
        """Parse a stream of articles, in order, reading only a few ahead of the results.

        An article that fails gives its ParseFailed in its place.

        Raises:
            ParserUnavailable: no worker can be started, or the pool was closed.
        """
        waiting: deque[tuple[Key, Future[ParsedArticle]]] = deque()
        try:
            for key, article in items:
                waiting.append((key, self.submit(article)))
                if len(waiting) > self.jobs * _LOOK_AHEAD:
                    yield _settled(*waiting.popleft())
            while waiting:
                yield _settled(*waiting.popleft())
        finally:
            for _, future in waiting:
                future.cancel()

    def working(self) -> tuple[int, ...]:
        """Process ids of the workers that have an article in work."""
        with self._lock:
            return tuple(worker.pid for worker in self._workers if worker not in self._idle)

    def close(self) -> None:
        """End every worker at once; a parse in progress raises ParserUnavailable."""
        with self._lock:
            self._closed = True
            workers = list(self._workers)
        for worker in workers:
            worker.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in workers:
            worker.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise ParserUnavailable(_CLOSED)
            worker = self._idle.pop() if self._idle else None
            if worker is not None and not worker.is_usable():
                self._workers.discard(worker)
                worker.discard()
                worker = None
            if worker is None:
                worker = _Worker()
                self._workers.add(worker)
            return worker

    def _give_back(self, worker: _Worker) -> None:
        with self._lock:
            if worker.is_usable():
                self._idle.append(worker)
                return
            self._workers.discard(worker)
        worker.discard()


class _Worker:
    """One worker process. One thread at a time asks it to parse; any may kill it."""

    def __init__(self) -> None:
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _BOOT, *map(os.path.abspath, sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # The terminal's Ctrl-C and Ctrl-Z go to the process that owns the terminal, not to us.
                start_new_session=True,
            )
        except OSError as error:
            raise ParserUnavailable(str(error)) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self.pid = self._process.pid
        self._requests: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout
        self._last_words = b""
        self._drain = threading.Thread(target=self._listen, args=(self._process.stderr,), daemon=True)
        self._drain.start()
        self._loaded = False
        self._in_work = False
        self._killed = False
        self._overdue = False

    def parse(self, asked: Request) -> ParsedArticle | Refused:
        """Send the request and wait for its answer, at most its time once the models are loaded."""
        timeout = asked.timeout
        try:
            request = _ENCODER.encode(asked)
        except UnicodeEncodeError as error:
            raise ParseFailed(FailureReason.CRASH, str(error)) from error
        if not self._loaded:
            if not isinstance(self._ask(None, _LOADING), Ready):
                raise ParserUnavailable(self._ending())
            self._loaded = True
        reply = self._ask(request, timeout)
        if isinstance(reply, Parsed):
            return reply.parsed
        if isinstance(reply, Refused):
            return reply
        if isinstance(reply, Broken):
            raise ParseFailed(FailureReason.CRASH, reply.detail)
        if self._overdue:
            raise ParseFailed(FailureReason.TIMEOUT, f"{timeout:g}")
        if self._killed:
            raise ParserUnavailable(_CLOSED)
        raise ParseFailed(FailureReason.CRASH, self._ending())

    def is_usable(self) -> bool:
        """Whether it is alive and waits for an article."""
        return not (self._in_work or self._killed) and self._process.poll() is None

    def kill(self) -> None:
        """End it; whoever waits for an answer gets none."""
        self._killed = True
        self._process.kill()

    def discard(self) -> None:
        """End it and let go of everything it holds. May be called twice."""
        self.kill()
        self._process.wait()
        self._drain.join()
        self._answers.close()
        with contextlib.suppress(BrokenPipeError):
            self._requests.close()

    def _ask(self, request: bytes | None, limit: float) -> Reply | None:
        """Send `request` and wait for the next answer; None when the process ended or the time did."""
        self._in_work = True
        alarm = threading.Timer(limit, self._expire)
        alarm.daemon = True
        alarm.start()
        try:
            if request is not None:
                write_frame(self._requests, request)
            answer = read_frame(self._answers)
            reply: Reply | None = None if answer is None else _DECODER.decode(answer)
        except (OSError, ValueError, msgspec.MsgspecError):
            return None
        finally:
            alarm.cancel()
        self._in_work = reply is None
        return reply

    def _expire(self) -> None:
        self._overdue = True
        self.kill()

    def _listen(self, stream: IO[bytes]) -> None:
        """Keep the end of what the process says on standard error; it is never shown as it is."""
        with stream:
            while chunk := os.read(stream.fileno(), _LAST_WORDS):
                self._last_words = (self._last_words + chunk)[-_LAST_WORDS:]

    def _ending(self) -> str:
        """How the process ended, in a few words, after ending it if it is still there."""
        if self._overdue:
            return f"{_LOADING:g} s"
        try:
            status = self._process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            self.kill()
            status = self._process.wait()
        self._drain.join()
        lines = self._last_words.decode(errors="replace").split("\n")
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
        if status < 0:
            return signal.strsignal(-status) or f"signal {-status}"
        return said or f"exit status {status}"


def _settled(key: Key, future: Future[ParsedArticle]) -> tuple[Key, ParsedArticle | ParseFailed]:
    try:
        return key, future.result()
    except ParseFailed as failure:
        return key, failure
    except CancelledError as error:
        raise ParserUnavailable(_CLOSED) from error
