"""Who is withheld, personal or anonymous in a programme stands in nothing that it gives out (checks 71, 74, 75)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from peer_tui.domain.naming import Privacy
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.exported import exported
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import evaluations, letters, register_exports, report_files, reports, rows, starting
from peer_tui.services.programmes.meetings import plan_meeting
from peer_tui.services.programmes.redacting_rows import remove_words
from peer_tui.services.programmes.running import run_of
from peer_tui.services.workspace import Workspace
from tests.services.conftest import *  # noqa: F403  # the fixtures
from tests.services.conftest import Room
from tests.services.programmes.matches import Match
from tests.services.programmes.trainings import EVERYBODY, ZONE, Training

NAME = "Wren Abbott"


@pytest.fixture
def training(workspace: Workspace, clock: ManualClock) -> Training:
    return Training(workspace, clock)


@pytest.fixture
def match(tmp_path: Path) -> Iterator[Match]:
    made = Match(tmp_path)
    yield made
    made.close()


def _withheld(training: Training) -> str:
    return training.add(
        "issues",
        {
            "title": f"What {NAME} asked: waiting lists", "concern": f"{NAME} waited two years. Abbott told us so.",
            "contributor": NAME, "withheld": "yes",
        },
    )  # fmt: skip


def test_check_71_a_withheld_name_is_in_no_report_though_it_stands_in_other_cells(training: Training) -> None:
    _withheld(training)
    for form in report_files.FORMATS:
        page = reports.drawn(training.workspace, training.opened, training.running, "training")
        told = report_files.render(page, form)
        shown = "\n".join(section.words for section in page.sections)
        assert "waiting lists" in shown and "waited two years" in shown
        assert "Abbott" not in shown and "Wren" not in shown
        assert b"Abbott" not in (told if isinstance(told, bytes) else told.encode())


def test_check_71_a_withheld_name_comes_on_no_agenda(training: Training) -> None:
    _withheld(training)
    meeting = training.plan("two")
    (topic,) = training.opened.meeting(meeting).topics
    assert "waiting lists" in topic.text and "Abbott" not in topic.text


def test_the_words_of_a_row_go_from_the_agendas_it_came_on(training: Training, tmp_path: Path) -> None:
    secret = "the heron lands at midnight"
    row = training.add("issues", {"title": secret})
    meeting = training.plan("two")
    assert [topic.text for topic in training.opened.meeting(meeting).topics] == [f"Issue: {secret}"]
    remove_words(training.workspace, training.opened, training.running, row)
    training.again()
    assert not any(secret in topic.text for topic in training.opened.meeting(meeting).topics)
    holding = [path for path in tmp_path.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]
    assert holding == []


def test_what_is_told_without_names_is_so_in_reports_and_exports(
    workspace: Workspace, clock: ManualClock, tmp_path: Path
) -> None:
    clock.set(dt.datetime(2026, 4, 1, 13, tzinfo=dt.UTC))
    opened = planning.new_group(workspace, "Harbor Practitioners", "career-workshop", ZONE, EVERYBODY)
    run = starting.start(workspace, opened, "career-workshop", "Getting on")
    running = run_of(opened, run)
    rows.add_row(workspace, opened, running, "pathway", {"step": "Mei Tan got a certificate; her employer paid"})
    page = reports.drawn(workspace, opened, run_of(opened, run), running_report(opened, run), Privacy.OWNERS)
    told = "\n".join(section.words for section in page.sections)
    assert "got a certificate" in told
    assert "Mei" not in told and "Tan" not in told
    for form in register_exports.FORMATS:
        written = register_exports.export_register(workspace, opened, running, "pathway", form, tmp_path).read_text()
        assert "got a certificate" in written
        assert "Mei" not in written and "Tan" not in written


def running_report(opened, run: str) -> str:
    """The report that tells of pathway steps."""
    from peer_tui.services.programmes.running import need_definition

    programme = need_definition(run_of(opened, run))
    return next(one.key for one in programme.reports for section in one.sections if "rows:pathway" in section.sources)


def test_a_withheld_person_gets_no_letter_with_their_name(match: Match, monkeypatch: pytest.MonkeyPatch) -> None:
    from peer_tui.services.programmes import running as runs

    match.team()
    programme = runs.need_definition(match.run)
    team = next(one for one in programme.registers if one.key == "team")
    columns = tuple(
        msgspec.structs.replace(one, withheld_by="lead") if one.key in ("name", "email") else one
        for one in team.columns
    )
    kept = msgspec.structs.replace(team, columns=columns)
    changed = msgspec.structs.replace(
        programme, registers=tuple(kept if one.key == "team" else one for one in programme.registers)
    )
    monkeypatch.setattr(letters, "need_definition", lambda running: changed)
    drawn = letters.letters(match.opened, match.run, "thank-you")
    told = letters.all_of_them(drawn) + "".join(one.address for one in drawn)
    assert "Wren" not in told and "wren" not in told
    assert "Dana Quill" in told and "dana@example.org" in told


def test_letters_written_before_one_that_could_not_be_are_known_to_be_there(
    match: Match, monkeypatch: pytest.MonkeyPatch
) -> None:
    match.team()
    write, done = letters.write_private, []

    def full_after_two(folder: Path, name: str, content: str | bytes) -> Path:
        if len(done) == 2:
            raise Problem("There is no room left.")
        done.append(write(folder, name, content))
        return done[-1]

    monkeypatch.setattr(letters, "write_private", full_after_two)
    with pytest.raises(Problem):
        letters.export_letters(match.workspace, match.opened, match.run, "thank-you")
    assert {one.path for one in exported(match.workspace.places.state)} == {str(path) for path in done}


def test_check_75_sheets_that_lost_their_words_do_not_make_the_others_enough(match: Match) -> None:
    """Four forms are too few in a report as well, also where others stood there whose words were removed."""
    form = evaluations.evaluation_forms(match.run)[0]
    words = next(one.key for one in form.questions if one.type in ("long", "text"))
    ids = [
        evaluations.enter(match.workspace, match.opened, match.run, form.key, {words: f"comment {number}"})
        for number in range(form.fewest)
    ]
    page = reports.drawn(match.workspace, match.opened, match.run, "summary")
    assert any("comment 1" in section.words for section in page.sections)
    from peer_tui.domain.events import Redacted

    match.workspace.record(match.opened, "", [Redacted(target=ids[0], reason="asked")])
    page = reports.drawn(match.workspace, match.opened, match.run, "summary")
    assert not any("comment" in section.words for section in page.sections)
    assert any("too few to show" in section.words for section in page.sections)


def test_check_74_a_personal_step_that_a_row_names_is_told_to_nobody(tmp_path: Path, workspace, clock) -> None:
    from peer_tui.domain.programmes.definition import Column
    from peer_tui.services.programmes.typed import shown_typed

    clock.set(dt.datetime(2026, 4, 1, 13, tzinfo=dt.UTC))
    opened = planning.new_group(workspace, "Harbor Practitioners", "career-workshop", ZONE, EVERYBODY)
    run = starting.start(workspace, opened, "career-workshop", "Getting on")
    meeting = plan_meeting(workspace, opened, run_of(opened, run), "workshop", clock.now() + dt.timedelta(hours=1))
    room = Room(tmp_path, workspace, clock, opened)
    clock.advance(dt.timedelta(minutes=58))
    room.open(meeting)
    room.all("/next", "+bo", "/go mystep", "my: @bo ask my sister about the loan", "> @bo call the college")
    steps = sorted(room.session.group.steps.steps.values(), key=lambda step: step.at)
    shown = [shown_typed(opened, Column("step", "Step", "step"), step.id) for step in steps]
    assert not any("sister" in words for words in shown)
    assert any("call the college" in words for words in shown)
