from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui import assets


def test_shipped_files_are_found() -> None:
    assert assets.data_file("templates", "mapwc.toml").is_file()
    assert "mapwc" in [path.stem for path in assets.data_files("templates", ".toml")]
    assert "peer" in [path.stem for path in assets.theme_files()]


def test_a_missing_file_is_a_sentence() -> None:
    for ask in (lambda: assets.data_file("templates", "none.toml"), lambda: assets.data_files("none", ".toml")):
        with pytest.raises(assets.AssetMissing, match=r"^data/.*none.* is missing.*Your meetings are not touched"):
            ask()


def test_inside_the_package_goes_before_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "peer_tui"
    for folder in (package / "data", tmp_path / "data"):
        folder.mkdir(parents=True)
        (folder / "a.txt").write_text(folder.parent.name)
    monkeypatch.setattr(assets, "_PACKAGE", package)
    monkeypatch.setattr(assets, "_CHECKOUT", tmp_path)
    assert assets.data_file("a.txt").read_text() == "peer_tui"


def test_a_neighbours_data_folder_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.txt").write_text("x")
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path / "peer_tui")
    monkeypatch.setattr(assets, "_CHECKOUT", tmp_path)
    with pytest.raises(assets.AssetMissing):
        assets.data_file("a.txt")
    (tmp_path / "pyproject.toml").touch()
    assert assets.data_file("a.txt").read_text() == "x"
