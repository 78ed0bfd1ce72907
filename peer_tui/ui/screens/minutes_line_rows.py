"""How a line of the minutes looks in their list, and what is said of it below."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.events import EntryKind
from peer_tui.services.minutes_lines import RecordLine
from peer_tui.ui.text import fit, join, plain

_STYLES = {
    EntryKind.DECISION: "$entry-decision",
    EntryKind.STEP: "$entry-step",
    EntryKind.PARKED: "$entry-parked",
    EntryKind.QUESTION: "$entry-question",
    EntryKind.CELEBRATION: "$entry-celebration",
}


def line_row(line: RecordLine, width: int) -> Content:
    """When it was written, what it is, its words."""
    label = f"{line.at:>5} "
    word = "" if line.kind is EntryKind.NOTE else f"{line.label}  "
    room = max(8, width - len(label) - len(word))
    return Content.assemble(
        plain(label, "$quiet"), plain(word, _STYLES.get(line.kind, "bold")), plain(fit(line.text, room))
    )


def line_more(line: RecordLine) -> Content:
    """What it is, and everything that belongs to it."""
    return join([plain(line.label, "bold"), *(plain(part, "$quiet") for part in line.more)])
