"""What the command line prints as a file of its own: web page, e-mail draft and tables, byte for byte."""

from __future__ import annotations

import csv
import email
import io
import subprocess
import sys
from email.policy import SMTP
from pathlib import Path

import pytest

from peer_tui.paths import places
from peer_tui.store.library import Library
from tests.domain.histories import START
from tests.exchange.hostile import meeting_full_of
from tests.plain.meetings import ROOT, environment
from tests.store.hostile_files import lay_history

WORDS = "=1+1 <script>alert(1)</script> José 林\r\nBcc: all@example.org"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("handed")
    at = places(environ={"PEER_TUI_HOME": str(made)})
    told = meeting_full_of(WORDS)
    told.end(START)
    lay_history(Library(at.library, at.state), told)
    return made


def printed(home: Path, *arguments: str) -> bytes:
    """What the command prints, though the surroundings know no UTF-8."""
    done = subprocess.run(
        [sys.executable, "-m", "peer_tui", *arguments, "--now", f"{START:%Y-%m-%dT%H:%MZ}"], cwd=ROOT,
        env=environment(home, PYTHONIOENCODING="ascii:replace"), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stderr == b""
    return done.stdout


@pytest.mark.parametrize(("command", "column"), [("steps", "Next step"), ("list", "Title")])
def test_a_table_reads_back_and_runs_nothing(home: Path, command: str, column: str) -> None:
    raw = printed(home, command, "--format", "csv")
    assert raw.startswith("\ufeff".encode()) and raw.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows and all(row[column].startswith("'=1+1 <script>") and "José 林" in row[column] for row in rows)
    if command == "list":
        assert rows[0]["Starts"] == "2024-11-13 14:00" and rows[0]["State"] == "ended"


def test_the_web_page_is_utf_8_and_holds_no_script(home: Path) -> None:
    page = printed(home, "minutes", "--format", "html").decode()
    assert page.startswith("<!DOCTYPE html>") and "José 林" in page and "<script" not in page


def test_the_e_mail_draft_has_no_recipient(home: Path) -> None:
    draft = email.message_from_bytes(printed(home, "minutes", "--format", "eml"), policy=SMTP)
    assert draft["Bcc"] is None and draft["To"] is None and "José 林" in str(draft["Subject"])
    assert all("José 林" in part.get_content() for part in list(draft.walk())[1:])
