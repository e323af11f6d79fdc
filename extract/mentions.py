"""Where people, organisations and places are named: a conditional random field over syllables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import resources

from extract.chain import ChainModel
from extract.features import Features, sequences
from extract.stages import Page, TypedMention
from extract.types import EntityType

__all__ = ["MentionTagger"]


class MentionTagger:
    """The trained model that finds names."""

    def __init__(self, model: bytes) -> None:
        self._features = Features()
        self._model = ChainModel(model)
        self.version = self._model.version

    @classmethod
    def load(cls) -> MentionTagger:
        """The model shipped with the package."""
        return cls(resources.files("extract").joinpath("model/mentions.npz").read_bytes())

    def tag(self, page: Page) -> list[TypedMention]:
        """The mentions of a page in text order, none overlapping another."""
        document = page.document
        self._model.forget()
        labelled = self._model.label(self._features.of(document))
        tokens = document.tokens
        mentions: list[TypedMention] = []
        for (first, _), (labels, certainties) in zip(sequences(document), labelled, strict=True):
            for start, end, kind in _names(labels):
                end = _without_open_bracket([token.text for token in tokens[first + start : first + end]]) + start
                mentions.append(
                    TypedMention(
                        tokens[first + start].start,
                        tokens[first + end - 1].end,
                        EntityType(kind),
                        min(certainties[start:end]),
                        "mention.crf",
                    )
                )
        return mentions


def _without_open_bracket(name: Sequence[str]) -> int:
    """How many tokens of a name to keep, so that no bracket opens in it without closing."""
    for place in range(len(name) - 1, 0, -1):
        if name[place] == ")":
            break
        if name[place] == "(":
            return place
    return len(name)


def _names(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First and last place (exclusive) and type of each name: "B-PER", "I-PER" …, "L-PER", or "U-PER" alone."""
    place = 0
    while place < len(labels):
        end = place + 1
        if labels[place] != "O":
            kind = labels[place][2:]
            if labels[place][0] in "BI":
                while end < len(labels) and labels[end] in (f"I-{kind}", f"L-{kind}"):
                    end += 1
                    if labels[end - 1][0] == "L":
                        break
            yield place, end, kind
        place = end
