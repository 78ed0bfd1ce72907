"""The facts a grant report is made of, and what a group chose for it (`product.md` §2.11)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from peer_tui.domain.events import MeetingId, PersonId
from peer_tui.domain.words import marked

THRESHOLD = 5
"""Counts of people below it are hidden, where a group chose nothing else."""
INDICATORS = {
    "A4": marked("Members of the group who are consumers or family members"),
    "A5": marked("Consumers and family members involved in ongoing planning and advocacy"),
    "A6": marked("Consumers and family members involved in evaluation, oversight and data collection"),
    "AW1": marked("People reached with messages that raise awareness"),
    "NAB1": marked("People with improved knowledge, attitudes and beliefs"),
    "PD": marked("Policy development: policy issues that were changed"),
    "WD": marked("Workforce development: training"),
}
"""What the indicators are called where a group has no words of its own. “Consumer” stands only here (§3.2)."""


class GrantMeeting(msgspec.Struct, frozen=True):
    """One meeting that was held."""

    id: MeetingId
    day: dt.date
    """On the wall where it was held."""
    kind: str
    """Coalition meeting, training …; two that differ only in capitals are one."""
    members: frozenset[PersonId] = frozenset()
    """Who came by name and is no guest; two records of one person as one."""
    guests: frozenset[PersonId] = frozenset()
    heads: int = 0
    """Counted without a name, e.g. by phone: they cannot be told apart, so they are in no count of distinct people."""
    decisions: int = 0
    reached: int = 0
    """How many people the event reached with its message."""

    @property
    def people(self) -> frozenset[PersonId]:
        """Everybody who came by name."""
        return self.members | self.guests


class Confidence(msgspec.Struct, frozen=True):
    """The confidence forms of one run of a programme: nobody's two forms are known to belong together."""

    before: tuple[float, ...]
    """The mean of each form that was filled in before."""
    after: tuple[tuple[dt.date, float], ...]
    """The day each of the others was entered, and its mean."""
    fewest: int = THRESHOLD
    """Below so many forms nothing is shown."""


class GrantFacts(msgspec.Struct, frozen=True):
    """Everything a grant report is made of."""

    meetings: tuple[GrantMeeting, ...] = ()
    steps_done: tuple[dt.date, ...] = ()
    """The day each next step that is done was marked so."""
    issues_changed: tuple[dt.date, ...] = ()
    """The day each policy issue became “changed”, of those that are still."""
    members: frozenset[PersonId] = frozenset()
    """The confirmed members, as the group stands."""
    lived: Mapping[PersonId, bool] = {}
    """Who said whether they have lived experience, themselves or as family."""
    organisations: Mapping[PersonId, str] = {}
    """Where somebody is from."""
    confidence: tuple[Confidence, ...] = ()


class Chosen(msgspec.Struct, frozen=True):
    """What a group chose for its grant reports."""

    threshold: int = THRESHOLD
    """Counts of people below it are hidden; 0 hides nothing."""
    everything: bool = False
    """Small counts of meetings, decisions, next steps and issues are hidden as well."""
    kinds: tuple[str, ...] = ()
    """The kinds of meeting the group holds, in order."""
    planning: tuple[str, ...] = ()
    """The kinds that are planning and advocacy (A5)."""
    evaluation: tuple[str, ...] = ()
    """The kinds that are evaluation and oversight (A6)."""
    training: tuple[str, ...] = ()
    """The kinds that are training (WD)."""
