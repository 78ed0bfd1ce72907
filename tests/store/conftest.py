"""What the store's tests share: invented events, libraries in a temporary folder, a disk that fails on demand."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

START = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
SHARD = Shard("mapwc-7q2k", "2024/2024-11-13-1400-k3f9")


def line(number: int, text: str = "", writer: str = "aaaaaa-1") -> ev.Captured:
    """A captured line; `number` gives its id and its time."""
    at = START + dt.timedelta(seconds=number)
    made = event_id(int(at.timestamp() * 1000), 0, writer)
    filed = ev.Filed(kind=ev.EntryKind.NOTE, text=text or f"line {number}", typed=text or f"line {number}")
    return ev.Captured(id=made, at=at, by=writer, entry=made, block="topics", filed=filed)


def texts(events: tuple[ev.Event | ev.Unknown, ...]) -> list[str]:
    """The words of the captured lines, in order."""
    return [event.filed.text for event in events if isinstance(event, ev.Captured)]


@pytest.fixture
def open_library(tmp_path: Path) -> Iterator[Callable[[], Library]]:
    """Opens the same library again and again, each time as another run of the program."""
    opened: list[Library] = []

    def library() -> Library:
        opened.append(Library(tmp_path / "library", tmp_path / "state"))
        return opened[-1]

    yield library
    for one in opened:
        one.release()


class Disk:
    """Makes calls of the operating system fail, from a given call on, for as long as wanted."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch
        self.error: OSError | None = None
        self.calls = 0
        self.spare = 0

    def fail(self, call: str, errno: int, spare: int = 0) -> None:
        """The call `os.CALL` raises `errno` from its `spare + 1`-th use on, until `heal`."""
        real = getattr(os, call)
        self.error, self.calls, self.spare = OSError(errno, os.strerror(errno)), 0, spare

        def failing(*args: object, **kwargs: object) -> object:
            self.calls += 1
            if self.error is not None and self.calls > self.spare:
                raise self.error
            return real(*args, **kwargs)

        self._patch.setattr(f"peer_tui.store.durable.os.{call}", failing)

    def heal(self) -> None:
        """All calls work again."""
        self.error = None
        self._patch.undo()


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)
