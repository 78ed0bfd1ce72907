"""What a capture line can turn out to be, what it is read against, and each kind's word (`product.md` §3.5).

`capture.parse` makes these, `preview.preview` words them, the session turns them into events.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

import msgspec

from peer_tui.domain.events import BlockPlan, EntryKind, Filed, PersonId, PriorityId, Side
from peer_tui.domain.people import Person
from peer_tui.domain.words import say

if TYPE_CHECKING:
    # Not at run time: a meeting of no programme needs nothing of it.
    from peer_tui.domain.programmes.capture_words import OwnWord

KIND_WORDS: dict[EntryKind, str] = {
    EntryKind.NOTE: say("NOTE"),
    EntryKind.DECISION: say("DECISION"),
    EntryKind.STEP: say("NEXT STEP"),
    EntryKind.PROPOSAL: say("PROPOSAL"),
    EntryKind.MOTION: say("MOTION"),
    EntryKind.QUESTION: say("QUESTION"),
    EntryKind.PARKED: say("PARKED"),
    EntryKind.CELEBRATION: say("CELEBRATION"),
    EntryKind.LINK: say("LINK"),
    EntryKind.CORRECTION: say("CORRECTION"),
    EntryKind.ISSUE: say("ISSUE"),
    EntryKind.RECOMMENDATION: say("RECOMMENDATION"),
    EntryKind.LESSON: say("LESSON"),
    EntryKind.REFLECTION: say("REFLECTION"),
    EntryKind.LEARNING: say("LEARNING"),
    EntryKind.COMMITMENT: say("COMMITMENT"),
    EntryKind.MEASURE: say("MEASURE"),
    EntryKind.SUPPORT: say("SUPPORT"),
}
"""The word shown for each kind, so that no state is told by a mark or a colour alone."""


_LONGEST_NAME = 24
"""Characters of a programme's own name for a line that stand before it."""


def kind_words(filed: Filed) -> str:
    """What a line is called where it is shown: by its kind, by its programme's own word, or as private.

    `NEXT STEP`, `PATHWAY STEP`, `PRIVATE NEXT STEP`; of a long name the word that was typed is enough.
    """
    own = filed.called if len(filed.called) <= _LONGEST_NAME else filed.word
    words = KIND_WORDS[filed.kind] if filed.kind is EntryKind.STEP or not own else own.upper()
    return say("PRIVATE {kind}", kind=words) if filed.private else words


KIND_MARKS: dict[EntryKind, str] = {
    EntryKind.DECISION: "!",
    EntryKind.STEP: ">",
    EntryKind.PARKED: "~",
    EntryKind.QUESTION: "?",
    EntryKind.CELEBRATION: "*",
    EntryKind.PROPOSAL: "^",
}
"""The sigil of each kind that has one; the others have none."""


class Surroundings(msgspec.Struct, frozen=True):
    """What a line is read against: a picture of the meeting, made by the session."""

    today: dt.date
    """The group's local date."""
    people: tuple[Person, ...] = ()
    """Everybody the group knows."""
    here: frozenset[PersonId] = frozenset()
    """Who is marked present and has not left."""
    priorities: tuple[tuple[PriorityId, str], ...] = ()
    """Each active priority and its name."""
    dates: str = "month first"
    """How 11/22 is read: `month first` or `day first`."""
    next_meeting: dt.date | None = None
    """The local date of the series' next meeting, if it is known."""
    block: BlockPlan | None = None
    """The block the line is filed under."""
    previous_block: BlockPlan | None = None
    """The block a line beginning with `<` is filed under."""
    formal: bool = False
    """The group uses formal motions: a motion's mover and seconder are recorded."""
    last_kind: EntryKind | None = None
    """The kind of the last line this device wrote, which a sigil alone would change."""
    own: Mapping[str, OwnWord] = {}
    """The words that the programme of this meeting adds, by themselves in small letters."""


class Empty(msgspec.Struct, frozen=True):
    """Nothing was typed, or only spaces. Enter does nothing."""

    typed: str = ""


class Entry(msgspec.Struct, frozen=True):
    """A line for the minutes."""

    typed: str
    filed: Filed
    previous_block: bool = False
    """It began with `<`: file it under the block before this one."""
    warnings: tuple[str, ...] = ()
    """Sentences the scribe should see, each without a full stop."""
    candidates: tuple[Person, ...] = ()
    """Who an ambiguous `@name` could be, in the order of the digits that pick one; the first such name only."""
    reason: str = ""
    """Why a line that looks like something else is a note: "nobody here is called +1 to that"."""
    own: OwnWord | None = None
    """The programme's own word it begins with."""


class AgreementLine(msgspec.Struct, frozen=True):
    """A line proposed for the Comfort / Discomfort Agreement. Who proposed it is never recorded."""

    typed: str
    side: Side
    text: str


class Arrival(msgspec.Struct, frozen=True):
    """Somebody is here: one known person, some heads without names, or a guest.

    `person` is None for heads, for a guest the group does not know yet, and where `candidates` lists two or more.
    """

    typed: str
    kind: Literal["person", "heads", "guest"]
    person: Person | None = None
    name: str = ""
    """The name as typed: of a guest, or one that fits several people."""
    count: int = 1
    mode: str = ""
    """`room` or `phone`; empty for online."""
    named: bool = False
    """A guest asked to be named in the minutes."""
    candidates: tuple[Person, ...] = ()


class Departure(msgspec.Struct, frozen=True):
    """A known person went; `person` is None where `candidates` lists two or more."""

    typed: str
    person: Person | None
    name: str = ""
    candidates: tuple[Person, ...] = ()


class Queue(msgspec.Struct, frozen=True):
    """The list of who is waiting to speak: somebody is added or removed, it is shown, or the next one is called."""

    typed: str
    act: Literal["add", "remove", "show", "next"]
    person: Person | None = None
    name: str = ""
    candidates: tuple[Person, ...] = ()


class Retag(msgspec.Struct, frozen=True):
    """A sigil alone: the last line this device wrote becomes another kind."""

    typed: str
    kind: EntryKind


class Substitution(msgspec.Struct, frozen=True):
    """`s/old/new/`: the last line of this device that contains `old` is corrected. `old` is never empty."""

    typed: str
    old: str
    new: str


class Command(msgspec.Struct, frozen=True):
    """`/word rest`. The word is in lower case; a slash alone has an empty word."""

    typed: str
    word: str
    rest: str


Parsed: TypeAlias = Empty | Entry | AgreementLine | Arrival | Departure | Queue | Retag | Substitution | Command
"""Everything a capture line can be."""
