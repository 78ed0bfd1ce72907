from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.events import Side
from peer_tui.services import zones
from peer_tui.services.comparing import minutes_words
from peer_tui.services.templates import agreement_starters
from peer_tui.services.workspace import Workspace
from peer_tui.ui.screens import first_run
from peer_tui.ui.screens.first_run import FirstRunScreen
from peer_tui.ui.screens.today import TodayScreen
from peer_tui.ui.widgets.row_list import RowList
from tests.ui.around import Around, at, make_group, make_workspace, type_words


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path, at(12, "14:05"))


@pytest.fixture(autouse=True)
def _in_boston(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_run, "machine_zone", lambda: "America/New_York")


async def test_check_01_choosing_mapwc_makes_its_seven_blocks(workspace: Workspace) -> None:
    app = Around(workspace, FirstRunScreen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await type_words(pilot, "Harbor")
        await pilot.press("enter")
        await pilot.pause()
        assert "America/New_York: it is now 2:05 pm there" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert "MAPWC coalition meeting" in app.text
        await pilot.press("enter")
        await pilot.pause()
    group = workspace.open_groups()[0].group
    assert (group.name, group.zone, group.template) == ("Harbor", "America/New_York", "mapwc")
    assert list(group.series.values()) == ["Harbor"]
    assert [(block.title, minutes_words(block)) for block in group.blocks] == [
        ("Welcome", "3–5"),
        ("Comfort / Discomfort Agreement – introductions", "3–5"),
        ("Minutes review", "3–5"),
        ("Updates on Priorities", "15"),
        ("Current topics we are addressing", "flex"),
        ("Next Steps", "15"),
        ("Group goodbyes!", "2"),
    ]


async def test_check_04_from_nothing_to_a_meeting_that_is_ready(workspace: Workspace) -> None:
    app = Around(workspace, FirstRunScreen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await type_words(pilot, "Harbor")
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        await type_words(pilot, "wed 13 nov 2pm")
        assert "Wed 13 Nov 2024, 2:00–3:00 pm EST" in app.text
        await pilot.press("enter")
        await pilot.pause()
        await type_words(pilot, "Ana Ruiz")
        await pilot.press("enter")
        await type_words(pilot, "Bo Chen")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "0 of 15 chosen" in app.text and "[x]" not in app.text
        await pilot.press("space", "down", "space", "enter")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
        assert "Harbor · tomorrow 2:00 pm EST" in app.text
    group = workspace.open_groups()[0].group
    assert [person.name for person in group.everybody] == ["Ana Ruiz", "Bo Chen"]
    assert [held.starts for held in group.meetings.values()] == [at(13, "14:00")]
    starters = agreement_starters()[Side.COMFORT]
    assert [item.text for item in group.agreement.changes] == starters[:2] and group.agreement.version == 0


async def test_bad_answers_are_told_and_kept(workspace: Workspace) -> None:
    make_group(workspace, "Harbor")
    app = Around(workspace, FirstRunScreen)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        assert "A group needs a name." in app.text
        await type_words(pilot, "harbor")
        await pilot.press("enter")
        await pilot.pause()
        assert "There is a group called “harbor” already" in app.text
        await type_words(pilot, "2")
        await pilot.press("enter", "ctrl+u")
        await type_words(pilot, "nowhereville")
        await pilot.press("enter")
        await pilot.pause()
        assert "is not one time zone" in app.text
        await pilot.press("escape")
        await pilot.pause()
        assert "harbor2" in app.text
        await pilot.press("enter")
        await pilot.pause()
        assert "nowhereville" in app.text
    assert len(workspace.open_groups()) == 1


async def test_a_line_that_is_nobody_stays_in_the_field(workspace: Workspace) -> None:
    app = Around(workspace, FirstRunScreen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await type_words(pilot, "Harbor")
        await pilot.press("enter", "enter", "enter", "enter")
        await pilot.pause()
        await type_words(pilot, "Ana Ruiz")
        await pilot.press("enter")
        await type_words(pilot, "1234")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert "1 added." in app.text and "Line 2: there is no name in it" in app.text and "1234" in app.text
        await pilot.press("escape", "escape")
        await pilot.pause()
        assert isinstance(app.screen, TodayScreen)
    assert not workspace.open_groups()[0].group.agreement.changes


async def test_check_28_a_hostile_name_of_a_group(workspace: Workspace) -> None:
    app = Around(workspace, FirstRunScreen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("left_square_bracket", "slash", "right_square_bracket", "a", "enter", "enter", "enter")
        await pilot.pause()
        assert "[/]a is ready" in app.text
        await pilot.press("enter", "escape", "escape")
        await pilot.pause()
        assert "[/]a: no meeting is planned" in app.text


async def test_the_first_question_cannot_be_left_for_an_empty_home(workspace: Workspace) -> None:
    app = Around(workspace, FirstRunScreen)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, FirstRunScreen) and "^Q leaves the program" in app.text


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("America/New_York", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("eastern", "America/New_York"),
        ("boston", "America/New_York"),
        ("chicago", "America/Chicago"),
        ("nowhereville", ""),
        ("a", ""),
    ],
)
def test_zones_are_found_by_what_people_call_them(typed: str, zone: str) -> None:
    assert zones.zone_named(typed) == zone


def test_the_machine_has_a_zone() -> None:
    assert zones.is_zone(zones.machine_zone())


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_group_begins_with_a_programme_and_its_first_meeting_belongs_to_it(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    from peer_tui.services.programmes.running import runs

    app = Around(workspace, FirstRunScreen)
    async with app.run_test(size=size, notifications=True) as pilot:
        await type_words(pilot, "Lakeside")
        await pilot.press("enter", "enter")
        await pilot.pause()
        kinds = app.screen.query_one("#kinds", RowList)
        names = [str(option.prompt).split("\n")[0] for option in kinds.options]
        assert names[0] == "MAPWC coalition meeting" and names[-1].startswith("Blank") and "Peer match" in names
        assert not any("pre-match call" in name.casefold() for name in names)
        for _ in range(names.index("Peer match")):
            await pilot.press("down")
        await pilot.pause()
        assert "A programme" in app.text and "First: Pre-match call" in " ".join(app.text.split())
        await pilot.press("enter")
        await pilot.pause()
        assert "Lakeside is ready." in app.text
        await type_words(pilot, "wed 13 nov 2pm")
        await pilot.press("enter")
        await pilot.pause()
    opened = workspace.open_groups()[0]
    (run,) = runs(opened)
    (meeting,) = run.meetings
    assert (run.key, run.meetings[meeting]) == ("peer-match", "pre-match-call")
    assert opened.group.template == "peer-match-call"
    assert opened.group.meetings[meeting].minutes == 60
