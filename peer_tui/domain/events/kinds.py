"""Ids, and the words and small values that events are made of."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TypeAlias

import msgspec

from peer_tui.domain.words import marked

EventId: TypeAlias = str
"""Hybrid logical time and writer: sorts as text in the order things happened."""

EntryId: TypeAlias = str
PersonId: TypeAlias = str
GroupId: TypeAlias = str
SeriesId: TypeAlias = str
MeetingId: TypeAlias = str
PriorityId: TypeAlias = str
ItemId: TypeAlias = str
"""One line of a Comfort / Discomfort Agreement."""
BlockKey: TypeAlias = str
"""A block's word in its template: `welcome`, `agreement`, `minutes`, `priorities`, `topics`, `steps`, `goodbyes`."""
WriterId: TypeAlias = str
ProgrammeId: TypeAlias = str
"""One run of a programme: one peer match, one training."""
RowId: TypeAlias = str
EvaluationId: TypeAlias = str


class EntryKind(StrEnum):
    """What a captured line is filed as (`product.md` §3.5)."""

    NOTE = marked("note")
    DECISION = marked("decision")
    STEP = marked("next step")
    PROPOSAL = marked("proposal")
    MOTION = marked("motion")
    QUESTION = marked("question")
    PARKED = marked("parked")
    CELEBRATION = marked("celebration")
    LINK = marked("link")
    CORRECTION = marked("correction")
    ISSUE = marked("issue")
    RECOMMENDATION = marked("recommendation")
    LESSON = marked("lesson")
    REFLECTION = marked("reflection")
    LEARNING = marked("learning")
    COMMITMENT = marked("commitment")
    MEASURE = marked("measure")
    SUPPORT = marked("support")


class Side(StrEnum):
    """The two halves of a Comfort / Discomfort Agreement (ours: `product.md` §2.1)."""

    COMFORT = marked("comfort")
    DISCOMFORT = marked("discomfort")


class Progress(StrEnum):
    """How far a next step has come (`product.md` §3.9). Late and carried n× are derived, never stored."""

    NOT_STARTED = marked("not started")
    MOVED = marked("moved")
    STUCK = marked("stuck")
    DONE = marked("done")
    DROPPED = marked("dropped")


class Status(StrEnum):
    """A person's standing with the group (`product.md` §1.1)."""

    APPLICANT = marked("applicant")
    MEMBER = marked("confirmed member")
    EMAIL_LIST = marked("e-mail list")
    GUEST = marked("guest")
    FORMER = marked("former")


class Destination(StrEnum):
    """Where a parked item goes when it leaves the meeting (`product.md` §3.9)."""

    NEXT_AGENDA = marked("next agenda")
    NEXT_STEP = marked("next step")
    OWNER = marked("with owner")
    RESOLVED = marked("resolved")
    DROPPED = marked("dropped")


class Due(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a next step is due: a date, or the reference *next meeting*; never both empty."""

    date: dt.date | None = None
    next_meeting: bool = False


class Filed(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line as it was filed at Enter: what the preview said, and the line as typed.

    The fold never parses text again, so a second Ana or a newer grammar never changes old minutes. `text` is what the
    minutes show: sigil, resolved `@owner`, due words and done-when are cut out of it.
    """

    kind: EntryKind
    text: str
    typed: str = ""
    owner: PersonId | None = None
    """The lead. None while unclaimed."""
    helpers: tuple[PersonId, ...] = ()
    meant: str = ""
    """The name as typed, where it matched nobody or several people."""
    due: Due | None = None
    done_when: str = ""
    priority: PriorityId | None = None
    word: str = ""
    """The programme's own word it was captured with, where that is no kind of its own (`harvest:`)."""
    private: bool = False
    """A personal next step: it stays out of the group's record until its owner shares it (`product.md` §1.5)."""
    called: str = ""
    """What a line of the programme's own word is called in the minutes, as its file said when it was captured."""


class BlockPlan(msgspec.Struct, frozen=True, omit_defaults=True):
    """One block of an agenda. Minutes are whole; a flex block takes what the others leave."""

    key: BlockKey
    title: str
    job: str = "topics"
    """What the block does on screen: welcome, agreement, review, roll-call, measures, control, priorities, topics,
    steps, goodbyes, notes."""
    low: int = 0
    """Fewest minutes; equals `high` for a fixed block."""
    high: int = 0
    """Most minutes; 0 for a flex block."""
    flex: bool = False
    protected: bool = False
    """Its minutes are kept free whatever happens before it (Next Steps, Group goodbyes)."""
    say: str = ""
    ours: bool = False
    """The timing is our choice, not the programme's own page (`product.md` "(ours)")."""
