"""What the program does while it is killed, cut off from its disk or traced: a small meeting, written for real.

    python -m tests.store.faults.scenario ACT HOME ACKS [--without-flush]

Every act writes the id of each event to the file ACKS once it was told to be saved. `ACTS` names them.
As the fork of a `Nursery` an act starts in a millisecond, with everything imported.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
from collections.abc import Callable
from pathlib import Path

import tinydb

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id
from peer_tui.services import capturing, goodbyes, planning, redacting, removing
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from peer_tui.store import durable
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from tests.store.faults.frame import REDACTED, SECRET, START, acknowledging, places_in

CAPTURES = 20
CORRECTIONS = 10
SHARD = Shard("harbor-7q2k", "2024/2024-11-13-1400-k3f9")
"""Where the acts without services write."""

Act = Callable[[Path, int], None]


def hold(home: Path, acks: int) -> None:
    """Make a group, plan a meeting, hold it: twenty lines, ten corrections, a redaction, its end and its backup."""
    workspace = _workspace(home, acks)
    opened = planning.new_group(workspace, "Harbor Peer Coalition", "mapwc", "America/New_York", "Ana Ruiz\nBo Chen\n")
    meeting = planning.plan(workspace, opened, START)
    _hold(LiveSession(workspace, opened, meeting), acks)
    workspace.close()


def resume(home: Path, acks: int) -> None:
    """The start after a crash: read all, finish what was being removed, three more lines in the meeting, its end."""
    workspace = _workspace(home, acks)
    groups = workspace.open_groups()
    removing.settle(workspace)
    if not groups:
        workspace.close()
        hold(home, acks)
        return
    (opened,) = groups
    meeting = next(iter(opened.shards), "") or planning.plan(workspace, opened, START)
    session = LiveSession(workspace, opened, meeting)
    session.restore_draft()
    if not session.meeting.live:
        session.enter("/next")
    for number in range(3):
        session.enter(f"after the crash {number}")
    goodbyes.confirm_end(session)
    workspace.close()


def write(home: Path, acks: int, first: int = 0) -> None:
    """Add lines for ever, and correct each with a shorter text: a meeting every sixty lines, each ended cleanly."""
    library = Library(home / "library", home / "state")
    acknowledging(library, acks)
    for number in itertools.count(first):
        shard = Shard(SHARD.group, f"2024/meeting-{number // 60:04d}")
        at = START + dt.timedelta(seconds=number)
        made = event_id(int(at.timestamp() * 1000), 0, library.writer)
        text = f"line {number} " + "and what was said about it " * (number % 7)
        filed = ev.Filed(ev.EntryKind.NOTE, text, typed=text)
        library.append(shard, [ev.Captured(id=made, at=at, by=library.writer, entry=made, block="topics", filed=filed)])
        edit = event_id(int(at.timestamp() * 1000), 1, library.writer)
        shorter = ev.Filed(ev.EntryKind.NOTE, f"line {number}")
        library.append(shard, [ev.EntryEdited(id=edit, at=at, by=library.writer, entry=made, filed=shorter)])
        if number % 60 == 59:
            library.close(shard)


def stock(home: Path, acks: int) -> None:
    """The control: the same meeting in one file of stock TinyDB. Lines are `+N`, corrected ones `-N`."""
    home.mkdir(parents=True, exist_ok=True)
    base = tinydb.TinyDB(home / "stock.json")
    for number in range(CAPTURES):
        base.insert({"n": number, "text": f"line {number} " + "and what was said about it " * 20})
        os.write(acks, f"+{number}\n".encode())
    for number in range(CORRECTIONS):
        base.update({"text": f"line {number}"}, doc_ids=[number + 1])
        os.write(acks, f"-{number}\n".encode())
    base.close()


ACTS: dict[str, Act] = {"hold": hold, "resume": resume, "write": write, "stock": stock}


def without_flush() -> None:
    """Take every flush away, of files and of folders: what a control must find out."""
    durable.flush_file = lambda fd: None
    durable.flush_folder = lambda folder: None


def _workspace(home: Path, acks: int) -> Workspace:
    clock = ManualClock(START - dt.timedelta(minutes=10))
    workspace = Workspace(places_in(home), clock, Settings(), threaded=False)
    acknowledging(workspace.library, acks)
    return workspace


def _hold(session: LiveSession, acks: int) -> None:
    session.enter("/next")
    session.enter("/go topics")
    for number in range(CAPTURES):
        line = SECRET if number == 7 else f"line {number} and what was said about it at some length"
        session.typed(line)
        session.keep_draft(line)
        session.enter(line)
    secret = next(entry for entry in session.our_lines() if SECRET in session.meeting.entries[entry].filed.text)
    for number, entry in enumerate(session.our_lines()[:CORRECTIONS]):
        capturing.edit(session, entry, f"shorter {number}")
    _redact(session, secret, acks)
    goodbyes.confirm_end(session)


def _redact(session: LiveSession, entry: ev.EntryId, acks: int) -> None:
    """Asked once, done the second time. That no file holds the words any more is a promise of its own."""
    redacting.redact_line(session, entry)
    said = redacting.redact_line(session, entry)
    if not said.done:
        raise RuntimeError(f"The line was not redacted: {said.words}")
    os.write(acks, f"{REDACTED}\n".encode())


def main() -> None:
    """Run one act in this process."""
    parser = argparse.ArgumentParser()
    parser.add_argument("act", choices=sorted(ACTS))
    parser.add_argument("home", type=Path)
    parser.add_argument("acks", type=Path)
    parser.add_argument("--without-flush", action="store_true")
    chosen = parser.parse_args()
    if chosen.without_flush:
        without_flush()
    acks = os.open(chosen.acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    ACTS[chosen.act](chosen.home, acks)


if __name__ == "__main__":
    main()
