"""Minutes on Today that a group has kept as long as it wanted: a person is asked, and nothing goes by itself."""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.domain.held import Held
from peer_tui.domain.keeping_time import past_their_time
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say
from peer_tui.services.today.lines import TodayLine, name_of
from peer_tui.services.workspace import OpenGroup, Workspace


def past(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[tuple[OpenGroup, Held]]:
    """Of each group the meeting it is asked about first, if its time is over."""
    now = workspace.now()
    return [(opened, due[0]) for opened in groups if (due := past_their_time(opened.glance, now))]


def line(opened: OpenGroup, held: Held) -> TodayLine:
    """The oldest of them; a glance does not know how many there are."""
    return TodayLine(
        "kept", f"{name_of(opened, held)} · {say_date(held.starts, held.zone)}",
        (say("past the time this group keeps minutes · keep, delete or ask later"),), "kept",
        say("asks about them"), opened=opened, meeting=held.id,
    )  # fmt: skip
