"""The lines of a plan as facts: what each is filed as, whose it is, when it is due, and how it stood."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.dates import parse_due, split_due
from peer_tui.domain.events import (
    Destination,
    Due,
    EntryId,
    EntryKind,
    Event,
    Filed,
    FingersShown,
    ParkedPlaced,
    PersonId,
    PriorityId,
    Progress,
    ProposalSettled,
    StepAccepted,
    StepAssigned,
    StepMarked,
    StoodAside,
)
from peer_tui.domain.filing import file_as
from peer_tui.domain.group import Group
from peer_tui.domain.parsed import Surroundings
from peer_tui.domain.people import Person, match_pasted
from peer_tui.domain.words import say
from peer_tui.exchange.reading.facts import is_weekday
from peer_tui.exchange.reading.understood import ReadEntry
from peer_tui.services.bringing_in.plan import Item

_BEHIND = re.compile(r"(.*\S) \(([^()]+)\)$", re.DOTALL)
_NEXT = re.compile(r"next meeting(?: \(.*\))?$")
_FINGERS = re.compile(r"([0-5])×([0-9]{1,6})")
_NOBODY = re.compile(r"(?:a|an|the) \S|unclaimed\b|nobody\b", re.IGNORECASE)


class Surely(msgspec.Struct, frozen=True):
    """What lines are read against."""

    group: Group
    people: Sequence[Person]
    """Everybody of the group, and who is added with this."""
    day: dt.date
    """Of the meeting, in the group's zone."""

    def who(self, name: str) -> PersonId | None:
        """The one person who is called that."""
        found = match_pasted(name, self.people).person
        return found.id if found is not None else None


def filed_as(item: Item, known: Surely) -> Filed:
    """What a line is filed as. A name that is nobody's is never guessed: the step is unclaimed, with who was meant."""
    read, kind = item.read, item.kind
    text, priority = _without_priority(read.text, read.part, known.group)
    for note in read.notes:
        # When an item of an earlier meeting was parked is told with it: the item itself stands in that meeting.
        text += f" ({note})" if note.startswith("parked ") else ""
    if kind is not EntryKind.STEP:
        whole = read.whole if read.whole and read.kind is EntryKind.STEP else text
        return Filed(kind=kind, text=clean(whole).strip(), priority=priority)
    if not read.who and "@" in text:
        return _typed(text, read, priority, known)
    people = [known.who(name) for name in read.who]
    owner = people[0] if people else None
    meant = ""
    if read.who and owner is None:
        # Whose name stood in the sentence: the sentence stays as it was. Whose name was marked as one: who was meant.
        text, meant = (read.whole, "") if read.whole else (text, _meant(read.who[0]))
    text, due = _due(text, read.by_when, known)
    others = tuple(dict.fromkeys(one for one in people[1:] if one is not None and one != owner))
    if owner is None:
        others = ()
    return Filed(
        kind=EntryKind.STEP, text=clean(text).strip() or clean(read.text), owner=owner, helpers=others, meant=meant,
        due=due, done_when=clean(read.done_when).strip(), priority=priority,
    )  # fmt: skip


def _typed(text: str, read: ReadEntry, priority: PriorityId | None, known: Surely) -> Filed:
    """A step whose owner is marked with `@`: read as on the capture line."""
    around = Surroundings(today=known.day, people=tuple(known.people), dates=known.group.dates)
    filed = file_as(EntryKind.STEP, clean(text), "", around).filed
    said, due = _due(filed.text, read.by_when, known) if read.by_when else (filed.text, filed.due)
    done_when = filed.done_when or clean(read.done_when).strip()
    return msgspec.structs.replace(filed, text=said, due=due, done_when=done_when, priority=priority)


def is_nobody(name: str) -> bool:
    """Whether what stands where a name would is none: `a member`, `unclaimed`, or no word at all."""
    return bool(_NOBODY.match(name)) or not any(letter.isalpha() for letter in name)


def _meant(name: str) -> str:
    return "" if is_nobody(name) else clean(name).strip()[:120]


def _without_priority(text: str, part: str, group: Group) -> tuple[str, PriorityId | None]:
    """A line without the name of a priority behind it, and the priority it is about."""
    names = {" ".join(fold(priority.name).split()): key for key, priority in group.priorities.items()}
    found = names.get(" ".join(fold(part).split())) if part else None
    if found is None and (behind := _BEHIND.fullmatch(text)):
        found = names.get(" ".join(fold(behind[2]).split()))
        text = behind[1] if found is not None else text
    elif part and found is None and not text.endswith(f"({part})"):
        # A part that is none of the group's priorities stays in the words.
        text = f"{text} ({part})"
    return text, found


def _due(text: str, by_when: str, known: Surely) -> tuple[str, Due | None]:
    """When a step is due. Words that say no day go back into the text."""
    order, day = known.group.dates, known.day
    if not by_when:
        body, due = split_due(text, day, order)
        return (body, due) if due is not None and body else (text, None)
    if _NEXT.fullmatch(fold(by_when)):
        return text, Due(next_meeting=True)
    words = by_when.strip()
    first, _, rest = words.partition(" ")
    if rest and is_weekday(first.strip(",.")):
        # Our own minutes name no year where it is the meeting's own.
        own_year = dt.date(day.year, 1, 1)
        due = parse_due(rest, own_year, order) or parse_due(words, day, order)
    else:
        due = parse_due(words, day, order)
    return (text, due) if due is not None else (say("{text} (by {words})", text=text, words=words), None)


# --- how it stood -------------------------------------------------------------------------------------------------


def more_on(entry: EntryId, item: Item, filed: Filed, known: Surely, at: dt.datetime, *, done: bool) -> list[Event]:
    """What the text says of a line beside its words: counts, where a parked item went, how a next step stood.

    Args:
        entry: the line's id.
        item: the line.
        filed: what it is filed as.
        known: what it is read against.
        at: when it is told, UTC.
        done: a person said that the next steps are long done.
    """
    facts: list[Event] = []
    for note in item.read.notes:
        counts = dict.fromkeys(range(6), 0)
        if note.startswith("fingers: "):
            for finger, count in _FINGERS.findall(note):
                counts[int(finger)] = int(count)
            shown = (counts[0], counts[1], counts[2], counts[3], counts[4], counts[5])
            facts.append(FingersShown(entry=entry, counts=shown, when=at))
        elif aside := re.fullmatch(r"([0-9]{1,6}) stood aside", note):
            facts.append(StoodAside(entry=entry, count=int(aside[1]), when=at))
        elif note == "held for more discussion":
            facts.append(ProposalSettled(entry=entry, outcome="held", when=at))
        elif note.startswith("→ ") and filed.kind is EntryKind.PARKED:
            facts += _placed(entry, note.removeprefix("→ "), known, at)
    if filed.kind is EntryKind.STEP:
        facts += _stood(entry, item.read, filed, at, done)
    return facts


def _placed(entry: EntryId, words: str, known: Surely, at: dt.datetime) -> list[Event]:
    for destination in Destination:
        if words == destination:
            return [ParkedPlaced(entry=entry, destination=destination, when=at)]
    if back := re.fullmatch(r"comes back (?:on|at the) (.+)", words):
        due = _due("", back[1], known)[1]
        return [ParkedPlaced(entry=entry, destination=Destination.OWNER, due=due, when=at)]
    if words.startswith("with "):
        name, _, by = words.removeprefix("with ").partition(", by ")
        due = _due("", by, known)[1] if by else None
        return [ParkedPlaced(entry=entry, destination=Destination.OWNER, owner=known.who(name), due=due, when=at)]
    return []


def _stood(entry: EntryId, read: ReadEntry, filed: Filed, at: dt.datetime, done: bool) -> list[Event]:
    word, _, reason = read.state.partition(": ")
    if word == "accepted" and filed.owner is not None:
        facts: list[Event] = [StepAccepted(step=entry, person=filed.owner, when=at)]
    elif word == "to be asked by e-mail":
        asked = StepAssigned(
            step=entry, owner=filed.owner, helpers=filed.helpers, meant=filed.meant, by_email=True, when=at
        )
        facts = [asked]
    else:
        facts = []
    progress: Mapping[str, Progress] = {str(one): one for one in Progress}
    marked = progress.get(word)
    if marked is not None and marked is not Progress.NOT_STARTED:
        facts.append(StepMarked(step=entry, progress=marked, reason=clean(reason).strip(), when=at))
    if done and marked not in (Progress.DONE, Progress.DROPPED):
        facts.append(StepMarked(step=entry, progress=Progress.DONE, when=at))
    return facts
