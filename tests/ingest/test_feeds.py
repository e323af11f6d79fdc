"""Feeds of every make, as they really are."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import feeds, plain_feeds
from ingest.errors import FetchFailed, FetchReason
from ingest.feeds import read_feed
from ingest.items import article_of
from ingest.limits import MAX_ITEMS, MAX_SUMMARY, MAX_TITLE
from ingest.types import BlockKind, Feed, FeedItem

URL = "https://bao.example/rss/tin.rss"
VIETNAM = timezone(timedelta(hours=7))
MOMENT = datetime(2026, 10, 5, 6, 30, tzinfo=VIETNAM)

RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Báo Bến</title>
<link>https://bao.example/</link><item><title>Chợ nổi họp lại</title><link>/cho.html</link><guid>c1</guid>
<description>&lt;a href="/cho.html"&gt;&lt;img src="/cho.jpg"&gt;&lt;/a&gt;&lt;/br&gt;Ghe về bến [ảnh].</description>
<dc:creator>Hà Vy</dc:creator><category>Đời sống</category>
<pubDate>Mon, 05 Oct 2026 06:30:00 +0700</pubDate></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo Bến</title><link href="https://bao.example/"/>
<entry><title type="html">Chợ nổi họp lại</title><link rel="alternate" href="/cho.html"/><id>c1</id>
<summary type="html">&lt;img src="/cho.jpg"&gt;Ghe về bến [ảnh].</summary><author><name>Hà Vy</name></author>
<category term="Đời sống"/><published>2026-10-05T06:30:00+07:00</published></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Báo Bến</title><link>https://bao.example/</link></channel>
<item rdf:about="c1"><title>Chợ nổi họp lại</title><link>https://bao.example/cho.html</link>
<description>&lt;img src="/cho.jpg"&gt;Ghe về bến [ảnh].</description><dc:creator>Hà Vy</dc:creator>
<dc:subject>Đời sống</dc:subject><dc:date>2026-10-05T06:30:00+07:00</dc:date></item></rdf:RDF>"""
RSS_091 = """<rss version="0.91"><channel><title>Báo Bến</title><link>https://bao.example/</link><item>
<title>Chợ nổi họp lại</title><link>https://bao.example/cho.html</link><description>Ghe về bến [ảnh].</description>
</item></channel></rss>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Báo Bến",
        "home_page_url": "https://bao.example/",
        "items": [
            {
                "id": "c1",
                "url": "/cho.html",
                "title": "Chợ nổi họp lại",
                "summary": "Ghe về bến [ảnh].",
                "image": "/cho.jpg",
                "authors": [{"name": "Hà Vy"}],
                "tags": ["Đời sống"],
                "date_published": "2026-10-05T06:30:00+07:00",
            }
        ],
    }
)
WHOLE = FeedItem(
    title="Chợ nổi họp lại",
    url="https://bao.example/cho.html",
    guid="c1",
    summary="Ghe về bến [ảnh].",
    published=MOMENT,
    authors=("Hà Vy",),
    section="Đời sống",
    picture="https://bao.example/cho.jpg",
)


def read(text: str | bytes, content_type: str = "") -> Feed:
    return read_feed(text.encode() if isinstance(text, str) else text, URL, content_type)


def one(inside: str, head: str = "") -> FeedItem:
    (item,) = read(f'<rss version="2.0" {head}><channel><item>{inside}</item></channel></rss>').items
    return item


@pytest.mark.parametrize("text", [RSS, ATOM, RDF, JSON])
def test_every_make_gives_the_same_item(text: str) -> None:
    assert read(text) == Feed(title="Báo Bến", homepage="https://bao.example/", items=(WHOLE,))


def test_the_oldest_make_has_no_more_than_title_address_and_text() -> None:
    (item,) = read(RSS_091).items
    assert (item.title, item.url, item.summary, item.published, item.guid) == (
        WHOLE.title,
        WHOLE.url,
        WHOLE.summary,
        None,
        None,
    )


@pytest.mark.parametrize("text", [RSS, ATOM])
def test_the_fast_way_and_the_tolerant_way_agree(text: str) -> None:
    assert plain_feeds.read(text, URL) == feeds._tolerantly(text, URL, 0) == read(text)


_words = st.text(alphabet="aạằƯĐ 1.[]“”’—<>&;#/!-=\"'\u0301😀", max_size=60)


@settings(deadline=None, max_examples=60)
@given(title=_words, summary=_words, guid=st.text("abc/:&", max_size=8), hour=st.integers(0, 23))
def test_both_ways_agree_on_any_words(title: str, summary: str, guid: str, hour: int) -> None:
    def escaped(words: str) -> str:
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    text = (
        f'<rss version="2.0"><channel><title>Báo</title><item><title>{escaped(title)}</title>'
        f"<link>https://bao.example/1.html</link><description>{escaped(summary)}</description>"
        f'<guid isPermaLink="false">{escaped(guid)}</guid>'
        f"<pubDate>Mon, 05 Oct 2026 {hour:02}:00:00 +0700</pubDate></item></channel></rss>"
    )
    fast, slow = plain_feeds.read(text, URL), feeds._tolerantly(text, URL, 0)
    assert fast is not None
    assert slow is not None
    assert fast.items[0].title == slow.items[0].title
    assert fast.items[0].summary == slow.items[0].summary
    assert fast.items[0].published == slow.items[0].published


@pytest.mark.parametrize(
    "junk", ["\n\n  ", "<br />\n<b>Warning</b>: mysql_connect() in /home/x.php on line 3<br />\n", "\ufeff\x00\x08"]
)
def test_junk_before_the_feed_is_passed_over(junk: str) -> None:
    assert read(junk + '<?xml version="1.0" encoding="utf-8"?>' + RSS).items == (WHOLE,)


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (RSS.encode("utf-16"), ""),
        (b'<?xml version="1.0" encoding="utf-16"?>' + RSS.encode(), "text/xml"),
        (b'<?xml version="1.0" encoding="iso-8859-1"?>' + RSS.encode(), "text/xml; charset=us-ascii"),
        (RSS.encode("utf-8-sig"), "text/html; charset=windows-1252"),
        (RSS.encode("utf-16-le"), ""),
    ],
)
def test_the_encoding_is_the_one_it_really_has(data: bytes, content_type: str) -> None:
    assert read(data, content_type).items == (WHOLE,)


def test_declared_and_served_encodings_count_where_it_is_not_utf8() -> None:
    text = (
        '<rss version="2.0"><channel><item><title>Gi\u00e0 lo\u0323n mu\u0300a ga\u0323t</title></item></channel></rss>'
    )
    data = text.encode("cp1258")
    declared = b'<?xml version="1.0" encoding="windows-1258"?>' + data
    for found in (read(declared), read(data, "text/xml; charset=windows-1258"), read(data)):
        assert found.items[0].title == "Gi\u00e0 lo\u0323n mu\u0300a ga\u0323t"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 05 Oct 2026 06:30:00 +0700", MOMENT),
        ("Mon, 05 Oct 2026 06:30:00 GMT+7", MOMENT),
        ("05/10/2026 06:30", MOMENT),
        ("10/05/2026 6:30:00 AM", datetime(2026, 5, 10, 6, 30, tzinfo=VIETNAM)),
        ("2026-10-05 06:30:00", MOMENT),
        ("2026-10-04T23:30:00Z", MOMENT),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_dates_as_vietnamese_sites_print_them(written: str, moment: datetime | None) -> None:
    assert one(f"<title>Bài</title><pubDate>{written}</pubDate>").published == moment


def test_entities_are_neither_expanded_nor_fetched() -> None:
    bomb = "".join(f'<!ENTITY b{n} "&b{n - 1};&b{n - 1};&b{n - 1};&b{n - 1};">' for n in range(1, 30))
    text = f'<!DOCTYPE rss [<!ENTITY b0 "nổ"><!ENTITY x SYSTEM "file:///etc/passwd">{bomb}]>' + RSS.replace(
        "Ghe về bến", "&b29; &x; Ghe về bến"
    )
    try:
        found = read('<?xml version="1.0"?>' + text)
    except FetchFailed as refused:
        assert refused.reason is FetchReason.NOT_A_FEED  # noqa: PT017
        return
    said = "".join(item.summary for item in found.items)
    assert "root:" not in said
    assert len(said) < 1000


def test_named_references_of_html_and_broken_xml_are_put_up_with() -> None:
    item = one(
        "<title>Bão &nbsp; &agrave; & gió</title><description>5 < 6</description><link>https://bao.example/1</link>"
    )
    assert (item.title, item.url) == ("Bão à & gió", "https://bao.example/1")


def test_a_feed_of_two_hundred_thousand_items_is_cut_behind_the_newest() -> None:
    item = "<item><title>Bài</title><link>https://bao.example/1.html</link></item>"
    for odd in ("", "<lạ/>"):
        found = read(f'<rss version="2.0"><channel>{odd}{item * 200_000}</channel></rss>')
        assert (len(found.items), found.left_out) == (MAX_ITEMS, 200_000 - MAX_ITEMS)


def test_a_title_of_five_megabytes_is_cut() -> None:
    item = one(f"<title>{'chữ ' * 1_250_000}</title><description>{'lời ' * 1_250_000}</description>")
    assert len(item.title) <= MAX_TITLE
    assert item.title.endswith("chữ…")
    assert len(item.summary) <= MAX_SUMMARY


@pytest.mark.parametrize("part", ["<", "<a>", "&", "<![CDATA[", "<!--", "&lt;a ", "]]>", "<item>", '<a b="'])
def test_no_markup_takes_more_than_its_length(part: str) -> None:
    start = '<rss version="2.0"><lạ/><channel><item><title>'
    read(start + part * (300_000 // len(part)))


@pytest.mark.parametrize(
    "data",
    [b"", b"<html><body>Tin</body></html>", b"{}", b'{"version":"x","items":[]}', b"\0" * 99, b"{" * 9999, b"tin"],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(FetchFailed) as refused:
        read(data)
    assert refused.value.reason is FetchReason.NOT_A_FEED


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: RSS.replace("Ghe", text).encode())))
def test_any_bytes_give_a_feed_or_a_refusal(data: bytes) -> None:
    try:
        found = read_feed(data, URL, "text/xml; charset=utf-8")
    except FetchFailed as refused:
        found = None
        reason = refused.reason
        assert reason is FetchReason.NOT_A_FEED
    for item in found.items if found else ():
        assert item.title or item.summary or item.content or item.url
        article_of(item)


def test_control_characters_and_addresses_that_are_none_never_come_in() -> None:
    item = one(
        "<title>Đèn &#27;[31mđỏ&#x9b;0m</title><link>javascript:alert(1)</link>"
        '<description>a &lt;img src="file:///etc/passwd"&gt; b</description><guid>javascript:alert(1)</guid>'
    )
    assert not set(item.title) & {"\x1b", "\x9b"}
    assert "đỏ" in item.title
    assert (item.url, item.picture, item.summary) == (None, None, "a b")


def test_an_item_is_an_article_with_the_feeds_own_text() -> None:
    article = article_of(WHOLE, site="Báo Bến")
    assert article.text == "Chợ nổi họp lại\nGhe về bến [ảnh]."
    assert [block.kind for block in article.blocks] == [BlockKind.TITLE, BlockKind.SUMMARY]
    assert (article.url, article.site, article.section, article.published) == (
        "https://bao.example/cho.html",
        "Báo Bến",
        "Đời sống",
        MOMENT,
    )


def test_a_feed_with_whole_articles_gives_their_blocks() -> None:
    content = (
        "<p>Ghe về bến từ <b>sáng sớm</b>, khách mua sỉ đến trước.</p><ul><li>Cá linh</li></ul><script>x()</script>"
    )
    article = article_of(FeedItem(title="Chợ nổi", content=content, url="https://bao.example/1"))
    assert article.text == "Chợ nổi\nGhe về bến từ sáng sớm, khách mua sỉ đến trước.\nCá linh"
    assert [block.kind for block in article.blocks] == [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM]


def test_known_hosts_name_their_paper() -> None:
    item = FeedItem(title="Bài", url="https://thethao.vnexpress.net/a.html", published=datetime(2026, 1, 1, tzinfo=UTC))
    assert article_of(item, site="Tin mới nhất").site == "VnExpress"
