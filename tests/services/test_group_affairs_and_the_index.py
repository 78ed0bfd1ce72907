"""What a group chose, agreed on and knows of its people: the same from the index as from its files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.events import Side, Status
from peer_tui.domain.profile import profile_of
from peer_tui.services import agreement, choosing, founding, membership, merging_people, minutes_kept, people
from peer_tui.services.clock import ManualClock
from peer_tui.services.taking_back import take_back
from peer_tui.services.today import today_lines
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import Room, places_in
from tests.services.test_from_the_index import told, with_index, without_index


def test_the_index_says_what_the_files_say(room: Room) -> None:
    workspace, opened = room.workspace, room.opened
    bo = room.who("Bo Chen")
    people.change(workspace, opened, bo, contact="bo@example.org", note="calls", organisation="House")
    noor, _ = people.add(workspace, opened, "Noor", status=Status.APPLICANT)
    twin, _ = people.add(workspace, opened, "Noor", status=Status.GUEST)
    membership.add_criterion(workspace, opened, "works in peer support")
    membership.tick(workspace, opened, twin, next(iter(opened.group.criteria)))
    merging_people.make_one(workspace, opened, noor, twin)
    agreement.propose(workspace, opened, [(Side.COMFORT, "one"), (Side.COMFORT, "two")])
    agreement.retire(workspace, opened, opened.group.agreement.changes[0].id)
    agreement.mark_seen(workspace, opened, [bo])
    for name, value in (("privacy", "3"), ("keep_months", "12"), ("first_day", "sunday"), ("kinds", "a, b")):
        choosing.choose(workspace, opened, name, value)
    assert take_back(workspace, opened, choosing.choose(workspace, opened, "hints", "no"))
    last = next(held for held in opened.group.meetings.values() if held.state == "ended")
    minutes_kept.ask_in_a_year(workspace, opened, last)
    folded = opened.group
    now = room.clock.now()
    workspace.close()
    first, second = without_index(room.home, now), with_index(room.home, now)
    try:
        (read,), (other,) = first.open_groups(), second.open_groups()
        assert told(today_lines(first, [read])) == told(today_lines(second, [other]))
        assert read.group == other.group
        assert other.group == folded and profile_of(other.group).privacy == 3 and profile_of(other.group).hints
        assert other.group.agreement.seen == {bo: 1} and membership.met_words(other.group, noor) == "1/1 criteria"
        assert [person.name for person in agreement.not_seen(other).people] == [
            person.name for person in agreement.not_seen(opened).people
        ]
    finally:
        first.close()
        second.close()


@pytest.mark.parametrize(("dates", "first_day"), [("day first", "sunday"), ("month first", "monday")])
def test_a_new_group_begins_with_the_persons_own_habits(tmp_path: Path, dates: str, first_day: str) -> None:
    settings = Settings(dates=dates, first_day=first_day)  # type: ignore[arg-type]
    clock = ManualClock(dt.datetime(2024, 11, 13, 19, 0, tzinfo=dt.UTC))
    workspace = Workspace(places_in(tmp_path), clock, settings, threaded=False)
    profile = profile_of(founding.new_group(workspace, "Harbor", "blank", "UTC").group)
    assert (profile.dates, profile.first_day) == (dates, first_day)
    workspace.close()
