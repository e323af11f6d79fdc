"""The one place that makes text from outside harmless for a terminal.

Escape sequences, C1 controls and bidirectional overrides in an article would otherwise reach the terminal and act
there. Only what is painted or printed changes: stored text stays as it was read.
"""

from __future__ import annotations

import re

__all__ = ["PLACEHOLDER", "UNSAFE", "harmless"]

PLACEHOLDER = "\N{REPLACEMENT CHARACTER}"
"""What stands, one cell wide, for a code point that must not reach a terminal."""

_SPACES = "\t\n\v\f\r\x85\u2028\u2029"
"""Controls that separate words: they are painted as a space."""

_REST = (
    "\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
"""From U+000B on, Unicode's categories Cc (controls), Cf (format: bidi, zero width), Cs (surrogates), Zl and Zp."""

UNSAFE = re.compile(f"[\x00-\n{_REST}]")
"""One code point that must not reach a terminal."""

_ALL_BUT_LINE_FEED = re.compile(f"[\x00-\t{_REST}]")


def harmless(text: str, *, lines: bool = False) -> str:
    """`text` with every control, format and surrogate code point replaced by one visible one.

    The result has exactly as many code points, so offsets into `text` hold in it too. Markup is not touched:
    the result still has to be handed on as plain content, never as markup.

    Args:
        text: anything.
        lines: keep line feeds; without it the result is one line.
    """
    return (_ALL_BUT_LINE_FEED if lines else UNSAFE).sub(_painted, text)


def _painted(match: re.Match[str]) -> str:
    return " " if match[0] in _SPACES else PLACEHOLDER
