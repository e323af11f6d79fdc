"""The names articles have in common: who and what is named in them, who speaks, where they have it from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any

from store.identity import fold_name

__all__ = ["NameKind", "names_of", "speaker_keys"]


class NameKind(IntEnum):
    """What a name shared by articles names."""

    PER = 1
    ORG = 2
    LOC = 3
    SPEAKER = 4
    SOURCE = 5


def names_of(parse: Mapping[str, Any]) -> set[tuple[NameKind, str]]:
    """The names a document of the table "parses" gives its article; what is not of its form is passed over."""
    names = {
        (NameKind[entity["type"]], fold_name(entity["name"]))
        for entity in _dicts(parse.get("entities"))
        if entity.get("type") in ("PER", "ORG", "LOC") and isinstance(entity.get("name"), str)
    }
    names |= {(NameKind.SPEAKER, key) for key in speaker_keys(parse)}
    names |= {
        (NameKind.SOURCE, fold_name(source["name"]))
        for source in _dicts(parse.get("sources"))
        if isinstance(source.get("name"), str)
    }
    return {(kind, key) for kind, key in names if key}


def speaker_keys(parse: Mapping[str, Any]) -> Iterator[str]:
    """The folded names or descriptions of those who speak, one a quote and speaker."""
    by_id = {entity.get("id"): entity.get("name") for entity in _dicts(parse.get("entities"))}
    for quote in _dicts(parse.get("quotes")):
        speaker = quote.get("speaker")
        if not isinstance(speaker, dict):
            continue
        ids = speaker.get("entities") or [speaker.get("entity")]
        names = [by_id.get(id) for id in ids if isinstance(id, str)] if isinstance(ids, list | tuple) else []
        for name in names or [speaker.get("text")]:
            if isinstance(name, str):
                yield fold_name(name)


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list | tuple):
        yield from (item for item in value if isinstance(item, dict))
