"""Deleting a meeting: hidden at once, for 30 days to be had back, and after that gone for good if a person says so.

Nothing is erased by itself. A meeting that was let go lies in the library's quarantine folder, each file whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from peer_tui.domain.characters import clean
from peer_tui.domain.events import (
    Event,
    MeetingDeleted,
    MeetingRestored,
    PeopleMerged,
    PersonAdded,
    PersonChanged,
    PersonForgotten,
    PriorityAdded,
    PriorityChanged,
    SeriesStarted,
)
from peer_tui.domain.held import Held
from peer_tui.domain.naming import counted
from peer_tui.domain.wall_time import local_date, say_date, say_time
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

KEPT_DAYS = 30
"""So many days a deleted meeting waits before anybody is asked whether it may go for good."""
_STAY = (PersonAdded, PersonChanged, PeopleMerged, PersonForgotten, PriorityAdded, PriorityChanged, SeriesStarted)
"""What other meetings may name: it goes to the group's own log before its meeting goes."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """A meeting that is hidden."""

    opened: OpenGroup
    held: Held
    since: dt.datetime | None
    """When it was deleted, UTC; None where it is hidden because another meeting stands for it."""
    days_left: int
    """Days until it is asked whether it may go for good; 0 once it is time to ask."""
    kept: Held | None = None
    """The meeting that stands for it."""

    @property
    def may_go(self) -> bool:
        """It has waited long enough: a person may let it go for good."""
        return self.since is not None and self.days_left == 0

    @property
    def words(self) -> str:
        """Why it is hidden, and what becomes of it."""
        if self.since is None:
            title = (
                " " + say("{title} of {date}", title=self.kept.title, date=say_date(self.kept.starts, self.kept.zone))
                if self.kept
                else " " + say("another one")
            )
            return say("planned twice:{title} stands for it", title=title)
        on = say_date(self.since, self.held.zone)
        if self.may_go:
            return say("deleted on {on} · it waits to be let go for good, or restored", on=on)
        return say(
            "deleted on {on} · {days} left", on=on, days=counted(self.days_left, "{n:,} day", "{n:,} days", "no days")
        )


def deleted(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[Deleted]:
    """Every hidden meeting, those that wait longest first, then those another meeting stands for.

    Of each group its whole fold is read: the list of what is deleted is short, what is looked through is not.
    """
    found = [
        _deleted(workspace, opened, held) for opened in groups for held in opened.group.meetings.values() if held.hidden
    ]
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(found, key=lambda one: (one.since or last, one.held.starts, one.held.id))


def waiting_to_go(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[Deleted]:
    """Deleted meetings whose 30 days are over, of what Today knows of each group."""
    found = [
        _deleted(workspace, opened, held)
        for opened in groups
        for held in opened.glance.meetings.values()
        if held.deleted is not None
    ]
    return sorted((one for one in found if one.may_go), key=lambda one: one.held.deleted or workspace.now())


def _deleted(workspace: Workspace, opened: OpenGroup, held: Held) -> Deleted:
    left = 0
    if held.deleted is not None:
        left = KEPT_DAYS - (local_date(workspace.now(), held.zone) - local_date(held.deleted, held.zone)).days
    kept = opened.glance.meetings.get(held.stands_for) if held.deleted is None else None
    return Deleted(opened, held, held.deleted, max(0, left), kept)


def question(opened: OpenGroup, held: Held) -> str:
    """What is asked before a meeting is deleted: what goes with it, and that it can be had back."""
    when = f"{say_date(held.starts, held.zone)}, {say_time(held.starts, held.zone)}"
    more = _goes_with_it(opened, held)
    hides = say("It hides {more}.", more=more) + " " if more else ""
    state = {"unfinished": say("It was begun and not ended.") + " ", "ended": say("It was held.") + " "}.get(
        held.state, ""
    )
    return say(
        "Delete {title}, {when}? {state}{hides}It can be had back (F2, Deleted meetings).",
        title=held.title,
        when=when,
        state=state,
        hides=hides,
    )


def second_question(held: Held) -> str:
    """What is asked once more before minutes that were approved are hidden; empty where once is enough."""
    if not held.approved:
        return ""
    return say(
        "The minutes of {title} were approved {approved}. Delete the meeting all the same?",
        title=held.title,
        approved=say(held.approved),
    )


def _goes_with_it(opened: OpenGroup, held: Held) -> str:
    meeting = opened.meeting(held.id)
    steps = sum(1 for step in opened.group.steps.steps.values() if step.meeting == held.id)
    parts = [counted(len(meeting.entries), "{n:,} line", "{n:,} lines", "no lines")] if meeting.entries else []
    parts += [counted(steps, "{n:,} next step", "{n:,} next steps", "no next steps")] if steps else []
    return say("{lines} with {steps}", lines=parts[0], steps=parts[1]) if len(parts) > 1 else "".join(parts)


def delete(workspace: Workspace, opened: OpenGroup, held: Held, reason: str = "") -> None:
    """Hide the meeting everywhere. Its lines stay where they are, and come back when it is restored.

    Raises:
        Problem: it is hidden already.
    """
    if held.hidden:
        raise Problem(say("{title} is deleted already; F2, Deleted meetings, has it.", title=held.title))
    workspace.record(opened, held.id, [MeetingDeleted(reason=clean(reason).strip())])


def restore(workspace: Workspace, opened: OpenGroup, held: Held) -> None:
    """Show a hidden meeting again, with everything that was in it.

    Raises:
        Problem: it is not hidden.
    """
    if not held.hidden:
        raise Problem(say("{title} is not deleted.", title=held.title))
    if held.id not in opened.shards:
        raise Problem(
            say(
                "The files of {title} are not in this library any more; they may lie in its quarantine.",
                title=held.title,
            )
        )
    workspace.record(opened, held.id, [MeetingRestored()])


def let_go_question(one: Deleted) -> str:
    """What is asked before a meeting's files leave the library."""
    when = say_date(one.held.starts, one.held.zone)
    more = _goes_with_it(one.opened, one.held)
    lines = say(" with {more}", more=more) if more else ""
    return say(
        "Let {title} of {when}{lines} go for good? Its files go to the library's quarantine folder.",
        title=one.held.title,
        when=when,
        lines=lines,
    )


def let_go(workspace: Workspace, one: Deleted) -> list[str]:
    """The meeting's files go to quarantine, each whole; it is in no list any more. Sentences on what was done.

    People and priorities that were first named in it stay in the group. Should another device bring the files back,
    the meeting stays hidden.

    Raises:
        Problem: it has not waited long enough, it is open in another window, or the disk refuses.
    """
    held, opened = one.held, one.opened
    if not one.may_go:
        raise Problem(
            say(
                "{title} can go for good {kept_days} days after it was deleted, not before.",
                title=held.title,
                kept_days=KEPT_DAYS,
            )
        )
    if workspace.library.others():
        raise Problem(say("Another window of peer-tui is open on this library. Close it, then let the meeting go."))
    stay = [event for event in opened.events.get(held.id, ()) if isinstance(event, _STAY)]
    shard = opened.shards[held.id]
    _keep_in_the_group(workspace, opened, stay)
    workspace.record(opened, "", [MeetingDeleted(meeting=held.id)])
    if not workspace.saver.flush():
        raise Problem(
            say(
                "NOT SAVED — {problem} The meeting is still there; try again after that.",
                problem=workspace.saver.problem,
            )
        )
    from peer_tui.store.removing.setting_aside import set_aside

    try:
        done = set_aside(workspace.library, shard)
    except OSError as error:
        why = error.strerror or str(error)
        raise Problem(
            say(
                "The files of {title} could not be kept in quarantine ({why}); it is still there.",
                title=held.title,
                why=why,
            )
        ) from error
    del opened.shards[held.id]
    del opened.events[held.id]
    opened.refold()
    workspace.indexing.ask()
    return _said(held, len(done.kept), done.elsewhere, [str(path) for path in done.left], workspace)


def _keep_in_the_group(workspace: Workspace, opened: OpenGroup, stay: Sequence[Event]) -> None:
    """People and priorities a meeting named, as they were recorded: the same facts, in the group's own log."""
    if stay:
        workspace.about_to_write(opened.log)
        workspace.save(opened.log, stay)
        opened.events[""] = (*opened.events.get("", ()), *stay)


def _said(held: Held, kept: int, elsewhere: Sequence[str], left: Sequence[str], workspace: Workspace) -> list[str]:
    said = [
        say(
            "{title} is gone. Its log is kept in {quarantine} ({files}).",
            title=held.title,
            quarantine=workspace.library.quarantine,
            files=counted(kept, "{n:,} file", "{n:,} files", "no files"),
        )
    ]
    if elsewhere:
        said.append(
            say(
                "Another device wrote {elsewhere} of it. If this library is not synced, that device still has "
                "the meeting: let it go there too.",
                elsewhere=", ".join(elsewhere),
            )
        )
    if left:
        said.append(say("Left where they are, for they are no whole log: {left}.", left=", ".join(left)))
    return said
