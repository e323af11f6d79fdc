"""The commands that have to do with feeds: what they take, and the modules that do it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tui.i18n import _
from tui.terminal import Exit
from widgets.display import harmless

__all__ = ["COMMANDS", "add_commands", "run"]

COMMANDS = frozenset({"feed", "refresh"})

_Command = Callable[[str, str], argparse.ArgumentParser]


def add_commands(command: _Command) -> None:
    """Add the commands to the parser; `command` makes one from its name and what it does."""
    refresh = command("refresh", _("fetch what is new in the papers you follow, with full texts"))
    _feeds(refresh, "*", _("only these feeds: number, address, or part of the title"))
    refresh.add_argument("--json", action="store_true", help=_("print each step as a JSON object on a line of its own"))
    refresh.add_argument("--no-full-text", action="store_true", help=_("leave full texts to the next refresh"))
    refresh.add_argument("--no-parse", action="store_true", help=_("only fetch feeds; parse nothing"))
    refresh.add_argument(
        "--jobs", metavar=_("COUNT"), type=_count, default=1, help=_("how many articles are parsed at a time")
    )
    feed = command("feed", _("choose the papers and feeds you follow"))
    parts = feed.add_subparsers(dest="action", title=_("commands"), metavar=_("COMMAND"), required=True)

    def action(name: str, help: str) -> argparse.ArgumentParser:
        return parts.add_parser(name, help=help, description=help, allow_abbrev=False)

    add = action("add", _("follow a paper of the catalogue, a feed, or the feed behind a page"))
    add.add_argument(
        "feeds", metavar=_("PAPER|ADDRESS"), nargs="+", help=_("as in `VnExpress`, `VnExpress/Thể thao`, or an address")
    )
    add.add_argument("--title", help=_("what to call it"))
    add.add_argument("--folder", type=_folder, help=_("the folder it goes into, as in `Báo/Kinh tế`"))
    add.add_argument("--no-full-text", action="store_true", help=_("keep to the text of the feed"))
    add.add_argument("--local", action="store_true", help=_("its host may lie in your own network"))
    add.add_argument("--no-check", action="store_true", help=_("take the address as it is, without asking it"))
    listing = action("list", _("list the feeds you follow and how they fare"))
    listing.add_argument("--json", action="store_true", help=_("print a JSON array"))
    action("papers", _("list the catalogue: papers and their sections"))
    _feeds(action("check", _("ask feeds what they have, without keeping anything")), "*")
    remove = action("remove", _("follow feeds no longer"))
    _feeds(remove, "+")
    remove.add_argument(
        "--articles", choices=("keep", "drop"), help=_("what becomes of its articles; saved ones always stay")
    )
    rename = action("rename", _("call a feed something else"))
    rename.add_argument("feed", metavar=_("FEED"))
    rename.add_argument("title", metavar=_("TITLE"))
    move = action("move", _("put a feed into a folder"))
    move.add_argument("feed", metavar=_("FEED"))
    move.add_argument("folder", metavar=_("FOLDER"), type=_folder, help=_("as in `Báo/Kinh tế`; `/` is no folder"))
    for name, help in (("on", _("ask a feed again that was switched off")), ("off", _("ask a feed no longer"))):
        action(name, help).add_argument("feed", metavar=_("FEED"))
    full = action("full-text", _("fetch the full texts of a feed's articles, or keep to the feed's text"))
    full.add_argument("feed", metavar=_("FEED"))
    full.add_argument("state", choices=("on", "off"))
    taking = action("import", _("follow the feeds of an OPML file or of newsboat's file `urls`"))
    taking.add_argument("files", metavar=_("FILE"), nargs="+", help=_("a file, or `-`"))
    taking.add_argument("--local", action="store_true", help=_("their hosts may lie in your own network"))
    export = action("export", _("write the feeds you follow into an OPML file"))
    export.add_argument("target", metavar=_("FILE"), nargs="?", default="-", help=_("by default standard output"))


def run(library_path: Path, asked: argparse.Namespace) -> Exit:
    """Do one of `COMMANDS`.

    Raises:
        StoreError, ParserUnavailable, OSError.
    """
    if asked.command == "refresh":
        from tui.commands import refresh

        return refresh.run(
            library_path,
            asked.feeds,
            json=asked.json,
            pages=not asked.no_full_text,
            parse=not asked.no_parse,
            jobs=asked.jobs,
        )
    match asked.action:
        case "add" | "check" | "papers":
            return _look(library_path, asked)
        case "import" | "export":
            from tui.commands import feed_files

            if asked.action == "export":
                return feed_files.export(library_path, asked.target)
            return feed_files.take_in(library_path, asked.files, local=asked.local)
    from tui.commands import feeds

    match asked.action:
        case "list":
            return feeds.listing(library_path, json=asked.json)
        case "remove":
            return feeds.remove(library_path, asked.feeds, articles=asked.articles)
        case "rename":
            return feeds.edit(library_path, asked.feed, title=asked.title, named=True)
        case "move":
            return feeds.edit(library_path, asked.feed, folder=asked.folder)
        case "on" | "off":
            return feeds.edit(library_path, asked.feed, enabled=asked.action == "on")
        case "full-text":
            return feeds.edit(library_path, asked.feed, full_text=asked.state == "on")
    raise AssertionError(asked.action)


def _look(library_path: Path, asked: argparse.Namespace) -> Exit:
    from tui.commands import feed_adding

    if asked.action == "papers":
        return feed_adding.catalogue()
    if asked.action == "check":
        return feed_adding.check(library_path, asked.feeds)
    fields = {"full_text": not asked.no_full_text, "local": asked.local}
    fields |= {"title": asked.title, "named": True} if asked.title else {}
    fields |= {"folder": asked.folder} if asked.folder else {}
    return feed_adding.add(library_path, asked.feeds, look=not asked.no_check, **fields)


def _feeds(parser: argparse.ArgumentParser, number: str, help: str | None = None) -> None:
    help = help or _("number, address, or part of the title")
    parser.add_argument("feeds", metavar=_("FEED"), nargs=number, help=help)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 0):
        raise argparse.ArgumentTypeError(_("“{value}” is not a number from 1 on").format(value=harmless(text)))
    return int(text)


def _folder(text: str) -> tuple[str, ...]:
    return tuple(part for part in (" ".join(name.split()) for name in text.split("/")) if part)
