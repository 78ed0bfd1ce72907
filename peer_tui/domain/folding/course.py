"""What was planned and where the time went: agenda, blocks, extensions, pauses, off the record, the end.

One small fold an event; each changes the meeting it is given and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from peer_tui.domain.events import (
    AgendaSet,
    BlockKey,
    BlockSkipped,
    BlockStarted,
    CalledToOrder,
    DoorsOpened,
    Ended,
    Event,
    Extended,
    ItemStarted,
    MeetingCancelled,
    MeetingMoved,
    MeetingPlanned,
    MeetingRenamed,
    OffRecordEnded,
    OffRecordStarted,
    Paused,
    PriorityId,
    Reopened,
    Resumed,
)
from peer_tui.domain.timing import Span
from peer_tui.domain.words import marked

if TYPE_CHECKING:
    from peer_tui.domain.meeting import Meeting


def _planned(meeting: Meeting, event: MeetingPlanned) -> None:
    meeting.id, meeting.group, meeting.series = event.meeting, event.group, event.series
    meeting.title, meeting.type, meeting.platform = event.title, event.type, event.platform
    meeting.starts, meeting.zone, meeting.minutes = event.starts, event.zone, event.minutes
    meeting.blocks = event.blocks


def _moved(meeting: Meeting, event: MeetingMoved) -> None:
    meeting.starts, meeting.minutes = event.starts, event.minutes


def _renamed(meeting: Meeting, event: MeetingRenamed) -> None:
    meeting.title = event.title


def _agenda(meeting: Meeting, event: AgendaSet) -> None:
    meeting.blocks = event.blocks


def _cancelled(meeting: Meeting, event: MeetingCancelled) -> None:
    if meeting.called is None and (meeting.live or meeting.state == "planned"):
        meeting.state = marked("cancelled")
        _close_span(meeting, event.moment)


def _doors(meeting: Meeting, event: DoorsOpened) -> None:
    """The doors of a cancelled meeting were opened all the same: it is held. A person may say that it was earlier."""
    if meeting.state not in ("planned", "cancelled"):
        if event.when and meeting.opened and event.when < meeting.opened and meeting.ended is None:
            meeting.opened = event.when
            _begin_earlier(meeting, 0, event.when)
        return
    meeting.opened = meeting.opened or event.moment
    meeting.state = marked("in session") if meeting.called else marked("doors open")
    if meeting.blocks and meeting.current is None:
        _open_span(meeting, meeting.spans[-1].block if meeting.spans else meeting.blocks[0].key, None, event.moment)


def _called(meeting: Meeting, event: CalledToOrder) -> None:
    """The first one stands, unless a person says that it was earlier: nobody had pressed the key."""
    if event.when and meeting.called and event.when < meeting.called and meeting.ended is None:
        place = next((n for n, span in enumerate(meeting.spans) if span.start == meeting.called), None)
        meeting.called = event.when
        if place is not None:
            _begin_earlier(meeting, place, event.when)
        return
    if meeting.called is not None or meeting.ended is not None:
        meeting.also.append(event)
        return
    meeting.called, meeting.state = event.moment, "in session"


def _begin_earlier(meeting: Meeting, place: int, moment: dt.datetime) -> None:
    """A block began earlier than it was said to; the one before it ended then, and never before it began itself."""
    if not 0 <= place < len(meeting.spans):
        return
    if place:
        before = meeting.spans[place - 1]
        moment = max(moment, before.start)
        meeting.spans[place - 1] = Span(before.block, before.item, before.start, moment)
    span = meeting.spans[place]
    meeting.spans[place] = Span(span.block, span.item, min(moment, span.start), span.end)


def _started(meeting: Meeting, event: BlockStarted) -> None:
    if meeting.ended is not None:
        meeting.moved_on.append(event)
        return
    current = meeting.current
    if current is not None and event.left is not None and event.left != current.block:
        meeting.moved_on.append(event)
        return
    meeting.skipped.discard(event.block)
    if current is not None and current.block == event.block and current.item is None:
        return
    _open_span(meeting, event.block, None, event.moment)
    if meeting.state == "planned":
        meeting.state = "in session"


def _item(meeting: Meeting, event: ItemStarted) -> None:
    current = meeting.current
    if current is None or current.block != event.block or current.item == event.item:
        return
    _open_span(meeting, event.block, event.item, event.moment)


def _open_span(meeting: Meeting, block: BlockKey, item: PriorityId | None, moment: dt.datetime) -> None:
    moment = _close_span(meeting, moment)
    meeting.spans.append(Span(block, item, moment, None))


def _close_span(meeting: Meeting, moment: dt.datetime) -> dt.datetime:
    """Close the open span, never before it began, and say when it closed."""
    if meeting.spans:
        last = meeting.spans[-1]
        moment = max(moment, last.end or last.start)
        if last.end is None:
            meeting.spans[-1] = Span(last.block, last.item, last.start, moment)
    return moment


def _skipped(meeting: Meeting, event: BlockSkipped) -> None:
    meeting.skipped.add(event.block)


def _extended(meeting: Meeting, event: Extended) -> None:
    meeting.limits[event.block] = event.seconds
    meeting.limits.update(event.limits)
    if event.ends is not None:
        meeting.agreed_end = event.ends


def _paused(meeting: Meeting, event: Paused) -> None:
    if not meeting.paused and meeting.ended is None:
        meeting.pauses.append((event.moment, None))


def _resumed(meeting: Meeting, event: Resumed) -> None:
    _close_last(meeting.pauses, event.moment)


def _off(meeting: Meeting, event: OffRecordStarted) -> None:
    if not meeting.is_off_record and meeting.ended is None:
        meeting.off_record.append((event.moment, None))


def _on(meeting: Meeting, event: OffRecordEnded) -> None:
    _close_last(meeting.off_record, event.moment)


def _close_last(stretches: list[tuple[dt.datetime, dt.datetime | None]], moment: dt.datetime) -> None:
    if stretches and stretches[-1][1] is None:
        start = stretches[-1][0]
        stretches[-1] = (start, max(start, moment))


def _ended(meeting: Meeting, event: Ended) -> None:
    if meeting.ended is not None:
        meeting.also.append(event)
        return
    _close_last(meeting.pauses, event.moment)
    _close_last(meeting.off_record, event.moment)
    meeting.ended = _close_span(meeting, event.moment)
    meeting.state = marked("ended")


def _reopened(meeting: Meeting, event: Reopened) -> None:
    if meeting.ended is None or meeting.approved is not None:
        return
    meeting.ended, meeting.state = None, "in session"
    if meeting.spans:
        last = meeting.spans[-1]
        _open_span(meeting, last.block, last.item, event.moment)
        keys = [block.key for block in meeting.blocks]
        here = keys.index(last.block) if last.block in keys else len(keys)
        meeting.skipped.difference_update(keys[here + 1 :])


FOLDS: dict[type[Event], Callable[..., None]] = {
    MeetingPlanned: _planned,
    MeetingMoved: _moved,
    MeetingRenamed: _renamed,
    AgendaSet: _agenda,
    MeetingCancelled: _cancelled,
    DoorsOpened: _doors,
    CalledToOrder: _called,
    BlockStarted: _started,
    ItemStarted: _item,
    BlockSkipped: _skipped,
    Extended: _extended,
    Paused: _paused,
    Resumed: _resumed,
    OffRecordStarted: _off,
    OffRecordEnded: _on,
    Ended: _ended,
    Reopened: _reopened,
}
"""The fold of each kind of event told here."""
