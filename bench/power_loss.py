"""What a power loss and a failing disk can cost: nothing that was acknowledged.

    python -m bench.power_loss [--changes 200] [--every 1]

A session of changes is recorded call by call. At every call the power goes: only what was synced is left, and once more
with chance deciding for every sector that was not. Reopened, the library must be as after the last acknowledged change,
or the one that was under way, and sound. Then the device fails, or is full, at every call in turn: a change either
happens or raises an error of the store's own and leaves everything as it was.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.disk import Disk, Failure, Kind, Remains, is_watchable, watched
from extract.types import Entity, EntityType, Mention, ParsedArticle
from ingest.types import Article, Block, BlockKind
from store import Library
from store.errors import StoreError
from store.inspection import inspect

__all__ = ["Outcome", "article", "changes", "cut_everywhere", "fail_everywhere"]

Change = Callable[[Library], object]


@dataclass
class Outcome:
    """What an experiment found."""

    tried: int = 0
    lost: int = 0
    """Acknowledged changes that were gone, or changes of which a part was there."""
    unsound: int = 0
    """Libraries that `doctor` found something wrong with, or that did not open."""
    foreign: int = 0
    """Errors that were not the store's own."""
    failed: int = 0
    """Changes that could not be made, and said so."""


def changes(count: int) -> Iterator[Change]:
    """A person's session: articles come and are changed, are read and saved; other tables are used too."""
    chance = random.Random(5)
    articles = 0
    for number in range(count):
        kind = chance.random()
        if articles < 3 or kind < 0.3:
            articles += 1
            yield _adding(articles, number)
        elif kind < 0.4:
            yield _adding(chance.randint(1, articles), number)
        else:
            yield _marking(chance.randint(1, articles), number)


def _adding(which: int, version: int) -> Change:
    parsed = article(which, version)
    return lambda library: library.add(parsed)


def _marking(id: int, number: int) -> Change:
    match number % 4:
        case 0:
            return lambda library: library.set_read(id, number % 8 == 0)
        case 1:
            return lambda library: library.set_saved(id, number % 8 == 1)
        case 2:
            return lambda library: library.set_position(id, number)
    return lambda library: library.database.table("nhan").insert({"bai": id, "ten": f"nhãn {number}"})


def article(which: int, version: int) -> ParsedArticle:
    """Article number `which`; another `version` of it has the same address and another text."""
    title = f"Bản tin {which}"
    text = f"{title}\n" + f"Ông Lê Văn Tám nói lần {version}. " * (20 + which % 7 * 15)
    blocks = (Block(BlockKind.TITLE, 0, len(title)), Block(BlockKind.PARAGRAPH, len(title) + 1, len(text) - 1))
    published = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=which * 7 % 100)
    made = Article(text=text, blocks=blocks, url=f"https://vidu.vn/{which}", published=published)
    mention = Mention(len(title) + 5, len(title) + 15, 1.0, "mention.crf")
    entities = (Entity("e1", "Lê Văn Tám", EntityType.PER, (mention,)),)
    return ParsedArticle(article=made, entities=entities, quotes=(), sources=(), authors=(), version="1")


def fingerprint(library: Library) -> str:
    """Equal for equal documents in all tables."""
    library.database.clear_cache()
    tables = {name: {d.doc_id: _timeless(d) for d in library.database.table(name)} for name in _tables(library)}
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def _tables(library: Library) -> list[str]:
    return sorted(name for name in library.database.tables() if len(library.database.table(name)))


def _timeless(document: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in document.items() if name != "added"}


def cut_everywhere(folder: Path, count: int, every: int = 1) -> Outcome:
    """Record a session of `count` changes; cut it at every `every`-th call."""
    path = folder / "ghi" / "library.db"
    outcome = Outcome()
    with watched() as disk:
        library = Library(path)
        # From here on the library is there: what comes before was acknowledged to nobody.
        prints, acknowledged = [fingerprint(library)], [len(disk.calls)]
        for number, change in enumerate(changes(count)):
            change(library)
            prints.append(fingerprint(library))
            acknowledged.append(len(disk.calls))
            if number % 60 == 59:
                library.close()
                library = Library(path)
        library.close()
    remains, done = Remains(), 0
    for number, call in enumerate(disk.calls, 1):
        remains.apply(call)
        while done + 1 < len(acknowledged) and acknowledged[done + 1] <= number:
            done += 1
        if number < acknowledged[0] or number % every:
            continue
        for chance in (None, random.Random(number)):
            outcome.tried += 1
            _reopen(folder / "cat", remains.files(chance), prints[done : done + 2], outcome)
    return outcome


def _reopen(folder: Path, files: dict[str, bytes], allowed: list[str], outcome: Outcome) -> None:
    folder.mkdir(exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    for path, content in files.items():
        if not path.endswith("-shm"):
            (folder / Path(path).name).write_bytes(content)
    try:
        with Library(folder / "library.db") as library:
            outcome.lost += fingerprint(library) not in allowed
            outcome.unsound += not inspect(library.file).sound
    except StoreError:
        outcome.unsound += 1


def fail_everywhere(folder: Path, count: int, failure: Failure, every: int = 1) -> Outcome:
    """Let each `every`-th call of a session of `count` changes fail, each in a session of its own."""
    outcome = Outcome()
    number = 1
    with watched() as disk:
        while True:
            disk.seen, disk.refuse = 0, _refuser(number, failure)
            reached = _failing_session(folder / f"{failure.name}{number}", count, disk, number, outcome)
            if not reached:
                return outcome
            outcome.tried += 1
            number += every


def _refuser(number: int, failure: Failure) -> Callable[[int, Kind], Failure | None]:
    """A device fails once; a full disk stays full for a while."""
    if failure is Failure.EIO:
        return lambda seen, kind: failure if seen == number else None
    grows = {Kind.WRITE, Kind.MAP}
    return lambda seen, kind: failure if number <= seen < number + 12 and kind in grows else None


def _failing_session(folder: Path, count: int, disk: Disk, number: int, outcome: Outcome) -> bool:
    """One session; says whether the call that is to fail was reached."""
    path = folder / "library.db"
    refuse, quiet = disk.refuse, (lambda seen, kind: None)

    def see(library: Library) -> str:
        seen, disk.refuse = disk.seen, quiet
        found = fingerprint(library)
        disk.seen, disk.refuse = seen, refuse
        return found

    library = None
    for _ in range(3):
        try:
            library = Library(path, wait=0.01)
            break
        except StoreError:
            outcome.failed += 1
        except Exception:
            outcome.foreign += 1
    if library is None:
        outcome.unsound += 1
        return True
    expected = see(library)
    for change in changes(count):
        try:
            change(library)
        except StoreError:
            outcome.failed += 1
            outcome.lost += see(library) != expected
        except Exception:
            outcome.foreign += 1
        else:
            expected = see(library)
    with suppress(StoreError):
        library.close()
    reached = disk.seen >= number
    disk.refuse = quiet
    with Library(path) as library:
        outcome.lost += fingerprint(library) != expected
        outcome.unsound += not inspect(library.file).sound
    return reached


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--changes", type=int, default=200)
    options.add_argument("--every", type=int, default=1)
    chosen = options.parse_args()
    if not is_watchable():
        raise SystemExit("The SQLite of this Python hides its functions; the experiment cannot be made with it.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cut = cut_everywhere(folder, chosen.changes, chosen.every)
        print(f"power lost at every write of {chosen.changes} changes: {cut}")
        for failure in Failure:
            done = fail_everywhere(folder, chosen.changes // 8, failure, chosen.every)
            print(f"{failure.name} at every call of {chosen.changes // 8} changes: {done}")


if __name__ == "__main__":
    main()
