"""Approving and amending, as questions on a screen: which meeting, the new wording, why, and where it was decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from peer_tui.domain.events import EntryId
from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say
from peer_tui.services import amending, approving, line_editing
from peer_tui.services.minutes_lines import RecordLine
from peer_tui.services.problems import Problem
from peer_tui.ui.text import fit

if TYPE_CHECKING:
    from peer_tui.ui.screens.minutes_place import MinutesPlace

LEFT_OUT = say("The line that was left out, as at the meeting: ! decision · > @name next step · a note")
_Change = Callable[[str, Held | None], str]


class Amending:
    """Asks on a screen, and amends what the answers say. Nothing is recorded before the last answer."""

    def __init__(self, screen: MinutesPlace) -> None:
        self.screen = screen
        self.workspace, self.opened, self.meeting = screen.workspace, screen.opened, screen.meeting_id

    def reword(self, line: RecordLine) -> None:
        """Another wording for a line."""

        def take(wording: str) -> str | None:
            said = wording.strip()
            if not said or said == line.text:
                return say("The line reads so already.") if said else say("A line needs words.")
            self._ask_why(
                say("“{text}” now reads “{said}”", text=fit(line.text, 60), said=fit(said, 60)),
                lambda why, held: amending.reword(
                    self.workspace, self.opened, self.meeting, line.entry, said, why, held
                ),
                line.entry,
            )
            return None

        title = say("Amend {label}: how it reads from now on; what was approved stays", label=line.label)
        self.screen.ask(title, take, value=line.text)

    def add(self, beside: EntryId) -> None:
        """A line that was left out."""

        def take(text: str) -> str | None:
            try:
                body = line_editing.captured(self.workspace, self.opened, self.meeting, text, beside)
            except Problem as problem:
                return problem.sentence
            self._ask_why(
                say("Added: “{text}”", text=fit(body.filed.text, 100)),
                lambda why, held: amending.amend(self.workspace, self.opened, self.meeting, why, [body], held),
                body.entry,
            )
            return None

        self.screen.ask(LEFT_OUT, take)

    def take_in(self, line: RecordLine | None) -> None:
        """A line that arrived after the approval."""
        late = {entry.id for entry in amending.arrived_later(self.opened, self.meeting)}
        if line is None or line.entry not in late:
            self.screen.show_flash(say("Only a line that arrived after the approval is taken in."))
            return
        try:
            said = amending.take_in(self.workspace, self.opened, self.meeting, line.entry)
        except Problem as problem:
            self.screen.warn(problem)
            return
        self.screen.said(said, line.entry)

    def _ask_why(self, value: str, change: _Change, entry: EntryId) -> None:
        """What was changed and why, as the minutes will list it; Tab says in which meeting it was decided."""
        since = [None, *approving.meetings_since(self.opened, self.meeting)]
        place = [1 if len(since) > 1 else 0]

        def title() -> str:
            held = since[place[0]]
            where = (
                say("decided {date}", date=say_date(held.starts, held.zone))
                if held is not None
                else say("decided in no meeting here")
            )
            return (
                say("What was changed, and why · {where} · Tab: another", where=where)
                if len(since) > 1
                else say("What was changed, and why · {where}", where=where)
            )

        def turn() -> str:
            place[0] = (place[0] + 1) % len(since)
            return title()

        def take(why: str) -> str | None:
            try:
                self.screen.said(change(why, since[place[0]]), entry)
            except Problem as problem:
                return problem.sentence
            return None

        self.screen.ask(title(), take, value=value, other=turn)


def ask_which_meeting(screen: MinutesPlace) -> None:
    """Write down that a meeting approved these minutes: asks for its day."""
    workspace, opened, meeting = screen.workspace, screen.opened, screen.meeting_id

    since = approving.meetings_since(opened, meeting)

    def preview(text: str) -> str:
        if not text.strip() and not since:
            return say("No later meeting of the series is in this library: a day, e.g. 13 nov.")
        try:
            decided = approving.read_decided(workspace, opened, meeting, text)
        except Problem as problem:
            return problem.sentence
        return say(
            "Approved {zone}. It cannot be undone; later changes are amendments.", zone=decided.words(screen.held.zone)
        )

    def take(text: str) -> str | None:
        try:
            decided = approving.read_decided(workspace, opened, meeting, text)
            screen.said(approving.approve(workspace, opened, meeting, decided))
        except Problem as problem:
            return problem.sentence
        return None

    newest = say("; Enter: {date}", date=say_date(since[0].starts, since[0].zone)) if since else ""
    screen.ask(say("On which day did a meeting approve these minutes?{newest}", newest=newest), take, preview=preview)


def ask_for_amendment(screen: MinutesPlace) -> None:
    """An amendment that changes no line: asks what and why."""

    def take(text: str) -> str | None:
        try:
            screen.said(amending.amend(screen.workspace, screen.opened, screen.meeting_id, text))
        except Problem as problem:
            return problem.sentence
        return None

    screen.ask(say("Amendment: what is changed in the approved minutes, and why"), take)
