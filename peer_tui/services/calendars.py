"""Calendar files: the dates of next steps, and the next meeting, for a person's own calendar (`.ics`)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from peer_tui.domain.events import MeetingCancelled, MeetingId, MeetingMoved, MeetingPlanned, MeetingRenamed
from peer_tui.domain.held import Held
from peer_tui.domain.naming import Audience, Naming, Part, Privacy, counted, usual_privacy
from peer_tui.domain.profile import profile_of
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import either, say, say_number
from peer_tui.exchange.calendar_file import DatedStep, Invitation, invitation, steps_calendar
from peer_tui.services.exported import Exported, Known, remember, write_private
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.step_lines import StepLine
from peer_tui.services.workspace import OpenGroup, Workspace

_CHANGES = (MeetingMoved, MeetingRenamed, MeetingCancelled, MeetingPlanned)
NEEDS_ICALENDAR = say(
    "A calendar file needs icalendar, which is missing here: pip install icalendar. Nothing was written."
)


class WrittenCalendar(NamedTuple):
    """A calendar file that was written."""

    path: Path
    steps: int
    """How many next steps stand in it."""
    undated: int
    """How many were left out because they have no date."""
    personal: int = 0
    """How many were left out because they are somebody's own."""

    @property
    def words(self) -> str:
        """`3 next steps written to /…/next-steps.ics; 1 without a date was left out.`."""
        left = (
            say_number(self.undated, "; {n} without a date was left out", "; {n} without a date were left out")
            if self.undated
            else ""
        )
        if self.personal:
            left += say_number(self.personal, "; {n} personal one was left out", "; {n} personal ones were left out")
        return say(
            "{next_steps} written to {path}{left}.",
            next_steps=counted(self.steps, "{n:,} next step", "{n:,} next steps", "no next steps"),
            path=self.path,
            left=left,
        )


def steps_file(
    lines: Sequence[StepLine], *, tasks: bool = False, audience: Audience = Audience.MEMBERS
) -> tuple[bytes, int, int]:
    """The dates of these next steps as a calendar file.

    Args:
        lines: the next steps.
        tasks: as tasks instead of all-day events, with those that have no date.
        audience: whom it is for; for the public nobody is named.

    Returns:
        The file, how many next steps stand in it, and how many were left out for want of a date.

    Raises:
        Problem: icalendar is not installed.
    """
    naming: dict[str, Naming] = {}
    steps = []
    for line in lines:
        if line.opened.folder not in naming:
            naming[line.opened.folder] = _naming(line.opened, audience)
        steps.append(_dated(line, naming[line.opened.folder]))
    groups = sorted({naming[line.opened.folder].words(line.group) for line in lines})
    name = say("Next steps · {groups}", groups=groups[0]) if len(groups) == 1 else say("Next steps")
    kept = steps if tasks else [step for step in steps if step.day is not None]
    try:
        return steps_calendar(name, kept, tasks=tasks), len(kept), len(steps) - len(kept)
    except ImportError as error:
        raise Problem(NEEDS_ICALENDAR) from error


def _naming(opened: OpenGroup, audience: Audience, links: Sequence[str] = ()) -> Naming:
    group = opened.group
    hidden = audience in (Audience.PUBLIC, Audience.FUNDER)
    return Naming(group, Privacy.NO_NAMES if hidden else usual_privacy(group, audience), audience, links=links)


def _dated(line: StepLine, naming: Naming) -> DatedStep:
    step = line.step
    text = naming.words(step.text) or say("a next step")
    who = naming.name(step.owner, Part.OWNER) if step.owner is not None else say("unclaimed")
    helpers = naming.names(step.helpers, Part.OWNER)
    done = f"{say(step.progress)}: " if not step.open else ""
    more = [
        say("Next step {number} of {group}", number=line.number, group=naming.words(line.group)),
        say("who: {who}", who=say("{who} with {helpers}", who=who, helpers=helpers) if helpers else who) if who else "",
        say("done when: {done_when}", done_when=naming.words(step.done_when)) if step.done_when else "",
    ]
    return DatedStep(
        id=step.id, summary=f"{done}{text}{f' ({who})' if who else ''}", day=line.due, changed=step.life[-1].at,
        times=len(step.life) - 1, more="\n".join(part for part in more if part), about=naming.words(line.priority),
        progress=str(step.progress),
    )  # fmt: skip


def write_steps(
    workspace: Workspace,
    lines: Sequence[StepLine],
    path: Path | None = None,
    *,
    tasks: bool = False,
    audience: Audience = Audience.MEMBERS,
) -> WrittenCalendar:
    """Write the dates of one group's next steps to a calendar file for its owner only.

    Args:
        workspace: the opened library.
        lines: the next steps; of one group, so that what is removed from that group is removed from the file too.
        path: where to; None is `next-steps.ics` in the folder of exports, replaced whole.
        tasks: as tasks instead of all-day events.
        audience: whom it is for.

    Raises:
        WrongUse: they are several groups'.
        Problem: none of them has a date, icalendar is not installed, or it could not be written.
    """
    folders = {line.opened.folder: line.group for line in lines}
    if len(folders) > 1:
        names = tuple(folders.values())
        raise WrongUse(
            say("A calendar file holds one group's next steps: {names}?", names=either(names)), choices=names
        )
    # A calendar is often given on: what is personal stands in none.
    given = [line for line in lines if not line.private]
    content, count, undated = steps_file(given, tasks=tasks, audience=audience)
    if not count:
        raise Problem(say("None of these next steps has a date, so that a calendar has nothing to show."))
    target = path or _usual(workspace, "next-steps.ics", next(iter(folders)))
    _write(workspace, next(iter(folders)), target, content)
    return WrittenCalendar(target, count, undated, len(lines) - len(given))


def invite(opened: OpenGroup, held: Held, audience: Audience = Audience.MEMBERS) -> bytes:
    """A meeting as a calendar file: when it is, its agenda, and for members where to join.

    Args:
        opened: the group.
        held: the meeting.
        audience: whom it is for; only members get the link.

    Raises:
        Problem: icalendar is not installed.
    """
    from peer_tui.exchange.chat import agenda

    group = opened.group
    link = (held.link or profile_of(group).link).strip() if audience is Audience.MEMBERS else ""
    naming = _naming(opened, audience, (held.link, profile_of(group).link))
    pieces = "\n".join(agenda(opened.meeting(held.id), group)).split("\n")[1:]
    told = [event for event in opened.events.get(held.id, ()) if isinstance(event, _CHANGES)]
    group_name = naming.words(group.name)
    title = naming.words(held.title)
    shown = title if group_name.casefold() in ("", title.casefold()) else f"{group_name} · {title}"
    try:
        return invitation(
            Invitation(
                id=held.id,
                title=shown,
                starts=held.starts,
                minutes=held.minutes,
                changed=max((event.at for event in told), default=held.starts),
                times=len(told),
                more="\n".join([*([say("Join: {link}", link=link), ""] if link else []), *map(naming.words, pieces)]),
                where=link,
                cancelled=held.state == "cancelled",
            )
        )
    except ImportError as error:
        raise Problem(NEEDS_ICALENDAR) from error


def write_invite(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId, path: Path | None = None,
    audience: Audience = Audience.MEMBERS,
) -> Path:  # fmt: skip
    """Write a meeting's calendar file for its owner only; its path.

    Raises:
        Problem: there is no such meeting, icalendar is not installed, or it could not be written.
    """
    held = opened.group.meetings.get(meeting)
    if held is None or held.hidden:
        raise Problem(say("There is no such meeting any more. Nothing was written."))
    target = path or _usual(workspace, f"meeting-{local_date(held.starts, held.zone)}.ics", opened.folder)
    _write(workspace, opened.folder, target, invite(opened, held, audience))
    return target


def next_planned(workspace: Workspace, opened: OpenGroup) -> Held | None:
    """The group's next meeting that is planned; None if none is."""
    now = workspace.now()
    ahead = [held for held in opened.glance.meetings.values() if held.state == "planned" and not held.hidden]
    return min((held for held in ahead if held.starts > now), key=lambda held: (held.starts, held.id), default=None)


def _usual(workspace: Workspace, name: str, folder: str) -> Path:
    """The file's place in the folder of exports; one that a person changed, or of another group, stays."""
    return Known(workspace.places.state).free(workspace.places.exports / name, folder, "")


def _write(workspace: Workspace, folder: str, target: Path, content: bytes) -> None:
    write_private(target.parent, target.name, content)
    remember(workspace.places.state, target, Exported("", folder, "", "ics", ""))
