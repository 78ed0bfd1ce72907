"""Moving through the blocks: doors, next, back, close, park the rest, reopen (`product.md` §3.4, §3.9)."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.agenda import short_title
from peer_tui.domain.events import (
    BlockPlan,
    BlockSkipped,
    BlockStarted,
    CalledToOrder,
    Captured,
    DoorsOpened,
    EntryKind,
    Event,
    Filed,
    ItemStarted,
    PriorityId,
    Reopened,
    Undone,
)
from peer_tui.domain.history import act_of, standing
from peer_tui.domain.topics import in_topics_block
from peer_tui.domain.wall_time import say_time
from peer_tui.domain.words import say
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession
from peer_tui.services.timekeeping import extension_words as extension_words

DOORS_WITHIN = dt.timedelta(hours=12)
"""A meeting that starts or started within this time is opened at once; one farther off only when asked (ours)."""
AS_IF_NEVER = dt.timedelta(seconds=60)
"""Within this time of a move, and before any line in the new block, going back means it never happened."""


def is_near(session: LiveSession) -> bool:
    """Whether who comes to this meeting comes to hold it: its doors open at once. One farther off is asked about."""
    return abs(session.meeting.starts - session.now()) <= DOORS_WITHIN


def open_doors(session: LiveSession) -> Said:
    """The welcome conversation begins; without one, the meeting is called to order at once."""
    meeting = session.meeting
    if meeting.state != "planned":
        return refused(say("The doors are open already.") if meeting.live else _not_live(session))
    bodies: list[Event] = [DoorsOpened()]
    first = meeting.blocks[0] if meeting.blocks else None
    if first is not None and first.job != "welcome":
        bodies.append(CalledToOrder())
        if first.job == "priorities" and session.items:
            bodies.append(ItemStarted(block=first.key, item=session.items[0]))
    session.record(*bodies)
    return Said(say("Doors open {time}", time=_time(session)))


def _not_live(session: LiveSession) -> str:
    if session.meeting.ended is not None:
        return say("The meeting has ended; /reopen goes on with it as long as its minutes are a draft.")
    return say("The meeting was cancelled; plan another one.")


def what_next(session: LiveSession) -> str:
    """The name of the next thing: the next priority, else the next block; empty at the end."""
    if session.meeting.state == "planned":
        return say("open the doors")
    item = _next_item(session)
    if item is not None:
        return session.group.priorities[item].name
    block = session.meeting.next_block()
    return short_title(block) if block else ""


def go_next(session: LiveSession, rest: str = "") -> Said:
    """The next thing: the next priority, else the next block. `block` skips the priorities that are left."""
    meeting = session.meeting
    if meeting.state == "planned":
        return open_doors(session)
    if not meeting.live:
        return refused(_not_live(session))
    asked = _someone_else_moved(session, what_next(session))
    if asked is not None:
        return asked
    item = None if rest.strip().lower() == "block" else _next_item(session)
    if item is not None:
        return _start_item(session, item)
    block = meeting.next_block()
    if block is None:
        return Said(say("This is the last block · /end when everyone has said goodbye"))
    return start_block(session, block)


def start_block(session: LiveSession, block: BlockPlan, before: tuple[Event, ...] = ()) -> Said:
    """Move to a block; the blocks jumped over are "not reached" and offered as topics next time.

    `before` is recorded as part of the same act: one undo takes back all of it.
    """
    meeting = session.meeting
    current = meeting.current.block if meeting.current else None
    calls = meeting.called is None and block.job != "welcome"
    bodies: list[Event] = [*before, *([CalledToOrder()] if calls else [])]
    bodies.append(BlockStarted(block=block.key, left=current))
    item = _resume_item(session, block, session.items) if block.job == "priorities" and session.items else None
    if item is not None:
        bodies.append(ItemStarted(block=block.key, item=item))
    bodies += [BlockSkipped(block=key) for key in _jumped(session, block)]
    session.record(*bodies)
    session.walked.clear()
    first = f" · {session.group.priorities[item].name}{_collected(session, item)}" if item is not None else ""
    if calls:
        time = _time(session)
        return Said(say("called to order {time} · now {title}{first}", time=time, title=block.title, first=first))
    return Said(say("now {title}{first}", title=block.title, first=first))


def _resume_item(session: LiveSession, block: BlockPlan, items: tuple[PriorityId, ...]) -> PriorityId:
    """Where a block of priorities begins, or goes on if it is entered again."""
    visited = [span.item for span in session.meeting.spans if span.block == block.key and span.item in items]
    return (visited[-1] if visited else None) or items[0]


def _jumped(session: LiveSession, block: BlockPlan) -> list[str]:
    keys = [plan.key for plan in session.meeting.blocks]
    before = keys[: keys.index(block.key)]
    return [key for key in before if not session.meeting.visited(key) and key not in session.meeting.skipped]


def _start_item(session: LiveSession, item: PriorityId) -> Said:
    current = session.meeting.current
    assert current is not None
    session.record(ItemStarted(block=current.block, item=item, left=current.item))
    return Said(
        say("now {name}{collected}", name=session.group.priorities[item].name, collected=_collected(session, item))
    )


def _collected(session: LiveSession, item: PriorityId) -> str:
    priority = session.group.priorities[item]
    absent = priority.lead is not None and priority.lead not in session.meeting.here
    return " · " + say("its lead is not here: read out the update they sent") if absent and priority.updates else ""


def _next_item(session: LiveSession) -> PriorityId | None:
    current, block = session.meeting.current, session.meeting.block
    if current is None or block is None or block.job != "priorities":
        return None
    items = session.items
    if current.item not in items:
        return items[0] if items and current.item is None else None
    place = items.index(current.item) + 1
    return items[place] if place < len(items) else None


def _someone_else_moved(session: LiveSession, doing: str) -> Said | None:
    """Another writer moved on within the last minute: ask for a second press."""
    move = last_move(session)
    if move is None or move.by == session.workspace.writer:
        return None
    since = session.now() - move.moment
    key = f"next {move.id}"
    if since >= AS_IF_NEVER or session.asked_twice == key:
        session.asked_twice = ""
        return None
    session.asked_twice = key
    seconds = max(0, int(since.total_seconds()))
    return refused(
        say("Another writer moved on {seconds} s ago. Once more goes on to {doing}.", seconds=seconds, doing=doing)
    )


def go_to(session: LiveSession, rest: str) -> Said:
    """`/go steps`: to the block whose key, short or full title begins so."""
    fits = _blocks_called(session, rest.strip().casefold())
    if len(fits) != 1:
        keys = ", ".join(block.key for block in (fits or session.meeting.blocks))
        return refused(say("/go to which block? {keys}", keys=keys), f"/go {rest}".rstrip())
    if session.meeting.state == "planned":
        open_doors(session)
    if not session.meeting.live:
        return refused(_not_live(session))
    if session.meeting.current and session.meeting.current.block == fits[0].key:
        return Said(say("This is {title}.", title=fits[0].title))
    asked = _someone_else_moved(session, fits[0].title)
    return asked if asked is not None else start_block(session, fits[0])


def _blocks_called(session: LiveSession, wanted: str) -> list[BlockPlan]:
    """The block whose key this is, else every block whose key, full or short title begins so."""
    blocks = session.meeting.blocks
    exact = [block for block in blocks if block.key.casefold() == wanted]
    return exact or [
        block
        for block in blocks
        if wanted and any(n.casefold().startswith(wanted) for n in (block.key, block.title, short_title(block)))
    ]


def back(session: LiveSession, rest: str = "") -> Said:
    """Within a minute and before any line: the move never happened. Later: the earlier block is opened again."""
    move = last_move(session)
    if move is None:
        return refused(say("There is no earlier block to go back to."))
    if never_happened(session, move):
        session.record(Undone(target=act_of(move)))
        return Said(say("Back in {where}, as if never left", where=_where(session)))
    return _open_again(session)


def _open_again(session: LiveSession) -> Said:
    current = session.meeting.current
    before = session.block_before(current.block) if current else None
    if current is None or before is None:
        return refused(say("There is no earlier block to go back to."))
    block = session.meeting.block
    if block is not None and block.job == "priorities" and current.item in session.items:
        place = session.items.index(current.item)
        if place > 0:
            return _start_item(session, session.items[place - 1])
    said = start_block(session, before)
    return (
        Said(say("{title} is open again; the time between stays where it was spent", title=before.title))
        if said.done
        else said
    )


def last_move(session: LiveSession) -> BlockStarted | ItemStarted | None:
    """The newest move between blocks or priorities that holds; of one act, the move between blocks."""
    events = session.watch.corrected(session.events)
    moves = [event for event in standing(events).events if isinstance(event, BlockStarted | ItemStarted)]
    return next((move for move in moves if act_of(move) == act_of(moves[-1])), None) if moves else None


def never_happened(session: LiveSession, move: Event) -> bool:
    """Whether going back from this move means that it never happened: soon, and before any line in the new block."""
    last, current = last_move(session), session.meeting.current
    if last is None or act_of(last) != act_of(move) or current is None:
        return False
    # A move that was told afterwards (`/began 2:04`) was made when it was told.
    made = move.at if move.when is not None and session.workspace.is_ours(move.by) else move.moment
    if session.now() - made > AS_IF_NEVER:
        return False
    since = [e for e in standing(session.events).events if isinstance(e, Captured) and e.id > move.id]
    return not any(event.block == current.block for event in since)


def close_block(session: LiveSession, rest: str = "") -> Said:
    """`/close`: this block is done; on to the next one."""
    return go_next(session, "block")


def park_rest(session: LiveSession, rest: str = "") -> Said:
    """`/parkrest`: what this block has not reached is parked, then the next block begins: one act."""
    current, block = session.meeting.current, session.meeting.next_block()
    asked = _someone_else_moved(session, block.title if block else say("the end"))
    if asked is not None or current is None:
        return asked or refused(say("No block is running."))
    left = _not_reached(session)
    bodies = tuple(
        Captured(
            entry=session.workspace.new_id(),
            block=current.block,
            filed=Filed(kind=EntryKind.PARKED, text=text, typed=f"~ {text}", priority=item),
        )
        for text, item in left
    )
    if block is not None:
        said = start_block(session, block, bodies).words
    else:
        if bodies:
            session.record(*bodies)
        said = say("this is the last block")
    return Said(
        say("parked: {left} · {said}", left=", ".join(text for text, _ in left) or say("nothing was left"), said=said)
    )


def _not_reached(session: LiveSession) -> list[tuple[str, PriorityId | None]]:
    block = session.meeting.block
    if block is None:
        return []
    if block.job == "priorities":
        reached = {span.item for span in session.meeting.spans if span.block == block.key}
        left = [item for item in session.items if item not in reached]
        names: list[tuple[str, PriorityId | None]] = [(session.group.priorities[item].name, item) for item in left]
        return names + [(topic.text, topic.under) for topic in session.meeting.topics if topic.under in left]
    if block.job == "topics":
        said = " ".join(entry.filed.text.casefold() for entry in session.meeting.lines(block.key))
        own = in_topics_block(session.meeting.topics, session.items)
        return [(topic.text, None) for topic in own if topic.text.casefold() not in said]
    return []


def reopen(session: LiveSession, rest: str = "") -> Said:
    """`/reopen`: an ended meeting goes on, as long as its minutes are a draft."""
    if session.meeting.ended is None:
        return Said(say("The meeting has not ended."))
    if session.meeting.approved is not None:
        return refused(say("The minutes are approved; an approved meeting cannot be reopened."))
    # One that was held on paper goes on where it ended, not now.
    session.record(Reopened(when=session.meeting.ended if session.meeting.written_up else None))
    return Said(say("In session again, in {where}", where=_where(session)))


def _where(session: LiveSession) -> str:
    block = session.meeting.block
    return block.title if block else say("no block")


def _time(session: LiveSession) -> str:
    return say_time(session.now(), session.zone, session.hours)
