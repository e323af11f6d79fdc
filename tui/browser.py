"""Opening an address in the person's browser, without a shell and without a word on our terminal."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from urllib.parse import urlsplit

__all__ = ["is_web_address", "open_address"]

_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")


def is_web_address(address: str) -> bool:
    """Whether it is an http or https address and nothing else could be read into it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and address.isprintable() and " " not in address


def open_address(address: str) -> bool:
    """Hand an address to the browser; returns at once.

    Returns:
        False when it is no web address, or there is no browser that opens a window of its own.
    """
    command = _opener()
    if command is None or not is_web_address(address):
        return False
    try:
        subprocess.Popen(
            [*command, address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True


def _opener() -> Sequence[str] | None:
    """The system's command for it. One that would draw over this terminal (a text browser) is none."""
    if sys.platform == "darwin":
        return ("/usr/bin/open",)
    if not any(os.environ.get(name) for name in _DISPLAYS):
        return None
    found = shutil.which("xdg-open")
    return None if found is None else (found,)
