"""The letters of a programme: confirmations and thanks, one for each person of a register, as files or drafts.

Nothing is sent: a person looks at each and sends it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.programmes.definition import Letter, Programme
from peer_tui.domain.programmes.run_meetings import meetings_of
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say
from peer_tui.services.exported import Exported, Known, remember_all, write_private
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes.running import need_definition, run_of

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Row, Running
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

FORMATS = {"txt": say("plain text"), "eml": say("e-mail drafts")}
"""What letters can be written as, by the letters after the dot."""
_BRACES = re.compile(r"\{([a-z0-9-]{1,40})\}")
_UNKNOWN = "…"
"""What stands where something is not known yet, for a person to fill in."""
_LISTED = "programme-letter"


class Drawn(msgspec.Struct, frozen=True):
    """One letter."""

    name: str
    """To whom; empty for a letter to all."""
    address: str
    """Their mail address, where the register has one."""
    subject: str
    text: str
    row: str = ""
    """The row of the register it is for; empty for a letter to all."""
    unknown: tuple[str, ...] = ()
    """What was not known and stands as `…`, by the words in braces."""


def letters(opened: OpenGroup, running: Running, letter: str) -> list[Drawn]:
    """A programme's letter, drawn for every row of its register in order, or once.

    Raises:
        Problem: the programme's file cannot be used.
        WrongUse: it has no such letter.
    """
    programme = need_definition(running)
    found = find_letter(programme, letter)
    known = _known(opened, running, programme)
    if not found.register:
        return [_drawn(found, known, {}, running, "")]
    return [
        _drawn(found, known, _cells(opened, programme, found, row), running, row.id)
        for row in running.standing_rows(found.register)
    ]


def find_letter(programme: Programme, letter: str) -> Letter:
    """A programme's letter by its word.

    Raises:
        WrongUse: it has none of this word.
    """
    found = next((one for one in programme.letters if one.key == letter.strip().casefold()), None)
    if found is None:
        known = tuple(one.key for one in programme.letters)
        names = ", ".join(known) or say("none")
        raise WrongUse(
            say(
                "“{title}” has no letter “{letter}”; it has {names}.",
                title=programme.title,
                letter=clean(letter)[:60],
                names=names,
            ),
            choices=known,
        )
    return found


def _known(opened: OpenGroup, running: Running, programme: Programme) -> dict[str, str]:
    """What every letter may say: the title, the days, the group, who facilitates."""
    days = {key: say_date(day) for key, day in running.anchors.items()}
    return {
        **{anchor.key: days.get(anchor.key, "") for anchor in programme.anchors},
        "title": clean(running.title).strip(),
        "group": clean(opened.group.name).strip(),
        "facilitator": _facilitator(opened, running),
    }


def _facilitator(opened: OpenGroup, running: Running) -> str:
    """Who facilitates the newest of the run's meetings that says so."""
    for _, held in reversed(meetings_of(running, opened.group)):
        person = opened.group.person(held.roles.get("facilitator"))
        if person is not None:
            return clean(person.name).strip()
    return ""


def _cells(opened: OpenGroup, programme: Programme, letter: Letter, row: Row) -> dict[str, str]:
    from peer_tui.domain.programmes.registers import is_withheld
    from peer_tui.services.programmes.typed import shown_typed

    register = next((one for one in programme.registers if one.key == letter.register), None)
    columns = {column.key: column for column in register.columns} if register is not None else {}
    told = {
        key: text for key, text in row.texts.items()
        if register is None or key not in columns or not is_withheld(register, row, columns[key])
    }  # fmt: skip
    cells = {key: shown_typed(opened, columns[key], text) if key in columns else text for key, text in told.items()}
    name = cells.get(register.named_by, "") if register is not None else ""
    shown = {key: " ".join(clean(text).split()) for key, text in cells.items()}
    return {**dict.fromkeys(columns, ""), "name": " ".join(clean(name).split()), **shown}


def _drawn(letter: Letter, known: dict[str, str], cells: dict[str, str], running: Running, row: str) -> Drawn:
    said = {**cells, **known, "name": cells.get("name", "")}
    unknown: dict[str, None] = {}

    def filled(match: re.Match[str]) -> str:
        word = match[1]
        if word not in said:
            return match[0]
        if not said[word]:
            unknown[word] = None
        return said[word] or _UNKNOWN

    # One pass: braces in what a person wrote mean nothing.
    text = _BRACES.sub(filled, letter.text.strip())
    subject = f"{letter.title}: {clean(running.title).strip()}"
    return Drawn(cells.get("name", ""), cells.get("email", ""), subject, f"{text}\n", row, tuple(unknown))


def all_of_them(drawn: list[Drawn]) -> str:
    """Every letter as one text, each under its name, to be looked through or copied."""
    return "\n".join(f"{'— ' + one.name + ' —' if one.name else one.subject}\n\n{one.text}" for one in drawn)


def render(one: Drawn, form: str) -> str:
    """One letter as plain text, or as an e-mail draft to the address the register has."""
    if form != "eml":
        return one.text
    from peer_tui.exchange.mail import draft

    return draft(one.subject, one.text, [one.address] if one.address else [])


def export_letters(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    letter: str,
    form: str = "txt",
    folder: Path | None = None,
) -> list[Path]:
    """Write a letter for each row, one file each, owner-only; their names hold nobody's name. They are remembered.

    Raises:
        Problem: there is nobody to write to, or a file could not be written.
    """
    if form not in FORMATS:
        raise WrongUse(
            say("Letters are written as one of {formats}. Nothing was written.", formats=", ".join(FORMATS)),
            choices=tuple(FORMATS),
        )
    found = find_letter(need_definition(running), letter)
    drawn = letters(opened, running, letter)
    if not drawn:
        raise Problem(say("There is nobody in the register yet, so there is no letter to write. Nothing was written."))
    known = Known(workspace.places.state)
    there = folder or workspace.places.exports
    written: list[tuple[Path, Exported]] = []
    try:
        for number, one in enumerate(drawn, 1):
            name = f"{running.key}-{found.key}-{number:02}.{form}"
            target = known.free(there / name, opened.folder, "")
            path = write_private(target.parent, target.name, render(one, form))
            told = f"{_LISTED} {running.id} {found.key} {one.row}"
            written.append((path, Exported(str(path), opened.folder, "", form, "", audience=told)))
    finally:
        # Also those before one that could not be written: words that are removed go from them too.
        remember_all(workspace.places.state, written)
    return [path for path, _ in written]


def is_ours(one: Exported) -> bool:
    """Whether a file in the list of written files is such a letter."""
    return one.audience.partition(" ")[0] == _LISTED


def draw_again(opened: OpenGroup, one: Exported) -> str | None:
    """A letter that was written earlier, as it would be written now; None if it cannot be drawn."""
    _, run, letter, row = (*one.audience.split(" "), "", "", "")[:4]
    try:
        drawn = letters(opened, run_of(opened, run), letter)
    except Problem:
        return None
    return next((render(again, one.form) for again in drawn if again.row == row), None)
