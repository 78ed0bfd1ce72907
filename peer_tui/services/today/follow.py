"""Next steps and parked items on Today: late ones first, then what is due soon, then what nobody leads or dated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial

from peer_tui.domain.dates import say_day, say_due
from peer_tui.domain.events import Destination
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held, Parked
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say, say_number
from peer_tui.services.today.lines import TodayLine
from peer_tui.services.workspace import OpenGroup, Workspace

SOON = 7
"""Days within which a next step or a parked item is due soon (ours)."""
Make = Callable[[], TodayLine]


def open_steps(workspace: Workspace, groups: Sequence[OpenGroup]) -> tuple[list[Make], int]:
    """What makes the line of each open next step in their order, and how many of them, at the end, can wait.

    What is late, due soon, without a date or unclaimed needs a person now. What is due later and what was snoozed
    stands behind it.
    """
    several = len(groups) > 1
    rows: list[tuple[tuple[bool, dt.date, int], Make]] = []
    for opened in groups:
        group = opened.glance
        # Worked out for the groups that have a line on the page, not for all fifty.
        names = cache(opened.names_of_leads)
        today = local_date(workspace.now(), group.zone)
        for step in group.open_steps:
            due = group.due_on(step)
            waits = step.sleeps(today) or (due is not None and (due - today).days > SOON and step.owner is not None)
            # What is late was due first, so it stands first; what has no date comes last.
            order = (waits, due or dt.date.max, step.number)
            rows.append((order, partial(_step, opened, step, due, today, names, several)))
    rows.sort(key=lambda row: row[0])
    return [make for _, make in rows], sum(1 for order, _ in rows if order[0])


def _step(
    opened: OpenGroup, step: Step, due: dt.date | None, today: dt.date, names: Callable[[], Mapping[str, str]],
    several: bool,
) -> TodayLine:  # fmt: skip
    late = due is not None and due < today
    parts = [who_words(opened, step, names()), _due_words(step, due, today)]
    parts += [say("private")] if step.withheld else []
    parts += [say("carried {carried}×", carried=step.carried)] if step.carried else []
    parts += [say(step.progress)] if step.progress in ("moved", "stuck") else []
    parts += (
        [say("snoozed until {day}", day=say_day(step.snoozed, today))] if step.sleeps(today) and step.snoozed else []
    )
    parts += [opened.glance.name] if several else []
    held = opened.glance.meetings.get(step.meeting)
    live = held is not None and held.state == "unfinished"
    number = step.label or str(step.number or "")
    return TodayLine(
        "step", f"{number} {step.text}".strip() or say("a next step without words"), (" · ".join(parts),),
        "live" if live else "minutes" if held else "nothing",
        say("goes to the meeting") if live else say("opens the minutes it was promised in"), urgent=late,
        opened=opened, meeting=step.meeting, line=step.id,
    )  # fmt: skip


def who_words(opened: OpenGroup, step: Step, names: Mapping[str, str]) -> str:
    """Who a next step is with: `Ana R.`, `Bo (asked)`, `unclaimed`, `unclaimed (meant: ana)`."""
    person = opened.glance.person(step.owner)
    if step.owner is None:
        return say("unclaimed (meant: {meant})", meant=step.meant) if step.meant else say("unclaimed")
    name = names.get(person.id, person.name) if person else say("a member")
    return name if step.accepted else say("{name} (asked)", name=name)


def _due_words(step: Step, due: dt.date | None, today: dt.date) -> str:
    if step.due is None:
        return say("no date")
    if due is not None and due < today:
        days = (today - due).days
        return say_number(days, "LATE by {n:,} day ({day})", "LATE by {n:,} days ({day})", day=say_day(due, today))
    return say_due(step.due, today, due)


# --- parked items -------------------------------------------------------------------------------------------------


def due_back(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[TodayLine]:
    """Parked items that come back within a week: with somebody by a date, or on the next agenda."""
    rows: list[tuple[dt.date, TodayLine]] = []
    for opened in groups:
        group, today = opened.glance, local_date(workspace.now(), opened.glance.zone)
        if not group.parked:
            continue
        newest = _newest_ended(group)
        for parked in group.parked.values():
            day = _comes_back(group, parked, newest, workspace.now())
            if day is not None and (day - today).days <= SOON:
                rows.append((day, _parked(opened, parked, day, today)))
    return [line for _, line in sorted(rows, key=lambda row: (row[0], row[1].what))]


def _newest_ended(group: Group) -> dict[str, Held]:
    """Of each series the meeting that was held last."""
    newest: dict[str, Held] = {}
    for held in sorted(group.meetings.values(), key=lambda held: (held.starts, held.id)):
        if held.state == "ended" and not held.hidden:
            newest[held.series] = held
    return newest


def _comes_back(group: Group, parked: Parked, newest: dict[str, Held], now: dt.datetime) -> dt.date | None:
    """The day a parked item is due back; None if it has none, or was placed for good."""
    placed, held = parked.placed, group.meetings.get(parked.meeting)
    if placed is None or placed.destination not in (Destination.OWNER, Destination.NEXT_AGENDA):
        return None
    if placed.due is not None and placed.due.date is not None:
        return placed.due.date
    by_meeting = placed.destination is Destination.NEXT_AGENDA or placed.due is not None
    if not by_meeting or held is None or newest.get(held.series) != held:
        return None  # its next meeting was held: it was on that agenda
    ahead = [
        other.starts
        for other in group.meetings.values()
        if other.series == held.series and other.state == "planned" and not other.hidden and other.starts > now
    ]
    return local_date(min(ahead), group.zone) if ahead else None


def _parked(opened: OpenGroup, parked: Parked, day: dt.date, today: dt.date) -> TodayLine:
    assert parked.placed is not None
    group = opened.glance
    late = (today - day).days
    when = (
        say_number(late, "LATE by {n:,} day ({day})", "LATE by {n:,} days ({day})", day=say_day(day, today))
        if late > 0
        else say_day(day, today)
    )
    person = group.person(parked.placed.owner)
    on_agenda = parked.placed.destination is Destination.NEXT_AGENDA
    parts = [say("on the agenda of {when}", when=when) if on_agenda else say("due back {when}", when=when)]
    parts += [say("with {name}", name=person.name)] if person is not None and not on_agenda else []
    held = group.meetings.get(parked.meeting)
    parts += [say("parked on {date}", date=say_date(parked.at, group.zone)), group.name]
    return TodayLine(
        "parked", parked.text or say("a parked item without words"), (" · ".join(parts),),
        "minutes" if held is not None else "nothing",
        say("opens the minutes it was parked in") if held is not None else "", urgent=late > 0, opened=opened,
        meeting=parked.meeting, line=parked.id,
    )  # fmt: skip
