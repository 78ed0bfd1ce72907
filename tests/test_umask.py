"""Whatever umask a person has, everything the program makes is for its owner only."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from peer_tui.services.keeping import FORMATS
from tests.plain.meetings import ROOT, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="owner-only modes are POSIX")

LATER = "2024-11-13T20:30Z"
FAULT = """
import sys
import peer_tui.services.listing as listing
def broken(*arguments, **others):
    raise ZeroDivisionError("a painful story")
listing.meetings = broken
from peer_tui.cli import main
sys.argv = ["peer-tui", "list"]
main()
"""


def _run(home: Path, umask: int, *arguments: str, typed: str = "", expected: int = 0) -> str:
    """The program with an umask of its own; what it printed."""
    return _python(home, umask, "-m", "peer_tui", *arguments, typed=typed, expected=expected)


def _python(home: Path, umask: int, *arguments: str, typed: str = "", expected: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, umask=umask, input=typed.encode(), capture_output=True, timeout=60,
        env=environment(home, PYTHONDONTWRITEBYTECODE="1"), check=False,
    )  # fmt: skip
    assert done.returncode == expected, (arguments, done.stdout.decode(), done.stderr.decode())
    return done.stdout.decode()


def _open_to_others(*roots: Path) -> list[str]:
    """Everything below that is not exactly 0600, or 0700 for a folder."""
    wrong = []
    for root in roots:
        for path in (root, *root.rglob("*")):
            mode = path.lstat().st_mode
            if stat.S_IMODE(mode) != (0o700 if stat.S_ISDIR(mode) else 0o600):
                wrong.append(f"{stat.S_IMODE(mode):o} {path}")
    return wrong


def _journey(home: Path, other: Path, umask: int) -> None:
    _run(home, umask, "new-group", "Harbor", "--zone", "America/New_York")
    meeting = _run(home, umask, "plan", "Harbor", "--at", "2024-11-13 14:00", "--now", "2024-11-01T12:00Z").strip()
    _run(home, umask, "run", "--plain", "--now", "2024-11-13T19:00Z", typed="! We keep Zoom\na line that goes\n")
    _run(
        home,
        umask,
        "run",
        "--plain",
        "--now",
        "2024-11-13T19:05Z",
        typed="> write to all\n/redact\n/redact\n/end\n/end\n",
    )
    _run(home, umask, "backup", "--now", LATER)
    _run(home, umask, "backup", "--everything", "--to", str(other), "--now", LATER)
    for form in ("md", "txt", "html", "eml"):
        assert _run(home, umask, "minutes", "last", "--format", form)
    assert "Zoom" in _run(home, umask, "search", "Zoom", "--now", LATER)
    _run(home, umask, "decisions", "--now", LATER), _run(home, umask, "list", "--now", LATER)
    _run(home, umask, "redact", meeting, "--line", "1", "--yes", "--now", LATER)
    _run(home, umask, "check", "--now", LATER)
    _python(home, umask, "-c", FAULT, expected=1)


@pytest.mark.parametrize("umask", [0o000, 0o777, 0o022], ids=oct)
def test_check_61_a_whole_journey_leaves_nothing_open_to_others(tmp_path: Path, umask: int) -> None:
    home, other = tmp_path / "home", tmp_path / "elsewhere" / "backups"
    _journey(home, other, umask)
    made = {path.name for path in home.rglob("*")} | {path.name for path in other.rglob("*")}
    assert "last-fault.txt" in made and any(name.endswith(".zip") for name in made)
    assert _open_to_others(home, other, other.parent) == []
    archive = next(other.rglob("*.zip"))
    again = tmp_path / "again"
    _run(home, umask, "restore", str(archive), "--into", str(again), "--yes", "--now", LATER)
    assert any(path.suffix == ".json" for path in again.rglob("*"))
    assert _open_to_others(home, again) == []


@pytest.mark.parametrize("umask", [0o000, 0o777], ids=oct)
def test_check_61_what_the_screen_writes_is_for_its_owner_only(tmp_path: Path, umask: int) -> None:
    """Exports and drafts come from the screens; the folder they go to may be one that nobody made yet."""
    program = """
import sys
from peer_tui.paths import own_umask
own_umask()
from tests.plain.meetings import small_group
from peer_tui.services import keeping
from pathlib import Path
workspace, opened, meeting = small_group(Path(sys.argv[1]))
for form in keeping.FORMATS:
    keeping.export(opened, meeting, form, workspace.places.exports, workspace.places.state)
workspace.indexing.bring_up_to_date()
workspace.close()
"""
    home = tmp_path / "home"
    _python(home, umask, "-c", program, str(home))
    assert len(list((home / "exports").iterdir())) == len(FORMATS)
    assert any(path.is_file() for path in (home / "cache").rglob("*")), "the index is there"
    assert _open_to_others(home) == []


def test_a_folder_that_was_there_keeps_its_own_mode(tmp_path: Path) -> None:
    """A person's shared folder is theirs to open: only what lies in it is for its owner."""
    home, shared = tmp_path / "home", tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o755)
    _run(home, 0, "new-group", "Harbor", "--zone", "America/New_York")
    _run(home, 0, "backup", "--to", str(shared))
    assert stat.S_IMODE(shared.stat().st_mode) == 0o755
    archive = next(shared.rglob("*.zip"))
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    assert os.access(archive, os.R_OK)
