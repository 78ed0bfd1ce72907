"""What Today does with a meeting: move, rename, kind, join two, delete and have back, write up, began earlier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from peer_tui.domain.events import MeetingId
from peer_tui.domain.wall_time import say_time
from peer_tui.services import deleting, planning
from peer_tui.services.reviewing import approve
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.choose_one import ChooseOne
from peer_tui.ui.screens.deleted import DeletedScreen
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.services.libraries import add_topic
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock, type_words

SIZES = [(80, 24), (60, 20)]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


def planned(workspace: Workspace) -> tuple[OpenGroup, MeetingId]:
    """A group that met on 9 October and is to meet on 13 November at two; it is the Monday before."""
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, LAST_TIME)
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    set_clock(workspace, at(11, "12:00"))
    return opened, meeting


class Going(Around):
    """The program, which really goes to a live meeting."""

    def open_live(self, opened: OpenGroup, meeting: MeetingId) -> None:
        self.asked.append(("live", meeting))
        self._show(LiveScreen(opened, meeting))


def said(app: Around) -> str:
    return " ".join(app.text.replace("│", " ").split())


async def select(app: Around, pilot: Pilot[int], fits: Callable[[str], bool]) -> None:
    """Walk down to the line whose key fits."""
    screen = app.screen
    assert isinstance(screen, TodayScreen)
    for _ in range(30):
        if screen.selected is not None and fits(screen.selected.key):
            return
        await pilot.press("down")
        await pilot.pause()
    raise AssertionError(f"no such line: {[line for line in screen.lines]}")


def held(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> planning.Held:
    return workspace.open_group(opened.folder).group.meetings[meeting]


async def test_a_meeting_is_moved_in_one_line(workspace: Workspace) -> None:
    opened, meeting = planned(workspace)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("v")
        await type_words(pilot, "thu 14 nov 3pm 90 min")
        assert "Thu 14 Nov 2024, 3:00–4:30 pm EST" in app.text
        await pilot.press("enter")
        await pilot.pause()
        now = held(workspace, opened, meeting)
        assert (now.starts, now.minutes) == (at(14, "15:00"), 90)
        assert "Moved: Thu 14 Nov 2024" in said(app) and "Thu 14 Nov 3:00 pm EST" in app.text


async def test_a_meeting_is_renamed_and_its_kind_chosen(workspace: Workspace) -> None:
    opened, meeting = planned(workspace)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("r")
        assert app.screen.query_one(Input).value == "Harbor Peer Coalition"
        await pilot.press("ctrl+u")
        await type_words(pilot, "[bold] Listening")
        await pilot.press("enter")
        await pilot.pause()
        assert held(workspace, opened, meeting).title == "[bold] Listening"
        assert "Harbor Peer Coalition · [bold] Listening" in app.text
        await pilot.press("k")
        await pilot.pause()
        assert isinstance(app.screen, ChooseOne) and "another kind" in app.text
        await pilot.press("down", "enter")
        await pilot.pause()
        assert held(workspace, opened, meeting).type == "listening session"
        await pilot.press("k")
        await pilot.pause()
        await pilot.press("end", "enter")
        await pilot.pause()
        await pilot.press("ctrl+u")
        await type_words(pilot, "walk")
        await pilot.press("enter")
        await pilot.pause()
        assert held(workspace, opened, meeting).type == "walk"


@pytest.mark.parametrize("size", SIZES)
async def test_a_meeting_planned_twice_becomes_one_and_it_asks_once(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    opened, kept = planned(workspace)
    gone = planning.plan(workspace, opened, at(13, "15:00"), title="Twice")
    add_topic(workspace, opened, gone, "the van")
    app = Around(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await select(app, pilot, lambda key: key.startswith(f"later {gone}"))
        await pilot.press("j")
        await pilot.pause()
        assert isinstance(app.screen, ChooseOne) and "Wed 13 Nov 2024, 2:00 pm" in said(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "1 topic comes along" in said(app)
        await pilot.press("y")
        await pilot.pause()
        group = workspace.open_group(opened.folder)
        assert [one.id for one in group.group.shown if one.state == "planned"] == [kept]
        assert "the van" in [topic.text for topic in group.meeting(kept).topics]
        assert "stands for both now" in said(app)


async def test_a_deleted_meeting_is_hidden_and_had_back_with_one_key(workspace: Workspace) -> None:
    opened, meeting = planned(workspace)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("d")
        assert "Delete Harbor Peer Coalition, Wed 13 Nov 2024, 2:00 pm?" in said(app)
        await pilot.press("n")
        assert not held(workspace, opened, meeting).hidden
        await pilot.press("d", "y")
        await pilot.pause()
        assert held(workspace, opened, meeting).hidden
        assert "brings it back" in said(app) and "today 2:00 pm" not in app.text
        await pilot.press("f2", "x")
        await pilot.pause()
        assert isinstance(app.screen, DeletedScreen) and "30 days left" in app.text
        await pilot.press("g")
        await pilot.pause()
        assert "can go for good after 30 days" in said(app)
        await pilot.press("r")
        await pilot.pause()
        assert not held(workspace, opened, meeting).hidden
        assert "Nothing is deleted." in said(app) and "is back, with all that was in it" in said(app)


async def test_approved_minutes_are_asked_about_twice(workspace: Workspace) -> None:
    opened, meeting = planned(workspace)
    october = next(one.id for one in opened.group.meetings.values() if one.state == "ended")
    session = LiveSession(workspace, opened, meeting)
    approve(session, "")
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await select(app, pilot, lambda key: key.startswith("unsent"))
        await pilot.press("d", "y")
        await pilot.pause()
        assert "were approved as distributed" in said(app)
        assert not held(workspace, opened, october).hidden
        await pilot.press("y")
        await pilot.pause()
        assert held(workspace, opened, october).hidden


async def test_after_thirty_days_today_asks_and_it_may_go(workspace: Workspace) -> None:
    opened, meeting = planned(workspace)
    deleting.delete(workspace, opened, opened.group.meetings[meeting])
    set_clock(workspace, at(13, "12:00", 12))
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await select(app, pilot, lambda key: key.startswith("deleted"))
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, DeletedScreen)
        await pilot.press("g")
        await pilot.pause()
        assert "go for good?" in said(app)
        await pilot.press("y")
        await pilot.pause()
        assert meeting not in workspace.open_group(opened.folder).group.meetings
        assert "is gone." in said(app) and list(workspace.library.quarantine.iterdir())


@pytest.mark.parametrize("size", SIZES)
async def test_a_meeting_held_on_paper_is_written_up(workspace: Workspace, size: tuple[int, int]) -> None:
    opened, _ = planned(workspace)
    app = Going(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("w")
        await type_words(pilot, "fri 8 nov 2pm 45 min")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        live = app.screen
        assert isinstance(live, LiveScreen)
        assert "writing up · lines are given 2:00 pm" in app.text
        assert "left" not in app.text.splitlines()[1] and "ends 2:45" not in app.text
        for line in ("+bo", "/at 2:20", "! We meet by Zoom", "/end", "/end"):
            live.line.put(line)
            await pilot.press("enter")
        await pilot.pause()
        group = workspace.open_group(opened.folder)
        paper = next(one for one in group.group.meetings.values() if one.written_up)
        assert (paper.state, paper.starts, paper.ended) == ("ended", at(8, "14:00"), at(8, "14:45"))
        (entry,) = group.meeting(paper.id).lines()
        assert entry.at == at(8, "14:20").astimezone(dt.UTC)


async def test_a_meeting_nobody_opened_is_written_up_where_it_was_planned(workspace: Workspace) -> None:
    opened, meeting = planned(workspace)
    set_clock(workspace, at(15, "12:00"))
    app = Going(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await select(app, pilot, lambda key: key.startswith("missed"))
        assert "w write up" in app.text.splitlines()[-1]
        await pilot.press("w")
        assert "was held on paper, Wed 13 Nov 2024, 2:00 pm, 60 min: write it up?" in said(app)
        await pilot.press("y")
        await pilot.pause()
        await pilot.pause()
        assert "writing up" in app.text and held(workspace, opened, meeting).written_up


async def test_a_meeting_that_began_before_the_key_was_pressed(workspace: Workspace) -> None:
    opened, meeting = planned(workspace)
    set_clock(workspace, at(13, "14:20"))
    app = Going(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("b")
        await type_words(pilot, "2:40")
        await pilot.press("enter")
        await pilot.pause()
        assert "2:40 pm is still to come." in said(app)
        await pilot.press("ctrl+u")
        await type_words(pilot, "2:04")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, LiveScreen)
        called = workspace.open_group(opened.folder).meeting(meeting).called
        assert called is not None and say_time(called, "America/New_York") == "2:04 pm"


async def test_a_group_without_a_next_meeting_is_offered_one_and_nothing_is_assumed(workspace: Workspace) -> None:
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, LAST_TIME)
    app = Around(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await select(app, pilot, lambda key: key.startswith("plan"))
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "Wed 13 Nov 2024 2:00 pm"
        assert len(workspace.open_group(opened.folder).group.meetings) == 1
        await pilot.press("ctrl+u")
        await pilot.press("enter")
        await pilot.pause()
        assert "Enter once more plans it all the same" in said(app)
        assert len(workspace.open_group(opened.folder).group.meetings) == 1
        await pilot.press("enter")
        await pilot.pause()
        starts = [one.starts for one in workspace.open_group(opened.folder).group.shown]
        assert starts == [at(9, "14:00", 10), at(13, "14:00")]


@pytest.mark.parametrize("key", list("xvrkjdbomes"))
async def test_a_key_that_fits_no_line_says_what_it_is_for(workspace: Workspace, key: str) -> None:
    planning.new_group(workspace, "Harbor", "mapwc", "America/New_York")
    app = Around(workspace)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press(key)
        await pilot.pause()
        assert "select" in said(app)
        assert not app.screen.query_one("AskLine").has_class("-open")


async def test_hostile_titles_stand_literally_in_every_question(workspace: Workspace) -> None:
    opened, meeting = planned(workspace)
    planning.rename(
        workspace, opened, opened.group.meetings[meeting], "[/] [bold]x[/] \u202eevil 林小雨 " + "long " * 40
    )
    app = Around(workspace)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.pause()
        for keys in (("d", "escape"), ("x", "escape"), ("r", "escape"), ("k", "escape"), ("v", "escape"), ("d", "y")):
            await pilot.press(*keys)
            await pilot.pause()
        await pilot.press("f2", "x")
        await pilot.pause()
        assert "[/] [bold]x[/]" in said(app)
