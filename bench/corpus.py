"""Raw articles as JSON Lines, read as sentences of tokens; annotated articles and their near copies are left out."""

from __future__ import annotations

import json
import lzma
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO

from extract.tokens import syllables

__all__ = ["NearCopies", "read_articles", "sentences"]

_WORD = re.compile(r"\w+")
_SHINGLE = 5
"""Words of a shingle."""
_NEAR = 0.5
"""Share of the smaller article's shingles from which two articles are near copies (Broder 1997: containment)."""


class NearCopies:
    """Articles that no statistics may be drawn from, because figures are measured on them."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._owners: dict[int, list[str]] = {}
        self._sizes: dict[str, int] = {}
        for path in sorted(path for folder in folders for path in folder.glob("*.txt")):
            shingles = _shingles(path.read_text(encoding="utf-8-sig"))
            self._sizes[path.stem] = len(shingles)
            for shingle in shingles:
                self._owners.setdefault(shingle, []).append(path.stem)

    def has(self, id: str, text: str) -> bool:
        """Whether an article is one of those held out, or nearly one."""
        if id in self._sizes:
            return True
        shingles = _shingles(text)
        shared = Counter(owner for shingle in shingles for owner in self._owners.get(shingle, ()))
        return any(n >= _NEAR * max(1, min(len(shingles), self._sizes[owner])) for owner, n in shared.items())


def read_articles(path: Path, held_out: NearCopies, limit: int | None = None) -> Iterator[str]:
    """The text of each article of a JSON Lines file (`.xz` or plain), NFC: title, summary and body on lines."""
    with _opened(path) as lines:
        count = 0
        for line in lines:
            row = json.loads(line)
            text = unicodedata.normalize("NFC", "\n".join((row["title"], row["summary"], row["body"])))
            if held_out.has(row["id"], text):
                continue
            yield text
            count += 1
            if count == limit:
                return


def sentences(text: str) -> Iterator[Sequence[str]]:
    """The tokens of each sentence. Words are not segmented: the statistics are of syllables."""
    from underthesea import sent_tokenize

    for line in text.splitlines():
        if line.strip():
            for sentence in sent_tokenize(line):
                if tokens := syllables(sentence):
                    yield tokens


def _opened(path: Path) -> IO[str]:
    return lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")


def _shingles(text: str) -> set[int]:
    words = _WORD.findall(text.casefold())
    return {hash(tuple(words[at : at + _SHINGLE])) for at in range(len(words) - _SHINGLE + 1)}
