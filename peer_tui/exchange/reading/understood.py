"""What was understood of a text in any form: a meeting's header, its blocks and lines, and a report on each line.

Names, dates and times stand here as they were written: what they mean is decided against the group, by the services.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from peer_tui.domain.events import EntryKind
from peer_tui.domain.words import marked, say


class Form(StrEnum):
    """What a text can be read as."""

    MARKDOWN = marked("Markdown minutes")
    TEXT = marked("plain-text minutes")
    AGENDA = marked("agenda with minutes")
    MEETBOT = marked("MeetBot log")
    MEETBOT_MINUTES = marked("MeetBot minutes")
    IRC = marked("IRC minutes log")
    ZOOM_CHAT = marked("Zoom chat")
    ZOOM_PARTICIPANTS = marked("Zoom participants")


WORDS: dict[str, Form] = {
    "markdown": Form.MARKDOWN,
    "text": Form.TEXT,
    "agenda": Form.AGENDA,
    "meetbot": Form.MEETBOT,
    "meetbot-minutes": Form.MEETBOT_MINUTES,
    "irc": Form.IRC,
    "chat": Form.ZOOM_CHAT,
    "participants": Form.ZOOM_PARTICIPANTS,
}
"""Each form by a word of one piece, for the command line."""


class How(StrEnum):
    """What became of a line of the text."""

    UNDERSTOOD = marked("understood")
    NOTE = marked("kept as a note")
    SKIPPED = marked("skipped")


class Told(msgspec.Struct, frozen=True):
    """The report on one line."""

    line: int
    """Its number; the first line is 1, and 0 is the whole text."""
    how: How
    words: str
    """What it was understood as, or why it was skipped; a short sentence without a full stop."""


class ReadPerson(msgspec.Struct, frozen=True):
    """Somebody who was there, as the text names them."""

    name: str
    line: int = 0
    joined: dt.datetime | None = None
    """When they came, on the clocks of whoever wrote the text: without a zone."""
    left: dt.datetime | None = None
    mode: str = ""
    """`room` or `phone`; empty for online."""
    guest: bool = False


class ReadBlock(msgspec.Struct, frozen=True):
    """A part of the meeting: a heading of minutes, a topic of a log, a line of an agenda."""

    title: str
    line: int = 0
    minutes: int = 0
    """How long it is to take; 0 where the text says nothing."""
    fewest: int = 0
    """The fewest minutes, where a range is given; 0 otherwise."""
    lead: str = ""
    """Whose part it is."""
    began: dt.datetime | None = None
    """When it began, on the clocks of whoever wrote the text."""
    reached: bool = True
    """The text says itself that it was not reached: False."""
    items: tuple[str, ...] = ()
    """What stands under it in an agenda."""


class ReadEntry(msgspec.Struct, frozen=True):
    """One line for the minutes."""

    line: int
    kind: EntryKind
    text: str
    whole: str = ""
    """Of a next step whose owner stood in its sentence: the sentence, for where that turns out to be nobody's name."""
    block: int = -1
    """Its block's place in `Understood.blocks`; -1 for none."""
    part: str = ""
    """The priority it stands under, as the text names it."""
    who: tuple[str, ...] = ()
    """Of a next step: the lead first, as the text names them."""
    by_when: str = ""
    """Of a next step: the words that say when it is due."""
    done_when: str = ""
    number: int = 0
    """Of a next step: the number it had; 0 for none."""
    state: str = ""
    """Of a next step: how it stood, e.g. `accepted`, `done: sent on Monday`."""
    notes: tuple[str, ...] = ()
    """What stood behind it in words of our own export, e.g. `→ next agenda`."""
    at: dt.datetime | None = None
    """When it was said, on the clocks of whoever wrote the text."""
    guessed: bool = False
    """Nothing marked it as what it is: its words do."""
    chosen: bool = True
    """It is kept unless a person says no; False for what is kept only if a person says yes."""


class Understood(msgspec.Struct, frozen=True):
    """All that was understood of a text."""

    form: Form
    report: tuple[Told, ...] = ()
    """In the order of the lines. Empty lines are not told of."""
    title: str = ""
    group: str = ""
    kind: str = ""
    """The kind of meeting, e.g. `listening session`."""
    date: dt.date | None = None
    began: dt.time | None = None
    ended: dt.time | None = None
    utc: bool = False
    """The times are in UTC, as the text says."""
    platform: str = ""
    facilitator: str = ""
    scribe: str = ""
    approved: str = ""
    """`as distributed` or `as corrected`, where the text says that the minutes were approved."""
    approved_on: dt.date | None = None
    corrections: tuple[str, ...] = ()
    """Made to these minutes later, as the text lists them."""
    people: tuple[ReadPerson, ...] = ()
    heads: tuple[tuple[str, int], ...] = ()
    """People without a name: `phone`, `room`, `guest` or empty, and how many."""
    blocks: tuple[ReadBlock, ...] = ()
    entries: tuple[ReadEntry, ...] = ()
    next_meeting: str = ""
    """When the group meets next, as the text says it."""
    convener: str = ""
    next_facilitator: str = ""
    next_scribe: str = ""

    def count(self, how: How) -> int:
        """How many lines went this way."""
        return sum(one.how is how for one in self.report)


class Reading:
    """What a reader gathers on its way through a text: blocks, lines, and the report."""

    def __init__(self) -> None:
        self.report: list[Told] = []
        self.blocks: list[ReadBlock] = []
        self.entries: list[ReadEntry] = []
        self.people: dict[str, ReadPerson] = {}
        self.facts: dict[str, object] = {}
        """Fields of `Understood` that were found."""

    def understood(self, line: int, words: str) -> None:
        """A line that says something we know."""
        self.report.append(Told(line, How.UNDERSTOOD, words))

    def skipped(self, line: int, words: str) -> None:
        """A line that is left out, and why."""
        self.report.append(Told(line, How.SKIPPED, words))

    def withdraw(self, line: int, why: str) -> None:
        """What was told of a line holds no longer: it is left out."""
        self.report = [told for told in self.report if told.line != line]
        self.skipped(line, why)

    def noted(self, line: int, text: str) -> None:
        """A line that is kept as a note."""
        self.report.append(Told(line, How.NOTE, shortened(text)))

    def block(self, block: ReadBlock) -> None:
        """A part of the meeting begins."""
        self.blocks.append(block)
        self.understood(block.line, say("block: {title}", title=shortened(block.title)))

    def entry(self, entry: ReadEntry) -> None:
        """A line for the minutes, in the block that is on unless it says another one."""
        if entry.block < 0 and self.blocks:
            entry = msgspec.structs.replace(entry, block=len(self.blocks) - 1)
        self.entries.append(entry)
        if not entry.chosen:
            self.skipped(entry.line, say("left out unless you choose it"))
        elif entry.kind is EntryKind.NOTE:
            self.noted(entry.line, entry.text)
        else:
            self.understood(entry.line, f"{entry.kind}: {shortened(entry.text)}")

    def person(self, person: ReadPerson) -> None:
        """Somebody who was there; whoever is named twice counts once, from their first coming to their last going."""
        from peer_tui.domain.characters import fold

        key = " ".join(fold(person.name).split())
        if not any(letter.isalnum() for letter in key):
            return
        known = self.people.get(key)
        if known is None:
            self.people[key] = person
            return
        joined = [at for at in (known.joined, person.joined) if at is not None]
        gone = None if known.left is None or person.left is None else max(known.left, person.left)
        self.people[key] = msgspec.structs.replace(
            known, joined=min(joined, default=None), left=gone, guest=known.guest and person.guest
        )

    def result(self, form: Form) -> Understood:
        """All of it."""
        return Understood(
            form=form, report=tuple(sorted(self.report, key=lambda told: told.line)),
            people=tuple(self.people.values()), blocks=tuple(self.blocks), entries=tuple(self.entries),
            **self.facts,  # type: ignore[arg-type]  # by the names of the fields
        )  # fmt: skip


def shortened(text: str, longest: int = 60) -> str:
    """The beginning of a text, for the report."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
