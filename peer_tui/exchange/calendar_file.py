"""Next steps and meetings → a calendar file (`.ics`, RFC 5545), to be opened in a calendar by the person it is for.

A next step is an all-day event on its date: every calendar shows those, while many leave tasks (VTODO) out. Who keeps
tasks in a program that knows them asks for tasks instead. Each keeps its id for ever, so that a file that is opened
again changes what the first one brought, and adds nothing twice. No attendee and no organiser is ever written: nobody
is invited by opening a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from icalendar import Calendar
    from icalendar.cal.component import Component

PRODUCT = "-//peer-tui//next steps and meetings//EN"
REMIND_BEFORE = dt.timedelta(hours=39)
"""Nine in the morning, two days before the day of a date."""
_LONGEST = 10_000


class DatedStep(msgspec.Struct, frozen=True):
    """A next step as a calendar holds it. Every text may hold anything."""

    id: str
    summary: str
    day: dt.date | None
    """The day it is due; only tasks may have none."""
    changed: dt.datetime
    """When it was last changed, UTC."""
    times: int
    """How often it was changed: rises with each change."""
    more: str = ""
    """Further lines."""
    about: str = ""
    """Its priority."""
    progress: str = "not started"
    """A `Progress`."""


class Invitation(msgspec.Struct, frozen=True):
    """A meeting as a calendar holds it."""

    id: str
    title: str
    starts: dt.datetime
    """UTC."""
    minutes: int
    changed: dt.datetime
    times: int
    more: str = ""
    where: str = ""
    """The join link, for those who may have it."""
    cancelled: bool = False


def steps_calendar(name: str, steps: Sequence[DatedStep], *, tasks: bool = False) -> bytes:
    """Next steps as all-day events, or as tasks. Those without a date stand only among tasks.

    Raises:
        ImportError: icalendar is not installed.
    """
    calendar = _calendar(name)
    for step in steps:
        if tasks:
            calendar.add_component(_task(step))
        elif step.day is not None:
            calendar.add_component(_event(step, step.day))
    return bytes(calendar.to_ical())


def invitation(meeting: Invitation) -> bytes:
    """One meeting, at its instant; calendars show it on their own clocks.

    Raises:
        ImportError: icalendar is not installed.
    """
    from icalendar import Event

    event = Event()
    _identify(event, f"meeting-{meeting.id}", meeting.changed, meeting.times)
    event.add("summary", _line(meeting.title) or say("Meeting"))
    event.add("dtstart", meeting.starts.astimezone(dt.UTC))
    event.add("dtend", meeting.starts.astimezone(dt.UTC) + dt.timedelta(minutes=max(1, meeting.minutes)))
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    if meeting.more:
        event.add("description", _text(meeting.more))
    if meeting.where:
        event.add("location", _line(meeting.where))
    calendar = _calendar("")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar(name: str) -> Calendar:
    from icalendar import Calendar, vText

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name:
        calendar.add("x-wr-calname", vText(_line(name)))
    return calendar


def _event(step: DatedStep, day: dt.date) -> Component:
    from icalendar import Alarm, Event

    event = Event()
    _tell(event, step)
    event.add("dtstart", day)
    if day < dt.date.max:
        event.add("dtend", day + dt.timedelta(days=1))
    # It takes nobody's day.
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if step.progress == "dropped" else "CONFIRMED")
    if step.progress not in ("done", "dropped"):
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _line(step.summary))
        alarm.add("trigger", -REMIND_BEFORE)
        event.add_component(alarm)
    return event


_TASKS = {
    "done": ("COMPLETED", 100),
    "dropped": ("CANCELLED", 0),
    "moved": ("IN-PROCESS", 50),
    "stuck": ("IN-PROCESS", 0),
}


def _task(step: DatedStep) -> Component:
    from icalendar import Todo

    task = Todo()
    _tell(task, step)
    if step.day is not None:
        task.add("due", step.day)
    status, percent = _TASKS.get(step.progress, ("NEEDS-ACTION", 0))
    task.add("status", status)
    task.add("percent-complete", percent)
    if step.progress == "done":
        task.add("completed", step.changed.astimezone(dt.UTC))
    return task


def _tell(component: Component, step: DatedStep) -> None:
    _identify(component, f"step-{step.id}", step.changed, step.times)
    component.add("summary", _line(step.summary) or say("Next step"))
    if step.more:
        component.add("description", _text(step.more))
    if step.about:
        component.add("categories", [_line(step.about)])


def _identify(component: Component, uid: str, changed: dt.datetime, times: int) -> None:
    component.add("uid", f"{uid}@peer-tui")
    component.add("dtstamp", changed.astimezone(dt.UTC))
    component.add("last-modified", changed.astimezone(dt.UTC))
    component.add("sequence", max(0, times))


def _line(text: str) -> str:
    """A person's text as one line of a calendar: no control character, nothing UTF-8 cannot hold."""
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    """The same with its line ends."""
    kept = clean(text, keep_lines=True).strip()[:_LONGEST]
    return kept.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
