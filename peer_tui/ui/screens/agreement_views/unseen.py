"""Who has not seen the version that holds: nobody agreed to something they were never shown (`product.md` §2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content

from peer_tui.domain.naming import counted
from peer_tui.domain.words import say
from peer_tui.services import agreement
from peer_tui.ui.screens.view import View
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.ui.screens.agreement import AgreementScreen


class UnseenView(View):
    """A person a row; Enter says that they have seen it now."""

    keys = (("Enter", say("has seen it")), ("y", say("all have")), ("s", say("show")), ("c", say("copy")))

    @property
    def place(self) -> AgreementScreen:
        """The screen."""
        return cast("AgreementScreen", self.screen)

    @property
    def title(self) -> str:
        """Of which version."""
        return say("Have not seen version {version}", version=self.group.agreement.version)

    def rows(self, width: int) -> list[ListRow]:
        """By name."""
        unseen = self.place.counted
        if unseen is None or not self.group.agreement.version:
            words = say("There is no agreement yet.") if unseen is not None else say("Looking …")
            return [ListRow(plain(words, "$quiet"), "-none", heading=True)]
        rows = [ListRow(row(plain(one.name), plain(one.status, "$quiet"), width), one.id) for one in unseen.people]
        return rows or [ListRow(plain(say("Everybody has seen it."), "$quiet"), "-none", heading=True)]

    def below(self, selected: str) -> Content:
        """How it is known."""
        unseen = self.place.counted
        looked = (
            counted(unseen.meetings, "{n:,} meeting", "{n:,} meetings", "no meetings")
            if unseen is not None
            else say("no meeting")
        )
        return plain(
            say("They were at none of the meetings that came to it since ({looked} looked through).", looked=looked),
            "$quiet",
        )

    def enter(self, selected: str) -> None:
        """They have seen it."""
        person = self.group.person(selected)
        if person is not None:
            act = agreement.mark_seen(self.workspace, self.opened, [person.id])
            self.screen.was_done(
                act, say("{name} has seen version {version}.", name=person.name, version=self.group.agreement.version)
            )

    def toggle(self) -> None:
        """The same with the space bar."""
        self.enter(self.screen.rows.selected)

    def go_on(self) -> None:
        """All of them, after one yes."""
        unseen = self.place.counted
        if unseen is None or not unseen.people:
            self.screen.show_flash(say("Everybody has seen it."))
            return

        def yes() -> None:
            act = agreement.mark_seen(self.workspace, self.opened, [one.id for one in unseen.people])
            self.screen.was_done(
                act,
                say(
                    "{people_have} seen it.",
                    people_have=counted(len(unseen.people), "{n:,} person has", "{n:,} people have", "no people have"),
                ),
            )

        people = counted(len(unseen.people), "{n:,} person has", "{n:,} people have", "no people have")
        self.screen.confirm(
            say("Note that {people} seen version {version}?", people=people, version=self.group.agreement.version), yes
        )

    def show(self) -> None:
        """The agreement alone."""
        from peer_tui.ui.screens.show_agreement import ShowAgreementScreen

        self.screen.app.push_screen(ShowAgreementScreen(self.group))

    def copy(self) -> None:
        """As text, to be sent to them."""
        from peer_tui.services import agreement_out

        text = agreement_out.render(agreement_out.page_of(self.group), "txt")
        self.screen.peer.copier.start((text,), say("the agreement"), "c")
