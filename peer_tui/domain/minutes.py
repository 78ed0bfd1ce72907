"""The record: what the minutes of a meeting say, without any layout (`product.md` §3.8).

Every exporter draws from `Minutes`, so all of them say the same. All text in it is cleaned; who is named is decided
in `domain.naming` alone. The record tells of the meeting as it was: a next step shows the state in which this
meeting left it, whatever became of it since.
"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from peer_tui.domain.anonymous import Doubt
from peer_tui.domain.canonical import canonical_record, seal
from peer_tui.domain.entries import Entry
from peer_tui.domain.events import EntryId, EntryKind
from peer_tui.domain.gaps import gaps, quoted
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import (
    Audience,
    Naming,
    Part,
    Present,
    Privacy,
    held_by_one,
    usual_privacy,
    who_was_present,
    words,
)
from peer_tui.domain.profile import profile_of
from peer_tui.domain.rows import StepRow, carried_rows, step_rows
from peer_tui.domain.sections import NO_WORDING, Line, Section, body, lines_apart, notes_on
from peer_tui.domain.status import DRAFT, state_of, status_words, time_words
from peer_tui.domain.wall_time import say_date, say_time, zone_letters
from peer_tui.domain.withholding import for_the_group
from peer_tui.domain.words import say

__all__ = [
    "DRAFT",
    "Decision",
    "Minutes",
    "NextMeeting",
    "canonical_record",
    "doubts_in",
    "gaps",
    "make_minutes",
    "next_meeting",
    "quoted",
    "seal",
    "state_of",
    "status_words",
    "telling_roles",
    "time_words",
]


class Decision(msgspec.Struct, frozen=True):
    """One decision of the meeting, in its exact words."""

    number: int
    text: str
    notes: tuple[str, ...] = ()
    """Its priority and how the group stood to it, e.g. `fingers: 5×8 4×6 3×3 · 17 people`; counts, never names."""
    entry: EntryId = ""
    """The captured line it is."""


class NextMeeting(msgspec.Struct, frozen=True):
    """What was arranged for next time; empty where nothing was."""

    when: str = ""
    convener: str = ""
    facilitator: str = ""
    scribe: str = ""
    link: str = ""
    """Where to join; only in a copy for confirmed members."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The same as lines of the record. A missing date or convener is said once anything is arranged."""
        if not any((self.when, self.convener, self.facilitator, self.scribe)):
            return ()
        told = [
            Line(self.when or say("not set"), say("Next meeting")),
            Line(self.convener or say("nobody yet"), say("Convener")),
        ]
        told += [Line(self.facilitator, say("Facilitator next time"))] if self.facilitator else []
        told += [Line(self.scribe, say("Scribe next time"))] if self.scribe else []
        told += [Line(self.link, say("Join"))] if self.link and self.when else []
        return tuple(told)


class Minutes(msgspec.Struct, frozen=True):
    """The record of one meeting."""

    title: str
    group: str
    type: str
    date: str
    time: str
    """`called to order 2:04 pm – ended 3:00 pm EST`."""
    platform: str
    facilitator: str
    scribe: str
    present: Present
    draft: bool
    status: str
    """`DRAFT – not yet approved`, or how and when the minutes were approved."""
    corrections: tuple[str, ...]
    """Made to these minutes in later meetings."""
    decisions: tuple[Decision, ...]
    steps: tuple[StepRow, ...]
    """Next steps promised in this meeting."""
    carried: tuple[StepRow, ...]
    """Next steps of earlier meetings which this meeting told about."""
    sections: tuple[Section, ...]
    """The body in order: the blocks, and the lists apart."""
    parked: tuple[Line, ...]
    celebrations: tuple[Line, ...]
    documents: tuple[Line, ...]
    questions: tuple[Line, ...]
    next_meeting: NextMeeting
    state: str = "draft"
    """draft, in review, approved, amended or cancelled."""
    amendments: tuple[str, ...] = ()
    """Changes since the approval, each with its date; they also stand in `sections`."""
    written_up: str = ""
    """The day on which a meeting was written up that was held without the program."""
    privacy: Privacy = Privacy.OWNERS
    """Who is named in this copy."""
    audience: Audience = Audience.MEMBERS
    """Whom this copy is for."""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The header below the title, as pairs of a word and what it says."""
        told = (
            (say("Group"), self.group),
            (say("Kind"), self.type),
            (say("Date"), self.date),
            (say("Time"), self.time),
            (say("Platform"), self.platform),
            (say("Facilitator"), self.facilitator),
            (say("Scribe"), self.scribe),
            (say("Present"), self.present.words),
            (say("Written up"), self.written_up),
        )
        return tuple((name, said) for name, said in told if said)


def make_minutes(
    meeting: Meeting,
    group: Group,
    privacy: Privacy | None = None,
    audience: Audience = Audience.MEMBERS,
    kept: Collection[Doubt] = (),
) -> Minutes:
    """The record of a meeting as a copy of it is given to somebody.

    Args:
        meeting: the meeting.
        group: its group.
        privacy: who is named; None is what is usual for the group and the audience.
        audience: whom the copy is for.
        kept: words that are names and also ordinary words, and of which a person said that they are no names here.
    """
    return _drawn(meeting, _naming(meeting, group, privacy, audience, kept))


def doubts_in(
    meeting: Meeting, group: Group, privacy: Privacy | None = None, audience: Audience = Audience.MEMBERS
) -> tuple[Doubt, ...]:
    """The words in a record that are names and also ordinary words: a person is asked about them in the preview."""
    naming = _naming(meeting, group, privacy, audience, ())
    _drawn(meeting, naming)
    return tuple(naming.doubts)


def telling_roles(meeting: Meeting, group: Group, audience: Audience = Audience.MEMBERS) -> tuple[str, ...]:
    """The roles that stand for somebody at "roles only" though one person alone has them: they tell who it is."""
    naming = _naming(meeting, group, Privacy.ROLES, audience, ())
    _drawn(meeting, naming)
    return tuple(role for role in naming.roles if held_by_one(group, role))


def _naming(
    meeting: Meeting, group: Group, privacy: Privacy | None, audience: Audience, kept: Collection[Doubt]
) -> Naming:
    here, after = group.meetings.get(meeting.id), _planned_after(meeting, group)
    links = [profile_of(group).link, *(held.link for held in (here, after) if held is not None)]
    return Naming(group, usual_privacy(group, audience) if privacy is None else privacy, audience, kept, links)


def _drawn(meeting: Meeting, naming: Naming) -> Minutes:
    meeting = for_the_group(meeting, naming.group)
    decisions = meeting.of_kind(EntryKind.DECISION)
    numbers = {entry.id: number for number, entry in enumerate(decisions, start=1)}
    carried = carried_rows(meeting, naming)
    apart = lines_apart(meeting, naming, tuple(_forward(row) for row in carried if row.told in ("moved", "done")))
    after = next_meeting(meeting, naming)
    amendments = _amendments(meeting, naming)
    since = (
        (Section(say("Amendments since the approval"), tuple(Line(text) for text in amendments)),) if amendments else ()
    )
    return Minutes(
        title=naming.words(meeting.title) or say("Meeting"),
        group=naming.words(profile_of(naming.group).name_in_minutes or naming.group.name),
        type=naming.words(meeting.type),
        date=say_date(meeting.starts, meeting.zone),
        time=time_words(meeting, _hours(naming.group)),
        platform=naming.words(meeting.platform),
        facilitator=_role(meeting, naming, "facilitator") or _by_the_group(meeting),
        scribe=_role(meeting, naming, "scribe"),
        present=who_was_present(meeting, naming),
        draft=meeting.approved is None,
        status=status_words(meeting),
        corrections=tuple(naming.words(correction.text) or say(NO_WORDING) for correction in meeting.corrections),
        decisions=tuple(_decision(numbers[entry.id], entry, naming) for entry in decisions),
        steps=step_rows(meeting, naming),
        carried=carried,
        sections=(*since, *body(meeting, naming, numbers, apart, after.lines)),
        parked=apart.parked,
        celebrations=apart.celebrations,
        documents=apart.documents,
        questions=apart.questions,
        next_meeting=after,
        state=state_of(meeting),
        amendments=amendments,
        written_up=say_date(meeting.written_up, meeting.zone) if meeting.written_up else "",
        privacy=naming.privacy,
        audience=naming.audience,
    )


# --- the header ---------------------------------------------------------------------------------------------------


def _hours(group: Group) -> int:
    return profile_of(group).hours or 12


def _role(meeting: Meeting, naming: Naming, role: str) -> str:
    person = meeting.roles.get(role)
    # Where nobody is named "a member" says nothing of who facilitated.
    return "" if naming.privacy is Privacy.NO_NAMES else naming.name(person, Part.ROLE)


def _by_the_group(meeting: Meeting) -> str:
    return "" if meeting.roles.get("facilitator") else say("facilitated by the group")


def _planned_after(meeting: Meeting, group: Group) -> Held | None:
    """The next meeting of the series, where one is planned."""
    here = group.meetings.get(meeting.id)
    if here is None:
        return None
    # One look at each of hundreds of meetings, without putting them in order.
    later = (
        held
        for held in group.meetings.values()
        if held.starts > here.starts and held.series == here.series and held.state != "cancelled" and not held.hidden
    )
    return min(later, key=lambda held: (held.starts, held.id), default=None)


def next_meeting(meeting: Meeting, naming: Naming) -> NextMeeting:
    """What this meeting arranged for the next one; the date is the one set, else the next one planned."""
    group = naming.group
    starts = meeting.next_starts or group.after(meeting.id)
    when = link = ""
    if starts is not None:
        zone = meeting.zone
        when = f"{say_date(starts, zone)}, {say_time(starts, zone, _hours(group))} {zone_letters(starts, zone)}"
        after = _planned_after(meeting, group)
        link = words((after.link if after is not None else "") or profile_of(group).link)
    return NextMeeting(
        when,
        naming.name(meeting.convener, Part.ROLE),
        naming.name(meeting.next_roles.get("facilitator"), Part.ROLE),
        naming.name(meeting.next_roles.get("scribe"), Part.ROLE),
        link if naming.audience is Audience.MEMBERS else "",
    )


# --- the summary --------------------------------------------------------------------------------------------------


def _decision(number: int, entry: Entry, naming: Naming) -> Decision:
    return Decision(number, naming.words(entry.filed.text) or say(NO_WORDING), notes_on(entry, naming), entry.id)


def _forward(row: StepRow) -> Line:
    """Movement is celebrated as well as completion (`product.md` §1.4)."""
    who = () if row.unclaimed else (row.who,)
    label = (
        say("Next step {label} {state}", label=row.label, state=row.state)
        if row.label
        else say("Next step {state}", state=row.state)
    )
    return Line(row.text, label, who, row.entry)


def _amendments(meeting: Meeting, naming: Naming) -> tuple[str, ...]:
    return tuple(
        f"{say_date(made.moment, meeting.zone)}: {naming.words(made.text) or say(NO_WORDING)}"
        for made in meeting.amendments
    )
