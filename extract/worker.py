"""The worker process: articles in on standard input, parsed articles out on standard output.

A frame is four bytes, big-endian, with the length of the JSON message that follows. The first frame out says that
the models are loaded; after it one answer follows each article. The process ends as soon as its standard input
does, whatever it is doing, so it never outlives the one who started it.
"""

from __future__ import annotations

import faulthandler
import os
import queue
import signal
import struct
import sys
import threading
from typing import IO

import msgspec

from extract.types import ParsedArticle
from ingest.errors import Reason, Unreadable
from ingest.types import Article, Block, BlockKind, Fetched

__all__ = [
    "LONGEST_FRAME",
    "ArticleRequest",
    "Broken",
    "PageRequest",
    "Parsed",
    "Ready",
    "Refused",
    "Reply",
    "Request",
    "main",
    "read_frame",
    "write_frame",
]

LONGEST_FRAME = 1 << 30
"""Bytes; a longer length is not a frame of ours."""

_GRACE = 5.0
"""Seconds past an article's limit after which the process ends itself, should nobody have ended it."""

_WARM_UP = Article(text="Hà Nội", blocks=(Block(BlockKind.PARAGRAPH, 0, 6),))

_LENGTH = struct.Struct(">I")


class ArticleRequest(msgspec.Struct, tag="article"):
    """One article to parse."""

    article: Article
    timeout: float
    """Seconds the sender will wait."""


class PageRequest(msgspec.Struct, tag="page"):
    """One page from the network, whose article is to be found and parsed."""

    page: Fetched
    timeout: float


Request = ArticleRequest | PageRequest


class Ready(msgspec.Struct, tag="ready"):
    """The models are loaded."""


class Parsed(msgspec.Struct, tag="parsed"):
    """The answer to an article."""

    parsed: ParsedArticle


class Broken(msgspec.Struct, tag="broken"):
    """The extractor raised; the process goes on."""

    detail: str


class Refused(msgspec.Struct, tag="refused"):
    """The answer to a page that holds no article that can be read."""

    reason: Reason
    detail: str


Reply = Ready | Parsed | Refused | Broken


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next message of `stream`; None at its end, or where what follows is no frame."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (size,) = _LENGTH.unpack(head)
    if size > LONGEST_FRAME:
        return None
    body = stream.read(size)
    return body if len(body) == size else None


def write_frame(stream: IO[bytes], message: bytes) -> None:
    """Send one message. Raises BrokenPipeError when nobody reads any more."""
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def main() -> None:
    """Serve articles until standard input ends."""
    # Ctrl-C in the terminal is for the one who started us; they decide what becomes of the article in work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the frames.
    os.dup2(2, 1)
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    try:
        _serve(requests, answers)
    except BrokenPipeError:
        os._exit(0)


def _receive(stream: IO[bytes], requests: queue.SimpleQueue[bytes]) -> None:
    """Read ahead all the time, so that the end of standard input is seen while an article is in work."""
    while (message := read_frame(stream)) is not None:
        requests.put(message)
    os._exit(0)


def _serve(requests: queue.SimpleQueue[bytes], answers: IO[bytes]) -> None:
    from extract.pipeline import Extractor
    from ingest.web import page_of

    encoder = msgspec.json.Encoder()
    decoder: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)
    extractor = Extractor()
    # Models are loaded at the first use of each: that must not count against the first article's limit.
    extractor.parse(_WARM_UP)
    write_frame(answers, encoder.encode(Ready()))
    while True:
        request = decoder.decode(requests.get())
        # The thread that reads standard input needs the interpreter's lock; this watchdog does not, so the process
        # ends even where C code holds the lock for good.
        faulthandler.dump_traceback_later(request.timeout + _GRACE, exit=True)
        reply: Reply
        try:
            article = request.article if isinstance(request, ArticleRequest) else page_of(request.page)
            reply = Parsed(extractor.parse(article))
            message = encoder.encode(reply)
        except Unreadable as error:
            message = encoder.encode(Refused(error.reason, error.detail))
        except Exception as error:
            reply = Broken(f"{type(error).__name__}: {error}")
            message = encoder.encode(reply)
        finally:
            faulthandler.cancel_dump_traceback_later()
        write_frame(answers, message)


if __name__ == "__main__":
    main()
