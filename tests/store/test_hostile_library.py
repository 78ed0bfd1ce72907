"""A library that somebody filled on purpose: whatever its files and names hold, nothing is led out, hung or raised.

What reaches a terminal is asked in `tests/test_hostile_terminal.py`.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.paths import places
from peer_tui.services import archive, decision_register, keeping, listing, parking_lot, planning, searching
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.spreadsheets import meetings_csv, steps_csv
from peer_tui.services.today import today_lines
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store.checking import check
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.domain.histories import START, History
from tests.exchange.hostile import HOSTILE, meeting_full_of
from tests.store.conftest import SHARD
from tests.store.golden.make import every_event
from tests.store.hostile_files import THEIRS, lay, lay_history, log_of, rows_of

NOW = START + dt.timedelta(days=7)
Row = dict[str, Any]
_TYPED = ("/time", "/steps", "/parked", "/recap", "/check", "/redact 2:31", "/open", "/nextmeeting fri", "a note",
          "> a step @ana by fri", "/undo", "/find x", "/who", "/agreement", "/end")  # fmt: skip


@contextmanager
def opened_at(home: Path) -> Iterator[Workspace]:
    """The library in a home of its own."""
    workspace = Workspace(places(environ={"PEER_TUI_HOME": str(home)}), ManualClock(NOW), Settings(), threaded=False)
    try:
        yield workspace
    finally:
        workspace.close()


def library_in(home: Path) -> Library:
    """The library of that home, to lay files into."""
    at = places(environ={"PEER_TUI_HOME": str(home)})
    return Library(at.library, at.state)


def look_everywhere(home: Path) -> None:
    """Everything that a person sees of a library, and a few lines typed into each of its meetings."""
    with opened_at(home) as workspace:
        groups = workspace.open_groups()
        meetings, steps = listing.meetings(workspace), listing.open_steps(workspace)
        listing.meeting_lines(meetings, {}), listing.step_lines(steps)
        meetings_csv(meetings).encode(), steps_csv(steps).encode()
        json.dumps(listing.as_plain([*meetings, *steps]))
        today_lines(workspace, groups)
        searching.search(workspace, "x kind:decision", "", 50)
        (
            decision_register.listed(workspace, "", 50),
            parking_lot.parked(workspace, "", everything=True, limit=50),
        )
        (archive.every_past(workspace, "", 0, "", ""),)
        for opened in groups:
            for meeting in list(opened.group.meetings):
                if meeting in opened.shards:
                    _look_at(workspace, opened, meeting)
        assert all(finding.sentence for finding in check(workspace.library, NOW))


def _look_at(workspace: Workspace, opened: Any, meeting: str) -> None:
    record = keeping.minutes_of(opened, meeting)
    for form in keeping.TEXTS:
        keeping.render(record, form).encode()
    keeping.gaps_of(opened, meeting)
    path = keeping.export(opened, meeting, "html", workspace.places.exports, workspace.places.state)
    assert path.parent == workspace.places.exports
    session = LiveSession(workspace, opened, meeting)
    for line in _TYPED:
        session.preview(line)
        session.enter(line)


def held(text: str = "x") -> History:
    """A meeting whose every field holds a text."""
    told = meeting_full_of(text)
    told.end(START)
    return told


def changed(told: History, change: Callable[[Row], Row]) -> dict[str, list[Row]]:
    """The records of a history, each passed through `change`."""
    return {meeting: [change(row) for row in rows_of(events)] for meeting, events in told.shards.items()}


def laid(home: Path, rows: dict[str, list[Row]]) -> None:
    """Those records as another device's logs."""
    library = library_in(home)
    for number, (meeting, documents) in enumerate(rows.items()):
        place = f"2024/2024-11-13-140{number}-k3f9" if meeting else ""
        lay(library, Shard("harbor-7q2k", place), log_of(documents))


def each(row: Row, names: tuple[str, ...], value: object) -> Row:
    """The record with these fields, where it has them, at whatever depth, holding a value."""

    def within(part: Any) -> Any:
        if isinstance(part, dict):
            return {k: value if k in names else within(v) for k, v in part.items()}
        return [within(one) for one in part] if isinstance(part, list) else part

    found = within(row)
    assert isinstance(found, dict)
    return found


# --- names and ids ----------------------------------------------------------------------------------------------

LEADING_OUT = ("../../../escaped", "/tmp/escaped", "..", "", "a/b", "a\\b", "C:\\escaped", "\x00", "con", "x" * 5000,
               "\x1b[2J", "\udcff", "…/林\u202e")  # fmt: skip


@pytest.mark.parametrize("name", LEADING_OUT)
def test_an_id_is_never_a_path(tmp_path: Path, name: str) -> None:
    home = tmp_path / "deep" / "er" / "home"
    ids = ("meeting", "group", "series", "entry", "person", "priority", "block", "key", "topic", "by", "target")
    laid(home, changed(held(), lambda row: each(row, ids, name)))
    before = {path for path in tmp_path.rglob("*") if home not in path.parents and path != home}
    look_everywhere(home)
    after = {path for path in tmp_path.rglob("*") if home not in path.parents and path != home}
    assert after == before
    made = {path.relative_to(home).parts[0] for path in home.rglob("*")}
    assert made <= {"library", "settings", "state", "cache", "exports"}
    assert not Path("/tmp/escaped").exists()
    assert {path.name for path in (home / "library").iterdir()} <= {"groups", "quarantine"} | {
        path.name for path in (home / "library").glob("ballast-*")
    }


@pytest.mark.parametrize("name", LEADING_OUT)
def test_the_writer_in_a_logs_head_is_never_a_path(tmp_path: Path, name: str) -> None:
    library = library_in(tmp_path)
    lay(library, SHARD, log_of(rows_of(held().shards["m"]), writer=name))
    lay(library, Shard(SHARD.group), log_of(rows_of(held().shards[""]), writer=name))
    look_everywhere(tmp_path)
    assert not (tmp_path.parent / "escaped").exists() and not Path("/tmp/escaped").exists()
    theirs = [path for path in library.folder(SHARD).iterdir() if path.name.startswith("evil")]
    assert [path.name for path in theirs] == [f"{THEIRS}.json"]


def test_a_files_name_holds_nobodys_words(tmp_path: Path) -> None:
    laid(tmp_path, changed(held("../../escaped\x1b[2J"), lambda row: row))
    look_everywhere(tmp_path)
    (written,) = (path for path in (tmp_path / "exports").rglob("*.html"))
    assert written.name.replace("-", "").replace("minutes", "").removesuffix(".html").isdigit()


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
@pytest.mark.parametrize("what", ["group", "own", "meetings", "year", "meeting", "log", "last"])
def test_no_link_is_followed_out_of_the_library(tmp_path: Path, what: str) -> None:
    elsewhere = Library(tmp_path / "elsewhere", tmp_path / "state2")
    found = lay_history(elsewhere, held("from outside"), SHARD.group)
    theirs = elsewhere.folder(found["m"])
    library = library_in(tmp_path / "home")
    lay_history(library, held("from inside"), "inside-7q2k")
    at = library.folder(Shard(SHARD.group, found["m"].meeting))
    here, there = {
        "group": (at.parents[2], theirs.parents[2]), "own": (at.parents[2] / "group", theirs.parents[2] / "group"),
        "meetings": (at.parents[1], theirs.parents[1]), "year": (at.parent, theirs.parent), "meeting": (at, theirs),
        "log": (at / "x-1.json", theirs / f"{THEIRS}.json"), "last": (at / "x-1.json.last", theirs / f"{THEIRS}.json"),
    }[what]  # fmt: skip
    here.parent.mkdir(parents=True, exist_ok=True)
    here.symlink_to(there, target_is_directory=there.is_dir())
    before = {path: path.read_bytes() for path in (tmp_path / "elsewhere").rglob("*.json")}
    with opened_at(tmp_path / "home") as workspace:
        words = json.dumps(listing.as_plain(listing.meetings(workspace)))
        assert "from inside" in words and "from outside" not in words
        if what in ("own", "log", "last"):
            for shard in [Shard(SHARD.group), found["m"]]:
                assert workspace.library.read(shard).events == ()
        assert any("is a link to another place" in said for said in workspace.library.take_notices())
    look_everywhere(tmp_path / "home")
    assert {path: path.read_bytes() for path in (tmp_path / "elsewhere").rglob("*.json")} == before


# --- values -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "/etc/passwd", "\x00", "UTC\n", "A" * 10_000, "\udcff", "林"])
def test_a_zone_nobody_knows_is_no_crash(tmp_path: Path, zone: str) -> None:
    laid(tmp_path, changed(held(), lambda row: each(row, ("zone",), zone)))
    look_everywhere(tmp_path)


@pytest.mark.parametrize(
    "instant",
    ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00",
     "0000-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "2024-11-13T19:00:00", "2024-02-30T00:00:00Z"],
)  # fmt: skip
@pytest.mark.parametrize("names", [("starts",), ("at",), ("when",), ("at", "when", "starts", "ends")])
def test_the_ends_of_the_calendar_are_no_crash(tmp_path: Path, instant: str, names: tuple[str, ...]) -> None:
    laid(tmp_path, changed(held(), lambda row: each(row, names, instant)))
    look_everywhere(tmp_path)


@pytest.mark.parametrize("number", [10**18, -1, -(10**18), 0, 2**63 - 1, 2**63, 10**9, 1e300, -0.0])
def test_numbers_of_any_size_are_no_crash(tmp_path: Path, number: float) -> None:
    names = ("minutes", "low", "high", "number", "count", "seconds", "version")
    laid(tmp_path, changed(held(), lambda row: each(row, names, number)))
    look_everywhere(tmp_path)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_in_every_field_of_a_meeting_is_no_crash(tmp_path: Path, text: str) -> None:
    laid(tmp_path, changed(held(text), lambda row: row))
    look_everywhere(tmp_path)


@pytest.mark.parametrize("text", ["x", "\x1b[2J", "\ud800", ""])
def test_every_kind_at_once_with_one_id_for_everything_is_no_crash(tmp_path: Path, text: str) -> None:
    """All events point at each other and at themselves."""
    names = ("id", "act", "target", "entry", "person", "kept", "gone", "meeting", "group", "series", "priority", "item")
    rows = [each(row, names, text) for row in rows_of(every_event())]
    for number, row in enumerate(rows):
        row["id"] = f"{number:06}"
    told = {"": rows_of(held().shards[""]) + copy.deepcopy(rows), "m": rows_of(held().shards["m"]) + rows}
    laid(tmp_path, told)
    look_everywhere(tmp_path)


# --- files ------------------------------------------------------------------------------------------------------

DEEP = 100_000
STRANGE_FILES = {
    "nothing": b"",
    "nul": b"\0" * 100_000,
    "lists": b"[" * DEEP + b"]" * DEEP,
    "objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep in a record": b'{"log":{"1":{"format":1,"writer":"x-1"}},"events":{"1":{"kind":"captured","x":' + b"[" * DEEP
    + b"]" * DEEP + b"}}}",
    "deep in the head": b'{"log":{"1":{"format":1,"writer":' + b"[" * DEEP + b"]" * DEEP + b'}},"events":{}}',
    "deep and cut off": b'{"log":{"1":{"format":1,"writer":"x-1"}},"events":{"1": {' + b'"1": {' * DEEP,
    "infinite": b'{"log":{"1":{"format":1,"writer":"x-1"}},"events":{"1":{"kind":"extended","seconds":1e400}}}',
    "long number": b'{"log":{"1":{"format":1,"writer":"x-1"}},"events":{"1":{"n":' + b"9" * 100_000 + b"}}}",
    "long format": b'{"log":{"1":{"format":' + b"9" * 5_000 + b',"writer":"x-1"}},"events":{}}',
    "long place": b'{"log":{"1":{"format":1,"writer":"x-1"}},"events":{"' + b"9" * 5_000 + b'":{"kind":"ended"}}}',
    "far place": b'{"log":{"1":{"format":1,"writer":"x-1"}},"events":{"999999999999999":{"kind":"ended"}}}',
    "same keys": b'{"log":{"1":{"format":1,"writer":"x-1"}},"log":{"1":{}},"events":{"1":{"id":"a","id":"b"},"1":{}}}',
    "half characters": b'{"log":{"1":{"format":1,"writer":"\\ud800"}},"events":{"1":{"kind":"\\udfff","\\ud800":1}}}',
    "byte order mark": b'\xef\xbb\xbf{"log":{"1":{"format":1,"writer":"x-1"}},"events":{}}',
    "utf-16": '{"log":{"1":{"format":1,"writer":"x-1"}},"events":{}}'.encode("utf-16"),
    "invalid utf-8": b'{"log":{"1":{"format":1,"writer":"\xff\xfe\xc0\x80"}},"events":{}}',
    "not a table": b'{"log":[],"events":7}',
    "one long line": b'{"log":{"1":{"format":1,"writer":"x-1"}},"events":{"1":{"text":"' + b"x" * 5_000_000 + b'"}}}',
    "many lines": b"\n" * 5_000_000,
    "many openings": b'"1": {' * 200_000,
    "many pieces": b'{"log":{"1":{"format":1,"writer":"x-1"}},"events":{' + b'"7": {"id": "a"}, ' * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGE_FILES)
def test_a_strange_file_is_left_alone_and_hangs_nobody(tmp_path: Path, name: str) -> None:
    lay_history(library_in(tmp_path), held())
    library = library_in(tmp_path)
    beside = [Shard("harbor-7q2k"), *library.meetings("harbor-7q2k")]
    alone = [Shard("strange-7q2k"), Shard("strange-7q2k", SHARD.meeting)]
    placed = [lay(library, shard, STRANGE_FILES[name], f"strange{n}-1.json") for n, shard in enumerate(beside + alone)]
    (placed[0].parent / "strange9-1.json.last").write_bytes(STRANGE_FILES[name])
    began = time.monotonic()
    look_everywhere(tmp_path)
    assert time.monotonic() - began < 20
    assert all(path.read_bytes() == STRANGE_FILES[name] for path in placed)


@pytest.mark.parametrize("name", [name for name in STRANGE_FILES if len(STRANGE_FILES[name]) < 2_000_000])
def test_a_strange_file_of_our_own_beside_the_library_is_no_crash(tmp_path: Path, name: str) -> None:
    """Settings, drafts, the stack, the list of exports: all read as if somebody else had written them."""
    lay_history(library_in(tmp_path), held())
    look_everywhere(tmp_path)
    at = places(environ={"PEER_TUI_HOME": str(tmp_path)})
    ours = [path for path in at.state.rglob("*") if path.is_file() and path.suffix != ".lock"]
    assert ours
    drafts = at.state / "drafts"
    drafts.mkdir(exist_ok=True)
    for path in [*ours, drafts / "m.json", at.state / "ephemera.json", at.cache / "index"]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(STRANGE_FILES[name])
    look_everywhere(tmp_path)


# --- too much of it ---------------------------------------------------------------------------------------------

MANY = 20_000


def many(told: History, events: list[ev.Event]) -> dict[str, list[Row]]:
    """The history with these said in its meeting."""
    for event in events:
        told.say(event)
    return {meeting: rows_of(said) for meeting, said in told.shards.items()}


def _undone(n: int) -> ev.Event:
    kinds = (ev.Undone, ev.Redone)
    return kinds[n % 2](target=f"{n % 40:06}")


FLOODS: dict[str, Callable[[int], ev.Event]] = {
    "undone and redone": _undone,
    "each undoes the one before": lambda n: ev.Undone(target=f"{n + 60:06}"),
    "people merged in circles": lambda n: ev.PeopleMerged(kept=f"p{(n + 1) % 5000}", gone=f"p{n % 5000}"),
    "people": lambda n: ev.PersonAdded(person=f"p{n}", name="Ana Ruiz"),
    "block starts": lambda n: ev.BlockStarted(block=f"b{n % 7}", left=f"b{(n - 1) % 7}"),
    "edits of one line": lambda n: ev.EntryEdited(entry="e", filed=ev.Filed(ev.EntryKind.NOTE, f"{n}")),
    "one line captured again": lambda n: ev.Captured(entry="e", block="x", filed=ev.Filed(ev.EntryKind.STEP, f"{n}")),
    "next steps": lambda n: ev.Captured(entry=f"s{n}", block="x", filed=ev.Filed(ev.EntryKind.STEP, "x"), number=1),
    "steps assigned before they are": lambda n: ev.StepAssigned(step=f"s{n % 50}", owner=f"p{n}"),
    "removals": lambda n: ev.Redacted(target=f"e{n}"),
    "extensions": lambda n: ev.Extended(block=f"b{n % 9}", seconds=n, paid={f"b{k}": 1 for k in range(5)}),
    "pauses": lambda n: (ev.Paused, ev.Resumed)[n % 2](),
    "arrivals": lambda n: (ev.Arrived, ev.Left)[n % 2](person=f"p{n % 300}"),
    "approvals": lambda n: ev.Approved(how="as distributed", seen={"x": n}, seal="0"),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_events_hangs_nobody(tmp_path: Path, flood: str) -> None:
    """20,000 in one meeting: what grows with the square of it takes minutes, what does not takes a second or two.

    Next steps are told meeting by meeting, which asks more of them: 5,000 are more than a group promises in its life.
    """
    count = MANY // 4 if flood == "next steps" else MANY
    laid(tmp_path, many(held(), [FLOODS[flood](n) for n in range(count)]))
    with opened_at(tmp_path) as workspace:
        began = time.process_time()
        groups = workspace.open_groups()
        today_lines(workspace, groups)
        listing.meeting_lines(listing.meetings(workspace), {}), listing.step_lines(listing.open_steps(workspace))
        keeping.render(keeping.minutes_of(groups[0], "m"), "md")
        assert time.process_time() - began < 20


def test_an_agenda_of_100_000_blocks_hangs_nobody(tmp_path: Path) -> None:
    def change(row: Row) -> Row:
        block = {"key": "b", "title": "x", "low": 1, "high": 1}
        return {**row, "blocks": [{**block, "key": f"b{n}"} for n in range(100_000)]} if "blocks" in row else row

    laid(tmp_path, changed(held(), change))
    with opened_at(tmp_path) as workspace:
        began = time.process_time()
        groups = workspace.open_groups()
        today_lines(workspace, groups), listing.meetings(workspace)
        keeping.render(keeping.minutes_of(groups[0], "m"), "md")
        assert time.process_time() - began < 20


# --- any value anywhere -----------------------------------------------------------------------------------------

anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters(), max_size=8)
    | st.sampled_from(
        ["m", "g", "ana", "000001", "topics", "9999-12-31T23:59:59Z", "0001-01-01", "", "\ud800", "../x"]
    ),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=5), parts, max_size=3),
    max_leaves=6,
)


def _places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*way, key)
        yield from _places(part, (*way, key))


def _put(value: Any, way: tuple[Any, ...], new: Any) -> None:
    for key in way[:-1]:
        value = value[key]
    value[way[-1]] = new


def _base() -> list[Row]:
    told = held("words")
    meeting = rows_of(told.shards["m"])
    return [*rows_of(told.shards[""]), *meeting, *rows_of(every_event())]


BASE = _base()


@st.composite
def twisted(draw: st.DrawFn) -> list[Row]:
    """A valid history in which a few values, of any shape, were replaced by any others, and records dropped."""
    rows = copy.deepcopy(BASE)
    for _ in range(draw(st.integers(1, 6))):
        row = draw(st.sampled_from(rows))
        found = list(_places(row))
        if found:
            _put(row, draw(st.sampled_from(found)), draw(anything))
    if draw(st.booleans()):
        rows = [row for row in rows if draw(st.integers(0, 9)) != 0]
    return draw(st.permutations(rows)) if draw(st.integers(0, 4)) == 0 else rows


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(twisted())
def test_no_value_anywhere_in_a_log_makes_anything_raise(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Row]
) -> None:
    home = tmp_path_factory.mktemp("twisted")
    library = library_in(home)
    for place in (Shard("g-7q2k"), Shard("g-7q2k", SHARD.meeting)):
        lay(library, place, log_of(rows))
        events = library.read(place).events
        Meeting.fold(events)
        Group.fold([("", events), ("m", events)])
    look_everywhere(home)


def test_a_group_can_be_planned_for_whatever_was_in_it(tmp_path: Path) -> None:
    laid(tmp_path, changed(held("\x1b[2J"), lambda row: each(row, ("zone",), "../x")))
    with opened_at(tmp_path) as workspace:
        (opened,) = workspace.open_groups()
        planning.plan(workspace, opened, NOW + dt.timedelta(days=7))
