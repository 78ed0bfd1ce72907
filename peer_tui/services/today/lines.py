"""What a line of Today is, what it stands under, and how many of each kind are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from peer_tui.domain.events import EntryId, MeetingId
from peer_tui.domain.held import Held
from peer_tui.services.workspace import OpenGroup

_T = TypeVar("_T")
Kind = Literal[
    "unfinished", "next", "prepare", "damage", "missed", "review", "draft", "unsent", "step", "parked", "plan",
    "kept", "deleted", "later",
]  # fmt: skip
Enter = Literal["live", "prepare", "minutes", "plan", "kept", "deleted", "all", "nothing"]

MOST = 8
"""Lines of one kind that stand on Today at first: fifty groups have hundreds, and nobody reads them all to begin."""
_A_FEW = 3
"""So many more are shown rather than counted."""

SECTIONS: dict[Kind, str] = {
    "unfinished": "Not ended yet",
    "next": "Next meeting",
    "prepare": "Before the next meeting",
    "damage": "Files that need a look",
    "missed": "Planned, and never opened",
    "review": "Minutes in review",
    "draft": "Minutes that are still a draft",
    "unsent": "Approved, and not sent yet",
    "step": "Next steps",
    "parked": "Parked, and due back",
    "plan": "Nothing planned",
    "kept": "Minutes past their time",
    "deleted": "Deleted, and 30 days are over",
    "later": "Other meetings",
}
"""What each kind of line stands under, in the order of the page."""


@dataclass(frozen=True, slots=True)
class TodayLine:
    """One line of Today. Everything in it is plain text."""

    kind: Kind
    what: str
    more: tuple[str, ...]
    """Further words, quieter than the first."""
    enter: Enter
    enter_words: str
    """What Enter does, e.g. `Enter opens the doors`."""
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

    @property
    def key(self) -> str:
        """Tells this line from the others, also after it was drawn again."""
        words = {"damage": " ".join((self.what, *self.more)), "plan": self.opened.folder if self.opened else ""}
        return f"{self.kind} {self.meeting} {words.get(self.kind, self.what if self.kind in _SEVERAL else self.line)}"


_SEVERAL = ("step", "prepare", "parked")
"""Kinds of which one meeting may have several lines."""


@dataclass(frozen=True, slots=True)
class Few:
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
        words = f"… and {left:,} more" if shown else f"{left:,} that nothing presses for yet"
        return [*map(make, shown), TodayLine(kind, words, (), "all", "Enter shows all of them")]


def name_of(opened: OpenGroup, held: Held) -> str:
    """The group, and the meeting's title where it says something else."""
    group, title = opened.glance.name, held.title
    return group if title.casefold() in ("", group.casefold()) else f"{group} · {title}"


def end_of(held: Held) -> dt.datetime:
    """When a meeting is planned to end, UTC."""
    return held.starts + dt.timedelta(minutes=held.minutes)
