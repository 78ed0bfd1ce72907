"""`--plain`: a meeting on standard input and output. It only ever appends lines: for scripts and screen readers.

A line is printed as filed once it is on disk, never before. At the end of input the meeting stays open unless `/end`
was given (`product.md` §4, check 79).
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Protocol, TextIO

from peer_tui.domain.characters import visible
from peer_tui.domain.clock import Clock
from peer_tui.domain.events import MeetingId
from peer_tui.domain.words import say
from peer_tui.plain.lines import Lines
from peer_tui.plain.talk import MovableClock, Talk
from peer_tui.services.elsewhere import take_back
from peer_tui.services.problems import Problem
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace

PROMPT = "› "
STOPPED = 1
"""The exit code after a signal."""


class Stopped(BaseException):
    """A signal asked the program to stop. Not an Exception: nothing on the way may take it for a fault."""


class Source(Protocol):
    """Where lines come from."""

    def next(self) -> str | None:
        """The next line; None at the end of input."""


class Printer:
    """Prints lines. An output that is gone, or never was, never stops the recording of what is typed."""

    def __init__(self, out: TextIO | None, prompt: str = "") -> None:
        self._out = out
        self._prompt = prompt
        self._waiting = False
        self._gone = False

    def __call__(self, line: str) -> None:
        """One line of plain text: control characters never reach the terminal."""
        before = "\n" if self._waiting else ""
        self._waiting = False
        self._write(f"{before}{visible(line)}\n")

    def wait(self) -> None:
        """The next line may be typed; at a terminal the prompt says so."""
        if self._prompt and not self._waiting:
            self._write(self._prompt)
            self._waiting = True

    def typed(self) -> None:
        """A line was entered behind the prompt."""
        self._waiting = False

    def _write(self, text: str) -> None:
        if self._out is None or self._gone:
            return
        try:
            self._out.write(text)
            self._out.flush()
        except (OSError, ValueError):
            self._gone = True
            with suppress(OSError, ValueError):
                # What is still in the buffer would be tried again, and fail again, when the program ends.
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())


class Signals:
    """SIGTERM, SIGHUP and Ctrl-C: stop at the next wait for input, never within a save."""

    def __init__(self) -> None:
        self._asked = False
        self._waiting = False

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """While this is open, the signals mean "stop"."""
        names = ("SIGTERM", "SIGHUP", "SIGINT")
        before = {}
        for number in (getattr(signal, name) for name in names if hasattr(signal, name)):
            try:
                before[number] = signal.signal(number, self._heard)
            except ValueError:  # not the main thread: somebody else looks after signals
                break
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """While this is open, a signal stops at once."""
        self._waiting = True
        try:
            if self._asked:
                raise Stopped
            yield
        finally:
            self._waiting = False

    def _heard(self, number: int, frame: FrameType | None) -> None:
        self._asked = True
        if self._waiting:
            raise Stopped


def run_plain(
    workspace: Workspace,
    opened: OpenGroup,
    meeting: MeetingId,
    clock: Clock | None = None,
    *,
    practice: bool = False,
) -> int:
    """Run a meeting on the process's own standard input and output; the exit code.

    Args:
        workspace: the opened library.
        opened: the meeting's group.
        meeting: which meeting.
        clock: a clock that `@14:13` and `@+5m` may move forward, if `--now` was given.
        practice: the meeting is deleted afterwards.

    Raises:
        Problem: the meeting was cancelled.
    """
    held = opened.group.meetings[meeting]
    if held.state == "cancelled":
        raise Problem(say("{title} is cancelled; it cannot be run.", title=held.title))
    # A stream that was closed before the program began is None: nothing is typed, or nobody reads.
    typed = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
    at_terminal = sys.stdin is not None and sys.stdout is not None and sys.stdin.isatty() and sys.stdout.isatty()
    printer = Printer(sys.stdout, PROMPT if at_terminal else "")
    movable = clock if isinstance(clock, MovableClock) else None
    for sentence in (brought := take_back(workspace)):
        printer(sentence)
    if brought:
        opened = workspace.open_group(opened.folder)
    talk = Talk(LiveSession(workspace, opened, meeting), printer, movable, practice=practice)
    signals = Signals()
    with signals.heeded():
        try:
            talk.begin()
            return converse(talk, Lines(typed, talk.tick, talk.look), printer, signals)
        except Stopped:
            talk.stopped()
            return STOPPED


def converse(talk: Talk, source: Source, printer: Printer, signals: Signals) -> int:
    """Take lines until the meeting or the input ends; the exit code."""
    while not talk.over:
        talk.look()
        printer.wait()
        with signals.waiting():
            line = source.next()
        printer.typed()
        if line is None:
            return talk.end_of_input()
        talk.hear(line)
    return talk.code
