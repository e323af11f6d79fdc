"""SQLite's file format, read without SQLite: what pages of a damaged file still hold.

After the description at https://www.sqlite.org/fileformat2.html. Nothing here raises on a damaged page: what does not
add up is not there.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

__all__ = ["Cell", "Pages", "Record", "holds_documents", "iterate", "record", "serial_types"]

Record = tuple[Any, ...]
"""The values of a row: None, int, float, str or bytes."""

_MAGIC = b"SQLite format 3\0"
_PAGE_SIZE = 4096
"""What our files have; the file itself says so too, unless its first page is lost."""

TABLE_LEAF, TABLE_INTERIOR, INDEX_LEAF, INDEX_INTERIOR = 13, 5, 10, 2
_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Bytes of the integers of each serial type."""

_FIRST = 64
"""Pages looked at to tell a damaged library from something else."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row on a leaf page."""

    rowid: int
    """0 on the leaf of an index."""
    size: int
    """Bytes of the whole record."""
    local: bytes
    """Its beginning, as far as it lies on the page."""
    overflow: int
    """The page on which it goes on; 0 when it lies here whole."""


class Pages:
    """The pages of a file, each in its newest committed form: that of the -wal file where it has one."""

    def __init__(self, path: str) -> None:
        """Raises OSError when neither file can be read."""
        self._log: dict[int, int] = {}
        self._wal = _opened(f"{path}-wal")
        file = _opened(path)
        if file is None and self._wal is None:
            raise FileNotFoundError(path)
        self._file = file
        start = b"" if file is None else file.read(100)
        self.size = _PAGE_SIZE
        reserved = 0
        if start.startswith(_MAGIC):
            size = int.from_bytes(start[16:18], "big")
            self.size = 65536 if size == 1 else size if size >= 512 and size & (size - 1) == 0 else _PAGE_SIZE
            reserved = start[20]
        self.usable = self.size - reserved
        length = 0 if file is None else file.seek(0, os.SEEK_END)
        self.count = -(-length // self.size)
        if self._wal is not None:
            self._read_log()

    def close(self) -> None:
        """Close the files."""
        for file in (self._file, self._wal):
            if file is not None:
                file.close()

    def _read_log(self) -> None:
        """Find the committed frames: each is checked against the checksum its predecessor has written down."""
        wal = self._wal
        assert wal is not None
        header = wal.read(32)
        if len(header) < 32 or header[:3] != b"\x37\x7f\x06" or int.from_bytes(header[8:12], "big") != self.size:
            return
        order = ">" if header[3] & 1 else "<"
        salt, before = header[16:24], struct.unpack(">II", header[24:32])
        open_frames: dict[int, int] = {}
        while len(frame := wal.read(24)) == 24 and len(page := wal.read(self.size)) == self.size:
            number, commit = struct.unpack(">II", frame[:8])
            stated = struct.unpack(">II", frame[16:24])
            if frame[8:16] != salt:
                break
            if _checksum(frame[:8] + page, before, order) == stated:
                open_frames[number] = wal.tell() - self.size
                if commit:
                    self._log |= open_frames
                    self.count = max(self.count, commit)
                    open_frames = {}
            before = stated

    def page(self, number: int) -> bytes:
        """The page's bytes; empty when there is no such page."""
        if number < 1:
            return b""
        at, file = self._log.get(number), self._wal
        if at is None:
            at, file = (number - 1) * self.size, self._file
        if file is None:
            return b""
        file.seek(at)
        found: bytes = file.read(self.size)
        return found if len(found) == self.size else b""

    def children(self, number: int) -> list[int]:
        """The pages below an interior page; empty when it is none."""
        page = self.page(number)
        start = 100 if number == 1 else 0
        if len(page) < start + 12 or page[start] not in (TABLE_INTERIOR, INDEX_INTERIOR):
            return []
        below = []
        for at in self._pointers(page, start, 12):
            child = int.from_bytes(page[at : at + 4], "big")
            if not 0 < child <= self.count:
                return []
            below.append(child)
        last = int.from_bytes(page[start + 8 : start + 12], "big")
        return [*below, last] if 0 < last <= self.count else []

    def cells(self, number: int) -> list[Cell]:
        """The rows on a leaf page; empty when it is none, or does not add up."""
        page = self.page(number)
        start = 100 if number == 1 else 0
        if len(page) < start + 8 or page[start] not in (TABLE_LEAF, INDEX_LEAF):
            return []
        rowids = page[start] == TABLE_LEAF
        cells = []
        last: int | None = None
        for at in self._pointers(page, start, 8):
            cell = self._cell(page, at, rowids)
            if cell is None or (rowids and last is not None and cell.rowid <= last):
                return []
            last = cell.rowid
            cells.append(cell)
        return cells

    def _pointers(self, page: bytes, start: int, header: int) -> list[int]:
        """Where the cells of a b-tree page lie; empty when the page does not add up."""
        count = int.from_bytes(page[start + 3 : start + 5], "big")
        first = start + header + 2 * count
        if not count or first > self.usable:
            return []
        pointers = list(struct.unpack_from(f">{count}H", page, start + header))
        return pointers if first <= min(pointers) and max(pointers) < self.usable else []

    def _cell(self, page: bytes, at: int, rowids: bool) -> Cell | None:
        size, at = _varint(page, at)
        rowid = 0
        if rowids:
            rowid, at = _varint(page, at)
            rowid -= (rowid >> 63) << 64
        usable = self.usable
        most = usable - 35 if rowids else (usable - 12) * 64 // 255 - 23
        if size <= most:
            return Cell(rowid, size, page[at : at + size], 0) if 0 < size <= usable - at else None
        least = (usable - 12) * 32 // 255 - 23
        local = least + (size - least) % (usable - 4)
        local = local if local <= most else least
        if at + local + 4 > usable:
            return None
        overflow = int.from_bytes(page[at + local : at + local + 4], "big")
        return Cell(rowid, size, page[at : at + local], overflow) if 0 < overflow <= self.count else None

    def payload(self, cell: Cell) -> bytes | None:
        """The whole record of a row, its overflow pages read; None when their chain breaks."""
        parts, left, number = [cell.local], cell.size - len(cell.local), cell.overflow
        if left > self.count * self.size:
            return None
        while left > 0:
            page = self.page(number)
            if not page:
                return None
            part = page[4 : 4 + min(left, self.usable - 4)]
            parts.append(part)
            left -= len(part)
            number = int.from_bytes(page[:4], "big")
        return None if number else b"".join(parts)

    def free(self) -> set[int]:
        """The pages that hold nothing any more, as far as their list can be followed."""
        start = self.page(1)
        found: set[int] = set()
        if not start.startswith(_MAGIC):
            return found
        trunk = int.from_bytes(start[32:36], "big")
        while 0 < trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self.page(trunk)
            if not page:
                break
            count = min(int.from_bytes(page[4:8], "big"), self.size // 4 - 2)
            leaves = struct.unpack_from(f">{count}I", page, 8)
            if any(not 0 < leaf <= self.count for leaf in leaves):
                # A trunk page that was overwritten says nothing.
                break
            found.update(leaves)
            trunk = int.from_bytes(page[:4], "big")
        return found


def record(payload: bytes) -> Record | None:
    """The values of a whole record; None when they do not add up."""
    types = serial_types(payload)
    if types is None:
        return None
    at = _varint(payload, 0)[0]
    values: list[Any] = []
    for kind in types:
        length = _length(kind)
        part = payload[at : at + length]
        if len(part) < length:
            return None
        at += length
        try:
            values.append(_value(kind, part))
        except UnicodeDecodeError:
            return None
    return tuple(values) if at == len(payload) else None


def serial_types(payload: bytes) -> list[int] | None:
    """The types in a record's header, which may be all there is of it; None when it is no header."""
    end, at = _varint(payload, 0)
    if not 1 < end <= len(payload):
        return None
    types = []
    while at < end:
        kind, at = _varint(payload, at)
        if kind in (10, 11):
            return None
        types.append(kind)
    return types if at == end else None


def _length(kind: int) -> int:
    if kind >= 12:
        return (kind - 12) // 2
    return 8 if kind == 7 else _SIZES.get(kind, 0)


def _value(kind: int, part: bytes) -> Any:
    if kind >= 12:
        return part.decode() if kind % 2 else part
    if kind == 7:
        return struct.unpack(">d", part)[0]
    if kind in (8, 9):
        return kind - 8
    return None if kind == 0 else int.from_bytes(part, "big", signed=True)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The integer at `at` and where what follows it begins; beyond the end of `data` all bits are 0."""
    value = 0
    for n in range(9):
        byte = data[at + n] if at + n < len(data) else 0
        if n == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + n + 1
    raise AssertionError


def _checksum(data: bytes, before: tuple[int, ...], order: str) -> tuple[int, int]:
    """The log's checksum of `data`, going on from that of the frame before."""
    one, two = before
    for x, y in struct.iter_unpack(f"{order}II", data):
        one = (one + x + two) & 0xFFFFFFFF
        two = (two + y + one) & 0xFFFFFFFF
    return one, two


def _opened(path: str) -> Any:
    """The file for reading, or None when there is none."""
    try:
        return open(path, "rb")  # closed with its owner
    except FileNotFoundError:
        return None


def holds_documents(path: str) -> bool:
    """Whether the first pages of a file that does not begin as a library hold rows of documents nevertheless."""
    pages = Pages(path)
    try:
        return any(_is_document(cell) for number in range(2, _FIRST) for cell in pages.cells(number))
    finally:
        pages.close()


def _is_document(cell: Cell) -> bool:
    types = serial_types(cell.local)
    # Every row of documents begins with the id, which SQLite keeps as NULL, and ends with their JSON.
    if types is None or not 3 <= len(types) <= 6 or types[0] or types[-1] < 13 or not types[-1] % 2:
        return False
    at = _varint(cell.local, 0)[0] + sum(map(_length, types[:-1]))
    return cell.local[at : at + 1] == b"{"


def iterate(pages: Pages, root: int) -> Iterator[int]:
    """The pages of the tree below and with `root`, as far as it can be followed, in the order of its keys."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        number = stack.pop()
        if number in seen or not 0 < number <= pages.count:
            continue
        seen.add(number)
        yield number
        stack.extend(reversed(pages.children(number)))
