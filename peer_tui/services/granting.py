"""The grant report of a group: its facts gathered and drawn (`product.md` §2.11).

Nobody is named in any of it, and small numbers of people are hidden (`domain/suppressing.py`). A person is told apart
from others only within one group, so a report is about one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import Progress, Status
from peer_tui.domain.federal_year import FIRST_YEAR, LAST_YEAR, Quarter, quarter_of, read_quarters
from peer_tui.domain.grant import grant_report
from peer_tui.domain.grant_facts import INDICATORS, Chosen, Confidence, GrantFacts, GrantMeeting
from peer_tui.domain.grant_pictures import Words, grant_pictures, say_quarters
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.naming import Naming, Privacy
from peer_tui.domain.profile import indicator_of, profile_of
from peer_tui.domain.report_pictures import Picture
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say, say_number
from peer_tui.services.experience import lived_experience
from peer_tui.services.opened import OpenGroup
from peer_tui.services.problems import WrongUse
from peer_tui.services.reporting import KnownMeetings
from peer_tui.services.workspace import Workspace

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Running
    from peer_tui.domain.programmes.definition import Programme

READ_AT_MOST = 400
"""Meetings that are read one by one where the index does not know them: two busy years."""
MOST_QUARTERS = 8
"""So many stand side by side at most: no page shows more columns."""
CHANGED = "changed"
"""The status of a register's row by which a policy issue was changed."""


class Told(msgspec.Struct, frozen=True):
    """A grant report as it is shown."""

    group: str
    quarters: tuple[Quarter, ...]
    days: str
    """`FY 2027 Q1 (1 Oct 2026 – 31 Dec 2026)`."""
    made: str
    """The day it was made on."""
    how: str
    """What is not over yet, and what was hidden and why, in sentences."""
    pictures: tuple[Picture, ...]
    notice: str = ""
    """A sentence about meetings that were left out; empty if none was."""


def asked_quarters(workspace: Workspace, opened: OpenGroup, words: Iterable[str]) -> tuple[Quarter, ...]:
    """The quarters that were asked for; without any, the last one that is over where the group is.

    Raises:
        WrongUse: words mean no quarter, or there are more than fit side by side.
    """
    found: list[Quarter] = []
    for one in words:
        read = read_quarters(one)
        if not read:
            raise WrongUse(
                say("“{words}” is no quarter. Write it like 2027Q1 for October to December 2026, or 2027 for the "
                    "whole federal year.", words=clean(one).strip()[:40])
            )  # fmt: skip
        found += read
    if len(set(found)) > MOST_QUARTERS:
        raise WrongUse(say("At most {most} quarters stand side by side.", most=MOST_QUARTERS))
    return tuple(sorted(set(found))) or (this_quarter(workspace, opened).moved(-1),)


def this_quarter(workspace: Workspace, opened: OpenGroup) -> Quarter:
    """The quarter it is now, where the group is."""
    return quarter_of(local_date(workspace.now(), opened.glance.zone))


def can_be_told(quarter: Quarter) -> bool:
    """Whether it is one that can be asked for."""
    return FIRST_YEAR <= quarter.year <= LAST_YEAR


def tell(workspace: Workspace, opened: OpenGroup, quarters: Sequence[Quarter]) -> Told:
    """The grant report of a group over some quarters, drawn as pictures."""
    facts, unread = gather(workspace, opened, quarters)
    chosen = chosen_of(opened.group)
    report = grant_report(facts, quarters, chosen)
    notice = ""
    if unread:
        notice = say_number(
            unread,
            "{n:,} meeting left out: the index does not know it yet. Ask again in a minute.",
            "{n:,} meetings left out: the index does not know them yet. Ask again in a minute.",
        )
    today = local_date(workspace.now(), opened.glance.zone)
    how = " ".join([*(_so_far(quarter) for quarter in report.quarters if quarter.holds(today)), _hidden(chosen)])
    name = clean(opened.glance.name)
    pictures = grant_pictures(report, words_of(opened.group, chosen))
    return Told(name, report.quarters, say_quarters(report.quarters), say_date(today), how, pictures, notice)


def _so_far(quarter: Quarter) -> str:
    return say("{quarter} is not over yet.", quarter=str(quarter))


def _hidden(chosen: Chosen) -> str:
    if not chosen.threshold:
        return say("No number is hidden: the group chose so.")
    what = say("Numbers") if chosen.everything else say("Numbers of people")
    return say(
        "{what} below {threshold} are said as “fewer than {threshold}”; “not shown” stands where one of those could be "
        "worked out otherwise.",
        what=what,
        threshold=chosen.threshold,
    )


def chosen_of(group: Group) -> Chosen:
    """What the group chose for its grant reports."""
    profile = profile_of(group)
    return Chosen(
        threshold=profile.grant_threshold,
        everything=profile.grant_hides == "everything",
        kinds=profile.kinds,
        planning=profile.grant_planning,
        evaluation=profile.grant_evaluation,
        training=profile.grant_training,
    )


def words_of(group: Group, chosen: Chosen) -> Words:
    """What the group calls its kinds of meeting and indicators, with every name taken out."""
    naming = Naming(group, Privacy.NO_NAMES)
    labels = {code: naming.words(own) for code in INDICATORS if (own := indicator_of(group, code))}
    tagged = {"A5": bool(chosen.planning), "A6": bool(chosen.evaluation), "WD": bool(chosen.training)}
    return Words(labels, naming.words, tagged)


# --- gathering ----------------------------------------------------------------------------------------------------


def gather(workspace: Workspace, opened: OpenGroup, quarters: Sequence[Quarter]) -> tuple[GrantFacts, int]:
    """The facts of these quarters, and how many meetings were left out unread."""
    group = opened.group
    held = [
        one
        for one in group.meetings.values()
        if one.state == "ended" and not one.hidden and _asked(quarters, local_date(one.starts, one.zone))
    ]
    known = KnownMeetings(workspace, opened)
    meetings: list[GrantMeeting] = []
    unread = 0
    for one in sorted(held, key=lambda one: (one.starts, one.id), reverse=True):
        if one.id not in known.courses and len(meetings) >= READ_AT_MOST:
            unread += 1
        else:
            meetings.append(_meeting(opened, known, one))
    people = {person.id: person for person in group.everybody}
    runs = _runs(opened)
    return GrantFacts(
        meetings=tuple(reversed(meetings)),
        steps_done=_steps_done(group),
        issues_changed=tuple(day for run, programme in runs for day in _issues_changed(group, run, programme)),
        members=frozenset(person.id for person in people.values() if person.status is Status.MEMBER),
        lived=lived_experience(opened),
        organisations={person.id: person.organisation for person in people.values() if person.organisation.strip()},
        confidence=tuple(one for run, programme in runs for one in _confidence(group, run, programme)),
    ), unread


def _asked(quarters: Sequence[Quarter], day: dt.date) -> bool:
    return any(quarter.holds(day) for quarter in quarters)


def _meeting(opened: OpenGroup, known: KnownMeetings, held: Held) -> GrantMeeting:
    attended = known.attended(held)
    group = opened.group
    # A person who was added twice and merged counts once, as in the minutes.
    came = {(person.id if (person := group.person(key)) else key): person for key in attended.people}
    guests = frozenset(key for key, person in came.items() if person is not None and person.status is Status.GUEST)
    return GrantMeeting(
        held.id, local_date(held.starts, held.zone), clean(held.type), frozenset(came.keys() - guests), guests,
        attended.heads, attended.decisions, held.reached,
    )  # fmt: skip


def _steps_done(group: Group) -> tuple[dt.date, ...]:
    """The day each next step that is done was last marked so; personal ones are nobody's to count."""
    done = (
        step
        for step in group.steps.steps.values()
        if step.progress is Progress.DONE and not getattr(step, "withheld", False)
    )
    told = ([moment.at for moment in step.life if moment.words == Progress.DONE] for step in done)
    return tuple(local_date(max(moments), group.zone) for moments in told if moments)


def _runs(opened: OpenGroup) -> list[tuple[Running, Programme | None]]:
    """The group's programmes, each with what its file says; nothing is read for a group that runs none."""
    if not opened.glance.programmes:
        return []
    from peer_tui.services.programmes.running import definition, runs

    return [(run, definition(run)) for run in runs(opened)]


def _issues_changed(group: Group, run: Running, programme: Programme | None) -> list[dt.date]:
    """The day each row of a register came to the status “changed”, of the rows that have it still."""
    if programme is None:
        columns = {register: "status" for register in run.rows}
    else:
        columns = {register.key: register.status for register in programme.registers if register.status}
    return [
        local_date(row.since[column], group.zone)
        for register, column in columns.items()
        for row in run.standing_rows(register)
        if fold(row.texts.get(column, "")).strip() == CHANGED and column in row.since
    ]


def _confidence(group: Group, run: Running, programme: Programme | None) -> list[Confidence]:
    """Of each form that is filled in before and after: the mean of every sheet's scales."""
    found = []
    for form in programme.forms if programme is not None else ():
        if not form.evaluation or len(form.occasions) < 2:
            continue
        scales = [question.key for question in form.questions if question.type == "scale"]
        first, last = form.occasions[0], form.occasions[-1]
        sheets = [
            (one.occasion, local_date(one.entered, group.zone), mean)
            for one in run.evaluations
            if one.part == form.key and (mean := _mean(one.texts, scales)) is not None
        ]
        before = tuple(mean for occasion, _, mean in sheets if occasion == first)
        after = tuple((day, mean) for occasion, day, mean in sheets if occasion == last)
        found.append(Confidence(before, after, form.fewest))
    return found


def _mean(texts: Mapping[str, str], scales: Sequence[str]) -> float | None:
    numbers = [int(text) for key in scales if (text := texts.get(key, "")) in ("1", "2", "3", "4", "5")]
    return sum(numbers) / len(numbers) if numbers else None
