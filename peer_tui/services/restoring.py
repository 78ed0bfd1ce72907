"""`peer-tui restore`: what a backup would add, in words, and adding it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from peer_tui.domain.naming import counted
from peer_tui.domain.report import say_short_day
from peer_tui.domain.words import say
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
        raise Problem(
            say("{log} could not be read ({why}). Nothing was restored.", log=log, why=reason(error))
        ) from error
    except ValueError as error:
        raise Problem(say("{log} could not be restored: {error} Nothing was changed.", log=log, error=error)) from error


def taken_in(log: Path, added: int) -> str:
    """What became of a single log file, in words."""
    if not added:
        return say("Everything in {name} was here already.", name=log.name)
    return say(
        "{records} of {name} added.",
        records=counted(added, "{n:,} record", "{n:,} records", "no records"),
        name=log.name,
    )


def is_nothing(found: Restored) -> bool:
    """There is nothing in the backup that is not here already."""
    return not (found.files or found.added)


def plan_lines(found: Restored, library: Path) -> list[str]:
    """What would be done, for whoever is to agree."""
    told = [_what_it_is(found)]
    if is_nothing(found):
        return [*told, *_left_out(found)]
    where = say("a new library") if found.into_new else say("the library that is there, beside what it holds")
    told.append(say("Into {where}: {library}", where=where, library=library))
    told.append(
        say(
            "would be added: {records} in {files}{already}.",
            records=counted(found.records, "{n:,} record", "{n:,} records", "no records"),
            files=counted(found.files, "{n:,} file", "{n:,} files", "no files"),
            already=_already(found),
        )
    )
    told += [say("and {place}", place=place) for place in found.added]
    return [*told, *_left_out(found)]


def done_lines(done: Restored) -> list[str]:
    """What was done."""
    if is_nothing(done):
        return [say("Everything in it was here already. Nothing was changed.")]
    files = say(
        "{records} in {files}",
        records=counted(done.records, "{n:,} record", "{n:,} records", "no records"),
        files=counted(done.files, "{n:,} file", "{n:,} files", "no files"),
    )
    return [say("Restored: {files}{already}. Nothing that was here was replaced.", files=files, already=_already(done))]


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
        raise Problem(say("{archive} is no ordinary file, so it is no backup. Nothing was restored.", archive=archive))
    try:
        return restore(workspace.library, archive, workspace.places.settings, act=act, progress=progress)
    except BrokenArchive as error:
        raise Problem(str(error)) from error
    except FileNotFoundError as error:
        if error.filename and Path(error.filename) == archive:
            raise Problem(say("There is no file {archive}.", archive=archive)) from error
        raise
    except OSError as error:
        where = error.filename or archive
        done = (
            " " + say("What was restored so far is whole; run it again to go on.")
            if act
            else " " + say("Nothing was restored.")
        )
        raise Problem(
            say("{where} could not be read or written ({why}).{done}", where=where, why=reason(error), done=done)
        ) from error


def _what_it_is(found: Restored) -> str:
    if found.manifest is None:
        return say(
            "{name} has no list of what it holds; what is in it is looked at file by file.", name=found.archive.name
        )
    made = found.manifest.made.astimezone()
    what = say("a backup of a whole library") if found.manifest.whole else say("a backup of what had changed")
    return say(
        "{name}: {what}, made {day} {made:%H:%M} by device {device}.",
        name=found.archive.name,
        what=what,
        day=say_short_day(made.date()),
        made=made,
        device=found.manifest.device or say("unknown"),
    )


def _left_out(found: Restored) -> list[str]:
    if len(found.skipped) <= _NAMED:
        return found.skipped
    return [*found.skipped[:_NAMED], say("and {number} more like these.", number=len(found.skipped) - _NAMED)]


def _already(found: Restored) -> str:
    return (
        say("; {files} here already", files=counted(found.same, "{n:,} file", "{n:,} files", "no files"))
        if found.same
        else ""
    )
