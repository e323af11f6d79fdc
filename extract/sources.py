"""Where the paper has it from."""

from __future__ import annotations

from extract.stages import Page, Signature
from extract.types import Entity, Quote, Source

__all__ = ["find"]


def find(page: Page, entities: list[Entity], quotes: list[Quote], signature: Signature) -> list[Source]:
    """The sources of a page in text order, those of the signature included."""
    return list(signature.sources)
