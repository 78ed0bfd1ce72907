"""Who is named in the record, and who is only counted (`product.md` §3.8, privacy levels and audiences).

Every name that leaves a meeting, in minutes, chat or recap, comes from `Naming.name`, and every text a person wrote
passes `Naming.words`: they are the two places where a privacy level acts. Attendance is told as counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import IntEnum, StrEnum
from functools import cached_property

import msgspec

from peer_tui.domain.anonymous import Doubt, Found, KnownNames
from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import PersonId, Status
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.people import Person
from peer_tui.domain.profile import profile_of
from peer_tui.domain.redaction import A_MEMBER
from peer_tui.domain.stand_ins import initials, with_article
from peer_tui.domain.words import both, marked, say, say_number

__all__ = [
    "A_GUEST",
    "FOR_MEMBERS",
    "Audience",
    "Doubt",
    "Naming",
    "Part",
    "Present",
    "Privacy",
    "and_list",
    "counted",
    "held_by_one",
    "usual_privacy",
    "who_was_present",
    "words",
]

A_GUEST = marked("a guest")
FOR_MEMBERS = marked("(link for confirmed members)")
"""What stands for the join link in what goes to others."""


class Privacy(IntEnum):
    """Who is named, as five levels (`product.md` §3.8)."""

    OWNERS = 1
    """Whoever leads a next step or holds a role, as they want to be named. The usual level."""
    INITIALS = 2
    """The same people, by initials; names in what was written become initials too."""
    ROLES = 3
    """Nobody's name: a role such as CPS stands for each, and "a member" for who has none."""
    NO_NAMES = 4
    """Nobody's name and nobody's role."""
    FULL = 5
    """As the first, and everybody who was present."""

    @property
    def says(self) -> str:
        """In words, as the screen and the shell say it."""
        return say(_LEVELS[self])

    @property
    def hides(self) -> bool:
        """Names are also taken out of what people wrote."""
        return self in (Privacy.INITIALS, Privacy.ROLES, Privacy.NO_NAMES)


_LEVELS = {
    Privacy.OWNERS: marked("decisions and owners are named"),
    Privacy.INITIALS: marked("initials"),
    Privacy.ROLES: marked("roles only"),
    Privacy.NO_NAMES: marked("no names"),
    Privacy.FULL: marked("everybody who was present is named"),
}


class Audience(StrEnum):
    """Whom a copy of the minutes is for."""

    MEMBERS = marked("members")
    """Confirmed members: they alone get the join link of the next meeting."""
    PUBLIC = marked("public")
    """The e-mail list and everybody."""
    FUNDER = marked("funder")
    REVIEWERS = marked("reviewers")
    """Who reads the draft before it goes out."""

    @property
    def says(self) -> str:
        """In words, as the screen and the shell say it."""
        return say(_AUDIENCES[self])


_AUDIENCES = {
    Audience.MEMBERS: marked("confirmed members"),
    Audience.PUBLIC: marked("e-mail list and public"),
    Audience.FUNDER: marked("funder"),
    Audience.REVIEWERS: marked("reviewers"),
}


def usual_privacy(group: Group, audience: Audience) -> Privacy:
    """The level a copy begins with: the group's own; a funder is told no names unless a person chooses otherwise."""
    own = Privacy(profile_of(group).privacy)
    return Privacy.NO_NAMES if audience is Audience.FUNDER and not own.hides else own


class Part(StrEnum):
    """The part a person plays in the sentence that might name them."""

    OWNER = marked("leads or helps with a next step or a parked item")
    ROLE = marked("facilitates, scribes or convenes, now or next time")
    PRESENT = marked("was at the meeting")


def words(text: str) -> str:
    """A person's text as the record holds it: one line, without control characters or space around it."""
    return clean(text).strip()


class Naming:
    """Who is named how in one copy of a record.

    Args:
        group: the group.
        privacy: who is named.
        audience: whom the copy is for.
        kept: doubts that a person answered: these words are no names.
        links: join links, which only members are told.
    """

    def __init__(
        self,
        group: Group,
        privacy: Privacy = Privacy.OWNERS,
        audience: Audience = Audience.MEMBERS,
        kept: Collection[Doubt] = (),
        links: Iterable[str] = (),
    ) -> None:
        self.group = group
        self.privacy = privacy
        self.audience = audience
        self.doubts: dict[Doubt, None] = {}
        """The words met so far that are names and also ordinary words, in order."""
        self.roles: dict[str, None] = {}
        """The roles that stood for a person so far, in order."""
        self._kept = frozenset(kept)
        self._known = KnownNames(group.people.values()) if privacy.hides else _counted_only(group)
        self._pronouns = profile_of(group).pronouns_in_minutes
        told = dict.fromkeys(link.strip() for link in links if link.strip())
        self._links = tuple(sorted(told, key=len, reverse=True)) if audience is not Audience.MEMBERS else ()

    @cached_property
    def everybody(self) -> KnownNames:
        """The names of everybody the group knows, for what names nobody at any level."""
        return KnownNames(self.group.people.values())

    def words(self, text: str) -> str:
        """A person's text as this copy holds it: cleaned, without a link it may not tell, without names it hides."""
        said = words(text)
        for link in self._links:
            said = said.replace(link, say(FOR_MEMBERS))
        if not self._known:
            return said
        keeps = self._keeps if self.privacy.hides else lambda _: True
        return self._known.replaced(said, self._stand_in, keeps)

    def name(self, person: PersonId | None, part: Part) -> str:
        """How the record names a person in this part; empty where it does not name them at all.

        Who leads a next step or holds a role is named as the level says; who was merely present is not, except a
        guest who asked to be, and everybody at full attribution. Nobody is named against `Person.named`, and an id
        nobody is known by is "a member".
        """
        known = self.group.person(person)
        if person is None:
            return ""
        guest = known is not None and known.status is Status.GUEST
        if part is Part.PRESENT:
            told = self.privacy is Privacy.FULL or (guest and self.privacy in (Privacy.OWNERS, Privacy.INITIALS))
            return self._named(known) if known is not None and known.named and told else ""
        if known is None or not known.named:
            return say(A_GUEST) if guest else A_MEMBER
        return self._named(known) or A_MEMBER

    def names(self, people: Iterable[PersonId], part: Part) -> str:
        """Several people, as `Ana Ruiz and Bo Chen`; those that are called the same, as often as there are."""
        return and_list([self.name(person, part) for person in people])

    def _named(self, person: Person) -> str:
        match self.privacy:
            case Privacy.INITIALS:
                return initials(person.name)
            case Privacy.ROLES | Privacy.NO_NAMES:
                return self._instead(person)
        name = words(person.name)
        return f"{name} ({pronouns})" if self._pronouns and (pronouns := words(person.pronouns)) else name

    def _instead(self, person: Person) -> str:
        """What stands for a person who is not to be named."""
        if person.status is Status.GUEST:
            return say(A_GUEST)
        role = words(person.roles[0]) if person.roles and self.privacy is Privacy.ROLES else ""
        telling = self._known is not None and bool(self._known.in_text(role))
        if not role or telling:
            return A_MEMBER
        self.roles[role] = None
        return with_article(role)

    def _stand_in(self, found: Found, written: str) -> str:
        if self.privacy is Privacy.INITIALS:
            return initials(written) if found.end - found.start < 60 and "@" not in written[1:] else A_MEMBER
        said = {self._instead(person) for key in found.people if (person := self.group.person(key)) is not None}
        return said.pop() if len(said) == 1 else A_MEMBER

    def _keeps(self, doubt: Doubt) -> bool:
        self.doubts[doubt] = None
        return doubt in self._kept or Doubt(doubt.word, "") in self._kept


def _counted_only(group: Group) -> KnownNames | None:
    """The whole names of those who are only counted, but for names that somebody else has too (check 31)."""
    told = {fold(name) for one in group.people.values() if one.named for name in (one.name, one.alias)}
    unnamed = [one for one in group.people.values() if not one.named and fold(one.name) not in told]
    return KnownNames((Person(one.id, one.name) for one in unnamed), whole=True) if unnamed else None


def held_by_one(group: Group, role: str) -> bool:
    """Whether only one person of a group has a role: then the role tells who it is (`product.md` §2.10)."""
    return sum(role in map(words, person.roles) for person in group.everybody) == 1


def and_list(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else both([", ".join(items[:-1]), items[-1]]) if items else ""


_HEADS = {"phone": marked("by phone"), "room": marked("in the room without a name")}


class Present(msgspec.Struct, frozen=True):
    """Attendance as counts. Guests are beside the number present, not in it."""

    by_name: int
    heads: tuple[tuple[str, int], ...]
    """People without a name: how they joined, in words, and how many."""
    guests: int
    guest_names: tuple[str, ...] = ()
    """Guests who asked to be named."""
    names: tuple[str, ...] = ()
    """Everybody else who was present, at full attribution only."""

    @property
    def total(self) -> int:
        """Everybody present but guests."""
        return self.by_name + sum(count for _, count in self.heads)

    @property
    def short(self) -> str:
        """`18 present, 1 guest`."""
        return say("{total} present{guests}", total=self.total, guests=self._guests())

    @property
    def words(self) -> str:
        """`18 present (16 by name, 2 by phone), 1 guest`; at full attribution the names follow."""
        named = f": {and_list(list(self.names))}" if self.names else ""
        if not self.heads:
            return say("{total} present{guests}{named}", total=self.total, guests=self._guests(named=True), named=named)
        parts = [
            say_number(self.by_name, "{n} by name", "{n} by name"),
            *(f"{count} {how}" for how, count in self.heads),
        ]
        return say(
            "{total} present ({parts}){guests}{named}",
            total=self.total,
            parts=", ".join(parts),
            guests=self._guests(named=True),
            named=named,
        )

    def _guests(self, *, named: bool = False) -> str:
        if not self.guests:
            return ""
        said = f", {counted(self.guests, '{n:,} guest', '{n:,} guests', 'no guests')}"
        return f"{said} ({and_list(list(self.guest_names))})" if named and self.guest_names else said


def counted(number: int, one: str, many: str, none: str) -> str:
    """`1 guest`, `2 guests`, `1,200 guests`, `no guests`.

    Args:
        number: how many there are.
        one: what is said of one, e.g. `{n:,} guest`: the text itself, so that it is found for translation.
        many: what is said of several, e.g. `{n:,} guests`.
        none: what is said of none, e.g. `no guests`.
    """
    return say_number(number, one, many) if number else say(none)


def who_was_present(meeting: Meeting, naming: Naming) -> Present:
    """Attendance of a meeting; whoever left early was still present (`product.md` §3.10)."""
    people = {(known.id if (known := naming.group.person(key)) else key): known for key in meeting.attendance}
    guests = [key for key, known in people.items() if known is not None and known.status is Status.GUEST]
    by_mode: dict[str, int] = {}
    for heads in meeting.heads:
        by_mode[heads.mode] = by_mode.get(heads.mode, 0) + heads.count
    extra = max(0, by_mode.pop("guest", 0))
    counts: dict[str, int] = {}
    for mode, count in by_mode.items():
        how = say(_HEADS.get(mode, marked("without a name")))
        counts[how] = counts.get(how, 0) + max(0, count)
    names = {key: naming.name(key, Part.PRESENT) for key in people}
    return Present(
        by_name=len(people) - len(guests),
        heads=tuple((how, count) for how, count in counts.items() if count),
        guests=len(guests) + extra,
        guest_names=tuple(sorted(names[key] for key in guests if names[key])),
        names=tuple(sorted(name for key, name in names.items() if name and key not in guests)),
    )
