"""A deleted meeting, or one that another stands for, leaves nothing in its group but its row; restored, all is back."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.events import (
    AgreementAdopted,
    Destination,
    EntryKind,
    Event,
    MeetingDeleted,
    MeetingMerged,
    MeetingRestored,
    ParkedPlaced,
    PersonAdded,
    Progress,
    StepMarked,
    Undone,
)
from peer_tui.domain.group import Group
from tests.domain.histories import LAST_START, START, History


def held_twice() -> tuple[History, str, str]:
    """October promises and parks; November marks the step, adopts an agreement, promises another step, adds Lee."""
    told = History()
    told.plan("october", LAST_START)
    told.begin(LAST_START)
    first = told.step("keep the list", "ana")
    told.write(EntryKind.PARKED, "pay equity")
    told.end(LAST_START)
    told.plan("november", START)
    told.begin(START)
    told.say(PersonAdded(person="kim", name="Kim Park"))
    told.say(StepMarked(step=first, progress=Progress.MOVED))
    second = told.step("book the room", "bo")
    parked = told.write(EntryKind.PARKED, "story bank")
    told.say(ParkedPlaced(entry=parked, destination=Destination.NEXT_AGENDA))
    told.adopt(1, "one voice at a time")
    told.end(START)
    return told, first, second


def without(told: History, meeting: str) -> Group:
    return Group.fold([(key, events) for key, events in told.shards.items() if key != meeting])


def assert_nothing_but_its_row(group: Group, without_it: Group, meeting: str) -> None:
    assert group.meetings[meeting].hidden
    assert {key: held for key, held in group.meetings.items() if key != meeting} == without_it.meetings
    assert group.steps.steps == without_it.steps.steps
    assert group.parked == without_it.parked
    assert group.agreement == without_it.agreement
    assert meeting not in [held.id for held in group.shown]


def test_a_deleted_meeting_leaves_its_row_and_the_people_it_named() -> None:
    told, first, second = held_twice()
    told.say(MeetingDeleted())
    group = told.group()
    assert_nothing_but_its_row(group, without(told, "november"), "november")
    assert second not in group.steps.steps
    step = group.steps.steps[first]
    assert (step.progress, step.carried) == (Progress.NOT_STARTED, 0)
    assert group.agreement.version == 0
    # Other meetings may name them.
    assert group.person("kim") is not None


def test_a_restored_meeting_is_back_with_all_that_was_in_it() -> None:
    told, _, _ = held_twice()
    before = told.group()
    told.say(MeetingDeleted())
    told.say(MeetingRestored())
    assert told.group() == before


def test_an_undone_deletion_hides_nothing() -> None:
    told, _, _ = held_twice()
    before = told.group()
    deletion = told.say(MeetingDeleted())
    told.say(Undone(target=deletion))
    assert told.group() == before


def test_the_number_of_a_hidden_step_is_given_to_no_other() -> None:
    told, _, second = held_twice()
    number = told.group().steps.steps[second].number
    told.say(MeetingDeleted())
    assert told.group().steps.highest == number


def test_hidden_meetings_are_no_previous_no_draft_and_no_next_one() -> None:
    told, _, _ = held_twice()
    told.plan("december", START + (START - LAST_START))
    group = told.group()
    assert [held.id for held in group.unapproved("december")] == ["october", "november"]
    previous, after = group.previous("december"), group.after("october")
    assert previous is not None and previous.id == "november" and after == START
    told.on = "november"
    told.say(MeetingDeleted())
    group = told.group()
    previous, after = group.previous("december"), group.after("october")
    assert previous is not None and previous.id == "october"
    assert after == START + (START - LAST_START)
    assert [held.id for held in group.unapproved("december")] == ["october"]
    assert [held.id for held in group.in_series("monthly")] == ["october", "december"]


def test_a_merged_meeting_is_hidden_and_its_circle_leaves_one_of_the_two() -> None:
    told = History()
    told.plan("first", START)
    told.plan("second", START)
    told.on = "first"
    told.say(MeetingMerged(kept="second"))
    assert told.group().meetings["first"].stands_for == "second"
    # Another scribe, offline, merged them the other way round: the first merge holds.
    told.on = "second"
    told.say(MeetingMerged(kept="first"))
    for order in itertools.permutations(told.shards.items()):
        group = Group.fold(list(order))
        assert [held.id for held in group.shown] == ["second"]
    told.say(MeetingRestored())
    assert [held.id for held in told.group().shown] == ["second"]


def test_three_meetings_merged_in_a_ring_leave_one() -> None:
    told = History()
    for name in "abc":
        told.plan(name, START)
    for name, kept in (("a", "b"), ("b", "c"), ("c", "a")):
        told.on = name
        told.say(MeetingMerged(kept=kept))
    assert [held.id for held in told.group().shown] == ["c"]


def test_a_meeting_let_go_stays_hidden_when_its_files_come_back() -> None:
    told, _, second = held_twice()
    told.on = ""
    told.say(MeetingDeleted(meeting="november"))
    group = told.group()
    assert group.meetings["november"].deleted is not None and second not in group.steps.steps
    told.on = "november"
    told.say(MeetingRestored())
    assert second in told.group().steps.steps


ACTS = st.lists(
    st.sampled_from([MeetingDeleted(), MeetingRestored(), MeetingMerged(kept="october")]), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(acts=ACTS, data=st.data())
def test_two_devices_in_any_order_agree_and_the_last_word_holds(acts: list[Event], data: st.DataObject) -> None:
    told, _, _ = held_twice()
    shown = told.group()
    for number, act in enumerate(acts):
        told.say(act, by=f"device{number % 2}-1")
    order = data.draw(st.permutations(told.shards["november"]))
    group = Group.fold([*((key, rows) for key, rows in told.shards.items() if key != "november"), ("november", order)])
    assert group == told.group()
    if isinstance(acts[-1], MeetingRestored):
        assert group == shown
    else:
        assert_nothing_but_its_row(group, without(told, "november"), "november")


@pytest.mark.parametrize("body", [MeetingDeleted(), MeetingMerged(kept="nowhere"), MeetingRestored()])
def test_hiding_in_a_shard_without_a_meeting_does_no_harm(body: Event) -> None:
    told = History()
    group = told.group()
    told.shards["lost"] = [msgspec.structs.replace(body, id="zzz", at=START, by="x-1")]
    assert told.group() == group


def test_an_agreement_adopted_in_a_hidden_meeting_is_not_in_force() -> None:
    told, _, _ = held_twice()
    told.plan("december", START + (START - LAST_START))
    told.say(AgreementAdopted(version=2, items=("item one voice at a time",)))
    assert told.group().agreement.version == 2
    told.say(MeetingDeleted())
    assert told.group().agreement.version == 1
