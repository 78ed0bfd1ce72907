"""Minutes → Markdown (CommonMark with pipe tables, as on most forges and wikis).

A person's text is never markup: whatever they typed is escaped so that it renders as typed (`product.md` check 28).
The one thing that stays alive is a plain web or mail address.
"""

from __future__ import annotations

import re

from peer_tui.domain.minutes import Minutes
from peer_tui.exchange.layouts import Rules, set_in, shipped

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$])")
_STARTS_A_BLOCK = re.compile(r"^(?:([-+=])|([0-9]{1,9})([.)]))")
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\[\]\\`|]+")


def escape(text: str) -> str:
    """One line of a person's text, so that it renders as it is, in a paragraph, a list item or a table cell."""
    words = [f"<{word}>" if _ADDRESS.fullmatch(word) else _SPECIAL.sub(r"\\\1", word) for word in text.split(" ")]
    return _STARTS_A_BLOCK.sub(_kept_apart, " ".join(words))


def _kept_apart(start: re.Match[str]) -> str:
    """The beginning of a line, so that it begins no list and no heading."""
    return f"\\{start[1]}" if start[1] else f"{start[2]}\\{start[3]}"


def _heading(title: str, level: int) -> str:
    return f"{'#' * max(1, min(level, 6))} {title}"


RULES = Rules("md", escape, {"heading": _heading})
"""How Markdown sets text: `heading` makes a heading of the level given."""


def to_markdown(minutes: Minutes, layout: str = "") -> str:
    """The minutes in a layout; without one in the shipped one, which tells the whole record, its status first.

    Raises:
        LayoutProblem: the layout cannot be used.
    """
    return set_in(layout or shipped("minutes.md"), RULES, minutes)
