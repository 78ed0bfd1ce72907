"""Backups: by themselves when a meeting ends, and when somebody asks for one."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from peer_tui.domain.naming import counted
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import Workspace
from peer_tui.store.backups import age as backup_age
from peer_tui.store.backups import making as backups
from peer_tui.store.backups.archives import BrokenArchive, Manifest, verify
from peer_tui.store.backups.making import BackupReport
from peer_tui.store.backups.names import IDENTITY
from peer_tui.store.backups.places import backups_folder, every_shard, remember_target
from peer_tui.store.shards import Shard

_AT_ONCE = 300
"""Up to how many meetings all that changed is backed up while somebody waits for a command to end."""

_A_MOMENT = 0.2
"""Seconds for which saving may wait for another backup; what ended meanwhile is then taken along afterwards."""


class Kept(msgspec.Struct, frozen=True):
    """The newest backup, read back."""

    path: Path
    made: dt.datetime
    sound: bool
    why: str = ""
    """What is wrong with it."""


def when_ended(workspace: Workspace) -> Callable[[Shard], None]:
    """What is done on the saving thread when a meeting has ended and all of it is on disk.

    Its log and the group's own go into the day's zip at once; what else changed, or once a week the whole library,
    follows on a thread of its own, so that saving never waits for it.
    """
    following: list[threading.Thread] = []

    def ended(shard: Shard) -> None:
        report = _back_up(workspace, [Shard(shard.group), shard], wait=_A_MOMENT)
        if not report.busy:
            _say(workspace, report)
        # Without screens everything is done by the program's only thread, and somebody waits for it.
        if not workspace.screens:
            if sum(1 for _ in every_shard(workspace.library)) <= _AT_ONCE:
                keep_up(workspace)
        elif not any(thread.is_alive() for thread in following):
            following[:] = [threading.Thread(target=keep_up, args=(workspace,), name="peer-tui backup", daemon=True)]
            following[0].start()

    return ended


def keep_up(workspace: Workspace, stop: Callable[[], bool] = lambda: False) -> BackupReport | None:
    """Back up what is in no backup yet; once a week the whole library. Then let go of those that are too old.

    What went wrong is told as a notice. None if there was nothing to do.
    """
    folder = backups_folder(workspace.places.state)
    today = _now(workspace).date()
    if backup_age.full_due(backup_age.own_backups(folder), today):
        report = _back_up(workspace, None, stop=stop)
    else:
        changed = backups.changed_since(workspace.library, folder)
        if not changed:
            return None
        report = _back_up(workspace, changed, stop=stop)
    if not stop():
        _say(workspace, report)
    if report.path is not None:
        backups.prune(folder, today)
    return report


def back_up_now(
    workspace: Workspace,
    to: Path | None = None,
    *,
    everything: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BackupReport:
    """The whole library in one archive of its own, which is kept until somebody removes it.

    Args:
        workspace: the library.
        to: the folder; remembered, so that what is removed from the library is removed there too. Without it, STATE.
        everything: settings, themes, templates and the key of a sealed library too, as for a new machine.
        progress: told how many shards of how many are read.

    Raises:
        Problem: none could be made.
    """
    state = workspace.places.state
    folder = Path(to).expanduser().absolute() if to is not None else backups_folder(state)
    if workspace.places.library in (folder, *folder.parents):
        raise Problem(
            say("A backup inside the library would be damaged together with it. Name a folder outside of it.")
        )
    if folder.exists() and not folder.is_dir():
        raise Problem(say("{folder} is a file. Name a folder for the backup; nothing was written.", folder=folder))
    name = _free_name(folder, f"peer-tui-backup-{_now(workspace):%Y-%m-%d-%H%M}")
    extra = everything_else(workspace) if everything else []
    report = backups.back_up(workspace.library, folder, _now(workspace), extra=extra, name=name, progress=progress)
    if report.path is None:
        raise Problem(" ".join(report.problems))
    if to is not None:
        try:
            remember_target(state, folder)
        except OSError:
            report.problems.append(
                say(
                    "That a backup lies in {folder} could not be remembered: words removed later stay in it.",
                    folder=folder,
                )
            )
    return report


def everything_else(workspace: Workspace) -> list[tuple[str, Path]]:
    """What a new machine needs beside the library: each file, with its name in the archive."""
    beside = workspace.places.settings.parent
    found = [("settings/config.toml", workspace.places.settings)]
    for folder in ("themes", "templates"):
        found += [(f"settings/{folder}/{path.name}", path) for path in sorted((beside / folder).glob("*.toml"))]
    return [*found, (IDENTITY, workspace.places.state / "identity.age")]


def newest(workspace: Workspace) -> Kept | None:
    """The newest backup that can be reached, and whether it is still what was written; None if there is none."""
    from peer_tui.store.backups.archives import read_manifest
    from peer_tui.store.backups.places import every_backup

    best: tuple[dt.datetime, Path] | None = None
    broken: Kept | None = None
    for path in every_backup(workspace.places.state):
        try:
            made = read_manifest(path).made
        except (BrokenArchive, OSError) as error:
            broken = Kept(path, workspace.now(), False, str(error))
            continue
        best = max(best or (made, path), (made, path))
    if best is None:
        return broken
    try:
        manifest: Manifest = verify(best[1], counting=False)
    except (BrokenArchive, OSError) as error:
        return Kept(best[1], best[0], False, str(error))
    return Kept(best[1], manifest.made, True)


def report_lines(report: BackupReport) -> list[str]:
    """What became of a backup, in words."""
    what = say(
        "{records} in {files}",
        records=counted(report.records, "{n:,} record", "{n:,} records", "no records"),
        files=counted(report.logs, "{n:,} file", "{n:,} files", "no files"),
    )
    return [
        f"{report.path}",
        say("{what}, {size}, read back and compared.", what=what, size=_size(report.size)),
        *report.problems,
    ]


def _back_up(
    workspace: Workspace,
    shards: list[Shard] | None,
    *,
    wait: float = 120.0,
    stop: Callable[[], bool] = lambda: False,
) -> BackupReport:
    folder = backups_folder(workspace.places.state)
    return backups.back_up(workspace.library, folder, _now(workspace), shards, wait=wait, stop=stop)


def _say(workspace: Workspace, report: BackupReport) -> None:
    for problem in report.problems:
        workspace.library.say(problem)


def _now(workspace: Workspace) -> dt.datetime:
    """The present instant in this machine's zone: its day names the backup."""
    return workspace.now().astimezone()


def _free_name(folder: Path, stem: str) -> str:
    name, number = f"{stem}.zip", 1
    while (folder / name).exists():
        number += 1
        name = f"{stem}-{number}.zip"
    return name


def _size(size: int) -> str:
    return (
        say("{size:.1f} MB", size=size / 1e6)
        if size >= 100_000
        else say("{number} kB", number=max(1, round(size / 1000)))
    )
