"""f in the lines of a draft: filed as a word of the programme that the meeting belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.events import EntryKind
from peer_tui.services.session import LiveSession
from peer_tui.ui.screens.minutes_lines import MinutesLinesScreen
from tests.services.programmes.matches import FIRST, Match
from tests.ui.around import Around

SAID = "The shuttle was paid by the county"


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_a_line_of_a_match_is_filed_as_a_lesson_with_one_letter(tmp_path: Path, size: tuple[int, int]) -> None:
    match = Match(tmp_path)
    session: LiveSession = match.hold("day-1", FIRST, SAID)
    app = Around(match.workspace, MinutesLinesScreen(match.opened, session.id))
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        await pilot.press("home", "f")
        await pilot.pause()
        assert "1  NOTE" in app.text and "a  LESSON · lesson:" in app.text
        await pilot.press("end")
        await pilot.pause()
        assert "SUPPORT" in app.text, "the last one is reached at any size"
        await pilot.press("a")
        await pilot.pause()
        assert "Filed as LESSON." in app.text
        entry = next(one for one in match.opened.meeting(session.id).entries.values() if one.filed.text == SAID)
        assert entry.filed.kind is EntryKind.LESSON
        await pilot.press("z")
        await pilot.pause()
        assert "Taken back" in app.text
        entry = next(one for one in match.opened.meeting(session.id).entries.values() if one.filed.text == SAID)
        assert entry.filed.kind is EntryKind.NOTE
    match.close()
