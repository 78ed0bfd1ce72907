"""T5: the real screen is hung up, ended, closed, stopped, and ^C is pressed, in the midst of typing. Nothing is lost.

Of five kinds, one after the other: SIGHUP, SIGTERM, the window closed, ^C (which must not end a meeting), SIGSTOP with
SIGCONT. After the first three every line that stood on the screen, saved or not yet, is on disk, and the half-typed
line is offered by the next start exactly as it was shown. After the last two the program goes on: everything typed
meanwhile arrives. In the control the program says "saved" at once and writes later.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from tests.e2e.terminal import PROGRAM, TMUX, Terminal
from tests.store.faults.frame import Missing, Outcome, Say
from tests.store.faults.scribe import READY, Desk, capture_on, keys_of, shown_on, some_lines

NAME = "T5"
WHAT = "SIGHUP, SIGTERM, the window closed, ^C, SIGSTOP and SIGCONT while a script types"
KINDS = ("SIGHUP", "SIGTERM", "window", "^C", "SIGSTOP")
FULL = 50 * len(KINDS)
SUBSET = 2 * len(KINDS)
CONTROL = "saved is said at once, written later"
CONTROL_SUBSET = 3
NEW_MEETING_EVERY = 40
_LATE = (sys.executable, "-m", "tests.store.faults.late_writer")
_WINDOW = 0.8
"""Seconds from the first key within which it happens."""


def run(points: int | None, seed: int, folder: Path, control: bool = False, say: Say = print) -> Outcome:
    """Disturb the screen `points` times, the kinds in turn."""
    if TMUX is None:
        raise Missing("needs tmux, which this machine does not have")
    began = time.monotonic()
    points = FULL if points is None else points
    chance = random.Random(seed)
    desk = Desk(folder / "home", _LATE if control else PROGRAM)
    lost = unreadable = 0
    first, expected = "", ""
    for turn in range(1, points + 1):
        if turn % NEW_MEETING_EVERY == 1:
            desk.next_meeting()
            expected = ""
        kind = KINDS[(turn - 1) % len(KINDS)]
        with desk.sit_down() as terminal:
            wrong = _came_back(desk, terminal, expected, turn)
            shown, expected, odd = _disturbed(desk, terminal, kind, turn, chance)
        lines, problems = desk.lines()
        gone = (desk.acknowledged[desk.meeting] | shown) - set(lines)
        twice = {line for line in lines if lines.count(line) > 1}
        wrong = (
            wrong or odd or (f"gone: {sorted(gone)[:3]}" if gone else f"twice: {sorted(twice)[:3]}" if twice else "")
        )
        desk.acknowledged[desk.meeting] &= set(lines)
        lost += bool(wrong)
        unreadable += bool(problems)
        first = first or (f"{kind}, turn {turn}: {wrong}" if wrong else "")
        if turn % 25 == 0:
            say(f"{NAME}: {turn} of {points} times")
    gone_later = [meeting for meeting in desk.shards if desk.lost(meeting)]
    notes = f"{sum(map(len, desk.acknowledged.values()))} lines shown as saved; {len(gone_later)} meetings lost later"
    notes += f" — first: {first}" if first else ""
    name = f"{NAME} control" if control else NAME
    return Outcome(name, WHAT, points, lost + len(gone_later), unreadable, notes, time.monotonic() - began)


def _came_back(desk: Desk, terminal: Terminal, expected: str, turn: int) -> str:
    """The next start shows the half-typed line as it was; it is entered, so that the next begins with an empty one."""
    screen = terminal.until(READY, "Capture")
    end = time.monotonic() + 1.5
    while expected and capture_on(screen) != expected and time.monotonic() < end:
        screen = desk.watch(terminal, 0.05)
    back = capture_on(screen)
    # What was shown as half-typed may have been entered by what was typed behind it before the signal was heard.
    entered = any(line.startswith(expected) for line in desk.lines()[0])
    wrong = "" if back.startswith(expected) or entered else f"of {expected!r}, half-typed, {back!r} came back"
    if back:
        terminal.burst(f" r{turn:03}", "Enter")
        desk.watch(terminal, 0.1)
    return wrong


def _disturbed(
    desk: Desk, terminal: Terminal, kind: str, turn: int, chance: random.Random
) -> tuple[set[str], str, str]:
    """Type, and let it happen. The lines that must be there, the half-typed one, and what else was not as it should."""
    lines = some_lines(turn, chance, chance.randrange(3, 12))
    half = f"h{turn:03} half of a line"
    if kind == "^C":
        return _interrupted(desk, terminal, lines, half)
    if kind == "SIGSTOP":
        return _stopped(desk, terminal, lines, half, chance)
    terminal.burst(*keys_of(lines), half)
    if chance.random() < 0.5:
        terminal.until(half)
    screen = desk.watch(terminal, chance.uniform(0, _WINDOW))
    odd = ""
    if kind == "window":
        terminal.close_window()
    else:
        os.kill(terminal.program, getattr(signal, kind))
        left = terminal.until_left()
        odd = "" if left == 128 + getattr(signal, kind) else f"it left with {left}"
    return shown_on(screen), capture_on(screen), odd


def _interrupted(desk: Desk, terminal: Terminal, lines: list[str], half: str) -> tuple[set[str], str, str]:
    """^C in the midst of the lines, and while the half-typed one stands: the program only says how to leave."""
    keys = keys_of(lines)
    terminal.burst(*keys[: len(keys) // 2], "C-c", *keys[len(keys) // 2 :], half)
    terminal.until(half)
    terminal.keys("C-c")
    terminal.until("^Q leaves", half)
    return _left_by_key(desk, terminal, lines, half)


def _stopped(
    desk: Desk, terminal: Terminal, lines: list[str], half: str, chance: random.Random
) -> tuple[set[str], str, str]:
    """Stopped as by ^Z or a laptop that sleeps, while the typing goes on."""
    program = terminal.program
    keys = keys_of(lines)
    terminal.burst(*keys[:4])
    time.sleep(chance.uniform(0, 0.2))
    os.kill(program, signal.SIGSTOP)
    terminal.burst(*keys[4:], half)
    time.sleep(chance.uniform(0.1, 0.6))
    os.kill(program, signal.SIGCONT)
    terminal.until(half)
    return _left_by_key(desk, terminal, lines, half)


def _left_by_key(desk: Desk, terminal: Terminal, lines: list[str], half: str) -> tuple[set[str], str, str]:
    """All of it arrived; leave by the key for it, which keeps the half-typed line too."""
    desk.watch(terminal, 0.1)
    terminal.keys("C-q")
    left = terminal.until_left()
    return set(lines), half, "" if left == 0 else f"it left with {left}"
