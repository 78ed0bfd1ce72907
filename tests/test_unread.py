"""Logs that cannot be read are said by every command that lists, and on Today: an empty list never hides them."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from peer_tui.services import listing
from peer_tui.services.session import LiveSession
from peer_tui.services.today import today_lines
from peer_tui.ui.app import PeerApp
from tests.plain.meetings import home_places, open_workspace, peer_tui, small_group

COMMANDS = (("list",), ("steps",), ("decisions",), ("parked",), ("search", "hall"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library with a meeting in which a decision was made."""
    workspace, opened, meeting = small_group(tmp_path)
    session = LiveSession(workspace, opened, meeting)
    session.do("next")
    assert session.enter("! We keep the hall").done
    workspace.close()
    return tmp_path


def spoil(home: Path, pattern: str) -> list[Path]:
    """Make nonsense of these logs and of their last good copies."""
    found = sorted(home_places(home).library.glob(f"groups/*/{pattern}"))
    assert found
    for path in found:
        path.write_bytes(b"\x00 nonsense")
        os.utime(path, (0, 0))  # so long ago that it is not arriving any more
    return [path for path in found if path.suffix == ".json"]


@pytest.mark.parametrize("command", [*COMMANDS, ("minutes", "last")])
def test_a_library_of_which_nothing_can_be_read_is_not_called_empty(home: Path, command: tuple[str, ...]) -> None:
    logs = spoil(home, "**/*.json*")
    done = peer_tui(home, *command)
    for path in logs:
        assert done.stderr.count(f"The file {path.name} is ") == 1, "the logs of both folders are called alike"
    assert "A group without a readable name (harbor" in done.stderr
    assert "No meetings yet" not in done.stdout and "No decisions yet" not in done.stdout
    if command != ("minutes", "last"):
        assert done.returncode == 0 and " can be read" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_a_meeting_that_cannot_be_read_is_named_beside_what_can(home: Path, command: tuple[str, ...]) -> None:
    assert peer_tui(home, *command).stderr == ""
    spoil(home, "meetings/**/*.json*")
    done = peer_tui(home, *command)
    assert done.returncode == 0 and done.stderr.startswith("Harbor: The file ") and "yet" not in done.stdout
    assert done.stderr.count("The file") == 1, "each is said once"
    assert peer_tui(home, *command, "--group", "harb").stderr == done.stderr


def test_a_group_that_is_not_found_may_be_the_one_that_cannot_be_read(home: Path) -> None:
    spoil(home, "group/*.json*")
    done = peer_tui(home, "list", "--group", "harbor")
    assert done.returncode == 1
    assert "A group without a readable name" in done.stderr and "There is no group called" in done.stderr


def test_of_many_sentences_the_first_are_said_and_the_others_counted() -> None:
    assert listing.problem_lines(["a"] * 5) == ["a"] * 5
    assert listing.problem_lines([str(n) for n in range(305)]) == [
        "0", "1", "2", "3", "4", "… and 300 more: peer-tui check",
    ]  # fmt: skip


def test_today_says_which_files_cannot_be_read_also_of_a_group_without_a_name(home: Path) -> None:
    spoil(home, "**/*.json*")
    workspace = open_workspace(home)
    lines = today_lines(workspace, workspace.open_groups())
    assert [line.kind for line in lines] == ["damage"], "said once, though the logs of both folders are called alike"
    assert "a group without a readable name (harbor" in lines[0].more[0]
    workspace.close()


async def test_todays_screen_shows_them_instead_of_saying_that_nothing_waits(home: Path) -> None:
    spoil(home, "**/*.json*")
    # The same file cannot be read in two groups: both are shown.
    (folder,) = home_places(home).library.glob("groups/*")
    shutil.copytree(folder, folder.with_name("other-2222"))
    workspace = open_workspace(home)
    app = PeerApp(workspace)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert not app.screen.query("#empty")
        shown = list(app.screen.lines.values())  # type: ignore[attr-defined]
        assert [line.kind for line in shown] == ["damage", "damage"] and "(other-2222)" in shown[1].more[0]
    workspace.close()
