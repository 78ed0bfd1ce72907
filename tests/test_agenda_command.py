"""`peer-tui agenda`: printed or written, for members with the join link and for everybody without."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from peer_tui.services.choosing import choose
from tests.plain.meetings import open_workspace, peer_tui

LINK = "https://zoom.example/j/987"
NEW_GROUP = ("new-group", "Harbor Peers", "--template", "mapwc", "--zone", "America/New_York")
PLAN = ("plan", "harbor", "--at", "2024-11-13 14:00", "--now", "2024-11-01T12:00Z")
AT = ("--now", "2024-11-07T12:00Z")


@pytest.fixture
def planned(tmp_path: Path) -> str:
    """A group with a join link and one meeting; the meeting's id."""
    assert peer_tui(tmp_path, *NEW_GROUP).returncode == 0
    meeting = peer_tui(tmp_path, *PLAN).stdout.strip()
    workspace = open_workspace(tmp_path)
    choose(workspace, workspace.open_groups()[0], "link", LINK)
    workspace.close()
    return meeting


def test_check_44_only_the_members_agenda_holds_the_join_link(tmp_path: Path, planned: str) -> None:
    for form in ("txt", "md", "html", "json"):
        members = peer_tui(tmp_path, "agenda", planned, "--format", form, *AT)
        public = peer_tui(tmp_path, "agenda", "--audience", "public", "--format", form, *AT)
        assert (members.returncode, public.returncode, members.stderr, public.stderr) == (0, 0, "", "")
        assert LINK in members.stdout and LINK not in public.stdout, form
        assert "Updates on Priorities" in public.stdout
    assert sent(tmp_path) == ()


def sent(home: Path) -> tuple[str, ...]:
    workspace = open_workspace(home)
    held = next(iter(workspace.open_groups()[0].group.meetings.values()))
    workspace.close()
    return held.sent


def test_a_file_that_is_written_counts_as_sent(tmp_path: Path, planned: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    done = peer_tui(tmp_path, "agenda", "--format", "html", "--out", str(folder), *AT)
    path = folder / "agenda-2024-11-13-1400-members.html"
    assert (done.returncode, done.stdout.strip()) == (0, str(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    mine = tmp_path / "deep" / "mine.eml"
    done = peer_tui(tmp_path, "agenda", "--audience", "public", "--format", "eml", "--out", str(mine), *AT)
    assert done.returncode == 0 and b"X-Unsent" in mine.read_bytes()
    assert sent(tmp_path) == ("members", "public")


def test_json_is_one_object_that_says_what_it_is(tmp_path: Path, planned: str) -> None:
    told = json.loads(peer_tui(tmp_path, "agenda", "--json", *AT).stdout)
    assert (told["what"], told["format"], told["audience"]) == ("agenda of a meeting", 1, "members")
    assert [block["at"] for block in told["blocks"]] == ["2:00", "2:05", "2:10", "2:15", "2:30", "2:43", "2:58"]


def test_without_a_meeting_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    assert peer_tui(tmp_path, *NEW_GROUP).returncode == 0
    done = peer_tui(tmp_path, "agenda", *AT)
    assert done.returncode == 1 and "No meeting is planned." in done.stderr and "Traceback" not in done.stderr
    done = peer_tui(tmp_path, "agenda", "nothing-like-it", *AT)
    assert done.returncode == 1 and "nothing-like-it" in done.stderr


def test_several_at_one_time_are_named(tmp_path: Path, planned: str) -> None:
    peer_tui(tmp_path, *PLAN)
    done = peer_tui(tmp_path, "agenda", *AT)
    assert done.returncode == 2 and "say which: peer-tui agenda MEETING" in done.stderr and planned in done.stderr


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, planned: str) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    done = peer_tui(tmp_path, "agenda", "--out", str(blocked / "x.txt"), *AT)
    assert done.returncode == 1 and "could not be written" in done.stderr and sent(tmp_path) == ()
