"""Two records of one person, made one between meetings: what becomes of each is said before it is done.

Nothing is merged by name: somebody chooses the two, also where they are called quite differently.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peer_tui.domain.events import Event, EventId, PeopleMerged, PersonId, Status
from peer_tui.domain.history import act_of
from peer_tui.domain.naming import counted
from peer_tui.domain.people import Person
from peer_tui.domain.words import say
from peer_tui.services.attending import held_meetings, present_at
from peer_tui.services.people import FIELDS, changed, field_words, known_person, whole_name
from peer_tui.services.problems import Problem

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

_STANDING = (Status.MEMBER, Status.APPLICANT, Status.EMAIL_LIST, Status.GUEST, Status.FORMER)
"""Of two standings the first of these stays."""


def same_names(group: Group) -> list[tuple[Person, ...]]:
    """People who may have been added twice: each group of them has one whole name, the earliest record first."""
    by_name: dict[str, list[Person]] = {}
    for person in sorted(group.everybody, key=lambda one: one.id):
        by_name.setdefault(whole_name(person.name), []).append(person)
    return [tuple(those) for those in by_name.values() if len(those) > 1]


def which_stays(group: Group, one: PersonId, other: PersonId) -> tuple[PersonId, PersonId]:
    """Of two records the one that stays, unless somebody says otherwise, and the other.

    A member's stays before a guest's, and of two alike the one that was made first.

    Raises:
        Problem: they are not two people of the group.
    """
    both = sorted(_two(group, one, other), key=lambda person: (_STANDING.index(person.status), person.id))
    return both[0].id, both[1].id


def filled(kept: Person, gone: Person) -> dict[str, Any]:
    """The fields that change in the record that stays: what it has not and the other has."""
    fields: dict[str, Any] = {
        field: getattr(gone, field)
        for field in ("alias", "pronouns", "organisation", "contact", "note")
        if not getattr(kept, field) and getattr(gone, field)
    }
    if kept.note and gone.note and gone.note != kept.note:
        fields["note"] = f"{kept.note} {gone.note}"
    if more := tuple(role for role in gone.roles if role not in kept.roles):
        fields["roles"] = (*kept.roles, *more)
    if _STANDING.index(gone.status) < _STANDING.index(kept.status):
        fields["status"] = gone.status
    if gone.named and not kept.named:
        fields["named"] = True
    return fields


def preview(opened: OpenGroup, kept: PersonId, gone: PersonId) -> list[str]:
    """What making two records one would do, in sentences.

    Raises:
        Problem: they are not two people of the group.
    """
    first, second = _two(opened.group, kept, gone)
    group = opened.group
    said = [say("{name} stays; {second_name} becomes the same person, in every "
                "record.", name=first.name, second_name=second.name) if first.name != second.name
            else say("Two people called {name} become one.", name=first.name)]  # fmt: skip
    fields = filled(first, second)
    for field, value in fields.items():
        before = field_words(first, field)
        after = ", ".join(value) if field == "roles" else field_words(second, field) if field != "note" else ""
        if field == "note":
            said.append(say("Private note: both are kept."))
        else:
            said.append(f"{FIELDS[field]}: {f'{before} → ' if before else ''}{after}")
    for field in ("alias", "pronouns", "organisation", "contact"):
        mine, theirs = getattr(first, field), getattr(second, field)
        if mine and theirs and mine != theirs:
            said.append(
                say("{fields}: {mine} stays; {theirs} is left.", fields=FIELDS[field], mine=mine, theirs=theirs)
            )
    steps = [sum(1 for step in group.open_steps if _is(group, step.owner, one)) for one in (first, second)]
    leads = [sum(1 for one in group.active_priorities if _is(group, one.lead, who)) for who in (first, second)]
    there = [0, 0]
    both = 0
    for held in held_meetings(opened):
        here = present_at(opened, held.id)
        there = [there[0] + (first.id in here), there[1] + (second.id in here)]
        both += first.id in here and second.id in here
    said.append(
        say(
            "Open next steps: {steps} + {steps_2}. Priorities led: {leads} + {leads_2}. Of the last meetings: "
            "{there} + {there_2}.",
            steps=steps[0],
            steps_2=steps[1],
            leads=leads[0],
            leads_2=leads[1],
            there=there[0],
            there_2=there[1],
        )
    )
    if both:
        meetings = counted(both, "{n:,} meeting", "{n:,} meetings", "no meetings")
        said.append(
            say("⚠ Both were at {meetings}: are they really one person? There they then count once.", meetings=meetings)
        )
    return said


def make_one(workspace: Workspace, opened: OpenGroup, kept: PersonId, gone: PersonId) -> EventId:
    """Two records are one person from now on; the act, for taking it back.

    What the record that stays does not say, the other one does. Where both say something, the first one's stays.

    Raises:
        Problem: they are not two people of the group.
    """
    first, second = _two(opened.group, kept, gone)
    bodies: list[Event] = [PeopleMerged(kept=first.id, gone=second.id)]
    if fields := filled(first, second):
        bodies.append(changed(first, fields))
    return act_of(workspace.record(opened, "", bodies)[0])


def _two(group: Group, kept: PersonId, gone: PersonId) -> tuple[Person, Person]:
    first, second = known_person(group, kept), known_person(group, gone)
    if first.id == second.id:
        raise Problem(say("That is one person already. Nothing was changed."))
    return first, second


def _is(group: Group, person: PersonId | None, who: Person) -> bool:
    known = group.person(person)
    return known is not None and known.id == who.id
