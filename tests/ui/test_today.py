from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual.widgets import Input

from peer_tui.domain.events import MeetingId
from peer_tui.services import planning
from peer_tui.services.moving import go_next, open_doors
from peer_tui.services.scheduling import read_planned
from peer_tui.services.session import LiveSession
from peer_tui.services.today import countdown, today_lines
from peer_tui.services.workspace import OpenGroup, Workspace
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock, type_words

HOSTILE = "[/] [bold red]x[/] \x1b[31m \u202eevil \u0000 林小雨 😀 " + "long " * 30


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


def with_next(workspace: Workspace, now: str = "13:35") -> tuple[OpenGroup, MeetingId]:
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, LAST_TIME)
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    set_clock(workspace, at(13, now))
    return opened, meeting


def in_session(workspace: Workspace) -> tuple[OpenGroup, MeetingId]:
    opened, meeting = with_next(workspace)
    session = LiveSession(workspace, opened, meeting)
    set_clock(workspace, at(13, "14:00"))
    open_doors(session)
    set_clock(workspace, at(13, "14:04"))
    go_next(session)
    set_clock(workspace, at(13, "14:31"))
    session.enter("somebody said something")
    set_clock(workspace, at(13, "14:40"))
    return opened, meeting


def test_the_next_meeting_counts_down_and_enter_opens_its_doors(workspace: Workspace) -> None:
    with_next(workspace)
    line = today_lines(workspace, workspace.open_groups())[0]
    assert (line.kind, line.what) == ("next", "Harbor Peer Coalition · today 2:00 pm EST")
    assert line.more == ("in 25 min · 60 min",)
    assert (line.enter, line.enter_words) == ("live", "Enter opens the doors")


def test_a_meeting_days_ahead_is_prepared(workspace: Workspace) -> None:
    with_next(workspace, "12:59")
    assert today_lines(workspace, workspace.open_groups())[0].enter == "prepare"


def test_late_steps_come_first_and_say_so(workspace: Workspace) -> None:
    with_next(workspace)
    steps = [line for line in today_lines(workspace, workspace.open_groups()) if line.kind == "step"]
    assert [line.what for line in steps] == ["1 book the library room", "2 draft a letter"]
    assert steps[0].more == ("Bo (asked) · LATE by 9 days (Mon 4 Nov)",) and steps[0].urgent
    assert steps[1].more == ("unclaimed · no date",)


def test_a_step_says_how_often_it_was_carried(workspace: Workspace) -> None:
    opened, _ = with_next(workspace)
    hold(workspace, opened, 14, 11, [])
    steps = [line for line in today_lines(workspace, workspace.open_groups()) if line.kind == "step"]
    assert "carried 1×" in steps[0].more[0]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(25, "in 25 min"), (190, "in 3 h 10 min"), (8640, "in 6 days"), (0, "now"), (-4, "4 min past its start")],
)
def test_a_countdown_is_told_in_words(minutes: int, words: str) -> None:
    now = at(13, "14:00")
    assert countdown(now + dt.timedelta(minutes=minutes), now) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("wed 4 dec 2pm", "Wed 4 Dec 2024, 2:00–3:00 pm EST · in 21 days · 60 of 60 min"),
        ("4 dec", "Wed 4 Dec 2024, 2:00–3:00 pm EST · in 21 days · 60 of 60 min"),
        ("2024-12-04 23:30 90 min", "Wed 4 Dec 2024, 11:30 pm–1:00 am (+1 day) EST · in 21 days · 90 of 90 min"),
        ("soon", "No day and time in that yet. E.g. wed 13 nov 2pm"),
        (
            "",
            "When? E.g. wed 13 nov 2pm, in America/New_York · as before it would be Wed 11 Dec 2024, 2:00 pm "
            "(2nd Wednesday)",
        ),
    ],
)
def test_the_line_that_plans_is_said_back(workspace: Workspace, typed: str, words: str) -> None:
    opened, _ = with_next(workspace)
    assert read_planned(workspace, opened, typed).words == words


def test_check_62_a_meeting_past_midnight_says_so(workspace: Workspace) -> None:
    opened = make_group(workspace)
    said = read_planned(workspace, opened, "2024-11-13 11:40 pm 40 min")
    assert said.words.startswith("Wed 13 Nov 2024, 11:40 pm–12:20 am (+1 day)")


def test_the_same_time_twice_is_warned_of(workspace: Workspace) -> None:
    opened, _ = with_next(workspace)
    assert "already" in read_planned(workspace, opened, "wed 13 nov 2pm").warning
    assert "that day" in read_planned(workspace, opened, "wed 13 nov 4pm").warning
    assert "past" in read_planned(workspace, opened, "mon 11 nov 4pm").warning


async def test_check_53_today_offers_to_resume(workspace: Workspace) -> None:
    _, meeting = in_session(workspace)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        words = " ".join(app.text.replace("│", " ").split())
        assert "Resume Harbor Peer Coalition … in session since 2:04, last line 2:31" in words
        assert "s: we stopped at 2:31" in words
        await pilot.press("enter")
        assert app.asked == [("live", meeting)]


async def test_we_stopped_then_ends_it_then_and_asks_once(workspace: Workspace) -> None:
    opened, meeting = in_session(workspace)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("s")
        assert "We stopped at 2:31: end the meeting at that time?" in app.text
        await pilot.press("escape")
        assert workspace.open_group(opened.folder).group.meetings[meeting].state == "unfinished"
        await pilot.press("s", "y")
        await pilot.pause()
        held = workspace.open_group(opened.folder).group.meetings[meeting]
        assert (held.state, held.ended) == ("ended", at(13, "14:31"))


async def test_planning_takes_one_line_and_warns_once(workspace: Workspace) -> None:
    opened, _ = with_next(workspace)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("p")
        await type_words(pilot, "wed 13 nov 2pm")
        assert "has a meeting at that very time" in app.text
        await pilot.press("enter")
        assert len(workspace.open_group(opened.folder).group.meetings) == 2
        await pilot.press("ctrl+u")
        await type_words(pilot, "wed 4 dec 2pm")
        await pilot.press("enter")
        await pilot.pause()
        assert len(workspace.open_group(opened.folder).group.meetings) == 3
        await pilot.pause()
        assert "Wed 4 Dec 2:00 pm EST" in app.text


async def test_cancelling_asks_once(workspace: Workspace) -> None:
    opened, meeting = with_next(workspace)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("x", "n")
        assert workspace.open_group(opened.folder).group.meetings[meeting].state == "planned"
        await pilot.press("x", "y")
        await pilot.pause()
        assert workspace.open_group(opened.folder).group.meetings[meeting].state == "cancelled"


async def test_letters_typed_into_the_line_do_not_act(workspace: Workspace) -> None:
    opened, meeting = with_next(workspace)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("p")
        await type_words(pilot, "next mon xqy")
        assert app.screen.query_one(Input).value == "next mon xqy"
        assert workspace.open_group(opened.folder).group.meetings[meeting].state == "planned"
        await pilot.press("escape", "down", "enter")
        assert app.asked[-1] == ("prepare", meeting)


async def test_an_empty_today_says_what_to_do_first(workspace: Workspace) -> None:
    planning.new_group(workspace, "Harbor", "mapwc", "America/New_York")
    app = Around(workspace)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.pause()
        assert "p  plans a meeting." in app.text


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_check_28_hostile_names_stand_there_literally(workspace: Workspace, size: tuple[int, int]) -> None:
    opened = make_group(workspace, HOSTILE[:60])
    hold(workspace, opened, 9, 10, ["> @bo " + HOSTILE, "! " + HOSTILE])
    planning.plan(workspace, opened, at(13, "14:00"), title=HOSTILE)
    set_clock(workspace, at(13, "13:35"))
    app = Around(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert "[/] [bold red]x[/]" in app.text and "⟨RLO⟩evil" in app.text and "\x1b" not in app.text
        await pilot.press("x")
        await pilot.pause()
        assert "[/]" in app.text


async def test_the_last_key_is_always_told(workspace: Workspace) -> None:
    in_session(workspace)
    app = Around(workspace)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.pause()
        assert "F1 help" in app.text.splitlines()[-1]
        await pilot.press("f1")
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause()
        assert "Cancel the selected meeting; asks once." in " ".join(app.text.replace("│", " ").split())


async def test_the_countdown_goes_on(workspace: Workspace) -> None:
    with_next(workspace)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        assert "in 25 min" in app.text
        set_clock(workspace, at(13, "13:36"))
        app.ticker.tick()
        await pilot.pause()
        assert "in 24 min" in app.text
