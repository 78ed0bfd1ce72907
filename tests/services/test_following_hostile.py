"""Whatever stands in a library's logs, next steps are listed, told, reminded of and written to a calendar."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import (
    Captured,
    Due,
    Ended,
    EntryKind,
    Event,
    Filed,
    MeetingPlanned,
    PersonAdded,
    Progress,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepMarked,
    StepReminded,
    StepSnoozed,
)
from peer_tui.domain.group import Group
from peer_tui.services import calendars, following, reminding
from peer_tui.services.following import View
from peer_tui.services.opened import OpenGroup
from peer_tui.services.workspace import Workspace
from peer_tui.store.shards import Shard
from tests.exchange.hostile import texts

FIRST, LAST = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)
instants = st.sampled_from([FIRST, LAST, dt.datetime(2024, 10, 9, 18, 0, tzinfo=dt.UTC)]) | st.datetimes(
    timezones=st.just(dt.UTC)
)
days = st.sampled_from([dt.date.min, dt.date.max, dt.date(2024, 10, 18)]) | st.dates()
dues = st.none() | st.builds(Due, date=st.none() | days, next_meeting=st.booleans())
people = st.sampled_from([None, "ana", "bo", "?"])
zones = st.sampled_from(["America/New_York", "nowhere", ""])
steps = st.sampled_from(["e1", "e2", "e3"])
filed = st.builds(
    Filed, kind=st.just(EntryKind.STEP), text=texts, owner=people, helpers=st.just(("ana", "?")), meant=texts, due=dues,
    done_when=texts, priority=st.sampled_from([None, "leg"]),
)  # fmt: skip
events: st.SearchStrategy[Event] = st.one_of(
    st.builds(Captured, entry=steps, block=st.just("steps"), number=st.integers(-5, 10**9), filed=filed, at=instants),
    st.builds(PersonAdded, person=st.sampled_from(["ana", "bo"]), name=texts, contact=texts),
    st.builds(MeetingPlanned, meeting=st.just("m"), series=st.just("s"), group=st.just("g"), title=texts,
              starts=instants, minutes=st.integers(-10, 10**7), zone=zones,
              blocks=st.just(())),
    st.builds(Ended, at=instants),
    st.builds(StepAssigned, step=steps, owner=people, at=instants),
    st.builds(StepAccepted, step=steps, person=people, at=instants),
    st.builds(StepDated, step=steps, due=dues, counted_from=st.sampled_from(["", "m", "?"]), at=instants),
    st.builds(StepMarked, step=steps, progress=st.sampled_from(list(Progress)), reason=texts, at=instants),
    st.builds(StepSnoozed, step=steps, until=st.none() | days, at=instants),
    st.builds(StepReminded, step=steps, how=texts, at=instants),
)  # fmt: skip


@given(st.lists(events, max_size=12), st.lists(events, max_size=8), instants)
@settings(max_examples=120, deadline=None)
def test_nothing_in_a_library_makes_them_raise(own: list[Event], said: list[Event], now: dt.datetime) -> None:
    import msgspec

    numbered = [msgspec.structs.replace(event, id=f"{n:05}", by="k-1") for n, event in enumerate([*said, *own])]
    group = Group.fold([("m", numbered[: len(said)]), ("", numbered[len(said) :])])
    opened = OpenGroup("g", group, Shard("g"))
    workspace = cast(Workspace, SimpleNamespace(now=lambda: now, open_groups=lambda: [opened]))
    for everything in (False, True):
        lines = following.every_step(workspace, [opened], everything=everything)
        for view in View:
            assert sum(len(found) for _, found in following.arranged(lines, view)) == len(lines)
        assert following.filtered(lines, "") == lines
        for line in lines:
            told: list[Any] = [line.text, line.who_words, line.due_words, *line.state_words, line.meeting_words]
            told += [moment.what for moment in following.life_of(line)]
            assert all("\x1b" not in words and "\x00" not in words and "\n" not in words for words in told)
        for tasks in (False, True):
            raw, count, left = calendars.steps_file(lines, tasks=tasks)
            assert count + left == len(lines) and raw.startswith(b"BEGIN:VCALENDAR")
    for one in reminding.reminders_due(workspace, [opened]):
        assert one.words and "\x1b" not in reminding.text_of(workspace, one)
