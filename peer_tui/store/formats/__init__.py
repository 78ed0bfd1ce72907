"""What a record of any format says to this version: older ones are brought up as they are read, and never rewritten.

A record of format 1 carries no `format`; every later one carries its own, so that a log may hold several: an old log
goes on under a new version, and what is copied, mended or carried elsewhere keeps its meaning. The `format` in a log's
head is the highest in it, and `needs` beside it the first peer-tui that reads all of it.

To change the shape of what is recorded: raise `record.FORMAT`, say in `record.NEEDS` which version reads it, add one
file here with a pure function from a record's fields to the next format's, name it in `UPGRADES`, and leave the golden
files of the past formats (`tests/store/golden/`) as they are. A new kind, or a new field with a default, needs none of
this: older versions keep what they do not know value for value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, TypeAlias

from peer_tui import __version__
from peer_tui.domain import events as ev
from peer_tui.domain.words import say, say_number
from peer_tui.store.record import FIRST, FORMAT, Fields

if TYPE_CHECKING:
    from peer_tui.store.record import Contents

Upgrade: TypeAlias = Callable[[Fields], Fields]
"""A record's fields in one format → the same fact in the next one. Pure: `id`, `at` and `by` stay, no word is lost."""

UPGRADES: dict[int, Upgrade] = {}
"""From format n to n + 1. None yet: there is only one format."""

_VERSION = r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,2}"


def event_of(fields: Fields) -> ev.Event | ev.Unknown:
    """The event that a record, of whatever format, stands for. Never raises.

    `Unknown`, with its own `format` among its fields, where this version has no way to read it: it is kept as it is.
    """
    known = dict(fields)
    known.pop("sum", None)
    if "format" not in known and FORMAT == FIRST:
        return ev.decode(known)
    number = format_of(known)
    if number < FORMAT:
        raised = brought_up(known, UPGRADES)
        if raised is None:
            return ev.Unknown(str(known.get("id", "")), str(known.get("kind")), {**known, "format": number})
        return ev.decode(raised)
    own = known.pop("format", None)
    event = ev.decode(known)
    if number > FORMAT and isinstance(event, ev.Unknown):
        # What is copied into another log must still say what it is.
        return ev.Unknown(event.id, event.kind, {**event.fields, "format": own})
    return event


def format_of(fields: Fields) -> int:
    """The format a record is written in."""
    number = fields.get("format", FIRST)
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= FIRST else FIRST


def brought_up(fields: Fields, upgrades: Mapping[int, Upgrade], present: int | None = None) -> Fields | None:
    """A record's fields in the present format; None if a step is missing or fails. The fields given stay as they are.

    Args:
        fields: the record, with or without its own `format`.
        upgrades: from format n to n + 1.
        present: the format wanted; without it, the one this version writes.
    """
    number = format_of(fields)
    rest = deepcopy({name: value for name, value in fields.items() if name != "format"})
    try:
        while number < (FORMAT if present is None else present):
            rest = upgrades[number](rest)
            number += 1
    except Exception:  # whatever a record of another time or hand holds, reading goes on
        return None
    return rest if isinstance(rest, dict) else None


def sentences(contents: Contents, name: str) -> list[str]:
    """What the scribe is told about a log of another format; nothing about one of ours.

    Args:
        contents: what the log holds.
        name: how its file is called.
    """
    if contents.format > FORMAT:
        return [
            say(
                "The file {name} needs {reader_of}. What this version knows of it is shown, and it is left as "
                "it is: what you add is kept beside it.",
                name=name,
                reader_of=reader_of(contents),
            )
        ]
    if FORMAT == FIRST:
        return []
    records = contents.whole.values()
    count = sum(format_of(one) < FORMAT and brought_up(one, UPGRADES) is None for one in records)
    if not count:
        return []
    lines = say_number(count, "{n} line", "{n} lines")
    return [
        say(
            "{lines} of the file {name}, written by an older peer-tui, cannot be shown by this one. They are kept "
            "as they "
            "are; please report this.",
            lines=lines,
            name=name,
        )
    ]


def reader_of(contents: Contents) -> str:
    """The first version that can read all of a log, as its head says: `peer-tui 0.3 or later`."""
    said = contents.needs
    newer = re.fullmatch(_VERSION, said) is not None and _numbers(said) > _numbers(__version__)
    return say("peer-tui {said} or later", said=said) if newer else say("a newer peer-tui")


def _numbers(version: str) -> tuple[int, ...]:
    """`0.3` → (0, 3, 0), to compare."""
    return tuple(int(part) for part in (*version.split("."), "0", "0")[:3])
