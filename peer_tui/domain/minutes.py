"""The record: what the minutes of a meeting say, without any layout (`product.md` §3.8).

Every exporter draws from `Minutes`, so all of them say the same. All text in it is cleaned; who is named is decided
in `domain.naming` alone. The record tells of the meeting as it was: a next step shows the state in which this
meeting left it, whatever became of it since.
"""

from __future__ import annotations

import hashlib
import json

import msgspec

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import EntryKind
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Part, Present, name_in_record, who_was_present, words
from peer_tui.domain.rows import StepRow, carried_rows, step_rows
from peer_tui.domain.sections import NO_WORDING, Line, Section, body, lines_apart, notes_on, step_label
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date, say_date, say_time, zone_letters

DRAFT = "DRAFT – not yet approved"


class Decision(msgspec.Struct, frozen=True):
    """One decision of the meeting, in its exact words."""

    number: int
    text: str
    notes: tuple[str, ...] = ()
    """Its priority and how the group stood to it, e.g. `fingers: 5×8 4×6 3×3 · 17 people`; counts, never names."""


class NextMeeting(msgspec.Struct, frozen=True):
    """What was arranged for next time; empty where nothing was."""

    when: str = ""
    convener: str = ""
    facilitator: str = ""
    scribe: str = ""

    @property
    def lines(self) -> tuple[Line, ...]:
        """The same as lines of the record. A missing date or convener is said once anything is arranged."""
        if not any((self.when, self.convener, self.facilitator, self.scribe)):
            return ()
        told = [Line(self.when or "not set", "Next meeting"), Line(self.convener or "nobody yet", "Convener")]
        told += [Line(self.facilitator, "Facilitator next time")] if self.facilitator else []
        told += [Line(self.scribe, "Scribe next time")] if self.scribe else []
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

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The header below the title, as pairs of a word and what it says."""
        told = (
            ("Group", self.group),
            ("Kind", self.type),
            ("Date", self.date),
            ("Time", self.time),
            ("Platform", self.platform),
            ("Facilitator", self.facilitator),
            ("Scribe", self.scribe),
            ("Present", self.present.words),
        )
        return tuple((name, said) for name, said in told if said)


def make_minutes(meeting: Meeting, group: Group) -> Minutes:
    """The record of a meeting, at privacy level 1: decisions and owners only (`domain.naming`)."""
    decisions = meeting.of_kind(EntryKind.DECISION)
    numbers = {entry.id: number for number, entry in enumerate(decisions, start=1)}
    carried = carried_rows(meeting, group)
    apart = lines_apart(meeting, group, tuple(_forward(row) for row in carried if row.state in ("moved", "done")))
    after = next_meeting(meeting, group)
    return Minutes(
        title=words(meeting.title) or "Meeting",
        group=words(group.name),
        type=words(meeting.type),
        date=say_date(meeting.starts, meeting.zone),
        time=time_words(meeting),
        platform=words(meeting.platform),
        facilitator=_role(meeting, group, "facilitator") or "facilitated by the group",
        scribe=_role(meeting, group, "scribe"),
        present=who_was_present(meeting, group),
        draft=meeting.approved is None,
        status=status_words(meeting),
        corrections=tuple(words(correction.text) or NO_WORDING for correction in meeting.corrections),
        decisions=tuple(_decision(numbers[entry.id], entry, group) for entry in decisions),
        steps=step_rows(meeting, group),
        carried=carried,
        sections=body(meeting, group, numbers, apart, after.lines),
        parked=apart.parked,
        celebrations=apart.celebrations,
        documents=apart.documents,
        questions=apart.questions,
        next_meeting=after,
    )


# --- the header ---------------------------------------------------------------------------------------------------


def status_words(meeting: Meeting) -> str:
    """Whether the minutes are a draft, or how and when they were approved, and whether words were removed since."""
    if meeting.approved is not None:
        approved = f"Approved {words(meeting.approved.how)} on {say_date(meeting.approved.moment, meeting.zone)}"
        if meeting.resealed is None:
            return approved
        return f"{approved}; words removed at request on {say_date(meeting.resealed.moment, meeting.zone)}"
    return "CANCELLED – this meeting was not held" if meeting.state == "cancelled" else DRAFT


def time_words(meeting: Meeting) -> str:
    """The meeting's real times with its zone, as they were, not as they were planned."""
    zone = meeting.zone
    began = f"called to order {say_time(meeting.called, zone)}" if meeting.called else "not called to order"
    if meeting.ended is None:
        last = meeting.called or meeting.starts
        return f"{began} {zone_letters(last, zone)}, not ended yet"
    first = meeting.called or meeting.ended
    before, letters = zone_letters(first, zone), zone_letters(meeting.ended, zone)
    days = (local_date(meeting.ended, zone) - local_date(meeting.starts, zone)).days
    began += f" {before}" if before != letters else ""
    later = f" (+{days} day{'s' if days > 1 else ''})" if days > 0 else ""
    return f"{began} – ended {say_time(meeting.ended, zone)} {letters}{later}"


def _role(meeting: Meeting, group: Group, role: str) -> str:
    return name_in_record(group, meeting.roles.get(role), Part.ROLE)


def next_meeting(meeting: Meeting, group: Group) -> NextMeeting:
    """What this meeting arranged for the next one; the date is the one set, else the next one planned."""
    starts = meeting.next_starts or group.after(meeting.id)
    when = ""
    if starts is not None:
        zone = meeting.zone
        when = f"{say_date(starts, zone)}, {say_time(starts, zone)} {zone_letters(starts, zone)}"
    return NextMeeting(
        when,
        name_in_record(group, meeting.convener, Part.ROLE),
        name_in_record(group, meeting.next_roles.get("facilitator"), Part.ROLE),
        name_in_record(group, meeting.next_roles.get("scribe"), Part.ROLE),
    )


# --- the summary --------------------------------------------------------------------------------------------------


def _decision(number: int, entry: Entry, group: Group) -> Decision:
    return Decision(number, words(entry.filed.text) or NO_WORDING, notes_on(entry, group))


def _forward(row: StepRow) -> Line:
    """Movement is celebrated as well as completion (`product.md` §1.4)."""
    who = () if row.who.startswith("unclaimed") else (row.who,)
    label = f"Next step {row.label} {row.state}" if row.label else f"Next step {row.state}"
    return Line(row.text, label, who)


# --- approval -----------------------------------------------------------------------------------------------------


def canonical_record(meeting: Meeting) -> bytes:
    """The record as it is sealed: sorted JSON of ids, kinds, text and person ids, in ASCII.

    No layout, no audience and no name stands in it, so a person may change their name without breaking a seal.
    """
    entries = [_sealed(entry, meeting.steps.steps.get(entry.id)) for entry in meeting.entries.values()]
    corrections = [
        {"id": correction.entry, "kind": str(EntryKind.CORRECTION), "text": correction.text}
        for correction in meeting.corrections
    ]
    record = {
        "meeting": meeting.id,
        "entries": sorted(entries, key=lambda entry: str(entry["id"])),
        "corrections": sorted(corrections, key=lambda correction: correction["id"]),
        "present": sorted(meeting.attendance),
        "heads": meeting.heads_count,
    }
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _sealed(entry: Entry, step: Step | None) -> dict[str, object]:
    sealed: dict[str, object] = {"id": entry.id, "kind": str(entry.filed.kind), "text": entry.filed.text}
    if any(entry.fingers) or entry.aside:
        sealed["fingers"], sealed["aside"] = list(entry.fingers), entry.aside
    if step is not None:
        sealed["people"] = [person or "" for person in (step.owner, *step.helpers)]
        sealed["done_when"], sealed["state"] = step.done_when, f"{step.owner_state}, {step.progress}"
        sealed["due"] = _due_text(step)
    return sealed


def _due_text(step: Step) -> str:
    if step.due is None:
        return ""
    return "next meeting" if step.due.next_meeting or step.due.date is None else step.due.date.isoformat()


def seal(meeting: Meeting) -> str:
    """SHA-256 of the canonical record, in hex: what `Approved` stores and `check` computes again."""
    return hashlib.sha256(canonical_record(meeting)).hexdigest()


# --- gaps ---------------------------------------------------------------------------------------------------------


def gaps(meeting: Meeting, group: Group) -> list[str]:
    """What the record still lacks, one sentence each; empty when nothing does.

    A next step or parked item which has since been given what it lacked is no gap any more.
    """
    found = []
    for number, entry in enumerate(meeting.of_kind(EntryKind.DECISION), start=1):
        if not any(character.isalnum() for character in entry.filed.text):
            found.append(f"Decision {number} has no exact wording.")
    for entry in meeting.of_kind(EntryKind.STEP):
        found += _step_gaps(entry, meeting, group)
    for entry in meeting.unplaced:
        known = group.parked.get(entry.id)
        if known is None or known.placed is None:
            found.append(f"Parked {quoted(entry.filed.text)} has no destination.")
    for entry in meeting.of_kind(EntryKind.PROPOSAL, EntryKind.MOTION):
        if entry.outcome != "agreed":
            found.append(f"{str(entry.filed.kind).capitalize()} {quoted(entry.filed.text)} was not settled.")
    for held in group.unapproved(meeting.id):
        found.append(f"The minutes of {say_date(held.starts, held.zone)} are not yet approved.")
    for entry in meeting.lines():
        if entry.contested:
            found.append(
                f"{quoted(entry.filed.text)} was taken back after somebody else had written about it; it still stands."
            )
    return found


def _step_gaps(entry: Entry, meeting: Meeting, group: Group) -> list[str]:
    step = group.steps.steps.get(entry.id) or meeting.steps.steps.get(entry.id)
    if step is None or not step.open:
        return []
    name = f"Next step {step_label(entry, meeting, group)} {quoted(step.text)}".replace("  ", " ")
    found = [f"{name} is unclaimed."] if step.owner is None else []
    return [*found, f"{name} has no date."] if step.due is None else found


def quoted(text: str, most: int = 60) -> str:
    """A person's text inside one of our sentences, shortened where it is long."""
    said = words(text)
    return f"“{said}”" if len(said) <= most else f"“{said[: most - 1].rstrip()}…”"
