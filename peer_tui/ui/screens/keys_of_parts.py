"""The keys of a screen in parts: what each key does in each part that has it, and F1, which begins with the part shown.

An act of the screen that belongs to its parts has the action `do('KEY')`, or `do('ACT')` where a part's acts are known
by their names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Protocol

from peer_tui.domain.words import say
from peer_tui.ui.screens.place import GO_TO, HELP, LEAVE, Act


class HasActs(Protocol):
    """A part or a view with acts of its own."""

    word: ClassVar[str]
    ACTS: ClassVar[tuple[Act, ...]]


def merged(parts: Sequence[type[HasActs]]) -> tuple[Act, ...]:
    """The acts of all parts, one a key: what a key does in each part where it does something."""
    by_key: dict[str, list[tuple[type[HasActs], Act]]] = {}
    for part in parts:
        for act in part.ACTS:
            by_key.setdefault(act.shown, []).append((part, act))
    return tuple(
        Act(
            said[0][1].keys,
            shown,
            " / ".join(dict.fromkeys(act.words for _, act in said)),
            _action(shown),
            " ".join(dict.fromkeys(say("{part}: {help}", part=part.word, help=act.help) for part, act in said)),
        )
        for shown, said in by_key.items()
    )


def elsewhere(acts: Sequence[Act], what: str) -> str:
    """What a key, or an act by its name, does in the parts that have it; empty where none has."""
    return next((act.help for act in acts if act.action == _action(what)), "")


def of_the_screen(acts: Sequence[Act]) -> list[Act]:
    """The acts that are the same in every part."""
    return [act for act in acts if not act.action.startswith("do(")]


def from_here(mine: Sequence[Act], acts: Sequence[Act]) -> tuple[Act, ...]:
    """For F1: the acts of the part that is shown, then those of the screen, then what only other parts have.

    Args:
        mine: the acts of the part that is shown.
        acts: all of the screen.
    """
    shown = {act.shown for act in mine}
    others = [act for act in acts if act.action.startswith("do(") and act.shown not in shown]
    return (*mine, *of_the_screen(acts), *others, GO_TO, LEAVE, HELP)


def _action(what: str) -> str:
    return f"do({what!r})"
