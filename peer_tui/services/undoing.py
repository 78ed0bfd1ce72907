"""Undo and redo of anything but sealing: this device's last act in this meeting, any slot, also after a restart."""

from __future__ import annotations

from peer_tui.domain.events import (
    AgendaSent,
    AgendaSet,
    AgreementAdopted,
    AgreementSeen,
    Approved,
    Arrived,
    BlockStarted,
    CalledToOrder,
    Captured,
    DoorsOpened,
    Ended,
    EntryEdited,
    Event,
    EventId,
    Extended,
    HeadsCounted,
    ItemStarted,
    JoinLinkSet,
    Left,
    MeetingCancelled,
    MeetingId,
    MeetingMoved,
    MeetingPlanned,
    MeetingRenamed,
    OffRecordEnded,
    OffRecordStarted,
    Paused,
    PersonAdded,
    Redone,
    Reopened,
    Resumed,
    RoleGiven,
    TopicAdded,
    TopicChanged,
    TopicRemoved,
    TopicsOrdered,
    Undone,
    UpdateAsked,
    WriterId,
)
from peer_tui.domain.history import act_of, last_act, last_undone
from peer_tui.domain.parsed import kind_words
from peer_tui.domain.words import marked, say, say_number
from peer_tui.services import moving
from peer_tui.services.earlier import touched_by
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

KINDS = (
    marked("agreement adopted"), marked("agreement affirmed"), marked("agreement amended"),
    marked("agreement proposed"), marked("agreement retired"), marked("agreement seen"),
    marked("agreement withdrawn"), marked("approved"), marked("block skipped"), marked("called to order"),
    marked("convener named"), marked("correction made"), marked("decision replaced"), marked("extended"),
    marked("fingers shown"), marked("heads counted"), marked("item marked"), marked("left"),
    marked("minutes reviewed"), marked("next meeting set"), marked("next role given"), marked("parked placed"),
    marked("paused"), marked("people merged"), marked("person changed"), marked("proposal settled"),
    marked("reach counted"), marked("reopened"), marked("resumed"), marked("role given"), marked("row added"),
    marked("row changed"), marked("step accepted"), marked("step assigned"), marked("step dated"),
    marked("step defined"), marked("step marked"), marked("step shared"), marked("step snoozed"),
    marked("stood aside"), marked("topic added"),
)  # fmt: skip
"""What else is done in a meeting, by the kind of its event: said where it is undone."""


def undo(session: LiveSession, rest: str = "") -> Said:
    """`/undo`: the last act is taken back and named. A line comes back to the capture line if that is empty."""
    if session.meeting.approved is not None:
        return refused(say("These minutes stand approved; they can only be amended."))
    target = last_act(_of_the_meeting(session), _our_writers(session))
    if target is None:
        return refused(say("There is nothing to undo."))
    act = _events_of(session, target)
    if _seals(session, target) or _sealed_since(session, target):
        return refused(say("The minutes stand approved; that cannot be undone, only amended."))
    if _waits(session, act):
        return Said(say("OFF THE RECORD — /undo waits until you are back on the record (/on)"))
    moved = next((event for event in act if isinstance(event, BlockStarted | ItemStarted)), None)
    if moved is not None and not moving.never_happened(session, moved):
        return moving.back(session)
    words = describe(session, act)
    line = _recorded(session, Undone(target=target), act)
    return Said(
        say("Undone: {words} · /redo redoes it", words=words), line=_given_back(session, act) if line is None else line
    )


def _recorded(session: LiveSession, body: Undone | Redone, act: list[Event]) -> str | None:
    """Record it, here and in the earlier minutes it is about. What the capture line holds if the record went on or off.

    Going off the record this way too, a half-typed line waits in memory only.
    """
    before = session.meeting.is_off_record
    privacy = any(isinstance(event, OffRecordStarted | OffRecordEnded) for event in act)
    if privacy and not before:
        session.drafting.hold(session.drafting.text)
    session.record(body)
    _elsewhere(session, body.target, body)
    if not privacy:
        return None
    if session.meeting.is_off_record:
        return ""
    return session.drafting.give_back()


def _given_back(session: LiveSession, act: list[Event]) -> str | None:
    """The line that was taken back, for an empty capture line, in the block where it was; not of a whole paste."""
    line = act[0] if len(act) == 1 else None
    if not isinstance(line, Captured):
        return None
    session.drafting.begin_in(line.block, line.filed.priority)
    return line.filed.typed


def redo(session: LiveSession, rest: str = "") -> Said:
    """`/redo`: what was undone last holds again."""
    target = last_undone(session.events, _our_writers(session))
    if target is None:
        return refused(say("There is nothing to redo."))
    if session.meeting.approved is not None or _sealed_since(session, target):
        return refused(say("The minutes stand approved; they can only be amended."))
    if _went_on(session, target):
        words = describe(session, _events_of(session, target))
        return refused(
            say(
                "Another writer has gone on since; not redone: {words}. What is wanted now can be typed anew.",
                words=words,
            )
        )
    act = _events_of(session, target)
    if _waits(session, act):
        return Said(say("OFF THE RECORD — /redo waits until you are back on the record (/on)"))
    return Said(
        say("Redone: {describe}", describe=describe(session, act)), line=_recorded(session, Redone(target=target), act)
    )


_COURSE = (
    DoorsOpened, CalledToOrder, BlockStarted, ItemStarted, Extended, Paused, Resumed, OffRecordStarted, OffRecordEnded,
    Ended, Reopened, AgreementAdopted,
)  # fmt: skip
"""What says where a meeting stands. It holds from the moment it was said, so it is not put back under others' feet."""

_PRESENCE = (Arrived, Left, HeadsCounted, PersonAdded, AgreementSeen, RoleGiven)


def _waits(session: LiveSession, act: list[Event]) -> bool:
    """Off the record only what is about time and people is taken back or put back: words wait."""
    return session.meeting.is_off_record and not all(isinstance(event, _COURSE + _PRESENCE) for event in act)


def _went_on(session: LiveSession, target: EventId) -> bool:
    """Whether another device wrote since an act that moved the meeting: put back, it would change what they saw."""
    if not any(isinstance(event, _COURSE) for event in _events_of(session, target)):
        return False
    ours = _our_writers(session)
    return any(event.id > target and event.by not in ours for event in _of_the_meeting(session))


def _sealed_since(session: LiveSession, target: EventId) -> bool:
    """Whether an act also wrote about earlier minutes that stand approved by now."""
    return any(
        session.group.meetings[meeting].approved
        for meeting in _also_in(session, target)
        if meeting in session.group.meetings
    )


_BEFORE = (
    MeetingPlanned, MeetingMoved, MeetingRenamed, MeetingCancelled, AgendaSet, TopicAdded, TopicChanged, TopicRemoved,
    TopicsOrdered, JoinLinkSet, UpdateAsked, AgendaSent,
)  # fmt: skip
"""What was done while preparing is not undone from the live meeting."""


def _of_the_meeting(session: LiveSession) -> list[Event]:
    """What was done in this meeting: neither its preparation nor what a later meeting said about its minutes."""
    return [
        event
        for event in session.events
        if isinstance(event, Event) and not isinstance(event, _BEFORE) and event.during in (None, session.id)
    ]


def _our_writers(session: LiveSession) -> frozenset[WriterId]:
    writers = {event.by for event in session.events if isinstance(event, Event)}
    return frozenset(writer for writer in writers if session.workspace.is_ours(writer))


def _events_of(session: LiveSession, target: EventId) -> list[Event]:
    return [event for event in session.events if isinstance(event, Event) and act_of(event) == target]


def _elsewhere(session: LiveSession, target: EventId, body: Event) -> None:
    """An act that also wrote to an earlier meeting's shard is taken back there too."""
    for meeting in _also_in(session, target):
        session.record_elsewhere(meeting, body)


def _also_in(session: LiveSession, target: EventId) -> list[MeetingId]:
    """The earlier meetings whose shards an act wrote to; the group's own log as the empty id."""
    events = session.opened.events
    # The group's own log holds the rows that a line of a programme's word added to its registers.
    own_log = [""] if session.group.programmes else []
    return [
        meeting
        for meeting in (*own_log, *touched_by(session, _events_of(session, target)))
        if any(isinstance(event, Event) and event.act == target for event in events.get(meeting, ()))
    ]


def _seals(session: LiveSession, target: EventId) -> bool:
    return any(
        isinstance(event, Approved) and event.act == target
        for meeting in (session.id, *_also_in(session, target))
        for event in session.opened.events.get(meeting, ())
    )


def describe(session: LiveSession, act: list[Event]) -> str:
    """What an act was, in a few words."""
    if not act:
        return say("nothing")
    lines = [event for event in act if isinstance(event, Captured)]
    moved = next((event for event in act if isinstance(event, BlockStarted | ItemStarted)), None)
    arrived = [event for event in act if isinstance(event, Arrived)]
    if any(isinstance(event, Ended) for event in act):
        return say("the end of the meeting")
    match act[0]:
        case Captured() if moved is not None:
            return say(
                "parking {number} and the {moved_words}", number=len(lines), moved_words=_moved_words(session, moved)
            )
        case Captured() if len(lines) > 1:
            return say_number(len(lines), "{n} pasted lines", "{n} pasted lines")
        case Captured(filed=filed):
            return f"{kind_words(filed)} “{filed.text}”"
        case EntryEdited():
            return say("the change to a line")
        case Arrived() if len(arrived) > 1:
            return say_number(len(arrived), "{n} arrivals", "{n} arrivals")
        case Arrived(person=person):
            return say("{name} is here", name=session.name(person))
        case PersonAdded(name=name):
            return say("{name} is here as a guest", name=name)
        case DoorsOpened():
            return say("the doors are open")
        case OffRecordStarted():
            return say("going off the record")
        case OffRecordEnded():
            return say("going back on the record")
        case _ if moved is not None:
            return say("the {moved_words}", moved_words=_moved_words(session, moved))
        case event:
            return say(str(type(event).__struct_config__.tag))


def _moved_words(session: LiveSession, move: BlockStarted | ItemStarted) -> str:
    if isinstance(move, ItemStarted):
        priority = session.group.priorities.get(move.item)
        return say("move to {name}", name=priority.name if priority else say("another priority"))
    block = session.meeting.plan(move.block)
    return say("move to {title}", title=block.title if block else say("another block"))
