"""Search by its keys: results while one types, what was found is marked, and Enter opens the record at the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input

from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.search import MARK, SearchScreen, marked
from peer_tui.ui.widgets.row_list import RowList
from tests.ui.around import Around, at, set_clock
from tests.ui.registers import Beginning, beginning, two_groups, until


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return two_groups(tmp_path)


def found(app: Beginning) -> list[str]:
    screen = app.screen_stack[0]
    assert isinstance(screen, SearchScreen)
    return [line.text for line in screen.answer.lines]


async def typed(app: Beginning, pilot: object, words: str, count: int) -> None:
    """Type words letter by letter, and wait for as many results."""
    app.screen.query_one("#words", Input).value = ""
    for letter in words:
        await pilot.press({" ": "space"}.get(letter, letter))  # type: ignore[attr-defined]
    await until(pilot, lambda: app.screen._shown_for == words)  # type: ignore[arg-type,attr-defined]
    assert len(found(app)) == count, (words, found(app))


@pytest.mark.parametrize("indexed", [False, True])
async def test_results_while_one_types(workspace: Workspace, indexed: bool) -> None:
    if indexed:
        assert workspace.index.refresh(now_ns=2**62).finished
    async with beginning(workspace, SearchScreen) as (app, pilot):
        assert "kind:decision" in app.text, "what can be asked is said before a word is typed"
        await typed(app, pilot, "hou", 2)
        assert found(app) == ["write the housing letter", "call about housing"]
        assert "Wed 9 Oct 2024" in app.text and "with Mei Tan" in app.text and "2 lines" in app.text
        await typed(app, pilot, "kind:decision meet", 3)
        await typed(app, pilot, "group:bay by", 1)
        await typed(app, pilot, "owner:bo", 1)
        await typed(app, pilot, "by:me housing", 2)
        await typed(app, pilot, "after:2024-10 is:open", 3)
        await typed(app, pilot, "zebra", 0)
        assert "No line holds that." in app.text


async def test_what_was_found_is_marked_by_more_than_colour() -> None:
    words = marked("call about [b]housing[/]", ((14, 21),))
    assert words.plain == "call about [b]housing[/]"
    assert [(span.start, span.end, str(span.style)) for span in words.spans] == [(14, 21, MARK)]
    assert "underline" in MARK


async def test_an_unclosed_quote_costs_one_sentence_and_is_searched(workspace: Workspace) -> None:
    async with beginning(workspace, SearchScreen) as (app, pilot):
        app.screen.query_one("#words", Input).value = '"harbor hall'
        await until(pilot, lambda: bool(found(app)))
        assert found(app) == ["We meet in the harbor hall"] and "The quote is not closed" in app.text
        app.screen.query_one("#words", Input).value = "kind:zebra housing"
        await until(pilot, lambda: "means nothing" in app.text)


async def test_enter_opens_the_line_and_the_words_are_there_again(workspace: Workspace) -> None:
    async with beginning(workspace, SearchScreen) as (app, pilot):
        await typed(app, pilot, "housing", 2)
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert isinstance(app.screen, MinutesScreen) and "11 Sep" in app.text
        opened = next(one for one in workspace.open_groups() if one.glance.name.startswith("Harbor"))
        line = next(step.id for step in opened.group.steps.steps.values() if "call" in step.text)
        assert app.opened_at[-1][1] == line
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and len(found(app)) == 2)
        assert app.screen.query_one("#words", Input).value == "housing"
        await pilot.press("down")
        selected = app.screen.query_one(RowList).selected
        assert selected.endswith(line), "the line that was opened is selected again"
        await pilot.press("up", "up")
        assert isinstance(app.focused, Input), "up over the first line leads back to the words"
        await pilot.press("f2", "f")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and len(found(app)) == 2)


@pytest.mark.parametrize("keys", [["enter"], ["down", "enter"]])
async def test_enter_that_comes_before_the_list_waits_for_it(workspace: Workspace, keys: list[str]) -> None:
    async with beginning(workspace, SearchScreen) as (app, pilot):
        for key in (*"housing", *keys):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: isinstance(app.screen, MinutesScreen))
        assert len(app.opened_at) == 1


async def test_another_letter_takes_back_what_was_asked_of_the_list(workspace: Workspace) -> None:
    async with beginning(workspace, SearchScreen) as (app, pilot):
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        field = screen.query_one("#words", Input)
        field.value = "hous"
        screen.action_open()
        field.value = "housi"
        await until(pilot, lambda: screen._shown_for == "housi")
        await pilot.pause()
        assert app.screen is screen and not app.opened_at, "the key was for other words"
        field.value = ""
        screen.action_open()
        field.value = "letter"
        await until(pilot, lambda: screen._shown_for == "letter")
        assert app.screen is screen and not app.opened_at


async def test_a_line_of_a_meeting_that_is_on_opens_it_live(workspace: Workspace) -> None:
    opened = next(one for one in workspace.open_groups() if one.glance.name.startswith("Harbor"))
    meeting = next(held.id for held in opened.group.meetings.values() if held.state == "planned")
    set_clock(workspace, at(13, "13:58"))
    session = LiveSession(workspace, opened, meeting)
    session.do("next")
    session.enter("elephants were talked about")
    async with beginning(workspace, SearchScreen) as (app, pilot):
        await typed(app, pilot, "elephants", 1)
        await pilot.press("enter")
        await pilot.pause()
        assert app.asked[-1] == ("live", meeting)
    assert issubclass(Beginning, Around) and LiveScreen is not None


HOSTILE = ("[/]", "[bold", "\x1b[31m", "\u202e", "林小", '"', "a" * 5_000, ":", "kind:", "by:", "\ud800")


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words(workspace: Workspace, words: str) -> None:
    async with beginning(workspace, SearchScreen, (60, 20)) as (app, pilot):
        app.screen.query_one("#words", Input).value = words
        await pilot.pause(0.2)
        app.screen.query_one("#words", Input).value = "long"
        await until(pilot, lambda: len(found(app)) == 1)
        assert "[/] [bold red]x[/]" in app.text and "\x1b" not in app.text and "\u202e" not in app.text
