"""Blocks of a page's body put right: boxes of links out, bold lines as headings, pictures' words as captions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.blocks import Draft
from ingest.markup import Boilerplate
from ingest.types import BlockKind
from ingest.wording import find_credit, is_caption_line, opens_as_source_line, opens_with_dash

__all__ = ["clean", "is_same"]

_LINKED = 0.9
"""Share of a block that is link from which the block is nothing else."""
_LINKED_WORDS = 4
"""A linked line of fewer words is a name that happens to be linked."""
_BOLD_HEADING = 100
_HEADED = 60
_WORD = re.compile(r"\w")
_ENDS_SENTENCE = re.compile(r"[.!?…:;,]['\"”’»)\]]*$")


def clean(drafts: Iterable[Draft], boilerplate: Boilerplate, *, before: Sequence[Draft]) -> list[Draft]:
    """The blocks that belong to the article, each of the kind it is.

    Args:
        drafts: the body's blocks in order.
        boilerplate: what names boxes of links.
        before: title and sapo; a body that begins by repeating them says them once.
    """
    blocks = [draft for draft in drafts if _WORD.search(draft.text)]
    while blocks and any(is_same(blocks[0].text, head.text) for head in before):
        del blocks[0]
    blocks = list(_without_boxes(blocks, boilerplate))
    for place, block in enumerate(blocks):
        if block.kind is BlockKind.PARAGRAPH and is_caption_line(block.text):
            block.kind = BlockKind.CAPTION
        if block.kind is BlockKind.CAPTION and block.credit is None:
            block.credit = find_credit(block.text)
        if _is_bold_heading(block, blocks[place + 1] if place + 1 < len(blocks) else None):
            block.kind, block.level = BlockKind.HEADING, 3
    return blocks


def is_same(one: str, other: str) -> bool:
    """Whether two lines have the same words, whatever their case and punctuation."""
    return _words(one) == _words(other)


def _words(line: str) -> str:
    return " ".join(re.findall(r"\w+", line.casefold()))


def _without_boxes(blocks: Iterable[Draft], boilerplate: Boilerplate) -> Iterator[Draft]:
    boxed = False
    for block in blocks:
        linked = block.covered(block.links) >= _LINKED * len(block.text)
        lead_in = boilerplate.lead_ins.match(block.text)
        if lead_in is not None and (block.links or not lead_in["rest"].strip(" :;.…>»\n")):
            boxed = True
        elif linked and (_is_headline(block) or (boxed and not _is_linked_name(block))):
            pass
        else:
            boxed = False
            yield block


def _is_headline(block: Draft) -> bool:
    """Whether a wholly linked block is another article's headline: a phrase, not a sentence of this one."""
    return (
        block.kind not in (BlockKind.CAPTION, BlockKind.TABLE_ROW)
        and len(block.text.split()) >= _LINKED_WORDS
        and _ENDS_SENTENCE.search(block.text) is None
    )


def _is_linked_name(block: Draft) -> bool:
    return block.kind is BlockKind.PARAGRAPH and len(block.text.split()) < _LINKED_WORDS


def _is_bold_heading(block: Draft, following: Draft | None) -> bool:
    if block.kind is not BlockKind.PARAGRAPH or following is None or block.covered(block.strong) < len(block.text):
        return False
    if len(block.text) > _BOLD_HEADING or _ENDS_SENTENCE.search(block.text):
        return False
    if opens_with_dash(block.text) or opens_as_source_line(block.text):
        return False
    return following.kind in (BlockKind.PARAGRAPH, BlockKind.CAPTION) and len(following.text) >= _HEADED
