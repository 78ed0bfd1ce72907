"""Rows of registers: added, changed, removed, listed, and made into next steps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.events import Progress, Redacted, RowAdded
from peer_tui.domain.naming import Naming
from peer_tui.domain.rows import still_open_rows
from peer_tui.services import following, reminding
from peer_tui.services.approving import approve, read_decided
from peer_tui.services.clock import ManualClock
from peer_tui.services.keeping import minutes_of
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes.row_steps import row_to_step
from peer_tui.services.programmes.rows import (
    add_row,
    change_row,
    choose_row,
    register_of,
    register_rows,
    remove_row,
    row_of,
)
from peer_tui.services.programmes.running import run_of
from peer_tui.services.programmes.starting import start
from peer_tui.services.session import LiveSession
from peer_tui.services.taking_back import take_back
from peer_tui.services.today import today_lines
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import *  # noqa: F403  # the fixtures
from tests.services.conftest import places_in
from tests.services.programmes.trainings import Training


@pytest.fixture
def training(workspace: Workspace, clock: ManualClock) -> Training:
    return Training(workspace, clock)


def test_a_row_with_nothing_but_a_title_stands_and_says_what_it_lacks(training: Training) -> None:
    training.add("issues", {"title": "Waiting lists"})
    view = training.listed("issues")
    (row,) = view.rows
    assert (row.number, row.name, row.status) == (1, "Waiting lists", "concern")
    assert row.missing == (
        "no concern in the practitioners' words", "who sets it is missing", "who administers it is missing",
        "no proposed solution",
    )  # fmt: skip
    assert view.summary == "1 row, 1 incomplete"


def test_check_70_each_issue_shows_who_sets_and_administers_it_or_says_what_is_missing(training: Training) -> None:
    training.add("issues", {"title": "Waiting lists", "concern": "They wait for months", "sets": "State legislature",
                            "administers": "Department of Labor", "recommendation": "A limit of 30 days"})  # fmt: skip
    half = training.add("issues", {"title": "Two forms", "concern": "Asked twice", "sets": "The agency",
                                   "recommendation": "One form"})  # fmt: skip
    first, second = training.listed("issues").rows
    assert (first.words("sets"), first.words("administers")) == ("State legislature", "Department of Labor")
    assert first.complete
    assert second.missing == ("who administers it is missing",)
    training.change(half, {"Who administers it": "The same agency"})
    assert all(row.complete for row in training.listed("issues").rows)


def test_a_plan_without_a_decision_maker_is_not_yet_targeted_and_an_institution_is_said(training: Training) -> None:
    row = training.add("plan", {"change": "A limit of 30 days", "ask": "Sponsor the bill"})
    (plan,) = training.listed("plan").rows
    assert plan.missing == ("not yet targeted",)
    training.change(row, {"target": "Department of Labor"})
    (plan,) = training.listed("plan").rows
    assert plan.complete and "always a person" in plan.advice[0]
    training.change(row, {"target": "Kim Doe, Department of Labor"})
    assert training.listed("plan").rows[0].advice == ()


def test_rows_are_found_filtered_and_sorted(training: Training) -> None:
    training.add("issues", {"title": "Waiting lists", "area": "eligibility", "status": "in plan"})
    training.add("issues", {"title": "Bus fares", "area": "funds", "status": "concern"})
    training.add("issues", {"title": "Âge limits", "area": "eligibility"})
    assert [row.number for row in training.listed("issues", find="AGE").rows] == [3]
    assert [row.number for row in training.listed("issues", find="#2").rows] == [2]
    assert [row.number for row in training.listed("issues", only={"Policy area": "elig"}).rows] == [1, 3]
    assert [row.number for row in training.listed("issues", only={"status": "concern"}).rows] == [2, 3]
    assert [row.number for row in training.listed("issues", only={"sets": ""}).rows] == [1, 2, 3]
    assert [row.name for row in training.listed("issues", sort="title").rows] == [
        "Âge limits", "Bus fares", "Waiting lists",
    ]  # fmt: skip
    assert [row.number for row in training.listed("issues", sort="-status").rows] == [1, 2, 3]
    assert training.listed("issues", find="bus").summary == "1 of 3 rows, 1 incomplete"
    with pytest.raises(WrongUse, match="no column"):
        training.listed("issues", only={"color": "red"})
    with pytest.raises(WrongUse, match="no column"):
        training.listed("issues", sort="color")


def test_what_does_not_fit_is_refused_and_nothing_changes(training: Training) -> None:
    with pytest.raises(Problem, match="Policy area"):
        training.add("issues", {"title": "Waiting lists", "area": "weather"})
    with pytest.raises(Problem, match="word or two"):
        training.add("issues", {"title": "  "})
    with pytest.raises(WrongUse, match="no register"):
        training.add("songs", {"title": "x"})
    assert training.listed("issues").rows == ()
    row = training.add("issues", {"title": "Waiting lists"})
    assert training.change(row, {"title": "Waiting lists"}) == ""
    with pytest.raises(Problem, match="remove it instead"):
        training.change(row, {"title": ""})


def test_a_captured_row_keeps_what_does_not_fit_its_column(training: Training) -> None:
    meeting = training.plan("one")
    training.add("workplan", {"what": "call", "by": "when it thaws"}, entry="line", meeting=meeting)
    (row,) = training.listed("workplan").rows
    assert row.words("by") == "when it thaws"
    training.add("issues", {"title": "x"}, entry="line2", meeting=meeting)
    (issue,) = training.listed("issues").rows
    assert issue.words("meeting").startswith("Session one")


def test_a_removed_row_keeps_its_number_and_comes_back(training: Training) -> None:
    first = training.add("issues", {"title": "Waiting lists"})
    training.add("issues", {"title": "Bus fares"})
    act = remove_row(training.workspace, training.opened, training.running, first)
    assert [(row.number, row.name) for row in training.listed("issues").rows] == [(2, "Bus fares")]
    with pytest.raises(Problem, match="removed"):
        training.change(first, {"title": "x"})
    assert take_back(training.workspace, training.opened, act)
    assert [row.number for row in training.listed("issues").rows] == [1, 2]
    training.again()
    assert [row.name for row in training.listed("issues").rows] == ["Waiting lists", "Bus fares"]


def test_a_row_is_chosen_by_its_number_or_name(training: Training) -> None:
    for title in ("Waiting lists", "Waiting rooms", "Bus fares"):
        training.add("issues", {"title": title})
    opened, running = training.opened, training.running
    assert choose_row(opened, running, "issues", "2").name == "Waiting rooms"
    assert choose_row(opened, running, "issues", "bus").number == 3
    with pytest.raises(WrongUse) as several:
        choose_row(opened, running, "issues", "waiting")
    assert several.value.choices == ("1 Waiting lists", "2 Waiting rooms")
    with pytest.raises(Problem, match="no issue"):
        choose_row(opened, running, "issues", "9")


def test_a_withheld_contributor_is_shown_to_nobody_and_found_by_nobody(training: Training) -> None:
    row = training.add("issues", {"title": "Waiting lists", "contributor": "ana", "withheld": "yes"})
    (shown,) = training.listed("issues").rows
    assert shown.words("contributor") == "withheld"
    assert all(cell.kept == "" for cell in shown.cells if cell.column.key == "contributor")
    assert training.listed("issues", find="ana").rows == ()
    assert training.listed("issues", only={"contributor": "ana"}).rows == ()
    _, kept = row_of(training.opened, training.running, row)
    assert training.opened.group.person(kept.texts["contributor"]).name == "Ana Ruiz"
    training.change(row, {"withheld": "no"})
    assert training.listed("issues", find="ana").rows[0].words("contributor") == "Ana Ruiz"


def test_a_workplan_row_becomes_an_ordinary_next_step_linked_both_ways(training: Training) -> None:
    training.clock.advance(dt.timedelta(days=20))
    row = training.add("workplan", {"what": "Call the senator's office", "who": "bo", "by": "24 apr"})
    made = row_to_step(training.workspace, training.opened, training.running, row)
    assert made.words == "Next step 1: Call the senator's office · asked Bo Chen"
    training.again()
    (line,) = following.every_step(training.workspace)
    assert (line.text, line.who, line.due) == ("Call the senator's office", "Bo", dt.date(2026, 4, 24))
    (shown,) = training.listed("workplan").rows
    assert (shown.step, shown.words("step"), shown.status) == (made.step, "#1 · not started", "not started")
    # In the row …
    training.change(row, {"who": "mei", "by": "27 apr"})
    step = training.opened.group.steps.steps[made.step]
    assert training.opened.group.person(step.owner).name == "Mei Tan"
    assert step.due is not None and step.due.date == dt.date(2026, 4, 27)
    # … and in the step.
    following.act(training.workspace, training.opened, made.step, "owner", "leila")
    following.mark(training.workspace, training.opened, made.step, Progress.DONE)
    (shown,) = training.listed("workplan").rows
    assert (shown.words("who"), shown.words("step"), shown.closed) == ("Leila Haddad", "#1 · done", True)
    with pytest.raises(Problem, match="next step 1 already"):
        row_to_step(training.workspace, training.opened, training.running, row)


def test_a_step_of_a_row_is_reminded_of_like_any_other(training: Training) -> None:
    row = training.add("workplan", {"what": "Call", "who": "bo", "by": "3 apr"})
    made = row_to_step(training.workspace, training.opened, training.running, row)
    training.clock.advance(dt.timedelta(days=4))
    training.again()
    due = reminding.reminders_due(training.workspace, [training.opened])
    assert [(one.name, [line.step.id for line in one.lines]) for one in due] == [("Bo Chen", [made.step])]
    lines = today_lines(training.workspace, [training.opened], 20)
    assert [line.line for line in lines if line.kind == "step"] == [made.step]


def held(training: Training, kind: str) -> LiveSession:
    """A session of the training that is on."""
    session = LiveSession(training.workspace, training.opened, training.plan(kind))
    training.clock.advance(dt.timedelta(hours=1))
    for line in ("/next", "+ana", "/next"):
        session.typed(line)
        session.enter(line)
    return session


def test_a_step_made_while_its_session_is_on_stands_in_its_minutes(training: Training) -> None:
    session = held(training, "three")
    row = training.add("workplan", {"what": "Call the senator", "who": "bo", "by": "24 apr"})
    row_to_step(training.workspace, training.opened, training.running, row)
    minutes = minutes_of(training.opened, session.id)
    assert [(step.text, step.who) for step in minutes.steps] == [("Call the senator", "Bo Chen")]


def test_a_step_made_off_the_record_stands_in_no_minutes(training: Training) -> None:
    session = held(training, "three")
    session.typed("/off")
    session.enter("/off")
    assert session.meeting.is_off_record
    row = training.add("workplan", {"what": "Call the senator"})
    made = row_to_step(training.workspace, training.opened, training.running, row)
    assert [meeting for meeting, _ in made.acts] == [""]
    assert minutes_of(training.opened, session.id).steps == ()


def test_a_step_made_later_is_asked_after_by_the_next_session_and_changes_no_earlier_minutes(
    training: Training,
) -> None:
    session = held(training, "one")
    for line in ("/end", "/end"):
        session.typed(line)
        session.enter(line)
    training.clock.advance(dt.timedelta(days=3))
    row = training.add("workplan", {"what": "Call the senator"})
    made = row_to_step(training.workspace, training.opened, training.running, row)
    assert minutes_of(training.opened, session.id).steps == ()
    assert training.opened.group.steps.steps[made.step].meeting == session.id
    training.clock.advance(dt.timedelta(days=10))
    later = LiveSession(training.workspace, training.opened, training.plan("two"))
    assert [step.text for step in still_open_rows(later.meeting, Naming(training.opened.group))] == ["Call the senator"]


def test_a_step_made_before_any_session_belongs_to_no_meeting(training: Training) -> None:
    row = training.add("workplan", {"what": "Book a room"})
    made = row_to_step(training.workspace, training.opened, training.running, row)
    assert training.opened.group.steps.steps[made.step].meeting == ""
    training.again()
    assert [line.text for line in following.every_step(training.workspace, [training.opened])] == ["Book a room"]


def test_a_step_that_is_taken_back_frees_its_row(training: Training) -> None:
    row = training.add("workplan", {"what": "Call"})
    made = row_to_step(training.workspace, training.opened, training.running, row)
    assert "unclaimed" in made.words
    for meeting, act in reversed(made.acts):
        assert take_back(training.workspace, training.opened, act, meeting)
    assert following.every_step(training.workspace, [training.opened]) == []
    assert training.listed("workplan").rows[0].step == ""
    assert row_to_step(training.workspace, training.opened, training.running, row).step != made.step


def test_a_register_that_does_not_assign_makes_no_step(training: Training) -> None:
    row = training.add("issues", {"title": "Waiting lists"})
    with pytest.raises(Problem, match="do not become next steps"):
        row_to_step(training.workspace, training.opened, training.running, row)


def test_a_step_made_after_the_minutes_were_approved_changes_nothing_in_them(training: Training) -> None:
    session = held(training, "one")
    for line in ("/end", "/end"):
        session.typed(line)
        session.enter(line)
    decided = read_decided(training.workspace, training.opened, session.id, "today")
    approve(training.workspace, training.opened, session.id, decided)
    row = training.add("workplan", {"what": "Call the senator"})
    made = row_to_step(training.workspace, training.opened, training.running, row)
    assert minutes_of(training.opened, session.id).steps == ()
    assert made.acts[0][0] == "" and training.opened.group.steps.steps[made.step].meeting == session.id


def test_a_row_of_a_step_whose_words_are_gone_becomes_one_again(training: Training) -> None:
    row = training.add("workplan", {"what": "Call"})
    made = row_to_step(training.workspace, training.opened, training.running, row)
    training.workspace.record(training.opened, "", [Redacted(target=made.step)])
    (shown,) = training.listed("workplan").rows
    assert shown.words("step") == "a next step that is gone"
    assert row_to_step(training.workspace, training.opened, training.running, row).label == "2"


def test_two_devices_add_rows_and_neither_is_lost(training: Training, tmp_path: Path, clock: ManualClock) -> None:
    training.add("issues", {"title": "First"})
    other = Workspace(places_in(tmp_path), clock, Settings(), threaded=False)
    opened = other.open_group(training.opened.folder)
    add_row(other, opened, run_of(opened, training.id), "issues", {"title": "Of the other"})
    training.add("issues", {"title": "Third"})
    training.again()
    names = [row.name for row in training.listed("issues").rows]
    assert sorted(names) == ["First", "Of the other", "Third"]
    mine = [(row.number, row.name) for row in training.listed("issues").rows]
    opened = other.open_group(training.opened.folder)
    theirs = register_rows(opened, run_of(opened, training.id), "issues").rows
    assert [(row.number, row.name) for row in theirs] == mine
    other.close()


HOSTILE = ["[/] [b]x", "nul \x00 \x1b[31m", "\ud800", "\u202eright", "word " * 3000, "石" * 5000, "🙂", "2026-13-45"]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_in_any_cell_are_kept_or_refused_with_a_sentence(training: Training, words: str) -> None:
    refused: list[str] = []
    for register in ("issues", "plan", "workplan", "support", "role-plays"):
        for column in register_of(training.running, register).columns:
            try:
                row = training.add(register, {column.key: words})
            except Problem as problem:
                refused.append(problem.sentence)
                continue
            assert row_of(training.opened, training.running, row)[1].texts
        view = training.listed(register, find=words[:20], sort=register_of(training.running, register).named_by)
        assert view.every >= len(view.rows)
    assert refused and all(sentence.endswith(".") for sentence in refused)
    training.again()
    assert training.listed("issues").every


def test_what_another_device_wrote_that_fits_nothing_is_shown_as_it_stands(training: Training) -> None:
    odd = {"title": "Odd", "area": "weather", "by": "never", "color": "red", "status": "lost", "meeting": "nowhere"}
    training.workspace.record(
        training.opened, "", [RowAdded(programme=training.id, part="issues", row="odd", texts=odd),
                              RowAdded(programme=training.id, part="songs", row="song", texts={"title": "x"})],
    )  # fmt: skip
    (row,) = training.listed("issues").rows
    assert (row.words("area"), row.status, row.closed, row.words("meeting")) == ("weather", "lost", False, "nowhere")
    with pytest.raises(WrongUse):
        row_of(training.opened, training.running, "song")


def test_only_rows_that_are_ours_to_do_become_next_steps(workspace: Workspace, clock: ManualClock) -> None:
    training = Training(workspace, clock)
    programme = start(workspace, training.opened, "peer-learning", "Tell it once", {})
    run = run_of(training.opened, programme)
    row = add_row(workspace, training.opened, run, "ideas", {"idea": "One form", "control": "state"})
    with pytest.raises(Problem, match="mine or my agency"):
        row_to_step(workspace, training.opened, run, row)
    change_row(workspace, training.opened, run, row, {"control": "my agency", "success": "used at every desk"})
    made = row_to_step(workspace, training.opened, run, row)
    assert training.opened.group.steps.steps[made.step].done_when == "used at every desk"
