"""What a group knows of each of its meetings, and of what was parked in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from peer_tui.domain.events import (
    AgendaSent,
    Amended,
    Approved,
    BlockKey,
    BlockSkipped,
    BlockStarted,
    CalledToOrder,
    ConvenerNamed,
    CorrectionMade,
    DoorsOpened,
    Ended,
    EntryId,
    Event,
    JoinLinkSet,
    MeetingCancelled,
    MeetingDeleted,
    MeetingId,
    MeetingImported,
    MeetingKindChosen,
    MeetingMerged,
    MeetingMoved,
    MeetingRenamed,
    MeetingRestored,
    MinutesKept,
    MinutesSent,
    NextMeetingSet,
    NextRoleGiven,
    ParkedPlaced,
    PersonId,
    PriorityId,
    ReachCounted,
    Reopened,
    ReviewAnswered,
    ReviewClosed,
    ReviewOpened,
    RoleGiven,
    SeriesId,
    UpdateAsked,
    WrittenUp,
)


class Review(msgspec.Struct, frozen=True, array_like=True):
    """A review round: who is asked to read the draft, until when, and what they answered (`product.md` §3.7 d)."""

    reviewers: tuple[PersonId, ...]
    deadline: dt.date | None = None
    answers: Mapping[PersonId, Answer] = msgspec.field(default_factory=dict)
    """By reviewer, the last answer of each. Who is not here has not answered: silence is never approval."""
    open: bool = True


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What a reviewer answered."""

    answer: str
    """`ok` or `change`."""
    text: str
    at: dt.datetime


class Held(msgspec.Struct, frozen=True, array_like=True):
    """What the group knows of one of its meetings."""

    id: MeetingId
    series: SeriesId
    title: str
    starts: dt.datetime
    minutes: int
    zone: str
    state: str = "planned"
    """planned, unfinished, ended or cancelled."""
    ended: dt.datetime | None = None
    approved: str = ""
    """`as distributed`, `as corrected`, or empty while the minutes are a draft."""
    type: str = "coalition meeting"
    """What kind of meeting it is: coalition meeting, listening session …"""
    deleted: dt.datetime | None = None
    """When it was deleted: it is hidden, UTC."""
    stands_for: MeetingId = ""
    """The other meeting that stands for it: it was planned twice."""
    written_up: bool = False
    """It was held without the program and written up afterwards."""
    link: str = ""
    """Where to join, for confirmed members only."""
    asked: tuple[PriorityId, ...] = ()
    """Priorities whose leads were asked for an update."""
    sent: tuple[str, ...] = ()
    """Audiences the agenda went out to."""
    review: Review | None = None
    """The review round of its minutes; None while there is none."""
    minutes_sent: tuple[str, ...] = ()
    """Audiences the minutes went out to."""
    amended: int = 0
    """How many amendments its approved minutes have."""
    source: str = ""
    """SHA-256 of the file it was brought in from; empty if it was not."""
    corrected: Mapping[EntryId, str] = msgspec.field(default_factory=dict)
    """Corrections to its minutes, by the line of a later meeting that says each."""
    skipped: tuple[BlockKey, ...] = ()
    """Blocks that were not reached."""
    called: bool = False
    """It was called to order."""
    next_starts: dt.datetime | None = None
    convener: PersonId | None = None
    next_roles: Mapping[str, PersonId] = msgspec.field(default_factory=dict)
    roles: Mapping[str, PersonId] = msgspec.field(default_factory=dict)
    """Who was facilitator, scribe …, as it stood last: what a rota goes by."""
    kept_until: dt.date | None = None
    """Minutes past the group's time that a person chose to keep: when it is asked again, the last day there is for
    never; None while nobody chose."""
    reached: int = 0
    """How many people the event reached with its message, as a person told it; 0 where nobody did."""

    @property
    def hidden(self) -> bool:
        """It was deleted, or another meeting stands for it: no list, register or search shows it."""
        return self.deleted is not None or bool(self.stands_for)

    @property
    def corrections(self) -> tuple[str, ...]:
        """The words of the corrections to its minutes, oldest first."""
        return tuple(self.corrected.values())


class Parked(msgspec.Struct, frozen=True, array_like=True):
    """A parked item and where it went."""

    id: EntryId
    text: str
    meeting: MeetingId
    at: dt.datetime
    placed: ParkedPlaced | None = None


def changed(held: Held, event: Event) -> dict[str, object]:
    """What an event changes of what a group knows of a meeting, as fields of `Held`."""
    match event:
        case MeetingMoved():
            return {"starts": event.starts, "minutes": event.minutes}
        case MeetingRenamed():
            return {"title": event.title}
        case MeetingCancelled() if held.state in ("planned", "unfinished") and not held.called:
            return {"state": "cancelled"}
        case DoorsOpened() if held.state in ("planned", "cancelled"):
            return {"state": "unfinished"}
        case CalledToOrder() if held.ended is None:
            return {"state": "unfinished", "called": True}
        case BlockStarted() if held.ended is None:
            left = tuple(key for key in held.skipped if key != event.block)
            return {"state": "unfinished" if held.state == "planned" else held.state, "skipped": left}
        case Ended() if held.ended is None:
            return {"state": "ended", "ended": event.moment}
        case Reopened() if held.ended is not None and not held.approved:
            return {"state": "unfinished", "ended": None}
        case BlockSkipped() if event.block not in held.skipped:
            return {"skipped": (*held.skipped, event.block)}
        case Approved() if not held.approved:
            return {"approved": event.how}
        case CorrectionMade():
            others = {entry: text for entry, text in held.corrected.items() if entry != event.entry}
            return {"corrected": {**others, event.entry: event.text} if event.text else others}
        case NextMeetingSet():
            return {"next_starts": event.starts}
        case ConvenerNamed():
            return {"convener": event.person}
        case NextRoleGiven():
            roles = {**held.next_roles, event.role: event.person}
            return {"next_roles": {role: who for role, who in roles.items() if who is not None}}
        case MeetingDeleted():
            return {"deleted": event.moment}
        case MeetingRestored():
            return {"deleted": None, "stands_for": ""}
        case MeetingMerged():
            return {"stands_for": event.kept}
        case _:
            if (review := reviewed(held.review, event)) is not held.review:
                return {"review": review}
            return _prepared(held, event) or _sent(held, event)


def _prepared(held: Held, event: Event) -> dict[str, object]:
    match event:
        case WrittenUp():
            return {"written_up": True}
        case MeetingKindChosen():
            return {"type": event.type}
        case RoleGiven():
            given = {**held.roles, event.role: event.person}
            return {"roles": {role: who for role, who in given.items() if who is not None}}
        case JoinLinkSet():
            return {"link": event.link}
        case UpdateAsked() if event.priority not in held.asked:
            return {"asked": (*held.asked, event.priority)}
        case AgendaSent() if event.audience not in held.sent:
            return {"sent": (*held.sent, event.audience)}
        case MeetingImported():
            return {"source": event.source}
        case ReachCounted():
            return {"reached": event.reached}
        case _:
            return {}


def _sent(held: Held, event: Event) -> dict[str, object]:
    match event:
        case MinutesSent() if event.audience not in held.minutes_sent:
            return {"minutes_sent": (*held.minutes_sent, event.audience)}
        case Amended():
            return {"amended": held.amended + 1}
        case MinutesKept():
            return {"kept_until": event.until or dt.date.max}
        case _:
            return {}


def reviewed(review: Review | None, event: Event) -> Review | None:
    """The review round after an event; the very same one where the event is about something else."""
    match event:
        case ReviewOpened():
            return Review(event.reviewers, event.deadline, review.answers if review else {})
        case ReviewAnswered():
            known = review or Review(())
            others = {person: answer for person, answer in known.answers.items() if person != event.person}
            given = {event.person: Answer(event.answer, event.text, event.moment)} if event.answer else {}
            return msgspec.structs.replace(known, answers={**others, **given})
        case ReviewClosed() if review is not None:
            return msgspec.structs.replace(review, open=False)
        case _:
            return review
