"""A programme's meetings: each kind with those planned and held; Enter opens one, or plans one of the kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.programmes.days import say_days
from peer_tui.domain.programmes.forms import meeting_day
from peer_tui.domain.wall_time import say_date, say_time
from peer_tui.domain.words import marked, say
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import meetings
from peer_tui.services.scheduling import read_planned
from peer_tui.services.templates import TemplateProblem, load_template
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.screens.records import open_record
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    import datetime as dt

    from peer_tui.domain.events import MeetingId
    from peer_tui.domain.held import Held
    from peer_tui.domain.programmes.definition import MeetingKind
    from peer_tui.services.templates import Template

_KIND = "kind:"
STATES = {
    "planned": marked("planned"), "unfinished": marked("going on"), "ended": marked("held"),
    "cancelled": marked("cancelled"),
}  # fmt: skip


class MeetingsView(PartView):
    """Kinds of meeting, each with its meetings below it."""

    part: ClassVar[str] = "meetings"
    word: ClassVar[str] = say("Meetings")
    ACTS = (
        Act("p", "p", say("plan"), "plan", say("Plan a meeting of this kind.")),
        Act("x", "x", say("take out"), "take_out", say("The meeting does not belong to the programme; it is kept.")),
    )
    enter_words = say("open, plan")

    def _kinds(self) -> tuple[MeetingKind, ...]:
        return self.definition.meetings

    def _held(self, kind: str) -> list[Held]:
        """The meetings of a kind, the earliest first."""
        every = meetings.meetings_of(self.opened, self.running, cancelled=True)
        return [held for part, held in every if part == kind]

    def rows(self, width: int) -> list[ListRow]:
        """Every kind, also one of which there is no meeting yet."""
        rows: list[ListRow] = []
        for kind in self._kinds():
            held = self._held(kind.key)
            more = plain("" if held else say("none yet"), "$quiet")
            rows.append(ListRow(row(plain(kind.title), more, width), f"{_KIND}{kind.key}"))
            rows += [ListRow(self._row(one, width), one.id) for one in held]
        return rows or self.none(say("This programme holds no meetings of its own."))

    def _row(self, held: Held, width: int) -> Content:
        hours = hours_of(self.workspace, self.group)
        when = f"{say_date(held.starts, held.zone)}, {say_time(held.starts, held.zone, hours)}"
        return row(plain(f"    {when}  {held.title}"), plain(say(STATES.get(held.state, held.state)), "$quiet"), width)

    def below(self, selected: str) -> Content:
        """What Enter does."""
        if selected.startswith(_KIND):
            kind = self._kind(selected)
            many = say("It may be held several times.") if kind and kind.many else ""
            does = say("Enter opens it; p plans another one.") if self._only(selected) else say("Enter plans one.")
            return lines(" ".join(one for one in (many, does) if one))
        return lines(say("Enter opens it: planned ones in Prepare, held ones as minutes.")) if selected else Content("")

    def _kind(self, selected: str) -> MeetingKind | None:
        key = selected.removeprefix(_KIND)
        if not selected.startswith(_KIND):
            every = meetings.meetings_of(self.opened, self.running, cancelled=True)
            key = next((part for part, held in every if held.id == selected), "")
        return next((kind for kind in self._kinds() if kind.key == key), None)

    def _only(self, selected: str) -> MeetingId:
        """The meeting of a kind that is held once, where it is planned or was held already; empty otherwise."""
        kind = self._kind(selected) if selected.startswith(_KIND) else None
        if kind is None or kind.many:
            return ""
        return next((held.id for held in self._held(kind.key) if held.state != "cancelled"), "")

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Open a meeting, or plan one of the kind."""
        if only := self._only(selected):
            self.open(only)
        elif selected.startswith(_KIND):
            self.plan()
        elif selected and not selected.startswith("-"):
            self.open(selected)

    def open(self, meeting: MeetingId) -> None:
        """A planned one in Prepare, one that goes on live, a held one as minutes; Esc there leads back here."""
        again = self.place.again()
        open_record(self.place, self.opened.folder, meeting, again)
        if self.opened.group.meetings[meeting].state == "planned":
            self.place.peer.behind = again

    def plan(self) -> None:
        """Ask when."""
        kind = self._kind(self.selected)
        if kind is None:
            self.screen.show_flash(say("Select a kind of meeting first."))
        else:
            self.plan_kind(kind.key)

    def plan_kind(self, key: str) -> None:
        """Ask when a meeting of this kind is held."""
        kind = next(one for one in self._kinds() if one.key == key)
        day = meeting_day(self.definition, self.running, key)
        proposed = say("Proposed: {day}. At what time? E.g. {example}", day=say_days(day),
                       example=f"{day.isoformat()} 2pm") if day else ""  # fmt: skip
        warned: set[str] = set()
        template = _template(kind)

        def preview(words: str) -> str:
            said = read_planned(self.workspace, self.opened, words, template=template)
            if not words.strip():
                return proposed or said.words
            return f"⚠ {said.warning} {said.words}" if said.warning else said.words

        def take(words: str) -> str | None:
            said = read_planned(self.workspace, self.opened, words, template=template)
            if said.starts is None or not words.strip():
                return said.words
            if said.warning and words not in warned:
                warned.add(words)
                return say("⚠ {warning} Enter once more plans it all the same.", warning=said.warning)
            try:
                self._plan(kind, said.starts, said.minutes)
            except Problem as problem:
                return problem.sentence
            return None

        self.screen.ask(say("Plan: {kind} – when?", kind=kind.title), take, preview=preview)

    def _plan(self, kind: MeetingKind, starts: dt.datetime, minutes: int) -> None:
        meeting = meetings.plan_meeting(self.workspace, self.opened, self.running, kind.key, starts, minutes)
        self.screen.draw()
        self.screen.rows.walk_to(meeting)
        self.screen.show_flash(say("Planned: {kind}. Enter on it prepares it.", kind=kind.title))

    def take_out(self) -> None:
        """The meeting does not belong to the programme."""
        meeting = self.selected
        if meeting and not meeting.startswith(_KIND):
            with self.place.change(say("It does not belong to the programme any more; the meeting itself is kept.")):
                meetings.take_in(self.workspace, self.opened, self.running, meeting, "")


def _template(kind: MeetingKind) -> Template | None:
    """What such a meeting is made of; None where its template cannot be read, which planning it says."""
    try:
        return load_template(kind.template)
    except TemplateProblem:
        return None
