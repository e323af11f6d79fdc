"""`diembao retention`: old articles go, saved ones stay; first it is only said, and it can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from store import retention
from store.errors import ReadOnlyLibrary
from store.library import Library
from store.retention import Going, Rule
from tui import labels
from tui.commands.existing import existing_library
from tui.i18n import _, _n
from tui.progress import progress
from tui.terminal import Exit, row, say
from widgets.display import harmless

__all__ = ["run"]


def run(library_path: Path, *, unread_days: int | None, read_days: int | None, apply: bool, undo: str | None) -> Exit:
    """Say what would go, drop it, or bring back what was dropped.

    Args:
        library_path: the library.
        unread_days, read_days: from what age on unread and read articles go; None keeps them.
        apply: drop them.
        undo: None; or the file to bring back, "" for the newest.

    Raises:
        StoreError.
    """
    if undo is None and unread_days is None and read_days is None:
        say(_("Say what is old: `diembao retention --unread-older-than 90d`; saved articles are kept forever."))
        return Exit.USAGE
    with existing_library(library_path) as library:
        if library.read_only and (apply or undo is not None):
            raise ReadOnlyLibrary(library.path)
        if undo is not None:
            return _undo(library, undo)
        now = datetime.now(UTC)
        unread = None if unread_days is None else now - timedelta(days=unread_days)
        read = None if read_days is None else now - timedelta(days=read_days)
        rule = Rule(unread_before=unread, read_before=read)
        _tell(retention.going(library, rule))
        if not apply:
            say(_("Nothing was changed; with --apply they go, into a file from which --undo brings them back."))
            return Exit.OK
        return _drop(library, rule)


def _tell(going: Going) -> None:
    message = _n(
        "{n} article would go ({unread} unread, {read} read), {size}; {saved} saved ones of that age stay.",
        "{n} articles would go ({unread} unread, {read} read), {size}; {saved} saved ones of that age stay.",
        going.total,
    )
    size = labels.size(going.size)
    print(message.format(n=going.total, unread=going.unread, read=going.read, size=size, saved=going.kept_saved))
    for head in going.newest:
        print(row(head.id, labels.day(head.published or head.added), head.site, head.title))
    if going.total > len(going.newest):
        rest = going.total - len(going.newest)
        print(_n("… and {n} older one.", "… and {n} older ones.", rest).format(n=rest))


def _drop(library: Library, rule: Rule) -> Exit:
    with progress(_("Dropping …")) as told:
        gone, file = retention.drop(library, rule, datetime.now(), told)
    if gone:
        message = _n(
            "{n} article is gone from the library and lies in {file}; `diembao retention --undo` brings it back.",
            "{n} articles are gone from the library and lie in {file}; `diembao retention --undo` brings them back.",
            gone,
        )
        print(message.format(n=gone, file=harmless(file)))
    return Exit.OK


def _undo(library: Library, file: str) -> Exit:
    files = [file] if file else retention.removed_files(library.path)
    if not files:
        say(_("There is nothing to bring back: no file of dropped articles lies beside the library."))
        return Exit.FAILED
    # Opened before anything else: a name that does not exist must not be made a library.
    existing_library(Path(files[-1])).close()
    with progress(_("Bringing back …")) as told:
        merged = retention.undo(library, files[-1], told)
    message = _n(
        "{n} article is back from {file}, {known} were there.",
        "{n} articles are back from {file}, {known} were there.",
        merged.added,
    )
    print(message.format(n=merged.added, file=harmless(files[-1]), known=merged.known))
    return Exit.OK
