"""`peer-tui grant`, `reached`, and what a group and its people say for it, on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from peer_tui.commands.group import commands

HELD, NOW = "2026-11-02T10:00-05:00", "2027-01-20T10:00-05:00"


def peer_tui(*words: str, now: str = NOW, stdin: str | None = None) -> Result:
    return CliRunner().invoke(commands, ["--now", now, *words], input=stdin)


def done(*words: str, now: str = NOW, stdin: str | None = None) -> str:
    result = peer_tui(*words, now=now, stdin=stdin)
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr
    return result.stdout


@pytest.fixture
def meeting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A training that seven named people and six by phone came to."""
    monkeypatch.setenv("PEER_TUI_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PEER_TUI_DATA", raising=False)
    listed = tmp_path / "people.txt"
    listed.write_text("Ana Ruiz\nBo Chen\nMei Tan\nMarisol\nKofi Mensah\nWren Abbott\nTomas Berg\n", encoding="utf-8")
    done("new-group", "Harbor", "--zone", "America/New_York", "--people", str(listed), now=HELD)
    made = done("plan", "Harbor", "--at", "2026-11-02 10:05", "--kind", "training", now=HELD).strip()
    came = "+ana\n+bo\n+mei\n+marisol\n+kofi\n+wren\n+tomas\n+6 phone\n"
    done("run", made, "--plain", now=HELD, stdin=f"{came}/next\n! We write\n/reached 140\n/end\n/end\n")
    return made


def test_check_76_a_quarter_on_the_command_line(meeting: str) -> None:
    told = done("grant")
    assert "FY 2027 Q1 (1 Oct 2026 – 31 Dec 2026)" in told, "the last quarter that is over"
    assert "| training | 13 |" in told and "| All by name | 7 |" in told and "| Decisions | 1 |" in told
    assert "reach" in told and "140" in told
    rows = list(csv.reader(io.StringIO(done("grant", "--quarter", "2027", "--format", "csv").lstrip("\ufeff"))))
    assert ["Distinct people", "training", "FY 2027 Q1", "7"] in rows
    assert {row[2] for row in rows[1:]} == {*(f"FY 2027 Q{n}" for n in range(1, 5)), "Together", "Now"}
    page = json.loads(done("grant", "--quarter", "2027Q1", "--json"))
    assert page["group"] == "Harbor" and page["quarters"] == [{"year": 2027, "number": 1}]


@pytest.mark.parametrize("form", ["md", "csv", "html", "json"])
def test_it_is_written_in_each_form_for_its_owner_only(meeting: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"report.{form}"
    assert str(file) in done("grant", "--to", str(file))
    assert file.stat().st_mode & 0o077 == 0
    text = file.read_text(encoding="utf-8-sig")
    assert "training" in text and "Ana" not in text and "Marisol" not in text
    file.write_text("my own", encoding="utf-8")
    refused = peer_tui("grant", "--to", str(file))
    assert refused.exit_code == 1 and file.read_text(encoding="utf-8") == "my own"


def test_what_cannot_be_asked(meeting: str) -> None:
    for words in (["--quarter", "soon"], ["--quarter", "2027Q5"], ["--group", "Nothing"], ["--quarter", "\x00"]):
        result = peer_tui("grant", *words)
        assert result.exit_code in (1, 2) and "fault" not in result.stderr
    refused = peer_tui("grant", "--to", "report.docx")
    assert refused.exit_code == 1 and "html, md, csv, json" in refused.stderr


def test_reach_is_told_afterwards(meeting: str) -> None:
    assert "200 people reached" in done("reached", meeting, "200")
    assert "200" in done("grant")
    assert peer_tui("reached", "nothing", "5").exit_code == 1
    assert peer_tui("reached", meeting, "many").exit_code == 2


def test_lived_experience_and_the_groups_own_words(meeting: str) -> None:
    for name in ("ana", "bo", "mei", "marisol", "kofi"):
        done("people", "change", name, "--lived", "yes")
    told = done("grant")
    assert "| 5 |" in told and "Confirmed members: not shown." in told, "the two others would be found"
    done("group-settings", "--set", "grant_threshold=0", "--set", "indicator.A4=Peers among us")
    told = done("grant")
    assert "as family: 5. Confirmed members: 7." in told and "| A4 · Peers among us | 5 |" in told
    assert "indicator.A4=Peers among us" in done("group-settings")
    assert json.loads(done("group-settings", "--json"))["grant_threshold"] == 0
    done("people", "change", "ana", "--lived", "")
    assert "as family: 4. Confirmed members: 7." in done("grant")
    assert peer_tui("people", "change", "ana", "--lived", "perhaps").exit_code == 2


def test_a_group_for_a_programme(meeting: str) -> None:
    done("new-group", "Match", "--zone", "America/New_York", "--programme", "peer-match")
    assert "Match · Peer match" in done("programme", "list")
    refused = peer_tui("new-group", "Nothing", "--zone", "America/New_York", "--programme", "nothing")
    assert refused.exit_code == 1 and "Nothing" not in done("list", "--json")
    assert "Nothing" not in done("programme", "list")
