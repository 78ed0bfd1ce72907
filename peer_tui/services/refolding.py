"""Folding a group again after some of its meetings changed, without folding ten years of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from peer_tui.domain.events import (
    AgendaSent,
    AgendaSet,
    Amended,
    Approved,
    BlockSkipped,
    BlockStarted,
    CalledToOrder,
    Captured,
    ConvenerNamed,
    CorrectionMade,
    DecisionComesBack,
    DecisionReplaced,
    DoorsOpened,
    EntryEdited,
    EntryKind,
    Event,
    JoinLinkSet,
    MeetingCancelled,
    MeetingId,
    MeetingImported,
    MeetingKindChosen,
    MeetingMoved,
    MeetingPlanned,
    MeetingRenamed,
    MinutesKept,
    MinutesSent,
    NextMeetingSet,
    NextRoleGiven,
    ParkedPlaced,
    ReviewAnswered,
    ReviewClosed,
    ReviewOpened,
    RoleGiven,
    Unknown,
    UpdateAsked,
    WrittenUp,
)
from peer_tui.domain.group import Group
from peer_tui.domain.outliving import OUTLIVING
from peer_tui.domain.step_changes import ABOUT_STEPS

Events = tuple[Event | Unknown, ...]

_ITS_OWN = frozenset({
    MeetingPlanned, MeetingMoved, MeetingRenamed, MeetingCancelled, AgendaSet, DoorsOpened, CalledToOrder, BlockStarted,
    BlockSkipped, Approved, CorrectionMade, NextMeetingSet, ConvenerNamed, NextRoleGiven, RoleGiven,
    MeetingKindChosen, JoinLinkSet, UpdateAsked, AgendaSent, MeetingImported, ReviewOpened, ReviewAnswered,
    ReviewClosed, MinutesSent, Amended, WrittenUp, MinutesKept,
})  # fmt: skip
"""What changes nothing in a group but the row of the meeting it lies in."""


def refolded(
    folded: Group,
    changed: Mapping[MeetingId, Events],
    every: Callable[[], Mapping[MeetingId, Events]],
    leave_out: MeetingId | None = None,
) -> Group:
    """The group with some meetings as they are now; the very same as one that is folded from everything.

    It may share its parts with `folded`: whoever folds more into it makes a copy first, as `Group.copy` does.

    A meeting that has changed nothing in its group but its own row is taken out of `folded` and put in again as it is
    now. Where another changed, or the group's own log, all is folded.

    Args:
        folded: the fold of everything as it was. It is left as it is, and returned where nothing changed.
        changed: the meetings that are others than it was folded from, each with its whole history: events are added
            to a meeting, never taken away, so that the earlier ones are among them.
        every: every meeting's events as they are now; asked for only where they are needed.
        leave_out: a meeting to leave out; it stands in `changed` too, with its whole history.
    """
    if not changed:
        return folded
    its_own = (meeting and meeting not in folded.let_go and _has_only_a_row(it) for meeting, it in changed.items())
    if all(its_own):
        others = {meeting: held for meeting, held in folded.meetings.items() if meeting not in changed}
        group = msgspec.structs.replace(folded, meetings=others)
        if again := [(meeting, events) for meeting, events in changed.items() if meeting != leave_out]:
            group = group.copy()
            group.fold_in(again)
        return group
    return Group.fold((meeting, events) for meeting, events in every().items() if meeting != leave_out)


def followed(folded: Group, events: Iterable[Event]) -> Group | None:
    """The group with new facts of its own log folded on; None where they have to be folded with everything.

    What is said of next steps, of parked items and of decisions can be folded on if it is later than all that they come
    from. `folded` stays as it is.
    """
    # Imported here: Today is painted from groups that are folded already.
    from peer_tui.domain.folding.group import decide

    events = tuple(events)
    if not all(_follows(folded, event) for event in events):
        return None
    group = folded.copy()
    for event in events:
        if isinstance(event, DecisionReplaced | DecisionComesBack):
            decide(group, event)
        elif isinstance(event, ParkedPlaced):
            group.parked[event.entry] = msgspec.structs.replace(group.parked[event.entry], placed=event)
        else:
            group.steps.apply(event, event.during or "")
    group.steps.number_once()
    return group


def _follows(folded: Group, event: Event) -> bool:
    """Whether a fact is later than all that it changes."""
    if isinstance(event, DecisionReplaced | DecisionComesBack):
        known_by = folded.replaced if isinstance(event, DecisionReplaced) else folded.coming_back
        was = known_by.get(event.entry)  # of a device whose clock ran ahead, it may have a later id
        return was is None or was.id < event.id
    if isinstance(event, ParkedPlaced):
        known = folded.parked.get(event.entry)
        return known is not None and (known.placed is None or known.placed.id < event.id)
    return isinstance(event, ABOUT_STEPS) and folded.steps.follows(event)


def _has_only_a_row(events: Events) -> bool:
    """Whether nothing that was done in a meeting stands anywhere in its group but in the meeting's own row.

    Acts that were taken back count as well: they may stand in an earlier fold.
    """
    return all(type(event) not in OUTLIVING or type(event) in _ITS_OWN or _is_only_said(event) for event in events)


def _is_only_said(event: Event | Unknown) -> bool:
    """A line of minutes that is neither promised nor parked: its group does not know of it."""
    return isinstance(event, Captured | EntryEdited) and event.filed.kind not in (EntryKind.STEP, EntryKind.PARKED)
