"""Bad days in a real terminal: two screens at once, a disk that is pulled out, a program that is told to end."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.e2e.terminal import EMPTY, PATIENCE, Terminal

pytestmark = pytest.mark.e2e

BESIDE = "Another peer-tui is open on this library"
DRAWN = 0.3
"""Seconds that tmux takes to draw and to be asked, beside two programs and the tests, on a machine that is at rest."""


def until_one_is_beside(*both: Terminal) -> Terminal:
    """Wait until one of the two says that it writes beside the other. Which of them was first is chance."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for one in both:
            if BESIDE in one.screen():
                return one
        time.sleep(0.05)
    raise AssertionError("Neither says that it is not alone:\n" + "\n".join(one.screen() for one in both))


def test_check_58_two_screens_on_one_meeting_see_each_others_lines(home: Path) -> None:
    with Terminal(home, "run") as first, Terminal(home, "run") as second:
        first.until("▶ now Welcome")
        second.until("▶ now Welcome")
        until_one_is_beside(first, second).until("all can write")
        for n in range(3):
            for one, other, who in ((first, second, "first"), (second, first, "second")):
                typed = time.monotonic()
                one.write(f"line {n} of the {who}")
                # A busy machine is late with one's own line too; what the other may take is a second beyond that.
                drawn = max(DRAWN, 2 * (time.monotonic() - typed))
                other.until(f"line {n} of the {who}", patience=1.0 + drawn)
        second.kill()
        first.write("alone again")
        first.until_gone("saving")
        with Terminal(home, "run") as third:
            third.until("line 2 of the first", "line 2 of the second", "alone again")


def test_a_library_that_is_pulled_out_and_put_back_loses_nothing(home: Path) -> None:
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        terminal.write("before the disk was pulled out")
        terminal.until_gone("saving")
        (home / "library").rename(home / "unplugged")
        terminal.line("typed meanwhile")
        terminal.until(EMPTY, "NOT SAVED", "has vanished", "typed meanwhile")
        terminal.keys("C-q")
        screen = terminal.until("leave without them", "save elsewhere and leave")
        assert "before the disk was pulled out" in screen, screen
        terminal.keys("Escape")
        terminal.until_gone("leave without them")
        assert not (home / "library").exists()
        (home / "unplugged").rename(home / "library")
        terminal.until_gone("NOT SAVED")
        terminal.write("and on it goes")
        terminal.keys("C-q")
        assert terminal.until_left() == 0
    with Terminal(home, "run") as terminal:
        terminal.until("before the disk", "typed meanwhile", "and on it goes")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_end_with_unsaved_lines_keeps_them_and_brings_them_home(home: Path, how: signal.Signals) -> None:
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        terminal.write("before")
        terminal.until_gone("saving")
        (home / "library").rename(home / "unplugged")
        terminal.line("typed on no disk")
        terminal.until("NOT SAVED", "typed on no disk", EMPTY)
        os.kill(terminal.program, how)
        assert terminal.until_left() == 128 + how
        assert "kept in" in terminal.screen()
    (page,) = (home / "state" / "unsaved").rglob("lines.txt")
    assert "typed on no disk" in page.read_text()
    with Terminal(home, "run") as terminal:
        assert terminal.until_left() == 1 and not (home / "library").exists()
        # Where the lines break goes by how long the path is.
        said = "".join(terminal.screen().split())
        assert said.count("hasvanished") == 1 and "Nomeetingwasopened" in said
    (home / "unplugged").rename(home / "library")
    with Terminal(home, "run") as terminal:
        terminal.until("before", "typed on no disk")
        terminal.keys("C-q")
        terminal.until_left()
    assert not (home / "state" / "unsaved").exists()


def test_a_closed_window_with_unsaved_lines_keeps_them(home: Path) -> None:
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        terminal.write("before")
        terminal.until_gone("saving")
        (home / "library").rename(home / "unplugged")
        terminal.line("typed on no disk")
        terminal.until("NOT SAVED", "typed on no disk", EMPTY)
        terminal.close_window()
    (page,) = (home / "state" / "unsaved").rglob("lines.txt")
    assert "typed on no disk" in page.read_text()


def test_stopped_and_continued_goes_on(home: Path) -> None:
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        program = terminal.program
        for n in range(5):
            terminal.type(f"line {n}")
            os.kill(program, signal.SIGSTOP)
            terminal.keys("Enter")
            time.sleep(0.05)
            os.kill(program, signal.SIGCONT)
            terminal.until(f"line {n}", EMPTY)
        terminal.keys("C-q")
        terminal.until("still in session")
    with Terminal(home, "run") as terminal:
        terminal.until(*(f"line {n}" for n in range(5)))
