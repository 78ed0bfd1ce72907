"""The line under the capture line: how it will be filed, in words, before Enter (`product.md` §3.5, "Live preview").

The words name persons and may hold a person's text: they are drawn through the door every text passes, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.domain.dates import say_due
from peer_tui.domain.events import EntryKind, PersonId
from peer_tui.domain.parsed import (
    KIND_WORDS,
    AgreementLine,
    Arrival,
    Command,
    Departure,
    Empty,
    Entry,
    Parsed,
    Queue,
    Retag,
    Substitution,
    Surroundings,
)
from peer_tui.domain.people import Person

CANDIDATES_AT_MOST = 5
"""How many people a preview lists before it asks for more letters."""

_HOW = {"room": " in the room", "phone": " by phone"}


def preview(parsed: Parsed, around: Surroundings) -> str:
    """How the line will be filed, in one line of words; empty for an empty line.

    A command is worded by its verb: here it is only repeated.
    """
    match parsed:
        case Empty():
            return ""
        case Entry():
            return _entry(parsed, around)
        case AgreementLine():
            return f"{parsed.side.value.upper()} proposed: {parsed.text}"
        case Arrival():
            return _arrival(parsed, around)
        case Departure():
            return _departure(parsed, around)
        case Queue():
            return _queue(parsed)
        case Retag():
            return _retag(parsed, around)
        case Substitution():
            return _substitution(parsed)
        case Command():
            return f"/{parsed.word} {parsed.rest}".strip()


def _entry(entry: Entry, around: Surroundings) -> str:
    filed = entry.filed
    parts = [f"a note: {entry.reason}" if entry.reason else KIND_WORDS[filed.kind]]
    if filed.kind is EntryKind.STEP:
        parts += _step(entry, around)
    elif filed.kind is EntryKind.MOTION and filed.owner:
        parts.append(f"moved by {_name(filed.owner, around)}")
        parts += [f"seconded by {_name(helper, around)}" for helper in filed.helpers]
    if filed.priority:
        parts.append("priority " + dict(around.priorities).get(filed.priority, filed.priority))
    if entry.previous_block:
        block = around.previous_block
        parts.append(f"goes to {block.title}" if block else "stays here: there is no block before this one")
    return " · ".join([*parts, *entry.warnings])


def _step(entry: Entry, around: Surroundings) -> list[str]:
    filed = entry.filed
    helpers = [_name_and_place(helper, around) for helper in filed.helpers]
    if filed.owner:
        who = _name_and_place(filed.owner, around)
    elif filed.meant and entry.candidates:
        who = "unclaimed: " + choices(entry.candidates, "@", filed.meant)
    elif filed.meant:
        who = f"unclaimed: nobody here is called {filed.meant}"
    else:
        who = "unclaimed"
    parts = [who + (" with " + ", ".join(helpers) if helpers else "")]
    if filed.owner and entry.candidates:
        parts.append("which one? " + choices(entry.candidates, "@", ""))
    if filed.due:
        parts.append(say_due(filed.due, around.today, around.next_meeting))
    if filed.done_when:
        parts.append(f"done when: {filed.done_when}")
    return parts


def choices(candidates: Sequence[Person], sign: str, typed: str) -> str:
    """The people an ambiguous name could be, each with the digit that picks them.

    `1 Ana Ruiz · 2 Ana Sousa (type @ana1 or @ana2)`. Without `typed` the hint is left out.
    """
    shown = candidates[:CANDIDATES_AT_MOST]
    words = " · ".join(f"{number} {person.name}" for number, person in enumerate(shown, 1))
    if len(candidates) > len(shown):
        return f"{words} · {len(candidates) - len(shown)} more (type more letters)"
    if not typed:
        return words
    base = typed.rstrip("0123456789") or typed
    ways = [f"{sign}{base}{number}" for number in range(1, len(shown) + 1)]
    return f"{words} (type {', '.join(ways[:-1])} or {ways[-1]})"


def _name(person: PersonId, around: Surroundings) -> str:
    return next((known.name for known in around.people if known.id == person), "somebody")


def _name_and_place(person: PersonId, around: Surroundings) -> str:
    return _name(person, around) + (" (here)" if person in around.here else " (not here — ask)")


def _arrival(arrival: Arrival, around: Surroundings) -> str:
    how = _HOW.get(arrival.mode, "")
    if arrival.kind == "heads":
        people = "1 person" if arrival.count == 1 else f"{arrival.count} people"
        return f"ARRIVED · {people}{how}, counted without names"
    if arrival.kind == "guest":
        name = arrival.person.name if arrival.person else arrival.name
        return f"ARRIVED · guest {name}{how} " + ("(named in the minutes)" if arrival.named else "(counted, not named)")
    if arrival.person is None:
        return "ARRIVED · which one? " + choices(arrival.candidates, "+", arrival.name)
    again = " (already here)" if arrival.person.id in around.here else ""
    return f"ARRIVED · {arrival.person.name}{how}{again}"


def _departure(departure: Departure, around: Surroundings) -> str:
    if departure.person is None:
        return "LEFT · which one? " + choices(departure.candidates, "-", departure.name)
    absent = "" if departure.person.id in around.here else " (was not marked here)"
    return f"LEFT · {departure.person.name}{absent}"


def _queue(queue: Queue) -> str:
    if queue.act == "show":
        return "QUEUE · show who is waiting to speak"
    if queue.act == "next":
        return "QUEUE · call the next speaker"
    sign = "+" if queue.act == "add" else "-"
    if queue.person is None:
        return "QUEUE · which one? " + choices(queue.candidates, f"q{sign} ", queue.name)
    return f"QUEUE · {queue.person.name} " + ("waits to speak" if queue.act == "add" else "no longer waits")


def _retag(change: Retag, around: Surroundings) -> str:
    if around.last_kind is change.kind:
        return f"the last line already is {with_article(change.kind)}"
    return f"the last line becomes {with_article(change.kind)}"


def with_article(kind: EntryKind) -> str:
    """The kind's word as a sentence takes it: a DECISION, an ISSUE, PARKED."""
    word = KIND_WORDS[kind]
    if kind is EntryKind.PARKED:
        return word
    return f"an {word}" if word[0] in "AEIOU" else f"a {word}"


def _substitution(change: Substitution) -> str:
    if not change.new:
        return f"“{change.old}” is taken out of the last line that has it"
    return f"“{change.old}” becomes “{change.new}” in the last line that has it"
