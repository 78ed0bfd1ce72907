"""`peer-tui report`: in every format, over some days, to a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.plain.meetings import peer_tui

AT = ("--now", "2024-11-13T19:00Z")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    listed = tmp_path / "people.txt"
    listed.write_text("Ana Ruiz\nBo Chen\n")
    for arguments, typed in (
        (("new-group", "Harbor Peers", "--zone", "America/New_York", "--people", str(listed)), ""),
        (("plan", "harbor", "--at", "2024-11-13 14:00", "--now", "2024-11-01T12:00Z"), ""),
        (("run", "--plain", *AT), "/next\n+bo\n/next\n! we meet by Zoom\n> @bo call by 20 nov\n/end\n/end\n"),
    ):
        done = peer_tui(tmp_path, *arguments, typed=typed)
        assert done.returncode == 0, done.stderr
    return tmp_path


def test_a_report_is_printed_in_every_format_and_names_nobody(home: Path) -> None:
    said = peer_tui(home, "report", "harbor", *AT)
    assert said.returncode == 0 and "# Report · Harbor Peers" in said.stdout, said.stderr
    assert "| 13 Nov 2024 | 1 | 0 | 0 | 1 |" in said.stdout and "1 decision in 1 meeting." in said.stdout
    for form, words in (("html", "<svg role="), ("csv", "Attendance,13 Nov 2024,Members,1"), ("json", '"pictures"')):
        done = peer_tui(home, "report", "--format", form, *AT)
        assert done.returncode == 0 and words in done.stdout and "Chen" not in done.stdout
    data = json.loads(peer_tui(home, "report", "--json", "--since", "2024-12", *AT).stdout)
    assert data["title"] == "Harbor Peers" and data["days"] == "no meeting that was held"


def test_a_report_goes_into_a_file(home: Path) -> None:
    out = home / "out" / "autumn.html"
    done = peer_tui(home, "report", "--format", "html", "--out", str(out), *AT)
    assert done.returncode == 0 and str(out) in done.stdout and out.read_text().startswith("<!DOCTYPE html>")
    out.write_text("mine")
    refused = peer_tui(home, "report", "--format", "html", "--out", str(out), *AT)
    assert refused.returncode == 1 and "is there already" in refused.stderr and out.read_text() == "mine"


def test_days_that_are_none_are_a_sentence(home: Path) -> None:
    for arguments, words in (
        (("--since", "soon"), "is no day"),
        (("--since", "2025", "--until", "2024"), "Turn them round"),
        (("nowhere",), "There is no group called"),
    ):
        done = peer_tui(home, "report", *arguments)
        assert done.returncode in (1, 2) and words in done.stderr and "Traceback" not in done.stderr
