"""A disk that loses power and fails: SQLite's own file calls, recorded, and refused where asked.

SQLite reaches files through a table of functions, its VFS (https://www.sqlite.org/vfs.html). `watched` puts a copy of
the default one in its place, through ctypes, in the very library that Python's sqlite3 uses; the functions that write,
sync, cut, delete and open are replaced by ours, which note the call and hand it on.
"""

from __future__ import annotations

import _sqlite3
import contextlib
import ctypes
import os
import random
from collections.abc import Callable, Iterator
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

__all__ = ["Call", "Disk", "Failure", "Kind", "Remains", "is_watchable", "watched"]

_SECTOR = 512
_CREATE, _DIRECTORY_SYNCED = 0x4, 0x800 | 0x4000 | 0x80000
"""Flags of opening: make the file; the journals, whose folder SQLite syncs with their first sync."""


class Kind(Enum):
    """The calls that can be refused, with SQLite's code for an input/output error in each."""

    READ = 10 | 1 << 8
    WRITE = 10 | 3 << 8
    SYNC = 10 | 4 << 8
    TRUNCATE = 10 | 6 << 8
    SIZE = 10 | 7 << 8
    DELETE = 10 | 10 << 8
    MAP = 10 | 21 << 8
    OPEN = 14


class Failure(Enum):
    """What a refused call says."""

    EIO = "the device failed"
    ENOSPC = "the disk is full"


class Call(NamedTuple):
    """One recorded call."""

    kind: Kind
    path: str
    offset: int = 0
    """Of a write; the size of a cut."""
    data: bytes = b""
    new: bool = False
    """Whether opening made the file."""


class _IoMethods(Structure):
    _fields_ = [("version", c_int)] + [
        (name, c_void_p)
        for name in (
            *("close", "read", "write", "truncate", "sync", "file_size", "lock", "unlock", "check_reserved_lock"),
            *("file_control", "sector_size", "device_characteristics", "shm_map", "shm_lock", "shm_barrier"),
            *("shm_unmap", "fetch", "unfetch"),
        )
    ]


class _Vfs(Structure):
    _fields_ = [
        *(("version", c_int), ("file_size", c_int), ("path_size", c_int), ("next", c_void_p), ("name", c_char_p)),
        *(("data", c_void_p), ("open", c_void_p), ("delete", c_void_p)),
        *((f"other{n}", c_void_p) for n in range(14)),
    ]


_READ = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_SIZE = CFUNCTYPE(c_int, c_void_p, POINTER(c_int64))
_MAP = CFUNCTYPE(c_int, c_void_p, c_int, c_int, c_int, POINTER(c_void_p))
# Names as addresses: SQLite keeps more behind a file's name than the name.
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)


def _text(name: int | None) -> str:
    return os.fsdecode(ctypes.string_at(name)) if name else ""


def _library() -> Any:
    return ctypes.CDLL(_sqlite3.__file__)


def is_watchable() -> bool:
    """Whether the SQLite that Python uses shows its functions to us."""
    return hasattr(_library(), "sqlite3_vfs_find")


class Disk:
    """What happens on the disk: every call that changes it in `calls`; `refuse` decides which calls fail."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.seen = 0
        """Calls of every kind so far, those that only read too."""
        self.refuse: Callable[[int, Kind], Failure | None] = lambda number, kind: None
        """Asked with a call's number and kind."""
        self._paths: dict[int, str] = {}
        self._methods: dict[int, _IoMethods] = {}
        self._kept: list[Any] = []

    def _refusal(self, kind: Kind) -> int:
        """SQLite's code for the answer, 0 when the call may go on."""
        self.seen += 1
        failure = self.refuse(self.seen, kind)
        if failure is None:
            return 0
        return 13 if failure is Failure.ENOSPC else kind.value

    def install(self, vfs: _Vfs) -> None:
        """Put our functions into a copy of the VFS."""
        real_open, real_delete = _OPEN(vfs.open), _DELETE(vfs.delete)

        def open_(self_: int, name: int | None, file: int, flags: int, out: Any) -> int:
            path = _text(name)
            new = bool(flags & _CREATE) and not os.path.exists(path)
            refused = self._refusal(Kind.OPEN) if path else 0
            if refused:
                ctypes.cast(file, POINTER(c_void_p))[0] = None
                return refused
            result: int = real_open(self_, name, file, flags, out)
            if result == 0 and path:
                self._paths[file] = path
                self.calls.append(Call(Kind.OPEN, path, flags & _DIRECTORY_SYNCED, new=new))
                self._watch(file)
            return result

        def delete(self_: int, name: int, sync: int) -> int:
            path = _text(name)
            refused = self._refusal(Kind.DELETE)
            if refused:
                return refused
            result: int = real_delete(self_, name, sync)
            if result == 0:
                self.calls.append(Call(Kind.DELETE, path, sync))
            return result

        self._kept += [_OPEN(open_), _DELETE(delete)]
        vfs.open, vfs.delete = (ctypes.cast(function, c_void_p) for function in self._kept)

    def _watch(self, file: int) -> None:
        """Let the open file use our functions."""
        table = ctypes.cast(file, POINTER(c_void_p))
        address = table[0]
        if address not in self._methods:
            real = ctypes.cast(address, POINTER(_IoMethods)).contents
            ours = _IoMethods()
            ctypes.memmove(ctypes.byref(ours), ctypes.byref(real), ctypes.sizeof(real) if real.version > 2 else 8 * 17)
            self._replace(ours, real)
            self._methods[address] = ours
        table[0] = ctypes.addressof(self._methods[address])

    def _replace(self, ours: _IoMethods, real: _IoMethods) -> None:
        def guarded(kind: Kind, function: Any, note: Callable[..., Call] | None) -> Any:
            handed_on = function(getattr(real, _FIELD[kind]))

            def call(file: int, *arguments: Any) -> int:
                refused = self._refusal(kind)
                if refused:
                    return refused
                result: int = handed_on(file, *arguments)
                if note is not None and result == 0:
                    self.calls.append(note(self._paths[file], *arguments))
                return result

            kept = function(call)
            self._kept.append(kept)
            return ctypes.cast(kept, c_void_p)

        ours.read = guarded(Kind.READ, _READ, None)
        ours.write = guarded(
            Kind.WRITE, _READ, lambda path, data, n, at: Call(Kind.WRITE, path, at, ctypes.string_at(data, n))
        )
        ours.truncate = guarded(Kind.TRUNCATE, _TRUNCATE, lambda path, size: Call(Kind.TRUNCATE, path, size))
        ours.sync = guarded(Kind.SYNC, _SYNC, lambda path, flags: Call(Kind.SYNC, path))
        ours.file_size = guarded(Kind.SIZE, _SIZE, None)
        if real.shm_map:
            # Journals have none.
            ours.shm_map = guarded(Kind.MAP, _MAP, None)


_FIELD = {
    Kind.READ: "read",
    Kind.WRITE: "write",
    Kind.TRUNCATE: "truncate",
    Kind.SYNC: "sync",
    Kind.SIZE: "file_size",
    Kind.MAP: "shm_map",
}


@contextlib.contextmanager
def watched() -> Iterator[Disk]:
    """From now on every file SQLite opens is watched. Files that are open before are not."""
    library = _library()
    library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
    library.sqlite3_vfs_unregister.argtypes = [c_void_p]
    real = library.sqlite3_vfs_find(None)
    copy = _Vfs()
    ctypes.memmove(ctypes.byref(copy), real, ctypes.sizeof(_Vfs))
    copy.name, copy.next = b"watched", None
    disk = Disk()
    disk.install(copy)
    library.sqlite3_vfs_register(ctypes.byref(copy), 1)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_register(real, 1)
        library.sqlite3_vfs_unregister(ctypes.byref(copy))
        # A file left open would call what is gone.
        _ALIVE.append((copy, disk))


_ALIVE: list[Any] = []


@dataclass
class Remains:
    """What is on the disk when the power goes: what was synced, and of the rest what chance wrote in time."""

    durable: dict[str, bytes] = field(default_factory=dict)
    _pending: dict[str, list[Call]] = field(default_factory=dict)
    _new: set[str] = field(default_factory=set)
    _syncs_folder: set[str] = field(default_factory=set)
    _deleted: set[str] = field(default_factory=set)

    def apply(self, call: Call) -> None:
        """Follow one recorded call."""
        path = call.path
        if call.kind is Kind.OPEN:
            if call.new:
                self._pending[path] = []
                self._new.add(path)
            if call.offset:
                self._syncs_folder.add(path)
        elif call.kind is Kind.DELETE:
            self._pending.pop(path, None)
            self._new.discard(path)
            self._deleted.add(path)
            if call.offset:
                self._settle_names()
        elif call.kind is Kind.SYNC:
            if path in self._new and path in self._syncs_folder:
                self._settle_names()
            content = b"" if path in self._new else self.durable.get(path, b"")
            self.durable[path] = _written(content, self._pending.pop(path, []))
            self._new.discard(path)
            self._deleted.discard(path)
        else:
            self._pending.setdefault(path, []).append(call)

    def _settle_names(self) -> None:
        for path in self._deleted:
            self.durable.pop(path, None)
        self._deleted.clear()

    def files(self, chance: random.Random | None = None) -> dict[str, bytes]:
        """The files as they are found afterwards: with `chance`, any of the sectors that were not synced are there."""
        found = dict(self.durable)
        if chance is not None:
            for path, calls in self._pending.items():
                content = b"" if path in self._new else self.durable.get(path, b"")
                found[path] = _written(content, [part for call in calls for part in _some(call, chance)])
        return found


def _written(content: bytes, calls: list[Call]) -> bytes:
    made = bytearray(content)
    for call in calls:
        if call.kind is Kind.TRUNCATE:
            del made[call.offset :]
            made.extend(bytes(call.offset - len(made)))
        else:
            made.extend(bytes(max(call.offset - len(made), 0)))
            made[call.offset : call.offset + len(call.data)] = call.data
    return bytes(made)


def _some(call: Call, chance: random.Random) -> Iterator[Call]:
    """Some sectors of a write."""
    if call.kind is Kind.TRUNCATE:
        if chance.random() < 0.5:
            yield call
        return
    start = 0
    while start < len(call.data):
        end = min(len(call.data), start + _SECTOR - (call.offset + start) % _SECTOR)
        if chance.random() < 0.5:
            yield call._replace(offset=call.offset + start, data=call.data[start:end])
        start = end
