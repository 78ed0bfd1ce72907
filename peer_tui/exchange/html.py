"""Minutes → one HTML page that stands alone: no script, no address it fetches from, readable by a screen reader.

Every text passes through `text()`, the one door to HTML: whatever a person typed is shown as they typed it. A web or
mail address becomes a link that says the whole address; nothing else is ever a link.
"""

from __future__ import annotations

import html
import re

from peer_tui.domain.minutes import Minutes
from peer_tui.exchange.layouts import Rules, set_in, shipped

_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"'`\\]+", re.IGNORECASE)


def text(said: str) -> str:
    """A person's text as HTML, with its web and mail addresses as links."""
    parts, at = [], 0
    for match in _ADDRESS.finditer(said):
        address = html.escape(match[0])
        parts += [html.escape(said[at : match.start()]), f'<a href="{address}" rel="noreferrer">{address}</a>']
        at = match.end()
    return "".join([*parts, html.escape(said[at:])])


def _own(said: str) -> str:
    """A person's text that keeps its own direction."""
    return f"<bdi>{text(said)}</bdi>"


def _heading(said: str, level: int) -> str:
    tag = f"h{max(1, min(level, 6))}"
    return f"<{tag}>{_own(said)}</{tag}>"


RULES = Rules("html", html.escape, {}, {"own": _own, "heading": _heading})
"""How HTML sets text: `own` shows a person's text with its addresses as links, `heading` makes a heading of it."""


def to_html(minutes: Minutes, language: str = "en", layout: str = "") -> str:
    """The minutes as one page in a layout; without one in the shipped one, in the order of the Markdown.

    Args:
        minutes: the record.
        language: the language the group writes in, as HTML names it.
        layout: the layout.

    Raises:
        LayoutProblem: the layout cannot be used.
    """
    return set_in(layout or shipped("minutes.html"), RULES, minutes, language=language)
