"""Any order of arrival gives the same meeting and group; no subset of a history hides words that were captured."""

from __future__ import annotations

import datetime as dt
import random

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from peer_tui.domain.clock import event_id
from peer_tui.domain.events import (
    AgendaSet,
    Arrived,
    BlockSkipped,
    BlockStarted,
    CalledToOrder,
    Captured,
    CorrectionMade,
    Destination,
    DoorsOpened,
    Due,
    Ended,
    EntryEdited,
    EntryKind,
    Event,
    Extended,
    Filed,
    FingersShown,
    GroupCreated,
    ItemStarted,
    Left,
    MeetingCancelled,
    MeetingPlanned,
    NextMeetingSet,
    OffRecordEnded,
    OffRecordStarted,
    ParkedPlaced,
    Paused,
    PersonAdded,
    Progress,
    ProposalSettled,
    Redone,
    Reopened,
    Resumed,
    SeriesStarted,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    StepReminded,
    StepSnoozed,
    Undone,
    Unknown,
)
from peer_tui.domain.group import Group
from peer_tui.domain.history import act_of, standing, taken_back
from peer_tui.domain.meeting import Meeting
from tests.domain.histories import BLOCKS, START, ZONE

WRITERS = ("aaaa-1", "bbbb-1")
KEYS = [block.key for block in BLOCKS]
ENTRIES = [f"e{n}" for n in range(6)]

kinds = st.sampled_from([EntryKind.NOTE, EntryKind.DECISION, EntryKind.STEP, EntryKind.PROPOSAL, EntryKind.PARKED])
filed = st.builds(
    Filed,
    kind=kinds,
    text=st.text(min_size=1, max_size=8),
    owner=st.sampled_from([None, "ana", "bo"]),
    due=st.sampled_from([None, Due(next_meeting=True), Due(date=dt.date(2024, 11, 22))]),
    done_when=st.sampled_from(["", "sent"]),
)
entry = st.sampled_from(ENTRIES)
block = st.sampled_from([*KEYS, "unknown"])
bodies = st.one_of(
    st.builds(Captured, entry=entry, block=block, filed=filed, number=st.integers(0, 3)),
    st.builds(EntryEdited, entry=entry, filed=filed, block=st.sampled_from(["", "topics"])),
    st.builds(BlockStarted, block=block, left=st.sampled_from([None, *KEYS])),
    st.builds(BlockSkipped, block=block),
    st.builds(ItemStarted, block=st.just("priorities"), item=st.sampled_from(["leg", "train"])),
    st.builds(Arrived, person=st.sampled_from(["ana", "bo"])),
    st.builds(Left, person=st.sampled_from(["ana", "bo"])),
    st.builds(FingersShown, entry=entry, counts=st.just((0, 0, 1, 0, 2, 3))),
    st.builds(ProposalSettled, entry=entry, outcome=st.sampled_from(["agreed", "held"])),
    st.builds(StepAssigned, step=entry, owner=st.sampled_from([None, "ana", "bo"])),
    st.builds(StepDated, step=entry, due=st.sampled_from([None, Due(next_meeting=True)])),
    st.builds(StepDefined, step=entry, done_when=st.just("signed")),
    st.builds(StepAccepted, step=entry),
    st.builds(StepMarked, step=entry, progress=st.sampled_from(list(Progress))),
    st.builds(StepSnoozed, step=entry, until=st.sampled_from([None, dt.date(2024, 12, 1)])),
    st.builds(StepReminded, step=entry, how=st.just("copied")),
    st.builds(ParkedPlaced, entry=entry, destination=st.sampled_from(list(Destination))),
    st.builds(CorrectionMade, entry=entry, text=st.sampled_from(["", "Mei attended"])),
    st.builds(Extended, block=block, seconds=st.integers(0, 3600)),
    st.builds(NextMeetingSet, starts=st.sampled_from([None, START + dt.timedelta(days=28)])),
    st.sampled_from([
        DoorsOpened(), CalledToOrder(), Ended(), Reopened(), Paused(), Resumed(), OffRecordStarted(), OffRecordEnded(),
        MeetingCancelled(), AgendaSet(blocks=BLOCKS[2:]),
    ]),
    st.builds(Undone, target=st.integers(0, 30).map(str)),
    st.builds(Redone, target=st.integers(0, 30).map(str)),
)  # fmt: skip

PLANNED = MeetingPlanned(
    meeting="m", group="g", series="s", title="Coalition", starts=START, zone=ZONE, minutes=60, blocks=BLOCKS
)


def history(acts: list[Event], writers: list[str]) -> list[Event]:
    """The bodies as events, one a second; Undone and Redone mean the event of that place."""
    ids = [event_id(n + 1, 0, writers[n % len(writers)]) for n in range(len(acts) + 1)]
    told: list[Event] = []
    for place, body in enumerate([PLANNED, *acts]):
        fields: dict[str, object] = {"id": ids[place], "at": START + dt.timedelta(seconds=place)}
        if isinstance(body, Undone | Redone):
            fields["target"] = ids[max(1, int(body.target) % len(ids))] if len(ids) > 1 else "nothing"
        told.append(msgspec.structs.replace(body, by=writers[place % len(writers)], **fields))
    return told


histories = st.builds(
    history, st.lists(bodies, max_size=30), st.lists(st.sampled_from(WRITERS), min_size=1, max_size=3)
)


@given(histories, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_meeting(events: list[Event], shuffle: random.Random) -> None:
    other = [*events, *shuffle.sample(events, len(events) // 2)]
    shuffle.shuffle(other)
    assert Meeting.fold(other) == Meeting.fold(events)


@given(histories, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_group(events: list[Event], shuffle: random.Random) -> None:
    other = list(events)
    shuffle.shuffle(other)
    assert Group.fold([("m", other)]) == Group.fold([("m", events)])


@given(histories)
def test_a_live_meeting_folded_onto_its_group_is_the_group(events: list[Event]) -> None:
    own = [
        GroupCreated(id="0", group="g", name="G", zone=ZONE, template="t", template_name="T", blocks=BLOCKS),
        SeriesStarted(id="1", series="s", name="S"),
        PersonAdded(id="2", person="ana", name="Ana Ruiz"),
    ]
    whole = Group.fold([("", own), ("m", events)])
    base = Group.fold([("", own)])
    live = base.copy()
    live.fold_in([("m", events)])
    assert live == whole
    assert base == Group.fold([("", own)])


@given(histories, st.data())
def test_no_subset_of_a_history_hides_a_captured_line(events: list[Event], data: st.DataObject) -> None:
    subset = [event for event in events if data.draw(st.booleans())]
    undone = taken_back(subset)
    meeting = Meeting.fold(subset)
    for event in subset:
        if isinstance(event, Captured) and act_of(event) not in undone:
            line = meeting.entries[event.entry]
            said = {line.filed.text, *(filed.text for filed in line.history)}
            others = {e.filed.text for e in subset if isinstance(e, Captured | EntryEdited) and e.entry == event.entry}
            assert event.filed.text in said or said <= others
            assert line in meeting.lines()


@given(histories)
def test_the_group_and_the_meeting_agree_on_how_it_stands(events: list[Event]) -> None:
    meeting, held = Meeting.fold(events), Group.fold([("m", events)]).meetings["m"]
    states = {"doors open": "unfinished", "in session": "unfinished"}
    assert held.state == states.get(meeting.state, meeting.state)
    assert held.ended == meeting.ended
    assert held.called == (meeting.called is not None)
    assert set(held.corrections) == {correction.text for correction in meeting.corrections}


@given(histories)
def test_time_never_runs_backwards_and_only_the_last_span_is_open(events: list[Event]) -> None:
    meeting = Meeting.fold(events)
    for before, after in zip(meeting.spans, meeting.spans[1:], strict=False):
        assert before.end is not None and before.end >= before.start and after.start >= before.end
    assert meeting.ended is None or meeting.current is None
    assert meeting.ended is None or (not meeting.paused and not meeting.is_off_record)


@given(histories)
def test_undoing_and_redoing_any_act_is_as_if_nothing_was(events: list[Event]) -> None:
    acts = [event for event in events[1:] if not isinstance(event, Undone | Redone)]
    undone = taken_back(events)
    for place, act in enumerate(acts):
        if act_of(act) in undone:
            continue
        more = [
            Undone(id=event_id(1000 + place, 0, "aaaa-1"), target=act_of(act), by="aaaa-1", at=START),
            Redone(id=event_id(1000 + place, 1, "aaaa-1"), target=act_of(act), by="aaaa-1", at=START),
        ]
        assert standing([*events, *more]).events == standing(events).events
        assert Meeting.fold([*events, *more]) == Meeting.fold(events)


@given(st.lists(bodies, max_size=12), st.lists(bodies, max_size=12))
def test_two_writers_logs_unite(ours: list[Event], theirs: list[Event]) -> None:
    """Each writer's own log read alone, in either order, or together: the same meeting."""
    events = history([*ours, *theirs], list(WRITERS))
    mine = [event for event in events if event.by == WRITERS[0]]
    yours = [event for event in events if event.by != WRITERS[0]]
    assert Meeting.fold([*mine, *yours]) == Meeting.fold([*yours, *mine]) == Meeting.fold(events)


def test_what_this_version_does_not_know_is_counted_and_hides_nothing() -> None:
    line = Captured(id="2", at=START, by="a-1", entry="e", block="topics", filed=Filed(EntryKind.NOTE, "kept"))
    stranger = Unknown("1", "hologram shown", {"kind": "hologram shown", "id": "1"})
    meeting = Meeting.fold([PLANNED, line, stranger])
    assert meeting.unknown == 1
    assert [entry.filed.text for entry in meeting.lines()] == ["kept"]


def test_a_start_from_a_block_that_was_left_already_is_kept_apart() -> None:
    events = history([DoorsOpened(), BlockStarted(block="agreement", left="welcome")] * 1, ["aaaa-1"])
    late = BlockStarted(id=event_id(99, 0, "bbbb-1"), at=START, by="bbbb-1", block="minutes", left="welcome")
    meeting = Meeting.fold([*events, late])
    assert meeting.current is not None and meeting.current.block == "agreement"
    assert meeting.moved_on == [late]


def test_nothing_moves_a_meeting_that_has_ended() -> None:
    events = history([DoorsOpened(), Ended(), BlockStarted(block="topics"), Paused(), OffRecordStarted()], ["aaaa-1"])
    meeting = Meeting.fold(events)
    assert meeting.state == "ended" and meeting.current is None
    assert len(meeting.moved_on) == 1


def test_the_first_end_since_a_reopening_stands() -> None:
    events = history([DoorsOpened(), Ended(), Ended(), Reopened(), Ended(), Ended()], ["aaaa-1", "bbbb-1"])
    meeting = Meeting.fold(events)
    assert meeting.ended == events[5].at
    assert len([event for event in meeting.also if isinstance(event, Ended)]) == 2


def test_opening_the_doors_of_a_cancelled_meeting_holds_it() -> None:
    meeting = Meeting.fold(history([MeetingCancelled(), DoorsOpened()], ["aaaa-1"]))
    assert meeting.state == "doors open" and meeting.block is not None
    started = Meeting.fold(history([DoorsOpened(), CalledToOrder(), MeetingCancelled()], ["aaaa-1"]))
    assert started.state == "in session"
