"""A person changed their name and asks that the old one be forgotten: it goes from their own record and from lines.

A changed name is shown everywhere at once, in old minutes too, since minutes hold people and no names. What stays is
the old name in the record's history and where somebody wrote it into a line; each such line is listed and answered.
Approved minutes that lose a word are sealed anew, with the reason (`product.md` §3.10, Name change).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.events import Event, MeetingId, PersonAdded, PersonChanged, PersonId, Redacted
from peer_tui.domain.forgetting import Mentions, former_mentions
from peer_tui.domain.people import Person
from peer_tui.domain.words import say
from peer_tui.services import removing
from peer_tui.services.forgetting import Answer
from peer_tui.services.people import whole_name
from peer_tui.services.problems import Problem
from peer_tui.services.removing import OUT_OF_REACH, Removed

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

REASON = "a person asked that their earlier name be forgotten"


class OldNameForgotten(msgspec.Struct):
    """What came of it."""

    replaced: int
    kept: int
    unanswered: int
    removed: Removed

    @property
    def lines(self) -> list[str]:
        """The report, in sentences."""
        told = [
            say("The earlier name is forgotten: the present one stands in its place."),
            say(
                "Lines with a word of it: {replaced} replaced, {kept} kept, {unanswered} unanswered.",
                replaced=self.replaced,
                kept=self.kept,
                unanswered=self.unanswered,
            ),
            say("It is {words}.", words=self.removed.words),
        ]
        if self.unanswered:
            told.append(say("Unanswered lines still hold it; o on the person asks about them again."))
        return [*told, *self.removed.sentences, OUT_OF_REACH]


def former_names(opened: OpenGroup, person: Person) -> list[str]:
    """What a person was called before, oldest first, without names that only differ in case or accents."""
    same = _ids(opened, person)
    now = whole_name(person.name)
    told: dict[str, str] = {}
    for where in ("", *opened.shards):
        for event in opened.events.get(where, ()):
            if isinstance(event, PersonAdded | PersonChanged) and event.person in same:
                told.setdefault(whole_name(event.name), event.name)
    return [name for key, name in told.items() if key and key != now]


def look_for(opened: OpenGroup, person: Person) -> Mentions:
    """Everything in the group that holds a name the person had, in all its meetings.

    Raises:
        Problem: they never had another one.
    """
    former = former_names(opened, person)
    if not former:
        raise Problem(say("{name} is known here by no other name.", name=person.name))
    history = {where: opened.events.get(where, ()) for where in ("", *opened.shards)}
    return former_mentions(_ids(opened, person), former, person.name, history)


def forget(
    workspace: Workspace, opened: OpenGroup, found: Mentions, answers: Sequence[Answer] = ()
) -> OldNameForgotten:
    """Replace the old name for good.

    Args:
        workspace: the library.
        opened: the group.
        found: what holds it (`look_for`).
        answers: one for each of `found.lines`, in order; those that are missing count as unanswered.
    """
    given = [*answers, *[Answer.LATER] * (len(found.lines) - len(answers))]
    bodies: dict[MeetingId, list[Event]] = {}
    for part in found.silent:
        _change(bodies, part.meeting, part.target, part.replaced)
    for mention, answer in zip(found.lines, given, strict=True):
        for part in mention.parts:
            left = part.replaced if answer is Answer.REPLACE else part.kept
            if left is not None:
                _change(bodies, part.meeting, part.target, left)
    removed = removing.record_removals(workspace, opened, bodies) if bodies else Removed()
    counts = [given.count(answer) for answer in (Answer.REPLACE, Answer.KEEP, Answer.LATER)]
    return OldNameForgotten(counts[0], counts[1], counts[2], removed)


def _change(bodies: dict[MeetingId, list[Event]], meeting: MeetingId, target: str, left: str) -> None:
    bodies.setdefault(meeting, []).append(Redacted(target=target, leave=left, reason=REASON))


def _ids(opened: OpenGroup, person: Person) -> list[PersonId]:
    group = opened.group
    return [one for one in group.people if (known := group.person(one)) is not None and known.id == person.id]
