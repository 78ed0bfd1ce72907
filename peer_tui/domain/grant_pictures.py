"""A grant report as pictures: the same bars and tables as every other report, with small numbers said as such."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from peer_tui.domain.federal_year import Quarter
from peer_tui.domain.grant import GrantReport
from peer_tui.domain.grant_facts import INDICATORS
from peer_tui.domain.report import say_short_day
from peer_tui.domain.report_pictures import Bar, Picture, Value
from peer_tui.domain.suppressing import Face
from peer_tui.domain.words import marked, say

MEETINGS, ATTENDANCE, PEOPLE, DONE, INDICATED, MEMBERS = (
    "meetings", "attendance", "people", "done", "indicators", "members",
)  # fmt: skip
KEYS = (MEETINGS, ATTENDANCE, PEOPLE, DONE, INDICATED, MEMBERS)
"""The pictures, from top to bottom."""


class Words(msgspec.Struct, frozen=True):
    """What a group calls things; no name of anybody stands in any of it."""

    labels: Mapping[str, str]
    """Its own words for indicators, by their codes; where it has none, those of `INDICATORS`."""
    kinds: Callable[[str], str]
    """A kind of meeting, with names taken out."""
    tagged: Mapping[str, bool]
    """Of `A5`, `A6` and `WD`: whether a kind of meeting was chosen that counts for it."""

    def label(self, code: str) -> str:
        """`A4 · Members …`."""
        return f"{code} · {self.labels.get(code) or say(INDICATORS[code])}"


def say_quarters(quarters: Sequence[Quarter]) -> str:
    """`FY 2027 Q1 (1 Oct 2026 – 31 Dec 2026)`; several with semicolons between."""
    return "; ".join(
        say(
            "{quarter} ({first} – {last})",
            quarter=str(quarter),
            first=say_short_day(quarter.first),
            last=say_short_day(quarter.last),
        )
        for quarter in quarters
    )


def grant_pictures(report: GrantReport, words: Words) -> tuple[Picture, ...]:
    """The pictures of a report."""
    page = _Page(report, words)
    return (page.meetings(), page.attendance(), page.people(), page.done(), page.indicators(), page.members())


SHORT = {
    "A5": marked("A5 planning"),
    "A6": marked("A6 evaluation"),
    "AW1": marked("AW1 reached"),
    "NAB1": marked("NAB1 improved"),
    "PD": marked("PD changed"),
    "WD": marked("WD trained"),
}
"""What stands beside the bars of indicators; their whole names stand in the table."""
_TAGGED = {
    **{f"{code}{part}": code for code in ("A5", "A6") for part in ("", ".lived")},
    **{f"trained{part}": "WD" for part in ("", ".came", ".from")},
}
"""Rows that count meetings of chosen kinds, and whose indicator they are: without a kind there is nothing to say."""


class _Row(msgspec.Struct, frozen=True):
    """A row of a table: what it is about, and the row of the report it shows."""

    label: str
    row: str


class _Page:
    """Draws one report."""

    def __init__(self, report: GrantReport, words: Words) -> None:
        self._report = report
        self._words = words
        self._columns = [str(quarter) for quarter in report.quarters]
        if len(report.columns) > 1:
            self._columns.append(say("Together"))

    # --- cells ------------------------------------------------------------------------------------------------

    def _value(self, column: str, row: str) -> Value:
        if not self._words.tagged.get(_TAGGED.get(row, ""), True):
            return None
        value, face = self._report.number(column, row)
        if face is Face.PLAIN:
            return value
        return say("fewer than {n}", n=self._report.threshold) if face is Face.FEW else say("not shown")

    def _share(self, column: str, part: str, whole: str) -> Value:
        """A percentage; nothing where one of the two is hidden, or there is nothing to take it of."""
        numbers = [self._report.number(column, row) for row in (part, whole)]
        if any(face is not Face.PLAIN for _, face in numbers):
            return say("not shown")
        return f"{round(100 * numbers[0][0] / numbers[1][0])}%" if numbers[1][0] else None

    def _cells(self, row: str) -> tuple[Value, ...]:
        return tuple(self._value(column, row) for column in self._report.columns)

    def _words_of(self, value: Value) -> str:
        return "–" if value is None else f"{value:,}" if isinstance(value, int) else str(value)

    def _last(self, row: str) -> str:
        """The number of the last column, in words: of the one quarter, or of all together."""
        return self._words_of(self._value(self._report.columns[-1], row))

    def _bar(self, label: str, column: str, row: str) -> Bar:
        value, face = self._report.number(column, row)
        return Bar(label, (value if face is Face.PLAIN else 0,), self._words_of(self._value(column, row)))

    def _bars(self, rows: Iterable[_Row], whole: str) -> tuple[Bar, ...]:
        """A bar for each row of the one quarter; of several one for each quarter, with what is counted in all."""
        columns = self._report.columns
        if len(columns) == 1:
            return tuple(self._bar(one.label, columns[0], one.row) for one in rows)
        return tuple(
            self._bar(str(quarter), column, whole)
            for quarter, column in zip(self._report.quarters, columns, strict=False)
        )

    def _picture(
        self, key: str, title: str, summary: str, note: str, part: str, rows: Sequence[_Row], whole: str
    ) -> Picture:
        cells = tuple((one.label, *self._cells(one.row)) for one in rows)
        heading = (say("What"), *self._columns)
        return Picture(key, title, summary, note, (part,), self._bars(rows, whole), heading, cells)

    def _of_kinds(self, row: str) -> list[_Row]:
        return [_Row(self._words.kinds(shown), f"{row}:{kind}") for kind, shown in self._report.kinds.items()]

    # --- pictures ---------------------------------------------------------------------------------------------

    def meetings(self) -> Picture:
        """How many meetings were held, by their kind."""
        rows = [*self._of_kinds("meetings"), _Row(say("All meetings"), "meetings")]
        summary = say("Meetings that were held: {n}.", n=self._last("meetings"))
        note = say("A meeting counts on the day it began, where it was held. Deleted ones are left out.")
        return self._picture(MEETINGS, say("Meetings by kind"), summary, note, say("meetings"), rows, "meetings")

    def attendance(self) -> Picture:
        """How often somebody came."""
        rows = [
            *self._of_kinds("came"),
            _Row(say("All together"), "came"),
            _Row(say("Members came"), "came.members"),
            _Row(say("Guests came"), "came.guests"),
            _Row(say("Without a name"), "came.heads"),
        ]
        summary = say("Attendance: {n}.", n=self._last("came"))
        note = say("Everybody counts once for each meeting they came to. Those by phone are counted without a name.")
        return self._picture(ATTENDANCE, say("Attendance"), summary, note, say("came"), rows, "came")

    def people(self) -> Picture:
        """How many different people came."""
        rows = [
            *self._of_kinds("people"),
            _Row(say("Members"), "people.members"),
            _Row(say("Guests"), "people.guests"),
            _Row(say("All by name"), "people"),
        ]
        summary = say("Different people who came by name: {n}.", n=self._last("people"))
        note = say(
            "Everybody counts once, however often they came, so kinds and quarters do not add up. Those counted "
            "without a name, e.g. by phone, cannot be told apart and are not in it."
        )
        return self._picture(PEOPLE, say("Distinct people"), summary, note, say("people"), rows, "people")

    def done(self) -> Picture:
        """Decisions, next steps done, issues changed."""
        rows = [
            _Row(say("Decisions"), "decisions"),
            _Row(say("Next steps done"), "steps"),
            _Row(say("Policy issues changed"), "issues"),
        ]
        summary = say(
            "Decisions: {decisions}. Next steps done: {steps}. Policy issues changed: {issues}.",
            decisions=self._last("decisions"),
            steps=self._last("steps"),
            issues=self._last("issues"),
        )
        note = say(
            "A decision counts on the day of its meeting, a next step on the day it was marked done, an issue on the "
            "day its row in a register became “changed”."
        )
        return self._picture(DONE, say("What came of it"), summary, note, say("done"), rows, "steps")

    def indicators(self) -> Picture:
        """The indicators of the grant, in the group's words."""
        label = self._words.label
        main = [
            *(_Row(label(code), f"{code}.lived") for code in ("A5", "A6")),
            _Row(label("AW1"), "reached"),
            _Row(label("NAB1"), "forms.above"),
            _Row(label("PD"), "issues"),
            _Row(label("WD"), "trained"),
        ]
        last = self._report.columns[-1]
        bars = tuple(
            self._bar(say(short), last, one.row) for short, one in zip(SHORT.values(), main, strict=True)
        )  # fmt: skip
        rows = tuple(row for one in main for row in self._indicator(one))
        summary = " · ".join(f"{code} {bar.words}" for code, bar in zip(SHORT, bars, strict=True))
        return Picture(
            INDICATED, say("Indicators"), summary, self._how(), (say("people, issues"),), bars,
            (say("What"), *self._columns), rows,
        )  # fmt: skip

    def _indicator(self, main: _Row) -> list[tuple[Value, ...]]:
        """An indicator's own number, and below it what belongs to it."""
        code = main.label.split(" · ", 1)[0]
        rows: list[tuple[Value, ...]] = [(main.label, *self._cells(main.row))]
        columns = self._report.columns
        if code in ("A5", "A6"):
            rows.append((say("{code} · all members who came", code=code), *self._cells(code)))
        elif code == "NAB1":
            rows.append((say("{code} · forms handed in afterwards", code=code), *self._cells("forms")))
            shares = (self._share(column, "forms.above", "forms") for column in columns)
            rows.append((say("{code} · percentage of these forms", code=code), *shares))
            rows.append((say("{code} · mean before → after, of 5", code=code), *map(self._averages, columns)))
        elif code == "WD":
            rows.append((say("{code} · attendance at trainings", code=code), *self._cells("trained.came")))
            rows.append((say("{code} · organisations they came from", code=code), *self._cells("trained.from")))
        return rows

    def _averages(self, column: str) -> Value:
        means = self._report.averages.get(column)
        return f"{means[0]:.1f} → {means[1]:.1f}" if means else None

    def _how(self) -> str:
        """How the indicators were counted, and which cannot be."""
        said = [
            say("A5, A6: members who said they have lived experience, themselves or as family, and came."),
            say(
                "NAB1: forms are anonymous, so nobody's two forms are compared; counted are those filled in afterwards "
                "that lie above the mean of those before, in the same training."
            ),
        ]
        if missing := [code for code in ("A5", "A6", "WD") if not self._words.tagged.get(code)]:
            said.append(
                say("No kind of meeting is chosen yet that counts for {codes}: see group settings.",
                    codes=", ".join(missing))
            )  # fmt: skip
        return " ".join(said)

    def members(self) -> Picture:
        """Of the members the group has now, how many have lived experience."""
        label = self._words.label("A4")
        rows: tuple[tuple[Value, ...], ...] = (
            (label, self._value("now", "A4.lived")),
            (say("A4 · percentage of the members"), self._share("now", "A4.lived", "A4")),
            (say("A4 · confirmed members"), self._value("now", "A4")),
            (say("A4 · members who have not said"), self._value("now", "A4.unsaid")),
        )
        summary = say(
            "Members who said they have lived experience, themselves or as family: {n}. Confirmed members: {all}.",
            n=self._words_of(self._value("now", "A4.lived")),
            all=self._words_of(self._value("now", "A4")),
        )
        note = say("As the group stands on the day of the report, not at the end of a quarter.")
        bars = (
            self._bar(say("A4 lived"), "now", "A4.lived"),
            self._bar(say("A4 members"), "now", "A4"),
        )
        columns = (say("What"), say("Now"))
        return Picture(MEMBERS, say("Members"), summary, note, (say("people"),), bars, columns, rows)
