"""The agenda as it goes out: for confirmed members with the join link, for everybody else without (`product.md` §1.1).

An `AgendaPage` is what a file, a message or a printed page says, without any layout. What everybody may read holds no
join link, nobody's contact and no member's name but those of the roles, as far as the group's privacy level names them.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from peer_tui.domain.agenda import Row, lay_out
from peer_tui.domain.anonymous import Doubt
from peer_tui.domain.characters import clean
from peer_tui.domain.events import Status
from peer_tui.domain.group import Group, Priority
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Audience, Naming, Part, Privacy, usual_privacy, words
from peer_tui.domain.profile import Profile, profile_of
from peer_tui.domain.topics import Topic, in_topics_block, under_priority
from peer_tui.domain.wall_time import say_date, say_short_time, say_span, zone_letters
from peer_tui.domain.withholding import for_the_group
from peer_tui.domain.words import marked, say

ROLES = (marked("facilitator"), marked("scribe"), marked("timekeeper"), marked("hand-watcher"))
"""The roles an agenda names, in this order."""
LINK_FOR_MEMBERS = marked("The link goes to confirmed members.")
NOT_A_CONTACT = marked("(contact left out)")
_SHORTEST_CONTACT = 5
"""Letters: a shorter one would take ordinary words out of a text."""


class AgendaItem(msgspec.Struct, frozen=True):
    """What a block is to come to: a priority, a topic, minutes to review."""

    text: str
    notes: tuple[str, ...] = ()
    """What else is known of it, e.g. `10 min`, `carried from Wed 9 Oct 2024`."""
    items: tuple[AgendaItem, ...] = ()
    """Topics that are told under a priority."""


class AgendaBlock(msgspec.Struct, frozen=True):
    """One block on the clock."""

    at: str
    """When it starts if every block before it takes its longest time, e.g. `2:15`."""
    title: str
    minutes: str
    """`3–5 min`, `15 min`; what the others leave, for a flex block."""
    items: tuple[AgendaItem, ...] = ()


class AgendaPage(msgspec.Struct, frozen=True):
    """A meeting's agenda for one audience."""

    group: str
    title: str
    date: str
    """`Wed 13 Nov 2024`."""
    audience: str
    """`members` or `public`."""
    status: str = ""
    """`This meeting is cancelled.`, or nothing."""
    facts: tuple[tuple[str, str], ...] = ()
    """When, where, the join link, who holds which role: a name and what is said of it."""
    notice: str = ""
    """What is said about recording; empty where the group wants none."""
    blocks: tuple[AgendaBlock, ...] = ()

    @property
    def heading(self) -> str:
        """The group, and the meeting's title where that says something else."""
        same = self.title.casefold() in ("", self.group.casefold())
        return self.group or self.title if same else f"{self.group} · {self.title}" if self.group else self.title


def make_agenda(
    meeting: Meeting,
    group: Group,
    audience: Audience = Audience.MEMBERS,
    hours: int = 12,
    privacy: Privacy | None = None,
) -> AgendaPage:
    """The agenda of a meeting as this audience may read it.

    Args:
        meeting: the meeting.
        group: the whole group.
        audience: `MEMBERS`; any other is told what everybody may know.
        hours: 12 or 24, for the times.
        privacy: whom it names; None for what the group usually gives this audience.
    """
    drawn = _Agenda(meeting, group, audience, hours, (), privacy)
    page = drawn.page()
    if drawn.doubts:
        # A name that is an ordinary word too stays where the group names people anyway: "Grace period" is no person.
        page = _Agenda(meeting, group, audience, hours, drawn.doubts, privacy).page()
    return page


def join_link(meeting: Meeting, group: Group) -> str:
    """Where to join this meeting: its own link, else the group's usual one; empty for none."""
    held = group.meetings.get(meeting.id)
    return words(held.link if held else "") or profile_of(group).link


class _Agenda:
    """One drawing of an agenda."""

    def __init__(
        self,
        meeting: Meeting,
        group: Group,
        audience: Audience,
        hours: int,
        kept: tuple[Doubt, ...],
        privacy: Privacy | None,
    ) -> None:
        self.meeting, self.group, self.hours = for_the_group(meeting, group), group, hours
        self.members = audience is Audience.MEMBERS
        self.profile: Profile = profile_of(group)
        self.link = join_link(meeting, group)
        self.reported = tuple(priority.id for priority in group.active_priorities)
        audience = Audience.MEMBERS if self.members else Audience.PUBLIC
        privacy = privacy or usual_privacy(group, audience)
        links = (self.link, self.profile.link)
        self.naming = Naming(group, privacy, audience, links=links)
        self.texts = self.naming
        if not self.members and not privacy.hides:
            self.texts = Naming(_without_named_guests(group), Privacy.ROLES, audience, kept, links)
        self.contacts = () if self.members else _contacts(group)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The words met that are names and ordinary words as well, where a person may not be asked."""
        return () if self.texts is self.naming else tuple(self.texts.doubts)

    def say(self, text: str) -> str:
        """A person's text, as this audience may read it."""
        return self._apart(self.texts.words(text))

    def _apart(self, said: str) -> str:
        """A text without anybody's contact, where it is for everybody."""
        for contact in self.contacts:
            said = said.replace(contact, say(NOT_A_CONTACT))
        return said

    def page(self) -> AgendaPage:
        """The page."""
        meeting = self.meeting
        laid_out = lay_out(meeting.blocks, meeting.minutes, meeting.starts)
        return AgendaPage(
            group=self._apart(self.naming.words(self.profile.name_in_minutes or self.group.name)),
            title=self.say(meeting.title),
            date=say_date(meeting.starts, meeting.zone), audience="members" if self.members else "public",
            status=say("This meeting is cancelled.") if meeting.state == "cancelled" else "",
            facts=tuple(self._facts()), notice=self._apart(self.naming.words(self.profile.recording)),
            blocks=tuple(self._block(row) for row in laid_out.rows),
        )  # fmt: skip

    def _facts(self) -> list[tuple[str, str]]:
        meeting = self.meeting
        ends = meeting.starts + dt.timedelta(minutes=meeting.minutes)
        span = say_span(meeting.starts, ends, meeting.zone, self.hours)
        letters = zone_letters(meeting.starts, meeting.zone)
        changes = letters != zone_letters(ends, meeting.zone)
        when = f"{say_date(meeting.starts, meeting.zone)}, {span}{'' if changes else f' {letters}'}"
        facts = [(say("When"), when)]
        if place := self.say(meeting.platform):
            facts.append((say("Where"), place))
        if self.link:
            facts.append((say("Join"), self.link if self.members else say(LINK_FOR_MEMBERS)))
        for role in ROLES:
            if name := self.naming.name(meeting.roles.get(role), Part.ROLE):
                facts.append((say(role).capitalize(), name))
        return facts

    def _block(self, row: Row) -> AgendaBlock:
        block = row.block
        minutes = f"{row.minutes}" if block.flex or block.low == block.high else f"{block.low}–{block.high}"
        clock = say_short_time(row.at, self.meeting.zone, self.hours)
        return AgendaBlock(
            clock,
            self.say(block.title) or say("A block"),
            say("{minutes} min", minutes=minutes),
            tuple(self._items(block.job)),
        )

    def _items(self, job: str) -> list[AgendaItem]:
        topics = self.meeting.topics
        if job == "review":
            return [AgendaItem(text) for text in self._to_review()]
        if job == "priorities":
            items = [self._priority(priority) for priority in self.group.active_priorities]
            # Where the topics have no block of their own they are told here.
            own = self.meeting.job("topics") is None
            return [*items, *(self._topic(one) for one in in_topics_block(topics, self.reported) if own)]
        if job == "topics":
            alone = self.meeting.job("priorities") is None
            listed = topics if alone else in_topics_block(topics, self.reported)
            return [self._topic(topic) for topic in listed]
        return []

    def _to_review(self) -> list[str]:
        drafts = self.group.unapproved(self.meeting.id)
        return [say("Minutes of {date}", date=say_date(held.starts, held.zone)) for held in drafts]

    def _priority(self, priority: Priority) -> AgendaItem:
        lead = self.naming.name(priority.lead, Part.OWNER) if self.members else ""
        topics = tuple(self._topic(topic) for topic in under_priority(self.meeting.topics, priority.id))
        return AgendaItem(
            self.say(priority.name) or say("A priority"), (say("lead {lead}", lead=lead),) if lead else (), topics
        )

    def _topic(self, topic: Topic) -> AgendaItem:
        notes = [say("{minutes} min", minutes=topic.minutes)] if topic.minutes else []
        return AgendaItem(self.say(topic.text) or say("A topic"), (*notes, *came_from(topic, self.group)))


def came_from(topic: Topic, group: Group) -> tuple[str, ...]:
    """Where a topic came from: `next step 7, carried 2×`, `carried from Wed 9 Oct 2024`; nothing for a new one."""
    if topic.carried_from is None:
        return ()
    held = group.meetings.get(topic.carried_from)
    when = say_date(held.starts, held.zone) if held is not None else say("an earlier meeting")
    step = group.steps.steps.get(topic.entry or "")
    if step is None:
        return (say("carried from {when}", when=when),)
    label = step.label or str(step.number or "")
    state = say("carried {carried}×", carried=step.carried) if step.open else say(step.progress)
    return (say("next step {label}", label=label).strip(), state, say("carried from {when}", when=when))


def _without_named_guests(group: Group) -> Group:
    """The group whose names are left out where everybody reads: a guest who asked to be named may stand there."""
    people = {
        key: person for key, person in group.people.items() if not (person.status is Status.GUEST and person.named)
    }
    return msgspec.structs.replace(group, people=people)


def _contacts(group: Group) -> tuple[str, ...]:
    """Everybody's address or number, the longest first."""
    known = {clean(person.contact).strip() for person in group.people.values()}
    return tuple(sorted((one for one in known if len(one) >= _SHORTEST_CONTACT), key=len, reverse=True))
