"""Who does what in a meeting that is prepared: facilitator, scribe, timekeeper, hand-watcher (`product.md` §1.1)."""

from __future__ import annotations

from dataclasses import dataclass

from peer_tui.domain.agenda_page import ROLES
from peer_tui.domain.events import MeetingId, PersonId, RoleGiven
from peer_tui.domain.words import say
from peer_tui.services import rota
from peer_tui.services.workspace import OpenGroup, Workspace


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role of a meeting, as far as it is settled."""

    role: str
    person: PersonId | None
    """Who has it; None for nobody yet."""
    suggested: rota.Suggested | None
    """Who might take it, where nobody has it."""
    coming: tuple[PersonId, ...]
    """Whose turns this meeting and the following ones are; empty without a rota."""


def role_rows(opened: OpenGroup, meeting: MeetingId) -> list[RoleRow]:
    """Every role of a meeting."""
    group, given = opened.group, opened.group.meetings[meeting].roles
    rows = []
    for role in ROLES:
        person = group.person(given.get(role))
        free = rota.suggested(group, meeting, role) if person is None else None
        coming = rota.turns_coming(group, meeting, role) if role in rota.WITH_A_ROTA else []
        rows.append(RoleRow(role, person.id if person else None, free, tuple(coming)))
    return rows


def give_role(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, role: str, person: PersonId | None) -> None:
    """Who has a role from here on; None for nobody."""
    if opened.group.meetings[meeting].roles.get(role) != person:
        workspace.record(opened, meeting, [RoleGiven(role=role, person=person)])


def are_settled(opened: OpenGroup, meeting: MeetingId) -> bool:
    """Whether somebody has each of the roles that `roles_words` tells of."""
    held = opened.group.meetings[meeting]
    return all(opened.group.person(held.roles.get(role)) for role in rota.WITH_A_ROTA)


def roles_words(opened: OpenGroup, meeting: MeetingId) -> str:
    """How far the roles are settled: `facilitator Ana R. · no scribe yet`."""
    held = opened.group.meetings[meeting]
    parts = []
    for role in rota.WITH_A_ROTA:
        person = opened.group.person(held.roles.get(role))
        name = rota.names_of(opened.group, [person.id])[0] if person else ""
        parts.append(f"{say(role)} {name}" if name else say("no {role} yet", role=say(role)))
    return " · ".join(parts)
