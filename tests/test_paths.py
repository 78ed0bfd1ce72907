from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from peer_tui.paths import make_private, places


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_home_moves_everything_together_and_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "home"
    found = places(environ={"PEER_TUI_HOME": str(home), "PEER_TUI_DATA": str(tmp_path / "real")})
    assert found.library == home / "library"
    assert found.state == home / "state"
    assert found.cache == home / "cache"
    assert found.settings == home / "config.toml"
    assert found.exports == home / "exports"
    assert list(tmp_path.iterdir()) == []


def test_a_library_named_by_hand_wins_over_home_and_has_its_own_state(tmp_path: Path) -> None:
    environ = {"PEER_TUI_HOME": str(tmp_path / "home")}
    one, two = (places(tmp_path / name, environ) for name in ("one", "two"))
    assert one.library == tmp_path / "one"
    assert one.state.parent == tmp_path / "home" / "state"
    assert one.cache.parent == tmp_path / "home" / "cache"
    assert one.state != two.state
    assert one.cache != two.cache


def test_data_overrides_the_library_and_keys_state_and_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "STATE", "CACHE", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    usual = places(environ={})
    by_variable = places(environ={"PEER_TUI_DATA": str(tmp_path / "shared")})
    by_option = places(tmp_path / "shared", environ={"PEER_TUI_DATA": str(tmp_path / "other")})
    assert by_variable == by_option
    assert by_option.library == tmp_path / "shared"
    assert len(by_option.state.name) == 12
    assert set(by_option.state.name) <= set("0123456789abcdef")
    assert by_option.state.name == by_option.cache.name != usual.state.name
    assert by_option.settings == usual.settings
    assert len({usual.library, usual.state, usual.cache, usual.settings, usual.exports}) == 5
    assert all(path.is_absolute() for path in (usual.library, usual.state, usual.cache, usual.exports))
    assert not usual.library.exists()


def test_one_library_has_one_key_however_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path)
    environ = {"PEER_TUI_HOME": str(tmp_path / "home")}
    ways = [tmp_path / "real", Path("real"), Path("real/../link/."), tmp_path / "link"]
    assert len({places(way, environ).state for way in ways}) == 1


def test_check_61_folders_are_made_owner_only_and_others_are_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    made = make_private(tmp_path / "a" / "b")
    assert made == tmp_path / "a" / "b"
    assert [mode(made), mode(made.parent), mode(tmp_path)] == [0o700, 0o700, 0o755]
    made.chmod(0o750)
    assert mode(make_private(made)) == 0o750


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(OSError, match="a"):
        make_private(tmp_path / "a" / "b")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask to speak of")
def test_check_61_files_made_from_now_on_are_owner_only(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from peer_tui.paths import own_umask; own_umask(); "
        "pathlib.Path(sys.argv[1]).write_text('x')"
    )
    file = tmp_path / "file"
    root = Path(__file__).resolve().parent.parent
    subprocess.run([sys.executable, "-c", program, str(file)], check=True, cwd=root)
    assert mode(file) == 0o600
