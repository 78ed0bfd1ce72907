"""One measured figure, and the table of all of them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.table import Table
from rich.text import Text


@dataclass(frozen=True)
class Figure:
    """What was measured, beside what it is measured against."""

    name: str
    value: float
    unit: str
    limit: float
    """The most that passes: of the ratio where there is a baseline, of the value where there is none."""
    baseline: float | None = None
    """The same unit, from the same run, taken in turns with the value."""
    against: str = ""
    """What the baseline is."""

    @property
    def ratio(self) -> float | None:
        """How many times the baseline it takes."""
        return None if not self.baseline else self.value / self.baseline

    @property
    def passed(self) -> bool:
        """Within its limit."""
        measured = self.value if self.ratio is None else self.ratio
        return measured <= self.limit

    def as_json(self) -> dict[str, object]:
        """The figure as plain values."""
        return {**asdict(self), "ratio": self.ratio, "passed": self.passed}


@dataclass(frozen=True)
class Skipped:
    """A measure that cannot be taken on this machine."""

    name: str
    why: str


def table_of(figures: Sequence[Figure | Skipped]) -> Table:
    """The one table that is printed."""
    table = Table(title="peer-tui, measured")
    for heading in ("What", "Measured", "Baseline", "Ratio", "Limit", ""):
        table.add_column(heading, justify="left" if heading in ("What", "Baseline", "") else "right")
    for figure in figures:
        if isinstance(figure, Skipped):
            table.add_row(figure.name, "", figure.why, "", "", Text("skipped", "yellow"))
            continue
        ratio = figure.ratio
        table.add_row(
            figure.name,
            say(figure.value, figure.unit),
            "" if figure.baseline is None else f"{say(figure.baseline, figure.unit)}  {figure.against}",
            "" if ratio is None else f"{ratio:.3g}",
            f"{figure.limit:g}" if ratio is not None else say(figure.limit, figure.unit),
            Text("pass", "green") if figure.passed else Text("OVER", "bold red"),
        )
    return table


def say(value: float, unit: str) -> str:
    """A value with its unit, in three digits or so."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:.{digits}f} {unit}"


def median(values: Sequence[float]) -> float:
    """The middle of what was measured."""
    return statistics.median(values)


def percentile_95(values: Sequence[float]) -> float:
    """What all but the slowest 5 % stay under."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]
