"""The meetings on Today: one to go on with, the next ones, those nobody opened, and groups that have none planned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from peer_tui.domain.events import MeetingId
from peer_tui.domain.gaps import quoted
from peer_tui.domain.held import Held
from peer_tui.domain.wall_time import local_date, say_date, say_short_time, say_time
from peer_tui.domain.words import say
from peer_tui.services.own_time import hours_of
from peer_tui.services.recovering import Unfinished
from peer_tui.services.today.lines import Enter, Kind, TodayLine, end_of, name_of
from peer_tui.services.today.when import countdown, day_words, time_of
from peer_tui.services.workspace import OpenGroup, Workspace

if TYPE_CHECKING:
    from peer_tui.services.deleting import Deleted

DOORS_BEFORE = dt.timedelta(hours=1)
"""From here on Enter on a planned meeting opens its doors; earlier it opens its preparation (ours)."""


def unfinished_line(workspace: Workspace, one: Unfinished) -> TodayLine:
    """A meeting that was begun and not ended."""
    stopped = say_short_time(one.stopped, one.held.zone, hours_of(workspace, one.opened.glance))
    days = (local_date(workspace.now(), one.held.zone) - local_date(one.held.starts, one.held.zone)).days
    name = name_of(one.opened, one.held)
    date = say_date(one.held.starts, one.held.zone)
    what = say("Resume {name} …", name=name) if days == 0 else say("Resume {name} of {date} …", name=name, date=date)
    return TodayLine(
        "unfinished",
        f"{what} {one.words}",
        (say("s: we stopped at {stopped}", stopped=stopped),),
        "live", say("resumes"), urgent=True, opened=one.opened, meeting=one.held.id,
        stopped=one.stopped, stopped_words=stopped,
    )  # fmt: skip


def planned_line(
    workspace: Workspace, opened: OpenGroup, held: Held, kind: Kind, twice: Collection[MeetingId] = ()
) -> TodayLine:
    """A meeting that is planned: soon its doors open, before that it is prepared. `twice`: those planned twice."""
    now = workspace.now()
    soon = held.starts - now <= DOORS_BEFORE and now < end_of(held)
    when = f"{day_words(held.starts, now, held.zone)} {time_of(workspace, opened, held)}"
    enter: Enter = "live" if soon else "prepare"
    further: tuple[str, ...] = (say("w: write it up"),) if kind == "missed" else ()
    further += (say("planned twice? j joins two"),) if held.id in twice else ()
    return TodayLine(
        kind,
        f"{name_of(opened, held)} · {when}",
        (say("{countdown} · {minutes} min", countdown=countdown(held.starts, now), minutes=held.minutes), *further),
        enter, say("opens the doors") if soon else say("prepares it"), urgent=kind == "missed", opened=opened,
        meeting=held.id,
    )  # fmt: skip


def planned_twice(planned: Sequence[tuple[OpenGroup, Held]]) -> set[MeetingId]:
    """Meetings of one series on one day: perhaps two scribes planned the same one."""
    same: dict[tuple[str, str, dt.date], list[MeetingId]] = {}
    for opened, held in planned:
        same.setdefault((opened.folder, held.series, local_date(held.starts, held.zone)), []).append(held.id)
    return {meeting for meetings in same.values() if len(meetings) > 1 for meeting in meetings}


def cancel_question(line: TodayLine) -> str:
    """What is asked, once, before a planned meeting is cancelled."""
    assert line.opened is not None
    held = line.opened.glance.meetings[line.meeting]
    return say(
        "Cancel {name} on {date}?", name=quoted(name_of(line.opened, held)), date=say_date(held.starts, held.zone)
    )


def without_a_next(groups: Sequence[OpenGroup]) -> list[tuple[OpenGroup, Held]]:
    """Groups for which something waits and nothing is planned, each with the last meeting it held."""
    found = []
    for opened in groups:
        held = [one for one in opened.glance.meetings.values() if not one.hidden]
        if any(one.state in ("planned", "unfinished") for one in held):
            continue
        ended = [one for one in held if one.state == "ended"]
        if ended and (opened.glance.open_steps or any(not one.approved for one in ended)):
            found.append((opened, max(ended, key=lambda one: (one.starts, one.id))))
    return found


def plan_line(workspace: Workspace, opened: OpenGroup, last: Held) -> TodayLine:
    """A group without a next meeting: when it said it would meet, or when it would meet as before."""
    hours = hours_of(workspace, opened.glance)
    if last.next_starts is not None and last.next_starts > workspace.now():
        day, time = say_date(last.next_starts, last.zone), say_time(last.next_starts, last.zone, hours)
        more, text = say("set for {day}, {time} at the last one", day=day, time=time), f"{day} {time}"
    else:
        from peer_tui.services.suggesting import suggested

        found = suggested(last, workspace.now(), opened.glance.minutes, hours)
        more, text = say("as before it would be {words}", words=found.words), found.text
    return TodayLine(
        "plan",
        say("{name}: no next meeting is planned", name=opened.glance.name),
        (more,),
        "plan",
        say("plans it"),
        urgent=True,
        opened=opened,
        suggested=text,
    )


def waiting_to_go(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[Deleted]:
    """Deleted meetings whose 30 days are over."""
    if not any(held.deleted for opened in groups for held in opened.glance.meetings.values()):
        return []
    # What nobody has deleted anything with need not be loaded before the first picture.
    from peer_tui.services import deleting

    return deleting.waiting_to_go(workspace, groups)


def deleted_line(one: Deleted) -> TodayLine:
    """A deleted meeting that has waited for 30 days."""
    on = say_date(one.held.deleted or one.held.starts, one.held.zone)
    return TodayLine(
        "deleted", f"{name_of(one.opened, one.held)} · {say_date(one.held.starts, one.held.zone)}",
        (say("deleted on {on} · it may go for good, or be "
             "restored", on=on),), "deleted", say("opens the deleted meetings"),
        opened=one.opened, meeting=one.held.id,
    )  # fmt: skip
