"""The bundled articles are complete pages, show every feature the reader has, and agree with their annotations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from ingest.types import BlockKind

if TYPE_CHECKING:
    from tests.demo.conftest import Annotated

INTERVIEWER = "Phóng viên"
"""Who asks, where the paper does not say."""


def names(gold: dict[str, Any]) -> set[str]:
    return {entity["name"] for entity in gold["entities"]}


def words(text: str) -> int:
    return len(text.split())


def test_there_are_sixteen_articles_of_newspaper_length(articles: list[Annotated]) -> None:
    assert [entry.path.stem[:2] for entry in articles] == [f"{number:02}" for number in range(1, 17)]
    assert {entry.path.stem: words(entry.text) for entry in articles if not 350 <= words(entry.text) <= 900} == {}


def test_every_text_is_nfc(articles: list[Annotated], dialogues: list[Annotated]) -> None:
    assert [e.path.stem for e in articles + dialogues if not unicodedata.is_normalized("NFC", e.text)] == []


def test_every_article_has_a_title_a_summary_and_a_body(articles: list[Annotated]) -> None:
    for entry in articles:
        assert entry.article.title, entry.path.stem
        assert entry.article.summary, entry.path.stem
        assert len(entry.article.blocks) >= 5, entry.path.stem
        assert entry.gold["authors"], entry.path.stem


def test_every_page_says_who_published_it_when_and_where(articles: list[Annotated]) -> None:
    pages = [entry.article for entry in articles if entry.path.suffix == ".html"]
    assert len(pages) >= 13
    for page in pages:
        assert page.authors, page.title
        assert page.site, page.title
        assert page.section, page.title
        assert page.url is not None, page.title
        assert re.match(r"https://[a-z]+\.example/", page.url), page.title
        assert page.published is not None, page.title
        assert page.published.utcoffset() is not None, page.title
        assert page.published.year == 2026, page.title
    assert len({page.published.month for page in pages if page.published}) >= 8
    assert len({page.site for page in pages}) >= 4
    assert len({page.url for page in pages}) == len(pages)


def test_every_annotated_string_stands_in_the_text(articles: list[Annotated], dialogues: list[Annotated]) -> None:
    missing = []
    for entry in articles + dialogues:
        gold = entry.gold
        assert gold["id"] == entry.path.stem
        strings = [*gold["authors"], *(source["evidence"] for source in gold["sources"])]
        strings += [surface for entity in gold["entities"] for surface in entity["surfaces"]]
        for quote in gold["quotes"]:
            strings += [quote["text"], quote["speaker_text"], quote["cue"]]
        missing += [(entry.path.stem, string) for string in strings if string not in entry.text]
    assert missing == []


def test_every_speaker_is_an_entity_or_a_description_in_the_text(
    articles: list[Annotated], dialogues: list[Annotated]
) -> None:
    unknown = [
        (entry.path.stem, quote["speaker"])
        for entry in articles + dialogues
        for quote in entry.gold["quotes"]
        if quote["speaker"] not in names(entry.gold) | {"", INTERVIEWER} and quote["speaker"] not in entry.text
    ]
    assert unknown == []


def test_annotations_keep_to_the_format(articles: list[Annotated], dialogues: list[Annotated]) -> None:
    for entry in articles + dialogues:
        gold = entry.gold
        assert len(names(gold)) == len(gold["entities"]), entry.path.stem
        assert {entity["type"] for entity in gold["entities"]} <= {"PER", "ORG", "LOC"}
        assert {quote["kind"] for quote in gold["quotes"]} <= {"direct", "indirect"}
        assert {source["where"] for source in gold["sources"]} <= {"byline", "text", "credit"}
        kinds = {"agency", "newspaper", "official", "organisation", "document", "social", "person"}
        assert {source["kind"] for source in gold["sources"]} <= kinds
        rows = [(source["name"], source["where"]) for source in gold["sources"]]
        assert len(set(rows)) == len(rows), entry.path.stem


def pattern(expression: str) -> Callable[[Annotated], bool]:
    return lambda entry: re.search(expression, entry.text, re.M) is not None


def block(kind: BlockKind) -> Callable[[Annotated], bool]:
    return lambda entry: any(b.kind is kind for b in entry.article.blocks)


def quoted(accept: Callable[[dict[str, Any], Annotated], bool]) -> Callable[[Annotated], bool]:
    return lambda entry: any(accept(quote, entry) for quote in entry.gold["quotes"])


def sourced(**fields: str) -> Callable[[Annotated], bool]:
    return lambda entry: any(fields.items() <= source.items() for source in entry.gold["sources"])


def cue_first(quote: dict[str, Any], entry: Annotated) -> bool:
    return (
        quote["kind"] == "indirect"
        and re.search(f"{re.escape(quote['cue'])}(?: rằng)?,? {re.escape(quote['text'])}", entry.text) is not None
        and bool(quote["cue"])
    )


def cue_last(quote: dict[str, Any], entry: Annotated) -> bool:
    after = entry.text.partition(quote["text"])[2][:60]
    return (
        quote["kind"] == "indirect"
        and bool(quote["cue"])
        and re.search(rf"^, [^.]*{re.escape(quote['cue'])}", after) is not None
    )


def cue_inside(quote: dict[str, Any], _: Annotated) -> bool:
    return quote["kind"] == "indirect" and f"{quote['speaker_text']} {quote['cue']}, " in quote["text"]


def nested(quote: dict[str, Any], entry: Annotated) -> bool:
    others = (other for other in entry.gold["quotes"] if other["kind"] == "direct" and other is not quote)
    return quote["kind"] == "direct" and any(re.search(f"[‘'“]{re.escape(quote['text'])}", o["text"]) for o in others)


def partly_quoted(quote: dict[str, Any], entry: Annotated) -> bool:
    others = (other for other in entry.gold["quotes"] if other["kind"] == "indirect")
    return quote["kind"] == "direct" and any(quote["text"] in other["text"] for other in others)


def unnamed(quote: dict[str, Any], entry: Annotated) -> bool:
    speaker = quote["speaker"]
    return speaker not in names(entry.gold) and re.match("(?:một|Một) (?:cán bộ|lãnh đạo|kỹ sư)", speaker) is not None


def given_name(quote: dict[str, Any], entry: Annotated) -> bool:
    return quote["speaker"] in names(entry.gold) and quote["speaker_text"] == f"ông {quote['speaker'].split()[-1]}"


def same_given_name(entry: Annotated) -> bool:
    people = [e["name"].split()[-1] for e in entry.gold["entities"] if e["type"] == "PER" and " " in e["name"]]
    return len(set(people)) < len(people)


def acronym(entry: Annotated, long_first: bool) -> bool:
    for entity in entry.gold["entities"]:
        for short in entity["surfaces"]:
            first, second = (entity["name"], short) if long_first else (short, entity["name"])
            if short != entity["name"] and f"{first} ({second})" in entry.text:
                return True
    return False


FEATURES: dict[str, Callable[[Annotated], bool]] = {
    'a quote in " "': pattern(r'"[^"]{12,}"'),
    "a quote in “ ”": pattern("“[^“”]{12,}”"),
    "a quote in ‘ ’": pattern("‘[^‘’]{12,}’"),
    "a quote in « »": pattern("«[^«»]{12,}»"),
    "dialogue with hyphens": pattern(r"^- .*\n- "),
    "dialogue with dashes": pattern(r"^– .*\n– "),
    "a quote over two paragraphs": quoted(lambda quote, _: quote["kind"] == "direct" and "\n" in quote["text"]),
    "a quote in a quote": quoted(nested),
    "a partly quoted statement": quoted(partly_quoted),
    "a scare quote": pattern("“ém” dịch"),
    "the title of a work": pattern("“Nước lên”"),
    "a report with the cue before it": quoted(cue_first),
    "a report with the cue after it": quoted(cue_last),
    "a report with the cue inside it": quoted(cue_inside),
    "a report after theo": quoted(lambda quote, _: quote["cue"] == "Theo" and quote["kind"] == "indirect"),
    "an unnamed official": quoted(unnamed),
    "a speaker of a title alone": quoted(lambda quote, _: quote["speaker_text"] == "Chiến lược gia 52 tuổi"),
    "a speaker named by ông này": quoted(lambda quote, _: quote["speaker_text"].lower() == "ông này"),
    "a speaker named by vị này": quoted(lambda quote, _: quote["speaker_text"].lower() == "vị này"),
    "a speaker named by bà": quoted(lambda quote, _: quote["speaker_text"].lower() == "bà"),
    "a speaker named by the given name": quoted(given_name),
    "two people of one given name": same_given_name,
    "initials for a suspect": pattern(r"\bN\.V\.A\."),
    "an acronym after its long form": lambda entry: acronym(entry, long_first=True),
    "an acronym before its long form": lambda entry: acronym(entry, long_first=False),
    "an agency in the byline": sourced(kind="agency", where="byline"),
    "an agency in the text": sourced(kind="agency", where="text"),
    "a paper in the text": sourced(kind="newspaper", where="text"),
    "a state body as source": sourced(kind="official", where="text"),
    "a document as source": sourced(kind="document", where="text"),
    "a social network as source": sourced(kind="social", where="text"),
    "a photographer's credit": sourced(kind="person", where="credit"),
    "a byline at the start": lambda e: e.text.find(e.gold["authors"][0], len(e.article.title)) < len(e.text) // 3,
    "a byline at the end": lambda e: e.text.rfind(e.gold["authors"][0]) > len(e.text) - 80,
    "a heading": block(BlockKind.HEADING),
    "a list": block(BlockKind.LIST_ITEM),
    "a table": block(BlockKind.TABLE_ROW),
    "a block quotation": block(BlockKind.QUOTATION),
    "a caption with a credit": lambda e: any(b.credit_start is not None for b in e.article.blocks),
    "a link": lambda e: bool(e.article.links),
    "emphasis": lambda e: bool(e.article.emphasis),
    "a correction": pattern("^Đính chính$"),
    "a later edition": lambda e: e.article.updated is not None and e.article.updated != e.article.published,
}


@pytest.mark.parametrize("feature", FEATURES)
def test_the_articles_show(feature: str, articles: list[Annotated]) -> None:
    assert any(FEATURES[feature](entry) for entry in articles)


def test_two_papers_report_one_event_and_share_a_quote(articles: list[Annotated]) -> None:
    first, second = (entry for entry in articles if entry.path.stem[:2] in {"09", "10"})
    said = [{quote["text"] for quote in entry.gold["quotes"] if quote["kind"] == "direct"} for entry in (first, second)]
    assert said[0] & said[1]
    assert len(names(first.gold) & names(second.gold)) >= 5
    assert first.article.title != second.article.title
