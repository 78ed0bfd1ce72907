"""What outlives a meeting: people, series, steps carried, minutes to review."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events import (
    Approved,
    BlockSkipped,
    CorrectionMade,
    Destination,
    Due,
    Ended,
    EntryKind,
    MeetingCancelled,
    MeetingMoved,
    NextMeetingSet,
    ParkedPlaced,
    PeopleMerged,
    PersonChanged,
    PriorityChanged,
    Progress,
    Reopened,
    SeriesStarted,
    StepDated,
    StepMarked,
    UpdateCollected,
)
from tests.domain.histories import LAST_START, START, History

LATER = START + dt.timedelta(days=28)


def two_meetings() -> History:
    told = History()
    told.plan("october", LAST_START)
    told.begin(LAST_START)
    return told


def test_a_step_is_carried_by_each_meeting_that_ends_while_it_is_open() -> None:
    told = two_meetings()
    kept, done = told.step("keep"), told.step("finish")
    told.end(LAST_START)
    assert told.group().steps.steps[kept].carried == 0
    told.plan("november", START)
    told.begin(START)
    told.say(StepMarked(step=done, progress=Progress.DONE))
    told.end(START)
    carried = {key: step.carried for key, step in told.group().steps.steps.items()}
    assert carried == {kept: 1, done: 0}
    told.say(Reopened())
    assert told.group().steps.steps[kept].carried == 0
    told.say(Ended())
    told.say(Ended())
    assert told.group().steps.steps[kept].carried == 1


def test_a_meeting_of_another_series_carries_nothing() -> None:
    told = two_meetings()
    kept = told.step("keep")
    told.end(LAST_START)
    told.on = ""
    told.say(SeriesStarted(series="advice", name="Advisory group"))
    told.plan("advice 1", START, series="advice")
    told.begin(START)
    told.end(START)
    assert told.group().steps.steps[kept].carried == 0
    assert told.group().previous("advice 1") is None


def test_the_previous_minutes_and_the_drafts_follow_the_series() -> None:
    told = two_meetings()
    told.end(LAST_START)
    told.plan("november", START)
    told.plan("december", LATER)
    group = told.group()
    assert group.previous("october") is None
    assert group.previous("december") is group.meetings["october"]
    assert [held.id for held in group.unapproved("december")] == ["october"]
    told.on = "october"
    told.say(Approved(how="as distributed", seen={}, seal=""), during="december")
    assert told.group().unapproved("december") == []
    assert told.group().meetings["october"].approved == "as distributed"
    assert group.unapproved("nowhere") == [] and group.previous("nowhere") is None and group.after("nowhere") is None


def test_the_next_meeting_is_the_one_set_else_the_one_planned() -> None:
    told = two_meetings()
    step = told.step("send it", due=Due(next_meeting=True))
    assert told.group().due_on(told.group().steps.steps[step]) is None
    told.plan("november", START)
    assert told.group().due_on(told.group().steps.steps[step]) == dt.date(2024, 11, 13)
    told.on = "october"
    told.say(NextMeetingSet(starts=START + dt.timedelta(days=1)))
    assert told.group().due_on(told.group().steps.steps[step]) == dt.date(2024, 11, 14)
    told.say(StepDated(step=step, due=Due(next_meeting=True)), during="november")
    assert told.group().due_on(told.group().steps.steps[step]) is None
    told.on = "november"
    told.say(MeetingCancelled())
    assert [held.id for held in told.group().in_series("monthly")] == ["october"]


def test_a_correction_stands_once_as_it_reads_now() -> None:
    told = two_meetings()
    told.end(LAST_START)
    told.say(CorrectionMade(entry="x", text="Mei attended"), during="november")
    told.say(CorrectionMade(entry="y", text="Bo too"), during="november")
    told.say(CorrectionMade(entry="x", text="Mei Tan attended"), during="november")
    assert set(told.group().meetings["october"].corrections) == {"Bo too", "Mei Tan attended"}
    told.say(CorrectionMade(entry="x", text=""), during="november")
    assert told.group().meetings["october"].corrections == ("Bo too",)
    assert [correction.text for correction in told.meeting().corrections] == ["Bo too"]


def test_a_block_is_not_reached_until_the_meeting_comes_to_it() -> None:
    told = two_meetings()
    told.say(BlockSkipped(block="topics"))
    told.say(BlockSkipped(block="topics"))
    assert told.group().meetings["october"].skipped == ("topics",)
    told.go("topics")
    assert told.group().meetings["october"].skipped == ()


def test_parked_items_know_where_they_went() -> None:
    told = two_meetings()
    parked = told.write(EntryKind.PARKED, "pay equity")
    assert told.group().parked[parked].placed is None
    told.say(ParkedPlaced(entry=parked, destination=Destination.NEXT_AGENDA))
    kept = told.group().parked[parked]
    assert kept.placed is not None and kept.placed.destination is Destination.NEXT_AGENDA
    assert (kept.text, kept.meeting) == ("pay equity", "october")


def test_merged_people_are_one_even_in_a_circle() -> None:
    told = History()
    told.say(PeopleMerged(kept="ana", gone="bo"))
    told.say(PeopleMerged(kept="bo", gone="mei"))
    group = told.group()
    assert group.person("mei") == group.person("ana")
    assert [person.id for person in group.everybody] == ["ana", "rain", "lee"]
    told.say(PeopleMerged(kept="mei", gone="ana"))
    told.group().person("ana")
    assert told.group().person(None) is None and told.group().person("nobody") is None


def test_people_and_priorities_change_whole() -> None:
    told = History()
    told.say(PersonChanged(person="bo", name="Bo C."))
    told.say(UpdateCollected(priority="leg", text="the bill moved"))
    told.say(PriorityChanged(priority="leg", name="Law", lead="mei", active=True))
    told.say(PriorityChanged(priority="train", name="Training", active=False))
    group = told.group()
    assert group.people["bo"].name == "Bo C."
    assert [(p.name, p.lead, len(p.updates)) for p in group.active_priorities] == [("Law", "mei", 1)]


def test_a_meeting_that_was_moved_is_in_its_new_place() -> None:
    told = History()
    told.plan("one", START)
    told.plan("two", LATER)
    told.say(MeetingMoved(starts=LAST_START, minutes=90))
    assert [held.id for held in told.group().in_series("monthly")] == ["two", "one"]
    assert told.group().meetings["two"].minutes == 90


def test_an_empty_group_answers_everything() -> None:
    group = type(History().group())()
    assert group.everybody == () and group.open_steps == [] and group.active_priorities == ()
    assert group.in_series("x") == []
    assert group.copy() == group
