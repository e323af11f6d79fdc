"""OPML and newsboat's files, as others write them."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import Unreadable
from ingest.newsboat import is_cache, read_cache, read_urls
from ingest.opml import ListedFeed, read_opml, write_opml

MINIFLUX = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Miniflux</title></head><body><outline text="Báo chí">
<outline title="Báo A" text="Báo A" xmlUrl="https://bao.example/a.rss" htmlUrl="https://bao.example/"></outline>
</outline></body></opml>"""


def test_feeds_in_nested_folders_are_read() -> None:
    assert read_opml(MINIFLUX.encode()) == [
        ListedFeed("https://bao.example/a.rss", "Báo A", "https://bao.example/", ("Báo chí",))
    ]


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<opml", b"[]", b"<opml><body/></opml>", b"\xff\xfe<"])
def test_what_lists_no_feed_gives_none(data: bytes) -> None:
    assert not read_opml(data)


def test_only_addresses_of_the_web_come_in_and_entities_stay_closed() -> None:
    text = (
        '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;" xmlUrl="https://a.example"/>'
        '<outline xmlUrl="javascript:x"/><outline xmlUrl="file:///etc/passwd"/></body></opml>'
    )
    found = read_opml(text.encode())
    assert found is not None
    assert [feed.url for feed in found] == ["https://a.example"]
    assert "root:" not in found[0].title


def test_deep_nesting_ends() -> None:
    deep = '<outline text="a">' * 5000 + '<outline xmlUrl="https://a.example"/>'
    assert read_opml(f"<opml><body>{deep}".encode()) in ([], None)


_names = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zs", "Zl", "Zp"]), min_size=1, max_size=12)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(_names, st.lists(_names, max_size=3)), max_size=5))
def test_what_was_written_is_read_back(feeds: list[tuple[str, list[str]]]) -> None:
    listed = [
        ListedFeed(f"https://bao.example/{number}.rss", name.replace("&", "và").replace("<", ""), None, tuple(folder))
        for number, (name, folder) in enumerate(feeds)
        if not any(mark in "".join([name, *folder]) for mark in "&<\ufffe\uffff")
    ]
    assert sorted(read_opml(write_opml(listed, "x")) or [], key=lambda one: one.url) == listed


def test_newsboats_urls_have_folders_and_titles() -> None:
    text = """https://a.example/1.rss
# lời
https://a.example/2.rss "Tin tức" other "~Báo hai" !
exec:~/x.sh
"query:Lạ:x"
https://a.example/3.rss "dở
"""
    assert read_urls(text) == [
        ListedFeed("https://a.example/1.rss"),
        ListedFeed("https://a.example/2.rss", "Báo hai", None, ("Tin tức",)),
        ListedFeed("https://a.example/3.rss", "", None, ('"dở',)),
    ]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    path = tmp_path / "cache.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE rss_feed (rssurl TEXT PRIMARY KEY, url TEXT, title TEXT)")
        connection.execute(
            "CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid TEXT, title TEXT, author TEXT, url TEXT, feedurl TEXT,"
            " pubDate INTEGER, content TEXT, unread INTEGER, deleted INTEGER)"
        )
        connection.execute("INSERT INTO rss_feed VALUES ('https://a.example/rss', 'https://a.example', 'Báo A')")
        rows = [
            ("g1", "Bài một", "Hà Vy", "https://a.example/1", 1790000000, "<p>Cả bài.</p><p>Hai đoạn.</p>", 0, 0),
            ("g2", "Bài hai", "", "https://a.example/2", 1790000060, "Một dòng.", 1, 0),
            ("g3", "Đã bỏ", "", "https://a.example/3", 0, "x", 1, 1),
            ("g4", "", "", "javascript:x", None, "", 1, 0),
        ]
        connection.executemany(
            "INSERT INTO rss_item (guid, title, author, url, pubDate, content, unread, deleted, feedurl) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'https://a.example/rss')",
            rows,
        )
    connection.close()
    return path


def test_newsboats_articles_come_with_their_feed_and_whether_they_were_read(cache: Path) -> None:
    assert is_cache(cache)
    (one, feed, read), (two, _, unread) = list(read_cache(cache))
    assert (one.title, one.url, one.authors, feed, read) == (
        "Bài một",
        "https://a.example/1",
        ("Hà Vy",),
        "Báo A",
        True,
    )
    assert one.content.startswith("<p>")
    assert one.published == datetime.fromtimestamp(1790000000, UTC)
    assert (two.summary, two.content, unread) == ("Một dòng.", "", False)


def test_another_file_is_no_cache_and_a_broken_one_is_named(cache: Path, tmp_path: Path) -> None:
    other = tmp_path / "khac"
    other.write_bytes(b"SQLite format 3\0" + bytes(100))
    assert not is_cache(other)
    assert not is_cache(tmp_path / "khong-co")
    with pytest.raises(Unreadable):
        list(read_cache(other))
