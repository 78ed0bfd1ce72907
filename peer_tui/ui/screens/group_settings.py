"""Group settings: what the group chose for itself, and minutes past the time it keeps them (`product.md` §3.3, 13)."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.domain.words import say
from peer_tui.ui.screens.group_settings_views.choices import ChoicesView
from peer_tui.ui.screens.group_settings_views.past_their_time import PastTheirTimeView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import DIGITS, UNDO, ViewsPlace


class GroupSettingsScreen(ViewsPlace):
    """The settings of one group. A person's own stand in `config.toml`."""

    CSS_PATH = "group_settings.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Group settings")
    NAME: ClassVar[str] = say("Group settings")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("o", "o", say("the usual"), "do('usual')", say("The setting goes back to what is usual.")),
        Act(
            "m",
            "m",
            say("minutes past their time"),
            "do('kept')",
            say("Minutes the group has kept as long as it wanted."),
        ),
        Act("k", "k", say("keep"), "do('keep')", say("Minutes past their time: keep these, and ask no more.")),
        Act(
            "l",
            "l",
            say("ask in a year"),
            "do('later')",
            say("Minutes past their time: keep these, and ask again in a year."),
        ),
        Act(
            "x",
            "x",
            say("delete"),
            "do('delete')",
            say("Minutes past their time: delete the meeting; it can be had back."),
        ),
        UNDO,
        *DIGITS,
    )

    def first_view(self) -> View:
        """One setting a row."""
        return ChoicesView(self)


class PastTheirTimeScreen(GroupSettingsScreen):
    """The same, beginning with the minutes past their time: where Today leads."""

    def first_view(self) -> View:
        """Minutes past their time."""
        return PastTheirTimeView(self)
