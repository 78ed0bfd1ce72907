"""While the disk takes its time over one line, nobody who types waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from peer_tui.store import drafts, durable
from peer_tui.store.library import Library
from tests.store.conftest import SHARD, START, line, texts

PATIENCE = 10.0


class SlowDisk:
    """A disk whose flushes answer when they are let."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.asked, self._answer = threading.Event(), threading.Event()
        patch.setattr(durable, "flush_file", self._flush)

    def _flush(self, fd: int) -> None:
        self.asked.set()
        self._answer.wait(PATIENCE)

    def answer(self) -> None:
        """All flushes, also those to come, are done."""
        self._answer.set()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowDisk]:
    disk = SlowDisk(monkeypatch)
    yield disk
    disk.answer()


def at_once(act: Callable[[], object]) -> object:
    """What an act gives back, if it does so without waiting for the disk."""
    given: list[object] = []
    thread = threading.Thread(target=lambda: given.append(act()), daemon=True)
    thread.start()
    thread.join(PATIENCE / 4)
    assert given, "it waits for the disk"
    return given[0]


def test_who_writes_and_what_is_to_be_told_are_known_while_a_line_is_being_flushed(
    open_library: Callable[[], Library], slow: SlowDisk
) -> None:
    library = open_library()
    slow.answer()
    library.append(SHARD, [line(1)])
    slow.asked.clear()
    slow._answer.clear()
    saving = threading.Thread(target=library.append, args=(SHARD, [line(2)]))
    saving.start()
    assert slow.asked.wait(PATIENCE)
    assert at_once(lambda: library.writer)
    at_once(lambda: library.say("a sentence"))
    assert at_once(library.take_notices) == ["a sentence"]
    assert at_once(lambda: texts(library.read(SHARD).events)) == ["line 1"]
    slow.answer()
    saving.join(PATIENCE)
    assert texts(library.read(SHARD).events) == ["line 1", "line 2"]


def test_a_half_typed_line_is_there_before_it_is_flushed(tmp_path: Path, slow: SlowDisk) -> None:
    draft = drafts.Draft(meeting="m", text="half a li", block="topics", entry="e1", first_key=START)
    keeping = threading.Thread(target=drafts.write_draft, args=(tmp_path, "aaaaaa-1", draft))
    keeping.start()
    assert slow.asked.wait(PATIENCE), "it is never flushed"
    assert [kept.text for kept in drafts.read_drafts(tmp_path, "m")] == ["half a li"]
    assert keeping.is_alive()
    slow.answer()
    keeping.join(PATIENCE)


def test_what_a_log_says_later_is_told_too(open_library: Callable[[], Library]) -> None:
    """A log is opened once, and goes on telling after its first words were taken."""
    library = open_library()
    library.append(SHARD, [line(1)])
    library.take_notices()
    (path,) = library.folder(SHARD).glob("*.json")
    path.write_text("{}")
    library.append(SHARD, [line(2)])
    assert library.take_notices(), "that the file had been replaced is never said"
    assert texts(library.read(SHARD).events) == ["line 1", "line 2"]
