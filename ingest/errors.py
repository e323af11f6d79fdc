"""Why something could not be read. The words for people are made from these in `tui`, in the person's language.

IngestError
 └ Unreadable   one input, with its reason
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["IngestError", "Reason", "Unreadable"]


class IngestError(Exception):
    """Base of everything ingestion raises on bad input."""


class Reason(StrEnum):
    """The kinds of bad input."""

    MISSING = "missing"
    FORBIDDEN = "forbidden"
    """The system refuses to open it; `detail` is the system's own word."""
    NOT_A_FILE = "not_a_file"
    """A folder where a file is needed, a pipe or a device: nothing that can be read to its end."""
    EMPTY = "empty"
    """Nothing in it but white space."""
    BINARY = "binary"
    """It holds a NUL character, so it is no text."""
    UNDECODABLE = "undecodable"
    """Not UTF-8, and no other encoding declared or shown by a byte order mark; `detail` is the encoding tried."""
    TOO_LARGE = "too_large"
    """Over the limit; `detail` is the limit in MiB."""
    NO_ARTICLES = "no_articles"
    """A folder in which no article file lies."""
    NO_TEXT = "no_text"
    """A page in which no article text was found, or whose markup is too deep or too large to be searched for one."""


class Unreadable(IngestError):
    """One input that could not be read: `name` as the person gave it, the `reason`, and a detail where it helps."""

    def __init__(self, name: str, reason: Reason, detail: str = "") -> None:
        super().__init__(name, reason, detail)
        self.name = name
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}" + (f" ({self.detail})" if self.detail else "")
