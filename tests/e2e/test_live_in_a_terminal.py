"""A whole meeting in a real terminal, with what really happens to terminals: kills, closed windows, pastes."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.e2e.terminal import EMPTY, Terminal

pytestmark = pytest.mark.e2e

BLOCKS = ("Welcome", "Agreement", "Minutes", "Priorities", "Topics", "Next Steps", "Goodbyes")
"""The seven, as the ribbon calls them."""
SAID = {
    "Welcome": ("the ferry was late so we waited", "two new faces from the spring course"),
    "Agreement": ("passing is fine said the facilitator", "cameras stay a choice"),
    "Minutes": ("nobody asked for a correction", "copies went out on Monday"),
    "Priorities": ("the hearing room holds sixty", "! testimony is written by pairs"),
    "Topics": ("the county asks for a letter", "? who keeps the key of the hall"),
    "Next Steps": ("> @bo call the county = letter is dated",),
    "Goodbyes": ("* the spring course finished", "thanks to the interpreters"),
}
"""What the scribe types in each block."""
HALF, REST = "the bus line to the har", "bor is cut in winter"
WORDS = (
    *("the ferry was late so we waited", "two new faces from the spring course"),
    *("passing is fine said the facilitator", "cameras stay a choice"),
    *("nobody asked for a correction", "copies went out on Monday"),
    *("the hearing room holds sixty", "testimony is written by pairs"),
    *("the county asks for a letter", "who keeps the key of the hall", HALF + REST),
    *("call the county", "letter is dated"),
    *("the spring course finished", "thanks to the interpreters"),
)
"""What must stand in the minutes, sigils and names cut out."""
_CLOCK = re.compile(r"(\d+):(\d\d) left of")


def words_of(line: str) -> str:
    """The beginning of a line's words as the stream shows them."""
    return re.sub(r"^[!?*>] (@\w+ )?", "", line).partition(" = ")[0]


def write_down(terminal: Terminal, block: str) -> None:
    """Type a block's lines, and see each of them in the minutes on screen."""
    for line in SAID[block]:
        terminal.write(line, words_of(line))


def seconds_left(screen: str) -> int:
    """The block clock."""
    found = _CLOCK.search(screen)
    assert found is not None, screen
    return int(found[1]) * 60 + int(found[2])


def until_kept(home: Path, text: str) -> None:
    """Wait until the half-typed line has reached its file."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        for path in (home / "state").rglob("*"):
            # What was listed may be gone by now: files are replaced as a whole.
            with suppress(FileNotFoundError):
                if path.is_file() and text.encode() in path.read_bytes():
                    return
        time.sleep(0.05)
    raise AssertionError(f"{text!r} was never kept")


def end_and_export(terminal: Terminal) -> None:
    """End the meeting, and write its minutes as Markdown."""
    terminal.line("/end")
    terminal.until("Recap", "Enter ends the meeting")
    terminal.keys("Enter")
    terminal.until("DRAFT", "called to order")
    terminal.keys("m")
    # Where the file lies is as long as the path, and may break in any place.
    terminal.until("Written as Markdown")


def exported(home: Path) -> str:
    """The one file of minutes that was exported."""
    (path,) = (home / "exports").rglob("*.md")
    return path.read_text(encoding="utf-8")


def test_check_53_a_whole_meeting_with_a_kill_in_the_fifth_block(home: Path) -> None:
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        for block in BLOCKS[:4]:
            write_down(terminal, block)
            terminal.keys("C-n") if block != "Priorities" else terminal.line("/next block")
            terminal.until(f"▶ now {BLOCKS[BLOCKS.index(block) + 1]}")
        write_down(terminal, "Topics")
        terminal.type(HALF)
        until_kept(home, HALF)
        before, left = time.monotonic(), seconds_left(terminal.screen())
        terminal.kill()

    with Terminal(home, "run") as terminal:
        screen = terminal.until("Resumed: in session since", "▶ now Topics", HALF, words_of(SAID["Topics"][-1]))
        gone = time.monotonic() - before
        assert abs((left - seconds_left(screen)) - gone) <= 2.5, "the block clock did not run on"
        terminal.line(REST)
        terminal.until(HALF + REST, EMPTY)
        for block in BLOCKS[5:]:
            terminal.keys("C-n")
            terminal.until(f"▶ now {block}")
            write_down(terminal, block)
        end_and_export(terminal)
        terminal.keys("C-q")
        assert terminal.until_left() == 0
        assert not terminal.is_full_screen
    minutes = exported(home)
    assert [words for words in WORDS if words not in minutes] == []


def test_check_53_a_closed_window_keeps_the_half_typed_line(home: Path) -> None:
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        terminal.write("somebody opened the door")
        terminal.type("a line that is not done")
        terminal.until("a line that is not done")
        terminal.close_window()
    with Terminal(home, "run") as terminal:
        terminal.until("Resumed: doors open since", "a line that is not done", "somebody opened the door")


def test_check_53_a_machine_that_shuts_down_gets_its_terminal_back(home: Path) -> None:
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        assert terminal.is_full_screen
        terminal.type("half of it")
        terminal.until("half of it")
        terminal.end()
        assert terminal.until_left() == 128 + 15
        assert not terminal.is_full_screen
        screen = terminal.screen()
        assert "Traceback" not in screen and "Capture" not in screen
    with Terminal(home, "run") as terminal:
        terminal.until("Resumed: doors open since", "half of it")


def test_check_18_a_block_that_ends_in_mid_line_loses_no_letter(home: Path) -> None:
    words = "every one of these words was typed before the block moved on and belongs to it"
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        terminal.burst(words, "C-n")
        terminal.until("▶ now Agreement", words)
        terminal.line(" still")
        terminal.until("1 line")
        end_and_export(terminal)
    welcome, _, after = exported(home).partition("Comfort / Discomfort Agreement")
    assert f"{words} still" in welcome
    assert "every one" not in after


def test_check_18_lines_that_arrive_all_at_once_stay_lines(home: Path) -> None:
    """As over a slow connection that was stuck for a moment."""
    lines = [f"line {number} came with all the others" for number in range(1, 7)]
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        terminal.burst(*(part for line in lines for part in (line, "Enter")))
        terminal.until(lines[-1], EMPTY)
        end_and_export(terminal)
    minutes = exported(home)
    assert [line for line in lines if f"{line}\n" not in minutes] == []


def test_check_27_fourteen_lines_pasted_are_asked_about_once(home: Path) -> None:
    pasted = [f"pasted line number {number}" for number in range(1, 15)]
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        terminal.paste("\n".join(pasted) + "\n")
        terminal.until("14 lines", "Esc")
        terminal.keys("m")
        terminal.until("pasted line number 14", "14 lines ─╯")
        end_and_export(terminal)
    minutes = exported(home)
    places = [minutes.find(f"{line}\n") for line in pasted]
    assert -1 not in places and places == sorted(places)


def test_check_06_another_size_keeps_the_line_that_is_being_typed(home: Path) -> None:
    with Terminal(home, "run") as terminal:
        terminal.until("▶ now Welcome")
        terminal.type("not done yet")
        terminal.until("not done yet")
        terminal.resize(60, 20)
        terminal.until("not done yet", "─Capture──", "+ 3 more")
        terminal.resize(30, 8)
        terminal.until("too small")
        terminal.resize(120, 40)
        terminal.until("not done yet", "Capture", "▶ now Welcome")
        terminal.keys("Enter")
        terminal.until("1 line")
