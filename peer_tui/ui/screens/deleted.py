"""Deleted meetings: what is hidden, for how long it waits, how it comes back, and how it goes for good."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static

from peer_tui.domain.wall_time import say_date, say_time
from peer_tui.domain.words import say
from peer_tui.services import deleting
from peer_tui.services.deleting import KEPT_DAYS, Deleted
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import Act, PlaceScreen
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.place_header import PlaceHeader
from peer_tui.ui.widgets.row_list import ListRow, RowList

_NONE = say("Nothing is deleted. d on Today or in the Archive deletes a meeting; it is then listed here.")


class DeletedScreen(PlaceScreen):
    """One line a hidden meeting. Enter restores it."""

    CSS_PATH = "deleted.tcss"
    PLACE = say("peer-tui · Deleted meetings")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(
            "r",
            "r",
            say("restore"),
            "restore",
            say("Show the selected meeting again, with everything in it (also Enter)."),
        ),
        Act("m", "m", say("look at it"), "look", say("The minutes of the selected meeting, while it is still here.")),
        Act(
            "g",
            "g",
            say("let it go"),
            "let_go",
            say("For good, {kept_days} days after it was deleted; asks once.", kept_days=KEPT_DAYS),
        ),
    )

    def __init__(self, opened: OpenGroup | None = None) -> None:
        """`opened` is the group that was looked at last: all groups' meetings are listed."""
        super().__init__()
        self._found: dict[str, Deleted] = {}

    def compose_body(self) -> ComposeResult:
        """The list, or that there is nothing in it."""
        yield Static(plain(_NONE), id="none", markup=False)
        yield RowList(say("Hidden everywhere else"), id="deleted")

    def before_first_drawing(self) -> None:
        """Read the groups."""
        self._read()

    def after_first_drawing(self) -> None:
        """Walk in the list."""
        self.query_one(RowList).focus()

    def _read(self) -> None:
        if self.workspace.saver.unsaved():
            self.workspace.saver.flush()
        found = deleting.deleted(self.workspace, self.workspace.open_groups())
        self._found = {one.held.id: one for one in found}

    def draw(self) -> None:
        """Draw every line."""
        rows = self.query_one(RowList)
        rows.show([ListRow(self._row(one), key) for key, one in self._found.items()])
        rows.display = bool(self._found)
        self.query_one("#none").display = not self._found
        self.fit(rows)
        zone = next((one.held.zone for one in self._found.values()), "UTC")
        self.query_one(PlaceHeader).tell(self.PLACE, zone)
        self.show_keys()

    def _row(self, one: Deleted) -> Content:
        held, hours = one.held, hours_of(self.workspace, one.opened.glance)
        when = f"{say_date(held.starts, held.zone)}, {say_time(held.starts, held.zone, hours)}"
        group = one.opened.glance.name
        title = held.title if held.title.casefold() == group.casefold() else f"{group} · {held.title}"
        return Content("\n  ").join(
            [plain(f"{title} · {when}"), plain(one.words, "$warning" if one.may_go else "$quiet")]
        )

    @property
    def selected(self) -> Deleted | None:
        """The meeting that is selected."""
        return self._found.get(self.query_one(RowList).selected)

    @property
    def group_here(self) -> OpenGroup | None:
        """The group of the meeting that is selected."""
        return self.selected.opened if self.selected else None

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_restore()

    def action_restore(self) -> None:
        """Show the meeting again."""
        one = self.selected
        if one is None:
            self.show_flash(say("Nothing is selected."))
            return
        try:
            deleting.restore(self.workspace, one.opened, one.held)
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self._again(
            say(
                "{title} of {date} is back, with all that was in it.",
                title=one.held.title,
                date=say_date(one.held.starts, one.held.zone),
            )
        )

    def action_look(self) -> None:
        """Its minutes."""
        one = self.selected
        if one is not None:
            self.peer.open_minutes(one.opened, one.held.id)

    def action_let_go(self) -> None:
        """For good."""
        one = self.selected
        if one is None:
            self.show_flash(say("Nothing is selected."))
        elif not one.may_go:
            self.show_flash(
                say(
                    "A deleted meeting can go for good after {kept_days} days: {words}.",
                    kept_days=KEPT_DAYS,
                    words=one.words,
                )
            )
        else:
            self.confirm(deleting.let_go_question(one), lambda: self._let_go(one))

    def _let_go(self, one: Deleted) -> None:
        try:
            said = deleting.let_go(self.workspace, one)
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self._again(" ".join(said))

    def _again(self, words: str) -> None:
        self._read()
        self.draw()
        self.show_flash(words)
        self.query_one(RowList).focus()
