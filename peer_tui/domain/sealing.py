"""Whether approved minutes still are what was approved, also after words were removed from them on request.

`Approved` seals the record as far as it was seen: every writer's running number at that moment. Redaction takes words
out of what was sealed, so it seals what is left anew, in the same extent (`Resealed`), and names the removals that the
new seal knows of. What arrives later stands beside the record and is in no seal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from peer_tui.domain.canonical import seal
from peer_tui.domain.events import Approved, Event, EventId, PersonForgotten, Redacted, Resealed, Unknown, WriterId
from peer_tui.domain.history import standing
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.redaction import without_redacted

REASON = "words were removed at request"
"""What a new seal gives as its reason: nothing of the words."""

Row = tuple[WriterId, int, Event | Unknown]
"""An event with the log it lies in and its running number there."""


class Sealed(NamedTuple):
    """How the seal of a meeting's minutes stands."""

    state: Literal["not approved", "holds", "outdated", "changed"]
    """`outdated`: words were removed on another device and the record has not been sealed anew since; it has to be.
    `changed`: the record is not what was approved, and no removal accounts for it."""
    approved: Approved | None = None
    """The approval that stands."""
    expected: str = ""
    """The newest seal."""
    found: str = ""
    """The seal of the approved record as it is now."""
    removals: tuple[EventId, ...] = ()
    """What was removed since the approval, in order."""

    @property
    def anew(self) -> Resealed | None:
        """The fact to record so that the seal holds again; None where it holds, or where nothing may hide a change."""
        if self.state != "outdated" or self.approved is None:
            return None
        return Resealed(seal=self.found, seen=self.approved.seen, covers=self.removals, reason=REASON)


def sealed(rows: Iterable[Row]) -> Sealed:
    """How the seal stands, from every record of a shard with its place; the words may or may not be blanked yet.

    The seal that should hold is that of the newest `Resealed`, or of the first `Approved` where there is none. It is
    compared with `canonical.seal` of the fold of the records up to `Approved.seen`, with every removal applied.
    """
    given = list(rows)
    held = standing(event for _, _, event in given).events
    approved = next((event for event in held if isinstance(event, Approved)), None)
    if approved is None:
        return Sealed("not approved")
    found = seal(Meeting.fold(_covered(given, approved)))
    newest = max((event for event in held if isinstance(event, Resealed)), key=lambda event: event.id, default=None)
    expected = newest.seal if newest else approved.seal
    removals = tuple(sorted({event.id for event in _removed_since(given, approved)}))
    state: Literal["holds", "outdated", "changed"] = "changed"
    if found == expected:
        state = "holds"
    elif set(removals) - set(newest.covers if newest else ()):
        state = "outdated"
    return Sealed(state, approved, expected, found, removals)


class AsApproved(NamedTuple):
    """The record as it was approved, and what reached this shard only afterwards."""

    events: tuple[Event | Unknown, ...]
    """What the approval saw, without the words that were removed since."""
    later: tuple[Event | Unknown, ...]
    """What arrived afterwards, in order; amendments, removals and the approval itself are among it."""


def as_approved(rows: Iterable[Row]) -> AsApproved | None:
    """What was approved, from every record of a shard with its place; None while nothing was."""
    given = list(rows)
    held = standing(event for _, _, event in given).events
    approved = next((event for event in held if isinstance(event, Approved)), None)
    if approved is None:
        return None
    later = [event for writer, number, event in given if number > approved.seen.get(writer, 0)]
    return AsApproved(_covered(given, approved), tuple(sorted(later, key=lambda event: event.id)))


def _covered(given: list[Row], approved: Approved) -> tuple[Event | Unknown, ...]:
    covered = [event for writer, number, event in given if number <= approved.seen.get(writer, 0)]
    return without_redacted([*covered, *_removed_since(given, approved)])


def _removed_since(given: list[Row], approved: Approved) -> list[Redacted | PersonForgotten]:
    return [
        event
        for writer, number, event in given
        if isinstance(event, Redacted | PersonForgotten) and number > approved.seen.get(writer, 0)
    ]
