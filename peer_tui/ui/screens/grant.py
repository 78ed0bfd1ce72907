"""Grant report: federal quarters in numbers, as pictures or tables; nobody is named (`product.md` §2.11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from peer_tui.domain.federal_year import QUARTERS, Quarter
from peer_tui.domain.grant_pictures import KEYS
from peer_tui.domain.report import say_short_day
from peer_tui.domain.report_pictures import Picture
from peer_tui.domain.words import say
from peer_tui.services import grant_files, granting
from peer_tui.services.granting import Told
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.picture_place import PICTURE_ACTS, TABLE, PicturePlace
from peer_tui.ui.screens.place import Act
from peer_tui.ui.text import plain


class GrantScreen(PicturePlace):
    """A quarter of the federal year, or a whole one: meetings, people, what came of it, indicators.

    Args:
        opened: the group; None for the first one.
    """

    CSS_PATH = "grant.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Grant report")
    KEYS = KEYS
    REPORT = say("The grant report")
    WRITE_AS = say("Write the grant report as")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("left", "←", say("before"), "turn_back(1)", say("The quarter before, or the year before.")),
        Act("right", "→", say("after"), "turn_back(-1)", say("The quarter after, or the year after.")),
        Act("y", "y", say("whole year"), "year", say("The whole federal year by its quarters, and back to one.")),
        TABLE,
        *PICTURE_ACTS,
    )

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self.quarter: Quarter | None = None
        """The quarter that is shown, or one of the year; None for the last one that is over."""
        self.year = False
        """Its whole year is shown."""
        self.told: Told
        """What is shown."""

    def compose_body(self) -> ComposeResult:
        """Whose numbers and of when, then the pictures below how they were counted."""
        yield Static(id="which", markup=False)
        yield from self.compose_pictures(Static(id="how", markup=False))

    # --- drawing ----------------------------------------------------------------------------------------------

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        """The quarters that are told of."""
        here = self.quarter or granting.this_quarter(self.workspace, self.opened).moved(-1)
        return tuple(Quarter(here.year, number) for number in QUARTERS) if self.year else (here,)

    def draw(self) -> None:
        """Gather the numbers, and draw them."""
        self.told = granting.tell(self.workspace, self.opened, self.quarters)
        self.query_one("#how", Static).update(plain(" ".join(filter(None, (self.told.notice, self.told.how)))))
        self.show_told()

    @property
    def pictures(self) -> Sequence[Picture]:
        """The pictures of the quarter, or of the year."""
        return self.told.pictures

    @property
    def which(self) -> str:
        """The group, and the days that are told of."""
        days = self.told.days
        if self.year:
            first, last = self.quarters[0], self.quarters[-1]
            days = say(
                "FY {year} ({first} – {last})",
                year=first.year,
                first=say_short_day(first.first),
                last=say_short_day(last.last),
            )
        return f"{self.told.group} · {days}"

    def footer(self) -> list[tuple[str, str]]:
        """How to see another time, or the same otherwise."""
        return [
            ("← →", say("year") if self.year else say("quarter")),
            ("y", say("one quarter") if self.year else say("whole year")),
            *super().footer(),
        ]

    # --- acts -------------------------------------------------------------------------------------------------

    def action_turn_back(self, by: int) -> None:
        """So many quarters back, or years; forward below zero. Never further than the calendar goes."""
        moved = self.quarters[0].moved(-by * (len(QUARTERS) if self.year else 1))
        if not granting.can_be_told(moved):
            self.show_flash(say("There is no such year."))
            return
        self.quarter = moved
        self.draw()

    def action_year(self) -> None:
        """The whole year, or the quarter it was left at."""
        if self.quarter is None:
            self.quarter = self.quarters[0]
        self.year = not self.year
        self.draw()

    def turned(self) -> None:
        """Another group is shown now; each has its own last quarter."""
        self.quarter = None
        super().turned()

    # --- the report as a file ---------------------------------------------------------------------------------

    @property
    def forms(self) -> Mapping[str, str]:
        """A page, Markdown, a spreadsheet, data."""
        return {form: say(words) for form, words in grant_files.FORMS.items()}

    def rendered(self, form: str) -> str:
        """The grant report in one of the forms."""
        return grant_files.render(self.told, form)

    def written(self, form: str) -> Path:
        """Write the grant report to a file."""
        return grant_files.write(self.workspace, self.opened, self.told, form)
