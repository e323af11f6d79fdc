"""The values extraction makes. Every offset counts Unicode code points of `Article.text`, end exclusive.

`certainty` runs from 0 to 1; `by` is the id of the rule or model that made the result ("mention.crf",
"quote.direct.cue-after"), so that the reader can show why.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ingest.types import Article

__all__ = [
    "Author",
    "Cue",
    "Entity",
    "EntityType",
    "Mention",
    "ParsedArticle",
    "Quote",
    "QuoteKind",
    "Role",
    "Source",
    "SourceKind",
    "SourcePlace",
    "Speaker",
]


class EntityType(StrEnum):
    """The three types of named things."""

    PER = "PER"
    ORG = "ORG"
    LOC = "LOC"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity is named."""

    start: int
    end: int
    certainty: float
    by: str


@dataclass(frozen=True, slots=True)
class Role:
    """A title or function the article gives a person ("phát ngôn viên Lầu Năm Góc"), NFC, with its place."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Entity:
    """One real-world person, organisation or place of the article."""

    id: str
    """Unique inside the article: "e1", "e2", … in order of first mention."""
    name: str
    """The fullest form in the article, NFC, without titles."""
    type: EntityType
    mentions: tuple[Mention, ...]
    """In text order; never empty."""
    roles: tuple[Role, ...] = ()


class QuoteKind(StrEnum):
    """In quotation marks or dash dialogue, or reported without marks."""

    DIRECT = "direct"
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says a quote: an entity, or a description that names nobody ("một quan chức quốc phòng Mỹ")."""

    text: str
    """The words that name the speaker for this quote; "" when elided."""
    start: int | None
    end: int | None
    entity: str | None
    """Id of the entity; None for an unnamed speaker."""
    certainty: float
    by: str
    entities: tuple[str, ...] = ()
    """All of them, the first included, when several named people speak in one voice."""


@dataclass(frozen=True, slots=True)
class Cue:
    """The reporting words ("cho biết", "theo", ":")."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, wrote or is reported to have said: the words themselves, without marks."""

    kind: QuoteKind
    start: int
    end: int
    speaker: Speaker | None
    """None when the article does not make clear who speaks ("chưa rõ")."""
    cue: Cue | None
    certainty: float
    by: str


class SourceKind(StrEnum):
    """What kind of source the paper names."""

    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    OFFICIAL = "official"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    SOCIAL = "social"
    PERSON = "person"


class SourcePlace(StrEnum):
    """Where the source is named."""

    BYLINE = "byline"
    TEXT = "text"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the paper has its information from, one row per (name, where)."""

    name: str
    kind: SourceKind
    where: SourcePlace
    start: int
    end: int
    entity: str | None
    certainty: float
    by: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs the article. Offsets are None when only the page's markup gives the name."""

    name: str
    start: int | None
    end: int | None
    certainty: float
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle:
    """An article with everything extraction found in it."""

    article: Article
    entities: tuple[Entity, ...]
    """In order of first mention."""
    quotes: tuple[Quote, ...]
    """In text order."""
    sources: tuple[Source, ...]
    """In text order."""
    authors: tuple[Author, ...]
    version: str
    """Of rules and model together: an article parsed by an older one can be found and parsed again."""

    def entity(self, id: str) -> Entity:
        """The entity with this id.

        Raises:
            KeyError: there is none.
        """
        for entity in self.entities:
            if entity.id == id:
                return entity
        raise KeyError(id)
