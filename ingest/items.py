"""Items of feeds as articles, with the text that the feed itself gives."""

from __future__ import annotations

from dataclasses import replace

from ingest.blocks import Draft, TooMuchText, assemble
from ingest.body import read_body
from ingest.cleaning import clean, is_same
from ingest.fragments import fragment
from ingest.markup import load_markup, site_by_host
from ingest.types import Article, BlockKind, FeedItem

__all__ = ["article_of"]


def article_of(item: FeedItem, *, site: str = "", base: str | None = None) -> Article:
    """The article that a feed's item is so far: title, summary, and the body where the feed has it.

    Args:
        item: of the feed.
        site: the paper's name; by the host of the item's address where that is known.
        base: what relative addresses in the item are relative to.
    """
    heads = []
    if item.title:
        heads.append(Draft(BlockKind.TITLE, text=item.title))
    body = _body(item, base, heads) if item.content else []
    if item.summary and not (body and is_same(body[0].text, item.summary)):
        heads.append(Draft(BlockKind.SUMMARY if item.title else BlockKind.PARAGRAPH, text=item.summary))
    return replace(
        assemble([*heads, *body] or [Draft(BlockKind.TITLE, text=item.url or "")]),
        url=item.url,
        site=(site_by_host(item.url, load_markup()) if item.url else None) or site or None,
        section=item.section,
        published=item.published,
        updated=item.updated if item.updated != item.published else None,
        authors=item.authors,
    )


def _body(item: FeedItem, base: str | None, heads: list[Draft]) -> list[Draft]:
    markup = load_markup()
    root = fragment(item.content)
    if root is None:
        return []
    try:
        drafts = read_body(root, markup.generic, markup, item.url or base, set())
    except TooMuchText:
        return []
    return clean(drafts, markup.boilerplate, before=heads)
