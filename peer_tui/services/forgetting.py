"""Forgetting a person: nothing that is recorded names them any more, and what others wrote is answered line by line."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import fold
from peer_tui.domain.events import Event, MeetingId, PersonForgotten, Redacted
from peer_tui.domain.forgetting import Mention, Mentions, Part, mentions
from peer_tui.domain.people import match
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import marked, say, say_number
from peer_tui.services import removing
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.removing import OUT_OF_REACH, Removed

if TYPE_CHECKING:
    from peer_tui.domain.people import Person
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

REASON = "a person asked to be forgotten"


class Answer(StrEnum):
    """What becomes of a line that holds a word of the name."""

    REPLACE = marked("replace")
    KEEP = marked("keep")
    LATER = marked("later")
    """Not answered: the words stay until it is."""


class Forgotten(msgspec.Struct):
    """What came of it."""

    replaced: int
    kept: int
    unanswered: int
    removed: Removed
    namesakes: tuple[str, ...] = ()
    """Where else somebody has the same name, and how they are forgotten there: sentences."""

    @property
    def lines(self) -> list[str]:
        """The report, in sentences."""
        told = [
            say("The person is forgotten: “a member” stands wherever they were named; what was counted stays counted."),
            say(
                "Lines with a word of the name: {replaced} replaced, {kept} kept, {unanswered} unanswered.",
                replaced=self.replaced,
                kept=self.kept,
                unanswered=self.unanswered,
            ),
            say("The name is {words}.", words=self.removed.words),
        ]
        if self.unanswered:
            told.append(
                say("Unanswered lines still hold it: `peer-tui forget` with the same name asks about them again.")
            )
        return [*told, *self.namesakes, *self.removed.sentences, OUT_OF_REACH]


def the_group(workspace: Workspace, name: str) -> OpenGroup:
    """The group of this name; without one, the only group there is.

    Raises:
        Problem: there is none.
        WrongUse: several fit, or a name is needed.
    """
    if name:
        return workspace.find_group(name)
    groups = workspace.open_groups()
    if len(groups) == 1:
        return groups[0]
    if not groups:
        raise Problem(say("There is no group yet."))
    raise WrongUse(say("Say which group: --group NAME."), choices=tuple(opened.group.name for opened in groups))


def find_person(opened: OpenGroup, words: str) -> Person:
    """The person who is meant, by name or by id.

    Raises:
        Problem: nobody is called so.
        WrongUse: several people are; they are listed with their ids.
    """
    people = opened.group.everybody
    by_id = next((person for person in people if person.id == words), None)
    found = match(words, people)
    if by_id or found.person is not None:
        person = by_id or found.person
        assert person is not None
        return person
    if not found.candidates:
        raise Problem(
            say("Nobody in {name} is called “{words}”. Nothing was changed.", name=opened.group.name, words=words)
        )
    choices = tuple(f"{person.id}  {person.name}" for person in found.candidates)
    raise WrongUse(
        say_number(
            len(found.candidates),
            "“{words}” may be {n} people. Nothing was changed: give the id of one.",
            "“{words}” may be {n} people. Nothing was changed: give the id of one.",
            words=words,
        ),
        choices=choices,
    )


def look_for(opened: OpenGroup, person: Person) -> Mentions:
    """Everything in the group that names a person, in all its meetings."""
    group = opened.group
    same = [one for one in group.people if (known := group.person(one)) is not None and known.id == person.id]
    return mentions(same or [person.id], {where: opened.events.get(where, ()) for where in ("", *opened.shards)})


def namesakes(workspace: Workspace, opened: OpenGroup, found: Mentions) -> list[str]:
    """Who has the same name in another group, and what forgets them there: a sentence each.

    Whether it is the same person nobody but the people can say: in their groups nothing is changed.
    """
    people = [person for one in found.people if (person := opened.group.person(one)) is not None]
    names = {_whole(name) for person in people for name in (person.name, person.alias)} - {""}
    return [
        say(
            "{name} also has somebody called {person_name}: `peer-tui forget {as_typed} --group {group_name}`",
            name=other.group.name,
            person_name=person.name,
            as_typed=_as_typed(person.name),
            group_name=_as_typed(other.group.name),
        )
        for other in workspace.open_groups()
        if other.folder != opened.folder
        for person in other.group.everybody
        if names & {_whole(person.name), _whole(person.alias)}
    ]


def _whole(name: str) -> str:
    return " ".join(fold(name).split())


def _as_typed(words: str) -> str:
    """The words as one argument in a shell."""
    return shlex.quote(words) if set(words) & set('"$`\\!') else f'"{words}"'


def where_words(opened: OpenGroup, mention: Mention) -> str:
    """Where a line stands, in words: `Wed 9 Oct 2024`, or the group itself."""
    held = opened.group.meetings.get(mention.meeting)
    return say_date(held.starts, held.zone) if held is not None else opened.group.name


def becomes(mention: Mention) -> str:
    """How the line would read with the name replaced."""
    shown = next((part for part in reversed(mention.parts) if not part.target.endswith(("typed", "meant"))), None)
    return (shown or mention.parts[-1]).replaced


def forget(workspace: Workspace, opened: OpenGroup, found: Mentions, answers: Sequence[Answer] = ()) -> Forgotten:
    """Forget a person for good.

    Args:
        workspace: the library.
        opened: the group.
        found: what names them (`look_for`).
        answers: one for each of `found.lines`, in order; those that are missing count as unanswered.
    """
    given = [*answers, *[Answer.LATER] * (len(found.lines) - len(answers))]
    bodies: dict[MeetingId, list[Event]] = {
        where: [PersonForgotten(person=person) for person in found.people] for where in found.holders
    }
    for part in found.silent:
        _change(bodies, part, part.replaced)
    for mention, answer in zip(found.lines, given, strict=True):
        for part in mention.parts:
            left = part.replaced if answer is Answer.REPLACE else part.kept
            if left is not None:
                _change(bodies, part, left)
    same_name = tuple(namesakes(workspace, opened, found))
    removed = removing.record_removals(workspace, opened, bodies)
    counts = [given.count(answer) for answer in (Answer.REPLACE, Answer.KEEP, Answer.LATER)]
    return Forgotten(counts[0], counts[1], counts[2], removed, same_name)


def _change(bodies: dict[MeetingId, list[Event]], part: Part, left: str) -> None:
    bodies.setdefault(part.meeting, []).append(Redacted(target=part.target, leave=left, reason=REASON))
