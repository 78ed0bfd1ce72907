"""Who is waiting to speak and who has not been heard yet: the stack (`product.md` §2.6, checks 33).

Ephemera: they live in memory and in one owner-only file that is deleted when the meeting ends, never in the record.
The order is made from turn counts alone; nothing here infers anything about a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from peer_tui.domain.events import PersonId


class Round(msgspec.Struct):
    """A round that is on, or the one that was just ended."""

    order: list[PersonId]
    now: PersonId | None = None
    """Whose turn it is; None once everybody was asked."""
    spoke: list[PersonId] = []
    passed: list[PersonId] = []

    @property
    def waiting(self) -> list[PersonId]:
        """Who has not been asked yet, in order."""
        asked = {*self.spoke, *self.passed}
        return [person for person in self.order if person not in asked]


class Voices(msgspec.Struct):
    """The speakers' stack of one meeting, and its rounds."""

    queue: list[PersonId] = []
    """In the order people asked."""
    turns: dict[PersonId, int] = {}
    """How often each person has spoken today."""
    speaking: PersonId | None = None
    plain: bool = False
    """First come, first served, instead of fewest turns first."""
    round: Round | None = None
    rounds: int = 0
    """How many rounds there were in this meeting."""
    last_round: list[PersonId] = []
    """The order of the round before: who began and who closed it."""

    def ask(self, person: PersonId) -> bool:
        """Somebody would like to speak; False if they were waiting already."""
        if person in self.queue:
            return False
        self.queue.append(person)
        return True

    def withdraw(self, person: PersonId) -> bool:
        """Somebody no longer wants to; False if they were not waiting."""
        if person not in self.queue:
            return False
        self.queue.remove(person)
        return True

    def order(self) -> list[PersonId]:
        """Who is called, in turn: fewest turns today first, then who asked first; or plainly who asked first."""
        if self.plain:
            return list(self.queue)
        return sorted(self.queue, key=lambda person: self.turns.get(person, 0))

    def call(self) -> PersonId | None:
        """Call the next person and count their turn; None if nobody waits."""
        waiting = self.order()
        if not waiting:
            return None
        self.queue.remove(waiting[0])
        self.spoke(waiting[0])
        return waiting[0]

    def spoke(self, person: PersonId) -> None:
        """Count a turn."""
        self.turns[person] = self.turns.get(person, 0) + 1
        self.speaking = person

    def raise_up(self, person: PersonId) -> bool:
        """The facilitator moves a name to the top; from then on the order is theirs. False if they do not wait."""
        if person not in self.queue:
            return False
        self.queue = [person, *(other for other in self.order() if other != person)]
        self.plain = True
        return True

    def not_yet_heard(self, here: Iterable[PersonId]) -> list[PersonId]:
        """Who of those present has not spoken yet."""
        return [person for person in here if not self.turns.get(person)]

    def begin_round(self, order: list[PersonId]) -> None:
        """Ask everybody once, in this order."""
        self.round = Round(list(order), order[0])
        self.rounds += 1
        self.last_round = list(order)

    def join_round(self, here: Iterable[PersonId], facilitator: PersonId | None) -> None:
        """Who left before being asked drops out; who came since is asked after the others.

        The facilitator is still not last: coming late, or left at the end by others going, they are asked next.
        """
        if self.round is None:
            return
        present, waiting = list(here), self.round.waiting
        asked = [person for person in self.round.order if person not in waiting]
        stays = [person for person in waiting if person in present or person == self.round.now]
        stays += [person for person in present if person not in self.round.order]
        if len(stays) > 2 and stays[-1] == facilitator:
            stays.insert(1, stays.pop())
        self.round.order = [*asked, *stays]
        self.last_round = list(self.round.order)

    def next_in_round(self, here: frozenset[PersonId], *, passes: bool) -> PersonId | None:
        """Whose turn it was has spoken, which counts as a turn, or passed; the next is asked. Who was asked, if any.

        Somebody who left while it was their turn was not asked.
        """
        if self.round is None or self.round.now is None:
            return None
        person = self.round.now
        if passes:
            self.round.passed.append(person)
        elif person in here:
            self.round.spoke.append(person)
            self.spoke(person)
            self.withdraw(person)
        else:
            self.round.order.remove(person)
        waiting = self.round.waiting
        self.round.now = waiting[0] if waiting else None
        return person if passes or person in here else None

    def end_round(self) -> Round | None:
        """The round is over; what it was."""
        ended, self.round = self.round, None
        return ended

    def to_json(self) -> dict[str, Any]:
        """As plain JSON values."""
        fields = msgspec.to_builtins(self)
        assert isinstance(fields, dict)
        return fields

    @classmethod
    def from_json(cls, fields: dict[str, Any] | None) -> Voices:
        """From what `to_json` gave; a fresh one if it cannot be read."""
        try:
            return msgspec.convert(fields or {}, cls)
        except msgspec.ValidationError:
            return cls()
