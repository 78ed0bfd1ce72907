"""The people of a group between meetings: added, changed, their standing (`product.md` §1.1, §3.3, §3.10)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import Event, EventId, PersonAdded, PersonChanged, PersonId, Status
from peer_tui.domain.history import act_of
from peer_tui.domain.pasted_people import NAME_AT_MOST, ROLE_WORDS
from peer_tui.domain.people import Person
from peer_tui.domain.words import say
from peer_tui.services.attending import attendance
from peer_tui.services.problems import Problem

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

FIELDS: dict[str, str] = {
    "name": say("Name as wanted"),
    "alias": say("Short handle"),
    "pronouns": say("Pronouns"),
    "roles": say("Roles"),
    "status": say("Status"),
    "organisation": say("Organisation"),
    "contact": say("Contact"),
    "named": say("In the minutes"),
    "note": say("Private note"),
}
"""The fields of a person that somebody can change, in order, each with its words on screen."""

_LONGEST = {"alias": 40, "pronouns": 60, "organisation": 200, "contact": 300, "note": 2_000}
"""Characters."""
_ROLES_AT_MOST = 12
_YES_NO = {"yes": True, "named": True, "no": False, "counted only": False, "counted": False} | {
    say("named").casefold(): True,
    say("counted only").casefold(): False,
}
"""In the language on screen as well: what stands in the field is read back when it is kept."""


# --- reading what is typed ----------------------------------------------------------------------------------------


def read_field(field: str, typed: str) -> Any:
    """What was typed for one field of a person, as the field holds it.

    Raises:
        Problem: the field cannot hold it. Nothing was changed.
    """
    words = " ".join(clean(typed).split())
    if field == "name":
        return _name(words)
    if field == "roles":
        return _roles(words)
    if field == "status":
        return read_status(words)
    if field == "named":
        if words.casefold() not in _YES_NO:
            raise Problem(say("“{words}” is neither yes nor no. Nothing was changed.", words=words[:40]))
        return _YES_NO[words.casefold()]
    if len(words) > _LONGEST[field]:
        raise Problem(say("That is longer than {longest:,} characters. Nothing was changed.", longest=_LONGEST[field]))
    return words


def read_status(words: str) -> Status:
    """The standing that is meant, by its word or the beginning of it.

    Raises:
        Problem: none is, or several are.
    """
    typed = fold(words).replace("-", "").strip()
    fits = {
        status
        for status in Status
        for form in (status.value, status.value.split()[-1], say(status))
        if typed and fold(form).replace("-", "").startswith(typed)
    }
    if len(fits) != 1:
        raise Problem(
            say(
                "“{words}” is none of: {status}. Nothing was changed.",
                words=words[:40],
                status=", ".join(map(say, Status)),
            )
        )
    return fits.pop()


def _name(words: str) -> str:
    if not any(letter.isalnum() for letter in words):
        raise Problem(say("A person needs a name: any one they want. Nothing was changed."))
    if len(words) > NAME_AT_MOST:
        raise Problem(
            say("That is longer than a name ({number:,} characters). Nothing was changed.", number=len(words))
        )
    return words


def _roles(words: str) -> tuple[str, ...]:
    """Roles between commas; the field's own short forms in capitals, any other as typed."""
    given = [part.strip() for part in re.split(r"[,;/]", words) if part.strip()]
    known = [part.upper() if part.upper() in ROLE_WORDS else part for part in given]
    if len(known) > _ROLES_AT_MOST or any(len(role) > 60 for role in known):
        raise Problem(
            say(
                "At most {roles_at_most} short roles, with commas between them. Nothing was changed.",
                roles_at_most=_ROLES_AT_MOST,
            )
        )
    return tuple(dict.fromkeys(known))


def field_words(person: Person, field: str) -> str:
    """What a field holds, as a person reads and types it."""
    value = getattr(person, field)
    if field == "roles":
        return ", ".join(value)
    if field == "named":
        return say("named") if value else say("counted only")
    return say(str(value)) if field == "status" else str(value)


# --- changing -----------------------------------------------------------------------------------------------------


def add(workspace: Workspace, opened: OpenGroup, name: str, **fields: Any) -> tuple[PersonId, EventId]:
    """Add a person, also where somebody else has the same name: nothing merges by name.

    Args:
        workspace: the library.
        opened: the group.
        name: as the person wants it.
        **fields: any of `FIELDS`, as `read_field` gives them; a confirmed member unless `status` says otherwise.

    Returns:
        The person's id, and the act.

    Raises:
        Problem: the name cannot be one.
    """
    person = workspace.new_id()
    return person, _act(workspace, opened, [PersonAdded(person=person, name=read_field("name", name), **fields)])


def change(workspace: Workspace, opened: OpenGroup, person: PersonId, **fields: Any) -> EventId:
    """Change some fields of a person; the others stay as they are.

    Args:
        workspace: the library.
        opened: the group.
        person: an id of theirs.
        **fields: any of `FIELDS`, as `read_field` gives them.

    Returns:
        The act, for taking it back; empty where nothing is different now.

    Raises:
        Problem: nobody of this id can be changed.
    """
    known = known_person(opened.group, person)
    if all(getattr(known, field) == value for field, value in fields.items()):
        return ""
    return _act(workspace, opened, [changed(known, fields)])


def changed(person: Person, fields: Mapping[str, Any]) -> PersonChanged:
    """The fact that some fields of a person are others now."""
    whole = {name: getattr(person, name) for name in FIELDS} | dict(fields)
    return PersonChanged(person=person.id, **whole)


def known_person(group: Group, person: PersonId) -> Person:
    """The person of an id, through merges.

    Raises:
        Problem: nobody has it, or they asked to be forgotten.
    """
    known = group.person(person)
    if known is None or known.id in group.forgotten:
        raise Problem(say("Nobody of the group is that person any more. Nothing was changed."))
    return known


def same_name(group: Group, name: str, but: PersonId = "") -> list[Person]:
    """Others of the group who are called exactly so, by name or short handle, whatever the case and accents."""
    wanted = whole_name(name)
    return [
        person
        for person in group.everybody
        if wanted and person.id != but and wanted in (whole_name(person.name), whole_name(person.alias))
    ]


def whole_name(name: str) -> str:
    """A name for comparing: folded, single spaces."""
    return " ".join(fold(name).split())


def _act(workspace: Workspace, opened: OpenGroup, bodies: list[Event]) -> EventId:
    return act_of(workspace.record(opened, "", bodies)[0])


# --- lists --------------------------------------------------------------------------------------------------------


class PersonRow(msgspec.Struct, frozen=True):
    """A person as a list or a spreadsheet shows them."""

    id: PersonId
    name: str
    handle: str
    pronouns: str
    roles: tuple[str, ...]
    status: str
    """A word of `Status`."""
    organisation: str
    contact: str
    attended: int = 0
    """In how many of the meetings looked at."""
    meetings: int = 0
    """How many were looked at."""
    last: str = ""
    """The day of the last one they were at, as `2024-11-13`; empty for none of these."""


def listed(opened: OpenGroup, status: Status | None = None) -> list[PersonRow]:
    """The people of a group, of one standing if that is given, with how often they came lately.

    A private note stands in no list.
    """
    came = attendance(opened)
    return [
        PersonRow(
            one.id, one.name, one.alias, one.pronouns, one.roles, one.status.value, one.organisation, one.contact,
            len(came[one.id].meetings), came[one.id].of, _day(came[one.id].last),
        )
        for one in in_order(opened.group)
        if status is None or one.status is status
    ]  # fmt: skip


def in_order(group: Group) -> list[Person]:
    """Everybody, by standing and then by name."""
    place = {status: number for number, status in enumerate(Status)}
    return sorted(group.everybody, key=lambda one: (place[one.status], whole_name(one.name), one.id))


def _day(day: dt.date | None) -> str:
    return "" if day is None else day.isoformat()
