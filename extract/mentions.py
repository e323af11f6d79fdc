"""Where people, organisations and places are named."""

from __future__ import annotations

from extract.stages import Page, TypedMention

__all__ = ["MentionTagger"]


class MentionTagger:
    """The trained model that finds names."""

    version = "0"

    @classmethod
    def load(cls) -> MentionTagger:
        """The model shipped with the package."""
        return cls()

    def tag(self, page: Page) -> list[TypedMention]:
        """The mentions of a page in text order, none overlapping another."""
        return []
