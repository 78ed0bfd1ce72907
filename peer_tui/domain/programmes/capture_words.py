"""The words with a colon that the capture line knows in a programme's meetings, as its file names them.

A `[[word]]` of the file gives a line a name of its own; a register's `word` also adds a row. Where both are the same
word, one line does both. A word of the programme's stands before one of the capture line's own (`capture.WORDS`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import EntryKind
from peer_tui.domain.programmes.definition import Programme, Register, Word
from peer_tui.domain.programmes.measures import read_number


class OwnWord(msgspec.Struct, frozen=True):
    """One such word, ready to be used."""

    word: str
    """In small letters, without its colon."""
    title: str
    """What a line captured with it is called; empty where it is called by its kind."""
    kind: EntryKind
    private: bool = False
    """A personal next step: it stays out of the group's record until its owner shares it."""
    names: bool = True
    """False: a line that names a person of the group is warned about."""
    help: str = ""
    register: str = ""
    """The register that a row is added to; empty for none."""
    column: str = ""
    """The column its words go to."""
    row: str = ""
    """What such a row is called: `issue`."""
    list: str = ""
    """The register's title."""
    others: tuple[OtherColumn, ...] = ()
    """The columns that more words of the line may go to."""


class OtherColumn(NamedTuple):
    """A column that is filled in behind a slash: `issue: eligibility cliff / EOHLC sets`."""

    key: str
    title: str
    type: str = "text"
    choices: tuple[str, ...] = ()
    sorts: bool = False
    """Rows are sorted by it: one of its choices is enough, without its name."""


_SAID = frozenset({"text", "long", "number", "choice", "person", "date"})
"""The types of column whose cells can be said behind a slash."""


def own_words(programme: Programme, usual: Mapping[str, EntryKind]) -> dict[str, OwnWord]:
    """The words of a programme by themselves, in the order of its file; those of registers last.

    Args:
        programme: the programme as its file says.
        usual: the words that every meeting knows, and what they file a line as.
    """
    found = {word.word.casefold(): _named(word, usual) for word in programme.words if word.word}
    for register in programme.registers:
        key = register.word.casefold()
        if key:
            known = found.get(key) or OwnWord(
                key, "" if key in usual else register.row.capitalize(), usual.get(key, EntryKind.NOTE)
            )
            found[key] = _with_row(known, register)
    return found


def _named(word: Word, usual: Mapping[str, EntryKind]) -> OwnWord:
    key = word.word.casefold()
    kinds = {str(kind): kind for kind in EntryKind}
    kind = kinds.get(word.kind, usual.get(key, EntryKind.NOTE))
    if word.private:
        kind = EntryKind.STEP
    title = "" if kind is usual.get(key) and not word.private else word.title
    return OwnWord(key, title, kind, word.private, word.names, word.help)


def _with_row(word: OwnWord, register: Register) -> OwnWord:
    sorted_by = register.only_with[0] if register.only_with else ""
    others = tuple(
        OtherColumn(column.key, column.title, column.type, column.choices, column.key == sorted_by)
        for column in register.columns
        if column.key != register.named_by and column.type in _SAID
    )
    return msgspec.structs.replace(
        word, register=register.key, column=register.named_by, row=register.row, list=register.title, others=others
    )


def cells_of(word: OwnWord, text: str) -> dict[str, str]:
    """The cells that a line's words fill in: `eligibility cliff / EOHLC sets` is a title and who sets it.

    A part behind ` / ` belongs to a column when it begins or ends with the column's word or title, or is a choice by
    which rows are sorted: `one form for all / state`, `second intakes / baseline 30`, `draft it / who bo / by fri`.
    Unless every part does, all of it is the row's own text: a slash is mostly just a slash.
    """
    own, *parts = text.split(" / ")
    cells = {word.column: own.strip()}
    for part in parts:
        found = _cell(word, part.strip())
        if found is None or found[0] in cells or not own.strip():
            return {word.column: text.strip()}
        cells[found[0]] = found[1]
    return cells


def _cell(word: OwnWord, part: str) -> tuple[str, str] | None:
    """The column a part names, and what it says of it."""
    folded = fold(part)
    for column in word.others:
        if column.sorts and (choice := _kept(column, part)):
            return column.key, choice
        for name in sorted({fold(column.key), fold(column.title)}, key=len, reverse=True):
            rest = ""
            if folded.startswith((f"{name} ", f"{name}:")):
                rest = part[len(name) :]
            elif folded.endswith(f" {name}"):
                rest = part[: -len(name)]
            if len(folded) == len(part) and (said := _kept(column, rest.strip(" :"))):
                return column.key, said
    return None


def _kept(column: OtherColumn, said: str) -> str:
    """What a column keeps of some words; empty where they are no choice of it, or no number."""
    if column.type == "choice":
        return next((choice for choice in column.choices if fold(choice) == fold(said)), "")
    return said if column.type != "number" or read_number(said) is not None else ""
