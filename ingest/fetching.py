"""Getting what lies at an address: redirects by hand, limits at every hop, nothing sent that tells who asks.

Conditional requests, Retry-After and permanent redirects are told to the caller, who keeps what has to be kept.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urljoin

import httpcore2 as httpcore

from ingest.addresses import host_of, web_address, wire_address
from ingest.errors import FetchFailed, FetchReason
from ingest.limits import in_mebibytes
from ingest.network import GuardedBackend, HostUnknown, PrivateAddress, Stopped, time_limit
from ingest.types import Fetched
from ingest.unpacking import ACCEPTED, BadPacking, TooMuch, unpacked

__all__ = ["Fetcher", "retry_after"]

_AGENT = "diembao (reader of news feeds for one person; no crawler)"
_HOPS = 8
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_IDLE = 20.0
"""Seconds without a byte."""
_CONNECTIONS = 64
_LONGEST_WAIT = 7 * 24 * 3600.0
_HEADER = 1024
_COOKIES = 50
"""Cookies kept of one host."""


class Fetcher:
    """Connections that are kept between requests. Safe to use from several threads."""

    def __init__(self, *, agent: str = _AGENT, stop: threading.Event | None = None, seconds: float = 60.0) -> None:
        """
        Args:
            agent: what the program calls itself.
            stop: when set, every request ends with `FetchFailed` STOPPED.
            seconds: that a request may take in all, its redirects included.
        """
        self._agent = agent
        self._stop = stop
        self._seconds = seconds
        self._tls: ssl.SSLContext | None = None
        self._pools: dict[frozenset[str], httpcore.ConnectionPool] = {}
        self._cookies: dict[str, dict[str, str]] = {}
        self._lock = threading.Lock()

    def get(
        self,
        url: str,
        *,
        accept: str = "*/*",
        limit: int,
        etag: str | None = None,
        modified: str | None = None,
        allowed: frozenset[str] = frozenset(),
    ) -> Fetched:
        """What lies at `url`.

        Args:
            url: http or https.
            accept: the kinds of content that are wanted.
            limit: bytes, unpacked.
            etag, modified: of the last answer; what did not change comes back without a body.
            allowed: hosts that the person lets be in a private network.

        Raises:
            FetchFailed.
        """
        headers = {"Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        try:
            with time_limit(self._seconds, self._stop):
                return self._follow(url, headers, limit, allowed)
        except FetchFailed:
            raise
        except Exception as error:
            raise self._failure(url, error, limit) from error

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def _follow(self, url: str, headers: dict[str, str], limit: int, allowed: frozenset[str]) -> Fetched:
        at = web_address(url)
        if at is None:
            raise FetchFailed(url, FetchReason.ADDRESS, url)
        moved_to, permanent = None, True
        for _ in range(_HOPS):
            with self._asked(at, headers, allowed) as response:
                got = _lowered(response.headers)
                self._keep_cookies(at, response.headers)
                if response.status not in _REDIRECTS or "location" not in got:
                    return self._answer(url, at, moved_to, response, got, limit)
            target = web_address(got["location"], at)
            if target is None:
                raise FetchFailed(url, FetchReason.ADDRESS, urljoin(at, got["location"])[:200])
            permanent = permanent and response.status in _PERMANENT
            moved_to = target if permanent else moved_to
            at = target
        raise FetchFailed(url, FetchReason.REDIRECTS)

    @contextmanager
    def _asked(self, url: str, headers: dict[str, str], allowed: frozenset[str]) -> Iterator[httpcore.Response]:
        """The answer to one request, its body still to be read."""
        with ExitStack() as stack:
            for last in (False, True):
                asking = self._pool(allowed).stream(
                    "GET",
                    wire_address(url),
                    headers=self._headers(url, headers),
                    extensions={"timeout": {"connect": _IDLE, "read": _IDLE, "write": _IDLE, "pool": self._seconds}},
                )
                try:
                    response = stack.enter_context(asking)
                    break
                except (httpcore.ReadError, httpcore.WriteError, httpcore.RemoteProtocolError):
                    # A kept connection may be closed by the server in the moment it is used again.
                    if last:
                        raise
            yield response

    def _answer(
        self,
        url: str,
        at: str,
        moved_to: str | None,
        response: httpcore.Response,
        got: dict[str, str],
        limit: int,
    ) -> Fetched:
        status = response.status
        etag, modified = (_short(got.get(name)) for name in ("etag", "last-modified"))
        content_type = got.get("content-type", "")
        if status == 304:
            return Fetched(at, None, content_type, etag, modified, moved_to)
        if status == 410:
            raise FetchFailed(url, FetchReason.GONE)
        if status in (429, 503):
            raise FetchFailed(url, FetchReason.BUSY, str(status), retry_after(got.get("retry-after", "")))
        if status != 200:
            raise FetchFailed(url, FetchReason.STATUS, str(status))
        declared = got.get("content-length", "")
        if declared.isdecimal() and int(declared) > limit:
            raise TooMuch
        body = b"".join(unpacked(response.iter_stream(), got.get("content-encoding", ""), limit))
        return Fetched(at, body, content_type, etag, modified, moved_to)

    def _headers(self, url: str, headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
        sent = [("User-Agent", self._agent), ("Accept-Encoding", ACCEPTED), *headers.items()]
        with self._lock:
            cookies = dict(self._cookies.get(host_of(url), {}))
        if cookies:
            sent.append(("Cookie", "; ".join(f"{name}={value}" for name, value in cookies.items())))
        return [(name.encode(), value.encode("latin-1", "replace")) for name, value in sent]

    def _keep_cookies(self, url: str, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Cookies go back to the very host that set them, whatever domain they ask for, and are forgotten with us."""
        for name, value in headers:
            if name.lower() != b"set-cookie":
                continue
            try:
                found = SimpleCookie(value.decode("latin-1"))
            except CookieError:
                continue
            with self._lock:
                kept = self._cookies.setdefault(host_of(url), {})
                for key, morsel in found.items():
                    if len(kept) < _COOKIES and len(morsel.coded_value) <= 4096:
                        kept[key] = morsel.coded_value

    def _pool(self, allowed: frozenset[str]) -> httpcore.ConnectionPool:
        """Connections of their own for each set of allowed hosts: none is lent to a request that may not have it."""
        with self._lock:
            if allowed not in self._pools:
                self._tls = self._tls or httpcore.default_ssl_context()
                self._pools[allowed] = httpcore.ConnectionPool(
                    ssl_context=self._tls,
                    max_connections=_CONNECTIONS,
                    keepalive_expiry=5.0,
                    network_backend=GuardedBackend(allowed),
                )
            return self._pools[allowed]

    def _failure(self, url: str, error: Exception, limit: int) -> FetchFailed:
        """The failure that an error of the layers below means."""
        host = host_of(url)
        match error:
            case Stopped():
                return FetchFailed(url, FetchReason.STOPPED)
            case PrivateAddress():
                return FetchFailed(url, FetchReason.PRIVATE, str(error))
            case HostUnknown():
                return FetchFailed(url, FetchReason.NAME, str(error) or host)
            case TooMuch():
                return FetchFailed(url, FetchReason.TOO_LARGE, in_mebibytes(limit))
            case BadPacking():
                return FetchFailed(url, FetchReason.PACKED, str(error))
            case httpcore.TimeoutException():
                return FetchFailed(url, FetchReason.TIMEOUT, f"{self._seconds:g}")
            case httpcore.ConnectError():
                cause = error.__cause__ or error.__context__
                if isinstance(cause, ssl.SSLError):
                    return FetchFailed(url, FetchReason.TLS, getattr(cause, "verify_message", "") or str(cause.reason))
                strerror = cause.strerror if isinstance(cause, OSError) else None
                return FetchFailed(url, FetchReason.CONNECT, strerror or "")
            case httpcore.NetworkError() | httpcore.ProtocolError() | httpcore.ConnectionNotAvailable():
                return FetchFailed(url, FetchReason.CUT)
            case ValueError():  # an address that has no form on the wire
                return FetchFailed(url, FetchReason.ADDRESS, url[:200])
        raise error


def retry_after(value: str) -> float | None:
    """Seconds that a Retry-After header asks to wait (RFC 9110, 10.2.3); None when it says nothing usable."""
    value = value.strip()
    if value.isdecimal() and len(value) < 12:
        return min(float(value), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.fromtimestamp(time.time(), UTC)).total_seconds(), 0.0), _LONGEST_WAIT)


def _short(value: str | None) -> str | None:
    """A header to send back; nobody needs a long one."""
    return value if value is not None and len(value) <= _HEADER else None


def _lowered(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """The last of each header, by its name in small letters."""
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
