"""`diembao backup`: a copy of the library."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from store import backup
from store.errors import CannotWrite
from store.library import Library
from tui.commands.existing import existing_library
from tui.i18n import _
from tui.labels import size
from tui.progress import progress
from tui.terminal import Exit
from widgets.display import harmless

__all__ = ["run"]


def run(library_path: Path, target: str | None) -> Exit:
    """Copy the library to `target`, by default beside it with the time in its name, and read the copy once.

    Raises:
        StoreError: there is no library, it cannot be read, or the copy cannot be written or is there already.
    """
    copy = target or f"{library_path}.backup-{datetime.now():%Y%m%d-%H%M%S}"
    with existing_library(library_path) as library:
        if os.path.lexists(copy):
            raise CannotWrite(copy, _("it is there already"))
        with progress(_("Copying …")) as told:
            backup.copy(library.file, copy, told)
    with Library(copy) as copied:
        total = copied.counts().total
    message = _("{path}: a copy with {articles} articles, {size}. It opens with --library, or comes in by `import`.")
    print(message.format(path=harmless(copy), articles=total, size=size(os.path.getsize(copy))))
    return Exit.OK
