"""Who does what in this meeting, and the rotas: whose turn it is as facilitator and scribe, passing on, swapping."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from peer_tui.domain.agenda_page import ROLES
from peer_tui.domain.people import match
from peer_tui.domain.words import both, either, say
from peer_tui.services import roles, rota
from peer_tui.services.roles import RoleRow
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.preparing.part import Part
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

_WIDE = max(12, *(cell_len(say(role)) for role in ROLES)) + 2
"""Cells of the name of a role."""


class RolesPart(Part):
    """Roles are this meeting's; a rota is the group's."""

    word = say("Roles")
    ACTS = (
        Act("y", "y", say("as suggested"), "accept", say("Give the role to whoever is suggested for it.")),
        Act(
            "s",
            "s",
            say("pass on"),
            "skip",
            say("Whose turn it is passes it on; they are asked again at the next turn."),
        ),
        Act("e", "e", say("rota"), "edit", say("Who takes turns in the role, in order: names with commas.")),
        Act("x", "x", say("swap"), "swap", say("Two people on the rota take each other's places.")),
        Act("r", "r", say("nobody"), "remove", say("Nobody has the role.")),
    )
    keys = (("Enter", say("who")), ("y", say("as suggested")), ("s", say("pass on")), ("e", say("rota")))

    @property
    def title(self) -> str:
        """Whose roles."""
        return say("Roles at {title}", title=self.screen.held.title)

    @property
    def selected(self) -> RoleRow | None:
        """The role that is selected."""
        key = self.screen.rows.selected
        return next((one for one in roles.role_rows(self.opened, self.meeting_id) if one.role == key), None)

    def _names(self, *people: str) -> str:
        return ", ".join(rota.names_of(self.opened.group, people))

    def rows(self, width: int) -> list[ListRow]:
        """One row a role: who has it, or who might."""
        return [ListRow(self._row(one, width), one.role) for one in roles.role_rows(self.opened, self.meeting_id)]

    def _row(self, one: RoleRow, width: int) -> Content:
        left = plain(set_cell_size(say(one.role).capitalize(), _WIDE), "$quiet")
        if one.person is not None:
            return row(Content.assemble(left, plain(self._names(one.person), "bold")), plain(""), width)
        if one.suggested is None:
            return row(Content.assemble(left, plain(say("nobody yet"), "$quiet")), plain(""), width)
        name = plain(f"{self._names(one.suggested.person)}?")
        return row(
            Content.assemble(left, name), plain(say("{why} · y gives it", why=one.suggested.why), "$quiet"), width
        )

    def below(self) -> Content:
        """The rota of the selected role and the turns to come."""
        one = self.selected
        if one is None:
            return Content("")
        if one.role not in rota.WITH_A_ROTA:
            return plain(
                say("The {role} is asked for in the meeting, unless somebody offers before.", role=say(one.role)),
                "$quiet",
            )
        listed = rota.rota_of(self.opened.group, one.role)
        if not listed:
            return plain(say("No rota: e sets who takes turns as {role}.", role=say(one.role)), "$quiet")
        lines = [plain(say("Rota: {names_of}", names_of=" → ".join(rota.names_of(self.opened.group, listed))))]
        if one.coming:
            lines.append(plain(say("Turns: {names}", names=self._names(*one.coming)), "$quiet"))
        passed = rota.passed_on(self.opened.group, self.meeting_id, one.role)
        if passed:
            lines.append(plain(say("Passed on this time: {names}", names=self._names(*sorted(passed))), "$quiet"))
        return Content("\n").join(lines)

    # --- changes ----------------------------------------------------------------------------------------------

    def enter(self) -> None:
        """Who has it: a name."""
        one = self.selected
        if one is None:
            return

        def take(text: str) -> str | None:
            people, why = rota.read_people(self.opened.group, text)
            if why or len(people) != 1:
                return why or say("One name, please: whoever has the role.")
            self._give(one, people[0])
            return None

        def preview(text: str) -> str:
            found = match(text.strip().removeprefix("@"), self.opened.group.everybody)
            if found.person is not None:
                return f"{say(one.role).capitalize()}: {found.person.name}"
            names = either(person.name for person in found.candidates)
            return f"{names}?" if names else say("A few letters of a name")

        person = one.person or (one.suggested.person if one.suggested else None)
        value = self._names(person) if person else ""
        self.screen.ask(say("Who is {role}?", role=say(one.role)), take, value=value, preview=preview)

    def accept(self) -> None:
        """Whoever is suggested has it."""
        one = self.selected
        if one is None:
            return
        if one.suggested is None:
            self.screen.show_flash(
                say("The role of {role} has somebody already.", role=say(one.role))
                if one.person
                else say("The role of {role} has nobody suggested: Enter and a name give it.", role=say(one.role))
            )
            return
        self._give(one, one.suggested.person)

    def _give(self, one: RoleRow, person: str | None) -> None:
        said = (
            f"{say(one.role).capitalize()}: {self._names(person)}"
            if person
            else say("Nobody is {role}", role=say(one.role))
        )
        with self.screen.change(said):
            roles.give_role(self.workspace, self.opened, self.meeting_id, one.role, person)

    def remove(self) -> None:
        """Nobody has it."""
        one = self.selected
        if one is not None:
            self._give(one, None)

    def skip(self) -> None:
        """Pass the turn on."""
        one = self._with_a_rota()
        if one is None:
            return
        before = one.suggested
        with self.screen.change():
            after = rota.skip_turn(self.workspace, self.opened, self.meeting_id, one.role)
            passed = self._names(before.person) if before else say("Their turn")
            now = say("now {names}", names=self._names(after)) if after else say("nobody is left to ask")
            self.screen.show_flash(say("{passed} passes it on: {now} · z takes it back", passed=passed, now=now))

    def edit(self) -> None:
        """Who takes turns."""
        one = self._with_a_rota()
        if one is None:
            return
        group = self.opened.group

        def take(text: str) -> str | None:
            people, why = rota.read_people(group, text)
            if why:
                return why
            with self.screen.change(
                say("The rota of the {role} is set", role=say(one.role))
                if people
                else say("No rota for the {role}", role=say(one.role))
            ):
                rota.set_rota(self.workspace, self.opened, one.role, people)
            return None

        def preview(text: str) -> str:
            people, why = rota.read_people(group, text)
            return why or " → ".join(rota.names_of(group, people)) or say("Names with commas; nothing ends the rota")

        listed = [person.name for key in rota.rota_of(group, one.role) if (person := group.person(key))]
        self.screen.ask(
            say("Who takes turns as {role}?", role=say(one.role)), take, value=", ".join(listed), preview=preview
        )

    def swap(self) -> None:
        """Two people in each other's places."""
        one = self._with_a_rota()
        if one is None:
            return
        if len(rota.rota_of(self.opened.group, one.role)) < 2:
            self.screen.show_flash(say("Nobody can swap: e sets who takes turns."))
            return

        def take(text: str) -> str | None:
            people, why = rota.read_people(self.opened.group, text)
            if why or len(people) != 2:
                return why or say("Two names with a comma: those who swap.")
            with self.screen.change(
                say("{names_of} have swapped", names_of=both(rota.names_of(self.opened.group, people)))
            ):
                rota.swap_turns(self.workspace, self.opened, one.role, people[0], people[1])
            return None

        def preview(text: str) -> str:
            people, why = rota.read_people(self.opened.group, text)
            return why or " ↔ ".join(rota.names_of(self.opened.group, people)) or say("Two names with a comma")

        first = f"{self._names(one.suggested.person)}, " if one.suggested else ""
        self.screen.ask(say("Who swap?"), take, value=first, preview=preview)

    def _with_a_rota(self) -> RoleRow | None:
        """The selected role, if people take turns in it; says so if not."""
        one = self.selected
        if one is not None and one.role not in rota.WITH_A_ROTA:
            self.screen.show_flash(
                say("There is no rota for the {role}: turns are for facilitator and scribe.", role=say(one.role))
            )
            return None
        return one
