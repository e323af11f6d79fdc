"""How much is read at most."""

from __future__ import annotations

__all__ = ["MAX_ELEMENTS", "MAX_PAGE", "MAX_TEXT", "in_mebibytes"]

MAX_TEXT = 4 * 2**20
"""The largest text of one article, in bytes of UTF-8."""
MAX_PAGE = 32 * 2**20
"""The largest file that is opened at all, in bytes: pages carry scripts and pictures beside their article."""
MAX_ELEMENTS = 400_000
"""The most elements of a page that are searched for an article; newspapers' pages have a few thousand."""


def in_mebibytes(limit: int) -> str:
    """A limit as messages show it."""
    return str(limit >> 20)
