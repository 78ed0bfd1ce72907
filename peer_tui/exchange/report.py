"""A report → Markdown for people, and CSV for a spreadsheet. The page with pictures is `report_html`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peer_tui.domain.report_pictures import Picture, Value, say_figure
from peer_tui.domain.words import say
from peer_tui.exchange.csv import to_csv
from peer_tui.exchange.markdown import escape

_NAMES = (say("Picture"), say("About"), say("What"), say("Value"))


def report_to_markdown(title: str, days: str, notice: str, told: Iterable[Picture]) -> str:
    """The report as tables, each under its heading and the sentence that sums it up.

    Args:
        title: the heading.
        days: over which meetings it is, and when it was made.
        notice: a sentence about what was left out; empty if nothing was.
        told: the pictures.
    """
    parts = [f"# {escape(title)}", escape(days), *([f"**{escape(notice)}**"] if notice else [])]
    for picture in told:
        parts += [f"## {escape(picture.title)}", escape(picture.summary)]
        if picture.rows:
            parts += [_table(picture), escape(picture.note)]
    return "\n\n".join(parts) + "\n"


def _table(picture: Picture) -> str:
    aligned = ["---", *("---:" for _ in picture.columns[1:])]
    rows = [[say_cell(value) for value in row] for row in picture.rows]
    lines: list[Sequence[str]] = [picture.columns, aligned, *([escape(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def say_cell(value: Value) -> str:
    """A value of a table as people read it; a dash where there is nothing to say."""
    if value is None:
        return "–"
    return value if isinstance(value, str) else say_figure(value)


def report_to_csv(told: Iterable[Picture]) -> str:
    """Every number of every table, a line each: the picture, what it is about, what was counted, and the value."""
    return to_csv(
        _NAMES,
        (
            (picture.title, row[0], column, value)
            for picture in told
            for row in picture.rows
            for column, value in zip(picture.columns[1:], row[1:], strict=True)
        ),
    )
