"""Redaction from the live screen: typed, and on a selected line."""

from __future__ import annotations

from pathlib import Path

from peer_tui.ui.widgets.stream import MinutesStream
from tests.services.test_redacting import everywhere
from tests.ui.conftest import Desk

SECRET = "the heron lands at midnight"


def stream(desk: Desk) -> MinutesStream:
    return desk.live.query_one(MinutesStream)


async def test_check_56_a_selected_line_is_removed_after_being_asked_once(desk: Desk) -> None:
    async with desk.sit():
        await desk.enter("/next", "/go topics", "first", SECRET, "last")
        stream(desk).focus()
        await desk.press("up", "delete")
        assert "no undo" in desk.under()
        assert SECRET in [entry.filed.text for entry in desk.session.meeting.lines()]
        await desk.press("delete")
        assert [entry.filed.text for entry in desk.session.meeting.lines()] == ["first", "last"]
        assert SECRET not in desk.screen()
        assert "Not reached from here" in desk.screen().replace("\n", " ")
    assert everywhere(desk.home, SECRET) == []


async def test_another_line_selected_meanwhile_is_asked_about_anew(desk: Desk) -> None:
    async with desk.sit():
        await desk.enter("/next", "/go topics", "first", "last")
        stream(desk).focus()
        await desk.press("delete", "up", "delete")
        assert len(desk.session.meeting.lines()) == 2
        assert "first" in desk.under()


async def test_typed_it_removes_the_last_line_and_the_screen_forgets_it(desk: Desk) -> None:
    async with desk.sit():
        await desk.enter("/next", "/go topics", "first", SECRET, "/redact", "/redact")
        assert SECRET not in desk.screen()
        assert [entry.filed.text for entry in desk.session.meeting.lines()] == ["first"]
        await desk.press("up")
        assert SECRET not in desk.screen()
    assert everywhere(desk.home, SECRET) == []


async def test_with_a_thread_for_saving_what_could_not_be_reached_is_told_when_it_is_known(
    desk: Desk, tmp_path: Path
) -> None:
    import time

    from peer_tui.services.workspace import Workspace
    from peer_tui.settings import Settings
    from tests.ui.conftest import places_in

    desk.workspace.close()
    workspace = Workspace(places_in(desk.home), desk.clock, Settings())
    desk.opened, _ = workspace.find_meeting(desk.meeting)
    async with desk.sit(workspace=workspace):
        await desk.enter("/next", "/go topics", "first", SECRET, "/redact", "/redact")
        assert SECRET not in desk.screen()
        end = time.monotonic() + 20
        while everywhere(desk.home, SECRET) and time.monotonic() < end:
            await desk.pilot.pause(0.1)
        assert everywhere(desk.home, SECRET) == []
    workspace.close()
