"""An agenda → plain text: as a file 78 columns wide, and as lines to paste, which wrap where they are read."""

from __future__ import annotations

from rich.cells import cell_len

from peer_tui.domain.agenda_page import AgendaItem, AgendaPage
from peer_tui.domain.words import say
from peer_tui.exchange.text import WIDTH, wrap

_CLOCK = 7
"""Cells for the clock time of a block."""


def agenda_to_text(page: AgendaPage) -> str:
    """The whole agenda as a text file."""
    lines = [*wrap(page.heading), "=" * min(WIDTH, max(3, cell_len(page.heading))), ""]
    if page.status:
        lines += [*wrap(page.status), ""]
    indent = max((len(name) for name, _ in page.facts), default=0) + 2
    for name, said in page.facts:
        lines += wrap(said, first=f"{name}:".ljust(indent), rest=" " * indent)
    if page.notice:
        lines += ["", *wrap(page.notice)]
    lines += ["", say("Agenda"), "------"]
    for block in page.blocks:
        lines += wrap(f"{block.title} ({block.minutes})", first=block.at.rjust(5).ljust(_CLOCK), rest=" " * _CLOCK)
        for item in block.items:
            lines += _item(item, _CLOCK)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _item(item: AgendaItem, indent: int) -> list[str]:
    lines = wrap(told(item), first=f"{' ' * indent}- ", rest=" " * (indent + 2))
    for part in item.items:
        lines += _item(part, indent + 2)
    return lines


def agenda_lines(page: AgendaPage) -> list[str]:
    """The agenda as lines for a chat or a message: nothing is wrapped or aligned."""
    lines = [page.heading, *([page.status] if page.status else [])]
    lines += [said if name == say("When") else f"{name}: {said}" for name, said in page.facts]
    lines += [page.notice] if page.notice else []
    for block in page.blocks:
        lines.append(f"{block.at} {block.title} ({block.minutes})")
        for item in block.items:
            lines.append(f"- {told(item)}")
            lines += [f"-- {told(part)}" for part in item.items]
    return lines


def told(item: AgendaItem) -> str:
    """An item with what is known of it, in one line."""
    return f"{item.text} ({' · '.join(item.notes)})" if item.notes else item.text
