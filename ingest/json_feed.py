"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ingest.addresses import web_address
from ingest.dates import moment
from ingest.fragments import one_line, plain_and_picture
from ingest.limits import MAX_ITEMS, MAX_SUMMARY, MAX_TITLE
from ingest.types import Feed, FeedItem

__all__ = ["read"]


def read(text: str, url: str) -> Feed | None:
    """The feed in `text`; None when it is no JSON Feed."""
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if "jsonfeed.org/version/" not in _string(feed, "version"):
        return None
    entries = [entry for entry in feed["items"] if isinstance(entry, dict)]
    items = [item for entry in entries[:MAX_ITEMS] if (item := _item(entry, url)) is not None]
    return Feed(
        title=one_line(_string(feed, "title"), MAX_TITLE),
        homepage=web_address(_string(feed, "home_page_url"), url),
        items=tuple(items),
        left_out=len(feed["items"]) - len(items),
    )


def _item(entry: dict[str, Any], url: str) -> FeedItem | None:
    link = web_address(_string(entry, "url") or _string(entry, "external_url"), url)
    content, picture = _string(entry, "content_html"), None
    if content:
        _, picture = plain_and_picture(content, link or url, MAX_SUMMARY)
    summary = one_line(_string(entry, "summary") or _string(entry, "content_text"), MAX_SUMMARY)
    title = one_line(_string(entry, "title"), MAX_TITLE)
    if not (title or summary or content or link):
        return None
    published, updated = moment(_string(entry, "date_published")), moment(_string(entry, "date_modified"))
    tags = [tag for tag in _list(entry, "tags") if isinstance(tag, str)]
    return FeedItem(
        title=title,
        url=link,
        guid=_identifier(entry.get("id")),
        summary=summary,
        content=content,
        published=published or updated,
        updated=updated if published else None,
        authors=tuple(_authors(entry)),
        section=one_line(tags[0], 100) or None if tags else None,
        picture=web_address(_string(entry, "image") or _string(entry, "banner_image"), url) or picture,
    )


def _authors(entry: dict[str, Any]) -> Iterator[str]:
    for author in [*_list(entry, "authors"), entry.get("author")]:
        name = one_line(_string(author, "name"), 100) if isinstance(author, dict) else ""
        if name:
            yield name


def _identifier(value: object) -> str | None:
    # Version 1 says that numbers are to be taken as strings.
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return str(value).strip()[:2000] or None
    return None


def _string(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _list(entry: dict[str, Any], name: str) -> list[Any]:
    value = entry.get(name)
    return value if isinstance(value, list) else []
