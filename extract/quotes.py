"""Who said what, in marks or reported."""

from __future__ import annotations

from extract.stages import Page, Signature
from extract.types import Entity, Quote

__all__ = ["find"]


def find(page: Page, entities: list[Entity], signature: Signature) -> list[Quote]:
    """The quotes of a page in text order."""
    return []
