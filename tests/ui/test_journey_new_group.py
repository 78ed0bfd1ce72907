"""Journey (e) of `product.md` §3.7: from an empty home to a group whose first meeting can begin, with its past in the
archive."""

from __future__ import annotations

import contextlib
import datetime as dt
import subprocess
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from peer_tui.domain.events import Side
from peer_tui.services.clock import ManualClock
from peer_tui.services.practice import practice_workspace
from peer_tui.services.templates import load_template
from peer_tui.services.workspace import Workspace
from peer_tui.ui import practising
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens import first_run
from peer_tui.ui.screens.archive import ArchiveScreen
from peer_tui.ui.screens.bring_in import BringInScreen
from peer_tui.ui.screens.first_run import FirstRunScreen
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.screens.place import ReadingPane
from peer_tui.ui.screens.prepare import PrepareScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.ui.around import at, make_workspace, set_clock, type_words

SIZES = pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=["80x24", "60x20"])
MEMBERS = "Ana Ruiz (she/her)\nBo Chen, CPS\n林小雨 | rain\nMei Tan\n"
OLD_MINUTES = """\
# Minutes, 9 October 2024, 2:00 pm

Present: Ana Ruiz, Bo Chen

## Training

- Decision: We meet by Zoom until spring
- Action: Ana Ruiz to call about training dates by 15 Nov
- The winter dates are in writing
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make_workspace(tmp_path / "home", at(12, "14:05"))


@pytest.fixture(autouse=True)
def _in_boston(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_run, "machine_zone", lambda: "America/New_York")


class Fingers:
    """Presses keys on the program and counts them; words are not counted."""

    def __init__(self, app: PeerApp, pilot: Pilot[int]) -> None:
        self.app, self.pilot, self.keys = app, pilot, 0

    async def press(self, *names: str) -> None:
        self.keys += len(names)
        await self.pilot.press(*names)
        await self.pilot.pause()
        await self.pilot.pause()

    async def words(self, text: str) -> None:
        await type_words(self.pilot, text)

    async def paste(self, text: str) -> None:
        """Into the field that is there, as the terminal's own paste does; one key."""
        self.keys += 1
        self.app.screen.query_one(TextArea).insert(text)
        await self.pilot.pause()

    def shown(self) -> str:
        """Everything on the screen, as one line of words without borders."""
        rows = (strip.text.strip("│╭╮╰╯─▃▄▅▆▇█ ") for strip in self.app.screen._compositor.render_strips())
        return " ".join(" ".join(rows).split())


async def _three_questions(fingers: Fingers) -> None:
    assert "1 of 3" in fingers.shown() and "F5 first practises a meeting" in fingers.shown()
    assert "What is your group called?" in fingers.shown(), "the question itself stands above its line"
    await fingers.words("Quiet Water Coalition")
    await fingers.press("enter")
    assert "2 of 3" in fingers.shown() and "America/New_York: it is now 2:05 pm there" in fingers.shown()
    await fingers.press("enter")
    assert "3 of 3" in fingers.shown() and "MAPWC coalition meeting" in fingers.shown()
    await fingers.press("enter")
    assert "Quiet Water Coalition is ready. Three more things" in fingers.shown()


async def _first_date_people_and_agreement(fingers: Fingers) -> None:
    await fingers.words("wed 13 nov 2pm")
    assert "Wed 13 Nov 2024, 2:00–3:00 pm EST" in fingers.shown()
    await fingers.press("enter")
    await fingers.paste(MEMBERS)
    assert "4 people" in fingers.shown()
    await fingers.press("enter")
    assert "0 of 15 chosen" in fingers.shown() and "[x]" not in fingers.shown()
    await fingers.press("space", "down", "space", "end", "space")
    assert "3 of 15 chosen" in fingers.shown()
    await fingers.press("enter")


@SIZES
async def test_check_04_from_an_empty_home_to_a_meeting_whose_doors_open(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    app = PeerApp(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, FirstRunScreen)
        fingers = Fingers(app, pilot)
        await _three_questions(fingers)
        await _first_date_people_and_agreement(fingers)
        assert isinstance(app.screen, TodayScreen)
        assert "tomorrow 2:00 pm EST" in fingers.shown()

        (opened,) = workspace.open_groups()
        assert [person.name for person in opened.group.everybody] == ["Ana Ruiz", "Bo Chen", "林小雨", "Mei Tan"]
        sides = [item.side for item in opened.group.agreement.changes]
        assert sides == [Side.COMFORT, Side.COMFORT, Side.DISCOMFORT] and opened.group.agreement.version == 0

        set_clock(workspace, at(13, "13:50"))
        await fingers.press("f2", "t", "enter")
        assert isinstance(app.screen, LiveScreen)
        await fingers.press("enter")
        assert "Welcome" in fingers.shown() and app.screen.session.meeting.state == "doors open"
        assert fingers.keys <= 20, "beyond the words themselves"


@SIZES
async def test_check_03_what_the_group_edits_is_told_and_the_shipped_one_stays(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    before = load_template("mapwc")
    app = PeerApp(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        fingers = Fingers(app, pilot)
        await _three_questions(fingers)
        await _first_date_people_and_agreement(fingers)
        await fingers.press("e")
        assert isinstance(app.screen, PrepareScreen)
        await fingers.press("c")
        assert isinstance(app.screen, ReadingPane) and fingers.shown().count("No difference.") == 3
        await fingers.press("escape", "down", "down", "down", "minus", "c")
        assert isinstance(app.screen, ReadingPane)
        told = fingers.shown()
        assert (
            "unlike the original “MAPWC coalition meeting” “Updates on Priorities” has 14 min; in the original" in told
        )
        assert "Unlike the group's template “Updates on Priorities” has 14 min; in the template 15 min." in told
        assert told.endswith("No difference. Esc closes"), "only this meeting was edited"
        await fingers.press("escape")
    assert load_template("mapwc") == before


@SIZES
async def test_old_minutes_are_brought_in_and_stand_in_the_archive(
    workspace: Workspace, size: tuple[int, int], tmp_path: Path
) -> None:
    file = tmp_path / "october.md"
    file.write_text(OLD_MINUTES, encoding="utf-8")
    app = PeerApp(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        fingers = Fingers(app, pilot)
        await _three_questions(fingers)
        await _first_date_people_and_agreement(fingers)
        before = fingers.keys
        await fingers.press("f2", "a")
        assert isinstance(app.screen, ArchiveScreen) and "No meeting has been held yet" in fingers.shown()
        await fingers.press("f2", "b")
        assert isinstance(app.screen, BringInScreen)
        await fingers.press("f")
        await fingers.words(str(file))
        await fingers.press("enter")
        assert "We meet by Zoom until spring" in fingers.shown()
        (opened,) = workspace.open_groups()
        assert len(opened.group.meetings) == 1, "nothing is written before yes"
        await fingers.press("y")
        await fingers.press("f2", "a")
        assert isinstance(app.screen, ArchiveScreen)
        assert "9 Oct 2024" in fingers.shown() and "No meeting has been held yet" not in fingers.shown()
        assert fingers.keys - before <= 10
    (opened,) = workspace.open_groups()
    assert sorted(held.state for held in opened.group.meetings.values()) == ["ended", "planned"]


async def test_practice_is_a_program_of_its_own_and_the_questions_stand_as_they_were(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[list[str]] = []

    def run(words: list[str], check: bool) -> subprocess.CompletedProcess[bytes]:
        begun.append(words)
        return subprocess.CompletedProcess(words, 0 if len(begun) == 1 else 1)

    monkeypatch.setattr(practising.subprocess, "run", run)
    app = PeerApp(workspace)
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        await pilot.pause()
        fingers = Fingers(app, pilot)
        await fingers.words("Quiet")
        await fingers.press("f5")
        assert "In another terminal: peer-tui demo" in fingers.shown() and not begun, "no terminal to let go"
        monkeypatch.setattr(app, "suspend", contextlib.nullcontext)
        await fingers.press("f5")
        assert "Back from practice: nothing of it was kept." in fingers.shown() and "Quiet" in fingers.shown()
        await fingers.press("f5")
        assert "In another terminal: peer-tui demo" in fingers.shown()
    assert [words[1:] for words in begun] == [["-P", "-m", "peer_tui", "demo"]] * 2


@SIZES
async def test_each_page_tells_its_keys_and_a_city_takes_the_place_of_the_suggested_zone(
    workspace: Workspace, size: tuple[int, int]
) -> None:
    app = PeerApp(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        fingers = Fingers(app, pilot)
        assert "Esc" not in fingers.shown(), "there is nothing behind the first question"
        await fingers.press("f1")
        assert "Go on to the next question." in fingers.shown() and "Practise a meeting" in fingers.shown()
        await fingers.press("escape")
        await fingers.words("Quiet")
        await fingers.press("enter", "f1")
        assert "Take the first zone that is suggested." in fingers.shown()
        await fingers.press("escape")
        await fingers.words("chicago")
        assert "America/Chicago: it is now 1:05 pm there" in fingers.shown()


def _files(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}


async def test_check_04_the_practice_meeting_leaves_no_trace_in_the_real_archive(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PEER_TUI_HOME", str(tmp_path / "home"))
    app = PeerApp(workspace)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await pilot.pause()
        fingers = Fingers(app, pilot)
        await _three_questions(fingers)
        await _first_date_people_and_agreement(fingers)
    before = _files(tmp_path / "home")
    assert before

    clock = ManualClock(at(12, "14:05"))
    with practice_workspace(clock, threaded=False) as (practice, _, _):
        there = practice.places.library
        playing = PeerApp(practice, practice=True)
        async with playing.run_test(size=(80, 24), notifications=True) as pilot:
            await pilot.pause()
            fingers = Fingers(playing, pilot)
            assert "nothing here touches your real one" in fingers.shown()
            await fingers.press("enter")
            clock.advance(dt.timedelta(minutes=5))
            await fingers.press("enter")
            await fingers.words("a practice note")
            await fingers.press("enter")
            assert isinstance(playing.screen, LiveScreen) and "a practice note" in fingers.shown()
        practice.saver.flush()
        assert any(b"a practice note" in text for text in _files(there).values())
    assert not there.exists()
    assert _files(tmp_path / "home") == before
    assert [opened.glance.name for opened in workspace.open_groups()] == ["Quiet Water Coalition"]
