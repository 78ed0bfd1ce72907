"""A group that is folded again in part is the one that is folded from everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from peer_tui.domain import events as ev
from peer_tui.domain.events import MeetingId
from peer_tui.domain.group import Group
from peer_tui.services import goodbyes, moving, planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.opened import OpenGroup
from peer_tui.services.refolding import Events, refolded
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from tests.services.libraries import LINES, WORDS, add_topic, invent, opened_at

_HOUR = dt.timedelta(hours=1)


def never() -> Mapping[MeetingId, Events]:
    raise AssertionError("everything was asked for")


def from_disk(workspace: Workspace, folder: str) -> OpenGroup:
    """The group from its shards, whatever the index knows."""
    from peer_tui.services.opening import _scanned

    return _scanned(workspace, folder)


def test_what_changes_only_its_own_row_asks_for_nothing_else(tmp_path: Path) -> None:
    now = invent(tmp_path, 4)
    workspace = opened_at(tmp_path, now)
    opened = workspace.open_groups()[0]
    before = opened.group
    meeting = planning.plan(workspace, opened, now + _HOUR)
    planning.move(workspace, opened, opened.group.meetings[meeting], now + 2 * _HOUR, 45)
    planning.rename(workspace, opened, opened.group.meetings[meeting], "Another title")
    add_topic(workspace, opened, meeting, "a topic")
    events = opened.events[meeting]
    again = refolded(before, {meeting: events}, never)
    assert again == from_disk(workspace, opened.folder).group and again.meetings[meeting].minutes == 45
    assert meeting not in before.meetings, "what was given is left as it is"
    assert refolded(again, {meeting: events}, never, leave_out=meeting) == before
    assert refolded(before, {}, never) is before
    workspace.close()


@pytest.mark.parametrize("line", ["> look into it", "~ park it", "/affirm", "+guest Lee", "fix: it was not so"])
def test_what_reaches_beyond_its_own_row_is_folded_with_everything(tmp_path: Path, line: str) -> None:
    now = invent(tmp_path, 5)
    workspace = opened_at(tmp_path, now)
    opened = workspace.open_groups()[0]
    if line == "/affirm":
        planning.adopt_first_agreement(workspace, opened, [(ev.Side.COMFORT, "pass at any time")])
    meeting = planning.plan(workspace, opened, now)
    session = LiveSession(workspace, opened, meeting)
    moving.open_doors(session)
    assert session.enter(line).done
    opened.refold()
    assert opened.group == from_disk(workspace, opened.folder).group
    if line[0] in "fix":
        return
    with pytest.raises(AssertionError, match="everything"):
        refolded(opened.group, {meeting: opened.events[meeting]}, never)
    # Taken back it may still stand in an earlier fold.
    session.do("undo")
    with pytest.raises(AssertionError, match="everything"):
        refolded(opened.group, {meeting: opened.events[meeting]}, never)
    workspace.close()


def _act(workspace: Workspace, opened: OpenGroup, chosen: Random) -> None:
    group = opened.group
    meetings = [held for held in group.meetings.values() if held.state == "planned"]
    what = chosen.choice(("plan", "move", "rename", "cancel", "topic", "person", "priority", "live", "live", "end"))
    if what == "plan" or not meetings:
        planning.plan(workspace, opened, workspace.now() + chosen.randrange(1, 400) * _HOUR)
        return
    held = chosen.choice(meetings)
    if what == "move":
        planning.move(workspace, opened, held, held.starts + _HOUR, 50)
    elif what == "rename":
        planning.rename(workspace, opened, held, chosen.choice(WORDS))
    elif what == "cancel":
        planning.cancel(workspace, opened, held)
    elif what == "topic":
        add_topic(workspace, opened, held.id, chosen.choice(WORDS))
    elif what == "person":
        planning.add_people(workspace, opened, f"{chosen.choice(WORDS)} {chosen.random():.6f}")
    elif what == "priority":
        planning.add_priority(workspace, opened, chosen.choice(WORDS))
    else:
        session = LiveSession(workspace, opened, held.id)
        moving.open_doors(session)
        for _ in range(chosen.randrange(6)):
            session.enter(chosen.choice(LINES).format(word=chosen.choice(WORDS)))
        if what == "end":
            goodbyes.confirm_end(session)
        opened.refold()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("indexed", [False, True])
def test_after_any_acts_the_group_is_the_one_on_disk(tmp_path: Path, seed: int, indexed: bool) -> None:
    chosen = Random(seed)
    workspace = opened_at(tmp_path, invent(tmp_path, seed, groups=1, meetings=3))
    workspace.saver.when_ended = None
    clock = workspace.clock
    assert isinstance(clock, ManualClock)
    if indexed:
        assert workspace.index.refresh(now_ns=2**62).finished
    (opened,) = workspace.open_groups()
    assert opened.is_glanced is indexed
    for _ in range(8):
        clock.advance(dt.timedelta(minutes=chosen.randrange(1, 90)))
        _act(workspace, opened, chosen)
        there = from_disk(workspace, opened.folder)
        assert opened.group == there.group
        for meeting in there.group.meetings:
            whole = Group.fold((key, events) for key, events in there.events.loaded.items() if key != meeting)
            assert opened.without(meeting) == whole
    workspace.close()
