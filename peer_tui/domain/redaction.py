"""Words that were removed on request: where they stand among events, and the same events without them.

A `Redacted` event names a target and holds for it for ever: nothing that was said about the target before or
afterwards, by whomever, shows its words again. A target is one of these:

- the id of a line, topic, agreement item, person or priority: every word of every event about it goes;
- the id of one event: the words of that event go;
- a part of one event, `EVENT#filed.text` or `EVENT#corrections.1` (`part_of`): that one text becomes `leave`.

`PersonForgotten` removes every word of the events that name the person. What counts as words is decided the safe way
round: every text of an event that is not named in `NOT_WORDS` is, also in kinds and fields of a later version.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from peer_tui.domain.events import Event, PersonForgotten, Redacted, Unknown, decode, encode

Fields = dict[str, Any]
"""An event as plain JSON values, as it lies in a log."""

MARK = "[removed at request]"
"""What may be left to show that there was a line."""
A_MEMBER = "a member"
"""What stands in the place of a forgotten person's name."""

ABOUT = (
    "entry", "topic", "item", "person", "step", "priority", "criterion", "amendment", "row", "evaluation",
    "reviewer",
)  # fmt: skip
"""The fields by which an event says what it is about."""

NOT_WORDS = frozenset({
    "kind", "id", "at", "when", "by", "during", "act", "sum",
    "group", "series", "person", "kept", "gone", "priority", "lead", "meeting", "item", "items", "entry", "step",
    "topic", "block", "left", "target", "owner", "helpers", "people", "carried_from", "key", "job", "covers",
    "zone", "template", "dates", "status", "side", "progress", "destination", "mode", "role", "outcome", "how",
    "seal", "seen", "starts", "ends", "date", "due", "paid", "limits",
    "setting", "criterion", "under", "topics", "audience", "source", "form", "reviewers", "deadline", "answer",
    "programme", "programme_key", "part", "anchor", "question", "row", "evaluation", "section", "occasion",
    "before", "day", "like",
    "amendment", "until", "counted_from", "newer", "newer_in", "made_in",
})  # fmt: skip
"""Fields that hold ids, times, and words of the program's own."""

WORDS = frozenset({
    "text", "typed", "meant", "done_when", "reason", "name", "alias", "pronouns", "roles", "title", "say", "type",
    "platform", "template_name", "corrections", "leave", "organisation", "contact", "note", "value", "link",
    "word", "texts", "others", "reviewer", "called",
})  # fmt: skip
"""Fields that hold what a person wrote."""

OF_PARTS = frozenset({"texts"})
"""Fields that hold texts by the words of a programme's file: each is a person's, whatever it is called."""

_SHOWN = frozenset({"text", "typed", "name", "title"})
"""Fields in which what was left is shown; the other words of a removed thing leave nothing."""
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"(?<=\S)[^\S\n]+")


class Removals:
    """Everything that was removed by some events; asked what is left of any event. Empty if nothing was."""

    def __init__(self, events: Iterable[Event | Unknown]) -> None:
        self._left: dict[str, str] = {}
        self._parts: dict[str, dict[str, str]] = {}
        """By event, then by the way to the text within it."""
        said: dict[str, list[Redacted]] = {}
        self._people: set[str] = set()
        given = tuple(events)
        for event in given:
            if isinstance(event, Redacted) and event.target:
                said.setdefault(event.target, []).append(event)
            elif isinstance(event, PersonForgotten) and event.person:
                self._people.add(event.person)
        for target, times in said.items():
            whole, _, way = target.partition("#")
            left = _left_by(times)
            if way:
                self._parts.setdefault(whole, {})[way] = left
            else:
                self._left[target] = left
        for event in given if self._parts else ():
            # Of a line that was removed whole, nothing is left that an earlier removal of a part had put there.
            whole_left = self._left_for(_fields(event)) if event.id in self._parts else None
            if whole_left is not None:
                self._parts[event.id] = dict.fromkeys(self._parts[event.id], whole_left)

    def __bool__(self) -> bool:
        return bool(self._left or self._parts or self._people)

    @property
    def targets(self) -> frozenset[str]:
        """Everything about which something was removed: ids of lines, topics, items, people and events."""
        return frozenset((*self._left, *self._parts, *self._people))

    def of(self, event: Event | Unknown) -> Event | Unknown:
        """The event without what was removed: the very same one if nothing of it was."""
        if isinstance(event, Unknown):
            fields = self.of_fields(event.fields)
            return event if fields is event.fields else Unknown(event.id, event.kind, fields)
        if not self._touches(event):
            return event
        given = encode(event)
        fields = self.of_fields(given)
        return event if fields is given else decode(fields)

    def of_fields(self, fields: Fields) -> Fields:
        """The same for an event as it lies in a log; fields that this version does not know are words."""
        kind = fields.get("kind")
        if kind == "redacted":
            return self._of_redaction(fields)
        left = self._left_for(fields)
        changed = fields if left is None else {**_emptied(fields, left), **self._ids_among(fields)}
        if left is None:
            for way, words in self._parts.get(str(fields.get("id", "")), {}).items():
                changed = _replaced(changed, way.split("."), words)
        return fields if changed == fields else changed

    def _touches(self, event: Event) -> bool:
        if isinstance(event, Redacted):
            return event.target in self._left or "#" in event.target
        if event.id in self._left or event.id in self._parts:
            return True
        about = [getattr(event, name, None) for name in ABOUT]
        return any(one in self._left or one in self._people for one in about if isinstance(one, str))

    def _left_for(self, fields: Fields) -> str | None:
        """What is left of an event in the place of its words; None if it keeps them."""
        for target in _targets(fields):
            if target in self._left:
                return self._left[target]
        return "" if self._people & set(_targets(fields)) else None

    def _ids_among(self, fields: Fields) -> Fields:
        """The fields that hold the id of what is removed: a reviewer may be one, or a name."""
        about = ((name, fields.get(name)) for name in ABOUT)
        return {name: one for name, one in about if isinstance(one, str) and (one in self._left or one in self._people)}

    def _of_redaction(self, fields: Fields) -> Fields:
        """A removal that a later or stricter one has overtaken keeps none of the words it had left."""
        target = fields.get("target")
        if not isinstance(target, str) or "leave" not in fields:
            return fields
        whole, _, way = target.partition("#")
        left = self._parts.get(whole, {}).get(way) if way else self._left.get(target)
        return fields if left is None or left == fields["leave"] else {**fields, "leave": left}


def without_redacted(events: Iterable[Event | Unknown]) -> tuple[Event | Unknown, ...]:
    """The same events in the same order, the words of every redacted target replaced by what was left for them."""
    given = tuple(events)
    removed = Removals(given)
    return tuple(removed.of(event) for event in given) if removed else given


def removals_in(events: Iterable[Event | Unknown]) -> frozenset[str]:
    """The ids of the removals among some events."""
    return frozenset(event.id for event in events if isinstance(event, Redacted | PersonForgotten))


def part_of(event: str, way: str) -> str:
    """The target that is one text of one event; `way` is as `texts_of` gives it."""
    return f"{event}#{way}"


def texts_of(fields: Fields) -> Iterator[tuple[str, str]]:
    """Every text in an event that a person wrote, and the way to it: `filed.text`, `corrections.1`, `blocks.3.say`."""
    return _texts(fields, "")


def _fields(event: Event | Unknown) -> Fields:
    return event.fields if isinstance(event, Unknown) else encode(event)


def _texts(value: object, way: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value:
            yield way, value
    elif isinstance(value, dict):
        for name, part in value.items():
            if way in OF_PARTS or name not in NOT_WORDS or isinstance(part, dict):
                yield from _texts(part, f"{way}.{name}" if way else str(name))
    elif isinstance(value, list | tuple):
        for place, part in enumerate(value):
            yield from _texts(part, f"{way}.{place}")


def _targets(fields: Fields) -> Iterator[str]:
    """What an event is about: itself, and every id it names at its head."""
    for name, value in fields.items():
        if isinstance(value, str) and (name == "id" or name in ABOUT or name not in NOT_WORDS or name == "target"):
            yield value
        elif isinstance(value, list) and name not in NOT_WORDS:
            yield from (one for one in value if isinstance(one, str))


def _left_by(times: list[Redacted]) -> str:
    """What several removals of one thing leave: nothing, the mark, or only words that each of them would have left."""
    leaves = [event.leave for event in sorted(times, key=lambda event: event.id)]
    if "" in leaves:
        return ""
    if MARK in leaves:
        return MARK
    newest = leaves[-1]
    own = set(_WORD.findall(A_MEMBER))
    for other in leaves[:-1]:
        allowed = own | set(_WORD.findall(other))
        newest = _WORD.sub(lambda word, allowed=allowed: word[0] if word[0] in allowed else "", newest)  # type: ignore[misc]
    # Lines and how far they are set in stay: the words of an approved report are told apart by them.
    return newest if len(set(leaves)) == 1 else _SPACES.sub(" ", newest) if newest.strip() else MARK


def _emptied(fields: Fields, left: str) -> Fields:
    return {name: value if name in NOT_WORDS and not isinstance(value, dict) else _without(name, value, left)
            for name, value in fields.items()}  # fmt: skip


def _without(name: str, value: Any, left: str) -> Any:
    if isinstance(value, str):
        return (left if name in _SHOWN else "") if value else value
    if isinstance(value, dict):
        return dict.fromkeys(value, "") if name in OF_PARTS else _emptied(value, left)
    if isinstance(value, list | tuple):
        return [_emptied(part, left) for part in value if isinstance(part, dict)]
    return value


def _replaced(value: Any, way: list[str], words: str) -> Any:
    """The same values with one text replaced; unchanged where the way leads to no text."""
    if not way:
        return words if isinstance(value, str) and value else value
    here, rest = way[0], way[1:]
    if isinstance(value, dict) and here in value:
        return {**value, here: _replaced(value[here], rest, words)}
    if isinstance(value, list | tuple) and here.isdigit() and int(here) < len(value):
        return [_replaced(part, rest, words) if place == int(here) else part for place, part in enumerate(value)]
    return value
