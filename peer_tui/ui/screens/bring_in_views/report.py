"""What became of each line of a text: understood, kept as a note, or skipped."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.words import say
from peer_tui.services.bringing_in import How, Plan
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import ViewsPlace
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

_SHOWN = 2_000


class ReportView(View):
    """A row a line, what was skipped first.

    Args:
        screen: Bring in.
        plan: what was looked at.
    """

    keys = (("↑↓", say("read")),)

    def __init__(self, screen: ViewsPlace, plan: Plan) -> None:
        super().__init__(screen)
        self.plan = plan

    @property
    def title(self) -> str:
        """How many went which way."""
        return self.plan.report

    def rows(self, width: int) -> list[ListRow]:
        """The lines, by what became of them."""
        rows: list[ListRow] = []
        for how in (How.SKIPPED, How.NOTE, How.UNDERSTOOD):
            told = [one for one in self.plan.understood.report if one.how is how]
            if told:
                rows.append(ListRow(plain(f"{say(how).capitalize()} {len(told)}", "$quiet"), f"-{how}", heading=True))
            for place, one in enumerate(told[:_SHOWN]):
                where = say("line {line}", line=one.line) if one.line else say("the text")
                rows.append(ListRow(row(plain(f"{where:<10} {one.words}"), Content(""), width), f"{how} {place}"))
        return rows or [ListRow(plain(say("The text is empty."), "$quiet"), "-none", heading=True)]
