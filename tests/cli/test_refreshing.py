"""`diembao feed` and `diembao refresh`, against a server of this computer."""

from __future__ import annotations

import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from store.library import Library
from tests.ingest.local_server import Connection, LocalServer, answer, local_server
from tui.cli import main
from tui.locks import RefreshRunning, refresh_lock

Command = Callable[..., subprocess.CompletedProcess[bytes]]

SUMMARY = "Hơn hai trăm ghe hàng trở về bến, bà con nói năm nay được mùa."
TEXT = (
    "<p>Bà Lê Thị Mười, chủ ghe, nói: “Năm nay khách đông hơn mọi năm.” Ghe nào cũng treo cây bẹo từ mờ sáng, khách mua"
    " sỉ đến trước, khách du lịch đến sau.</p><p>Theo UBND xã Tân Lập, chợ họp đến hết tháng.</p>"
)


@pytest.fixture
def diembao(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Command:
    """The command inside this process: starting Python for each of many short commands would take most of the time."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIEMBAO_LIBRARY", str(tmp_path / "kho.db"))

    def run(*arguments: str, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(input)))
        status = main(arguments)
        return subprocess.CompletedProcess(arguments, status, *capfdbinary.readouterr())

    return run


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with local_server() as server:
        yield server


def page(number: int, text: str = TEXT) -> bytes:
    title = f"Chợ nổi số {number}"
    head = f"<html><head><meta charset=utf-8><title>{title}</title></head><body><h1>{title}</h1>"
    return answer(f"{head}<div itemprop=articleBody>{text}</div></body></html>", content_type="text/html")


def publish(server: LocalServer, *numbers: int, path: str = "/rss", title: str = "Báo Bến") -> None:
    """A feed of these articles, with a page for each."""
    items = ""
    for number in numbers:
        server.routes.setdefault(f"/{number}.html", page(number))
        items += (
            f"<item><title>Chợ nổi số {number}</title><link>{server.url(f'/{number}.html')}</link>"
            f"<description>{SUMMARY}</description><guid>g{number}</guid>"
            f"<pubDate>Mon, 05 Oct 2026 0{number}:00:00 +0700</pubDate></item>"
        )
    feed = f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'
    tag = f'"{hash(feed)}"'

    def send(connection: Connection) -> None:
        same = connection.headers.get("if-none-match") == tag
        connection.send(answer(status="304 Not Modified") if same else answer(feed, ETag=tag))

    server.routes[path] = send


def steps(result: subprocess.CompletedProcess[bytes], event: str) -> list[dict[str, Any]]:
    events = [json.loads(line) for line in result.stdout.splitlines()]
    return [one for one in events if one["event"] == event]


def test_a_refresh_brings_full_texts_and_a_second_one_nothing_new(diembao: Command, server: LocalServer) -> None:
    publish(server, 1, 2, 3)
    server.routes["/3.html"] = answer(status="404 Not Found")
    assert diembao("feed", "add", "--local", server.url("/rss")).returncode == 0
    first = diembao("refresh", "--json")
    assert first.returncode == 0
    assert [one["added"] for one in steps(first, "feed")] == [3]
    assert sorted(one["url"] for one in steps(first, "page")) == [server.url("/1.html"), server.url("/2.html")]
    ((failed),) = steps(first, "page_failed")
    assert (failed["reason"], failed["detail"]) == ("status", "404")
    articles = json.loads(diembao("list", "--json").stdout)
    assert [(one["title"], one["site"], one["speakers"][:1]) for one in articles] == [
        ("Chợ nổi số 3", "Báo Bến", []),
        ("Chợ nổi số 2", "Báo Bến", ["Lê Thị Mười"]),
        ("Chợ nổi số 1", "Báo Bến", ["Lê Thị Mười"]),
    ]
    assert SUMMARY in diembao("read", "3", "--linear").stdout.decode()
    before = len(server.requests)
    second = diembao("refresh", "--json")
    assert [one["unchanged"] for one in steps(second, "feed")] == [True]
    assert [request.path for request in server.requests[before:]] == ["/rss"]


def test_into_a_pipe_it_is_quiet_but_for_what_failed(diembao: Command, server: LocalServer) -> None:
    publish(server, 1)
    diembao("feed", "add", "--local", "--no-full-text", server.url("/rss"))
    quiet = diembao("refresh", "--no-parse")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, b"", b"")
    diembao("feed", "add", "--local", "--no-check", server.url("/khong-co"), "--title", "Báo Mất")
    failed = diembao("refresh", "--no-parse")
    assert (failed.returncode, failed.stdout) == (1, b"")
    assert failed.stderr.decode() == "Báo Mất: máy chủ từ chối (mã 404).\n"
    rows = [line.split("\t") for line in diembao("feed", "list").stdout.decode().splitlines()]
    assert [(row[1], row[4]) for row in rows] == [("ok", "Báo Bến"), ("failing", "Báo Mất")]


def test_a_permanent_move_is_remembered_and_a_feed_that_is_gone_is_switched_off(
    diembao: Command, server: LocalServer
) -> None:
    publish(server, 1, path="/moi")
    server.routes["/cu"] = answer(status="301 Moved Permanently", Location="/moi")
    server.routes["/het"] = answer(status="410 Gone")
    diembao("feed", "add", "--local", "--no-check", "--no-full-text", server.url("/cu"), server.url("/het"))
    said = diembao("refresh", "--no-parse").stderr.decode()
    assert "địa chỉ mới đã được ghi nhớ" in said
    assert "nguồn đã được tắt" in said
    feeds = json.loads(diembao("feed", "list", "--json").stdout)
    assert [(one["url"], one["enabled"], one["reason"]) for one in feeds] == [
        (server.url("/moi"), True, None),
        (server.url("/het"), False, "gone"),
    ]
    assert diembao("refresh", "--no-parse").returncode == 0


def test_a_server_that_asks_for_time_is_left_alone(diembao: Command, server: LocalServer) -> None:
    server.routes["/rss"] = answer(status="503 Service Unavailable", Retry_After="3600")
    diembao("feed", "add", "--local", "--no-check", server.url("/rss"))
    assert steps(diembao("refresh", "--json"), "feed_failed")[0]["retry_after"] == 3600
    assert steps(diembao("refresh", "--json"), "feeds") == [{"event": "feeds", "total": 0, "resting": 1, "disabled": 0}]
    assert len(server.requests) == 1


def test_one_refresh_at_a_time(diembao: Command, server: LocalServer, tmp_path: Path) -> None:
    publish(server, 1)
    library = tmp_path / "kho.db"
    diembao("feed", "add", "--local", server.url("/rss"))
    with refresh_lock(library):
        second = diembao("refresh")
        assert second.returncode == 1
        assert f"tiến trình {os.getpid()}" in second.stderr.decode()
        with pytest.raises(RefreshRunning):
            refresh_lock(library).__enter__()
    assert diembao("refresh", "--no-parse").returncode == 0


def test_stopped_or_killed_it_loses_nothing_and_the_next_one_goes_on(
    diembao: Command, server: LocalServer, environment: dict[str, str], tmp_path: Path
) -> None:
    library = tmp_path / "kho.db"
    publish(server, *range(1, 9))
    for end in (signal.SIGINT, signal.SIGKILL):
        reached, go_on = threading.Event(), threading.Event()

        def hold(connection: Connection, reached: threading.Event = reached, go_on: threading.Event = go_on) -> None:
            reached.set()
            go_on.wait(30)

        server.routes["/8.html"] = hold
        diembao("feed", "add", "--local", server.url("/rss"))
        refreshing = subprocess.Popen(
            [sys.executable, "-m", "tui", "--library", str(library), "refresh"],
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            env=environment,
        )
        assert reached.wait(60)
        refreshing.send_signal(end)
        said = refreshing.communicate()[1].decode()
        go_on.set()
        assert refreshing.returncode == (130 if end is signal.SIGINT else -signal.SIGKILL)
        assert "Đã dừng" in said or end is signal.SIGKILL
        with Library(library) as stored:
            assert stored.count() == 8
            assert all(stored.get(head.id).parsed.article.text for head in stored.heads(0, 9))
    server.routes["/8.html"] = page(8)
    assert diembao("refresh").returncode == 0
    with Library(library) as stored:
        heads = stored.heads(0, 9)
        assert len(heads) == 8
        assert all(head.fetched is not None and head.speakers for head in heads)


def test_an_article_that_changed_is_read_again_and_its_old_text_kept(
    diembao: Command, server: LocalServer, tmp_path: Path
) -> None:
    from store.full_texts import FullTexts

    library = tmp_path / "kho.db"
    publish(server, 1)
    diembao("feed", "add", "--local", server.url("/rss"))
    diembao("refresh")
    server.routes["/1.html"] = page(1, TEXT.replace("đông hơn mọi năm", "ít hơn mọi năm"))
    server.routes["/rss"] = answer(
        f'<rss version="2.0"><channel><title>Báo Bến</title><item><title>Chợ nổi số 1 (sửa)</title><guid>g1</guid>'
        f"<link>{server.url('/1.html')}</link><description>{SUMMARY}</description></item></channel></rss>"
    )
    again = diembao("refresh", "--json")
    assert [one["changed"] for one in steps(again, "page")] == [True]
    with Library(library) as stored:
        (head,) = stored.heads(0, 9)
        ((_, before),) = FullTexts(stored).versions(head.id)
        now = stored.get(head.id).parsed
    assert "ít hơn mọi năm" in now.article.text
    assert "đông hơn mọi năm" in before.article.text
    assert before.quotes != now.quotes


def test_the_feed_behind_a_page_is_found_and_several_are_listed(diembao: Command, server: LocalServer) -> None:
    publish(server, 1)
    link = '<link rel="alternate" type="application/rss+xml" href="{0}" title="Tin {0}">'
    server.routes["/"] = answer(f"<html><head>{link.format('/rss')}</head></html>", content_type="text/html")
    server.routes["/nhieu"] = answer("".join(map(link.format, ("/a", "/b"))), content_type="text/html")
    added = diembao("feed", "add", "--local", server.url("/"))
    assert added.stdout.decode().split("\t")[1:3] == ["đã thêm vào danh sách theo dõi", "Báo Bến"]
    several = diembao("feed", "add", "--local", server.url("/nhieu"))
    assert several.returncode == 1
    assert several.stdout.decode().splitlines() == [f"{server.url(path)}\tTin {path}" for path in ("/a", "/b")]


def test_an_address_of_ones_own_network_needs_ones_word(diembao: Command, server: LocalServer) -> None:
    publish(server, 1)
    refused = diembao("feed", "add", server.url("/rss"))
    assert refused.returncode == 1
    assert "--local" in refused.stderr.decode()
    assert server.requests == []
    diembao("feed", "add", "--no-check", server.url("/rss"))
    assert steps(diembao("refresh", "--json"), "feed_failed")[0]["reason"] == "private"
    assert server.requests == []


def test_a_public_feed_cannot_send_us_to_a_host_that_another_feed_may_use(
    diembao: Command, server: LocalServer
) -> None:
    with local_server() as other:
        publish(other, 1)
        items = f"<item><title>Bài</title><link>{server.url('/rieng')}</link><description>Lời.</description></item>"
        other.routes["/rss"] = answer(f'<rss version="2.0"><channel>{items}</channel></rss>')
        url = other.url("/rss").replace("127.0.0.1", "127.0.0.2")
        diembao("feed", "add", "--local", "--no-check", url)
        diembao("feed", "add", "--local", "--no-check", server.url("/"))
        result = diembao("refresh", "--json", "1")
        assert [one["reason"] for one in steps(result, "page_failed")] == ["private"] or steps(result, "feed_failed")
        assert [request.path for request in server.requests] == []


def test_feeds_are_renamed_moved_switched_and_removed(diembao: Command) -> None:
    diembao("feed", "add", "--no-check", "https://bao.example/a.rss", "--title", "Báo A", "--folder", "Báo/Sáng")
    diembao("feed", "add", "VnExpress")
    assert diembao("feed", "rename", "Báo A", "Báo B").returncode == 0
    assert diembao("feed", "move", "báo b", "Chiều").returncode == 0
    assert diembao("feed", "off", "1").returncode == 0
    assert diembao("feed", "full-text", "1", "off").returncode == 0
    first, second = sorted(json.loads(diembao("feed", "list", "--json").stdout), key=lambda one: int(one["id"]))
    assert (first["title"], first["folder"], first["enabled"], first["full_text"]) == ("Báo B", ["Chiều"], False, False)
    assert (second["site"], second["enabled"]) == ("VnExpress", True)
    ambiguous = diembao("feed", "off", "e")
    assert ambiguous.returncode == 1
    assert "hãy nêu số" in ambiguous.stderr.decode()
    assert diembao("feed", "off", "7").returncode == 1
    assert diembao("feed", "remove", "1", "VnExpress").returncode == 0
    assert json.loads(diembao("feed", "list", "--json").stdout) == []


def test_removing_a_feed_asks_what_becomes_of_its_articles(diembao: Command, server: LocalServer) -> None:
    publish(server, 1, 2)
    diembao("feed", "add", "--local", "--no-full-text", server.url("/rss"))
    diembao("refresh", "--no-parse")
    asked = diembao("feed", "remove", "1")
    assert asked.returncode == 2
    assert "--articles keep" in asked.stderr.decode()
    dropped = diembao("feed", "remove", "1", "--articles", "drop")
    assert "2 bài được bỏ theo" in dropped.stderr.decode()
    assert json.loads(diembao("list", "--json").stdout) == []


def test_lists_of_feeds_go_out_and_come_in(diembao: Command, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text(
        '<opml version="1.0"><body><outline text="Báo"><outline title="Sáng"><outline text="A &amp; B" type="rss"'
        ' xmlUrl="https://bao.example/a.rss"/></outline></outline><outline xmlUrl="file:///etc/passwd"/></body></opml>'
    )
    (tmp_path / "urls").write_text('# newsboat\nhttps://bao.example/b.rss "Chiều" "~Báo B"\n"query:x:y"\n')
    (tmp_path / "sai").write_text("không phải danh sách\n")
    taken = diembao("feed", "import", "a.opml", "sai", "urls")
    assert taken.returncode == 1
    assert [line.split(":")[0] for line in taken.stderr.decode().splitlines()] == ["a.opml", "sai", "urls"]
    written = diembao("feed", "export")
    assert written.returncode == 0
    diembao("--library", "khac.db", "feed", "import", "-", input=written.stdout)
    for library in ([], ["--library", "khac.db"]):
        feeds = json.loads(diembao(*library, "feed", "list", "--json").stdout)
        assert [(one["url"], one["title"], one["folder"]) for one in feeds] == [
            ("https://bao.example/a.rss", "A & B", ["Báo", "Sáng"]),
            ("https://bao.example/b.rss", "Báo B", ["Chiều"]),
        ]


def test_feeds_are_checked_without_keeping_anything(diembao: Command, server: LocalServer) -> None:
    publish(server, 1, 2)
    diembao("feed", "add", "--local", "--no-check", server.url("/rss"), server.url("/khong-co"))
    checked = diembao("feed", "check")
    assert checked.returncode == 1
    rows = sorted(line.split("\t") for line in checked.stdout.decode().splitlines())
    assert [row[2] for row in rows] == ["2 mục", "máy chủ từ chối (mã 404)"]
    assert json.loads(diembao("list", "--json").stdout) == []


def test_the_catalogue_is_listed_and_a_section_of_it_followed(diembao: Command) -> None:
    rows = [line.split("\t") for line in diembao("feed", "papers").stdout.decode().splitlines()]
    section, url = next(row for row in rows if row[0].startswith("VnExpress/"))
    added = diembao("feed", "add", section)
    assert added.returncode == 0
    assert added.stdout.decode().rstrip("\n").split("\t")[3] == url


def test_without_feeds_a_refresh_says_how_to_begin(diembao: Command) -> None:
    said = diembao("refresh")
    assert said.returncode == 0
    assert "diembao feed add VnExpress" in said.stderr.decode()


def test_a_page_is_added_by_its_address(diembao: Command, server: LocalServer) -> None:
    server.routes["/1.html"] = page(1)
    server.routes["/ngoai"] = answer(status="302 Found", Location=server.url("/1.html", "127.0.0.2"))
    added = diembao("add", server.url("/1.html"), server.url("/khong-co"), server.url("/ngoai"))
    assert added.returncode == 1
    assert [line.split("\t")[1] for line in added.stdout.decode().splitlines()] == ["đã thêm"]
    said = added.stderr.decode()
    assert "máy chủ từ chối (mã 404)" in said
    assert "127.0.0.2 nằm trong mạng riêng" in said
    (article,) = json.loads(diembao("list", "--json").stdout)
    assert (article["title"], article["url"]) == ("Chợ nổi số 1", server.url("/1.html"))
    again = diembao("add", server.url("/1.html"))
    assert again.stdout.decode().split("\t")[1] == "đã có"


def test_newsboats_articles_come_in_once(diembao: Command, tmp_path: Path) -> None:
    path = tmp_path / "cache.db"
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("CREATE TABLE rss_feed (rssurl TEXT PRIMARY KEY, url TEXT, title TEXT)")
        connection.execute(
            "CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid TEXT, title TEXT, author TEXT, url TEXT, feedurl TEXT,"
            " pubDate INTEGER, content TEXT, unread INTEGER, deleted INTEGER)"
        )
        connection.execute(
            "INSERT INTO rss_item VALUES (1, 'g', 'Chợ nổi', '', 'https://a.example/1', 'x', 1790000000, ?, 0, 0)",
            (TEXT,),
        )
    connection.close()
    assert diembao("import", "cache.db").returncode == 0
    again = diembao("import", "cache.db")
    assert "đã có 1" in again.stderr.decode()
    (article,) = json.loads(diembao("list", "--json").stdout)
    assert (article["title"], article["read"], article["speakers"][:1]) == ("Chợ nổi", True, ["Lê Thị Mười"])
