"""The decision register: every decision in its exact words, where it came from, and what stands in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.content import Content

from peer_tui.domain.naming import counted
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say
from peer_tui.services import decision_register
from peer_tui.services.decision_register import DecisionLine, Register
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.records import Again, open_record
from peer_tui.ui.screens.register_place import RegisterPlace
from peer_tui.ui.screens.search import marked
from peer_tui.ui.text import fit, plain
from peer_tui.ui.widgets.row_list import ListRow, RowList

NOTHING = say("No decision yet. They are made in a meeting: ! and the exact words.")
NONE_FITS = say("No decision holds that. Esc shows all again.")


class DecisionsScreen(RegisterPlace):
    """Decisions across meetings, the newest first.

    Args:
        opened: the group that is shown first; None for all groups.
        words: the words that are looked for.
        select: the key of the row that is selected first.
        folder: the folder of the only group that is shown, where that is known already.
    """

    CSS_PATH = "register.tcss"
    PLACE = say("peer-tui · Decisions")
    TITLE_OF_LIST = say("Decisions")
    FOOTER = "frbg"
    FIND = say('Find: words, "a phrase", after:2024-10, by:me …')
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act(
            "f,slash", "f", say("find"), "find", say("The decisions in which some words stand; filters as in a search.")
        ),
        Act(
            "r",
            "r",
            say("replaced by"),
            "replace",
            say("A later decision stands in its place: choose which. Both stay on record."),
        ),
        Act("n", "n", say("the newer"), "newer", say("Go to the decision that stands in its place.")),
        Act("h", "h", say("holds again"), "hold", say("Nothing stands in its place any more.")),
        Act(
            "b",
            "b",
            say("comes back"),
            "come_back",
            say("Look at it again from a day on: Today and the next agenda offer it then."),
        ),
        Act("g", "g", say("group"), "group", say("All groups, or one of them.")),
        Act("c", "c", say("copy"), "copy_it", say("Copy the decision with its day and meeting.")),
    )

    def __init__(
        self, opened: OpenGroup | None = None, words: str = "", select: str = "", folder: str | None = None
    ) -> None:
        super().__init__(opened)
        self.folder = self.folder if folder is None else folder
        self.words = words
        self.select = select
        self.register = Register(())
        """What is listed."""

    def draw(self) -> None:
        """Draw every decision that fits."""
        self.register = decision_register.decisions(self.workspace, self.groups, self.words, self.folder)
        lines = self.register.lines
        several = len(self.groups) > 1 and not self.folder
        number = (
            say("the newest {number}", number=len(lines))
            if self.register.more
            else counted(len(lines), "{n:,} decision", "{n:,} decisions", "no decisions")
        )
        said = [number, self.group_words, f"“{self.words.strip()}”" if self.words.strip() else "", self.register.notice]
        rows = [ListRow(_row(line, several), line.key) for line in lines]
        self.show_rows(" · ".join(part for part in said if part), rows, NONE_FITS if self.words.strip() else NOTHING)

    @property
    def found(self) -> str:
        """How many decisions are listed, or what of the words was not understood."""
        return self.register.notice or counted(
            len(self.register.lines), "{n:,} decision", "{n:,} decisions", "no decisions"
        )

    @property
    def selected(self) -> DecisionLine | None:
        """The decision that is selected."""
        key = self.query_one(RowList).selected
        return next((line for line in self.register.lines if line.key == key), None)

    def enter(self, key: str) -> None:
        """The record, at the decision."""
        if line := self.selected:
            open_record(self, line.folder, line.meeting, self.again(), line.entry)

    def again(self) -> Again:
        """Makes the register anew, with the same words and the same decision selected."""
        words, select, folder = self.words, self.query_one(RowList).selected, self.folder
        return lambda: DecisionsScreen(None, words, select, folder)

    # --- what replaced it -------------------------------------------------------------------------------------

    def _line(self) -> DecisionLine | None:
        line = self.selected
        if line is None:
            self.show_flash(say("Select a decision first.") if self.register.lines else NOTHING)
        return line

    def action_replace(self) -> None:
        """Choose the later decision that stands in the place of the selected one."""
        line = self._line()
        if line is None:
            return
        later = {one.key: one for one in decision_register.later_than(self.workspace, self.groups, line)}
        if not later:
            self.show_flash(say("No later decision of this group could stand in its place: select the earlier one."))
            return
        rows = [
            ListRow(Content.assemble(plain(one.text), plain(f"  {one.day}", "$quiet")), key)
            for key, one in later.items()
        ]

        def take(key: str | None) -> None:
            if key:
                self._do(line, lambda opened: decision_register.replace(self.workspace, opened, line, later[key]))

        self.app.push_screen(ChooseOne(fit(say("What replaced “{text}”?", text=line.text), 60), rows), take)

    def action_hold(self) -> None:
        """It holds again."""
        if line := self._line():
            self._do(line, lambda opened: decision_register.holds_again(self.workspace, opened, line))

    def action_come_back(self) -> None:
        """From which day on it is looked at again."""
        line = self._line()
        if line is None:
            return

        def take(words: str) -> str | None:
            try:
                said = decision_register.comes_back(self.workspace, self.group_of(line.folder), line, words)
            except Problem as problem:
                return problem.sentence
            self.draw()
            self.show_flash(said)
            return None

        value = f"{line.back_on:%Y-%m-%d}" if line.back_on is not None else ""
        self.ask(say("Comes back on which day? (in 6 months, 13 may; empty: on none)"), take, value=value)

    def _do(self, line: DecisionLine, act: Callable[[OpenGroup], str]) -> None:
        try:
            said = act(self.group_of(line.folder))
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self.draw()
        self.show_flash(said)

    def action_newer(self) -> None:
        """Go to the decision that stands in its place."""
        line = self._line()
        if line is None:
            return
        if line.replaced_by is None:
            self.show_flash(say("Nothing replaces that decision: it holds."))
        elif not self.query_one(RowList).walk_to(f"{line.folder}/{line.replaced_by.entry}"):
            open_record(self, line.folder, line.replaced_by.meeting, self.again(), line.replaced_by.entry)

    def action_copy_it(self) -> None:
        """Copy it."""
        if line := self._line():
            told = f"{line.text} ({line.group}, {line.title}, {line.day})"
            self.peer.copier.start((told,), say("The decision"), "c")


def _row(line: DecisionLine, several: bool) -> Content:
    """The exact words, then quieter where it came from and what became of it."""
    parts = [line.day, line.title, line.group if several else ""]
    rows = [marked(line.text, line.marks) if line.text else plain(say("a decision without wording"), "$quiet")]
    rows.append(plain(" · ".join(dict.fromkeys(part for part in parts if part)), "$quiet"))
    if line.replaced_by is not None:
        rows.append(
            plain(say("REPLACED by “{text}”{of}", text=line.replaced_by.text, of=_of(line.replaced_by.day)), "$warning")
        )
    if line.back_on is not None and line.replaced_by is None:
        rows.append(plain(say("comes back {day}", day=say_date(line.back_on)), "$accent"))
    rows += [
        plain(say("replaces “{text}”{of}", text=other.text, of=_of(other.day)), "$quiet") for other in line.replaces
    ]
    return Content("\n  ").join(rows)


def _of(day: str) -> str:
    return f", {day}" if day else ""
