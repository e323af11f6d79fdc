"""How feedparser's own test feeds are read: `python -m bench.feedparser_suite FOLDER`, its `tests/` folder.

A test states what it expects as a Python expression in a comment. Those about title, address, date, summary, content
and identity of a feed or an item apply to us; we keep plain text, so that their HTML is compared as words. CDF, which
nobody writes any more, is left out. Feeds that are not well-formed, JSON feeds and those in odd encodings only have to
be survived.
"""

from __future__ import annotations

import argparse
import ast
import calendar
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from ingest.errors import FetchFailed
from ingest.feeds import read_feed
from ingest.fragments import one_line, plain_and_picture
from ingest.types import Feed

_EXPECTATION = re.compile(
    r"""^(?:not\ bozo\ and\ )?(?P<of>feed|entries\[(?P<at>\d)\])
        (?:\[u?['"]|\.)(?P<field>title|link|summary|description|id|guid|content|published_parsed|updated_parsed)
        (?:['"]\])?(?P<inner>\[0\](?:\[u?['"]|\.)value(?:['"]\])?)?
        \s*==\s*(?P<value>.+)$""",
    re.VERBOSE | re.DOTALL,
)
_OF_NOTHING = ("id", "published_parsed", "updated_parsed")
"""Fields that do not make an item: one without title, text and address is left out, so such items get a title."""
_ITEM = re.compile(rb"(<((?:\w+:)?)(?:item|entry)\b[^>]*>)")
_SLOW = 5.0
"""Seconds; a feed that takes longer hangs."""


def main() -> int:
    """Print how many apply, how many are right, and what was not; fails below 95 percent or on a crash."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was not as stated")
    asked = parser.parse_args()
    right: Counter[str] = Counter()
    applies: Counter[str] = Counter()
    read = slow = 0
    for path in sorted(asked.folder.rglob("*")):
        if path.suffix not in (".xml", ".json", ".html") or not path.is_file() or "cdf" in path.parts:
            continue
        data = path.read_bytes()
        start = time.perf_counter()
        feed = _read(data)
        slow += time.perf_counter() - start > _SLOW
        read += 1
        expectation = _expectation(data) if "wellformed" in path.parts else None
        if expectation is None:
            continue
        field, of, at, _ = expectation
        if of == "entries" and feed is not None and feed.left_out and at >= len(feed.items) and field in _OF_NOTHING:
            data = _ITEM.sub(rb"\1<\2title>t</\2title>", data)
            feed = _read(data)
        applies[field] += 1
        if feed is not None and _holds(feed, *expectation):
            right[field] += 1
        elif asked.misses:
            print(path.relative_to(asked.folder), *expectation, _value(feed, *expectation[:3]) if feed else None)
    share = right.total() / max(applies.total(), 1)
    for field, count in applies.most_common():
        print(f"{field:10} {right[field]:4} of {count:4}")
    print(f"{read} feeds read, {slow} of them slower than {_SLOW:g} s")
    print(f"{applies.total()} expectations apply, {share:.1%} are met")
    return int(share < 0.95 or slow > 0)


def _read(data: bytes) -> Feed | None:
    try:
        return read_feed(data, "http://127.0.0.1:8097/tests/")
    except FetchFailed:
        return None


def _expectation(data: bytes) -> tuple[str, str, int, Any] | None:
    """Field, whose it is, the entry's number and the value; None when the test is about something else."""
    header = data[:4000].decode("utf-8", "replace")
    found = re.search(r"Expect:\s*(.+?)\s*-->", header, re.DOTALL)
    # Answers whose meaning lies in HTTP headers that the file only describes.
    if found is None or re.search(r"^\s*Header:", header, re.MULTILINE):
        return None
    parts = _EXPECTATION.match(found[1].strip())
    if parts is None:
        return None
    try:
        value = ast.literal_eval(parts["value"].strip())
    except (ValueError, SyntaxError):
        return None
    field = {"description": "summary", "guid": "id"}.get(parts["field"], parts["field"])
    if (field == "content") != bool(parts["inner"]) or (parts["of"] == "feed" and field not in ("title", "link")):
        return None
    return field, parts["of"].partition("[")[0], int(parts["at"] or 0), value


def _holds(feed: Feed, field: str, of: str, at: int, value: Any) -> bool:
    got = _value(feed, field, of, at)
    if field.endswith("_parsed"):
        return isinstance(got, float) and got == calendar.timegm(value)
    if field in ("link", "id"):
        return bool((got or "") == value)
    return _words(got or "") == _words(value)


def _value(feed: Feed, field: str, of: str, at: int) -> Any:
    if of == "feed":
        return feed.title if field == "title" else feed.homepage
    if at >= len(feed.items):
        return None
    item = feed.items[at]
    match field:
        case "published_parsed":
            return None if item.published is None else item.published.timestamp()
        case "updated_parsed":
            moment = item.updated or item.published
            return None if moment is None else moment.timestamp()
        case "content":
            return item.content or item.summary
        case "summary":
            return item.summary or item.content
        case "link":
            return item.url
        case "id":
            return item.guid
    return getattr(item, field)


def _words(source: str) -> str:
    return re.sub(r"\s+", "", one_line(plain_and_picture(source, None, 10**6)[0], 10**6))


if __name__ == "__main__":
    sys.exit(main())
