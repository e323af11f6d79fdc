"""The library as the reader uses it: short reads at once, changes in their order in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from store import triage
from store.errors import StoreError
from store.library import Library
from store.subscriptions import Subscriptions
from store.triage import Listed
from store.types import ArticleHead, Counts, Selection, State, StoredArticle
from tui import errors
from tui.i18n import _

__all__ = ["Shelf"]

Value = TypeVar("Value")


class Shelf:
    """Reads and changes a library without ever raising: what goes wrong becomes one sentence, and reading goes on."""

    def __init__(self, library: Library, tell: Callable[[str], None]) -> None:
        """
        Args:
            library: the library.
            tell: takes a sentence about what went wrong; called from any thread.
        """
        self.library = library
        self.failures = 0
        """How many times something could not be read or written: what is shown may then differ from what is kept."""
        self._tell = tell
        self._changes = ThreadPoolExecutor(1, thread_name_prefix="library")

    @property
    def read_only(self) -> bool:
        """Whether nothing can be kept."""
        return self.library.read_only

    def counts(self) -> Counts:
        """How many articles there are, unread and saved."""
        return self._try(self.library.counts, Counts(0, 0, 0))

    def count(self, selection: Selection) -> int:
        """How many articles a list has."""
        return self._try(lambda: self.library.count(selection), 0)

    def heads(self, start: int, stop: int, selection: Selection) -> Sequence[ArticleHead]:
        """Rows of a list."""
        return self._try(lambda: self.library.heads(start, stop, selection), [])

    def row_of(self, id: int, selection: Selection) -> int | None:
        """The row of an article in a list."""
        return self._try(lambda: self.library.row_of(id, selection), None)

    def head(self, id: int) -> ArticleHead | None:
        """One head; None when it cannot be read."""
        return self._try(lambda: self.library.head(id), None)

    def get(self, id: int) -> StoredArticle | None:
        """One article; None when it cannot be read."""
        return self._try(lambda: self.library.get(id), None)

    def revision(self) -> int:
        """Moves when the library changes."""
        return self._try(self.library.revision, 0)

    def listed(self, selection: Selection) -> Sequence[Listed]:
        """A whole list as it stands."""
        return self._try(lambda: triage.listed(self.library, selection), [])

    def heads_of(self, ids: Sequence[int]) -> Sequence[ArticleHead]:
        """Some articles, in this order, without those that are gone."""
        return self._try(lambda: triage.heads_of(self.library, ids), [])

    def papers(self) -> Sequence[triage.Paper]:
        """The papers that articles come from."""
        return self._try(lambda: triage.papers(self.library), [])

    def mark(self, ids: Sequence[int], field: str, value: bool) -> list[int]:
        """Mark many articles; gives those that were not so before. Not for the screen's own thread.

        Args:
            ids: the articles.
            field: "read" or "saved".
            value: what it is to be.
        """
        change = {"read": triage.set_read, "saved": triage.set_saved}[field]
        return self._try(lambda: change(self.library, ids, value), [])

    def later(self, work: Callable[[], Value], done: Callable[[Value], None] | None = None) -> None:
        """Have `work` done after all changes before it, beside the screen's own thread; then `done`, there too."""

        def both() -> None:
            result = work()
            if done is not None:
                done(result)

        self._changes.submit(both)

    def set_read(self, id: int, read: bool) -> Future[State | None]:
        """Mark read or unread."""
        seen, unseen = _("Article {n} could not be marked read."), _("Article {n} could not be marked unread.")
        return self._change(lambda: self.library.set_read(id, read), (seen if read else unseen).format(n=id))

    def set_saved(self, id: int, saved: bool) -> Future[State | None]:
        """Save or unsave."""
        save, unsave = _("Article {n} could not be saved."), _("Article {n} could not be taken off the saved ones.")
        return self._change(lambda: self.library.set_saved(id, saved), (save if saved else unsave).format(n=id))

    def set_position(self, id: int, position: int) -> Future[State | None]:
        """Remember the top line."""
        failed = _("The place in article {n} could not be kept.").format(n=id)
        return self._change(lambda: self.library.set_position(id, position), failed)

    def followed(self) -> set[str]:
        """The newspapers followed in this library, by name."""
        return self._try(lambda: {feed.site for feed in Subscriptions(self.library).all()}, set())

    def follow(self, site: str, homepage: str, feeds: Sequence[str], follow: bool) -> Future[object]:
        """Follow a newspaper, or no longer; its articles stay."""

        def change() -> object:
            subscriptions = Subscriptions(self.library)
            if follow:
                return [subscriptions.add(url, site=site, title=site, homepage=homepage) for url in feeds]
            gone = [feed.id for feed in subscriptions.all() if feed.site == site]
            return [subscriptions.remove(id, with_articles=False) for id in gone]

        return self._changes.submit(self._try, change, None)

    def close(self) -> None:
        """Wait until every change is in the library. The library itself stays open: it belongs to the caller."""
        self._changes.shutdown(wait=True)

    def _change(self, call: Callable[[], State], failed: str) -> Future[State | None]:
        """Make a change in its turn; `failed` says which one it is when it cannot be made."""
        return self._changes.submit(self._try, call, None, failed)

    def _try(self, call: Callable[[], Value], instead: Value, failed: str = "") -> Value:
        try:
            return call()
        except StoreError as error:
            self.failures += 1
            reason = errors.sentence(error)
            self._tell(_("{change} {reason}").format(change=failed, reason=reason) if failed else reason)
            return instead
