"""Where things lie: the library, the log of faults."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["LIBRARY_VARIABLE", "library_path", "log_path"]

LIBRARY_VARIABLE = "DIEMBAO_LIBRARY"
"""Names the library file, unless the command line does."""

_NAME = "diembao"


def library_path(named: str | None = None) -> Path:
    """The library file: the one the command line names, or the environment, or the one in the person's data folder."""
    chosen = named or os.environ.get(LIBRARY_VARIABLE)
    if chosen:
        return Path(os.path.expanduser(chosen))
    # Loaded where it is needed: most of the time of `--version` would be spent on it.
    import platformdirs

    return platformdirs.user_data_path(_NAME, appauthor=False) / "library.diembao"


def log_path() -> Path:
    """The file that faults of the program are written to."""
    import platformdirs

    return platformdirs.user_log_path(_NAME, appauthor=False) / "diembao.log"
