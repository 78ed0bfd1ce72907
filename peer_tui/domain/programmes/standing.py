"""Where a run of a programme stands: its checklist by its windows, its stages by their evidence (`product.md` §1.2)."""

from __future__ import annotations

import datetime as dt

import msgspec

from peer_tui.domain.programmes import forms
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.days import Anchors, Span, say_days, span_of
from peer_tui.domain.programmes.definition import Item, Need, Programme, Stage, Window
from peer_tui.domain.programmes.evidence import came_to, missing_of
from peer_tui.domain.programmes.seen import MeetingSeen, Seen
from peer_tui.domain.programmes.warnings import warnings_of
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import marked, say

DONE, NOT_NEEDED = marked("done"), marked("not needed")
OPEN = marked("open")
OVERDUE, NOW, SOON, LATER, NO_DATE = (
    marked("overdue"), marked("now"), marked("soon"), marked("later"), marked("no date"),
)  # fmt: skip
"""How a line of the checklist stands, each to be shown with `say`."""
SOON_DAYS = dt.timedelta(days=14)
"""What opens within so many days comes soon (ours)."""
THIS_WEEK = dt.timedelta(days=7)
_NOWHERE = Span(None, None, None)


class ItemStanding(msgspec.Struct, frozen=True):
    """A line of the checklist as it stands today."""

    item: Item
    window: Window | None
    span: Span
    state: str
    """`done`, `not needed`, `overdue`, `now`, `soon`, `later` or `no date`."""
    progress: str
    """What counts for it: "17/25" of its form, how far its report is, when its meeting is; empty for most."""
    note: str
    """What a person noted when it was marked."""
    day: dt.date | None = None
    """When it was done, in the group's zone; None while it is not."""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.state not in (DONE, NOT_NEEDED)

    def when(self, *, year: bool = False) -> str:
        """Its window as days: "by 9 Mar", "30 Mar – 6 Apr", "5–12 May"; empty where no day is known."""
        first, last = self.span.opens or self.span.aim, self.span.due
        if self.span.aim is not None:
            first = self.span.aim
        if last is None:
            return say("from {day}", day=say_days(first, year=year)) if first else ""
        return say_days(first, last, year=year) if first else say("by {day}", day=say_days(last, year=year))


class StageStanding(msgspec.Struct, frozen=True):
    """A stage as its evidence tells."""

    stage: Stage
    missing: tuple[str, ...]
    """What it lacks, a phrase each."""
    done: bool
    open: tuple[Need, ...] = ()
    """The evidence those phrases are about; none for a stage that its lines of the checklist are evidence for."""


class Standing(msgspec.Struct, frozen=True):
    """Where a run stands."""

    stages: tuple[StageStanding, ...]
    items: tuple[ItemStanding, ...]
    """In the order of the file."""
    due: tuple[ItemStanding, ...]
    """What to do this week: overdue, or due or to be aimed for within seven days; the most urgent first."""
    warnings: tuple[str, ...]
    """Advice on its days and answers, a sentence each."""
    hours: dt.timedelta
    """What its meetings took so far."""
    hours_words: str
    """"5 h 40 of 6–8 h"; empty for a programme whose hours nobody counts and that held no meeting."""

    @property
    def counts(self) -> tuple[int, int]:
        """How many lines of the checklist are done or not needed, and how many there are."""
        return sum(not one.is_open for one in self.items), len(self.items)

    @property
    def now(self) -> StageStanding | None:
        """The first stage that lacks something; None where none does."""
        return next((one for one in self.stages if one.missing), None)

    def of_window(self, window: str) -> list[ItemStanding]:
        """The lines of one window; of an empty word those that are in none."""
        return [one for one in self.items if one.item.window == window]


def standing(programme: Programme, running: Running, today: dt.date, seen: Seen) -> Standing:
    """Where a run stands today.

    Args:
        programme: as its file says.
        running: the run.
        today: the day in the group's zone.
        seen: what was looked up in its meetings and group.
    """
    items = items_of(programme, running, today, seen)
    done = {one.item.key for one in items if not one.is_open}
    counted = {kind.key for kind in programme.meetings if kind.counts}
    hours = sum((one.spent for one in seen.meetings if one.kind in counted), dt.timedelta())
    return Standing(
        stages=tuple(_stage(stage, programme, running, seen, done) for stage in programme.stages),
        items=items,
        due=() if running.closed else this_week(items, today),
        warnings=(*warnings_of(programme, running, today), *_too_long(programme, hours)),
        hours=hours,
        hours_words=hours_words(hours, programme.hours),
    )


def items_of(programme: Programme, running: Running, today: dt.date, seen: Seen) -> tuple[ItemStanding, ...]:
    """The lines of the checklist as they stand today, in the order of the file; as `standing` takes its arguments."""
    windows = {window.key: window for window in programme.windows}
    return tuple(_item(item, windows, programme, running, today, seen) for item in programme.items)


def this_week(items: tuple[ItemStanding, ...], today: dt.date) -> tuple[ItemStanding, ...]:
    """What should be done this week, the most urgent first."""
    ahead = dt.date.max - today
    until = today + min(THIS_WEEK, ahead)

    def first_day(one: ItemStanding) -> dt.date | None:
        """The next day that wants it done: the day to aim for while that is ahead, else the last day."""
        days = [day for day in (one.span.aim, one.span.due) if day is not None]
        return min(days, default=None)

    wanted = [
        (day, place, one)
        for place, one in enumerate(items)
        if one.is_open and (day := first_day(one)) is not None and day <= until and one.state != LATER
    ]
    return tuple(one for _, _, one in sorted(wanted, key=lambda row: (row[2].state != OVERDUE, row[0], row[1])))


def state_of(window: Window, span: Span, today: dt.date, anchors: Anchors) -> str:
    """How an open line of a window stands today."""
    begins = span.opens
    if begins is None and window.due is not None and (window.due.days > 0 or window.due.months > 0):
        # "Within 1 week of assignment": not before there is one.
        begins = anchors.get(window.due.anchor)
    if span.due is not None and today > span.due:
        return OVERDUE
    if begins is None and span.due is None:
        return NO_DATE
    if begins is None or today >= begins:
        return NOW
    return SOON if begins - today <= SOON_DAYS else LATER


def _item(
    item: Item, windows: dict[str, Window], programme: Programme, running: Running, today: dt.date, seen: Seen
) -> ItemStanding:
    window = windows.get(item.window)
    span = span_of(window, running.anchors) if window is not None else _NOWHERE
    mark = running.marks.get(item.key)
    progress, by_itself, since = _counted(item, programme, running, seen)
    marked_as = mark.progress if mark is not None else ""
    day: dt.date | None = None
    if marked_as == NOT_NEEDED:
        state = NOT_NEEDED
    elif by_itself or (marked_as == DONE and not item.form):
        state = DONE
        said = mark if mark is not None and marked_as == DONE else None
        day = (said.day if said is not None else None) or since
        day = day or (local_date(said.at, seen.zone) if said is not None else None)
    elif window is not None:
        state = state_of(window, span, today, running.anchors)
    else:
        state = NO_DATE
    return ItemStanding(item, window, span, state, progress, mark.note if mark is not None else "", day)


def _counted(item: Item, programme: Programme, running: Running, seen: Seen) -> tuple[str, bool, dt.date | None]:
    """What counts for a line, in words; whether it is done by that alone, and since when."""
    if item.form:
        form = next(one for one in programme.forms if one.key == item.form)
        answered, every = forms.progress(form, running, seen.filled)
        sent = running.sent.get(item.form)
        return f"{answered}/{every}", sent is not None, local_date(sent.at, seen.zone) if sent else None
    if item.report:
        state = running.report(item.report)
        since = local_date(state.at, seen.zone) if state.at is not None else None
        return say(state.progress), came_to(state.progress, item.report_at), since
    if item.meeting:
        return _meeting_words(item.meeting, seen), False, None
    return "", False, None


def _meeting_words(kind: str, seen: Seen) -> str:
    held: list[MeetingSeen] = [one for one in seen.meetings if one.kind == kind]
    ahead = [one for one in held if one.state != "ended"]
    if ahead:
        return say("planned for {day}", day=say_days(ahead[0].day))
    return say("held on {day}", day=say_days(held[-1].day)) if held else ""


def _stage(stage: Stage, programme: Programme, running: Running, seen: Seen, done: set[str]) -> StageStanding:
    lacking = missing_of(stage, programme, running, seen, done)
    evidence = bool(stage.needs) or any(item.stage == stage.key for item in programme.items)
    missing, needs = tuple(words for words, _ in lacking), tuple(need for _, need in lacking if need is not None)
    return StageStanding(stage, missing, evidence and not missing, needs)


def hours_words(spent: dt.timedelta, usual: tuple[float, float] | None) -> str:
    """Hours as they are told: "5 h 40 of 6–8 h", "2 h 05"; empty where there are none and none are expected."""
    minutes = int(spent.total_seconds()) // 60
    if usual is None:
        return _length(minutes) if minutes else ""
    least, most = (f"{hours:g}" for hours in usual)
    whole = least if least == most else f"{least}–{most}"
    return say("{spent} of {usual} h", spent=_length(minutes), usual=whole)


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not rest:
        return say("{hours} h", hours=hours)
    return say("{hours} h {minutes:02d}", hours=hours, minutes=rest) if hours else say("{minutes} min", minutes=rest)


def _too_long(programme: Programme, spent: dt.timedelta) -> tuple[str, ...]:
    if programme.hours is None or spent <= dt.timedelta(hours=programme.hours[1]):
        return ()
    words = hours_words(spent, programme.hours)
    return (say("Its meetings took longer than is usual: {hours}.", hours=words),)
