"""Updates on the priorities, collected before a meeting: whom to ask, one message each, and the answers (§1.1, §3.7 a).

The scribe asks a week ahead; what a lead sends in is read out if they cannot be there. Nothing is sent from here: a
message is copied or written as a mail draft, and that is recorded as asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from peer_tui.domain.characters import clean
from peer_tui.domain.dates import say_day, say_due
from peer_tui.domain.events import Event, MeetingId, PriorityId, UpdateAsked, UpdateCollected
from peer_tui.domain.group import Group, Priority
from peer_tui.domain.naming import and_list, words
from peer_tui.domain.people import Person
from peer_tui.domain.wall_time import local_date, local_time, say_date, say_time, zone_letters
from peer_tui.domain.words import say
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

SENT_BEFORE = dt.timedelta(days=2)
"""When the agenda goes out, and so until when an answer is of most use (`product.md` §3.7 a)."""
LONGEST = 20_000
"""Characters of one answer: several pages. More is a file pasted by mistake."""


@dataclass(frozen=True, slots=True)
class PriorityUpdate:
    """One priority, and how far its update has come for a meeting."""

    priority: Priority
    lead: Person | None
    asked: bool
    update: UpdateCollected | None
    """What was sent in for this meeting."""
    last: UpdateCollected | None
    """The last thing that was sent in for an earlier one."""

    @property
    def state(self) -> str:
        """`collected`, `asked, no answer yet`, `not asked yet`, or `no lead to ask`."""
        if self.update is not None:
            return say("collected")
        if self.asked:
            return say("asked, no answer yet")
        return say("not asked yet") if self.lead else say("no lead to ask")


@dataclass(frozen=True, slots=True)
class Message:
    """What one lead is asked, in one message for all their priorities."""

    lead: Person
    priorities: tuple[PriorityId, ...]
    subject: str
    text: str


def priority_updates(opened: OpenGroup, meeting: MeetingId) -> list[PriorityUpdate]:
    """Every priority that is reported on, with its lead and what was collected, in the group's order."""
    group = opened.group
    asked = group.meetings[meeting].asked
    return [
        PriorityUpdate(
            one, _lead(group, one), one.id in asked, collected(one, meeting),
            next((said for said in reversed(one.updates) if said.meeting != meeting and said.text), None),
        )
        for one in group.active_priorities
    ]  # fmt: skip


def collected(priority: Priority, meeting: MeetingId) -> UpdateCollected | None:
    """What stands as the update of a priority for a meeting: the last one said; none if that took it back."""
    mine = [update for update in priority.updates if update.meeting == meeting]
    return mine[-1] if mine and mine[-1].text else None


def _lead(group: Group, priority: Priority) -> Person | None:
    lead = group.person(priority.lead)
    return lead if lead is not None and lead.id not in group.forgotten else None


# --- asking -------------------------------------------------------------------------------------------------------


def messages(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, *, again: bool = False) -> list[Message]:
    """One message for each lead whose update is not here; with `again` also for those who were asked already."""
    wanted: dict[str, list[PriorityUpdate]] = {}
    for one in priority_updates(opened, meeting):
        if one.lead is not None and one.update is None and (again or not one.asked):
            wanted.setdefault(one.lead.id, []).append(one)
    return [_message(workspace, opened, meeting, rows) for rows in wanted.values()]


def message_for(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, priority: PriorityId) -> Message:
    """The message for the lead of a priority, about all of theirs that no update is here for.

    Raises:
        Problem: nobody leads it.
    """
    rows = {one.priority.id: one for one in priority_updates(opened, meeting)}
    mine = rows.get(priority)
    if mine is None or mine.lead is None:
        raise Problem(say("Nobody leads this priority yet: e and @ a name give it a lead, who can then be asked."))
    theirs = [one for one in rows.values() if one.lead is not None and one.lead.id == mine.lead.id]
    waiting = [one for one in theirs if one.update is None or one is mine]
    return _message(workspace, opened, meeting, waiting)


def _message(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, rows: list[PriorityUpdate]) -> Message:
    group, held = opened.group, opened.group.meetings[meeting]
    lead = rows[0].lead
    assert lead is not None
    names = and_list([words(one.priority.name) or say("your priority") for one in rows])
    when = f"{say_date(held.starts, held.zone)}, {say_time(held.starts, held.zone, hours_of(workspace, group))}"
    before = group.previous(meeting)
    since = say("since {date}", date=say_date(before.starts, before.zone)) if before else say("lately")
    lines = [
        say("Hello {name},", name=words(lead.name)), "",
        say("The next meeting of {name} is on {when} {zone}. "
        "You lead {names}.", name=words(group.name), when=when, zone=zone_letters(held.starts, held.zone), names=names),
        "", say("What has changed {since}, and what do you need from the group? A few lines are enough.", since=since),
        *_open_steps(workspace, group, rows), "",
        say("Please answer {deadline_words}. If you cannot be there, your answer is read "
            "out.", deadline_words=deadline_words(workspace, opened, meeting)),
        "", say("Thank you!"),
    ]  # fmt: skip
    subject = say("Update on {names} for {date}", names=names, date=say_date(held.starts, held.zone))
    return Message(lead, tuple(one.priority.id for one in rows), subject, "\n".join(lines))


def _open_steps(workspace: Workspace, group: Group, rows: Iterable[PriorityUpdate]) -> list[str]:
    """The next steps that are open on these priorities: what an update is often about."""
    ids = {one.priority.id for one in rows}
    today = local_date(workspace.now(), group.zone)
    lines = []
    for step in group.open_steps:
        if step.priority in ids and not step.withheld:
            due = f" ({say_due(step.due, today, group.due_on(step))})" if step.due else ""
            lines.append(f"- {f'{step.label}. ' if step.label else ''}{words(step.text)}{due}")
    return ["", say("Open next steps:"), *lines] if lines else []


def deadline(opened: OpenGroup, meeting: MeetingId) -> dt.date:
    """The day on which the agenda goes out, on the group's calendar: until then an answer can be in it."""
    held = opened.group.meetings[meeting]
    return (local_time(held.starts, held.zone) - SENT_BEFORE).date()


def deadline_words(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> str:
    """`by Mon 11 Nov`; `before the meeting` where that day is past."""
    day = deadline(opened, meeting)
    today = local_date(workspace.now(), opened.group.zone)
    return say("by {day}", day=say_day(day, today)) if day > today else say("before the meeting")


def record_asked(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId, priorities: Iterable[PriorityId], how: str
) -> list[Event]:
    """Note that the leads of these priorities were asked; gives what was recorded."""
    asked = opened.group.meetings[meeting].asked
    bodies = [UpdateAsked(priority=one, how=how) for one in dict.fromkeys(priorities) if one not in asked]
    return workspace.record(opened, meeting, bodies) if bodies else []


def write_draft(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, message: Message) -> Path:
    """The message as a mail draft, for its owner only; to the lead's address where one is known.

    Raises:
        Problem: it could not be written.
    """
    from peer_tui.exchange.mail import draft
    from peer_tui.services.agenda_out import A_MESSAGE
    from peer_tui.services.exported import Exported, Known, remember, write_private

    held = opened.group.meetings[meeting]
    local = local_time(held.starts, held.zone)
    # The lead's place among the group's people: no name stands in the name of a file.
    number = [person.id for person in opened.group.everybody].index(message.lead.id) + 1
    name = f"update-{local.date()}-{local:%H%M}-{number}.eml"
    to = (message.lead.contact,) if message.lead.contact else ()
    state = workspace.places.state
    path = Known(state).free(workspace.places.exports / name, opened.folder, meeting)
    path = write_private(path.parent, path.name, draft(message.subject, message.text, to))
    remember(state, path, Exported("", opened.folder, meeting, "eml", "", layout=A_MESSAGE))
    return path


# --- the answers --------------------------------------------------------------------------------------------------


def collect(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId, priority: PriorityId, text: str
) -> list[Event]:
    """What a lead sent in, as pasted: its lines stay. Empty takes back what was there. Gives what was recorded.

    Raises:
        Problem: it is longer than any answer.
    """
    said = "\n".join(line.rstrip() for line in clean(text, keep_lines=True).strip().split("\n"))
    if len(said) > LONGEST:
        raise Problem(
            say(
                "That is {number:,} characters, more than an update has room for ({longest:,}). Nothing was changed.",
                number=len(said),
                longest=LONGEST,
            )
        )
    known = opened.group.priorities.get(priority)
    before = collected(known, meeting) if known else None
    if said == (before.text if before else ""):
        return []
    return workspace.record(opened, "", [UpdateCollected(priority=priority, text=said, meeting=meeting)])


def update_words(opened: OpenGroup, meeting: MeetingId) -> str:
    """How far collecting has come: `2 of 5 collected · 1 asked · 2 not asked yet`; empty without priorities."""
    rows = priority_updates(opened, meeting)
    if not rows:
        return ""
    counts = {state: sum(1 for row in rows if row.state == state) for state in dict.fromkeys(r.state for r in rows)}
    done = counts.pop("collected", 0)
    rest = [f"{count} {state}" for state, count in counts.items()]
    return " · ".join([say("{done} of {number} collected", done=done, number=len(rows)), *rest])
