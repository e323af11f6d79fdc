"""Where people, organisations and places are named: a conditional random field over syllables."""

from __future__ import annotations

import hashlib
from importlib import resources

import pycrfsuite

from extract.features import Features, sequences
from extract.stages import Page, TypedMention
from extract.types import EntityType

__all__ = ["MentionTagger"]


class MentionTagger:
    """The trained model that finds names."""

    def __init__(self, model: bytes) -> None:
        self._features = Features()
        # The tagger reads these bytes in place and keeps no reference of its own.
        self._model = model
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        self.version = hashlib.sha256(model).hexdigest()[:12]

    @classmethod
    def load(cls) -> MentionTagger:
        """The model shipped with the package."""
        return cls(resources.files("extract").joinpath("model/mentions.crfsuite").read_bytes())

    def tag(self, page: Page) -> list[TypedMention]:
        """The mentions of a page in text order, none overlapping another."""
        mentions: list[TypedMention] = []
        document = page.document
        for (first, last), rows in zip(sequences(document), self._features.of(document), strict=True):
            tokens = document.tokens[first:last]
            self._tagger.set(rows)
            labels = self._tagger.tag()
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
                    certainty = min(self._tagger.marginal(labels[at], at) for at in range(place, end))
                    mentions.append(
                        TypedMention(
                            tokens[place].start, tokens[end - 1].end, EntityType(kind), certainty, "mention.crf"
                        )
                    )
                place = end
        return mentions
