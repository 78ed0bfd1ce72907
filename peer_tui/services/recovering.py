"""After a crash, a closed lid or a power cut: what was going on, and how to go on (`product.md` §3.10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from peer_tui.domain.events import Event, Unknown
from peer_tui.domain.gaps import quoted
from peer_tui.domain.held import Held
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.timing import elapsed, minutes_seconds
from peer_tui.domain.wall_time import say_short_time
from peer_tui.domain.words import say
from peer_tui.services.own_time import hours_of
from peer_tui.services.workspace import OpenGroup, Workspace


class Unfinished(msgspec.Struct, frozen=True):
    """A meeting that was begun and not ended."""

    opened: OpenGroup
    held: Held
    words: str
    """`in session since 2:04, last line 2:31, in Updates on Priorities for 3:12`."""
    stopped: dt.datetime
    """When its last fact was recorded: where "we stopped then" would end it."""


def last_recorded(meeting: Meeting, events: Iterable[Event | Unknown], now: dt.datetime) -> dt.datetime:
    """When the last thing since the doors opened was recorded. Never later than now, whatever another clock said."""
    opened = meeting.opened or now
    since = [event.moment for event in events if isinstance(event, Event) and opened <= event.moment <= now]
    return max(since, default=min(opened, now))


def last_told(
    meeting: Meeting, events: Iterable[Event | Unknown], told: dt.datetime | None = None
) -> dt.datetime | None:
    """Of a meeting that is being written up: the time its next line is given, the one told last.

    None of a meeting that is held as it happens, and of one that has ended: what is added then is added now.
    """
    if meeting.written_up is None or meeting.ended is not None:
        return None
    if told is not None:
        return told
    began = meeting.opened or meeting.starts
    times = [event.when for event in events if isinstance(event, Event) and event.when is not None]
    return max([began, *times])


def dated(bodies: Iterable[Event], told: dt.datetime | None) -> tuple[Event, ...]:
    """What is recorded of a meeting that is written up happened at the time that was told, where it has none itself."""
    if told is None:
        return tuple(bodies)
    return tuple(msgspec.structs.replace(body, when=body.when or told) for body in bodies)


def unfinished(workspace: Workspace, groups: list[OpenGroup]) -> list[Unfinished]:
    """Meetings to resume, the newest first."""
    found = [
        _describe(workspace, opened, held)
        for opened in groups
        for held in opened.glance.meetings.values()
        if held.state == "unfinished" and not held.hidden
    ]
    return sorted(found, key=lambda one: one.stopped, reverse=True)


def _describe(workspace: Workspace, opened: OpenGroup, held: Held) -> Unfinished:
    meeting = opened.meeting(held.id)
    hours = hours_of(workspace, opened.glance)

    def at(moment: dt.datetime) -> str:
        return say_short_time(moment, meeting.zone, hours)

    began = meeting.called or meeting.opened or meeting.starts
    parts = [
        say("in session since {at}", at=at(began)) if meeting.called else say("doors open since {at}", at=at(began))
    ]
    if meeting.written_up is not None:
        parts = [say("being written up")]
    lines = meeting.lines()
    if lines:
        parts.append(say("last line {at}", at=at(lines[-1].at)))
    if meeting.block is not None and meeting.written_up is None:
        items = tuple(priority.id for priority in opened.glance.active_priorities)
        spent = elapsed(meeting.course(items), meeting.block.key, workspace.now())
        parts.append(
            say("in {title} for {minutes_seconds}", title=meeting.block.title, minutes_seconds=minutes_seconds(spent))
        )
    if meeting.is_off_record:
        parts.append(say("off the record"))
    elif half_typed := _half_typed(workspace, meeting):
        parts.append(say("half-typed {half_typed}", half_typed=quoted(half_typed, 40)))
    stopped = last_recorded(meeting, opened.events[held.id], workspace.now())
    return Unfinished(opened, held, ", ".join(parts), stopped)


def _half_typed(workspace: Workspace, meeting: Meeting) -> str:
    """The line that was being typed when the program ended, if one is kept and was not entered after all."""
    from peer_tui.store.drafts import read_drafts

    drafts = read_drafts(workspace.places.state, meeting.id, workspace.library.files)
    return next((draft.text for draft in drafts if draft.entry not in meeting.entries), "")
