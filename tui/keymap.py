"""From keys to actions: sequences such as `]e`, and the letters that Vietnamese input methods make of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tui.actions import Action

__all__ = ["Keymap", "Pressed", "base_letter", "key_name"]

_TELEX: Final = {"ư": "]", "ơ": "[", "Ư": "]", "Ơ": "["}
"""What the input method Telex makes of square brackets."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a key did."""

    action: Action | None = None
    """The action whose keys are now complete."""
    pending: str = ""
    """The keys of a sequence that is not complete yet, as written for people."""
    taken: bool = True
    """Whether the key meant anything."""


class Keymap:
    """Knows the keys of a set of actions, and which keys of a sequence were pressed so far."""

    def __init__(self, actions: Iterable[Action]) -> None:
        self._actions = {tuple(key.split(" ")): entry for entry in actions for key in entry.keys}
        self._prefixes = {keys[:size] for keys in self._actions for size in range(1, len(keys))}
        self._pressed: tuple[str, ...] = ()

    @property
    def pending(self) -> str:
        """The keys of a sequence pressed so far."""
        return "".join(self._pressed)

    def press(self, key: str) -> Pressed:
        """Take one key (as `key_name` gives it). Escape ends a sequence; so does a key that does not go on with it."""
        if self._pressed and key == "escape":
            self._pressed = ()
            return Pressed()
        for name in dict.fromkeys((key, base_letter(key))):
            keys = (*self._pressed, name)
            if keys in self._actions:
                self._pressed = ()
                return Pressed(self._actions[keys])
            if keys in self._prefixes:
                self._pressed = keys
                return Pressed(pending=self.pending)
        taken = bool(self._pressed)
        self._pressed = ()
        return Pressed(taken=taken)


def key_name(key: str, character: str | None) -> str:
    """One name for a key event: the character it types, or Textual's name where it types none or a space."""
    return character if character is not None and character.isprintable() and character != " " else key


def base_letter(key: str) -> str:
    """The letter that a composed one was made from, outside text fields: an input method stands between."""
    if len(key) != 1:
        return key
    # A vowel with a tone may come precomposed; its letter decides ("ứ" is "ư" with a tone).
    letter = unicodedata.normalize("NFD", key)
    horned = unicodedata.normalize("NFC", letter[:2]) if letter[1:2] == "\u031b" else key
    if horned in _TELEX:
        return _TELEX[horned]
    return {"đ": "d", "Đ": "D"}.get(key, letter[0])
