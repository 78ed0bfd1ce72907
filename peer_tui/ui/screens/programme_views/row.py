"""One row of a register: a cell a row, Enter changes it with what helps to fill it; then the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.content import Content

from peer_tui.domain.dates import say_day
from peer_tui.domain.programmes.measures import measure_words, measures_of, readings_register, say_value
from peer_tui.domain.words import say
from peer_tui.services.programmes import rows as cells
from peer_tui.services.programmes.meetings import meetings_of
from peer_tui.services.programmes.row_steps import row_to_step
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.asking import ask_typed, today_of
from peer_tui.ui.screens.programme_views.view import ProgrammeView, lines
from peer_tui.ui.screens.records import open_record
from peer_tui.ui.text import fit, plain, row, wrap
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.events import ProgrammeId, RowId
    from peer_tui.domain.programmes.definition import Column, Register
    from peer_tui.domain.programmes.measures import Measure
    from peer_tui.domain.programmes.registers import Cell, RowView
    from peer_tui.ui.screens.programmes import ProgrammesScreen

_LABEL_AT_MOST = 24
_SHOWN_LINES = 3
_READING = "reading:"


class OneRowView(ProgrammeView):
    """Every cell of a row, and of a measure its readings.

    Args:
        screen: the place.
        programme: the run.
        key: the register.
        row: which row.
    """

    word: ClassVar[str] = say("Row")
    ACTS = (
        Act("n", "n", say("next step"), "step", say("The row becomes a next step, linked both ways.")),
        Act("x", "x", say("empty"), "empty", say("Take away what stands in the cell.")),
        Act("o", "o", say("where said"), "source", say("The minutes of the meeting in which it was said.")),
        Act("a", "a", say("reading"), "add", say("A new reading of this measure.")),
    )
    enter_words = say("change")
    back = say("rows")

    def __init__(self, screen: ProgrammesScreen, programme: ProgrammeId, key: str, row: RowId) -> None:
        super().__init__(screen, programme)
        self.key, self.row = key, row

    @property
    def register(self) -> Register:
        """The register."""
        return next(one for one in self.definition.registers if one.key == self.key)

    def gone(self) -> bool:
        """The row was removed, or adding it was taken back."""
        if super().gone() or all(one.key != self.key for one in self.definition.registers):
            return True
        return all(one.id != self.row for one in self.running.standing_rows(self.key))

    def _shown(self) -> RowView:
        rows = cells.register_rows(self.opened, self.running, self.key).rows
        return next(one for one in rows if one.id == self.row)

    def _measure(self) -> Measure | None:
        if readings_register(self.definition, self.key) is None:
            return None
        return next((one for one in measures_of(self.definition, self.running) if one.row == self.row), None)

    @property
    def title(self) -> str:
        """Which row."""
        shown = self._shown()
        return f"{self.register.title} · #{shown.number} {shown.name}"

    def begin(self) -> None:
        """Show the row, beginning at its second cell: it was added by the first."""
        self.screen.go_into(self)
        keys = [column.key for column in self.register.columns if column.key != self.register.named_by]
        if keys:
            self.screen.rows.walk_to(keys[0])
        self.screen.show_flash(say("Added. Enter fills a cell; z takes the last thing back."))

    def offered(self) -> list[Act]:
        """A next step only of rows that can become one, a reading only of measures."""
        without = set() if self.register.assigns else {"n"}
        without |= set() if readings_register(self.definition, self.key) else {"a"}
        return [act for act in self.ACTS if act.shown not in without]

    # --- drawing ----------------------------------------------------------------------------------------------

    def rows(self, width: int) -> list[ListRow]:
        """The cells, then the readings."""
        shown = self._shown()
        label = min(_LABEL_AT_MOST, max((cell_len(cell.column.title) for cell in shown.cells), default=0)) + 1
        rows = [ListRow(_row(cell, label, width), cell.column.key) for cell in shown.cells]
        measure = self._measure()
        if measure is None:
            return rows
        rows.append(self.heading(say("Readings  {bars}  {words}", bars=measure.bars, words=measure_words(measure)),
                                 "readings"))  # fmt: skip
        for reading in reversed(measure.readings):
            day = say_day(reading.day, today_of(self.place))
            words = f"  {day:<12} {say_value(reading.value)} {measure.unit}  {reading.note}"
            rows.append(ListRow(row(plain(words), Content(""), width), f"{_READING}{reading.row}"))
        return rows

    def below(self, selected: str) -> Content:
        """What helps to fill the cell, what the row lacks, what is unusual."""
        shown = self._shown()
        cell = next((one for one in shown.cells if one.column.key == selected), None)
        lacks = "⚠ " + "; ".join(shown.missing) if shown.missing else ""
        said = cell.words if cell is not None and len(cell.words) > 3 * (self.screen.room - _LABEL_AT_MOST) else ""
        name = cell.column.title if cell and cell_len(cell.column.title) >= _LABEL_AT_MOST else ""
        return lines(plain(name), cell.column.help if cell else "", plain(said), plain(lacks, "$warning"),
                     *(plain(words, "$warning") for words in shown.advice))  # fmt: skip

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Change the cell; then on to the next one."""
        cell = next((one for one in self._shown().cells if one.column.key == selected), None)
        if cell is None:
            return
        column = cell.column
        if cell.withheld:
            self.screen.show_flash(say("It is withheld. Take the tick away that withholds it to see or change it."))
        else:
            kept = self._kept().get(selected, "")
            ask_typed(self.place, column, kept, lambda text: self._change(selected, text))

    def _column(self, key: str) -> Column | None:
        return next((one for one in self.register.columns if one.key == key), None)

    def _kept(self) -> dict[str, str]:
        return next(one.texts for one in self.running.standing_rows(self.key) if one.id == self.row)

    def _change(self, key: str, text: str) -> None:
        with self.place.change(say("Changed.")):
            cells.change_row(self.workspace, self.opened, self.running, self.row, {key: text})
        keys = [one.key for one in self.register.columns]
        column = self._column(key)
        if self.screen.view is self and key in keys[:-1] and column is not None and column.type != "tick":
            self.screen.rows.walk_to(keys[keys.index(key) + 1])

    def empty(self) -> None:
        """Nothing stands in the cell any more; a reading is removed."""
        if self.selected.startswith(_READING):
            with self.place.change(say("The reading is removed.")):
                cells.remove_row(self.workspace, self.opened, self.running, self.selected.removeprefix(_READING))
        elif self._kept().get(self.selected):
            with self.place.change(say("The cell is empty.")):
                cells.change_row(self.workspace, self.opened, self.running, self.row, {self.selected: ""})

    def step(self) -> None:
        """It becomes a next step."""
        make_step(self, self.row)

    def for_good(self) -> None:
        """Its words go for good."""
        remove_for_good(self, self.row, self._shown().name)

    def source(self) -> None:
        """The meeting in which it was said."""
        entry = next(one.entry for one in self.running.standing_rows(self.key) if one.id == self.row)
        meetings = [one.id for _, one in meetings_of(self.opened, self.running)] if entry else []
        meeting = next((one for one in meetings if entry in self.opened.meeting(one).entries), "")
        if meeting:
            open_record(self.place, self.opened.folder, meeting, self.place.again("registers"), entry)
        else:
            self.screen.show_flash(say("It was added here, in no meeting."))

    def add(self) -> None:
        """A reading of today; another day can be typed behind it."""
        readings = readings_register(self.definition, self.key)
        if readings is None:
            self.screen.show_flash(say("This register has no readings."))
            return
        texts = {"of": self.row, "day": today_of(self.place).isoformat()}

        def take(words: str) -> None:
            value, _, note = words.strip().partition(" ")
            with self.place.change(say("Noted.")):
                cells.add_row(
                    self.workspace, self.opened, self.running, readings.key, {**texts, "value": value, "note": note}
                )

        self.screen.ask(say("Reading of today: the number, then a note if wanted"), self.screen.taking(take))


def make_step(view: ProgrammeView, row: RowId) -> None:
    """A row becomes a next step."""
    made = row_to_step(view.workspace, view.opened, view.running, row)
    view.place.noted(made.acts, f"{made.words}.")


def remove_for_good(view: ProgrammeView, row: RowId, name: str) -> None:
    """After one yes the words of a row are removed everywhere this device reaches."""
    from peer_tui.services.programmes.redacting_rows import remove_words
    from peer_tui.ui.screens.programme_views.words import remove_after_a_yes

    question = say("Remove “{name}” for good, everywhere this device can reach? No undo.", name=fit(name, 40))
    remove_after_a_yes(view, question, lambda: remove_words(view.workspace, view.opened, view.running, row))


def _row(cell: Cell, label: int, width: int) -> Content:
    """A cell beside its column's name; a long one in several lines."""
    column = cell.column
    name = plain(column.title).truncate(label - 1, ellipsis=True)
    gap = " " * (label - name.cell_length)
    pieces: list[str] = []
    for part in cell.words.split("\n"):
        if part.strip():
            pieces += wrap(plain(part).plain, width - label)
    needed = column.needed and not cell.words
    if not pieces:
        missing = column.missing or say("missing")
        return Content.assemble(
            name.stylize("$quiet"), gap, plain(missing if needed else "–", "$warning" if needed else "$quiet")
        )
    told = [Content.assemble(name.stylize("$quiet"), gap, plain(pieces[0], "$quiet" if cell.withheld else ""))]
    told += [plain(" " * label + piece) for piece in pieces[1:_SHOWN_LINES]]
    if len(pieces) > _SHOWN_LINES:
        told.append(plain(" " * label + "…", "$quiet"))
    return Content("\n").join(told)
