"""A server of this computer that answers as badly as it is told to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Connection", "LocalServer", "answer", "local_server"]

CERTIFICATE = Path(__file__).parent / "certificate.pem"
"""Self-signed, for the name localhost, with its key."""


@dataclass
class Connection:
    """One request, and the way back."""

    path: str
    headers: dict[str, str]
    socket: socket.socket

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)


Route = bytes | Callable[[Connection], None]


@dataclass
class LocalServer:
    """Answers each path with fixed bytes, or lets a function write on the connection; then it closes it."""

    port: int
    routes: dict[str, Route] = field(default_factory=dict)
    requests: list[Connection] = field(default_factory=list)
    scheme: str = "http"

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"


def answer(body: bytes | str = b"", *, status: str = "200 OK", **headers: str) -> bytes:
    """The bytes of a whole answer; `content_type="…"` is the header Content-Type."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}"]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("content-length", str(len(data)))
    named.setdefault("connection", "close")
    lines += [f"{name}: {value}" for name, value in named.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


@contextlib.contextmanager
def local_server(*, tls: bool = False, address: str = "127.0.0.1") -> Iterator[LocalServer]:
    """A running server; it ends with the block, whatever its connections are doing."""
    listener = socket.create_server((address, 0))
    server = LocalServer(listener.getsockname()[1], scheme="https" if tls else "http")
    context: ssl.SSLContext | None = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
    open_sockets: set[socket.socket] = set()

    def serve(connection: socket.socket) -> None:
        try:
            if context is not None:
                connection = context.wrap_socket(connection, server_side=True)
            with connection:
                _answer_one(server, connection)
        except (OSError, ValueError):
            pass
        finally:
            open_sockets.discard(connection)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            open_sockets.add(connection)
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for one in list(open_sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def _answer_one(server: LocalServer, connection: socket.socket) -> None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        more = connection.recv(65536)
        if not more:
            return
        raw += more
        if raw.startswith(b"\x16"):  # the first byte of TLS
            connection.sendall(answer(status="400 Bad Request"))
            return
    first, *lines = raw.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    request = Connection(first.split(" ")[1], headers, connection)
    server.requests.append(request)
    route = server.routes.get(request.path, answer(status="404 Not Found"))
    if isinstance(route, bytes):
        connection.sendall(route)
    else:
        route(request)
