"""The group's priorities: who leads each, and the update that was collected for this meeting."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.events import PersonId
from peer_tui.domain.group import Priority
from peer_tui.domain.people import match, short_names
from peer_tui.services import planning
from peer_tui.ui.screens.preparing.part import Part
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow


class PrioritiesPart(Part):
    """They belong to the group; the updates to this meeting."""

    word = "Priorities"
    keys = (("a", "add"), ("i", "update"), ("e", "edit"))

    @property
    def name(self) -> str:
        """With their count."""
        return f"{self.word} {len(self.opened.group.active_priorities)}"

    @property
    def title(self) -> str:
        """They are reported on at every meeting."""
        return f"Priorities of {self.opened.group.name}"

    @property
    def selected(self) -> Priority | None:
        """The priority that is selected."""
        return self.opened.group.priorities.get(self.screen.rows.selected)

    def rows(self, width: int) -> list[ListRow]:
        """Those reported on, then those retired."""
        group = self.opened.group
        retired = [priority for priority in group.priorities.values() if not priority.active]
        rows = [ListRow(self._row(one), one.id) for one in group.active_priorities]
        if retired:
            rows.append(ListRow(plain("Retired", "$quiet"), "retired", heading=True))
            rows += [ListRow(self._row(one), one.id) for one in retired]
        if not rows:
            rows.append(ListRow(plain("No priorities yet: a adds one, e.g. Legislation @ana", "$quiet"), "none", True))
        return rows

    def _row(self, priority: Priority) -> Content:
        lead = f"lead {self._name(priority.lead)}" if priority.lead else "no lead"
        update = self._update(priority)
        told = f"update: {update}" if update else "no update collected"
        return Content.assemble(plain(priority.name, "bold"), plain(f" · {lead}", "$quiet"), "\n  ",
                                plain(told, "" if update else "$quiet"))  # fmt: skip

    def _name(self, person: PersonId | None) -> str:
        known = self.opened.group.person(person)
        return short_names(self.opened.group.everybody).get(known.id, known.name) if known else "a member"

    def _update(self, priority: Priority) -> str:
        """The last update for this meeting."""
        mine = [update.text for update in priority.updates if update.meeting in (None, self.screen.meeting_id)]
        return mine[-1] if mine else ""

    def below(self) -> Content:
        """What is still to be collected."""
        missing = sum(1 for one in self.opened.group.active_priorities if not self._update(one))
        if not missing:
            return Content("")
        return plain(f"{missing} {'update is' if missing == 1 else 'updates are'} still to be collected", "$quiet")

    # --- changes ----------------------------------------------------------------------------------------------

    def add(self) -> None:
        """A new priority: its name and its lead in one line."""

        def take(text: str) -> str | None:
            name, lead, why = self._read(text)
            if why:
                return why
            planning.add_priority(self.workspace, self.opened, name, lead)
            self.screen.draw()
            self.screen.show_flash(f"{name} is a priority now.")
            return None

        self.screen.ask("Add a priority: its name, and @ its lead", take, preview=self._preview)

    def edit(self) -> None:
        """Another name or lead."""
        priority = self.selected
        if priority is None:
            return

        def take(text: str) -> str | None:
            name, lead, why = self._read(text)
            if why:
                return why
            planning.change_priority(self.workspace, self.opened, priority.id, name, lead, active=priority.active)
            self.screen.draw()
            return None

        lead = self.opened.group.person(priority.lead)
        value = f"{priority.name} @{lead.name}" if lead else priority.name
        self.screen.ask(f"Change {priority.name}", take, value=value, preview=self._preview)

    def enter(self) -> None:
        """Enter on a priority types its update."""
        self.update()

    def update(self) -> None:
        """What the lead sent in."""
        priority = self.selected
        if priority is None:
            return

        def take(text: str) -> str | None:
            if text.strip() != self._update(priority):
                planning.collect_update(self.workspace, self.opened, priority.id, text, self.screen.meeting_id)
                self.screen.draw()
                self.screen.show_flash(f"Kept for this meeting: the update on {priority.name}.")
            return None

        self.screen.ask(f"Update on {priority.name}, to be read out", take, value=self._update(priority))

    def remove(self) -> None:
        """Retire it, or bring it back."""
        priority = self.selected
        if priority is None:
            return
        planning.change_priority(
            self.workspace, self.opened, priority.id, priority.name, priority.lead, active=not priority.active
        )
        self.screen.draw()
        self.screen.show_flash(f"{priority.name} is {'retired' if priority.active else 'reported on again'}.")

    def _preview(self, text: str) -> str:
        name, lead, why = self._read(text)
        return why or (f"{name} · lead {self._name(lead)}" if lead else f"{name} · no lead: @ and a name give it one")

    def _read(self, text: str) -> tuple[str, PersonId | None, str]:
        """A name, its lead, and why the line cannot be used."""
        name, found, said = text.rpartition("@")
        if not found:
            name, said = text, ""
        if not name.strip():
            return "", None, "A priority needs a name, e.g. Legislation @ana"
        if not said.strip():
            return name.strip(), None, ""
        candidates = match(said, self.opened.group.everybody)
        if candidates.person is not None:
            return name.strip(), candidates.person.id, ""
        if candidates.candidates:
            names = " or ".join(person.name for person in candidates.candidates)
            return "", None, f"@{said.strip()} is {names}: write more of the name."
        return "", None, f"Nobody in the group is called “{said.strip()}”. 4 shows the people."
