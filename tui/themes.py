"""The two looks of the reader: newsprint by day, ink by night, one accent colour, quiet colours for what is marked."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

__all__ = ["DARK", "LIGHT", "MARK_COLOURS", "THEMES"]

DARK: Final = "diembao-dark"
LIGHT: Final = "diembao-light"

MARK_COLOURS: Final = {
    "mark-person": "#8ab8e6",
    "mark-organisation": "#b9a5e3",
    "mark-place": "#86c5a4",
    "mark-quote": "#e3c78a",
    "mark-source": "#e0a487",
    "lit": "#e8a33d",
    "lit-text": "#16181b",
    "kin": "#3a3527",
    "row-current": "#24282d",
    "quiet": "#989fa7",
    "rule": "#3a4047",
}
"""Colours the style sheet names besides Textual's own, as they are in the dark theme."""

THEMES: Final = (
    Theme(
        name=DARK,
        primary="#e8a33d",
        secondary="#8ab8e6",
        accent="#e8a33d",
        warning="#e8a33d",
        error="#f08a7a",
        success="#86c5a4",
        foreground="#d9dce0",
        background="#16181b",
        surface="#16181b",
        panel="#1d2024",
        dark=True,
        variables=MARK_COLOURS,
    ),
    Theme(
        name=LIGHT,
        primary="#9c2a17",
        secondary="#1d5287",
        accent="#9c2a17",
        warning="#7a4b00",
        error="#a3151f",
        success="#1c6443",
        foreground="#23211d",
        background="#faf7f0",
        surface="#faf7f0",
        panel="#f1ecdf",
        dark=False,
        variables={
            "mark-person": "#1d5287",
            "mark-organisation": "#5b3e96",
            "mark-place": "#1c6443",
            "mark-quote": "#75520a",
            "mark-source": "#94401f",
            "lit": "#9c2a17",
            "lit-text": "#ffffff",
            "kin": "#f0dfb8",
            "row-current": "#efe9db",
            "quiet": "#676257",
            "rule": "#cfc7b5",
        },
    ),
)
"""The themes the reader brings; the first is the default."""
