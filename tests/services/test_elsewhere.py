"""What the library cannot take is kept in another folder, read back, and comes home by itself or by one command."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path

import pytest
import tinydb

from peer_tui.domain import events as ev
from peer_tui.services import elsewhere
from peer_tui.services.problems import Problem
from peer_tui.store.carried import read_carried
from peer_tui.store.library import Library
from peer_tui.store.problem import save_problem
from peer_tui.store.shards import Shard
from tests.services.conftest import Room


@pytest.fixture
def refusing(room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A meeting that is on, and from now on a library that refuses; home is a folder of the test."""
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    room.at("2:00")
    room.all("/next", "+bo", "/next", "/go topics", "saved before")
    patch = pytest.MonkeyPatch()

    def append(library: Library, shard: Shard, events: Sequence[ev.Event | ev.Unknown]) -> None:
        raise save_problem(OSError(errno.ENOSPC, "No space left on device"), library.root)

    patch.setattr(Library, "append", append)
    return patch


def texts(room: Room) -> list[str]:
    return [entry.filed.text for entry in room.again().meeting.lines()]


def test_check_59_unsaved_lines_are_kept_in_a_folder_of_ones_choice(
    room: Room, refusing: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room.all("! We go on", "> @bo call by fri", "a line with \x1b[31m and [bold]")
    said = room.say(f"/elsewhere {tmp_path / 'stick'}")
    assert said.done and str(tmp_path / "stick") in said.words and "read back" in said.words
    page = next((tmp_path / "stick").rglob("lines.txt"))
    for words in ("! We go on", "> @bo call by fri", "[bold]"):
        assert words in page.read_text()
    assert "\x1b" not in page.read_text() and "saved before" not in page.read_text()
    (log,) = (tmp_path / "stick").rglob("*.json")
    with tinydb.TinyDB(log, access_mode="r") as stock:
        assert len(stock.table("events")) == len(room.workspace.saver.unsaved()) == 3
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (page, log, page.parent, tmp_path / "stick")}
    assert modes == {0o600, 0o700}
    refusing.undo()
    assert room.workspace.saver.flush() and room.workspace.saver.homeless() == []
    assert texts(room) == ["saved before", "We go on", "call", "a line with [31m and [bold]"]


def test_without_a_folder_the_first_that_can_be_written_is_taken(
    room: Room, refusing: pytest.MonkeyPatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.say("a line")
    kept = elsewhere.keep(room.workspace)
    assert kept.folder.parent == tmp_path / "me"
    (tmp_path / "other").mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "other"))
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    assert elsewhere.keep(room.workspace).folder.parent == tmp_path / "other"
    assert (tmp_path / "file").read_text() == "mine"
    refusing.undo()


def test_nowhere_to_keep_it_is_said_and_the_line_stays(
    room: Room, refusing: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room.say("a line")
    (tmp_path / "file").write_text("mine")
    said = room.say(f"/elsewhere {tmp_path / 'file'}")
    assert not said.done and "still in memory" in said.words and said.line == f"/elsewhere {tmp_path / 'file'}"
    assert len(room.workspace.saver.homeless()) == 1
    refusing.undo()
    room.workspace.saver.flush()
    assert "everything is saved" in room.say("/elsewhere").words
    with pytest.raises(Problem, match="nothing needs to be kept"):
        elsewhere.keep(room.workspace)


def test_what_does_not_read_back_does_not_count(
    room: Room, refusing: pytest.MonkeyPatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.say("a line")
    real = os.write
    with monkeypatch.context() as broken:
        # A disk that takes every byte and keeps others.
        broken.setattr("peer_tui.store.durable.os.write", lambda fd, part: real(fd, b" " * len(part)))
        with pytest.raises(Problem, match="Nothing could be kept elsewhere"):
            elsewhere.keep(room.workspace, tmp_path / "stick")
    assert len(room.workspace.saver.homeless()) == 1
    refusing.undo()


def test_saved_elsewhere_twice_is_one_folder_with_everything(
    room: Room, refusing: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room.say("one")
    first = elsewhere.keep(room.workspace, tmp_path / "stick")
    room.say("two")
    assert len(room.workspace.saver.homeless()) == 1
    second = elsewhere.keep(room.workspace, tmp_path / "stick")
    assert first.folder == second.folder and second.facts == 2 and room.workspace.saver.homeless() == []
    assert len(read_carried(second.logs[0]).events) == 2
    refusing.undo()


def test_a_log_saved_elsewhere_is_taken_in_once(room: Room, refusing: pytest.MonkeyPatch, tmp_path: Path) -> None:
    room.all("one", "two")
    kept = elsewhere.keep(room.workspace, tmp_path / "stick")
    refusing.undo()
    room.workspace.saver._queue.clear()  # the program ended without them
    assert texts(room) == ["saved before"]
    other = room.again().workspace.library
    assert other.take_in(kept.logs[0]) == 2 and other.take_in(kept.logs[0]) == 0
    assert texts(room) == ["saved before", "one", "two"]


@pytest.mark.parametrize("group", ["../../outside", "/etc", "..", "", "a/b"])
def test_a_log_that_names_no_place_in_a_library_is_refused(room: Room, tmp_path: Path, group: str) -> None:
    from peer_tui.store.carried import write_carried

    room.say("/next")
    path = tmp_path / "carried.json"
    write_carried(path, Shard(group, ""), "aaaaaa-1", list(room.session.events[:2]))  # type: ignore[arg-type]
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ValueError, match=r"is not the name of a folder|does not say"):
        room.workspace.library.take_in(path)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_a_program_that_had_to_end_kept_comes_home_by_itself(room: Room, refusing: pytest.MonkeyPatch) -> None:
    room.all("one", "two")
    words = elsewhere.keep_at_the_end(room.workspace)
    assert "2 facts are kept in" in words and "taken in when peer-tui is next started" in words
    own = room.workspace.places.state / elsewhere.UNSAVED
    assert own.is_dir()
    later = room.again().workspace
    assert "not in the library yet" in elsewhere.take_back(later)[0] and own.is_dir()
    refusing.undo()
    room.workspace.saver._queue.clear()
    (said,) = elsewhere.take_back(later)
    assert said.startswith("2 facts that could not be saved the last time")
    assert texts(room) == ["saved before", "one", "two"] and not own.exists()
    assert elsewhere.take_back(later) == []


def test_what_waits_to_come_home_keeps_its_ids_although_the_clock_stands_still(
    room: Room, refusing: pytest.MonkeyPatch
) -> None:
    room.all("one", "two")
    elsewhere.keep_at_the_end(room.workspace)
    room.workspace.library.release()
    later = room.again()
    assert later.workspace.writer == room.session.events[-1].by  # type: ignore[union-attr]
    assert "not in the library yet" in elsewhere.take_back(later.workspace)[0]
    for line in ("three", "four"):
        later.enter(line)
    refusing.undo()
    elsewhere.take_back(later.workspace)
    later.workspace.close()
    assert texts(room) == ["saved before", "one", "two", "three", "four"]


def test_a_program_that_ends_promises_nothing_that_only_a_running_one_does(
    room: Room, refusing: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room.say("a line")
    assert "kept in memory" in room.workspace.saver.problem
    kept = elsewhere.keep(room.workspace, tmp_path / "stick")
    words = elsewhere.keep_at_the_end(room.workspace)
    assert "in memory" not in words and "tried again" not in words and "Make room on the disk" in words
    assert f"kept in {kept.folder}" in words and "peer-tui restore" in words
    room.say("another")
    assert "in memory" not in elsewhere.keep_at_the_end(room.workspace)
    assert "in memory" not in elsewhere.take_back(room.again().workspace)[0]
    refusing.undo()


def test_what_cannot_be_taken_in_stays_and_is_said(room: Room) -> None:
    folder = room.workspace.places.state / elsewhere.UNSAVED / "peer-tui-unsaved-x"
    folder.mkdir(parents=True)
    (folder / "strange.json").write_bytes(b"\0\0\0")
    (said,) = elsewhere.take_back(room.workspace)
    assert "could not be taken in" in said and (folder / "strange.json").read_bytes() == b"\0\0\0"


def test_words_that_were_removed_meanwhile_are_not_kept_elsewhere(
    room: Room, refusing: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    room.say("painful words")
    line = room.session.our_lines()[-1]
    room.session.record(ev.Redacted(target=line))
    elsewhere.keep(room.workspace, tmp_path / "stick")
    assert not any(b"painful" in path.read_bytes() for path in (tmp_path / "stick").rglob("*") if path.is_file())
    refusing.undo()
