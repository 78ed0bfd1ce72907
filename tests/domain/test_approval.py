"""What an approval saw, what came later, and amendments, whatever the order in which devices meet."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from peer_tui.domain.differing import differing
from peer_tui.domain.events import (
    Amended,
    Approved,
    Captured,
    EntryEdited,
    EntryKind,
    Filed,
    ReviewClosed,
    ReviewOpened,
)
from peer_tui.domain.gaps import find_gaps
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import make_minutes, seal
from peer_tui.domain.sealing import as_approved, sealed
from peer_tui.domain.status import state_of, status_words
from tests.domain.histories import LAST_START, START, History


@pytest.fixture
def history() -> History:
    """An ended meeting with one note."""
    told = History()
    told.plan("m1", START)
    told.begin(START)
    told.write(EntryKind.NOTE, "as said")
    told.end(START)
    return told


def approve(told: History) -> None:
    seen = {"laptop-1": len(told.shards["m1"])}
    told.say(Approved(how="as distributed", seen=seen, seal=seal(told.meeting())))


def note(text: str) -> Filed:
    return Filed(kind=EntryKind.NOTE, text=text)


def rows(told: History) -> list[tuple[str, int, object]]:
    """Every event with its running number in its writer's log."""
    counts: dict[str, int] = {}
    placed = []
    for event in told.shards["m1"]:
        counts[event.by] = counts.get(event.by, 0) + 1
        placed.append((event.by, counts[event.by], event))
    return placed


def test_the_states_of_minutes_in_words(history: History) -> None:
    def told() -> tuple[str, str]:
        return state_of(history.meeting()), status_words(history.meeting())

    assert told() == ("draft", "DRAFT – not yet approved")
    history.say(ReviewOpened(reviewers=("ana",), deadline=dt.date(2024, 11, 16)))
    assert told() == ("in review", "DRAFT – not yet approved · in review until Sat 16 Nov 2024")
    history.say(ReviewClosed())
    assert told() == ("draft", "DRAFT – not yet approved")
    approve(history)
    assert told() == ("approved", "Approved as distributed on Wed 13 Nov 2024")
    for _ in range(2):
        history.say(Amended(amendment="a", text="why"))
    assert told() == (
        "amended", "Approved as distributed on Wed 13 Nov 2024; amended 2 times, last on Wed 13 Nov 2024",
    )  # fmt: skip


def test_a_line_written_offline_before_the_approval_stands_beside_what_was_approved(history: History) -> None:
    approve(history)
    early = history.shards["m1"][5].id + "a"
    history.shards["m1"].append(
        Captured(id=early, by="tablet-1", at=START, entry="late", block="topics", filed=note("x"))
    )
    entry = history.meeting().entries["late"]
    assert entry.after_approval
    assert sealed(rows(history)).state == "holds"  # type: ignore[arg-type]
    shown = make_minutes(history.meeting(), history.group())
    assert any("arrived after the approval" in line.notes for part in shown.sections for line in part.lines)


def test_a_log_that_was_written_again_by_another_was_seen_all_the_same(history: History) -> None:
    history.say(Captured(entry="other", block="topics", filed=note("of another device")), by="tablet-1")
    seen = {"laptop-1": len(history.shards["m1"])}
    history.say(Approved(how="as distributed", seen=seen, seal=""))
    told = history.meeting()
    assert not told.unseen and [entry.after_approval for entry in told.lines()] == [False, False]


def test_a_line_whose_clock_ran_ahead_and_that_was_seen_is_approved(history: History) -> None:
    ahead = Captured(id="999999", by="tablet-1", at=START, entry="e", block="topics", filed=note("seen"))
    history.shards["m1"].append(ahead)
    seen = {"laptop-1": len(history.shards["m1"]) - 1, "tablet-1": 1}
    history.say(Approved(how="as distributed", seen=seen, seal=""))
    assert not history.meeting().unseen


def test_an_amendment_takes_it_in_and_the_approved_text_stays(history: History) -> None:
    entry = next(iter(history.meeting().entries))
    approve(history)
    history.say(EntryEdited(entry=entry, filed=note("sneaked in")))
    assert history.meeting().entries[entry].filed.text == "as said"
    assert history.meeting().entries[entry].later == (note("sneaked in"),)
    history.say(Amended(amendment="a1", text="it was so"), act="a1")
    history.say(EntryEdited(entry=entry, filed=note("as it was")), act="a1")
    now = history.meeting().entries[entry]
    assert (now.filed.text, now.later, now.amended) == ("as it was", (), True)
    found = as_approved(rows(history))  # type: ignore[arg-type]
    assert found is not None
    assert Meeting.fold(found.events).entries[entry].filed.text == "as said"
    assert sealed(rows(history)).state == "holds"  # type: ignore[arg-type]


def test_any_order_of_arrival_gives_the_same_amended_minutes(history: History) -> None:
    entry = next(iter(history.meeting().entries))
    approve(history)
    history.say(EntryEdited(entry=entry, filed=note("beside")), by="tablet-1")
    history.say(Amended(amendment="a1", text="why"), act="a1")
    history.say(EntryEdited(entry=entry, filed=note("amended")), act="a1")
    told = history.meeting()
    for turn in range(5):
        events = list(history.shards["m1"])
        random.Random(turn).shuffle(events)
        assert Meeting.fold(events) == told


def test_a_step_reworded_after_the_approval_stands_as_it_was_approved() -> None:
    told = History()
    told.plan("m1", START)
    told.begin(START)
    step = told.step("draft a letter", "ana")
    told.end(START)
    approve(told)
    told.say(EntryEdited(entry=step, filed=Filed(kind=EntryKind.STEP, text="draft two letters", owner="ana")))
    assert make_minutes(told.meeting("m1"), told.group()).steps[0].text == "draft a letter"


def test_check_45_each_gap_says_where_it_can_be_mended() -> None:
    told = History()
    told.plan("m1", LAST_START)
    told.begin(LAST_START)
    told.end(LAST_START)
    told.plan("m2", START)
    told.begin(START)
    bare = told.write(EntryKind.DECISION, "…")
    step = told.step("print flyers", due=None)
    parked = told.write(EntryKind.PARKED, "pay equity")
    found = [(gap.entry, gap.meeting) for gap in find_gaps(told.meeting("m2"), told.group())]
    assert found == [(bare, ""), (step, ""), (step, ""), (parked, ""), ("", "m1")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("a b", ""),
        ("", "a b"),
        ("We meet  in May.", "We met in June!"),
        ("林小雨", "林雨"),
        ("x" * 9_000, "y z " * 900),
    ],
)
def test_the_pieces_of_a_difference_give_both_wordings(before: str, after: str) -> None:
    pieces = differing(before, after)
    assert "".join(piece.words for piece in pieces if piece.where != "after") == before
    assert "".join(piece.words for piece in pieces if piece.where != "before") == after
