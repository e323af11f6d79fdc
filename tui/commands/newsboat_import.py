"""The articles that newsboat keeps, taken in by `diembao import`."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.errors import ParseFailed
from extract.pool import ParserPool
from ingest.items import article_of
from ingest.newsboat import read_cache
from ingest.types import Article
from store.library import Library
from store.types import Outcome
from tui.errors import failed_sentence
from tui.terminal import say

__all__ = ["NewsboatCount", "take_newsboat"]


@dataclass(slots=True)
class NewsboatCount:
    """What came of a `cache.db`."""

    added: int = 0
    known: int = 0
    failed: int = 0


def take_newsboat(library: Library, path: str, jobs: int) -> NewsboatCount:
    """Take in every item of newsboat's `cache.db`; what is in the library stays as it is, read items come as read.

    Raises:
        Unreadable: the file cannot be read to its end; what came before is in the library.
        StoreError, ParserUnavailable.
    """
    count = NewsboatCount()

    def articles() -> Iterator[tuple[tuple[str, bool], Article]]:
        for number, (item, feed, read) in zip(itertools.count(1), read_cache(Path(path)), strict=False):
            article = article_of(item, site=feed)
            if library.find(article) is not None:
                # What is here already may be the whole article, of which newsboat has a line.
                count.known += 1
                continue
            yield (f"{path}:{number}", read), article

    with ParserPool(jobs) as pool:
        for (name, read), parsed in pool.parse_many(articles()):
            if isinstance(parsed, ParseFailed):
                count.failed += 1
                say(failed_sentence(name, parsed))
                continue
            added = library.add(parsed)
            count.added += added.outcome is Outcome.ADDED
            count.known += added.outcome is not Outcome.ADDED
            if read and added.outcome is Outcome.ADDED:
                library.set_read(added.id, True)
    return count
