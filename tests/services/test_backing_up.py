"""Backups by themselves when a meeting ends, and what the check says about them."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
import time
import zipfile
from pathlib import Path

import pytest

from peer_tui.services import backing_up, checking, repairing, restoring
from peer_tui.services.clock import ManualClock
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.backups.archives import read_manifest, verify
from peer_tui.store.backups.places import alone, backups_folder
from tests.plain.meetings import STARTS, home_places, open_workspace, small_group

WEEK = dt.timedelta(days=7)


def zips(home: Path) -> list[str]:
    return sorted(path.name for path in backups_folder(home_places(home).state).glob("*.zip"))


def end(workspace: Workspace, opened: object, meeting: str) -> None:
    """What the saver does when a meeting has ended."""
    shard = opened.shards[meeting]  # type: ignore[attr-defined]
    backing_up.when_ended(workspace)(shard)


def said(workspace: Workspace, level: str) -> str:
    return "\n".join(finding.sentence for finding in checking.look(workspace) if finding.level == level)


def test_what_changed_follows_the_meeting_and_a_whole_one_comes_every_week(tmp_path: Path) -> None:
    workspace, opened, meeting = small_group(tmp_path)
    try:
        end(workspace, opened, meeting)
        assert zips(tmp_path) == ["2024-11-13-full.zip", "2024-11-13.zip"]
        assert backing_up.keep_up(workspace) is None
        workspace.clock.advance(WEEK / 7)  # type: ignore[attr-defined]
        end(workspace, opened, meeting)
        assert zips(tmp_path)[-1] == "2024-11-14.zip"
        workspace.clock.advance(WEEK)  # type: ignore[attr-defined]
        end(workspace, opened, meeting)
        assert "2024-11-21-full.zip" in zips(tmp_path)
        assert all(verify(path) for path in backups_folder(workspace.places.state).glob("*.zip"))
        assert workspace.library.take_notices() == []
    finally:
        workspace.close()


def test_a_backup_that_fails_leaves_the_end_of_the_meeting_as_it_is_and_is_said_once(tmp_path: Path) -> None:
    workspace, opened, meeting = small_group(tmp_path)
    try:
        backups_folder(workspace.places.state).parent.mkdir(exist_ok=True)
        backups_folder(workspace.places.state).write_bytes(b"in the way")
        shard = opened.shards[meeting]
        workspace.saver.finish(shard)
        notices = workspace.library.take_notices()
        assert any("No backup could be made" in sentence for sentence in notices)
        assert workspace.saver.state == "saved"
    finally:
        workspace.close()


def test_saving_never_waits_for_a_whole_backup(tmp_path: Path) -> None:
    workspace, opened, meeting = small_group(tmp_path)
    shard = opened.shards[meeting]
    workspace.close()
    threaded = Workspace(home_places(tmp_path), ManualClock(STARTS), Settings(), threaded=True)
    try:
        done = threading.Event()
        with alone(threaded.places.state, 0):
            ended = threading.Thread(target=lambda: (backing_up.when_ended(threaded)(shard), done.set()))
            ended.start()
            assert done.wait(1.5)
        assert threaded.library.take_notices() == []
        late = time.monotonic() + 20
        while len(zips(tmp_path)) < 1 and time.monotonic() < late:
            time.sleep(0.02)
        assert "2024-11-13-full.zip" in zips(tmp_path)
    finally:
        threaded.close()


def test_everything_is_settings_themes_and_templates_but_nothing_of_this_device(tmp_path: Path) -> None:
    workspace, _opened, _meeting = small_group(tmp_path / "home")
    try:
        for name in ("config.toml", "themes/dusk.toml", "templates/ours.toml", "themes/notes.txt"):
            (tmp_path / "home" / name).parent.mkdir(exist_ok=True)
            (tmp_path / "home" / name).write_text("x = 1\n")
        (workspace.places.state / "drafts").mkdir(exist_ok=True)
        (workspace.places.state / "drafts" / "half.json").write_text("half-typed")
        (workspace.places.state / "identity.age").write_bytes(b"sealed key")
        report = backing_up.back_up_now(workspace, tmp_path / "stick", everything=True)
        assert report.path is not None
        others = [entry.name for entry in read_manifest(report.path).entries if not entry.name.startswith("groups/")]
        assert others == [
            "settings/config.toml",
            "settings/themes/dusk.toml",
            "settings/templates/ours.toml",
            "state/identity.age",
        ]
        plain = backing_up.back_up_now(workspace, tmp_path / "stick")
        assert plain.path is not None and len(read_manifest(plain.path).entries) == len(
            [entry for entry in read_manifest(report.path).entries if entry.name.startswith("groups/")]
        )
    finally:
        workspace.close()


def test_a_settings_file_that_is_a_link_is_taken_along(tmp_path: Path) -> None:
    workspace, _opened, _meeting = small_group(tmp_path / "home")
    try:
        (tmp_path / "dotfiles.toml").write_text("hours = 24\n")
        (tmp_path / "home" / "config.toml").symlink_to(tmp_path / "dotfiles.toml")
        report = backing_up.back_up_now(workspace, tmp_path / "stick", everything=True)
        assert report.path is not None and report.problems == []
        with zipfile.ZipFile(report.path) as file:
            assert file.read("settings/config.toml") == b"hours = 24\n"
    finally:
        workspace.close()


def test_the_check_tells_of_no_backup_an_old_one_and_a_broken_one(tmp_path: Path) -> None:
    workspace, _opened, _meeting = small_group(tmp_path)
    try:
        assert "There is no backup yet" in said(workspace, "warning")
        backing_up.keep_up(workspace)
        assert "made today and was read back just now" in said(workspace, "ok")
        workspace.clock.advance(dt.timedelta(days=30))  # type: ignore[attr-defined]
        assert "changed since" not in said(workspace, "warning")
        small_group_shard = next(
            iter(workspace.library.logs(workspace.library.meetings(workspace.library.groups()[0])[0]))
        )
        small_group_shard.write_bytes(small_group_shard.read_bytes() + b"\n")
        assert "made 30 days ago" in said(workspace, "ok")
        assert "1 meeting or group changed since" in said(workspace, "warning")
        (path,) = backups_folder(workspace.places.state).glob("*.zip")
        raw = path.read_bytes()
        path.write_bytes(raw[: len(raw) // 2])
        assert "The newest backup cannot be used" in said(workspace, "problem")
    finally:
        workspace.close()


def test_a_whole_library_that_vanished_comes_back_by_restoring(tmp_path: Path) -> None:
    workspace, opened, _meeting = small_group(tmp_path)
    backing_up.keep_up(workspace)
    name = opened.group.name
    workspace.close()
    shutil.rmtree(workspace.places.library)
    again = open_workspace(tmp_path)
    try:
        (path,) = backups_folder(again.places.state).glob("*.zip")
        assert "has vanished" in said(again, "problem")
        planned = restoring.look(again, path)
        assert not restoring.is_nothing(planned) and not again.places.library.exists()
        restoring.restore_now(again, path)
        assert [one.group.name for one in again.open_groups()] == [name]
        assert restoring.is_nothing(restoring.look(again, path))
    finally:
        again.close()


def test_restoring_into_an_unwritable_place_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, _opened, _meeting = small_group(tmp_path / "one")
    report = backing_up.back_up_now(workspace, tmp_path / "stick")
    workspace.close()
    assert report.path is not None
    two = open_workspace(tmp_path / "two")
    try:

        def full(*_arguments: object, **_more: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("peer_tui.store.durable.os.replace", full)
        with pytest.raises(Problem, match="no space left"):
            restoring.restore_now(two, report.path)
    finally:
        monkeypatch.undo()
        two.close()


def test_repair_backs_up_first_and_refuses_without(tmp_path: Path) -> None:
    workspace, _opened, _meeting = small_group(tmp_path)
    try:
        kept = Path(repairing.back_up_first(workspace))
        assert kept.name.startswith("before-repair-") and verify(kept).whole
        shutil.rmtree(backups_folder(workspace.places.state))
        backups_folder(workspace.places.state).write_bytes(b"in the way")
        with pytest.raises(Problem, match="Nothing was mended"):
            repairing.back_up_first(workspace)
    finally:
        workspace.close()
