"""Minutes that the group has kept as long as it wanted: each is kept, deleted, or asked about again in a year."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.held import Held
from peer_tui.domain.profile import profile_of
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say, say_number
from peer_tui.services import deleting, minutes_kept
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow


class PastTheirTimeView(View):
    """A meeting a row, the oldest first. Nothing is deleted by itself."""

    keys = (("k", say("keep")), ("l", say("ask in a year")), ("x", say("delete")), ("Enter", say("read")))

    @property
    def _due(self) -> list[Held]:
        return minutes_kept.past_their_time(self.group, self.workspace.now())

    @property
    def title(self) -> str:
        """How many, and how long the group keeps them."""
        months = profile_of(self.group).keep_months
        return (
            say_number(
                len(self._due), "{n} older than {months} months", "{n} older than {months} months", months=months
            )
            if months
            else say("Minutes past their time")
        )

    def rows(self, width: int) -> list[ListRow]:
        """The day and the title."""
        rows = [ListRow(_row(held, width), held.id) for held in self._due]
        if rows:
            return rows
        kept = bool(profile_of(self.group).keep_months)
        words = say("No minutes are past their time.") if kept else say("This group keeps its minutes for ever.")
        return [ListRow(plain(words, "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """What deleting means."""
        return plain(say("Deleted meetings can be had back for 30 days; only then may they go for good."), "$quiet")

    def _held(self) -> Held | None:
        return next((held for held in self._due if held.id == self.screen.rows.selected), None)

    def enter(self, selected: str) -> None:
        """Read them."""
        if selected in self.group.meetings:
            self.screen.peer.open_minutes(self.opened, selected)

    def keep(self) -> None:
        """Kept for ever."""
        if held := self._held():
            minutes_kept.keep(self.workspace, self.opened, held)
            self._done(say("{name} is kept.", name=_name(held)))

    def later(self) -> None:
        """Asked again in a year."""
        if held := self._held():
            minutes_kept.ask_in_a_year(self.workspace, self.opened, held)
            self._done(say("{name} is kept; you are asked again in a year.", name=_name(held)))

    def delete(self) -> None:
        """Hidden, after one yes, or two where they were approved."""
        held = self._held()
        if held is None:
            return
        second = deleting.second_question(held)

        def ask_again() -> None:
            if second:
                self.screen.confirm(second, lambda: self._delete(held))
            else:
                self._delete(held)

        self.screen.confirm(deleting.question(self.opened, held), ask_again)

    def _delete(self, held: Held) -> None:
        def act() -> None:
            deleting.delete(self.workspace, self.opened, held, "past the time the group keeps minutes")
            self._done(say("{name} is deleted; it can be had back for 30 days.", name=_name(held)))

        self.screen.attempt(act)

    def _done(self, words: str) -> None:
        self.screen.was_done("", words)


def _name(held: Held) -> str:
    return say("{title} of {date}", title=held.title, date=say_date(held.starts, held.zone))


def _row(held: Held, width: int) -> Content:
    state = plain(say("approved {approved}", approved=held.approved) if held.approved else say("draft"), "$quiet")
    return row(Content.assemble(plain(say_date(held.starts, held.zone)), "  ", plain(held.title)), state, width)
