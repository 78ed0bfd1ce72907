"""Who is writing: this device's id and the slot this run of the program holds.

Nobody writes a file that somebody else writes. The device's id lies in STATE, which is never synced, and is bound to
the machine and its user: a cloned laptop gets an id of its own. A slot is a file lock, which the operating system frees
however the program ends; a second peer-tui on the same library simply takes the next one.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import platform
import secrets
import uuid
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peer_tui.store.durable import make_folder, read_bytes, replace_file

if TYPE_CHECKING:
    from filelock import BaseFileLock

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_ID_LENGTH = 6
_DEVICE_WAIT = 5.0
"""Seconds to wait for another peer-tui that is making the device's id at this very moment."""
_MOST_SLOTS = 999


@dataclass
class Writer:
    """One run of the program, and the lock that makes its name its own until `release`."""

    device: str
    slot: int
    lasting: bool = True
    """False where STATE could not be written: the name then is of this run only."""
    _lock: BaseFileLock | None = field(default=None, repr=False)

    @property
    def id(self) -> str:
        """The writer's name in logs and event ids, e.g. `k7q2m3-1`."""
        return f"{self.device}-{self.slot}"

    def release(self) -> None:
        """Free the slot. What was written under it stays."""
        if self._lock is not None:
            self._lock.release(force=True)
            self._lock = None


def claim(state: Path, machine: str | None = None) -> Writer:
    """Take the first free slot of this device.

    Where STATE cannot be written the writer gets a name of its own for this run, so that typing can go on.

    Args:
        state: the STATE folder; made if it is missing.
        machine: what tells this machine and user from others; found out when not given.
    """
    try:
        make_folder(state)
        device = _device(state, _binding(machine))
        for slot in range(1, _MOST_SLOTS + 1):
            lock = _lock(_slot_file(state, slot))
            if _take(lock):
                return Writer(device, slot, _lock=lock)
    except OSError:
        pass
    return Writer(_new_id(), 1, lasting=False)


def others_running(state: Path, own: Writer | None = None) -> int:
    """How many other runs of the program hold a slot on this library now."""
    if not state.is_dir():
        return 0
    slots = [int(path.stem[5:]) for path in state.glob("slot-*.lock") if path.stem[5:].isdigit()]
    return sum(_is_held(state, slot) for slot in slots if own is None or not own.lasting or slot != own.slot)


def is_running(state: Path, writer: str) -> bool:
    """A run of the program holds this writer's slot now (it may be this one)."""
    _device_id, _dash, slot = writer.rpartition("-")
    return slot.isdigit() and _slot_file(state, int(slot)).exists() and _is_held(state, int(slot))


def take(state: Path, writer: str) -> Writer | None:
    """Take the slot of another writer of this device, if no run of the program holds it; `release` frees it."""
    device, _dash, slot = writer.rpartition("-")
    lock = _lock(_slot_file(state, int(slot)))
    return Writer(device, int(slot), _lock=lock) if _take(lock) else None


def device_id(state: Path) -> str:
    """This device's id as it is recorded; empty if it has none yet. Changes nothing."""
    with suppress(OSError):
        return str(_recorded(state).get("device", ""))
    return ""


def _slot_file(state: Path, slot: int) -> Path:
    return state / f"slot-{slot}.lock"


def _lock(path: Path) -> BaseFileLock:
    # Imported here: it costs a tenth of a second, and programs that only read never need it. No soft locks: one left
    # by a kill would block for ever. Not bound to a thread: one thread may take the slot and another release it.
    from filelock import FileLock

    return FileLock(path, mode=0o600, thread_local=False, fallback_to_soft=False)


def _take(lock: BaseFileLock, wait: float = 0) -> bool:
    from filelock import Timeout

    try:
        lock.acquire(timeout=wait)
    except Timeout:
        return False
    return True


def _is_held(state: Path, slot: int) -> bool:
    lock = _lock(_slot_file(state, slot))
    try:
        if not _take(lock):
            return True
    except OSError:
        return False
    lock.release()
    return False


def _device(state: Path, bound: str) -> str:
    """The device's id; a new one where there is none, or where it belongs to another machine or user."""
    lock = _lock(state / "device.lock")
    _take(lock, _DEVICE_WAIT)
    try:
        known = _recorded(state)
        device = known.get("device")
        if isinstance(device, str) and device and known.get("bound") == bound:
            return device
        if not known and (state / "device.json").exists():
            # Not readable as an id: kept aside, as nothing that cannot be parsed is overwritten.
            os.replace(state / "device.json", state / "device.json.damaged")
        fresh = _new_id()
        replace_file(state / "device.json", msgspec.json.encode({"device": fresh, "bound": bound}))
        return fresh
    finally:
        lock.release(force=True)


def _recorded(state: Path) -> dict[str, object]:
    raw = read_bytes(state / "device.json")
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        known = msgspec.json.decode(raw) if raw else {}
        if isinstance(known, dict):
            return known
    return {}


def _new_id() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_ID_LENGTH))


def _binding(machine: str | None) -> str:
    """A hash that tells nobody which machine and user it stands for."""
    told = machine or "\n".join((_machine(), _user()))
    return hashlib.sha256(f"peer-tui\n{told}".encode("utf-8", "replace")).hexdigest()[:32]


def _machine() -> str:
    for name in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        with suppress(OSError):
            found = Path(name).read_text(encoding="ascii", errors="replace").strip()
            if found:
                return found
    node = uuid.getnode()
    # A set multicast bit means the number was made up for this run: the host's name is steadier.
    return platform.node() if node >> 40 & 1 else f"{node:012x}"


def _user() -> str:
    if hasattr(os, "getuid"):
        return str(os.getuid())
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
