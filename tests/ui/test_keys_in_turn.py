"""Keys as a terminal's thread gives them: with gaps of any length, before what they are meant for stands."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.events import Event, Key, Paste
from textual.pilot import Pilot
from textual.widgets import Input

from peer_tui.services import planning
from peer_tui.services.founding import new_group
from peer_tui.ui import typed_ahead
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.go_to import GoTo
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.screens.search import SearchScreen
from peer_tui.ui.screens.today import TodayScreen
from peer_tui.ui.typed_ahead import PATIENCE, TypedAhead
from peer_tui.ui.widgets.place_header import PlaceHeader
from tests.ui.around import Around, at, make_group, make_workspace

ONE_BREATH, SOON, HASTY = "one breath", "soon", "hasty"
GAPS: dict[str, Callable[[random.Random], float]] = {
    ONE_BREATH: lambda _: 0.0,
    SOON: lambda chance: chance.choice((0.0, 0.0, 0.0005, 0.002)),
    HASTY: lambda chance: chance.uniform(0.0, 0.01),
}
"""Seconds from one key to the next."""
gaps = pytest.mark.parametrize("gap", list(GAPS))


def key(name: str) -> Event:
    """A key by its name; `paste:words` is a paste."""
    if name.startswith("paste:"):
        return Paste(name.removeprefix("paste:"))
    if len(name) == 1:
        return Key("space" if name == " " else name, name)
    return Key(name, "\r" if name == "enter" else None)


async def typed(pilot: Pilot[Any], gap: str, *names: str) -> None:
    """Give these keys from a thread, as the terminal's driver does, and wait until all is done."""
    chance, driver = random.Random(7), pilot.app._driver
    assert driver is not None

    def give() -> None:
        for name in names:
            driver.process_message(key(name))
            if pause := GAPS[gap](chance):
                time.sleep(pause)

    thread = threading.Thread(target=give)
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.005)
    await pilot.pause()
    await pilot.pause()


# --- around the meeting ---------------------------------------------------------------------------------------


@gaps
async def test_a_place_and_words_for_it(tmp_path: Path, gap: str) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    app = Around(room)
    async with app.run_test(notifications=True) as pilot:
        await typed(pilot, gap, "f2", "f", *"housing first")
        assert isinstance(app.screen, SearchScreen)
        assert app.screen.words == "housing first", "no letter is lost, none overtakes another"
        await typed(pilot, gap, "ctrl+u", "paste:bus", *" fares")
        assert app.screen.words == "bus fares", "a paste has its turn among the keys"


@gaps
async def test_a_list_that_is_closed_and_opened_again(tmp_path: Path, gap: str) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    app = Around(room)
    async with app.run_test(notifications=True) as pilot:
        await typed(pilot, gap, "f2", "escape", "f2", "f", *"abc")
        assert isinstance(app.screen, SearchScreen) and app.screen.words == "abc"
        await typed(pilot, gap, "escape", "f2", "f2")
        assert isinstance(app.screen, TodayScreen)
        await typed(pilot, gap, "p", *"abc", "escape", "p", *"xyz")
        assert app.screen.asking.query_one(Input).value == "xyz", "what was put away stays away"


async def test_many_keys_in_one_breath(tmp_path: Path) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    app = Around(room)
    async with app.run_test(notifications=True, size=(60, 20)) as pilot:
        await typed(pilot, ONE_BREATH, "f2", "f", *("abcdefghij" * 20))
        assert isinstance(app.screen, SearchScreen) and app.screen.words == "abcdefghij" * 20


# --- in a live meeting ----------------------------------------------------------------------------------------


LIVE = {
    "a letter is taken back": ([*"abcx", "backspace", *"d", "enter"], ["abcd"]),
    "the cursor moves": ([*"bc", "home", *"a", "end", *"d", "enter"], ["abcd"]),
    "lines and a block": ([*"one", "enter", "ctrl+n", *"two", "enter", *"three", "enter"], ["one", "two", "three"]),
    "words for the palette": (["ctrl+p", *"zzzz", "escape", *"after", "enter"], ["after"]),
    "help": ([*"half", "f1", "escape", *" whole", "enter"], ["half whole"]),
    "the question of time": (["ctrl+t", "escape", *"after", "enter"], ["after"]),
    "an earlier line": (
        [*"one", "enter", *"two", "enter", "up", *"!", "enter", *"three", "enter"],
        ["one", "two!", "three"],
    ),
    "pasted lines": (["paste:p one\np two", "m", *"the ferry", "enter"], ["p one", "p two", "the ferry"]),
    "off the record": (["ctrl+o", *"secret", "enter", "ctrl+o", *"open", "enter"], ["open"]),
}
"""What is typed, and the lines that then stand in the minutes."""


@gaps
@pytest.mark.parametrize("what", list(LIVE))
async def test_in_a_live_meeting_nothing_is_lost_or_reordered(tmp_path: Path, what: str, gap: str) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    opened = new_group(room, "Harbor Peers", "mapwc", "America/New_York", "Ana Ruiz\nBo Chen\n")
    app = PeerApp(room, start=planning.plan(room, opened, room.now()))
    keys, lines = LIVE[what]
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        await typed(pilot, gap, *keys)
        (screen,) = app.screen_stack
        assert isinstance(screen, LiveScreen)
        assert [entry.filed.text for entry in screen.session.meeting.lines()] == lines
        assert screen.line.value == ""


# --- what must not be held ------------------------------------------------------------------------------------


async def test_a_letter_into_a_line_waits_for_nothing(tmp_path: Path) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    app = Around(room, SearchScreen)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        ahead = TypedAhead(app)
        assert ahead.may_go(key("a"))
        app.screen.call_next(lambda: None)  # somebody is busy
        assert ahead.may_go(key("b")) and ahead.may_go(key("backspace")) and ahead.may_go(key("backspace"))
        assert not ahead.may_go(key("c")), "but what stands behind a key that bubbles comes after it"


async def test_what_is_stuck_does_not_hold_keys_for_ever(tmp_path: Path) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    app = Around(room)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        stuck, now = asyncio.Event(), asyncio.get_running_loop().time
        # A part of the screen that the keys do not pass through, and that does not answer.
        app.screen.query_one(PlaceHeader).call_later(stuck.wait)
        await asyncio.sleep(0.05)
        began, opened = now(), []
        app.screen_change_signal.subscribe(app.screen, lambda screen: opened.append(type(screen)), immediate=True)
        try:
            for _ in range(3):
                app.post_message(key("f2"))
            while opened.count(GoTo) < 2 and now() - began < 30 * PATIENCE:
                await asyncio.sleep(0.01)
            assert opened == [GoTo, TodayScreen, GoTo] and now() - began >= PATIENCE, "though it is stuck still"
        finally:
            stuck.set()
        await pilot.pause()


async def test_one_can_leave_while_something_is_stuck(tmp_path: Path) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    app = Around(room)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        stuck = asyncio.Event()
        app.screen.query_one(PlaceHeader).call_later(stuck.wait)
        await asyncio.sleep(0.05)
        try:
            app.post_message(key("down"))
            app.post_message(key("ctrl+q"))
            for _ in range(1_000):
                if app._exit:
                    break
                await asyncio.sleep(0.01)
            assert app._exit
        finally:
            stuck.set()


async def test_keys_behind_the_last_one_are_let_go_with_the_program(tmp_path: Path) -> None:
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    app = Around(room)
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        for name in ("f2", "escape", "ctrl+q", "f2", "a", "x"):
            app.post_message(key(name))
        for _ in range(1_000):
            if app._exit:
                break
            await asyncio.sleep(0.01)
    assert app.return_code == 0
    assert not [task for task in asyncio.all_tasks() if "_give_out" in repr(task.get_coro())]


@pytest.mark.parametrize("gone", ["_pending_message", "_next_callbacks", "_message_queue"])
async def test_in_another_textual_keys_wait_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    def rests(_pump: object) -> bool:
        raise AttributeError(gone)

    monkeypatch.setattr(typed_ahead, "_has_more" if gone == "_pending_message" else "_is_at_rest", rests)
    room = make_workspace(tmp_path, at(1, "12:00", 10))
    make_group(room)
    app = Around(room)
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("f2", "f", *"bus")
        assert isinstance(app.screen, SearchScreen) and app.screen.words == "bus"
