"""What was written: lines and their edits, proposals, parked items, corrections and approval of minutes.

One small fold an event; each changes the meeting it is given and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.entries import OTHER_NOTES, Entry, as_kind, words_of
from peer_tui.domain.events import (
    Amended,
    Approved,
    Captured,
    CorrectionMade,
    EntryEdited,
    EntryKind,
    Event,
    FingersShown,
    MinutesReviewed,
    ParkedPlaced,
    ProposalSettled,
    Resealed,
    ReviewAnswered,
    ReviewClosed,
    ReviewOpened,
    StoodAside,
    WrittenUp,
)
from peer_tui.domain.held import reviewed

if TYPE_CHECKING:
    from peer_tui.domain.meeting import Meeting


def _captured(meeting: Meeting, event: Captured) -> None:
    known = meeting.entries.get(event.entry)
    block = event.block if meeting.plan(event.block) or not meeting.blocks else OTHER_NOTES
    entry = Entry(event.entry, block, event.filed, event.moment, event.by, event.number, item=event.filed.priority)
    entry.after_end = meeting.ended is not None
    entry.amended = meeting.amends(event)
    entry.after_approval = event.id in meeting.unseen
    if known is not None:
        entry.filed, entry.number, entry.history = known.filed, known.number or event.number, (event.filed,)
        entry.edited = words_of(event.filed) != words_of(known.filed)
    meeting.entries[event.entry] = entry


def _edited(meeting: Meeting, event: EntryEdited) -> None:
    entry = meeting.entries.get(event.entry)
    if entry is None:
        block = event.block if meeting.plan(event.block) else OTHER_NOTES
        meeting.entries[event.entry] = Entry(event.entry, block, event.filed, event.moment, event.by, event.number)
        return
    if event.id in meeting.unseen and not entry.after_approval:
        entry.later = (*entry.later, event.filed)
        return
    entry.later = ()
    entry.amended = entry.amended or meeting.amends(event)
    entry.after_approval = entry.after_approval and not entry.amended
    entry.history = (*entry.history, entry.filed)
    entry.edited = entry.edited or words_of(event.filed) != words_of(entry.filed)
    entry.filed = event.filed
    entry.number = entry.number or event.number
    if event.filed.priority is not None:
        entry.item = event.filed.priority
    if event.block and meeting.plan(event.block):
        entry.block = event.block


def _fingers(meeting: Meeting, event: FingersShown) -> None:
    if entry := meeting.entries.get(event.entry):
        entry.fingers = event.counts


def _aside(meeting: Meeting, event: StoodAside) -> None:
    if entry := meeting.entries.get(event.entry):
        entry.aside = event.count


def _settled(meeting: Meeting, event: ProposalSettled) -> None:
    entry = meeting.entries.get(event.entry)
    if entry is None:
        return
    entry.outcome = event.outcome
    if event.outcome == "agreed" and entry.filed.kind is not EntryKind.DECISION:
        entry.history = (*entry.history, entry.filed)
        entry.filed = as_kind(entry.filed, EntryKind.DECISION)


def _reviewed(meeting: Meeting, event: MinutesReviewed) -> None:
    """A correction whose words were removed has no line here any more."""
    kept = tuple(text for text in event.corrections if text)
    meeting.reviews.append(event if kept == event.corrections else msgspec.structs.replace(event, corrections=kept))


def _corrected(meeting: Meeting, event: CorrectionMade) -> None:
    """A correction whose words were changed since stands once, as it reads now; without words it is withdrawn."""
    meeting.corrections = [known for known in meeting.corrections if known.entry != event.entry]
    if event.text:
        meeting.corrections.append(event)


def _approved(meeting: Meeting, event: Approved) -> None:
    if meeting.approved is None:
        meeting.approved = event
    else:
        meeting.also.append(event)


def _amendment(meeting: Meeting, event: Amended) -> None:
    meeting.amendments.append(event)


def _review(meeting: Meeting, event: ReviewOpened | ReviewAnswered | ReviewClosed) -> None:
    meeting.review = reviewed(meeting.review, event)


def _resealed(meeting: Meeting, event: Resealed) -> None:
    meeting.resealed = event


def _written_up(meeting: Meeting, event: WrittenUp) -> None:
    meeting.written_up = meeting.written_up or event.at


def _placed(meeting: Meeting, event: ParkedPlaced) -> None:
    meeting.parked[event.entry] = event


FOLDS: dict[type[Event], Callable[..., None]] = {
    Captured: _captured,
    EntryEdited: _edited,
    FingersShown: _fingers,
    StoodAside: _aside,
    ProposalSettled: _settled,
    MinutesReviewed: _reviewed,
    CorrectionMade: _corrected,
    Approved: _approved,
    Amended: _amendment,
    Resealed: _resealed,
    ReviewOpened: _review,
    ReviewAnswered: _review,
    ReviewClosed: _review,
    WrittenUp: _written_up,
    ParkedPlaced: _placed,
}
"""The fold of each kind of event told here."""
