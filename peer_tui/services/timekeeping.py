"""The clock by command: what more time costs, extending, pausing, the time in words (`product.md` §3.4)."""

from __future__ import annotations

from peer_tui.domain.events import Extended, Paused, Resumed
from peer_tui.domain.extending import Cost, cost_of_extending
from peer_tui.domain.reading import sleep_question
from peer_tui.domain.wall_time import say_time
from peer_tui.domain.words import say
from peer_tui.services.numbers import whole_number
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession


def woke(session: LiveSession) -> str:
    """What to ask after a sleep, or nothing (check 15). Called at each tick; it asks once a sleep.

    Only an end that passed by over an hour is asked about; otherwise time asleep is simply time.
    """
    before, session.awake = session.awake, session.now()
    course = session.meeting.course(session.items)
    asked = sleep_question(course, session.awake, before, session.zone) if session.meeting.live else ""
    if not asked:
        return ""
    session.fell_asleep = before
    return say("{asked} Go on as before, or type /stopped.", asked=asked)


def stopped(session: LiveSession, rest: str = "") -> Said:
    """`/stopped`: the meeting had stopped when the laptop went to sleep, or with the last thing that was recorded."""
    from peer_tui.services.goodbyes import stopped_at

    return stopped_at(session, session.fell_asleep or session.last_recorded)


_EXTEND_WORDS = frozenset({"agreed", "from", "next", "min", "minutes"})


def extend(session: LiveSession, rest: str) -> Said:
    """`/extend 5`, `/extend 5 agreed`, `/extend 5 from next`."""
    block = session.meeting.block
    if block is None or not session.meeting.live:
        return refused(say("No block is running; there is nothing to extend."), f"/extend {rest}".rstrip())
    cost = _cost(session, rest)
    if cost is None:
        return refused(say("Extend by whole minutes, e.g. /extend 5 · /extend 5 agreed"), f"/extend {rest}".rstrip())
    if not cost.possible:
        return refused(cost.words, f"/extend {rest.strip() or cost.minutes} agreed" if cost.needs_agreement else None)
    session.record(
        Extended(
            block=block.key, seconds=cost.seconds, paid=cost.paid, ends=cost.ends, limits=cost.limits,
            agreed="agreed" in rest.lower().split(),
        )
    )  # fmt: skip
    return Said(cost.words)


def _cost(session: LiveSession, rest: str) -> Cost | None:
    """What `5`, `5 agreed`, `5 from next` would cost; five minutes if no number is said, None if it cannot be read."""
    words = rest.lower().split()
    numbers = [word for word in words if word not in _EXTEND_WORDS]
    minutes = whole_number(numbers[0]) if numbers else 5
    if minutes is None or len(numbers) > 1:
        return None
    return cost_of_extending(
        session.meeting.course(session.items), session.now(), minutes, session.zone,
        agreed="agreed" in words, from_next="next" in words,
    )  # fmt: skip


def extension_words(session: LiveSession, minutes: int = 5) -> str:
    """What extending would cost, before anyone decides."""
    return preview_extension(session, str(minutes))


def preview_extension(session: LiveSession, rest: str) -> str:
    """The same for words as they are typed after `/extend`."""
    cost = _cost(session, rest) if session.meeting.block is not None else None
    return cost.words if cost else ""


def pause(session: LiveSession, rest: str = "") -> Said:
    """`/pause`: a break; the block clock stops, the meeting's end does not."""
    if session.meeting.paused:
        return Said(say("The block clock is stopped already · /resume"))
    session.record(Paused())
    return Said(say("The block clock is stopped; the meeting's end is not · /resume"))


def resume(session: LiveSession, rest: str = "") -> Said:
    """`/resume`: the break is over."""
    if not session.meeting.paused:
        return Said(say("The block clock is running."))
    session.record(Resumed())
    return Said(say("The block clock runs again"))


def time(session: LiveSession, rest: str = "") -> Said:
    """`/time`: the clock in words, and what each choice at time-up would cost."""
    reading = session.reading()
    if session.meeting.ended is not None:
        ended = say_time(session.meeting.ended, session.zone, session.hours)
        return Said(say("This meeting ended {ended}. /reopen goes on.", ended=ended))
    if reading.block is None:
        return Said(say("No block is running."), pane="time")
    parts = [f"{reading.block.title}: {reading.clock}", reading.words]
    if reading.item is not None and session.meeting.current and session.meeting.current.item:
        parts.append(f"{session.group.priorities[session.meeting.current.item].name}: {reading.item.words}")
    if reading.next_steps_by is not None:
        parts.append(
            say(
                "Next Steps by {time}",
                time=say_time(reading.next_steps_by, session.zone, session.hours),
            )
        )
    parts.append(reading.ends_words)
    return Said(" · ".join(part for part in parts if part), lines=(extension_words(session),), pane="time")
