"""People, the agreement and group settings from the shell."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.plain.meetings import peer_tui

ZONE = ("--zone", "America/New_York")
AT = ("--now", "2024-11-13T19:00Z")


def ok(home: Path, *arguments: str, typed: str = "") -> str:
    done = peer_tui(home, *arguments, typed=typed)
    assert done.returncode == 0, done.stderr
    return done.stdout


def refused(home: Path, *arguments: str, typed: str = "") -> str:
    done = peer_tui(home, *arguments, typed=typed)
    assert done.returncode in (1, 2) and "Traceback" not in done.stderr
    return done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    listed = tmp_path / "people.txt"
    listed.write_text("Ana Ruiz\nBo Chen | bo | he/him | RC\n林小雨 | rain\n")
    ok(tmp_path, "new-group", "Harbor Peers", *ZONE, "--people", str(listed))
    return tmp_path


def test_people_are_listed_added_changed_and_merged(home: Path) -> None:
    assert "Bo Chen  confirmed member · @bo · he/him · RC" in ok(home, "people")
    assert ok(home, "people", "add", "Noor Haddix", "--status", "applicant", "--contact", "noor@example.org") == (
        "Noor Haddix · applicant\n"
    )
    assert ok(home, "people", "harbor", "--status", "applicant") == "Noor Haddix  applicant\n"
    assert "noor@example.org" in ok(home, "people", "--contact")
    ok(home, "people", "change", "noor", "--name", "Noor H.", "--pronouns", "she/her", "--roles", "cps, Poet")
    rows = {row["name"]: row for row in json.loads(ok(home, "people", "--json"))}
    assert rows["Noor H."]["roles"] == ["CPS", "Poet"] and rows["Noor H."]["status"] == "applicant"
    assert "contact" not in rows["Noor H."] and "note" not in rows["Noor H."]
    ok(home, "people", "add", "Noor Haddix")
    said = ok(home, "people", "merge", "Noor H.", "Noor Haddix", typed="yes\n")
    assert (
        "Noor H. stays; Noor Haddix becomes the same person" in said and "Status: applicant → confirmed member" in said
    )
    assert "Haddix" not in ok(home, "people")
    table = list(csv.reader(io.StringIO(ok(home, "people", "--csv").lstrip("\ufeff"))))
    assert table[0][:2] == ["Name", "Handle"] and len(table) == 5 and "Contact" not in table[0]


def test_a_file_of_people_adds_the_new_ones_and_names_the_unclear(home: Path) -> None:
    report = home / "participants.csv"
    report.write_text("Name (Original Name),User Email,Join Time\nBo Chen,b@example.org,x\nKim Low,,x\nAna,,x\n")
    done = peer_tui(home, "people", "add", "--from", str(report), "--status", "guest")
    assert done.stdout == "1 added · 1 left out · 1 in the group already\n"
    assert "Line 4: Ana may be Ana Ruiz. Left out" in done.stderr
    assert "Kim Low  guest" in ok(home, "people")
    assert peer_tui(home, "people", "add", "--from", str(report)).stdout.startswith("0 added")


def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(home: Path) -> None:
    before = ok(home, "people", "--json")
    assert "Nobody in Harbor Peers is called “zora”" in refused(home, "people", "change", "zora", "--alias", "z")
    assert "is none of: applicant" in refused(home, "people", "--status", "boss")
    assert "Say what to change" in refused(home, "people", "change", "bo")
    assert "Either a NAME or --from FILE" in refused(home, "people", "add")
    assert "That is one person already" in refused(home, "people", "merge", "bo", "Bo Chen", "--yes")
    assert "Nothing was changed" in refused(home, "people", "merge", "bo", "ana", typed="no\n")
    assert ok(home, "people", "--json") == before


def test_the_agreement_is_printed_and_its_history(home: Path) -> None:
    assert "Not written yet" in ok(home, "agreement")
    ok(home, "plan", "harbor", "--at", "2024-11-13 14:00", "--now", "2024-11-01T12:00Z")
    lines = "/next\ncomfort: pass *any* time\ndiscomfort: say ouch\n/adopt\n/end\n/end\n"
    ok(home, "run", "--plain", *AT, typed=lines)
    text = ok(home, "agreement", *AT)
    assert "Version 1, adopted Wed 13 Nov 2024" in text and "- pass *any* time" in text
    assert r"- pass \*any\* time" in ok(home, "agreement", "harbor", "--format", "md", *AT)
    assert "Not written yet" in ok(home, "agreement", "--as-of", "1 nov", *AT)
    assert json.loads(ok(home, "agreement", "--json", *AT))["discomfort"] == ["say ouch"]
    history = ok(home, "agreement", "--history", *AT)
    assert "v1 adopted" in history and "  + say ouch" in history
    assert "is no day" in refused(home, "agreement", "--as-of", "whenever", *AT)


def test_group_settings_are_printed_and_chosen(home: Path) -> None:
    assert "privacy=1\n" in ok(home, "group-settings")
    said = ok(home, "group-settings", "--set", "privacy=3", "--set", "kinds=walk, talk", "--set", "dates=day first")
    assert "privacy=3" in said and "kinds=walk, talk" in said and "dates=day first" in said
    assert json.loads(ok(home, "group-settings", "harbor", "--json"))["privacy"] == 3
    assert "privacy=1" in ok(home, "group-settings", "--set", "privacy=")
    assert "There is no setting “colour”" in refused(home, "group-settings", "--set", "colour=red")
    assert "from 1 to 5" in refused(home, "group-settings", "--set", "privacy=9")
    assert "Write it like privacy=3" in refused(home, "group-settings", "--set", "privacy")
