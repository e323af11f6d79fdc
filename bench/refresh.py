"""A refresh of many feeds from a server of this computer: `python -m bench.refresh`.

Measured are the first refresh (every item new, without parsing), in items a second, the second one (every feed answers
304), in seconds, and the most memory that either took. The feeds lie on hosts of their own (127.0.0.1, 127.0.0.2 …), so
that politeness to one host does not decide the figures. Where newsboat is installed, it reloads the same feeds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import Queue, get_context
from pathlib import Path

from store.library import Library
from store.subscriptions import Subscriptions

_WORDS = (
    "Sáng nay bà con xóm chài kéo ghe lên bãi từ rất sớm, ai cũng bảo con nước năm nay về muộn hơn mọi năm. Ông trưởng "
    "ấp đi từng nhà nhắc buộc lại mái tôn, chằng thêm dây néo, rồi mới ngồi xuống uống chén trà đầu tiên trong ngày. "
    "Trẻ con được nghỉ học, chạy ra đê xem nước lên, người lớn gọi mãi mới chịu vào."
)


def main() -> int:
    """Print the figures; fails when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=500)
    asked = parser.parse_args()
    context = get_context("spawn")
    ports: Queue[int] = context.Queue()
    server = context.Process(target=serve, args=(ports, asked.items), daemon=True)
    server.start()
    try:
        return _measure(ports.get(), asked.feeds, asked.items)
    finally:
        server.kill()


def _measure(port: int, feeds: int, items: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.diembao")
        urls = [f"http://127.0.0.{number}:{port}/{number}.rss" for number in range(1, feeds + 1)]
        with Library(path) as library:
            subscriptions = Subscriptions(library)
            with library.file.atomic():
                for url in urls:
                    subscriptions.add(url, local=True, full_text=False)
        first, second = _refresh(path), _refresh(path)
        spent = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = spent.ru_utime + spent.ru_stime
        count = json.loads(_command(path, "stats", "--json").stdout)
        rate = feeds * items / first
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{feeds} feeds of {items} items: {first:.1f} s, {rate:,.0f} items/s (bar: 3,000)")
        print(f"nothing new: {second:.2f} s (bar: 1.5)")
        print(f"processor time of both: {used:.1f} s")
        print(f"memory of the largest process: {memory:.0f} MB (bar: 150)")
        print(f"in the library: {count['counts']['total']:,}")
        newsboat = shutil.which("newsboat")
        if newsboat is None:
            print("newsboat is not installed: nothing to compare with")
        else:
            peer = _newsboat(newsboat, Path(folder), urls)
            print(f"newsboat: {peer:.1f} s, {feeds * items / peer:,.0f} items/s")
    return int(rate < 3000 or second > 1.5 or memory > 150)


def _refresh(library: Path) -> float:
    start = time.perf_counter()
    done = _command(library, "refresh", "--no-parse", "--json")
    took = time.perf_counter() - start
    last = json.loads(done.stdout.splitlines()[-1])
    if done.returncode or last["feeds_failed"]:
        raise SystemExit(f"the refresh failed: {last}, {done.stderr.decode()}")
    return took


def _command(library: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tui", "--library", os.fspath(library), *arguments]
    # As it is installed: compiled once.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, capture_output=True, check=False, env=environment)


def _newsboat(program: str, folder: Path, urls: list[str]) -> float:
    (folder / "urls").write_text("\n".join(urls))
    (folder / "config").write_text("reload-threads 16\n")
    options = ["-u", folder / "urls", "-c", folder / "cache.db", "-C", folder / "config"]
    start = time.perf_counter()
    subprocess.run([program, *map(str, options), "-x", "reload"], check=True, capture_output=True)
    return time.perf_counter() - start


def serve(ports: Queue[int], items: int) -> None:
    """Serve feeds of so many items under any path, until killed; every feed has an ETag."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            tag = f'"{self.path}"'
            body = b"" if self.headers.get("If-None-Match") == tag else feed(self.path, items)
            self.send_response(200 if body else 304)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        request_queue_size = 256

    with Server(("0.0.0.0", 0), Handler) as server:
        ports.put(server.server_address[1])
        server.serve_forever()


def feed(path: str, items: int) -> bytes:
    """An RSS feed with titles and summaries of about 300 code points."""
    first = datetime(2026, 10, 5, 6, 0, tzinfo=timezone(timedelta(hours=7)))
    start = sum(path.encode()) * 7919
    rows = "".join(
        f"<item><title>Bài số {number} của nguồn {path}</title><link>https://bao.example{path}/{number}.html</link>"
        f"<description>&lt;p&gt;{number}. {_WORDS}&lt;/p&gt;</description><guid>{path}-{number}</guid>"
        f"<pubDate>{format_datetime(first - timedelta(minutes=(start + number * 83) % 43200))}</pubDate></item>"
        for number in range(items)
    )
    return f'<rss version="2.0"><channel><title>Nguồn {path}</title>{rows}</channel></rss>'.encode()


if __name__ == "__main__":
    sys.exit(main())
