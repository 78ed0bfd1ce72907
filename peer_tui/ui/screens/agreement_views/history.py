"""How the agreement became what it is: every version with what changed, and every affirmation, newest first."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.agreement_page import TITLE, agreement_page
from peer_tui.domain.words import say
from peer_tui.services import agreement, agreement_out
from peer_tui.services.agreement import Moment
from peer_tui.ui.screens.place import ReadingPane
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import join, plain, row
from peer_tui.ui.widgets.row_list import ListRow


class HistoryView(View):
    """A moment a row; Enter on a version shows it whole. Nobody is named: nobody was recorded."""

    word = say("History, newest first")
    keys = (("Enter", say("that version")),)

    def rows(self, width: int) -> list[ListRow]:
        """Day, version, meeting."""
        rows = [ListRow(_row(one, width), str(place)) for place, one in enumerate(agreement.history(self.group))]
        return rows or [ListRow(plain(say("Nothing was adopted yet."), "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """What changed."""
        moment = self._moment(selected)
        if moment is None:
            return Content("")
        if moment.act == "affirmed":
            return plain(say("Affirmed by those present, no changes."), "$quiet")
        told = agreement.change_lines(moment.change)
        lines = [plain(f"{mark} {words}", _STYLES[mark]) for mark, words in told[:8]]
        if len(told) > 8:
            lines.append(plain(say("and {number} more", number=len(told) - 8), "$quiet"))
        return Content("\n").join(lines) if lines else plain(say("The same lines."), "$quiet")

    def enter(self, selected: str) -> None:
        """The version that held then."""
        moment = self._moment(selected)
        if moment is not None:
            text = agreement_out.render(agreement_page(self.group, moment.at), "txt")
            lines = [plain(line) for line in text.rstrip().split("\n")]
            self.screen.app.push_screen(ReadingPane(TITLE, lines))

    def _moment(self, selected: str) -> Moment | None:
        told = agreement.history(self.group)
        return told[int(selected)] if selected.isdigit() and int(selected) < len(told) else None


_STYLES = {"+": "$accent", "~": "", "−": "$quiet"}


def _row(one: Moment, width: int) -> Content:
    left = join(
        [
            plain(one.day),
            plain(
                say("v{version} {act}", version=one.version, act=say(one.act)), "bold" if one.act == "adopted" else ""
            ),
        ],
        "  ",
    )
    return row(left, plain(one.meeting or say("between meetings"), "$quiet"), width)
