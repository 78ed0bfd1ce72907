"""A peer learning group: its plan, goals, control sort, measures and stages, recorded and read back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.programmes.measures import measure_words, measures_of
from peer_tui.domain.programmes.target_window import offered
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import row_steps, standing
from peer_tui.services.programmes.running import need_definition, run_of
from tests.services.libraries import opened_at
from tests.services.programmes.learners import NOW, Learning


@pytest.fixture
def learning(tmp_path: Path) -> Learning:
    return Learning(tmp_path)


def test_check_72_a_plan_row_without_who_by_when_or_success_measure_is_listed_as_incomplete(learning: Learning) -> None:
    learning.add("plan", what="Visit two intake desks", who="ana", by="1 apr", success="notes of both")
    learning.add("plan", what="Write a shared intake sheet")
    learning.add("plan", what="Try it for a month", who="bo", by="1 jun")
    view = learning.view("plan", incomplete=True)
    assert [(row.name, row.missing) for row in view.rows] == [
        ("Write a shared intake sheet", ("nobody is responsible yet", "no day yet", "no success measure yet")),
        ("Try it for a month", ("no success measure yet",)),
    ]
    assert len(learning.view("plan").rows) == 3


def test_check_72_a_goal_eight_months_ahead_warns_three_to_six_months_and_is_kept(learning: Learning) -> None:
    learning.add("goals", goal="Half as many second intakes", by="2026-11-02")
    learning.add("goals", goal="One sheet at every site", by="2026-06-02")
    late, fine = learning.view("goals").rows
    assert late.words("by") != "" and fine.advice == ()
    assert late.advice == ("By when: 8 months ahead, later than three to six months",)
    column = next(column for column in learning.view("goals").register.columns if column.key == "by")
    assert column.months is not None
    assert [day.isoformat() for day in offered(column.months, dt.date(2026, 3, 2))] == [
        "2026-06-02", "2026-07-02", "2026-08-02", "2026-09-02",
    ]  # fmt: skip


def test_only_what_is_ours_becomes_an_assignment_and_the_states_stays_a_recommendation(learning: Learning) -> None:
    keys = {
        control: learning.add("ideas", idea=f"idea {control or 'unsorted'}", control=control, who="ana")
        for control in ("mine", "my agency", "state", "")
    }
    for control in ("mine", "my agency"):
        made = row_steps.row_to_step(learning.workspace, learning.opened, learning.run, keys[control])
        assert learning.opened.group.steps.steps[made.step].text == f"idea {control}"
    for control in ("state", ""):
        with pytest.raises(Problem, match="mine or my agency"):
            row_steps.row_to_step(learning.workspace, learning.opened, learning.run, keys[control])
    assert [row.missing for row in learning.view("ideas", only={"control": ""}).rows] == [("not yet sorted",)]


def test_check_73_measure_readings_and_the_line_of_bars_survive_a_restart(learning: Learning) -> None:
    learning.add("measures", measure="Families reached", unit="families", baseline="12", target="20", by="2026-07-01")
    learning.add("readings", of="families", day="2026-03-20", value="14")
    learning.add("readings", of="1", day="2026-04-20", value="17")
    workspace, opened = learning.restarted()
    run = run_of(opened, learning.id)
    (measure,) = measures_of(need_definition(run), run)
    assert [(one.day.isoformat(), one.value) for one in measure.readings] == [("2026-03-20", 14), ("2026-04-20", 17)]
    assert (measure.bars, measure_words(measure)) == ("▁▃▅", "12 → 17, target 20 families · on the way")
    workspace.close()


def test_check_73_the_stage_tracker_names_the_evidence_each_stage_lacks(learning: Learning) -> None:
    assert learning.stages() == {
        "need": ("no need statement yet",),
        "outcome": ("no outcome yet",),
        "plan": ("no plan row yet with who, by when and a success measure",),
        "implement": ("no measure reading yet",),
        "review": ("no review note yet",),
    }
    learning.answer("need", "statement", "Families tell their story three times.")
    learning.answer("outcome", "outcome", "They tell it once.")
    learning.add("plan", what="Write a shared intake sheet", who="bo")
    learning.add("measures", measure="Second intakes", baseline="30", target="10")
    learning.add("readings", of="second", value="28")
    assert {key: bool(missing) for key, missing in learning.stages().items()} == {
        "need": False, "outcome": False, "plan": True, "implement": True, "review": True,
    }  # fmt: skip
    learning.add("plan", what="Try it at two sites", who="ana", by="1 jun", success="20 sheets")
    learning.add("readings", of="second", day="2026-04-20", value="28")
    learning.answer("review", "note", "Second intakes went from 30 to 28.")
    workspace, opened = learning.restarted()
    told = standing.where_it_stands(workspace, opened, run_of(opened, learning.id))
    assert [(one.stage.key, one.done) for one in told.stages] == [
        ("need", True), ("outcome", True), ("plan", True), ("implement", True), ("review", True),
    ]  # fmt: skip
    workspace.close()


def test_the_charter_answers_the_seven_who_leads_motivation_and_voice(learning: Learning) -> None:
    programme = need_definition(learning.run)
    charter = next(form for form in programme.forms if form.key == "charter")
    sections = {section.key: section for section in charter.sections}
    assert len(sections["success"].questions) == 7
    assert sections["leading"].questions[0].choices == (
        "state office", "state association (RPIC)", "training partner", "local agency", "individual", "combination",
    )  # fmt: skip
    assert {"rewards", "voice"} <= set(sections)
    need = next(form for form in programme.forms if form.key == "need")
    choices = {question.key: question.choices for question in need.questions}
    assert len(choices["change"]) == 6 and choices["level"] == ("organizational", "occupational", "individual")
    assert choices["training"] == ("yes", "partly", "no")


def test_reassessing_is_due_every_three_months(learning: Learning) -> None:
    learning.answer("need", "statement", "Families tell their story three times.")
    learning.workspace.close()
    for days, due in ((80, False), (95, True)):
        workspace = opened_at(learning.home, NOW + dt.timedelta(days=days))
        opened = workspace.open_groups()[0]
        told = standing.where_it_stands(workspace, opened, run_of(opened, learning.id))
        said = " ".join([*told.warnings, *(f"{item.item.title} {item.state}" for item in told.due)])
        assert ("every 3 months" in said) is due, (days, said)
        workspace.close()


def test_hostile_cells_are_kept_and_drawn_as_words(learning: Learning) -> None:
    learning.add("measures", measure="[/] [bold] \x1b[31m{x}", baseline="3", target="9")
    learning.add("readings", of="1", day="2026-04-20", value="4", note="\x00" + "x" * 5000)
    (measure,) = measures_of(need_definition(learning.run), learning.run)
    assert "\x1b" not in measure.title and measure_words(measure) == "3 → 4, target 9 · on the way"
