"""The way of one article through extraction: Article in, ParsedArticle out, offsets back on the text as read."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from extract import byline, entities, quotes, sources
from extract.mentions import MentionTagger
from extract.offsets import Normalised, normalise
from extract.stages import Page
from extract.tokens import analyse
from extract.types import Author, Cue, Entity, Mention, ParsedArticle, Quote, Role, Source, Speaker
from ingest.types import Article, Block

__all__ = ["VERSION", "Extractor"]

VERSION = "1"
"""Raised whenever a rule or the model changes what comes out."""


class Extractor:
    """Parses articles. Loading the models takes a moment; one instance serves any number of articles."""

    def __init__(self) -> None:
        self._tagger = MentionTagger.load()

    def parse(self, article: Article) -> ParsedArticle:
        """Everything found in `article`. The same article gives the same result; no string makes it raise."""
        copy = normalise(article.text)
        page = Page(
            document=analyse(copy.text),
            blocks=tuple(_moved(block, copy) for block in article.blocks),
            site=article.site,
            authors=tuple(unicodedata.normalize("NFC", name) for name in article.authors),
        )
        mentions = self._tagger.tag(page)
        signature = byline.find(page, mentions)
        named = entities.resolve(page, mentions, signature)
        said = quotes.find(page, named, signature)
        origins = sources.find(page, named, said, signature)
        return _back(
            ParsedArticle(
                article=article,
                entities=tuple(named),
                quotes=tuple(said),
                sources=tuple(origins),
                authors=signature.authors,
                version=f"{VERSION}+{self._tagger.version}",
            ),
            copy,
        )


def _moved(block: Block, copy: Normalised) -> Block:
    """The block with its offsets on the NFC copy."""
    return replace(
        block,
        start=copy.from_original(block.start),
        end=copy.from_original(block.end),
        credit_start=None if block.credit_start is None else copy.from_original(block.credit_start),
        credit_end=None if block.credit_end is None else copy.from_original(block.credit_end),
    )


def _back(parsed: ParsedArticle, copy: Normalised) -> ParsedArticle:
    """The same result with every offset, and every text that is a slice, on the text as read."""
    if copy.text == copy.original:
        return parsed

    def mention(m: Mention) -> Mention:
        start, end = copy.to_original(m.start, m.end)
        return replace(m, start=start, end=end)

    def role(r: Role) -> Role:
        start, end = copy.to_original(r.start, r.end)
        return replace(r, start=start, end=end)

    def entity(e: Entity) -> Entity:
        return replace(e, mentions=tuple(map(mention, e.mentions)), roles=tuple(map(role, e.roles)))

    def speaker(s: Speaker | None) -> Speaker | None:
        if s is None or s.start is None or s.end is None:
            return s
        start, end = copy.to_original(s.start, s.end)
        return replace(s, start=start, end=end, text=copy.original[start:end])

    def cue(c: Cue | None) -> Cue | None:
        if c is None:
            return None
        start, end = copy.to_original(c.start, c.end)
        return replace(c, start=start, end=end, text=copy.original[start:end])

    def quote(q: Quote) -> Quote:
        start, end = copy.to_original(q.start, q.end)
        return replace(q, start=start, end=end, speaker=speaker(q.speaker), cue=cue(q.cue))

    def source(s: Source) -> Source:
        start, end = copy.to_original(s.start, s.end)
        return replace(s, start=start, end=end)

    def author(a: Author) -> Author:
        if a.start is None or a.end is None:
            return a
        start, end = copy.to_original(a.start, a.end)
        return replace(a, start=start, end=end)

    return replace(
        parsed,
        entities=tuple(map(entity, parsed.entities)),
        quotes=tuple(map(quote, parsed.quotes)),
        sources=tuple(map(source, parsed.sources)),
        authors=tuple(map(author, parsed.authors)),
    )
