"""The words of a row removed for good: from logs, exports, its line, its next step and reports."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import reports, role_play
from peer_tui.services.programmes.redacting_rows import remove_words
from peer_tui.services.programmes.register_exports import export_register
from peer_tui.services.programmes.row_steps import row_to_step
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from tests.services.conftest import *  # noqa: F403  # the fixtures
from tests.services.programmes.trainings import Training

SECRET = "the heron lands at midnight"


@pytest.fixture
def training(workspace: Workspace, clock: ManualClock) -> Training:
    return Training(workspace, clock)


def everywhere(home: Path) -> list[Path]:
    return [path for path in sorted(home.rglob("*")) if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_every_wording_of_a_row_goes_from_logs_and_exports(training: Training, tmp_path: Path) -> None:
    row = training.add("issues", {"title": "Waiting lists", "concern": f"She said {SECRET}"})
    training.change(row, {"concern": SECRET, "recommendation": f"Ask whether {SECRET}"})
    training.change(row, {"concern": "something else"})
    other = training.add("issues", {"title": "Bus fares"})
    exports = [
        export_register(training.workspace, training.opened, training.running, "issues", form)
        for form in ("md", "csv", "html")
    ]
    assert len(everywhere(tmp_path)) > 3
    done = remove_words(training.workspace, training.opened, training.running, row)
    assert done.finished
    assert everywhere(tmp_path) == []
    # Drawn anew from what is there now, not only without the words.
    assert all(
        "Bus fares" in path.read_text() and "1 row, 1 incomplete" in path.read_text()
        for path in (exports[0], exports[2])
    )
    assert len(exports[1].read_text().splitlines()) == 2
    training.again()
    assert [(one.id, one.number) for one in training.listed("issues").rows] == [(other, 2)]
    with pytest.raises(Problem, match="no words any more"):
        remove_words(training.workspace, training.opened, training.running, row)


def test_the_line_it_came_from_and_its_next_step_lose_their_words_too(training: Training, tmp_path: Path) -> None:
    session = LiveSession(training.workspace, training.opened, training.plan("three"))
    training.clock.advance(dt.timedelta(hours=1))
    for line in ("/next", "/next", f"workplan: {SECRET}"):
        session.typed(line)
        session.enter(line)
    (row,) = training.listed("workplan").rows
    row_to_step(training.workspace, training.opened, training.running, row.id)
    assert len(training.opened.group.open_steps) == 1
    assert everywhere(tmp_path)
    remove_words(training.workspace, training.opened, training.running, row.id)
    assert everywhere(tmp_path) == []
    assert training.opened.group.open_steps == []


def test_a_next_step_between_meetings_and_a_quotation_in_a_report_go_too(training: Training, tmp_path: Path) -> None:
    row = training.add("workplan", {"what": SECRET, "who": "bo"})
    row_to_step(training.workspace, training.opened, training.running, row)
    reports.write_section(
        training.workspace, training.opened, training.running, "training", "workplan", f"We said {SECRET}, and more."
    )
    remove_words(training.workspace, training.opened, training.running, row)
    assert everywhere(tmp_path) == []
    assert "and more" in training.running.sections["training", "workplan"]


def test_a_role_play_that_became_a_row_cannot_bring_its_words_back(training: Training, tmp_path: Path) -> None:
    where = (training.workspace, training.opened, training.id)
    role_play.note(*where, "landed", SECRET)
    role_play.note(*where, "landed", "and the number thirty")
    role_play.keep(*where)
    role_play.note(*where, "landed", SECRET)  # once more, so that the small file holds it too
    assert [path for path in everywhere(tmp_path) if path.parent.name == "ephemera"]
    (row,) = training.listed("role-plays").rows
    remove_words(training.workspace, training.opened, training.running, row.id)
    assert everywhere(tmp_path) == []
    with pytest.raises(Problem, match="nothing to undo"):
        role_play.undo(*where)
