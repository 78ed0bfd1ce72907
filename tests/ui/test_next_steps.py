"""The screen of next steps across meetings, by its keys."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peer_tui.domain.events import Captured, EntryId, EntryKind, Filed, MeetingId, Progress
from peer_tui.services import following, planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.following import View
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.next_steps import NextStepsScreen
from peer_tui.ui.screens.next_steps_rows import MOST
from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.screens.reminders import ReminderPane, RemindersPane
from peer_tui.ui.widgets.row_list import RowList
from tests.ui.around import Around, at, hold, make_group, make_workspace, set_clock

HOSTILE = "[/] [bold red]x[/] \x1b[31m \u202eevil \u0000 林小雨 😀 " + "long " * 40
LINES = [
    "> @bo call about training dates by 18 oct = dates in writing",
    "/yes 1",
    "> @mei draft the letter by nm = sent",
    "> @ana ruiz ask three groups to sign by 30 oct",
    "> find a room",
]


class Steps(Around):
    """Begins at the screen, and notes which line of which minutes was opened."""

    def __init__(self, workspace: Workspace, opened: OpenGroup | None = None) -> None:
        super().__init__(workspace, cast("type[PlaceScreen]", lambda: NextStepsScreen(opened)))
        self.opened_at: list[tuple[MeetingId, EntryId]] = []

    def open_minutes(self, opened: OpenGroup, meeting: MeetingId, line: EntryId = "") -> None:
        self.opened_at.append((meeting, line))

    @property
    def steps(self) -> NextStepsScreen:
        screen = self.screen_stack[0]
        assert isinstance(screen, NextStepsScreen)
        return screen

    @property
    def flashed(self) -> str:
        return str(self.steps.query_one("#flash").visual) if self.steps.query_one("#flash").display else ""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path, at(1, "12:00", 10))
    opened = make_group(made)
    hold(made, opened, 9, 10, LINES)
    planning.plan(made, opened, at(13, "14:00"))
    set_clock(made, at(24, "9:00", 10))
    return made


@contextlib.asynccontextmanager
async def at_the_list(
    workspace: Workspace, size: tuple[int, int] = (80, 24), opened: OpenGroup | None = None
) -> AsyncIterator[tuple[Steps, Pilot[int]]]:
    app = Steps(workspace, opened)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield app, pilot


async def put(pilot: Pilot[int], words: str) -> None:
    """Words on the line that asks, with Enter."""
    field = pilot.app.screen.query_one(Input)
    field.value = words
    await pilot.pause()
    await pilot.press("enter")
    await pilot.pause()


async def choose(app: Steps, pilot: Pilot[int], number: str) -> None:
    """Walk to a step, from the first."""
    await pilot.press("home")
    await pilot.pause()
    for _ in range(40):
        line = app.steps.selected
        if line is not None and line.number == number:
            return
        await pilot.press("down")
        await pilot.pause()
    raise AssertionError(number)


def numbers(app: Steps) -> list[str]:
    return [line.number for line in app.steps.lines.values()]


async def test_it_lists_who_promised_what_by_when(workspace: Workspace) -> None:
    async with at_the_list(workspace) as (app, pilot):
        text = app.text
        assert "4 open · 1 late · 1 unclaimed · by person · Harbor Peer Coalition" in text
        assert "Unclaimed · 1" in text and "4 find a room" in text and "unclaimed · no date" in text
        assert "Life line of 4" in text and "named, unclaimed" in text
        await choose(app, pilot, "1")
        assert "LATE by 6 days (Fri 18 Oct)" in app.text and "Bo said yes" in app.text


async def test_a_key_each_for_what_becomes_of_a_step(workspace: Workspace) -> None:
    async with at_the_list(workspace) as (app, pilot):
        await choose(app, pilot, "1")
        await pilot.press("d")
        await pilot.pause()
        assert "1 call about training dates done · z undoes it" in app.text and "1" not in numbers(app)
        await pilot.press("z")
        await pilot.pause()
        assert "Undone: “done”" in app.text and "1" in numbers(app)
        await choose(app, pilot, "2")
        await pilot.press("m")
        await pilot.pause()
        assert "a movement worth celebrating" in app.text
        for key, words, told in (
            ("s", "no printer", "stuck: no printer"),
            ("o", "ana2", "asked Ana S."),
            ("b", "1 nov", "by Fri 1 Nov (8 days)"),
            ("w", "posted", "done when: posted"),
        ):
            await choose(app, pilot, "2")
            await pilot.press(key)
            await put(pilot, words)
            assert told in app.text, key
        await choose(app, pilot, "2")
        await pilot.press("y")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        await choose(app, pilot, "3")
        await pilot.press("x")
        await put(pilot, " ")
        assert "Why is 3 ask three groups to sign dropped?" in app.text, "it asks for the reason, and waits"
        await put(pilot, "no longer ours")
        assert "3" not in numbers(app)
    steps = {one.label: one for one in workspace.open_groups()[0].group.steps.steps.values()}
    assert steps["3"].progress is Progress.DROPPED and steps["3"].reason == "no longer ours"
    assert steps["2"].accepted and steps["2"].done_when == "posted" and steps["2"].progress is Progress.NOT_STARTED


async def test_a_name_that_fits_two_people_stays_in_the_line(workspace: Workspace) -> None:
    async with at_the_list(workspace) as (app, pilot):
        await choose(app, pilot, "4")
        await pilot.press("o")
        await put(pilot, "ana")
        assert "“ana” fits 1 Ana Ruiz · 2 Ana Sousa" in app.text and app.steps.asking.is_open
        await pilot.press("escape")
        await pilot.pause()
        assert app.steps.lines and app.steps.selected is not None and app.steps.selected.who_words == "unclaimed"


async def test_snoozed_steps_stand_last_and_wake_by_the_same_key(workspace: Workspace) -> None:
    async with at_the_list(workspace) as (app, pilot):
        await choose(app, pilot, "1")
        await pilot.press("u")
        await put(pilot, "2w")
        await choose(app, pilot, "1")
        assert "snoozed until Thu 7 Nov" in app.text and "Snoozed · 1" in app.text
        assert "late" not in app.text.splitlines()[1]
        await pilot.press("u")
        await pilot.pause()
        assert "1 call about training dates is awake again" in app.text and "Snoozed" not in app.text


async def test_views_filter_and_what_is_done(workspace: Workspace) -> None:
    async with at_the_list(workspace) as (app, pilot):
        for view in (View.PRIORITY, View.DUE, View.STATE, View.PERSON):
            await pilot.press("v")
            await pilot.pause()
            assert app.steps.view is view and f"by {view}" in app.text
        await pilot.press("f")
        await pilot.press(*"letter")
        await pilot.pause()
        assert numbers(app) == ["2"] and "1 next step" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert numbers(app) == ["2"] and "“letter”" in app.text
        await pilot.press("d")
        await pilot.pause()
        assert "No next step fits." in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert sorted(numbers(app)) == ["1", "3", "4"]
        await pilot.press("a")
        await pilot.pause()
        assert "1 done or dropped" in app.text and sorted(numbers(app)) == ["1", "2", "3", "4"]
        await choose(app, pilot, "2")
        await pilot.press("n")
        await pilot.pause()
        assert "2 draft the letter opened again" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert app.asked == [("today", "")]


async def test_enter_opens_the_minutes_at_that_line(workspace: Workspace) -> None:
    async with at_the_list(workspace) as (app, pilot):
        await choose(app, pilot, "3")
        line = app.steps.selected
        assert line is not None
        await pilot.press("enter")
        await pilot.pause()
        assert app.opened_at == [(line.step.meeting, line.step.id)]


async def test_a_reminder_is_read_first_then_copied_or_drafted(workspace: Workspace) -> None:
    async with at_the_list(workspace) as (app, pilot):
        await choose(app, pilot, "4")
        await pilot.press("r")
        await pilot.pause()
        assert "4 is unclaimed: name somebody first (o)." in app.text
        await pilot.press("t")
        await pilot.pause()
        assert isinstance(app.screen, RemindersPane) and "Bo · 1 next step: 1 its date has passed" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ReminderPane) and "Hello Bo Chen," in app.text
        await pilot.press("c")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "For Bo · " in app.text and "last-copy.txt" in app.text
        assert (workspace.places.exports / "last-copy.txt").read_text().startswith("Hello Bo Chen,")
        await choose(app, pilot, "1")
        await pilot.press("r")
        await pilot.pause()
        await pilot.press("e")
        await pilot.pause()
        assert "(e-mail draft)" in app.text
        drafts = list(workspace.places.exports.glob("reminder-2024-10-24*.eml"))
        assert len(drafts) == 1 and drafts[0].stat().st_mode & 0o077 == 0
        await pilot.press("l")
        await pilot.pause()
        assert "reminded Bo (copied)" in app.text and "reminded Bo (e-mail draft)" in app.text
        await pilot.press("escape", "t")
        await pilot.pause()
        assert "Ana R. · 1 next step: 3 half-way" in app.text and "Bo" not in app.text


async def test_the_calendar_file_says_what_is_in_it(workspace: Workspace) -> None:
    async with at_the_list(workspace, (160, 24)) as (app, pilot):
        await pilot.press("c")
        await pilot.pause()
        assert "3 next steps written to" in app.text and "1 without a date was left out" in app.text
    assert b"SUMMARY:draft the letter (Mei Tan)" in (workspace.places.exports / "next-steps.ics").read_bytes()


async def test_several_groups_one_after_the_other(workspace: Workspace) -> None:
    other = planning.new_group(workspace, "Another Coalition", "mapwc", "America/New_York", "Kai Moss")
    async with at_the_list(workspace) as (app, pilot):
        assert "all groups" in app.text
        await pilot.press("g")
        await pilot.pause()
        assert "No next step is open." in app.text and "Another Coalition" in app.text
        await pilot.press("g")
        await pilot.pause()
        assert "4 open" in app.text and "Harbor Peer Coalition" in app.text
    async with at_the_list(workspace, opened=other) as (app, pilot):
        assert "No next step is open." in app.text, "it begins with the group it was opened from"


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 40), (40, 12)])
async def test_it_is_usable_at_any_size(workspace: Workspace, size: tuple[int, int]) -> None:
    async with at_the_list(workspace, size) as (app, pilot):
        rows = app.text.splitlines()
        assert any("find a room" in row for row in rows) and "F1 help" in rows[-1]
        assert all(len(row) <= size[0] for row in rows)
        for key in ("v", "f", "escape", "l", "escape", "f1", "escape", "o", "escape", "t", "escape"):
            await pilot.press(key)
            await pilot.pause()
        await choose(app, pilot, "1")
        await pilot.press("d")
        await pilot.pause()
        assert "1" not in numbers(app)


async def test_a_long_life_line_shows_its_end(workspace: Workspace) -> None:
    opened = workspace.open_groups()[0]
    key = following.find_step(workspace, "1")[1]
    for number in range(12):
        cast("ManualClock", workspace.clock).advance(dt.timedelta(minutes=1))
        following.act(workspace, opened, key, "moved", f"a bit more, {number}")
    async with at_the_list(workspace) as (app, pilot):
        await choose(app, pilot, "1")
        await pilot.pause()
        assert "moved: a bit more, 11" in app.text


async def test_hostile_words_change_nothing_but_their_own_place(workspace: Workspace) -> None:
    opened = workspace.open_groups()[0]
    meeting = next(key for key, held in opened.group.meetings.items() if held.state == "planned")
    set_clock(workspace, at(13, "14:00"))
    session = LiveSession(workspace, opened, meeting)
    for line in ("/next", "/go steps", f"> @bo {HOSTILE} by fri = {HOSTILE}", "/end", "/end"):
        session.enter(line)
    async with at_the_list(workspace) as (app, pilot):
        await choose(app, pilot, "5")
        await pilot.press("s")
        await put(pilot, HOSTILE)
        await pilot.press("l")
        await pilot.pause()
        await pilot.press("escape", "r")
        await pilot.pause()
        assert "[bold red]x[/]" in app.text and "\x1b" not in app.text
        await pilot.press("escape", "f")
        await put(pilot, "[/] [bold")
        assert numbers(app) == ["5"]


async def test_an_empty_library_says_where_steps_come_from(tmp_path: Path) -> None:
    made = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(made)
    async with at_the_list(made) as (app, pilot):
        said = " ".join(app.text.split())
        assert "They are made in a meeting: > @name what by when = done when." in said
        for key in ("d", "s", "o", "r", "t", "u", "enter", "l", "c", "v", "a", "z"):
            await pilot.press(key)
            await pilot.pause()
        assert app.is_running


async def test_of_very_many_the_first_are_shown_and_the_rest_counted(workspace: Workspace) -> None:
    opened = workspace.open_groups()[0]
    meeting = next(key for key, held in opened.group.meetings.items() if held.state == "ended")
    lines = [
        Captured(entry=workspace.new_id(), block="steps", number=number, filed=Filed(EntryKind.STEP, f"thing {number}"))
        for number in range(5, 301)
    ]
    workspace.record(opened, meeting, lines)
    async with at_the_list(workspace) as (app, pilot):
        rows = app.steps.query_one(RowList)
        assert "300 open" in app.text and len(numbers(app)) == 300 and rows.option_count < MOST + 20
        await pilot.press("end")
        await pilot.pause()
        assert "… and 180 more: Enter shows all, f finds some" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert rows.option_count > 300
        await pilot.press("f", *"thing 299")
        await pilot.pause()
        assert numbers(app) == ["299"]
