"""Bytes into text: UTF-8, what a byte order mark shows, and what a page declares. Nothing is guessed."""

from __future__ import annotations

import codecs
import re

from ingest.errors import Reason, Unreadable

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_DECLARATION = re.compile(rb"""\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_META_CHARSET = re.compile(rb"""<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9._:-]+)""", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_DECLARED_WITHIN = 8192
"""Bytes. The HTML standard looks at 1,024; saved pages put scripts before the declaration."""
_SUPERSETS = {"ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "gb2312": "gb18030"}
"""What browsers read these declarations as (WHATWG Encoding Standard, names and labels)."""
_PAGE_ENCODINGS = re.compile(r"utf-8|cp\d+|iso8859-\d+|koi8-[rtu]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|tis-620")


def decode(data: bytes, name: str, *, html: bool, served: str = "") -> str:
    """The text of `data` without its byte order mark, otherwise unchanged.

    Args:
        data: a whole file.
        name: how the person named it, for the error.
        html: whether an encoding declared in the markup counts.
        served: the server's Content-Type, whose charset counts where nothing in the data tells.

    Raises:
        Unreadable: BINARY (it holds NUL) or UNDECODABLE (with the encoding that was tried).
    """
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        if b"\0" in data:
            raise Unreadable(name, Reason.BINARY)
        encoding = _declared(data, name, served) if html else "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(name, Reason.UNDECODABLE, encoding) from error
    if "\0" in text:
        raise Unreadable(name, Reason.BINARY)
    return text.removeprefix("\ufeff")


def _declared(data: bytes, name: str, served: str) -> str:
    head = _COMMENT.sub(b"", data[:_DECLARED_WITHIN])
    header = _CHARSET.search(served.encode("latin-1", "replace"))
    if header is not None and _is_utf8(data):
        return "utf-8"  # a header of a whole server is wrong for some of its pages more often than this is chance
    found = header or _XML_DECLARATION.match(head) or _META_CHARSET.search(head)
    if found is None:
        return "utf-8"
    label = found[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(label).name
    except LookupError:
        raise Unreadable(name, Reason.UNDECODABLE, label) from None
    # A declaration that can be read as ASCII does not stand in UTF-16 (HTML standard, prescan algorithm).
    if codec.startswith("utf-16"):
        return "utf-8"
    codec = _SUPERSETS.get(codec, codec)
    if not _PAGE_ENCODINGS.fullmatch(codec):
        raise Unreadable(name, Reason.UNDECODABLE, label)
    return codec


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
