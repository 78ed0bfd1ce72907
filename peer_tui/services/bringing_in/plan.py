"""What would be brought in, as a person sees it and changes it before anything is written."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from peer_tui.domain.events import EntryKind
from peer_tui.domain.held import Held
from peer_tui.domain.naming import counted
from peer_tui.domain.people import Person
from peer_tui.domain.words import marked, say
from peer_tui.exchange.reading.understood import Form, How, ReadEntry, ReadPerson, Understood

__all__ = ["KINDS", "Answer", "Attending", "How", "Item", "Plan"]

KINDS = (
    EntryKind.NOTE, EntryKind.DECISION, EntryKind.STEP, EntryKind.PARKED, EntryKind.QUESTION, EntryKind.PROPOSAL,
    EntryKind.CELEBRATION, EntryKind.LINK,
)  # fmt: skip
"""What a line can be made, in the order in which one key turns through them."""


class Answer(StrEnum):
    """What becomes of somebody who was there and whom the group does not know."""

    COUNT = marked("counted without a name")
    MEMBER = marked("added as confirmed member")
    GUEST = marked("added as guest")


class Item(msgspec.Struct, frozen=True):
    """One line that may be brought in."""

    read: ReadEntry
    kind: EntryKind
    """As what; a person may turn it."""
    keep: bool = True
    here: bool = False
    """The meeting holds it already: it is not added again."""


class Attending(msgspec.Struct, frozen=True):
    """Somebody whom the text names: who was there, or has a role or a next step in it."""

    read: ReadPerson
    name: str
    """Without pronouns and the like."""
    person: Person | None = None
    """Who that is; None where nobody is called that, or several are."""
    several: tuple[Person, ...] = ()
    answer: Answer = Answer.COUNT
    present: bool = True
    """False for somebody who is only named as owner, facilitator …: the text does not say that they were there."""
    pronouns: str = ""
    roles: tuple[str, ...] = ()
    alias: str = ""


class Plan(msgspec.Struct, frozen=True):
    """What would be brought in, and where. Nothing of it is written yet."""

    understood: Understood
    source: str
    """SHA-256 of the text: the same file is never brought in twice."""
    name: str = ""
    """Of the file; empty for pasted text."""
    starts: dt.datetime | None = None
    """When the meeting began or is planned for, UTC; None while the day is not known."""
    time_told: bool = False
    """The text says the time of day, not only the day."""
    held: Held | None = None
    """The meeting of the group that it goes into; None for a new one."""
    separate: bool = False
    """A person said that it is another meeting than the one of that day."""
    items: tuple[Item, ...] = ()
    people: tuple[Attending, ...] = ()
    why_not: str = ""
    """A sentence, where it cannot be brought in as it stands."""
    said: tuple[str, ...] = ()
    """Sentences a person should read first."""
    approved: bool = False
    """The minutes are to be recorded as approved, as the text says."""
    steps_done: bool = False
    """The next steps are long done: none of them is to be followed up."""

    @property
    def is_agenda(self) -> bool:
        """It is the agenda of a meeting to come, not the minutes of one that was held."""
        return self.understood.form is Form.AGENDA

    @property
    def kept(self) -> list[Item]:
        """The lines that would be written."""
        return [item for item in self.items if item.keep and not item.here]

    @property
    def words(self) -> str:
        """`2 decisions, 3 next steps, 14 notes, 12 people`: what would be written."""
        if self.is_agenda:
            topics = sum(len(block.items) for block in self.understood.blocks)
            parts = [counted(len(self.understood.blocks), "{n:,} block", "{n:,} blocks", "no blocks")]
            return ", ".join([*parts, counted(topics, "{n:,} topic", "{n:,} topics", "no topics")] if topics else parts)
        said = []
        decisions = sum(item.kind is EntryKind.DECISION for item in self.kept)
        said += [counted(decisions, "{n:,} decision", "{n:,} decisions", "no decisions")] if decisions else []
        steps = sum(item.kind is EntryKind.STEP for item in self.kept)
        said += [counted(steps, "{n:,} next step", "{n:,} next steps", "no next steps")] if steps else []
        others = sum(item.kind not in (EntryKind.DECISION, EntryKind.STEP) for item in self.kept)
        said += [counted(others, "{n:,} other line", "{n:,} other lines", "no other lines")] if others else []
        there = sum(one.present for one in self.people)
        said += [counted(there, "{n:,} person", "{n:,} people", "no people")] if there else []
        return ", ".join(said) or say("nothing")

    @property
    def report(self) -> str:
        """`31 lines understood · 5 kept as notes · 2 skipped`."""
        told = self.understood
        return say(
            "{lines} understood · {count} kept as notes · {how_skipped} skipped",
            lines=counted(told.count(How.UNDERSTOOD), "{n:,} line", "{n:,} lines", "no lines"),
            count=told.count(How.NOTE),
            how_skipped=told.count(How.SKIPPED),
        )

    # --- a person's changes -----------------------------------------------------------------------------------

    def toggled(self, place: int) -> Plan:
        """One line kept, or left out."""
        return self._with(place, keep=not self.items[place].keep)

    def turned(self, place: int) -> Plan:
        """One line as the next kind."""
        now = self.items[place].kind
        after = KINDS[(KINDS.index(now) + 1) % len(KINDS)] if now in KINDS else KINDS[0]
        return self._with(place, kind=after, keep=True)

    def answered(self, place: int) -> Plan:
        """Somebody nobody knows, with the next answer."""
        answers = list(Answer)
        people = list(self.people)
        one = people[place]
        people[place] = msgspec.structs.replace(one, answer=answers[(answers.index(one.answer) + 1) % len(answers)])
        return msgspec.structs.replace(self, people=tuple(people))

    def all_answered(self, answer: Answer) -> Plan:
        """Everybody nobody knows, with the same answer."""
        people = tuple(
            msgspec.structs.replace(one, answer=answer) if one.person is None else one for one in self.people
        )
        return msgspec.structs.replace(self, people=people)

    def with_choices(self, **changes: bool) -> Plan:
        """Whether it is `approved`, and its `steps_done`."""
        return msgspec.structs.replace(self, **changes)

    def _with(self, place: int, **changes: object) -> Plan:
        items = list(self.items)
        items[place] = msgspec.structs.replace(items[place], **changes)
        return msgspec.structs.replace(self, items=tuple(items))
