"""Bring in, with the keys: a text is looked at, each line agreed to, and nothing is written before y."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from peer_tui.domain.events import EntryKind
from peer_tui.services import planning
from peer_tui.ui.places import PLACES
from peer_tui.ui.screens.bring_in import BringInScreen
from peer_tui.ui.screens.bring_in_views.agreed_to import AgreedToView
from peer_tui.ui.screens.bring_in_views.from_where import FromWhereView, path_in
from tests.ui.conftest import Desk

MINUTES = """\
# Minutes, 6 November 2024, 2:00 pm

Present: Ana Ruiz, Bo Chen, Dana Lowe

## Training

- Decision: We meet by Zoom until spring
- Action: Ana Ruiz to call about training dates by 15 Nov
- The winter dates are in writing
"""


@asynccontextmanager
async def _sit(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Pilot[int], BringInScreen]]:
    async with desk.sit(size) as pilot:
        screen = BringInScreen(desk.opened)
        await desk.app.push_screen(screen)
        await pilot.pause()
        yield pilot, screen


async def _paste(desk: Desk, pilot: Pilot[int], screen: BringInScreen, text: str) -> None:
    await pilot.press("p")
    await pilot.pause()
    screen.query_one(TextArea).load_text(text)
    await pilot.press("ctrl+s")
    await pilot.pause()
    await pilot.pause()


def _walk_to(screen: BringInScreen, words: str) -> None:
    view = screen.view
    assert isinstance(view, AgreedToView)
    place = next(n for n, item in enumerate(view.plan.items) if words in item.read.text)
    assert screen.rows.walk_to(f"line {place}")


def test_it_is_a_place() -> None:
    assert [place.screen for place in PLACES if place.word == "Bring in"] == ["bring_in:BringInScreen"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_pasted_minutes_are_looked_at_and_written_only_after_y(desk: Desk, size: tuple[int, int]) -> None:
    async with _sit(desk, size) as (pilot, screen):
        meetings, events = len(desk.opened.group.meetings), len(desk.opened.events[""])
        await _paste(desk, pilot, screen, MINUTES)
        shown = desk.screen()
        assert "We meet by Zoom until spring" in shown and "DECISION" in shown and "NEXT STEP" in shown
        assert "y write it" in shown
        assert (len(desk.opened.group.meetings), len(desk.opened.events[""])) == (meetings, events)
        await pilot.press("y")
        await pilot.pause()
        assert isinstance(screen.view, FromWhereView)
        assert len(desk.opened.group.meetings) == meetings + 1
        assert "z takes it back" in " ".join(desk.screen().split())


async def test_esc_leaves_without_a_trace(desk: Desk) -> None:
    async with _sit(desk) as (pilot, screen):
        before = (dict(desk.opened.group.meetings), desk.opened.events.changes)
        await _paste(desk, pilot, screen, MINUTES)
        await pilot.press("space", "k", "e", "a", "w", "escape")
        await pilot.pause()
        assert isinstance(screen.view, FromWhereView)
        assert (dict(desk.opened.group.meetings), desk.opened.events.changes) == before


async def test_a_line_is_left_out_and_another_made_a_decision(desk: Desk) -> None:
    async with _sit(desk) as (pilot, screen):
        await _paste(desk, pilot, screen, MINUTES)
        _walk_to(screen, "call about training")
        await pilot.press("space")
        _walk_to(screen, "winter dates")
        await pilot.press("k")
        await pilot.press("y")
        await pilot.pause()
        held = next(held for held in desk.opened.group.shown if held.source)
        meeting = desk.opened.meeting(held.id)
        assert [entry.filed.text for entry in meeting.of_kind(EntryKind.DECISION)] == [
            "We meet by Zoom until spring", "The winter dates are in writing",
        ]  # fmt: skip
        assert meeting.steps.steps == {}


async def test_who_is_new_is_counted_until_a_person_says_otherwise(desk: Desk) -> None:
    async with _sit(desk) as (pilot, screen):
        await _paste(desk, pilot, screen, MINUTES)
        assert isinstance(screen.view, AgreedToView)
        assert screen.rows.walk_to("person 2")
        await pilot.pause()
        assert "counted without a name" in desk.screen()
        await pilot.press("enter")
        await pilot.pause()
        assert "added as confirmed member" in desk.screen()
        await pilot.press("y")
        await pilot.pause()
        assert any(person.name == "Dana Lowe" for person in desk.opened.group.everybody)


async def test_the_report_tells_each_line(desk: Desk) -> None:
    async with _sit(desk) as (pilot, screen):
        await _paste(desk, pilot, screen, MINUTES)
        await pilot.press("r")
        await pilot.pause()
        shown = desk.screen()
        assert "Understood" in shown and "line 1" in shown and "Kept as a note 1" in shown
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(screen.view, AgreedToView)


async def test_without_a_day_it_asks_for_it_and_writes_nothing(desk: Desk) -> None:
    async with _sit(desk) as (pilot, screen):
        await _paste(desk, pilot, screen, "- Decision: We keep Zoom\n- Action: Bo to print it\n")
        assert "When was the meeting?" in desk.screen()
        before = len(desk.opened.group.meetings)
        await pilot.press("y")
        await pilot.pause()
        assert len(desk.opened.group.meetings) == before
        await pilot.press("d")
        await pilot.press(*"6", "space", *"nov", "enter")
        await pilot.pause()
        assert "Wed 6 Nov 2024" in desk.screen()
        await pilot.press("y")
        await pilot.pause()
        assert len(desk.opened.group.meetings) == before + 1


async def test_a_file_by_its_path_and_one_that_is_not_there(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "old minutes.md"
    file.write_text(MINUTES)
    async with _sit(desk) as (pilot, screen):
        await pilot.press("f")
        screen.asking.query_one("Input").value = str(tmp_path / "no such file")  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        assert "could not be read" in " ".join(desk.screen().split())
        screen.asking.query_one("Input").value = f"'{file}'"  # type: ignore[attr-defined]
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(screen.view, AgreedToView)
        assert screen.view.plan.name == "old minutes.md"


def test_a_path_as_terminals_write_it(tmp_path: Path) -> None:
    file = tmp_path / "a b.md"
    file.write_text("x")
    for words in (str(file), f"'{file}'", f'"{file}" ', str(file).replace(" ", "\\ "), file.as_uri()):
        assert path_in(words) == file


async def test_z_takes_it_back(desk: Desk) -> None:
    async with _sit(desk) as (pilot, screen):
        await _paste(desk, pilot, screen, MINUTES)
        await pilot.press("y")
        await pilot.pause()
        assert any(held.source for held in desk.opened.group.shown)
        await pilot.press("z")
        await pilot.pause()
        assert not any(held.source for held in desk.opened.group.shown)
        await pilot.press("z")
        await pilot.pause()
        assert "Nothing was brought in here" in desk.screen()


async def test_the_next_group_and_another_form(desk: Desk) -> None:
    planning.new_group(desk.workspace, "Valley Group", "mapwc", "America/New_York")
    async with _sit(desk) as (pilot, screen):
        await _paste(desk, pilot, screen, MINUTES)
        first = screen.opened.folder
        await pilot.press("tab")
        await pilot.pause()
        assert screen.opened.folder != first and isinstance(screen.view, AgreedToView)
        assert "Valley Group" in desk.screen()
        await pilot.press("v")
        await pilot.pause()
        assert "Read as plain-text minutes" in desk.screen()


async def test_hostile_text_is_shown_literally(desk: Desk) -> None:
    nasty = "# Minutes 2024-11-06\n\n- Decision: [/] [bold]x[/bold] \x1b[2J\u202e\n- Action: Bo to " + "y" * 3000
    async with _sit(desk, (60, 20)) as (pilot, screen):
        await _paste(desk, pilot, screen, nasty)
        assert "[/] [bold]x[/bold]" in desk.screen() and "\x1b" not in desk.screen()
        await pilot.press("r", "escape", "down", "down", "y")
        await pilot.pause()
        assert any(held.source for held in desk.opened.group.shown)


async def test_o_opens_the_minutes_that_were_brought_in(desk: Desk) -> None:
    from peer_tui.ui.screens.minutes import MinutesScreen

    async with _sit(desk) as (pilot, screen):
        await pilot.press("o")
        await pilot.pause()
        assert "No minutes were brought in" in desk.screen()
        await _paste(desk, pilot, screen, MINUTES)
        await pilot.press("y")
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(desk.app.screen, MinutesScreen)
        assert "We meet by Zoom until spring" in desk.screen()
