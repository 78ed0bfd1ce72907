"""T4: the real screen in tmux is killed again and again while a script types at speed.

After each kill the lines that the screen had shown as saved are read from disk by a fresh reader; the next start must
offer the half-typed line again, with at most the last two seconds of it missing, and never one that was entered. One
library goes on through all kills. In the control the program says "saved" at once and writes later.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tests.e2e.terminal import PROGRAM, TMUX, Terminal
from tests.store.faults.frame import Missing, Outcome, Say
from tests.store.faults.scribe import NEW_MEETING_EVERY, READY, Desk, capture_on, keys_of, some_lines

NAME = "T4"
WHAT = "kill -9 of the real screen in tmux while a script types"
FULL = 200
SUBSET = 10
CONTROL = "saved is said at once, written later"
CONTROL_SUBSET = 3
DRAFT_SECONDS = 2.0
"""How much of the half-typed line a kill may take."""
_LATE = (sys.executable, "-m", "tests.store.faults.late_writer")
_HALF = "a line typed slowly, letter by letter, on"
_PAUSE = 0.08
_WINDOW = 1.0
"""Seconds from the first key within which a kill falls while lines are typed."""


class Typed(NamedTuple):
    """What was typed of the line that no Enter ended, and when."""

    whole: str
    moments: tuple[tuple[float, str], ...]
    killed: float

    def at_least(self) -> str:
        """What must come back: what had been typed two seconds before the kill."""
        return max((text for at, text in self.moments if at <= self.killed - DRAFT_SECONDS), key=len, default="")

    def lost(self, back: str) -> float:
        """How many seconds of typing are gone."""
        gone = [at for at, text in self.moments if len(text) > len(back)]
        return self.killed - gone[0] if gone else 0.0


class Count:
    """What was found so far."""

    def __init__(self) -> None:
        self.lost = self.unreadable = 0
        self.first = ""
        self.worst = 0.0

    def note(self, kill: int, words: str) -> None:
        """One kill after which a word was missing, or stood twice."""
        self.lost += 1
        self.first = self.first or f"kill {kill}: {words}"


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """Kill the screen `points` times."""
    if TMUX is None:
        raise Missing("needs tmux, which this machine does not have")
    began = time.monotonic()
    points = FULL if points is None else points
    chance = random.Random(seed)
    desk = Desk(folder / "home", _LATE if control else PROGRAM)
    count, typed = Count(), Typed("", (), 0.0)
    for kill in range(1, points + 1):
        if kill % NEW_MEETING_EVERY == 1:
            desk.next_meeting()
            typed = Typed("", (), 0.0)
        with desk.sit_down() as terminal:
            wrong = _came_back(desk, terminal, typed, kill, count)
            typed = _type_and_kill(desk, terminal, kill, chance)
        lines, problems = desk.lines()
        wrong = wrong or _missing(desk, lines)
        if wrong:
            count.note(kill, wrong)
            desk.acknowledged[desk.meeting] &= set(lines)  # each loss counts once
        count.unreadable += bool(problems)
        if kill % 20 == 0:
            say(f"{NAME}: {kill} of {points} kills")
    acknowledged = sum(map(len, desk.acknowledged.values()))
    for meeting in desk.shards:
        if gone := desk.lost(meeting):
            count.note(points, f"{sorted(gone)[:3]} of an earlier meeting are gone")
    notes = f"{acknowledged} lines shown as saved; at most {count.worst:.1f} s of a half-typed line gone"
    notes += f" — first: {count.first}" if count.first else ""
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, points, count.lost, count.unreadable, notes, time.monotonic() - began)


def _missing(desk: Desk, lines: list[str]) -> str:
    gone = desk.acknowledged[desk.meeting] - set(lines)
    twice = sorted({line for line in lines if lines.count(line) > 1})
    return f"shown as saved and gone: {sorted(gone)[:3]}" if gone else f"there twice: {twice[:3]}" if twice else ""


def _came_back(desk: Desk, terminal: Terminal, typed: Typed, kill: int, count: Count) -> str:
    """The next start: is the half-typed line there again? Enter it, so that the next is typed into an empty line."""
    screen = terminal.until(READY, "Capture")
    # What is restored stands in the first full picture; a picture without it may be one too early.
    end = time.monotonic() + 1.5
    while len(capture_on(screen)) < len(typed.at_least()) and time.monotonic() < end:
        screen = desk.watch(terminal, 0.05)
    back = capture_on(screen)
    if typed.moments:
        count.worst = max(count.worst, typed.lost(back))
    wrong = ""
    if len(back) < len(typed.at_least()):
        wrong = f"of the half-typed line {back!r} came back, {typed.at_least()!r} was typed in time"
    elif back in desk.lines()[0]:
        wrong = f"a line that had been entered came back as half-typed: {back!r}"
    elif typed.moments and not typed.whole.startswith(back):
        wrong = f"came back as half-typed: {back!r}"
    if back:
        terminal.burst(f" r{kill:03}", "Enter")
        desk.watch(terminal, 0.1)
    return wrong


def _type_and_kill(desk: Desk, terminal: Terminal, kill: int, chance: random.Random) -> Typed:
    if chance.random() < 0.25:
        return _half_a_line(desk, terminal, kill, chance)
    lines = some_lines(kill, chance, chance.randrange(5, 16))
    terminal.burst(*keys_of(lines), f"h{kill:03} half of")
    desk.watch(terminal, chance.uniform(0, _WINDOW))
    _kill(desk, terminal)
    return Typed("", (), 0.0)


def _half_a_line(desk: Desk, terminal: Terminal, kill: int, chance: random.Random) -> Typed:
    terminal.burst(*keys_of(some_lines(kill, chance, 2)))
    words = f"h{kill:03} {_HALF}"
    moments: list[tuple[float, str]] = []
    end = time.monotonic() + chance.uniform(2.1, 3.2)
    for upto in range(1, len(words) + 1):
        terminal.type(words[upto - 1])
        moments.append((time.monotonic(), words[:upto].strip()))
        time.sleep(_PAUSE)
        if time.monotonic() > end:
            break
    desk.look(terminal)
    killed = time.monotonic()
    _kill(desk, terminal)
    return Typed(words, tuple(moments), killed)


def _kill(desk: Desk, terminal: Terminal) -> None:
    """Kill it; the terminal still shows what it had painted last."""
    terminal.kill()
    desk.look(terminal)
