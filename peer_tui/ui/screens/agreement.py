"""Agreement: what is agreed and proposed, how it became so, who has not seen it (`product.md` §3.3, 5)."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.domain.words import say
from peer_tui.services import agreement
from peer_tui.services.agreement import NotSeen
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.agreement_views.lines import LinesView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import DIGITS, UNDO, ViewsPlace


class AgreementScreen(ViewsPlace):
    """The Comfort / Discomfort Agreement of one group."""

    CSS_PATH = "agreement.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Agreement")
    NAME: ClassVar[str] = say("Agreement")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(
            "s",
            "s",
            say("show"),
            "do('show')",
            say("The agreement alone, full screen, fit to be shared; Esc comes back."),
        ),
        Act("a", "a", say("propose"), "do('add')", say("Propose a line; Tab turns between comfort and discomfort.")),
        Act(
            "r",
            "r",
            say("retire"),
            "do('retire')",
            say("Propose to retire the line; one nobody agreed to yet just goes."),
        ),
        Act("w", "w", say("withdraw"), "do('withdraw')", say("Take back what is proposed about the line.")),
        Act("h", "h", say("history"), "do('history')", say("Every version and affirmation, with what changed.")),
        Act("n", "n", say("not seen"), "do('unseen')", say("Who has not seen this version; marks who has.")),
        Act("b", "b", say("starters"), "do('starters')", say("Suggested lines to choose from, none of them chosen.")),
        Act("c", "c", say("copy"), "do('copy')", say("Copy the agreement as text.")),
        Act(
            "e",
            "e",
            say("write a file"),
            "do('write')",
            say("Write it to a file, as it stands or as it stood on a day."),
        ),
        Act(
            "space", "Space", say("choose"), "do('toggle')", say("Choose a starter, or mark that somebody has seen it.")
        ),
        Act(
            "v",
            "v",
            say("agreed already"),
            "do('already')",
            say("Starters: the group agreed to them already; version 1."),
        ),
        Act(
            "y",
            "y",
            say("yes, do it"),
            "do('go_on')",
            say("Starters: propose the chosen ones; not seen: mark everybody."),
        ),
        UNDO,
        *DIGITS,
    )

    def __init__(self, opened: OpenGroup | None = None) -> None:
        self._unseen: NotSeen | None = None
        self._known_at: tuple[str, int] = ("", -1)
        super().__init__(opened)

    def first_view(self) -> View:
        """What is agreed and proposed."""
        return LinesView(self)

    def after_first_drawing(self) -> None:
        """Who has seen it is looked up once the lines stand."""
        super().after_first_drawing()
        self.call_after_refresh(self._count)

    def turned(self) -> None:
        """Another group's agreement."""
        super().turned()
        self.call_after_refresh(self._count)

    def _count(self) -> None:
        self._unseen, self._known_at = agreement.not_seen(self.opened), self._state
        self.draw()

    @property
    def _state(self) -> tuple[str, int]:
        return self.opened.folder, self.opened.events.changes

    @property
    def unseen(self) -> NotSeen | None:
        """Who has not seen this version; None until it was looked up."""
        if self._unseen is None or self._known_at[0] != self.opened.folder:
            return None
        if self._known_at != self._state:
            self._unseen, self._known_at = agreement.not_seen(self.opened), self._state
        return self._unseen
