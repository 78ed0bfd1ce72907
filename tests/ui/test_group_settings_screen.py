"""Group settings: chosen, typed, taken back; minutes past their time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peer_tui.domain.events import SettingChosen
from peer_tui.domain.profile import profile_of
from peer_tui.services import choosing, minutes_kept
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.group_settings import GroupSettingsScreen
from peer_tui.ui.screens.today import TodayScreen
from peer_tui.ui.widgets.row_list import RowList
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock, type_words


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    made = make_group(workspace)
    for day in (9, 23):
        hold(workspace, made, day, 10, LAST_TIME)
    set_clock(workspace, at(6, "12:00"))
    return made


async def settle(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()


async def select(pilot: Pilot[int], app: Around, key: str) -> None:
    """Walk down to a row."""
    screen = app.screen
    assert isinstance(screen, GroupSettingsScreen)
    await pilot.press("home")
    for _ in range(20):
        if screen.rows.selected == key:
            return
        await pilot.press("down")
    raise AssertionError(key)


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_every_setting_can_be_reached_chosen_and_taken_back(
    workspace: Workspace, opened: OpenGroup, size: tuple[int, int]
) -> None:
    app = Around(workspace, GroupSettingsScreen(opened))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        for key, digit, field, value in (
            ("privacy", "3", "privacy", 3), ("pronouns_in_minutes", "2", "pronouns_in_minutes", True),
            ("dates", "2", "dates", "day first"), ("first_day", "2", "first_day", "sunday"),
            ("hours", "3", "hours", 24), ("hints", "2", "hints", False), ("keep_months", "2", "keep_months", 12),
        ):  # fmt: skip
            await select(pilot, app, key)
            await pilot.press("enter", digit)
            await settle(pilot)
            assert getattr(profile_of(opened.group), field) == value, key
        await pilot.press("z")
        await settle(pilot)
        assert profile_of(opened.group).keep_months == 0
        await select(pilot, app, "privacy")
        await pilot.press("o")
        await settle(pilot)
        assert profile_of(opened.group).privacy == 1 and "Whom minutes name: decisions" in app.text


async def test_what_is_typed(workspace: Workspace, opened: OpenGroup) -> None:
    app = Around(workspace, GroupSettingsScreen(opened))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await select(pilot, app, "recording")
        await pilot.press("enter")
        await type_words(pilot, "we record sound")
        await pilot.press("enter")
        await settle(pilot)
        assert profile_of(opened.group).recording == "we record sound" and "we record sound" in app.text
        await select(pilot, app, "kinds")
        await pilot.press("enter")
        await type_words(pilot, ", walk")
        await pilot.press("enter")
        await settle(pilot)
        assert profile_of(opened.group).kinds[-1] == "walk" and len(profile_of(opened.group).kinds) == 5
        await select(pilot, app, "keep_months")
        await pilot.press("enter", "6")
        await type_words(pilot, "many")
        await pilot.press("enter")
        await settle(pilot)
        assert "whole months from 0" in app.text
        await pilot.press("escape")
        await select(pilot, app, "name")
        await pilot.press("enter", "X", "enter")
        await settle(pilot)
        assert opened.group.name == "Harbor Peer CoalitionX" and "Group settings · Harbor Peer CoalitionX" in app.text
        await select(pilot, app, "zone")
        await pilot.press("enter")
        await settle(pilot)
        assert "The zone was chosen when the group was made" in app.text


async def test_minutes_past_their_time_are_kept_asked_again_or_deleted(workspace: Workspace, opened: OpenGroup) -> None:
    choosing.choose(workspace, opened, "keep_months", "12")
    hold(workspace, opened, 13, 11, LAST_TIME)
    set_clock(workspace, at(15, "12:00").replace(year=2026))
    app = Around(workspace, GroupSettingsScreen(opened))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        assert "3 meetings are past it" in app.text
        await pilot.press("m")
        await settle(pilot)
        assert "3 older than 12 months" in app.text
        await pilot.press("k")
        await settle(pilot)
        await pilot.press("l")
        await settle(pilot)
        assert "you are asked again in a" in app.text and "1 older than 12 months" in app.text
        await pilot.press("x")
        await settle(pilot)
        assert "Delete Harbor Peer Coalition" in app.text
        await pilot.press("y")
        await settle(pilot)
        assert "it can be had back for 30" in app.text and "No minutes are past their time." in app.text
    later = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
    assert sum(held.hidden for held in opened.group.meetings.values()) == 1
    assert len(minutes_kept.past_their_time(opened.group, later)) == 1


async def test_today_leads_to_the_minutes_past_their_time(workspace: Workspace, opened: OpenGroup) -> None:
    choosing.choose(workspace, opened, "keep_months", "12")
    set_clock(workspace, at(15, "12:00").replace(year=2026))
    app = Around(workspace, TodayScreen)
    async with app.run_test(size=(80, 40), notifications=True) as pilot:
        await settle(pilot)
        assert "Minutes past their time" in app.text
        rows = app.screen.query_one(RowList)
        for _ in range(20):
            if rows.selected.startswith("kept"):
                break
            await pilot.press("down")
        await pilot.press("enter")
        await settle(pilot)
        assert "2 older than 12 months" in app.text
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)


async def test_hostile_choices_of_another_device_mean_what_is_usual(workspace: Workspace, opened: OpenGroup) -> None:
    hostile = {"privacy": "[/]", "hours": "٢٤", "kinds": "[bold]\n" * 99, "link": "\x1b[2J" * 50, "email": "x" * 9_999,
               "recording": "\u202e[/]", "dates": "", "keep_months": "1e9", "unknown": "?"}  # fmt: skip
    workspace.record(opened, "", [SettingChosen(setting=name, value=value) for name, value in hostile.items()])
    app = Around(workspace, GroupSettingsScreen(opened))
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await settle(pilot)
        assert "decisions and who does what" in app.text and "[bold]" in app.text
        for key in ("kinds", "link", "recording"):
            await select(pilot, app, key)
            await pilot.press("enter", "escape")
            await settle(pilot)
            assert "\x1b" not in app.text and "\u202e" not in app.text
