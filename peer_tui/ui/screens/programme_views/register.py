"""A register: its rows as a table, found, filtered, sorted; what each lacks; a row becomes a next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.programmes.measures import Measure, measure_words, measures_of, readings_register
from peer_tui.domain.words import say
from peer_tui.services.programmes import rows as cells
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.chosen_rows import ChosenRows
from peer_tui.ui.screens.programme_views.mirror import MirrorView
from peer_tui.ui.screens.programme_views.row import OneRowView, make_step, remove_for_good
from peer_tui.ui.screens.programme_views.table import Table
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.screens.views_place import WIDEST
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId, RowId
    from peer_tui.domain.programmes.registers import RowView
    from peer_tui.ui.screens.programmes import ProgrammesScreen

_TWO_ROWS_OF_PARTS = 77
"""Cells below which the parts' names take two rows."""


class RowsView(ChosenRows):
    """The rows of a register.

    Args:
        screen: the place.
        programme: the run.
        key: the register.
        start: the row that is selected first.
    """

    word: ClassVar[str] = say("Register")
    ACTS = (
        Act("a", "a", say("add"), "add", say("Add a row; then its cells, column by column.")),
        Act("slash", "/", say("find"), "find", say("Only rows in which these words stand.")),
        Act("f", "f", say("filter"), "filter", say("Only rows with one choice in a column, e.g. what is mine.")),
        Act("s", "s", say("sort"), "sort", say("Sort by a column; the same one again turns the order around.")),
        Act("i", "i", say("incomplete"), "incomplete", say("Only rows that lack something, and all again.")),
        Act("n", "n", say("next step"), "step", say("The row becomes a next step, linked both ways.")),
        Act("v", "v", say("mirror"), "mirror", say("Two teams beside each other: which role has no counterpart yet.")),
        Act("x", "x", say("remove"), "remove", say("The row does not stand in the register any more.")),
        Act("w", "w", say("write"), "write", say("Write the rows shown here to a file, for you only.")),
        Act("b", "b", say("gather"), "gather", say("Take in what was said in the programme's meetings.")),
    )
    enter_words = say("open")
    back = say("registers")

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId, key: str, start: RowId = "") -> None:
        super().__init__(screen, programme, key)
        self._start = start

    @property
    def title(self) -> str:
        """Which register, how many rows, and which of them."""
        register = self.register
        parts = [register.title, self.shown().summary]
        parts += [f"“{self.wanted}”"] if self.wanted else []
        parts += [f"{self._called(key)}: {choice or say('empty')}" for key, choice in self.only.items()]
        if self.order:
            column = self._called(self.order.removeprefix("-"))
            parts.append(
                say("by {column} ↓", column=column) if self.order[0] == "-" else say("by {column}", column=column)
            )
        return " · ".join(parts)

    def _called(self, key: str) -> str:
        return next((column.title for column in self.register.columns if column.key == key), key)

    @property
    def start(self) -> str:
        """The row that was asked for."""
        return self._start

    def offered(self) -> list[Act]:
        """What this register can do besides stands before what all can do."""
        register = self.register
        own = {"v": register.mirror is not None, "b": bool(register.gathers), "n": register.assigns}
        wanted = [act for act in self.ACTS if own.get(act.shown, True)]
        return sorted(wanted, key=lambda act: act.shown != "a" and act.shown not in own)

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """A table: the columns that fit, the row's name first; `!` beside a row that lacks something."""
        shown = self.shown()
        if not shown.rows:
            return self.none(self._nothing(shown.every))
        table = Table(self.register, shown.rows, width, self._bars())
        rows = [ListRow(table.heading, "-columns", heading=True)]
        rows += [ListRow(table.row(one), one.id) for one in shown.rows]
        return rows

    def _nothing(self, every: int) -> str:
        if every:
            return say("No row fits. Esc shows all again.")
        if self.register.gathers:
            return say("Nothing here yet: b takes in what was said in the programme's meetings, a adds a row.")
        return say("No {row} yet: a adds one.", row=self.register.row)

    def _bars(self) -> dict[RowId, Measure]:
        if readings_register(self.definition, self.key) is None:
            return {}
        return {measure.row: measure for measure in measures_of(self.definition, self.running) if measure.row}

    def below(self, selected: str) -> Content:
        """What the row lacks, what is unusual about it, and how its measure stands."""
        one = next((row for row in self.shown().rows if row.id == selected), None)
        if one is None:
            return lines(self.register.about)
        measure = self._bars().get(selected)
        bars = Content.assemble(plain(f"{measure.bars} ", "$accent"), plain(measure_words(measure))) if measure else ""
        lacks = "⚠ " + "; ".join(one.missing) if one.missing else ""
        step = self.group.steps.steps.get(one.step)
        linked = say("Next step #{number}: {state}", number=step.label, state=say(str(step.progress))) if step else ""
        said = [plain(lacks, "$warning"), *(plain(words, "$warning") for words in one.advice)]
        told = lines(plain(one.name), bars, *said, linked)
        return lines(told, *self._cells(one, told.plain.count("\n") + 1))

    def _cells(self, one: RowView, used: int) -> list[Content]:
        """The filled cells of a row, as many as there is room for below the list."""
        body = self.screen.query_one("#place-body").size
        listed = len(self.screen.rows.options) + 2
        parts = 2 if body.width < _TWO_ROWS_OF_PARTS else 1
        wide = min(body.width, WIDEST) - 5
        # Sentences above may take two rows each; a row more than fits would take one from the list.
        free = body.height - listed - parts - 2 * used
        shown = []
        for cell in one.cells:
            if cell.words and cell.column.key != self.register.named_by:
                label = Content.assemble(plain(f"{cell.column.title}: ", "$quiet"), plain(" ".join(cell.words.split())))
                shown.append(label.truncate(wide, ellipsis=True))
        return shown[: max(0, free)]

    # --- going about ------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """The row, cell by cell."""
        if selected and not selected.startswith("-"):
            self.screen.go_into(OneRowView(self.place, self.programme, self.key, selected))

    def mirror(self) -> None:
        """Two teams beside each other."""
        if self.register.mirror is None:
            self.screen.show_flash(say("This register has no two sides."))
        else:
            self.screen.go_into(MirrorView(self.place, self.programme, self.key))

    # --- changing ---------------------------------------------------------------------------------------------

    def _row(self) -> RowView | None:
        return next((row for row in self.shown().rows if row.id == self.selected), None)

    def add(self) -> None:
        """Its name; then its other cells in the row's own view."""
        register = self.register
        named = next(column for column in register.columns if column.key == register.named_by)

        def take(words: str) -> None:
            with self.place.change(say("Added. Enter on a cell fills it.")):
                row = cells.add_row(self.workspace, self.opened, self.running, self.key, {named.key: words})
            view = OneRowView(self.place, self.programme, self.key, row)
            self.place.call_after_refresh(view.begin)

        self.screen.ask(say("{row}: {column}", row=register.row[:1].upper() + register.row[1:], column=named.title),
                        self.screen.taking(take), preview=lambda words: named.help)  # fmt: skip

    def step(self) -> None:
        """It becomes a next step."""
        row = self._row()
        if row is not None:
            make_step(self, row.id)

    def remove(self) -> None:
        """It does not stand here any more."""
        row = self._row()
        if row is not None:
            with self.place.change(say("Removed: {name}.", name=row.name or f"#{row.number}")):
                cells.remove_row(self.workspace, self.opened, self.running, row.id)

    def for_good(self) -> None:
        """Its words go for good."""
        row = self._row()
        if row is not None:
            remove_for_good(self, row.id, row.name)

    def gather(self) -> None:
        """What was said in the programme's meetings."""
        from peer_tui.services.programmes.gathering import gather

        with self.place.change():
            done = gather(self.workspace, self.opened, self.running, self.key)
        self.screen.show_flash(done.words)

    def write(self) -> None:
        """To a file."""
        from peer_tui.services.programmes import register_exports

        choices = [Choice(form, words) for form, words in reversed(register_exports.FORMATS.items())]

        def take(form: str) -> None:
            path = register_exports.export_register(
                self.workspace, self.opened, self.running, self.key, form,
                find=self.wanted, only=self.only, sort=self.order, incomplete=self.lacking,
            )  # fmt: skip
            self.screen.show_flash(say("Written, for you only: {path}", path=path))

        self.screen.go_into(ChoosingView(self.screen, say("Write the register as"), choices, take))
