"""The words of a row of a register removed for good: part of `peer-tui programme remove`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from peer_tui.commands.removing import confirm, need_recorded
from peer_tui.commands.shared import COULD_NOT, print_text
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.commands.programme_shared import Meant
    from peer_tui.domain.programmes.registers import RowView


def remove_for_good(meant: Meant, row: RowView, *, sure: bool) -> None:
    """Ask, then remove the row's words, and say what could not be reached.

    Args:
        meant: the run.
        row: the row.
        sure: do not ask.

    Raises:
        Problem: it was not agreed to, or could not be recorded.
    """
    from peer_tui.services.programmes.redacting_rows import remove_words
    from peer_tui.services.removing import OUT_OF_REACH

    if not sure:
        confirm(say("Remove {number} {name} for good, with the line it came from and the words of its next "
                            "step? It cannot be undone.", number=row.number, name=row.name))  # fmt: skip
    done = remove_words(meant.workspace, meant.opened, meant.running, row.id)
    need_recorded(meant.workspace)
    print_text("\n".join([say("Removed: {words}.", words=done.words), *done.sentences, OUT_OF_REACH]))
    if not done.finished:
        sys.exit(COULD_NOT)
