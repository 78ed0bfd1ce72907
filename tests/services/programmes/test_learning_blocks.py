"""The blocks of a learning meeting that show lists of its programme: measures, and what it has control over."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.events import RowAdded
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import shown
from tests.services.programmes.learners import SECOND, Learning, typed


@pytest.fixture
def learning(tmp_path: Path) -> Learning:
    return Learning(tmp_path)


def words_on(session: LiveSession, height: int = 0) -> str:
    return "\n".join(" ".join([row.mark, row.text]) for row in shown(session, width=60, height=height).rows)


def test_the_measures_block_shows_each_with_its_bars_and_takes_a_reading(learning: Learning) -> None:
    learning.add("measures", measure="Second intakes {x} [/]", baseline="30", target="10")
    session = learning.open("learning", SECOND)
    typed(session, "/go measures")
    assert "30, target 10 · no reading yet" in words_on(session)
    assert shown(session).hint == "reading: NAME NUMBER keeps a reading of today"
    typed(session, "reading: second intakes {x} [/] 21")
    assert "Second intakes {x} [/] █▅ · 30 → 21, target 10 · on the way" in words_on(session)
    assert words_on(session, height=6).split("\n") == [" Second intakes {x} [/] █▅ · 30 → 21, target 10 · on the way"]
    typed(session, "/undo")
    assert "no reading yet" in words_on(session)


def test_readings_of_nothing_and_escape_sequences_of_another_writer_are_not_drawn(learning: Learning) -> None:
    texts = {"measure": "Days \x1b[31m", "baseline": "3", "target": "9"}
    body = RowAdded(programme=learning.id, part="measures", row=learning.workspace.new_id(), texts=texts)
    learning.workspace.record(learning.opened, "", [body])
    learning.add("readings", of="nothing of the kind", day="2026-03-02", value="4")
    session = learning.open("learning", SECOND)
    typed(session, "/go measures")
    assert "\x1b" not in words_on(session) and "Days" in words_on(session)
    assert "No measure that is there" not in words_on(session)


def test_without_measures_the_block_says_how_to_add_one(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    typed(session, "/go measures")
    assert "No measures yet: measure: its name / baseline N / target N" in words_on(session)
    typed(session, "measure: Second intakes / baseline 30 / target 10")
    (row,) = learning.view("measures").rows
    assert (row.name, row.missing) == ("Second intakes", ())


def test_ideas_stand_under_whose_they_are_those_not_sorted_first(learning: Learning) -> None:
    session = learning.open("learning", SECOND)
    typed(session, "/go control")
    assert "No idea yet: idea: its words / mine or my agency or state" in words_on(session)
    for line in (
        "idea: one form for all / state",
        "idea: one sheet / mine",
        "idea: ring back",
        "idea: drop in / call in",
    ):
        typed(session, line)
    said = words_on(session)
    places = [said.index(words) for words in (
        "Not yet sorted", "ring back", "drop in / call in", "Mine · can become next steps", "one sheet",
        "State · recommendations", "one form for all",
    )]  # fmt: skip
    assert places == sorted(places)
    assert shown(session).hint == "idea: … / mine or my agency or state"


def test_in_a_meeting_of_no_programme_the_blocks_are_plain_ones(learning: Learning) -> None:
    from peer_tui.services import planning

    opened = planning.new_group(learning.workspace, "Reed", "peer-learning-meeting", "America/New_York", "Ana Ruiz")
    meeting = planning.plan(learning.workspace, opened, SECOND)
    learning.set_clock(SECOND)
    session = LiveSession(learning.workspace, opened, meeting)
    for block in ("measures", "control", "roll"):
        typed(session, "/next") if session.meeting.block is None else None
        typed(session, f"/go {block}")
        assert words_on(session) and shown(session).hint
