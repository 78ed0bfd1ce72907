"""Who is named in the record, and who is only counted (`product.md` §3.8, privacy levels).

Every name that leaves a meeting, in minutes, chat or recap, comes from `name_in_record`: it is the one place where a
privacy level acts. Attendance is told as counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.events import PersonId, Status
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting


class Part(StrEnum):
    """The part a person plays in the sentence that might name them."""

    OWNER = "leads or helps with a next step or a parked item"
    ROLE = "facilitates, scribes or convenes, now or next time"
    PRESENT = "was at the meeting"


def words(text: str) -> str:
    """A person's text as the record holds it: one line, without control characters or space around it."""
    return clean(text).strip()


def name_in_record(group: Group, person: PersonId | None, part: Part) -> str:
    """How the record names a person in this part; empty where it does not name them at all.

    Privacy level 1, "decisions & owners only named": who leads a next step or holds a role is named in full, as they
    want to be named; who was merely present is not, except a guest who asked to be. Nobody is named against
    `Person.named`, and an id nobody is known by is "a member".
    """
    known = group.person(person)
    guest = known is not None and known.status is Status.GUEST
    if part is Part.PRESENT:
        return words(known.name) if known is not None and guest and known.named else ""
    if person is None:
        return ""
    if known is None or not known.named:
        return "a guest" if guest else "a member"
    return words(known.name) or "a member"


def names_in_record(group: Group, people: Iterable[PersonId], part: Part) -> str:
    """Several people, as `Ana Ruiz and Bo Chen`."""
    return and_list([name_in_record(group, person, part) for person in people])


def and_list(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else " and ".join([", ".join(items[:-1]), items[-1]]) if items else ""


_HEADS = {"phone": "by phone", "room": "in the room without a name"}


class Present(msgspec.Struct, frozen=True):
    """Attendance as counts. Guests are beside the number present, not in it."""

    by_name: int
    heads: tuple[tuple[str, int], ...]
    """People without a name: how they joined, in words, and how many."""
    guests: int
    guest_names: tuple[str, ...] = ()
    """Guests who asked to be named."""

    @property
    def total(self) -> int:
        """Everybody present but guests."""
        return self.by_name + sum(count for _, count in self.heads)

    @property
    def short(self) -> str:
        """`18 present, 1 guest`."""
        return f"{self.total} present{self._guests()}"

    @property
    def words(self) -> str:
        """`18 present (16 by name, 2 by phone), 1 guest`."""
        if not self.heads:
            return f"{self.total} present{self._guests(named=True)}"
        parts = [f"{self.by_name} by name", *(f"{count} {how}" for how, count in self.heads)]
        return f"{self.total} present ({', '.join(parts)}){self._guests(named=True)}"

    def _guests(self, *, named: bool = False) -> str:
        if not self.guests:
            return ""
        said = f", {counted(self.guests, 'guest')}"
        return f"{said} ({and_list(list(self.guest_names))})" if named and self.guest_names else said


def counted(number: int, singular: str, plural: str = "") -> str:
    """`1 guest`, `2 guests`, `1,200 guests`, `no guests`."""
    thing = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {thing}" if number else f"no {thing}"


def who_was_present(meeting: Meeting, group: Group) -> Present:
    """Attendance of a meeting; whoever left early was still present (`product.md` §3.10)."""
    people = {(known.id if (known := group.person(key)) else key): known for key in meeting.attendance}
    guests = [key for key, known in people.items() if known is not None and known.status is Status.GUEST]
    by_mode: dict[str, int] = {}
    for heads in meeting.heads:
        by_mode[heads.mode] = by_mode.get(heads.mode, 0) + heads.count
    extra = max(0, by_mode.pop("guest", 0))
    counts: dict[str, int] = {}
    for mode, count in by_mode.items():
        how = _HEADS.get(mode, "without a name")
        counts[how] = counts.get(how, 0) + max(0, count)
    names = [name_in_record(group, key, Part.PRESENT) for key in guests]
    return Present(
        by_name=len(people) - len(guests),
        heads=tuple((how, count) for how, count in counts.items() if count),
        guests=len(guests) + extra,
        guest_names=tuple(sorted(name for name in names if name)),
    )
