"""What we have control over: ideas under whose they are, those not sorted yet first (`product.md` §1.4)."""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.domain.characters import clean
from peer_tui.domain.programmes.book import Row as RegisterRow
from peer_tui.domain.programmes.definition import Column, Programme, Register
from peer_tui.domain.words import either, say
from peer_tui.services.programmes.meetings import programme_of
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import notes
from peer_tui.services.showing.rows import Row, Style, heading, is_low, short


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """The ideas of the meeting's programme by whose they are, then what was written here."""
    found = programme_of(session.opened, session.id)
    written = notes.lines(session, width=width, height=height)
    sorted_by = control_register(found[1]) if found is not None else None
    if found is None or sorted_by is None:
        return written
    register, column = sorted_by
    ideas = found[0].standing_rows(register.key)
    rows = [row for choice in ("", *column.choices) for row in _under(choice, ideas, register, column, width)]
    if not rows:
        none = say("No {row} yet: {word}: its words / {choices}", row=register.row, word=register.word,
                   choices=either(column.choices))  # fmt: skip
        return [Row(none, "quiet"), *written]
    return rows if is_low(height) else [*rows, *written]


def hint(session: LiveSession) -> str:
    """How an idea is kept and sorted in one line."""
    found = programme_of(session.opened, session.id)
    sorted_by = control_register(found[1]) if found is not None else None
    if sorted_by is None or not sorted_by[0].word:
        return notes.hint(session)
    register, column = sorted_by
    return say("{word}: … / {choices}", word=register.word, choices=either(column.choices))


def control_register(programme: Programme) -> tuple[Register, Column] | None:
    """The register whose rows become next steps only with some choices, and the column of those; None without one."""
    for register in programme.registers:
        if register.only_with is not None:
            key = register.only_with[0]
            column = next((one for one in register.columns if one.key == key and one.choices), None)
            if column is not None:
                return register, column
    return None


def _under(choice: str, ideas: Sequence[RegisterRow], register: Register, column: Column, width: int) -> list[Row]:
    """The heading of one choice with its ideas; nothing where there are none."""
    here = [row for row in ideas if row.texts.get(column.key, "") == choice]
    if not here:
        return []
    ours = register.only_with is not None and choice in register.only_with[1]
    title, becomes = choice, say("can become next steps") if ours else say("recommendations")
    style: Style = "plain"
    if not choice:
        title, becomes, style = column.missing or say("Not sorted yet"), "", "warning"
    rows = [heading(title[:1].upper() + title[1:], becomes)]
    return [*rows, *(Row(short(clean(row.texts.get(register.named_by, "")), width), style, mark="·") for row in here)]
