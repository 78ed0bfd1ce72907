"""The parking lot across meetings: what is parked, since when, from where, and one key for each place it can go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import ClassVar

from textual.content import Content

from peer_tui.domain.events import Destination
from peer_tui.domain.naming import counted
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services import parking_lot
from peer_tui.services.parking_lot import ParkedLine, Placed, Show
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.records import Again, open_record
from peer_tui.ui.screens.register_place import RegisterPlace
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.row_list import ListRow, RowList

MOST = 300
"""Items that are listed; of more, words find some."""
NOTHING = say("Nothing is parked that still waits. Items are parked in a meeting: ~ and the words. v shows the others.")
NONE_FITS = say("No parked item fits. Esc shows all again; v shows those that wait no more.")


class ParkingLotScreen(RegisterPlace):
    """Parked items across meetings, the newest first.

    Args:
        opened: the group that is shown first; None for all groups.
        show: which of them.
        words: the words that are looked for.
        select: the key of the row that is selected first.
        folder: the folder of the only group that is shown, where that is known already.
    """

    CSS_PATH = "register.tcss"
    PLACE = say("peer-tui · Parking lot")
    TITLE_OF_LIST = say("Parking lot")
    FOOTER = "aopd"
    FIND = say("Find: words, a name, no place …")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("a", "a", say("next agenda"), "agenda", say("It goes on the next agenda of its series.")),
        Act("o", "o", say("with somebody"), "owner", say("Somebody keeps it, by a day: asks for both.")),
        Act("b", "b", say("back on"), "back_on", say("It comes back on a day: asks for it.")),
        Act("p", "p", say("next step"), "step", say("It becomes a next step: asks who, what and by when.")),
        Act("d", "d", say("resolved"), "resolve", say("It is resolved.")),
        Act("x", "x", say("drop"), "drop", say("Let it go; asks for the reason, which stays with it.")),
        Act("z", "z", say("undo"), "undo", say("Take back the last thing that was done here.")),
        Act(
            "v", "v", say("view"), "view", say("Those that still wait, those without a place, everything ever parked.")
        ),
        Act("f,slash", "f", say("find"), "find", say("The items in which some words stand.")),
        Act("g", "g", say("group"), "group", say("All groups, or one of them.")),
    )

    def __init__(
        self, opened: OpenGroup | None = None, show: Show = Show.WAITING, words: str = "", select: str = "",
        folder: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(opened)
        self.folder = self.folder if folder is None else folder
        self.showing = show
        self.words = words
        self.select = select
        self.lines: dict[str, ParkedLine] = {}
        """What is listed, by key."""
        self._done: list[tuple[str, Placed]] = []
        """What was done here, with the folder of the group, the last one last."""

    # --- drawing ----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw every item that fits."""
        most = 0 if self.words.strip() else MOST
        every = parking_lot.listed(self.workspace, self.shown, self.showing, most)
        found = parking_lot.holding(every, self.words)[:MOST] if self.words.strip() else every
        self.lines = {line.key: line for line in found}
        several = len(self.groups) > 1 and not self.folder
        number = (
            say("the newest {most}", most=MOST)
            if len(found) == MOST
            else counted(len(found), "{n:,} item", "{n:,} items", "no items")
        )
        said = [number, say(self.showing), self.group_words, f"“{self.words.strip()}”" if self.words.strip() else ""]
        now = self.workspace.now()
        rows = [ListRow(_row(line, several, local_date(now, line.zone)), line.key) for line in found]
        self.show_rows(" · ".join(part for part in said if part), rows, NONE_FITS if self.words.strip() else NOTHING)

    @property
    def found(self) -> str:
        """How many items are listed."""
        return counted(len(self.lines), "{n:,} item", "{n:,} items", "no items")

    @property
    def selected(self) -> ParkedLine | None:
        """The item that is selected."""
        return self.lines.get(self.query_one(RowList).selected)

    def enter(self, key: str) -> None:
        """The record, at the parked line."""
        if line := self.selected:
            open_record(self, line.folder, line.meeting, self.again(), line.entry)

    def again(self) -> Again:
        """Makes the parking lot anew, with the same items and the same one selected."""
        show, words, select, folder = self.showing, self.words, self.query_one(RowList).selected, self.folder
        return lambda: ParkingLotScreen(None, show, words, select, folder)

    # --- what is listed ---------------------------------------------------------------------------------------

    def action_view(self) -> None:
        """The next of the three lists."""
        self.showing = self.showing.following
        self.draw()
        self.show_flash(f"{say(self.showing).capitalize()}.")

    # --- where an item goes -----------------------------------------------------------------------------------

    def _do(self, line: ParkedLine, act: Callable[[OpenGroup], Placed]) -> str | None:
        """Do it; a sentence if it cannot be done, None when it is."""
        try:
            placed = act(self.group_of(line.folder))
        except Problem as problem:
            return problem.sentence
        self._done.append((line.folder, placed))
        self.draw()
        self.show_flash(say("{words} · z undoes it", words=placed.words))
        return None

    def _line(self) -> ParkedLine | None:
        line = self.selected
        if line is None:
            self.show_flash(say("Select a parked item first.") if self.lines else NOTHING)
        return line

    def _at_once(self, act: Callable[[OpenGroup, ParkedLine], Placed]) -> None:
        line = self._line()
        if line is not None and (wrong := self._do(line, lambda opened: act(opened, line))):
            self.show_flash(wrong, "warning")

    def _asked(self, title: str, act: Callable[[OpenGroup, ParkedLine, str], Placed], value: str = "") -> None:
        if line := self._line():
            named = fit(line.text, 40)
            self.ask(
                f"{named}: {title}", lambda words: self._do(line, lambda opened: act(opened, line, words)), value=value
            )

    def action_agenda(self) -> None:
        """On the next agenda."""
        self._at_once(lambda opened, line: parking_lot.to_next_agenda(self.workspace, opened, line.entry))

    def action_owner(self) -> None:
        """With somebody."""
        self._asked(
            say("with whom, and back when? (bo by 22 nov)"),
            lambda opened, line, words: parking_lot.to_somebody(self.workspace, opened, line.entry, words),
        )

    def action_back_on(self) -> None:
        """Back on a day."""
        self._asked(
            say("when does it come back? (22 nov, 2w, nm)"),
            lambda opened, line, words: parking_lot.to_somebody(
                self.workspace, opened, line.entry, say("by {words}", words=words.strip().removeprefix("by "))
            ),
        )

    def action_step(self) -> None:
        """A next step."""
        line = self.selected
        self._asked(
            say("who does what, by when? (@bo ask the board by fri = an answer)"),
            lambda opened, one, words: parking_lot.to_next_step(self.workspace, opened, one.entry, words),
            line.text if line is not None else "",
        )

    def action_resolve(self) -> None:
        """Resolved."""
        self._at_once(
            lambda opened, line: parking_lot.settle(self.workspace, opened, line.entry, Destination.RESOLVED, "")
        )

    def action_drop(self) -> None:
        """Dropped, with a reason."""
        self._asked(
            say("why is it dropped?"),
            lambda opened, line, words: parking_lot.settle(
                self.workspace, opened, line.entry, Destination.DROPPED, words
            ),
        )

    def action_undo(self) -> None:
        """Take back the last act."""
        if not self._done:
            self.show_flash(say("There is nothing to undo: nothing was done here yet."))
            return
        folder, placed = self._done[-1]
        try:
            said = parking_lot.take_back(self.workspace, self.group_of(folder), placed)
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self._done.pop()
        self.draw()
        self.show_flash(said)


def _row(line: ParkedLine, several: bool, today: dt.date) -> Content:
    """Its words, then where it goes, and quieter since when it is parked and where."""
    late = line.is_late(today)
    where = f"→ {line.place_words(today)}{' · ' + say('LATE') if late else ''}"
    style = "$warning" if late or not line.destination else ""
    since = (say("parked {day}", day=line.day), line.title, line.group if several else "")
    rows = [plain(line.text or say("a parked item without words")), plain(where, style)]
    return Content("\n  ").join([*rows, plain(" · ".join(dict.fromkeys(part for part in since if part)), "$quiet")])
