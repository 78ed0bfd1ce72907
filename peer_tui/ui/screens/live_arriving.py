"""Coming to a meeting: its doors are opened, or where it stands is said, and what has to be read first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from peer_tui.domain.wall_time import say_date, say_time
from peer_tui.domain.words import say
from peer_tui.services import moving, recovering, watching
from peer_tui.ui.text import plain

if TYPE_CHECKING:
    from peer_tui.services.session import LiveSession
    from peer_tui.ui.screens.live import LiveScreen


def arrive(session: LiveSession, next_key: str) -> str:
    """Open the doors of a meeting that is near, or say where an unfinished one stands; empty if it goes on at once.

    Args:
        session: the meeting that is come to.
        next_key: the key that opens the doors, as a person reads it.
    """
    meeting = session.meeting
    if meeting.state == "planned":
        if moving.is_near(session):
            return moving.open_doors(session).words
        planned = f"{say_date(meeting.starts, meeting.zone)}, {say_time(meeting.starts, meeting.zone, session.hours)}"
        return say("This meeting is planned for {planned} · {key} opens the doors now", planned=planned, key=next_key)
    found = recovering.unfinished(session.workspace, [session.opened])
    words = next((one.words for one in found if one.held.id == session.id), "")
    return say("Resumed: {words}", words=words) if words else ""


def say_first(screen: LiveScreen, arrived: str, warnings: Iterable[str]) -> None:
    """Say what came of arriving; several things that a person should know are opened to be read instead.

    Args:
        screen: the live screen, drawn for the first time.
        arrived: what `arrive` said.
        warnings: what else is to be known, e.g. of settings; empty sentences are left out.
    """
    workspace = screen.session.workspace
    beside = watching.beside_us(workspace.library.others())
    told = (*warnings, *workspace.saver.take_notices(), *screen.opened.problems, beside)
    notices = [sentence for sentence in told if sentence]
    if len(notices) > 1:
        screen.panes.open_reading("notices", say("Please read"), [plain(notice) for notice in notices])
    elif notices:
        screen.flash(notices[0], "warning")
    if arrived and len(notices) != 1:
        screen.flash(arrived)
