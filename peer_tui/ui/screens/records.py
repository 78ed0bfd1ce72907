"""Opening the record behind a line, from the archive, a search or a register; Esc leads back there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.screen import Screen

from peer_tui.domain.events import EntryId, MeetingId
from peer_tui.domain.words import say
from peer_tui.services.archive import beside
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import PlaceScreen

Again = Callable[[], Screen[Any]]
"""Makes a screen anew, as it is left: its words, its filters, its selected row."""


def open_record(
    screen: PlaceScreen, folder: str, meeting: MeetingId, again: Again | None = None, line: EntryId = ""
) -> None:
    """Open the record of a meeting at a line; a meeting that is going on opens live.

    Args:
        screen: where it is opened from.
        folder: the folder of the group.
        meeting: the meeting; empty for what was said in none.
        again: makes that screen anew for Esc; None to lead home.
        line: the line to scroll to.
    """
    if not meeting:
        screen.show_flash(say("That was said between two meetings: no minutes tell of it."))
        return
    opened = screen.workspace.open_group(folder)
    held = opened.group.meetings.get(meeting)
    if held is None or held.hidden:
        screen.show_flash(say("That meeting is not in this library any more."), "warning")
    elif held.state == "ended":
        screen.peer.behind = again
        screen.peer.open_minutes(opened, meeting, line=line)
    elif held.state == "unfinished":
        screen.peer.open_live(opened, meeting)
    elif held.state == "planned":
        screen.peer.open_prepare(opened, meeting)
    else:
        screen.show_flash(say("{title} was cancelled: there are no minutes of it.", title=held.title))


def show_since(screen: PlaceScreen, opened: OpenGroup, meeting: MeetingId, again: Again | None = None) -> None:
    """Show what came to be since the meeting of the series before this one; said where there is none."""
    before = beside(opened, meeting, -1)
    if before is None:
        screen.show_flash(say("No meeting of this series was held before this one."))
        return
    from peer_tui.ui.screens.since import SinceScreen

    screen.app.switch_screen(SinceScreen(opened, before.id, meeting, again))
