"""What the kinds of things are called in the interface's language, and how dates are written in it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from extract.types import EntityType, ParsedArticle, QuoteKind, SourceKind, SourcePlace, Speaker
from store.types import Outcome
from tui.i18n import N_, _, _n

__all__ = [
    "day",
    "entity_group",
    "entity_type",
    "moment",
    "outcome",
    "quote_kind",
    "size",
    "source_kind",
    "source_place",
    "speaker_name",
]

_ENTITY_GROUPS: Final = {
    EntityType.PER: N_("People"),
    EntityType.ORG: N_("Organisations"),
    EntityType.LOC: N_("Places"),
}
_ENTITY_TYPES: Final = {
    EntityType.PER: N_("person"),
    EntityType.ORG: N_("organisation"),
    EntityType.LOC: N_("place"),
}
_QUOTE_KINDS: Final = {QuoteKind.DIRECT: N_("direct"), QuoteKind.INDIRECT: N_("indirect")}
_SOURCE_KINDS: Final = {
    SourceKind.AGENCY: N_("news agency"),
    SourceKind.NEWSPAPER: N_("newspaper"),
    SourceKind.OFFICIAL: N_("state body"),
    SourceKind.ORGANISATION: N_("organisation"),
    SourceKind.DOCUMENT: N_("document"),
    SourceKind.SOCIAL: N_("social network"),
    SourceKind.PERSON: N_("person"),
}
_SOURCE_PLACES: Final = {
    SourcePlace.BYLINE: N_("in the byline"),
    SourcePlace.TEXT: N_("in the text"),
    SourcePlace.CREDIT: N_("in a picture credit"),
}
_OUTCOMES: Final = {
    Outcome.ADDED: N_("added"),
    Outcome.KNOWN: N_("already there"),
    Outcome.UPDATED: N_("updated"),
}

_UNITS: Final = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"))


def entity_group(type: EntityType) -> str:
    """The heading over the entities of a type."""
    return _(_ENTITY_GROUPS[type])


def entity_type(type: EntityType) -> str:
    """What an entity is."""
    return _(_ENTITY_TYPES[type])


def quote_kind(kind: QuoteKind) -> str:
    """Direct or indirect."""
    return _(_QUOTE_KINDS[kind])


def source_kind(kind: SourceKind) -> str:
    """What kind of source it is."""
    return _(_SOURCE_KINDS[kind])


def source_place(place: SourcePlace) -> str:
    """Where the source is named."""
    return _(_SOURCE_PLACES[place])


def outcome(outcome: Outcome) -> str:
    """What adding an article did."""
    return _(_OUTCOMES[outcome])


def speaker_name(parsed: ParsedArticle, speaker: Speaker | None) -> str:
    """Who speaks: the names of the entities, or the description as it stands, or that it is not clear.

    Names are text from outside, not yet made harmless.
    """
    if speaker is None:
        return _("not clear")
    names = {entity.id: entity.name for entity in parsed.entities}
    voices = speaker.entities or ((speaker.entity,) if speaker.entity is not None else ())
    return ", ".join(names[id] for id in voices if id in names) or speaker.text or _("not clear")


def day(when: datetime) -> str:
    """The date of `when`, in its own time zone."""
    return _("{year}-{month:02}-{day:02}").format(year=when.year, month=when.month, day=when.day)


def moment(when: datetime) -> str:
    """Date and time of `when`, in its own time zone."""
    return _("{date} {hour:02}:{minute:02}").format(date=day(when), hour=when.hour, minute=when.minute)


def size(bytes: int) -> str:
    """A number of bytes, in the largest unit in which it is one or more."""
    if bytes < 1000:
        return _n("{n} byte", "{n} bytes", bytes).format(n=bytes)
    number, unit = next((bytes / step, unit) for step, unit in _UNITS if bytes >= step)
    return f"{number:.3g} {unit}" if number < 999 else f"{number:.0f} {unit}"
