"""Whose turn it is: a rota for a role, with turns that were passed on (`product.md` §1.1; peers: a rota one can skip).

A rota is an order of people. After whoever served last comes the next one on it. Who passes a turn on is asked again
at the next one, before the order goes on; who serves out of turn loses none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from peer_tui.domain.events import PersonId


class Turn(NamedTuple):
    """One earlier meeting, as a rota sees it."""

    served: PersonId | None = None
    """Who had the role; None for nobody, or where that is still to be decided: then whose turn it was counts."""
    passed: frozenset[PersonId] = frozenset()
    """Who passed it on there."""


class _Queue:
    """A rota between two meetings."""

    def __init__(self, rota: Sequence[PersonId]) -> None:
        self.rota = rota
        self.place = 0
        """Of whom the order goes on with."""
        self.owed: list[PersonId] = []
        """Who passed a turn on and is asked again first."""

    def in_turn(self) -> list[PersonId]:
        """Everybody, in the order in which they are asked now."""
        onward = [*self.rota[self.place :], *self.rota[: self.place]]
        return list(dict.fromkeys((*self.owed, *onward)))

    def take(self, turn: Turn) -> None:
        """Go on past one meeting."""
        served = turn.served if turn.served is not None else self.asked(turn.passed)
        if served is None or served not in self.rota:
            return
        if served in self.owed:
            self.owed.remove(served)
        else:
            onward = [*self.rota[self.place :], *self.rota[: self.place]]
            skipped = onward[: onward.index(served)]
            self.owed += [person for person in skipped if person in turn.passed and person not in self.owed]
            self.place = (self.rota.index(served) + 1) % len(self.rota)

    def asked(self, passed: Collection[PersonId]) -> PersonId | None:
        """Whose turn it is when these have passed it on."""
        return next((person for person in self.in_turn() if person not in passed), None)


def whose_turn(rota: Sequence[PersonId], earlier: Iterable[Turn], passed: Collection[PersonId] = ()) -> PersonId | None:
    """Whose turn it is; None for an empty rota, or one on which everybody passes.

    Args:
        rota: the people in order, each once.
        earlier: the meetings before, oldest first.
        passed: who has passed it on in the meeting that is asked about.
    """
    queue = _Queue(rota)
    for turn in earlier:
        queue.take(turn)
    return queue.asked(passed)


def coming_turns(
    rota: Sequence[PersonId], earlier: Iterable[Turn], passed: Collection[PersonId] = (), count: int = 3
) -> list[PersonId]:
    """Whose turns the next `count` meetings are, the one that is asked about first."""
    queue = _Queue(rota)
    for turn in earlier:
        queue.take(turn)
    first = Turn(None, frozenset(passed))
    coming: list[PersonId] = []
    for turn in (first, *(Turn() for _ in range(count - 1))):
        who = queue.asked(turn.passed)
        if who is None:
            break
        coming.append(who)
        queue.take(turn)
    return coming


def swapped(rota: Sequence[PersonId], one: PersonId, other: PersonId) -> tuple[PersonId, ...]:
    """The rota with two people in each other's places; as it was unless both are on it."""
    if one not in rota or other not in rota:
        return tuple(rota)
    trade = {one: other, other: one}
    return tuple(trade.get(person, person) for person in rota)
