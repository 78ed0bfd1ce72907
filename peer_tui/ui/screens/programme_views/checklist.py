"""The checklist: every line under its window, with the window's days and where each line stands."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.dates import say_day
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import checklist, standing
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.asking import day_of, said_day, today_of
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.view import ProgrammeView, lines
from peer_tui.ui.text import join, plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId
    from peer_tui.domain.programmes.standing import ItemStanding
    from peer_tui.ui.screens.programmes import ProgrammesScreen

SHORT_PROGRESS = 7
"""Characters, e.g. `17/25`."""
MARKS = {"done": "☑", "not needed": "–"}
_STYLES = {"overdue": "$warning", "now": "$accent", "soon": "$foreground"}


class CheckListView(PartView):
    """The lines of the checklist.

    Args:
        screen: the place.
        programme: the run.
        start: the line that is selected first; empty for the first that is due.
    """

    part: ClassVar[str] = "checklist"
    word: ClassVar[str] = say("Checklist")
    ACTS = (
        Act("t", "t", say("done"), "tick", say("The line is done, or open again.")),
        Act("x", "x", say("not needed"), "leave_out", say("The line is not needed here, or open again.")),
        Act("m", "m", say("note"), "note", say("A note at the line.")),
        Act("d", "d", say("done on"), "day", say("The line was done on another day.")),
        Act("space", "Space", say("done"), "tick", say("The line is done, or open again.")),
    )
    enter_words = say("go there")

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId, start: str = "") -> None:
        super().__init__(screen, programme)
        self._start = start

    def _items(self) -> tuple[ItemStanding, ...]:
        return standing.where_it_stands(self.workspace, self.opened, self.running).items

    @property
    def title(self) -> str:
        """Which programme, and how much of it is done."""
        items = self._items()
        settled = sum(not item.is_open for item in items)
        told = say("{done} of {all} done", done=settled, all=len(items))
        return f"{self.running.title} · {told}"

    @property
    def start(self) -> str:
        """The line that was asked for, or the first that needs doing."""
        if self._start:
            return self._start
        items = self._items()
        wanted = ("overdue", "now", "soon")
        return next((item.item.key for state in wanted for item in items if item.state == state), "")

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """Under their windows, in the order of the programme's file."""
        rows: list[ListRow] = []
        for key, those in groupby(self._items(), key=lambda item: item.item.window):
            items = list(those)
            window = items[0].window
            name = window.title if window is not None else say("At any time")
            days = items[0].when() if window is not None else ""
            rows.append(ListRow(row(plain(name, "$quiet"), plain(days, "$quiet"), width), f"-{key}", heading=True))
            rows += [ListRow(item_row(item, width), item.item.key) for item in items]
        return rows or self.none(say("This programme has no checklist."))

    def below(self, selected: str) -> Content:
        """The whole line, its note, what its window says besides, and when it was done."""
        item = self._item(selected)
        if item is None:
            return Content("")
        window, today = item.window, today_of(self.place)
        done = say("Done on {day}.", day=say_day(item.day, today)) if item.day else ""
        aim = ""
        if item.span.aim and item.is_open:
            aim = say("Aim for {day}.", day=say_day(item.span.aim, today))
        note = say("Note: {note}", note=item.note) if item.note else ""
        about = [done, aim, told_progress(item), item.item.help, window.note if window else ""]
        return lines(plain(item.item.title), plain(note, "$foreground"), " ".join(one for one in about if one))

    def _item(self, key: str) -> ItemStanding | None:
        return next((item for item in self._items() if item.item.key == key), None)

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """To the form, the report or the meetings that the line is about; otherwise it is ticked."""
        if self._item(selected) is not None and not self.go_there(selected):
            self.tick()

    def go_there(self, key: str) -> bool:
        """To the form, the report or the meetings that a line is about; False where it is about none of them."""
        item = self._item(key)
        if item is None:
            return False
        from peer_tui.ui.screens.programme_views.evidence import go_to_part

        about = item.item
        kind = "form" if about.form else "report" if about.report else "meeting" if about.meeting else ""
        return bool(kind) and go_to_part(self, kind, about.form or about.report or about.meeting)

    def tick(self) -> None:
        """Done, or open again."""
        self._mark("done")

    def leave_out(self) -> None:
        """Not needed, or open again."""
        self._mark("not needed")

    def _mark(self, progress: str) -> None:
        item = self._item(self.selected)
        if item is not None:
            mark_line(self, item, progress)

    def note(self) -> None:
        """A note at the line."""
        item = self._item(self.selected)
        if item is None:
            return

        def take(words: str) -> None:
            mark = self.running.marks.get(item.item.key)
            progress, day = (mark.progress, mark.day) if mark is not None else ("open", None)
            with self.place.change(say("Noted.")):
                checklist.mark(self.workspace, self.opened, self.running, item.item.key, progress, day, words.strip())

        self.screen.ask(say("A note at: {line}", line=item.item.title), self.screen.taking(take), value=item.note)

    def day(self) -> None:
        """Done on another day."""
        item = self._item(self.selected)
        if item is None:
            return

        def take(words: str) -> None:
            day: dt.date | None = day_of(self.place, words)
            if day is None:
                raise Problem(say("That says no day. E.g. yesterday's: 27 apr 2026"))
            with self.place.change(say("Done: {line}.", line=item.item.title)):
                checklist.mark(self.workspace, self.opened, self.running, item.item.key, "done", day, item.note)

        self.screen.ask(say("Done on which day?"), self.screen.taking(take),
                        preview=lambda words: said_day(self.place, words))  # fmt: skip


def mark_line(view: ProgrammeView, item: ItemStanding, progress: str) -> None:
    """Mark a line as done or not needed; one that is marked so already is open again."""
    line = item.item.title
    stands = item.state if not item.is_open else "open"
    wanted = "open" if stands == progress else progress
    said = {
        "done": say("Done: {line}.", line=line),
        "not needed": say("Not needed: {line}.", line=line),
        "open": say("Open again: {line}.", line=line),
    }
    with view.place.change(said[wanted]):
        checklist.mark(view.workspace, view.opened, view.running, item.item.key, wanted, note=item.note)


def told_progress(item: ItemStanding) -> str:
    """How far it is, as a sentence, where the row has no room: `Planned for 22 Nov 2026.` or nothing."""
    words = item.progress if len(item.progress) > SHORT_PROGRESS else ""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def item_row(item: ItemStanding, width: int, *, dated: bool = False) -> Content:
    """A line: its mark, its words, how much of its form is answered, where it stands.

    Args:
        item: the line.
        width: cells of the row.
        dated: its days as well, for a list in which its window does not stand above it.
    """
    mark = plain(f"{MARKS.get(item.state, '☐')} ", "$accent" if item.state == "done" else "$quiet")
    name = Content.assemble(mark, plain(item.item.title, "" if item.is_open else "$quiet"))
    note = plain("✎" if item.note else "", "$quiet")
    when = item.when() if dated and item.is_open else ""
    state = "" if item.state == "done" or (when and item.state == "now") else say(item.state)
    shown = plain(" ".join(one for one in (when, state) if one), _STYLES.get(item.state, "$quiet"))
    # Long words of how far it is take the room of the line's own; below the list they stand in full.
    progress = item.progress if len(item.progress) <= SHORT_PROGRESS else ""
    return row(name, join([note, plain(progress, "$quiet"), shown], " "), width)
