"""T6: a disk that is really full, at every stage of a meeting, under a tmpfs and ext4.

Everything lies on the full disk: library, state and cache. A point is one stage under one file system with one length
of the meeting before. The word is kept when nothing acknowledged is lost, at least a hundred lines are accepted after
the disk has no byte left, the scribe is told first that the reserve is used (AMBER) and then that lines are not saved
(RED), and all is saved when there is room again.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tinydb

from peer_tui.services import goodbyes, planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.store.faults.frame import (
    START,
    Outcome,
    Say,
    acknowledged,
    acknowledging,
    goes_on,
    mounted,
    need,
    places_in,
    recovered,
)

NAME = "T6"
WHAT = "the disk is full: creating, in the midst, opening, ending; room again"
FULL = 40
"""Stages × file systems × lengths of the meeting before."""
SUBSET = 5
CONTROL = "a file of stock TinyDB's JSONStorage"
CONTROL_SUBSET = 4
CONTROL_SHARE = 0.4

ACCEPTED = 100
"""So many lines at least must be accepted after the disk has no byte left."""
_PATIENCE = 10.0
"""Seconds in which a program must notice that there is room again; it tries every three."""
_MIB = 8


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """One stage on one disk is one point."""
    need("mkfs.ext4", root=True, loop=True)
    began = time.monotonic()
    dice = random.Random(seed)
    stages = [stock] if control else [creating, in_the_midst, opening, ending, quitting]
    wanted = FULL if points is None else points
    kinds = ("tmpfs", "ext4") if wanted > len(stages) else ("tmpfs",)
    lost = unreadable = 0
    figures: list[str] = []
    first = ""
    for number in range(wanted):
        stage, kind = stages[number % len(stages)], kinds[number // len(stages) % len(kinds)]
        with _disk(kind, folder / f"{number}") as disk:
            point = Point(disk, folder / f"acks{number}", lines=dice.choice((0, 20, 60)) if number else 20)
            problems = point.play(stage)
        lost += any(problem.startswith("lost") for problem in problems)
        unreadable += any(not problem.startswith("lost") for problem in problems)
        figures += point.figures
        if problems and not first:
            first = f" First: {stage.__name__} on {kind}: {problems[0]}"
    notes = f"{' and '.join(kinds)}; {len(stages)} stages. {'; '.join(dict.fromkeys(figures[:4]))}.{first}"
    say(notes)
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, wanted, lost, unreadable, notes, time.monotonic() - began)


class Point:
    """One small disk, what was acknowledged on it, and what turned out to be wrong."""

    def __init__(self, disk: Path, acks: Path, lines: int) -> None:
        self.disk = disk
        self.home = disk / "home"
        self.acks = acks
        self.lines = lines
        """How many lines the meeting has before the disk is full."""
        self.problems: list[str] = []
        self.figures: list[str] = []
        self._open: list[Workspace] = []
        self._fd = os.open(acks, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def play(self, stage: Callable[[Point], None]) -> list[str]:
        """Play a stage; what is wrong afterwards."""
        try:
            stage(self)
        except Exception as error:
            self.problems.append(f"crashed: {type(error).__name__} {error}")
        for workspace in self._open:
            workspace.close()
        os.close(self._fd)
        if stage is stock:
            return self.problems
        self.make_room()
        self.look()
        if wrong := goes_on(self.home):
            self.problems.append(f"unreadable: {wrong}")
        self.look()
        return self.problems

    def look(self) -> None:
        """Is everything that was acknowledged on the disk?"""
        found = recovered(self.home)
        if missing := acknowledged(self.acks) - found.ids:
            self.problems.append(f"lost: {len(missing)} acknowledged events, e.g. {min(missing)}")
        if found.unreadable:
            self.problems.append(f"unreadable: {found.unreadable[0]}")

    def workspace(self) -> Workspace:
        """The program, with its writing thread, as another run."""
        made = Workspace(places_in(self.home), ManualClock(START - dt.timedelta(minutes=10)), Settings(), threaded=True)
        acknowledging(made.library, self._fd)
        self._open.append(made)
        return made

    def session(self) -> LiveSession:
        """A new group and its meeting, in session, with some lines."""
        workspace = self.workspace()
        opened = planning.new_group(workspace, "Harbor Peer Coalition", "mapwc", "America/New_York", "Ana Ruiz\n")
        session = LiveSession(workspace, opened, planning.plan(workspace, opened, START))
        session.enter("/next")
        for number in range(self.lines):
            session.enter(f"line {number} before the disk was full")
        workspace.saver.flush()
        return session

    def fill(self) -> None:
        """Leave no byte free on the disk."""
        with (self.disk / "filler").open("ab", buffering=0) as filler:
            for size in (1 << 16, 1 << 12, 1 << 9, 1):
                try:
                    while filler.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue
        left = shutil.disk_usage(self.disk).free
        if left:
            raise RuntimeError(f"The disk could not be filled: {left} bytes are free.")

    def make_room(self) -> None:
        """Take away what fills the disk."""
        (self.disk / "filler").unlink(missing_ok=True)

    def enter(self, session: LiveSession, most: int, text: str = "") -> int:
        """Enter lines until one is not saved, at most so many; how many were saved."""
        saver = session.workspace.saver
        for number in range(most):
            session.typed("half a line")
            session.keep_draft("half a line")
            session.enter(text or f"line {number} after the disk was full")
            if not saver.flush():
                return number
        return most

    def ask(self, holds: bool, problem: str) -> None:
        """Note a problem unless something holds."""
        if not holds:
            self.problems.append(problem)

    def room_again(self, session: LiveSession) -> None:
        """There is room again: the program notices by itself, and saves what waited."""
        saver = session.workspace.saver
        self.make_room()
        until = time.monotonic() + _PATIENCE
        while (saver.pending or saver.state != "saved") and time.monotonic() < until:
            time.sleep(0.05)
        self.ask(not saver.pending, f"not saved: {saver.pending} events still wait although there is room again")
        session.enter("there is room again")
        saver.flush()
        self.ask(saver.state == "saved" and not saver.warning, f"the warning stays: {saver.problem or saver.warning}")
        ids = {event.id for event in session.events}
        self.ask(ids <= recovered(self.home).ids, "lost: what waited in memory is not on the disk")


def creating(point: Point) -> None:
    """The disk is full before there is a library: RED at once, and saved when there is room."""
    point.fill()
    point.lines = 3
    session = point.session()
    saver = session.workspace.saver
    point.ask(saver.state == "not saved" and saver.disk_full, f"RED was not shown but {saver.state}")
    point.ask(len(session.events) > 3 and saver.pending > 3, "what was typed is not held in memory")
    point.room_again(session)


def in_the_midst(point: Point) -> None:
    """The disk fills up during the meeting: AMBER for a hundred lines and more, then RED, then room again."""
    session = point.session()
    saver = session.workspace.saver
    point.fill()
    accepted = point.enter(session, 1)
    point.ask(bool(saver.warning), "AMBER was not shown")
    promised = saver.warning
    accepted += point.enter(session, ACCEPTED + 20)
    point.ask(accepted >= ACCEPTED, f"only {accepted} lines were accepted after the disk was full")
    point.ask(saver.state == "saved" and bool(saver.warning), "AMBER did not stay")
    more = point.enter(session, 2_000, "a long line " * 400)
    point.figures.append(f"{accepted} lines and {more} long ones accepted after 0 bytes were free")
    point.figures.append(f"it said: “{promised}”")
    point.ask(saver.state == "not saved" and saver.disk_full, f"RED was not shown but {saver.state}")
    point.look()
    point.room_again(session)


def opening(point: Point) -> None:
    """The program starts on a full disk: it reads everything, and the reserve takes its lines."""
    session = point.session()
    session.workspace.close()
    point.fill()
    workspace = point.workspace()
    (opened,) = workspace.open_groups()
    session = LiveSession(workspace, opened, session.id)
    accepted = point.enter(session, ACCEPTED + 20)
    point.ask(accepted >= ACCEPTED, f"only {accepted} lines were accepted on a disk that was full from the start")
    point.ask(bool(workspace.saver.warning), "AMBER was not shown")
    point.room_again(session)


def ending(point: Point) -> None:
    """The meeting ends on a full disk: its end is saved in the reserve."""
    session = point.session()
    point.fill()
    point.enter(session, 3)
    goodbyes.confirm_end(session)
    saver = session.workspace.saver
    point.ask(saver.flush(), f"the end was not saved: {saver.problem}")
    session.workspace.close()
    workspace = point.workspace()
    (opened,) = workspace.open_groups()
    point.ask(opened.meeting(session.id).ended is not None, "lost: the meeting is not ended for the next run")


def quitting(point: Point) -> None:
    """RED, and the program ends: what was acknowledged is there, and the next run on the still full disk starts."""
    session = point.session()
    point.fill()
    point.enter(session, 2_000, "a long line " * 400)
    session.enter("this is not saved")
    session.workspace.close()
    point.ask(session.workspace.saver.pending > 0, "a line was reported as saved on a disk without room")
    point.look()
    workspace = point.workspace()
    (opened,) = workspace.open_groups()
    again = LiveSession(workspace, opened, session.id)
    point.enter(again, 3)
    point.room_again(again)


def stock(point: Point) -> None:
    """The control: stock TinyDB writes in place, and what was there goes with what did not fit."""
    path = point.disk / "stock.json"
    base = tinydb.TinyDB(path)
    saved = 0
    for number in range(point.lines + 200):
        base.insert({"text": f"line {number} and what was said about it"})
        saved += 1
    point.fill()
    try:
        for number in range(2_000):
            # A longer first line moves every line after it, as a correction does.
            base.update({"text": "the first line, corrected" + " again" * number}, doc_ids=[1])
            base.insert({"text": f"line {number} after the disk was full"})
            saved += 1
    except OSError:
        pass
    try:
        with tinydb.TinyDB(path, access_mode="r") as again:
            found = len(again.all())
    except Exception as error:
        point.problems.append(f"unreadable: {type(error).__name__}, and with it {saved} lines")
        return
    if found < saved:
        point.problems.append(f"lost: {saved - found} of {saved} lines")


@contextmanager
def _disk(kind: str, folder: Path) -> Iterator[Path]:
    """A small disk of its own."""
    if kind == "tmpfs":
        with mounted("tmpfs", folder, f"size={_MIB}m", "mode=700", kind="tmpfs") as disk:
            yield disk
        return
    image = folder.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(_MIB << 20)
    # No blocks are kept back for root: without them the disk is as full for us as for anybody.
    subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", str(image)], check=True, timeout=60, capture_output=True)
    with mounted(image, folder, "loop") as disk:
        yield disk
    image.unlink()
