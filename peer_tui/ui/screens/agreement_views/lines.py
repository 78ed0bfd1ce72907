"""The agreement as it stands, both halves, each line with what is proposed about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual.content import Content

from peer_tui.domain.agreement import AgreementItem
from peer_tui.domain.agreement_page import HALVES
from peer_tui.domain.events import Side
from peer_tui.domain.naming import counted
from peer_tui.domain.words import say
from peer_tui.services import agreement, agreement_out
from peer_tui.ui.screens.agreement_views.history import HistoryView
from peer_tui.ui.screens.agreement_views.starters import StartersView
from peer_tui.ui.screens.agreement_views.unseen import UnseenView
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.agreement import AgreementScreen

WAITS = say("It waits for the group's consent: /adopt in a meeting.")


class LinesView(View):
    """The lines, numbered as in a meeting."""

    keys = (
        ("s", say("show")),
        ("a", say("propose")),
        ("Enter", say("reword")),
        ("h", say("history")),
        ("n", say("not seen")),
    )

    @property
    def place(self) -> AgreementScreen:
        """The screen."""
        return cast("AgreementScreen", self.screen)

    @property
    def title(self) -> str:
        """The version, and what waits."""
        page = agreement_out.page_of(self.group)
        waits = len(self.group.agreement.changes)
        told = [page.standing, say("{waits} proposed", waits=waits) if waits else ""]
        return " · ".join(part for part in told if part)

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """Both halves."""
        items = self.group.agreement.in_order()
        rows: list[ListRow] = []
        side = None
        for number, item in enumerate(items, 1):
            if item.side is not side:
                side = item.side
                rows.append(ListRow(plain(HALVES[side], "$quiet"), f"-{side}", heading=True))
            rows.append(ListRow(_row(number, item, width), item.id))
        none = say("No agreement yet: b chooses from suggestions, a proposes a line of your own.")
        return rows or [ListRow(plain(none, "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """The whole line, what is proposed about it, what changed last, and who has not seen it."""
        lines: list[Content] = []
        item = self.group.agreement.items.get(selected)
        if item is not None:
            if cell_len(item.text) > self.screen.room - 24 or item.pending:
                lines.append(plain(item.text))
            if item.pending:
                lines.append(plain(f"→ {item.pending}", "$warning"))
            if _state(item):
                lines.append(plain(f"{_state(item).capitalize()}. {WAITS}", "$warning"))
        lines += [plain(words, "$quiet") for words in (self._changed(), self._seen()) if words]
        return Content("\n").join(lines)

    def _changed(self) -> str:
        """What changed since last time."""
        last = agreement.last_change(self.group)
        if last is None or last.version < 2:
            return ""
        told = [f"{mark} {words}" for mark, words in agreement.change_lines(last.change)]
        some = " · ".join(told[:2]) + (
            " · " + say("and {number} more (h)", number=len(told) - 2) if len(told) > 2 else ""
        )
        return say("Changed {day}: {some}", day=last.day, some=some or say("only the order"))

    def _seen(self) -> str:
        unseen = self.place.counted
        if unseen is None or not self.group.agreement.version:
            return ""
        if not unseen.people:
            return say("Everybody has seen this version.")
        return say(
            "{people_have} not seen this version: n shows who.",
            people_have=counted(len(unseen.people), "{n:,} person has", "{n:,} people have", "no people have"),
        )

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Propose other words for the line."""
        item = self.group.agreement.items.get(selected)
        if item is None:
            return

        def take(words: str) -> None:
            act = agreement.amend(self.workspace, self.opened, selected, words)
            self.screen.was_done(act, say("Proposed.") if act else say("Nothing is different."))

        self.screen.ask(say("How it should read"), self.screen.taking(take), value=item.pending or item.text,
                        preview=lambda words: WAITS)  # fmt: skip

    def add(self) -> None:
        """Propose a line."""
        sides = [Side.COMFORT, Side.DISCOMFORT]

        def turned() -> str:
            sides.reverse()
            return _asked(sides[0])

        def take(words: str) -> None:
            self.screen.was_done(agreement.propose(self.workspace, self.opened, [(sides[0], words)]), say("Proposed."))

        self.screen.ask(_asked(sides[0]), self.screen.taking(take), other=turned, preview=lambda words: WAITS)

    def retire(self) -> None:
        """Propose that the line goes."""
        item = self.group.agreement.items.get(self.screen.rows.selected)
        if item is not None:
            act = agreement.retire(self.workspace, self.opened, item.id)
            words = (
                say("The proposal is taken back.")
                if item.state == "proposed"
                else say("To be retired. {waits}", waits=WAITS)
            )
            self.screen.was_done(act, words)

    def withdraw(self) -> None:
        """What is proposed about the line is taken back."""
        if self.screen.rows.selected in self.group.agreement.items:
            act = agreement.withdraw(self.workspace, self.opened, self.screen.rows.selected)
            self.screen.was_done(act, say("The proposal is taken back."))

    def history(self) -> None:
        """How it became so."""
        self.screen.go_into(HistoryView(self.screen))

    def unseen(self) -> None:
        """Who has not seen it."""
        self.screen.go_into(UnseenView(self.place))

    def starters(self) -> None:
        """Suggestions to choose from."""
        self.screen.go_into(StartersView(self.screen))

    def show(self) -> None:
        """The agreement alone."""
        from peer_tui.ui.screens.show_agreement import ShowAgreementScreen

        self.screen.app.push_screen(ShowAgreementScreen(self.group))

    def copy(self) -> None:
        """As text."""
        text = agreement_out.render(agreement_out.page_of(self.group), "txt")
        self.screen.peer.copier.start((text,), say("the agreement"), "c")

    def write(self) -> None:
        """To a file."""
        choices = [Choice(form, words) for form, words in agreement_out.FORMATS.items()]
        self.screen.go_into(ChoosingView(self.screen, say("Write the agreement as"), choices, self._ask_day))

    def _ask_day(self, form: str) -> None:
        def preview(words: str) -> str:
            day = agreement_out.read_day(self.workspace, self.group, words)
            return agreement_out.page_of(self.group, day).standing

        def shown(words: str) -> str:
            from peer_tui.services.problems import Problem

            try:
                return preview(words)
            except Problem:
                return say("A day, e.g. 13 nov 2024. Empty: as it stands.")

        def take(words: str) -> None:
            day = agreement_out.read_day(self.workspace, self.group, words)
            path = agreement_out.write(self.workspace, self.opened, form, day)
            self.screen.show_flash(say("Written: {path}", path=path))

        self.screen.ask(say("As it stood on which day? Empty: as it stands"), self.screen.taking(take), preview=shown)


def _asked(side: Side) -> str:
    other = Side.DISCOMFORT if side is Side.COMFORT else Side.COMFORT
    return say("{halves} (Tab: {other})", halves=HALVES[side], other=say(other))


def _state(item: AgreementItem) -> str:
    if item.state == "proposed":
        return say("proposed")
    return say("to be retired") if item.leaving else say("new wording proposed") if item.pending else ""


def _row(number: int, item: AgreementItem, width: int) -> Content:
    words = Content.assemble(plain(f"{number:>2} ", "$quiet"), plain(item.text))
    return row(words, plain(_state(item), "$warning"), width)
