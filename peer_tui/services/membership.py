"""A group's own criteria for membership, and which of them each applicant meets (`product.md` §1.1, Membership).

The list only helps: whether somebody is confirmed is decided by people, with all boxes ticked or with none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.events import CriterionMet, CriterionSet, EventId, ItemId, PersonId, Status
from peer_tui.domain.history import act_of
from peer_tui.domain.words import say
from peer_tui.services.people import change, known_person
from peer_tui.services.problems import Problem

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

LONGEST = 500
"""Characters of one criterion."""


class Box(msgspec.Struct, frozen=True):
    """One criterion, and whether somebody meets it."""

    criterion: ItemId
    text: str
    met: bool


def checklist(group: Group, person: PersonId) -> list[Box]:
    """The group's criteria in order, for one person; what was ticked on a record that was merged counts."""
    known = group.person(person)
    same = {one for one in group.met if (who := group.person(one)) and known and who.id == known.id}
    met = {criterion for one in same for criterion in group.met[one]}
    return [Box(key, text, key in met) for key, text in group.criteria.items()]


def met_words(group: Group, person: PersonId) -> str:
    """`2/3 criteria`; empty where the group has none."""
    boxes = checklist(group, person)
    return (
        say("{number}/{number_2} criteria", number=sum(box.met for box in boxes), number_2=len(boxes)) if boxes else ""
    )


def add_criterion(workspace: Workspace, opened: OpenGroup, text: str) -> EventId:
    """A new line of the criteria; the act.

    Raises:
        Problem: it says nothing, or is too long.
    """
    return _set(workspace, opened, workspace.new_id(), _line(text))


def reword_criterion(workspace: Workspace, opened: OpenGroup, criterion: ItemId, text: str) -> EventId:
    """Another wording; what was ticked stays ticked.

    Raises:
        Problem: it says nothing or is too long, or the group has no such criterion.
    """
    _known(opened.group, criterion)
    return _set(workspace, opened, criterion, _line(text))


def retire_criterion(workspace: Workspace, opened: OpenGroup, criterion: ItemId) -> EventId:
    """The line is none of the criteria any more.

    Raises:
        Problem: the group has no such criterion.
    """
    text = _known(opened.group, criterion)
    body = CriterionSet(criterion=criterion, text=text, active=False)
    return act_of(workspace.record(opened, "", [body])[0])


def tick(workspace: Workspace, opened: OpenGroup, person: PersonId, criterion: ItemId) -> EventId:
    """Whether a person meets a criterion is turned around; the act.

    Raises:
        Problem: there is no such person or criterion.
    """
    _known(opened.group, criterion)
    known = known_person(opened.group, person)
    met = any(box.met for box in checklist(opened.group, known.id) if box.criterion == criterion)
    same = [one for one in opened.group.met if (who := opened.group.person(one)) and who.id == known.id]
    bodies = [
        CriterionMet(person=one, criterion=criterion, met=not met)
        for one in dict.fromkeys([known.id, *(same if met else ())])
    ]
    return act_of(workspace.record(opened, "", bodies)[0])


def confirm(workspace: Workspace, opened: OpenGroup, person: PersonId) -> EventId:
    """A person decided: this one is a confirmed member, however many criteria are ticked. The act; empty if they were.

    Raises:
        Problem: nobody of this id can be changed.
    """
    return change(workspace, opened, person, status=Status.MEMBER)


def _set(workspace: Workspace, opened: OpenGroup, criterion: ItemId, text: str) -> EventId:
    return act_of(workspace.record(opened, "", [CriterionSet(criterion=criterion, text=text)])[0])


def _line(text: str) -> str:
    line = " ".join(clean(text).split())
    if not line:
        raise Problem(say("A criterion needs words. Nothing was changed."))
    if len(line) > LONGEST:
        raise Problem(
            say(
                "A criterion is a line of at most {longest} characters; this has {number:,}. Nothing was changed.",
                longest=LONGEST,
                number=len(line),
            )
        )
    return line


def _known(group: Group, criterion: ItemId) -> str:
    if criterion not in group.criteria:
        raise Problem(say("The group has no such criterion any more. Nothing was changed."))
    return group.criteria[criterion]
