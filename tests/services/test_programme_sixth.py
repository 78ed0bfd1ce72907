"""A sixth programme is a TOML file and no code: started, dated, ticked, filled in, met for, listed and reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import (
    checklist,
    evaluations,
    files,
    filling,
    meetings,
    reports,
    rows,
    running,
    starting,
)
from peer_tui.services.programmes.standing import where_it_stands
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import places_in

GARDEN = """\
title = "Community garden"
about = "A neighbourhood plants a garden together, from the first idea to the first harvest."
source = "invented"
hours = [2, 4]

[[anchor]]
key = "idea"
title = "Day of the idea"
[[anchor]]
key = "planting"
title = "Planting day"
not_before = "idea"

[[advice]]
begins = "idea"
ends = "planting"
least = 28
most = 42
short = "less than 4 weeks"
title = "four to six weeks are usual"

[[window]]
key = "soon-after"
title = "Within a week of the idea"
due = "idea + 1 week"
[[window]]
key = "before"
title = "Two weeks before planting"
opens = "planting - 2 weeks"
due = "planting - 1 day"

[[stage]]
key = "plan"
title = "Plan"
[[stage.need]]
kind = "form"
part = "plan"
[[stage.need]]
kind = "register"
part = "beds"
least = 2
words = "two beds that lack nothing"
[[stage]]
key = "grow"
title = "Grow"
[[stage.need]]
kind = "captured"
part = "sprout"
words = "no sprout was seen"

[[item]]
key = "ask"
title = "Ask the neighbours"
window = "soon-after"
stage = "plan"
[[item]]
key = "seeds"
title = "Buy seeds"
window = "before"
stage = "plan"

[[form]]
key = "plan"
title = "The plan"
topics_for = "work-day"
[[form.section]]
key = "all"
title = "All of it"
[[form.section.question]]
key = "why"
title = "Why a garden?"
[[form.section.question]]
key = "when"
title = "When is planting?"
type = "date"
from_what = "anchor:planting"

[[form]]
key = "cheer"
title = "How was it?"
evaluation = true
[[form.section]]
key = "all"
title = "All of it"
[[form.section.question]]
key = "good"
title = "How good was it?"
type = "scale"

[[register]]
key = "beds"
title = "Beds"
row = "bed"
[[register.column]]
key = "title"
title = "What grows there"
needed = true
[[register.column]]
key = "who"
title = "Who waters it"
needed = true
missing = "nobody waters it"

[[meeting]]
key = "work-day"
title = "Work day"
template = "blank"
many = true
day = "planting"

[[word]]
word = "sprout"
title = "Sprouts seen"

[[report]]
key = "harvest"
title = "Harvest report"
[[report.section]]
key = "plan"
title = "Why we did it"
sources = ["form:plan.why"]
[[report.section]]
key = "beds"
title = "The beds"
sources = ["rows:beds"]
[[report.section]]
key = "sprouts"
title = "What came up"
sources = ["words:sprout"]
"""
NOW = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A library whose owner has a programme of their own."""
    monkeypatch.setenv("PEER_TUI_HOME", str(tmp_path))
    files.own_folder().mkdir(parents=True)
    (files.own_folder() / "garden.toml").write_text(GARDEN, encoding="utf-8")
    made = Workspace(places_in(tmp_path), ManualClock(NOW), Settings(), threaded=False)
    yield made
    made.close()
    files._LOADED.clear()


def test_a_sixth_programme_from_its_first_day_to_its_report(workspace: Workspace) -> None:
    assert files.programme_names() == ["career-workshop", "garden", "peer-learning", "peer-match", "peer-training"]
    opened = planning.new_group(workspace, "Elm Street", "blank", "UTC", "Ana Ruiz\nBo Chen")
    run = starting.start(workspace, opened, "garden", anchors={"idea": NOW.date()})
    now = running.run_of(opened, run)
    programme = running.need_definition(now)
    assert starting.suggested_words(programme, now, "planting") == "four to six weeks are usual: 30 Mar – 13 Apr 2026"
    assert starting.set_day(workspace, opened, now, "planting", dt.date(2026, 3, 9)) == [
        "less than 4 weeks: these stages overlap",
        "“Within a week of the idea” ends on 9 Mar 2026, after “Two weeks before planting” closed on 8 Mar 2026.",
    ]
    starting.set_day(workspace, opened, running.run_of(opened, run), "planting", dt.date(2026, 4, 6))

    checklist.mark(workspace, opened, running.run_of(opened, run), "ask", "done")
    found = where_it_stands(workspace, opened, running.run_of(opened, run))
    assert [(one.item.key, one.state, one.when()) for one in found.items] == [
        ("ask", "done", "by 9 Mar"),
        ("seeds", "later", "23 Mar – 5 Apr"),
    ]
    assert found.hours_words == "0 h of 2–4 h"
    assert [one.missing for one in found.stages] == [
        ("questions still open: The plan (1 of 2)", "two beds that lack nothing (0 of 2)"),
        ("no sprout was seen",),
    ]

    meeting = meetings.plan_meeting(
        workspace, opened, running.run_of(opened, run), "work-day", dt.datetime(2026, 4, 6, 9, tzinfo=dt.UTC)
    )
    assert [topic.text for topic in opened.meeting(meeting).topics] == ["Why a garden?"]
    filling.answer(workspace, opened, running.run_of(opened, run), "plan", "why", "To meet each other")
    for texts in ({"title": "Beans", "who": "Ana Ruiz"}, {"title": "Peas"}):
        rows.add_row(workspace, opened, running.run_of(opened, run), "beds", texts)
    view = rows.register_rows(opened, running.run_of(opened, run), "beds")
    assert [row.missing for row in view.rows if row.name == "Peas"] == [("nobody waters it",)]
    rows.change_row(workspace, opened, running.run_of(opened, run), view.rows[-1].id, {"who": "Bo Chen"})

    session = LiveSession(workspace, opened, meeting)
    for line in ("/next", "/next", "/next"):
        session.enter(line)
    session.enter("sprout: the first peas")
    session.enter("/end")
    session.enter("/end")
    evaluations.enter(workspace, opened, running.run_of(opened, run), "cheer", {"good": "5"})

    found = where_it_stands(workspace, opened, running.run_of(opened, run))
    assert [one.done for one in found.stages] == [True, True]
    page = reports.drawn(workspace, opened, running.run_of(opened, run), "harvest")
    words = repr(page)
    for said in ("To meet each other", "Beans", "Peas", "the first peas"):
        assert said in words


def test_a_later_edition_of_its_file_keeps_what_was_recorded(workspace: Workspace) -> None:
    opened = planning.new_group(workspace, "Elm Street", "blank", "UTC", "Ana Ruiz")
    run = starting.start(workspace, opened, "garden", anchors={"idea": NOW.date()})
    checklist.mark(workspace, opened, running.run_of(opened, run), "ask", "done")
    path = files.own_folder() / "garden.toml"
    path.write_text(GARDEN.replace('key = "ask"', 'key = "neighbours"'), encoding="utf-8")
    found = where_it_stands(workspace, opened, running.run_of(opened, run))
    assert found.warnings == ("1 thing that was recorded is no longer in the programme's file; it is kept: ask.",)
    path.write_text(GARDEN, encoding="utf-8")
    found = where_it_stands(workspace, opened, running.run_of(opened, run))
    assert next(one for one in found.items if one.item.key == "ask").state == "done"
    path.unlink()
    assert running.definition(running.run_of(opened, run)) is None
    assert running.runs(opened)[0].title == "Community garden"


def test_a_file_that_lies_elsewhere_is_not_started_as_nobody_would_find_it_again(
    workspace: Workspace, tmp_path: Path
) -> None:
    opened = planning.new_group(workspace, "Elm Street", "blank", "UTC", "Ana Ruiz")
    elsewhere = tmp_path / "orchard.toml"
    elsewhere.write_text(GARDEN, encoding="utf-8")
    with pytest.raises(Problem, match=r"put orchard\.toml there first"):
        starting.start(workspace, opened, str(elsewhere))
    assert running.runs(opened) == []
    other = tmp_path / "peer-match.toml"
    other.write_text(GARDEN, encoding="utf-8")
    with pytest.raises(Problem, match="under a name of its own"):
        starting.start(workspace, opened, str(other))
    own = files.own_folder() / "garden.toml"
    assert running.run_of(opened, starting.start(workspace, opened, str(own))).key == "garden"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ('named_by = "title"', 'named_by = "title"\nassigns = true', "a column of type “step” is expected"),
        ('named_by = "title"', 'named_by = "title"\nprivate = true', "a column “share” of type “tick” is expected"),
        ('named_by = "title"', 'named_by = "title"\nreadings_of = "beds"', "a column “of” is expected"),
    ],
)
def test_what_would_silently_do_nothing_is_said_when_the_file_is_read(
    workspace: Workspace, before: str, after: str, expected: str
) -> None:
    made = GARDEN.replace('key = "beds"\ntitle', f'key = "beds"\n{before}\ntitle', 1)
    own = files.own_folder() / "orchard.toml"
    own.write_text(made, encoding="utf-8")
    files.load_programme("orchard")
    own.write_text(made.replace(before, after, 1) + "\n", encoding="utf-8")
    with pytest.raises(files.ProgrammeProblem, match=expected):
        files.load_programme("orchard")
