"""How long minutes are kept, and what a person chooses when that time is over."""

from __future__ import annotations

import datetime as dt

import pytest

from peer_tui.domain import keeping_time
from peer_tui.domain.profile import profile_of
from peer_tui.services import choosing, deleting, minutes_kept
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.taking_back import take_back
from tests.services.conftest import Room


def due(room: Room, now: dt.datetime) -> list[str]:
    return [f"{held.starts:%Y-%m-%d}" for held in minutes_kept.past_their_time(room.opened.group, now)]


def test_minutes_kept_for_ever_are_never_asked_about(room: Room) -> None:
    assert due(room, dt.datetime(2099, 1, 1, tzinfo=dt.UTC)) == []


def test_minutes_past_their_time_are_asked_about_and_the_answer_holds(room: Room) -> None:
    choosing.choose(room.workspace, room.opened, "keep_months", "12")
    a_year = dt.datetime(2025, 10, 9, 18, 0, tzinfo=dt.UTC)
    assert due(room, a_year - dt.timedelta(days=1)) == [] and due(room, a_year) == ["2024-10-09"]
    (held,) = minutes_kept.past_their_time(room.opened.group, a_year)
    room.clock.set(a_year)
    act = minutes_kept.ask_in_a_year(room.workspace, room.opened, held)
    assert due(room, a_year) == [] and due(room, a_year + dt.timedelta(days=364)) == []
    assert due(room, a_year + dt.timedelta(days=365)) == ["2024-10-09"]
    assert take_back(room.workspace, room.opened, act, held.id) and due(room, a_year) == ["2024-10-09"]
    minutes_kept.keep(room.workspace, room.opened, held)
    assert due(room, dt.datetime(2099, 1, 1, tzinfo=dt.UTC)) == []


def test_deleted_minutes_are_not_asked_about(room: Room) -> None:
    choosing.choose(room.workspace, room.opened, "keep_months", "1")
    now = room.clock.now() + dt.timedelta(days=40)
    (held,) = minutes_kept.past_their_time(room.opened.group, now)
    deleting.delete(room.workspace, room.opened, held)
    assert due(room, now) == []


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [((2024, 1, 31), 1, (2024, 2, 29)), ((2023, 11, 30), 3, (2024, 2, 29)), ((2024, 12, 31), 12, (2025, 12, 31)),
     ((9998, 12, 31), 13, (9999, 12, 31))],
)  # fmt: skip
def test_the_end_of_a_month_stays_its_end(day: tuple[int, int, int], months: int, then: tuple[int, int, int]) -> None:
    found = keeping_time.until(dt.datetime(*day, tzinfo=dt.UTC), months)
    assert (found.year, found.month, found.day) == then


def test_a_choice_is_read_as_typed_and_a_wrong_one_changes_nothing(room: Room) -> None:
    act = choosing.choose(room.workspace, room.opened, "privacy", " 3 ")
    assert profile_of(room.opened.group).privacy == 3
    assert choosing.choose(room.workspace, room.opened, "privacy", "3") == ""
    with pytest.raises(Problem, match="from 1 to 5 is expected"):
        choosing.choose(room.workspace, room.opened, "privacy", "seven")
    with pytest.raises(WrongUse):
        choosing.choose(room.workspace, room.opened, "colour", "red")
    assert profile_of(room.opened.group).privacy == 3
    assert take_back(room.workspace, room.opened, act) and profile_of(room.opened.group).privacy == 1
    choosing.choose(room.workspace, room.opened, "hours", "24")
    assert hours_of(room.workspace, room.opened.group) == 24
    choosing.choose(room.workspace, room.opened, "hours", "")
    assert hours_of(room.workspace, room.opened.group) == 12 and "hours" not in room.opened.group.settings


def test_a_group_is_renamed_to_a_name_nobody_has(room: Room) -> None:
    from peer_tui.services import founding

    founding.new_group(room.workspace, "Other", "blank", "UTC")
    for wrong in ("other", " ", "x" * 201):
        with pytest.raises(Problem, match="Nothing was changed"):
            choosing.rename_group(room.workspace, room.opened, wrong)
    choosing.rename_group(room.workspace, room.opened, "Harbor [/] 林")
    assert room.opened.group.name == "Harbor [/] 林"
    assert choosing.rename_group(room.workspace, room.opened, "Harbor [/] 林") == ""


def test_today_asks_about_the_oldest_from_the_index_too(room: Room) -> None:
    from peer_tui.services.today import today_lines
    from peer_tui.store.index.pruning import digest

    choosing.choose(room.workspace, room.opened, "keep_months", "12")
    room.clock.set(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    whole = room.opened.group
    assert [held.id for held in minutes_kept.past_their_time(digest(whole), room.clock.now())] == [
        held.id for held in minutes_kept.past_their_time(whole, room.clock.now())
    ]
    lines = [line for line in today_lines(room.workspace, [room.opened]) if line.kind == "kept"]
    assert [line.what for line in lines] == ["Harbor Peer Coalition · Wed 9 Oct 2024"]
    assert lines[0].enter == "kept" and "past the time" in lines[0].more[0]
