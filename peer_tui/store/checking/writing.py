"""Whether more can be written: a real write, flush and rename, a real lock, room on the disk, and who is writing."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from peer_tui.domain.words import say
from peer_tui.store import writer
from peer_tui.store.checking.findings import Finding
from peer_tui.store.durable import replace_file
from peer_tui.store.library import Library
from peer_tui.store.problem import reason

_LITTLE_ROOM = 50 << 20
"""Bytes free on the disk below which it is said."""


def writing(library: Library) -> Iterator[Finding]:
    """Probe the library's folder and STATE."""
    root, state = library.root, library.state
    if not root.exists():
        if library.vanished():
            yield Finding(
                "problem",
                say(
                    "The library folder {root} has vanished: there were meetings in it. Is a disk not plugged in, "
                    "or was "
                    "the folder moved? A backup brings it back: peer-tui restore FILE.",
                    root=root,
                ),
                "writing",
                str(root),
            )
        else:
            yield Finding(
                "ok",
                say("There is no library at {root} yet; it is made with the first group.", root=root),
                "writing",
                str(root),
            )
        return
    for folder, lost in ((root, say("Lines typed now would not be saved.")), (state, say("Drafts would not be kept."))):
        if folder.exists():
            yield from _written(folder, lost)
    yield from _locks(state)
    yield from _slots(library)


def _written(folder: Path, lost: str) -> Iterator[Finding]:
    probe = folder / f".probe-{secrets.token_hex(4)}"
    try:
        replace_file(probe, b"peer-tui check\n")
    except OSError as error:
        with contextlib.suppress(OSError):
            probe.unlink()
        yield Finding(
            "problem",
            say("Nothing can be written in {folder} ({why}). {lost}", folder=folder, why=reason(error), lost=lost),
            "writing",
            str(folder),
        )
        return
    with contextlib.suppress(OSError):
        probe.unlink()
    yield Finding("ok", say("{folder} can be written, flushed and renamed in.", folder=folder), "writing", str(folder))
    free = shutil.disk_usage(folder).free
    if free < _LITTLE_ROOM:
        yield Finding(
            "warning",
            say(
                "Only {free} MB are free on the disk that holds {folder}. Make some room.",
                free=free >> 20,
                folder=folder,
            ),
            "writing",
            str(folder),
        )


def _locks(state: Path) -> Iterator[Finding]:
    """A lock that is held must keep a second one out, and be there again when it is let go."""
    if not state.exists():
        return
    # Imported here: it costs a tenth of a second, which no other command needs.
    from filelock import FileLock, Timeout

    path = state / f".probe-{secrets.token_hex(4)}.lock"
    first, second = (FileLock(path, mode=0o600, is_singleton=False, fallback_to_soft=False) for _ in range(2))
    try:
        first.acquire(timeout=0)
        try:
            second.acquire(timeout=0)
            second.release()
            works, why = False, say("two programs were given the same lock")
        except Timeout:
            works, why = True, ""
        first.release()
        second.acquire(timeout=1)
        second.release()
    except Timeout:
        works, why = False, say("a lock that was let go could not be taken")
    except OSError as error:
        works, why = False, reason(error)
    except NotImplementedError:
        works, why = False, say("this file system has none")
    finally:
        for lock in (first, second):
            with contextlib.suppress(Exception):
                lock.release(force=True)
        with contextlib.suppress(OSError):
            path.unlink()
    if works:
        yield Finding("ok", say("Locks work in {state}.", state=state), "locks", str(state))
    else:
        yield Finding(
            "problem",
            say(
                "Locks do not work in {state} ({why}). Two windows of peer-tui could write one file: open only one.",
                state=state,
                why=why,
            ),
            "locks",
            str(state),
        )


def _slots(library: Library) -> Iterator[Finding]:
    device = writer.device_id(library.state)
    if not device:
        return
    running = library.others()
    more = " " + say("{running} other windows of peer-tui are open on it now.", running=running) if running > 1 else ""
    more = " " + say("Another window of peer-tui is open on it now.") if running == 1 else more
    yield Finding("ok", say("This device writes as {device}.{more}", device=device, more=more), "writers")
