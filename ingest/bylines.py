"""Names in the lines that pages give as their authors."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

__all__ = ["author_names"]

_LONGEST_LINE, _LONGEST_NAME = 120, 60
_BETWEEN = re.compile(r"\s+[-–—|&]\s+|\s*[,;/]\s*|\s+(?:và|and)\s+")
_BRACKET = re.compile(r"\s*[(\[].*$")
_ADDRESS = re.compile(r"\S*(?:https?:|www\.|@)\S*")
_NUMBER = re.compile(r"\d{3}")


def author_names(lines: Iterable[str], papers: Iterable[str]) -> tuple[str, ...]:
    """The names of people in byline lines, as printed, each once.

    Args:
        lines: "Minh Anh - Bá Khải", "Tác giả: Hà Vy", "Theo AFP"; what is too long to be a byline is passed over.
        papers: names of the paper itself, which bylines give where no author is named.
    """
    own = {_folded(paper) for paper in papers if paper}
    found: dict[str, None] = {}
    prefix, origin = _openings()
    for line in lines:
        # Addresses go before the line is cut at slashes.
        line = prefix.sub("", " ".join(_ADDRESS.sub(" ", line).split()))
        if not line or len(line) > _LONGEST_LINE or origin.match(line):
            continue
        for part in _BETWEEN.split(_BRACKET.sub("", line)):
            name = part.strip(" .:-–—|")
            if name and len(name) <= _LONGEST_NAME and not _NUMBER.search(name) and not _is_paper(name, own):
                found.setdefault(name)
    return tuple(found)


def _is_paper(name: str, own: set[str]) -> bool:
    folded = _folded(name)
    return folded in own or folded.removeprefix("báo ") in own or f"báo {folded}" in own


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", name).casefold()).strip()


@cache
def _openings() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = tomllib.loads(files("ingest").joinpath("tables/wording.toml").read_text(encoding="utf-8"))["byline"]
    prefixes = "|".join(re.escape(words) for words in sorted(table["prefixes"], key=len, reverse=True))
    origins = "|".join(re.escape(words) for words in table["origins"])
    return (
        re.compile(rf"^[\W_]*(?:(?:{prefixes})\s*:|By\s)\s*", re.IGNORECASE),
        re.compile(rf"[\W_]*(?:{origins})\b", re.IGNORECASE),
    )
