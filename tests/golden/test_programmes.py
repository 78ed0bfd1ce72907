"""The golden runs of the programmes: from the first day to the report, as shell lines (`programmes/README.md`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.golden.shell_run import TRANSCRIPT, expected_in, lines_of, play, write_expected

FOLDER = Path(__file__).parent / "programmes"
RUNS = sorted(one.parent for one in FOLDER.glob("*/run.txt"))
UPDATE = "PEER_TUI_GOLDEN_UPDATE"
"""Set to 1, `expected/` is written anew instead of compared: read what changed before it is kept."""


@pytest.mark.parametrize("folder", RUNS, ids=[one.name for one in RUNS])
def test_the_run_leaves_the_expected_files(folder: Path, tmp_path: Path) -> None:
    played = play((folder / "run.txt").read_text(encoding="utf-8"), tmp_path, folder)
    if os.environ.get(UPDATE):
        write_expected(folder / "expected", played.files)
    expected = expected_in(folder / "expected")
    assert sorted(played.files) == sorted(expected)
    for name, said in played.files.items():
        assert said == expected[name], f"{folder.name}: {name}"


def test_a_run_tells_what_each_command_said(tmp_path: Path) -> None:
    script = """
    # a group, and a meeting that is run line by line
    now 2026-03-02T10:00-05:00
    peer-tui new-group Harbor --zone America/New_York
    peer-tui plan Harbor --at "2026-03-02 10:05" \\
        --minutes 60
    peer-tui run {ID-1} --plain > meeting.txt <<END
/next
The bill moved to January
/end
/end
    END
    peer-tui minutes last --format txt --out {out}/minutes.txt > where.txt
    peer-tui cancel nothing-of-the-kind
    """
    played = play(script, tmp_path)
    assert sorted(played.files) == ["meeting.txt", "minutes.txt", TRANSCRIPT, "where.txt"]
    told = played.files[TRANSCRIPT]
    assert "$ peer-tui new-group Harbor" in told and "$ peer-tui run {ID-1} --plain > meeting.txt\n" in told
    assert "\nID-1\n" in told, "ids are different each time, so a run is told without them"
    assert "The bill moved to January" in played.files["meeting.txt"]
    assert "The bill moved to January" in played.files["minutes.txt"]
    assert told.endswith("[exit 1]\n"), "what could not be done is told, too"
    assert str(tmp_path) not in "".join(played.files.values())


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("peer-tui list", "line 1: no `now"),
        ("now 2026-03-02T10:00-05:00\nrm -r here", "line 2: `rm -r here`"),
        ("now 2026-03-02T10:00-05:00\npeer-tui run --plain <<END\n/end", "line 2: nothing ends it"),
    ],
)
def test_a_line_that_is_none_is_told_with_its_number(script: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        list(lines_of(script))


def test_expected_files_that_are_not_made_any_more_go(tmp_path: Path) -> None:
    write_expected(tmp_path, {"a.txt": "one\n", "below/b.md": "two\r\n"})
    write_expected(tmp_path, {"below/b.md": "three\n"})
    assert expected_in(tmp_path) == {"below/b.md": "three\n"}
