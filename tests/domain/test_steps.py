"""The life of a next step."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain.events import (
    Captured,
    Due,
    EntryEdited,
    EntryKind,
    Event,
    Filed,
    Progress,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
)
from peer_tui.domain.step_book import StepBook
from peer_tui.domain.steps import Step

FRIDAY = Due(date=dt.date(2024, 11, 15))


def book(*events: Event, filed: Filed | None = None) -> StepBook:
    made = StepBook()
    first = Captured(
        id="1", by="kkkk-1", entry="e", block="steps", number=41, filed=filed or Filed(EntryKind.STEP, "draft letter")
    )
    for event in (first, *events):
        made.apply(event, "m")
    made.number_once()
    return made


def step(*events: Event, filed: Filed | None = None) -> Step:
    return book(*events, filed=filed).steps["e"]


def test_unclaimed_asked_accepted() -> None:
    assert step().owner_state == "unclaimed"
    assert step().missing == ("who", "by when", "done when")
    asked = StepAssigned(step="e", owner="bo")
    assert step(asked).owner_state == "asked"
    assert step(asked, StepAccepted(step="e")).owner_state == "accepted"
    whole = step(
        asked, StepAccepted(step="e"), StepDated(step="e", due=FRIDAY), StepDefined(step="e", done_when="sent")
    )
    assert whole.missing == ()


def test_only_another_owner_has_to_be_asked_again() -> None:
    accepted = (StepAssigned(step="e", owner="bo"), StepAccepted(step="e"))
    assert step(*accepted, StepAssigned(step="e", owner="bo", helpers=("mei",))).owner_state == "accepted"
    assert step(*accepted, StepAssigned(step="e", owner="mei")).owner_state == "asked"
    assert step(*accepted, StepAssigned(step="e", owner=None)).owner_state == "unclaimed"


def test_a_yes_without_an_owner_is_no_yes() -> None:
    assert step(StepAccepted(step="e")).owner_state == "unclaimed"
    assert step(StepAccepted(step="e", person="bo")).owner == "bo"


def test_an_edit_changes_only_what_it_says_otherwise() -> None:
    walked = (
        StepAssigned(step="e", owner="bo"),
        StepAccepted(step="e"),
        StepDated(step="e", due=FRIDAY),
        StepDefined(step="e", done_when="sent"),
    )
    reworded = step(*walked, EntryEdited(entry="e", filed=Filed(EntryKind.STEP, "draft the letter")))
    assert (reworded.text, reworded.owner, reworded.owner_state) == ("draft the letter", "bo", "accepted")
    assert (reworded.due, reworded.done_when) == (FRIDAY, "sent")
    promised = Filed(EntryKind.STEP, "draft letter", owner="bo")
    with_mei = Filed(EntryKind.STEP, "draft letter", owner="bo", helpers=("mei",))
    joined = step(StepAccepted(step="e"), EntryEdited(entry="e", filed=with_mei), filed=promised)
    assert (joined.owner_state, joined.helpers) == ("accepted", ("mei",))
    other = Filed(EntryKind.STEP, "draft letter", owner="mei", due=Due(next_meeting=True))
    changed = step(*walked, EntryEdited(entry="e", filed=other))
    assert (changed.owner, changed.owner_state, changed.due) == ("mei", "asked", Due(next_meeting=True))
    assert changed.done_when == "sent"


def test_a_line_that_is_no_step_any_more_is_none() -> None:
    note = EntryEdited(entry="e", filed=Filed(EntryKind.NOTE, "draft letter"))
    assert "e" not in book(note).steps
    again = EntryEdited(entry="e", filed=Filed(EntryKind.STEP, "draft letter"), number=41)
    assert book(note, again).steps["e"].number == 41


def test_what_is_said_of_a_step_before_it_is_known_waits_for_it() -> None:
    made = StepBook()
    made.apply(StepAssigned(id="0", step="e", owner="bo"), "m")
    assert made.steps == {}
    copied = made.copy()
    for one in (made, copied):
        one.apply(Captured(id="1", entry="e", block="steps", number=1, filed=Filed(EntryKind.STEP, "x")), "m")
    assert made.steps["e"].owner == copied.steps["e"].owner == "bo"


@pytest.mark.parametrize(
    ("writers", "labels"), [(("kk-1", "mm-1"), ["41k", "41m"]), (("kk-1", "kk-2"), ["41a", "41b"])]
)
def test_a_number_given_twice_shows_which(writers: tuple[str, str], labels: list[str]) -> None:
    made = StepBook()
    for key, by in zip("ab", writers, strict=True):
        filed = Filed(EntryKind.STEP, key)
        made.apply(Captured(id=key, by=by, entry=key, block="steps", number=41, filed=filed), "m")
    made.number_once()
    assert [one.label for one in made.steps.values()] == labels
    assert made.highest == 41


def test_late_is_open_and_past_its_date() -> None:
    due = step(StepDated(step="e", due=FRIDAY))
    assert not due.is_late(dt.date(2024, 11, 15))
    assert due.is_late(dt.date(2024, 11, 16))
    done = step(StepDated(step="e", due=FRIDAY), StepMarked(step="e", progress=Progress.DONE))
    assert not done.is_late(dt.date(2024, 12, 1))
    again = step(StepMarked(step="e", progress=Progress.DONE), StepMarked(step="e", progress=Progress.NOT_STARTED))
    assert again.open


def test_next_meeting_is_counted_from_the_meeting_in_which_it_was_said() -> None:
    made = book()
    made.apply(StepDated(step="e", due=Due(next_meeting=True)), "later")
    one = made.steps["e"]
    assert one.due_date({"later": dt.date(2024, 12, 11)}.get) == dt.date(2024, 12, 11)
    assert one.due_date() is None


def test_another_date_is_re_dated_never_moved() -> None:
    one = step(StepDated(step="e", due=FRIDAY), StepDated(step="e", due=FRIDAY), StepDated(step="e", due=None))
    assert [moment.words for moment in one.life] == ["named, unclaimed", "re-dated"]
    assert one.progress is Progress.NOT_STARTED


def test_a_copy_is_folded_on_alone() -> None:
    made = book()
    other = made.copy()
    assert other == made
    other.apply(StepMarked(step="e", progress=Progress.DONE), "m")
    other.steps["e"].ended_since.add("m2")
    assert made.steps["e"].open and made.steps["e"].carried == 0
    assert len(made.steps["e"].life) == 1
