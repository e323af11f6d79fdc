"""What a page says about itself: JSON-LD (schema.org), Open Graph and other `meta` elements, canonical address."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from ingest.addresses import web_address
from ingest.dates import moment

__all__ = ["PageFacts", "read_facts"]

_LINKED_DATA = 2**21
"""Code points of one JSON-LD script that are read at most; true ones have a few thousand."""
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>")
_HOME = frozenset({"trang chủ", "home", "homepage", "trang nhất"})


@dataclass(slots=True)
class PageFacts:
    """A page's own account of its article; "" and None where it says nothing."""

    title: str = ""
    description: str = ""
    url: str | None = None
    base: str | None = None
    """What relative addresses are relative to."""
    site: str = ""
    publisher: str = ""
    section: str | None = None
    published: datetime | None = None
    updated: datetime | None = None
    authors: list[str] = field(default_factory=list)
    """As given: they may name the paper itself."""
    body: str = ""
    """The article's text as JSON-LD gives it."""
    is_article: bool = False


def read_facts(root: HtmlElement, url: str | None = None) -> PageFacts:
    """The facts of a parsed page; `url` is where it was read from, if from the network."""
    metas = _metas(root)
    data = list(_linked_data(root))
    article = next((item for item in data if _is_article(item)), {})
    addresses = [_href(link) for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    addresses += [metas.get("og:url", ""), _url_of(article.get("mainEntityOfPage")), _url_of(article.get("url"))]
    declared = next((web_address(_href(base), url) for base in root.iter("base")), None)
    own = _first_address(addresses, declared or url)
    facts = PageFacts(
        title=_words(article.get("headline")) or metas.get("og:title", "") or metas.get("twitter:title", ""),
        description=_words(article.get("description"))
        or metas.get("og:description", "")
        or metas.get("description", ""),
        url=own or url,
        base=declared or own or url,
        site=metas.get("og:site_name", "") or metas.get("application-name", ""),
        publisher=_name_of(article.get("publisher")),
        section=_section(data, article, metas),
        authors=list(_names(article.get("author"))) or [metas.get("author", "") or metas.get("article:author", "")],
        body=_text(article.get("articleBody")),
        is_article=bool(article) or metas.get("og:type", "").lower() == "article",
    )
    published = ("datePublished", "dateCreated")
    facts.published = _first_moment(
        [*(_words(article.get(key)) for key in published), *(metas.get(key, "") for key in _PUBLISHED)]
    )
    facts.updated = _first_moment([_words(article.get("dateModified")), *(metas.get(key, "") for key in _UPDATED)])
    return facts


_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date.issued",
    "date",
)
_UPDATED = ("article:modified_time", "datemodified", "lastmod", "og:updated_time")


def _metas(root: HtmlElement) -> dict[str, str]:
    """The first non-empty content of each `meta`, by its name, property or itemprop in small letters."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        content = " ".join((meta.get("content") or "").split())
        if content:
            for attribute in ("property", "name", "itemprop"):
                for key in (meta.get(attribute) or "").lower().split():
                    found.setdefault(key, content)
    return found


def _linked_data(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD scripts, outermost first; what is no JSON is passed over."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text or len(script.text) > _LINKED_DATA:
            continue
        try:
            value = json.loads(script.text.strip().strip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        queue = deque([value])
        while queue:
            item = queue.popleft()
            if isinstance(item, dict):
                yield item
                queue.extend(value for value in item.values() if isinstance(value, dict | list))
            elif isinstance(item, list):
                queue.extend(value for value in item if isinstance(value, dict | list))


def _types(item: dict[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _is_article(item: dict[str, Any]) -> bool:
    return any(kind.endswith(("Article", "Posting")) for kind in _types(item)) and "headline" in item


def _words(value: object) -> str:
    """A string of JSON-LD on one line; some papers escape it as HTML once more."""
    return " ".join(html.unescape(value).split()) if isinstance(value, str) else ""


def _text(value: object) -> str:
    """A longer string of JSON-LD with its lines; markup in it becomes white space."""
    if not isinstance(value, str):
        return ""
    lines = (" ".join(line.split()) for line in html.unescape(_MARKUP.sub("\n", value)).splitlines())
    return "\n".join(line for line in lines if line)


def _name_of(value: object) -> str:
    return next(_names(value), "")


def _names(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        name = _words(item.get("name") if isinstance(item, dict) else item)
        if name:
            yield name


def _url_of(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url")
    return value if isinstance(value, str) else ""


def _href(element: HtmlElement) -> str:
    return element.get("href") or ""


def _first_address(addresses: Iterable[str], url: str | None) -> str | None:
    """The first address that leads to a page of its own; a front page is named only when nothing else is."""
    front = None
    for address in addresses:
        whole = web_address(address, url)
        if whole is None:
            continue
        if urlsplit(whole).path.strip("/"):
            return whole
        front = front or whole
    return front


def _section(data: list[dict[str, Any]], article: dict[str, Any], metas: dict[str, str]) -> str | None:
    """The paper's section: the first step of the page's breadcrumbs behind the front page, or what it is called."""
    for item in data:
        if "BreadcrumbList" in _types(item) and isinstance(item.get("itemListElement"), list):
            steps = [step for step in item["itemListElement"] if isinstance(step, dict)]
            names = [_words(step.get("name")) or _name_of(step.get("item")) for step in steps]
            for name in names:
                if name and name.lower() not in _HOME and name != _words(article.get("headline")):
                    return name
    given = article.get("articleSection")
    named = _words(given[0] if isinstance(given, list) and given else given)
    return named or metas.get("article:section") or metas.get("articlesection") or None


def _first_moment(values: Iterable[str]) -> datetime | None:
    return next((found for found in map(moment, values) if found is not None), None)
