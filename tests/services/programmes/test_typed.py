"""What is typed for an answer or a cell is kept by its type, and shown again as a person reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.domain.programmes.definition import Column, Question
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.opened import OpenGroup
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.typed import LONGEST, read_typed, shown_typed
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import places_in

NOW = dt.datetime(2026, 3, 2, 14, 0, tzinfo=dt.UTC)
"""Mon 2 Mar 2026, 9 am in New York."""
COLOURS = ("mine", "my agency", "state")
Made = tuple[Workspace, OpenGroup]


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    workspace = Workspace(places_in(tmp_path), ManualClock(NOW), Settings(), threaded=False)
    yield (
        workspace,
        planning.new_group(workspace, "Harbor", "mapwc", "America/New_York", "Ana Ruiz\nAna Sousa\nBo Chen"),
    )
    workspace.close()


def column(kind: str, choices: tuple[str, ...] = ()) -> Column:
    return Column("x", "X", kind, choices)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  two words ", "two words"),
        ("text", "a\x1b[31m\x00b", "a[31mb"),
        ("long", "first\r\nsecond\n", "first\nsecond"),
        ("date", "fri", "2026-03-06"),
        ("date", "by 27 apr", "2026-04-27"),
        ("date", "2w", "2026-03-16"),
        ("date", "2026-04-27", "2026-04-27"),
        ("number", "12,5", "12.5"),
        ("scale", "4", "4"),
        ("tick", "x", "yes"),
        ("tick", "no", ""),
        ("choice", "mi", "mine"),
        ("choice", "3", "state"),
        ("choices", "mine, state", "mine; state"),
        ("person", "Wren Aster", "Wren Aster"),
        ("date", "   ", ""),
    ],
)
def test_a_text_is_kept_by_its_type(made: Made, kind: str, typed: str, kept: str) -> None:
    assert read_typed(*made, column(kind, COLOURS), typed) == kept


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("date", "soon", "says no day"),
        ("date", "nm", "says no day"),
        ("number", "many", "a number"),
        ("scale", "9", "from 1 to 5"),
        ("choice", "blue", "one of mine, my agency, state"),
        ("choice", "m", "one of"),
        ("person", "ana", "could be Ana Ruiz, Ana Sousa"),
        ("step", "7", "no next step 7"),
        ("text", "x" * (LONGEST + 1), "longer than 20,000"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_kept(made: Made, kind: str, typed: str, said: str) -> None:
    with pytest.raises(Problem, match=said):
        read_typed(*made, column(kind, COLOURS), typed)


def test_people_and_days_are_shown_by_name_and_in_words(made: Made) -> None:
    _, opened = made
    bo = read_typed(*made, column("person"), "@bo")
    assert bo in opened.group.people and shown_typed(opened, column("person"), bo) == "Bo Chen"
    assert shown_typed(opened, column("date"), "2026-04-27") == "Mon 27 Apr 2026"
    assert shown_typed(opened, column("date"), "2026-04-27", dt.date(2026, 3, 2)) == "Mon 27 Apr"
    assert shown_typed(opened, column("tick"), "yes") == "yes"
    assert shown_typed(opened, column("date"), "[/] no day") == "[/] no day"
    assert shown_typed(opened, column("step"), "gone") == shown_typed(opened, column("meeting"), "gone") == "gone"


def test_a_question_is_read_as_a_column_is(made: Made) -> None:
    assert read_typed(*made, Question("q", "Q", "choice", COLOURS), "state") == "state"


KINDS = (
    "text", "long", "date", "number", "scale", "tick", "choice", "choices", "person", "step", "meeting", "unheard of",
)  # fmt: skip


@given(text=st.text(max_size=60), kind=st.sampled_from(KINDS))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reading_what_is_kept_again_changes_nothing(made: Made, text: str, kind: str) -> None:
    workspace, opened = made
    asked = column(kind, COLOURS)
    try:
        kept = read_typed(workspace, opened, asked, text)
    except Problem:
        return
    if kind != "person":  # a person is kept by an id, which nobody types
        assert read_typed(workspace, opened, asked, kept) == kept
    assert isinstance(shown_typed(opened, asked, kept), str)
