"""Whatever a server does, a request ends soon, within its limits, and never where it must not go."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import zlib
from collections.abc import Iterator

import pytest

from ingest.errors import FetchFailed, FetchReason
from ingest.fetching import Fetcher, retry_after
from ingest.network import is_public
from ingest.types import Fetched
from tests.ingest.local_server import Connection, LocalServer, answer, local_server

HERE = frozenset({"127.0.0.1", "localhost", "bao.example", "khac.example"})
LIMIT = 200_000
PRIVATE = """
    127.0.0.1 localhost 2130706433 0x7f.1 [::1] [::ffff:127.0.0.1] 10.1.2.3 192.168.1.1 169.254.169.254 172.16.0.1
    100.64.0.1 0.0.0.0 [fe80::1] [fd00::1] [64:ff9b::7f00:1] 224.0.0.1 255.255.255.255 [2002:7f00:1::]
"""


@pytest.fixture(scope="module")
def server() -> Iterator[LocalServer]:
    with local_server() as server:
        yield server


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with contextlib.closing(Fetcher(seconds=0.7)) as fetcher:
        yield fetcher


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names, and the addresses they resolve to; all other names are unknown."""
    known: dict[str, list[str]] = {"bao.example": ["127.0.0.1"], "khac.example": ["127.0.0.1"]}

    def look_up(host: str, port: int, *rest: object, **more: object) -> list[tuple[object, ...]]:
        if host[0].isdigit() or ":" in host:
            known.setdefault(host, [host])
        if host not in known:
            raise socket.gaierror("unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def refusal(fetcher: Fetcher, url: str, *, allowed: frozenset[str] = HERE) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        fetcher.get(url, limit=LIMIT, allowed=allowed)
    return failed.value


def why(fetcher: Fetcher, url: str, *, allowed: frozenset[str] = HERE) -> FetchReason:
    return refusal(fetcher, url, allowed=allowed).reason


def test_what_is_there_comes_with_what_the_next_request_needs(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes["/tin"] = answer("bài", content_type="text/html", ETag='"1"', Last_Modified="Mon, 05 Oct 2026")
    got = fetcher.get(server.url("/tin"), limit=LIMIT, allowed=HERE)
    assert got == Fetched(server.url("/tin"), "bài".encode(), "text/html", '"1"', "Mon, 05 Oct 2026", None)


def test_a_conditional_request_gets_no_body_when_nothing_changed(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes["/tin"] = answer(status="304 Not Modified", ETag='"1"')
    got = fetcher.get(server.url("/tin"), limit=LIMIT, etag='"1"', modified="Mon, 05 Oct 2026", allowed=HERE)
    assert got.body is None
    sent = server.requests[-1].headers
    assert (sent["if-none-match"], sent["if-modified-since"]) == ('"1"', "Mon, 05 Oct 2026")


def test_requests_say_who_asks_and_nothing_else(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes["/a"] = answer(status="302 Found", Location="/b")
    server.routes["/b"] = answer("tới")
    fetcher.get(server.url("/a"), limit=LIMIT, allowed=HERE)
    assert set(server.requests[-1].headers) == {"host", "user-agent", "accept-encoding", "accept"}
    assert server.requests[-1].headers["user-agent"].startswith("diembao")


def test_environment_proxies_are_not_asked(
    server: LocalServer, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.routes["/tin"] = answer("bài")
    assert fetcher.get(server.url("/tin"), limit=LIMIT, allowed=HERE).body == "bài".encode()


def test_a_response_that_never_ends_ends_at_the_limit(server: LocalServer, fetcher: Fetcher) -> None:
    def pour(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.send(b"x" * 4096)

    server.routes["/mai"] = pour
    assert why(fetcher, server.url("/mai")) is FetchReason.TOO_LARGE


@pytest.mark.parametrize("start", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n"])
def test_one_byte_at_a_time_ends_with_the_time_limit(server: LocalServer, fetcher: Fetcher, start: bytes) -> None:
    def trickle(connection: Connection) -> None:
        connection.send(start)
        pause = threading.Event()
        while not pause.wait(0.05):
            connection.send(b"H")

    server.routes["/nhỏ giọt"] = server.routes["/nho-giot"] = trickle
    if start:
        assert why(fetcher, server.url("/nho-giot")) is FetchReason.TIMEOUT
    else:
        assert why(fetcher, server.url("/nho-giot")) in (FetchReason.TIMEOUT, FetchReason.CUT)


def test_headers_without_end_are_refused(server: LocalServer, fetcher: Fetcher) -> None:
    def pour(connection: Connection) -> None:
        connection.send(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.send(b"X-A: " + b"b" * 4096 + b"\r\n")

    server.routes["/dau"] = pour
    assert why(fetcher, server.url("/dau")) is FetchReason.CUT


def test_silence_ends_with_the_time_limit_and_at_once_when_it_is_stopped(server: LocalServer) -> None:
    asked, stop = threading.Event(), threading.Event()

    def wait(connection: Connection) -> None:
        asked.set()
        connection.socket.recv(1)

    def stop_when_asked() -> None:
        asked.wait()
        stop.set()

    server.routes["/im"] = wait
    with contextlib.closing(Fetcher(seconds=0.4)) as fetcher:
        assert why(fetcher, server.url("/im")) is FetchReason.TIMEOUT
    asked.clear()
    threading.Thread(target=stop_when_asked, daemon=True).start()
    with contextlib.closing(Fetcher(seconds=600, stop=stop)) as fetcher:
        assert why(fetcher, server.url("/im")) is FetchReason.STOPPED


def test_ten_gigabytes_declared_are_not_waited_for(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes["/to"] = b"HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\nabc"
    refused = refusal(fetcher, server.url("/to"))
    assert (refused.reason, refused.detail) == (FetchReason.TOO_LARGE, "0")


@pytest.mark.parametrize("name", ["gzip", "deflate", "x-gzip"])
def test_a_bomb_of_zeros_ends_at_the_limit(server: LocalServer, fetcher: Fetcher, name: str) -> None:
    bomb = zlib.compress(bytes(50_000_000), 9) if name == "deflate" else gzip.compress(bytes(50_000_000))
    assert len(bomb) < LIMIT
    server.routes["/bom"] = answer(bomb, content_encoding=name)
    assert why(fetcher, server.url("/bom")) is FetchReason.TOO_LARGE


def test_packed_answers_are_unpacked_also_bare_deflate(server: LocalServer, fetcher: Fetcher) -> None:
    text = "Chợ nổi họp lại. ".encode() * 100
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    packed = {
        "gzip": gzip.compress(text),
        "deflate": zlib.compress(text),
        "Deflate": bare.compress(text) + bare.flush(),
        "identity": text,
    }
    for name, data in packed.items():
        server.routes["/goi"] = answer(data, content_encoding=name)
        assert fetcher.get(server.url("/goi"), limit=LIMIT, allowed=HERE).body == text


@pytest.mark.parametrize("name", ["br", "zstd", "gzip, gzip", "nén"])
def test_packing_that_was_not_asked_for_is_refused_unread(server: LocalServer, fetcher: Fetcher, name: str) -> None:
    server.routes["/goi"] = answer(b"\x8b" * 1000, content_encoding=name.encode().decode("latin-1"))
    assert why(fetcher, server.url("/goi")) is FetchReason.PACKED


@pytest.mark.parametrize("data", [b"khong phai gzip", gzip.compress(b"a" * 5000, mtime=0)[:-20]], ids=["none", "cut"])
def test_broken_packing_is_refused(server: LocalServer, fetcher: Fetcher, data: bytes) -> None:
    server.routes["/goi"] = answer(data, content_encoding="gzip")
    assert why(fetcher, server.url("/goi")) is FetchReason.PACKED


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\ncontent-le",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
    ],
)
def test_a_connection_cut_in_the_middle_gives_nothing(server: LocalServer, fetcher: Fetcher, raw: bytes) -> None:
    server.routes["/cut"] = raw
    assert why(fetcher, server.url("/cut")) is FetchReason.CUT


def test_redirects_end_and_loops_are_refused(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes["/vong"] = answer(status="301 Moved", Location="/vong")
    assert why(fetcher, server.url("/vong")) is FetchReason.REDIRECTS


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "ftp://a.example/", "http://[::1", "data:,x"]
)
def test_redirects_lead_to_the_web_only(server: LocalServer, fetcher: Fetcher, target: str) -> None:
    server.routes["/di"] = answer(status="302 Found", Location=target)
    assert why(fetcher, server.url("/di")) is FetchReason.ADDRESS


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "tin.xml", "", "http://a\u202eb.example/"]
)
def test_only_addresses_of_the_web_are_asked(fetcher: Fetcher, url: str) -> None:
    assert why(fetcher, url) is FetchReason.ADDRESS


def test_a_permanent_redirect_is_told_up_to_the_first_temporary_one(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes["/1"] = answer(status="301 Moved Permanently", Location="/2")
    server.routes["/2"] = answer(status="308 Permanent Redirect", Location="/3")
    server.routes["/3"] = answer(status="302 Found", Location="/4")
    server.routes["/4"] = answer(status="301 Moved Permanently", Location="/5")
    server.routes["/5"] = answer("tới")
    got = fetcher.get(server.url("/1"), limit=LIMIT, allowed=HERE)
    assert (got.url, got.moved_to) == (server.url("/5"), server.url("/3"))


def test_what_the_server_says_of_itself_is_told(server: LocalServer, fetcher: Fetcher) -> None:
    server.routes["/ban"] = answer(status="429 Too Many Requests", Retry_After="120")
    server.routes["/mat"] = answer(status="410 Gone")
    server.routes["/loi"] = answer(status="500 Internal Server Error")
    busy = refusal(fetcher, server.url("/ban"))
    assert (busy.reason, busy.retry_after) == (FetchReason.BUSY, 120)
    assert why(fetcher, server.url("/mat")) is FetchReason.GONE
    failed = refusal(fetcher, server.url("/loi"))
    assert (failed.reason, failed.detail) == (FetchReason.STATUS, "500")


@pytest.mark.parametrize(
    ("value", "seconds"), [("30", 30), ("Thu, 01 Jan 2015 00:00:00 GMT", 0), ("9" * 11, 7 * 86400), ("mai", None)]
)
def test_retry_after_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(value) == seconds


def test_nobody_there_and_nobody_known(fetcher: Fetcher, names: dict[str, list[str]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert why(fetcher, f"http://127.0.0.1:{port}/") is FetchReason.CONNECT
    unknown = refusal(fetcher, "http://khong-co.example/")
    assert (unknown.reason, unknown.detail) == (FetchReason.NAME, "khong-co.example")


def test_a_server_that_cannot_prove_who_it_is_is_not_talked_to(fetcher: Fetcher) -> None:
    with local_server(tls=True) as server:
        server.routes["/"] = answer("bài")
        assert why(fetcher, server.url("/", "localhost")) is FetchReason.TLS
        assert server.requests == []
    with local_server() as plain:
        assert why(fetcher, plain.url("/").replace("http:", "https:")) is FetchReason.TLS


@pytest.mark.parametrize(
    "host",
    PRIVATE.split(),
)
def test_private_addresses_are_not_connected_to(fetcher: Fetcher, host: str) -> None:
    assert why(fetcher, f"http://{host}:9/", allowed=frozenset()) is FetchReason.PRIVATE


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "203.162.0.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_each_hop_is_checked_and_an_allowance_is_for_its_host_alone(
    server: LocalServer, fetcher: Fetcher, names: dict[str, list[str]]
) -> None:
    server.routes["/di"] = answer(status="302 Found", Location=server.url("/tin", "khac.example"))
    server.routes["/tin"] = answer("bài")
    url = server.url("/di", "bao.example")
    assert fetcher.get(url, limit=LIMIT, allowed=frozenset({"bao.example", "khac.example"})).body
    before = len(server.requests)
    assert why(fetcher, url, allowed=frozenset({"bao.example"})) is FetchReason.PRIVATE
    assert why(fetcher, url, allowed=frozenset()) is FetchReason.PRIVATE
    assert [request.path for request in server.requests[before:]] == ["/di"]


def test_a_connection_made_for_an_allowed_host_is_lent_to_nobody_else(server: LocalServer, fetcher: Fetcher) -> None:
    def keep_open(connection: Connection) -> None:
        connection.send(answer("bài"))
        connection.socket.recv(1)

    server.routes["/giu"] = keep_open
    assert fetcher.get(server.url("/giu"), limit=LIMIT, allowed=HERE).body
    assert why(fetcher, server.url("/giu"), allowed=frozenset()) is FetchReason.PRIVATE


def test_of_a_name_with_public_and_private_addresses_only_the_public_are_tried(
    server: LocalServer, fetcher: Fetcher, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    import ingest.network

    names["hai-mat.example"] = ["127.0.0.1", "127.0.0.2"]
    monkeypatch.setattr(ingest.network, "is_public", lambda address: address == "127.0.0.2")
    server.routes["/tin"] = answer("bài")
    before = len(server.requests)
    # The server listens on the address that is refused: nobody answers on the other one.
    assert why(fetcher, server.url("/tin", "hai-mat.example"), allowed=frozenset()) is FetchReason.CONNECT
    assert len(server.requests) == before


def test_the_address_that_was_checked_is_the_one_connected_to(
    server: LocalServer, fetcher: Fetcher, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])

    def change(host: str, port: int, *rest: object, **more: object) -> list[tuple[object, ...]]:
        if host[0].isdigit():
            asked.append(host)
            raise OSError("no network here")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(answers)]

    monkeypatch.setattr(socket, "getaddrinfo", change)
    assert why(fetcher, server.url("/", "doi.example"), allowed=frozenset()) is FetchReason.CONNECT
    assert asked == ["93.184.216.34"]


def test_cookies_go_back_to_the_host_that_set_them_only(
    server: LocalServer, fetcher: Fetcher, names: dict[str, list[str]]
) -> None:
    server.routes["/dat"] = answer("x", Set_Cookie="phien=1; Domain=example; Path=/; SameSite=None")
    server.routes["/xem"] = answer("x")
    fetcher.get(server.url("/dat", "bao.example"), limit=LIMIT, allowed=HERE)
    fetcher.get(server.url("/xem", "bao.example"), limit=LIMIT, allowed=HERE)
    assert server.requests[-1].headers["cookie"] == "phien=1"
    fetcher.get(server.url("/xem", "khac.example"), limit=LIMIT, allowed=HERE)
    assert "cookie" not in server.requests[-1].headers


def test_vietnamese_addresses_and_passwords_in_them(
    server: LocalServer, fetcher: Fetcher, names: dict[str, list[str]]
) -> None:
    names["xn--bo-mia.example"] = ["127.0.0.1"]
    server.routes["/ch%E1%BB%A3?t=n%E1%BB%95i"] = answer("bài")
    url = f"http://ten:mat-khau@báo.example:{server.port}/chợ?t=nổi#cuoi"
    wanted = frozenset({"xn--bo-mia.example"})
    assert fetcher.get(url, limit=LIMIT, allowed=wanted).body
    assert "authorization" not in server.requests[-1].headers
