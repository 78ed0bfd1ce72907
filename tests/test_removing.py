"""`peer-tui redact` and `peer-tui forget`, as scripts and people use them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plain.meetings import DOORS, peer_tui, small_group
from tests.services.test_redacting import everywhere

SECRET = "the heron lands at midnight"


@pytest.fixture
def held(tmp_path: Path) -> str:
    """A meeting that was held in plain mode; its id."""
    workspace, _, meeting = small_group(tmp_path)
    workspace.close()
    typed = f"/next\n+bo\n+ana\nfirst\n{SECRET}\n> @bo call Ana by fri\nAna said yes\n/end\n\n"
    done = peer_tui(tmp_path, "run", meeting, "--plain", "--now", DOORS, typed=typed)
    assert done.returncode == 0, done.stderr
    assert everywhere(tmp_path, SECRET)
    return meeting


def test_check_56_a_line_of_a_held_meeting_is_removed_from_every_file(tmp_path: Path, held: str) -> None:
    listed = peer_tui(tmp_path, "redact", held)
    assert listed.returncode == 0
    number = next(row.split()[0] for row in listed.stdout.splitlines() if SECRET in row)
    no = peer_tui(tmp_path, "redact", held, "--line", number, typed="no\n")
    assert no.returncode == 1 and "Nothing was changed" in no.stderr and everywhere(tmp_path, SECRET)
    done = peer_tui(tmp_path, "redact", held, "--line", number, typed="yes\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Not reached from here" in done.stdout
    assert everywhere(tmp_path, SECRET) == []
    assert SECRET not in peer_tui(tmp_path, "minutes", held).stdout
    unclear = peer_tui(tmp_path, "redact", held, "--line", "9:99", "--yes")
    assert unclear.returncode == 1 and "Nothing was removed" in unclear.stderr


def test_the_same_number_given_twice_removes_no_other_line(tmp_path: Path, held: str) -> None:
    before = peer_tui(tmp_path, "redact", held).stdout.splitlines()
    done = peer_tui(tmp_path, "redact", held, "--line", "1", "--yes")
    assert done.returncode == 0, done.stderr
    again = peer_tui(tmp_path, "redact", held, "--line", "1", "--yes")
    assert again.returncode == 1 and "holds no words any more" in again.stderr
    assert peer_tui(tmp_path, "redact", held).stdout.splitlines() == before[1:]


def test_a_mark_is_left_where_one_is_wanted(tmp_path: Path, held: str) -> None:
    done = peer_tui(tmp_path, "redact", held, "--line", "2", "--mark", "--yes")
    assert done.returncode == 0, done.stderr
    assert "[removed at request]" in peer_tui(tmp_path, "minutes", held, "--format", "txt").stdout
    assert everywhere(tmp_path, SECRET) == []


def test_check_60_forgetting_asks_about_each_line(tmp_path: Path, held: str) -> None:
    done = peer_tui(tmp_path, "forget", "ana", typed="yes\nwhat\nr\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 of 2" in done.stdout and "becomes: call a member" in done.stdout
    assert "1 replaced, 0 kept, 1 unanswered" in done.stdout
    text = peer_tui(tmp_path, "minutes", held, "--format", "txt").stdout
    assert "call a member" in text and "Ana said yes" in text and "Ruiz" not in text
    assert everywhere(tmp_path, "Ana Ruiz") == []


@pytest.mark.parametrize(("how", "kept"), [("--replace-all", False), ("--keep-all", True)])
def test_scripts_say_it_once_for_all_lines(tmp_path: Path, held: str, how: str, kept: bool) -> None:
    done = peer_tui(tmp_path, "forget", "ana", "--group", "harbor", how)
    assert (done.returncode, done.stderr) == (0, "")
    assert bool(everywhere(tmp_path, "Ana said")) is kept
    assert everywhere(tmp_path, "Ruiz") == []


def test_forgetting_that_cannot_be_done_says_why(tmp_path: Path, held: str) -> None:
    for arguments, code, words in (
        (("forget", "nobody"), 1, "Nothing was changed"),
        (("forget", "ana", "--group", "x"), 1, "no group"),
        (("forget", "ana", "--replace-all", "--keep-all"), 2, "Either"),
    ):
        done = peer_tui(tmp_path, *arguments)
        assert done.returncode == code and words in done.stderr
    assert peer_tui(tmp_path, "forget", "ana", typed="").returncode == 1
    assert everywhere(tmp_path, "Ana Ruiz")


def test_plain_mode_removes_and_says_what_it_could_not_reach(tmp_path: Path) -> None:
    workspace, _, meeting = small_group(tmp_path)
    workspace.close()
    typed = f"/next\n{SECRET}\n/redact\n/redact\nafter it\n/end\n\n"
    done = peer_tui(tmp_path, "run", meeting, "--plain", "--now", DOORS, typed=typed)
    assert done.returncode == 0, done.stderr
    assert "Not reached from here" in done.stdout
    assert everywhere(tmp_path, SECRET) == []
    assert "after it" in peer_tui(tmp_path, "minutes", meeting).stdout


def test_what_could_not_be_recorded_is_not_said_to_be_removed(tmp_path: Path, held: str) -> None:
    for log in tmp_path.rglob("*-*.json"):
        if "library" in log.parts:
            # Even root writes no file where a folder stands.
            (log.with_name(f".{log.name}.tmp")).mkdir()
            (log.with_name(f".{log.name}.2.tmp")).mkdir()
    for command in (("redact", held, "--line", "2", "--yes"), ("forget", "ana", "--keep-all")):
        done = peer_tui(tmp_path, *command)
        assert done.returncode == 1 and "Removed" not in done.stdout and "forgotten" not in done.stdout, done
        assert "the words are still there" in done.stderr and "in memory" not in done.stderr
    assert SECRET in peer_tui(tmp_path, "minutes", held, "--format", "txt").stdout
