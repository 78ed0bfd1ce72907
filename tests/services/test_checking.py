"""What the check says of the index and of the places for backups, and what its repair does about the index."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.services import backing_up, checking, repairing
from peer_tui.services.workspace import Workspace
from peer_tui.store.backups.places import remember_target
from peer_tui.store.checking import Finding, worst
from peer_tui.store.index import schema
from tests.plain.meetings import home_places, open_workspace, small_group


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A library with one meeting, a backup, and the index that is made of it."""
    workspace, opened, meeting = small_group(tmp_path)
    backing_up.when_ended(workspace)(opened.shards[meeting])
    assert workspace.index.refresh().finished
    workspace.close()
    return tmp_path


@pytest.fixture
def room(home: Path) -> Iterator[Workspace]:
    workspace = open_workspace(home)
    yield workspace
    workspace.close()


def of_the(area: str, workspace: Workspace) -> list[Finding]:
    return [finding for finding in checking.look(workspace) if finding.area == area]


def emptied(home: Path) -> None:
    with sqlite3.connect(home_places(home).cache / "index-1.sqlite") as connection:
        connection.execute("DELETE FROM meetings")
    connection.close()


def test_an_index_that_agrees_is_said_so_and_needs_no_repair(room: Workspace) -> None:
    room.index.refresh()
    (found,) = of_the("index", room)
    assert found.level == "ok"
    assert worst(checking.look(room)) == "ok"


def test_rows_that_are_missing_from_the_index_are_said_and_mended(room: Workspace, home: Path) -> None:
    emptied(home)
    (found,) = of_the("index", room)
    assert found.level == "warning" and "The index lists 0 of the 1 meetings of “Harbor”" in found.sentence
    assert "Nothing is lost" in found.sentence and "peer-tui check --repair" in found.sentence
    assert found.path == str(home_places(home).cache) and found.path in found.sentence
    (act,) = repairing.what_can_be_mended(room)
    assert act.do() == ["The index was built anew."]
    assert [found.level for found in of_the("index", room)] == ["ok"] and len(room.index.meetings()) == 1
    assert not any("anew" in act.sentence for act in repairing.what_can_be_mended(room))


def test_deleting_the_cache_mends_the_index_too(home: Path) -> None:
    emptied(home)
    shutil.rmtree(home_places(home).cache)
    room = open_workspace(home)
    assert of_the("index", room) == []
    assert room.index.refresh().finished and len(room.index.meetings()) == 1
    assert [found.level for found in of_the("index", room)] == ["ok"]
    room.close()


def test_a_damaged_index_is_said_until_it_is_built_anew(home: Path) -> None:
    path = home_places(home).cache / "index-1.sqlite"
    raw = bytearray(path.read_bytes())
    raw[8_192:] = b"\xa5" * (len(raw) - 8_192)
    path.write_bytes(raw)
    for _ in range(2):
        room = open_workspace(home)
        (found,) = of_the("index", room)
        assert found.level == "warning" and "damaged" in found.sentence
        room.close()
    room = open_workspace(home)
    assert [line for act in repairing.what_can_be_mended(room) for line in act.do()] == ["The index was built anew."]
    assert [found.level for found in of_the("index", room)] == ["ok"]
    room.close()


def test_an_index_that_another_window_writes_is_not_taken_from_it(room: Workspace, home: Path) -> None:
    emptied(home)
    (act,) = repairing.what_can_be_mended(room)
    other = open_workspace(home)
    place = other.index._opened()
    assert place is not None and place.take()
    assert "Another window" in act.do()[0] and room.index.state == "ready"
    place.release()
    assert act.do() == ["The index was built anew."]
    other.close()


def test_an_index_that_cannot_be_used_here_is_a_warning_and_nothing_to_mend(
    room: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> bool:
        raise ImportError("no SQLite")

    room.index.close()
    monkeypatch.setattr(schema, "has_full_text", missing)
    (found,) = of_the("index", room)
    assert found.level == "warning" and "no SQLite" in found.sentence
    assert repairing.what_can_be_mended(room) == []


def test_a_place_for_backups_that_is_not_there_now_is_named_and_is_no_fault(room: Workspace, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    remember_target(room.places.state, stick)
    assert str(stick) not in " ".join(found.sentence for found in of_the("backups", room))
    stick.rmdir()
    (found,) = (found for found in of_the("backups", room) if str(stick) in found.sentence)
    assert found.level == "ok" and "cannot be reached now" in found.sentence and found.path == str(stick)
