"""One refresh of a library at a time, whoever begins it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

__all__ = ["RefreshRunning", "refresh_lock"]


class RefreshRunning(Exception):
    """Another process refreshes the library; `process` is its number, "" when it does not say."""

    def __init__(self, process: str) -> None:
        super().__init__(process)
        self.process = process


@contextlib.contextmanager
def refresh_lock(library_path: Path) -> Iterator[None]:
    """Hold the library's refresh. The system lets go of it however the process ends.

    Raises:
        RefreshRunning, OSError.
    """
    import fcntl

    with open(f"{library_path}.refresh", "a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise RefreshRunning(file.read(20).strip()) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
