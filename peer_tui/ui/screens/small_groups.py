"""Small groups: choose people, say how many groups and who goes with whom, make them, copy them (`product.md` §1.4)."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.domain.events import ProgrammeId
from peer_tui.domain.words import say
from peer_tui.services.programmes import small_groups
from peer_tui.services.programmes.small_groups import Drawing
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.small_groups_views.choosing import WhoView
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import DIGITS, ViewsPlace


class SmallGroupsScreen(ViewsPlace):
    """Small groups of one group's people. Nothing of it is recorded.

    Args:
        opened: the group.
        programme: the programme it was opened from; only to come back to.
    """

    CSS_PATH = "small_groups.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Small groups")
    NAME: ClassVar[str] = say("Small groups")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("y", "y", say("make them"), "do('make')", say("Make the groups; Enter does the same.")),
        Act("space", "Space", say("in or out"), "do('toggle')", say("Put the person in a group, or not.")),
        Act(
            "n",
            "n",
            say("how many"),
            "do('number')",
            say("How many groups; a digit alone says it at once, “of 3” means people in each."),
        ),
        Act("t", "t", say("together"), "do('together')", say("Name people who stay together.")),
        Act("k", "k", say("apart"), "do('apart')", say("Name people who are kept apart.")),
        Act("z", "z", say("take back"), "do('take_back')", say("Take back the last wish.")),
        Act("p", "p", say("present"), "do('present')", say("Choose those who are here in the meeting in session.")),
        Act("a", "a", say("all members"), "do('members')", say("Choose every confirmed member.")),
        Act("x", "x", say("nobody"), "do('nobody')", say("Choose nobody, to begin with an empty list.")),
        Act("m", "m", say("mix roles"), "do('mix')", say("Spread people of one role over the groups, or not.")),
        Act("r", "r", say("again"), "do('again')", say("Other groups of the same people.")),
        Act("c", "c", say("copy"), "do('copy')", say("Copy the groups as text, for the chat: names only.")),
        *DIGITS,
    )

    def __init__(self, opened: OpenGroup | None = None, programme: ProgrammeId = "") -> None:
        self.programme = programme
        super().__init__(opened)

    def first_view(self) -> View:
        """Who is put in a group."""
        return WhoView(self)

    @property
    def drawing(self) -> Drawing:
        """What was chosen; it is the same when one comes back."""
        return small_groups.drawing_of(self.workspace, self.opened)

    def action_back(self) -> None:
        """From the groups to who is in them; from there to where it was opened."""
        if len(self.views) > 1:
            self.go_back()
        else:
            self.peer.go_back()
