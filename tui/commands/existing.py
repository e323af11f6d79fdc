"""A library that has to be there already."""

from __future__ import annotations

import os
from pathlib import Path

from store.errors import NoLibrary
from store.library import Library
from tui.i18n import _
from tui.terminal import say

__all__ = ["existing_library", "waiting"]


def waiting() -> None:
    """Say that another process has the library's lock."""
    say(_("Waiting for another process that is writing to the library …"))


def existing_library(path: Path) -> Library:
    """The library at `path`, for reading where it cannot be written. Looking for one never makes one.

    Raises:
        StoreError: NoLibrary when there is none.
    """
    if not any(os.path.lexists(f"{path}{end}") for end in ("", "-wal")):
        raise NoLibrary(str(path))
    return Library(path, on_wait=waiting)
