"""What is kept of a shard is enough to fold its group; what is pruned still answers; what rotted is noticed."""

from __future__ import annotations

import datetime as dt
import typing

import msgspec
import pytest
from hypothesis import given, settings

from peer_tui.domain.events import (
    Approved,
    Captured,
    Due,
    Ended,
    EntryEdited,
    EntryKind,
    Event,
    Filed,
    GroupCreated,
    MeetingPlanned,
    PeopleMerged,
    PersonAdded,
    Progress,
    ProposalSettled,
    SeriesStarted,
    StepMarked,
    Undone,
)
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held, Parked
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import gaps
from peer_tui.domain.people import Person, short_names
from peer_tui.domain.steps import Step
from peer_tui.store.index import stored
from peer_tui.store.index.packed import StoredMany
from peer_tui.store.index.pruning import digest, gaps_of_drafts, names_of_leads
from peer_tui.store.index.stored import (
    BY_PLACE,
    Damaged,
    StoredGroup,
    StoredSteps,
    kept,
    pack_events,
    pack_group,
    unpack_events,
    unpack_group,
)
from peer_tui.store.shards import Shard
from tests.domain.histories import BLOCKS, LAST_START, START, ZONE, History
from tests.domain.test_fold import histories, history

OWN: list[Event] = [
    GroupCreated(id="0", group="g", name="G", zone=ZONE, template="t", template_name="T", blocks=BLOCKS),
    SeriesStarted(id="1", series="s", name="S"),
    PersonAdded(id="2", person="ana", name="Ana Ruiz"),
]


def in_meeting(events: list[Event], meeting: str, days: int) -> list[Event]:
    """The same history told of another meeting, with ids and lines of its own."""
    told = []
    for event in events:
        changes: dict[str, object] = {"id": f"{event.id}-{meeting}"}
        if isinstance(event, MeetingPlanned):
            changes |= {"meeting": meeting, "starts": event.starts + dt.timedelta(days=days)}
        for name in ("target", "entry", "step"):
            if hasattr(event, name):
                changes[name] = f"{getattr(event, name)}-{meeting}"
        told.append(msgspec.structs.replace(event, **changes))
    return told


@given(histories, histories)
def test_a_group_folded_from_what_is_kept_is_the_group(first: list[Event], second: list[Event]) -> None:
    shards = {"": OWN, "m": first, "n": in_meeting(second, "n", 28)}
    little = {meeting: kept(events) for meeting, events in shards.items()}
    assert Group.fold(little.items()) == Group.fold(shards.items())
    assert {meeting: unpack_events(pack_events(events)) for meeting, events in little.items()} == little


@given(histories)
def test_the_gaps_of_minutes_told_from_what_is_kept_are_those_of_the_whole_meeting(events: list[Event]) -> None:
    group = Group.fold([("", OWN), ("m", events)])
    assert gaps(Meeting.fold(kept(events)), group) == gaps(Meeting.fold(events), group)


@given(histories)
@settings(max_examples=50)
def test_a_stored_group_comes_back_the_same(events: list[Event]) -> None:
    group = Group.fold([("", OWN), ("m", events)])
    stored = unpack_group(
        pack_group(group, {"m": (Shard("g", "2024/m"), Shard("g", "2024/n"))}, ["damaged"], {"m": ("a", "b", "a")})
    )
    back = stored.whole()
    assert back == group
    assert stored.shards == {"m": "2024/m"} and stored.copies == {"m": ("2024/m", "2024/n")}
    assert stored.problems == ("damaged",)
    assert [stored.sentences[n] for n in stored.gaps["m"]] == ["a", "b", "a"]
    # It may be folded further, also with what waits in it for steps that come later, and a copy alone.
    more = in_meeting(events, "n", 28)
    changed = back.copy()
    changed.fold_in([("n", more)])
    assert back == group and back.steps.notes.told == group.steps.notes.told
    expected = group.copy()
    expected.fold_in([("n", more)])
    back.fold_in([("n", more)])
    assert back == expected


@given(histories)
def test_the_digest_answers_as_the_whole_does(events: list[Event]) -> None:
    later = in_meeting(history([], ["aaaa-1"]), "n", 28)
    group = Group.fold([("", OWN), ("m", events), ("n", later)])
    small = digest(group)
    assert small.open_steps == group.open_steps
    for step in group.open_steps:
        assert small.due_on(step) == group.due_on(step)
        assert small.meetings.get(step.meeting) == group.meetings.get(step.meeting)
    assert small.everybody == group.everybody
    assert {m for m, held in small.meetings.items() if held.state in ("planned", "unfinished")} == {
        m for m, held in group.meetings.items() if held.state in ("planned", "unfinished")
    }
    assert {m for m, h in small.meetings.items() if h.state == "ended" and not h.approved} == {
        m for m, h in group.meetings.items() if h.state == "ended" and not h.approved
    }
    assert set(small.parked.values()) == {parked for parked in group.parked.values() if parked.placed is None}


def test_the_digest_is_small_where_much_is_settled() -> None:
    told = History()
    told.plan("october", LAST_START)
    told.begin(LAST_START)
    for number in range(20):
        step = told.step(f"step {number}", "ana")
        if number:
            told.say(StepMarked(step=step, progress=Progress.DONE))
    kept_open = told.step("the next one", due=Due(next_meeting=True))
    told.end(LAST_START)
    told.plan("november", START)
    group = told.group()
    small = digest(group)
    assert len(small.steps.steps) == 2 and kept_open in small.steps.steps
    assert small.due_on(small.steps.steps[kept_open]) == dt.date(2024, 11, 13)
    assert len(group.steps.steps) == 21, "the group itself is not pruned"


def test_those_who_lead_an_open_step_are_called_as_on_every_screen() -> None:
    told = History()
    told.plan("october", LAST_START)
    for person, name in (("x", "Ana Ruiz"), ("y", "Ana Petrova"), ("z", "Zoë Łowe"), ("gone", "Cy Twice")):
        told.say(PersonAdded(person=person, name=name))
    told.say(PeopleMerged(gone="gone", kept="z"))
    for person in ("x", "gone", None):
        told.step("bring the lists", person)
    told.say(StepMarked(step=told.step("ring them", "y"), progress=Progress.DONE))
    group = told.group()
    names = names_of_leads(group)
    assert set(names) == {"x", "z"} and names["z"] == "Zoë"
    assert names.items() <= short_names(group.everybody).items()
    assert unpack_group(pack_group(digest(group), {}, (), None, names)).leads == names


def test_the_gaps_of_drafts_are_those_the_minutes_show() -> None:
    told = History()
    told.plan("october", LAST_START)
    told.begin(LAST_START)
    told.step("nobody's", None)
    told.say(Ended())
    group = told.group()
    events = {meeting: kept(events) for meeting, events in told.shards.items()}
    assert gaps_of_drafts(group, events) == {"october": tuple(gaps(told.meeting("october"), group))}
    assert gaps_of_drafts(group, events)["october"]


@pytest.mark.parametrize("place", range(0, 400, 7))
def test_a_flipped_bit_in_what_is_stored_is_noticed(place: int) -> None:
    told = History()
    told.plan("october", LAST_START)
    told.step("bring the lists", "ana")
    group = told.group()
    for packed, unpack in (
        (pack_group(group, {}, ()), unpack_group),
        (pack_events(kept(told.shards["october"])), unpack_events),
    ):
        spoiled = bytearray(packed)
        spoiled[place % len(spoiled)] ^= 1 << (place % 8)
        with pytest.raises(Damaged):
            unpack(bytes(spoiled))


def test_everything_that_is_stored_by_place_is_known_to_be() -> None:
    """A field that moves in one of these must be told from the checksum."""
    seen: set[object] = set()
    waiting: list[object] = [StoredGroup, StoredSteps, StoredMany, Group, Held, Parked, Person, Step]
    while waiting:
        kind = waiting.pop()
        if kind in seen:
            continue
        seen.add(kind)
        waiting += typing.get_args(kind)
        if isinstance(kind, type) and (issubclass(kind, msgspec.Struct) or hasattr(kind, "_fields")):
            waiting += typing.get_type_hints(kind).values()
    told = {kind for kind in seen if isinstance(kind, type)}
    by_place = {
        kind
        for kind in told
        if hasattr(kind, "_fields") or (issubclass(kind, msgspec.Struct) and kind.__struct_config__.array_like)
    }
    assert by_place == set(BY_PLACE)


def test_what_was_stored_with_other_fields_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    told = History()
    told.plan("october", LAST_START)
    packed = pack_group(told.group(), {}, ())
    assert unpack_group(packed).whole() == told.group()

    class Other(msgspec.Struct, array_like=True):
        one: int

    monkeypatch.setattr(stored, "BY_PLACE", (*BY_PLACE, Other))
    stored._shape.cache_clear()
    with pytest.raises(Damaged):
        unpack_group(packed)
    monkeypatch.undo()
    stored._shape.cache_clear()
    assert unpack_group(packed).whole() == told.group()


def test_what_a_group_knows_of_steps_that_are_yet_to_come_is_stored_too() -> None:
    told = History()
    told.say(StepMarked(step="later", progress=Progress.DONE))
    back = unpack_group(pack_group(told.group(), {}, ())).whole()
    filed = Filed(kind=EntryKind.STEP, text="promised")
    promised = Captured(id="999999", entry="later", block="steps", filed=filed, number=1)
    back.fold_in([("", [promised])])
    assert back.steps.steps["later"].progress is Progress.DONE


def test_a_date_that_depends_on_a_settled_meeting_keeps_that_meeting() -> None:
    told = History()
    told.plan("october", LAST_START)
    told.begin(LAST_START)
    step = told.step("the next one", due=Due(next_meeting=True))
    told.end(LAST_START)
    told.say(Approved(how="as distributed", seen={}, seal=""))
    for meeting, days in (("november", 0), ("december", 28)):
        told.plan(meeting, START + dt.timedelta(days=days))
        told.end(START + dt.timedelta(days=days))
        told.say(Approved(how="as distributed", seen={}, seal=""))
    group = told.group()
    small = digest(group)
    # The last approved of the series stays too: Today asks whether its minutes went out.
    assert set(small.meetings) == {"october", "november", "december"}
    assert small.due_on(small.steps.steps[step]) == group.due_on(group.steps.steps[step]) == dt.date(2024, 11, 13)


def test_settled_proposals_and_contested_notes_are_gaps_told_from_what_is_kept() -> None:
    told = History()
    told.plan("october", LAST_START)
    settled = told.write(EntryKind.PROPOSAL, "agreed to")
    told.write(EntryKind.PROPOSAL, "left open")
    told.say(ProposalSettled(entry=settled, outcome="agreed"))
    note = told.write(EntryKind.NOTE, "taken back")
    act = told.shards["october"][-1].id
    told.say(EntryEdited(entry=note, filed=Filed(kind=EntryKind.NOTE, text="edited")), by="tablet-1")
    told.say(Undone(target=act))
    events = told.shards["october"]
    expected = gaps(Meeting.fold(events), told.group())
    assert len(expected) == 2 and gaps(Meeting.fold(kept(events)), told.group()) == expected
