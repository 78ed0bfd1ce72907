"""Moving through the blocks: doors, next, back, extend, close, park the rest, pause, end (`product.md` §3.4, §3.9)."""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.agenda import short_title
from peer_tui.domain.dates import say_time
from peer_tui.domain.events import (
    BlockPlan,
    BlockSkipped,
    BlockStarted,
    CalledToOrder,
    Captured,
    DoorsOpened,
    EntryKind,
    Event,
    Extended,
    Filed,
    ItemStarted,
    Paused,
    PriorityId,
    Reopened,
    Resumed,
    Undone,
)
from peer_tui.domain.history import act_of, taken_back
from peer_tui.domain.timing import cost_of_extending
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

AS_IF_NEVER = dt.timedelta(seconds=60)
"""Within this time of a move, and before any line in the new block, going back means it never happened."""


def open_doors(session: LiveSession) -> Said:
    """The welcome conversation begins."""
    if session.meeting.state == "planned":
        session.record(DoorsOpened())
        if session.meeting.block is not None and session.meeting.block.job != "welcome":
            session.record(CalledToOrder())
        return Said(f"Doors open {_time(session)}")
    return Said("The doors are open already.")


def what_next(session: LiveSession) -> str:
    """The name of the next thing: the next priority, else the next block; empty at the end."""
    if session.meeting.state == "planned":
        return "open the doors"
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
        return refused("The meeting is not in session.")
    asked = _someone_else_moved(session, what_next(session))
    if asked is not None:
        return asked
    item = None if rest.strip().lower() == "block" else _next_item(session)
    if item is not None:
        return _start_item(session, item)
    block = meeting.next_block()
    if block is None:
        return Said("This is the last block · /end when everyone has said goodbye")
    return start_block(session, block)


def start_block(session: LiveSession, block: BlockPlan) -> Said:
    """Move to a block; the blocks jumped over are "not reached" and offered as topics next time."""
    meeting = session.meeting
    current = meeting.current.block if meeting.current else None
    bodies: list[Event] = []
    if meeting.called is None and block.job != "welcome":
        bodies.append(CalledToOrder())
    bodies.append(BlockStarted(block=block.key, left=current))
    items = session.items
    if block.job == "priorities" and items:
        bodies.append(ItemStarted(block=block.key, item=_resume_item(session, block, items)))
    bodies += [BlockSkipped(block=key) for key in _jumped(session, block)]
    session.record(*bodies)
    session.walked.clear()
    words = f"called to order {_time(session)} · " if isinstance(bodies[0], CalledToOrder) else ""
    return Said(f"{words}now {block.title}")


def _resume_item(session: LiveSession, block: BlockPlan, items: tuple[PriorityId, ...]) -> PriorityId:
    """Where a block of priorities begins, or goes on if it is entered again."""
    visited = [span.item for span in session.meeting.spans if span.block == block.key and span.item in items]
    return visited[-1] or items[0] if visited else items[0]


def _jumped(session: LiveSession, block: BlockPlan) -> list[str]:
    keys = [plan.key for plan in session.meeting.blocks]
    before = keys[: keys.index(block.key)]
    return [key for key in before if not session.meeting.visited(key) and key not in session.meeting.skipped]


def _start_item(session: LiveSession, item: PriorityId) -> Said:
    current = session.meeting.current
    assert current is not None
    session.record(ItemStarted(block=current.block, item=item, left=current.item))
    return Said(f"now {session.group.priorities[item].name}{_collected(session, item)}")


def _collected(session: LiveSession, item: PriorityId) -> str:
    priority = session.group.priorities[item]
    absent = priority.lead is not None and priority.lead not in session.meeting.here
    return " · its lead is not here: read out the update they sent" if absent and priority.updates else ""


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
    starts = [event for event in session.events if isinstance(event, BlockStarted | ItemStarted)]
    if not starts or (session.workspace.is_ours(starts[-1].by) and starts[-1].by == session.workspace.writer):
        return None
    since = session.now() - starts[-1].moment
    key = f"next {starts[-1].id}"
    if since >= AS_IF_NEVER or session.asked_twice == key:
        session.asked_twice = ""
        return None
    session.asked_twice = key
    seconds = max(0, int(since.total_seconds()))
    return refused(f"Another writer moved on {seconds} s ago. Press again to go on to {doing}.")


def go_to(session: LiveSession, rest: str) -> Said:
    """`/go steps`: to the block whose key, short or full title begins so."""
    wanted = rest.strip().casefold()
    fits = [
        block
        for block in session.meeting.blocks
        if wanted and any(n.casefold().startswith(wanted) for n in (block.key, block.title, short_title(block)))
    ]
    if len(fits) != 1:
        keys = ", ".join(block.key for block in (fits or session.meeting.blocks))
        return refused(f"/go to which block? {keys}", f"/go {rest}")
    if session.meeting.state == "planned":
        open_doors(session)
    if session.meeting.current and session.meeting.current.block == fits[0].key:
        return Said(f"This is {fits[0].title}.")
    return start_block(session, fits[0])


def back(session: LiveSession, rest: str = "") -> Said:
    """Within a minute and before any line: the move never happened. Later: the earlier block is opened again."""
    move = last_move(session)
    if move is None:
        return refused("There is no earlier block to go back to.")
    if never_happened(session, move):
        session.record(Undone(target=act_of(move)))
        return Said(f"Back in {_where(session)}, as if never left")
    return _open_again(session)


def _open_again(session: LiveSession) -> Said:
    current = session.meeting.current
    before = session.block_before(current.block) if current else None
    if current is None or before is None:
        return refused("There is no earlier block to go back to.")
    block = session.meeting.block
    if block is not None and block.job == "priorities" and current.item in session.items:
        place = session.items.index(current.item)
        if place > 0:
            return _start_item(session, session.items[place - 1])
    said = start_block(session, before)
    return Said(f"{before.title} is open again; the time between stays where it was spent") if said.done else said


def last_move(session: LiveSession) -> Event | None:
    """The newest move between blocks or priorities that holds."""
    undone = taken_back(event for event in session.events if isinstance(event, Event))
    for event in reversed(session.events):
        if isinstance(event, BlockStarted | ItemStarted) and act_of(event) not in undone:
            return event
    return None


def never_happened(session: LiveSession, move: Event) -> bool:
    """Whether going back from this move means that it never happened."""
    if session.now() - move.moment > AS_IF_NEVER:
        return False
    current = session.meeting.current
    since = [event for event in session.events if isinstance(event, Captured) and event.id > move.id]
    return current is not None and not any(event.block == current.block for event in since)


def extend(session: LiveSession, rest: str) -> Said:
    """`/extend 5`, `/extend 5 agreed`, `/extend 5 from next`."""
    words = rest.lower().split()
    number = next((word for word in words if word.isdigit()), "5")
    block = session.meeting.block
    if block is None or not session.meeting.live:
        return refused("No block is running; there is nothing to extend.", f"/extend {rest}")
    minutes = int(number)
    if not 1 <= minutes <= 240 or [word for word in words if not word.isdigit() and word not in _EXTEND_WORDS]:
        return refused("Extend by whole minutes, e.g. /extend 5 · /extend 5 agreed", f"/extend {rest}")
    cost = cost_of_extending(
        session.meeting.course(session.items), session.now(), minutes, session.zone,
        agreed="agreed" in words, from_next="next" in words,
    )  # fmt: skip
    if not cost.possible:
        return refused(cost.words, f"/extend {rest.strip() or minutes} agreed" if cost.needs_agreement else None)
    session.record(
        Extended(
            block=block.key, seconds=cost.seconds, paid=cost.paid, ends=cost.ends, limits=cost.limits,
            agreed="agreed" in words,
        )
    )  # fmt: skip
    return Said(cost.words)


_EXTEND_WORDS = frozenset({"agreed", "from", "next", "min", "minutes"})


def extension_words(session: LiveSession, minutes: int = 5) -> str:
    """What extending would cost, before anyone decides."""
    if session.meeting.block is None:
        return ""
    return cost_of_extending(session.meeting.course(session.items), session.now(), minutes, session.zone).words


def close_block(session: LiveSession, rest: str = "") -> Said:
    """`/close`: this block is done; on to the next one."""
    return go_next(session, "block")


def park_rest(session: LiveSession, rest: str = "") -> Said:
    """`/parkrest`: what this block has not reached is parked, then the next block begins."""
    left = _not_reached(session)
    for text, item in left:
        filed = Filed(kind=EntryKind.PARKED, text=text, typed=f"~ {text}", priority=item)
        current = session.meeting.current
        key = current.block if current else ""
        session.record(Captured(entry=session.workspace.new_id(), block=key, filed=filed))
    said = go_next(session, "block")
    parked = ", ".join(text for text, _ in left) or "nothing was left"
    return Said(f"parked: {parked} · {said.words}")


def _not_reached(session: LiveSession) -> list[tuple[str, PriorityId | None]]:
    block = session.meeting.block
    if block is None:
        return []
    if block.job == "priorities":
        reached = {span.item for span in session.meeting.spans if span.block == block.key}
        return [(session.group.priorities[i].name, i) for i in session.items if i not in reached]
    if block.job == "topics":
        said = " ".join(entry.filed.text.casefold() for entry in session.meeting.lines(block.key))
        return [(topic.text, None) for topic in session.meeting.topics if topic.text.casefold() not in said]
    return []


def pause(session: LiveSession, rest: str = "") -> Said:
    """`/pause`: a break; the block clock stops, the meeting's end does not."""
    if session.meeting.paused:
        return Said("The block clock is stopped already · /resume")
    session.record(Paused())
    return Said("The block clock is stopped; the meeting's end is not · /resume")


def resume(session: LiveSession, rest: str = "") -> Said:
    """`/resume`: the break is over."""
    if not session.meeting.paused:
        return Said("The block clock is running.")
    session.record(Resumed())
    return Said("The block clock runs again")


def reopen(session: LiveSession, rest: str = "") -> Said:
    """`/reopen`: an ended meeting goes on, as long as its minutes are a draft."""
    if session.meeting.ended is None:
        return Said("The meeting has not ended.")
    if session.meeting.approved is not None:
        return refused("The minutes are approved; an approved meeting cannot be reopened.")
    session.record(Reopened())
    return Said(f"In session again, in {_where(session)}")


def time(session: LiveSession, rest: str = "") -> Said:
    """`/time`: the clock in words, and what each choice at time-up would cost."""
    reading = session.reading()
    if reading.block is None:
        return Said("No block is running.", pane="time")
    parts = [f"{reading.block.title}: {reading.clock}", reading.words]
    if reading.item is not None and session.meeting.current and session.meeting.current.item:
        parts.append(f"{session.group.priorities[session.meeting.current.item].name}: {reading.item.words}")
    if reading.next_steps_by is not None:
        parts.append(f"Next Steps by {say_time(reading.next_steps_by, session.zone, session.workspace.settings.hours)}")
    parts.append(reading.ends_words)
    return Said(" · ".join(part for part in parts if part), lines=(extension_words(session),), pane="time")


def _where(session: LiveSession) -> str:
    block = session.meeting.block
    return block.title if block else "no block"


def _time(session: LiveSession) -> str:
    return say_time(session.now(), session.zone, session.workspace.settings.hours)
