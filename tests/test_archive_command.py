"""`peer-tui list --past`, and what became of decisions and parked items, at a command line."""

from __future__ import annotations

import json
from pathlib import Path

from peer_tui.services import decision_register, parking_lot
from peer_tui.services.goodbyes import confirm_end
from peer_tui.services.session import LiveSession
from tests.plain.meetings import peer_tui, small_group
from tests.test_searching import ok


def ended(home: Path) -> str:
    """A meeting with two decisions, the second in the place of the first, and a parked item; its id."""
    workspace, opened, meeting = small_group(home)
    session = LiveSession(workspace, opened, meeting)
    session.do("next")
    for line in ("! We meet by Zoom", "! We meet in the hall", "~ bus fares"):
        assert session.enter(line).done
    confirm_end(session)
    opened.refold()
    newer, older = decision_register.decisions(workspace, [opened]).lines
    decision_register.replace(workspace, opened, older, newer)
    (parked,) = opened.group.parked
    parking_lot.to_somebody(workspace, opened, parked, "bo by 22 nov 2024")
    workspace.close()
    return meeting


def test_the_archive_and_the_registers_say_what_the_screens_say(tmp_path: Path) -> None:
    meeting = ended(tmp_path)
    (line,) = ok(tmp_path, "list", "--past").splitlines()
    assert line.startswith(meeting) and "2 decisions · minutes draft" in line and "Wed 13 Nov 2024" in line
    (row,) = json.loads(ok(tmp_path, "list", "--year", "2024", "--kind", "COALITION meeting", "--json"))
    assert (row["id"], row["decisions"], row["steps"], row["approved"]) == (meeting, 2, 0, "")
    assert ok(tmp_path, "list", "--year", "2023") == "No meeting that was held fits.\n"
    assert ok(tmp_path, "list", "--series", "no such series") == "No meeting that was held fits.\n"
    told = ok(tmp_path, "decisions").splitlines()
    assert "We meet in the hall  " in told[0]
    assert "We meet by Zoom · replaced by “We meet in the hall”, Wed 13 Nov 2024" in told[1]
    assert ok(tmp_path, "parked") == "Nothing is parked without a place.\n"
    assert "bus fares → with Bo Chen, comes back on Fri 22 Nov" in ok(tmp_path, "parked", "--all")
    done = peer_tui(tmp_path, "list", "--past", "--format", "csv")
    assert done.returncode == 2 and "--json" in done.stderr


def test_an_unclosed_quote_is_said_and_searched(tmp_path: Path) -> None:
    ended(tmp_path)
    done = peer_tui(tmp_path, "search", '"in the hall')
    assert done.returncode == 0 and "We meet in the hall" in done.stdout
    assert "The quote is not closed" in done.stderr
    assert "We meet in the hall" in ok(tmp_path, "search", "by:me", "hall")
    assert ok(tmp_path, "search", "by:others", "hall") == "No line holds that.\n"
