"""Typing never waits, "saved" is never said too early, and what is not saved is never dropped."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id
from peer_tui.services.clock import ManualClock
from peer_tui.services.saving import Saver
from peer_tui.store.durable import SaveProblem
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard

START = dt.datetime(2024, 11, 13, 19, 27, tzinfo=dt.UTC)
SHARD = Shard("mapwc-7q2k", "2024/2024-11-13-1400-k3f9")
OTHER = Shard("mapwc-7q2k")
PATIENCE = 20.0
"""Seconds a test waits for what must happen; nothing is measured by it."""


def line(number: int) -> ev.Captured:
    at = START + dt.timedelta(seconds=number)
    made = event_id(int(at.timestamp() * 1000), 0, "aaaaaa-1")
    filed = ev.Filed(kind=ev.EntryKind.NOTE, text=f"line {number}")
    return ev.Captured(id=made, at=at, by="aaaaaa-1", entry=made, block="topics", filed=filed)


class Gate(Library):
    """A library whose disk can be made to wait or to refuse."""

    def __init__(self, home: Path) -> None:
        super().__init__(home / "library", home / "state")
        self.open = threading.Event()
        self.open.set()
        self.began = threading.Event()
        self.refuse: dict[Shard, Exception] = {}
        self.writes: list[tuple[Shard, int]] = []

    def append(self, shard: Shard, events: Sequence[ev.Event | ev.Unknown]) -> None:
        self.began.set()
        assert self.open.wait(PATIENCE)
        if shard in self.refuse:
            raise self.refuse[shard]
        super().append(shard, events)
        self.writes.append((shard, len(events)))


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    library = Gate(tmp_path)
    yield library
    library.open.set()
    library.release()


@pytest.fixture
def saver(gate: Gate) -> Iterator[Callable[..., Saver]]:
    made: list[Saver] = []

    def make(**options: object) -> Saver:
        made.append(Saver(gate, **{"clock": ManualClock(START), "retry_every": 600.0, **options}))  # type: ignore[arg-type]
        return made[-1]

    yield make
    gate.open.set()
    gate.refuse.clear()
    for one in made:
        one.close()


def words(library: Library, shard: Shard = SHARD) -> list[str]:
    return [event.filed.text for event in library.read(shard).events if isinstance(event, ev.Captured)]


def full() -> SaveProblem:
    return SaveProblem("The disk is full.", disk_full=True)


def test_check_16_saving_until_the_disk_answers_and_typing_goes_on(gate: Gate, saver: Callable[..., Saver]) -> None:
    one = saver()
    assert one.state == "saved" and one.saved_at is None
    gate.open.clear()
    one.save(SHARD, [line(1)])
    assert gate.began.wait(PATIENCE)
    for n in range(2, 6):
        one.save(SHARD, [line(n)])
    assert one.state == "saving" and one.pending == 5 and one.saved_at is None and not one.saved(line(1).id)
    assert not one.flush(0)
    gate.open.set()
    assert one.flush(PATIENCE)
    assert one.state == "saved" and one.pending == 0 and one.saved_at == START and one.saved(line(1).id)
    assert words(gate) == [f"line {n}" for n in range(1, 6)]
    assert gate.writes == [(SHARD, 1), (SHARD, 4)]


@pytest.mark.parametrize("threaded", [True, False])
def test_check_59_not_saved_keeps_everything_in_order_until_it_is(
    gate: Gate, saver: Callable[..., Saver], threaded: bool
) -> None:
    one = saver(threaded=threaded)
    gate.refuse[SHARD] = full()
    for n in range(1, 4):
        one.save(SHARD, [line(n)])
    assert not one.flush()
    assert one.state == "not saved" and one.problem == "The disk is full." and one.disk_full
    assert [event.id for event in one.unsaved()] == [line(n).id for n in range(1, 4)]
    assert words(gate) == [] and one.saved_at is None
    gate.refuse.clear()
    one.save(SHARD, [line(4)])
    assert one.flush(PATIENCE)
    assert one.state == "saved" and one.problem == "" and not one.disk_full
    assert words(gate) == [f"line {n}" for n in range(1, 5)]


def test_check_59_it_is_tried_again_without_being_asked(gate: Gate, saver: Callable[..., Saver]) -> None:
    told = threading.Event()
    one = saver(retry_every=0.01, on_change=lambda: told.set() if one.state == "saved" else None)
    gate.refuse[SHARD] = full()
    one.save(SHARD, [line(1)])
    assert not one.flush()
    told.clear()
    gate.refuse.clear()
    assert told.wait(PATIENCE)
    assert words(gate) == ["line 1"]


def test_one_shard_that_fails_does_not_hold_up_another(gate: Gate, saver: Callable[..., Saver]) -> None:
    one = saver()
    gate.refuse[SHARD] = full()
    one.save(SHARD, [line(1)])
    one.save(OTHER, [line(2)])
    assert not one.flush()
    assert words(gate, OTHER) == ["line 2"] and [event.id for event in one.unsaved()] == [line(1).id]
    assert one.state == "not saved"


def test_a_fault_of_ours_does_not_end_the_saving(gate: Gate, saver: Callable[..., Saver]) -> None:
    def broken() -> None:
        raise RuntimeError("the screen is gone")

    one = saver(on_change=broken)
    gate.refuse[SHARD] = ZeroDivisionError()
    one.save(SHARD, [line(1)])
    assert not one.flush()
    assert "A fault in peer-tui" in one.problem and "kept in memory" in one.problem
    gate.refuse.clear()
    assert one.flush(PATIENCE) and words(gate) == ["line 1"]


def test_an_act_reaches_the_disk_whole(gate: Gate, saver: Callable[..., Saver]) -> None:
    one = saver(threaded=False)
    one.save(SHARD, [line(1), line(2), line(3)])
    one.save(SHARD, [])
    assert gate.writes == [(SHARD, 3)] and one.state == "saved"


def test_changes_are_told_from_queue_to_disk(gate: Gate, saver: Callable[..., Saver]) -> None:
    heard: list[str] = []
    one = saver(on_change=lambda: heard.append(one.state))
    gate.open.clear()
    one.save(SHARD, [line(1)])
    gate.open.set()
    assert one.flush(PATIENCE)
    one.close()
    assert heard == ["saving", "saved"]


def test_finishing_a_meeting_makes_its_last_good_copy_new(gate: Gate, saver: Callable[..., Saver]) -> None:
    one = saver()
    one.save(SHARD, [line(1)])
    one.finish(SHARD)
    assert one.flush(PATIENCE)
    path = gate.folder(SHARD) / f"{gate.writer}.json"
    assert path.with_name(path.name + ".last").read_bytes() == path.read_bytes()


def test_closing_saves_what_is_left_and_saving_afterwards_still_works(gate: Gate, saver: Callable[..., Saver]) -> None:
    one = saver()
    gate.open.clear()
    one.save(SHARD, [line(1)])
    threading.Timer(0.05, gate.open.set).start()
    one.close(PATIENCE)
    assert words(gate) == ["line 1"]
    one.save(SHARD, [line(2)])
    assert one.state == "saved" and words(gate) == ["line 1", "line 2"]


def test_closing_while_the_disk_refuses_ends_and_loses_nothing(gate: Gate, saver: Callable[..., Saver]) -> None:
    one = saver()
    gate.refuse[SHARD] = full()
    one.save(SHARD, [line(1)])
    one.close(PATIENCE)
    assert one.pending == 1 and one.state == "not saved" and not one.flush()
    gate.refuse.clear()
    assert one.flush() and words(gate) == ["line 1"]


def test_many_threads_may_save_at_once(gate: Gate, saver: Callable[..., Saver]) -> None:
    one = saver()
    groups = [[line(n) for n in range(start, 200, 4)] for start in range(4)]
    threads = [
        threading.Thread(target=lambda part=part: [one.save(SHARD, [event]) for event in part]) for part in groups
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.flush(PATIENCE)
    assert words(gate) == [f"line {n}" for n in range(200)]
