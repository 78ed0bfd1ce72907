"""`peer-tui restore`: what a backup would add, in words, and adding it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from peer_tui.domain.naming import counted
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import Workspace
from peer_tui.store.backups.archives import BrokenArchive
from peer_tui.store.backups.restoring import Restored, restore
from peer_tui.store.durable import SaveProblem
from peer_tui.store.problem import reason

_NAMED = 10
"""How many of the files that were left out are named before the others are only counted."""

Progress = Callable[[int, int], None] | None


def look(workspace: Workspace, archive: Path, progress: Progress = None) -> Restored:
    """What restoring would do. Changes nothing.

    Raises:
        Problem: the file is no backup, or cannot be read.
    """
    return _restore(workspace, archive, progress, act=False)


def restore_now(workspace: Workspace, archive: Path, progress: Progress = None) -> Restored:
    """Restore it.

    Raises:
        Problem: the file is no backup, or the disk takes no more: what was restored so far is whole.
    """
    return _restore(workspace, archive, progress, act=True)


def take_in(workspace: Workspace, log: Path) -> int:
    """Bring in one log file that was saved elsewhere while the library could not be written; how many lines were new.

    Raises:
        Problem: it could not be brought in.
    """
    try:
        return workspace.library.take_in(log)
    except SaveProblem as error:
        raise Problem(error.sentence) from error
    except OSError as error:
        raise Problem(f"{log} could not be read ({reason(error)}). Nothing was restored.") from error
    except ValueError as error:
        raise Problem(f"{log} could not be restored: {error} Nothing was changed.") from error


def taken_in(log: Path, added: int) -> str:
    """What became of a single log file, in words."""
    if not added:
        return f"Everything in {log.name} was here already."
    return f"{counted(added, 'record')} of {log.name} added."


def is_nothing(found: Restored) -> bool:
    """There is nothing in the backup that is not here already."""
    return not (found.files or found.added)


def plan_lines(found: Restored, library: Path) -> list[str]:
    """What would be done, for whoever is to agree."""
    told = [_what_it_is(found)]
    if is_nothing(found):
        return [*told, *_left_out(found)]
    where = "a new library" if found.into_new else "the library that is there, beside what it holds"
    told.append(f"Into {where}: {library}")
    told.append(
        f"would be added: {counted(found.records, 'record')} in {counted(found.files, 'file')}{_already(found)}."
    )
    told += [f"and {place}" for place in found.added]
    return [*told, *_left_out(found)]


def done_lines(done: Restored) -> list[str]:
    """What was done."""
    if is_nothing(done):
        return ["Everything in it was here already. Nothing was changed."]
    files = f"{counted(done.records, 'record')} in {counted(done.files, 'file')}"
    return [f"Restored: {files}{_already(done)}. Nothing that was here was replaced."]


def as_plain(done: Restored) -> dict[str, Any]:
    """The same for `--json`."""
    return {
        "archive": str(done.archive),
        "made": done.manifest.made.isoformat() if done.manifest else None,
        "files": done.files,
        "records": done.records,
        "already_here": done.same,
        "also": done.added,
        "left_out": done.skipped,
    }


def _restore(workspace: Workspace, archive: Path, progress: Progress, *, act: bool) -> Restored:
    if archive.exists() and not (archive.is_file() or archive.is_dir()):
        # Reading a pipe or a device may never end.
        raise Problem(f"{archive} is no ordinary file, so it is no backup. Nothing was restored.")
    try:
        return restore(workspace.library, archive, workspace.places.settings, act=act, progress=progress)
    except BrokenArchive as error:
        raise Problem(str(error)) from error
    except FileNotFoundError as error:
        if error.filename and Path(error.filename) == archive:
            raise Problem(f"There is no file {archive}.") from error
        raise
    except OSError as error:
        where = error.filename or archive
        done = " What was restored so far is whole; run it again to go on." if act else " Nothing was restored."
        raise Problem(f"{where} could not be read or written ({reason(error)}).{done}") from error


def _what_it_is(found: Restored) -> str:
    if found.manifest is None:
        return f"{found.archive.name} has no list of what it holds; what is in it is looked at file by file."
    made = found.manifest.made.astimezone()
    what = "a backup of a whole library" if found.manifest.whole else "a backup of what had changed"
    return f"{found.archive.name}: {what}, made {made:%d %b %Y %H:%M} by device {found.manifest.device or 'unknown'}."


def _left_out(found: Restored) -> list[str]:
    if len(found.skipped) <= _NAMED:
        return found.skipped
    return [*found.skipped[:_NAMED], f"and {len(found.skipped) - _NAMED} more like these."]


def _already(found: Restored) -> str:
    return f"; {counted(found.same, 'file')} here already" if found.same else ""
