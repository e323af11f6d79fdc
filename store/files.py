"""Files written whole or not at all, and folders that keep a new name through a power loss."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from store.errors import CannotWrite

__all__ = ["sync_file", "sync_folder", "whole_file"]


def sync_file(path: str) -> None:
    """Return when the file's content is on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(path: str) -> None:
    """Return when the names in the folder are on the disk, where the system can tell."""
    with contextlib.suppress(OSError):
        sync_file(path)


@contextlib.contextmanager
def whole_file(target: str | os.PathLike[str]) -> Iterator[str]:
    """The path to write `target` at: on leaving it takes the name, durably; on an exception nothing is left of it.

    Raises:
        CannotWrite: the system does not let it be written, or the disk is full.
    """
    name = os.path.abspath(os.fspath(target))
    part = f"{name}.{os.getpid()}.part"
    try:
        yield part
        sync_file(part)
        os.replace(part, name)
        sync_folder(os.path.dirname(name))
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(part)
        if isinstance(error, OSError):
            raise CannotWrite(os.fspath(target), error.strerror or str(error)) from error
        raise
