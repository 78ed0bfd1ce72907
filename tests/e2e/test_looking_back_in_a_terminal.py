"""Journey (c) of `product.md` §3.7 in a real terminal: the archive, since last time, a search, and the parking lot."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.paths import places
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock, SystemClock
from peer_tui.services.founding import new_group
from peer_tui.services.goodbyes import confirm_end
from peer_tui.services.moving import open_doors
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.e2e.conftest import NO_TMUX
from tests.e2e.terminal import GO_TO, TMUX, Terminal

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(TMUX is None, reason=NO_TMUX)]

HELD = (["! Housing comes first", "~ bus fares"], ["! Letters go out in pairs", "> @bo call about housing = called"])


@pytest.fixture
def looked_back(tmp_path: Path) -> Path:
    """A home with a group that met twice, and meets again in six days."""
    home, now = tmp_path / "home", SystemClock().now()
    clock = ManualClock(now - dt.timedelta(days=70))
    workspace = Workspace(places(environ={"PEER_TUI_HOME": str(home)}), clock, Settings(), threaded=False)
    opened = new_group(workspace, "Harbor Peers", "mapwc", "America/New_York", "Ana Ruiz\nBo Chen\nMei Tan\n")
    for days, lines in zip((60, 30), HELD, strict=True):
        meeting = planning.plan(workspace, opened, now - dt.timedelta(days=days))
        clock.set(now - dt.timedelta(days=days))
        session = LiveSession(workspace, opened, meeting)
        open_doors(session)
        session.do("next")
        for line in lines:
            clock.advance(dt.timedelta(minutes=2))
            session.enter(line)
        confirm_end(session)
    clock.set(now)
    planning.plan(workspace, opened, now + dt.timedelta(days=6))
    workspace.close()
    return home


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
def test_what_was_is_found_before_the_next_meeting(looked_back: Path, size: tuple[int, int]) -> None:
    with Terminal(looked_back, size=size) as terminal:
        terminal.until("Enter prepares it")
        terminal.keys("F2")
        terminal.until(GO_TO)
        terminal.type("a")
        terminal.until("2 meetings", "Past meetings")
        terminal.type("s")
        terminal.until("Since last time", "Letters go out in pairs")
        terminal.keys("Escape")
        terminal.until("2 meetings", "Past meetings")
        terminal.keys("F2")
        terminal.until(GO_TO)
        terminal.type("f")
        terminal.until("two words")
        terminal.type("hous")
        terminal.until("2 lines", "call about housing")
        terminal.keys("Enter")
        terminal.until("Summary: next steps")
        terminal.keys("Escape")
        terminal.until("2 lines")
        terminal.keys("F2")
        terminal.until(GO_TO)
        terminal.type("l")
        terminal.until("no place yet")
        terminal.type("a")
        terminal.until("→ next agenda")
        terminal.keys("C-q")
        assert terminal.until_left() == 0
    workspace = Workspace(
        places(environ={"PEER_TUI_HOME": str(looked_back)}), SystemClock(), Settings(), threaded=False
    )
    (opened,) = workspace.open_groups()
    assert [str(one.placed.destination) for one in opened.group.parked.values() if one.placed] == ["next agenda"]
    workspace.close()
