"""Who signs the article, and the sources its bylines and credits name."""

from __future__ import annotations

from extract.stages import Page, Signature, TypedMention

__all__ = ["find"]


def find(page: Page, mentions: list[TypedMention]) -> Signature:
    """The signature of a page."""
    return Signature((), (), ())
