"""What a line of Today is, what it stands under, and how many of each kind are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

import msgspec

from peer_tui.domain.events import EntryId, MeetingId, ProgrammeId
from peer_tui.domain.held import Held
from peer_tui.domain.words import say, say_number
from peer_tui.services.workspace import OpenGroup

_T = TypeVar("_T")
Kind = Literal[
    "unfinished", "next", "prepare", "damage", "missed", "review", "draft", "unsent", "step", "parked", "decided",
    "plan",
    "programme", "kept", "deleted", "later",
]  # fmt: skip
Enter = Literal["live", "prepare", "minutes", "programme", "plan", "kept", "deleted", "all", "nothing"]

MOST = 8
"""Lines of one kind that stand on Today at first: fifty groups have hundreds, and nobody reads them all to begin."""
_A_FEW = 3
"""So many more are shown rather than counted."""

SECTIONS: dict[Kind, str] = {
    "unfinished": say("Not ended yet"),
    "next": say("Next meeting"),
    "prepare": say("Before the next meeting"),
    "damage": say("Files that need a look"),
    "missed": say("Planned, and never opened"),
    "programme": say("Programmes, due this week"),
    "review": say("Minutes in review"),
    "draft": say("Minutes that are still a draft"),
    "unsent": say("Approved, and not sent yet"),
    "step": say("Next steps"),
    "parked": say("Parked, and due back"),
    "decided": say("Decided, and to be looked at again"),
    "plan": say("Nothing planned"),
    "kept": say("Minutes past their time"),
    "deleted": say("Deleted, and 30 days are over"),
    "later": say("Other meetings"),
}
"""What each kind of line stands under, in the order of the page."""


class TodayLine(msgspec.Struct, frozen=True):
    """One line of Today. Everything in it is plain text."""

    kind: Kind
    what: str
    more: tuple[str, ...]
    """Further words, quieter than the first."""
    enter: Enter
    does: str
    """What Enter does, e.g. `opens the doors`; where it does nothing, who says more."""
    urgent: bool = False
    """Late, over, or waiting: said in the words as well."""
    opened: OpenGroup | None = None
    meeting: MeetingId = ""
    stopped: dt.datetime | None = None
    """An unfinished meeting's last fact: where "we stopped then" ends it, UTC."""
    stopped_words: str = ""
    """The same as a time, e.g. `2:31`."""
    line: EntryId = ""
    """The line of the minutes it is about: Enter opens them there."""
    suggested: str = ""
    """What the line that plans a meeting may begin with."""
    programme: ProgrammeId = ""
    """The run of a programme that it is about: Enter opens it."""
    part: str = ""
    """What of the programme it is about: the word of a part of it, or `item:` and the word of a line of its checklist;
    empty for where it stands."""

    @property
    def enter_words(self) -> str:
        """What Enter does, with the key: `Enter opens the doors`."""
        return f"Enter {self.does}" if self.does and self.enter != "nothing" else self.does

    @property
    def key(self) -> str:
        """Tells this line from the others, also after it was drawn again."""
        words = {"damage": " ".join((self.what, *self.more)), "plan": self.opened.folder if self.opened else ""}
        return f"{self.kind} {self.meeting} {words.get(self.kind, self.what if self.kind in _SEVERAL else self.line)}"


_SEVERAL = ("step", "prepare", "parked", "decided")
"""Kinds of which one meeting may have several lines."""


class Few(msgspec.Struct, frozen=True):
    """How many lines of each kind are made."""

    most: int | None
    whole: frozenset[Kind]

    def of(self, kind: Kind, every: Sequence[_T], make: Callable[[_T], TodayLine], later: int = 0) -> list[TodayLine]:
        """The first lines of a kind; where there are many more, a last one that counts them.

        Args:
            kind: which.
            every: what lines can be made of, most urgent first.
            make: makes the line of one.
            later: how many of them, at the end, are shown only when all of a kind are wanted: nothing presses yet.
        """
        if self.most is None or kind in self.whole:
            return [make(one) for one in every]
        shown = list(every[: len(every) - later])
        shown = shown if len(shown) <= self.most + _A_FEW else shown[: self.most]
        left = len(every) - len(shown)
        if not left:
            return [make(one) for one in shown]
        words = (
            say("… and {left:,} more", left=left)
            if shown
            else say_number(left, "{n:,} that nothing presses for yet", "{n:,} that nothing presses for yet")
        )
        return [*map(make, shown), TodayLine(kind, words, (), "all", say("shows all of them"))]


def name_of(opened: OpenGroup, held: Held) -> str:
    """The group, and the meeting's title where it says something else."""
    group, title = opened.glance.name, held.title
    return group if title.casefold() in ("", group.casefold()) else f"{group} · {title}"


def end_of(held: Held) -> dt.datetime:
    """When a meeting is planned to end, UTC."""
    return held.starts + dt.timedelta(minutes=held.minutes)
