"""Files and folders into articles: UTF-8 text, HTML pages, folders of both, standard input, and pages of the web.

Importing this module loads no HTML parser and no network; a page loads them when the first one is read.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.encodings import decode
from ingest.errors import FetchFailed, Reason, Unreadable
from ingest.limits import MAX_PAGE, MAX_TEXT, in_mebibytes
from ingest.text import read_text
from ingest.types import Article

__all__ = [
    "MAX_PAGE",
    "MAX_TEXT",
    "STDIN",
    "FileSearch",
    "FoundFile",
    "find_files",
    "is_address",
    "read_bytes",
    "read_file",
    "read_whole",
]

STDIN = "-"
"""The path that means standard input."""
_PAGES = frozenset({".html", ".htm"})
_TEXTS = frozenset({".txt"})
_MARKUP = re.compile(r"\s*(?:<\?xml\b[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One input: what it is called, and its article or why there is none. Exactly one of the two is set."""

    id: str
    """The file's stem, `stdin`, or the stem with `~2`, `~3` … when another file has it already."""
    path: str
    renamed: bool
    """Whether `id` differs from the stem."""
    article: Article | None = None
    error: Unreadable | FetchFailed | None = None

    @property
    def from_web(self) -> bool:
        """Whether it came from the network."""
        return is_address(self.path)


@dataclass(frozen=True, slots=True)
class _Place:
    """One input before it is read; a failed one carries its error already."""

    id: str
    path: str
    renamed: bool = False
    error: Unreadable | None = None


class FileSearch:
    """The inputs that some paths stand for. Their number is known at once; each is read when iteration reaches it."""

    def __init__(self, places: list[_Place], passed_over: int) -> None:
        self._places = places
        self.passed_over = passed_over
        """How many things in the folders are no articles by their name: hidden, of another suffix, linked folders."""

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[FoundFile]:
        for place in self._places:
            if place.error is not None:
                yield FoundFile(place.id, place.path, place.renamed, error=place.error)
                continue
            try:
                article = read_file(place.path)
            except (Unreadable, FetchFailed) as error:
                yield FoundFile(place.id, place.path, place.renamed, error=error)
            else:
                yield FoundFile(place.id, place.path, place.renamed, article=article)


def find_files(paths: Iterable[str | os.PathLike[str]]) -> FileSearch:
    """The articles that `paths` name: files whatever their suffix, folders with all below them, `-` for standard
    input, http and https addresses.

    Folders are walked in the order of their sorted paths; links to folders are not followed inside them. Raises
    nothing: what cannot be read is a `FoundFile` with its error.
    """
    walk = _Walk()
    for path in paths:
        walk.visit(os.fspath(path))
    return FileSearch(walk.places, walk.passed_over)


def is_address(path: str | os.PathLike[str]) -> bool:
    """Whether what a person named is a page of the web."""
    return os.fspath(path).lower().startswith(("http://", "https://"))


def read_file(path: str | os.PathLike[str]) -> Article:
    """The article in one file, on standard input for `-`, or on the page at an address. `.html` and `.htm` are pages,
    `.txt` is plain text; of any other name the content tells.

    Raises:
        Unreadable, FetchFailed: with their reasons; nothing else.
    """
    name = os.fspath(path)
    if is_address(name):
        from ingest.web import fetch_page  # loads the network

        return fetch_page(name)
    suffix = Path(name).suffix.lower()
    html = True if suffix in _PAGES else False if suffix in _TEXTS else None
    return read_bytes(read_whole(name), _shown(name), html=html)


def read_whole(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file, or of standard input for `-`; one more than `MAX_PAGE` at most.

    Raises:
        Unreadable: MISSING, FORBIDDEN, NOT_A_FILE or TOO_LARGE.
    """
    name = os.fspath(path)
    return _standard_input() if name == STDIN else _bytes_of(name)


def read_bytes(data: bytes, name: str, *, html: bool | None = None) -> Article:
    """The article in the bytes of one file.

    Args:
        data: the whole file.
        name: how the person named it, for the error.
        html: whether it is a page; None looks at its beginning.

    Raises:
        Unreadable: BINARY, UNDECODABLE, EMPTY, TOO_LARGE, or NO_TEXT for a page without an article.
    """
    if len(data) > MAX_PAGE:
        raise Unreadable(name, Reason.TOO_LARGE, in_mebibytes(MAX_PAGE))
    page = _begins_as_page(data) if html is None else html
    if not page and len(data) > 4 * MAX_TEXT + 4:
        raise Unreadable(name, Reason.TOO_LARGE, in_mebibytes(MAX_TEXT))  # too large in whatever Unicode encoding
    text = decode(data, name, html=page)
    if not text or text.isspace():
        raise Unreadable(name, Reason.EMPTY)
    if page:
        from ingest.pages import read_page  # lxml is loaded for pages only

        article = read_page(text, name)
    else:
        _hold_limit(text, name)
        article = read_text(text)
    _hold_limit(article.text, name)
    return article


class _Walk:
    """Collects places, gives each file its id, and counts what is passed over."""

    def __init__(self) -> None:
        self.places: list[_Place] = []
        self.passed_over = 0
        self._ids: set[str] = set()

    def visit(self, path: str) -> None:
        """One path as the person gave it."""
        if path == STDIN:
            self._add(path, "stdin")
        elif is_address(path):
            self._add(path, _stem(path.rstrip("/")))
        elif os.path.isdir(path):
            before = len(self.places)
            self._descend(path)
            if len(self.places) == before:
                self._fail(path, Reason.NO_ARTICLES)
        elif os.path.lexists(path):
            self._add(path, _stem(path))
        else:
            self._fail(path, Reason.MISSING)

    def _descend(self, folder: str) -> None:
        """All below `folder`, by a stack of its own: folders may be nested deeper than Python's calls."""
        stack = [folder]
        while stack:
            path = stack.pop()
            if path != folder and not os.path.isdir(path):
                self._add(path, _stem(path))
                continue
            try:
                with os.scandir(path) as entries:
                    found = sorted(entries, key=lambda entry: entry.name, reverse=True)
            except OSError as error:
                self._fail(path, Reason.FORBIDDEN, error.strerror or "")
                continue
            stack.extend(entry.path for entry in found if self._is_wanted(entry))

    def _is_wanted(self, entry: os.DirEntry[str]) -> bool:
        suffix = os.path.splitext(entry.name)[1].lower()
        if not entry.name.startswith("."):
            if entry.is_dir(follow_symlinks=False):
                return True
            if suffix in _PAGES | _TEXTS and not os.path.isdir(entry.path):
                return True
        self.passed_over += 1
        return False

    def _add(self, path: str, stem: str) -> None:
        id, count = stem, 1
        while id in self._ids:
            count += 1
            id = f"{stem}~{count}"
        self._ids.add(id)
        self.places.append(_Place(id, path, renamed=count > 1))

    def _fail(self, path: str, reason: Reason, detail: str = "") -> None:
        error = Unreadable(_shown(path), reason, detail)
        self.places.append(_Place(_stem(path), path, error=error))


def _bytes_of(path: str) -> bytes:
    """A regular file's bytes, at most one more than the limit. Pipes and devices are refused before they can block."""
    name = _shown(path)
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever.
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            mode = os.fstat(file.fileno())
            if not stat.S_ISREG(mode.st_mode):
                raise Unreadable(name, Reason.NOT_A_FILE)
            if mode.st_size > MAX_PAGE:
                raise Unreadable(name, Reason.TOO_LARGE, in_mebibytes(_limit_of(path)))
            return file.read(MAX_PAGE + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Unreadable(name, Reason.MISSING) from error
    except IsADirectoryError as error:
        raise Unreadable(name, Reason.NOT_A_FILE) from error
    except OSError as error:
        # Opening a socket, or a device behind which nothing is.
        reason = Reason.NOT_A_FILE if error.errno in (errno.ENXIO, errno.ENODEV) else Reason.FORBIDDEN
        raise Unreadable(name, reason, error.strerror or "") from error
    except ValueError as error:  # a NUL in the path
        raise Unreadable(name, Reason.MISSING) from error


def _standard_input() -> bytes:
    stream = sys.stdin
    if stream is None or stream.closed:
        raise Unreadable(STDIN, Reason.MISSING)
    try:
        return stream.buffer.read(MAX_PAGE + 1)
    except OSError as error:
        raise Unreadable(STDIN, Reason.FORBIDDEN, error.strerror or "") from error


def _begins_as_page(data: bytes) -> bool:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _MARKUP.match(data[2:4096].decode(encoding, "replace")) is not None
    return _MARKUP.match(data[:4096].decode("utf-8-sig", "replace")) is not None


def _hold_limit(text: str, name: str) -> None:
    if len(text) * 4 > MAX_TEXT and len(text.encode("utf-8", "surrogatepass")) > MAX_TEXT:
        raise Unreadable(name, Reason.TOO_LARGE, in_mebibytes(MAX_TEXT))


def _limit_of(path: str) -> int:
    return MAX_TEXT if os.path.splitext(path)[1].lower() in _TEXTS else MAX_PAGE


def _stem(path: str) -> str:
    return _shown(Path(os.path.abspath(path)).stem)


def _shown(path: str) -> str:
    """The path with file name bytes that are no UTF-8 replaced, so that it can be printed and stored."""
    return os.fsencode(path).decode("utf-8", "replace")
