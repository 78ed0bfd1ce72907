"""Formats: golden logs are read for ever, older records brought up as they are read, newer ones left as they are."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tinydb
from tinydb.storages import JSONStorage

from peer_tui.domain import events as ev
from peer_tui.domain.meeting import Meeting
from peer_tui.store import formats, record
from peer_tui.store.carried import read_carried, write_carried
from peer_tui.store.library import Library
from tests.store.conftest import SHARD, line, texts
from tests.store.golden import make

Opener = Callable[[], Library]
NEWER_THAN_THE_GOLDEN_LOG: frozenset[str] = frozenset()
"""Kinds that are not in the golden log on purpose; a kind stands here only until `make` was run."""


def laid_in(library: Library, name: str = f"{make.WRITER}.json") -> Path:
    """The golden log, as another device's log in a meeting."""
    path = library.folder(SHARD) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(make.LOG.read_bytes())
    return path


def records(path: Path) -> dict[str, dict[str, Any]]:
    """The documents of a log as they lie there."""
    found = json.loads(path.read_bytes())["events"]
    assert isinstance(found, dict)
    return found


def test_the_golden_log_holds_every_kind() -> None:
    kinds = {row.get("kind") for row in records(make.LOG).values()}
    missing = set(ev.KINDS) - kinds - NEWER_THAN_THE_GOLDEN_LOG
    assert not missing, f"run `python -m tests.store.golden.make`: {missing}"
    assert not NEWER_THAN_THE_GOLDEN_LOG & kinds


def test_no_record_that_was_ever_golden_is_made_anew() -> None:
    assert make.golden(make.LOG.read_bytes()) == json.loads(make.LOG.read_bytes())


def test_every_golden_record_is_read_value_for_value(open_library: Opener) -> None:
    library = open_library()
    laid_in(library)
    reading = library.read(SHARD)
    assert reading.problems == () and reading.damaged == ()
    rows = [{k: v for k, v in row.items() if k != "sum"} for row in records(make.LOG).values()]
    known = [row for row in rows if row.get("kind") in ev.KINDS and not str(row["id"]).startswith("zz")]
    events = {event.id: event for event in reading.events if isinstance(event, ev.Event)}
    # One is removed in the log itself: reading leaves its words out, so this is asked of the records.
    assert len(events) == len(known) == len(ev.KINDS) - len(NEWER_THAN_THE_GOLDEN_LOG)
    for row in known:
        assert type(events[row["id"]]) is ev.KINDS[row["kind"]]
        now = json.loads(msgspec.json.encode(ev.encode(formats.event_of(row))))
        assert now == {k: v for k, v in row.items() if k != "later"}, row["kind"]
    unknown = [event for event in reading.events if isinstance(event, ev.Unknown)]
    strange = [row for row in rows if row not in known]
    assert len(strange) == len(make.STRANGE) and sorted(map(str, strange)) == sorted(str(e.fields) for e in unknown)


def test_a_golden_line_is_exactly_this_event() -> None:
    rows = records(make.LOG).items()
    ((number, row),) = ((n, row) for n, row in rows if row.get("kind") == "captured" and row["id"][:2] != "zz")
    at = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC) + dt.timedelta(seconds=int(number))
    words = "Zoë Łuk 林小雨 שלום 🎉 [/] =1+1"
    filed = ev.Filed(
        ev.EntryKind.SUPPORT, f"text: {words}", f"typed: {words}", f"owner: {words}", (f"helpers: {words}",),
        f"meant: {words}", ev.Due(dt.date(2024, 11, 22), True), f"done_when: {words}", f"priority: {words}",
    )  # fmt: skip
    assert formats.event_of(row) == ev.Captured(
        id=row["id"], at=at, when=at - dt.timedelta(minutes=3), by="k7q2m3-1", during="a later meeting",
        act="the act's first event", entry=f"entry: {words}", block=f"block: {words}", filed=filed, number=41,
    )  # fmt: skip


def test_stock_tinydb_opens_the_golden_log() -> None:
    with tinydb.TinyDB(make.LOG, storage=JSONStorage, access_mode="r") as stock:
        assert len(stock.table("events")) == len(records(make.LOG))
        assert stock.table("events").get(tinydb.where("kind") == "vote of the future")["ballots"] == {"a": [1, 2.5]}


def test_our_own_append_keeps_every_unknown_thing_of_a_log(open_library: Opener) -> None:
    """The golden log as our own, to which a line is added: nothing in it that we do not know is lost or changed."""
    library = open_library()
    path = laid_in(library, f"{library.writer}.json")
    before = json.loads(path.read_bytes())
    before["log"]["1"]["writer"] = library.writer
    before["events"] = {
        n: record.signed({k: v for k, v in row.items() if k != "sum"}, library.writer, int(n))
        for n, row in before["events"].items()
    }
    path.write_text(json.dumps(before), encoding="utf-8")
    library.append(SHARD, [line(1)])
    after = json.loads(path.read_bytes())
    added = after["events"].pop(str(len(before["events"]) + 1))
    assert added["filed"]["text"] == "line 1" and after == before
    assert library.take_notices() == []


def test_the_shapes_of_all_events_are_those_that_were_written_down() -> None:
    """A field that was renamed, retyped or given another default is noticed here, before anybody's minutes are."""
    assert make.shapes() == json.loads(make.SHAPES.read_bytes()), (
        "The shape of an event changed. If every record of the golden log is still read as it was (the other tests "
        "here), run `python -m tests.store.golden.make`. If not, this is a new format: see peer_tui.store.formats."
    )


# --- older formats ----------------------------------------------------------------------------------------------


def _named(fields: record.Fields) -> record.Fields:
    """Format 1 → 2, as it might be one day: what is captured stands under `words` instead of `filed.text`."""
    if fields.get("kind") == "captured":
        fields["filed"]["words"] = fields["filed"].pop("text")
    return fields


def _named_back(fields: record.Fields) -> record.Fields:
    """Format 2 → 3: and back again, with a mark, so that the present structs can read it."""
    if fields.get("kind") == "captured":
        fields["filed"]["text"] = fields["filed"].pop("words") + " (2→3)"
    return fields


class Version:
    """The program as a later version: it writes another format and knows the way there."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._patch = patch

    def is_at(self, number: int, needs: str, upgrades: dict[int, formats.Upgrade]) -> None:
        for module in (record, formats):
            self._patch.setattr(module, "FORMAT", number)
        within = ("removing.scrubbing", "removing.blanking", "backups.restoring", "backups.uniting")
        for name in ("log", "repairing", *within):
            self._patch.setattr(f"peer_tui.store.{name}.FORMAT", number)
        self._patch.setattr(record, "NEEDS", needs)
        self._patch.setattr(formats, "UPGRADES", upgrades)


@pytest.fixture
def version(monkeypatch: pytest.MonkeyPatch) -> Version:
    return Version(monkeypatch)


CHAIN = {1: _named, 2: _named_back}


def test_an_older_log_is_read_through_the_whole_chain_and_not_rewritten(open_library: Opener, version: Version) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    path = library.folder(SHARD) / f"{library.writer}.json"
    library.release()
    before = path.read_bytes()
    version.is_at(3, "0.3", CHAIN)
    reading = open_library().read(SHARD)
    assert texts(reading.events) == ["line 1 (2→3)", "line 2 (2→3)"] and reading.problems == ()
    assert path.read_bytes() == before


def test_an_older_log_of_ours_goes_on_and_its_head_says_who_can_read_it(
    open_library: Opener, version: Version, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    library.release()
    version.is_at(3, "0.3", CHAIN)
    newer = open_library()
    newer.append(SHARD, [line(2)])
    newer.append(SHARD, [line(3)])
    path = newer.folder(SHARD) / f"{newer.writer}.json"
    tables = json.loads(path.read_bytes())
    assert tables["log"] == {"1": {"format": 3, "needs": "0.3", "writer": newer.writer}}
    assert [row.get("format") for row in tables["events"].values()] == [None, 3, 3], "old records stay as they are"
    reading = newer.read(SHARD)
    assert texts(reading.events) == ["line 1 (2→3)", "line 2", "line 3"] and reading.problems == ()
    newer.release()
    monkeypatch.undo()

    older = open_library()
    shown = older.read(SHARD)
    assert texts(shown.events) == ["line 1", "line 2", "line 3"]
    (said,) = shown.problems
    assert "needs peer-tui 0.3 or later" in said and "kept beside it" in said
    before = path.read_bytes()
    older.append(SHARD, [line(4)])
    assert path.read_bytes() == before
    beside = path.with_name(f"{older.writer}-format1.json")
    assert list(records(beside)) == ["1"]
    assert texts(older.read(SHARD).events) == ["line 1", "line 2", "line 3", "line 4"]


@pytest.mark.parametrize(
    "upgrades", [{}, {1: _named}, {2: _named_back}, {1: _named, 2: lambda fields: {}[fields["id"]]}]
)
def test_a_gap_in_the_chain_or_a_step_that_fails_keeps_the_record_and_says_so(
    open_library: Opener, version: Version, upgrades: dict[int, formats.Upgrade]
) -> None:
    library = open_library()
    library.append(SHARD, [line(1), line(2)])
    library.release()
    version.is_at(3, "0.3", upgrades)
    newer = open_library()
    reading = newer.read(SHARD)
    (said,) = reading.problems
    assert "2 lines" in said and "cannot be shown" in said and "kept as they are" in said
    first, second = reading.events
    assert isinstance(first, ev.Unknown) and isinstance(second, ev.Unknown)
    assert first.fields == {**ev.encode(line(1)), "format": 1}
    Meeting.fold(reading.events)
    # One day a version that can read them finds them as they were.
    newer.append(SHARD, [line(3)])
    newer.release()
    version.is_at(3, "0.3", CHAIN)
    assert texts(open_library().read(SHARD).events) == ["line 1 (2→3)", "line 2 (2→3)", "line 3"]


def test_an_upgrade_that_changes_what_it_is_given_changes_nobody_elses_record() -> None:
    fields = ev.encode(line(1))
    before = json.dumps(fields, sort_keys=True)
    assert formats.brought_up(fields, CHAIN, 3) is not None
    assert json.dumps(fields, sort_keys=True) == before


def test_what_is_carried_elsewhere_keeps_its_format(open_library: Opener, version: Version, tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    write_carried(old, SHARD, "bbbbbb-1", [line(1)])
    version.is_at(3, "0.3", {})
    found = read_carried(old)
    again = tmp_path / "again.json"
    write_carried(again, SHARD, "cccccc-1", [*found.events, line(2)])
    assert [row["format"] for row in records(again).values()] == [1, 3]
    library = open_library()
    assert library.take_in(again) == 2
    version.is_at(3, "0.3", CHAIN)
    assert texts(library.read(SHARD).events) == ["line 1 (2→3)", "line 2"]


@pytest.mark.parametrize("number", [True, 0, -1, "2", None, 1.0, [], 10**30])
def test_a_strange_format_in_a_record_is_no_crash(number: object) -> None:
    event = formats.event_of({**ev.encode(line(1)), "format": number})
    assert isinstance(event, ev.Captured) and event.filed.text == "line 1"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("0.3", "peer-tui 0.3 or later"), ("12.0.1", "peer-tui 12.0.1 or later"), ("0.0.1", "a newer peer-tui"),
        ("", "a newer peer-tui"), ("\x1b[2J", "a newer peer-tui"), ("9" * 500, "a newer peer-tui"),
        (7, "a newer peer-tui"), (None, "a newer peer-tui"), (["0.3"], "a newer peer-tui"),
    ],
)  # fmt: skip
def test_the_version_a_log_needs_is_a_number_or_nothing(said: object, shown: str) -> None:
    tables = {"log": {"1": {"format": 2, "needs": said, "writer": "x-1"}}, "events": {}}
    contents = record.examine(msgspec.json.encode(tables), "x-1.json")
    if said == 7:
        shown = "peer-tui 7 or later"
    assert formats.reader_of(contents) == shown
    assert shown in formats.sentences(contents, "x-1.json")[0]
