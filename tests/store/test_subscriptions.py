"""Feeds in the library: who is followed, each item once, full texts and what they replace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extract.types import ParsedArticle
from ingest.items import article_of
from ingest.types import FeedItem
from store.arrivals import receive, seen, unchanged
from store.errors import NoSuchFeed
from store.full_texts import FullTexts
from store.identity import item_digest, item_key
from store.library import Library
from store.order import keep_ids
from store.subscriptions import Subscriptions
from store.types import Arrival, Outcome, Received

NOW = datetime(2026, 10, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "kho.db") as library:
        yield library


@pytest.fixture
def feeds(library: Library) -> Subscriptions:
    return Subscriptions(library)


def unparsed(item: FeedItem) -> ParsedArticle:
    return ParsedArticle(article=article_of(item), entities=(), quotes=(), sources=(), authors=(), version="")


def arrive(library: Library, feed: int, *items: FeedItem) -> Received:
    before = seen(library, feed)
    arrivals = [Arrival(item_key(item), item_digest(item), unparsed(item)) for item in items]
    news = [arrival for arrival in arrivals if before.get(arrival.key) != arrival.digest]
    return receive(library, feed, [arrival.key for arrival in arrivals], news, {"succeeded": NOW})


def item(number: int, **fields: str) -> FeedItem:
    named = {"title": f"Bài {number}", "url": f"https://bao.example/{number}.html", "guid": f"bao-{number}"}
    return FeedItem(**{**named, "summary": f"Tóm tắt bài {number}.", **fields}, published=NOW)  # type: ignore[arg-type]  # only texts here


def test_a_feed_is_followed_once_whatever_its_scheme_and_tracking(feeds: Subscriptions) -> None:
    made, new = feeds.add("http://bao.example/tin.rss", title="Tin", folder=("Báo", "Sáng"))
    assert new
    assert feeds.add("https://bao.example/tin.rss?utm_source=x") == (made, False)
    assert feeds.all() == [made]
    assert (made.title, made.folder, made.enabled, made.full_text, made.local) == (
        "Tin",
        ("Báo", "Sáng"),
        True,
        True,
        False,
    )


def test_fields_change_and_unknown_feeds_are_named(feeds: Subscriptions) -> None:
    made, _ = feeds.add("https://bao.example/tin.rss")
    changed = feeds.change(made.id, failures=2, reason="timeout", not_before=NOW)
    assert feeds.get(made.id) == changed == replace(made, failures=2, reason="timeout", not_before=NOW)
    for id in (made.id + 1, 0, -1, 1 << 70):
        with pytest.raises(NoSuchFeed):
            feeds.get(id)
    with pytest.raises(NoSuchFeed):
        feeds.change(made.id + 1, title="x")


def test_documents_of_another_form_are_passed_over(feeds: Subscriptions, library: Library) -> None:
    table = library.database.table("feeds")
    table.insert({"site": "Báo", "feeds": ["x"]})
    table.insert({"url": "https://bao.example/", "failures": "nhiều", "folder": 3})
    assert [(one.url, one.failures, one.folder) for one in feeds.all()] == [("https://bao.example/", 0, ())]


def test_items_become_articles_once_and_stay_when_they_leave_the_feed(library: Library, feeds: Subscriptions) -> None:
    feed = feeds.add("https://bao.example/tin.rss", full_text=False)[0].id
    first = arrive(library, feed, item(1), item(2))
    assert len(first.added) == 2
    assert first.wanted == ()
    head = library.head(first.added[0])
    assert (head.title, head.feed, head.fetched, head.published) == ("Bài 1", feed, None, NOW)
    assert arrive(library, feed, item(1), item(2)) == Received()
    assert len(arrive(library, feed, item(3)).added) == 1
    assert library.count() == 3
    assert feeds.get(feed).succeeded == NOW


@pytest.mark.parametrize(
    "again",
    [
        {"url": "https://bao.example/1.html?utm_source=rss"},
        {"url": "https://bao.example/moi/1.html"},
        {"guid": "https://bao.example/1.html"},
    ],
)
def test_tracking_and_changed_addresses_make_no_second_article(
    library: Library, feeds: Subscriptions, again: dict[str, str]
) -> None:
    feed = feeds.add("https://bao.example/tin.rss")[0].id
    (id,) = arrive(library, feed, item(1)).added
    later = arrive(library, feed, item(1, **again))
    assert later.added == ()
    assert library.count() == 1
    assert library.head(id).title == "Bài 1"


def test_another_feed_that_brings_the_same_article_changes_nothing(library: Library, feeds: Subscriptions) -> None:
    one, two = (feeds.add(f"https://bao.example/{name}.rss")[0].id for name in ("a", "b"))
    (id,) = arrive(library, one, item(1)).added
    assert arrive(library, two, item(1, guid="khác", summary="Ngắn.")).added == ()
    assert library.head(id).feed == one
    assert "Tóm tắt bài 1." in library.get(id).parsed.article.text


def test_a_changed_item_updates_the_feeds_text_but_never_a_full_one(library: Library, feeds: Subscriptions) -> None:
    feed = feeds.add("https://bao.example/tin.rss")[0].id
    (id,) = arrive(library, feed, item(1)).added
    library.set_saved(id, True)
    changed = arrive(library, feed, item(1, summary="Tóm tắt mới."))
    assert (changed.updated, changed.wanted) == ((id,), (id,))
    assert "Tóm tắt mới." in library.get(id).parsed.article.text
    full = unparsed(item(1, summary="Cả bài, dài hơn nhiều."))
    assert FullTexts(library).keep(id, full, NOW)
    again = arrive(library, feed, item(1, summary="Tóm tắt mới nữa."))
    assert (again.updated, again.wanted) == ((), (id,))
    assert library.get(id).parsed.article.text == full.article.text
    assert library.head(id).state.saved


def test_what_was_removed_from_the_library_stays_away_while_the_feed_has_it(
    library: Library, feeds: Subscriptions
) -> None:
    feed = feeds.add("https://bao.example/tin.rss")[0].id
    (id,) = arrive(library, feed, item(1)).added
    with library.file.atomic() as connection:
        keep_ids(connection)
        for name in ("bodies", "parses", "state", "articles"):
            library.storage.remove(connection, name, id)
    assert len(arrive(library, feed, item(1), item(2)).added) == 1
    assert arrive(library, feed, item(1, summary="Sửa."), item(2)).added == ()
    assert [head.title for head in library.heads(0, 5)] == ["Bài 2"]


def test_an_item_and_what_the_server_said_are_kept_together_or_not_at_all(
    library: Library, feeds: Subscriptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = feeds.add("https://bao.example/tin.rss")[0].id
    with monkeypatch.context() as broken:
        broken.setattr(FullTexts, "want", lambda *_: (_ for _ in ()).throw(RuntimeError))
        with pytest.raises(RuntimeError):
            arrive(library, feed, item(1))
    assert (library.count(), feeds.get(feed).succeeded, seen(library, feed)) == (0, None, {})


def test_notes_on_feeds_that_are_gone_are_dropped(library: Library, feeds: Subscriptions) -> None:
    feed = feeds.add("https://bao.example/tin.rss")[0].id
    unchanged(library, {feed: {"tried": NOW}, feed + 7: {"tried": NOW}})
    assert [one.tried for one in feeds.all()] == [NOW]
    with pytest.raises(NoSuchFeed):
        receive(library, feed + 7, [], [], {})


def test_pages_are_wanted_until_they_came_or_failed_too_often(library: Library, feeds: Subscriptions) -> None:
    feed = feeds.add("https://bao.example/tin.rss")[0].id
    ids = arrive(library, feed, item(1), item(2), item(3)).added
    texts = FullTexts(library)
    assert [page.article for page in texts.wanted(NOW)] == sorted(ids, reverse=True)
    assert texts.unparsed() == []
    first = texts.wanted(NOW)[-1]
    texts.keep(first.article, unparsed(item(1, summary="Cả bài.")), NOW)
    assert library.head(first.article).fetched == NOW
    second = texts.wanted(NOW)[-1]
    texts.failed(second, "busy", "503", not_before=NOW + timedelta(hours=1))
    assert second.article not in [page.article for page in texts.wanted(NOW)]
    assert second.article in [page.article for page in texts.wanted(NOW + timedelta(hours=2))]
    assert texts.unparsed() == sorted([first.article, second.article], reverse=True)
    third = texts.wanted(NOW)[0]
    texts.failed(third, "status", "404", for_good=True)
    assert texts.wanted(NOW) == []
    failure = texts.failure(third.article)
    assert failure is not None
    assert (failure.reason, failure.detail) == ("status", "404")
    assert texts.failure(first.article) is None


def test_a_text_that_changed_is_kept_beside_the_new_one(library: Library, feeds: Subscriptions) -> None:
    feed = feeds.add("https://bao.example/tin.rss")[0].id
    (id,) = arrive(library, feed, item(1)).added
    texts = FullTexts(library)
    one, two = (unparsed(item(1, summary=words)) for words in ("Giá tăng 5%.", "Giá tăng 3%."))
    assert texts.keep(id, one, NOW)
    assert texts.versions(id) == []  # the feed's line is no version
    assert not texts.keep(id, one, NOW)
    assert texts.keep(id, two, NOW)
    ((_, before),) = texts.versions(id)
    assert before.article.text == one.article.text
    assert library.get(id).parsed.article.text == two.article.text


def test_what_was_found_belongs_to_the_text_it_was_found_in(library: Library, feeds: Subscriptions) -> None:
    feed = feeds.add("https://bao.example/tin.rss", full_text=False)[0].id
    (id,) = arrive(library, feed, item(1)).added
    texts = FullTexts(library)
    assert texts.unparsed() == [id]
    assert not texts.parsed(id, replace(unparsed(item(1, summary="Khác.")), version="1"))
    assert texts.parsed(id, replace(unparsed(item(1)), version="1"))
    assert texts.unparsed() == []
    assert library.get(id).parsed.version == "1"
    assert library.add(library.get(id).parsed).outcome is Outcome.KNOWN


def test_removing_a_feed_keeps_its_articles_or_drops_all_but_the_saved(library: Library, feeds: Subscriptions) -> None:
    one, two = (feeds.add(f"https://bao.example/{name}.rss")[0].id for name in ("a", "b"))
    kept = arrive(library, one, item(1), item(2)).added
    dropped = arrive(library, two, item(3), item(4), item(5)).added
    library.set_saved(dropped[1], True)
    assert feeds.count_articles(two) == (3, 1)
    assert feeds.remove(one, with_articles=False) == 0
    assert feeds.remove(two, with_articles=True) == 2
    assert {head.id for head in library.heads(0, 9)} == {*kept, dropped[1]}
    assert {head.feed for head in library.heads(0, 9)} == {None}
    assert feeds.all() == []
    assert {page.article for page in FullTexts(library).wanted(NOW)} == {*kept, dropped[1]}
    with pytest.raises(NoSuchFeed):
        feeds.remove(two, with_articles=False)
