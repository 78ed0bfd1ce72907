"""Measures: a named number with a baseline, a target and readings by date (`product.md` §1.4).

They are the rows of two registers: one whose columns are `baseline`, `target`, and if wanted `unit` and `by`; and one
that is `readings_of` it, with the columns `of`, `day`, `value` and if wanted `note`. What draws them are
`measures(register, rows, readings)`, from rows in the order in which they were added, and `measures_of(programme,
running)`; `measure.bars` is the line of bars and `measure_words(measure)` the same in words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import RowId
from peer_tui.domain.programmes.book import Row, Running
from peer_tui.domain.programmes.definition import Programme, Register
from peer_tui.domain.words import marked, say, say_number

REACHED, ON_THE_WAY = marked("reached"), marked("on the way")
NOT_MOVED, AWAY = marked("not moved yet"), marked("further away than at the start")
NO_READING, NO_TARGET, NO_BASELINE = marked("no reading yet"), marked("no target yet"), marked("no baseline yet")

_BARS = "▁▂▃▄▅▆▇█"
_LONGEST = 24
"""Readings in one line of bars: the newest ones."""
_LARGEST = 1e12
"""Of any number here; larger ones are no measure of a group's work and are read as none."""
_NUMBER = re.compile(r"([-+\u2212]?) *([0-9][0-9 ,.]*|[.,][0-9]+) *%?")
_THOUSANDS = re.compile(r"[0-9]{1,3}([ ,][0-9]{3})+(\.[0-9]+)?")
_SPACES = re.compile("[\\s\u00a0\u2009\u202f]+")


class Reading(msgspec.Struct, frozen=True):
    """What a measure was on a day."""

    row: RowId
    day: dt.date
    value: float
    note: str = ""


class Measure(msgspec.Struct, frozen=True):
    """A measure as it stands."""

    row: RowId
    """Its row in the register; empty for readings whose measure is gone or was never named."""
    title: str
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    by: dt.date | None = None
    readings: tuple[Reading, ...] = ()
    """By day, and of one day in the order in which they were added."""
    unread: int = 0
    """Readings without a day or a number: they stand in their register and are drawn nowhere."""

    @property
    def latest(self) -> Reading | None:
        """The reading of the newest day."""
        return self.readings[-1] if self.readings else None

    @property
    def way(self) -> float | None:
        """How much of the way from the baseline to the target is behind, 0 to 1 and beyond; None if not known."""
        if self.latest is None or self.baseline is None or self.target is None or self.target == self.baseline:
            return None
        return (self.latest.value - self.baseline) / (self.target - self.baseline)

    @property
    def state(self) -> str:
        """How it stands, one of the words above."""
        if self.target is None:
            return NO_TARGET
        if self.latest is None:
            return NO_READING
        if self.baseline is None:
            # Nobody knows whether it should grow: only the number itself has reached it.
            return REACHED if self.latest.value == self.target else NO_BASELINE
        way = self.way
        if way is None:
            return REACHED if self.latest.value == self.target else AWAY
        if way >= 1:
            return REACHED
        return ON_THE_WAY if way > 0 else NOT_MOVED if way == 0 else AWAY

    @property
    def bars(self) -> str:
        """The baseline and the newest readings as a line of bars, scaled so that the target has its place too.

        Empty where nothing was read yet.
        """
        if not self.readings:
            return ""
        values = [] if self.baseline is None else [self.baseline]
        values += [reading.value for reading in self.readings[-_LONGEST:]]
        return sparkline(values, scale=(self.target,) if self.target is not None else ())


def sparkline(values: Sequence[float], scale: Iterable[float] = ()) -> str:
    """A line of bars, one a value: `▁▃▅█`. The lowest and the highest of all values and `scale` are its ends.

    Where all are the same, each bar is half as high. It is always shown beside its numbers, never instead of them.
    """
    every = [*values, *scale]
    if not values:
        return ""
    low, high = min(every), max(every)
    if high <= low:
        return _BARS[3] * len(values)
    steps = len(_BARS) - 1
    return "".join(_BARS[round((value - low) / (high - low) * steps)] for value in values)


def read_number(text: str) -> float | None:
    """The number a cell holds: `12`, `1,250`, `12.5`, `12,5`, `−3`, `40 %`; None for anything else.

    A comma before exactly three digits parts thousands, any other is a decimal comma.
    """
    found = _NUMBER.fullmatch(_SPACES.sub(" ", text).strip())
    if found is None:
        return None
    digits = found[2].strip()
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "").replace(" ", "")
    elif digits.count(",") == 1 and "." not in digits and " " not in digits:
        digits = digits.replace(",", ".")
    try:
        value = float(digits)
    except ValueError:
        return None
    return (-value if found[1] in ("-", "\u2212") else value) if value <= _LARGEST else None


def read_day(text: str) -> dt.date | None:
    """A day as cells hold it, YYYY-MM-DD; None for anything else."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


# --- from rows ----------------------------------------------------------------------------------------------------


def readings_register(programme: Programme, register: str) -> Register | None:
    """The register that holds the readings of another; None for one that is not measured."""
    return next((one for one in programme.registers if one.readings_of == register), None)


def measured_registers(programme: Programme) -> list[tuple[Register, Register]]:
    """Each register of measures with that of its readings."""
    found = ((one, readings_register(programme, one.key)) for one in programme.registers)
    return [(one, readings) for one, readings in found if readings is not None]


def measures_of(programme: Programme, running: Running) -> list[Measure]:
    """Every measure of a run, in the order in which they were added."""
    return [
        measure
        for register, readings in measured_registers(programme)
        for measure in measures(register, running.standing_rows(register.key), running.standing_rows(readings.key))
    ]


def measures(register: Register, rows: Sequence[Row], readings: Sequence[Row]) -> list[Measure]:
    """The measures of a register with their readings; last, readings of no measure that is there.

    Args:
        register: of the measures.
        rows: its rows, those that were removed left out.
        readings: the rows of the register that is `readings_of` it, likewise.
    """
    by_measure: dict[RowId, list[Row]] = {row.id: [] for row in rows}
    strays: list[Row] = []
    for reading in readings:
        measure = measured_by(reading, register, rows)
        (by_measure[measure.id] if measure is not None else strays).append(reading)
    found = [_measure(row, register, by_measure[row.id]) for row in rows]
    if strays:
        found.append(_with_readings(Measure("", say("No measure that is there")), strays))
    return found


def measured_by(reading: Row, register: Register, rows: Sequence[Row]) -> Row | None:
    """Which measure a reading is of: its cell `of` holds the measure's id, or its name as typed."""
    of = reading.texts.get("of", "").strip()
    if not of:
        return None
    named = fold(of).split()
    by_id = next((row for row in rows if row.id == of), None)
    return by_id or next((row for row in rows if fold(row.texts.get(register.named_by, "")).split() == named), None)


_VALUE = re.compile(r"[-+\u2212]?(?:[0-9][0-9.,]*|[.,][0-9]+)(?: ?%)?")


def reading_cells(text: str, day: dt.date, register: Register, rows: Sequence[Row]) -> dict[str, str]:
    """The cells of a reading that was said in a meeting: `families reached 17`, `17 families reached`.

    Nothing is lost: what is no number of a measure that is there stays as it was said, without a value.

    Args:
        text: what was said.
        day: the day it was said.
        register: of the measures.
        rows: its rows.
    """
    words = " ".join(text.split())
    measure, rest = _named_in(words, register, rows)
    cells = {"of": measure.id if measure is not None else words, "day": day.isoformat()}
    if measure is None:
        return cells
    found = _VALUE.search(rest)
    if found is None:
        return {**cells, "note": rest} if rest else cells
    note = " ".join(f"{rest[: found.start()]} {rest[found.end() :]}".split()).strip(" ,;:=·–—-")
    cells["value"] = found[0].rstrip(".,")
    return {**cells, "note": note} if note else cells


def _named_in(words: str, register: Register, rows: Sequence[Row]) -> tuple[Row | None, str]:
    """The measure whose name the words begin or end with, the longest of several, and the other words.

    Of a group that has one measure, a lone number is a reading of that one.
    """
    said = words.split()
    folded = [fold(word).strip(":=,;.") for word in said]
    found: list[tuple[int, int, Row, str]] = []
    for place, row in enumerate(rows):
        name = fold(row.texts.get(register.named_by, "")).split()
        size = len(name)
        if name and folded[:size] == name:
            found.append((size, -place, row, " ".join(said[size:])))
        elif name and folded[-size:] == name:
            found.append((size, -place, row, " ".join(said[:-size])))
    if found:
        *_, row, rest = max(found, key=lambda one: one[:2])
        return row, rest
    if len(rows) == 1 and read_number(words) is not None:
        return rows[0], words
    return None, words


def _measure(row: Row, register: Register, readings: Sequence[Row]) -> Measure:
    texts = row.texts
    return _with_readings(
        Measure(
            row=row.id,
            title=texts.get(register.named_by, ""),
            unit=texts.get("unit", ""),
            baseline=read_number(texts.get("baseline", "")),
            target=read_number(texts.get("target", "")),
            by=read_day(texts.get("by", "")),
        ),
        readings,
    )


def _with_readings(measure: Measure, rows: Sequence[Row]) -> Measure:
    found = []
    for row in rows:
        day, value = read_day(row.texts.get("day", "")), read_number(row.texts.get("value", ""))
        if day is not None and value is not None:
            found.append(Reading(row.id, day, value, row.texts.get("note", "")))
    # Sorting keeps the order of those of one day.
    found.sort(key=lambda reading: reading.day)
    return msgspec.structs.replace(measure, readings=tuple(found), unread=len(rows) - len(found))


# --- in words -----------------------------------------------------------------------------------------------------


def say_value(value: float) -> str:
    """A number as it was written: `12`, `1,250`, `0.25`."""
    return f"{value:,.13g}"


def measure_words(measure: Measure) -> str:
    """How a measure stands: `12 → 17 of 20 families · on the way`; the person's words as they are."""
    latest = measure.latest
    parts = [say(measure.state)]
    numbers = [say_value(value) for value in (measure.baseline, latest.value if latest else None) if value is not None]
    if numbers:
        line = " → ".join(numbers)
        if measure.target is not None:
            line = say("{numbers}, target {target}", numbers=line, target=say_value(measure.target))
        parts.insert(0, f"{line} {measure.unit}".strip())
    elif measure.target is not None:
        parts.insert(0, say("target {target}", target=f"{say_value(measure.target)} {measure.unit}".strip()))
    if measure.unread:
        parts.append(
            say_number(measure.unread, "{n} reading without a day or a number",
                       "{n} readings without a day or a number")
        )  # fmt: skip
    return " · ".join(parts)
