"""Anything typed is kept: any line of any characters, over the capture line, plain mode and both exports."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peer_tui.domain.characters import clean
from peer_tui.plain.talk import Talk
from peer_tui.services import keeping, planning
from peer_tui.services.clock import ManualClock, RunningClock
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.exchange.hostile import HOSTILE, texts
from tests.services.conftest import DOORS, PEOPLE, START, ZONE, places_in

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

WORDS = st.lists(texts, min_size=1, max_size=4)
MARKS = st.sampled_from(
    ["", "!", "> ", "~ ", "^ ", "? ", "* ", "@", "fix: ", "comfort: ", "s/", "/", "+", "-", "q+ ", "<"]
)
CLOCK_ALONE = dt.timedelta(seconds=1)


def session_in(home: Path) -> LiveSession:
    clock = ManualClock(DOORS)
    workspace = Workspace(places_in(home), clock, Settings(), threaded=False)
    opened = planning.new_group(workspace, "Harbor Peer Coalition", "mapwc", ZONE, PEOPLE)
    session = LiveSession(workspace, opened, planning.plan(workspace, opened, START))
    session.enter("/next")
    return session


def is_control(letter: str) -> bool:
    return (letter < " " and letter not in "\n\t") or "\x7f" <= letter <= "\x9f" or "\ud800" <= letter <= "\udfff"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(MARKS, texts), min_size=1, max_size=6))
def test_whatever_is_entered_is_kept_or_stays_in_the_line_and_is_exported(lines: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = session_in(Path(folder))
        for mark, text in lines:
            line = mark + text
            session.typed(line)
            session.preview(line)
            count = len(session.events)
            said = session.enter(line)
            blank = not clean(line).strip()
            assert blank or len(session.events) > count or said.line or said.words, line
        for entry in session.meeting.entries.values():
            assert not any(is_control(letter) for letter in entry.filed.text)
        session.enter("/end")
        session.enter("")
        again = Workspace(places_in(Path(folder)), session.workspace.clock, Settings(), threaded=False)
        opened, held = again.find_meeting(session.id)
        assert opened.meeting(held.id).entries == session.meeting.entries
        for form in ("md", "txt"):
            said_in_file = keeping.render(keeping.minutes_of(opened, held.id), form)
            said_in_file.encode("utf-8")
            assert not any(is_control(letter) for letter in said_in_file)
        again.close()
        session.workspace.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(MARKS, texts), min_size=1, max_size=6))
def test_plain_mode_takes_anything_and_prints_no_control_character(lines: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        session = session_in(Path(folder))
        printed: list[str] = []
        clock = RunningClock(DOORS)
        session.workspace.clock = clock
        talk = Talk(session, printed.append, clock)
        talk.begin()
        for mark, text in lines:
            talk.hear(mark + text)
        assert not any(is_control(letter) for line in printed for letter in line.replace("\n", "")), printed
        session.workspace.close()


async def test_check_28_any_line_on_the_live_screen_is_kept_and_the_line_goes_on(desk: Desk):
    """Every hostile text as every kind of line, in two blocks; then a plain note still works."""
    async with desk.sit((100, 30)):
        for text in HOSTILE:
            for mark in ("", "! ", "> ", "~ ", "^ ", "comfort: "):
                desk.live.line.put(mark + text)
                await desk.press("enter")
                desk.live.line.put("")
            screen = desk.screen()
            assert not any(is_control(letter) for letter in screen.replace("\n", "")), text
        kept = [entry.filed.text for entry in desk.session.meeting.lines()]
        assert any("[bold red]x[/]" in text for text in kept)
        assert any(len(text) >= 9_000 for text in kept)
        await desk.enter("after all that")
        assert "after all that" in desk.screen()
        assert desk.session.meeting.lines()[-1].filed.text == "after all that"
