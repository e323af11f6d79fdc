"""The commands that look after the library: what they take, and the modules that do it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from tui.i18n import _
from tui.terminal import Exit
from widgets.display import harmless

__all__ = ["COMMANDS", "add_commands", "run"]

COMMANDS = frozenset({"doctor", "export", "import", "backup", "vacuum", "retention", "stats"})

_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}


def add_commands(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the commands to the parser; `command` makes one from its name and what it does."""
    doctor = command("doctor", _("check the library, and mend it"))
    doctor.add_argument(
        "--repair", action="store_true", help=_("mend what is wrong; of a damaged file, save what can be read")
    )
    export = command("export", _("write articles to files for other programs"))
    export.add_argument(
        "target", metavar=_("FILE|FOLDER"), help=_("a file; for Markdown a folder; `-` prints JSON Lines")
    )
    export.add_argument(
        "--format",
        choices=("tinydb", "jsonl", "markdown"),
        default="tinydb",
        help=_("everything as a TinyDB file (the default), articles as JSON Lines, articles to read as Markdown"),
    )
    export.add_argument("--saved", action="store_true", help=_("only saved articles (JSON Lines and Markdown)"))
    export.add_argument("--force", action="store_true", help=_("replace a file that is there"))
    importing = command(
        "import", _("take in a TinyDB file, JSON Lines of articles, another library, or newsboat's cache.db")
    )
    importing.add_argument("paths", metavar=_("FILE"), nargs="+", help=_("a file; what it is shows by its content"))
    importing.add_argument(
        "--jobs", metavar=_("COUNT"), type=_count, default=1, help=_("how many articles are parsed at a time")
    )
    backup = command("backup", _("copy the library, also while it is in use"))
    backup.add_argument("target", metavar=_("FILE"), nargs="?", help=_("the copy; by default beside the library"))
    command("vacuum", _("give unused room in the library file back"))
    retention = command("retention", _("drop old articles; saved ones are kept forever"))
    retention.add_argument(
        "--unread-older-than",
        metavar=_("AGE"),
        type=_days,
        help=_("unread articles older than this go: 90d, 12w, 6m, 1y"),
    )
    retention.add_argument(
        "--read-older-than", metavar=_("AGE"), type=_days, help=_("read articles older than this go: 90d, 12w, 6m, 1y")
    )
    retention.add_argument("--apply", action="store_true", help=_("do it; without this it is only said what would go"))
    retention.add_argument(
        "--undo",
        metavar=_("FILE"),
        nargs="?",
        const="",
        help=_("bring back what was dropped, by default the last time"),
    )
    stats = command("stats", _("show what is in the library, in numbers"))
    stats.add_argument("--json", action="store_true", help=_("print a JSON object"))


def run(library_path: Path, asked: argparse.Namespace) -> Exit:
    """Do one of `COMMANDS`.

    Raises:
        StoreError, OSError.
    """
    match asked.command:
        case "doctor":
            from tui.commands import doctor

            return doctor.run(library_path, repair=asked.repair)
        case "export":
            from tui.commands import exporting

            return exporting.run(library_path, asked.target, format=asked.format, saved=asked.saved, force=asked.force)
        case "import":
            from tui.commands import importing

            return importing.run(library_path, asked.paths, jobs=asked.jobs)
        case "backup":
            from tui.commands import backup

            return backup.run(library_path, asked.target)
        case "vacuum":
            from tui.commands import vacuum

            return vacuum.run(library_path)
        case "retention":
            from tui.commands import retention

            return retention.run(
                library_path,
                unread_days=asked.unread_older_than,
                read_days=asked.read_older_than,
                apply=asked.apply,
                undo=asked.undo,
            )
        case "stats":
            from tui.commands import stats

            return stats.run(library_path, json=asked.json)
    raise AssertionError(asked.command)


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 0):
        raise argparse.ArgumentTypeError(_("“{value}” is not a number from 1 on").format(value=harmless(text)))
    return int(text)


def _days(text: str) -> int:
    number, unit = (text[:-1], text[-1:]) if text[-1:] in _UNITS else (text, "d")
    if not (number.isascii() and number.isdigit() and len(number) <= 5):
        message = _("“{value}” is not an age; write 90d, 12w, 6m or 1y").format(value=harmless(text))
        raise argparse.ArgumentTypeError(message)
    return int(number) * _UNITS[unit]
