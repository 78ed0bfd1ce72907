"""Values of an event held within what can be reckoned with: instants of a calendar, whole numbers of a meeting.

Logs come from other devices. A fact with an impossible instant or number is kept, with its words, and read as the
nearest one that is possible; the log itself stays as it is.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable

EARLIEST = dt.datetime(2, 1, 1, tzinfo=dt.UTC)
LATEST = dt.datetime(5000, 1, 1, tzinfo=dt.UTC)
"""From there, every span below can be added without leaving the calendar."""
LARGEST = 10**6
"""Of any count of minutes, people or versions: two years of minutes."""
MOST_SECONDS = 10**8
"""Of a block's time, in seconds: three years."""
MOST_PARTS = 1_000
"""Of the blocks of one agenda, the reviewers of one draft, the people of one rota."""
_SIGNED = frozenset({("HeadsCounted", "count")})
"""Numbers that may be below 0: heads that were counted too often are taken back so."""
_NOT_ENDLESS = frozenset({("ReviewOpened", "reviewers"), ("RotaSet", "people")})
"""Lists of people that a screen shows whole: no more of them than `MOST_PARTS`."""

One = TypeVar("One", bound=msgspec.Struct)


def bounded(fact: One) -> One:
    """The same fact, its instants and numbers within bounds; the very same object if they are, as ever."""
    changed: dict[str, Any] | None = None
    for name, bound in _bounds(type(fact)):
        value = getattr(fact, name)
        if value is not None:
            within = bound(value)
            if within is not value:
                changed = changed or {}
                changed[name] = within
    return msgspec.structs.replace(fact, **changed) if changed else fact


def _instant(value: dt.datetime) -> dt.datetime:
    if value.tzinfo is None:
        value = value.replace(tzinfo=dt.UTC)
    if EARLIEST.year <= value.year < LATEST.year:
        return value
    if value < EARLIEST:
        # The default of an event that carries no instant is the first moment there is, and stays it.
        return value if value == _FIRST else EARLIEST
    return LATEST if value > LATEST else value


_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)


def _number(value: int) -> int:
    return value if 0 <= value <= LARGEST else min(max(value, 0), LARGEST)


def _signed(value: int) -> int:
    return value if -LARGEST <= value <= LARGEST else min(max(value, -LARGEST), LARGEST)


def _numbers(value: tuple[int, ...]) -> tuple[int, ...]:
    within = tuple(_number(each) for each in value)
    return value if within == value else within


def _seconds(value: int) -> int:
    return value if 0 <= value <= MOST_SECONDS else min(max(value, 0), MOST_SECONDS)


def _by_name(value: dict[str, int]) -> dict[str, int]:
    within = {name: _seconds(seconds) for name, seconds in value.items()}
    return value if within == value else within


def _few(value: tuple[str, ...]) -> tuple[str, ...]:
    return value if len(value) <= MOST_PARTS else value[:MOST_PARTS]


def _parts(value: tuple[Any, ...]) -> tuple[Any, ...]:
    within = tuple(bounded(part) for part in value[:MOST_PARTS])
    same = len(within) == len(value) and all(a is b for a, b in zip(within, value, strict=True))
    return value if same else within


@cache
def _bounds(kind: type[msgspec.Struct]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """The fields of a kind that have bounds, and how each is held within them."""
    found: list[tuple[str, Callable[[Any], Any]]] = []
    shapes = _as_written(kind)
    for name in kind.__struct_fields__:
        shape = shapes[name]
        if "datetime" in shape:
            found.append((name, _instant))
        elif (kind.__name__, name) in _SIGNED:
            found.append((name, _signed))
        elif (kind.__name__, name) in _NOT_ENDLESS:
            found.append((name, _few))
        elif shape.startswith("tuple[int"):
            found.append((name, _numbers))
        elif shape == "int":
            found.append((name, _seconds if name == "seconds" else _number))
        elif "BlockPlan" in shape:
            found.append((name, _parts))
        elif name in ("paid", "limits"):
            found.append((name, _by_name))
    return tuple(found)


def _as_written(kind: type[msgspec.Struct]) -> dict[str, str]:
    """The type of each field as it stands in the code: to evaluate them takes as long as to read a hundred events."""
    every: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        every |= {name: str(shape) for name, shape in getattr(base, "__annotations__", {}).items()}
    return every
