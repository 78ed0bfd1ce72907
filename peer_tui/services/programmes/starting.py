"""A programme begins, gets its days, is renamed and closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean
from peer_tui.domain.events import (
    AnchorSet,
    Event,
    EventId,
    ProgrammeClosed,
    ProgrammeId,
    ProgrammeRenamed,
    ProgrammeStarted,
    RowAdded,
)
from peer_tui.domain.history import act_of
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.days import say_days
from peer_tui.domain.programmes.definition import Programme
from peer_tui.domain.programmes.standing import OVERDUE, ItemStanding, Standing
from peer_tui.domain.programmes.warnings import suggested_words as suggested_words
from peer_tui.domain.programmes.warnings import warnings_of
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes.files import load_programme, own_folder, programme_names
from peer_tui.services.programmes.running import need_definition, run_of
from peer_tui.services.programmes.standing import where_it_stands
from peer_tui.services.programmes.toml_reading import ProgrammeProblem

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

TITLE_AT_MOST = 200
"""Characters."""


def start(
    workspace: Workspace,
    opened: OpenGroup,
    key: str,
    title: str = "",
    anchors: Mapping[str, dt.date] | None = None,
) -> ProgrammeId:
    """The group begins to run a programme; the rows its registers begin with come with it. One act.

    Args:
        workspace: the library.
        opened: the group.
        key: the programme's word, or the path of a person's own file in the settings folder.
        title: what this run is called; empty for the programme's own title.
        anchors: days that are known already, by the anchor's word.

    Raises:
        Problem: there is no such programme, or its file cannot be used. Nothing was recorded.
        WrongUse: it has no such anchor.
    """
    try:
        programme = load_programme(key)
    except ProgrammeProblem as problem:
        raise Problem(str(problem)) from problem
    if programme.key not in programme_names() or load_programme(programme.key) != programme:
        # A run is known by its programme's word alone: every later look would not find this file.
        raise Problem(
            say("A programme of your own lies in {folder}: put {file} there first, under a name of its own. "
                "Nothing was recorded.", folder=clean(str(own_folder())), file=clean(f"{programme.key}.toml"))
        )  # fmt: skip
    for anchor in anchors or {}:
        _anchor(programme, anchor)
    run = workspace.new_id()
    bodies: list[Event] = [
        ProgrammeStarted(programme=run, programme_key=programme.key, title=_title(title) or programme.title),
        *(AnchorSet(programme=run, anchor=anchor, day=day) for anchor, day in (anchors or {}).items()),
        *(
            RowAdded(programme=run, part=register.key, row=workspace.new_id(), texts=dict(row))
            for register in programme.registers
            for row in register.starts
        ),
    ]
    workspace.record(opened, "", bodies)
    return run


def set_day(workspace: Workspace, opened: OpenGroup, running: Running, anchor: str, day: dt.date | None) -> list[str]:
    """Set the day that others are counted from, or take it back; done lines stay done.

    Returns:
        What is to be said of it, a sentence each: days out of order, stages that overlap, windows that are over
        already. The day was set all the same.

    Raises:
        WrongUse: the programme has no such anchor.
        Problem: its file cannot be used.
    """
    programme = need_definition(running)
    _anchor(programme, anchor)
    today = local_date(workspace.now(), opened.group.zone)
    before = set(warnings_of(programme, running, today))
    if running.anchors.get(anchor) != day:
        workspace.record(opened, "", [AnchorSet(programme=running.id, anchor=anchor, day=day)])
    now = run_of(opened, running.id)
    said = [words for words in warnings_of(programme, now, today) if words not in before]
    return [*said, *over_already(where_it_stands(workspace, opened, now), anchor)] if day is not None else said


def over_already(stands: Standing, anchor: str) -> list[str]:
    """The windows counted from an anchor that are over, with lines that are still open: a sentence each."""
    overdue: dict[str, list[ItemStanding]] = {}
    for one in stands.items:
        due = one.window.due if one.window is not None else None
        if one.state == OVERDUE and one.window is not None and due is not None and due.anchor == anchor:
            overdue.setdefault(one.window.title, []).append(one)
    return [
        say_number(
            len(left),
            "“{window}” was over on {day} already: {n} line of it is overdue.",
            "“{window}” was over on {day} already: {n} lines of it are overdue.",
            window=window,
            day=say_days(left[0].span.due) if left[0].span.due is not None else "",
        )
        for window, left in overdue.items()
    ]


def rename(workspace: Workspace, opened: OpenGroup, running: Running, title: str) -> EventId:
    """Another title for a run; the act, empty where it is called so already.

    Raises:
        Problem: there are no words in it.
    """
    shown = _title(title)
    if not shown:
        raise Problem(say("A programme needs a title. Nothing was changed."))
    if shown == running.title:
        return ""
    return act_of(workspace.record(opened, "", [ProgrammeRenamed(programme=running.id, title=shown)])[0])


def close(workspace: Workspace, opened: OpenGroup, running: Running, closed: bool = True) -> EventId:
    """A run comes to its end and is due for nothing any more, or goes on after all. The act; empty for no change."""
    if running.closed == closed:
        return ""
    return act_of(workspace.record(opened, "", [ProgrammeClosed(programme=running.id, closed=closed)])[0])


def _title(words: str) -> str:
    shown = " ".join(clean(words).split())
    if len(shown) > TITLE_AT_MOST:
        most = TITLE_AT_MOST
        raise Problem(say("A title of at most {most} characters is expected. Nothing was changed.", most=most))
    return shown


def _anchor(programme: Programme, anchor: str) -> None:
    known = tuple(one.key for one in programme.anchors)
    if anchor not in known:
        names = ", ".join(known) or say("none")
        raise WrongUse(
            say("“{title}” counts no days from “{anchor}”; it has {names}.",
                title=programme.title, anchor=anchor[:60], names=names),
            choices=known,
        )  # fmt: skip
