"""What the program says back after a person did something: the same answer for the screen and for plain mode."""

from __future__ import annotations

import msgspec


class Said(msgspec.Struct, frozen=True):
    """An answer. Everything in it is plain text."""

    words: str = ""
    """One sentence: what was done, or why not."""
    done: bool = True
    """False when nothing was done."""
    line: str | None = None
    """What the capture line holds now. None: it is empty after Enter, and after a key it is as it was.

    After a key (`LiveSession.do`) a half-typed line comes back here as it is, so that nobody's words are replaced; only
    going off the record (empty) and coming back (the line that waited) change it.
    """
    lines: tuple[str, ...] = ()
    """More to read: printed in plain mode, shown in a pane on the screen."""
    copy: tuple[str, ...] = ()
    """Pieces to put on the clipboard, one after the other."""
    open: str = ""
    """An address that was confirmed and is now to be opened: the screen gives it to the browser."""
    pane: str = ""
    """A pane the screen should open: help, own, people, parked, time, recap, edit, links."""
    leave: bool = False
    """The meeting is over: the live screen closes."""


def refused(words: str, line: str | None = None) -> Said:
    """Nothing was done; `line` stays in the capture line."""
    return Said(words, done=False, line=line)
