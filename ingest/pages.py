"""HTML pages of newspapers into articles.

A page's parts are looked for in this order: the markup families of `tables/markup.toml`, then the places where
bodies usually lie, then trafilatura (which is imported only then), then the text in the page's JSON-LD. Title,
sapo, names and times come from the markup of a known family first and from the page's own account of itself
(JSON-LD, Open Graph) otherwise.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from ingest.addresses import host_of
from ingest.blocks import Draft, TooMuchText, assemble
from ingest.body import read_body, read_line, words_in
from ingest.bylines import author_names
from ingest.cleaning import clean, is_same
from ingest.dates import moment
from ingest.errors import Reason, Unreadable
from ingest.fallback import MainText, drafts_of_json, find_main_text
from ingest.limits import MAX_ELEMENTS, MAX_TEXT, in_mebibytes
from ingest.markup import Family, Markup, Selector, first, load_markup, site_by_host, traits
from ingest.metadata import PageFacts, read_facts
from ingest.types import Article, BlockKind

__all__ = ["read_page"]

_Elements = list[tuple[HtmlElement, frozenset[str]]]

_OVERFULL = re.compile(r"""<(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?:"[^"]*"|'[^']*'|[^<>"']){20000,}+""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_ATTRIBUTES = 1000
_CANDIDATES = 40
"""Elements of one selector that are measured for being the body."""
_SURE_BODY, _WIDE_BODY = 40, 200
"""Code points that a body must hold: one named for it, and one that may hold more than the article."""
_LINK_DENSITY = 0.5
_SPARE = 2.0
"""How much more text than trafilatura found an element may hold and still be the article's."""
_LONG_TITLE = 500
"""Code points above which what a page calls its title is something else."""
_SITE_SUFFIX = re.compile(r"\s+[-|–—]\s+(?P<site>[^-|–—]{2,40})$")


def read_page(html: str, name: str, url: str | None = None) -> Article:
    """The article of a page.

    Args:
        html: the page, decoded.
        name: how the person named it, for the error.
        url: where it was read from, if from the network; relative links are resolved against it.

    Raises:
        Unreadable: NO_TEXT, when the page holds no article; TOO_LARGE, when the article passes the limit.
    """
    try:
        return _read(html, name, url)
    except TooMuchText:
        raise Unreadable(name, Reason.TOO_LARGE, in_mebibytes(MAX_TEXT)) from None


def _read(html: str, name: str, url: str | None) -> Article:
    root = _parse(html, name)
    markup = load_markup()
    elements: _Elements = [(element, traits(element)) for element in root.iter(etree.Element)]
    facts = read_facts(root, url)
    family, body = _find_body(elements, facts, markup)
    main = None if body is not None else find_main_text(html)
    if main is not None:
        body = _main_body(main, root, markup)
        if body is None and is_same(" ".join(main.lines()), facts.body):
            main = None  # it has the text from there, without its lines
    site = _site(facts, markup)
    heads = _heads(elements, family, body, facts, markup, site)
    if body is not None:
        known = {element for element, _ in heads if element is not None}
        drafts = read_body(body, family, markup, facts.base, known | _dates(elements, family, body))
    else:
        drafts = drafts_of_json(facts.body) if main is None else main.drafts(markup, facts.base)
    before = [draft for _, draft in heads]
    blocks = clean(drafts, markup.boilerplate, before=before)
    if not blocks:
        raise Unreadable(name, Reason.NO_TEXT)
    before, blocks = _sapo_of_body(before, blocks, facts)
    published = facts.published or _visible_moment(elements, family, body)
    return replace(
        assemble([*before, *blocks]),
        url=facts.url,
        site=site or None,
        section=facts.section,
        published=published,
        updated=facts.updated if facts.updated != published else None,
        authors=_authors(elements, family, body, blocks, facts, site),
    )


def _parse(html: str, name: str) -> HtmlElement:
    # Bytes, because lxml refuses text that declares an encoding; `huge_tree` lifts the depth of nesting from 256 to
    # 2,048. HTML knows no entities but its own, and nothing is loaded from outside.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        root = document_fromstring(_OVERFULL.sub(_with_few_attributes, html).encode(), parser=parser)
    except etree.LxmlError as error:
        raise Unreadable(name, Reason.NO_TEXT) from error
    # Where the parser gave up in the middle, half an article would look like a whole one.
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        raise Unreadable(name, Reason.NO_TEXT)
    if next(islice(root.iter(), MAX_ELEMENTS, None), None) is not None:
        raise Unreadable(name, Reason.NO_TEXT)
    return root


def _with_few_attributes(tag: re.Match[str]) -> str:
    """A very long tag as it is, or without attributes if it has very many: libxml2 takes their square of time."""
    return tag[0] if len(_QUOTED.sub("", tag[0]).split()) <= _ATTRIBUTES else f"<{tag['name']}"


def _find_body(elements: _Elements, facts: PageFacts, markup: Markup) -> tuple[Family, HtmlElement | None]:
    """The page's family and the element that holds the article, or the generic family and None."""
    for family in markup.families:
        if first(family.title, elements) is None and first(family.summary, elements) is None:
            continue
        body = _fullest(family.body, elements, least=1, markup=markup)
        if body is not None:
            return family, body
    generic = markup.generic
    body = _fullest(generic.body, elements, least=_SURE_BODY, markup=markup)
    if body is None and facts.is_article:
        body = _fullest(generic.wide, elements, least=_WIDE_BODY, markup=markup)
    return generic, body


def _main_body(main: MainText, root: HtmlElement, markup: Markup) -> HtmlElement | None:
    """The page's element of the main text, if it holds little else."""
    element = main.element_in(root)
    enough = _SPARE * sum(map(len, main.lines()))
    return element if element is not None and 0 < _own_text(element, markup) <= enough else None


def _fullest(selectors: tuple[Selector, ...], elements: _Elements, *, least: int, markup: Markup) -> HtmlElement | None:
    """Of the elements that the first fruitful selector matches, the one with the most text outside links."""
    for selector in selectors:
        found = [element for element, of in elements if selector <= of][:_CANDIDATES]
        sizes = [(_own_text(element, markup), -place) for place, element in enumerate(found)]
        best = max(sizes, default=(0, 0))
        if best[0] >= least:
            return found[-best[1]]
    return None


def _own_text(element: HtmlElement, markup: Markup) -> int:
    """Code points of text outside links and scripts; 0 where links outweigh it, as in lists of headlines."""
    linked = total = 0
    left_out = markup.boilerplate.tags
    for part in element.iter(etree.Element):
        if part.tag not in left_out:
            total += len((part.text or "").strip())
        total += len((part.tail or "").strip()) if part is not element else 0
    for anchor in element.iter("a"):
        if next(anchor.iterancestors("a"), None) is not None:
            continue  # a link that was never closed has the next one inside
        linked += sum(len(text.strip()) for text in anchor.itertext())
    return total - linked if linked <= _LINK_DENSITY * total else 0


def _heads(
    elements: _Elements, family: Family, body: HtmlElement | None, facts: PageFacts, markup: Markup, site: str
) -> list[tuple[HtmlElement | None, Draft]]:
    """Title and sapo with the elements they were read from, if any."""
    found: list[tuple[HtmlElement | None, Draft]] = []
    title = _title(elements, family, facts, markup)
    if title is None:
        words = _without_site(facts.title or _words_of(elements, "title"), site)
        if words and len(words) <= _LONG_TITLE:
            found.append((None, Draft(BlockKind.TITLE, text=words)))
    else:
        found.append(title)
    element = first(family.summary, elements)
    if element is not None and not _holds(element, body):
        draft = read_line(element, BlockKind.SUMMARY, family, markup, facts.base)
        if draft is not None and not any(is_same(draft.text, head.text) for _, head in found):
            found.append((element, draft))
    elif element is None and facts.is_article and facts.description:
        words = _without_site(facts.description, site)
        if not any(is_same(words, head.text) for _, head in found):
            found.append((None, Draft(BlockKind.SUMMARY, text=words)))
    return found


def _title(elements: _Elements, family: Family, facts: PageFacts, markup: Markup) -> tuple[HtmlElement, Draft] | None:
    """The visible title: the family's, or the `h1` that says what the page says its title is."""
    element = first(family.title, elements)
    if element is None:
        headings = [found for found, _ in elements if found.tag == "h1"]
        alike = (found for found in headings if _overlap(words_in(found), facts.title) >= 0.6)
        element = next(alike, headings[0] if len(headings) == 1 and not facts.title else None)
    if element is None:
        return None
    draft = read_line(element, BlockKind.TITLE, family, markup, facts.base)
    return None if draft is None else (element, draft)


def _overlap(one: str, other: str) -> float:
    """Share of the words of the longer of two lines that both have."""
    left, right = set(one.casefold().split()), set(other.casefold().split())
    return len(left & right) / max(len(left), len(right), 1)


def _holds(element: HtmlElement, body: HtmlElement | None) -> bool:
    """Whether the body lies inside the element, which is then no sapo."""
    return body is not None and (element is body or any(above is element for above in body.iterancestors()))


def _words_of(elements: _Elements, tag: str) -> str:
    return next((words_in(element) for element, _ in elements if element.tag == tag), "")


def _without_site(words: str, site: str) -> str:
    """The line without the paper's name at its end ("… - VnExpress")."""
    found = _SITE_SUFFIX.search(words)
    if found is None or not site:
        return words
    named = found["site"].casefold()
    return words[: found.start()] if named in site.casefold() or site.casefold() in named else words


def _sapo_of_body(before: list[Draft], blocks: list[Draft], facts: PageFacts) -> tuple[list[Draft], list[Draft]]:
    """A description that only begins like the body's first paragraph was cut from it, and is no sapo of its own."""
    if len(before) < 2 or not blocks or before[1].kind is not BlockKind.SUMMARY:
        return before, blocks
    start = before[1].text.rstrip(" .…")
    if blocks[0].text.startswith(start) and before[1].text.strip() and len(blocks) > 1:
        return before[:1], blocks
    return before, blocks


def _site(facts: PageFacts, markup: Markup) -> str:
    """The paper's name: by its host, else as the page gives it, else the host."""
    if facts.url and (known := site_by_host(facts.url, markup)):
        return known
    host = host_of(facts.url) if facts.url else ""
    given = [name for name in (facts.site, facts.publisher) if name]
    spoken = [name for name in given if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", name)]
    return next(iter(spoken + given), host.removeprefix("www."))


def _dates(elements: _Elements, family: Family, body: HtmlElement) -> set[HtmlElement]:
    """Elements inside the body that show nothing but when the page was published."""
    return {
        element
        for element in body.iter(etree.Element)
        if any(selector <= traits(element) for selector in family.date)
        and len(words := words_in(element, 50)) <= 60
        and moment(words) is not None
    }


def _visible_moment(elements: _Elements, family: Family, body: HtmlElement | None) -> datetime | None:
    """When the page shows itself published, in an element named for it."""
    for selector in family.date:
        for element, of in elements:
            if selector <= of:
                for words in (
                    element.get("datetime"),
                    element.get("content"),
                    words_in(element, 50),
                    element.get("title"),
                ):
                    if words and (found := moment(words)) is not None:
                        return found
    return None


def _authors(
    elements: _Elements,
    family: Family,
    body: HtmlElement | None,
    blocks: list[Draft],
    facts: PageFacts,
    site: str,
) -> tuple[str, ...]:
    """The names that the page gives as authors: where its family shows them, else in its account of itself."""
    papers = [site, facts.site, facts.publisher]
    shown = [words_in(element, 50) for element in _all_of_first(family.authors, elements)]
    signed = [blocks[-1].text] if family.signed_last and blocks and _is_bold(blocks[-1]) else []
    known = family.name != "generic"
    for lines in (shown, signed, facts.authors) if known else (facts.authors, shown):
        names = author_names(lines, papers)
        if names:
            return names
    return ()


def _all_of_first(selectors: tuple[Selector, ...], elements: _Elements) -> list[HtmlElement]:
    for selector in selectors:
        found = [element for element, of in elements if selector <= of]
        if found:
            return found[:10]
    return []


def _is_bold(draft: Draft) -> bool:
    return draft.kind is BlockKind.PARAGRAPH and draft.covered(draft.strong) == len(draft.text)
