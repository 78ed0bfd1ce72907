"""What a book of steps notes beside them agrees with the steps; copies share nothing that either changes."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given, settings

from peer_tui.domain.events import Captured, EntryKind, Event, Filed, Progress, Redacted, StepAssigned, StepMarked
from peer_tui.domain.group import Group
from peer_tui.domain.step_book import StepBook
from peer_tui.domain.steps import Step
from tests.domain.test_fold import histories


def promised(key: str, number: int, by: str = "kk-1") -> Captured:
    return Captured(id=key, by=by, entry=key, block="steps", number=number, filed=Filed(EntryKind.STEP, key))


def labels(steps: list[Step]) -> dict[str, str]:
    """The label of each step, told from all of them at once."""
    book = StepBook()
    for step in sorted(steps, key=lambda step: step.id):
        book.apply(promised(step.id, step.number, step.by), "m")
    book.number_once()
    return {key: step.label for key, step in book.steps.items()}


def check(book: StepBook) -> None:
    steps = list(book.steps.values())
    assert book.open == [step for step in steps if step.open]
    for meeting in {moment.meeting for step in steps for moment in step.life}:
        assert book.told_in(meeting) == [s for s in steps if any(moment.meeting == meeting for moment in s.life)]
    assert book.highest >= max((step.number for step in steps), default=0)
    assert {key: step.label for key, step in book.steps.items()} == labels(steps)


@given(histories, histories)
@settings(max_examples=60)
def test_what_a_book_notes_agrees_with_its_steps_also_when_it_is_folded_on(
    first: list[Event], second: list[Event]
) -> None:
    group = Group.fold([("m", first)])
    check(group.steps)
    before = deepcopy(list(group.steps.steps.values()))
    further = group.copy()
    further.fold_in([("m", second)])
    check(further.steps)
    assert list(group.steps.steps.values()) == before, "what was copied stays as it was"
    after = deepcopy(list(further.steps.steps.values()))
    group.fold_in([("m", second[::-1])])
    assert list(further.steps.steps.values()) == after, "and so does the copy"


def test_a_label_follows_what_becomes_of_the_others() -> None:
    book = StepBook()
    for event in (promised("a", 41), promised("b", 41), promised("c", 7)):
        book.apply(event, "m")
    book.number_once()
    assert [step.label for step in book.steps.values()] == ["41a", "41b", "7"]
    renumbered = book.copy()
    renumbered.apply(promised("a", 42), "m")
    renumbered.number_once()
    assert [step.label for step in renumbered.steps.values()] == ["42", "41", "7"]
    other = book.copy()
    other.apply(Redacted(id="z", target="a", leave=""), "m")
    other.number_once()
    assert [step.label for step in other.steps.values()] == ["41", "7"] and other.highest == 41
    assert book.steps["b"].label == "41b"


def test_a_step_that_was_handed_out_does_not_change() -> None:
    book = StepBook()
    book.apply(promised("a", 1), "m")
    other = book.copy()
    handed = book.steps["a"]
    for one in (book, other):
        one.apply(StepMarked(id="x", step="a", progress=Progress.DONE), "n")
        one.ended("n", lambda step: True)
        assert not one.steps["a"].open and one.open == []
    assert handed.open and handed.life[-1].meeting == "m"


def test_a_meeting_that_ended_carries_what_is_open_until_it_is_reopened() -> None:
    book = StepBook()
    for event in (promised("a", 1), promised("b", 2), StepMarked(step="b", progress=Progress.DROPPED)):
        book.apply(event, "m")
    book.ended("n", lambda step: True)
    book.ended("o", lambda step: step.id == "b")
    assert {key: step.carried for key, step in book.steps.items()} == {"a": 1, "b": 0}
    other = book.copy()
    other.reopened("n")
    assert other.steps["a"].carried == 0 and book.steps["a"].carried == 1


def test_a_book_made_of_steps_notes_what_they_tell() -> None:
    book = StepBook()
    for event in (promised("a", 3), StepAssigned(step="a", owner="bo")):
        book.apply(event, "m")
    again = StepBook(book.steps)
    assert again.highest == 3 and again.open == [book.steps["a"]] == again.told_in("m")
