"""Errors of the rooms turned into one sentence each: what is wrong, and what to do."""

from __future__ import annotations

from typing import Final

from extract.errors import FailureReason, ParseFailed, ParserUnavailable
from ingest.errors import FetchFailed, IngestError, Reason, Unreadable
from store.errors import (
    ArticleLost,
    CannotRead,
    CannotWrite,
    LibraryBusy,
    LibraryDamaged,
    LibraryFull,
    LibraryUnreachable,
    NewerLibrary,
    NoLibrary,
    NoSuchArticle,
    NoSuchFeed,
    NotALibrary,
    NotTinyDB,
    ReadOnlyLibrary,
    StoreError,
)
from tui.fetch_words import fetch_sentence
from tui.i18n import N_, _
from widgets.display import harmless

__all__ = ["EXPECTED", "failed_sentence", "sentence"]

EXPECTED: Final = (IngestError, ParserUnavailable, StoreError)
"""What the rooms raise on purpose: each has its sentence, none is a fault of the program."""

_UNREADABLE: Final = {
    Reason.MISSING: N_("{name}: there is no such file or folder; check the name."),
    Reason.FORBIDDEN: N_("{name}: the system does not let it be read ({detail}); check its permissions."),
    Reason.NOT_A_FILE: N_("{name}: this is not a file that can be read to its end; give a text file or an HTML page."),
    Reason.EMPTY: N_("{name}: the file is empty; there is nothing to read in it."),
    Reason.BINARY: N_("{name}: this is not text; give a text file in UTF-8 or an HTML page."),
    Reason.UNDECODABLE: N_("{name}: this cannot be read as {detail}; save the file in UTF-8 and try again."),
    Reason.TOO_LARGE: N_("{name}: this is larger than {detail} MiB, the limit for one article; give a part of it."),
    Reason.NO_ARTICLES: N_("{name}: no article lies in this folder; articles are files in .txt, .html or .htm."),
    Reason.NO_TEXT: N_("{name}: no article text was found on this page; save the whole page, or its text."),
}

_LIBRARY: Final = {
    NotALibrary: N_("{path} is not a library of Điểm Báo and was left as it is; name another file with --library."),
    NewerLibrary: N_(
        "{path} was made by a newer version of Điểm Báo and was left as it is; update Điểm Báo to open it."
    ),
    ReadOnlyLibrary: N_("{path} cannot be written; check its permissions, or name another file with --library."),
    LibraryBusy: N_("{path} is in use by another process that does not let go of it; try again in a moment."),
    LibraryFull: N_("{path} cannot grow, the disk is full; make room and try again. What was saved before is safe."),
    NoLibrary: N_("{path} is not there; the first `diembao add` makes it."),
    LibraryDamaged: N_("{path} is damaged and was left as it is; `diembao doctor --repair` saves what can be read."),
    LibraryUnreachable: N_("{path} cannot be reached: {detail}; check the disk and its permissions."),
    NoSuchArticle: N_("There is no article {detail} in {path}; `diembao list` shows the numbers."),
    NoSuchFeed: N_("There is no feed {detail} in {path}; `diembao feed list` shows the numbers."),
    ArticleLost: N_("The text of article {detail} in {path} is lost; adding its page again brings it back."),
    CannotWrite: N_("{path} cannot be written: {detail}. What was there before is unchanged."),
    CannotRead: N_("{path} cannot be read: {detail}; the other files are not affected."),
    NotTinyDB: N_("{path} is no TinyDB file (it breaks at character {detail}); nothing of it was taken in."),
}


def sentence(error: Exception) -> str:
    """What to say about an error of the rooms, in the interface's language, safe to print.

    Raises:
        TypeError: it is not one of `EXPECTED`, or it is about one article (`failed_sentence` needs its name too).
    """
    match error:
        case Unreadable():
            return _(_UNREADABLE[error.reason]).format(name=harmless(error.name), detail=harmless(error.detail))
        case FetchFailed():
            return fetch_sentence(error)
        case ParserUnavailable():
            return _("Articles cannot be parsed, the parser does not start ({detail}); install Điểm Báo again.").format(
                detail=harmless(error.detail)
            )
        case StoreError():
            message = _LIBRARY.get(type(error))
            if message is None:
                return _("{path} cannot be used: {detail}.").format(
                    path=harmless(error.path), detail=harmless(error.detail)
                )
            return _(message).format(path=harmless(error.path), detail=harmless(error.detail))
    raise TypeError(error)


def failed_sentence(name: str, error: ParseFailed) -> str:
    """What to say about the one article `name` that could not be parsed."""
    message = {
        FailureReason.CRASH: _("{name}: parsing this article failed ({detail}); the others are not affected."),
        FailureReason.TIMEOUT: _("{name}: parsing took longer than {detail} seconds and was given up; split the text."),
    }[error.reason]
    return message.format(name=harmless(name), detail=harmless(error.detail))
