"""How one agenda differs from another: a meeting's from its group's, a group's from the shipped original."""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.domain.agenda import spoken_title
from peer_tui.domain.events import BlockPlan


def minutes_words(block: BlockPlan) -> str:
    """A block's minutes: `3–5`, `15`, or `flex` for one that takes what the others leave."""
    if block.flex:
        return "flex"
    return str(block.high) if block.low == block.high else f"{block.low}–{block.high}"


def state_words(block: BlockPlan) -> str:
    """What else is to be known of a block's minutes: flex and protected in words, and which timing is ours."""
    parts = ["takes what is left"] if block.flex else []
    parts += ["protected"] if block.protected else []
    parts += ["ours"] if block.ours else []
    return " · ".join(parts)


def differences(mine: Sequence[BlockPlan], original: Sequence[BlockPlan], called: str = "the original") -> list[str]:
    """One sentence for each difference, in the order of the agenda; empty when there is none.

    `called` is what the sentences call the second one.
    """
    here, there = {block.key: block for block in mine}, {block.key: block for block in original}
    found = [
        f"“{spoken_title(block)}” ({minutes_words(block)}) is not in {called}."
        for block in mine
        if block.key not in there
    ]
    for block in original:
        now = here.get(block.key)
        if now is None:
            found.append(f"“{spoken_title(block)}” ({minutes_words(block)}) was left out.")
        else:
            found += _changes(now, block, called)
    both = [key for key in here if key in there]
    if both != [key for key in there if key in here]:
        order = " → ".join(spoken_title(here[key]) for key in both)
        found.append(f"The order is another one: {order}.")
    return found


def _changes(now: BlockPlan, before: BlockPlan, called: str) -> list[str]:
    name = f"“{spoken_title(before)}”"
    changes = []
    if now.title != before.title:
        changes.append(f"{name} is called “{now.title}”.")
    if minutes_words(now) != minutes_words(before):
        changes.append(f"{name} has {_minutes(now)}; in {called} {_minutes(before)}.")
    if now.protected != before.protected:
        changes.append(f"{name} is {'' if now.protected else 'not '}protected; in {called} it is"
                       f"{'' if before.protected else ' not'}.")  # fmt: skip
    if now.say != before.say:
        changes.append(f"{name} has another Say line.")
    if now.job != before.job:
        changes.append(f"{name} does the job of {now.job}; in {called} of {before.job}.")
    return changes


def _minutes(block: BlockPlan) -> str:
    return "what the others leave" if block.flex else f"{minutes_words(block)} min"
