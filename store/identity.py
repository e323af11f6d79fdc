"""When two things are the same: entities of different articles by name and type, articles by address or text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from extract.types import Entity
from ingest.types import Article, FeedItem
from store.types import EntityKey

__all__ = ["article_identity", "canonical_url", "entity_key", "fold_name", "item_digest", "item_key", "text_digest"]

_TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Grave, acute, tilde, hook above, dot below: the five written tones."""

_LATE_TONE = re.compile(rf"(o(?=[ae])|(?<!q)u(?=y))([aey])([{_TONES}])(?![^\W\d_]|[\u0300-\u036f])")
"""A tone mark on the second vowel of -oa, -oe, -uy in an open syllable, decomposed (not in "quý", not in "hoàn")."""

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|zarsrc|_ga")
"""Parameters of an address that say where the reader came from, not what the page is."""


@lru_cache(maxsize=1 << 14)
def fold_name(name: str) -> str:
    """`name` for comparing: NFC, case folded, white space single, the tone mark where the newer spelling has it.

    Vietnamese writes the tone of the open syllables -oa, -oe, -uy on either vowel (hòa and hoà, thúy and thuý): both
    fold to the mark on the first. Marks stay: names that differ in them are different names.
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    folded = " ".join(folded.split())
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFD", folded)
    return unicodedata.normalize("NFC", _LATE_TONE.sub(r"\1\3\2", decomposed))


def entity_key(entity: Entity) -> EntityKey:
    """What makes `entity` the same as one of another article: its folded full name and its type."""
    return EntityKey(fold_name(entity.name), entity.type)


def article_identity(article: Article) -> str:
    """Equal for the same article: its address, or without one its text, as 32 hexadecimal digits."""
    source = f"url:{canonical_url(article.url)}" if article.url else f"text:{text_digest(article.text)}"
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:32]


@lru_cache(maxsize=1 << 12)
def canonical_url(url: str) -> str:
    """`url` without what does not change the page: case of scheme and host, default port, fragment, tracking."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
        if parts.port and parts.port != {"http": 80, "https": 443}.get(parts.scheme):
            host = f"{host}:{parts.port}"
    except ValueError:
        return url.strip()
    query = urlencode(
        [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not _TRACKING.fullmatch(name)
        ]
    )
    return urlunsplit((parts.scheme, host, parts.path or "/", query, ""))


def text_digest(text: str) -> str:
    """SHA-256 of the text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def item_key(item: FeedItem) -> str:
    """What makes an item of a feed the same the next time, as 24 hexadecimal digits.

    Its guid, an address among them without tracking; without one its link; without that what it says.
    """
    if item.guid:
        source = f"guid:{canonical_url(item.guid) if item.guid.startswith(('http://', 'https://')) else item.guid}"
    elif item.url:
        source = f"url:{canonical_url(item.url)}"
    else:
        source = f"text:{item.title}\n{item.summary}\n{item.content}"
    return _short_digest(source)


def item_digest(item: FeedItem) -> str:
    """Of what an item says: title, texts and address, without tracking; dates are often the time of the request."""
    url = canonical_url(item.url) if item.url else ""
    return _short_digest("\n".join((item.title, url, item.summary, item.content)))


def _short_digest(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:24]
