"""Which mentions are the same person, organisation or place, and which roles people have."""

from __future__ import annotations

from extract.stages import Page, Signature, TypedMention
from extract.types import Entity

__all__ = ["resolve"]


def resolve(page: Page, mentions: list[TypedMention], signature: Signature) -> list[Entity]:
    """The entities of a page in order of first mention."""
    return []
