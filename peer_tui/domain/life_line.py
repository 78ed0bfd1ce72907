"""The life line of a next step: promised, asked, accepted, carried, moved, re-dated, done; each with its day.

`Step.life` holds what happened; here it becomes words. The text a person wrote stands in them as it is: who shows it
passes it through the door for people's texts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from peer_tui.domain.between import BETWEEN_MEETINGS
from peer_tui.domain.characters import clean
from peer_tui.domain.dates import say_day
from peer_tui.domain.events import Due, MeetingId, PersonId, Progress
from peer_tui.domain.group import Group
from peer_tui.domain.steps import (
    ACCEPTED,
    ASKED,
    BETWEEN,
    BY_EMAIL,
    CLOSED,
    DATED,
    DEFINED,
    KEPT_PRIVATE,
    PROMISED,
    RE_DATED,
    REMINDED,
    SHARED,
    SNOOZED,
    UNCLAIMED,
    UNCLAIMED_YET,
    WOKEN,
    Step,
    StepMoment,
)
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say

_CLOSED = frozenset(str(progress) for progress in CLOSED)


class LifeMoment(NamedTuple):
    """One line of a life line."""

    at: dt.datetime
    """UTC."""
    day: str
    """In the zone of the meeting, or of the group: `Wed 13 Nov 2024`."""
    what: str
    """`re-dated to Fri 22 Nov (was Fri 15 Nov)`."""
    where: str
    """The meeting's title, or `between meetings`; empty where that meeting is not known."""
    meeting: MeetingId
    """Empty for between meetings."""


def life_line(step: Step, group: Group, names: Mapping[PersonId, str] | None = None) -> tuple[LifeMoment, ...]:
    """Everything that happened to a step, oldest first.

    Args:
        step: the step.
        group: its group.
        names: how people are called here, by id; their whole names otherwise.
    """
    said = _Saying(step, group, names or {})
    lines = [said.line(moment.at, moment.meeting, said.words(moment)) for moment in step.life]
    ended = sorted(
        (held.ended, held.id)
        for key in step.ended_since
        if (held := group.meetings.get(key)) and held.ended is not None
    )
    lines += [
        said.line(at, meeting, say("carried {number}×", number=number))
        for number, (at, meeting) in enumerate(ended, start=1)
    ]
    return tuple(sorted(lines, key=lambda line: line.at))


class _Saying:
    """Says one moment after the other: some words depend on what was before."""

    def __init__(self, step: Step, group: Group, names: Mapping[PersonId, str]) -> None:
        self._step, self._group, self._names = step, group, names
        self._today = step.at.date()
        self._due: Due | None = None
        self._owner: PersonId | None = None
        self._closed = False

    def line(self, at: dt.datetime, meeting: MeetingId, what: str) -> LifeMoment:
        held = self._group.meetings.get(meeting)
        where = say(BETWEEN_MEETINGS) if meeting == BETWEEN else clean(held.title).strip() if held else ""
        return LifeMoment(at, say_date(at, held.zone if held else self._group.zone), what, where, meeting)

    def words(self, moment: StepMoment) -> str:
        who, text = self._name(moment.person), clean(moment.text).strip()
        reason = f": {text}" if text else ""
        match moment.words:
            case str(words) if words in (PROMISED, UNCLAIMED_YET):
                self._due, self._owner = moment.due, moment.person
                date = f", {self._by(moment.due)}" if moment.due else ""
                return (say("promised, with {who}", who=who) if who else say(UNCLAIMED_YET)) + date
            case str(words) if words in (ASKED, BY_EMAIL):
                handed = self._owner is not None and moment.person != self._owner
                self._owner = moment.person
                asked = (
                    say("{who} to be asked by e-mail", who=who) if words == BY_EMAIL else say("asked {who}", who=who)
                )
                return say("handed on: {asked}", asked=asked) if handed else asked
            case str(words) if words == UNCLAIMED:
                self._owner = None
                return say("unclaimed again")
            case str(words) if words == ACCEPTED:
                return say("{who} said yes", who=who) if who else say(ACCEPTED)
            case str(words) if words in (DATED, RE_DATED):
                was, self._due = self._due, moment.due
                return (
                    self._re_dated(was, moment.due)
                    if words == RE_DATED
                    else say("dated: {by}", by=self._by(moment.due))
                )
            case str(words) if words == DEFINED:
                return f"{say(DEFINED)}{reason}" if text else say("no sign of being done any more")
            case str(words) if words == SNOOZED:
                return say("snoozed until {day}", day=self._day(moment.due))
            case str(words) if words in (WOKEN, SHARED, KEPT_PRIVATE):
                return say(words)
            case str(words) if words == REMINDED:
                return (say("reminded {who}", who=who) if who else say(REMINDED)) + (f" ({say(text)})" if text else "")
            case words:
                again = self._closed and words == str(Progress.NOT_STARTED)
                self._closed = words in _CLOSED
                return f"{say('opened again') if again else say(words)}{reason}"

    def _name(self, person: PersonId | None) -> str:
        if person is None:
            return ""
        known = self._group.person(person)
        return clean(self._names.get(known.id, known.name)).strip() if known is not None else say("a member")

    def _re_dated(self, was: Due | None, due: Due | None) -> str:
        before = " " + say("(was {day})", day=self._day(was)) if was is not None else ""
        return (
            say("re-dated to {day}{before}", day=self._day(due), before=before)
            if due is not None
            else say("re-dated: no date any more{before}", before=before)
        )

    def _by(self, due: Due | None) -> str:
        return say("by {day}", day=self._day(due)) if due is not None else say("no date")

    def _day(self, due: Due | None) -> str:
        if due is None or due.next_meeting or due.date is None:
            return say("the next meeting")
        return say_day(due.date, self._today)
