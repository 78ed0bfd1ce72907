"""The blocks of a meeting that is brought in: the group's own where a heading is one, else as the text has them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from peer_tui.domain.agenda import AgendaError, add, make_flexible, short_title, spoken_title, with_minutes
from peer_tui.domain.characters import fold
from peer_tui.domain.events import BlockKey, BlockPlan
from peer_tui.exchange.reading.understood import ReadBlock

AT_MOST = 120
"""Blocks; a text with more headings has them filed under the last one."""
_STEPS = frozenset({"next steps", "action items", "actions", "action points", "to do", "tasks", "follow up"})


def blocks_for(
    read: Sequence[ReadBlock], own: Sequence[BlockPlan], *, agenda: bool = False
) -> tuple[tuple[BlockPlan, ...], list[BlockKey]]:
    """The blocks of the meeting, and for each block that was read the key it has.

    Args:
        read: the headings of the text.
        own: the blocks of the meeting or the group.
        agenda: the text is an agenda: its blocks are all there is, in its order and with its minutes.
    """
    found = [_known(block.title, own) for block in read]
    if agenda:
        return _of_agenda(read, found)
    if not any(found) and read:
        return _made([], read, found)
    return _made(own, read, found)


def _known(title: str, own: Sequence[BlockPlan]) -> BlockPlan | None:
    words = _plain(title)
    for block in own:
        if words in {_plain(name) for name in (block.title, spoken_title(block), short_title(block))}:
            return block
    if words in _STEPS:
        return next((block for block in own if block.job == "steps"), None)
    return None


def _plain(title: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(title)).split())


def _made(
    own: Sequence[BlockPlan], read: Sequence[ReadBlock], found: Sequence[BlockPlan | None]
) -> tuple[tuple[BlockPlan, ...], list[BlockKey]]:
    """A heading the group does not know is a block after the one before it; it takes what is left of the time."""
    blocks: tuple[BlockPlan, ...] = tuple(own)
    keys: list[BlockKey] = []
    last: BlockKey | None = None
    for block, known in zip(read, found, strict=True):
        if known is not None:
            last = known.key
        elif len(blocks) < AT_MOST:
            before = {one.key for one in blocks}
            try:
                blocks = add(blocks, _title(block), block.minutes or 5, last)
            except AgendaError:
                keys.append(last or "")
                continue
            last = next(one.key for one in blocks if one.key not in before)
            if not block.minutes:
                blocks = make_flexible(blocks, last)
        keys.append(last or "")
    return blocks, keys


def _of_agenda(
    read: Sequence[ReadBlock], found: Sequence[BlockPlan | None]
) -> tuple[tuple[BlockPlan, ...], list[BlockKey]]:
    blocks: tuple[BlockPlan, ...] = ()
    keys: list[BlockKey] = []
    for block, known in zip(read[:AT_MOST], found[:AT_MOST], strict=True):
        taken = {one.key for one in blocks}
        if known is not None and known.key not in taken:
            made = known
            blocks = (*blocks, known)
        else:
            blocks = add(blocks, _title(block), block.minutes or 5, blocks[-1].key if blocks else None)
            made = next(one for one in blocks if one.key not in taken)
        if block.minutes:
            blocks = with_minutes(blocks, made.key, block.fewest or block.minutes, block.minutes)
        elif not made.flex and known is None:
            blocks = make_flexible(blocks, made.key)
        keys.append(made.key)
    return _with_topics(blocks, read, keys), keys


def _with_topics(
    blocks: tuple[BlockPlan, ...], read: Sequence[ReadBlock], keys: Sequence[BlockKey]
) -> tuple[BlockPlan, ...]:
    """Blocks of the text's own are for notes, but for those that have topics under them."""
    with_items = {key for block, key in zip(read, keys, strict=False) if block.items}
    return tuple(
        msgspec.structs.replace(block, job="topics" if block.key in with_items else "notes")
        if block.ours and block.job == "topics" and not block.say
        else block
        for block in blocks
    )


def _title(block: ReadBlock) -> str:
    title = block.title.strip()[:200]
    return f"{title} ({block.lead})" if block.lead else title
