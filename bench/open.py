"""How fast the reader is there, and how fast an article opens, in a library of 1,000 articles."""

from __future__ import annotations

import asyncio
import os
import pty
import random
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from extract.types import Cue, Entity, EntityType, Mention, ParsedArticle, Quote, QuoteKind, Role, Speaker
from ingest.types import Article, Block, BlockKind
from store.library import Library

__all__ = ["main"]

_ARTICLES = 1_000
_OPENED = 200
_STARTS = 5
_SIZE = (120, 36)

_OPEN_BAR = 30.0
"""Milliseconds at most, median, from posting the open message to the update that holds article and panel."""
_START_BAR = 2.0
"""Times an empty Textual app at most, from the start of the process to the first painted list."""

_SYLLABLES = [
    "nước",
    "sông",
    "bến",
    "chợ",
    "đường",
    "cầu",
    "trường",
    "lúa",
    "mùa",
    "năm",
    "tháng",
    "người",
    "dân",
    "tỉnh",
    "huyện",
    "xã",
    "nhà",
    "máy",
    "công",
    "việc",
    "hàng",
    "giá",
    "tăng",
    "giảm",
    "mới",
    "cũ",
    "lớn",
    "nhỏ",
    "sau",
    "trước",
    "khi",
    "đã",
    "đang",
    "sẽ",
    "được",
    "cho",
    "với",
    "từ",
    "đến",
    "theo",
    "về",
    "trong",
    "ngoài",
    "trên",
    "dưới",
    "nhiều",
    "ít",
    "hơn",
    "kém",
    "xây",
    "dựng",
]
_NAMES = ("Nguyễn Văn Bình", "Trần Thị Lan", "Lê Hoàng Nam", "Phạm Quốc Việt", "Đỗ Minh Châu", "Vũ Hải Yến")
_BODIES = ("Sở Giao thông", "Ban Quản lý dự án", "Công ty Nước sạch", "Ủy ban nhân dân tỉnh")
_PLACES = ("Cần Thơ", "Long An", "Đà Nẵng", "Hà Nội", "Huế", "Bắc Giang")

_EMPTY = """
from textual.app import App
App().run()
"""
_LAST_LINE = b"\x1b[36;1H"
"""What Textual writes before the last line of a screen of this size."""
_READER = """
import sys
from store.library import Library
from tui import i18n
i18n.use("vi")
from tui.app import DiembaoApp
with Library(sys.argv[1]) as library:
    DiembaoApp(library).run()
"""


def main() -> int:
    """Print both measurements and their bars; 1 when one of them is missed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.diembao"
        with Library(path) as library:
            library.add_many(_article(number) for number in range(_ARTICLES))
        opened, worked = (seconds * 1000 for seconds in asyncio.run(_opening(path)))
        empty, reader = _starts(path)
    ratio = reader / empty
    print(
        f"open an article with its panels: median {opened:.1f} ms (bar {_OPEN_BAR:.0f}), "
        f"of which the processor worked {worked:.1f} ms"
    )
    print(
        f"first painted list: {reader * 1000:.0f} ms, an empty Textual app {empty * 1000:.0f} ms, "
        f"ratio {ratio:.2f} (bar {_START_BAR:.0f})"
    )
    return int(opened > _OPEN_BAR or ratio > _START_BAR)


def _article(number: int) -> ParsedArticle:
    """An article of ordinary size: 600 syllables, 25 mentions, 6 quotes."""
    random.seed(number)
    title = f"Bài số {number}: {' '.join(random.choices(_SYLLABLES, k=9))}"
    text = title
    blocks = [Block(BlockKind.TITLE, 0, len(title))]
    mentions: dict[str, list[Mention]] = {}
    quotes: list[Quote] = []
    for paragraph in range(12):
        text += "\n"
        start = len(text)
        for _ in range(2):
            text += " ".join(random.choices(_SYLLABLES, k=18)) + " "
            name = random.choice(_NAMES + _BODIES + _PLACES)
            mentions.setdefault(name, []).append(Mention(len(text), len(text) + len(name), 0.9, "bench"))
            text += name + " "
        if paragraph % 2:
            said = " ".join(random.choices(_SYLLABLES, k=14))
            name = random.choice(_NAMES)
            place = len(text)
            text += f"{name} nói “{said}”."
            mentions.setdefault(name, []).append(Mention(place, place + len(name), 0.9, "bench"))
            cue, words = place + len(name) + 1, place + len(name) + 6
            speaker = Speaker(name, place, place + len(name), name, 0.9, "bench")
            quotes.append(
                Quote(
                    QuoteKind.DIRECT,
                    words,
                    words + len(said),
                    speaker,
                    Cue("nói", cue, cue + 3),
                    0.9,
                    "bench",
                )
            )
        blocks.append(Block(BlockKind.PARAGRAPH, start, len(text)))
    kinds = dict.fromkeys(_NAMES, EntityType.PER) | dict.fromkeys(_BODIES, EntityType.ORG)
    entities = tuple(
        Entity(name, name, kinds.get(name, EntityType.LOC), tuple(found), (Role("giám đốc", 0, 8),))
        for name, found in mentions.items()
    )
    article = Article(text=text, blocks=tuple(blocks), url=f"https://bench.example/{number}.html", site="Báo Thử")
    return ParsedArticle(
        article=article, entities=entities, quotes=tuple(quotes), sources=(), authors=(), version="bench"
    )


async def _opening(path: Path) -> tuple[float, float]:
    """Seconds from posting the open message to the screen update that holds article and panel: by the clock, and of
    them those that the processor worked; medians."""
    from tui import i18n
    from tui.app import DiembaoApp
    from tui.screens.panes import Pane
    from tui.trace import OpenTrace
    from widgets.article_list import ArticleList

    i18n.use("vi")
    with Library(path) as library:
        app = DiembaoApp(library)
        async with app.run_test(size=_SIZE) as pilot:
            await pilot.pause()
            app.trace = OpenTrace()
            articles = app.reader.panes.list
            for number in range(_OPENED):
                id = number * 5 + 1
                app.trace.begin(id)
                articles.post_message(ArticleList.Opened(articles, id))
                while app.trace.waiting:
                    await asyncio.sleep(0.001)
                # Back to the list, as a person goes; that and the mark of a read article are no part of the next.
                app.reader.panes.go(Pane.LIST)
                await asyncio.sleep(0.05)
            return statistics.median(app.trace.times), statistics.median(app.trace.work)


def _starts(path: Path) -> tuple[float, float]:
    """Seconds from starting the process to its first painted screen: an empty app, the reader; medians, in turns."""
    empty, reader = [], []
    for _ in range(_STARTS):
        empty.append(_until([sys.executable, "-c", _EMPTY], _LAST_LINE))
        reader.append(_until([sys.executable, "-c", _READER, str(path)], "Bài số".encode()))
    return statistics.median(empty), statistics.median(reader)


def _until(command: Sequence[str], words: bytes) -> float:
    """Seconds until `command`, run on a pseudo-terminal, has written `words`."""
    begun = time.perf_counter()
    master, slave = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": str(_SIZE[0]), "LINES": str(_SIZE[1])}
    process = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
    )
    os.close(slave)
    seen = b""
    try:
        while words not in seen:
            if not select.select([master], [], [], 30)[0]:
                raise TimeoutError(seen[-500:])
            seen += os.read(master, 1 << 16)
        return time.perf_counter() - begun
    finally:
        process.kill()
        process.wait()
        os.close(master)


if __name__ == "__main__":
    sys.exit(main())
