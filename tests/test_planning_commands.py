"""The commands that plan, move, hide and bring back a meeting, from the shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peer_tui.commands.group import commands

NOW = "2024-11-10T12:00-05:00"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PEER_TUI_HOME", str(tmp_path))
    assert run("new-group", "Harbor", "--zone", "America/New_York").exit_code == 0
    return tmp_path


def run(*words: str, now: str = NOW, stdin: str | None = None) -> Result:
    return CliRunner().invoke(commands, ["--now", now, *words], input=stdin)


def ok(*words: str, now: str = NOW, stdin: str | None = None) -> str:
    done = run(*words, now=now, stdin=stdin)
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def listed() -> list[str]:
    return [row["id"] for row in json.loads(ok("list", "--json"))]


def test_a_meeting_is_planned_moved_and_renamed(home: Path) -> None:
    told = json.loads(ok("plan", "Harbor", "--at", "2024-11-13 14:00", "--kind", "listening session", "--json"))
    assert (told["kind"], told["when"]) == ("listening session", "Wed 13 Nov 2024, 2:00 pm EST")
    assert told["starts"] == "2024-11-13T19:00:00+00:00"
    meeting = told["id"]
    assert "Thu 14 Nov 2024, 3:00 pm EST, 90 min" in ok("move", meeting, "--at", "2024-11-14 15:00", "--minutes", "90")
    renamed = json.loads(ok("rename", meeting, "Open house", "--kind", "training", "--json"))
    assert (renamed["title"], renamed["kind"], renamed["minutes"]) == ("Open house", "training", 90)
    again = ok("plan", "Harbor", "--as-before")
    assert len(listed()) == 2 and again in listed()
    assert run("plan", "Harbor").exit_code == 2 and run("rename", meeting).exit_code == 2


def test_as_before_needs_a_before(home: Path) -> None:
    done = run("plan", "Harbor", "--as-before")
    assert done.exit_code == 1 and "has not met yet" in done.output


def test_a_deleted_meeting_is_in_no_list_and_comes_back(home: Path) -> None:
    meeting = ok("plan", "Harbor", "--at", "2024-11-13 14:00")
    asked = run("delete", meeting)
    assert asked.exit_code == 1 and "Nothing was changed" in asked.output and listed() == [meeting]
    ok("delete", meeting, "--yes", "--reason", "a rehearsal")
    assert listed() == []
    (row,) = json.loads(ok("deleted", "--json"))
    assert (row["id"], row["days_left"], row["may_go"]) == (meeting, 30, False)
    for words, why in (
        (("let-go", meeting, "--yes"), "30 days"),
        (("delete", meeting, "--yes"), "deleted already"),
        (("move", meeting, "--at", "2024-11-14 15:00"), "Restore it first"),
        (("undelete", "nothing"), "no deleted meeting"),
    ):
        done = run(*words)
        assert done.exit_code == 1 and why in done.output, words
    ok("undelete", meeting)
    assert listed() == [meeting] and ok("deleted") == "No meeting is deleted."


def test_after_thirty_days_it_may_go_for_good(home: Path) -> None:
    meeting = ok("plan", "Harbor", "--at", "2024-11-13 14:00")
    ok("delete", meeting, "--yes")
    said = ok("let-go", meeting, "--yes", now="2024-12-20T12:00-05:00")
    assert "is gone" in said and "quarantine" in said
    assert listed() == [] and ok("deleted") == "No meeting is deleted."


def test_two_meetings_become_one(home: Path) -> None:
    kept = ok("plan", "Harbor", "--at", "2024-11-13 14:00")
    gone = ok("plan", "Harbor", "--at", "2024-11-13 15:00")
    assert run("merge-meetings", kept, gone, stdin="n\n").exit_code == 1 and len(listed()) == 2
    assert "stands for both" in ok("merge-meetings", kept, gone, stdin="y\n")
    assert listed() == [kept]
    assert "itself" in run("merge-meetings", kept, kept).output


def test_a_meeting_held_on_paper_is_written_up_from_a_file(home: Path) -> None:
    meeting = ok("write-up", "Harbor", "--at", "2024-11-06 14:00", "--minutes", "45", "--title", "On paper")
    lines = "! We meet by Zoom\n/at 2:30\n> find a room\n/end\n/end\n"
    assert run("run", meeting, "--plain", stdin=lines).exit_code == 0
    minutes = ok("minutes", meeting)
    assert "**Written up:** Sun 10 Nov 2024" in minutes
    assert "called to order 2:00 pm – ended 2:45 pm EST" in minutes
    done = run("write-up", "Harbor", "--at", "2024-12-06 14:00")
    assert done.exit_code == 1 and "still to come" in done.output
