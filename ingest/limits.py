"""How much is read at most."""

from __future__ import annotations

__all__ = [
    "MAX_DOWNLOAD",
    "MAX_ELEMENTS",
    "MAX_FEED",
    "MAX_ITEMS",
    "MAX_PAGE",
    "MAX_SUMMARY",
    "MAX_TEXT",
    "MAX_TITLE",
    "in_mebibytes",
]

MAX_TEXT = 4 * 2**20
"""The largest text of one article, in bytes of UTF-8."""
MAX_PAGE = 32 * 2**20
"""The largest file that is opened at all, in bytes: pages carry scripts and pictures beside their article."""
MAX_ELEMENTS = 400_000
"""The most elements of a page that are searched for an article; newspapers' pages have a few thousand."""

MAX_FEED = 16 * 2**20
"""The largest feed, in bytes when unpacked."""
MAX_ITEMS = 2_000
"""Items of a feed that are read, from its beginning, where the newest stand; newspapers' feeds have 20 to 500."""
MAX_TITLE, MAX_SUMMARY = 300, 5_000
"""Code points of a feed item's title and summary; what is longer is cut."""
MAX_DOWNLOAD = 8 * 2**20
"""The largest page that is taken from the network, in bytes when unpacked."""


def in_mebibytes(limit: int) -> str:
    """A limit as messages show it."""
    return str(limit >> 20)
