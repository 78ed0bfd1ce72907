"""The facts of a meeting's time, and what follows from them at an instant (`product.md` §3.4).

A `Course` holds the facts of time, made by the fold of a meeting; every function here draws something from it and an
instant that is passed in. All arithmetic is in whole UTC seconds, so sleep, restarts and clock changes cannot bend it,
and the seconds of all blocks add up. `reading` says it in words, `extending` says who pays for more time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from peer_tui.domain.agenda import share
from peer_tui.domain.events import BlockKey, BlockPlan, PriorityId

EARLY_DOORS = dt.timedelta(minutes=30)
"""Doors opened this much before the planned start, or less, wait for it: the welcome's minutes count from there.

Doors opened earlier still mean that the meeting is being held earlier than planned.
"""
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECOND = dt.timedelta(seconds=1)
_NEVER = dt.datetime.max.replace(tzinfo=dt.UTC)


class Span(msgspec.Struct, frozen=True):
    """A stretch of time the meeting spent in one block, and within it on one priority. Instants are UTC."""

    block: BlockKey
    item: PriorityId | None
    start: dt.datetime
    end: dt.datetime | None
    """None while we are there."""


class Course(msgspec.Struct, frozen=True):
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


# --- lengths of time ----------------------------------------------------------------------------------------------


def utc_seconds(instant: dt.datetime) -> int:
    """Whole seconds since 1970."""
    return (instant - EPOCH) // _SECOND


def later(instant: dt.datetime, seconds: int) -> dt.datetime:
    """So many seconds later, or the first or last instant of the calendar."""
    try:
        return instant + dt.timedelta(seconds=seconds)
    except OverflowError:
        return _NEVER if seconds > 0 else dt.datetime.min.replace(tzinfo=dt.UTC)


def minutes_seconds(seconds: int) -> str:
    """`0:40`, `12:05`: a length of time, its sign left out."""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{minutes}:{rest:02d}"


def minutes_up(seconds: int) -> int:
    """Whole minutes, rounded up."""
    return -(-seconds // 60)


def length_words(seconds: int) -> str:
    """Minutes as on an agenda, `15`; with seconds where there are some, `12:30`."""
    return minutes_seconds(seconds) if seconds % 60 else str(seconds // 60)


# --- where the time went ------------------------------------------------------------------------------------------


def until_second(course: Course, now: dt.datetime) -> int:
    """The second up to which time counts: `now`, or the end of the meeting if that came first."""
    return utc_seconds(now if course.ended is None else min(now, course.ended))


def _still(course: Course, until: int) -> list[tuple[int, int]]:
    """The pauses up to `until`, in order and without overlap."""
    still: list[tuple[int, int]] = []
    for start, end in sorted(
        (utc_seconds(a), until if b is None else min(utc_seconds(b), until)) for a, b in course.pauses
    ):
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


def visits_so_far(course: Course, until: int) -> list[tuple[Span, int]]:
    """Every span with the seconds spent in it so far; a span that was never closed ends where the next begins."""
    still = _still(course, until)
    visits = []
    for place, span in enumerate(course.spans):
        end = span.end
        if end is None and place + 1 < len(course.spans):
            end = course.spans[place + 1].start
        stop = until if end is None else min(utc_seconds(end), until)
        visits.append((span, _clear(utc_seconds(span.start), stop, still)))
    return visits


def actual(course: Course, now: dt.datetime | None = None) -> dict[BlockKey, int]:
    """Real seconds by block, in the order of first visits, without pauses: "where did the time go".

    Until `now`, or the end of the meeting if that came first; without `now`, an open block counts until the end or, in
    a meeting that is not over, for nothing.
    """
    moment = now or course.ended or max((span.end or span.start for span in course.spans), default=course.starts)
    spent: dict[BlockKey, int] = {}
    for span, seconds in visits_so_far(course, until_second(course, moment)):
        spent[span.block] = spent.get(span.block, 0) + seconds
    return spent


# --- where we are -------------------------------------------------------------------------------------------------


class Position(msgspec.Struct, frozen=True):
    """Where a meeting stands at one instant."""

    until: int
    spent: Mapping[BlockKey, int]
    """Seconds on each block's clock."""
    block: BlockPlan | None
    ahead: tuple[BlockPlan, ...]
    """What is still to come after the present block."""
    wait: int
    """Seconds until the clock of the present block starts: doors that were opened early."""


def position_at(course: Course, now: dt.datetime) -> Position:
    """Where the meeting stands at `now`."""
    until = until_second(course, now)
    spent = actual(course, now)
    if not course.spans:
        ahead = tuple(block for block in course.blocks if block.key not in course.skipped)
        return Position(until, spent, None, ahead, max(0, utc_seconds(course.starts) - until))
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
    return Position(until, spent, block, ahead, wait)


def _early(course: Course, here: BlockPlan, until: int) -> tuple[int, int]:
    """Seconds the welcome ran before the planned start, and how many it still has to wait for it."""
    first, starts = course.spans[0], utc_seconds(course.starts)
    welcome = any(block.key == first.block and block.job == "welcome" for block in course.blocks)
    ahead_of_time = starts - utc_seconds(first.start)
    if not welcome or not 0 < ahead_of_time <= EARLY_DOORS // _SECOND:
        return 0, 0
    stop = min(starts, until if first.end is None else min(utc_seconds(first.end), until))
    if first.end is None and len(course.spans) > 1:
        stop = min(stop, utc_seconds(course.spans[1].start))
    waiting = len(course.spans) == 1 and here.key == first.block and first.end is None
    return _clear(utc_seconds(first.start), stop, _still(course, until)), max(0, starts - until) if waiting else 0


def longest_time(course: Course, block: BlockPlan) -> int:
    """Seconds a block that is not flex may take."""
    return max(0, course.limits.get(block.key, block.high * 60))


def needed_ahead(course: Course, position: Position, blocks: Iterable[BlockPlan] | None = None) -> int:
    """Seconds the blocks still to come need at their longest, flex blocks apart.

    A block that was visited before and comes again needs what is left of it.
    """
    return sum(
        max(0, longest_time(course, block) - position.spent.get(block.key, 0))
        for block in (position.ahead if blocks is None else blocks)
        if not block.flex
    )


def free_seconds(course: Course, position: Position, needed: int) -> int:
    """Seconds to the agreed end that neither the present block (`needed`) nor fixed blocks ahead take. May be < 0."""
    return utc_seconds(course.ends) - position.until - position.wait - needed - needed_ahead(course, position)


def flex_lengths(course: Course, position: Position) -> dict[BlockKey, int]:
    """The longest time of the present block, if flex, and of every flex block ahead. Never below 0.

    The present one takes what the others leave until the agreed end, so a pause in it costs it time. Several share.
    """
    ahead = [block for block in position.ahead if block.flex]
    lengths: dict[BlockKey, int] = {}
    here, spent = position.block, position.spent
    if here is not None and here.flex:
        free = free_seconds(course, position, 0)
        own = spent.get(here.key, 0)
        lengths[here.key] = length = _own_share(course, here, own + free, len(ahead))
        free -= max(0, length - own)
    else:
        needed = 0 if here is None else max(0, longest_time(course, here) - spent.get(here.key, 0))
        free = free_seconds(course, position, needed)
    for block, seconds in zip(ahead, share(free, len(ahead)), strict=True):
        lengths[block.key] = spent.get(block.key, 0) + seconds
    return lengths


def _own_share(course: Course, here: BlockPlan, whole: int, others: int) -> int:
    """What the present flex block gets of `whole`; an extension may give it more than its even share."""
    if not others:
        return max(0, whole)
    even = share(whole, others + 1)[0]
    return min(max(even, course.limits.get(here.key, 0)), max(0, whole))


def least_and_most(course: Course, position: Position, block: BlockPlan) -> tuple[int, int]:
    """Fewest and most seconds of a block, from where the meeting stands."""
    if block.flex:
        own = position.spent.get(block.key, 0)
        return 0, flex_lengths(course, position).get(block.key, own)
    high = longest_time(course, block)
    low = high if block.low >= block.high else min(max(0, block.low * 60), high)
    return low, high


def _named(course: Course, key: BlockKey) -> BlockPlan:
    return next((block for block in course.blocks if block.key == key), BlockPlan(key=key, title=key))


def elapsed(course: Course, block: BlockKey, now: dt.datetime) -> int:
    """Seconds on a block's clock: all its visits without pauses; a welcome with early doors counts from the start."""
    return position_at(course, now).spent.get(block, 0)


def length(course: Course, block: BlockKey, now: dt.datetime) -> tuple[int, int]:
    """Fewest and most seconds a block has now. A flex block has 0 and what is left; once past, what it took."""
    return least_and_most(course, position_at(course, now), _named(course, block))
