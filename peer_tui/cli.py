"""The command line: where the program begins. The commands stand in `commands/`.

Exit codes: 0 done, 1 could not, 2 wrong use. What could not be done is a sentence on standard error, never a traceback.
`--version`, `steps`, `list` and `minutes` import no screen.
"""

from __future__ import annotations

import os
import sys

from peer_tui.paths import own_umask


def main() -> None:
    """The `peer-tui` command."""
    own_umask()
    _fill_standard_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that has no “quotes” or no 林 gets a mark in their place, not a traceback.
            stream.reconfigure(errors="replace")
    # Before the modules that say anything: the words of their constants are looked up when they are imported.
    from peer_tui.language import choose_language

    choose_language(arguments=sys.argv[1:])
    if len(sys.argv) > 1:
        from peer_tui.commands.group import commands

        commands(prog_name="peer-tui")
    else:
        _open_today()


def _open_today() -> None:
    """`peer-tui` alone: Today, without reading a command line first, which takes as long as a screen to paint."""
    from peer_tui.commands.shared import open_screens, the_clock

    try:
        open_screens(None, the_clock(None))
    except KeyboardInterrupt:
        sys.exit(1)
    except Exception as error:
        from peer_tui.commands.errors import explain

        sys.exit(explain(error))


def _fill_standard_streams() -> None:
    """Where standard input, output or error was closed before the program began, nothing else gets its number.

    Otherwise the next file that is opened, of the library even, would be the one that others write their errors to.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
