"""Every screen over words and names meant to do harm: nothing steers the terminal, nothing is markup or a link."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.strip import Strip

from peer_tui.services.clock import ManualClock
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings
from peer_tui.store.library import Library
from peer_tui.store.shards import Shard
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.place import PlaceScreen
from peer_tui.ui.screens.prepare import PrepareScreen
from peer_tui.ui.screens.today import TodayScreen
from tests.domain.histories import START
from tests.exchange.hostile import meeting_full_of
from tests.store.hostile_files import lay, log_of, rows_of
from tests.test_hostile_terminal import BIDI, STEERING
from tests.ui.around import Around
from tests.ui.conftest import places_in

CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
HALF = "half \ud800 and \udfff"
MARKUP = "[bold red]owned[/] [link=http://a.example]b[/link] [@click=app.leave]c[/] [$error]d[/] [/] [ [] :smile:"
TEXTS = {
    "steering": STEERING,
    "markup": MARKUP,
    "long": "owned " + "x" * 10_000,
    "wide": "owned " + "林小雨 👩‍👩‍👧 e\u0301\u0301 שלום " * 20,
    "nothing": "",
}
SIZES = [(80, 24), (60, 20)]
WORDS = frozenset(
    ("name", "title", "text", "typed", "type", "platform", "done_when", "meant", "template_name", "say", "aliases")
)
FOLDER = "harbor\x1b]0;owned\x07\u202e-7q2k"
NEXT = START + dt.timedelta(days=7)


def _filled(row: dict[str, Any], text: str) -> dict[str, Any]:
    """A record with `text` in every field that holds somebody's words."""

    def within(part: Any, name: str = "") -> Any:
        if isinstance(part, dict):
            return {key: within(value, key) for key, value in part.items()}
        if isinstance(part, list):
            return [within(one, name) for one in part]
        return text if isinstance(part, str) and name in WORDS else part

    found: dict[str, Any] = within(row)
    return found


@pytest.fixture(params=TEXTS, ids=lambda name: name.replace(" ", "-"))
def text(request: pytest.FixtureRequest) -> str:
    return TEXTS[request.param]


@pytest.fixture
def workspace(tmp_path: Path, text: str) -> Iterator[Workspace]:
    """An ended meeting, one that is on, and one to come, all of them filled with the text."""
    at = places_in(tmp_path)
    told = meeting_full_of(text)
    told.end(START)
    told.plan("m2", NEXT)
    told.begin(NEXT)
    told.go("topics")
    for event in meeting_full_of(text).shards["m"]:
        if type(event).__name__ == "Captured":
            told.say(event)
    told.plan("m3", NEXT + dt.timedelta(days=7))
    library = Library(at.library, at.state)
    folder = FOLDER if sys.platform != "win32" else "harbor-7q2k"
    for number, (meeting, events) in enumerate(told.shards.items()):
        name = f"2024/2024-11-13-140{number}-k3f9" if meeting else ""
        lay(library, Shard(folder, name), log_of([_filled(row, text) for row in rows_of(events)]))
    made = Workspace(at, ManualClock(NEXT + dt.timedelta(minutes=20)), Settings(), threaded=False)
    yield made
    made.close()


def strips(app: Around) -> list[Strip]:
    """What is drawn."""
    return list(app.screen._compositor.render_strips(app.screen.size))


def look(app: Around, size: tuple[int, int], seen: list[str]) -> None:
    """Nothing that is drawn now steers a terminal, is wider than the screen, or leads anywhere."""
    rows = strips(app)
    assert len(rows) == size[1]
    for strip in rows:
        assert not CONTROLS.search(strip.text) and not BIDI.search(strip.text), json.dumps(strip.text)
        assert cell_len(strip.text) <= size[0]
        for segment in strip:
            style = segment.style
            assert segment.control is None
            assert style is None or (not style.link and "@click" not in style.meta), "no text is a link or an action"
    seen.append("\n".join(strip.text for strip in rows))


async def walk(app: Around, pilot: Pilot[Any], size: tuple[int, int], keys: tuple[str, ...]) -> str:
    """Press the keys one by one and look each time; all that was seen."""
    seen: list[str] = []
    await pilot.pause()
    look(app, size, seen)
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
        look(app, size, seen)
    assert app.return_code is None and app.is_running
    return "\n".join(seen)


def _opened(workspace: Workspace) -> OpenGroup:
    (opened,) = workspace.open_groups()
    return opened


def _words_are_seen(text: str, seen: str) -> None:
    if text == MARKUP:
        assert "[bold red]" in seen
    elif text:
        assert "owned" in seen


def _screens(workspace: Workspace) -> dict[str, tuple[PlaceScreen | type[PlaceScreen], tuple[str, ...]]]:
    opened = _opened(workspace)
    return {
        "today": (TodayScreen, ("down", "down", "end", "f1", "escape", "x", "escape", "p", "escape", "n", "escape")),
        "prepare": (
            PrepareScreen(opened, "m3"),
            ("enter", "escape", "c", "escape", "r", "z", "2", "down", "e", "escape", "i", "escape", "3", "down", "4",
             "down", "end", "v", "escape", "1", "o", "escape"),
        ),
        "minutes": (MinutesScreen(opened, "m"), ("g", "escape", "m", "t", "c", "pagedown", "end", "o", "escape")),
    }  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("screen", ["today", "prepare", "minutes"])
async def test_a_screen_around_the_meeting_shows_words_and_nothing_else(
    workspace: Workspace, text: str, screen: str, size: tuple[int, int]
) -> None:
    first, keys = _screens(workspace)[screen]
    app = Around(workspace, first)
    async with app.run_test(size=size, notifications=True) as pilot:
        _words_are_seen(text, await walk(app, pilot, size, keys))


class Live(Around):
    """The program in the meeting that is on."""

    def _first_screen(self) -> Any:
        return LiveScreen(_opened(self.workspace), "m2")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_live_screen_shows_words_and_nothing_else(
    workspace: Workspace, text: str, size: tuple[int, int]
) -> None:
    app = Live(workspace)
    async with app.run_test(size=size, notifications=True) as pilot:
        keys = ("up", "up", "escape", "escape", "ctrl+g", "escape", "ctrl+l", "escape", "ctrl+t", "escape", "ctrl+y",
                "escape", "f1", "escape", "ctrl+p", "escape", "ctrl+n")  # fmt: skip
        seen = await walk(app, pilot, size, keys)
        live = app.screen_stack[0]
        assert isinstance(live, LiveScreen)
        lines = ("/steps", "/agreement", "/recap", "/check", "/who", "/parked", "/open", "/open 1", "/find owned",
                 "/redact", "+", f"a note {text[:300]}", f"> {text[:300]} @", f"+guest {text[:60]}", f"/go {text[:60]}",
                 f"q+ {text[:60]}", f"s/{text[:20]}/{text[:30]}/", HALF,
                 f"> {HALF} @{HALF}", "^ agree?", "/f 5x", "/end")  # fmt: skip
        for line in lines:
            live.line.put(line)
            await pilot.pause()
            look(app, size, [])
            seen += "\n" + await walk(app, pilot, size, ("enter", "escape"))
        _words_are_seen(text, seen)
