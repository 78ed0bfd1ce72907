"""The meetings of a programme: planned with their kind's template and topics, and known again while they are on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from peer_tui.domain.events import (
    Event,
    MeetingId,
    MeetingKindChosen,
    MeetingPlanned,
    ProgrammeMeetingPlanned,
    SeriesId,
    TopicAdded,
)
from peer_tui.domain.programmes import forms, run_meetings
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.days import say_days
from peer_tui.domain.programmes.definition import MeetingKind, Programme
from peer_tui.domain.wall_time import local_date, local_time
from peer_tui.domain.words import say
from peer_tui.services.planning import LONGEST, start_series
from peer_tui.services.prefilling import carried_topics
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes.running import definition, need_definition, run_of, runs
from peer_tui.services.templates import Template, TemplateProblem, load_template

if TYPE_CHECKING:
    from peer_tui.domain.held import Held
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace


def plan_meeting(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    kind_key: str,
    starts: dt.datetime,
    minutes: int | None = None,
) -> MeetingId:
    """Put a meeting of the programme on the calendar: with the blocks of its kind's template, and its topics.

    Its topics are the questions of forms that name this kind and are still open, and what earlier meetings of the
    programme left for it. The meetings of one run are a series: each reviews the minutes of the one before.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        kind_key: the word the programme has for such a meeting.
        starts: when, UTC.
        minutes: its slot; None for the template's.

    Raises:
        WrongUse: the programme has no such meeting.
        Problem: it is planned already and is held once, its slot makes no sense, or its template is gone.
    """
    programme = need_definition(running)
    kind = _kind(programme, kind_key)
    template = _template(kind)
    slot = minutes if minutes is not None else template.minutes
    if not 1 <= slot <= LONGEST:
        raise Problem(say("A meeting lasts from 1 minute to 24 hours."))
    _once(opened, running, kind)
    series = series_of(workspace, opened, running)
    zone = opened.group.zone
    local = local_time(starts, zone)
    meeting = workspace.new_id()
    planned = MeetingPlanned(
        meeting=meeting, group=opened.group.id, series=series, title=kind.title, starts=starts, zone=zone,
        minutes=slot, blocks=template.blocks, type=template.type,
    )  # fmt: skip
    bodies: list[Event] = [planned]
    if kind.type:
        bodies.append(MeetingKindChosen(type=kind.type))
    bodies += topics_for(opened, programme, running, kind)
    bodies += _still_open(programme, running, carried_topics(opened, series, starts))
    opened.shards[meeting] = workspace.library.new_meeting(opened.folder, f"{local:%Y-%m-%d-%H%M}", local.year)
    # First that it is the programme's: a crash in between leaves no meeting that belongs to nothing.
    workspace.record(opened, "", [ProgrammeMeetingPlanned(programme=running.id, meeting=meeting, part=kind.key)])
    workspace.record(opened, meeting, bodies)
    if kind.asks_after:
        from peer_tui.services.programmes.gathering import gather_for

        gather_for(workspace, opened, run_of(opened, running.id), meeting)
    return meeting


def take_in(workspace: Workspace, opened: OpenGroup, running: Running, meeting: MeetingId, kind_key: str) -> None:
    """A meeting that was planned already belongs to the programme; with an empty word it does not any more.

    One that stands for others which were planned for the programme goes with them.

    Raises:
        WrongUse: the programme has no such meeting.
    """
    if kind_key:
        _kind(need_definition(running), kind_key)
    planned = [meeting]
    if not kind_key:
        standing = {key: run_meetings.stands_for(opened.group.meetings, key) for key in running.meetings}
        planned += [key for key, held in standing.items() if held and held.id == meeting != key]
    changed = [key for key in planned if running.meetings.get(key, "") != kind_key]
    if changed:
        bodies = [ProgrammeMeetingPlanned(programme=running.id, meeting=key, part=kind_key) for key in changed]
        workspace.record(opened, "", bodies)


def topics_for(opened: OpenGroup, programme: Programme, running: Running, kind: MeetingKind) -> list[TopicAdded]:
    """The questions that are still open of the forms whose topics are for this kind of meeting.

    Each topic has the id of its question in this run: two devices never propose it twice.
    """
    wanted = [form for form in programme.forms if form.topics_for == kind.key]
    if not wanted:
        return []
    filled = forms.all_filled(programme, running, opened.group)
    return [
        TopicAdded(topic=_topic_id(running, form.key, question.key), text=question.title)
        for form in wanted
        for question in forms.gaps(form, running, filled)
    ]


def _still_open(programme: Programme, running: Running, carried: list[TopicAdded]) -> list[TopicAdded]:
    """What earlier meetings left, but for questions that were answered since."""
    answered = {
        _topic_id(running, form.key, question.key)
        for form in programme.forms
        for question in form.questions
        if running.answer(form.key, question.key)
    }
    return [topic for topic in carried if topic.topic not in answered]


def _topic_id(running: Running, form: str, question: str) -> str:
    return f"{running.id}.{form}.{question}"


def meetings_of(opened: OpenGroup, running: Running, *, cancelled: bool = False) -> list[tuple[str, Held]]:
    """The run's meetings with the word of their kind, in order of their start; hidden ones never."""
    return run_meetings.meetings_of(running, opened.group, cancelled=cancelled)


def programme_of(opened: OpenGroup, meeting: MeetingId) -> tuple[Running, Programme, MeetingKind] | None:
    """The run a meeting belongs to, with its programme and what it is held as; None where it belongs to none.

    Nothing is read for a group that never began a programme.
    """
    for running in runs(opened):
        key = running.meetings.get(meeting) or _of_its_double(opened, running, meeting)
        if not key or (programme := definition(running)) is None:
            continue
        kind = next((one for one in programme.meetings if one.key == key), None)
        if kind is not None:
            return running, programme, kind
    return None


def _of_its_double(opened: OpenGroup, running: Running, meeting: MeetingId) -> str:
    """What a meeting is held as that stands for another one, which was planned for the programme."""
    return next((kind for kind, held in meetings_of(opened, running) if held.id == meeting), "")


def series_of(workspace: Workspace, opened: OpenGroup, running: Running) -> SeriesId:
    """The series its meetings belong to: that of those it has, else one of the run's title, begun now if need be."""
    known = [held for _, held in meetings_of(opened, running)]
    return known[-1].series if known else start_series(workspace, opened, running.title)


def _kind(programme: Programme, key: str) -> MeetingKind:
    found = next((one for one in programme.meetings if one.key == key), None)
    if found is None:
        raise WrongUse(
            say("“{title}” has no meeting “{key}”.", title=programme.title, key=key[:60]),
            choices=tuple(one.key for one in programme.meetings),
        )
    return found


def _template(kind: MeetingKind) -> Template:
    try:
        return load_template(kind.template)
    except TemplateProblem as problem:
        raise Problem(str(problem)) from problem


def _once(opened: OpenGroup, running: Running, kind: MeetingKind) -> None:
    there = [held for key, held in meetings_of(opened, running) if key == kind.key]
    if there and not kind.many:
        day = say_days(local_date(there[0].starts, there[0].zone))
        raise Problem(
            say("“{title}” is on the calendar already, on {day}. It can be moved there.", title=kind.title, day=day)
        )
