"""The close check and the recap."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.closing import close_check, recap
from peer_tui.domain.events import (
    AgreementAffirmed,
    Arrived,
    ConvenerNamed,
    Destination,
    EntryKind,
    HeadsCounted,
    MinutesReviewed,
    NextMeetingSet,
    ParkedPlaced,
    Progress,
    ProposalSettled,
    StepAssigned,
    StepMarked,
    TopicAdded,
)
from tests.domain.histories import LAST_START, START, History


@pytest.fixture
def history() -> History:
    """A meeting at its goodbyes, with nothing written yet."""
    told = History()
    told.plan("m1", LAST_START)
    told.begin(LAST_START)
    told.step("Ask the archive for the form", "ana", yes=True)
    told.end(LAST_START)
    told.plan("m2", START)
    told.begin(START)
    told.go("topics")
    told.go("goodbyes")
    return told


def words(told: History) -> str:
    return close_check(told.meeting(), told.group()).words


def test_check_50_the_golden_run_goes_from_two_to_four(history: History) -> None:
    parked = history.write(EntryKind.PARKED, "Pay equity survey")
    history.say(ParkedPlaced(entry=parked, destination=Destination.NEXT_AGENDA))
    history.step("Draft testimony", "ana", yes=True)
    unclaimed = history.step("Call DMH")
    history.say(NextMeetingSet(starts=START + dt.timedelta(days=28)))
    assert words(history) == "2 of 4 · 1 next step without a lead: “Call DMH” · no convener for the next meeting"
    history.say(ConvenerNamed(person="bo"))
    assert words(history) == "3 of 4 · 1 next step without a lead: “Call DMH”"
    history.say(StepAssigned(step=unclaimed, owner="mei", by_email=True))
    assert words(history) == "4 of 4 · nothing is left open"


def test_check_50_each_missing_one_is_named(history: History) -> None:
    history.write(EntryKind.PARKED, "Pay equity survey")
    check = close_check(history.meeting(), history.group())
    assert [one.letter for one in check.checks if not one.ok] == ["a", "b", "d"]
    assert check.missing == (
        "nothing follows yet: no decision, no next step from this meeting, nothing for the next agenda",
        "1 parked item without a destination: “Pay equity survey”",
        "no time and no convener for the next meeting",
    )


def test_check_50_a_topic_needs_a_decision_a_step_or_a_place(history: History) -> None:
    history.say(TopicAdded(topic="t", text="Story bank"))
    assert "1 topic without a decision, next step or parking place" in words(history)
    history.write(EntryKind.NOTE, "We talked")
    assert "1 topic without" in words(history)
    history.write(EntryKind.DECISION, "We start a story bank")
    assert "topic" not in words(history)


def test_check_50_a_proposal_left_open_is_named_until_it_is_agreed(history: History) -> None:
    proposal = history.write(EntryKind.PROPOSAL, "Meet weekly")
    history.say(ProposalSettled(entry=proposal, outcome="held"))
    assert "1 proposal not settled: “Meet weekly”" in words(history)
    history.say(ProposalSettled(entry=proposal, outcome="agreed"))
    assert "proposal" not in words(history)


def test_a_step_dropped_needs_no_lead_and_is_nothing_that_follows(history: History) -> None:
    step = history.step("Call DMH")
    history.say(StepMarked(step=step, progress=Progress.DROPPED, reason="not ours"))
    letters = {one.letter: one.ok for one in close_check(history.meeting(), history.group()).checks}
    assert letters["c"]
    assert not letters["a"]


def test_a_planned_next_meeting_is_a_time(history: History) -> None:
    history.plan("m3", START + dt.timedelta(days=28))
    history.on = "m2"
    assert words(history).endswith("· no convener for the next meeting")


def test_check_52_the_recap_states_end_people_and_results(history: History) -> None:
    history.say(HeadsCounted(count=2))
    history.say(Arrived(person="lee"))
    history.write(EntryKind.DECISION, "Keep Zoom")
    history.step("Draft testimony", "ana", yes=True)
    history.step("Call DMH", "bo")
    parked = history.write(EntryKind.PARKED, "Pay equity survey")
    history.say(ParkedPlaced(entry=parked, destination=Destination.NEXT_AGENDA))
    history.say(AgreementAffirmed(version=3))
    history.say(MinutesReviewed(meeting="m1", outcome="postponed"))
    earlier = next(iter(history.meeting("m1").steps.steps))
    history.say(StepMarked(step=earlier, progress=Progress.MOVED))
    history.say(ConvenerNamed(person="mei"))
    history.end(START)
    assert recap(history.meeting(), history.group(), START) == [
        "Ended 3:00 pm. 5 present, 1 guest. 1 decision, 2 next steps, 1 parked → next agenda.",
        "Decided: Keep Zoom",
        "Next steps: 1 accepted, 1 asked",
        "Moved: Ask the archive for the form",
        "The minutes of Wed 9 Oct 2024 were not reviewed; they stay a draft.",
        "Comfort / Discomfort Agreement v3 affirmed",
        "Convener: Mei Tan",
    ]


def test_check_52_while_the_meeting_goes_on_the_recap_tells_the_time(history: History) -> None:
    history.write(EntryKind.PARKED, "One")
    parked = history.write(EntryKind.PARKED, "Two")
    history.say(ParkedPlaced(entry=parked, destination=Destination.RESOLVED))
    first = recap(history.meeting(), history.group(), START + dt.timedelta(minutes=57))[0]
    assert first == (
        "It is 2:57 pm. 3 present. No decisions, no next steps, 2 parked (1 without a destination, 1 → resolved)."
    )
