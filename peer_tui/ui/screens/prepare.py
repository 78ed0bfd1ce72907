"""Prepare: a meeting's agenda, the group's priorities, the topics, the people (`product.md` §3.3, screen 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from peer_tui.domain.events import MeetingId
from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import say_date, say_time, zone_letters
from peer_tui.services import planning
from peer_tui.services.problems import Problem
from peer_tui.services.scheduling import read_planned
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import HELP, Act, PlaceScreen
from peer_tui.ui.screens.preparing import agenda, people, priorities, topics
from peer_tui.ui.text import join, plain
from peer_tui.ui.widgets.people_field import PeopleField
from peer_tui.ui.widgets.place_header import PlaceHeader
from peer_tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from peer_tui.ui.screens.preparing.part import Part


class PrepareScreen(PlaceScreen):
    """Four parts, one shown at a time. Every change is saved at once."""

    CSS_PATH = "prepare.tcss"
    PLACE: ClassVar[str] = "peer-tui · Prepare"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("1", "1", "agenda", "turn_to(0)", "The agenda: blocks, minutes, clock times. Enter changes a block."),
        Act("2", "2", "priorities", "turn_to(1)", "The group's priorities and the updates collected."),
        Act("3", "3", "topics", "turn_to(2)", "The topics this meeting begins with."),
        Act("4", "4", "people", "turn_to(3)", "The people of the group."),
        Act("a", "a", "add", "do('add')", "Add a block, a priority, a topic or people."),
        Act("plus,equals_sign", "+", "longer", "do('longer')", "Agenda: one minute more at most."),
        Act("minus", "-", "shorter", "do('shorter')", "Agenda: one minute less at most."),
        Act("u,shift+up", "u", "up", "do('up')", "Agenda: the block earlier (also Shift+↑)."),
        Act("d,shift+down", "d", "down", "do('down')", "Agenda: the block later (also Shift+↓)."),
        Act("g", "g", "protect", "do('protect')", "Agenda: protect the block's minutes, or give them free."),
        Act("f", "f", "flex", "do('flex')", "Agenda: the block takes what the others leave."),
        Act("t", "t", "nest topics", "do('nest')", "Agenda: current topics inside the updates on priorities."),
        Act("r", "r", "remove", "do('remove')", "Remove the block; retire the priority, or bring it back."),
        Act("z", "z", "undo", "do('undo')", "Agenda: take the last change back."),
        Act("w", "w", "keep as template", "do('keep')", "Agenda: make it the group's own template."),
        Act("c", "c", "compare", "do('compare')", "Agenda: what differs from the template and from the original."),
        Act("e", "e", "edit", "do('edit')", "Priorities: another name or lead."),
        Act("i", "i", "update", "do('update')", "Priorities: what the lead sent in, to be read out."),
        Act("v", "v", "move", "move", "Another day, time or length for this meeting."),
        Act("o", "o", "open doors", "open_doors", "Open the doors and go to the meeting; asks once."),
        Act("tab", "Tab", "next part", "turn(1)", "The next part."),
        Act("shift+tab", "⇧Tab", "part before", "turn(-1)", "The part before."),
    )

    def __init__(self, opened: OpenGroup, meeting: MeetingId) -> None:
        super().__init__()
        self.opened = opened
        self.meeting_id = meeting
        self.parts: tuple[Part, ...] = (
            agenda.AgendaPart(self), priorities.PrioritiesPart(self), topics.TopicsPart(self), people.PeoplePart(self),
        )  # fmt: skip
        self.shown = 0
        self.is_pasting = False

    @property
    def held(self) -> Held:
        """The meeting, as its group knows it."""
        return self.opened.group.meetings[self.meeting_id]

    @property
    def part(self) -> Part:
        """The part that is shown."""
        return self.parts[self.shown]

    @property
    def rows(self) -> RowList:
        """The list of the part that is shown."""
        return self.query_one(RowList)

    def compose_body(self) -> ComposeResult:
        """The parts' names, the list of the one shown, and what is to be known about it."""
        yield Static(id="parts", markup=False)
        yield RowList("", id="rows")
        with Vertical(id="pasting"):
            yield PeopleField()
        yield Static(id="below", markup=False)

    def after_first_drawing(self) -> None:
        """Begin with the agenda."""
        self.rows.focus()

    def on_resize(self) -> None:
        """Other columns fit."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Draw the part that is shown."""
        held, hours = self.held, self.workspace.settings.hours
        when = f"{say_date(held.starts, held.zone)}, {say_time(held.starts, held.zone, hours)}"
        place = f"Prepare · {held.title} · {when} {zone_letters(held.starts, held.zone)} · {held.minutes} min"
        self.query_one(PlaceHeader).tell(place, held.zone)
        names = [
            plain(f"{number} {part.name}", "bold $accent underline" if part is self.part else "$quiet")
            for number, part in enumerate(self.parts, start=1)
        ]
        self.query_one("#parts", Static).update(join(names, "   "))
        self.rows.border_title = plain(self.part.title)
        self.rows.show(self.part.rows(max(20, self.size.width - 6)))
        self.draw_below()
        self.show_keys()

    def draw_below(self) -> None:
        """What is to be known about the part, or about the row that is selected."""
        below = self.query_one("#below", Static)
        words = self.part.below()
        below.update(words)
        below.display = bool(words.plain)
        self.fit(self.rows)

    def footer(self) -> list[tuple[str, str]]:
        """The keys of the part that is shown."""
        if self.is_pasting:
            return [("Enter", "on an empty line: add them"), ("Esc", "done")]
        return [*self.part.keys, ("Tab", "part"), ("Esc", "Today"), (HELP.shown, HELP.words)]

    @on(OptionList.OptionHighlighted)
    def _walked(self) -> None:
        self.draw_below()

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.part.enter()

    # --- acts -------------------------------------------------------------------------------------------------

    def action_turn(self, by: int) -> None:
        """The next part, or the one before."""
        self.action_turn_to((self.shown + by) % len(self.parts))

    def action_turn_to(self, place: int) -> None:
        """Show a part."""
        self.shown = place
        self.show_flash("")
        self.stop_pasting()
        self.rows.show([])
        self.draw()
        self.rows.focus()

    def action_do(self, what: str) -> None:
        """An act of the part that is shown; a part that has none of the kind says so."""
        act = getattr(self.part, what, None)
        if act is None:
            meant = next((act.help for act in self.ACTS if act.action == f"do('{what}')"), "")
            self.show_flash(meant)
            return
        act()

    def action_move(self) -> None:
        """Another day, time or length."""
        held = self.held

        def preview(text: str) -> str:
            said = read_planned(self.workspace, self.opened, text, moving=held.id)
            return f"⚠ {said.warning} {said.words}" if said.warning else said.words

        def take(text: str) -> str | None:
            said = read_planned(self.workspace, self.opened, text, moving=held.id)
            if said.starts is None:
                return said.words
            try:
                planning.move(self.workspace, self.opened, held, said.starts, said.minutes)
            except Problem as problem:
                return problem.sentence
            self.draw()
            self.show_flash(f"Moved: {said.words}")
            return None

        self.ask("Move the meeting: another day, time or length", take, preview=preview)

    def action_open_doors(self) -> None:
        """Into the meeting; asks once."""
        self.confirm(f"Open the doors of {self.held.title} now?", self._open)

    def _open(self) -> None:
        self.peer.open_live(self.opened, self.meeting_id)

    def action_back(self) -> None:
        """From pasting to the list, from the list to Today."""
        if self.is_pasting:
            self.stop_pasting()
        else:
            self.peer.go_today()

    # --- pasting people ---------------------------------------------------------------------------------------

    def start_pasting(self) -> None:
        """Show the field for names."""
        self.is_pasting = self.query_one("#pasting").display = True
        self.query_one("#pasting").border_title = plain("Paste or type people, one a line")
        self.query_one(PeopleField).begin(self.opened)
        self.show_keys()

    def stop_pasting(self) -> None:
        """Back to the list."""
        if self.is_pasting:
            self.is_pasting = self.query_one("#pasting").display = False
            self.rows.focus()
            self.show_keys()

    @on(PeopleField.Added)
    def _people_added(self, event: PeopleField.Added) -> None:
        event.stop()
        self.draw()
        if event.left:
            return
        self.stop_pasting()
        count = f"{event.count} {'person' if event.count == 1 else 'people'} added."
        self.show_flash(" ".join([count, *event.said]), "warning" if event.said else "plain")

    @on(PeopleField.Finished)
    def _people_finished(self, event: PeopleField.Finished) -> None:
        event.stop()
        self.stop_pasting()
