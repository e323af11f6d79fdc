"""What tells whether a person is a man or a woman: the words before the name, and the name itself."""

from __future__ import annotations

from extract.names import syllables
from extract.phrases import Context, Phrases
from extract.tables import mapping, rows

__all__ = ["before_name", "of_name", "of_words"]

_WORDS = Phrases(
    [(form, gender) for form, gender, _ in rows("honorifics")] + [(form, gender) for form, _, gender in rows("roles")]
)
_GIVEN = "given_names"


def of_words(words: list[str]) -> str:
    """ "m" or "f" as the first telling phrase of a description in small letters has it, else ""."""
    at = 0
    while at < len(words):
        found = _WORDS.starting(words, at)
        if found and found[1] != "-":
            return found[1]
        if words[at] in ("nữ", "nam"):
            return "f" if words[at] == "nữ" else "m"
        at = found[0] if found else at + 1
    return ""


def before_name(context: Context, start: int) -> str:
    """ "m" or "f" as the honorifics and roles right before a name have it, else ""."""
    end = context.first_from(start)
    first = max(0, end - 12)
    sentence = context.tokens[end].sentence if end < len(context.tokens) else -1
    while end > first and context.tokens[end - 1].sentence == sentence:
        found = _WORDS.ending(context.lower, end, first)
        if found is None:
            return ""
        if found[1] != "-":
            return found[1]
        end = found[0]
    return ""


def of_name(name: str) -> str:
    """ "m" or "f" when a Vietnamese name tells it ("Thị", "Văn", a given name mostly of one sex), else ""."""
    words = syllables(name)
    if "thị" in words[1:-1] or "thi" in words[1:-1]:
        return "f"
    if "văn" in words[1:-1]:
        return "m"
    if not 1 <= len(words) <= 4:
        return ""
    table = mapping(_GIVEN)
    return table.get(" ".join(words[-2:])) or table.get(words[-1], "")
