"""Where the library, settings, cache and exports are, and how folders for them are made: for their owner only.

`docs/architecture.md`, "The library on disk", says what lies in each of them.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

_APP = "peer-tui"
_KEY_LENGTH = 12


class Places(msgspec.Struct, frozen=True):
    """Where everything lies. All paths are absolute; none of them need exist."""

    library: Path
    """Groups and meetings: the one folder that may be synced."""
    state: Path
    """Device id, locks, drafts, backups: never synced."""
    cache: Path
    """What can be made again from the library: may be deleted at any time. Nothing is kept there yet."""
    settings: Path
    """The file `config.toml`. A person's own themes lie in `themes/` beside it."""
    exports: Path
    """Where files for other people are written unless the person says otherwise."""


def places(data: Path | None = None, environ: Mapping[str, str] = os.environ) -> Places:
    """Decide where everything lies; makes no folder.

    `PEER_TUI_HOME` moves everything together, so that practice and tests touch nothing else: it also wins over
    `PEER_TUI_DATA`. A library named by `data` (the `--data` option) always wins, and then state and cache are keyed by
    it, so that two libraries never share a lock or an index. The platform's own folders come from the real environment.
    """
    home = environ.get("PEER_TUI_HOME", "")
    if home:
        return _in_home(_absolute(Path(home)), data)
    named = data or (Path(environ["PEER_TUI_DATA"]) if environ.get("PEER_TUI_DATA") else None)
    return _on_platform(named)


def make_private(folder: Path) -> Path:
    """Make a folder and those above it that are missing, each for its owner only (0700).

    Folders that already exist keep their modes.

    Raises:
        OSError: it cannot be made, or a file stands where the folder should be.
    """
    if not folder.is_dir():
        if folder.parent != folder:
            make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def own_umask() -> None:
    """From here on, what this process makes is for its owner only: files 0600, folders 0700."""
    os.umask(0o077)


def _in_home(home: Path, data: Path | None) -> Places:
    key = () if data is None else (_key(_absolute(data)),)
    return Places(
        library=home / "library" if data is None else _absolute(data),
        state=home.joinpath("state", *key),
        cache=home.joinpath("cache", *key),
        settings=home / "config.toml",
        exports=home / "exports",
    )


def _on_platform(data: Path | None) -> Places:
    # Imported here: a tenth of the start-up time of a short command is not spent on it when PEER_TUI_HOME is set.
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(_APP, appauthor=False)
    # "library" below the data folder: on macOS and Windows state and settings share that folder.
    library = dirs.user_data_path / "library" if data is None else _absolute(data)
    key = _key(library)
    return Places(
        library=library,
        state=dirs.user_state_path / key,
        cache=dirs.user_cache_path / key,
        settings=dirs.user_config_path / "config.toml",
        exports=dirs.user_documents_path / _APP,
    )


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path.expanduser()))


def _key(library: Path) -> str:
    """Twelve hex digits that are the same for every way of writing one library's path."""
    resolved = os.path.normcase(os.path.realpath(library))
    return hashlib.sha256(os.fsencode(resolved)).hexdigest()[:_KEY_LENGTH]
