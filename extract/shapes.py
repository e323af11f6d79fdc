"""The outward form of a syllable: capitals, digits, length, as short codes for the mention model."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["is_capitalised", "shape", "short_shape"]

_RUNS = re.compile(r"(.)\1+")


def is_capitalised(token: str) -> bool:
    """Whether the token begins with an upper-case (or title-case) letter."""
    return token[:1].isupper() or token[:1].istitle()


@lru_cache(maxsize=65536)
def shape(token: str) -> str:
    """X for capitals, x for small letters, 9 for digits, c for letters without case, other characters as they are.

    Runs longer than four are cut, so that the number of shapes stays small.
    """
    if len(token) == 1 and not token.isalnum():
        return token
    codes = []
    for character in token[:12]:
        if character.isupper():
            codes.append("X")
        elif character.islower():
            codes.append("x")
        elif character.isdigit():
            codes.append("9")
        elif character.isalpha():
            codes.append("c")
        else:
            codes.append(character)
    return _RUNS.sub(lambda run: run[0][:4], "".join(codes))


@lru_cache(maxsize=65536)
def short_shape(token: str) -> str:
    """`shape` with every run as one letter: "Xx", "X", "9.9"."""
    return _RUNS.sub(r"\1", shape(token))
