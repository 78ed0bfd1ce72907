"""The header every fact carries, and a fact of a kind that this version does not know.

Its annotations are not postponed: msgspec evaluates those of the header again for every kind that is read.
"""

import datetime as dt
from typing import Any

import msgspec

from peer_tui.domain.events.kinds import EventId, MeetingId, WriterId


class Event(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    """The header every fact carries."""

    id: EventId = ""
    at: dt.datetime = dt.datetime.min.replace(tzinfo=dt.UTC)
    """When it was recorded, UTC."""
    when: dt.datetime | None = None
    """When it happened, UTC, if that is not when it was recorded."""
    by: WriterId = ""
    during: MeetingId | None = None
    """The meeting in which it was said, when that is not the shard it lies in."""
    act: EventId = ""
    """The first event of the act this belongs to, when one act recorded several."""

    @property
    def moment(self) -> dt.datetime:
        """When it happened, UTC: what clocks and minutes use."""
        return self.when or self.at


class Unknown(msgspec.Struct, frozen=True):
    """An event of a kind (or shape) this version does not know: kept value for value, folded as nothing."""

    id: EventId
    kind: str
    fields: dict[str, Any]
