"""The archive: every meeting that was held, by group, year, series and kind (`product.md` §3.3, screen 10)."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.content import Content

from peer_tui.domain.naming import counted
from peer_tui.domain.words import say, say_number
from peer_tui.services import archive
from peer_tui.services.archive import PastMeeting, Wanted
from peer_tui.services.indexing import is_first_reading
from peer_tui.services.own_time import hours_of
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.records import Again, open_record, show_since
from peer_tui.ui.screens.register_place import ALL, RegisterPlace
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow, RowList

ROWS_OF_ONE = 2
"""Rows of a meeting at least."""
MORE = "more"
"""The key of the row behind which older meetings stand."""
NONE_YET = say("No meeting has been held yet. Today plans one; a meeting held on paper can be written up there too.")
NONE_FITS = say("No meeting fits. c shows all again.")


class ArchiveScreen(RegisterPlace):
    """Past meetings, the newest first.

    Args:
        opened: the group that is shown first; None for all groups.
        wanted: which meetings; None for all of those groups.
        select: the key of the row that is selected first.
        many: how many are listed at once, where more were shown before.
    """

    CSS_PATH = "register.tcss"
    PLACE = say("peer-tui · Archive")
    TITLE_OF_LIST = say("Past meetings")
    FOOTER = "sgye"
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(
            "s",
            "s",
            say("since then"),
            "since",
            say("What came to be since the meeting of the series before the selected one."),
        ),
        Act("g", "g", say("group"), "group", say("All groups, or one of them.")),
        Act("y", "y", say("year"), "year", say("All years, or one of them.")),
        Act("e", "e", say("series"), "series", say("All series, or one of them.")),
        Act("k", "k", say("kind"), "kind", say("All kinds of meeting, or one of them.")),
        Act("c", "c", say("show all"), "clear", say("Every past meeting of every group.")),
        Act("f,slash", "f", say("search"), "search", say("Find words in everything that was ever written down.")),
    )

    def __init__(
        self, opened: OpenGroup | None = None, wanted: Wanted | None = None, select: str = "", many: int = 0
    ) -> None:
        super().__init__(opened)
        self.wanted = wanted or Wanted(group=self.folder)
        self.folder = self.wanted.group
        self.select = select
        self.meetings: list[PastMeeting] = []
        """The meetings that are listed."""
        self._many = max(many, archive.PAGE)
        self._count: int | None = None
        """How many there are; None until they have been counted."""

    # --- drawing ----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the first page; how many there are follows, as counting ten years takes longer than a page."""
        self.wanted = replace(self.wanted, group=self.folder)
        self.meetings = archive.past(self.workspace, self.groups, self.wanted, self._many)
        self._count = len(self.meetings) if len(self.meetings) < self._many else None
        seen = self.size.height // ROWS_OF_ONE
        whole = bool(self.select) or len(self.meetings) <= seen
        self._show(0 if whole else seen)
        if self._count is None or not whole:
            self.call_after_refresh(self._counted)

    def _counted(self) -> None:
        """After the first picture: the rows below the screen, and how many there are."""
        if self._count is None:
            self._count = archive.count(self.workspace, self.groups, self.wanted)
        self._show()

    def _show(self, most: int = 0) -> None:
        several = len(self.groups) > 1 and not self.folder
        hours = {opened.folder: hours_of(self.workspace, opened.glance) for opened in self.groups}
        usual, shown = self.workspace.settings.hours, self.meetings[: most or None]
        rows = [ListRow(_row(one, several, hours.get(one.folder, usual)), _key(one)) for one in shown]
        left = (self._count or 0) - len(self.meetings)
        if left > 0 and not most:
            rows.append(ListRow(plain(say("… and {left:,} older: Enter shows more", left=left)), MORE))
        reading = say("The library is being read for the first time: more will follow.")
        waits = is_first_reading(self.workspace)
        none_yet = not rows and not archive.count(self.workspace, self.groups)
        self.show_rows(self._words(), rows, reading if waits else NONE_YET if none_yet else NONE_FITS)

    def _words(self) -> str:
        number = (
            counted(self._count, "{n:,} meeting", "{n:,} meetings", "no meetings")
            if self._count is not None
            else say_number(len(self.meetings), "{n} meetings and more", "{n} meetings and more")
        )
        return f"{number} · {archive.say_wanted(self.wanted, self.groups)}"

    @property
    def selected(self) -> PastMeeting | None:
        """The meeting that is selected."""
        key = self.query_one(RowList).selected
        return next((meeting for meeting in self.meetings if _key(meeting) == key), None)

    # --- turning pages ----------------------------------------------------------------------------------------

    @on(RowList.Left)
    def _over_the_end(self, message: RowList.Left) -> None:
        if message.down:
            self._more()

    def _more(self) -> None:
        """The next page, behind those that are listed."""
        if self._count is None or len(self.meetings) >= self._count:
            return
        older = archive.past(self.workspace, self.groups, self.wanted, archive.PAGE, self.meetings[-1])
        if older:
            self.select = _key(older[0])
            self.meetings += older
            self._many = len(self.meetings)
            self._show()

    def turned(self) -> None:
        """Other meetings are wanted: their first page."""
        self._many = archive.PAGE
        self.draw()
        self.query_one(RowList).select_end(last=False)

    # --- choosing ---------------------------------------------------------------------------------------------

    def action_year(self) -> None:
        """All years, or one."""
        years = [str(year) for year in self._choices().years]
        self._choose(say("Which year?"), "year", years, str(self.wanted.year or ""))

    def action_series(self) -> None:
        """All series, or one."""
        self._choose(say("Which series?"), "series", self._choices().series, self.wanted.series)

    def action_kind(self) -> None:
        """All kinds of meeting, or one."""
        self._choose(say("Which kind of meeting?"), "kind", self._choices().kinds, self.wanted.kind)

    def _choices(self) -> archive.Choices:
        return archive.choices(self.workspace, self.groups, self.folder)

    def _choose(self, title: str, name: str, values: tuple[str, ...] | list[str], chosen: str) -> None:
        if not values:
            self.show_flash(NONE_YET)
            return
        every = {"year": say("All years"), "series": say("All series"), "kind": say("All kinds")}[name]
        # A key that no name can be: names are a person's words.
        rows = [ListRow(plain(every), ALL), *(ListRow(plain(one), f"={place}") for place, one in enumerate(values))]
        select = f"={list(values).index(chosen)}" if chosen in values else ALL

        def take(key: str | None) -> None:
            if key:
                value = "" if key == ALL else values[int(key[1:])]
                self.wanted = _with(self.wanted, name, value)
                self.turned()
                self.show_flash(f"{self._words()}.")

        self.app.push_screen(ChooseOne(title, rows, select), take)

    def action_clear(self) -> None:
        """Every past meeting."""
        self.folder, self.wanted = "", Wanted()
        self.turned()
        self.show_flash(say("Every past meeting."))

    # --- going on ---------------------------------------------------------------------------------------------

    def enter(self, key: str) -> None:
        """The minutes, decisions first; or older meetings."""
        if key == MORE:
            self._more()
        elif meeting := self.selected:
            open_record(self, meeting.folder, meeting.id, self.again())

    def again(self) -> Again:
        """Makes the archive anew, with the same meetings and the same one selected."""
        wanted, select, many = self.wanted, self.query_one(RowList).selected, len(self.meetings)
        return lambda: ArchiveScreen(None, wanted, select, many)

    def action_since(self) -> None:
        """Since the meeting before the selected one."""
        if meeting := self.selected:
            show_since(self, self.workspace.open_group(meeting.folder), meeting.id, self.again())

    def action_search(self) -> None:
        """To the search."""
        from peer_tui.ui.screens.search import SearchScreen

        self.app.switch_screen(SearchScreen(None))


def _key(meeting: PastMeeting) -> str:
    return f"{meeting.folder}/{meeting.id}"


def _with(wanted: Wanted, name: str, value: str) -> Wanted:
    if name == "year":
        return replace(wanted, year=int(value or 0))
    return replace(wanted, series=value) if name == "series" else replace(wanted, kind=value)


def _row(meeting: PastMeeting, several: bool, hours: int) -> Content:
    """Day and title, then quieter whose meeting it was, what came of it, and how its minutes stand."""
    parts = [meeting.group] if several and meeting.group != meeting.title else []
    said = f"{meeting.title} {meeting.group}".casefold()
    # A series or a kind that only says the title again tells nothing.
    parts += [one for one in (meeting.series, meeting.kind) if one.casefold().removesuffix("s") not in said]
    parts += [
        meeting.came_of_it or say("no decision, no next step"),
        say("approved") if meeting.approved else say("draft"),
    ]
    first = Content.assemble(
        plain(meeting.day, "bold"), plain(f", {meeting.time(hours)}  ", "$quiet"), plain(meeting.title)
    )
    return Content("\n  ").join([first, plain(" · ".join(parts), "$quiet")])
