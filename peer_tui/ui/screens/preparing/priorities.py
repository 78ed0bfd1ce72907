"""The group's priorities: who leads each, who was asked for an update, and what they sent in for this meeting."""

from __future__ import annotations

from textual.content import Content

from peer_tui.domain.events import PersonId
from peer_tui.domain.group import Priority
from peer_tui.domain.people import match, short_names
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import either, say, say_number
from peer_tui.services import planning, updates
from peer_tui.services.agenda_out import COPIED, DRAFT
from peer_tui.services.problems import Problem
from peer_tui.services.updates import PriorityUpdate
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.preparing.part import Part
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow


class PrioritiesPart(Part):
    """They belong to the group; the updates to this meeting."""

    word = say("Priorities")
    ACTS = (
        Act("a", "a", say("add"), "add", say("Add a priority: its name, and @ its lead.")),
        Act("e", "e", say("edit"), "edit", say("Another name or lead.")),
        Act(
            "i", "i", say("update"), "update", say("Paste or type what the lead sent in, to be read out (also Enter).")
        ),
        Act(
            "k",
            "k",
            say("ask the lead"),
            "ask",
            say("Copy the message that asks the lead for updates; the next one follows."),
        ),
        Act("m", "m", say("mail drafts"), "draft", say("Write a mail draft to each lead who was not asked yet.")),
        Act("h", "h", say("read it"), "read", say("Read the message, or the update, before it goes anywhere.")),
        Act("r", "r", say("retire"), "remove", say("Report on it no longer, or again.")),
    )
    keys = (("k", say("ask lead")), ("m", say("drafts")), ("i", say("update")), ("a", say("add")))

    @property
    def name(self) -> str:
        """With their count."""
        return f"{self.word} {len(self.opened.group.active_priorities)}"

    @property
    def title(self) -> str:
        """They are reported on at every meeting."""
        return say("Priorities of {name}", name=self.opened.group.name)

    @property
    def selected(self) -> Priority | None:
        """The priority that is selected."""
        return self.opened.group.priorities.get(self.screen.rows.selected)

    @property
    def selected_update(self) -> PriorityUpdate | None:
        """How far its update has come; None for a retired one."""
        key = self.screen.rows.selected
        return next((one for one in self._updates() if one.priority.id == key), None)

    def _updates(self) -> list[PriorityUpdate]:
        return updates.priority_updates(self.opened, self.meeting_id)

    def rows(self, width: int) -> list[ListRow]:
        """Those reported on, then those retired."""
        rows = [ListRow(self._row(one), one.priority.id) for one in self._updates()]
        retired = [priority for priority in self.opened.group.priorities.values() if not priority.active]
        if retired:
            rows.append(ListRow(plain(say("Retired"), "$quiet"), "retired", heading=True))
            rows += [ListRow(plain(one.name, "$quiet"), one.id) for one in retired]
        if not rows:
            rows.append(
                ListRow(plain(say("No priorities yet: a adds one, e.g. Legislation @ana"), "$quiet"), "none", True)
            )
        return rows

    def _row(self, one: PriorityUpdate) -> Content:
        lead = say("lead {name}", name=self._name(one.lead.id)) if one.lead else say("no lead")
        head = Content.assemble(plain(one.priority.name, "bold"), plain(f" · {lead}", "$quiet"), "\n  ")
        if one.update is None:
            return Content.assemble(head, plain(say(one.state), "$quiet"))
        day = say_date(local_date(one.update.moment, self.opened.group.zone))
        words = " ".join(one.update.text.split())
        return Content.assemble(
            head, plain(say("update: {words}", words=words)), plain(" · " + say("collected {day}", day=day), "$quiet")
        )

    def _name(self, person: PersonId) -> str:
        known = self.opened.group.person(person)
        return short_names(self.opened.group.everybody).get(known.id, known.name) if known else say("a member")

    def below(self) -> Content:
        """How far collecting has come, and what is known of the selected one."""
        words = updates.update_words(self.opened, self.meeting_id)
        if not words:
            return Content("")
        by = updates.deadline_words(self.workspace, self.opened, self.meeting_id)
        lines = [
            Content.assemble(
                plain(say("Updates: {words}", words=words), "bold"), plain(" · " + say("answers {by}", by=by), "$quiet")
            )
        ]
        one = self.selected_update
        if one is not None and one.update is None and one.last is not None:
            day = say_date(local_date(one.last.moment, self.opened.group.zone))
            lines.append(
                plain(say("Last time ({day}): {split}", day=day, split=" ".join(one.last.text.split())), "$quiet")
            )
        return Content("\n").join(lines)

    # --- collecting -------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Copy the message to the lead, and go on to the next who was not asked."""
        priority = self.selected
        if priority is None:
            return
        try:
            message = updates.message_for(self.workspace, self.opened, self.meeting_id, priority.id)
        except Problem as problem:
            self.screen.show_flash(problem.sentence, "warning")
            return
        with self.screen.change():
            updates.record_asked(self.workspace, self.opened, self.meeting_id, message.priorities, COPIED)
        name = self._name(message.lead.id)
        left = len(updates.messages(self.workspace, self.opened, self.meeting_id))
        more = (
            " · " + say("k: the next of {left}", left=left) if left else " · " + say("everybody with a lead was asked")
        )
        self.screen.peer.copier.start((message.text,), say("The message to {name}{more}", name=name, more=more), "k")
        following = updates.messages(self.workspace, self.opened, self.meeting_id)
        if following:
            self.screen.rows.show(self.rows(self.screen.row_width), select=following[0].priorities[0])
            self.screen.draw_below()

    def draft(self) -> None:
        """A mail draft for each lead who was not asked yet; the selected one's again where all were."""
        waiting = updates.messages(self.workspace, self.opened, self.meeting_id)
        priority = self.selected
        try:
            if not waiting and priority is not None:
                waiting = [updates.message_for(self.workspace, self.opened, self.meeting_id, priority.id)]
            paths = [updates.write_draft(self.workspace, self.opened, self.meeting_id, one) for one in waiting]
        except Problem as problem:
            self.screen.show_flash(problem.sentence, "warning")
            return
        if not paths:
            self.screen.show_flash(say("There is nobody to ask: e and @ a name give a priority its lead."))
            return
        asked = [key for message in waiting for key in message.priorities]
        with self.screen.change():
            updates.record_asked(self.workspace, self.opened, self.meeting_id, asked, DRAFT)
        bare = sum(1 for message in waiting if not message.lead.contact)
        count = say_number(
            len(paths),
            "{n} mail draft, for you only, in {parent}",
            "{n} mail drafts, for you only, in {parent}",
            parent=paths[0].parent,
        )
        self.screen.show_flash(
            f"{count}{' · ' + say('{bare} without an address: nothing is known of it', bare=bare) if bare else ''}"
        )

    def read(self) -> None:
        """The update that is here, else the message that asks for it."""
        one = self.selected_update
        if one is None:
            return
        if one.update is not None:
            self.screen.read(say("Update on {name}", name=one.priority.name), one.update.text)
            return
        try:
            message = updates.message_for(self.workspace, self.opened, self.meeting_id, one.priority.id)
        except Problem as problem:
            self.screen.show_flash(problem.sentence, "warning")
            return
        self.screen.read(
            say("The message to {name}", name=self._name(message.lead.id)), f"{message.subject}\n\n{message.text}"
        )

    def enter(self) -> None:
        """Enter on a priority takes its update."""
        self.update()

    def update(self) -> None:
        """What the lead sent in."""
        one = self.selected_update
        if one is not None:
            self._about = one.priority
            value = one.update.text if one.update else ""
            self.screen.ask_lines(say("Update on {name}: paste or type it", name=one.priority.name), value)

    def answered(self, text: str) -> str:
        """The update, as it stands in the field."""
        try:
            with self.screen.change(passing=True):
                recorded = updates.collect(self.workspace, self.opened, self.meeting_id, self._about.id, text)
        except Problem as problem:
            return problem.sentence
        if recorded:
            self.screen.show_flash(
                say("Kept for this meeting: the update on {name} · z takes it back", name=self._about.name)
            )
        return ""

    # --- the priorities themselves ----------------------------------------------------------------------------

    def add(self) -> None:
        """A new priority: its name and its lead in one line."""

        def take(text: str) -> str | None:
            name, lead, why = self._read(text)
            if why:
                return why
            with self.screen.change(say("{name} is a priority now", name=name)):
                planning.add_priority(self.workspace, self.opened, name, lead)
            return None

        self.screen.ask(say("Add a priority: its name, and @ its lead"), take, preview=self._preview)

    def edit(self) -> None:
        """Another name or lead."""
        priority = self.selected
        if priority is None:
            return

        def take(text: str) -> str | None:
            name, lead, why = self._read(text)
            if why:
                return why
            if (name, lead) == (priority.name, priority.lead):
                return None
            with self.screen.change(say("{name} changed", name=name)):
                planning.change_priority(
                    self.workspace, self.opened, priority.id, name, lead, active=priority.active
                )  # fmt: skip
            return None

        lead = self.opened.group.person(priority.lead)
        value = f"{priority.name} @{lead.name}" if lead else priority.name
        self.screen.ask(say("Change {name}", name=priority.name), take, value=value, preview=self._preview)

    def remove(self) -> None:
        """Retire it, or bring it back."""
        priority = self.selected
        if priority is None:
            return
        with self.screen.change(
            say("{name} is retired", name=priority.name)
            if priority.active
            else say("{name} is reported on again", name=priority.name)
        ):
            planning.change_priority(
                self.workspace, self.opened, priority.id, priority.name, priority.lead, active=not priority.active
            )

    def _preview(self, text: str) -> str:
        name, lead, why = self._read(text)
        return why or (
            say("{name} · lead {lead}", name=name, lead=self._name(lead))
            if lead
            else say("{name} · no lead: @ and a name give it one", name=name)
        )

    def _read(self, text: str) -> tuple[str, PersonId | None, str]:
        """A name, its lead, and why the line cannot be used."""
        name, found, said = text.rpartition("@")
        if not found:
            name, said = text, ""
        if not name.strip():
            return "", None, say("A priority needs a name, e.g. Legislation @ana")
        if not said.strip():
            return name.strip(), None, ""
        candidates = match(said, self.opened.group.everybody)
        if candidates.person is not None:
            return name.strip(), candidates.person.id, ""
        if candidates.candidates:
            names = either(person.name for person in candidates.candidates)
            return "", None, say("@{said} is {names}: write more of the name.", said=said.strip(), names=names)
        return "", None, say("Nobody in the group is called “{said}”. p shows the people.", said=said.strip())
