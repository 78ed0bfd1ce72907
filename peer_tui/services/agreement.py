"""The Comfort / Discomfort Agreement between meetings (`product.md` §2.1, §3.9).

What is proposed here waits for the group's consent in a meeting. Who proposes or objects is recorded nowhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.agreement import Agreement, AgreementItem, AgreementMoment, Change, change_between
from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import (
    AgreementAmended,
    AgreementProposed,
    AgreementRetired,
    AgreementSeen,
    AgreementWithdrawn,
    Event,
    EventId,
    ItemId,
    PersonId,
    Side,
    Status,
)
from peer_tui.domain.history import act_of
from peer_tui.domain.people import Person
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.domain.held import Held
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

LONGEST = 500
"""Characters of one line of the agreement."""
LOOKED_AT = 24
"""Meetings since the adoption that are looked through for who was there: two years of monthly ones."""


# --- proposing ----------------------------------------------------------------------------------------------------


def propose(workspace: Workspace, opened: OpenGroup, lines: Sequence[tuple[Side, str]]) -> EventId:
    """New lines, to be adopted by consent in a meeting; one act.

    Raises:
        Problem: a line says nothing or is too long, or there is none.
    """
    bodies = [AgreementProposed(item=workspace.new_id(), side=side, text=_line(text)) for side, text in lines]
    if not bodies:
        raise Problem(say("No line was chosen. Nothing was changed."))
    return act_of(workspace.record(opened, "", bodies)[0])


def amend(workspace: Workspace, opened: OpenGroup, item: ItemId, text: str) -> EventId:
    """New wording for a line, to be adopted by consent in a meeting; a line that only is proposed waits in it.

    Raises:
        Problem: there is no such line, or the wording cannot be used.
    """
    known = _known(opened.group.agreement, item)
    wording = _line(text)
    if wording == (known.pending or known.text):
        return ""
    if wording == known.text:
        return withdraw(workspace, opened, item)
    return _record(workspace, opened, AgreementAmended(item=item, text=wording))


def retire(workspace: Workspace, opened: OpenGroup, item: ItemId) -> EventId:
    """A line that shall go, by consent in a meeting; it stays in the history. One that nobody agreed to goes now.

    Raises:
        Problem: there is no such line.
    """
    known = _known(opened.group.agreement, item)
    body = AgreementWithdrawn(item=item) if known.state == "proposed" else AgreementRetired(item=item)
    return _record(workspace, opened, body)


def withdraw(workspace: Workspace, opened: OpenGroup, item: ItemId) -> EventId:
    """What is proposed about a line is taken back before the group came to it.

    Raises:
        Problem: nothing is proposed about it.
    """
    known = _known(opened.group.agreement, item)
    if known.state != "proposed" and not known.pending and not known.leaving:
        raise Problem(say("Nothing is proposed about that line. Nothing was changed."))
    return _record(workspace, opened, AgreementWithdrawn(item=item))


def _record(workspace: Workspace, opened: OpenGroup, body: Event) -> EventId:
    return act_of(workspace.record(opened, "", [body])[0])


def _line(text: str) -> str:
    line = " ".join(clean(text).split())
    if not line:
        raise Problem(say("A line of the agreement needs words. Nothing was changed."))
    if len(line) > LONGEST:
        raise Problem(
            say(
                "A line of the agreement has at most {longest} characters; this has {number:,}. Nothing was changed.",
                longest=LONGEST,
                number=len(line),
            )
        )
    return line


def _known(agreement: Agreement, item: ItemId) -> AgreementItem:
    known = agreement.items.get(item)
    if known is None or known.state not in ("adopted", "proposed"):
        raise Problem(say("That line is not in the agreement any more. Nothing was changed."))
    return known


# --- starters -----------------------------------------------------------------------------------------------------


def starters(group: Group) -> list[tuple[Side, str]]:
    """Suggested lines that the group does not have yet, comfort first; none of them chosen."""
    from peer_tui.services.templates import agreement_starters

    has = {fold(text) for item in group.agreement.in_order() for text in (item.text, item.pending)}
    return [(side, text) for side, texts in agreement_starters().items() for text in texts if fold(text) not in has]


# --- who has seen it ----------------------------------------------------------------------------------------------


class NotSeen(msgspec.Struct, frozen=True):
    """Who has not seen the version that holds."""

    people: tuple[Person, ...]
    """Confirmed members and applicants, by name."""
    meetings: int
    """Meetings since the adoption that were looked through."""


def not_seen(opened: OpenGroup) -> NotSeen:
    """Who was at no meeting since the adoption that came to the agreement, and was not marked as having seen it.

    Each meeting is read until nobody is left, at most `LOOKED_AT` of them.
    """
    group = opened.group
    versions = group.agreement.versions
    if not versions:
        return NotSeen((), 0)
    seen = _marked(group)
    left = {
        person.id: person
        for person in group.everybody
        if person.status in (Status.MEMBER, Status.APPLICANT) and person.id not in seen
    }
    looked = 0
    for held in _since(group, versions[-1]):
        if not left or looked >= LOOKED_AT:
            break
        looked += 1
        for person in _saw(opened, held, versions[-1]):
            left.pop(person, None)
    people = sorted(left.values(), key=lambda person: (fold(person.name), person.id))
    return NotSeen(tuple(people), looked)


def mark_seen(workspace: Workspace, opened: OpenGroup, people: Iterable[PersonId]) -> EventId:
    """These people have seen the version that holds; the act, empty where there is nobody to mark."""
    chosen = tuple(people)
    if not chosen or not opened.group.agreement.version:
        return ""
    return _record(workspace, opened, AgreementSeen(people=chosen, version=opened.group.agreement.version))


def _marked(group: Group) -> set[PersonId]:
    known = (
        group.person(person) for person, version in group.agreement.seen.items() if version >= group.agreement.version
    )
    return {person.id for person in known if person is not None}


def _since(group: Group, adopted: AgreementMoment) -> list[Held]:
    """The meetings that were held since the adoption and the one it was adopted in, newest first."""
    there = [
        held
        for held in group.meetings.values()
        if held.called and not held.hidden and (held.id == adopted.meeting or (held.ended or held.starts) > adopted.at)
    ]
    return sorted(there, key=lambda held: (held.starts, held.id), reverse=True)


def _saw(opened: OpenGroup, held: Held, adopted: AgreementMoment) -> set[PersonId]:
    """Who was at a meeting while it came to the agreement."""
    meeting = opened.meeting(held.id)
    if held.id != adopted.meeting and meeting.job("agreement") is None:
        return set()
    known = (opened.group.person(who.person) for who in meeting.attendance.values() if who.saw_agreement)
    return {person.id for person in known if person is not None}


# --- its history --------------------------------------------------------------------------------------------------


class Moment(msgspec.Struct, frozen=True):
    """One dated fact of the agreement, to be read."""

    at: dt.datetime
    version: int
    act: str
    """`adopted` or `affirmed`."""
    day: str
    """`Wed 13 Nov 2024`."""
    meeting: str
    """The meeting's title; empty between meetings."""
    change: Change
    """What an adoption changed; empty for an affirmation."""


def history(group: Group) -> list[Moment]:
    """Every adoption and affirmation, newest first, each adoption with what it changed."""
    told: list[Moment] = []
    before: AgreementMoment | None = None
    for moment in group.agreement.moments:
        change = Change()
        if moment.act == "adopted":
            change = change_between(before.lines if before else (), moment.lines)
            before = moment
        held = group.meetings.get(moment.meeting)
        title = held.title if held is not None else ""
        told.append(Moment(moment.at, moment.version, moment.act, say_date(moment.at, group.zone), title, change))
    return told[::-1]


def last_change(group: Group) -> Moment | None:
    """The newest adoption, with what it changed; None while there is no agreement."""
    return next((moment for moment in history(group) if moment.act == "adopted"), None)


def change_lines(change: Change) -> list[tuple[str, str]]:
    """What changed, as a mark (`+`, `−`, `~`) and words."""
    return [
        *(("+", line.text) for line in change.added),
        *(("~", f"{old.text} → {new.text}") for old, new in change.reworded),
        *(("−", line.text) for line in change.retired),
    ]
