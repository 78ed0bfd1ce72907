"""An agenda: blocks with fewest and most minutes, laid out on the clock, and the small edits Prepare makes.

The arithmetic is `product.md` §1.1: at the longest the blocks of a 60-minute meeting fill it, because one flex block
takes what the others leave. Everything here is pure: blocks go in, new blocks come out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

import msgspec

from peer_tui.domain.events import BlockKey, BlockPlan
from peer_tui.domain.words import both, say

Blocks: TypeAlias = tuple[BlockPlan, ...]


class AgendaError(ValueError):
    """An edit that cannot be made; its text is a sentence for the scribe. The agenda is as it was."""


class Row(NamedTuple):
    """One block on the clock."""

    block: BlockPlan
    at: dt.datetime
    """When it starts if every block before it takes its longest time, UTC."""
    minutes: int
    """Its longest time; a flex block gets what is left, never below 0."""


class Agenda(NamedTuple):
    """Blocks laid out in a slot, at their longest."""

    rows: tuple[Row, ...]
    total: int
    """Minutes of all rows together."""
    slot: int
    """Minutes there are."""
    words: str
    """How the total stands to the slot: `60 of 60 min`, `longest: 2 min over, …; shortest: …`."""
    fits: bool
    """At their longest the blocks fit, and a flex block has at least a minute."""


# The words of the coalition's own page, shortened for the ribbon, where seven titles stand in one line.
_SHORT = (
    ("welcome", "Welcome"),
    ("comfort / discomfort agreement", "Agreement"),
    ("minutes review", "Minutes"),
    ("updates on priorities", "Priorities"),
    ("current topics", "Topics"),
    ("next steps", "Next Steps"),
    ("group goodbyes", "Goodbyes"),
)
_ENDINGS = (" we are addressing", " – ", " - ", " — ", ": ")
_RIBBON_WIDTH = 14


def spoken_title(block: BlockPlan) -> str:
    """The title as it stands in a sentence: `Current topics`, `Comfort / Discomfort Agreement`, `Group goodbyes!`."""
    title = block.title.strip()
    for ending in _ENDINGS:
        head = title.partition(ending)[0].strip()
        title = head or title
    return title or block.key


def short_title(block: BlockPlan) -> str:
    """The title for the ribbon: `Welcome`, `Agreement`, `Minutes`, …; a group's own title, cut at 14 characters."""
    title = spoken_title(block)
    folded = title.casefold()
    for beginning, short in _SHORT:
        if folded.startswith(beginning):
            return short
    return title if len(title) <= _RIBBON_WIDTH else title[: _RIBBON_WIDTH - 1].rstrip() + "…"


def share(amount: int, among: int) -> list[int]:
    """`amount` in `among` whole, nearly equal parts, the earlier ones getting what is left over; never below 0."""
    if among < 1:
        return []
    part, rest = divmod(max(0, amount), among)
    return [part + (1 if place < rest else 0) for place in range(among)]


def lay_out(blocks: Sequence[BlockPlan], slot: int, starts: dt.datetime) -> Agenda:
    """The blocks on the clock, each at its longest, in a slot of `slot` minutes from `starts` (UTC).

    Several flex blocks share what is left, the earlier ones getting the odd minute. No block is ever dropped: what does
    not fit is said in words.
    """
    flexible = [block for block in blocks if block.flex]
    longest = sum(block.high for block in blocks if not block.flex)
    shares = iter(share(slot - longest, len(flexible)))
    rows, past = [], 0
    for block in blocks:
        minutes = next(shares) if block.flex else block.high
        rows.append(Row(block, starts + dt.timedelta(minutes=past), minutes))
        past += minutes
    fits = longest < slot if flexible else longest <= slot
    return Agenda(tuple(rows), past, slot, _fit_words(blocks, slot, past), fits)


def _fit_words(blocks: Sequence[BlockPlan], slot: int, total: int) -> str:
    longest = sum(block.high for block in blocks if not block.flex)
    shortest = sum(block.low for block in blocks if not block.flex)
    flexible = both(spoken_title(block) for block in blocks if block.flex)
    if longest < slot or (longest == slot and not flexible):
        return say("{total} of {slot} min", total=total, slot=slot)
    at_most, at_least = (_one_fit(minutes, slot, flexible) for minutes in (longest, shortest))
    return (
        at_most
        if longest == shortest
        else say("longest: {at_most}; shortest: {at_least}", at_most=at_most, at_least=at_least)
    )


def _one_fit(minutes: int, slot: int, flexible: str) -> str:
    if minutes < slot and flexible:
        return say("{slot} min for {flexible}", slot=slot - minutes, flexible=flexible)
    if minutes <= slot and not flexible:
        return say("{minutes} of {slot} min", minutes=minutes, slot=slot)
    over = say("{minutes} min over", minutes=minutes - slot) if minutes > slot else ""
    return ", ".join(
        part for part in (over, say("no time for {flexible}", flexible=flexible) if flexible else "") if part
    )


def nest_topics(blocks: Sequence[BlockPlan]) -> Blocks:
    """The variant "topics inside Updates on Priorities", for groups who read the current topics as a sub-heading.

    The flex block of topics goes and its title joins that of the priorities, whose minutes stay: 41–47 minutes in all
    (`product.md` §1.1). An agenda without both blocks comes back as it was.
    """
    topics = next((block for block in blocks if block.flex and block.job == "topics"), None)
    priorities = next((block for block in blocks if block.job == "priorities"), None)
    if topics is None or priorities is None:
        return tuple(blocks)
    merged = msgspec.structs.replace(priorities, title=both([priorities.title, spoken_title(topics)]), ours=True)
    return tuple(merged if block is priorities else block for block in blocks if block is not topics)


# --- edits --------------------------------------------------------------------------------------------------------


def place(blocks: Sequence[BlockPlan], key: BlockKey) -> int:
    """Where the block stands, from 0. Raises `AgendaError` when there is no such block."""
    for index, block in enumerate(blocks):
        if block.key == key:
            return index
    raise AgendaError(say("This agenda has no block “{key}”. Nothing was changed.", key=key))


def move(blocks: Sequence[BlockPlan], key: BlockKey, by: int) -> Blocks:
    """The block `by` places later (earlier when negative), as far as the agenda reaches."""
    order = list(blocks)
    block = order.pop(place(blocks, key))
    order.insert(min(max(place(blocks, key) + by, 0), len(order)), block)
    return tuple(order)


def with_minutes(blocks: Sequence[BlockPlan], key: BlockKey, low: int, high: int) -> Blocks:
    """The block with fewest and most minutes as given; a flex block becomes an ordinary one.

    Raises `AgendaError` unless 1 ≤ high and 0 ≤ low ≤ high.
    """
    if not 0 <= low <= high or high < 1:
        raise AgendaError(
            say(
                "{low}–{high} minutes cannot be: the fewest come first and the most are at least 1.", low=low, high=high
            )
        )
    return _changed(blocks, key, low=low, high=high, flex=False)


def lengthen(blocks: Sequence[BlockPlan], key: BlockKey, by: int) -> Blocks:
    """The block's longest time `by` minutes more (or fewer), never under 1.

    A fixed block stays fixed; of a range only the upper end moves, and takes the lower end along once it gets there. A
    flex block has no minutes of its own and stays as it is.
    """
    block = blocks[place(blocks, key)]
    if block.flex:
        return tuple(blocks)
    high = max(1, block.high + by)
    low = high if block.low == block.high else min(block.low, high)
    return _changed(blocks, key, low=low, high=high)


def make_flexible(blocks: Sequence[BlockPlan], key: BlockKey) -> Blocks:
    """The block takes what the others leave; such a block cannot be protected."""
    return _changed(blocks, key, low=0, high=0, flex=True, protected=False)


def protect(blocks: Sequence[BlockPlan], key: BlockKey, on: bool = True) -> Blocks:
    """The block's minutes are kept free whatever happens before it, or no longer.

    Raises `AgendaError` for a flex block, which has no minutes of its own.
    """
    if on and blocks[place(blocks, key)].flex:
        raise AgendaError(say("A block that takes what is left has no minutes to protect. Give it minutes first."))
    return _changed(blocks, key, protected=on)


def rename(blocks: Sequence[BlockPlan], key: BlockKey, title: str) -> Blocks:
    """The block under another title; its key, and so every line filed in it, stays. Raises `AgendaError` if empty."""
    if not title.strip():
        raise AgendaError(say("A block needs a title. Nothing was changed."))
    return _changed(blocks, key, title=title.strip())


def with_say(blocks: Sequence[BlockPlan], key: BlockKey, words: str) -> Blocks:
    """The block with another sentence to read out when it begins; empty for none."""
    return _changed(blocks, key, say=" ".join(words.split()))


def add(blocks: Sequence[BlockPlan], title: str, minutes: int = 5, after: BlockKey | None = None) -> Blocks:
    """A new block of fixed length after the block `after`, or as the first one.

    Its key is made from its title and differs from every other. Raises `AgendaError` for an empty title or no minutes.
    """
    title = title.strip()
    if not title:
        raise AgendaError(say("A block needs a title. Nothing was added."))
    if minutes < 1:
        raise AgendaError(say("A block needs at least 1 minute. Nothing was added."))
    words = "".join(letter if letter.isalnum() else " " for letter in title.casefold()).split()
    stem = key = "-".join(words)[:40] or "block"
    taken, number = {block.key for block in blocks}, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    where = 0 if after is None else place(blocks, after) + 1
    block = BlockPlan(key=key, title=title, low=minutes, high=minutes, ours=True)
    return (*blocks[:where], block, *blocks[where:])


def remove(blocks: Sequence[BlockPlan], key: BlockKey) -> Blocks:
    """The agenda without the block. Raises `AgendaError` when it is the last one."""
    index = place(blocks, key)
    if len(blocks) == 1:
        raise AgendaError(say("An agenda needs at least one block. Nothing was removed."))
    return (*blocks[:index], *blocks[index + 1 :])


def _changed(blocks: Sequence[BlockPlan], key: BlockKey, **fields: object) -> Blocks:
    index = place(blocks, key)
    return (*blocks[:index], msgspec.structs.replace(blocks[index], **fields), *blocks[index + 1 :])


def check_blocks(blocks: Sequence[BlockPlan]) -> list[str]:
    """What is wrong with an agenda, one sentence each; empty when it can be run. Several flex blocks are allowed."""
    if not blocks:
        return [say("The agenda has no blocks.")]
    wrong: list[str] = []
    seen: set[BlockKey] = set()
    for number, block in enumerate(blocks, start=1):
        name = say("Block {number}, “{title}”", number=number, title=block.title.strip() or block.key)
        if not block.key.strip():
            wrong.append(say("{name}, has no key.", name=name))
        elif block.key in seen:
            wrong.append(
                say("{name}, has the key “{key}” of an earlier block; every key stands once.", name=name, key=block.key)
            )
        seen.add(block.key)
        if not block.title.strip():
            wrong.append(say("{name}, has no title.", name=name))
        wrong += [f"{name}, {trouble}" for trouble in _minutes_trouble(block)]
    return wrong


def _minutes_trouble(block: BlockPlan) -> list[str]:
    if block.flex:
        return [say("takes what is left, so it cannot be protected.")] if block.protected else []
    if block.low < 0 or block.high < 1:
        return [
            say(
                "has {low}–{high} minutes; the most must be at least 1 and the fewest not below 0.",
                low=block.low,
                high=block.high,
            )
        ]
    if block.low > block.high:
        return [say("has {low} minutes at least but {high} at most.", low=block.low, high=block.high)]
    return []
