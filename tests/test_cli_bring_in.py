"""`peer-tui bring-in`: prints the report, writes only where it was told to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peer_tui.commands.group import commands

FILES = Path(__file__).parent / "exchange" / "reading" / "files"
NOW = "2024-12-01T12:00-05:00"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PEER_TUI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PEER_TUI_DATA", raising=False)
    people = tmp_path / "people.txt"
    people.write_text("Ana Ruiz\nBo Chen\nMei Tan\n")
    made = _run("new-group", "Harbor Peer Coalition", "--zone", "America/New_York", "--people", str(people))
    assert made.exit_code == 0, made.output
    return tmp_path


def _run(*words: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(commands, ["--now", NOW, *words], input=stdin)


def _meetings() -> list[str]:
    return [line for line in _run("list").output.splitlines() if line.strip()]


def test_the_report_is_printed_and_nothing_is_written(home: Path) -> None:
    before = _meetings()
    told = _run("bring-in", str(FILES / "minutes.md"))
    assert told.exit_code == 0, told.output
    assert "Understood (" in told.output and "Kept as a note (3)" in told.output
    assert "decision: We meet by Zoom until spring" in told.output
    assert "Nothing was written. --yes writes it." in told.output
    assert _meetings() == before


def test_yes_writes_it_once(home: Path) -> None:
    done = _run("bring-in", str(FILES / "minutes.md"), "--yes")
    assert done.exit_code == 0, done.output
    assert "brought into" in done.output
    again = _run("bring-in", str(FILES / "minutes.md"), "--yes")
    assert again.exit_code == 1
    assert "brought in already" in again.output
    decisions = _run("search", "Zoom").output
    assert decisions.count("We meet by Zoom until spring") == 1


def test_json_says_everything_and_writes_nothing(home: Path) -> None:
    told = json.loads(_run("bring-in", str(FILES / "minutes.md"), "--json").output)
    assert (told["form"], told["written"], told["why_not"]) == ("Markdown minutes", False, "")
    decisions = [line["text"] for line in told["lines"] if line["kind"] == "decision"]
    assert decisions == ["We meet by Zoom until spring"]
    assert any(one["name"] == "Priya Sandhill" and not one["known"] for one in told["people"])
    written = json.loads(_run("bring-in", str(FILES / "minutes.md"), "--json", "--yes").output)
    assert written["written"] and written["meeting"]


def test_the_day_the_form_and_the_group_can_be_said(home: Path) -> None:
    _run("new-group", "Valley Group", "--zone", "America/New_York")
    unclear = _run("bring-in", str(FILES / "zoom_chat.txt"))
    assert unclear.exit_code == 2 and "For which group" in unclear.output
    told = _run(
        "bring-in", str(FILES / "meetbot.log"), "--group", "valley", "--as", "text", "--date", "5 nov", "--json"
    )
    said = json.loads(told.output)
    assert (said["form"], said["group"]) == ("plain-text minutes", "Valley Group")
    assert said["starts"].startswith("2024-11-05")


def test_piped_text_and_an_agenda(home: Path) -> None:
    _run("plan", "harbor", "--at", "2024-12-11 14:00")
    done = _run("bring-in", "-", "--yes", stdin=(FILES / "agenda.txt").read_bytes())
    assert done.exit_code == 0, done.output
    assert "6 blocks, 4 topics brought into" in done.output


def test_people_are_counted_unless_they_are_to_be_added(home: Path) -> None:
    _run("bring-in", str(FILES / "minutes.md"), "--yes", "--add-people", "member")
    steps = _run("bring-in", str(FILES / "minutes.txt"), "--json").output
    assert "Priya" not in steps  # nobody new in this one
    told = json.loads(_run("bring-in", str(FILES / "participants.csv"), "--json").output)
    assert any(one["name"] == "Priya Sandhill" and one["known"] for one in told["people"])


@pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe" * 50, b"PK\x03\x04", "林".encode() * 9000])
def test_any_file_gets_a_sentence(home: Path, raw: bytes) -> None:
    file = home / "odd"
    file.write_bytes(raw)
    told = _run("bring-in", str(file), "--yes")
    assert told.exit_code == 1
    assert "Traceback" not in told.output and told.output.strip()


def test_a_file_that_is_not_there(home: Path) -> None:
    told = _run("bring-in", str(home / "none.md"))
    assert told.exit_code == 1 and "could not be read" in told.output
