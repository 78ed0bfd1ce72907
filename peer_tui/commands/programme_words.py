"""What people wrote in a programme, removed for good: `peer-tui redact --programme TITLE`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.programme_shared import Meant, the_run
from peer_tui.commands.shared import COULD_NOT, print_text
from peer_tui.domain.words import say, say_number

if TYPE_CHECKING:
    from peer_tui.services.removing import Removed


def redact_in_programme(
    group: str, run: str, line: str, words: str, data: Path | None, instant: str | None, *, mark: bool, sure: bool
) -> None:
    """List what was written in a run, or remove one piece, or some words wherever they stand in it.

    Args:
        group: the group's name; empty where one has such a run.
        run: the run's title or the beginning of it.
        line: the piece: its code, or all its words.
        words: the words.
        data: the library's folder.
        instant: the time to take for now.
        mark: leave "[removed at request]" in their place.
        sure: do not ask.

    Raises:
        Problem: it was not agreed to, there is nothing such, or it could not be recorded.
    """
    from peer_tui.services.removing import OUT_OF_REACH

    if line and words:
        raise click.UsageError(say("Either --line or --words."))
    with the_run(group, run, data, instant) as meant:
        if not line and not words:
            _list(meant)
            return
        done = _words(meant, words, mark, sure) if words else _piece(meant, line, mark, sure)
        print_text("\n".join([say("Removed: {words}.", words=done.words), *done.sentences, OUT_OF_REACH]))
    if not done.finished:
        sys.exit(COULD_NOT)


def _list(meant: Meant) -> None:
    from peer_tui.services.programmes.redacting_words import written

    pieces = written(meant.opened, meant.running)
    lines = [piece.line for piece in pieces]
    print_text("\n".join(lines) or say("Nothing was written in it."))


def _piece(meant: Meant, line: str, mark: bool, sure: bool) -> Removed:
    from peer_tui.commands.removing import confirm, need_recorded
    from peer_tui.services.programmes.redacting_words import choose, remove_piece

    piece = choose(meant.opened, meant.running, line)
    if not sure:
        confirm(say("Remove {shown} for good? It cannot be undone.", shown=piece.shown))
    done = remove_piece(meant.workspace, meant.opened, meant.running, piece, mark=mark)
    need_recorded(meant.workspace)
    return done


def _words(meant: Meant, words: str, mark: bool, sure: bool) -> Removed:
    from peer_tui.commands.removing import confirm, need_recorded
    from peer_tui.services.programmes.redacting_words import counted, remove_the_words

    count = counted(meant.opened, meant.running, words)
    if not sure:
        pieces = say_number(count, "{n} piece", "{n} pieces")
        confirm(
            say("Remove “{words}” for good from “{title}”? It is read in {pieces} of it. It cannot be undone.",
                words=words[:60], title=meant.running.title, pieces=pieces)
        )  # fmt: skip
    done = remove_the_words(meant.workspace, meant.opened, meant.running, words, mark=mark)
    need_recorded(meant.workspace)
    return done
