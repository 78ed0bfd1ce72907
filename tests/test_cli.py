"""The command line others may rely on: exit codes, what is printed where, and nothing half-made."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.plain.meetings import DOORS, ROOT, environment, open_workspace, peer_tui, practice

NEW_GROUP = ("new-group", "Harbor Peers", "--template", "mapwc", "--zone", "America/New_York")
PLAN = ("plan", "harbor", "--at", "2024-11-13 14:00", "--now", "2024-11-01T12:00Z")
AT = ("--now", "2024-11-13T19:00Z")


def ok(home: Path, *arguments: str, typed: str | bytes = "") -> str:
    done = peer_tui(home, *arguments, typed=typed)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def planned(tmp_path: Path) -> str:
    """A group with one meeting; the meeting's id."""
    ok(tmp_path, *NEW_GROUP)
    return ok(tmp_path, *PLAN).strip()


@pytest.mark.skipif(sys.platform == "win32", reason="owner-only modes are POSIX")
def test_check_61_every_file_is_for_its_owner_only_whatever_the_umask(tmp_path: Path) -> None:
    from peer_tui.services import keeping

    home = tmp_path / "home"
    script = " && ".join((
        "umask 000",
        f"{sys.executable} -m peer_tui {' '.join(NEW_GROUP[:1])} Harbor --zone America/New_York",
        f"{sys.executable} -m peer_tui plan Harbor --at '2024-11-13 14:00' --now 2024-11-01T12:00Z",
        f"printf '! We keep Zoom\\n/end\\n' | {sys.executable} -m peer_tui run --plain --now 2024-11-13T19:00Z",
        f"{sys.executable} -m peer_tui minutes last",
    ))  # fmt: skip
    done = subprocess.run(
        ["sh", "-c", script], cwd=ROOT, env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    workspace = open_workspace(home)
    before = os.umask(0)
    try:
        (opened,) = workspace.open_groups()
        for form in keeping.FORMATS:
            keeping.export(opened, next(iter(opened.group.meetings)), form, workspace.places.exports)
    finally:
        os.umask(before)
        workspace.close()
    everything = [home, *home.rglob("*")]
    assert [path for path in everything if path.suffix in (".md", ".txt")]
    assert [str(path) for path in everything if path.stat().st_mode & 0o077] == []


@pytest.mark.skipif(sys.platform == "win32", reason="owner-only modes are POSIX")
def test_check_61_whatever_the_program_makes_by_any_way_is_for_its_owner_only(tmp_path: Path) -> None:
    program = """
import os, sys
os.umask(0)
from peer_tui.cli import main
sys.argv = ["peer-tui", "paths"]
try:
    main()
except SystemExit:
    pass
open(os.environ["MADE"], "w").close()
os.mkdir(os.environ["MADE"] + "-folder")
"""
    made = tmp_path / "made"
    environ = environment(tmp_path / "home", MADE=str(made))
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environ, capture_output=True, check=True)
    assert made.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "made-folder").stat().st_mode & 0o777 == 0o700


def test_planning_prints_nothing_but_the_id_and_the_id_is_taken(tmp_path: Path, planned: str) -> None:
    assert re.fullmatch(r"[0-9a-z-]+", planned)
    said = ok(tmp_path, "run", planned, "--plain", *AT, typed="! We keep Zoom\n/end\n")
    assert "2:00 DECISION We keep Zoom" in said
    assert "1. We keep Zoom" in ok(tmp_path, "minutes", planned)
    assert ok(tmp_path, "minutes", "last") == ok(tmp_path, "minutes", planned[:14]) == ok(tmp_path, "minutes")


def test_a_meeting_without_an_end_stays_open_and_is_the_one_to_run(tmp_path: Path, planned: str) -> None:
    ok(tmp_path, *PLAN[:3], "2024-11-20 14:00", *PLAN[4:])
    ok(tmp_path, "run", planned, "--plain", *AT, typed="first\n")
    said = ok(tmp_path, "run", "--plain", "--now", "2024-11-13T19:05Z", typed="second\n")
    assert "Resumed: doors open since 2:00, last line 2:00, in Welcome for 5:00" in said
    assert "2:00 NOTE first" in said and "2:05 NOTE second" in said
    assert said.rstrip().endswith("The meeting stays open: `peer-tui run` goes on with it.")


def test_where_two_meetings_fit_they_are_listed(tmp_path: Path, planned: str) -> None:
    other = ok(tmp_path, *PLAN).strip()
    done = peer_tui(tmp_path, "run", "--plain", *AT, typed="lost?\n")
    assert done.returncode == 2
    assert planned in done.stderr and other in done.stderr


def test_runs_at_the_very_same_instant_make_meetings_of_their_own(tmp_path: Path) -> None:
    from peer_tui.services import planning

    first = open_workspace(tmp_path)
    planning.new_group(first, "Harbor", "mapwc", "UTC")
    first.close()
    made = set()
    for _ in range(3):
        workspace = open_workspace(tmp_path)
        made.add(planning.plan(workspace, workspace.find_group("Harbor"), workspace.now()))
        workspace.close()
    (opened,) = (last := open_workspace(tmp_path)).open_groups()
    last.close()
    assert len(made) == 3 == len(opened.group.meetings)


def test_the_next_planned_meeting_comes_before_the_newest_past_one(tmp_path: Path, planned: str) -> None:
    later = ok(tmp_path, *PLAN[:3], "2024-12-11 14:00", "--title", "In December", *PLAN[4:]).strip()
    assert "In December" in ok(tmp_path, "run", "--plain", "--now", "2024-12-01T12:00Z")
    assert json.loads(ok(tmp_path, "list", "--json"))[1]["state"] == "unfinished"
    ok(tmp_path, "run", later, "--plain", "--now", "2024-12-11T20:00Z", typed="/end\n")
    assert "Wed 13 Nov 2024" in ok(tmp_path, "run", "--plain", "--now", "2025-01-01T12:00Z")


def test_the_lists_as_json(tmp_path: Path) -> None:
    practice(tmp_path)
    meetings = json.loads(ok(tmp_path, "list", "--json"))
    assert [row["state"] for row in meetings] == ["ended", "ended", "ended", "planned"]
    assert meetings[3]["starts"] == "2024-11-13T19:00:00Z"
    steps = json.loads(ok(tmp_path, "steps", "--group", "harb", "--json", "--now", DOORS))
    assert {row["number"]: row["late"] for row in steps} == {"1": False, "4": False, "5": False, "6": True}
    assert json.loads(ok(tmp_path, "minutes", "--json"))["group"] == "Harbor Peer Coalition"
    findings = json.loads(ok(tmp_path, "check", "--json"))
    assert {finding["area"] for finding in findings if finding["level"] != "ok"} <= {"backups"}, findings
    assert json.loads(ok(tmp_path, "paths", "--json"))["library"] == str(tmp_path / "library")
    for row in meetings:
        assert row["id"] in ok(tmp_path, "list")


def test_the_first_run_has_nothing_and_says_so(tmp_path: Path) -> None:
    home = tmp_path / "fresh"
    assert "No meetings yet" in ok(home, "list")
    assert ok(home, "steps") == "No open next steps.\n"
    assert json.loads(ok(home, "list", "--json")) == json.loads(ok(home, "steps", "--json")) == []
    assert "There is no library" in ok(home, "check")
    for arguments in (["minutes"], ["run", "--plain"], ["steps", "--group", "x"], ["cancel", "x"]):
        done = peer_tui(home, *arguments)
        assert (done.returncode, done.stdout) == (1, ""), arguments
        assert len(done.stderr.strip().splitlines()) == 1 and "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["run"], ["demo"]])
def test_without_a_terminal_it_says_so_in_one_line(tmp_path: Path, arguments: list[str]) -> None:
    done = peer_tui(tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no terminal here") and done.stderr.count("\n") == 1


def test_cancelling(tmp_path: Path, planned: str) -> None:
    assert ok(tmp_path, "cancel", planned) == "Harbor Peers is cancelled.\n"
    for arguments in (["cancel", planned], ["run", planned, "--plain"]):
        done = peer_tui(tmp_path, *arguments)
        assert (done.returncode, done.stdout) == (1, "") and "cancelled" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["new-group", "X", "--zone", "Mars/Olympus"], 1, "Mars/Olympus"),
        (["new-group", "  ", "--zone", "UTC"], 1, "needs a name"),
        (["new-group", "X", "--zone", "UTC", "--template", "nosuch"], 1, "nosuch"),
        (["new-group", "X", "--zone", "UTC", "--template", "bad.toml"], 1, "low"),
        (["new-group", "X", "--zone", "UTC", "--people", "missing.txt"], 1, "missing.txt"),
        (["new-group", "X", "--zone", "UTC", "--people", "bad.txt"], 1, "Line 2"),
        (["new-group", "X", "--zone", "UTC", "--people", "bytes.txt"], 1, "line 2"),
        (["new-group", "X"], 2, "--zone"),
        (["plan", "nobody", "--at", "2024-11-13 14:00"], 1, "nobody"),
        (["plan", "Harbor", "--at", "soonish"], 1, "soonish"),
        (["plan", "Harbor", "--at", "2024-11-13 25:00"], 1, "25:00"),
        (["plan", "Harbor", "--at", "9999-12-31 23:59"], 1, "9999"),
        (["plan", "Harbor", "--at", "2024-11-13 14:00", "--minutes", "0"], 1, "24 hours"),
        (["plan", "Harbor", "--at", "2024-11-13 14:00", "--minutes", "x"], 2, "--minutes"),
        (["plan", "H", "--at", "2024-11-13 14:00"], 2, "fits 2 groups"),
        (["run", "nosuch", "--plain"], 1, "nosuch"),
        (["minutes", "nosuch"], 1, "nosuch"),
        (["minutes", "--format", "rtf"], 2, "rtf"),
        (["list", "--now", "yesterday"], 2, "yesterday"),
        (["list", "--now", "2024-11-13T14:00"], 2, "2024-11-13T14:00"),
        (["list", "--group", "\x1b[2J"], 1, "no group called"),
        (["nosuch"], 2, "nosuch"),
        (["demo", "--speed", "0"], 2, "--speed"),
    ],
)
def test_bad_input_is_a_sentence_and_makes_nothing(tmp_path: Path, arguments: list[str], code: int, named: str) -> None:
    home = tmp_path / "home"
    ok(home, "new-group", "Harbor", "--zone", "UTC")
    ok(home, "new-group", "Hope", "--zone", "UTC")
    files = {
        "bad.toml": b'title = "x"\n[[block]]\nkey = "a"\ntitle = "a"\nhigh = 3\nlow = 9\n',
        "bad.txt": b"Ana Ruiz\n12345\nBo | b | | | president\n",
        "bytes.txt": b"Ana Ruiz\n\xff\xfe\n",
    }
    for name, raw in files.items():
        (tmp_path / name).write_bytes(raw)
    arguments = [str(tmp_path / word) if word in files else word for word in arguments]
    before = sorted(home.rglob("*.json"))
    done = peer_tui(home, *arguments)
    assert (done.returncode, done.stdout) == (code, ""), done
    assert named in done.stderr and "Traceback" not in done.stderr and "\x1b" not in done.stderr
    assert sorted(home.rglob("*.json")) == before, "nothing is half-made"


def test_every_bad_line_of_a_people_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "people").write_text("Ana Ruiz\n12345\nBo | b | | | president\nMei Tan\n", encoding="utf-8")
    done = peer_tui(tmp_path / "home", *NEW_GROUP, "--people", str(tmp_path / "people"))
    assert done.returncode == 1
    assert "Line 2" in done.stderr and "Line 3" in done.stderr and "Line 1" not in done.stderr
    assert not list((tmp_path / "home").rglob("*.json"))


def test_people_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "people").write_text("\ufeffAna Ruiz\r\n林小雨 | rain\r\n", encoding="utf-8")
    assert "2 people" in ok(tmp_path / "home", *NEW_GROUP, "--people", str(tmp_path / "people"))


def test_a_name_that_stands_twice_is_kept_twice_and_said(tmp_path: Path) -> None:
    (tmp_path / "people").write_text("Ana Ruiz\nBo Chen\nana ruiz\n", encoding="utf-8")
    done = peer_tui(tmp_path / "home", *NEW_GROUP, "--people", str(tmp_path / "people"))
    assert done.returncode == 0 and "3 people" in done.stdout
    assert done.stderr == (
        "Line 3: ana ruiz is also on line 1. Both are kept; a surname or a short form behind a bar tells them apart.\n"
    )


def test_a_library_may_be_named_before_or_after_the_command(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    ok(home, "--data", str(other), *NEW_GROUP)
    ok(home, *PLAN, "--data", str(other))
    assert "Harbor Peers" in ok(home, "--data", str(other), "list") == ok(home, "list", "--data", str(other))
    assert "No meetings yet" in ok(home, "list")
    assert not (home / "library").exists()


def test_an_unwritable_library_is_said_with_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file where the library should be")
    for arguments in (NEW_GROUP, ["list"], ["check"], ["run", "--plain"]):
        done = peer_tui(tmp_path, *arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"{tmp_path / 'library'} is a file") and done.stderr.count("\n") == 1
    inside = peer_tui(tmp_path / "library", "list")
    assert inside.returncode == 1 and f"{tmp_path / 'library'} is a file" in inside.stderr


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a file system that takes no folders")
def test_a_library_that_cannot_be_made_is_said_with_exit_code_1() -> None:
    done = peer_tui(Path("/proc/nowhere"), *NEW_GROUP)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("NOT SAVED") and "Traceback" not in done.stderr


def test_names_from_disk_reach_the_output_without_control_characters(tmp_path: Path) -> None:
    ok(tmp_path, "new-group", "[bold]\x1b[31mHarbor\x07", "--zone", "UTC", *AT)
    meeting = ok(
        tmp_path, "plan", "[bold]", "--at", "2024-11-13 14:00", "--title", "\x1b]0;x\x07[/] 林小雨", *AT
    ).strip()
    said = ok(tmp_path, "run", meeting, "--plain", *AT, typed=b"\x1b[2J\xff[/]\x00\n/end\n")
    for text in (said, ok(tmp_path, "list"), ok(tmp_path, "minutes"), ok(tmp_path, "minutes", "--format", "txt")):
        assert "林小雨" in text and not set(text) & {"\x1b", "\x07", "\x00"}


def test_demo_in_plain_mode_leaves_the_real_library_alone(tmp_path: Path) -> None:
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "peer_tui", "demo", "--plain", "--speed", "10", "--now", DOORS],
        cwd=ROOT, env=environment(tmp_path / "home", TMPDIR=str(elsewhere)), input=b"+ana1\n@14:04\n/next\n/end\n",
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert said.startswith("Harbor Peer Coalition · Coalition meeting · Wed 13 Nov 2024, 1:55 pm EST")
    assert "Ended 2:04 pm" in said
    assert not (tmp_path / "home").exists() and not list(elsewhere.iterdir())


def test_demo_on_the_screen_opens_today_with_the_practice_meeting_on_top(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    from peer_tui.commands import running
    from peer_tui.commands.group import commands
    from peer_tui.services.today import today_lines
    from peer_tui.services.workspace import Workspace
    from peer_tui.ui import app

    seen: list[tuple[object, ...]] = []

    def on_screen(workspace: Workspace, start: str | None = None, practice: bool = False) -> int:
        first, *_ = today_lines(workspace, workspace.open_groups())
        seen.append((start, practice, first.kind, first.enter, first.enter_words, *first.more))
        return 0

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(running, "need_terminal", lambda: None)
    monkeypatch.setattr(app, "run_app", on_screen)
    with pytest.raises(SystemExit) as left:
        commands.main(["demo", "--now", "2024-11-13T13:54:10-05:00"], prog_name="peer-tui")
    assert left.value.code == 0
    assert seen == [(None, True, "next", "live", "Enter opens the doors", "in 6 min · 60 min")]
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_a_demo_that_was_killed_is_gone_on_with(tmp_path: Path) -> None:
    environ = environment(tmp_path / "home", TMPDIR=str(tmp_path))
    arguments = [sys.executable, "-m", "peer_tui", "demo", "--plain", "--speed", "60"]
    running = subprocess.Popen(
        arguments, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert say_and_hear(running, ["before the kill"]) == ["before the kill"]
    running.kill()
    running.communicate()
    (home,) = tmp_path.glob("peer-tui-practice-*")
    done = subprocess.run(arguments, cwd=ROOT, env=environ, input=b"/end\n", capture_output=True, check=False)
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Resumed: doors open since " in said and "NOTE before the kill" in said and "Ended " in said
    assert not home.exists()
    again = subprocess.run(arguments, cwd=ROOT, env=environ, input=b"", capture_output=True, check=False)
    assert b"Doors open" in again.stdout, "there is nothing left to go on with"


def test_the_hidden_option_is_not_in_the_help(tmp_path: Path) -> None:
    for command in ([], ["run"], ["plan"], ["demo"]):
        assert "--now" not in ok(tmp_path, *command, "--help")


# --- being stopped ------------------------------------------------------------------------------------------------


def start_plain(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "peer_tui", "run", "--plain", *AT],
        cwd=ROOT, env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def say_and_hear(running: subprocess.Popen[bytes], lines: list[str]) -> list[str]:
    """Type lines, one after the other; the lines that were echoed as filed."""
    assert running.stdin is not None and running.stdout is not None
    echoed = []
    for line in lines:
        running.stdin.write(f"{line}\n".encode())
        running.stdin.flush()
        for raw in running.stdout:
            if raw.decode().rstrip().endswith(f"NOTE {line}"):
                echoed.append(line)
                break
    return echoed


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_check_53_after_a_kill_every_echoed_line_is_there(tmp_path: Path, planned: str) -> None:
    running = start_plain(tmp_path)
    echoed = say_and_hear(running, [f"line {number}" for number in range(20)])
    assert len(echoed) == 20
    running.kill()
    running.communicate()
    said = ok(tmp_path, "run", "--plain", "--now", "2024-11-13T19:07Z", typed="/end\n")
    assert "Resumed: doors open since 2:00, last line 2:00, in Welcome for 7:00" in said
    minutes = ok(tmp_path, "minutes", planned)
    assert [line for line in echoed if f"- {line}\n" not in minutes] == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGTERM)])
def test_a_signal_leaves_the_meeting_open_without_a_traceback(
    tmp_path: Path, planned: str, number: signal.Signals
) -> None:
    running = start_plain(tmp_path)
    assert say_and_hear(running, ["before the signal"]) == ["before the signal"]
    time.sleep(0.2)
    running.send_signal(number)
    out, err = running.communicate(timeout=30)
    assert running.returncode == 1
    assert out.decode().rstrip().endswith("Stopped. The meeting stays open: `peer-tui run` goes on with it.")
    assert err == b""
    workspace = open_workspace(tmp_path, dt.datetime(2024, 11, 13, 19, 5, tzinfo=dt.UTC))
    opened, held = workspace.find_meeting(planned)
    assert held.state == "unfinished"
    assert [entry.filed.text for entry in opened.meeting(held.id).lines()] == ["before the signal"]
    workspace.close()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_an_output_that_goes_away_loses_no_line(tmp_path: Path, planned: str) -> None:
    running = start_plain(tmp_path)
    assert running.stdout is not None and running.stdin is not None
    running.stdout.close()
    for line in ("one", "two", "three"):
        running.stdin.write(f"{line}\n".encode())
    running.stdin.close()
    assert running.wait(timeout=30) == 0
    assert running.stderr is not None and running.stderr.read() == b""
    running.stderr.close()
    workspace = open_workspace(tmp_path)
    opened, held = workspace.find_meeting(planned)
    assert [entry.filed.text for entry in opened.meeting(held.id).lines()] == ["one", "two", "three"]
    workspace.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["paths"], ["list"], ["--version"], ["--help"], ["minutes", "--help"]])
def test_a_full_output_is_a_sentence(tmp_path: Path, arguments: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "peer_tui", *arguments], cwd=ROOT, env=environment(tmp_path), stdout=full,
            stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "That could not be done (No space left on device). What was saved before is safe.\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_has_seen_enough_is_no_error_message(tmp_path: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [sys.executable, "-m", "peer_tui", "paths"], cwd=ROOT, env=environment(tmp_path), stdout=theirs,
        stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    os.close(theirs)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells")
def test_with_closed_streams_a_meeting_is_taken_and_nothing_breaks(tmp_path: Path, planned: str) -> None:
    def in_shell(words: str, closed: str, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["sh", "-c", f"exec {sys.executable} -m peer_tui {words} {closed}"], cwd=ROOT, env=environment(tmp_path),
            input=typed, capture_output=True, check=False, timeout=60,
        )  # fmt: skip

    run = f"run --plain {' '.join(AT)}"
    assert in_shell(run, ">&-", b"nobody reads\n").returncode == 0
    done = in_shell(run, "<&-")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"2:00 NOTE nobody reads" in done.stdout and b"End of input" in done.stdout
    assert in_shell(run, "<&- >&- 2>&-").returncode == 0
    done = in_shell("", "<&- >&-")
    assert (done.returncode, done.stderr[:27]) == (1, b"There is no terminal here f")
    assert "every file parses, every checksum holds" in ok(tmp_path, "check")


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells")
def test_no_file_gets_the_number_of_a_closed_stream(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import sys\nfrom peer_tui.cli import main\nsys.argv = ['peer-tui', 'paths']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "made = open(sys.path[0] + '/number', 'w')\nmade.write(str(made.fileno()))\n",
        encoding="utf-8",
    )
    subprocess.run(
        ["sh", "-c", f"exec {sys.executable} {tmp_path / 'program.py'} <&- >&- 2>&-"], cwd=ROOT,
        env=environment(tmp_path, PYTHONPATH=str(ROOT)), check=True,
    )  # fmt: skip
    assert int((tmp_path / "number").read_text(encoding="utf-8")) > 2


def test_a_fault_of_the_program_is_a_sentence_without_anybodys_words(tmp_path: Path) -> None:
    program = """
import sys
import peer_tui.services.listing as listing
def broken(*arguments):
    raise ZeroDivisionError("a painful story")
listing.meetings = broken
from peer_tui.cli import main
sys.argv = ["peer-tui", "list"]
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment(tmp_path), capture_output=True, check=False
    )
    report = tmp_path / "state" / "last-fault.txt"
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("peer-tui met a fault of its own (ZeroDivisionError) and had to stop.")
    assert str(report) in done.stderr.decode() and done.stderr.count(b"\n") == 1
    assert "in broken" in report.read_text(encoding="utf-8")
    assert "painful" not in report.read_text(encoding="utf-8") + done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_two_runs_at_the_same_time_lose_nothing(tmp_path: Path, planned: str) -> None:
    first, second = start_plain(tmp_path), start_plain(tmp_path)
    for number in range(8):
        assert say_and_hear(first, [f"first {number}"]) and say_and_hear(second, [f"second {number}"])
    for running in (first, second):
        _, err = running.communicate(timeout=30)
        assert (running.returncode, err) == (0, b"")
    minutes = ok(tmp_path, "run", "--plain", *AT, typed="/end\n") and ok(tmp_path, "minutes", planned)
    for number in range(8):
        assert minutes.count(f"- first {number}\n") == minutes.count(f"- second {number}\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_check_79_at_a_terminal_time_is_told_while_nobody_types(tmp_path: Path, planned: str) -> None:
    import pty

    ok(tmp_path, "run", "--plain", *AT)
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "peer_tui", "run", "--plain", "--now", "2024-11-13T19:02:56Z"],
        cwd=ROOT, env=environment(tmp_path), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        os.write(ours, b"half a li")
        shown = read_until(ours, b"2:03 Welcome: any time now")
        os.write(ours, b"ne\n")
        shown += read_until(ours, b"2:03 NOTE half a line")
        assert b"\xe2\x80\xba " in shown, "there is a prompt"
        assert b"\x1b" not in shown and b"\b" not in shown, "only lines are appended"
        os.write(ours, b"\x04")
        assert running.wait(timeout=20) == 0
    finally:
        running.kill()
        running.wait()
        os.close(ours)


def read_until(number: int, words: bytes, seconds: float = 30) -> bytes:
    """What a pseudo-terminal shows up to and with some words."""
    import select

    shown, until = b"", time.monotonic() + seconds
    while words not in shown:
        assert time.monotonic() < until, shown.decode(errors="replace")
        if select.select([number], [], [], 0.5)[0]:
            shown += os.read(number, 65_536)
    return shown
