"""`peer-tui check`."""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Callable
from pathlib import Path

import msgspec

from peer_tui.domain import events as ev
from peer_tui.store import drafts
from peer_tui.store.damage import Finding, check, worst
from peer_tui.store.library import Library
from tests.store.conftest import SHARD, Disk, line

Opener = Callable[[], Library]


def said(findings: list[Finding], level: str) -> str:
    return "\n".join(finding.sentence for finding in findings if finding.level == level)


def test_a_whole_library_is_ok_and_left_as_it_was(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    assert worst(check(library)) == "ok" and not (tmp_path / "library").exists()
    library.append(SHARD, [line(n) for n in range(1, 5)])
    library.close(SHARD)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    findings = check(library)
    assert worst(findings) == "ok", findings
    assert "4 records in 1 files" in said(findings, "ok")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_damage_gaps_unknown_kinds_and_leftovers_are_named(open_library: Opener, tmp_path: Path) -> None:
    library = open_library()
    strange = {"id": "z", "kind": "hologram shown"}
    library.append(SHARD, [line(1), line(2), line(3), ev.Unknown("z", "hologram shown", strange)])
    path = library.folder(SHARD) / f"{library.writer}.json"
    tables = msgspec.json.decode(path.read_bytes())
    del tables["events"]["2"]
    tables["events"]["3"]["filed"]["text"] = "changed by hand"
    path.write_bytes(msgspec.json.encode(tables))
    path.chmod(0o644)
    path.with_name(f".{path.name}.tmp").write_bytes(b"{")
    now = dt.datetime(2024, 11, 13, 19, tzinfo=dt.UTC)
    drafts.write_draft(tmp_path / "state", "aaaaaa-1", drafts.Draft("m", "half", "topics", "e", now))
    damaged = path.read_bytes()

    findings = check(library)
    assert worst(findings) == "problem" and path.read_bytes() == damaged
    assert "2 of 4 lines were recovered" in said(findings, "problem")
    assert "lacks the running numbers 2." in said(findings, "problem")
    warnings = said(findings, "warning")
    for words in ("1 of “hologram shown”", "1 half-typed", "A save was cut short", str(path)):
        assert words in warnings
    assert "every checksum" not in said(findings, "ok")


def test_a_library_that_cannot_be_written_is_a_problem(open_library: Opener, disk: Disk) -> None:
    library = open_library()
    library.append(SHARD, [line(1)])
    for call in ("open", "fsync", "replace"):
        disk.fail(call, errno.EROFS)
        assert "Nothing can be written" in said(check(library), "problem"), call
        disk.heal()
    assert worst(check(library)) == "ok"
