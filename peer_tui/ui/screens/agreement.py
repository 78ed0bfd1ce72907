"""Agreement: what is agreed and proposed, how it became so, who has not seen it (`product.md` §3.3, 5)."""

from __future__ import annotations

from typing import ClassVar

from peer_tui.domain.words import say
from peer_tui.services import agreement
from peer_tui.services.agreement import NotSeen
from peer_tui.ui.screens.agreement_views.lines import LinesView
from peer_tui.ui.screens.counting_place import CountingPlace
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.view import View
from peer_tui.ui.screens.views_place import DIGITS, UNDO


class AgreementScreen(CountingPlace[NotSeen]):
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

    def first_view(self) -> View:
        """What is agreed and proposed."""
        return LinesView(self)

    def count(self) -> NotSeen:
        """Who has not seen this version."""
        return agreement.not_seen(self.opened)
