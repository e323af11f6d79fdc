"""Every colour of the themes can be read where it is used."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import Theme

from tui.themes import MARK_COLOURS, THEMES

ENOUGH = 4.5
"""The contrast that WCAG 2.1 (1.4.3, level AA) asks of text."""

ON_LIT = {"lit", "lit-text"}
GROUNDS = {"kin", "row-current"}
LINES = {"rule"}
"""Rules between things; no words are written in it."""


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours as WCAG 2.1 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    """The relative luminance of a colour as WCAG 2.1 defines it."""
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_words_stand_out_from_every_ground_they_are_painted_on(theme: Theme) -> None:
    named = {name: Color.parse(theme.variables[name]) for name in MARK_COLOURS}
    grounds = [Color.parse(colour) for colour in (theme.background, theme.panel) if colour is not None]
    grounds += [named[name] for name in GROUNDS]
    words = {name: colour for name, colour in named.items() if name not in ON_LIT | GROUNDS | LINES}
    words |= {name: Color.parse(colour) for name in ("foreground", "accent") if (colour := getattr(theme, name))}
    for name, colour in words.items():
        for ground in grounds:
            assert contrast(ground, colour) >= ENOUGH, (name, ground.hex)
    assert contrast(named["lit"], named["lit-text"]) >= ENOUGH
