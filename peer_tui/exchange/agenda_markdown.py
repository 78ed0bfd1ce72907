"""An agenda → Markdown. A person's text is never markup: `exchange.markdown.escape` is the one door."""

from __future__ import annotations

from peer_tui.domain.agenda_page import AgendaItem, AgendaPage
from peer_tui.domain.words import say
from peer_tui.exchange.agenda_text import told
from peer_tui.exchange.markdown import escape


def agenda_to_markdown(page: AgendaPage) -> str:
    """The whole agenda: heading, facts, then the blocks in order with what each is to come to."""
    parts = [f"# {escape(page.heading)}"]
    if page.status:
        parts.append(f"**{escape(page.status)}**")
    parts.append("\n".join(f"- **{name}:** {escape(said)}" for name, said in page.facts))
    if page.notice:
        parts.append(escape(page.notice))
    lines = [f"## {say('Agenda')}", ""]
    for block in page.blocks:
        lines.append(f"- **{escape(block.at)}** {escape(block.title)} ({escape(block.minutes)})")
        for item in block.items:
            lines += _item(item, 1)
    return "\n\n".join([*parts, "\n".join(lines)]) + "\n"


def _item(item: AgendaItem, depth: int) -> list[str]:
    lines = [f"{'  ' * depth}- {escape(told(item))}"]
    for part in item.items:
        lines += _item(part, depth + 1)
    return lines
