"""The minutes of a meeting as one page to scroll: the record itself, laid out for the width there is."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from peer_tui.domain.characters import visible
from peer_tui.domain.minutes import Minutes
from peer_tui.domain.rows import StepRow
from peer_tui.domain.sections import Line
from peer_tui.ui.text import plain, wrap

WIDEST = 92
"""Cells: longer lines are hard to read."""


class MinutesPaper(Widget):
    """One widget, however long the minutes are."""

    DEFAULT_CSS = "MinutesPaper { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self._minutes: Minutes | None = None

    def show(self, minutes: Minutes) -> None:
        """Lay out these minutes."""
        self._minutes = minutes
        self.refresh(layout=True)

    def render(self) -> Content:
        """The page."""
        return Content("\n").join(lay_out(self._minutes, min(WIDEST, self.size.width or 80)) if self._minutes else [])

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many rows as the layout has at this width."""
        return len(lay_out(self._minutes, min(WIDEST, width))) if self._minutes else 1


def lay_out(minutes: Minutes, width: int) -> list[Content]:
    """The rows of the page: header, corrections, summary, then the sections in the order of the agenda."""
    rows = _wrapped(minutes.title, width, style="bold")
    indent = max((len(name) for name, _ in minutes.facts), default=0) + 2
    for name, said in minutes.facts:
        rows += _wrapped(said, width, name.ljust(indent), mark="$quiet")
    if minutes.corrections:
        rows += _heading("Corrections to these minutes", width)
        rows += [row for told in minutes.corrections for row in _wrapped(told, width, "  - ", mark="$quiet")]
    rows += _summary(minutes, width)
    for section in minutes.sections:
        rows += _heading(section.title, width)
        rows += _lines(section.lines, width)
        for part in section.parts:
            rows += [Content(""), *_wrapped(part.title, width, style="bold")]
            rows += _lines(part.lines, width)
    return rows


def _summary(minutes: Minutes, width: int) -> list[Content]:
    rows = _heading("Summary: decisions", width)
    for decision in minutes.decisions:
        number = f"{decision.number}.".rjust(4) + " "
        rows += _wrapped(decision.text + _behind(decision.notes), width, number, style="$entry-decision")
    rows += [] if minutes.decisions else [plain("  No decisions.", "$quiet")]
    rows += _heading("Summary: next steps", width)
    rows += [row for step in minutes.steps for row in _step(step, width)]
    rows += [] if minutes.steps else [plain("  No next steps.", "$quiet")]
    if minutes.carried:
        rows += _heading("Earlier next steps told about", width)
        rows += [row for step in minutes.carried for row in _step(step, width)]
    return rows


def _step(step: StepRow, width: int) -> list[Content]:
    rows = _wrapped(step.text + _behind(step.notes), width, f"{step.label:>3}  ", mark="$entry-step")
    facts = [step.who, step.by_when or "no date", step.state]
    told = " · ".join(fact for fact in facts if fact)
    rows += _wrapped(told, width, " " * 5, style="$quiet")
    return rows + (_wrapped(f"done when: {step.done_when}", width, " " * 5, style="$quiet") if step.done_when else [])


def _lines(lines: tuple[Line, ...], width: int) -> list[Content]:
    return [row for line in lines for row in _wrapped(_said(line), width, "  - ", mark="$quiet")]


def _said(line: Line) -> str:
    return f"{f'{line.label}: ' if line.label else ''}{line.text}{_behind(line.notes)}"


def _behind(notes: tuple[str, ...]) -> str:
    return f" ({' · '.join(notes)})" if notes else ""


def _heading(title: str, width: int) -> list[Content]:
    return [Content(""), *_wrapped(title, width, style="bold $accent")]


def _wrapped(text: str, width: int, first: str = "", *, style: str = "", mark: str = "") -> list[Content]:
    """Text behind `first`, its further lines under its beginning."""
    rest = " " * len(first)
    lines = wrap(visible(text), max(8, width - len(first)))
    return [
        Content.assemble(plain(first if number == 0 else rest, mark), plain(line, style))
        for number, line in enumerate(lines)
    ]
