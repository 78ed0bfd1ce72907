"""A draft corrected line by line: worded anew, filed otherwise, given what it lacks (`product.md` §3.7 d).

Once minutes are approved a line changes only by a dated amendment (`services.amending`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.capture import parse
from peer_tui.domain.characters import clean
from peer_tui.domain.dates import parse_due, say_day, split_due
from peer_tui.domain.entries import Entry
from peer_tui.domain.events import (
    Captured,
    Destination,
    Due,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    MeetingId,
    ParkedPlaced,
    PersonId,
    StepAssigned,
    StepDated,
    StepDefined,
    Undone,
    Unknown,
)
from peer_tui.domain.history import act_of, last_act
from peer_tui.domain.naming import Naming, Part
from peer_tui.domain.parsed import Entry as Typed
from peer_tui.domain.parsed import Surroundings
from peer_tui.domain.people import match
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

if TYPE_CHECKING:
    from peer_tui.domain.programmes.capture_words import OwnWord

LONGEST = 10_000
"""Characters of a line: more is cut, as at the capture line."""


# --- a draft is corrected -----------------------------------------------------------------------------------------


def reworded(opened: OpenGroup, meeting: MeetingId, entry: EntryId, text: str) -> EntryEdited | None:
    """The fact that a line reads so from now on; None where it reads so already.

    Raises:
        Problem: the line is gone, or the words are empty.
    """
    known = line_of(opened, meeting, entry)
    said = clean(text).strip()[:LONGEST]
    if not said:
        raise Problem(say("A line needs words. To take its words away for good, x removes them. Nothing was changed."))
    if said == known.filed.text:
        return None
    return EntryEdited(entry=entry, filed=msgspec.structs.replace(known.filed, text=said, typed=said))


def reword(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, entry: EntryId, text: str) -> str:
    """Another wording for a line of a draft; what it was stays in its history.

    Raises:
        Problem: the minutes are approved, the line is gone, or the words are empty.
    """
    need_draft(opened, meeting)
    body = reworded(opened, meeting, entry, text)
    if body is None:
        return say("The line reads so already.")
    record_edit(workspace, opened, meeting, body)
    return say("Changed. What it was stays in its history.")


def record_edit(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId, body: EntryEdited, own: OwnWord | None = None
) -> None:
    """Record how a line stands now; the row that it added to a register of its programme follows in the same act."""
    before = opened.meeting(meeting).entries[body.entry].filed
    recorded = workspace.record(opened, meeting, [body])
    if opened.glance.programmes:
        from peer_tui.services.programmes.own_words import follow_between

        follow_between(workspace, opened, body.entry, before, body.filed, own, act_of(recorded[0]), meeting)


def add(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, line: str, beside: EntryId = "") -> EntryId:
    """A line that was left out; it is marked "added after the meeting". `line` is read as at the capture line.

    Args:
        workspace: the library.
        opened: the group.
        meeting: the meeting.
        line: what was typed.
        beside: the line whose block it belongs to; empty for no block.

    Returns:
        The new line's id.

    Raises:
        Problem: the minutes are approved, or nothing was typed.
    """
    need_draft(opened, meeting)
    parsed = _read(workspace, opened, meeting, line)
    body = _captured(workspace, opened, meeting, parsed, beside)
    recorded = workspace.record(opened, meeting, [body])
    if parsed.own is not None and parsed.own.register:
        from peer_tui.services.programmes.own_words import add_rows_between, words_in

        known = words_in(opened, meeting)
        add_rows_between(workspace, opened, known.programme, [(body, parsed.own)], act_of(recorded[0]), meeting)
    return body.entry


def captured(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, line: str, beside: EntryId) -> Captured:
    """The fact that a line was left out and belongs there.

    Raises:
        Problem: nothing was typed, or it is a command.
    """
    return _captured(workspace, opened, meeting, _read(workspace, opened, meeting, line), beside)


def _read(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, line: str) -> Typed:
    parsed = parse(line[:LONGEST], _around(workspace, opened, meeting))
    if not isinstance(parsed, Typed) or not parsed.filed.text.strip():
        raise Problem(say("Type the line as at the meeting, e.g. ! what was decided. Nothing was added."))
    return parsed


def _captured(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, parsed: Typed, beside: EntryId) -> Captured:
    known = opened.meeting(meeting).entries.get(beside)
    number = opened.group.steps.highest + 1 if parsed.filed.kind is EntryKind.STEP else 0
    block = known.block if known is not None else ""
    return Captured(entry=workspace.new_id(), block=block, filed=parsed.filed, number=number)


# --- what a line lacks --------------------------------------------------------------------------------------------


def assign(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, entry: EntryId, words: str) -> str:
    """Who leads a next step of a draft: a name, or nobody. Who is named is asked until they say yes.

    Raises:
        Problem: the minutes are approved, it is no next step, or the name fits nobody or several people.
    """
    _step(opened, meeting, entry)
    said = words.strip().lstrip("@").strip()
    if said.casefold() in ("", "-", "nobody", "unclaimed"):
        workspace.record(opened, meeting, [StepAssigned(step=entry, owner=None)])
        return say("Unclaimed.")
    person = _person(opened, said)
    workspace.record(opened, meeting, [StepAssigned(step=entry, owner=person)])
    return say("Asked: {name}.", name=Naming(opened.group).name(person, Part.OWNER))


def date(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, entry: EntryId, words: str) -> str:
    """By when a next step of a draft is due: `fri`, `22 nov`, `nm`, or none.

    Raises:
        Problem: the minutes are approved, it is no next step, or the words say no date.
    """
    _step(opened, meeting, entry)
    said = words.strip().removeprefix("by ").strip()
    today = local_date(workspace.now(), opened.group.zone)
    due = parse_due(said, today, opened.group.dates)
    if due is None and said.casefold() not in ("", "-", "none", "no date"):
        raise Problem(
            say("“{said}” says no date. Write it like fri, 22 nov or nm. Nothing was changed.", said=clean(said)[:60])
        )
    workspace.record(opened, meeting, [StepDated(step=entry, due=due)])
    return say("Due {due}.", due=_due(due, today))


def define(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, entry: EntryId, words: str) -> str:
    """What done looks like for a next step of a draft.

    Raises:
        Problem: the minutes are approved, or it is no next step.
    """
    _step(opened, meeting, entry)
    said = clean(words).strip().removeprefix("=").strip()[:LONGEST]
    workspace.record(opened, meeting, [StepDefined(step=entry, done_when=said)])
    return say("Done when: {said}.", said=said) if said else say("What done looks like is not said any more.")


_WHERE = {
    "next": Destination.NEXT_AGENDA, "agenda": Destination.NEXT_AGENDA, "step": Destination.NEXT_STEP,
    "owner": Destination.OWNER, "with": Destination.OWNER, "resolved": Destination.RESOLVED,
    "dropped": Destination.DROPPED, "drop": Destination.DROPPED,
}  # fmt: skip


def place(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, entry: EntryId, words: str) -> str:
    """Where a parked line goes: `next agenda`, `step`, `with ana by fri`, `resolved`, `dropped`.

    Raises:
        Problem: the minutes are approved, the line is not parked, or the words name no place.
    """
    need_draft(opened, meeting)
    if line_of(opened, meeting, entry).filed.kind is not EntryKind.PARKED:
        raise Problem(say("That line is not parked. Nothing was changed."))
    first, _, rest = words.strip().partition(" ")
    where = _WHERE.get(first.casefold())
    if where is None:
        raise Problem(
            say("Where does it go? next agenda · step · with NAME by DAY · resolved · dropped. Nothing was changed.")
        )
    owner: PersonId | None = None
    due: Due | None = None
    if where is Destination.OWNER:
        today = local_date(workspace.now(), opened.group.zone)
        name, due = split_due(rest.strip(), today, opened.group.dates)
        owner = _person(opened, name.strip().lstrip("@"))
    workspace.record(opened, meeting, [ParkedPlaced(entry=entry, destination=where, owner=owner, due=due)])
    return say("Parked → {where}.", where=where)


# --- taking back --------------------------------------------------------------------------------------------------

_REVISIONS = (EntryEdited, StepAssigned, StepDated, StepDefined, ParkedPlaced, Captured)


def undo(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> str:
    """Take back this device's last change to a draft since the meeting ended, also after a restart.

    Raises:
        Problem: there is none, or the minutes are approved.
    """
    need_draft(opened, meeting)
    events = opened.events.get(meeting, ())
    ours = frozenset(event.by for event in events if isinstance(event, Event) and workspace.is_ours(event.by))
    act = last_act(events, ours)
    made = [event for event in events if isinstance(event, Event) and act_of(event) == act]
    ended = opened.meeting(meeting).ended
    if act is None or ended is None or not all(isinstance(one, _REVISIONS) and one.at >= ended for one in made):
        raise Problem(say("No change was made here since the meeting ended that could be taken back."))
    workspace.record(opened, meeting, [Undone(target=act)])
    if any(isinstance(event, Event) and event.act == act for event in _rows_of_programmes(opened)):
        workspace.record(opened, "", [Undone(target=act)])
    return say("Taken back: the last change made here.")


def _rows_of_programmes(opened: OpenGroup) -> Iterable[Event | Unknown]:
    """What the group's own log holds of a draft's lines: the rows that they added to registers."""
    return opened.events.get("", ()) if opened.group.programmes else ()


# --- finding ------------------------------------------------------------------------------------------------------


def need_draft(opened: OpenGroup, meeting: MeetingId) -> None:
    """Minutes that may still be corrected.

    Raises:
        Problem: they are approved.
    """
    if opened.meeting(meeting).approved is not None:
        raise Problem(say("These minutes stand approved: a line changes only by an amendment. Nothing was changed."))


def line_of(opened: OpenGroup, meeting: MeetingId, entry: EntryId) -> Entry:
    """A line of a meeting that still holds words.

    Raises:
        Problem: it is gone, or its words were removed.
    """
    known = opened.meeting(meeting).entries.get(entry)
    if known is None or known.redacted:
        raise Problem(say("That line holds no words any more. Nothing was changed."))
    return known


def _step(opened: OpenGroup, meeting: MeetingId, entry: EntryId) -> None:
    need_draft(opened, meeting)
    if line_of(opened, meeting, entry).filed.kind is not EntryKind.STEP:
        raise Problem(say("That line is no next step. Nothing was changed."))


def _person(opened: OpenGroup, words: str) -> PersonId:
    found = match(words, opened.group.everybody)
    if found.person is not None:
        return found.person.id
    if found.candidates:
        names = " · ".join(f"{n} {clean(person.name)}" for n, person in enumerate(found.candidates, 1))
        raise Problem(
            say(
                "“{words}” fits {names}: type more of the name. Nothing was changed.",
                words=clean(words)[:60],
                names=names,
            )
        )
    raise Problem(say("Nobody in this group is called “{words}”. Nothing was changed.", words=clean(words)[:60]))


def _due(due: Due | None, today: dt.date) -> str:
    if due is None:
        return say("on no date")
    return say("next meeting") if due.next_meeting or due.date is None else say_day(due.date, today)


def _around(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> Surroundings:
    group = opened.group
    own: Mapping[str, OwnWord] = {}
    if group.programmes:
        from peer_tui.services.programmes.own_words import words_in

        own = words_in(opened, meeting).words
    return Surroundings(
        today=local_date(workspace.now(), group.zone),
        people=group.everybody,
        priorities=tuple((one.id, one.name) for one in group.active_priorities),
        dates=group.dates,
        own=own,
    )
