"""A vanished library is not made again; one that was never here, or whose groups alone are gone, is."""

from __future__ import annotations

import errno
import os
import shutil
import stat
from pathlib import Path

import pytest

from peer_tui.store.durable import make_folder
from peer_tui.store.ground import Ground

DEVICE = "k7q2m3"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "library"


def _ground(root: Path, state: str = "state") -> Ground:
    return Ground(root, root.parent / state, lambda: DEVICE)


def test_a_library_that_was_never_here_has_not_vanished(root: Path) -> None:
    assert not _ground(root).vanished()


def test_what_was_seen_in_this_run_has_vanished_when_it_is_gone(root: Path) -> None:
    ground = _ground(root)
    (root / "groups").mkdir(parents=True)
    ground.know()
    assert not ground.vanished()
    shutil.rmtree(root)
    assert ground.vanished() and not _ground(root).vanished()


def test_what_was_written_to_in_this_run_has_vanished_when_it_is_gone(root: Path) -> None:
    ground = _ground(root)
    ground.stand()
    assert (root / "groups").is_dir() and not ground.vanished()
    shutil.rmtree(root)
    assert ground.vanished()


def test_another_run_remembers_what_was_here(root: Path) -> None:
    ground = _ground(root)
    ground.remember()
    note = root.parent / "state" / "library-seen"
    note.unlink()
    ground.remember()
    assert not note.exists(), "once a run is enough"
    again = _ground(root)
    again.remember()
    assert note.read_bytes() == b"" and (os.name == "nt" or stat.S_IMODE(note.stat().st_mode) == 0o600)
    assert _ground(root).vanished()


def test_a_state_folder_that_cannot_be_written_is_no_error(root: Path) -> None:
    (root.parent / "state").write_text("a file")
    _ground(root).remember()
    assert not _ground(root, "state/x").vanished()


@pytest.mark.parametrize("left", ["quarantine", f"ballast-{DEVICE}"])
def test_groups_that_alone_are_gone_were_removed_by_somebody(root: Path, left: str) -> None:
    ground = _ground(root)
    ground.stand()
    (root / left).touch()
    (root / "groups").rmdir()
    assert not ground.vanished()
    (root / left).rename(root / "ballast-another")
    assert ground.vanished()


def test_nothing_is_made_where_the_ground_is_missing_until_it_is_left(root: Path) -> None:
    ground = _ground(root)
    ground.stand()
    shutil.rmtree(root)
    with pytest.raises(FileNotFoundError, match="it has vanished"):
        make_folder(root / "groups" / "mapwc-7q2k" / "group")
    assert not root.exists()
    ground.leave()
    make_folder(root / "groups" / "mapwc-7q2k" / "group")
    assert (root / "groups" / "mapwc-7q2k" / "group").is_dir()


def test_whoever_opens_a_library_anew_may_make_it_again(root: Path) -> None:
    _ground(root).stand()
    shutil.rmtree(root)
    _ground(root)
    make_folder(root / "groups")
    assert (root / "groups").is_dir()


@pytest.mark.skipif(os.name == "nt", reason="making links asks for a privilege there")
def test_nothing_is_written_through_a_link(root: Path) -> None:
    ground = _ground(root)
    ground.stand()
    (root.parent / "outside").mkdir()
    (root / "groups" / "away").symlink_to(root.parent / "outside")
    ground.refuse_links(root / "groups" / "here" / "group")
    with pytest.raises(OSError, match="a link to another place") as refused:
        ground.refuse_links(root / "groups" / "away" / "group")
    assert refused.value.errno == errno.ELOOP
    assert refused.value.filename == str(root / "groups" / "away")
