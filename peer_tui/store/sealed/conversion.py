"""Everything this device has on the disk, turned from open to sealed, sealed anew for other keys, or opened again.

Each file is written in its new form, read back, compared, and only then is its old form removed: a kill at any instant
leaves every file in one form or in both, and the work is taken up where it stopped. Every device turns its own files:
nobody writes a file that somebody else writes. No other run of the program may be going on meanwhile.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from peer_tui.domain.words import say
from peer_tui.store import writer as writers
from peer_tui.store.backups.archives import BrokenArchive
from peer_tui.store.durable import flush_folder, read_bytes, temporaries
from peer_tui.store.files import SEALED, Locked, open_name, sealed_form
from peer_tui.store.library import Library
from peer_tui.store.problem import reason
from peer_tui.store.recovery import last_copy
from peer_tui.store.sealed import keys
from peer_tui.store.sealed.conversion_backups import open_backup, renew_keys, seal_backup
from peer_tui.store.sealed.sealing import Damaged, SealedFiles

Progress = Callable[[int, int], None]

_LOG = re.compile(r"[^.]+\.json")
_IN_STATE = ("drafts", "ephemera", "unsaved")
"""The folders of STATE that hold words: half-typed lines, the stack, what the library could not take."""
_OF_SYNC_TOOLS = (".syncthing.", "~", ".~")
_TEMPORARY = re.compile(r"\.(.+?)(\.age)?(\.2)?\.tmp")


class Converted(msgspec.Struct):
    """What was turned."""

    files: int = 0
    backups: int = 0
    others: list[Path] = msgspec.field(default_factory=list)
    """Logs of other devices, which were left as they are."""
    problems: list[str] = msgspec.field(default_factory=list)
    """Sentences: what could not be turned, and why. It is as it was."""
    said: list[str] = msgspec.field(default_factory=list)
    """Sentences: what was found damaged on the way, and what became of it."""

    @property
    def others_open(self) -> list[Path]:
        """Those that lie open."""
        return [path for path in self.others if not path.name.endswith(SEALED)]

    @property
    def others_sealed(self) -> list[Path]:
        """Those that lie sealed."""
        return [path for path in self.others if path.name.endswith(SEALED)]

    @property
    def whole(self) -> bool:
        """Nothing of this device's was left as it was."""
        return not self.problems


def seal_all(
    library: Library,
    files: SealedFiles,
    backups: list[Path],
    *,
    since: int = 0,
    all_devices: bool = False,
    progress: Progress = lambda done, total: None,
) -> Converted:
    """Seal this device's logs, last good copies, drafts, ephemera, quarantine and backups with `files`.

    Args:
        library: opened with `files`.
        files: how everything shall lie.
        backups: the archives to be turned as well.
        since: a file that was sealed after this instant (ns, by the file system's own clock) is not sealed again.
        all_devices: also the logs of other devices, which must then no longer be in use.
        progress: told how many files of how many are done.
    """
    done = Converted()
    paths = list(_own_files(library, all_devices, done))
    total = len(paths) + len(backups)
    for number, path in enumerate(paths, start=1):
        with _told(done, path):
            if _take_over_what_was_left(library, path) or not _is_sealed_since(path, since):
                done.files += _seal(library, files, path)
        progress(number, total)
    for number, archive in enumerate(backups, start=len(paths) + 1):
        with _told(done, archive):
            done.backups += seal_backup(files, archive)
        progress(number, total)
    done.said += library.take_notices()
    return done


def open_all(
    library: Library, files: SealedFiles, backups: list[Path], progress: Progress = lambda done, total: None
) -> Converted:
    """Open what `seal_all` sealed, this device's files only."""
    done = Converted()
    paths = list(_own_files(library, False, done))
    total = len(paths) + len(backups)
    for number, path in enumerate(paths, start=1):
        with _told(done, path):
            _take_over_what_was_left(library, path)
            try:
                done.files += files.unseal(path)
            except Damaged:
                _mend(library, path)
                done.files += files.unseal(path)
        progress(number, total)
    for number, archive in enumerate(backups, start=len(paths) + 1):
        with _told(done, archive):
            done.backups += open_backup(files, archive)
        progress(number, total)
    done.said += library.take_notices()
    return done


def renew_keys_in_backups(library: Library, files: SealedFiles, backups: list[Path]) -> list[str]:
    """Give the backups the list of keys and the key that this device has now; sentences about those that refused.

    Args:
        library: which one.
        files: sealing for the present keys.
        backups: the archives.

    Raises:
        OSError: the list or the key cannot be read.
    """
    # A list that a sync tool lost from the library is still kept in STATE.
    recipients = read_bytes(library.root / keys.RECIPIENTS) or read_bytes(library.state / keys.RECIPIENTS)
    identity = read_bytes(library.state / keys.IDENTITY)
    if recipients is None or identity is None:
        return []
    done, device = Converted(), writers.device_id(library.state)
    for archive in backups:
        with _told(done, archive), contextlib.suppress(FileNotFoundError):
            # One that is damaged was sealed as the bytes it is, under another name.
            renew_keys(files, archive, device, recipients, identity)
    return done.problems


def drop_derived(cache: Path) -> None:
    """Remove everything derived, the index above all: it holds the words of the minutes.

    Raises:
        OSError: some of it is still there.
    """
    if cache.exists():
        shutil.rmtree(cache)


# --- which files --------------------------------------------------------------------------------------------------


def _own_files(library: Library, all_devices: bool, done: Converted) -> Iterator[Path]:
    """What this device's files are called, each once; logs of others are noted in `done`."""
    device = writers.device_id(library.state)
    seen: set[Path] = set()
    for path in _files_below(library.root / "groups"):
        called = _called(path)
        if ".json" not in called.name or called in seen or path.name.startswith(_OF_SYNC_TOOLS):
            continue
        seen.add(called)
        if all_devices or called.name.startswith(f"{device}-"):
            yield called
        elif _is_log(called):
            done.others.append(path)
    own = [library.root / "quarantine"] if all_devices else [library.root / "quarantine" / device]
    for folder in (*own, *(library.state / name for name in _IN_STATE)):
        for path in _files_below(folder):
            called = _called(path)
            if called not in seen:
                seen.add(called)
                yield called


def _files_below(folder: Path) -> Iterator[Path]:
    """Ordinary files, in the order of their names; links are not followed."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(place, name)
            if path.is_file() and not path.is_symlink():
                yield path


def _called(path: Path) -> Path:
    """The file's name; for what a kill left half-written, that of the file it was to become."""
    half = _TEMPORARY.fullmatch(path.name)
    return path.with_name(half[1] if half else open_name(path.name))


def _is_log(path: Path) -> bool:
    return _LOG.fullmatch(path.name) is not None


def _is_sealed_since(path: Path, since: int) -> bool:
    if not since or path.exists():
        return False
    try:
        return sealed_form(path).stat().st_mtime_ns > since
    except FileNotFoundError:
        return False


# --- turning one file ---------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _told(done: Converted, path: Path) -> Iterator[None]:
    """A file that cannot be turned stays as it is and is told; the others go on."""
    try:
        yield
    except Locked:
        done.problems.append(say("{path} was encrypted for other keys and is left as it is.", path=path))
    except Damaged:
        done.said.append(say("{path} is damaged and is left as it is: nothing in it can be read.", path=path))
    except (OSError, BrokenArchive) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        done.problems.append(say("{path} could not be turned ({why}). It is left as it was.", path=path, why=why))


def _seal(library: Library, files: SealedFiles, path: Path) -> bool:
    try:
        content = files.read_whole(path)
    except Damaged:
        _mend(library, path)
        content = files.read_whole(path)
    if content is None:
        return False
    files.seal(path, content)
    return True


def _take_over_what_was_left(library: Library, path: Path) -> bool:
    """Bring home what a kill left half-written beside a file, then remove it; whether there was anything."""
    left = [temp for form in (path, sealed_form(path)) for temp in temporaries(form) if temp.is_file()]
    if not left:
        return False
    if _is_log(path):
        _mend(library, path)
    for temp in left:
        temp.unlink(missing_ok=True)
    flush_folder(path.parent)
    return True


def _mend(library: Library, path: Path) -> None:
    """Have a log mended as its own writer would: what is damaged goes to quarantine, what is whole is kept.

    Raises:
        Damaged: its last good copy, or of a damaged copy its log, cannot be opened either: then nothing is replaced.
        OSError: it could not be mended. A file that is no log has nothing that it could be mended from.
    """
    from peer_tui.store.log import Log

    log = path.with_name(path.name.removesuffix(".last"))
    if not _is_log(log):
        return
    if isinstance(library.files, SealedFiles):
        library.files.read_whole(log if path != log else last_copy(log))
    # Opening a log also makes its last good copy anew.
    Log(log, log.stem, library.quarantine, say=library.say, files=library.files)
