"""What a disk may hold after a power cut: a model of files and folders, fed with a trace of system calls.

The model promises as little as POSIX does (after ALICE, OSDI 2014):

- what was written to a file and not flushed may be missing, there in part (cut at multiples of 512 bytes), or there as
  zeros;
- making, renaming and removing a name, where that folder was not flushed since, may be lost, and the lost and the kept
  ones may be in any order among themselves; a rename happens wholly or not at all;
- what was flushed is there. Flushing a file does not flush its name.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TRACED = (
    "open,openat,creat,close,dup,dup2,dup3,lseek,write,pwrite64,writev,pwritev,pwritev2,fsync,fdatasync,rename,renameat,"
    "renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,truncate,ftruncate,fallocate,sendfile,"
    "copy_file_range,msync,sync,syncfs,sync_file_range"
)
"""The calls the model must see."""
TRACE_OPTIONS = ("-y", "-xx", "-s", "4000000", "-e", f"trace={TRACED}")
"""Options of strace for a trace that the model can read: whole data and the path of each open file, as hex digits."""
BLOCK = 512
"""Bytes: the smallest piece a disk writes."""
_FEW = 3
"""So many changes of names that are not flushed are tried in every order; of more, a choice."""
_MOST_CUTS = 48
"""At how many places the unflushed part of a file is cut; evenly spread if it has more blocks."""

_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+|\?)")
_BEGUN = re.compile(r"(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_ENDED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
_FD = re.compile(r"^(-?\w+)(?:<((?:\\x[0-9a-f]{2}|[^>])*)>)?")

Tree = dict[str, bytes | None]
"""Path below the root → a file's bytes, or None for a folder."""


class Change(NamedTuple):
    """One change of names: all of its steps, or none. `None` takes a name away."""

    steps: tuple[tuple[int, str, int | None], ...]


class Disk:
    """Files and folders by number, what is flushed of them, and what is not yet.

    Args:
        root: the folder that is modelled; what lies elsewhere is not looked at.
        leave_out: folders in it that are not looked at either: what is made again from the rest.
        flushing: False leaves every flush out of account.
    """

    def __init__(self, root: Path, flushing: bool = True, leave_out: tuple[Path, ...] = ()) -> None:
        self.root = root
        self.leave_out = leave_out
        self.flushing = flushing
        self.folders: dict[int, dict[str, int]] = {0: {}}
        """The names in each folder as flushed; number 0 is the root itself."""
        self.files: dict[int, bytes] = {}
        """The bytes of each file as flushed."""
        self.unflushed: dict[int, list[tuple[int, bytes | None]]] = {}
        """What was written to a file since: place and bytes; None for the bytes cuts the file there."""
        self.changes: list[Change] = []
        """Changes of names since their folder was flushed, in order."""
        self.acks: list[str] = []
        self._now: dict[int, dict[str, int]] = {0: {}}
        self._open: dict[int, tuple[int, int]] = {}
        self._appending: set[int] = set()
        self._seen_by: dict[str, tuple[int | None, list[Change]]] = {}
        self._count = itertools.count(1)

    def begin_with(self, folder: Path) -> None:
        """Take what lies in a folder as there and flushed."""
        for path in sorted(folder.rglob("*")):
            number = next(self._count)
            above = self._number(path.parent.relative_to(folder).parts)
            assert above is not None
            self.folders[above][path.name] = self._now[above][path.name] = number
            if path.is_dir():
                self.folders[number], self._now[number] = {}, {}
            else:
                self.files[number] = path.read_bytes()

    # --- the trace ----------------------------------------------------------------------------------------------

    def read(self, trace: Path, acks: Path) -> Iterator[None]:
        """Let every call of a trace happen; comes back after each that changed something.

        Writes to the file `acks` are not modelled: they are the acknowledgements.

        Raises:
            RuntimeError: a call on the modelled folder that the model does not know.
        """
        begun: dict[str, str] = {}
        with trace.open(encoding="ascii", errors="replace") as lines:
            for line in lines:
                if match := _BEGUN.match(line):
                    # Another thread called something meanwhile. It counts from when it had ended, a flush for what
                    # was there when it began.
                    begun[match[1]] = f"{match[1]} {match[2]}({match[3]}"
                    self._flush_begins(match[1], match[2], match[3])
                    continue
                match = _ENDED.match(line)
                whole = _LINE.match(begun.pop(match[1], "") + match[3] if match else line)
                if not whole or whole[4].startswith(("-", "?")):
                    continue
                if self._call(whole[1], whole[2], whole[3], int(whole[4]), acks):
                    yield

    def _flush_begins(self, thread: str, name: str, told: str) -> None:
        fd = _FD.match(told)
        if name in ("fsync", "fdatasync") and fd and int(fd[1]) in self._open:
            inode, _ = self._open[int(fd[1])]
            self._seen_by[thread] = (len(self.unflushed.get(inode, [])), list(self.changes))

    def _call(self, thread: str, name: str, told: str, answer: int, acks: Path) -> bool:
        texts = [(_bytes(hexed), bool(cut)) for hexed, cut in _HEX.findall(told)]
        match name:
            case "open" | "openat" | "creat":
                return self._opened(texts[0][0].decode(), told, answer)
            case "mkdir" | "mkdirat":
                return self._named(texts[0][0].decode(), folder=True) is not None
            case "rename" | "renameat" | "renameat2":
                return self._renamed(texts[0][0].decode(), texts[1][0].decode())
            case "unlink" | "unlinkat" | "rmdir":
                return self._removed(texts[0][0].decode())
        fd = _FD.match(told)
        number = int(fd[1]) if fd and fd[1].lstrip("-").isdigit() else -1
        if name == "write" and fd and _bytes(fd[2] or "").decode("utf-8", "replace") == str(acks):
            self.acks += texts[-1][0].decode().split("\n")[:-1]
            return True
        if number not in self._open:
            return False
        inode, at = self._open[number]
        match name:
            case "close":
                del self._open[number]
                self._appending.discard(number)
                return False
            case "lseek":
                self._open[number] = (inode, answer)
                return False
            case "write" | "pwrite64":
                if texts[-1][1]:
                    raise RuntimeError("The trace was cut: strace must be given a larger -s.")
                place = int(told.rpartition(",")[2]) if name == "pwrite64" else at
                if number in self._appending:
                    place = len(self.content(inode))
                self._write(inode, place, texts[-1][0][:answer])
                if name == "write":
                    self._open[number] = (inode, place + answer)
                return True
            case "ftruncate":
                self._write(inode, int(told.rpartition(",")[2]), None)
                return True
            case "fsync" | "fdatasync":
                return self._flushed(inode, *self._seen_by.pop(thread, (None, self.changes)))
        raise RuntimeError(f"The model does not know what {name} does to a file: {told[:200]}")

    def _opened(self, path: str, told: str, fd: int) -> bool:
        self._open.pop(fd, None)
        self._appending.discard(fd)
        parts = self._parts(path)
        if parts is None:
            return False
        known = self._number(parts)
        made = known is None
        inode = self._named(path) if known is None else known
        if inode is None:
            return False
        self._open[fd] = (inode, 0)
        if "O_APPEND" in told:
            self._appending.add(fd)
        if "O_TRUNC" in told and not made and self.content(inode):
            self._write(inode, 0, None)
            return True
        return made

    def _named(self, path: str, folder: bool = False) -> int | None:
        parts = self._parts(path)
        above = self._number(parts[:-1]) if parts else None
        if not parts or above is None:
            return None
        number = next(self._count)
        if folder:
            self.folders[number], self._now[number] = {}, {}
        else:
            self.files[number] = b""
        self._change((above, parts[-1], number))
        return number

    def _renamed(self, old: str, new: str) -> bool:
        source, target = self._parts(old), self._parts(new)
        if not source and not target:
            return False
        if not source or not target:
            raise RuntimeError(f"A file was moved into or out of the modelled folder: {old} → {new}")
        below, above = self._number(source[:-1]), self._number(target[:-1])
        assert below is not None and above is not None
        self._change((above, target[-1], self._now[below][source[-1]]), (below, source[-1], None))
        return True

    def _removed(self, path: str) -> bool:
        parts = self._parts(path)
        above = self._number(parts[:-1]) if parts else None
        if not parts or above is None:
            return False
        self._change((above, parts[-1], None))
        return True

    def _flushed(self, inode: int, writes: int | None, changes: list[Change]) -> bool:
        """A flush ended: the first so many writes to a file, and of these changes those in a folder, are safe."""
        if not self.flushing:
            return False
        if inode in self.folders:
            # Told apart by which they are: two equal changes may be before and after the flush.
            known = {id(change) for change in changes if any(step[0] == inode for step in change.steps)}
            mine = [change for change in self.changes if id(change) in known]
            self.changes = [change for change in self.changes if id(change) not in known]
            for change in mine:
                _apply(self.folders, change)
            return bool(mine)
        waiting = self.unflushed.pop(inode, [])
        self.files[inode] = _written(self.files[inode], waiting[:writes])
        if waiting[len(waiting) if writes is None else writes :]:
            self.unflushed[inode] = waiting[writes:]
        return bool(waiting)

    def _change(self, *steps: tuple[int, str, int | None]) -> None:
        change = Change(steps)
        _apply(self._now, change)
        self.changes.append(change)

    def _write(self, inode: int, at: int, data: bytes | None) -> None:
        self.unflushed.setdefault(inode, []).append((at, data))

    def content(self, inode: int) -> bytes:
        """A file's bytes as the running program sees them."""
        return _written(self.files[inode], self.unflushed.get(inode, []))

    def _parts(self, path: str) -> tuple[str, ...] | None:
        named = Path(path)
        if not named.is_relative_to(self.root) or any(named.is_relative_to(out) for out in self.leave_out):
            return None
        return named.relative_to(self.root).parts

    def _number(self, parts: tuple[str, ...]) -> int | None:
        number: int | None = 0
        for part in parts:
            number = self._now.get(number, {}).get(part) if number is not None else None
        return number

    # --- what may be left ---------------------------------------------------------------------------------------

    def states(self, dice: random.Random, most: int) -> list[Tree]:
        """What the disk may hold if the power is cut now: each a whole tree, no two alike, at most `most` of them."""
        found: dict[bytes, Tree] = {}
        wanted = ((names, files) for names in self._name_states(dice, most) for files in self._file_states(names, dice))
        for names, files in itertools.islice(wanted, most * 4):
            tree: Tree = {}
            _walk(names, files, 0, "", tree)
            found.setdefault(print_of(tree), tree)
            if len(found) >= most:
                break
        return list(found.values())

    def _name_states(self, dice: random.Random, most: int) -> Iterator[dict[int, dict[str, int]]]:
        for kept in _choices(self.changes, dice, most):
            names = {number: dict(known) for number, known in self.folders.items()}
            for change in kept:
                _apply(names, change)
            yield names

    def _file_states(self, names: dict[int, dict[str, int]], dice: random.Random) -> Iterator[dict[int, bytes]]:
        reached = {number for known in names.values() for number in known.values()}
        open_ends = [inode for inode in self.unflushed if inode in reached]
        yield self.files
        for inode in open_ends:
            for content in _contents(self.files[inode], self.unflushed[inode]):
                yield {**self.files, inode: content}
        if len(open_ends) > 1:
            for _ in range(4):
                mixed = dict(self.files)
                for inode in open_ends:
                    mixed[inode] = dice.choice(list(_contents(self.files[inode], self.unflushed[inode])))
                yield mixed


def print_of(tree: Tree) -> bytes:
    """A short print that tells two trees apart."""
    told = hashlib.sha256()
    for path in sorted(tree):
        content = tree[path]
        kind = b"folder" if content is None else _digest(content).encode()
        told.update(path.encode() + b"\0" + kind + b"\0")
    return told.digest()


def build(tree: Tree, folder: Path, store: Path) -> None:
    """Lay a tree down in a new folder. Equal files are links to one in `store`: they may be replaced, never written."""
    folder.mkdir()
    for path in sorted(tree):
        content = tree[path]
        place = folder / path
        if content is None:
            place.mkdir()
            continue
        kept = store / _digest(content)
        if not kept.exists():
            kept.write_bytes(content)
        place.hardlink_to(kept)


@functools.lru_cache(maxsize=20_000)
def _digest(content: bytes) -> str:
    # Kept: the same bytes stand in thousands of states.
    return hashlib.sha256(content).hexdigest()


def _choices(changes: list[Change], dice: random.Random, most: int) -> Iterator[tuple[Change, ...]]:
    """Which changes of names reached the disk, and in which order."""
    yield tuple(changes)
    yield ()
    if len(changes) <= _FEW:
        for size in range(1, len(changes) + 1):
            yield from itertools.permutations(changes, size)
        return
    for index in range(len(changes)):
        yield tuple(changes[:index])
        yield tuple(changes[index:])
        yield (*changes[:index], *changes[index + 1 :])
    for _ in range(most):
        some = [change for change in changes if dice.random() < 0.5]
        dice.shuffle(some)
        yield tuple(some)


def _contents(flushed: bytes, writes: list[tuple[int, bytes | None]]) -> Iterator[bytes]:
    """What may be left of a file: nothing of what was not flushed, all, zeros, a part, and a part followed by zeros."""
    for count in range(len(writes) + 1):
        yield _written(flushed, writes[:count])
    whole = _written(flushed, writes)
    first = next((at for at, data in writes if data), len(whole))
    yield whole[:first] + bytes(len(whole) - first)
    places = range((first // BLOCK + 1) * BLOCK, len(whole), BLOCK)
    step = max(1, len(places) // _MOST_CUTS)
    for place in places[::step]:
        yield whole[:place]
        yield whole[:place] + bytes(len(whole) - place)
        yield bytes(place) + whole[place:]


def _written(content: bytes, writes: list[tuple[int, bytes | None]]) -> bytes:
    whole = bytearray(content)
    for at, data in writes:
        if len(whole) < at:
            whole += bytes(at - len(whole))
        if data is None:
            del whole[at:]
        else:
            whole[at : at + len(data)] = data
    return bytes(whole)


def _apply(folders: dict[int, dict[str, int]], change: Change) -> None:
    for folder, name, number in change.steps:
        if number is None:
            folders[folder].pop(name, None)
        else:
            folders[folder][name] = number


def _walk(names: dict[int, dict[str, int]], files: dict[int, bytes], folder: int, path: str, tree: Tree) -> None:
    for name, number in names[folder].items():
        below = f"{path}/{name}" if path else name
        if number in files:
            tree[below] = files[number]
        else:
            tree[below] = None
            _walk(names, files, number, below, tree)


def _bytes(hexed: str) -> bytes:
    return bytes.fromhex(hexed.replace("\\x", ""))
