"""Why something could not be read. The words for people are made from these in `tui`, in the person's language.

IngestError
 ├ Unreadable   one input, with its reason
 └ FetchFailed  one address, with its reason
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["FetchFailed", "FetchReason", "IngestError", "Reason", "Unreadable"]


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


class FetchReason(StrEnum):
    """Why nothing came from an address."""

    ADDRESS = "address"
    """No http or https address, here or in a redirect; `detail` is the address."""
    PRIVATE = "private"
    """It leads into a private network or to this computer; `detail` is the host."""
    NAME = "name"
    """The host's name is unknown; `detail` is the host."""
    CONNECT = "connect"
    """Nobody answers; `detail` is the system's word."""
    TLS = "tls"
    """The server cannot prove to be who it is; `detail` is the library's word."""
    TIMEOUT = "timeout"
    """It took longer than `detail` seconds."""
    CUT = "cut"
    """The connection broke off in the middle, or what came is no HTTP."""
    TOO_LARGE = "too_large"
    """More than `detail` MiB."""
    REDIRECTS = "redirects"
    """One redirect after another, or one that leads nowhere."""
    PACKED = "packed"
    """Packed in a way that was not asked for, or broken; `detail` is the server's name for it."""
    STATUS = "status"
    """The server refuses; `detail` is the status code."""
    BUSY = "busy"
    """The server asks to come back later; `detail` is the status code."""
    GONE = "gone"
    """The server says that it is gone for good."""
    NOT_A_FEED = "not_a_feed"
    """What is there is no feed, and names none."""
    STOPPED = "stopped"
    """The person stopped it."""


class FetchFailed(IngestError):
    """Nothing came from `url`: the `reason`, a detail where it helps, and how long the server asks to be left alone."""

    def __init__(self, url: str, reason: FetchReason, detail: str = "", retry_after: float | None = None) -> None:
        super().__init__(url, reason, detail, retry_after)
        self.url = url
        self.reason = reason
        self.detail = detail
        self.retry_after = retry_after
        """Seconds, when the server names them."""

    @property
    def name(self) -> str:
        """What the person named."""
        return self.url

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}" + (f" ({self.detail})" if self.detail else "")
