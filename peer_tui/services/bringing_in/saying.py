"""A plan in words: what a line would be filed as, who is who, and the report on every line of the text."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from peer_tui.domain.dates import parse_when, say_day
from peer_tui.domain.events import Due, EntryKind
from peer_tui.domain.people import Person, short_names
from peer_tui.domain.wall_time import local_date, local_time, say_date, say_time, wall_to_utc
from peer_tui.domain.words import say, say_number
from peer_tui.services.bringing_in.lines import Surely, filed_as
from peer_tui.services.bringing_in.plan import Answer, Attending, Item, Plan
from peer_tui.services.problems import Problem

if TYPE_CHECKING:
    from peer_tui.services.workspace import OpenGroup, Workspace

_A_YEAR = dt.timedelta(days=330)


def known_for(opened: OpenGroup, plan: Plan) -> Surely:
    """What the lines are read against before anything is written: whom a person lets be added counts already."""
    new = tuple(
        Person(say("new {place}", place=place), one.name, one.alias)
        for place, one in enumerate(plan.people)
        if one.person is None and not one.several and one.answer is not Answer.COUNT
    )
    day = local_date(plan.starts, opened.group.zone) if plan.starts is not None else dt.date(1900, 1, 1)
    return Surely(opened.group, (*opened.group.everybody, *new), day)


def line_words(item: Item, known: Surely) -> tuple[str, str]:
    """The words a line would have in the minutes; and of a next step whose it is, by when, and when it is done."""
    filed = filed_as(item, known)
    if filed.kind is not EntryKind.STEP:
        priority = known.group.priorities.get(filed.priority or "")
        return filed.text, priority.name if priority is not None else ""
    names = short_names(known.people)
    if filed.owner is not None:
        helpers = ", ".join(names.get(one, "") for one in filed.helpers)
        who = names.get(filed.owner, "")
        who = say("{who} with {helpers}", who=who, helpers=helpers) if helpers else who
    else:
        who = say("unclaimed, meant: {meant}", meant=filed.meant) if filed.meant else say("unclaimed")
    due = _due_words(filed.due, known.day)
    done = say("done when: {done_when}", done_when=filed.done_when) if filed.done_when else ""
    state = say(item.read.state) if item.read.state not in ("", "told", "asked") else ""
    return filed.text, " · ".join(part for part in (who, due, done, state) if part)


def _due_words(due: Due | None, day: dt.date) -> str:
    if due is None or (due.date is None and not due.next_meeting):
        return say("no date")
    return say("by {day}", day=say_day(due.date, day)) if due.date is not None else say("by the next meeting")


def person_words(one: Attending) -> str:
    """Who somebody in the text is, or what becomes of them."""
    if one.person is not None:
        return "" if one.person.name == one.read.name else say("is {name}", name=one.person.name)
    if one.several:
        return say_number(
            len(one.several), "fits {n} people: {count}", "fits {n} people: {count}", count=say(Answer.COUNT)
        )
    return say("named, not in the group") if not one.present and one.answer is Answer.COUNT else say(one.answer)


def when_words(opened: OpenGroup, plan: Plan, hours: int) -> str:
    """`Wed 13 Nov 2024, 2:04 pm`; what is missing where the day is not known."""
    if plan.starts is None:
        return say("no day yet")
    zone = opened.group.zone
    return f"{say_date(plan.starts, zone)}, {say_time(plan.starts, zone, hours)}"


def read_day(workspace: Workspace, opened: OpenGroup, plan: Plan, words: str) -> dt.datetime:
    """When the meeting was, from what a person typed; a day without its year is the last one there was.

    Raises:
        Problem: the words say no day.
    """
    group, now = opened.group, workspace.now()
    today = local_date(now, group.zone)
    usual = plan.understood.began
    if usual is None:
        held = [one for one in group.shown if one.state != "cancelled"]
        usual = local_time(held[-1].starts, group.zone).time().replace(tzinfo=None) if held else dt.time(12)
    first = today if plan.is_agenda or any(len(part) == 4 and part.isdigit() for part in words.split()) else None
    try:
        starts = parse_when(words, first or today - _A_YEAR, group.zone, usual, group.dates)
        if starts is not None and first is None and not any(letter.isdigit() for letter in words):
            starts = parse_when(words, today, group.zone, usual, group.dates)
    except (ValueError, OverflowError):
        starts = None
    if starts is None or not 1900 <= starts.year < 9999:
        raise Problem(say("“{words}” is no day. Write it like 13 nov 2024 2 pm.", words=words.strip()[:40]))
    if plan.understood.utc and plan.understood.began is not None and ":" not in words and "m" not in words.casefold():
        starts = wall_to_utc(local_date(starts, group.zone), plan.understood.began, "UTC")
    return starts
