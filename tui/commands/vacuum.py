"""`diembao vacuum`: the library file without the room it no longer needs."""

from __future__ import annotations

from pathlib import Path

from store import backup
from store.errors import ReadOnlyLibrary
from tui.commands.existing import existing_library
from tui.i18n import _
from tui.labels import size
from tui.progress import progress
from tui.terminal import Exit

__all__ = ["run"]


def run(library_path: Path) -> Exit:
    """Make the file as small as it can be.

    Raises:
        StoreError: there is none, it cannot be written, or there is no room for the work.
    """
    with existing_library(library_path) as library:
        if library.read_only:
            raise ReadOnlyLibrary(library.path)
        with progress(_("Making the file smaller …")) as told:
            before, after = backup.vacuum(library.file, lambda: told(0, 0))
    print(_("Before {before}, now {after}.").format(before=size(before), after=size(after)))
    return Exit.OK
