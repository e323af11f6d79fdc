"""Why an article could not be parsed. The words for people are made from these in `tui`.

ExtractError
 ├ ParseFailed        one article, with its reason; the next one is parsed as if nothing had happened
 └ ParserUnavailable  no worker process can be started, or the pool is closed: no article can be parsed
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["ExtractError", "FailureReason", "ParseFailed", "ParserUnavailable"]


class ExtractError(Exception):
    """Base of everything extraction raises."""


class FailureReason(StrEnum):
    """How parsing one article failed."""

    CRASH = "crash"
    """The worker process died, or the extractor raised; `detail` is the last it said."""
    TIMEOUT = "timeout"
    """It took too long; `detail` is the limit in seconds."""


class ParseFailed(ExtractError):
    """One article that could not be parsed."""

    def __init__(self, reason: FailureReason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail

    def __str__(self) -> str:
        return str(self.reason) + (f" ({self.detail})" if self.detail else "")


class ParserUnavailable(ExtractError):
    """No article can be parsed; `detail` is the last the worker said before it ended."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail

    def __str__(self) -> str:
        return self.detail or "no worker"
