"""`/open` at the screen: the address whole and where it leads to first, and only then, asked again, the browser."""

from __future__ import annotations

import pytest

from peer_tui.services import links
from tests.ui.conftest import Desk

ONE = "https://example.org/one"
TWO = "http://bank.example@elsewhere.example/x?y=1"


class Opener:
    """Stands where the browser would; remembers what it was given."""

    def __init__(self) -> None:
        self.opened: list[str] = []

    def __call__(self, address: str) -> str:
        self.opened.append(address)
        return ""


@pytest.fixture
def opener(monkeypatch: pytest.MonkeyPatch) -> Opener:
    made = Opener()
    monkeypatch.setattr(links, "in_browser", made)
    return made


async def begun(desk: Desk) -> None:
    """The doors are open, and two links and three that are none to open were written down."""
    await desk.press("ctrl+n")
    await desk.enter(f"l: {ONE}", f"l: the form {TWO}", "l: javascript:alert(1)", "l: file:///etc/passwd")
    await desk.enter("l: data:text/html,<script>alert(1)</script>")


async def settled(desk: Desk) -> None:
    """Whatever was given to a thread is done."""
    await desk.app.workers.wait_for_complete()
    await desk.pilot.pause()


@pytest.mark.parametrize("size", [(100, 30), (80, 24)], ids=str)
async def test_first_it_is_shown_whole_with_where_it_leads_and_then_opened_exactly(
    desk: Desk, opener: Opener, size: tuple[int, int]
) -> None:
    async with desk.sit(size):
        await begun(desk)
        await desk.enter("/open 2")
        await settled(desk)
        shown = desk.screen()
        assert TWO in shown and "leads to: elsewhere.example" in shown
        assert "“bank.example” before the @" in shown and "can be read on the way" in " ".join(shown.split())
        assert desk.live.line.value == "/open 2" and opener.opened == []
        await desk.press("enter")
        await settled(desk)
        assert opener.opened == [TWO]
        assert "given to the browser" in desk.screen()


async def test_last_is_the_last_and_a_list_is_shown_without_a_number(desk: Desk, opener: Opener) -> None:
    async with desk.sit((100, 30)):
        await desk.press("ctrl+n")
        await desk.enter(f"l: {TWO}", f"l: {ONE}", "/open")
        assert ONE in desk.screen() and TWO in desk.screen()
        await desk.enter("/open last", "/open last")
        await settled(desk)
        assert opener.opened == [ONE]


@pytest.mark.parametrize("number", ["3", "4", "5", "last", "6", "0", "-1", "²"])
async def test_another_scheme_is_never_opened_however_often_it_is_asked(
    desk: Desk, opener: Opener, number: str
) -> None:
    async with desk.sit((100, 30)):
        await begun(desk)
        await desk.enter(*[f"/open {number}"] * 3)
        await settled(desk)
        assert opener.opened == []
        assert "http, https or mailto" in desk.screen() or "There is no link" in desk.screen()


@pytest.mark.parametrize("between", ["a note", "/open 2", "/time", "/undo", "s/one/other/"])
async def test_anything_else_in_between_takes_it_back(desk: Desk, opener: Opener, between: str) -> None:
    async with desk.sit((100, 30)):
        await begun(desk)
        await desk.enter("/open 1", between, "/open 1")
        await settled(desk)
        assert opener.opened == []


@pytest.mark.parametrize("key", ["ctrl+n", "ctrl+z", "ctrl+g"])
async def test_a_key_in_between_takes_it_back(desk: Desk, opener: Opener, key: str) -> None:
    async with desk.sit((100, 30)):
        await begun(desk)
        await desk.enter("/open 1")
        desk.live.line.put("")
        await desk.press(key)
        await desk.press("escape")
        await desk.enter("/open 1")
        await settled(desk)
        assert opener.opened == []


async def test_what_the_browser_answers_is_said_and_the_meeting_goes_on(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "in_browser", lambda address: f"No browser could be opened here. Copy: {address}")
    async with desk.sit((100, 30)):
        await begun(desk)
        await desk.enter("/open 1", "/open 1")
        await settled(desk)
        assert f"No browser could be opened here. Copy: {ONE}" in desk.screen()
        await desk.enter("a note after it")
        assert "a note after it" in desk.screen()
