"""A step's life in words, and what the next meeting hears of the month before it."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.between import told_before
from peer_tui.domain.events import (
    Due,
    EntryKind,
    Event,
    Filed,
    PersonForgotten,
    Progress,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    StepReminded,
    StepSnoozed,
    Undone,
)
from peer_tui.domain.group import Group
from peer_tui.domain.life_line import life_line
from peer_tui.domain.step_book import StepBook
from tests.domain.histories import LAST_START, START, History

NEXT = START + dt.timedelta(days=28)


def two_meetings() -> History:
    """October, in which a step was promised; November, planned; December after it."""
    told = History()
    told.plan("oct", LAST_START)
    told.begin(LAST_START)
    told.step("Draft testimony", "ana", due=Due(date=dt.date(2024, 10, 18)))
    told.end(LAST_START)
    return told


def between(group_events: list[Event], *bodies: Event) -> list[Event]:
    """Facts of the group's own log, a minute apart from 24 October on."""
    at = dt.datetime(2024, 10, 24, 13, 0, tzinfo=dt.UTC)
    for number, body in enumerate(bodies):
        when = at + dt.timedelta(minutes=number)
        group_events.append(_stamped(body, f"9{number:04}", when))
    return group_events


def _stamped(body: Event, key: str, at: dt.datetime) -> Event:
    import msgspec

    return msgspec.structs.replace(body, id=key, at=at, by="kk-1")


def test_every_kind_of_moment_has_its_words() -> None:
    told = two_meetings()
    key = next(iter(told.group().steps.steps))
    own = between(
        [],
        StepAssigned(step=key, owner="ana"),
        StepAssigned(step=key, owner="bo", by_email=True),
        StepAssigned(step=key, owner=None),
        StepAssigned(step=key, owner="bo"),
        StepAccepted(step=key),
        StepDated(step=key, due=None),
        StepDated(step=key, due=Due(next_meeting=True), counted_from="oct"),
        StepDefined(step=key, done_when="in chat"),
        StepDefined(step=key, done_when=""),
        StepMarked(step=key, progress=Progress.STUCK, reason="no answer"),
        StepSnoozed(step=key, until=dt.date(2025, 1, 3)),
        StepSnoozed(step=key, until=None),
        StepReminded(step=key, how="copied"),
        StepMarked(step=key, progress=Progress.DROPPED, reason="not ours"),
        StepMarked(step=key, progress=Progress.NOT_STARTED),
        StepAssigned(step=key, owner="nobody known"),
    )
    group = Group.fold([("", [*told.shards[""], *own]), ("oct", told.shards["oct"])])
    line = life_line(group.steps.steps[key], group, {"ana": "Ana R."})
    assert [moment.what for moment in line] == [
        "promised, with Ana R., by Fri 18 Oct", "asked Ana R.", "handed on: Bo Chen to be asked by e-mail",
        "unclaimed again", "asked Bo Chen", "Bo Chen said yes", "re-dated: no date any more (was Fri 18 Oct)",
        "dated: by the next meeting", "done when: in chat", "no sign of being done any more", "stuck: no answer",
        "snoozed until Fri 3 Jan 2025", "woken", "reminded Bo Chen (copied)", "dropped: not ours", "opened again",
        "handed on: asked a member",
    ]  # fmt: skip
    assert {moment.where for moment in line[1:]} == {"between meetings"} and line[0].where == "Coalition meeting"
    assert group.steps.steps[key].dated_in == "oct"


def test_the_next_meeting_hears_of_its_own_month_only() -> None:
    told = two_meetings()
    key = next(iter(told.group().steps.steps))
    told.plan("nov", START)
    own = between([], StepMarked(step=key, progress=Progress.STUCK), StepMarked(step=key, progress=Progress.MOVED))
    shards = {"": [*told.shards[""], *own], "oct": told.shards["oct"], "nov": told.shards["nov"]}
    group = Group.fold(shards.items())
    assert [(one.step.id, one.moment.words) for one in told_before(group, "nov")] == [(key, "moved")]
    assert told_before(group, "oct") == [] == told_before(group, "unknown")
    told.begin(START)
    told.end(START)
    told.plan("dec", NEXT)
    shards |= {"nov": told.shards["nov"], "dec": told.shards["dec"]}
    group = Group.fold(shards.items())
    assert [one.step.id for one in told_before(group, "nov")] == [key] and told_before(group, "dec") == []


def test_another_series_hears_nothing() -> None:
    told = two_meetings()
    key = next(iter(told.group().steps.steps))
    for meeting, start in (("first", LAST_START + dt.timedelta(days=1)), ("other", START)):
        told.plan(meeting, start, series="another")
        told.begin(start)
        told.end(start)
    own = between([], StepMarked(step=key, progress=Progress.MOVED))
    group = Group.fold(
        [*((key, told.shards[key]) for key in ("oct", "first", "other")), ("", [*told.shards[""], *own])]
    )
    assert group.steps.told_between(LAST_START, START) and told_before(group, "other") == []


# --- any order, any words -----------------------------------------------------------------------------------------

words = st.text(max_size=12)
people = st.sampled_from([None, "ana", "bo", "gone", "?"])
dues = st.sampled_from([None, Due(next_meeting=True), Due(date=dt.date.min), Due(date=dt.date.max)])
bodies = st.one_of(
    st.builds(StepAssigned, step=st.just("e"), owner=people, meant=words, by_email=st.booleans()),
    st.builds(StepAccepted, step=st.just("e"), person=people),
    st.builds(StepDated, step=st.just("e"), due=dues, counted_from=st.sampled_from(["", "oct", "?"])),
    st.builds(StepDefined, step=st.just("e"), done_when=words),
    st.builds(StepMarked, step=st.just("e"), progress=st.sampled_from(list(Progress)), reason=words),
    st.builds(StepSnoozed, step=st.just("e"), until=st.none() | st.dates()),
    st.builds(StepReminded, step=st.just("e"), how=words),
    st.builds(PersonForgotten, person=st.just("ana")),
    st.builds(Undone, target=st.sampled_from([f"9{number:04}" for number in range(20)])),
)


@given(st.lists(bodies, max_size=20), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_any_order_of_arrival_gives_the_same_life_and_every_life_can_be_told(
    said: list[Event], shuffle: random.Random
) -> None:
    told = two_meetings()
    step = next(iter(told.group().steps.steps))
    own = [_of(event, step) for event in between([], *said)]
    shuffled = [*own, *shuffle.sample(own, len(own) // 2)]
    shuffle.shuffle(shuffled)
    shards = [("", [*told.shards[""], *own]), ("oct", told.shards["oct"])]
    group = Group.fold(shards)
    assert Group.fold([("", [*shuffled, *told.shards[""]]), ("oct", told.shards["oct"])]) == group
    found = group.steps.steps[step]
    line = life_line(found, group)
    assert len(line) == len(found.life) + found.carried and all(moment.what and moment.day for moment in line)
    assert [moment.at for moment in line] == sorted(moment.at for moment in line)


def _of(event: Event, step: str) -> Event:
    import msgspec

    return msgspec.structs.replace(event, step=step) if hasattr(event, "step") else event


@given(st.lists(bodies, max_size=15), st.integers(0, 15))
@settings(max_examples=100, deadline=None)
def test_what_is_later_can_be_folded_on(said: list[Event], cut: int) -> None:
    told = two_meetings()
    step = next(iter(told.group().steps.steps))
    own = [_of(event, step) for event in between([], *said) if hasattr(event, "step")]
    first = Group.fold([("", [*told.shards[""], *own[:cut]]), ("oct", told.shards["oct"])])
    on = first.copy()
    for event in own[cut:]:
        assert on.steps.follows(event)
        on.steps.apply(event, "")
    on.steps.number_once()
    assert on == Group.fold([("", [*told.shards[""], *own]), ("oct", told.shards["oct"])])
    assert not any(on.steps.follows(event) for event in own)


def test_a_book_that_does_not_know_its_newest_event_is_never_folded_on() -> None:
    told = two_meetings()
    book = StepBook(told.group().steps.steps)
    assert not book.follows(_stamped(StepAccepted(step="x"), "99999", START))


def test_an_edit_in_its_own_meeting_is_no_moment_of_its_life() -> None:
    from peer_tui.domain.events import EntryEdited

    told = History()
    told.plan("oct", LAST_START)
    told.begin(LAST_START)
    key = told.step("Draft testimony", None, due=None)
    told.say(
        EntryEdited(entry=key, filed=Filed(EntryKind.STEP, "Draft it", owner="ana", due=Due(dt.date(2024, 10, 18))))
    )
    group = told.group()
    assert [one.what for one in life_line(group.steps.steps[key], group)] == ["promised, with Ana Ruiz, by Fri 18 Oct"]
