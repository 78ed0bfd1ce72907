"""How far the turning of a library's files has come: noted in STATE, so that a run that is cut short is taken up."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from peer_tui.store.durable import make_folder, read_bytes, replace_file

_LOCK = "encrypting.lock"
_DONE, _BEGUN = "sealed-for.json", "sealing.json"


@contextlib.contextmanager
def alone(state: Path) -> Iterator[bool]:
    """While files are being turned: whether this run is the one that turns them. The system frees it after a kill.

    Raises:
        OSError: STATE cannot be written.
    """
    # Imported here: a tenth of a second, which the start of a sealed library need not spend.
    from filelock import FileLock, Timeout

    make_folder(state)
    lock = FileLock(state / _LOCK, mode=0o600, fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release(force=True)


def is_going_on(state: Path) -> bool:
    """Whether some run of the program is turning this library's files now."""
    if not (state / _LOCK).exists():
        return False
    try:
        with alone(state) as free:
            return not free
    except OSError:  # a folder that cannot be written: nobody turns anything there
        return False


class Standing(msgspec.Struct, frozen=True):
    """What is being sealed for whom: kept in STATE until it is done."""

    keys: tuple[str, ...]
    all_devices: bool = False


def is_sealed_for(state: Path, keys: tuple[str, ...]) -> bool:
    """Whether all files of this device are sealed for these keys and no others."""
    return _standing(state / _DONE) == Standing(tuple(sorted(keys)))


def begin(state: Path, keys: tuple[str, ...], all_devices: bool = False) -> tuple[int, bool]:
    """Note that sealing for these keys begins; if it was begun before, when (ns), and whether for all devices.

    Raises:
        OSError: STATE cannot be written.
    """
    note = state / _BEGUN
    before = _standing(note)
    if before is not None and before.keys == tuple(sorted(keys)) and before.all_devices >= all_devices:
        return note.stat().st_mtime_ns, before.all_devices
    replace_file(note, msgspec.json.encode(Standing(tuple(sorted(keys)), all_devices)))
    return 0, all_devices


def finish(state: Path, keys: tuple[str, ...]) -> None:
    """Note that all files of this device are sealed for these keys.

    Raises:
        OSError: STATE cannot be written.
    """
    replace_file(state / _DONE, msgspec.json.encode(Standing(tuple(sorted(keys)))))
    (state / _BEGUN).unlink(missing_ok=True)


def forget(state: Path) -> None:
    """Nothing is sealed any more.

    Raises:
        OSError: STATE cannot be written.
    """
    for name in (_DONE, _BEGUN):
        (state / name).unlink(missing_ok=True)


def _standing(note: Path) -> Standing | None:
    with contextlib.suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return msgspec.json.decode(read_bytes(note) or b"", type=Standing)
    return None
