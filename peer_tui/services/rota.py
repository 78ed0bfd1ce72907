"""Who takes turns as facilitator and scribe: the rota of each role, whose turn it is, passing it on, swapping two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peer_tui.domain.events import MeetingId, PersonId, RotaSet, RotaSkipped, Status
from peer_tui.domain.group import Group
from peer_tui.domain.people import match, short_names
from peer_tui.domain.turns import Turn, coming_turns, swapped, whose_turn
from peer_tui.domain.words import either, say
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

ARRANGED, BY_ROTA = say("arranged last time"), say("next on the rota")
"""Why somebody is suggested for a role."""
WITH_A_ROTA = ("facilitator", "scribe")
"""The roles people take turns in; the others are asked for in the meeting."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Who might take a role in a meeting, and why."""

    person: PersonId
    why: str
    """`ARRANGED` or `BY_ROTA`."""


def rota_of(group: Group, role: str) -> tuple[PersonId, ...]:
    """The people who take turns in a role, in order: each once, under the id they have now, nobody who is gone."""
    known = (group.person(person) for person in group.rotas.get(role, ()))
    everybody = {person.id for person in group.everybody if person.status is not Status.FORMER}
    return tuple(dict.fromkeys(person.id for person in known if person is not None and person.id in everybody))


def passed_on(group: Group, meeting: MeetingId, role: str) -> frozenset[PersonId]:
    """Who passed a turn on in a meeting."""
    said = (group.person(person) for what, person in group.passed_on.get(meeting, ()) if what == role)
    return frozenset(person.id for person in said if person is not None)


def suggested(group: Group, meeting: MeetingId, role: str) -> Suggested | None:
    """Who might take a role: who was asked at the last goodbyes, else whose turn it is; None where nobody can be told.

    Who passed it on in this meeting is not suggested for it.
    """
    passed = passed_on(group, meeting, role)
    arranged = _arranged(group, meeting, role)
    if arranged is not None and arranged not in passed:
        return Suggested(arranged, ARRANGED)
    person = whose_turn(rota_of(group, role), _earlier(group, meeting, role), passed)
    return Suggested(person, BY_ROTA) if person is not None else None


def turns_coming(group: Group, meeting: MeetingId, role: str, count: int = 3) -> list[PersonId]:
    """Whose turns this meeting and the following ones of its series are."""
    rota = rota_of(group, role)
    return coming_turns(rota, _earlier(group, meeting, role), passed_on(group, meeting, role), min(count, len(rota)))


def turn_after(group: Group, meeting: MeetingId, role: str) -> PersonId | None:
    """Whose turn the meeting after this one is; None without a rota."""
    held = group.meetings.get(meeting)
    served = group.person(held.roles.get(role)) if held is not None else None
    here = Turn(served.id if served else _arranged(group, meeting, role), passed_on(group, meeting, role))
    return whose_turn(rota_of(group, role), [*_earlier(group, meeting, role), here])


def turn_words(group: Group, meeting: MeetingId) -> str:
    """Whose turns it is in this meeting, for roles nobody has yet: `By the rota: Mei facilitates · Bo is scribe`."""
    held = group.meetings.get(meeting)
    parts = []
    for role, says in zip(WITH_A_ROTA, (say("facilitates"), say("is scribe")), strict=True):
        turn = suggested(group, meeting, role) if held is not None and role not in held.roles else None
        if turn is not None and turn.why == BY_ROTA:
            parts.append(f"{names_of(group, [turn.person])[0]} {says}")
    return say("By the rota: {parts}", parts=" · ".join(parts)) if parts else ""


def _arranged(group: Group, meeting: MeetingId, role: str) -> PersonId | None:
    """Who was asked at the last goodbyes, if this is the first meeting of its series after them."""
    before = group.previous(meeting)
    if before is None or role not in before.next_roles:
        return None
    first = next((held.id for held in group.in_series(before.series) if held.starts > before.starts), None)
    known = group.person(before.next_roles[role])
    return known.id if known is not None and first == meeting else None


def _earlier(group: Group, meeting: MeetingId, role: str) -> list[Turn]:
    """The meetings of the series before this one, oldest first; one that was held with nobody in the role has no turn.

    A planned one in which the role is not given yet counts as whoever was arranged for it, or whose turn it is.
    """
    here = group.meetings.get(meeting)
    if here is None:
        return []
    turns = []
    for held in group.in_series(here.series):
        served = group.person(held.roles.get(role))
        before = (held.starts, held.id) < (here.starts, here.id)
        if before and (served is not None or held.state in ("planned", "unfinished")):
            person = served.id if served is not None else _arranged(group, held.id, role)
            turns.append(Turn(person, passed_on(group, held.id, role)))
    return turns


# --- acts ---------------------------------------------------------------------------------------------------------


def set_rota(workspace: Workspace, opened: OpenGroup, role: str, people: Sequence[PersonId]) -> None:
    """The people who take turns in a role, whole and in order; nobody for no rota."""
    chosen = tuple(dict.fromkeys(people))
    if chosen != opened.group.rotas.get(role, ()):
        workspace.record(opened, "", [RotaSet(role=role, people=chosen)])


def skip_turn(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, role: str) -> PersonId | None:
    """Whose turn it is passes it on in this meeting; who is asked instead, None for nobody.

    Raises:
        Problem: there is nobody whose turn it could be.
    """
    now = suggested(opened.group, meeting, role)
    if now is None:
        raise Problem(say("There is no turn as {role} to pass on: e sets who takes turns.", role=say(role)))
    workspace.record(opened, meeting, [RotaSkipped(role=role, person=now.person)])
    after = suggested(opened.group, meeting, role)
    return after.person if after else None


def swap_turns(workspace: Workspace, opened: OpenGroup, role: str, one: PersonId, other: PersonId) -> None:
    """Two people in each other's places on a rota.

    Raises:
        Problem: one of them is not on it, or they are the same.
    """
    rota = rota_of(opened.group, role)
    if one == other or one not in rota or other not in rota:
        raise Problem(say("Two different people who are both on the rota can swap. Nothing was changed."))
    set_rota(workspace, opened, role, swapped(rota, one, other))


def read_people(group: Group, text: str) -> tuple[list[PersonId], str]:
    """The people that a line such as `ana r, bo, mei` names, and a sentence on the first that means nobody."""
    people: list[PersonId] = []
    for said in (part.strip().removeprefix("@") for part in text.replace("→", ",").split(",")):
        if not said:
            continue
        found = match(said, group.everybody)
        if found.person is None:
            names = either(person.name for person in found.candidates)
            return people, say(
                "“{said}” is {names}: write more of the name.", said=said, names=names
            ) if names else say("Nobody is called “{said}”.", said=said)
        if found.person.id not in people:
            people.append(found.person.id)
    return people, ""


def names_of(group: Group, people: Sequence[PersonId]) -> list[str]:
    """People as the screens name them."""
    shown = short_names(group.everybody)
    known = [group.person(person) for person in people]
    return [shown.get(one.id, one.name) if one else say("a member") for one in known]
