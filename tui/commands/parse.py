"""`diembao parse`: articles in, what is in them out, without any library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extract.contract import to_contract
from extract.errors import ParseFailed
from extract.pool import ParserPool
from ingest.files import FoundFile, find_files
from ingest.types import Article
from tui.commands.add import passed_over
from tui.errors import failed_sentence, sentence
from tui.i18n import _
from tui.linear import linear
from tui.terminal import Exit, print_lines, say, to_json
from widgets.display import harmless

__all__ = ["run"]


def run(paths: Iterable[str], *, jsonl: bool, jobs: int) -> Exit:
    """Parse every article that `paths` name and print each as soon as those before it are printed.

    Raises:
        ParserUnavailable: no article can be parsed.
    """
    files = find_files(paths)
    if files.passed_over:
        passed_over(files.passed_over)
    status = Exit.OK

    def articles() -> Iterator[tuple[FoundFile, Article]]:
        nonlocal status
        for file in files:
            if file.article is None:
                assert file.error is not None
                say(sentence(file.error))
                status = Exit.FAILED
                continue
            if file.renamed:
                message = _("{path}: another file has the same name; this one is called {id}.")
                say(message.format(path=harmless(file.path), id=harmless(file.id)))
            yield file, file.article

    first = True
    with ParserPool(jobs) as pool:
        for file, parsed in pool.parse_many(articles()):
            if isinstance(parsed, ParseFailed):
                say(failed_sentence(file.path, parsed))
                status = Exit.FAILED
            elif jsonl:
                print(to_json(to_contract(file.id, parsed)), flush=True)
            else:
                print_lines([] if first else ["", "* * *", ""])
                print_lines(linear(parsed))
                first = False
    return status
