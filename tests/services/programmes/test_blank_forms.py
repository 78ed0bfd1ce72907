"""Forms to be printed: every question with room for its answer, and nothing that was answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.services.exported import exported
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes import filling, starting
from peer_tui.services.programmes.blank_forms import FORMATS, blank_form, export_blank
from peer_tui.services.programmes.files import load_programme, programme_names
from peer_tui.services.programmes.running import run_of
from tests.services.programmes.matches import Match


@pytest.fixture
def match(tmp_path: Path) -> Iterator[Match]:
    made = Match(tmp_path)
    yield made
    made.close()


def test_the_evaluation_that_goes_into_the_packets_asks_for_no_name(match: Match) -> None:
    text = blank_form(match.run, "evaluation")
    assert isinstance(text, str)
    assert "Please do not write your name on it." in text
    assert "I learned what I can use at home.\n[ ] 1   [ ] 2   [ ] 3   [ ] 4   [ ] 5" in text
    assert text.count("_" * 60) == 9
    assert "27 Apr" not in text, "nothing but the title tells of which match it is"


def test_a_worksheet_is_blank_whatever_was_answered(match: Match) -> None:
    filling.answer(match.workspace, match.opened, match.run, "logistics", "location", "Harbor City")
    text = blank_form(match.run, "logistics", "md")
    assert isinstance(text, str)
    assert "Harbor City" not in text
    assert "\\[ \\] classroom" in text
    assert "Mon 27 Apr 2026" in text


@pytest.mark.parametrize("kind", FORMATS)
def test_it_is_an_owner_only_file_that_is_remembered(match: Match, kind: str, tmp_path: Path) -> None:
    pytest.importorskip("docx") if kind == "docx" else None
    path = export_blank(match.workspace, match.opened, match.run, "evaluation", kind)
    assert path.name == f"peer-match-evaluation-blank.{kind}"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [Path(one.path) for one in exported(match.workspace.places.state)] == [path]
    taken = tmp_path / f"mine.{kind}"
    taken.write_text("mine")
    with pytest.raises(Problem, match="was left as it is"):
        export_blank(match.workspace, match.opened, match.run, "evaluation", kind, taken)
    assert taken.read_text() == "mine"


def test_what_there_is_not_is_said(match: Match) -> None:
    with pytest.raises(WrongUse):
        blank_form(match.run, "nowhere")
    with pytest.raises(WrongUse):
        export_blank(match.workspace, match.opened, match.run, "evaluation", "pdf")


@pytest.mark.parametrize("key", programme_names())
def test_every_question_of_every_form_has_room_for_its_answer(match: Match, key: str) -> None:
    run = run_of(match.opened, starting.start(match.workspace, match.opened, key))
    for form in load_programme(key).forms:
        text = blank_form(run, form.key, "txt", form.occasions[0] if form.occasions else "")
        assert isinstance(text, str)
        assert text.count("[ ]") + text.count("_" * 60) >= len(form.questions), form.key
