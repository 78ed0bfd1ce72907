"""The folders: for their owner only, without links out of the library, and STATE not where a sync tool copies it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.store.checking.findings import Area, Finding, named
from peer_tui.store.library import Library

_SYNCED = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".sync_journal.db": "Nextcloud",
    ".git": "git",
}
_SYNCED_BY_NAME = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "google drive": say("Google Drive"),
    "googledrive": say("Google Drive"),
    "icloud drive": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "mobile documents": "iCloud",
}


def folders(library: Library) -> Iterator[Finding]:
    """Who else may open what, which links there are, and who copies the folders."""
    yield from _permissions(library)
    yield from _synced(library)


def open_to_others(library: Library) -> list[Path]:
    """The files and folders of the library and STATE that others than their owner may open."""
    found = []
    for place in _everything(library):
        try:
            mode = place.lstat().st_mode
        except OSError:
            continue
        if stat.S_IMODE(mode) & 0o077 and not stat.S_ISLNK(mode):
            found.append(place)
    return found


def synced_by(folder: Path) -> str:
    """The name of the sync tool that copies a folder, as far as that can be seen; empty if none is seen."""
    for place in (folder, *folder.parents):
        for mark, tool in _SYNCED.items():
            # A repository that a person keeps their whole home in says nothing of this folder.
            if (place / mark).exists() and not (tool == "git" and place == Path.home()):
                return tool
        for mark, tool in _SYNCED_BY_NAME.items():
            name = place.name.casefold()
            if name == mark or name.startswith((f"{mark} ", f"{mark}-")):
                return tool
    return ""


def _permissions(library: Library) -> Iterator[Finding]:
    if not library.root.exists():
        return
    links = [place for place in _everything(library) if place.is_symlink()]
    if links:
        yield Finding(
            "warning",
            say(
                "Links in a library are not followed, and what lies behind them is not read: {named}.",
                named=named(links),
            ),
            "folders",
            str(links[0]),
        )
    if sys.platform == "win32":
        return
    found = open_to_others(library)
    if found:
        yield Finding(
            "warning",
            say(
                "Other users of this machine may open {named}. To close them: peer-tui check --repair",
                named=named(found),
            ),
            "folders",
            str(found[0]),
        )
    else:
        yield Finding("ok", say("Every file and folder is for its owner only."), "folders")


def _synced(library: Library) -> Iterator[Finding]:
    tool = synced_by(library.root)
    if tool:
        yield Finding(
            "ok", say("The library lies in a folder that {tool} copies.", tool=tool), "folders", str(library.root)
        )
    area: Area = "folders"
    other = synced_by(library.state)
    if other and library.state.exists():
        yield Finding(
            "problem",
            say(
                "{state} lies in a folder that {other} copies. Locks, drafts and backups are of this device only: "
                "have that folder left out there, or two devices will write under one name.",
                state=library.state,
                other=other,
            ),
            area,
            str(library.state),
        )


def _everything(library: Library) -> Iterator[Path]:
    for top in (library.root, library.state):
        if top.exists():
            yield top
        for folder, folders_in_it, files in os.walk(top):
            yield from (Path(folder) / name for name in (*folders_in_it, *files))
