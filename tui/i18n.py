"""The one table of everything the interface says: gettext, English in the code, Vietnamese by default.

The catalogues lie in `tui/locale`; `make catalog` extracts, updates and compiles them.
"""

from __future__ import annotations

import gettext
import os
from pathlib import Path

__all__ = ["DOMAIN", "LANGUAGES", "LANGUAGE_VARIABLE", "LOCALE", "N_", "_", "_n", "language", "use"]

LANGUAGES = ("vi", "en")
"""The languages of the interface, the default first."""

LANGUAGE_VARIABLE = "DIEMBAO_LANG"
"""Names the language, unless the command line does."""

DOMAIN = "diembao"
LOCALE = Path(__file__).with_name("locale")
_current: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def use(language: str | None = None) -> None:
    """Switch the interface to `language`; None means DIEMBAO_LANG, and without it Vietnamese.

    Raises:
        ValueError: a language there is no catalogue for.
    """
    global _current, _language
    wanted = language or os.environ.get(LANGUAGE_VARIABLE) or LANGUAGES[0]
    if wanted not in LANGUAGES:
        raise ValueError(wanted)
    _language = wanted
    _current = gettext.translation(DOMAIN, LOCALE, [wanted], fallback=wanted == "en")


def language() -> str:
    """The language in use."""
    return _language


def _(message: str) -> str:
    """`message` in the language in use."""
    return _current.gettext(message)


def _n(one: str, many: str, count: int) -> str:
    """The form of a message that fits `count`."""
    return _current.ngettext(one, many, count)


def N_(message: str) -> str:
    """Marks a message for the catalogue where it cannot be translated yet (tables made at import)."""
    return message
