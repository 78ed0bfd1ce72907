"""Why something could not be done, said on standard error, and the exit code for it."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from peer_tui.commands.shared import COULD_NOT, WRONG_USE, complain
from peer_tui.domain.words import say
from peer_tui.paths import places


def explain(error: Exception, data: Path | None = None) -> int:
    """Say on standard error why it could not be done; the exit code."""
    from peer_tui.assets import AssetMissing
    from peer_tui.services.problems import Problem, WrongUse
    from peer_tui.services.templates import TemplateProblem

    if isinstance(error, Problem):
        complain(error.sentence)
        for choice in error.choices:
            complain(f"  {choice}")
    elif isinstance(error, TemplateProblem | AssetMissing):
        complain(str(error))
    elif isinstance(error, BrokenPipeError):
        pass  # whoever read our output has seen enough
    elif isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        where = f": {error.filename}" if error.filename else ""
        complain(say("That could not be done{where} ({why}). What was saved before is safe.", where=where, why=why))
    else:
        _own_fault(error, data)
    _give_up_output()
    return WRONG_USE if isinstance(error, WrongUse) else COULD_NOT


def _own_fault(error: Exception, data: Path | None) -> None:
    """A fault of the program itself. A traceback could show people's words; the report holds none."""
    from peer_tui.services.faults import keep_report

    report = keep_report(error, places(data).state)
    complain(
        say(
            "peer-tui met a fault of its own ({name}) and had to stop. Every line that was told as filed is kept.",
            name=type(error).__name__,
        )
        + (" " + say("Where it happened stands in {report}, without anybody's words.", report=report) if report else "")
    )
    for note in getattr(error, "__notes__", ()):
        complain(note)


def _give_up_output() -> None:
    """If what was printed cannot be written out, nothing more is tried, also not at the program's end."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
