"""Today: what needs a person now, most urgent first; each line says what Enter does."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import pytest

from peer_tui.domain.events import (
    AgendaSent,
    Approved,
    MinutesSent,
    ReviewAnswered,
    ReviewClosed,
    ReviewOpened,
    StepSnoozed,
    UpdateAsked,
)
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.own_time import own_time
from peer_tui.services.scheduling import read_planned
from peer_tui.services.suggesting import next_of
from peer_tui.services.today import SECTIONS, Kind, TodayLine, today_lines
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import LAST_START, START, ZONE, Room, places_in


def lines(room: Room, kind: Kind | None = None) -> list[TodayLine]:
    found = today_lines(room.workspace, [room.opened])
    assert [list(SECTIONS).index(line.kind) for line in found] == sorted(
        list(SECTIONS).index(line.kind) for line in found
    ), "the most urgent kind comes first"
    return [line for line in found if kind is None or line.kind == kind]


def october(room: Room) -> str:
    return next(held.id for held in room.opened.group.meetings.values() if held.starts == LAST_START)


def days_before(room: Room, days: int) -> None:
    room.clock.set(START - dt.timedelta(days=days), force=True)


# --- before the next meeting ----------------------------------------------------------------------------------------


def test_seven_days_before_updates_are_to_be_collected(room: Room) -> None:
    days_before(room, 8)
    assert lines(room, "prepare") == []
    days_before(room, 7)
    (line,) = lines(room, "prepare")
    assert line.what == "Collect updates from 3 priority leads"
    assert line.more == ("Legislation, Training, Ethics · Wed 13 Nov",)
    assert (line.enter, line.meeting) == ("prepare", room.session.id)


def test_who_was_asked_and_has_not_answered_is_named(room: Room) -> None:
    days_before(room, 5)
    legislation, training, ethics = room.opened.group.active_priorities
    asked = [UpdateAsked(priority=priority.id, how="copied") for priority in (legislation, training)]
    room.workspace.record(room.opened, room.session.id, asked)
    (line,) = lines(room, "prepare")
    assert line.what == "Collect updates from 1 priority lead" and "Ethics" in line.more[0]
    planning.collect_update(room.workspace, room.opened, ethics.id, "all well", room.session.id)
    planning.collect_update(room.workspace, room.opened, training.id, "two dates", room.session.id)
    (line,) = lines(room, "prepare")
    assert (line.what, line.more) == ("1 update still to come", ("asked: Ana R. · Wed 13 Nov",))
    planning.collect_update(room.workspace, room.opened, legislation.id, "moved", room.session.id)
    assert lines(room, "prepare") == []


def test_two_days_before_the_agenda_is_to_be_sent_to_both_audiences(room: Room) -> None:
    for priority in room.opened.group.active_priorities:
        planning.collect_update(room.workspace, room.opened, priority.id, "well", room.session.id)
    days_before(room, 3)
    assert lines(room, "prepare") == []
    days_before(room, 2)
    (line,) = lines(room, "prepare")
    assert (line.what, line.more) == ("Send the agenda: members, public", ("it went to nobody yet · Wed 13 Nov",))
    room.workspace.record(room.opened, room.session.id, [AgendaSent(audience="members", how="copied")])
    (line,) = lines(room, "prepare")
    assert (line.what, line.more) == ("Send the agenda: public", ("sent to members · Wed 13 Nov",))
    room.workspace.record(room.opened, room.session.id, [AgendaSent(audience="public", how="file")])
    assert lines(room, "prepare") == []


def test_once_it_has_begun_nothing_is_prepared(room: Room) -> None:
    room.clock.set(START + dt.timedelta(minutes=5))
    assert lines(room, "prepare") == []


# --- minutes --------------------------------------------------------------------------------------------------------


def test_a_review_round_says_who_has_answered_and_that_its_deadline_is_over(room: Room) -> None:
    meeting = october(room)
    three = tuple(room.who(name) for name in ("ana ruiz", "bo", "mei"))
    deadline = dt.date(2024, 11, 15)
    room.workspace.record(room.opened, meeting, [ReviewOpened(reviewers=three, deadline=deadline)])
    (line,) = lines(room, "review")
    assert line.more == ("in review · 0 of 3 answered · until Fri 15 Nov",)
    assert lines(room, "draft") == [] and not line.urgent
    answers = [ReviewAnswered(person=three[0], answer="ok"), ReviewAnswered(person=three[1], answer="change", text="x")]
    room.workspace.record(room.opened, meeting, answers)
    room.clock.set(START + dt.timedelta(days=3))
    (line,) = lines(room, "review")
    assert line.more == ("in review · 2 of 3 answered: 1 ok, 1 change · the deadline was Fri 15 Nov",)
    assert line.urgent and line.enter == "minutes"
    room.workspace.record(room.opened, meeting, [ReviewClosed()])
    assert lines(room, "review") == [] and len(lines(room, "draft")) == 1


def test_approved_minutes_are_to_be_sent_until_they_are(room: Room) -> None:
    meeting = october(room)
    room.workspace.record(room.opened, meeting, [Approved(how="as distributed", seen={}, seal="x")])
    (line,) = lines(room, "unsent")
    assert line.more == ("approved as distributed · not sent to the members yet",)
    room.workspace.record(room.opened, meeting, [MinutesSent(audience="reviewers", how="copied")])
    assert len(lines(room, "unsent")) == 1
    room.workspace.record(room.opened, meeting, [MinutesSent(audience="members", how="copied")])
    assert lines(room, "unsent") == []


def test_minutes_of_long_ago_are_not_asked_about(room: Room) -> None:
    room.workspace.record(room.opened, october(room), [Approved(how="as distributed", seen={}, seal="x")])
    room.clock.set(START + dt.timedelta(days=100))
    assert lines(room, "unsent") == []


# --- next steps and parked items ------------------------------------------------------------------------------------


def test_what_is_due_later_waits_behind_one_line_and_what_is_snoozed_too(room: Room) -> None:
    first = room.opened.group.open_steps[0]
    few = today_lines(room.workspace, [room.opened], 20)
    assert next(line.what for line in few if line.kind == "step") == "1 call about training dates"
    room.workspace.record(room.opened, "", [StepSnoozed(step=first.id, until=dt.date(2024, 12, 1))])
    steps = [line for line in today_lines(room.workspace, [room.opened], 20) if line.kind == "step"]
    assert steps[-1].enter == "all" and "1 call about training dates" not in [line.what for line in steps]
    every = [line for line in today_lines(room.workspace, [room.opened], 20, {"step"}) if line.kind == "step"]
    assert len(every) == 4 and "snoozed until Sun 1 Dec" in every[-1].more[0]
    room.clock.set(dt.datetime(2024, 12, 1, 17, tzinfo=dt.UTC))
    steps = [line for line in today_lines(room.workspace, [room.opened], 20) if line.kind == "step"]
    assert "1 call about training dates" in [line.what for line in steps]


def test_a_parked_item_comes_back_with_its_date_or_its_agenda(room: Room) -> None:
    days_before(room, 8)
    assert lines(room, "parked") == []
    days_before(room, 6)
    (line,) = lines(room, "parked")
    assert line.what == "pay equity survey" and line.more[0].startswith("on the agenda of Wed 13 Nov · parked on")
    assert (line.enter, line.meeting) == ("minutes", october(room)) and line.line
    room.clock.set(START)
    room.all("/next", "~ story bank", "/place 1 owner @bo by 20 nov")
    room.opened.refold()
    assert [line.what for line in lines(room, "parked")] == ["story bank"]
    room.clock.set(START + dt.timedelta(days=9))
    late = lines(room, "parked")[0]
    assert late.what == "story bank" and late.urgent
    assert late.more[0].startswith("due back LATE by 2 days (Wed 20 Nov) · with Bo Chen")


# --- nothing planned, and the series ---------------------------------------------------------------------------------


def test_a_group_for_which_something_waits_is_told_that_nothing_is_planned(room: Room) -> None:
    assert lines(room, "plan") == []
    planning.cancel(room.workspace, room.opened, room.opened.group.meetings[room.session.id])
    (line,) = lines(room, "plan")
    assert line.what == "Harbor Peer Coalition: no next meeting is planned"
    # 13 November was cancelled: as before is the second Wednesday after 9 October that is still to come.
    assert line.more == ("as before it would be Wed 13 Nov 2024, 2:00 pm (2nd Wednesday)",)
    assert line.enter == "plan"
    assert read_planned(room.workspace, room.opened, line.suggested).starts == START


def test_what_the_last_meeting_agreed_on_is_offered_first(room: Room) -> None:
    room.clock.set(START)
    room.all("/next", "/next", "/nextmeeting thu 12 dec 4pm", "/end", "/end")
    room.opened.refold()
    (line,) = lines(room, "plan")
    assert line.more == ("set for Thu 12 Dec 2024, 4:00 pm at the last one",)
    said = read_planned(room.workspace, room.opened, line.suggested)
    assert said.starts == dt.datetime(2024, 12, 12, 21, 0, tzinfo=dt.UTC)


def test_check_63_the_next_one_is_suggested_at_the_same_wall_time_whatever_the_clocks_do(workspace: Workspace) -> None:
    opened = planning.new_group(workspace, "Monthly", "mapwc", ZONE)
    planning.plan(workspace, opened, dt.datetime(2026, 10, 14, 18, 0, tzinfo=dt.UTC))
    found = next_of(opened.group, workspace.now())
    assert found is not None
    assert found.words == "Wed 11 Nov 2026, 2:00 pm (2nd Wednesday)"
    assert found.starts == dt.datetime(2026, 11, 11, 19, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        (["2024-10-02", "2024-10-09"], "Wed 16 Oct 2024, 2:00 pm (every week)"),
        (["2024-09-25", "2024-10-09"], "Wed 23 Oct 2024, 2:00 pm (every two weeks)"),
        (["2024-10-31"], "Thu 28 Nov 2024, 2:00 pm (last Thursday)"),
        (["2024-12-26"], "Thu 23 Jan 2025, 2:00 pm (4th Thursday)"),
    ],
)
def test_a_series_goes_on_as_it_met(workspace: Workspace, starts: list[str], words: str) -> None:
    opened = planning.new_group(workspace, "Series", "mapwc", ZONE)
    for day in starts:
        said = read_planned(workspace, opened, f"{day} 14:00")
        assert said.starts is not None
        planning.plan(workspace, opened, said.starts)
    found = next_of(opened.group, workspace.now())
    assert found is not None and found.words == words


def test_the_last_of_a_month_stays_the_last(workspace: Workspace, clock: ManualClock) -> None:
    opened = planning.new_group(workspace, "Series", "mapwc", ZONE)
    said = read_planned(workspace, opened, "2024-10-31 14:00")
    assert said.starts is not None
    planning.plan(workspace, opened, said.starts)
    clock.set(dt.datetime(2025, 1, 20, tzinfo=dt.UTC))
    found = next_of(opened.group, workspace.now())
    assert found is not None and found.words == "Thu 30 Jan 2025, 2:00 pm (last Thursday)"


def test_nothing_is_suggested_before_a_group_has_met(workspace: Workspace) -> None:
    opened = planning.new_group(workspace, "New", "mapwc", ZONE)
    assert next_of(opened.group, workspace.now()) is None
    assert read_planned(workspace, opened, "").starts is None


def test_a_suggestion_is_asked_about_and_never_taken_by_itself(room: Room) -> None:
    said = read_planned(room.workspace, room.opened, "")
    assert said.warning == "As before it would be Wed 11 Dec 2024, 2:00 pm (2nd Wednesday)."


def test_a_time_the_clocks_pass_over_is_said_and_one_that_comes_twice_too(room: Room) -> None:
    said = read_planned(room.workspace, room.opened, "2025-03-09 2:30 am")
    assert said.warning == (
        "There is no 2:30 am that day: the clocks in America/New_York go forward. It would be 3:30 am EDT."
    )
    twice = read_planned(room.workspace, room.opened, "2025-11-02 1:30 am")
    assert twice.warning == "" and "1:30 am comes twice that night; the first is meant" in twice.words
    assert read_planned(room.workspace, room.opened, "2025-03-10 2:30 am").warning == ""


@pytest.mark.parametrize(
    ("typed", "day"),
    [("9 oct 2pm", (2024, 10, 9)), ("mon 2pm", (2024, 11, 11)), ("2024-11-01 14:00", (2024, 11, 1))],
)
def test_what_was_held_is_read_backwards(room: Room, typed: str, day: tuple[int, int, int]) -> None:
    said = read_planned(room.workspace, room.opened, typed, held=True)
    assert said.starts is not None and said.starts.date() == dt.date(*day)
    assert "in the past" not in said.warning
    ahead = read_planned(room.workspace, room.opened, "2025-11-20 14:00", held=True)
    assert ahead.starts is None and "still to come" in ahead.words


# --- a travelling scribe --------------------------------------------------------------------------------------------


@pytest.fixture
def machine_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a Windows machine cannot be set for one program")
@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Los_Angeles", "11:00 am PST here"),
        ("America/Toronto", ""),
        ("UTC", ""),
        ("Asia/Tokyo", "4:00 am JST here, a day later"),
    ],
)
def test_a_travelling_scribe_reads_their_own_time_in_brackets(
    room: Room, machine_in: pytest.MonkeyPatch, zone: str, words: str
) -> None:
    machine_in.setenv("TZ", zone)
    time.tzset()
    assert own_time(START, ZONE) == words
    (line,) = lines(room, "next")
    assert ("here" in line.what) is bool(words)
    assert line.what.startswith("Harbor Peer Coalition · today 2:00 pm EST")
    assert (words in read_planned(room.workspace, room.opened, "2024-11-13 16:00").words) is (not words)


# --- the digest ------------------------------------------------------------------------------------------------------


def test_every_line_is_the_same_from_the_index(room: Room) -> None:
    three = (room.who("ana ruiz"), room.who("bo"))
    room.workspace.record(room.opened, october(room), [ReviewOpened(reviewers=three)])
    room.clock.set(START)
    room.all("/next", "~ story bank", "/place 1 owner @bo by 14 nov", "/approve", "/end", "/end")
    room.opened.refold()
    paper = planning.plan(room.workspace, room.opened, START + dt.timedelta(days=2))
    assert paper
    indexed = Workspace(places_in(room.home), room.clock, Settings(), threaded=False)
    assert indexed.index.refresh(now_ns=2**62).finished
    groups = indexed.open_groups()
    assert groups[0].is_glanced
    mine = [(one.kind, one.what, one.more, one.enter) for one in lines(room)]
    assert [(one.kind, one.what, one.more, one.enter) for one in today_lines(indexed, groups)] == mine
    assert {"next", "prepare", "draft", "unsent", "step", "parked"} <= {kind for kind, *_ in mine}
    indexed.close()


def test_two_meetings_of_a_series_on_one_day_are_asked_about(room: Room) -> None:
    twice = planning.plan(room.workspace, room.opened, START + dt.timedelta(hours=2))
    other = planning.plan(room.workspace, room.opened, START + dt.timedelta(hours=3), series="Advisory")
    asked = {line.meeting for line in lines(room) if "planned twice? j joins two" in line.more}
    assert asked == {room.session.id, twice} and other not in asked


def test_only_the_next_meeting_of_a_series_is_prepared(room: Room) -> None:
    planning.plan(room.workspace, room.opened, START + dt.timedelta(hours=2))
    other = planning.plan(room.workspace, room.opened, START + dt.timedelta(hours=3), series="Advisory")
    assert {line.meeting for line in lines(room, "prepare")} == {room.session.id, other}
