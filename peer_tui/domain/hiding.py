"""Meetings that are hidden: deleted for now, or planned twice so that another one stands for them.

A hidden meeting leaves nothing in its group but its own row, the people and priorities it named (other meetings
name them too) and the words that were removed: its next steps, parked items and changes of the agreement are as if
they were not there, and all of it is back when the meeting is restored. Nothing is erased.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from peer_tui.domain.events import (
    AgreementAdopted,
    AgreementAffirmed,
    AgreementAmended,
    AgreementProposed,
    AgreementRetired,
    AgreementSeen,
    AgreementWithdrawn,
    Captured,
    EntryEdited,
    Event,
    EventId,
    MeetingDeleted,
    MeetingId,
    MeetingMerged,
    MeetingRestored,
    ParkedPlaced,
    RotaSkipped,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    StepReminded,
    StepShared,
    StepSnoozed,
    UpdateCollected,
)
from peer_tui.domain.held import Held

HIDING: frozenset[type[Event]] = frozenset({MeetingDeleted, MeetingRestored, MeetingMerged})
"""The kinds of event that hide a meeting, or show it again."""
GONE_WITH_IT: frozenset[type[Event]] = frozenset({
    Captured, EntryEdited, StepAssigned, StepDated, StepDefined, StepAccepted, StepMarked, StepSnoozed, StepReminded,
    ParkedPlaced, AgreementProposed, AgreementAmended, AgreementRetired, AgreementAdopted, AgreementAffirmed,
    AgreementSeen, AgreementWithdrawn, RotaSkipped, UpdateCollected, StepShared,
})  # fmt: skip
"""What a group does not know of a hidden meeting, of what outlives a meeting."""


def hidden_among(
    events: Iterable[tuple[MeetingId, Event]], known: Mapping[MeetingId, Held]
) -> tuple[set[MeetingId], set[EventId]]:
    """The meetings that are hidden, and the merges that do not hold.

    Two scribes may each have merged a meeting into the other's: the merge that was recorded first holds, so that one
    of the two is always shown.

    Args:
        events: events of `HIDING`, each with the meeting it lies in, in order.
        known: meetings that were folded before, as they stand.
    """
    deleted: dict[MeetingId, bool] = {}
    merged: dict[MeetingId, MeetingMerged] = {}
    for meeting, event in events:
        if isinstance(event, MeetingMerged):
            merged[meeting] = event
        elif isinstance(event, MeetingDeleted):
            deleted[event.meeting or meeting] = True
        elif isinstance(event, MeetingRestored):
            deleted[meeting] = False
            merged.pop(meeting, None)
    stands_for = {key: held.stands_for for key, held in known.items() if held.stands_for and key not in merged}
    circles: set[EventId] = set()
    for meeting, event in sorted(merged.items(), key=lambda row: row[1].id):
        if _leads_to(meeting, event.kept, stands_for):
            circles.add(event.id)
        else:
            stands_for[meeting] = event.kept
    hidden = {key for key, gone in deleted.items() if gone} | {key for key in merged if key in stands_for}
    return hidden, circles


def _leads_to(meeting: MeetingId, kept: MeetingId, stands_for: Mapping[MeetingId, MeetingId]) -> bool:
    seen: set[MeetingId] = set()
    while kept and kept not in seen:
        if kept == meeting:
            return True
        seen.add(kept)
        kept = stands_for.get(kept, "")
    return False
