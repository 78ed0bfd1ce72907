"""The block clock, the projected end, and who pays for an extension (`product.md` §3.4).

A `Course` holds the facts of time, made by the fold of a meeting; every function here draws something from it and an
instant that is passed in. All arithmetic is in whole UTC seconds, so sleep, restarts and clock changes cannot bend it,
and the seconds of all blocks add up.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from peer_tui.domain.agenda import share, spoken_title
from peer_tui.domain.events import BlockKey, BlockPlan, PriorityId

EARLY_DOORS = dt.timedelta(minutes=30)
"""Doors opened this much before the planned start, or less, wait for it: the welcome's minutes count from there.

Doors opened earlier still mean that the meeting is being held earlier than planned.
"""
LONGEST_EXTENSION = 240
"""Minutes; more than this is a slip of the finger."""
AFTER_THE_END = dt.timedelta(hours=1)
"""Past the agreed end by more than this, the program asks whether the meeting stopped (check 15)."""

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECOND = dt.timedelta(seconds=1)
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)
_WARNING = 120
_SHORT_WARNING = 60
_SHORT_BLOCK = 240


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time the meeting spent in one block, and within it on one priority. Instants are UTC."""

    block: BlockKey
    item: PriorityId | None
    start: dt.datetime
    end: dt.datetime | None
    """None while we are there."""


@dataclass(frozen=True, slots=True)
class Course:
    """The facts of time of one meeting. Instants are aware, UTC."""

    blocks: tuple[BlockPlan, ...]
    starts: dt.datetime
    """The planned start."""
    ends: dt.datetime
    """The agreed end."""
    limits: Mapping[BlockKey, int]
    """Longest time of a block in seconds, where extensions set it."""
    spans: tuple[Span, ...]
    """In order; the last one, while open, is where we are."""
    pauses: tuple[tuple[dt.datetime, dt.datetime | None], ...]
    called: dt.datetime | None
    """When it was called to order."""
    ended: dt.datetime | None
    skipped: frozenset[BlockKey] = frozenset()
    items: tuple[PriorityId, ...] = ()
    """The priorities, in the order in which they come up."""


class State(StrEnum):
    """Where a block stands in its time."""

    NOT_STARTED = "not started"
    SETTLING = "settling"
    MAY_MOVE_ON = "may move on"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class ItemReading:
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


@dataclass(frozen=True, slots=True)
class Reading:
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
    past_end: bool
    """The agreed end has passed and the meeting goes on."""
    item: ItemReading | None
    paused: bool


# --- instants and words -------------------------------------------------------------------------------------------


def _seconds(instant: dt.datetime) -> int:
    return (instant - _EPOCH) // _SECOND


def _later(instant: dt.datetime, seconds: int) -> dt.datetime:
    try:
        return instant + dt.timedelta(seconds=seconds)
    except OverflowError:
        return _NEVER if seconds > 0 else dt.datetime.min.replace(tzinfo=dt.UTC)


@lru_cache(maxsize=32)
def _zone(name: str) -> dt.tzinfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC


def _local(instant: dt.datetime, zone: str) -> dt.datetime:
    try:
        return instant.astimezone(_zone(zone))
    except OverflowError:
        return instant


def wall_time(instant: dt.datetime, zone: str) -> str:
    """The time on the group's wall: `2:43`. A zone this machine does not know is read as UTC."""
    local = _local(instant, zone)
    return f"{local.hour % 12 or 12}:{local.minute:02d}"


def end_time(starts: dt.datetime, end: dt.datetime, zone: str) -> str:
    """The time a meeting ends, as seen from its start: `3:00`, `12:20 am (+1 day)`, `1:30 am EST (+1 day)`.

    Another date adds the half of the day and the days; a change of the clocks between the two adds the zone's letters
    (`product.md` §3.10).
    """
    first, last = _local(starts, zone), _local(end, zone)
    days = (last.date() - first.date()).days
    turned = first.utcoffset() != last.utcoffset()
    words = wall_time(end, zone)
    if days or turned:
        words += " am" if last.hour < 12 else " pm"
    if turned:
        words += f" {last.tzname()}"
    if days:
        words += f" ({days:+d} day{'' if abs(days) == 1 else 's'})"
    return words


def minutes_seconds(seconds: int) -> str:
    """`0:40`, `12:05`: a length of time, its sign left out."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _up(seconds: int) -> int:
    return -(-seconds // 60)


def _length_words(seconds: int) -> str:
    return minutes_seconds(seconds) if seconds % 60 else str(seconds // 60)


# --- where the time went ------------------------------------------------------------------------------------------


def _until(course: Course, now: dt.datetime) -> int:
    return _seconds(now if course.ended is None else min(now, course.ended))


def _still(course: Course, until: int) -> list[tuple[int, int]]:
    """The pauses up to `until`, in order and without overlap."""
    still: list[tuple[int, int]] = []
    for start, end in sorted((_seconds(a), until if b is None else min(_seconds(b), until)) for a, b in course.pauses):
        if still and start <= still[-1][1]:
            still[-1] = (still[-1][0], max(end, still[-1][1]))
        elif end > start:
            still.append((start, end))
    return still


def _clear(start: int, end: int, still: Iterable[tuple[int, int]]) -> int:
    """Seconds from `start` to `end` that are in no pause."""
    if end <= start:
        return 0
    return end - start - sum(max(0, min(end, b) - max(start, a)) for a, b in still)


def _visits(course: Course, until: int) -> list[tuple[Span, int]]:
    """Every span with the seconds spent in it so far; a span that was never closed ends where the next begins."""
    still = _still(course, until)
    visits = []
    for place, span in enumerate(course.spans):
        end = span.end
        if end is None and place + 1 < len(course.spans):
            end = course.spans[place + 1].start
        stop = until if end is None else min(_seconds(end), until)
        visits.append((span, _clear(_seconds(span.start), stop, still)))
    return visits


def actual(course: Course, now: dt.datetime | None = None) -> dict[BlockKey, int]:
    """Real seconds by block, in the order of first visits, without pauses: "where did the time go".

    Until `now`, or the end of the meeting if that came first; without `now`, an open block counts until the end or, in
    a meeting that is not over, for nothing.
    """
    moment = now or course.ended or max((span.end or span.start for span in course.spans), default=course.starts)
    spent: dict[BlockKey, int] = {}
    for span, seconds in _visits(course, _until(course, moment)):
        spent[span.block] = spent.get(span.block, 0) + seconds
    return spent


def lasted(course: Course, now: dt.datetime) -> int:
    """Seconds from the first block's start to the end of the meeting (or `now`), pauses included; 0 before it began."""
    if not course.spans:
        return 0
    return max(0, _until(course, now) - _seconds(course.spans[0].start))


# --- where we are -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Position:
    """Where a meeting stands at one instant."""

    until: int
    spent: Mapping[BlockKey, int]
    """Seconds on each block's clock."""
    block: BlockPlan | None
    ahead: tuple[BlockPlan, ...]
    """What is still to come after the present block."""
    wait: int
    """Seconds until the clock of the present block starts: doors that were opened early."""


def _position(course: Course, now: dt.datetime) -> _Position:
    until = _until(course, now)
    spent = actual(course, now)
    if not course.spans:
        ahead = tuple(block for block in course.blocks if block.key not in course.skipped)
        return _Position(until, spent, None, ahead, max(0, _seconds(course.starts) - until))
    here = course.spans[-1].block
    index = next((place for place, block in enumerate(course.blocks) if block.key == here), None)
    if index is None:
        # The block was taken off the agenda while we were in it: what nobody has visited is still to come.
        block = BlockPlan(key=here, title=here)
        ahead = tuple(each for each in course.blocks if each.key not in spent and each.key not in course.skipped)
    else:
        block = course.blocks[index]
        ahead = tuple(each for each in course.blocks[index + 1 :] if each.key not in course.skipped)
    early, wait = _early(course, block, until)
    if early:
        spent[course.spans[0].block] -= early
    return _Position(until, spent, block, ahead, wait)


def _early(course: Course, here: BlockPlan, until: int) -> tuple[int, int]:
    """Seconds the welcome ran before the planned start, and how many it still has to wait for it."""
    first, starts = course.spans[0], _seconds(course.starts)
    welcome = any(block.key == first.block and block.job == "welcome" for block in course.blocks)
    ahead_of_time = starts - _seconds(first.start)
    if not welcome or not 0 < ahead_of_time <= EARLY_DOORS // _SECOND:
        return 0, 0
    stop = min(starts, until if first.end is None else min(_seconds(first.end), until))
    if first.end is None and len(course.spans) > 1:
        stop = min(stop, _seconds(course.spans[1].start))
    waiting = len(course.spans) == 1 and here.key == first.block and first.end is None
    return _clear(_seconds(first.start), stop, _still(course, until)), max(0, starts - until) if waiting else 0


def _longest(course: Course, block: BlockPlan) -> int:
    """Seconds a block that is not flex may take."""
    return max(0, course.limits.get(block.key, block.high * 60))


def _ahead(course: Course, position: _Position, blocks: Iterable[BlockPlan] | None = None) -> int:
    """Seconds the blocks still to come need at their longest, flex blocks apart.

    A block that was visited before and comes again needs what is left of it.
    """
    return sum(
        max(0, _longest(course, block) - position.spent.get(block.key, 0))
        for block in (position.ahead if blocks is None else blocks)
        if not block.flex
    )


def _free(course: Course, position: _Position, needed: int) -> int:
    """Seconds to the agreed end that neither the present block (`needed`) nor fixed blocks ahead take. May be < 0."""
    return _seconds(course.ends) - position.until - position.wait - needed - _ahead(course, position)


def _flex_lengths(course: Course, position: _Position) -> dict[BlockKey, int]:
    """The longest time of the present block, if flex, and of every flex block ahead. Never below 0.

    The present one takes what the others leave until the agreed end, so a pause in it costs it time. Several share.
    """
    ahead = [block for block in position.ahead if block.flex]
    lengths: dict[BlockKey, int] = {}
    here, spent = position.block, position.spent
    if here is not None and here.flex:
        free = _free(course, position, 0)
        own = spent.get(here.key, 0)
        lengths[here.key] = length = _own_share(course, here, own + free, len(ahead))
        free -= max(0, length - own)
    else:
        needed = 0 if here is None else max(0, _longest(course, here) - spent.get(here.key, 0))
        free = _free(course, position, needed)
    for block, seconds in zip(ahead, share(free, len(ahead)), strict=True):
        lengths[block.key] = spent.get(block.key, 0) + seconds
    return lengths


def _own_share(course: Course, here: BlockPlan, whole: int, others: int) -> int:
    """What the present flex block gets of `whole`; an extension may give it more than its even share."""
    if not others:
        return max(0, whole)
    even = share(whole, others + 1)[0]
    return min(max(even, course.limits.get(here.key, 0)), max(0, whole))


def _lengths(course: Course, position: _Position, block: BlockPlan) -> tuple[int, int]:
    if block.flex:
        own = position.spent.get(block.key, 0)
        return 0, _flex_lengths(course, position).get(block.key, own)
    high = _longest(course, block)
    low = high if block.low >= block.high else min(max(0, block.low * 60), high)
    return low, high


def _named(course: Course, key: BlockKey) -> BlockPlan:
    return next((block for block in course.blocks if block.key == key), BlockPlan(key=key, title=key))


def elapsed(course: Course, block: BlockKey, now: dt.datetime) -> int:
    """Seconds on a block's clock: all its visits without pauses; a welcome with early doors counts from the start."""
    return _position(course, now).spent.get(block, 0)


def length(course: Course, block: BlockKey, now: dt.datetime) -> tuple[int, int]:
    """Fewest and most seconds a block has now. A flex block has 0 and what is left; once past, what it took."""
    return _lengths(course, _position(course, now), _named(course, block))


# --- reading the clock --------------------------------------------------------------------------------------------


def read_clock(course: Course, now: dt.datetime, zone: str = "UTC") -> Reading:
    """Everything the header says at `now`; times of day as on the wall of `zone`. Total over instants."""
    position = _position(course, now)
    block, going = position.block, course.ended is None
    low, high = _lengths(course, position, block) if block else (0, 0)
    spent = position.spent.get(block.key, 0) if block else 0
    state = State.NOT_STARTED if block is None else _state(spent, low, high)
    warning = going and state in (State.SETTLING, State.MAY_MOVE_ON) and high - spent <= warning_time(high)
    paused = block is not None and going and _is_paused(course, position.until)
    if block is None or not going:
        words, clock, calm = _idle_words(course, zone)
    else:
        words, clock, calm = _clock_words(state, low, high, high - spent, warning)
        words = f"doors open · {words}" if position.wait else words
    if paused:
        # A pause costs a flex block its length second by second, which the calm clock must not show.
        words, clock, calm = f"paused · {words}", f"paused · {clock}", f"paused · {_calm(high - spent, 0)}"
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
        past_end=block is not None and going and position.until >= _seconds(course.ends),
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
    return any(_seconds(a) <= until and (b is None or until < _seconds(b)) for a, b in course.pauses)


def _idle_words(course: Course, zone: str) -> tuple[str, str, str]:
    """State, clock and calm clock of a meeting that has not begun or is over."""
    if course.ended is not None:
        ended = f"ended {end_time(course.starts, course.ended, zone)}"
        return "ended", ended, ended
    starts = f"starts {wall_time(course.starts, zone)}"
    return "not started", starts, starts


def _clock_words(state: State, low: int, high: int, left: int, warning: bool) -> tuple[str, str, str]:
    """State, clock and calm clock of the present block."""
    if state is State.TIME:
        over = f"+{minutes_seconds(left)}"
        return f"time · {over}", f"{over} over {_length_words(high)}", _calm(left, high)
    to_go = f"{_up(left)} min left" if warning else ""
    if state is State.MAY_MOVE_ON:
        doing = "any time now"
    elif low < high:
        doing = f"up to {_length_words(low)}–{_length_words(high)} min"
    else:
        doing = "" if warning else f"of {_length_words(high)} min"
    words = " · ".join(part for part in (doing, to_go) if part)
    minutes, seconds = divmod(left, 60)
    return words, f"{minutes:02d}:{seconds:02d} left of {_length_words(high)}", _calm(left, high)


def _calm(left: int, high: int) -> str:
    whole = _up(high) if high else ""
    if left > 0:
        return f"about {_up(left)} min left of {whole}" if whole else f"about {_up(left)} min left"
    if left > -60:
        return "time is up"
    return f"about {-left // 60} min over {whole}".rstrip()


def _next_steps_by(course: Course, position: _Position) -> dt.datetime | None:
    place = next((place for place, block in enumerate(position.ahead) if block.job == "steps"), None)
    if place is None or course.ended is not None:
        return None
    return _later(course.ends, -_ahead(course, position, position.ahead[place:]))


def _steps_reminder(course: Course, position: _Position, zone: str) -> str:
    by = _next_steps_by(course, position)
    steps = {block.key for block in course.blocks if block.job == "steps"}
    if by is None or position.block is None or any(span.block in steps for span in course.spans):
        return ""
    until_then = _seconds(by) - position.until
    if until_then <= 0:
        return f"Next Steps should have started at {wall_time(by, zone)}"
    return f"Next Steps should start in {_up(until_then)} min" if until_then <= _WARNING else ""


def _projected_end(course: Course, position: _Position) -> dt.datetime:
    """When it ends if every block from here takes its longest time; a flex block fills up to the agreed end."""
    if course.ended is not None:
        return course.ended
    lengths, spent = _flex_lengths(course, position), position.spent
    seconds = position.wait + _ahead(course, position)
    for block in position.ahead:
        if block.flex:
            seconds += lengths[block.key] - spent.get(block.key, 0)
    if position.block is not None:
        high = _lengths(course, position, position.block)[1]
        seconds += max(0, high - spent.get(position.block.key, 0))
    return _later(_EPOCH, position.until + seconds)


def _ends_words(course: Course, end: dt.datetime, zone: str) -> str:
    if course.ended is not None:
        return f"ended {end_time(course.starts, end, zone)}"
    apart = _seconds(end) - _seconds(course.ends)
    # Seconds are left out towards the agreed end, so that the time and the difference shown always agree.
    minutes = abs(apart) // 60
    shown = end_time(course.starts, _later(course.ends, minutes * 60 * (1 if apart > 0 else -1)), zone)
    if not minutes:
        return f"ends {shown} on time"
    return f"ends {shown}, {minutes} min {'over' if apart > 0 else 'early'}"


def _read_item(course: Course, position: _Position, high: int) -> ItemReading | None:
    if not course.spans or course.spans[-1].item is None:
        return None
    block, item = course.spans[-1].block, course.spans[-1].item
    visits = _visits(course, position.until)
    spent = sum(seconds for span, seconds in visits if span.block == block and span.item == item)
    index = course.items.index(item) + 1 if item in course.items else 0
    part = high // max(1, len(course.items))
    left = part - spent
    words = f"{minutes_seconds(left)} left" if left >= 0 else f"+{minutes_seconds(left)} over"
    return ItemReading(item, index, len(course.items), spent, part, left, words)


def crossed(before: Reading, after: Reading) -> list[str]:
    """The thresholds passed between two readings, one sentence each: what `--plain` and the calm clock announce.

    Moving to another block passes none of a block's own; going back in time (undo, `/back`) passes none at all.
    """
    said: list[str] = []
    here = before.block.key if before.block else None
    if after.block is not None and after.block.key == here:
        if before.state is State.SETTLING and after.state is State.MAY_MOVE_ON:
            said.append("any time now")
        if after.warning and not before.warning and before.state is not State.TIME:
            said.append(f"{_up(after.left)} min left")
        if after.state is State.TIME and before.state is not State.TIME:
            said.append("time")
    if after.steps_reminder and _urgency(after.steps_reminder) > _urgency(before.steps_reminder):
        said.append(after.steps_reminder)
    if after.past_end and not before.past_end:
        said.append("the agreed end has passed")
    return said


def _urgency(reminder: str) -> int:
    return 0 if not reminder else 2 if reminder.startswith("Next Steps should have") else 1


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
    return f"The agreed end was {end}, over an hour ago. Does the meeting go on, or did it stop at {seen}?"


# --- extending ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """What giving the present block more time costs, and what holds afterwards: the values of an `Extended` event."""

    minutes: int
    possible: bool
    """It can be done as asked; `words` says why not."""
    needs_agreement: bool
    """The end would move and the group has not said yes yet."""
    paid: dict[str, int]
    """Who pays, in seconds: `slack`, `end`, or a block's key. The end pays more than was asked when the agenda was
    already over, so that the new end is one that can be kept."""
    seconds: int
    """The block's longest time afterwards."""
    ends: dt.datetime
    """The agreed end afterwards, UTC."""
    limits: dict[BlockKey, int]
    """Longest time afterwards, in seconds, of Next Steps if it gave some up."""
    words: str
    """`extend 5 → Current topics 13→8 · end stays 3:00`."""


def cost_of_extending(
    course: Course, now: dt.datetime, minutes: int, zone: str = "UTC", *, agreed: bool = False, from_next: bool = False
) -> Cost:
    """What it costs to add `minutes` to the longest time of the present block.

    Who pays, in this order: slack from blocks that ended early, the flex block, a later end (once the group `agreed`).
    With `from_next`, Next Steps pays before the end does; otherwise its minutes, and the goodbyes', are untouched.
    The minutes are added to the block's longest time, not to this moment: who asks 40 seconds late gets 4:20 more.
    """
    position = _position(course, now)
    block, refusal = position.block, _refusal(course, minutes)
    if block is None or refusal:
        return Cost(minutes, False, False, {}, 0, course.ends, {}, refusal)
    high, asked = _lengths(course, position, block)[1], minutes * 60
    bill = _bill(course, position, block, asked, from_next)
    ends = _later(course.ends, bill.paid.get("end", 0))
    ask = "end" in bill.paid and not agreed
    old, new = wall_time(course.ends, zone), end_time(course.starts, ends, zone)
    parts = _given_up(course, position, bill)
    parts.append(f"end {old}→{new}" if "end" in bill.paid else f"end stays {new}")
    if ask:
        parts.append(f"ask: does the group agree? (/extend {minutes}{' from next' if bill.limits else ''} agreed)")
    elif "end" in bill.paid:
        parts.append("the group agreed")
    over = position.spent.get(block.key, 0) - high - asked
    if over >= 0:
        parts.append(f"still {minutes_seconds(over)} over")
    words = f"extend {minutes} → {' · '.join(parts)}"
    # The end moves by whole minutes; the seconds that are over fall to a flex block, and to this one if it is the last.
    longest = high + asked + (bill.after if block.flex and not bill.flexible else 0)
    return Cost(minutes, not ask, ask, bill.paid, longest, ends, bill.limits, words)


def _refusal(course: Course, minutes: int) -> str:
    if course.ended is not None:
        return "Nothing to extend: the meeting has ended."
    if not course.spans:
        return "Nothing to extend: the meeting has not started."
    if not 1 <= minutes <= LONGEST_EXTENSION:
        return f"Not extended: give 1 to {LONGEST_EXTENSION} minutes, e.g. /extend 5."
    return ""


@dataclass(frozen=True, slots=True)
class _Bill:
    paid: dict[str, int]
    limits: dict[BlockKey, int]
    flexible: tuple[BlockPlan, ...]
    before: int
    """Seconds the flex blocks ahead (or the slack) had; below 0 when the agenda was already over."""
    after: int


def _bill(course: Course, position: _Position, block: BlockPlan, asked: int, from_next: bool) -> _Bill:
    """Who pays `asked` seconds for `block`. The end moves by whole minutes."""
    flexible = tuple(each for each in position.ahead if each.flex)
    free = _to_spend(course, position, block, bool(flexible))
    short = max(0, asked - free)
    steps = next((each for each in position.ahead if each.job == "steps" and not each.flex), None)
    given = 0
    if from_next and steps is not None:
        has = max(0, _longest(course, steps) - position.spent.get(steps.key, 0))
        given = min(_up(short) * 60, has)
    shift = _up(max(0, short - given)) * 60
    owed = max(0, asked - given - shift)
    slack = min(owed, _slack(course, position, block, free)) if flexible else owed
    paid = {"slack": slack}
    paid |= {each.key: part for each, part in zip(flexible, share(owed - slack, len(flexible)), strict=True)}
    limits: dict[BlockKey, int] = {}
    if steps is not None and given:
        paid[steps.key], limits[steps.key] = given, _longest(course, steps) - given
    paid["end"] = shift
    paid = {payer: seconds for payer, seconds in paid.items() if seconds}
    return _Bill(paid, limits, flexible, free, free + given + shift - asked)


def _to_spend(course: Course, position: _Position, block: BlockPlan, flex_ahead: bool) -> int:
    """Seconds that slack and flex blocks ahead can give; below 0 when the agenda is already over.

    As though the present block ended at its longest time: running over it is part of what an extension then covers.
    """
    spent = position.spent.get(block.key, 0)
    if not block.flex:
        return _free(course, position, _longest(course, block) - spent)
    # A flex block already has all the time there is, but for what flex blocks after it share.
    whole = spent + _free(course, position, 0)
    if whole <= 0 or not flex_ahead:
        return min(0, whole)
    return whole - _flex_lengths(course, position)[block.key]


def _slack(course: Course, position: _Position, block: BlockPlan, free: int) -> int:
    """Seconds of `free` that flex blocks ahead have beyond their plan, because earlier blocks ended early.

    The plan is the agenda's, without extensions: slack that paid for one is not there a second time.
    """
    if block.flex:
        return 0
    fixed = sum(each.high * 60 for each in course.blocks if not each.flex)
    used = sum(position.spent.get(each.key, 0) for each in course.blocks if each.flex)
    planned = max(0, _seconds(course.ends) - _seconds(course.starts) - fixed - used)
    return max(0, free - planned)


def _given_up(course: Course, position: _Position, bill: _Bill) -> list[str]:
    """What each payer had and keeps, in minutes: `Current topics 13→8`, `5 min of slack`, `Next Steps 15→10`."""
    among = len(bill.flexible)
    parts = [
        f"{spoken_title(block)} {had // 60}→{keeps // 60}"
        for block, had, keeps in zip(bill.flexible, share(bill.before, among), share(bill.after, among), strict=True)
        if had // 60 != keeps // 60
    ]
    if not bill.flexible and "slack" in bill.paid:
        parts.append(f"{_length_words(bill.paid['slack'])} min of slack")
    for block in position.ahead:
        if block.key in bill.limits:
            title, had = spoken_title(block), _longest(course, block)
            parts.append(f"{title} {_length_words(had)}→{_length_words(bill.limits[block.key])}")
    return parts
