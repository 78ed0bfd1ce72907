"""The commands that follow up on next steps, as a process: what is printed where, and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.plain.meetings import DOORS, peer_tui, practice

NOW = ("--now", DOORS)


def ok(home: Path, *arguments: str) -> str:
    done = peer_tui(home, *arguments, *NOW)
    assert (done.returncode, done.stderr) == (0, ""), arguments
    return done.stdout


def refused(home: Path, *arguments: str, code: int = 1) -> str:
    done = peer_tui(home, *arguments, *NOW)
    assert (done.returncode, done.stdout) == (code, ""), (arguments, done.stderr)
    return done.stderr


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice library, for commands that change nothing."""
    home = tmp_path_factory.mktemp("practice")
    practice(home)
    return home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """One of its own, for those that change something."""
    practice(tmp_path)
    return tmp_path


def numbers(home: Path, *arguments: str) -> list[str]:
    return [row["number"] for row in json.loads(ok(home, "steps", "--json", *arguments))]


def test_steps_are_filtered_by_owner_date_and_state(shared: Path) -> None:
    assert sorted(numbers(shared)) == ["1", "4", "5", "6"]
    assert numbers(shared, "--state", "late") == ["6"]
    assert numbers(shared, "--owner", "bo") == ["4"]
    assert numbers(shared, "--owner", "nobody") == []
    assert set(numbers(shared, "--due-before", "2024-11-20")) == {"4", "6"}
    assert set(numbers(shared, "--all")) > {"1", "4", "5", "6"}
    assert {"2", "3"} & set(numbers(shared, "--state", "done"))
    assert ok(shared, "steps", "--owner", "nobody") == "No next step fits.\n"
    assert "is no day" in refused(shared, "steps", "--due-before", "someday", code=2)
    assert "Nobody is called" in refused(shared, "steps", "--owner", "zzz", code=2)
    assert ok(shared, "steps", "--format", "csv").startswith("\ufeffNo.,Group,Next step")


def test_one_step_tells_its_life_line(shared: Path) -> None:
    told = ok(shared, "step", "1")
    assert "gather sample job descriptions" in told and "promised, with José" in told and "carried 2×" in told
    life = json.loads(ok(shared, "step", "1", "--json"))["life"]
    assert life[0]["what"].startswith("promised") and life[0]["at"].endswith("Z")
    assert "There is no next step 99." in refused(shared, "step", "99")


def test_what_became_of_a_step_is_said_from_the_shell(home: Path) -> None:
    assert ok(home, "step", "4", "moved").startswith("4 ask both training centers")
    assert "stuck: no answer yet" in ok(home, "step", "4", "stuck", "no", "answer", "yet")
    assert "re-dated: by Fri 22 Nov" in ok(home, "step", "4", "date", "22", "nov")
    assert "snoozed until" in ok(home, "step", "4", "snooze", "2w")
    assert ok(home, "step", "4", "undo").startswith("Undone: the snooze")
    assert "Why is 4" in refused(home, "step", "4", "drop")
    assert "dropped: no longer ours" in ok(home, "step", "4", "drop", "no", "longer", "ours")
    assert "4" not in numbers(home)
    assert "opened again" in ok(home, "step", "4", "not-started")
    assert numbers(home, "--owner", "bo") == ["4"]
    assert json.loads(ok(home, "step", "4", "done", "--json"))["said"].endswith("done")
    assert "is not one of" in refused(home, "step", "4", "explode", code=2)


def test_calendar_files_and_an_invitation(home: Path) -> None:
    path = home / "mine.ics"
    assert ok(home, "steps", "--ics", str(path)) == f"4 next steps written to {path}.\n"
    assert len(Calendar.from_ical(path.read_bytes()).walk("VEVENT")) == 4
    ok(home, "steps", "--ics", str(path), "--tasks", "--public", "--owner", "bo")
    [task] = Calendar.from_ical(path.read_bytes()).walk("VTODO")
    assert "Bo" not in str(task["SUMMARY"])
    made = Path(ok(home, "invite").strip())
    assert made.name == "meeting-2024-11-13.ics" and b"BEGIN:VEVENT" in made.read_bytes()
    assert ok(home, "invite", "--ics", str(path)).strip() == str(path)
    assert "could not be written" in refused(home, "invite", "--ics", str(home / "mine.ics" / "x.ics"))


def test_reminders_are_printed_or_drafted_and_drafted_ones_are_done(home: Path) -> None:
    told = ok(home, "remind")
    assert "Hello Ana Sousa," in told and "list the outreach sites" in told
    assert ok(home, "remind") == told, "what was only printed was not sent"
    said = json.loads(ok(home, "remind", "--json", "--owner", "ana"))
    assert [one["steps"] for one in said] == [["6"]]
    drafted = ok(home, "remind", "--eml", str(home / "drafts"))
    assert drafted.count("→") == len(list((home / "drafts").glob("*.eml"))) > 0
    assert ok(home, "remind") == "Nobody needs to be reminded today.\n"


def test_nothing_is_there_yet(tmp_path: Path) -> None:
    assert ok(tmp_path, "steps") == "No open next steps.\n"
    assert ok(tmp_path, "remind") == "Nobody needs to be reminded today.\n"
    assert "No meeting is planned." in refused(tmp_path, "invite")
    assert "has a date" in refused(tmp_path, "steps", "--ics", str(tmp_path / "x.ics"))


@pytest.mark.parametrize(
    "state", ["open", "late", "unclaimed", "asked", "accepted", "not started", "moved", "stuck", "snoozed", "dropped"]
)
def test_every_state_can_be_asked_for(shared: Path, state: str) -> None:
    assert set(numbers(shared, "--state", state)) <= {"1", "4", "5", "6"}
