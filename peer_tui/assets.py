"""Finds the shipped `data/` and `themes/`: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

from peer_tui.domain.words import say

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent


class AssetMissing(FileNotFoundError):
    """A file that belongs to the program is not there. Its text is a sentence for the person at the keyboard."""


def data_file(*parts: str) -> Path:
    """One shipped file below `data/`, e.g. `data_file("templates", "mapwc.toml")`.

    Raises:
        AssetMissing: the file is not there.
    """
    found = _shipped("data").joinpath(*parts)
    if not found.is_file():
        raise _missing("/".join(("data", *parts)))
    return found


def data_files(folder: str, suffix: str) -> list[Path]:
    """Every shipped file of `data/FOLDER` with this suffix (with its dot, e.g. `.toml`), by name.

    Raises:
        AssetMissing: the folder is not there.
    """
    return _files(_shipped("data") / folder, suffix, f"data/{folder}")


def theme_files() -> list[Path]:
    """Every shipped theme, by name.

    Raises:
        AssetMissing: the folder is not there.
    """
    return _files(_shipped("themes"), ".toml", "themes")


def words_folder() -> Path:
    """Where the words of other languages lie: `LANG/LC_MESSAGES/peer-tui.mo`. It need not exist."""
    return _shipped("data") / "words"


def _shipped(name: str) -> Path:
    """The shipped folder, wherever the program was started from."""
    inside = _PACKAGE / name
    # Beside the package only in a checkout: in site-packages a neighbour called "data" belongs to somebody else.
    if inside.is_dir() or not (_CHECKOUT / "pyproject.toml").is_file():
        return inside
    return _CHECKOUT / name


def _files(folder: Path, suffix: str, words: str) -> list[Path]:
    if not folder.is_dir():
        raise _missing(words)
    return sorted(path for path in folder.iterdir() if path.suffix == suffix and path.is_file())


def _missing(words: str) -> AssetMissing:
    return AssetMissing(
        say(
            "{words}, which belongs to peer-tui itself, is missing, so the program is not installed whole. "
            "Your meetings are not touched. Install peer-tui again.",
            words=words,
        )
    )
