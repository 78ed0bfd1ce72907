"""A group, its people and its priorities: what outlives a meeting."""

from __future__ import annotations

from peer_tui.domain.events.event import Event
from peer_tui.domain.events.kinds import BlockPlan, GroupId, ItemId, MeetingId, PersonId, PriorityId, SeriesId, Status


class GroupCreated(Event, tag="group created"):
    """A group began. Its template is a copy: editing it never changes the shipped one."""

    group: GroupId
    name: str
    zone: str
    """IANA zone, e.g. America/New_York."""
    template: str
    template_name: str
    blocks: tuple[BlockPlan, ...]
    minutes: int = 60
    """The slot of an ordinary meeting."""
    dates: str = "month first"
    """How 11/22 is read: `month first` or `day first`."""


class GroupRenamed(Event, tag="group renamed"):
    """The group chose another name."""

    name: str


class TemplateChanged(Event, tag="template changed"):
    """The group's own copy of its blocks, whole."""

    blocks: tuple[BlockPlan, ...]


class SeriesStarted(Event, tag="series started"):
    """A line of meetings whose minutes follow one another."""

    series: SeriesId
    name: str


class PersonAdded(Event, tag="person added"):
    """A person became known to the group. The only events that hold a name are the person events."""

    person: PersonId
    name: str
    """One free field: the name as the person wants it."""
    alias: str = ""
    pronouns: str = ""
    roles: tuple[str, ...] = ()
    status: Status = Status.MEMBER
    named: bool = True
    """False: counted only, named in no export (a guest who did not ask to be named)."""
    organisation: str = ""
    contact: str = ""
    """An address, a number: as the person gave it. It stands in no minutes."""
    note: str = ""
    """For the group's scribe alone; off unless somebody writes one."""


class PersonChanged(Event, tag="person changed"):
    """The person's fields, whole, as they now stand."""

    person: PersonId
    name: str
    alias: str = ""
    pronouns: str = ""
    roles: tuple[str, ...] = ()
    status: Status = Status.MEMBER
    named: bool = True
    organisation: str = ""
    contact: str = ""
    note: str = ""


class PeopleMerged(Event, tag="people merged"):
    """Two records were the same person."""

    kept: PersonId
    gone: PersonId


class PersonForgotten(Event, tag="person forgotten"):
    """A person asked to be forgotten: they are "a member" from here on and before; what was counted stays counted.

    It is recorded in every shard that names them; a later change of their fields changes nothing.
    """

    person: PersonId


class PriorityAdded(Event, tag="priority added"):
    """A long-lived priority of the group."""

    priority: PriorityId
    name: str
    lead: PersonId | None = None


class PriorityChanged(Event, tag="priority changed"):
    """The priority's fields, whole, as they now stand."""

    priority: PriorityId
    name: str
    lead: PersonId | None = None
    active: bool = True


class UpdateCollected(Event, tag="update collected"):
    """What a lead sent in before the meeting, to be read out if they are not here."""

    priority: PriorityId
    text: str
    meeting: MeetingId | None = None
    """The meeting it was collected for."""


class SettingChosen(Event, tag="setting chosen"):
    """The group chose how something is done; the last choice of each setting holds (`domain.profile` names them)."""

    setting: str
    value: str
    """Empty goes back to what is usual."""


class CriterionSet(Event, tag="criterion set"):
    """A line of the group's own criteria for membership, as it now stands (`product.md` §1.1, Membership)."""

    criterion: ItemId
    text: str
    active: bool = True


class CriterionMet(Event, tag="criterion met"):
    """Whether an applicant meets one criterion."""

    person: PersonId
    criterion: ItemId
    met: bool = True


class RotaSet(Event, tag="rota set"):
    """Who takes turns in a role, whole and in order; empty for no rota."""

    role: str
    people: tuple[PersonId, ...] = ()


class RotaSkipped(Event, tag="rota skipped"):
    """In a planned meeting: whose turn it was passes it on; they are asked again at the next turn."""

    role: str
    person: PersonId
