"""Minutes → a PDF, set in the fonts of this computer, with headings that a reader can jump between.

Its properties name nobody and tell no time of writing. Letters that no font here has stand as □, and the last line of
the document says which. Needs fpdf2 (`peer-tui[pdf]`), no program and no library of the system.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from peer_tui.domain.minutes import Minutes
from peer_tui.domain.rows import StepRow
from peer_tui.domain.sections import Line, Section
from peer_tui.domain.words import say, say_number
from peer_tui.exchange.bidi import drawable
from peer_tui.exchange.fonts import Chosen, choose
from peer_tui.exchange.sheets import Piece, Sheets

_SIZES = {1: 18.0, 2: 14.0, 3: 12.0}
"""Points of a heading, by its level."""
_TEXT, _SMALL = 10.5, 9.0
_COLUMNS = (
    (say("No."), 1.0),
    (say("Next step"), 5.0),
    (say("Who"), 2.8),
    (say("By when"), 2.4),
    (say("Done when"), 3.0),
    (say("State"), 2.2),
)
_NAMED_AT_MOST = 12
"""Letters that could not be set, that are named."""


def to_pdf(minutes: Minutes, fonts: Chosen | None = None) -> tuple[bytes, str]:
    """The whole record as a PDF, and a sentence about letters that could not be set; empty if all could be.

    Args:
        minutes: the record.
        fonts: in what it is set; None is what this computer has.
    """
    if fonts is None:
        fonts = choose(_letters(minutes))
    sheets = Sheets(f"{minutes.title} · {minutes.date}", minutes.status, fonts)
    sheets.framed(minutes.status, 12)
    sheets.space(6)
    sheets.heading(minutes.title, 1, _SIZES[1])
    for name, said in minutes.facts:
        sheets.paragraph([(f"{name}: ", True), (said, False)], _TEXT)
    if minutes.corrections:
        sheets.heading(say("Corrections to these minutes"), 2, _SIZES[2])
        for said in minutes.corrections:
            sheets.paragraph([(said, False)], _TEXT, before="•", tag="LI")
    _summary(sheets, minutes)
    for section in minutes.sections:
        _section(sheets, section, 2)
    unset = unset_words(fonts)
    if unset:
        sheets.space(14)
        sheets.paragraph([(unset, False)], _SMALL)
    return sheets.finished(), unset


def unset_words(fonts: Chosen) -> str:
    """What could not be set, in a sentence; empty if nothing."""
    if not fonts.unset:
        return ""
    named = " ".join(fonts.unset[:_NAMED_AT_MOST])
    more = (
        " " + say("and {number:,} more", number=len(fonts.unset) - _NAMED_AT_MOST)
        if len(fonts.unset) > _NAMED_AT_MOST
        else ""
    )
    count = say_number(len(fonts.unset), "One letter", "{n:,} letters")
    return say(
        "{count} of these minutes could not be set in the PDF, because no font of this computer has them: "
        "{named}{more}. They stand as a box or a question mark. The web page, Word and text files hold them.",
        count=count,
        named=named,
        more=more,
    )


def _letters(minutes: Minutes) -> set[str]:
    """Every character that is to be drawn."""
    letters = set("•–…·0123456789")
    for said in _texts(msgspec.to_builtins(minutes)):
        letters |= set(drawable(said))
    return {letter for letter in letters if letter.isprintable()}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _summary(sheets: Sheets, minutes: Minutes) -> None:
    sheets.heading(say("Summary"), 2, _SIZES[2])
    sheets.heading(say("Decisions"), 3, _SIZES[3])
    for decision in minutes.decisions:
        text = f"{decision.text}{_behind(decision.notes)}"
        sheets.paragraph([(text, False)], _TEXT, before=f"{decision.number}.", tag="LI")
    if not minutes.decisions:
        sheets.paragraph([(say("No decisions."), False)], _TEXT)
    sheets.heading(say("Next steps"), 3, _SIZES[3])
    if minutes.steps:
        _table(sheets, minutes.steps)
    else:
        sheets.paragraph([(say("No next steps."), False)], _TEXT)
    if minutes.carried:
        sheets.heading(say("Earlier next steps told about"), 3, _SIZES[3])
        _table(sheets, minutes.carried)


def _table(sheets: Sheets, rows: Sequence[StepRow]) -> None:
    cells = [
        [said or "–" for said in (row.label, f"{row.text}{_behind(row.notes)}", row.who, row.by_when, row.done_when,
                                  row.state)]
        for row in rows
    ]  # fmt: skip
    sheets.table([name for name, _ in _COLUMNS], cells, [width for _, width in _COLUMNS], _SMALL)


def _section(sheets: Sheets, section: Section, level: int) -> None:
    sheets.heading(section.title, level, _SIZES.get(level, _SIZES[3]))
    for line in section.lines:
        sheets.paragraph(_pieces(line), _TEXT, before="•", tag="LI")
    for part in section.parts:
        _section(sheets, part, level + 1)


def _pieces(line: Line) -> list[Piece]:
    label = [(f"{line.label}: ", True)] if line.label else []
    return [*label, (f"{line.text}{_behind(line.notes)}", False)]


def _behind(notes: Sequence[str]) -> str:
    return f" ({' · '.join(notes)})" if notes else ""
