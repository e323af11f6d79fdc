"""Every action of the reader in one table: what keys, help, palette and documentation are made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tui.i18n import N_

__all__ = ["ACTIONS", "Action", "Group", "action", "is_steady", "shown_keys"]


class Group(StrEnum):
    """The sections of the help page, by their English titles (marked for the catalogue)."""

    MOVING = N_("Moving")
    READING = N_("Reading")
    WALKING = N_("Walking through meaning")
    KEEPING = N_("Keeping")
    LIST = N_("The list")
    PROGRAM = N_("The program")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do."""

    id: str
    """A dotted name that stays: configuration files refer to it."""
    keys: tuple[str, ...]
    """Default keys; a key is a character or one of Textual's key names, several with spaces between are a sequence."""
    label: str
    """What it does, in English (marked for the catalogue)."""
    group: Group


ACTIONS: Final = (
    Action("move.down", ("j", "down"), N_("Go down"), Group.MOVING),
    Action("move.up", ("k", "up"), N_("Go up"), Group.MOVING),
    Action("move.left", ("h", "left", "shift+tab"), N_("Go to the pane at the left"), Group.MOVING),
    Action("move.right", ("l", "right", "tab"), N_("Go to the pane at the right"), Group.MOVING),
    Action("move.first", ("g", "home"), N_("Go to the beginning"), Group.MOVING),
    Action("move.last", ("G", "end"), N_("Go to the end"), Group.MOVING),
    Action("move.half-down", ("ctrl+d",), N_("Half a page down"), Group.MOVING),
    Action("move.half-up", ("ctrl+u",), N_("Half a page up"), Group.MOVING),
    Action("move.page-down", ("pagedown", "ctrl+f"), N_("A page down"), Group.MOVING),
    Action("move.page-up", ("pageup", "ctrl+b"), N_("A page up"), Group.MOVING),
    Action("read.open", ("enter",), N_("Open the article, or what the current row is about"), Group.READING),
    Action("read.on", ("space",), N_("Read on: scroll, then go to the next unread article"), Group.READING),
    Action("read.back", ("q", "escape"), N_("Go back one level (q in the list quits)"), Group.READING),
    Action("read.return", ("backspace",), N_("Return to the line you left"), Group.READING),
    Action("read.jumps", ("'", "f4"), N_("List the places you left"), Group.READING),
    Action("view.narrower", ("<",), N_("Make the column of text narrower"), Group.READING),
    Action("view.wider", (">",), N_("Make the column of text wider"), Group.READING),
    Action("view.alone", ("z", "f12"), N_("Nothing but the text, or everything around it again"), Group.READING),
    Action("walk.next-entity", ("] e", "f7"), N_("Next entity in the text"), Group.WALKING),
    Action("walk.previous-entity", ("[ e", "shift+f7", "f19"), N_("Previous entity in the text"), Group.WALKING),
    Action("walk.next-quote", ("] q", "f8"), N_("Next quote"), Group.WALKING),
    Action("walk.previous-quote", ("[ q", "shift+f8", "f20"), N_("Previous quote"), Group.WALKING),
    Action("walk.next-source", ("] s", "f9"), N_("Next source"), Group.WALKING),
    Action("walk.previous-source", ("[ s", "shift+f9", "f21"), N_("Previous source"), Group.WALKING),
    Action(
        "walk.next-mention",
        ("n", "alt+n"),
        N_("Next place of the same name, or quote of the same speaker"),
        Group.WALKING,
    ),
    Action("walk.previous-mention", ("N", "alt+N"), N_("Previous place of the same name"), Group.WALKING),
    Action("walk.hints", (";", "f5"), N_("Jump to a name, quote, source or link by its letters"), Group.WALKING),
    Action("card.show", ("K", "f3"), N_("What is known about the name, quote or source, and why"), Group.WALKING),
    Action("panel.entities", ("1", "alt+1"), N_("Show the entities"), Group.WALKING),
    Action("panel.quotes", ("2", "alt+2"), N_("Show the quotes"), Group.WALKING),
    Action("panel.sources", ("3", "alt+3"), N_("Show the sources"), Group.WALKING),
    Action("read.browser", ("o", "alt+o"), N_("Open the article in the browser"), Group.READING),
    Action("keep.save", ("s", "ctrl+s"), N_("Save the article, or no longer"), Group.KEEPING),
    Action("keep.toggle-read", ("m", "f6"), N_("Mark the article read or unread"), Group.KEEPING),
    Action("keep.undo", ("u", "alt+u"), N_("Take back what was done last"), Group.KEEPING),
    Action("list.unread", ("f", "alt+f"), N_("Only unread articles, or all again"), Group.LIST),
    Action("list.folders", ("f2", "F"), N_("Show the folders at the left, or put them away"), Group.LIST),
    Action("list.choose", ("v", "alt+v"), N_("Put rows together, to save or mark them at once"), Group.LIST),
    Action("list.all-read", ("A", "alt+a"), N_("Mark everything in the list as read"), Group.LIST),
    Action("list.above-read", (",", "alt+up"), N_("Mark everything above as read"), Group.LIST),
    Action("list.below-read", (".", "alt+down"), N_("Mark everything below as read"), Group.LIST),
    Action("keep.add", ("a", "ctrl+o"), N_("Add articles from files"), Group.KEEPING),
    Action("program.help", ("?", "f1"), N_("Show the keys"), Group.PROGRAM),
    Action("program.palette", (":", "ctrl+p"), N_("Find a command by its name"), Group.PROGRAM),
    Action("program.theme", ("t", "ctrl+t"), N_("Switch between light and dark"), Group.PROGRAM),
    Action("program.quit", ("ctrl+q",), N_("Quit"), Group.PROGRAM),
)
"""In the order of the help page. Terminals send F19 to F21 for Shift with F7 to F9."""

_BY_ID: Final = {entry.id: entry for entry in ACTIONS}

_SHOWN: Final = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "space": "Space",
    "backspace": "Backspace",
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "home": "Home",
    "end": "End",
    "pagedown": "PageDown",
    "pageup": "PageUp",
}
_HIDDEN: Final = {"f19", "f20", "f21"}
"""Other names of keys that are in the table already."""


def action(id: str) -> Action:
    """The action with this id. Raises KeyError: there is none."""
    return _BY_ID[id]


def is_steady(key: str) -> bool:
    """Whether no input method rewrites `key`: it is no letter, digit or other character, but a key with a name."""
    return all(len(part) > 1 for part in key.split())


def shown_keys(entry: Action) -> tuple[str, ...]:
    """The keys of an action as they are written for people ("]e", "Ctrl-d", "Shift-F7")."""
    return tuple("".join(map(_shown, key.split())) for key in entry.keys if key not in _HIDDEN)


def _shown(key: str) -> str:
    *modifiers, name = key.split("+") if len(key) > 1 else (key,)
    if name in _SHOWN:
        name = _SHOWN[name]
    elif len(name) > 1 and name[0] == "f" and name[1:].isdigit():
        name = name.upper()
    return "-".join([modifier.capitalize() for modifier in modifiers] + [name])
