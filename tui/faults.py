"""Faults of the program itself: written to a log file, told in one sentence."""

from __future__ import annotations

import platform
import sys
import traceback
from datetime import UTC, datetime

from tui import __version__
from tui.config import log_path
from tui.i18n import _
from widgets.display import harmless

__all__ = ["report"]

_LARGEST_LOG = 1 << 20
"""Bytes; a larger log is begun anew."""


def report(error: BaseException) -> str:
    """Append the fault to the log; gives the sentence to show, safe to print."""
    path = log_path()
    head = (
        f"{datetime.now(UTC).isoformat()} diembao {__version__}, Python {platform.python_version()}, {sys.platform}\n"
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = "w" if path.exists() and path.stat().st_size > _LARGEST_LOG else "a"
        with path.open(mode, encoding="utf-8", errors="backslashreplace") as log:
            log.write(head + "".join(traceback.format_exception(error)) + "\n")
    except OSError:
        message = _("A fault in Điểm Báo: {fault}. It could not be written to {path}.")
    else:
        message = _("A fault in Điểm Báo: {fault}. The details are in {path}; your library is safe.")
    fault = f"{type(error).__name__}: {error}"
    return message.format(fault=harmless(fault), path=harmless(str(path)))
