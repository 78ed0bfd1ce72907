"""How one agenda differs from another: a meeting's from its group's, a group's from the shipped original."""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.domain.agenda import spoken_title
from peer_tui.domain.events import BlockPlan
from peer_tui.domain.words import say


def minutes_words(block: BlockPlan) -> str:
    """A block's minutes: `3–5`, `15`, or `flex` for one that takes what the others leave."""
    if block.flex:
        return say("flex")
    return str(block.high) if block.low == block.high else f"{block.low}–{block.high}"


def state_words(block: BlockPlan) -> str:
    """What else is to be known of a block's minutes: flex and protected in words, and which timing is ours."""
    parts = [say("takes what is left")] if block.flex else []
    parts += [say("protected")] if block.protected else []
    parts += [say("ours")] if block.ours else []
    return " · ".join(parts)


def differences(
    mine: Sequence[BlockPlan], original: Sequence[BlockPlan], called: str = say("the original")
) -> list[str]:
    """One sentence for each difference, in the order of the agenda; empty when there is none.

    `called` is what the sentences call the second one.
    """
    here, there = {block.key: block for block in mine}, {block.key: block for block in original}
    found = [
        say(
            "“{block}” ({minutes}) is not in {called}.",
            block=spoken_title(block),
            minutes=minutes_words(block),
            called=called,
        )
        for block in mine
        if block.key not in there
    ]
    for block in original:
        now = here.get(block.key)
        if now is None:
            found.append(
                say("“{block}” ({minutes}) was left out.", block=spoken_title(block), minutes=minutes_words(block))
            )
        else:
            found += _changes(now, block, called)
    both = [key for key in here if key in there]
    if both != [key for key in there if key in here]:
        order = " → ".join(spoken_title(here[key]) for key in both)
        found.append(say("The order is another one: {order}.", order=order))
    return found


def _changes(now: BlockPlan, before: BlockPlan, called: str) -> list[str]:
    name = f"“{spoken_title(before)}”"
    changes = []
    if now.title != before.title:
        changes.append(say("{name} is called “{title}”.", name=name, title=now.title))
    if minutes_words(now) != minutes_words(before):
        changes.append(
            say(
                "{name} has {minutes}; in {called} {before}.",
                name=name,
                minutes=_minutes(now),
                called=called,
                before=_minutes(before),
            )
        )
    if now.protected != before.protected:
        changes.append(
            say("{name} is protected; in {called} it is not.", name=name, called=called)
            if now.protected
            else say("{name} is not protected; in {called} it is.", name=name, called=called)
        )
    if now.say != before.say:
        changes.append(say("{name} has another Say line.", name=name))
    if now.job != before.job:
        changes.append(
            say(
                "{name} does the job of {job}; in {called} of {before_job}.",
                name=name,
                job=now.job,
                called=called,
                before_job=before.job,
            )
        )
    return changes


def _minutes(block: BlockPlan) -> str:
    return say("what the others leave") if block.flex else say("{minutes} min", minutes=minutes_words(block))
