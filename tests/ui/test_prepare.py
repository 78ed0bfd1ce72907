from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.agenda import lay_out
from peer_tui.domain.events import MeetingId
from peer_tui.services import planning
from peer_tui.services.comparing import differences
from peer_tui.services.templates import load_template
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.prepare import PrepareScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.services.libraries import add_topic
from tests.ui.around import LAST_TIME, Around, at, hold, make_group, make_workspace, set_clock, type_words


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(1, "12:00", 10))


def planned(workspace: Workspace, minutes: int = 60) -> tuple[OpenGroup, MeetingId]:
    opened = make_group(workspace)
    return opened, planning.plan(workspace, opened, at(13, "14:00"), minutes=minutes)


def screen_of(workspace: Workspace, minutes: int = 60) -> tuple[Around, OpenGroup, MeetingId]:
    opened, meeting = planned(workspace, minutes)
    return Around(workspace, PrepareScreen(opened, meeting)), opened, meeting


async def test_check_02_clock_times_and_words_of_an_hour(workspace: Workspace) -> None:
    app, _, _ = screen_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        rows = [line for line in app.text.splitlines() if " min " in line and line.startswith("│")]
        assert [line.split()[1] for line in rows] == ["2:00", "2:05", "2:10", "2:15", "2:30", "2:43", "2:58"]
        assert "60 of 60 min" in app.text
        assert "protected" in rows[5] and "protected · ours" in rows[6] and "takes what is left" in rows[4]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_check_02_forty_five_minutes_delete_no_block(workspace: Workspace, size: tuple[int, int]) -> None:
    app, _, _ = screen_of(workspace, 45)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        words = " ".join(app.text.split())
        assert "longest: 2 min over, no time for Current topics; shortest: 4 min for Current topics" in words
        assert len([line for line in app.text.splitlines() if " min " in line and line.startswith("│")]) == 7


async def test_minutes_order_and_undo_are_saved_at_once(workspace: Workspace) -> None:
    app, opened, meeting = screen_of(workspace)

    def on_disk() -> list[tuple[str, int]]:
        blocks = workspace.open_group(opened.folder).meeting(meeting).blocks
        return [(block.key, block.high) for block in blocks]

    before = on_disk()
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("plus")
        assert on_disk()[0] == ("welcome", 6)
        await pilot.press("d")
        assert [key for key, _ in on_disk()[:2]] == ["agreement", "welcome"]
        await pilot.pause()
        await pilot.press("u", "r")
        assert "welcome" not in dict(on_disk())
        await pilot.press("z", "z", "z", "z")
        assert on_disk() == before
        await pilot.press("z")
        await pilot.pause()
        assert "Nothing was changed here yet." in app.text


async def test_topics_can_be_nested_and_blocks_added(workspace: Workspace) -> None:
    app, opened, meeting = screen_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("t", "a")
        await type_words(pilot, "Open floor 10")
        assert "Open floor · 10 min" in app.text
        await pilot.press("enter")
        await pilot.pause()
    blocks = workspace.open_group(opened.folder).meeting(meeting).blocks
    assert (blocks[1].title, blocks[1].high) == ("Open floor", 10)
    assert "topics" not in [block.key for block in blocks]


async def test_check_03_the_shipped_template_stays_and_the_differences_are_listed(workspace: Workspace) -> None:
    shipped = load_template("mapwc").blocks
    app, opened, _ = screen_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("plus", "w", "y", "c")
        await pilot.pause()
        assert "“Welcome” has 3–6 min; in the original 3–5 min." in app.text
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
    assert load_template("mapwc").blocks == shipped
    kept = workspace.open_group(opened.folder).group.blocks
    assert differences(kept, shipped) == ["“Welcome” has 3–6 min; in the original 3–5 min."]


async def test_priorities_are_added_with_a_lead_and_updated(workspace: Workspace) -> None:
    app, opened, meeting = screen_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("2", "a")
        await type_words(pilot, "Youth @ana")
        await pilot.press("enter")
        await pilot.pause()
        assert "@ana is Ana Ruiz or Ana Sousa: write more of the name." in app.text
        await type_words(pilot, " s")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("i")
        await type_words(pilot, "two schools joined")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "update: two schools joined" in app.text
        assert "collected Tue 1 Oct 2024" in app.text
        await pilot.press("down", "r")
        await pilot.pause()
        assert "Retired" in app.text
    group = workspace.open_group(opened.folder).group
    added = [one for one in group.priorities.values() if one.name == "Youth"]
    assert [group.person(one.lead).name for one in added] == ["Ana Sousa"]  # type: ignore[union-attr]
    updates = [update for one in group.priorities.values() for update in one.updates]
    assert [(update.text, update.meeting) for update in updates] == [("two schools joined", meeting)]
    assert len(group.active_priorities) == 2


async def test_topics_carried_say_from_when(workspace: Workspace) -> None:
    opened = make_group(workspace)
    hold(workspace, opened, 9, 10, LAST_TIME[:1])
    meeting = planning.plan(workspace, opened, at(13, "14:00"))
    # Nothing after the agreement was reached on 9 October.
    set_clock(workspace, at(12, "12:00"))
    app = Around(workspace, PrepareScreen(opened, meeting))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("3")
        await pilot.pause()
        assert "carried from Wed 9 Oct 2024" in app.text
        await pilot.press("a")
        await type_words(pilot, "Housing")
        await pilot.press("enter")
        await pilot.pause()
        assert "Housing" in app.text
    topics = workspace.open_group(opened.folder).meeting(meeting).topics
    assert topics[-1].text == "Housing"


async def test_moving_the_meeting(workspace: Workspace) -> None:
    app, opened, meeting = screen_of(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("v")
        await type_words(pilot, "thu 14 nov 45 min")
        await pilot.press("enter")
        await pilot.pause()
    held = workspace.open_group(opened.folder).group.meetings[meeting]
    assert (held.starts, held.minutes) == (at(14, "14:00"), 45)


@pytest.mark.parametrize("part", ["1", "2", "3", "4", "5"])
async def test_check_28_hostile_words_in_every_part(workspace: Workspace, part: str) -> None:
    hostile = "[/] [bold]x[/] \x1b[31m\u202e 林 😀"
    opened = planning.new_group(workspace, hostile, "mapwc", "America/New_York", f"{hostile} | rain | [b] | [/]")
    person = opened.group.everybody[0].id
    planning.add_priority(workspace, opened, hostile, person)
    meeting = planning.plan(workspace, opened, at(13, "14:00"), title=hostile)
    add_topic(workspace, opened, meeting, hostile)
    priority = next(iter(opened.group.priorities))
    planning.collect_update(workspace, opened, priority, hostile, meeting)
    app = Around(workspace, PrepareScreen(opened, meeting))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        await pilot.press(part, "a")
        await pilot.pause()
        assert "[/] [bold]x[/]" in app.text and "\x1b" not in app.text


def test_the_words_are_those_of_the_agenda(workspace: Workspace) -> None:
    opened, meeting = planned(workspace)
    assert lay_out(opened.meeting(meeting).blocks, 60, at(13, "14:00")).words == "60 of 60 min"


async def test_prepare_says_what_the_last_goodbyes_arranged(tmp_path: Path) -> None:
    """The golden run's goodbyes name a convener, a facilitator and a scribe; the next meeting's Prepare shows them."""
    from tests.ui.scenes import practice

    app, session = practice(tmp_path, "peer", "15:00")
    workspace = session.workspace
    opened, _held = workspace.find_meeting(session.id)
    starts = opened.group.meetings[session.id].next_starts
    assert starts is not None
    following = planning.plan(workspace, opened, starts)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.pause()
        app.open_prepare(opened, following)
        await pilot.pause()
        await pilot.pause()
        said = "\n".join(
            "".join(part.text for part in strip) for strip in app.screen._compositor.render_strips(app.size)
        )
    assert "Arranged last time: Mei convenes · Priya facilitates · 林小雨 is scribe" in said
