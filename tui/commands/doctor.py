"""`diembao doctor`: is the library sound, and what can be done where it is not."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Final

from store.errors import LibraryBusy, LibraryDamaged, ReadOnlyLibrary
from store.inspection import Fault, Finding, Report, inspect
from store.library import Library
from store.repair import Mended, mend
from store.salvage import Salvaged, put_in_place, salvage
from store.sqlite import in_use
from tui.commands.existing import existing_library
from tui.i18n import N_, _, _n
from tui.progress import progress
from tui.terminal import Exit, say
from widgets.display import harmless

__all__ = ["run"]

_FAULTS: Final = {
    Fault.MALFORMED: N_("The file itself is damaged ({examples})."),
    Fault.INDEX: N_("An index does not fit its table ({examples})."),
    Fault.UNREADABLE: N_("{count} entries hold nothing readable: {examples}."),
    Fault.COLUMNS: N_("{count} entries do not fit their documents: {examples}."),
    Fault.NO_HEAD: N_("{count} articles are in no list: {examples}."),
    Fault.NO_BODY: N_("{count} articles have lost their text: {examples}."),
    Fault.NO_PARSE: N_("{count} articles have lost what was found in them: {examples}."),
    Fault.NO_STATE: N_("Of {count} articles it is not known whether they were read: {examples}."),
    Fault.ORPHAN: N_("{count} entries belong to no article: {examples}."),
    Fault.ORDER: N_("{count} articles have no place of their own in the list: {examples}."),
    Fault.NAMES: N_("The index of names does not fit the articles ({count} entries)."),
    Fault.SEARCH: N_("The search index does not fit the articles ({count} articles)."),
    Fault.TABLES: N_("The list of tables does not fit the tables: {examples}."),
}


def run(library_path: Path, *, repair: bool) -> Exit:
    """Check the library and say what is wrong; with `repair`, mend it.

    Raises:
        StoreError: it cannot be checked, or not be mended.
    """
    name = harmless(str(library_path))
    try:
        with existing_library(library_path) as library:
            with progress(_("Checking …")) as told:
                report = inspect(library.file, told)
            _tell(name, report)
            if report.sound or Fault.MALFORMED in report.findings:
                pass
            elif repair:
                return _mend(library, report)
    except LibraryDamaged as error:
        report = Report(findings={Fault.MALFORMED: Finding(Fault.MALFORMED, 1, [error.detail])})
        _tell(name, report)
    if report.sound:
        return Exit.OK
    if repair:
        return _salvage(library_path, name)
    say(_("Nothing was changed. `diembao doctor --repair` mends it; what is damaged is kept."))
    return Exit.FAILED


def _tell(name: str, report: Report) -> None:
    if report.sound:
        message = _n(
            "{path} is sound: {articles} article, {documents} documents.",
            "{path} is sound: {articles} articles, {documents} documents.",
            report.articles,
        )
        print(message.format(path=name, articles=report.articles, documents=report.documents))
        if report.lost_texts:
            print(_lost(report.lost_texts))
        return
    print(_("{path} is not sound:").format(path=name))
    for fault, finding in report.findings.items():
        examples = ", ".join(harmless(example) for example in finding.examples)
        print("- " + _(_FAULTS[fault]).format(count=finding.count, examples=examples))


def _lost(count: int) -> str:
    return _n(
        "The text of {n} article is lost; adding its page again brings it back under its number.",
        "The texts of {n} articles are lost; adding their pages again brings them back under their numbers.",
        count,
    ).format(n=count)


def _mend(library: Library, report: Report) -> Exit:
    if library.read_only:
        raise ReadOnlyLibrary(library.path)
    with progress(_("Mending …")) as told:
        mended = mend(library, report)
        after = inspect(library.file, told)
    for line in _done(mended):
        print(line)
    _tell(harmless(library.path), after)
    return Exit.OK if after.sound else Exit.FAILED


def _done(mended: Mended) -> list[str]:
    counts = [
        (mended.heads, N_("Articles that are in the list again: {n}.")),
        (mended.parses, N_("Articles in which everything has to be found anew, by adding them again: {n}.")),
        (mended.states, N_("Articles that count as unread again: {n}.")),
        (mended.set_aside, N_("Entries put aside, into the table “set aside”: {n}.")),
    ]
    lines = [_(message).format(n=count) for count, message in counts if count]
    return lines + [_lost(mended.lost_texts)] * bool(mended.lost_texts)


def _salvage(library_path: Path, name: str) -> Exit:
    """Everything readable into a new file, which takes the damaged one's place; that one is kept."""
    path = str(library_path)
    if in_use(path):
        raise LibraryBusy(path)
    new = f"{path}.salvaged"
    _remove(new)
    try:
        with progress(_("Saving what can be read …")) as told:
            result = salvage(path, new, told)
        kept = put_in_place(new, path, datetime.now())
    except BaseException:
        _remove(new)
        raise
    print(_("A new library is in the place of the damaged one, which is kept as {kept}.").format(kept=harmless(kept)))
    _tell_salvaged(result)
    return Exit.OK


def _tell_salvaged(result: Salvaged) -> None:
    message = _n(
        "Saved: {n} article, {documents} documents in all; {unreadable} were found only in part.",
        "Saved: {n} articles, {documents} documents in all; {unreadable} were found only in part.",
        result.documents.get("articles", 0),
    )
    documents = sum(result.documents.values())
    print(message.format(n=result.documents.get("articles", 0), documents=documents, unreadable=result.unreadable))
    if result.lost_texts:
        print(_lost(result.lost_texts))


def _remove(path: str) -> None:
    for end in ("", "-wal", "-shm"):
        if os.path.exists(path + end):
            os.unlink(path + end)
