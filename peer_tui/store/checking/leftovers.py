"""What lies beside the logs: drafts, saves that were cut short, damaged files kept aside, and files of nobody's."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from peer_tui.domain.naming import counted
from peer_tui.domain.words import say, say_number
from peer_tui.store import drafts
from peer_tui.store.backups.places import every_shard
from peer_tui.store.checking.findings import Finding, named
from peer_tui.store.durable import temporaries
from peer_tui.store.files import open_name
from peer_tui.store.library import Library

_BROUGHT = (".syncthing.", "~syncthing~", ".~lock", "~$", ".ds_store", "desktop.ini", "thumbs.db", ".sync", "._")
_BEING_BROUGHT = (".part", ".partial", ".crdownload", ".icloud", ".tmp")


def leftovers(library: Library) -> Iterator[Finding]:
    """Name them; nothing here is wrong with the record itself."""
    waiting = drafts.left_over(library.state)
    if waiting:
        yield Finding(
            "warning",
            say_number(
                waiting,
                "{half_typed_lines_are} kept; it is offered when its meeting is opened.",
                "{half_typed_lines_are} kept; each is offered when its meeting is opened.",
                half_typed_lines_are=counted(
                    waiting, "{n:,} half-typed line is", "{n:,} half-typed lines are", "no half-typed lines are"
                ),
            ),
            "leftovers",
            str(library.state / "drafts"),
        )
    cut_short = saves_cut_short(library)
    if cut_short:
        yield Finding(
            "warning",
            say("A save was cut short and is taken up when its meeting is opened: {named}.", named=named(cut_short)),
            "leftovers",
            str(cut_short[0]),
        )
    kept = [path for path in (library.root / "quarantine").rglob("*") if path.is_file()]
    if kept:
        folder = library.root / "quarantine"
        files = counted(
            len(kept),
            "{n:,} damaged or replaced file is",
            "{n:,} damaged or replaced files are",
            "no damaged or replaced files are",
        )
        yield Finding("warning", say("{files} kept in {folder}.", files=files, folder=folder), "leftovers", str(folder))
    strange = list(_strange(library))
    if strange:
        files = counted(len(strange), "{n:,} file", "{n:,} files", "no files")
        yield Finding(
            "warning",
            say(
                "Not peer-tui's, and left alone: {files} among the meetings: {named}.",
                files=files,
                named=named(strange),
            ),
            "leftovers",
            str(strange[0]),
        )


def saves_cut_short(library: Library) -> list[Path]:
    """What kills in the midst of a write left beside the logs."""
    return [
        left
        for shard in every_shard(library)
        for path in library.logs(shard)
        for left in saves_cut_short_of(library, path)
    ]


def saves_cut_short_of(library: Library, path: Path) -> list[Path]:
    """What a kill left beside one log."""
    places = dict.fromkeys((*temporaries(path), *temporaries(library.files.on_disk(path))))
    return [place for place in places if place.exists() and not place.is_symlink()]


def _strange(library: Library) -> Iterator[Path]:
    for shard in every_shard(library):
        folder = library.folder(shard)
        try:
            with os.scandir(folder) as entries:
                yield from (folder / entry.name for entry in entries if _is_strange(entry))
        except OSError:
            continue


def _is_strange(entry: os.DirEntry[str]) -> bool:
    name = open_name(entry.name).casefold()
    known = name.removesuffix(".last").endswith(".json") and not name.startswith((".", "~"))
    ours = name.startswith(".") and name.endswith(".tmp")
    brought = name.startswith(_BROUGHT) or name.endswith(_BEING_BROUGHT)
    return not (known or ours or brought or entry.is_symlink())
