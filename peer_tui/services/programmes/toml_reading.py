"""A programme's TOML file read into the structs of `domain/programmes/definition.py`, field by field.

The structs themselves say which fields there are and what each holds, so that a new field of theirs is read at once.
Whatever does not fit is told with the file, the field and what was expected.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import msgspec

from peer_tui.domain.programmes.definition import Offset
from peer_tui.domain.words import say

LONGEST_LINE = 1_000
LONGEST_TEXT = 20_000
"""Characters; a text that may have several lines."""
_MOST = 1_000
"""Parts of one kind: more are no programme that a person wrote."""
_LARGEST = 10_000
_SEVERAL_LINES = ("text", "about", "help")
"""Fields whose text may have several lines."""
_ONE_OF = {
    "anchors": "anchor", "windows": "window", "items": "item", "stages": "stage", "needs": "need", "forms": "form",
    "sections": "section", "questions": "question", "registers": "register", "columns": "column", "starts": "start",
    "meetings": "meeting", "words": "word", "reports": "report", "letters": "letter", "cards": "card",
}  # fmt: skip
"""What a table of the file is called where the struct's field names several of them."""
_OFFSET = re.compile(r"([a-z0-9-]+)(?:\s+([+-])\s*([0-9]{1,4})\s+(day|week|month)s?)?")


class ProgrammeProblem(Exception):
    """A programme's file cannot be used. Its text is a sentence: the file, the field, and what was expected."""

    def __init__(self, file: str, field: str, expected: str) -> None:
        self.file = file
        self.field = field
        """Where in the file, e.g. `item 3, window`; empty when it is about the file as a whole."""
        self.expected = expected
        words = {"file": file, "field": field, "expected": expected}
        sentence = say("Programme {file}, {field}: {expected}", **words) if field else ""
        super().__init__(sentence or say("Programme {file}: {expected}", file=file, expected=expected))


class Place:
    """Where in a file something stands, for sentences."""

    def __init__(self, file: str, where: tuple[str, ...] = ()) -> None:
        self.file = file
        self.where = where

    def at(self, *parts: str) -> Place:
        """A place within this one."""
        return Place(self.file, (*self.where, *(part for part in parts if part)))

    def problem(self, expected: str) -> ProgrammeProblem:
        """What is wrong here."""
        return ProgrammeProblem(self.file, ", ".join(self.where), expected)


Kind = typing.TypeVar("Kind", bound=msgspec.Struct)
_Reader: typing.TypeAlias = Callable[[Any, Place, str], Any]
"""Reads one value, given the place of its table and the name it has there."""


def read_struct(kind: type[Kind], table: dict[str, Any], place: Place, **given: Any) -> Kind:
    """A table of the file as the struct it is for; `given` are fields that do not stand in the file.

    Raises:
        ProgrammeProblem: a field is missing, not known, or holds something else than expected.
    """
    fields = _fields(kind)
    for name in table:
        if name not in fields or fields[name][0] in given:
            names = ", ".join(known for known, (field, _, _) in fields.items() if field not in given)
            raise place.at(shown(name)).problem(say("this field is not known; one of {names} is expected", names=names))
    values = dict(given)
    for name, (field, reader, required) in fields.items():
        if name in table:
            values[field] = reader(table[name], place, name)
        elif required and field not in given:
            raise place.at(name).problem(say("it is missing"))
    return kind(**values)


@cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, tuple[str, _Reader, bool]]:
    """By its name in the file: a field's own name, what reads it, and whether it has to be there."""
    hints = typing.get_type_hints(kind)
    found = {}
    for field in msgspec.structs.fields(kind):
        hint = hints[field.name]
        name = _ONE_OF.get(field.name, field.name) if _holds_tables(hint) else field.name
        found[name] = (field.name, _reader(hint, name in _SEVERAL_LINES), field.required)
    return found


def _holds_tables(hint: Any) -> bool:
    """Whether a field is a list of tables."""
    parts = typing.get_args(hint)
    if typing.get_origin(hint) is not tuple or len(parts) != 2 or parts[1] is not Ellipsis:
        return False
    return _is_struct(parts[0]) or typing.get_origin(parts[0]) is dict


def _is_struct(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, msgspec.Struct)


def _reader(hint: Any, several: bool) -> _Reader:
    """What reads a value of this type."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return _reader(next(part for part in parts if part is not type(None)), several)
    if hint is Offset:
        return _offset
    if _is_struct(hint):
        return lambda value, place, name: read_struct(hint, _table(value, place, name), place.at(name))
    if origin is tuple and parts[-1] is Ellipsis:
        reader = _table_reader(parts[0]) if _holds_tables(hint) else _reader(parts[0], several)
        return partial(_many, reader, _holds_tables(hint))
    if origin is tuple:
        return partial(_so_many, tuple(_reader(part, several) for part in parts))
    if origin is dict:
        return _texts
    if hint is bool:
        return _yes_or_no
    if hint in (int, float):
        return partial(_number, hint)
    return _long_text if several else _line


def _table_reader(hint: Any) -> _Reader:
    return _texts if typing.get_origin(hint) is dict else _reader(hint, several=False)


def _table(value: Any, place: Place, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise place.at(name).problem(say("a table is expected"))
    return value


def _texts(value: Any, place: Place, name: str) -> dict[str, str]:
    here = place.at(name)
    return {key: _long_text(cell, here, shown(key)) for key, cell in _table(value, place, name).items()}


def _many(reader: _Reader, numbered: bool, value: Any, place: Place, name: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise place.at(name).problem(say("a list is expected"))
    if len(value) > _MOST:
        raise place.at(name).problem(say("at most {most:,} of them are expected", most=_MOST))
    return tuple(
        reader(one, place, f"{name} {number}" if numbered else name) for number, one in enumerate(value, start=1)
    )


def _so_many(readers: tuple[_Reader, ...], value: Any, place: Place, name: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or len(value) != len(readers):
        raise place.at(name).problem(say("a list of {number} values is expected", number=len(readers)))
    return tuple(reader(one, place, name) for reader, one in zip(readers, value, strict=True))


def _yes_or_no(value: Any, place: Place, name: str) -> bool:
    if not isinstance(value, bool):
        raise place.at(name).problem(say("true or false is expected"))
    return value


def _number(kind: type[int] | type[float], value: Any, place: Place, name: str) -> int | float:
    fits = isinstance(value, int if kind is int else int | float) and not isinstance(value, bool)
    if not fits or not 0 <= value <= _LARGEST:
        raise place.at(name).problem(say("a number from 0 to {largest:,} is expected", largest=_LARGEST))
    return kind(value)


def _offset(value: Any, place: Place, name: str) -> Offset:
    """`first - 4 weeks`, `last + 3 months`, `assignment`."""
    found = _OFFSET.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        expected = say("an anchor with days, weeks or months is expected, such as “first - 28 days”")
        raise place.at(name).problem(expected)
    count = int(found[3] or 0) * (-1 if found[2] == "-" else 1)
    if found[4] == "month":
        return Offset(found[1], months=count)
    return Offset(found[1], days=count * (7 if found[4] == "week" else 1))


def _line(value: Any, place: Place, name: str) -> str:
    """One line of text."""
    if not isinstance(value, str):
        raise place.at(name).problem(say("text in quotes is expected"))
    if len(value) > LONGEST_LINE or not (value.isprintable() or all(map(printable, value))):
        most = LONGEST_LINE
        raise place.at(name).problem(say("one line of at most {most:,} ordinary characters is expected", most=most))
    return value.strip()


def _long_text(value: Any, place: Place, name: str) -> str:
    """A text that may have several lines."""
    if not isinstance(value, str):
        raise place.at(name).problem(say("text in quotes is expected"))
    words = value.replace("\n", "")
    if len(value) > LONGEST_TEXT or not (words.isprintable() or all(map(printable, words))):
        most = LONGEST_TEXT
        raise place.at(name).problem(say("at most {most:,} ordinary characters are expected", most=most))
    return value.strip()


def printable(character: str) -> bool:
    """No control characters; joiners inside emoji and scripts stay."""
    return character.isprintable() or character in "\u200c\u200d\u00a0\u2009\u202f"


def shown(words: str) -> str:
    """Words of a file as a sentence may show them."""
    return "".join(letter if printable(letter) else "\ufffd" for letter in words)[:300]
