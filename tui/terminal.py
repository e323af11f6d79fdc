"""The streams of the command line: data on standard output, talk on standard error, always UTF-8."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterable
from enum import IntEnum
from typing import Any

from widgets.display import UNSAFE, harmless

__all__ = ["Exit", "is_interactive", "is_terminal", "let_go", "print_lines", "row", "say", "to_json", "use_utf8"]


class Exit(IntEnum):
    """What the command ends with."""

    OK = 0
    FAILED = 1
    """Something asked for could not be done; a sentence on standard error says what."""
    USAGE = 2
    FAULT = 70
    """A fault of the program, written to the log."""
    INTERRUPTED = 130
    PIPE_CLOSED = 141
    """Whoever read standard output had enough."""


def use_utf8() -> None:
    """Write UTF-8 whatever the locale says: Vietnamese cannot be written in most others.

    A stream that was closed before we started is replaced by one that goes nowhere.
    """
    # These stay open as long as the process lives.
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def is_terminal() -> bool:
    """Whether a person sees what is printed."""
    return sys.stdout.isatty()


def is_interactive() -> bool:
    """Whether the reader can run: a person sees it and can press keys. Textual draws on standard error."""
    return sys.stdin is not None and all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def say(message: str) -> None:
    """One line of talk on standard error. Names from outside in it are made harmless before."""
    print(message, file=sys.stderr, flush=True)


def print_lines(lines: Iterable[str]) -> None:
    """Lines for reading, already harmless: as they are into a pipe, broken between words on a terminal."""
    if not is_terminal():
        for line in lines:
            print(line)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in lines:
        console.print(Text(line))


def row(*cells: object) -> str:
    """One row of tab-separated data; a tab or line end inside a cell is a space."""
    return "\t".join(harmless(str(cell)) for cell in cells)


def to_json(value: Any) -> str:
    """`value` as JSON on one line, in which whatever could act on a terminal is an escape of JSON."""
    return UNSAFE.sub(_escape, json.dumps(value, ensure_ascii=False))


def let_go() -> None:
    """Give up standard output after its reader went away, so that nothing complains when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _escape(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]
