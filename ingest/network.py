"""The network as requests see it: connections go only where they may, and every wait ends.

A backend for httpcore. The address is checked where it is used: the name is resolved here, and the connection is made
to the very address that was checked, at every hop, so that no second look-up can lead elsewhere.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore2 as httpcore

__all__ = ["GuardedBackend", "HostUnknown", "PrivateAddress", "Stopped", "is_public", "time_limit"]

_STEP = 0.25
"""Seconds after which a wait looks whether it is still wanted."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ATTEMPT = 10.0
"""Seconds given to one of several addresses of a host."""

_limits = threading.local()


class PrivateAddress(Exception):
    """Every address of the host lies in a private network or on this computer."""


class HostUnknown(Exception):
    """The host's name cannot be resolved."""


class Stopped(Exception):
    """The request is not wanted any more."""


@contextmanager
def time_limit(seconds: float, stop: threading.Event | None = None) -> Iterator[None]:
    """Let whatever this thread does on the network inside end after `seconds`, however it trickles, or on `stop`."""
    _limits.deadline, _limits.stop = time.monotonic() + seconds, stop
    try:
        yield
    finally:
        _limits.deadline, _limits.stop = None, None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public Internet; addresses that carry an IPv4 address count as that one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only, and to those of the hosts that the person allows."""

    def __init__(self, allowed: frozenset[str] = frozenset()) -> None:
        """`allowed`: hosts, in small letters, that may be anywhere."""
        self._allowed = allowed
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of `host` that may be used and answers.

        Raises:
            HostUnknown, PrivateAddress, Stopped, httpcore.ConnectError, httpcore.ConnectTimeout.
        """
        addresses = _resolve(host, port)
        if host.lower().rstrip(".") not in self._allowed:
            addresses = [address for address in addresses if is_public(address)]
            if not addresses:
                raise PrivateAddress(host)
        last: Exception = httpcore.ConnectError(host)
        for address in addresses:
            limit = min(_remaining(httpcore.ConnectTimeout), timeout or _ATTEMPT)
            try:
                stream = self._plain.connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
                continue
            return _LimitedStream(stream)
        raise last

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """There are none here."""
        raise PrivateAddress(path)


class _LimitedStream(httpcore.NetworkStream):
    """A connection whose waits end with the time limit of the thread that waits."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        idle = None if timeout is None else time.monotonic() + timeout
        while True:
            step = min(_STEP, _remaining(httpcore.ReadTimeout))
            try:
                return self._inner.read(max_bytes, step)
            except httpcore.ReadTimeout:
                if idle is not None and time.monotonic() >= idle:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, min(timeout or _ATTEMPT, _remaining(httpcore.WriteTimeout)))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = min(timeout or _ATTEMPT, _remaining(httpcore.ConnectTimeout))
        return _LimitedStream(self._inner.start_tls(ssl_context, server_hostname, limit))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _remaining(late: type[Exception]) -> float:
    """Seconds that this thread may still wait; raises `late` when there are none, Stopped when it is not wanted."""
    stop = getattr(_limits, "stop", None)
    if stop is not None and stop.is_set():
        raise Stopped
    deadline = getattr(_limits, "deadline", None)
    if deadline is None:
        return _ATTEMPT
    remaining: float = deadline - time.monotonic()
    if remaining <= 0:
        raise late
    return remaining


def _resolve(host: str, port: int) -> list[str]:
    """The host's addresses. The look-up cannot be interrupted, so it is left to itself when time is up."""
    found: list[str] = []
    problem: list[OSError | UnicodeError] = []
    done = threading.Event()

    def look_up() -> None:
        try:
            for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                if str(address[0]) not in found:
                    found.append(str(address[0]))
        except (OSError, UnicodeError) as error:
            problem.append(error)
        finally:
            done.set()

    try:
        ipaddress.ip_address(host)
    except ValueError:
        threading.Thread(target=look_up, daemon=True, name="look-up").start()
    else:
        return [host]
    while not done.wait(min(_STEP, _remaining(httpcore.ConnectTimeout))):
        pass
    if problem:
        raise HostUnknown(host) from problem[0]
    return found
