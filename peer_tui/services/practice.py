"""The practice library: an invented group with earlier meetings, played through the same acts a scribe would do.

`data/practice/coalition.toml` tells what is made and how it is read. With a programme that is half-way through, it is
made by `practising_programmes.py`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import stat
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from peer_tui import assets
from peer_tui.domain.clock import Clock
from peer_tui.domain.events import MeetingId
from peer_tui.domain.wall_time import local_date, wall_to_utc
from peer_tui.domain.words import say
from peer_tui.paths import places
from peer_tui.services import goodbyes, moving, planning, recovering
from peer_tui.services.clock import ManualClock, RunningClock, SystemClock
from peer_tui.services.faults import REPORT
from peer_tui.services.problems import Problem
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings

_BY_A_SIGNAL = 128
"""Exit codes from here on say which signal ended the program."""
_PREFIX = "peer-tui-practice-"
_LATELY = dt.timedelta(hours=2)
"""A practice meeting that was cut short longer ago than this is not gone on with."""
_NEAR = dt.timedelta(days=1)
"""The practice meeting itself starts within this of now; the meetings before it lie weeks back."""
_STEP = 5
"""Minutes: the practice meeting is planned for the next time of day that is a multiple of this."""
_BEFORE = dt.timedelta(days=7)
"""The group is made this long before its first meeting."""
_SENT_IN = dt.timedelta(days=2)
"""The leads send in their updates this long before the meeting at hand."""


@contextlib.contextmanager
def practice_workspace(
    clock: Clock, *, threaded: bool = True, resume: bool = False, programme: str = ""
) -> Iterator[tuple[Workspace, OpenGroup, MeetingId]]:
    """A practice library in a folder of its own, deleted afterwards unless the program broke off.

    After a fault of the program it is kept with the report of the fault in it; ended by a signal (`SystemExit` with a
    code from 128 on) it is kept to be gone on with.

    Args:
        clock: the practice meeting's time.
        threaded: saving has a thread of its own.
        resume: go on with a practice meeting that a crash or a kill cut short within the last two hours, if there is
            one. A clock that can be moved forward is moved to where that meeting stopped.
        programme: the word of a programme: its invented group, half-way through; empty for the coalition.
    """
    workspace = (_cut_short(clock, threaded, programme) if resume else None) or _begun(clock, threaded, programme)
    home = workspace.places.library.parent
    before = _reported(workspace)
    try:
        (opened,) = workspace.open_groups()
        held = max(opened.glance.meetings.values(), key=lambda held: (held.state == "unfinished", held.starts))
        yield workspace, opened, held.id
    except Exception as error:
        error.add_note(f"The practice library is kept in {home}.")
        workspace.close()
        raise
    except BaseException as ending:
        if isinstance(ending, SystemExit) and isinstance(ending.code, int) and ending.code >= _BY_A_SIGNAL:
            workspace.close()
        else:
            _leave(workspace, home, before)
        raise
    _leave(workspace, home, before)


def _begun(clock: Clock, threaded: bool, programme: str = "") -> Workspace:
    """A new practice library, ready to start its meeting at hand."""
    workspace = _open(Path(tempfile.mkdtemp(prefix=_prefix(programme))), clock, threaded)
    if programme:
        from peer_tui.services.practising_programmes import make_programme_practice

        make_programme_practice(workspace, programme, next_start(clock.now()))
    else:
        make_practice(workspace, next_start(clock.now()))
    return workspace


def _prefix(programme: str) -> str:
    """What the folders of a practice library's name begin with; no `-` comes behind it."""
    return f"{_PREFIX}{programme}-" if programme else _PREFIX


def _open(home: Path, clock: Clock, threaded: bool) -> Workspace:
    return Workspace(places(environ={"PEER_TUI_HOME": str(home)}), clock, Settings(), threaded=threaded)


def _cut_short(clock: Clock, threaded: bool, programme: str) -> Workspace | None:
    """The newest practice library of this kind with an unfinished meeting that nobody is running any more."""
    for home in _left_over(programme):
        workspace = _open(home, clock, threaded)
        # Its index was read when it was last swept; what was cut short may have begun after that.
        workspace.indexing.bring_up_to_date()
        groups = workspace.open_groups()
        found = recovering.unfinished(workspace, groups)
        # An earlier meeting is unfinished where the library was still being made: that one is not gone on with.
        near = bool(found) and abs(found[0].held.starts - clock.now()) < _NEAR
        if len(groups) == 1 and near and not workspace.library.others():
            behind = found[0].stopped - clock.now()
            if behind > dt.timedelta() and isinstance(clock, RunningClock):
                clock.advance(behind)
            return workspace
        workspace.close()
    return None


def _left_over(programme: str) -> list[Path]:
    """Our own practice folders of this kind that were written to lately, the newest first."""
    since = (SystemClock().now() - _LATELY).timestamp()
    found = []
    prefix = _prefix(programme)
    for home in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        if "-" in home.name.removeprefix(prefix):
            continue
        with contextlib.suppress(OSError):
            about = home.lstat()
            ours = not hasattr(os, "getuid") or (about.st_uid == os.getuid() and not about.st_mode & 0o077)
            written = max((path.stat().st_mtime for path in home.rglob("*.json")), default=0.0)
            if stat.S_ISDIR(about.st_mode) and ours and written > since:
                found.append((written, home))
    return [home for _, home in sorted(found, reverse=True)]


def _reported(workspace: Workspace) -> int:
    """When a fault was last reported in this library, in nanoseconds; 0 if none was."""
    with contextlib.suppress(OSError):
        return (workspace.places.state / REPORT).stat().st_mtime_ns
    return 0


def _leave(workspace: Workspace, home: Path, reported: int) -> None:
    """Delete the library, unless a fault was reported in it since: that report has been named to the person."""
    workspace.close()
    if _reported(workspace) == reported:
        shutil.rmtree(home, ignore_errors=True)


def next_start(now: dt.datetime) -> dt.datetime:
    """The next full five minutes that are at least a minute away: when a practice meeting begins."""
    whole = (now + dt.timedelta(minutes=1)).replace(second=0, microsecond=0)
    return whole + dt.timedelta(minutes=_STEP - whole.minute % _STEP)


def make_practice(workspace: Workspace, at_hand: dt.datetime) -> MeetingId:
    """Make the practice group in a library that has none of its name, and plan the meeting at hand, doors closed.

    Args:
        workspace: where to.
        at_hand: when the meeting at hand starts, UTC; every other day counts back from it.

    Raises:
        Problem: it could not be saved, or a group of that name is there already.
    """
    table = tomllib.loads(assets.data_file("practice", "coalition.toml").read_text(encoding="utf-8"))
    clock = ManualClock(_starts(table, table["meeting"][0], at_hand) - _BEFORE)
    # A workspace of its own: its clock is moved through three months, and its writer collects what it saves.
    past = Workspace(workspace.places, clock, workspace.settings)
    try:
        meeting = _make(past, clock, table, at_hand)
        if not past.saver.flush():
            raise Problem(say("NOT SAVED: {problem}", problem=past.saver.problem))
    finally:
        past.close()
    return meeting


def _make(workspace: Workspace, clock: ManualClock, table: dict[str, Any], at_hand: dt.datetime) -> MeetingId:
    group = table["group"]
    people = "\n".join(_columns(person) for person in table["person"])
    opened = planning.new_group(
        workspace, group["name"], group["template"], group["zone"], people, series=group["series"]
    )
    leads = {person.name: person.id for person in opened.group.everybody}
    for priority in table["priority"]:
        planning.add_priority(workspace, opened, priority["name"], leads[priority["lead"]])
    following = [_starts(table, meeting, at_hand) for meeting in table["meeting"][1:]] + [at_hand]
    for meeting, after in zip(table["meeting"], following, strict=True):
        _play(workspace, clock, opened, meeting, _starts(table, meeting, at_hand), after)
    last = table["at_hand"]
    planned = planning.plan(workspace, opened, at_hand, minutes=last["minutes"], title=last["title"])
    clock.set(max(clock.now(), at_hand - _SENT_IN))
    _collect(workspace, opened, table, planned)
    return planned


def _columns(person: dict[str, Any]) -> str:
    """A person as a line of a people file."""
    return " | ".join((
        person["name"], person.get("alias", ""), person.get("pronouns", ""), ", ".join(person.get("roles", ())),
    ))  # fmt: skip


def _starts(table: dict[str, Any], meeting: dict[str, Any], at_hand: dt.datetime) -> dt.datetime:
    zone = table["group"]["zone"]
    day = local_date(at_hand, zone) - dt.timedelta(days=meeting["days_before"])
    return wall_to_utc(day, dt.time.fromisoformat(meeting["at"]), zone)


def _play(
    workspace: Workspace,
    clock: ManualClock,
    opened: OpenGroup,
    meeting: dict[str, Any],
    starts: dt.datetime,
    following: dt.datetime,
) -> None:
    """Hold one earlier meeting: doors, lines, end."""
    from zoneinfo import ZoneInfo

    planned = planning.plan(workspace, opened, starts, minutes=meeting["minutes"], title=meeting["title"])
    session = LiveSession(workspace, opened, planned)
    _to(clock, starts, meeting["doors"])
    moving.open_doors(session)
    after = f"{following.astimezone(ZoneInfo(opened.group.zone)):%Y-%m-%d %H:%M}"
    for line in meeting["line"]:
        _to(clock, starts, line["at"])
        current = session.meeting.current
        if current is None or current.block != line["block"]:
            session.do("go", line["block"])
        said = session.enter(line["text"].replace("{next}", after))
        if not said.done:
            raise ValueError(f"{meeting['title']}, minute {line['at']}, “{line['text']}”: {said.words}")
    _to(clock, starts, meeting["ended"])
    goodbyes.confirm_end(session)
    # What is approved next time says how far it saw on disk.
    workspace.saver.flush()
    opened.refold()


def _to(clock: ManualClock, starts: dt.datetime, minute: int) -> None:
    clock.set(starts + dt.timedelta(minutes=minute))


def _collect(workspace: Workspace, opened: OpenGroup, table: dict[str, Any], meeting: MeetingId) -> None:
    by_name = {priority.name: priority.id for priority in opened.group.active_priorities}
    for priority in table["priority"]:
        planning.collect_update(workspace, opened, by_name[priority["name"]], priority["update"], meeting)
