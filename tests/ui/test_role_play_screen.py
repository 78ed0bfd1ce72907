"""The role-play runner, by keys only, at 80 and at 60 columns."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from textual.pilot import Pilot

from peer_tui.domain.events import ProgrammeId
from peer_tui.services.clock import ManualClock
from peer_tui.services.programmes.role_play import role_play_of
from peer_tui.services.programmes.rows import register_rows
from peer_tui.services.programmes.running import run_of
from peer_tui.services.programmes.starting import start
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.screens.role_play import RolePlayScreen
from tests.ui.around import EASTERN, Around, make_group, make_workspace, type_words

SIZES = [(80, 24), (60, 20)]
NOW = dt.datetime(2026, 4, 29, 9, 0, tzinfo=EASTERN)


class Stage:
    """The screen over a training, with keys that are typed and time that goes by."""

    def __init__(self, home: Path) -> None:
        self.workspace: Workspace = make_workspace(home, NOW)
        self.opened: OpenGroup = make_group(self.workspace)
        self.programme: ProgrammeId = start(self.workspace, self.opened, "peer-training", "Spring training", {})
        self.app = Around(self.workspace, RolePlayScreen(self.opened, self.programme))
        self.pilot: Pilot[int]

    async def press(self, *keys: str) -> None:
        for key in keys or ("",):
            if not key:
                await self.pilot.pause()
            elif key.startswith('"'):
                await type_words(self.pilot, key[1:])
            else:
                await self.pilot.press(key)
            for _ in range(3):
                await self.pilot.pause()

    async def later(self, **by: float) -> None:
        assert isinstance(self.workspace.clock, ManualClock)
        self.workspace.clock.advance(dt.timedelta(**by))
        self.app.ticker.tick()
        await self.pilot.pause()

    @property
    def text(self) -> str:
        return " ".join(self.app.text.replace("│", " ").split())


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_a_role_play_from_the_scenario_to_the_row_it_becomes(stage: Stage, size: tuple[int, int]) -> None:
    async with stage.app.run_test(size=size, notifications=True) as stage.pilot:
        await stage.press()
        assert "prepare 3 min · play 5 min · debrief 5 min" in stage.text
        assert "Nobody has to play a part" in stage.text
        await stage.press("home", "enter", '"bo chen', "enter")
        assert "decision-maker: Bo Chen" in stage.text
        await stage.press("ctrl+n")
        await stage.later(seconds=60)
        assert "PREPARE 2:00 of 3 min" in stage.text
        await stage.later(minutes=2, seconds=5)
        assert "PREPARE +0:05 of 3 min" in stage.text and "Is everybody ready to play?" in stage.text
        await stage.press("ctrl+n", "l", '"the story', "enter", "plus", "space")
        assert "PLAY 6:00 of 6 min (waits)" in stage.text and "the story" in stage.text
        await stage.press("space", "ctrl+n", "d", '"ask first', "enter", "ctrl+n")
        assert "Keep what landed" in stage.text
        await stage.press("k")
        assert "Kept in “Role-play log”" in stage.text
    (row,) = register_rows(stage.opened, run_of(stage.opened, stage.programme), "role-plays").rows
    assert (row.words("landed"), row.words("differently")) == ("the story", "ask first")


async def test_the_clock_goes_on_while_one_is_elsewhere(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24), notifications=True) as stage.pilot:
        await stage.press("ctrl+n", "escape")
        assert stage.app.asked == [("today", "")]
        await stage.later(seconds=45)
        stage.app._show(RolePlayScreen(stage.opened, stage.programme))
        await stage.press()
        assert "PREPARE 2:15 of 3 min" in stage.text


async def test_parts_and_notes_are_changed_taken_out_and_given_back(stage: Stage) -> None:
    async with stage.app.run_test(size=(80, 24), notifications=True) as stage.pilot:
        await stage.press("home", "x")
        assert "Taken out" in stage.text and "decision-maker: nobody" not in stage.text
        await stage.press("z")
        assert "decision-maker: nobody yet" in stage.text
        await stage.press("a", '"the aide', "enter", "l", '"a story', "enter", "end", "enter", '" told well', "enter")
        assert "a story told well" in stage.text and "the aide: nobody yet" in stage.text
        await stage.press("end", "x")
        assert "a story told well" not in stage.text
        await stage.press("o", '"a call', "enter")
        assert "a call" in stage.text
        await stage.press("s", "r")
        assert "Esc closes" in stage.app.text
        await stage.press("escape", "n", "y")
        assert role_play_of(stage.workspace, stage.opened, stage.programme).landed == ()


async def test_hostile_words_stay_words(stage: Stage) -> None:
    from peer_tui.services.programmes import role_play

    where = stage.workspace, stage.opened, stage.programme
    for words in ("[/] [bold]x", "nul \x00 \x1b[31m", "\ud800", "\u202eright", "word " * 500, "石" * 90):
        role_play.note(*where, "landed", words)
        role_play.add_part(*where, words)
        role_play.own_scenario(*where, words)
        role_play.give(*where, len(role_play_of(*where).parts) - 1, words)
    async with stage.app.run_test(size=(60, 20), notifications=True) as stage.pilot:
        await stage.press("home", "end", "ctrl+n")
        assert "PREPARE" in stage.text
        await stage.press("k")
        assert "Kept" in stage.text
