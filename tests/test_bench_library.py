"""The invented library: repeatable to the byte, and as the program's own services would read it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.library import main, write_group
from peer_tui.domain.events import Unknown
from peer_tui.domain.minutes import seal
from peer_tui.paths import places
from peer_tui.services.clock import ManualClock
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store import durable


def _files(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*.json"))}


def test_the_same_seed_gives_the_same_files_and_another_seed_others(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("two", 7), ("three", 8)):
        write_group(tmp_path / name, 0, 6, 20, seed)
    assert _files(tmp_path / "one") == _files(tmp_path / "two") != _files(tmp_path / "three")


def test_what_was_invented_is_a_history_that_the_program_reads_whole(tmp_path: Path) -> None:
    arguments = ["--groups", "2", "--meetings", "13", "--entries", "60", str(tmp_path / "home")]
    assert main(arguments) == 0
    from bench.library import UNTIL

    room = Workspace(
        places(environ={"PEER_TUI_HOME": str(tmp_path / "home")}), ManualClock(UNTIL), Settings(), threaded=False
    )
    groups = room.open_groups()
    assert sum(len(opened.group.meetings) for opened in groups) == 13
    for opened in groups:
        held = sorted(opened.group.meetings.values(), key=lambda one: one.starts)
        assert [one.state for one in held] == ["ended"] * (len(held) - 1) + ["planned"]
        assert all(one.approved for one in held[:-2]) and not held[-2].approved
        assert opened.group.open_steps and any(step.carried for step in opened.group.open_steps)
        assert not opened.problems
        meeting = opened.meeting(held[0].id)
        assert 55 <= len(meeting.entries) <= 65 and meeting.approved is not None
        assert meeting.approved.seal == seal(meeting)
        assert not any(isinstance(event, Unknown) for event in opened.events[held[0].id])
    writers = {path.name for path in (tmp_path / "home" / "library").rglob("*.json")}
    assert len(writers) > 2


def test_two_runs_over_all_processors_give_equal_trees(tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        arguments = ["--groups", "3", "--meetings", "9", "--entries", "12", "--seed", "5", str(tmp_path / name)]
        assert main(arguments) == 0
        trees.append(_files(tmp_path / name / "library"))
    assert trees[0] == trees[1] and len({name.split("/")[1] for name in trees[0]}) == 3


def test_each_log_is_one_durable_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: Counter[str] = Counter()
    real = durable.replace_file

    def counted(path: Path, *more: Any, **options: Any) -> Any:
        written[str(path.relative_to(tmp_path))] += 1
        return real(path, *more, **options)

    # Wherever it was imported by name, too.
    for module in [*sys.modules.values()]:
        if getattr(module, "replace_file", None) is real:
            monkeypatch.setattr(module, "replace_file", counted)
    _meetings, logs = write_group(tmp_path, 0, 6, 20, seed=7)
    assert written.total() == logs > 6 and set(written.values()) == {1}
    assert set(written) == set(_files(tmp_path))
