"""What more time for the present block costs, and who pays for it (`product.md` §3.4)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peer_tui.domain.agenda import share, spoken_title
from peer_tui.domain.events import BlockKey, BlockPlan
from peer_tui.domain.timing import (
    Course,
    Position,
    flex_lengths,
    free_seconds,
    later,
    least_and_most,
    length_words,
    longest_time,
    minutes_seconds,
    minutes_up,
    position_at,
    utc_seconds,
)
from peer_tui.domain.wall_time import end_time, say_short_time
from peer_tui.domain.words import say

LONGEST_EXTENSION = 240
"""Minutes; more than this is a slip of the finger."""


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
    position = position_at(course, now)
    block, refusal = position.block, _refusal(course, minutes)
    if block is None or refusal:
        return Cost(minutes, False, False, {}, 0, course.ends, {}, refusal)
    high, asked = least_and_most(course, position, block)[1], minutes * 60
    bill = _bill(course, position, block, asked, from_next)
    ends = later(course.ends, bill.paid.get("end", 0))
    ask = "end" in bill.paid and not agreed
    old, new = say_short_time(course.ends, zone), end_time(course.starts, ends, zone)
    parts = _given_up(course, position, bill)
    parts.append(say("end {old}→{new}", old=old, new=new) if "end" in bill.paid else say("end stays {new}", new=new))
    if ask:
        parts.append(
            say(
                "ask: does the group agree? ({typed})",
                typed=f"/extend {minutes}{' from next' if bill.limits else ''} agreed",
            )
        )
    elif "end" in bill.paid:
        parts.append(say("the group agreed"))
    over = position.spent.get(block.key, 0) - high - asked
    if over >= 0:
        parts.append(say("still {minutes_seconds} over", minutes_seconds=minutes_seconds(over)))
    words = say("extend {minutes} → {parts}", minutes=minutes, parts=" · ".join(parts))
    # The end moves by whole minutes; the seconds that are over fall to a flex block, and to this one if it is the last.
    seconds = high + asked + (bill.after if block.flex and not bill.flexible else 0)
    return Cost(minutes, not ask, ask, bill.paid, seconds, ends, bill.limits, words)


def _refusal(course: Course, minutes: int) -> str:
    if course.ended is not None:
        return say("Nothing to extend: the meeting has ended.")
    if not course.spans:
        return say("Nothing to extend: the meeting has not started.")
    if not 1 <= minutes <= LONGEST_EXTENSION:
        return say(
            "Not extended: give 1 to {longest_extension} minutes, e.g. /extend 5.", longest_extension=LONGEST_EXTENSION
        )
    return ""


@dataclass(frozen=True, slots=True)
class _Bill:
    paid: dict[str, int]
    limits: dict[BlockKey, int]
    flexible: tuple[BlockPlan, ...]
    before: int
    """Seconds the flex blocks ahead (or the slack) had; below 0 when the agenda was already over."""
    after: int


def _bill(course: Course, position: Position, block: BlockPlan, asked: int, from_next: bool) -> _Bill:
    """Who pays `asked` seconds for `block`. The end moves by whole minutes."""
    flexible = tuple(each for each in position.ahead if each.flex)
    free = _to_spend(course, position, block, bool(flexible))
    short = max(0, asked - free)
    steps = next((each for each in position.ahead if each.job == "steps" and not each.flex), None)
    given = 0
    if from_next and steps is not None:
        has = max(0, longest_time(course, steps) - position.spent.get(steps.key, 0))
        given = min(minutes_up(short) * 60, has)
    shift = minutes_up(max(0, short - given)) * 60
    owed = max(0, asked - given - shift)
    slack = min(owed, _slack(course, position, block, free)) if flexible else owed
    paid = {"slack": slack}
    paid |= {each.key: part for each, part in zip(flexible, share(owed - slack, len(flexible)), strict=True)}
    limits: dict[BlockKey, int] = {}
    if steps is not None and given:
        paid[steps.key], limits[steps.key] = given, longest_time(course, steps) - given
    paid["end"] = shift
    paid = {payer: seconds for payer, seconds in paid.items() if seconds}
    return _Bill(paid, limits, flexible, free, free + given + shift - asked)


def _to_spend(course: Course, position: Position, block: BlockPlan, flex_ahead: bool) -> int:
    """Seconds that slack and flex blocks ahead can give; below 0 when the agenda is already over.

    As though the present block ended at its longest time: running over it is part of what an extension then covers.
    """
    spent = position.spent.get(block.key, 0)
    if not block.flex:
        return free_seconds(course, position, longest_time(course, block) - spent)
    # A flex block already has all the time there is, but for what flex blocks after it share.
    whole = spent + free_seconds(course, position, 0)
    if whole <= 0 or not flex_ahead:
        return min(0, whole)
    return whole - flex_lengths(course, position)[block.key]


def _slack(course: Course, position: Position, block: BlockPlan, free: int) -> int:
    """Seconds of `free` that flex blocks ahead have beyond their plan, because earlier blocks ended early.

    The plan is the agenda's, without extensions: slack that paid for one is not there a second time.
    """
    if block.flex:
        return 0
    fixed = sum(each.high * 60 for each in course.blocks if not each.flex)
    used = sum(position.spent.get(each.key, 0) for each in course.blocks if each.flex)
    planned = max(0, utc_seconds(course.ends) - utc_seconds(course.starts) - fixed - used)
    return max(0, free - planned)


def _given_up(course: Course, position: Position, bill: _Bill) -> list[str]:
    """What each payer had and keeps, in minutes: `Current topics 13→8`, `5 min of slack`, `Next Steps 15→10`."""
    among = len(bill.flexible)
    parts = [
        f"{spoken_title(block)} {had // 60}→{keeps // 60}"
        for block, had, keeps in zip(bill.flexible, share(bill.before, among), share(bill.after, among), strict=True)
        if had // 60 != keeps // 60
    ]
    if not bill.flexible and "slack" in bill.paid:
        parts.append(say("{length} min of slack", length=length_words(bill.paid["slack"])))
    for block in position.ahead:
        if block.key in bill.limits:
            title, had = spoken_title(block), longest_time(course, block)
            parts.append(f"{title} {length_words(had)}→{length_words(bill.limits[block.key])}")
    return parts
