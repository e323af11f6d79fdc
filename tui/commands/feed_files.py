"""`diembao feed import` and `feed export`: lists of feeds in the files of other readers."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import Reason, Unreadable
from ingest.files import STDIN, read_whole
from ingest.newsboat import read_urls
from ingest.opml import ListedFeed, read_opml, write_opml
from store.files import whole_file
from store.library import Library
from store.subscriptions import Subscriptions
from tui.commands.add import open_library
from tui.errors import sentence
from tui.i18n import _, _n
from tui.terminal import Exit, say
from widgets.display import harmless

__all__ = ["export", "take_in"]


def take_in(library_path: Path, files: Sequence[str], *, local: bool) -> Exit:
    """Follow every feed of OPML files, or of newsboat's `urls` file; none of them is asked yet.

    Raises:
        StoreError.
    """
    status = Exit.OK
    with open_library(library_path) as library:
        for name in files:
            try:
                listed = _listed(name)
            except Unreadable as error:
                say(sentence(error))
                status = Exit.FAILED
                continue
            if not listed:
                say(
                    _("{name}: no list of feeds; give an OPML file, or newsboat's file `urls`.").format(
                        name=harmless(name)
                    )
                )
                status = Exit.FAILED
                continue
            new = _follow(library, listed, local=local)
            message = _n("{name}: {n} feed, {new} new.", "{name}: {n} feeds, {new} new.", len(listed))
            say(message.format(name=harmless(name), n=len(listed), new=new))
    return status


def export(library_path: Path, target: str) -> Exit:
    """Write every feed into an OPML file, or on standard output for `-`.

    Raises:
        StoreError: CannotWrite too.
    """
    feeds = []
    if library_path.exists():
        with Library(library_path) as library:
            feeds = Subscriptions(library).all()
    data = write_opml([ListedFeed(feed.url, feed.title, feed.homepage, feed.folder) for feed in feeds], "Điểm Báo")
    if target == STDIN:
        sys.stdout.write(data.decode())
        return Exit.OK
    with whole_file(target) as part:
        Path(part).write_bytes(data)
    return Exit.OK


def _listed(name: str) -> list[ListedFeed]:
    data = read_whole(name)
    found = read_opml(data)
    if found is not None:
        return found
    try:
        return read_urls(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable(os.fsdecode(name), Reason.UNDECODABLE, "utf-8") from error


def _follow(library: Library, listed: Sequence[ListedFeed], *, local: bool) -> int:
    """How many of them are new; all of them are followed in one transaction, or none."""
    feeds = Subscriptions(library)
    new = 0
    with library.file.atomic():
        for one in listed:
            fields = {"title": one.title, "named": bool(one.title), "homepage": one.homepage, "folder": one.folder}
            new += feeds.add(one.url, **fields, local=local)[1]
    return new
