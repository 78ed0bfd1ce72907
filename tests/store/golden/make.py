"""Adds what is new to the golden log of the present format, and writes down the shapes of all events.

    python -m tests.store.golden.make

A record that is in the golden log stays as it is, for ever: it is what somebody's minutes look like. Only kinds that
are not in it yet are added. A change of shape that old records do not fit needs a new format
(`peer_tui.store.formats`).
"""

from __future__ import annotations

import datetime as dt
import json
import types
import typing
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from peer_tui.domain import events as ev
from peer_tui.domain.clock import event_id
from peer_tui.store.record import FORMAT, head_of, signed

HERE = Path(__file__).resolve().parent
LOG = HERE / f"format-{FORMAT}.json"
SHAPES = HERE / f"shapes-{FORMAT}.json"
WRITER = "k7q2m3-1"
BEGAN = dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC)
WORDS = "Zoë Łuk 林小雨 שלום 🎉 [/] =1+1"

STRANGE: tuple[dict[str, Any], ...] = (
    {"kind": "vote of the future", "id": "zz1", "at": "2031-01-01T00:00:00Z", "by": WRITER, "ballots": {"a": [1, 2.5]}},
    {"kind": "captured", "id": "zz2", "entry": 7, "later": None, "text": WORDS},
    {"kind": "", "id": "zz3", "deep": [[[{"x": [True, False, None, "é"]}]]], "large": 2**53, "small": -1e-9},
    {"id": "zz4", "no kind": "at all"},
)
"""Records of kinds and shapes that no version knows: they are kept value for value."""


def shapes() -> dict[str, dict[str, str]]:
    """Every kind, and every struct and word list within one: its fields with their types and defaults."""
    found: dict[str, dict[str, str]] = {}
    for kind, cls in sorted(ev.KINDS.items()):
        found[kind] = _fields_of(cls)
    for cls in (ev.Filed, ev.Due, ev.BlockPlan):
        found[cls.__name__] = _fields_of(cls)
    for words in (ev.EntryKind, ev.Side, ev.Progress, ev.Status, ev.Destination):
        found[words.__name__] = {word.name: word.value for word in words}
    return found


def _fields_of(cls: type[msgspec.Struct]) -> dict[str, str]:
    return {
        field.name: _said(field.type) + ("" if field.required else f" = {_default(field)}")
        for field in msgspec.structs.fields(cls)
    }


def _said(shape: Any) -> str:
    if isinstance(shape, type) and not typing.get_args(shape):
        return shape.__name__
    return str(shape).replace("datetime.", "").replace("peer_tui.domain.events.", "")


def _default(field: Any) -> str:
    if field.default_factory is not msgspec.NODEFAULT:
        return f"{field.default_factory.__name__}()"
    return str(field.default) if isinstance(field.default, StrEnum) else repr(field.default)


def every_event() -> list[ev.Event]:
    """One event of every kind, every field of it with a value that is not its default."""
    return [_filled(cls, n) for n, cls in enumerate(ev.KINDS.values(), start=1)]


def _filled(cls: type[ev.Event], number: int) -> ev.Event:
    at = BEGAN + dt.timedelta(seconds=number)
    header = {
        "id": event_id(int(at.timestamp() * 1000), 0, WRITER), "at": at, "when": at - dt.timedelta(minutes=3),
        "by": WRITER, "during": "a later meeting", "act": "the act's first event",
    }  # fmt: skip
    own = {field.name: _value(field.type, field.name) for field in msgspec.structs.fields(cls)}
    return cls(**{**own, **header})


def _value(shape: Any, name: str) -> Any:
    """A value of a type that is nobody's default."""
    origin, parts = typing.get_origin(shape), typing.get_args(shape)
    if origin in (typing.Union, types.UnionType):
        return _value(next(part for part in parts if part is not type(None)), name)
    if origin is tuple:
        return tuple(_value(part, name) for part in parts if part is not Ellipsis)
    if origin is dict:
        return {_value(parts[0], name): _value(parts[1], name)}
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return list(shape)[-1]
    if isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        return shape(**{field.name: _value(field.type, field.name) for field in msgspec.structs.fields(shape)})
    simple: dict[Any, Any] = {
        str: f"{name}: {WORDS}", int: 41, bool: name != "named", dt.datetime: BEGAN, dt.date: dt.date(2024, 11, 22),
    }  # fmt: skip
    return simple[shape]


def golden(raw: bytes = b"") -> dict[str, Any]:
    """The golden log, with what is not in it yet added at its end."""
    tables = json.loads(raw) if raw else {"log": {"1": {**head_of(WRITER), "colour": "a field of the future"}}}
    rows = tables.setdefault("events", {})
    tables.setdefault("of the future", {"1": {"words": WORDS}})
    known = {(row.get("kind"), row.get("id") if row.get("id", "").startswith("zz") else "") for row in rows.values()}
    for kind, cls in ev.KINDS.items():
        if (kind, "") not in known:
            number = len(rows) + 1
            # By its place in the log, so that no two records have one id.
            rows[str(number)] = signed({**ev.encode(_filled(cls, number)), "later": [WORDS, 1]}, WRITER, number)
    for fields in STRANGE:
        if (fields.get("kind"), fields["id"]) not in known:
            number = len(rows) + 1
            rows[str(number)] = signed(fields, WRITER, number)
    return typing.cast("dict[str, Any]", tables)


if __name__ == "__main__":
    there = LOG.read_bytes() if LOG.exists() else b""
    LOG.write_text(json.dumps(golden(there), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    SHAPES.write_text(json.dumps(shapes(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
