"""What a grant report counts, by quarters of the federal year (`product.md` §2.11): numbers only, nobody's name.

Everything here is pure. `services/granting.py` gathers the facts, `domain/suppressing.py` hides small numbers, and
`domain/grant_pictures.py` draws what is left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.federal_year import Quarter
from peer_tui.domain.grant_facts import Chosen, GrantFacts
from peer_tui.domain.grant_table import GrantTable
from peer_tui.domain.suppressing import SMALLEST_THRESHOLD, Cell, Face, Limit, suppress


class GrantReport(msgspec.Struct, frozen=True):
    """Every number of a report, and how each is shown."""

    quarters: tuple[Quarter, ...]
    kinds: dict[str, str]
    """The kinds of meeting in the order they are shown: how each is written, by its folded words."""
    threshold: int
    columns: tuple[str, ...]
    """The prefix of the cells of each column: one a quarter, then `all` where there are several."""
    cells: dict[str, Cell]
    faces: dict[str, Face]
    limits: tuple[Limit, ...]
    """What a reader knows of the cells, as `suppressing` takes it."""
    same: dict[str, str]
    """Rows that are another row: with one kind of training, who was trained is who came to it."""
    averages: dict[str, tuple[float, float]]
    """Of each column the confidence before and after, where enough forms are there to show it."""

    def number(self, column: str, row: str) -> tuple[int, Face]:
        """A number, and how it is shown. `row` is e.g. `came`, `people:training` (folded), `A5.lived`."""
        key = f"{column}|{self.same.get(row, row)}"
        return self.cells[key].value, self.faces[key]


def grant_report(facts: GrantFacts, quarters: Sequence[Quarter], chosen: Chosen) -> GrantReport:
    """The report over some quarters, in order, each once; with several, also over all of them together.

    A quarter is shown beside others as it is shown alone, so that nothing can be worked out of two reports: what has to
    be hidden for that is hidden of the total. Totals of whole federal years are told of as many rows as can be; of any
    other quarters only of rows of which no quarter is hidden, since many such totals would tell of each other.
    """
    asked = tuple(sorted(set(quarters)))
    named = _kinds(facts, asked, chosen)
    table = GrantTable(chosen, named)
    columns = [str(at) for at in range(len(asked))]
    for column, quarter in zip(columns, asked, strict=True):
        table.column(column, _within(facts, (quarter,)))
    if len(asked) > 1:
        table.column("all", _within(facts, asked))
        table.side_by_side(columns, "all")
        columns.append("all")
    table.standing(facts)
    fixed = _as_told_alone(table, facts, asked, chosen) if len(asked) > 1 else {}
    faces = suppress(table.cells.values(), table.limits, chosen.threshold, fixed)
    averages = {
        column: average
        for column, average in table.averages.items()
        if faces[f"{column}|forms"] is Face.PLAIN and table.cells[f"{column}|forms"].value >= chosen.threshold
    }
    return GrantReport(
        asked, named, chosen.threshold, tuple(columns), table.cells, faces, tuple(table.limits), table.same, averages
    )


def _as_told_alone(
    table: GrantTable, facts: GrantFacts, asked: Sequence[Quarter], chosen: Chosen
) -> dict[str, Face]:  # fmt: skip
    """How the cells of each quarter are shown in a report of its own, and the totals that others would tell of."""
    fixed: dict[str, Face] = {}
    for at, quarter in enumerate(asked):
        alone = grant_report(facts, (quarter,), chosen)
        for key in table.cells:
            column, _, row = key.partition("|")
            if column == str(at):
                fixed[key] = alone.faces.get(f"0|{alone.same.get(row, row)}", Face.PLAIN)
    if chosen.threshold < SMALLEST_THRESHOLD or _is_a_year(asked):
        return fixed
    for key, cell in table.cells.items():
        column, _, row = key.partition("|")
        rows = [fixed.get(f"{at}|{row}", Face.PLAIN) for at in range(len(asked))]
        if column == "all" and cell.value and any(face is not Face.PLAIN for face in rows):
            said = [face for at, face in enumerate(rows) if _value(table, f"{at}|{row}")]
            # What happened in one quarter only is the total: it says what the quarter says.
            fixed[key] = said[0] if len(said) == 1 else Face.WITHHELD
    return fixed


def _value(table: GrantTable, key: str) -> int:
    return table.cells[key].value if key in table.cells else 0


def _is_a_year(asked: Sequence[Quarter]) -> bool:
    return [(one.year, one.number) for one in asked] == [(asked[0].year, number) for number in range(1, 5)]


def _kinds(facts: GrantFacts, quarters: Sequence[Quarter], chosen: Chosen) -> dict[str, str]:
    """The kinds of meeting by their folded words: those the group lists, then others that were held."""
    held = sorted((one.day, one.kind) for one in facts.meetings if any(quarter.holds(one.day) for quarter in quarters))
    named: dict[str, str] = {}
    for kind in (*chosen.kinds, *(kind for _, kind in held)):
        named.setdefault(fold(kind), kind)
    return named


def _within(facts: GrantFacts, quarters: Sequence[Quarter]) -> GrantFacts:
    """What happened in these quarters."""

    def inside(day: dt.date) -> bool:
        return any(quarter.holds(day) for quarter in quarters)

    return msgspec.structs.replace(
        facts,
        meetings=tuple(one for one in facts.meetings if inside(one.day)),
        steps_done=tuple(filter(inside, facts.steps_done)),
        issues_changed=tuple(filter(inside, facts.issues_changed)),
        confidence=tuple(
            msgspec.structs.replace(one, after=tuple(form for form in one.after if inside(form[0])))
            for one in facts.confidence
        ),
    )
