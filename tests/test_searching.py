"""`peer-tui search` and the registers, as typed at a command line."""

from __future__ import annotations

import datetime as dt
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from peer_tui.services import planning, searching
from peer_tui.services.clock import ManualClock
from peer_tui.services.opening import SMALL
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.plain.meetings import DOORS, ROOT, environment, open_workspace, peer_tui, practice, small_group
from tests.services.libraries import places_in


def ok(home: Path, *arguments: str) -> str:
    done = peer_tui(home, *arguments)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def held(home: Path, *lines: str) -> str:
    """A group with one meeting in which these lines were entered; the meeting's id."""
    workspace, opened, meeting = small_group(home)
    session = LiveSession(workspace, opened, meeting)
    session.do("next")
    for line in lines:
        assert session.enter(line).done, line
    workspace.close()
    return meeting


def test_lines_are_found_newest_first_with_their_day_group_kind_and_meeting(tmp_path: Path) -> None:
    meeting = held(
        tmp_path, "the Forum is in May", "! We hold the forum by Zoom", "> @bo book the hall by nm", "nothing of it"
    )
    lines = ok(tmp_path, "search", "forum").splitlines()
    assert lines == [
        f"Wed 13 Nov 2024 · Harbor  DECISION  We hold the forum by Zoom  {meeting}",
        f"Wed 13 Nov 2024 · Harbor  NOTE  the Forum is in May  {meeting}",
    ]
    (step,) = json.loads(ok(tmp_path, "search", "hal*", "owner:bo", "is:open", "--json"))
    assert (step["text"], step["kind"], step["owner"], step["number"]) == ("book the hall", "next step", "Bo Chen", "1")
    assert step["marks"] == [[9, 12]]
    assert ok(tmp_path, "search", "forum in") == "No line holds that.\n"
    assert ok(tmp_path, "search", "forum", "in").splitlines() == lines[1:]
    assert ok(tmp_path, "search", "forum", "--limit", "1").splitlines() == lines[:1]
    assert ok(tmp_path, "search", "forum", "--group", "harb").splitlines() == lines
    assert ok(tmp_path, "search", '"*" ( : ^').strip() == "No line holds that."


def test_a_group_that_is_not_there_is_said(tmp_path: Path) -> None:
    held(tmp_path, "something")
    done = peer_tui(tmp_path, "search", "something", "--group", "nobody")
    assert done.returncode == 1 and "There is no group called “nobody”" in done.stderr


def test_the_registers_of_decisions_and_parked_items(tmp_path: Path) -> None:
    meeting = held(
        tmp_path, "! We keep Zoom", "~ the pay survey", "~ a wider table", "! We meet twice", "/place 1 resolved"
    )
    assert ok(tmp_path, "decisions").splitlines() == [
        f"Wed 13 Nov 2024 · Harbor  We meet twice  {meeting}",
        f"Wed 13 Nov 2024 · Harbor  We keep Zoom  {meeting}",
    ]
    assert ok(tmp_path, "parked") == "Wed 13 Nov 2024 · Harbor  a wider table → no place yet\n"
    every = json.loads(ok(tmp_path, "parked", "--all", "--json"))
    assert [(row["text"], row["destination"]) for row in every] == [
        ("a wider table", ""),
        ("the pay survey", "resolved"),
    ]


def test_empty_registers_say_so(tmp_path: Path) -> None:
    held(tmp_path)
    assert ok(tmp_path, "decisions") == "No decisions yet.\n"
    assert ok(tmp_path, "parked") == "Nothing is parked without a place.\n"
    assert ok(tmp_path, "parked", "--all") == "Nothing is parked.\n"
    assert json.loads(ok(tmp_path, "decisions", "--json")) == []


def test_a_small_library_is_searched_without_an_index_and_without_a_notice(tmp_path: Path) -> None:
    practice(tmp_path)
    assert ok(tmp_path, "search", "kind:decision", "--now", DOORS)
    assert ok(tmp_path, "list") and ok(tmp_path, "steps") and ok(tmp_path, "minutes")
    assert not (tmp_path / "cache").exists()


def many(home: Path) -> None:
    clock = ManualClock(dt.datetime(2024, 3, 5, 19, 0, tzinfo=dt.UTC))
    workspace = Workspace(places_in(home), clock, Settings(), threaded=False)
    opened = planning.new_group(workspace, "Harbor", "mapwc", "America/New_York", "Bo Chen")
    for number in range(SMALL + 1):
        planning.plan(workspace, opened, clock.now(), title=f"Meeting {number}")
    first = next(iter(opened.group.meetings))
    LiveSession(workspace, opened, first).enter("! The forum is in May")
    workspace.close()


def test_a_large_library_gets_its_index_from_the_first_command_that_reads_it(tmp_path: Path) -> None:
    many(tmp_path)
    assert "The forum is in May" in ok(tmp_path, "search", "forum")
    assert (tmp_path / "cache" / "index").exists()
    assert len(json.loads(ok(tmp_path, "list", "--json"))) == SMALL + 1
    ok(tmp_path, "plan", "Harbor", "--at", "2024-04-01 14:00", "--title", "Planned since", "--now", "2024-03-06T12:00Z")
    assert "Planned since" in ok(tmp_path, "list"), "what was written since is listed"


def test_where_there_can_be_no_index_every_line_is_read_and_that_is_said(tmp_path: Path) -> None:
    many(tmp_path)
    (tmp_path / "cache").write_text("a file where the folder should be")
    done = peer_tui(tmp_path, "search", "forum")
    assert done.returncode == 0 and "The forum is in May" in done.stdout
    assert done.stderr.strip() and "Traceback" not in done.stderr
    assert len(json.loads(peer_tui(tmp_path, "list", "--json").stdout)) == SMALL + 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_at_a_terminal_what_was_found_is_bold_and_nobodys_text_is_markup(tmp_path: Path) -> None:
    held(tmp_path, "[bold]the forum[/] \x1b[31m is in May")
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "peer_tui", "search", "forum"], cwd=ROOT, env=environment(tmp_path), stdin=follower,
        stdout=follower, stderr=follower,
    )  # fmt: skip
    os.close(follower)
    said = b""
    try:
        while chunk := os.read(leader, 4096):
            said += chunk
    except OSError:
        pass  # the other end is closed
    assert process.wait(30) == 0
    os.close(leader)
    assert b"[bold]the \x1b[1mforum\x1b[22m[/]" in said and b"\x1b[31m" not in said


@pytest.mark.parametrize(
    ("typed", "possible"),
    [
        ("kind:zz", "kind:decision"),
        ("is:zz", "is:open"),
        ("after:zz", "after:2024-11-13"),
        ("before:2024-13", "before:2024-11"),
        ("owner:--", "owner:ana"),
    ],
)
def test_a_filter_that_means_nothing_is_named_with_what_is_possible(tmp_path: Path, typed: str, possible: str) -> None:
    held(tmp_path, "the forum is kind:zz")
    done = peer_tui(tmp_path, "search", "forum", typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"“{typed}” means nothing" in done.stderr and possible in done.stderr
    assert len(ok(tmp_path, "search", '"kind:zz"').splitlines()) == 1
    assert len(ok(tmp_path, "search", "kind:note").splitlines()) == 1


def test_filters_count_in_a_meeting_where_every_word_may_be_half_typed(tmp_path: Path) -> None:
    held(tmp_path, "the forum is in May", "! We hold the forum by Zoom")
    workspace = open_workspace(tmp_path)
    (opened,) = workspace.open_groups()
    assert [line.text for line in searching.find_in(workspace, opened, "for kind:decision")] == [
        "We hold the forum by Zoom"
    ]
    assert searching.find_in(workspace, opened, "for before:2024-10") == ()
    workspace.close()
