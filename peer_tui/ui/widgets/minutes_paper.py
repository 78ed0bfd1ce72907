"""The minutes of a meeting as one page to scroll: the record itself, laid out for the width there is."""

from __future__ import annotations

from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from peer_tui.domain.characters import visible
from peer_tui.domain.events import EntryId
from peer_tui.domain.minutes import Minutes
from peer_tui.domain.rows import StepRow
from peer_tui.domain.sections import Line
from peer_tui.domain.words import say
from peer_tui.ui.text import plain, wrap

WIDEST = 92
"""Cells: longer lines are hard to read."""


class MinutesPaper(Widget):
    """One widget, however long the minutes are."""

    DEFAULT_CSS = "MinutesPaper { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._minutes: Minutes | None = None
        self._line: EntryId = ""
        self._laid: dict[int, list[PaperRow]] = {}
        """The page at each width it was asked for."""

    def show(self, minutes: Minutes, line: EntryId = "") -> None:
        """Lay out these minutes; `line` is marked where it stands."""
        if minutes != self._minutes:
            self._laid.clear()
        self._minutes, self._line = minutes, line
        self.refresh(layout=True)

    def render(self) -> Content:
        """The page."""
        return Content("\n").join(self._rows(self.size.width or 80))

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many rows as the layout has at this width."""
        return len(self._rows(width)) or 1

    def row_of(self, line: EntryId) -> int | None:
        """The row on which a captured line stands; None where the record does not tell it."""
        if self._minutes is None or not line:
            return None
        told = self._at(self.size.width or 80)
        return next((number for number, row in enumerate(told) if row.entry == line), None)

    def _rows(self, width: int) -> list[Content]:
        told = self._at(width)
        return [row.words.stylize("reverse") if self._line and row.entry == self._line else row.words for row in told]

    def _at(self, width: int) -> list[PaperRow]:
        width = min(WIDEST, width)
        if width not in self._laid:
            self._laid[width] = lay_out(self._minutes, width) if self._minutes else []
        return self._laid[width]


class PaperRow(NamedTuple):
    """One row of the page."""

    words: Content
    entry: EntryId = ""
    """The captured line it tells; empty where it tells none."""


def lay_out(minutes: Minutes, width: int) -> list[PaperRow]:
    """The rows of the page: header, corrections, summary, then the sections in the order of the agenda."""
    rows = _wrapped(minutes.title, width, style="bold")
    indent = max((len(name) for name, _ in minutes.facts), default=0) + 2
    for name, said in minutes.facts:
        rows += _wrapped(said, width, name.ljust(indent), mark="$quiet")
    if minutes.corrections:
        rows += _heading(say("Corrections to these minutes"), width)
        rows += [row for told in minutes.corrections for row in _wrapped(told, width, "  - ", mark="$quiet")]
    rows += _summary(minutes, width)
    for section in minutes.sections:
        rows += _heading(section.title, width)
        rows += _lines(section.lines, width)
        for part in section.parts:
            rows += [PaperRow(Content("")), *_wrapped(part.title, width, style="bold")]
            rows += _lines(part.lines, width)
    return rows


def _summary(minutes: Minutes, width: int) -> list[PaperRow]:
    rows = _heading(say("Summary: decisions"), width)
    for decision in minutes.decisions:
        number = f"{decision.number}.".rjust(4) + " "
        told = decision.text + _behind(decision.notes)
        rows += _wrapped(told, width, number, style="$entry-decision", entry=decision.entry)
    rows += [] if minutes.decisions else [PaperRow(plain("  " + say("No decisions."), "$quiet"))]
    rows += _heading(say("Summary: next steps"), width)
    rows += [row for step in minutes.steps for row in _step(step, width)]
    rows += [] if minutes.steps else [PaperRow(plain("  " + say("No next steps."), "$quiet"))]
    if minutes.carried:
        rows += _heading(say("Earlier next steps told about"), width)
        rows += [row for step in minutes.carried for row in _step(step, width)]
    return rows


def _step(step: StepRow, width: int) -> list[PaperRow]:
    told = step.text + _behind(step.notes)
    rows = _wrapped(told, width, f"{step.label:>3}  ", mark="$entry-step", entry=step.entry)
    facts = " · ".join(fact for fact in (step.who, step.by_when or say("no date"), step.state) if fact)
    rows += _wrapped(facts, width, " " * 5, style="$quiet", entry=step.entry)
    if step.done_when:
        rows += _wrapped(
            say("done when: {done_when}", done_when=step.done_when), width, " " * 5, style="$quiet", entry=step.entry
        )
    return rows


def _lines(lines: tuple[Line, ...], width: int) -> list[PaperRow]:
    return [row for line in lines for row in _wrapped(_said(line), width, "  - ", mark="$quiet", entry=line.entry)]


def _said(line: Line) -> str:
    return f"{f'{line.label}: ' if line.label else ''}{line.text}{_behind(line.notes)}"


def _behind(notes: tuple[str, ...]) -> str:
    return f" ({' · '.join(notes)})" if notes else ""


def _heading(title: str, width: int) -> list[PaperRow]:
    return [PaperRow(Content("")), *_wrapped(title, width, style="bold $accent")]


def _wrapped(
    text: str, width: int, first: str = "", *, style: str = "", mark: str = "", entry: EntryId = ""
) -> list[PaperRow]:
    """Text behind `first`, its further lines under its beginning."""
    rest = " " * len(first)
    lines = wrap(visible(text), max(8, width - len(first)))
    return [
        PaperRow(Content.assemble(plain(first if number == 0 else rest, mark), plain(line, style)), entry)
        for number, line in enumerate(lines)
    ]
