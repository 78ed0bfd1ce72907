"""The line under the capture line: how it will be filed, in words, before Enter (`product.md` §3.5, "Live preview").

The words name persons and may hold a person's text: they are drawn through the door every text passes, never as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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
    kind_words,
)
from peer_tui.domain.people import Person
from peer_tui.domain.words import say, say_number

if TYPE_CHECKING:
    from peer_tui.domain.programmes.capture_words import OwnWord

CANDIDATES_AT_MOST = 5
"""How many people a preview lists before it asks for more letters."""

_HOW = {"room": " " + say("in the room"), "phone": " " + say("by phone")}


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
            return say("{side} proposed: {text}", side=say(parsed.side.value).upper(), text=parsed.text)
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
    parts = [say("a note: {reason}", reason=entry.reason) if entry.reason else kind_words(filed)]
    if filed.private:
        parts.append(say("not in the minutes unless shared"))
    elif filed.called and filed.called.upper() != parts[0]:
        parts.append(filed.called)
    if filed.kind is EntryKind.STEP:
        parts += _step(entry, around)
    elif filed.kind is EntryKind.MOTION and filed.owner:
        parts.append(say("moved by {name}", name=_name(filed.owner, around)))
        parts += [say("seconded by {name}", name=_name(helper, around)) for helper in filed.helpers]
    if filed.priority:
        parts.append(say("priority {name}", name=dict(around.priorities).get(filed.priority, filed.priority)))
    if entry.previous_block:
        block = around.previous_block
        parts.append(
            say("goes to {title}", title=block.title) if block else say("stays here: there is no block before this one")
        )
    if entry.own is not None and entry.own.register:
        parts.append(_row(entry.own, filed.text))
    return " · ".join([*parts, *entry.warnings])


def _row(own: OwnWord, text: str) -> str:
    """The row that a line adds: `adds a row to “Policy issues” (Who sets it: EOHLC)`."""
    # Imported here: only a programme's meeting needs it.
    from peer_tui.domain.programmes.capture_words import cells_of

    cells = cells_of(own, text)
    more = [f"{column.title}: {cells[column.key]}" for column in own.others if column.key in cells]
    words = say("adds a row to “{list}”", list=own.list)
    return f"{words} ({', '.join(more)})" if more else words


def _step(entry: Entry, around: Surroundings) -> list[str]:
    filed = entry.filed
    helpers = [_name_and_place(helper, around) for helper in filed.helpers]
    if filed.owner:
        who = _name_and_place(filed.owner, around)
    elif filed.meant and entry.candidates:
        who = say("unclaimed: {names}", names=choices(entry.candidates, "@", filed.meant))
    elif filed.meant:
        who = say("unclaimed: nobody here is called {meant}", meant=filed.meant)
    else:
        who = say("unclaimed")
    parts = [say("{who} with {helpers}", who=who, helpers=", ".join(helpers)) if helpers else who]
    if filed.owner and entry.candidates:
        parts.append(say("which one?") + " " + choices(entry.candidates, "@", ""))
    if filed.due:
        parts.append(say_due(filed.due, around.today, around.next_meeting))
    if filed.done_when:
        parts.append(say("done when: {done_when}", done_when=filed.done_when))
    return parts


def choices(candidates: Sequence[Person], sign: str, typed: str) -> str:
    """The people an ambiguous name could be, each with the digit that picks them.

    `1 Ana Ruiz · 2 Ana Sousa (type @ana1 or @ana2)`. Without `typed` the hint is left out.
    """
    shown = candidates[:CANDIDATES_AT_MOST]
    words = " · ".join(f"{number} {person.name}" for number, person in enumerate(shown, 1))
    if len(candidates) > len(shown):
        return say("{words} · {number} more (type more letters)", words=words, number=len(candidates) - len(shown))
    if not typed:
        return words
    base = typed.rstrip("0123456789") or typed
    ways = [f"{sign}{base}{number}" for number in range(1, len(shown) + 1)]
    return say("{people} (type {ways} or {last})", people=words, ways=", ".join(ways[:-1]), last=ways[-1])


def _name(person: PersonId, around: Surroundings) -> str:
    return next((known.name for known in around.people if known.id == person), say("somebody"))


def _name_and_place(person: PersonId, around: Surroundings) -> str:
    return _name(person, around) + (" " + say("(here)") if person in around.here else " " + say("(not here — ask)"))


def _arrival(arrival: Arrival, around: Surroundings) -> str:
    how = _HOW.get(arrival.mode, "")
    if arrival.kind == "heads":
        people = say_number(arrival.count, "{n} person", "{n} people")
        return say("ARRIVED · {people}{how}, counted without names", people=people, how=how)
    if arrival.kind == "guest":
        name = arrival.person.name if arrival.person else arrival.name
        return (
            say("ARRIVED · guest {name}{how}", name=name, how=how)
            + " "
            + (say("(named in the minutes)") if arrival.named else say("(counted, not named)"))
        )
    if arrival.person is None:
        return say("ARRIVED · which one?") + " " + choices(arrival.candidates, "+", arrival.name)
    again = " " + say("(already here)") if arrival.person.id in around.here else ""
    return say("ARRIVED · {name}{how}{again}", name=arrival.person.name, how=how, again=again)


def _departure(departure: Departure, around: Surroundings) -> str:
    if departure.person is None:
        return say("LEFT · which one?") + " " + choices(departure.candidates, "-", departure.name)
    absent = "" if departure.person.id in around.here else " " + say("(was not marked here)")
    return say("LEFT · {name}{absent}", name=departure.person.name, absent=absent)


def _queue(queue: Queue) -> str:
    if queue.act == "show":
        return say("QUEUE · show who is waiting to speak")
    if queue.act == "next":
        return say("QUEUE · call the next speaker")
    sign = "+" if queue.act == "add" else "-"
    if queue.person is None:
        return say("QUEUE · which one?") + " " + choices(queue.candidates, f"q{sign} ", queue.name)
    return (
        say("QUEUE · {name}", name=queue.person.name)
        + " "
        + (say("waits to speak") if queue.act == "add" else say("no longer waits"))
    )


def _retag(change: Retag, around: Surroundings) -> str:
    if around.last_kind is change.kind:
        return say("the last line already is {with_article}", with_article=with_article(change.kind))
    return say("the last line becomes {with_article}", with_article=with_article(change.kind))


def with_article(kind: EntryKind) -> str:
    """The kind's word as a sentence takes it: a DECISION, an ISSUE, PARKED."""
    word = KIND_WORDS[kind]
    if kind is EntryKind.PARKED:
        return word
    # Translators: {word} is the word of a kind of line, e.g. ISSUE.
    return say("an {word}", word=word) if word[0] in "AEIOU" else say("a {word}", word=word)


def _substitution(change: Substitution) -> str:
    if not change.new:
        return say("“{old}” is taken out of the last line that has it", old=change.old)
    return say("“{old}” becomes “{new}” in the last line that has it", old=change.old, new=change.new)
