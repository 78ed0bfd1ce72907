"""Reading the block clock: the time left in words, the projected end, what is announced (`product.md` §3.4)."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import msgspec

from peer_tui.domain.events import BlockPlan, PriorityId
from peer_tui.domain.timing import (
    EPOCH,
    Course,
    Position,
    flex_lengths,
    later,
    least_and_most,
    length_words,
    minutes_seconds,
    minutes_up,
    needed_ahead,
    position_at,
    utc_seconds,
    visits_so_far,
)
from peer_tui.domain.wall_time import end_time, say_short_time
from peer_tui.domain.words import marked, say

AFTER_THE_END = dt.timedelta(hours=1)
"""Past the agreed end by more than this, the program asks whether the meeting stopped (check 15)."""

_WARNING = 120
_SHORT_WARNING = 60
_SHORT_BLOCK = 240


class State(StrEnum):
    """Where a block stands in its time."""

    NOT_STARTED = marked("not started")
    SETTLING = marked("settling")
    MAY_MOVE_ON = marked("may move on")
    TIME = marked("time")


class ItemReading(msgspec.Struct, frozen=True):
    """The sub-timer of the priority we are on."""

    item: PriorityId
    index: int
    """From 1; 0 for a priority that is not on the list."""
    count: int
    elapsed: int
    """Seconds, over all visits, without pauses."""
    share: int
    """Seconds: the block's longest time ÷ the number of priorities, the same for each whoever came before."""
    left: int
    """Seconds; negative when over."""
    words: str
    """`1:10 left`, `+0:40 over`."""


class Reading(msgspec.Struct, frozen=True):
    """Everything the header says of time, as words. Spans of time are whole seconds, instants UTC."""

    block: BlockPlan | None
    """None before the doors open."""
    number: int
    """Its number on the agenda; the welcome stands before the agenda and has 0."""
    count: int
    """How many items the agenda has, without the welcome."""
    elapsed: int
    low: int
    high: int
    left: int
    """Negative when over."""
    state: State
    warning: bool
    """In the last two minutes (one, for a block under four)."""
    words: str
    """`up to 3–5 min`, `of 15 min`, `any time now · 2 min left`, `2 min left`, `time · +0:40`."""
    clock: str
    """`04:10 left of 15`, `+0:40 over 15`."""
    calm: str
    """The same for the calm clock, in whole minutes: changes at most once a minute."""
    next_steps_by: dt.datetime | None
    """The latest moment Next Steps can start; None once we are there or beyond, or without such a block."""
    steps_reminder: str
    """`Next Steps should start in 2 min`, `Next Steps should have started at 2:43`, or empty."""
    projected_end: dt.datetime
    ends_words: str
    """`ends 3:00 on time`, `ends 3:04, 4 min over`, `ends 2:52, 8 min early`, `ended 2:58`."""
    late: bool
    """Going on as planned, it would end a minute or more after the agreed end."""
    past_end: bool
    """The agreed end has passed and the meeting goes on."""
    item: ItemReading | None
    paused: bool


def read_clock(course: Course, now: dt.datetime, zone: str = "UTC") -> Reading:
    """Everything the header says at `now`; times of day as on the wall of `zone`. Total over instants."""
    position = position_at(course, now)
    block, going = position.block, course.ended is None
    low, high = least_and_most(course, position, block) if block else (0, 0)
    spent = position.spent.get(block.key, 0) if block else 0
    state = State.NOT_STARTED if block is None else _state(spent, low, high)
    warning = going and state in (State.SETTLING, State.MAY_MOVE_ON) and high - spent <= warning_time(high)
    paused = block is not None and going and _is_paused(course, position.until)
    if block is None or not going:
        words, clock, calm = _idle_words(course, zone)
    else:
        words, clock, calm = _clock_words(state, low, high, high - spent, warning)
        words = say("doors open · {words}", words=words) if position.wait else words
    if paused:
        # A pause costs a flex block its length second by second, which the calm clock must not show.
        words, clock, calm = (
            say("paused · {words}", words=words),
            say("paused · {clock}", clock=clock),
            say("paused · {calm}", calm=_calm(high - spent, 0)),
        )
    agenda = [each.key for each in course.blocks if each.job != "welcome"]
    end = _projected_end(course, position)
    return Reading(
        block=block,
        number=agenda.index(block.key) + 1 if block is not None and block.key in agenda else 0,
        count=len(agenda),
        elapsed=spent,
        low=low,
        high=high,
        left=high - spent,
        state=state,
        warning=warning,
        words=words,
        clock=clock,
        calm=calm,
        next_steps_by=_next_steps_by(course, position),
        steps_reminder=_steps_reminder(course, position, zone),
        projected_end=end,
        ends_words=_ends_words(course, end, zone),
        late=course.ended is None and utc_seconds(end) - utc_seconds(course.ends) >= 60,
        past_end=block is not None and going and position.until >= utc_seconds(course.ends),
        item=_read_item(course, position, high),
        paused=paused,
    )


def warning_time(high: int) -> int:
    """Seconds before the end of a block at which it warns: two minutes, or one in a block under four."""
    return _SHORT_WARNING if high < _SHORT_BLOCK else _WARNING


def _state(spent: int, low: int, high: int) -> State:
    if spent >= high:
        return State.TIME
    return State.MAY_MOVE_ON if spent >= low else State.SETTLING


def _is_paused(course: Course, until: int) -> bool:
    return any(utc_seconds(a) <= until and (b is None or until < utc_seconds(b)) for a, b in course.pauses)


def _idle_words(course: Course, zone: str) -> tuple[str, str, str]:
    """State, clock and calm clock of a meeting that has not begun or is over."""
    if course.ended is not None:
        ended = say("ended {end}", end=end_time(course.starts, course.ended, zone))
        return say("ended"), ended, ended
    starts = say("starts {time}", time=say_short_time(course.starts, zone))
    return say("not started"), starts, starts


def _clock_words(state: State, low: int, high: int, left: int, warning: bool) -> tuple[str, str, str]:
    """State, clock and calm clock of the present block."""
    if state is State.TIME:
        over = f"+{minutes_seconds(left)}"
        return (
            say("time · {over}", over=over),
            say("{over} over {length}", over=over, length=length_words(high)),
            _calm(left, high),
        )
    to_go = say("{minutes} min left", minutes=minutes_up(left)) if warning else ""
    if state is State.MAY_MOVE_ON:
        doing = say("any time now")
    elif low < high:
        doing = say("up to {length}–{length_2} min", length=length_words(low), length_2=length_words(high))
    else:
        doing = "" if warning else say("of {length} min", length=length_words(high))
    words = " · ".join(part for part in (doing, to_go) if part)
    minutes, seconds = divmod(left, 60)
    return (
        words,
        say(
            "{minutes:02d}:{seconds:02d} left of {length}", minutes=minutes, seconds=seconds, length=length_words(high)
        ),
        _calm(left, high),
    )


def _calm(left: int, high: int) -> str:
    whole = minutes_up(high) if high else ""
    if left > 0:
        return (
            say("about {minutes} min left of {whole}", minutes=minutes_up(left), whole=whole)
            if whole
            else say("about {minutes} min left", minutes=minutes_up(left))
        )
    if left > -60:
        return say("time is up")
    return say("about {minutes} min over {whole}", minutes=-left // 60, whole=whole).rstrip()


def _next_steps_by(course: Course, position: Position) -> dt.datetime | None:
    place = next((place for place, block in enumerate(position.ahead) if block.job == "steps"), None)
    if place is None or course.ended is not None:
        return None
    return later(course.ends, -needed_ahead(course, position, position.ahead[place:]))


def _steps_reminder(course: Course, position: Position, zone: str) -> str:
    by = _next_steps_by(course, position)
    steps = {block.key for block in course.blocks if block.job == "steps"}
    if by is None or position.block is None or any(span.block in steps for span in course.spans):
        return ""
    until_then = utc_seconds(by) - position.until
    if until_then <= 0:
        return say("Next Steps should have started at {time}", time=say_short_time(by, zone))
    return (
        say("Next Steps should start in {minutes} min", minutes=minutes_up(until_then))
        if until_then <= _WARNING
        else ""
    )


def _projected_end(course: Course, position: Position) -> dt.datetime:
    """When it ends if every block from here takes its longest time; a flex block fills up to the agreed end."""
    if course.ended is not None:
        return course.ended
    lengths, spent = flex_lengths(course, position), position.spent
    seconds = position.wait + needed_ahead(course, position)
    for block in position.ahead:
        if block.flex:
            seconds += lengths[block.key] - spent.get(block.key, 0)
    if position.block is not None:
        high = least_and_most(course, position, position.block)[1]
        seconds += max(0, high - spent.get(position.block.key, 0))
    return later(EPOCH, position.until + seconds)


def _ends_words(course: Course, end: dt.datetime, zone: str) -> str:
    if course.ended is not None:
        return say("ended {end}", end=end_time(course.starts, end, zone))
    apart = utc_seconds(end) - utc_seconds(course.ends)
    # Seconds are left out towards the agreed end, so that the time and the difference shown always agree.
    minutes = abs(apart) // 60
    shown = end_time(course.starts, later(course.ends, minutes * 60 * (1 if apart > 0 else -1)), zone)
    if not minutes:
        return say("ends {shown} on time", shown=shown)
    if apart > 0:
        return say("ends {shown}, {minutes} min over", shown=shown, minutes=minutes)
    return say("ends {shown}, {minutes} min early", shown=shown, minutes=minutes)


def _read_item(course: Course, position: Position, high: int) -> ItemReading | None:
    if not course.spans or course.spans[-1].item is None:
        return None
    block, item = course.spans[-1].block, course.spans[-1].item
    visits = visits_so_far(course, position.until)
    spent = sum(seconds for span, seconds in visits if span.block == block and span.item == item)
    index = course.items.index(item) + 1 if item in course.items else 0
    part = high // max(1, len(course.items))
    left = part - spent
    words = (
        say("{minutes_seconds} left", minutes_seconds=minutes_seconds(left))
        if left >= 0
        else say("+{minutes_seconds} over", minutes_seconds=minutes_seconds(left))
    )
    return ItemReading(item, index, len(course.items), spent, part, left, words)


def crossed(before: Reading, after: Reading) -> list[str]:
    """The thresholds passed between two readings, one sentence each: what `--plain` and the calm clock announce.

    Moving to another block passes none of a block's own; going back in time (undo, `/back`) passes none at all.
    """
    said: list[str] = []
    here = before.block.key if before.block else None
    if after.block is not None and after.block.key == here:
        if before.state is State.SETTLING and after.state is State.MAY_MOVE_ON:
            said.append(say("any time now"))
        if after.warning and not before.warning and before.state is not State.TIME:
            said.append(say("{minutes} min left", minutes=minutes_up(after.left)))
        if after.state is State.TIME and before.state is not State.TIME:
            said.append(say("time"))
    if after.steps_reminder and _urgency(after.steps_reminder) > _urgency(before.steps_reminder):
        said.append(after.steps_reminder)
    if after.past_end and not before.past_end:
        said.append(say("the agreed end has passed"))
    return said


def _urgency(reminder: str) -> int:
    late = say("Next Steps should have started at {time}", time="\0").partition("\0")[0]
    return 0 if not reminder else 2 if reminder.startswith(late) else 1


def sleep_question(course: Course, now: dt.datetime, last_seen: dt.datetime, zone: str = "UTC") -> str:
    """What to ask when the program wakes or starts again, or nothing (check 15).

    `last_seen` is when the program was last awake (its last tick) or, after a restart, the last recorded event. It asks
    only if the agreed end has passed by over an hour and it was away for more than a minute.
    """
    if course.ended is not None or not course.spans or now - course.ends <= AFTER_THE_END:
        return ""
    if now - last_seen <= dt.timedelta(minutes=1):
        return ""
    end, seen = end_time(course.starts, course.ends, zone), end_time(course.starts, last_seen, zone)
    return say(
        "The agreed end was {end}, over an hour ago. Does the meeting go on, or did it stop at {seen}?",
        end=end,
        seen=seen,
    )
