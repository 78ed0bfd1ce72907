"""The Comfort / Discomfort Agreement → plain text and Markdown."""

from __future__ import annotations

from peer_tui.domain.agreement_page import TITLE, AgreementPage
from peer_tui.exchange.markdown import escape
from peer_tui.exchange.text import WIDTH, wrap


def agreement_text(page: AgreementPage, width: int = WIDTH) -> str:
    """The page as plain text, wrapped at `width` cells."""
    lines = [*wrap(f"{page.group} · {TITLE}", width=width), page.standing]
    for title, texts in page.halves:
        lines += ["", *wrap(title, width=width)]
        for text in texts:
            lines += wrap(text, "- ", "  ", width)
    return "\n".join([*lines, ""])


def agreement_markdown(page: AgreementPage) -> str:
    """The page as Markdown."""
    lines = [f"# {escape(page.group)} · {TITLE}", "", page.standing]
    for title, texts in page.halves:
        lines += ["", f"## {title}", "", *(f"- {escape(text)}" for text in texts)]
    return "\n".join([*lines, ""])
