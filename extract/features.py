"""What the mention model sees of each token: strings, one list a token."""

from __future__ import annotations

from collections.abc import Sequence

from extract.shapes import is_capitalised, shape
from extract.tokens import Document, Token

__all__ = ["features", "sequences"]


def sequences(document: Document) -> list[tuple[int, int]]:
    """Token ranges the model labels one after the other: sentences, joined where no white space parts them.

    The sentence splitter cuts inside "VOV.VN" and "Ph.Q.Trâm"; a name must not end there.
    """
    ranges: list[tuple[int, int]] = []
    for sentence in document.sentences:
        if ranges and document.tokens[ranges[-1][1] - 1].end == sentence.start:
            ranges[-1] = (ranges[-1][0], sentence.last)
        else:
            ranges.append((sentence.first, sentence.last))
    return ranges


def features(tokens: Sequence[Token]) -> list[list[str]]:
    """The features of each token of one sequence."""
    texts = [token.text for token in tokens]
    lower = ["<", "<", "<", *(text.lower() for text in texts), ">", ">", ">"]
    forms = ["<", "<", "<", *map(shape, texts), ">", ">", ">"]
    rows = []
    for place, token in enumerate(tokens):
        at = place + 3
        row = [f"w{d}={lower[at + d]}" for d in range(-3, 4)]
        row += [f"s{d}={forms[at + d]}" for d in range(-2, 3)]
        row += [f"b{d}={lower[at + d]} {lower[at + d + 1]}" for d in range(-2, 2)]
        row += [f"p={token.text[:3]}", f"q={token.text[-3:]}", f"t={token.text}"]
        row.append(f"S={forms[at - 1]} {forms[at]} {forms[at + 1]}")
        begins = place == 0 or tokens[place - 1].word != token.word
        ends = place + 1 == len(tokens) or tokens[place + 1].word != token.word
        row.append(f"W={begins}{ends}{is_capitalised(token.text)}")
        rows.append(row)
    return rows
