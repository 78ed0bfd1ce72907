"""One person added twice, by two writers who did not know of each other: asked about once, made one by `/merge NAME`.

Nothing is merged by name alone: two people may share one. Between meetings see `merging_people`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.characters import fold
from peer_tui.domain.events import Event, PeopleMerged, PersonAdded, Unknown
from peer_tui.domain.words import say
from peer_tui.services.said import Said, refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from peer_tui.domain.people import Person
    from peer_tui.services.session import LiveSession


def asked_about(session: LiveSession, fresh: Iterable[Event | Unknown]) -> list[str]:
    """A sentence for each person another writer added under a name that is known here already."""
    return [
        say("{name} was added by two writers. If they are one person, /merge {name} makes them one.", name=event.name)
        for event in fresh
        if isinstance(event, PersonAdded)
        and any(known.id != event.person and _same(known.name, event.name) for known in session.group.everybody)
    ]


def merge(session: LiveSession, rest: str) -> Said:
    """`/merge NAME`: those of exactly this name are one person; the record that was made first stays."""
    fits = sorted((p for p in session.group.everybody if rest.strip() and _same(p.name, rest)), key=lambda p: p.id)
    if len(fits) < 2:
        return refused(
            say("Nobody stands here twice by the name “{rest}”.", rest=rest.strip())
            if rest.strip()
            else _usage(session)
        )
    kept, *others = fits
    session.record(*(PeopleMerged(kept=kept.id, gone=other.id) for other in others))
    return Said(say("{name} is one person now. /undo takes it back.", name=kept.name))


def doubles(session: LiveSession) -> list[Person]:
    """The first of those whose name stands more than once."""
    first: dict[str, Person] = {}
    twice: dict[str, Person] = {}
    for person in sorted(session.group.everybody, key=lambda person: person.id):
        name = fold(" ".join(person.name.split()))
        if name in first:
            twice.setdefault(name, first[name])
        first.setdefault(name, person)
    return list(twice.values())


def why_not(session: LiveSession) -> str:
    """Why nobody can be merged now; empty if somebody can."""
    return "" if doubles(session) else say("nobody stands here twice")


def _usage(session: LiveSession) -> str:
    names = ", ".join(person.name for person in doubles(session))
    return say("/merge NAME. Here twice: {names}.", names=names) if names else say("Nobody stands here twice.")


def _same(one: str, other: str) -> bool:
    return fold(" ".join(one.split())) == fold(" ".join(other.split()))
