"""What the command line lists, as CSV for a spreadsheet: each row a line, no cell of it a formula."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from peer_tui.domain.wall_time import local_time
from peer_tui.domain.words import say
from peer_tui.exchange.csv import to_csv
from peer_tui.services.listing import MeetingRow, StepRow
from peer_tui.services.people import PersonRow

_MEETING = (
    say("Id"),
    say("Group"),
    say("Series"),
    say("Title"),
    say("Starts"),
    say("Zone"),
    say("Minutes"),
    say("State"),
    say("Ended"),
    say("Minutes are"),
)
_STEP = (
    say("No."),
    say("Group"),
    say("Next step"),
    say("Who"),
    say("With"),
    say("State"),
    say("By when"),
    say("By next meeting"),
    say("Done when"),
    say("Progress"),
    say("Late"),
    say("Carried"),
    say("Meeting"),
)
_PERSON = (
    say("Name"),
    say("Handle"),
    say("Pronouns"),
    say("Roles"),
    say("Status"),
    say("At meetings"),
    say("Of"),
    say("Last"),
)
_REACHED = (say("Organisation"), say("Contact"))
_TO_THE_MINUTE = len("2024-11-13 14:00")


def meetings_csv(rows: Sequence[MeetingRow]) -> str:
    """Meetings; times as on the wall of their group, `2024-11-13 14:00`."""
    return to_csv(
        _MEETING,
        (
            (
                row.id, row.group, row.series, row.title, _local(row.starts, row.zone), row.zone, row.minutes,
                row.state, _local(row.ended, row.zone), row.minutes_are,
            )
            for row in rows
        ),
    )  # fmt: skip


def steps_csv(rows: Sequence[StepRow]) -> str:
    """Open next steps; dates as `2024-11-22`."""
    return to_csv(
        _STEP,
        (
            (
                row.number, row.group, row.text, row.owner, ", ".join(row.helpers), row.state, row.due,
                row.due_next_meeting, row.done_when, row.progress, row.late, row.carried, row.meeting,
            )
            for row in rows
        ),
    )  # fmt: skip


def people_csv(rows: Sequence[PersonRow], *, contact: bool = False) -> str:
    """People. Where they are from and how to reach them is there only with `contact`; a private note never is."""
    names = (*_PERSON, *(_REACHED if contact else ()))
    return to_csv(
        names,
        (
            (
                row.name, row.handle, row.pronouns, ", ".join(row.roles), row.status, row.attended, row.meetings,
                row.last, *((row.organisation, row.contact) if contact else ()),
            )
            for row in rows
        ),
    )  # fmt: skip


def _local(instant: dt.datetime | None, zone: str) -> str:
    return "" if instant is None else local_time(instant, zone).isoformat(" ", "minutes")[:_TO_THE_MINUTE]
