"""Where a programme stands, as lines of plain text."""

from __future__ import annotations

from peer_tui.domain.programmes.standing import DONE, NOT_NEEDED
from peer_tui.domain.words import say
from peer_tui.services.programmes.told import ItemRow, Page, PartRow

_TICKED = {DONE: "✓", NOT_NEEDED: "–"}
_OPEN = " "


def page_lines(page: Page) -> list[str]:
    """The page as lines of plain text."""
    closed = say(" (closed)") if page.closed else ""
    lines = [f"{page.title} · {page.group}{closed}"]
    lines += [" · ".join(f"{row.title}: {row.words}" for row in page.days)] if page.days else []
    lines += [say("Time so far: {hours}", hours=page.hours)] if page.hours else []
    lines += page.warnings
    for stage in page.stages:
        mark = "✓" if stage.done else "·"
        lines.append(f"{mark} {stage.title}" + (f": {'; '.join(stage.missing)}" if stage.missing else ""))
    lines += page.measures
    if not page.closed:
        lines += ["", say("THIS WEEK"), *(_item_line(row) for row in page.due)]
        lines += [] if page.due else [say("Nothing is due this week.")]
    lines += _checklist(page)
    for heading, rows in (
        (say("MEETINGS"), page.meetings),
        (say("FORMS"), page.forms),
        (say("REGISTERS"), page.registers),
        (say("REPORTS"), page.reports),
        (say("LETTERS"), page.letters),
    ):
        if rows:
            lines += [
                "",
                heading,
                *map(_part_line, rows),
            ]
    return lines


def _checklist(page: Page) -> list[str]:
    lines = ["", say("CHECKLIST")] if page.items else []
    window: str | None = None
    for row in page.items:
        if row.window != window:
            window = row.window
            lines.append(f"{window}{f' ({row.when})' if row.when else ''}" if window else say("At any time"))
        lines.append(_item_line(row))
    return lines


def _item_line(row: ItemRow) -> str:
    mark = _TICKED.get(row.state, _OPEN)
    facts = [say(row.state), row.progress, row.note]
    return f"  [{mark}] {row.number:>2} {row.title} · {' · '.join(fact for fact in facts if fact)}"


def _part_line(row: PartRow) -> str:
    return f"  {row.key}: {row.title}" + (f" · {row.words}" if row.words else "")
