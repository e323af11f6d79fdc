"""Adding articles while one reads: a background thread that waits for parser processes and tells how it goes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from store.library import Library
from tui import errors, faults
from tui.i18n import _, _n

__all__ = ["Adding"]


class Adding:
    """Adds articles to a library, one run after the other. Nothing of it is loaded before the first run."""

    def __init__(self, library: Library, tell: Callable[[str], None]) -> None:
        """
        Args:
            library: where to.
            tell: takes a sentence about progress or trouble, from the background thread.
        """
        self._library = library
        self._tell = tell
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def add(self, paths: Sequence[str | Path]) -> None:
        """Add what `paths` name; returns at once."""
        self._start(lambda: self._add(paths))

    def add_bundled(self) -> None:
        """Add the articles that come with the program; returns at once."""
        self._start(self._add_bundled)

    @property
    def busy(self) -> bool:
        """Whether a run is going on."""
        return any(thread.is_alive() for thread in self._threads)

    def close(self) -> None:
        """Stop; what was added stays, an article in work is left out."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=self._guarded, args=(work,), name="adding", daemon=True)
        self._threads = [known for known in self._threads if known.is_alive()] + [thread]
        thread.start()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except errors.EXPECTED as error:
            self._tell(errors.sentence(error))
        except Exception as error:  # a fault here must not write over the screen
            self._tell(faults.report(error))

    def _add_bundled(self) -> None:
        from tui.demo import bundled_articles

        with bundled_articles() as paths:
            self._add(paths)

    def _add(self, paths: Sequence[str | Path]) -> None:
        from extract.errors import ParseFailed
        from extract.pool import ParserPool
        from ingest.errors import FetchFailed, Unreadable
        from tui.jobs import Added, Done, Failed, Started, add_paths

        total = settled = 0
        trouble = ""
        self._tell(_("Adding articles …"))
        with ParserPool() as pool:
            for event in add_paths(self._library, pool, paths, self._stop):
                match event:
                    case Started():
                        total = event.total
                    case Added():
                        settled += 1
                        self._tell(_("Adding articles: {done} of {total}").format(done=settled, total=total))
                    case Failed(error=(Unreadable() | FetchFailed()) as unreadable):
                        settled += 1
                        trouble = errors.sentence(unreadable)
                        self._tell(trouble)
                    case Failed(error=ParseFailed() as failed):
                        settled += 1
                        trouble = errors.failed_sentence(event.path, failed)
                        self._tell(trouble)
                    case Done():
                        self._tell(_conclusion(sum(event.counts.values()), event.failed, trouble))


def _conclusion(added: int, failed: int, trouble: str) -> str:
    done = _n("{n} article is in the library.", "{n} articles are in the library.", added).format(n=added)
    if not failed:
        return done
    if failed == 1 and not added:
        return trouble
    missed = _n("{n} could not be added: {trouble}", "{n} could not be added, the last one: {trouble}", failed)
    return _("{first} {second}").format(first=done, second=missed.format(n=failed, trouble=trouble))
