"""Forms of names of bodies and places made comparable: abbreviations written out, heads taken off, aliases joined."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from extract.names import fold
from extract.phrases import Phrases
from extract.tables import column, mapping, rows
from extract.types import EntityType

__all__ = [
    "Key",
    "alias",
    "body_core",
    "heads_agree",
    "is_acronym",
    "is_body_head",
    "is_known_place",
    "key_of",
    "place_core",
    "reduced",
    "written_out",
]

Key = tuple[str, ...]
"""The folded syllables of a name, abbreviations written out."""

_DROPPED = frozenset({"và", "&", "của", "", ","})
_LETTERS_ONLY_BEFORE_A_NAME = frozenset({"q", "p", "h", "tt", "tx", "ca", "ch", "đt"})


@lru_cache(maxsize=1)
def _abbreviations() -> dict[str, Key]:
    return {fold(short): tuple(fold(long).split(" ")) for short, long in mapping("abbreviations").items()}


@lru_cache(maxsize=1)
def _body_heads() -> Phrases[str]:
    return Phrases((" ".join(written_out(form)), row[0]) for form, *row in rows("body_heads"))


@lru_cache(maxsize=1)
def _place_heads() -> Phrases[str]:
    return Phrases((" ".join(written_out(form)), kind) for form, kind in rows("place_heads"))


@lru_cache(maxsize=8192)
def written_out(name: str) -> Key:
    """The folded syllables of `name`, abbreviations written out, "và" and "của" left out."""
    words = fold(name.replace(" & ", "&").replace("(", " ").replace(")", " ").replace(",", " ")).split(" ")
    table = _abbreviations()
    out: list[str] = []
    at = 0
    while at < len(words):
        pair = " ".join(words[at : at + 2])
        if pair in table:
            out.extend(table[pair])
            at += 2
            continue
        word = words[at]
        # "Q.1" is "quận 1"; the letter alone, or inside a name, is only a letter.
        if word in table and not (word in _LETTERS_ONLY_BEFORE_A_NAME and (at > 0 or len(words) == 1)):
            out.extend(table[word])
        else:
            out.append(word)
        at += 1
    return tuple(word for word in out if word not in _DROPPED)


def key_of(name: str, type: EntityType) -> Key:
    """What a name is compared by; names of one alias group share the group's key."""
    key = written_out(name)
    return alias(key, type) or key


@lru_cache(maxsize=1)
def _aliases() -> dict[tuple[EntityType, Key], Key]:
    table: dict[tuple[EntityType, Key], Key] = {}
    for type, forms in rows("aliases"):
        names = forms.split("|")
        first = written_out(names[0])
        for name in names:
            table.setdefault((EntityType(type), written_out(name)), first)
    return table


def alias(key: Key, type: EntityType) -> Key | None:
    """The key of the alias group this key belongs to."""
    return _aliases().get((type, key))


def body_core(key: Key) -> Key:
    """The key of a body without the common words it begins with ("tập đoàn hòa phát" -> "hòa phát")."""
    at = 0
    while at < len(key):
        head = _body_heads().starting(key, at)
        if head is None or head[0] >= len(key):
            break
        at = head[0]
    return key[at:]


_ONE_OF_A_NAME = frozenset({"company", "school", "hospital", "club", "media", "agency"})
"""Kinds of bodies that have a name of their own, so that one may be called by another head of the kind."""


def heads_agree(one: Key, other: Key) -> bool:
    """Whether two keys with the same core may be one body: "công ty X" and "tập đoàn X", not a police and a council."""
    first, second = _body_heads().starting(one, 0), _body_heads().starting(other, 0)
    if first is None or second is None:
        return True
    return first[1] == second[1] and (first[1] in _ONE_OF_A_NAME or one[: first[0]] == other[: second[0]])


def is_body_head(name: str) -> bool:
    """Whether a name is only the common word for a body ("Công an", "Ban tổ chức")."""
    return _body_heads().get(written_out(name)) is not None


def place_core(key: Key) -> tuple[str, Key]:
    """The kind of head a place's key begins with ("area", "feature" or "") and the key without it."""
    head = _place_heads().starting(key, 0)
    if head is None or head[0] >= len(key):
        return "", key
    return head[1], key[head[0] :]


@lru_cache(maxsize=1)
def _known_places() -> frozenset[Key]:
    names = {name for name, kind in rows("places") if kind != "commune"} | column("provinces")
    return frozenset(written_out(name) for name in names)


def is_known_place(key: Key) -> bool:
    """Whether a bare name means a country, province or city of that name."""
    return key in _known_places() or (EntityType.LOC, key) in _aliases()


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return column("fillers")


def reduced(key: Iterable[str]) -> Key:
    """The key without syllables that shorter forms leave out ("công an tỉnh yên bái" -> "công an yên bái")."""
    words = tuple(key)
    return words[:1] + tuple(word for word in words[1:] if word not in _fillers())


def is_acronym(name: str) -> bool:
    """Whether a name is one word of two to eight capitals: "UBTVQH", "NATO", "HoREA"."""
    bare = name.replace(".", "").replace("&", "").replace("-", "")
    capitals = sum(letter.isupper() for letter in bare)
    return 2 <= len(bare) <= 9 and bare.isalnum() and capitals >= 2 and 2 * capitals > len(bare)
