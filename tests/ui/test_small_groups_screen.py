"""Small groups: choose, wish, make, again, copy; by keys only, at 80 and at 60 columns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peer_tui.domain.people import match
from peer_tui.services import planning
from peer_tui.services.programmes import small_groups
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.small_groups import SmallGroupsScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import Around, at, make_group, make_workspace, type_words

SIZES = [(80, 24), (60, 20)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(made)
    return made


def app_of(workspace: Workspace) -> tuple[Around, OpenGroup]:
    opened = workspace.open_groups()[0]
    return Around(workspace, SmallGroupsScreen(opened)), opened


async def settle(pilot: Pilot[int]) -> None:
    for _ in range(3):
        await pilot.pause()


def groups_on(app: Around) -> list[set[str]]:
    """The names under each heading of the list."""
    groups: list[set[str]] = []
    for line in app.text.split("\n"):
        words = line.strip("│┃ ").strip()
        if words.startswith("Group "):
            groups.append(set())
        elif groups and line.startswith("│") and words:
            groups[-1].add(words.partition(" · ")[0].strip())
    return groups


@pytest.mark.parametrize("size", SIZES)
async def test_groups_are_made_and_made_again_and_wishes_hold(workspace: Workspace, size: tuple[int, int]) -> None:
    app, _opened = app_of(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        assert "Who is put in a group?" in app.text and "6 chosen" in app.text
        await pilot.press("2")
        assert "2 groups of 3" in app.text
        await pilot.press("t")
        await type_words(pilot, "bo, mei")
        assert "together: Bo, Mei" in app.text
        await pilot.press("enter", "k")
        await type_words(pilot, "bo, jos")
        await pilot.press("enter")
        await settle(pilot)
        assert "apart: " in app.text
        await pilot.press("y")
        await settle(pilot)
        made = groups_on(app)
        assert [len(group) for group in made] == [3, 3]
        for _ in range(4):
            bo = next(group for group in groups_on(app) if "Bo" in group)
            assert "Mei" in bo and not any(name.startswith("José") for name in bo)
            await pilot.press("r")
            await settle(pilot)
        await pilot.press("escape", "z", "z")
        await settle(pilot)
        assert "Taken back: together: Bo, Mei" in app.text and "apart:" not in app.text
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, TodayScreen)


async def test_a_name_that_fits_nobody_stays_in_the_line_with_a_sentence(workspace: Workspace) -> None:
    app, _ = app_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("k")
        await type_words(pilot, "bo, zed[/]")
        await pilot.press("enter")
        await settle(pilot)
        assert "Nobody here is called zed[/]." in app.text
        await pilot.press("escape", "n")
        for _ in range(3):
            await pilot.press("backspace")
        await type_words(pilot, "many")
        await pilot.press("enter")
        await settle(pilot)
        assert "How many groups? A number from 1 to 50" in app.text


async def test_nobody_chosen_is_said_and_one_is_put_in_by_space(workspace: Workspace) -> None:
    app, _opened = app_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("x", "y")
        await settle(pilot)
        assert "Nobody is chosen yet" in app.text
        await pilot.press("space", "3", "y")
        await settle(pilot)
        assert "1 person makes 1 group at most, not 3." in app.text and len(groups_on(app)) == 1


async def test_those_who_are_here_are_chosen_at_first_and_the_copy_holds_no_roles(workspace: Workspace) -> None:
    opened = workspace.open_groups()[0]
    meeting = planning.plan(workspace, opened, workspace.now() + dt.timedelta(minutes=5))
    session = LiveSession(workspace, opened, meeting)
    for line in ("/next", "+bo", "+mei"):
        session.typed(line)
        session.enter(line)
    here = {match(name, opened.group.everybody).person.id for name in ("bo", "mei")}  # type: ignore[union-attr]
    app, _ = app_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        drawing = small_groups.drawing_of(workspace, opened)
        assert set(drawing.chosen) == here
        await pilot.press("2", "y", "c")
        await settle(pilot)
        await app.workers.wait_for_complete()
    copied = (workspace.places.exports / "last-copy.txt").read_text(encoding="utf-8")
    assert sorted(copied.split("\n")[:2])[0].startswith("Group 1: ") and "CPS" not in copied
    assert {word for word in ("Bo", "Mei") if word in copied} == {"Bo", "Mei"}


async def test_what_was_chosen_is_still_there_when_one_comes_back_and_nothing_was_recorded(
    workspace: Workspace,
) -> None:
    app, opened = app_of(workspace)
    before = len(opened.events[""])
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await pilot.press("3", "k")
        await type_words(pilot, "bo, mei")
        await pilot.press("enter", "y")
        await settle(pilot)
        first = groups_on(app)
        await pilot.press("escape", "escape")
        await settle(pilot)
        app.switch_screen(SmallGroupsScreen(opened))
        await settle(pilot)
        assert "apart: Bo, Mei" in app.text and "3 groups of 2" in app.text
        await pilot.press("y")
        await settle(pilot)
        assert groups_on(app) == first
    assert len(opened.events[""]) == before
