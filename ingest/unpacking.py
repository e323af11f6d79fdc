"""What servers pack (Content-Encoding) unpacked in steps, so that a small answer cannot become a huge one."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

__all__ = ["ACCEPTED", "BadPacking", "TooMuch", "unpacked"]

ACCEPTED = "gzip, deflate"
"""What requests say they accept."""
_STEP = 1 << 16
"""Bytes that one step unpacks at most."""


class BadPacking(Exception):
    """It is packed in a way that was not asked for, or damaged."""


class TooMuch(Exception):
    """More bytes than the limit."""


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> Iterator[bytes]:
    """The bytes of an answer.

    Args:
        chunks: as they come from the connection.
        encoding: the answer's Content-Encoding.
        limit: bytes, packed and unpacked.

    Raises:
        BadPacking, TooMuch.
    """
    steps = _counted(chunks, limit)
    match encoding.strip().lower():
        case "" | "identity":
            yield from steps
        case "gzip" | "x-gzip" | "deflate" as name:
            yield from _counted(_inflated(steps, name), limit)
        case _:
            raise BadPacking(encoding)


def _counted(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooMuch
        yield chunk


def _inflated(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    unpacker = None
    try:
        for chunk in chunks:
            if not chunk:
                continue
            if unpacker is None:
                unpacker = zlib.decompressobj(_window(name, chunk))
            pending = chunk
            while pending and not unpacker.eof:
                step = unpacker.decompress(pending, _STEP)
                pending = unpacker.unconsumed_tail
                if step:
                    yield step
        if unpacker is not None and not unpacker.eof:
            raise BadPacking(name)
    except zlib.error as error:
        raise BadPacking(name) from error


def _window(name: str, start: bytes) -> int:
    if name != "deflate":
        return 16 + zlib.MAX_WBITS
    # RFC 9110 means the zlib format; some servers send the bare stream.
    bare = start[0] & 0x0F != 8 or (len(start) > 1 and (start[0] << 8 | start[1]) % 31)
    return -zlib.MAX_WBITS if bare else zlib.MAX_WBITS
