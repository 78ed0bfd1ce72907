"""Journey (c) of `product.md` §3.7 in a real terminal: the next meeting is prepared and its agenda sent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.paths import places
from peer_tui.services import planning
from peer_tui.services.choosing import choose
from peer_tui.services.clock import SystemClock
from peer_tui.services.founding import new_group
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.e2e.conftest import NO_TMUX
from tests.e2e.terminal import TMUX, Terminal

pytestmark = [pytest.mark.e2e, pytest.mark.skipif(TMUX is None, reason=NO_TMUX)]

LINK = "https://zoom.example/j/987"


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A home with a group whose next meeting is in six days."""
    home, clock = tmp_path / "home", SystemClock()
    workspace = Workspace(places(environ={"PEER_TUI_HOME": str(home)}), clock, Settings(), threaded=False)
    opened = new_group(workspace, "Harbor Peers", "mapwc", "America/New_York", "Ana Ruiz\nBo Chen\nMei Tan\n")
    planning.add_priority(workspace, opened, "Legislation", opened.group.everybody[0].id)
    choose(workspace, opened, "link", LINK)
    planning.plan(workspace, opened, clock.now() + dt.timedelta(days=6))
    workspace.close()
    return home


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
def test_a_meeting_is_prepared_and_its_agenda_goes_out(prepared: Path, size: tuple[int, int]) -> None:
    copy = prepared / "exports" / "last-copy.txt"
    with Terminal(prepared, size=size) as terminal:
        terminal.until("Enter prepares it")
        terminal.keys("Enter")
        terminal.until("60 of 60 min")
        terminal.type("2")
        terminal.until("not asked yet")
        terminal.type("k")
        terminal.until("1 asked, no answer yet", "The message to Ana")
        terminal.type("i")
        terminal.until("Update on Legislation")
        terminal.paste("The hearing moved to January.\n\nWe need two speakers.")
        terminal.until("We need two speakers.")
        terminal.keys("Enter", "Enter")
        terminal.until("1 of 1 collected", "Kept for this meeting")
        terminal.type("3a")
        terminal.until("Add a topic", "A topic needs a few words.")
        terminal.line("Story bank #legis 10 min")
        terminal.until("Under Legislation", "Story bank added")
        terminal.type("5")
        terminal.until("to go out")
        terminal.type("c")
        terminal.until("went out", "The agenda for members")
        members = copy.read_text()
        terminal.keys("Down")
        terminal.type("c")
        terminal.until("The agenda for everybody")
        public = copy.read_text()
        terminal.keys("Escape")
        terminal.until("Today", "Next meeting")
        terminal.keys("C-q")
        assert terminal.until_left() == 0
    assert LINK in members and "Story bank (10 min)" in members
    assert LINK not in public and "Story bank (10 min)" in public and "Ana" not in public
