"""`diembao add`: files and folders into the library."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from extract.errors import ParseFailed
from extract.pool import ParserPool
from ingest.errors import FetchFailed, Unreadable
from store.errors import ReadOnlyLibrary
from store.library import Library
from store.types import Outcome
from tui import labels
from tui.errors import failed_sentence, sentence
from tui.i18n import _, _n
from tui.jobs import Added, AddingEvent, Done, Failed, Started, add_paths
from tui.terminal import Exit, is_terminal, row, say
from widgets.display import harmless

__all__ = ["add_with_progress", "interrupts", "open_library", "run"]


def run(library_path: Path, paths: Iterable[str]) -> Exit:
    """Add every article that `paths` name, with progress on a terminal and a line for each into a pipe."""
    with open_library(library_path) as library:
        return add_with_progress(library, paths)


def open_library(path: Path) -> Library:
    """The library at `path` for changing it.

    Raises:
        StoreError: ReadOnlyLibrary too.
    """
    library = Library(path, on_wait=lambda: say(_("Waiting for another process that is writing to the library …")))
    if library.read_only:
        library.close()
        raise ReadOnlyLibrary(str(path))
    return library


def add_with_progress(library: Library, paths: Iterable[str | os.PathLike[str]], *, quietly: bool = False) -> Exit:
    """Add, show how it goes, and say at the end what came of it.

    Args:
        library: where to.
        paths: files and folders.
        quietly: say nothing of what went well.

    Raises:
        StoreError, ParserUnavailable: nothing further can be added.
    """
    with ParserPool() as pool, interrupts() as stop:
        events = add_paths(library, pool, paths, stop)
        for event in _with_bar(events) if is_terminal() else events:
            match event:
                case Started(passed_over=count) if count:
                    passed_over(count)
                case Added() if not quietly:
                    print(row(event.id, labels.outcome(event.outcome), event.path), flush=True)
                case Failed(error=(Unreadable() | FetchFailed()) as unreadable):
                    say(sentence(unreadable))
                case Failed(error=ParseFailed() as error):
                    say(failed_sentence(event.path, error))
                case Done():
                    return _conclude(event, quietly)
    raise AssertionError("the last event is Done")


def passed_over(count: int) -> None:
    """Say how many things in folders were no articles."""
    message = _n(
        "{n} other file in the folders was passed over.", "{n} other files in the folders were passed over.", count
    )
    say(message.format(n=count))


def _conclude(done: Done, quietly: bool) -> Exit:
    added, known, updated = (done.counts[outcome] for outcome in (Outcome.ADDED, Outcome.KNOWN, Outcome.UPDATED))
    if done.left:
        message = _n(
            "Stopped: {added} article was added, {left} not looked at; the same command goes on with them.",
            "Stopped: {added} articles were added, {left} not looked at; the same command goes on with them.",
            added,
        )
        say(message.format(added=added + updated, left=done.left))
        return Exit.INTERRUPTED
    if not quietly and added + known + updated + done.failed > 1:
        message = _("Added {added}, updated {updated}, already there {known}, failed {failed}.")
        say(message.format(added=added, updated=updated, known=known, failed=done.failed))
    return Exit.FAILED if done.failed else Exit.OK


@contextmanager
def interrupts() -> Iterator[threading.Event]:
    """Ctrl-C sets the event, so that no article is cut off half-way; a second one interrupts as usual."""
    stop = threading.Event()

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _with_bar(events: Iterator[AddingEvent]) -> Iterator[AddingEvent]:
    """The same events, with a bar on the terminal that moves with them and goes away at the end."""
    import sys

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(highlight=False, emoji=False, markup=False)
    name = TextColumn("{task.description}", markup=False)
    columns = (BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn(), name)
    with Progress(*columns, console=console, transient=True, redirect_stderr=sys.stderr.isatty()) as bar:
        task = bar.add_task("", total=None)
        for event in events:
            match event:
                case Started():
                    bar.update(task, total=event.total)
                case Added() | Failed():
                    bar.update(task, advance=1, description=harmless(os.path.basename(event.path)))
                case Done():
                    bar.stop()
            yield event
