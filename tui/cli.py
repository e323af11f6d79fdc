"""The command `diembao`: its arguments, and which module does what they ask for.

Nothing heavy is imported before it is known what is asked: `--version` and `list` load neither Textual nor any
language processing.
"""

from __future__ import annotations

import argparse
import errno
import gettext
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from tui import __version__, i18n
from tui.commands import following, upkeep
from tui.config import LIBRARY_VARIABLE, library_path
from tui.i18n import _
from tui.terminal import Exit, let_go, say, use_utf8
from widgets.display import harmless

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks for; gives the exit status.

    Args:
        arguments: without the program's name; those of the process by default.
    """
    use_utf8()
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        let_go()
        return Exit.PIPE_CLOSED
    except KeyboardInterrupt:
        say(_("Stopped."))
        return Exit.INTERRUPTED
    except Exception as error:
        return _fail(error)
    return status


def _run(arguments: Sequence[str]) -> Exit:
    try:
        i18n.use(_language(arguments))
    except ValueError as error:
        i18n.use(i18n.LANGUAGES[0])
        message = _("{variable} is set to “{value}”; the languages are {choices}.")
        value, choices = harmless(str(error)), ", ".join(i18n.LANGUAGES)
        say(message.format(variable=i18n.LANGUAGE_VARIABLE, value=value, choices=choices))
        return Exit.USAGE
    with _argparse_speaks(i18n.language()):
        asked = _parser().parse_args(arguments, argparse.Namespace(library=None))
    path = library_path(asked.library)
    match asked.command:
        case None:
            from tui.commands import reader

            return reader.run(path)
        case "read":
            from tui.commands import read

            return read.run(path, asked.target, as_lines=asked.linear)
        case "add":
            from tui.commands import add

            return add.run(path, asked.paths)
        case "parse":
            from tui.commands import parse

            return parse.run(asked.paths, jsonl=asked.jsonl, jobs=asked.jobs)
        case "list":
            from tui.commands import listing

            return listing.run(path, json=asked.json)
        case "demo":
            from tui.commands import demo

            return demo.run(path)
        case name if name in upkeep.COMMANDS:
            return upkeep.run(path, asked)
        case name if name in following.COMMANDS:
            return following.run(path, asked)
    raise AssertionError(asked.command)


def _parser() -> argparse.ArgumentParser:
    common = _Parser(add_help=False)
    common.add_argument(
        "--library",
        metavar=_("FILE"),
        default=argparse.SUPPRESS,
        help=_("the library file (or the variable {variable}; by default in your data folder)").format(
            variable=LIBRARY_VARIABLE
        ),
    )
    common.add_argument(
        "--lang",
        choices=i18n.LANGUAGES,
        default=argparse.SUPPRESS,
        help=_("the language of the interface (or the variable {variable})").format(variable=i18n.LANGUAGE_VARIABLE),
    )
    parser = _Parser(
        prog="diembao",
        parents=[common],
        description=_(
            "Read Vietnamese news in the terminal: who is named, who said what, where the paper has it from."
        ),
        epilog=_("Without a command, the reader opens."),
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"diembao {__version__}", help=_("show the version"))
    commands = parser.add_subparsers(dest="command", title=_("commands"), metavar=_("COMMAND"))

    def command(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[common], help=help, description=help, allow_abbrev=False)

    one = _("a text or HTML file, a page's address, `-`, or the article's number")
    some = _("a text or HTML file, a folder of them, a page's address, or `-`")
    read = command("read", _("read one article: a file, or a number as `list` prints it"))
    read.add_argument("target", metavar=_("FILE|NUMBER"), help=one)
    read.add_argument("--linear", action="store_true", help=_("print it as lines, for screen readers and pipes"))
    add = command("add", _("add articles to the library"))
    add.add_argument("paths", metavar=_("PATH"), nargs="+", help=some)
    parse = command("parse", _("print what is in articles: entities, quotes and sources"))
    parse.add_argument("paths", metavar=_("PATH"), nargs="+", help=some)
    parse.add_argument("--jsonl", action="store_true", help=_("print one JSON object a line for each article"))
    parse.add_argument(
        "--jobs", metavar=_("COUNT"), type=_count, default=1, help=_("how many articles are parsed at a time")
    )
    listing = command("list", _("list the articles of the library, the newest first"))
    listing.add_argument("--json", action="store_true", help=_("print a JSON array"))
    command("demo", _("open the reader on the bundled articles"))
    following.add_commands(command)
    upkeep.add_commands(command)
    return parser


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one sentence and a way on."""

    def error(self, message: str) -> NoReturn:
        self.exit(
            Exit.USAGE,
            _("{command}: {problem}; `{command} --help` shows what it takes.").format(
                command=self.prog, problem=harmless(message)
            )
            + "\n",
        )


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) > 0):
        raise argparse.ArgumentTypeError(_("“{value}” is not a number from 1 on").format(value=harmless(text)))
    return int(text)


def _language(arguments: Sequence[str]) -> str | None:
    """What --lang says, looked up before anything has to be said; None when it says nothing valid."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--lang", choices=i18n.LANGUAGES)
    try:
        language: str | None = early.parse_known_args(arguments)[0].lang
    except argparse.ArgumentError:
        return None
    return language


@contextmanager
def _argparse_speaks(language: str) -> Iterator[None]:
    """Let argparse, which asks gettext's global domain, find its words in our catalogue."""
    before = os.environ.get("LANGUAGE")
    domain = gettext.textdomain()
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(i18n.DOMAIN, str(i18n.LOCALE))
    gettext.textdomain(i18n.DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def _fail(error: Exception) -> Exit:
    """Say what an error means: a sentence of its own where the rooms raised it on purpose, else a fault."""
    from tui.errors import EXPECTED, sentence

    if isinstance(error, EXPECTED):
        say(sentence(error))
        return Exit.FAILED
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EIO) and error.filename is None:
        let_go()
        say(
            _("The output cannot be written ({reason}); make room, or write it elsewhere.").format(
                reason=error.strerror
            )
        )
        return Exit.FAILED
    from tui import faults

    say(faults.report(error))
    return Exit.FAULT
