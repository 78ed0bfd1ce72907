"""What a line of a draft is filed as: the usual kinds, and the words of the programme its meeting belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.domain.events import EntryKind
from peer_tui.services import line_editing, line_filing, minutes_lines
from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import gathering, meetings, reports
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.libraries import places_in
from tests.services.programmes.matches import FIRST, Match
from tests.services.programmes.trainings import MORNING, Training

SAID = "The shuttle was paid by the county"


@pytest.fixture
def match(tmp_path: Path) -> Iterator[Match]:
    made = Match(tmp_path)
    yield made
    made.close()


@pytest.fixture
def training(tmp_path: Path) -> Iterator[Training]:
    clock = ManualClock(MORNING)
    workspace = Workspace(places_in(tmp_path), clock, Settings(), threaded=False)
    yield Training(workspace, clock)
    workspace.close()


def day_one(match: Match) -> tuple[str, str]:
    """The first day of the match, held; and the line that is to be filed otherwise."""
    match.hold("day-1", FIRST, SAID)
    meeting = next(held.id for held, kind in of_run(match) if kind == "day-1")
    return meeting, entry(match, meeting, SAID)


def of_run(match: Match):
    return [(held, kind) for kind, held in meetings.meetings_of(match.opened, match.run)]


def entry(match, meeting: str, text: str) -> str:
    return next(one.id for one in match.opened.meeting(meeting).entries.values() if one.filed.text == text)


def refile(match, meeting: str, line: str, key: str) -> str:
    return line_filing.refile(match.workspace, match.opened, meeting, line, key)


def test_a_line_of_a_match_is_filed_as_a_lesson_and_stands_in_the_summary(match: Match) -> None:
    meeting, line = day_one(match)
    offered = {one.key: one.words for one in line_filing.filed_as(match.opened, meeting)}
    assert {"lesson:", "reflect:", "learn:", "commit:"} <= set(offered)
    assert offered["learn:"] == "LEARNING · learn:" and "learning" not in offered
    assert offered["support"] == "SUPPORT", "a kind that this programme has no word for"

    def told() -> str:
        page = reports.drawn(match.workspace, match.opened, match.run, "brief")
        return "\n".join(section.words for section in page.sections)

    assert SAID not in told()
    assert refile(match, meeting, line, "lesson:") == "Filed as LESSON."
    assert SAID in told()
    assert refile(match, meeting, line, "lesson:") == "It is LESSON already."
    filed = match.opened.meeting(meeting).entries[line].filed
    typed = match.opened.meeting(meeting).entries
    assert (filed.kind, filed.word, filed.called) == (EntryKind.LESSON, "", "") and line in typed
    line_editing.undo(match.workspace, match.opened, meeting)
    assert SAID not in told()


def test_a_commitment_filed_in_review_is_gathered_as_one_that_was_typed(match: Match) -> None:
    meeting, line = day_one(match)
    refile(match, meeting, line, "commit:")
    gathering.gather(match.workspace, match.opened, match.run, "commitments")
    assert [row.texts["title"] for row in match.run.standing_rows("commitments")] == [SAID]


def test_what_its_programme_called_a_line_goes_when_it_is_filed_otherwise(match: Match) -> None:
    meeting, line = day_one(match)
    refile(match, meeting, line, "commit:")
    refile(match, meeting, line, "decision")
    (shown,) = [one for one in minutes_lines.lines_of(match.workspace, match.opened, meeting) if one.entry == line]
    assert shown.label == "DECISION 1"
    filed = match.opened.meeting(meeting).entries[line].filed
    assert (filed.word, filed.called) == ("", "")


def test_a_meeting_of_no_programme_offers_what_it_always_did(match: Match) -> None:
    from peer_tui.services import planning

    meeting = planning.plan(match.workspace, match.opened, match.clock.now())
    assert [one.key for one in line_filing.filed_as(match.opened, meeting)] == [str(kind) for kind in line_filing.KINDS]


def session_of(training: Training, *lines: str) -> str:
    meeting = training.plan("one")
    session = LiveSession(training.workspace, training.opened, meeting)
    for line in ("/next", *lines):
        session.typed(line)
        session.enter(line)
    return meeting


def issues(training: Training) -> list[str]:
    return [row.texts["title"] for row in training.running.standing_rows("issues")]


def test_a_word_that_adds_rows_adds_one_and_the_row_follows_its_line(training: Training) -> None:
    meeting = session_of(training, "Two intakes for one person")
    line = entry(training, meeting, "Two intakes for one person")
    offered = {one.key: one.words for one in line_filing.filed_as(training.opened, meeting)}
    assert "adds a row: " in offered["issue:"]
    assert issues(training) == []
    refile(training, meeting, line, "issue:")
    assert issues(training) == ["Two intakes for one person"]
    line_editing.reword(training.workspace, training.opened, meeting, line, "Three intakes for one person")
    assert issues(training) == ["Three intakes for one person"]
    refile(training, meeting, line, "note")
    assert issues(training) == []
    refile(training, meeting, line, "issue:")
    assert issues(training) == ["Three intakes for one person"]
    training.again()
    assert issues(training) == ["Three intakes for one person"]


def test_a_word_of_the_programmes_own_goes_with_what_it_called_the_line(training: Training) -> None:
    meeting = session_of(training, "We are heard too late")
    line = entry(training, meeting, "We are heard too late")
    refile(training, meeting, line, "concern:")
    filed = training.opened.meeting(meeting).entries[line].filed
    assert filed.word == "concern" and filed.called
    refile(training, meeting, line, "question")
    filed = training.opened.meeting(meeting).entries[line].filed
    assert (filed.kind, filed.word, filed.called) == (EntryKind.QUESTION, "", "")


def test_one_undo_takes_the_line_and_its_row_back(training: Training) -> None:
    meeting = session_of(training, "Two intakes for one person", "/go goodbyes", "/end", "/end")
    line = entry(training, meeting, "Two intakes for one person")
    refile(training, meeting, line, "issue:")
    assert issues(training) == ["Two intakes for one person"]
    line_editing.undo(training.workspace, training.opened, meeting)
    assert issues(training) == [] and training.opened.meeting(meeting).entries[line].filed.kind is EntryKind.NOTE


def test_a_word_the_programme_has_no_more_is_one_sentence_and_changes_nothing(match: Match) -> None:
    meeting, line = day_one(match)
    before = len(match.opened.events[meeting])
    with pytest.raises(Problem, match="does not have that word any more"):
        refile(match, meeting, line, "gone:")
    assert len(match.opened.events[meeting]) == before
