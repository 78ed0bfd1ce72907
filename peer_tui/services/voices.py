"""Who is waiting to speak and who has not been heard yet: the stack (`product.md` §2.6, checks 33).

Ephemera: they live in memory and in one owner-only file that is deleted when the meeting ends, never in the record.
The order is made from turn counts alone; nothing here infers anything about a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from peer_tui.domain.events import PersonId


class Voices(msgspec.Struct):
    """The speakers' stack of one meeting."""

    queue: list[PersonId] = []
    """In the order people asked."""
    turns: dict[PersonId, int] = {}
    """How often each person has spoken today."""
    speaking: PersonId | None = None
    plain: bool = False
    """First come, first served, instead of fewest turns first."""

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
