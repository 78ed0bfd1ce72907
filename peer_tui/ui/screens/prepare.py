"""Prepare: a meeting's agenda, priorities and their updates, topics, roles, and the agenda out (`product.md` §3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static

from peer_tui.domain.events import MeetingId
from peer_tui.domain.naming import counted
from peer_tui.domain.wall_time import say_date, say_time, zone_letters
from peer_tui.domain.words import say
from peer_tui.services import planning
from peer_tui.services.own_time import hours_of, own_time
from peer_tui.services.prefilling import refresh_topics
from peer_tui.services.scheduling import read_planned
from peer_tui.services.updates import LONGEST
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.keys_of_parts import elsewhere, from_here, merged
from peer_tui.ui.screens.place import HELP, Act, ReadingPane, keys_help
from peer_tui.ui.screens.prepare_changing import ChangingMeeting
from peer_tui.ui.screens.preparing.agenda import AgendaPart
from peer_tui.ui.screens.preparing.priorities import PrioritiesPart
from peer_tui.ui.screens.preparing.roles import RolesPart
from peer_tui.ui.screens.preparing.sending import SendingPart
from peer_tui.ui.screens.preparing.topics import TopicsPart
from peer_tui.ui.text import join, plain
from peer_tui.ui.widgets.answer_field import AnswerField
from peer_tui.ui.widgets.place_header import PlaceHeader
from peer_tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from peer_tui.ui.screens.preparing.part import Part

PARTS: tuple[type[Part], ...] = (AgendaPart, PrioritiesPart, TopicsPart, RolesPart, SendingPart)
"""In the order in which a meeting is prepared."""
_WIDEST = 110
"""Cells; as in the stylesheet: longer rows are hard to follow."""
_NARROW = 70
"""Cells below which the parts' names stand closer together."""


class PrepareScreen(ChangingMeeting):
    """Five parts, one shown at a time. Every change is saved at once; z takes the last one back."""

    CSS_PATH = "prepare.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Prepare")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(
            "1",
            "1",
            say("agenda"),
            "turn_to(0)",
            say("The agenda: blocks, minutes, clock times. Enter changes a block."),
        ),
        Act(
            "2",
            "2",
            say("priorities"),
            "turn_to(1)",
            say("The group's priorities: leads are asked, their updates collected."),
        ),
        Act("3", "3", say("topics"), "turn_to(2)", say("The topics, with what earlier meetings left for this one.")),
        Act("4", "4", say("roles"), "turn_to(3)", say("Facilitator, scribe and the other roles; whose turn it is.")),
        Act(
            "5",
            "5",
            say("send"),
            "turn_to(4)",
            say("The agenda out: to members with the join link, to others without."),
        ),
        *merged(PARTS),
        Act(
            "z",
            "z",
            say("undo"),
            "take_back",
            say("Take the last change back that was made here; again for the one before."),
        ),
        Act("v", "v", say("move"), "move", say("Another day, time or length for this meeting.")),
        Act("o", "o", say("open doors"), "open_doors", say("Open the doors and go to the meeting; asks once.")),
        Act("p", "p", say("people"), "people", say("The people of the group, on their own screen.")),
        Act("tab", "Tab", say("next part"), "turn(1)", say("The next part.")),
        Act("shift+tab", "⇧Tab", say("part before"), "turn(-1)", say("The part before.")),
    )

    def __init__(self, opened: OpenGroup, meeting: MeetingId) -> None:
        super().__init__(opened, meeting)
        self.parts = tuple(part(self) for part in PARTS)
        self.shown = 0

    @property
    def part(self) -> Part:
        """The part that is shown."""
        return self.parts[self.shown]

    @property
    def rows(self) -> RowList:
        """The list of the part that is shown."""
        return self.query_one(RowList)

    @property
    def row_width(self) -> int:
        """Cells of one row of the list."""
        return max(20, min(self.size.width, _WIDEST) - 6)

    @property
    def answers(self) -> AnswerField:
        """The field for answers of several lines."""
        return self.query_one(AnswerField)

    def compose_body(self) -> ComposeResult:
        """The parts' names, the list of the one shown, and what is to be known about it."""
        yield Static(id="parts", markup=False)
        yield RowList("", id="rows")
        yield AnswerField()
        yield Static(id="below", markup=False)

    def before_first_drawing(self) -> None:
        """Take in what earlier meetings left since this one was planned."""
        super().before_first_drawing()
        self._came = refresh_topics(self.workspace, self.opened, self.meeting_id)

    def after_first_drawing(self) -> None:
        """Begin with the agenda."""
        self.rows.focus()
        if self._came:
            what = counted(len(self._came), "{n:,} topic", "{n:,} topics", "no topics")
            self.show_flash(say("{what} came up since this meeting was planned: 3 shows the topics.", what=what))

    def tick(self) -> None:
        """Show what others wrote. An answer of several lines is not disturbed while it is typed."""
        if not self.answers.is_open:
            super().tick()

    def on_resize(self) -> None:
        """Other columns fit."""
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Draw the part that is shown."""
        held, hours = self.held, hours_of(self.workspace, self.opened.group)
        when = f"{say_date(held.starts, held.zone)}, {say_time(held.starts, held.zone, hours)}"
        own = own_time(held.starts, held.zone, hours)
        when += f" {zone_letters(held.starts, held.zone)}{f' ({own})' if own else ''}"
        place = say("Prepare · {title} · {when} · {minutes} min", title=held.title, when=when, minutes=held.minutes)
        self.query_one(PlaceHeader).tell(place, held.zone)
        names = [
            plain(f"{number} {part.name}", "bold $accent underline" if part is self.part else "$quiet")
            for number, part in enumerate(self.parts, start=1)
        ]
        self.query_one("#parts", Static).update(join(names, "  " if self.size.width < _NARROW else "   "))
        self.rows.border_title = plain(self.part.title)
        self.rows.show(self.part.rows(self.row_width))
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
        if self.answers.is_open:
            return [("Enter", say("on an empty line: keep it")), ("Esc", say("keep it"))]
        back = say("back") if self.peer.behind else say("Today")
        return [*self.part.keys, ("Tab", say("part")), ("Esc", back), (HELP.shown, HELP.words)]

    @on(OptionList.OptionHighlighted)
    def _walked(self) -> None:
        self.draw_below()

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.part.enter()

    # --- going about ------------------------------------------------------------------------------------------

    def action_turn(self, by: int) -> None:
        """The next part, or the one before."""
        self.action_turn_to((self.shown + by) % len(self.parts))

    def action_turn_to(self, place: int) -> None:
        """Show a part."""
        self.answers.put_away()
        self.shown = place
        self.show_flash("")
        self.rows.show([])
        self.draw()
        self.rows.focus()

    def action_do(self, key: str) -> None:
        """What a key does in the part that is shown; where it does nothing, what it does elsewhere."""
        for act in self.part.ACTS:
            if act.shown == key:
                getattr(self.part, act.action)()
                return
        self.show_flash(elsewhere(self.ACTS, key))

    def action_people(self) -> None:
        """To the people of the group."""
        from peer_tui.ui.places import PLACES

        self.peer.go_to(next(place for place in PLACES if place.screen == "people:PeopleScreen"), self.opened)

    def action_open_doors(self) -> None:
        """Into the meeting; asks once."""
        self.confirm(say("Open the doors of {title} now?", title=self.held.title), self._open)

    def _open(self) -> None:
        self.peer.open_live(self.opened, self.meeting_id)

    def action_back(self) -> None:
        """To where it was opened from, else to Today; what stands in an open field is kept first."""
        if self.answers.is_open:
            self.answers.action_give()
        else:
            self.peer.go_back()

    def keep(self) -> None:
        """The program leaves, or goes elsewhere: an answer that stands in the field is kept, as much as has room."""
        if self.is_mounted and self.answers.is_open:
            if self.part.answered(self.answers.text):
                self.part.answered(self.answers.text.strip()[:LONGEST])
            self.answers.put_away()

    def action_help(self) -> None:
        """The keys of the part that is shown first, then those of the screen, then what the other parts have."""
        part = self.part
        self.app.push_screen(keys_help(say("Prepare · {word}", word=part.word), from_here(part.ACTS, self.ACTS)))

    # --- asking -----------------------------------------------------------------------------------------------

    def ask_lines(self, title: str, value: str = "") -> None:
        """Ask for an answer of several lines; the part that is shown is given it."""
        self.answers.begin(title, value)
        self.show_keys()

    @on(AnswerField.Given)
    def _answered(self, event: AnswerField.Given) -> None:
        event.stop()
        if not self.answers.is_open:
            return
        wrong = self.part.answered(event.text)
        if wrong:
            self.answers.say(wrong, wrong=True)
            return
        self.answers.put_away()
        self.rows.focus()
        self.show_keys()

    def read(self, title: str, text: str) -> None:
        """Show something to read over the screen."""
        self.app.push_screen(ReadingPane(title, [plain(line) for line in text.split("\n")]))

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
            with self.change(say("Moved: {words}", words=said.words)):
                planning.move(self.workspace, self.opened, held, said.starts, said.minutes)
            return None

        self.ask(say("Move the meeting: another day, time or length"), take, preview=preview)
