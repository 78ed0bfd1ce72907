"""The Comfort / Discomfort Agreement: proposed, adopted, affirmed, seen."""

from __future__ import annotations

from peer_tui.domain.events.event import Event
from peer_tui.domain.events.kinds import ItemId, PersonId, Side


class AgreementProposed(Event, tag="agreement proposed"):
    """A new line, not yet adopted. Who proposed it is never recorded."""

    item: ItemId
    side: Side
    text: str


class AgreementAmended(Event, tag="agreement amended"):
    """New wording for a line; takes effect when adopted."""

    item: ItemId
    text: str


class AgreementRetired(Event, tag="agreement retired"):
    """A line the group no longer wants; takes effect when adopted and stays in the history."""

    item: ItemId


class AgreementWithdrawn(Event, tag="agreement withdrawn"):
    """What was proposed about a line is taken back before the group came to it: a new line, a wording, a retiring."""

    item: ItemId


class AgreementAdopted(Event, tag="agreement adopted"):
    """The group consented to every open change: a new version. Also how a first version begins."""

    version: int
    items: tuple[ItemId, ...]
    """The whole of what is now agreed, in order."""


class AgreementAffirmed(Event, tag="agreement affirmed"):
    """Those present affirmed the agreement as it stands; the version does not change."""

    version: int


class AgreementSeen(Event, tag="agreement seen"):
    """People who arrived after the agreement block have now seen it."""

    people: tuple[PersonId, ...]
    version: int = 0
    """Which one they saw; 0 where the meeting tells."""
