"""The places of the program between meetings: one list, from which F2, the palette and Today's keys are drawn."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec
from textual.screen import Screen

from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.services.workspace import OpenGroup, Workspace


class Place(msgspec.Struct, frozen=True):
    """A screen one can go to from anywhere but a live meeting."""

    key: str
    """The letter that chooses it."""
    word: str
    """Its name, as on its header."""
    help: str
    """A sentence."""
    screen: str
    """`module:Class` below `peer_tui.ui.screens`, imported when somebody goes there."""
    of_a_group: bool = False
    """It shows one group, the one that was looked at last."""

    def make(self, opened: OpenGroup | None) -> Screen[Any]:
        """The screen. A place of a group is given one; another may use it as its first filter."""
        module, name = self.screen.split(":")
        screen: Callable[..., Screen[Any]] = getattr(import_module(f"peer_tui.ui.screens.{module}"), name)
        return screen(opened)


PLACES: tuple[Place, ...] = (
    Place("t", say("Today"), say("What needs you now, most urgent first."), "today:TodayScreen"),
    Place("a", say("Archive"), say("Every past meeting: its minutes, by year."), "archive:ArchiveScreen"),
    Place("f", say("Search"), say("Words in all that was ever written down."), "search:SearchScreen"),
    Place("d", say("Decisions"), say("What was decided, and what replaced it."), "decisions:DecisionsScreen"),
    Place(
        "l", say("Parking lot"), say("What is parked, since when, and where it goes."), "parking_lot:ParkingLotScreen"
    ),
    Place("s", say("Next steps"), say("Who promised what by when, and what came of it."), "next_steps:NextStepsScreen"),
    Place(
        "m",
        say("Programmes"),
        say("Peer match, training, learning group, workshop."),
        "programmes:ProgrammesScreen",
        True,
    ),
    Place(
        "c", say("Agreement"), say("Comfort / Discomfort: what holds, is proposed."), "agreement:AgreementScreen", True
    ),
    Place(
        "g",
        say("Group settings"),
        say("Privacy, dates, how long minutes stay."),
        "group_settings:GroupSettingsScreen",
        True,
    ),
    Place("p", say("People"), say("Who is who, and how often they came."), "people:PeopleScreen", True),
    Place("r", say("Reports"), say("Attendance, minutes, next steps: as pictures."), "reports:ReportsScreen", True),
    Place("q", say("Grant report"), say("Federal quarters in numbers, nobody named."), "grant:GrantScreen", True),
    Place("o", say("Take out"), say("The minutes of many meetings, a file each."), "take_out:TakeOutScreen"),
    Place("b", say("Bring in"), say("Minutes, agendas, logs and lists you have."), "bring_in:BringInScreen", True),
    Place(
        "x", say("Deleted meetings"), say("What was deleted, and how long it can come back."), "deleted:DeletedScreen"
    ),
)
"""In the order of F2's list. Each key stands for one place; no two have the same."""


def places_for(workspace: Workspace) -> tuple[Place, ...]:
    """The places there is something to see at: in a library without a group only those that need none."""
    some = bool(workspace.library.groups())
    return tuple(place for place in PLACES if some or not place.of_a_group)
