"""The reserve: given up once on a full disk, told while it is used up, laid in again when there is room."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from peer_tui.store.durable import BALLAST_BYTES
from peer_tui.store.reserve import Reserve


class Room:
    """How many bytes are free on the disk, as it says."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        usage = shutil.disk_usage(Path.cwd())
        self.free = 100 * BALLAST_BYTES
        patch.setattr("peer_tui.store.reserve.shutil.disk_usage", lambda path: usage._replace(free=self.free))


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    return Room(monkeypatch)


def test_it_is_told_while_it_is_used_up_and_laid_in_again_when_there_is_room(tmp_path: Path, room: Room) -> None:
    reserve, ballast = Reserve(tmp_path, lambda: "k7q2m3"), tmp_path / "ballast-k7q2m3"
    reserve.lay_in()
    assert ballast.stat().st_size == BALLAST_BYTES and reserve.told == ""
    room.free = 70_000
    assert reserve.give_up() and not ballast.exists()
    assert reserve.told == "Disk full: writing goes on in the reserve, room for about 100 more lines."
    reserve.lay_in()
    assert not ballast.exists(), "what was given up for a meeting is not taken back by the next log that is opened"
    room.free = 7_000
    reserve.refill()
    assert "room for about 10 more lines" in reserve.told and not ballast.exists()
    room.free = 100 * BALLAST_BYTES
    reserve.refill()
    assert ballast.exists() and reserve.told == ""


def test_there_is_nothing_to_give_up_twice(tmp_path: Path, room: Room) -> None:
    reserve = Reserve(tmp_path, lambda: "k7q2m3")
    assert not reserve.give_up() and reserve.told == ""
    reserve.lay_in()
    assert reserve.give_up() and not reserve.give_up()


def test_a_save_that_asked_nothing_of_it_leaves_it_alone(tmp_path: Path, room: Room) -> None:
    reserve = Reserve(tmp_path, lambda: "k7q2m3")
    reserve.refill()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_does_not_say_how_full_it_is_counts_as_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> None:
        raise OSError

    reserve = Reserve(tmp_path, lambda: "k7q2m3")
    reserve.lay_in()
    monkeypatch.setattr("peer_tui.store.reserve.shutil.disk_usage", refused)
    reserve.give_up()
    assert "room for about 0 more lines" in reserve.told
