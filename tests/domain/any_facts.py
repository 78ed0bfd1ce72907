"""Facts of any kind with any values, as another device's log may hold them: what hypothesis draws histories from."""

from __future__ import annotations

import typing
from typing import Any

import msgspec
from hypothesis import strategies as st

from peer_tui.domain import events as ev
from tests.exchange.hostile import texts

IDS: dict[str, tuple[str, ...]] = {
    "meeting": ("m1", "m2", "m3", "?"), "kept": ("m1", "m2", "m3", "ana", "bo", "?"), "gone": ("ana", "bo", "?"),
    "newer_in": ("m1", "m2", ""), "made_in": ("m1", "m2", ""), "counted_from": ("m1", "m3", ""),
    "carried_from": ("m1", "?"), "during": ("m2", "m3"),
    "entry": ("e1", "e2", "e3", "?"), "newer": ("e1", "e2", "e3", "?"), "step": ("e1", "e2", "?"),
    "person": ("ana", "bo", "mei", "?"), "owner": ("ana", "bo", "?"), "lead": ("ana", "?"),
    "people": ("ana", "bo", "mei", "?"), "reviewers": ("ana", "bo", "mei", "?"), "helpers": ("bo", "?"),
    "priority": ("leg", "train", "?"), "under": ("leg", "?"), "item": ("i1", "i2", "?"), "items": ("i1", "i2"),
    "criterion": ("c1", "c2"), "amendment": ("a1", "a2"), "topic": ("t1", "t2", "?"), "topics": ("t1", "t2", "?"),
    "block": ("topics", "steps", "?"), "left": ("topics", "?"), "group": ("g",), "series": ("monthly", "?"),
    "role": ("facilitator", "scribe", "?"), "zone": ("America/New_York", "nowhere", ""),
    "setting": ("privacy", "hours", "dates", "first_day", "keep_months", "recording", "hints", "link", "kinds", "email",
                "name_in_minutes", "dark matter"),
    "value": ("3", "99", "-1", "monday", "yes", "x" * 5000, "\ud800", ""), "answer": ("ok", "change", "", "perhaps"),
    "audience": ("members", "public", "funder", "reviewers", "press"), "how": ("copied", "md", "by pigeon"),
    "outcome": ("approved as distributed", "postponed", "agreed"), "target": ("e1", "t1", "i1", "leg", "ana", "a1"),
}  # fmt: skip
"""What stands in a field that holds an id or a word of the program's own."""
INSTANTS = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2024-10-09T18:00:00Z", "2024-11-13T19:00:00Z")
DAYS = ("0001-01-01", "9999-12-31", "2024-11-22")
NUMBERS = (0, 1, 7, 60, -5, 10**9, 2**63 - 1)


@st.composite
def facts(draw: st.DrawFn, *kinds: type[ev.Event]) -> ev.Event:
    """Any fact of these kinds, read as from a log; what `numbered` gives is left out."""
    kind = draw(st.sampled_from(kinds))
    fields = {
        name: draw(_value(name, hint)) for name, hint in typing.get_type_hints(kind).items()
        if name not in ("id", "by", "at", "act") and not name.startswith("__")
    }  # fmt: skip
    event = ev.decode({"kind": kind.__struct_config__.tag, "id": "0", **fields})
    assert isinstance(event, ev.Event), (kind, fields)
    return event


def _value(name: str, hint: Any) -> st.SearchStrategy[Any]:
    options = typing.get_args(hint)
    if type(None) in options:
        return st.none() | _value(name, next(one for one in options if one is not type(None)))
    if typing.get_origin(hint) is tuple:
        size = len(options) if Ellipsis not in options else None
        return st.lists(_value(name, options[0]), min_size=size or 0, max_size=size or 4)
    if typing.get_origin(hint) is dict:
        return st.dictionaries(st.sampled_from(("k-1", "k-2")), _value(name, options[1]), max_size=2)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        inner = typing.get_type_hints(hint)
        return st.fixed_dictionaries({key: _value(key, one) for key, one in inner.items() if key[:2] != "__"})
    shape = getattr(hint, "__name__", str(hint))
    if shape in ("datetime", "date"):
        return st.sampled_from(INSTANTS if shape == "datetime" else DAYS)
    if hint is bool:
        return st.booleans()
    if hint in (int, float):
        return st.sampled_from(NUMBERS)
    if isinstance(hint, type) and hint is not str:
        return st.sampled_from([one.value for one in hint])
    return st.sampled_from(IDS[name]) if name in IDS else texts


def numbered(told: list[tuple[str, ev.Event]], first: int = 1) -> dict[str, list[ev.Event]]:
    """The facts by the shard they lie in, each given an id, an instant and one of two writers; header as a log has."""
    shards: dict[str, list[ev.Event]] = {}
    for number, (shard, event) in enumerate(told, first):
        moment = ev.decode({"kind": "ended", "at": f"2024-11-13T19:{number // 60 % 60:02}:{number % 60:02}Z"})
        assert isinstance(moment, ev.Event)
        header = {"id": f"5{number:05}", "at": moment.at, "by": f"k-{1 + number % 2}"}
        shards.setdefault(shard, []).append(msgspec.structs.replace(event, **header))
    return shards
