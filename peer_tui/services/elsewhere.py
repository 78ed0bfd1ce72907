"""Saving elsewhere: what the library cannot take now is kept in another folder, and brought home later.

The unsaved facts are written as real logs (stock TinyDB opens them, `peer-tui restore FILE` takes them in) and, unless
the library is encrypted, as a page of text for people. Both are read back before anything is said. The library is tried
again all the same; whoever leaves without it loses nothing.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.characters import clean
from peer_tui.domain.events import Captured, EntryEdited, Event, Unknown
from peer_tui.domain.redaction import without_redacted
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.said import Said, refused
from peer_tui.store.durable import SaveProblem
from peer_tui.store.problem import reason, said_at_the_end

if TYPE_CHECKING:
    from peer_tui.services.session import LiveSession
    from peer_tui.services.workspace import Workspace

UNSAVED = "unsaved"
"""The folder in STATE in which a program that has to end at once keeps what is not in the library."""
PAGE = "lines.txt"
_MOUNTS = ("/media", "/run/media", "/mnt", "/Volumes")
"""Below these the disks and sticks stand that a person plugs in."""


class Kept(NamedTuple):
    """What was saved elsewhere."""

    folder: Path
    logs: tuple[Path, ...]
    """The files on the disk, one a meeting."""
    facts: int

    @property
    def sentence(self) -> str:
        """Where it is now, and how it comes home."""
        facts = say_number(self.facts, "{n} fact", "{n} facts")
        return say(
            "{facts} kept in {folder} and read back. The library is tried again all the time; if you leave "
            "before it answers, `peer-tui restore {logs}` brings them in.",
            facts=facts,
            folder=self.folder,
            logs=self.logs[0],
        )


def keep(workspace: Workspace, folder: Path | None = None) -> Kept:
    """Write everything that is not saved into a new folder inside `folder`, and read it back.

    Without a folder, the first that can be written: home, a disk that is plugged in, the folder for temporary files.

    Raises:
        Problem: nothing is unsaved, or none of these folders could be written.
    """
    if not workspace.saver.unsaved():
        raise Problem(say("Everything is saved in the library; nothing needs to be kept elsewhere."))
    return _first_that_takes_it(workspace, [folder.expanduser()] if folder else usual_folders())


def keep_at_the_end(workspace: Workspace) -> str:
    """The program has to end: keep what is unsaved without asking; what to tell the person, empty if all is saved.

    It lies in STATE then, or else in the folder for temporary files. From STATE it is taken in by itself when the
    program is next started (`take_back`).
    """
    saver = workspace.saver
    count = len(saver.unsaved())
    if not count:
        return ""
    facts = say_number(count, "{n} fact is", "{n} facts are")
    if not saver.homeless():
        home = say("`peer-tui restore {kept_in}/FILE` brings in each .json file in it.", kept_in=saver.kept_in)
        return say(
            "NOT SAVED in the library: {facts} kept in {kept_in}. {home} {problem_at_the_end}",
            facts=facts,
            kept_in=saver.kept_in,
            home=home,
            problem_at_the_end=saver.problem_at_the_end,
        )
    own = workspace.places.state / UNSAVED
    try:
        kept = _first_that_takes_it(workspace, [own, *usual_folders()])
    except Problem as problem:
        return say(
            "NOT SAVED: {facts} lost with this program. {sentence} {problem_at_the_end}",
            facts=facts,
            sentence=problem.sentence,
            problem_at_the_end=saver.problem_at_the_end,
        )
    home = (
        say("They are taken in when peer-tui is next started.")
        if kept.folder.is_relative_to(own)
        else say("`peer-tui restore {logs}` brings them in.", logs=kept.logs[0])
    )
    return say(
        "NOT SAVED in the library: {facts} kept in {folder}. {home} {problem_at_the_end}",
        facts=facts,
        folder=kept.folder,
        home=home,
        problem_at_the_end=saver.problem_at_the_end,
    )


def left_behind(workspace: Workspace) -> str:
    """What a person is told who chose to leave without what is not saved."""
    count = len(workspace.saver.unsaved())
    facts = say_number(count, "{n} fact", "{n} facts")
    return say(
        "NOT SAVED: {facts}. {problem_at_the_end}", facts=facts, problem_at_the_end=workspace.saver.problem_at_the_end
    )


def take_back(workspace: Workspace) -> list[str]:
    """Bring in what an earlier run had to keep in STATE; sentences about it. Each file goes once it is in the library.

    A file that cannot be read, or a library that still cannot be written, leaves it where it is.
    """
    own = workspace.places.state / UNSAVED
    if not own.is_dir():
        return []
    said, count = [], 0
    folders = sorted(path for path in own.iterdir() if path.is_dir() and not path.is_symlink())
    for folder in folders:
        _keep_their_ids(workspace, folder)
    for folder in folders:
        try:
            for path in sorted(_logs_in(workspace, folder)):
                count += workspace.library.take_in(path)
                workspace.library.files.remove(path)
            shutil.rmtree(folder)
        except SaveProblem as problem:
            return [
                say(
                    "What an earlier run kept in {folder} is not in the library yet. {said_at_the_end}",
                    folder=folder,
                    said_at_the_end=said_at_the_end(problem.sentence),
                )
            ]
        except (OSError, ValueError) as error:
            said.append(
                say(
                    "What an earlier run kept in {folder} could not be taken in ({error}). It stays there.",
                    folder=folder,
                    error=error,
                )
            )
    if count:
        facts = say_number(count, "{n} fact", "{n} facts")
        said.insert(0, say("{facts} that could not be saved the last time are in the library now.", facts=facts))
    with suppress(OSError):
        own.rmdir()
    return said


def _keep_their_ids(workspace: Workspace, folder: Path) -> None:
    """While the facts in a folder are not in the library, what this run makes gets none of their ids."""
    from peer_tui.store.carried import read_carried

    with suppress(OSError):
        for path in sorted(_logs_in(workspace, folder)):
            with suppress(OSError, ValueError):
                workspace.see(read_carried(path, workspace.library.files).events)


def elsewhere(session: LiveSession, rest: str) -> Said:
    """`/elsewhere [FOLDER]`: keep what is not saved in another folder."""
    try:
        kept = keep(session.workspace, Path(rest.strip()) if rest.strip() else None)
    except Problem as problem:
        return refused(problem.sentence, f"/elsewhere {rest}".rstrip())
    return Said(kept.sentence)


def why_not(session: LiveSession) -> str:
    """Why nothing needs to be kept elsewhere now; empty if something does."""
    return "" if session.workspace.saver.unsaved() else say("everything is saved")


def usual_folders() -> list[Path]:
    """Where unsaved lines may go, best first: home, disks that are plugged in, the folder for temporary files."""
    import tempfile

    found: list[Path] = []
    with suppress(RuntimeError):
        found.append(Path.home())
    for top in map(Path, _MOUNTS if sys.platform != "win32" else ()):
        mounts = _below(top)
        for place in (*mounts, *(deeper for mount in mounts for deeper in _below(mount))):
            with suppress(OSError):
                if place.is_mount():
                    found.append(place)
    with suppress(OSError):
        found.append(Path(tempfile.gettempdir()))
    return list(dict.fromkeys(found))


def _below(folder: Path) -> list[Path]:
    try:
        return sorted(place for place in folder.iterdir() if place.is_dir() and not place.is_symlink())
    except OSError:
        return []


def _first_that_takes_it(workspace: Workspace, folders: Iterable[Path]) -> Kept:
    refusals = []
    for folder in folders:
        try:
            return _write(workspace, folder)
        except SaveProblem as problem:
            refusals.append(problem.sentence)
        except (OSError, ValueError) as error:
            refusals.append(f"{folder}: {reason(error) if isinstance(error, OSError) else error}")
    raise Problem(
        say(
            "Nothing could be kept elsewhere ({refusals}). Your lines are still in memory. Name another "
            "folder: /elsewhere FOLDER.",
            refusals="; ".join(refusals),
        )
    )


def _write(workspace: Workspace, folder: Path) -> Kept:
    from peer_tui.store.carried import write_carried

    saver, files = workspace.saver, workspace.library.files
    into = _folder_in(workspace, folder)
    logs: list[Path] = []
    everything: list[Event | Unknown] = []
    known: set[str] = set()
    for shard in saver.shards():
        waiting = saver.waiting(shard)
        events = without_redacted(waiting)
        path = into / f"{_name('-'.join((shard.group, shard.meeting or 'group')))}-{workspace.writer}.json"
        write_carried(path, shard, workspace.writer, events, files)
        logs.append(files.on_disk(path))
        everything += events
        known |= {event.id for event in waiting}
    if not files.sealed:
        page = _page(everything, workspace).encode("utf-8", "replace")
        files.write(into / PAGE, page)
        if files.read(into / PAGE) != page:
            raise SaveProblem(say("{into} did not read back as it was written.", into=into / PAGE))
    saver.note_kept(into, known)
    return Kept(into, tuple(logs), len(known))


def _folder_in(workspace: Workspace, folder: Path) -> Path:
    """The folder of this run inside the one that was named: a second time the first one is made new."""
    before = workspace.saver.kept_in
    if before is not None and before.parent == folder.absolute():
        return before
    base = f"peer-tui-unsaved-{workspace.now().astimezone():%Y-%m-%d-%H%M%S}"
    names = (base if n == 1 else f"{base}-{n}" for n in range(1, 1000))
    return next(place for name in names if not (place := folder.absolute() / name).exists())


def _page(events: Iterable[Event | Unknown], workspace: Workspace) -> str:
    rows, others = [], 0
    for event in events:
        if isinstance(event, Captured | EntryEdited):
            rows.append(f"{event.at.astimezone():%H:%M}  {clean(event.filed.typed or event.filed.text)}")
        else:
            others += 1
    return "\n".join([
        say("Lines that peer-tui could not save in {library}", library=workspace.places.library),
        "",
        *rows,
        *([say("and {others} other facts (who came, what was begun), in the files beside this "
               "one", others=others)] if others else []),
        "",
        say("`peer-tui restore FILE` brings a .json file of this folder into the library."),
        "",
    ])  # fmt: skip


def _logs_in(workspace: Workspace, folder: Path) -> set[Path]:
    """The logs in a folder, by what they are called, however they lie on the disk."""
    names = (workspace.library.files.called(path.name) for path in folder.iterdir() if not path.is_symlink())
    return {folder / name for name in names if name.endswith(".json") and not name.startswith(".")}


def _name(words: str) -> str:
    """A file name out of a folder's, whatever stands in it."""
    return re.sub(r"[^A-Za-z0-9]+", "-", words).strip("-")[:80] or say("meeting")
