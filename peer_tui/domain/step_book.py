"""The next steps of a meeting or a group, as a history of events leaves them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, MutableMapping
from copy import copy
from typing import NamedTuple

from peer_tui.domain.events import Captured, EntryEdited, EntryId, EntryKind, Event, EventId, MeetingId, Redacted
from peer_tui.domain.step_changes import ABOUT_STEPS, CHANGES, new_step, reword
from peer_tui.domain.steps import BETWEEN, QUIET, Step

Said = tuple[Event, MeetingId]
"""An event and where it was said."""


class Notes(NamedTuple):
    """What a book knows of its steps without looking at each: enough to fold it further."""

    numbers: dict[EntryId, int]
    """The number of each step."""
    open: set[EntryId]
    """Steps still to be done."""
    told: MutableMapping[MeetingId, tuple[EntryId, ...]]
    """The steps whose life may hold a moment in a meeting; some of them may be gone.

    What was said between meetings stands under its month (`month_of`)."""
    waiting: dict[EntryId, list[Said]]
    """What was said of steps that are not known yet: it waits for them."""
    removed: set[EntryId]
    """Lines whose words were removed and that left nothing."""
    used: int = 0
    """The highest number of a step that is gone: it is not given again."""
    newest: EventId = ""
    """The newest event that these steps come from; empty where that is not known."""


class StepBook:
    """Next steps by entry id, as a history of events leaves them.

    A copy shares its steps with the book it was made from until one of both changes them. A step that a book gave out
    is therefore never changed by whoever got it.

    Args:
        steps: the steps, in the order in which they were promised. None for an empty book.
        notes: what `notes` of the book told that they come from; found out from the steps if not given.
    """

    def __init__(self, steps: MutableMapping[EntryId, Step] | None = None, notes: Notes | None = None) -> None:
        self.steps: MutableMapping[EntryId, Step] = {} if steps is None else steps
        """Only for reading."""
        known = _noted(self.steps) if notes is None else notes
        self._numbers, self._open, self._told, self._waiting, self._removed, self._used, self._newest = known
        self._own: set[EntryId] = set()
        """Steps that no other book shares: they are changed in place."""
        self._to_label: set[int] = set()
        """Numbers that were given or taken away since the steps were labelled."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StepBook) and self.steps == other.steps

    __hash__ = None  # type: ignore[assignment]  # it changes as it is folded

    def copy(self) -> StepBook:
        """A book that can be folded further without changing this one."""
        told = self.notes
        waiting = {key: list(said) for key, said in told.waiting.items()}
        other = StepBook(
            copy(self.steps),
            Notes(dict(told.numbers), set(told.open), copy(told.told), waiting, set(told.removed), *told[5:]),
        )
        other._to_label = set(self._to_label)
        self._own = set()
        return other

    # --- asking -----------------------------------------------------------------------------------------------

    @property
    def notes(self) -> Notes:
        """What this book knows of its steps; not to be changed."""
        return Notes(
            self._numbers, self._open, self._told, self._waiting, self._removed, self._used, self._newest
        )  # fmt: skip

    @property
    def open(self) -> list[Step]:
        """The steps still to be done, in the order in which they were promised."""
        return [self.steps[key] for key in self.steps if key in self._open] if self._open else []

    def told_in(self, meeting: MeetingId) -> list[Step]:
        """The steps whose life holds a moment in this meeting, in the order in which they were promised."""
        chosen = set(self._told.get(meeting, ()))
        told = [self.steps[key] for key in self.steps if key in chosen] if chosen else []
        return [
            step
            for step in told
            if any(moment.meeting == meeting and moment.words not in QUIET for moment in step.life)
        ]

    def told_between(self, after: dt.datetime, before: dt.datetime) -> list[Step]:
        """The steps of which something was told in no meeting, after one instant and not after the other, UTC."""
        first, last = (at.year * 12 + at.month - 1 for at in (after, before))
        months = [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
        keys = dict.fromkeys(key for month in months for key in self._told.get(month, ()))
        told = [self.steps[key] for key in keys if key in self.steps]
        return sorted(
            (
                step
                for step in told
                if any(
                    moment.meeting == BETWEEN and moment.words not in QUIET and after < moment.at <= before
                    for moment in step.life
                )
            ),
            key=lambda step: (step.at, step.id),
        )

    def follows(self, event: Event) -> bool:
        """Whether an event is later than everything these steps come from: folded on, it changes nothing before it."""
        return bool(self._newest) and event.id > self._newest

    @property
    def highest(self) -> int:
        """The highest number given so far; 0 for none."""
        return max(self._used, max(self._numbers.values(), default=0))

    # --- folding ----------------------------------------------------------------------------------------------

    def apply(self, event: Event, meeting: MeetingId) -> None:
        """Fold one event in; `meeting` is where it was said. An event about an unknown step waits for it."""
        if isinstance(event, Captured | EntryEdited):
            self._file(event, meeting)
            return
        if isinstance(event, Redacted):
            self._remove(event)
            return
        change = CHANGES.get(type(event))
        if change is None or not isinstance(event, ABOUT_STEPS):
            return
        if event.step not in self.steps:
            self._waiting.setdefault(event.step, []).append((event, meeting))
            self.heard(event)
            return
        step = self._to_change(event.step)
        change(step, event, meeting)
        self._note(step, meeting or month_of(event.moment))
        self.heard(event)

    def heard(self, event: Event) -> None:
        """Take note of an event that steps come from: only what is later may be folded on alone."""
        self._newest = max(self._newest, event.id)

    def ended(self, meeting: MeetingId, counts: Callable[[Step], bool]) -> None:
        """A meeting ended: each step that is still open, and counts for it, was carried through it."""
        for key in self._open:
            if counts(self.steps[key]):
                self._to_change(key).ended_since.add(meeting)

    def reopened(self, meeting: MeetingId) -> None:
        """A meeting that ended goes on: no step was carried through it yet."""
        for key in [key for key, step in self.steps.items() if meeting in step.ended_since]:
            self._to_change(key).ended_since.discard(meeting)

    def number_once(self) -> None:
        """Give each step its label: its number, with a writer's letter where two writers gave the same one."""
        same: dict[int, list[Step]] = {number: [] for number in self._to_label}
        if not same:
            return
        for key, number in self._numbers.items():
            if number in same:
                same[number].append(self.steps[key])
        for number, found in same.items():
            steps = sorted(found, key=lambda step: step.id)
            for step, letter in zip(steps, _letters(steps), strict=True):
                if step.label != (label := f"{number}{letter}"):
                    self._to_change(step.id).label = label
        self._to_label.clear()

    def keep_number(self, number: int) -> None:
        """The number of a step that is not in this book: it is given to no other one."""
        self._used = max(self._used, number)

    def _to_change(self, key: EntryId) -> Step:
        """A step that no other book shares."""
        step = self.steps[key]
        if key not in self._own:
            step = copy(step)
            step.life, step.ended_since = list(step.life), set(step.ended_since)
            self.steps[key] = step
            self._own.add(key)
        return step

    def _note(self, step: Step, meeting: MeetingId) -> None:
        """Take note of how a step stands that was changed, or spoken of, in a meeting."""
        before = self._numbers.get(step.id)
        if before != step.number:
            self._to_label.update((step.number,) if before is None else (before, step.number))
            self._numbers[step.id] = step.number
        if step.open:
            self._open.add(step.id)
        else:
            self._open.discard(step.id)
        told = self._told.get(meeting, ())
        if step.id not in told:
            self._told[meeting] = (*told, step.id)

    def _take_out(self, key: EntryId) -> Step | None:
        gone = self.steps.pop(key, None)
        if gone is not None:
            self._to_label.add(self._numbers.pop(key))
            self._open.discard(key)
            self._own.discard(key)
        return gone

    def _remove(self, event: Redacted) -> None:
        """A line that left nothing is no next step any more; its number stays used."""
        self.heard(event)
        if event.leave:
            return
        self._removed.add(event.target)
        gone = self._take_out(event.target)
        self._used = max(self._used, gone.number if gone else 0)
        self._waiting.pop(event.target, None)

    def _file(self, event: Captured | EntryEdited, meeting: MeetingId) -> None:
        if event.entry in self._removed:
            self._used = max(self._used, event.number)
            return
        if event.entry not in self.steps:
            if event.filed.kind is EntryKind.STEP:
                self._begin(event, meeting)
                self.heard(event)
            return
        self.heard(event)
        if isinstance(event, Captured):
            # The line was edited by a clock that is behind: what it says since then stands.
            step = self._to_change(event.entry)
            step.number, step.by, step.at = event.number or step.number, event.by, event.moment
            self._to_label.add(step.number)  # another writer may mean another letter
            self._note(step, meeting)
        elif event.filed.kind is not EntryKind.STEP:
            self._take_out(event.entry)
        else:
            step = self._to_change(event.entry)
            reword(step, event, meeting)
            self._note(step, meeting or month_of(event.moment))

    def _begin(self, event: Captured | EntryEdited, meeting: MeetingId) -> None:
        step = new_step(event, meeting)
        self.steps[step.id] = step
        self._own.add(step.id)
        self._note(step, meeting)
        for said, where in self._waiting.pop(step.id, []):
            self.apply(said, where)


def _noted(steps: Mapping[EntryId, Step]) -> Notes:
    """What there is to know of steps that nothing was noted of yet."""
    told: dict[MeetingId, tuple[EntryId, ...]] = {}
    for key, step in steps.items():
        for meeting in dict.fromkeys(moment.meeting or month_of(moment.at) for moment in step.life):
            told[meeting] = (*told.get(meeting, ()), key)
    numbers = {key: step.number for key, step in steps.items()}
    return Notes(numbers, {key for key, step in steps.items() if step.open}, told, {}, set())


def month_of(at: dt.datetime) -> str:
    """The month of an instant, UTC, under which a book notes what was told between meetings: `2024-11`."""
    return f"{at.year:04}-{at.month:02}"


def _letters(steps: list[Step]) -> list[str]:
    """What tells steps of one number apart: nothing for a single one, the writers' letters, else a, b, c."""
    if len(steps) == 1:
        return [""]
    letters = [step.by[:1] for step in steps]
    if len(set(letters)) == len(steps) and all(letter.isalpha() for letter in letters):
        return letters
    return [chr(ord("a") + place % 26) * (1 + place // 26) for place in range(len(steps))]
