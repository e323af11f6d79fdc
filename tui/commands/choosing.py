"""Which feeds a person means: by number, by address, or by a part of the title."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import NoSuchFeed
from store.identity import fold_name
from store.library import Library
from store.subscriptions import Subscriptions
from store.types import Subscription

__all__ = ["AmbiguousFeed", "chosen_feeds", "feed_named"]


class AmbiguousFeed(Exception):
    """Several feeds have the word in their titles."""

    def __init__(self, word: str, feeds: list[Subscription]) -> None:
        super().__init__(word, feeds)
        self.word = word
        self.feeds = feeds


def feed_named(library: Library, word: str) -> Subscription:
    """The one feed that `word` names.

    Raises:
        NoSuchFeed: none.
        AmbiguousFeed: more than one.
    """
    feeds = Subscriptions(library)
    if word.isascii() and word.isdigit():
        return feeds.get(int(word))
    if "://" in word and (found := feeds.of_address(word)) is not None:
        return found
    wanted = fold_name(word)
    every = feeds.all()
    exact = [feed for feed in every if fold_name(feed.title) == wanted]
    alike = exact or [feed for feed in every if wanted in fold_name(feed.title) or wanted in feed.url.lower()]
    if not alike or not wanted:
        raise NoSuchFeed(library.path, word)
    if len(alike) > 1:
        raise AmbiguousFeed(word, alike)
    return alike[0]


def chosen_feeds(library: Library, words: Iterable[str]) -> list[int]:
    """The ids of the feeds that `words` name, each once; a word may mean several here. Raises NoSuchFeed."""
    found: dict[int, None] = {}
    for word in words:
        try:
            found.setdefault(feed_named(library, word).id)
        except AmbiguousFeed as several:
            found.update(dict.fromkeys(feed.id for feed in several.feeds))
    return list(found)
