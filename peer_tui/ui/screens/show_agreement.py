"""The Comfort / Discomfort Agreement alone, full screen: fit to be shared, readable in 60 columns (check 38).

Nothing else stands here: no names, no notes, no attendance, not who proposed a line or objected to one.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from peer_tui.domain.agreement_page import HALVES, TITLE, agreement_page
from peer_tui.domain.events import Side
from peer_tui.domain.group import Group
from peer_tui.domain.words import say
from peer_tui.ui.text import plain, wrap

WIDEST = 72
"""Cells of a line: longer ones are hard to follow on a shared screen."""


class ShowAgreementScreen(Screen[None]):
    """The agreement and nothing else. Esc goes back; the arrow keys move where it is long.

    Args:
        group: whose, as it stands.
    """

    CSS_PATH = "show_agreement.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,s", "close", say("Back"), show=False)]

    def __init__(self, group: Group) -> None:
        super().__init__()
        self._group = group

    def compose(self) -> ComposeResult:
        """One page that scrolls."""
        with VerticalScroll(id="page"):
            yield Static(id="agreement", markup=False)

    def on_mount(self) -> None:
        """Draw it."""
        self._draw()
        self.query_one("#page").focus()

    def on_resize(self) -> None:
        """Lines break elsewhere."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        width = max(20, min(WIDEST, self.size.width - 6))
        self.query_one("#agreement", Static).update(Content("\n").join(shown_lines(self._group, width)))

    def action_close(self) -> None:
        """Back to where it was asked for."""
        self.dismiss()


def shown_lines(group: Group, width: int) -> list[Content]:
    """What is shown, in lines of at most `width` cells: what is agreed, then what is proposed."""
    page = agreement_page(group)
    lines = [plain(line, "bold $accent") for line in wrap(TITLE, width)]
    lines += [plain(page.standing, "$quiet")]
    for title, texts in page.halves:
        lines += [Content(""), *(plain(line, "bold") for line in wrap(title, width)), Content("")]
        lines += [line for text in texts for line in _item(text, width)]
    waiting = [item for item in group.agreement.in_order() if item.state == "proposed" or item.pending or item.leaving]
    if waiting:
        lines += [Content(""), plain(say("Proposed"), "bold $warning"), Content("")]
    for item in waiting:
        text = item.pending or item.text
        if item.leaving:
            text = say("to be retired: {text}", text=text)
        elif item.state != "proposed":
            text = say("new wording: {text}", text=text)
        lines += _item(text, width, "?")
    if not page.version and not waiting:
        lines += [Content(""), *(plain(f"{HALVES[side]}?", "bold") for side in Side)]
    return lines


def _item(text: str, width: int, mark: str = "•") -> list[Content]:
    first, *rest = wrap(text, width - 2)
    return [plain(f"{mark} {first}"), *(plain(f"  {line}") for line in rest)]
