"""What holds of a history once acts were taken back."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events import (
    BlockPlan,
    BlockStarted,
    Captured,
    DoorsOpened,
    Ended,
    EntryEdited,
    EntryKind,
    Event,
    Filed,
    MeetingPlanned,
    Redone,
    StepAssigned,
    Undone,
    Unknown,
)
from peer_tui.domain.group import Group
from peer_tui.domain.history import in_order, last_act, last_undone, standing
from peer_tui.domain.meeting import Meeting

OURS, THEIRS = "aaaa-1", "bbbb-1"


def line(key: str, by: str = OURS, act: str = "", kind: EntryKind = EntryKind.NOTE) -> Captured:
    return Captured(id=key, by=by, act=act, entry=f"e{key}", block="topics", filed=Filed(kind, f"line {key}"))


def test_each_id_once_and_in_order() -> None:
    assert [event.id for event in in_order([line("3"), line("1"), line("3"), Unknown("2", "x", {})])] == ["1", "2", "3"]


def test_an_act_of_several_events_is_taken_back_whole() -> None:
    events = [line("1"), line("2", act="1"), line("3"), Undone(id="4", by=OURS, target="1")]
    assert [event.id for event in standing(events).events] == ["3"]
    assert [event.id for event in standing([*events, Redone(id="5", by=OURS, target="1")]).events] == ["1", "2", "3"]


def test_a_line_somebody_else_has_written_about_still_stands_as_a_gap() -> None:
    edited = EntryEdited(id="2", by=THEIRS, entry="e1", filed=Filed(EntryKind.NOTE, "line 1, longer"))
    undone = Undone(id="3", by=OURS, target="1")
    held = standing([line("1"), edited, undone])
    assert held.contested == {"e1"}
    meeting = Meeting.fold([line("1"), edited, undone])
    assert meeting.entries["e1"].filed.text == "line 1, longer" and meeting.entries["e1"].contested
    by_me = EntryEdited(id="2", by=OURS, entry="e1", filed=Filed(EntryKind.NOTE, "line 1, longer"))
    assert standing([line("1"), by_me, undone]).contested == frozenset()
    step = [line("1", kind=EntryKind.STEP), StepAssigned(id="2", by=THEIRS, step="e1", owner="bo"), undone]
    assert standing(step).contested == {"e1"}
    assert Meeting.fold(step).entries["e1"].filed.text == "line 1"
    assert standing([*step, Undone(id="4", by=THEIRS, target="2")]).contested == frozenset()


def test_the_last_act_is_the_newest_of_these_writers_that_holds() -> None:
    events = [line("1"), line("2", by=THEIRS), line("3"), line("4", act="3")]
    assert last_act(events, frozenset({OURS})) == "3"
    assert last_act([*events, Undone(id="5", by=OURS, target="3")], frozenset({OURS})) == "1"
    assert last_act(events, frozenset({"cccc-1"})) is None


def test_what_was_undone_last_may_be_redone_until_something_new_is_done() -> None:
    ours = frozenset({OURS})
    events = [line("1"), line("2"), Undone(id="3", by=OURS, target="2"), Undone(id="4", by=OURS, target="1")]
    assert last_undone(events, ours) == "1"
    assert last_undone([*events, Redone(id="5", by=OURS, target="1")], ours) == "2"
    assert last_undone([*events, line("6", by=THEIRS)], ours) == "1"
    assert last_undone([*events, line("6")], ours) is None
    assert last_undone([line("1")], ours) is None


def test_a_meeting_planned_by_a_clock_far_ahead_is_still_held() -> None:
    """Its plan has a later id than its doors, blocks and end: what founds a meeting is folded first."""
    start = dt.datetime(2024, 11, 13, 19, tzinfo=dt.UTC)
    blocks = (BlockPlan("welcome", "Welcome", "welcome"), BlockPlan("topics", "Topics"))
    told: list[Event] = [
        MeetingPlanned(
            id="9", meeting="m", group="g", series="s", title="t", starts=start, zone="UTC", minutes=60, blocks=blocks
        ),
        DoorsOpened(id="1", at=start),
        BlockStarted(id="2", at=start + dt.timedelta(minutes=5), block="topics", left="welcome"),
        Ended(id="3", at=start + dt.timedelta(minutes=50)),
    ]
    meeting = Meeting.fold(told)
    assert (meeting.state, [span.block for span in meeting.spans]) == ("ended", ["welcome", "topics"])
    assert Group.fold([("m", told)]).meetings["m"].state == "ended"
