"""People: everybody the group knows, their fields, lists pasted in, duplicates, applicants (`product.md` §3.3, 11)."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.domain.events import PersonId
from peer_tui.domain.words import say
from peer_tui.services import attending
from peer_tui.services.attending import Attended
from peer_tui.ui.screens.counting_place import CountingPlace
from peer_tui.ui.screens.people_views.everybody import EverybodyView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import DIGITS, UNDO


class PeopleScreen(CountingPlace[dict[PersonId, Attended]]):
    """The people of one group."""

    CSS_PATH = "people.tcss"
    PLACE: ClassVar[str] = say("peer-tui · People")
    NAME: ClassVar[str] = say("People")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("a", "a", say("add"), "do('add')", say("Add a person by name; in the criteria: another line.")),
        Act(
            "p",
            "p",
            say("paste"),
            "do('paste')",
            say("Paste a list, a Zoom report or a chat; only new ones are asked about."),
        ),
        Act("s", "s", say("status"), "do('status')", say("Applicant, confirmed member, e-mail list, guest or former.")),
        Act(
            "slash",
            "/",
            say("find"),
            "do('find')",
            say("Only people with these letters in name, handle, role, organisation."),
        ),
        Act("n", "n", say("private note"), "do('note')", say("Show a person's private note, or write one.")),
        Act(
            "m",
            "m",
            say("merge"),
            "do('merge')",
            say("Two records are one person: choose the other, see what happens first."),
        ),
        Act(
            "c",
            "c",
            say("criteria"),
            "do('criteria')",
            say("The group's criteria for membership; of a person, which are met."),
        ),
        Act(
            "x",
            "x",
            say("forget"),
            "do('forget')",
            say("Somebody asked to be forgotten: lines with their name are answered."),
        ),
        Act(
            "o",
            "o",
            say("earlier name"),
            "do('earlier')",
            say("The person asked that their earlier name be forgotten."),
        ),
        Act(
            "r",
            "r",
            say("retire, replace"),
            "do('retire')",
            say("Retire a criterion; while forgetting: replace the name."),
        ),
        Act("k", "k", say("keep"), "do('keep')", say("While forgetting: the words of the line stay.")),
        Act("w", "w", say("all"), "do('every')", say("The same answer for all: newcomers, or lines with a name.")),
        Act("t", "t", say("the other stays"), "do('swap')", say("While merging: the other record stays.")),
        Act("space", "Space", say("tick"), "do('toggle')", say("Tick a criterion, or turn to the next answer.")),
        Act("y", "y", say("yes, do it"), "do('go_on')", say("Write the newcomers, merge, confirm a member, forget.")),
        UNDO,
        *DIGITS,
    )

    def first_view(self) -> View:
        """Everybody."""
        return EverybodyView(self)

    def count(self) -> dict[PersonId, Attended]:
        """Who came lately, and how often."""
        return attending.attendance(self.opened)

    def attended(self, person: PersonId) -> Attended | None:
        """A person's attendance lately; None until it was counted."""
        attendance = self.counted
        return attendance.get(person) if attendance is not None else None

    def action_back(self) -> None:
        """Esc first takes a view's own step back."""
        step = getattr(self.view, "step_back", None)
        if not self.is_pasting and step is not None and step():
            return
        super().action_back()
