"""Next steps across meetings: every step of one group or of all, arranged, filtered, and looked up by its number.

What is done about one between two meetings stands in `step_acts.py`, and who is to be reminded in `reminding.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.events import EntryId, Progress
from peer_tui.domain.life_line import LifeMoment, life_line
from peer_tui.domain.people import short_names
from peer_tui.domain.words import both, marked, say
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.step_acts import (
    Acted,
    accept,
    assign,
    date,
    define,
    drop,
    mark,
    share,
    snooze,
    undo,
    wake,
)
from peer_tui.services.step_lines import StepLine, every_step
from peer_tui.services.workspace import OpenGroup, Workspace

__all__ = [
    "Acted",
    "StepLine",
    "View",
    "accept",
    "act",
    "arranged",
    "assign",
    "date",
    "define",
    "drop",
    "every_step",
    "filtered",
    "find_step",
    "life_of",
    "mark",
    "share",
    "snooze",
    "undo",
    "wake",
]

NO_PRIORITY = say("About no priority")
SNOOZED = say("Snoozed")
WEEK = dt.timedelta(days=7)


class View(StrEnum):
    """What the list of next steps is arranged by."""

    PERSON = marked("person")
    PRIORITY = marked("priority")
    DUE = marked("due date")
    STATE = marked("state")

    @property
    def following(self) -> View:
        """The next one, round and round."""
        every = tuple(View)
        return every[(every.index(self) + 1) % len(every)]


# --- arranged and filtered ----------------------------------------------------------------------------------------


def filtered(lines: Iterable[StepLine], words: str) -> list[StepLine]:
    """The lines in which every one of these words stands somewhere: text, person, priority, group, state, number.

    `late`, `unclaimed`, `stuck`, `snoozed` are words like any other; case and accents never matter.
    """
    # A word is looked for where words begin; one in letters that are written without spaces, anywhere.
    wanted = [f" {word}" if word.isascii() else word for word in fold(words).split()]
    return [line for line in lines if all(word in line.found_by for word in wanted)]


def arranged(lines: Sequence[StepLine], view: View) -> list[tuple[str, list[StepLine]]]:
    """The lines under headings. What is snoozed stands last, whatever the view; the order within stays as it is."""
    several = len({line.opened.folder for line in lines}) > 1
    awake = [line for line in lines if not line.asleep]
    asleep = [line for line in lines if line.asleep]
    found: dict[tuple[object, ...], list[StepLine]] = {}
    for line in awake:
        found.setdefault(_heading(line, view, several), []).append(line)
    shown = [(str(heading[-1]), found[heading]) for heading in sorted(found, key=lambda key: key[:-1])]
    return [*shown, (SNOOZED, asleep)] if asleep else shown


def _heading(line: StepLine, view: View, several: bool) -> tuple[object, ...]:
    """What a line stands under: what it is sorted by, then the words."""
    of_group = f" · {line.group}" if several else ""
    if view is View.PERSON:
        if line.step.owner is None:
            return (0, "", "", say("Unclaimed"))
        return (1, fold(line.who), line.opened.folder, f"{line.who}{of_group}")
    if view is View.PRIORITY:
        if not line.priority:
            return (1, "", "", NO_PRIORITY)
        return (0, line.opened.folder, _place(line), f"{line.priority}{of_group}")
    if view is View.STATE:
        return _state(line)
    return _when(line)


def _place(line: StepLine) -> int:
    return list(line.opened.glance.priorities).index(line.step.priority or "")


def _state(line: StepLine) -> tuple[object, ...]:
    step = line.step
    words = {
        Progress.STUCK: (1, say("Stuck")), Progress.MOVED: (4, say("Moved")), Progress.DONE: (5, say("Done")),
        Progress.DROPPED: (6, say("Dropped")),
    }  # fmt: skip
    owner = {
        "unclaimed": (0, say("Unclaimed")),
        "asked": (2, say("Asked, no yes yet")),
        "accepted": (3, say("Accepted, not started")),
    }
    return words.get(step.progress, owner[step.owner_state])


def _when(line: StepLine) -> tuple[object, ...]:
    if not line.step.open:
        return (6, say("Done or dropped"))
    if line.due is None:
        known = line.step.due is not None
        return (4, say("By a next meeting that is not planned yet")) if known else (5, say("No date"))
    if line.late:
        return (0, say("Late"))
    if line.due == line.today:
        return (1, say("Due today"))
    return (2, say("Within 7 days")) if line.due - line.today <= WEEK else (3, say("Later"))


# --- one of them --------------------------------------------------------------------------------------------------


def life_of(line: StepLine) -> tuple[LifeMoment, ...]:
    """The life line of a step, oldest first; reads the whole group."""
    group = line.opened.group
    step = group.steps.steps.get(line.step.id, line.step)
    return life_line(step, group, short_names(group.everybody))


def find_step(workspace: Workspace, number: str, group: str = "") -> tuple[OpenGroup, EntryId]:
    """The next step of this number, among the open ones first, then among all.

    Args:
        workspace: the opened library.
        number: as a list shows it: `41`, `41k`.
        group: a group's name or its beginning; empty for all.

    Raises:
        Problem: there is none.
        WrongUse: several groups have one.
    """
    groups = [workspace.find_group(group)] if group else workspace.open_groups()
    wanted = number.strip().lstrip("#").casefold()
    for everything in (False, True):
        found = [
            (opened, step)
            for opened in groups
            for step in (opened.group.steps.steps.values() if everything else opened.glance.open_steps)
            if wanted and step.label.casefold() == wanted
        ]
        if len(found) == 1:
            return found[0][0], found[0][1].id
        if found:
            names = tuple(clean(opened.group.name) for opened, _ in found)
            raise WrongUse(
                say(
                    "Next step {number} is there in {names}. Say which with --group.",
                    number=number,
                    names=both(names),
                ),
                choices=names,
            )
    raise Problem(say("There is no next step {number}. `peer-tui steps` lists them with their numbers.", number=number))


def act(workspace: Workspace, opened: OpenGroup, step_id: EntryId, what: str, words: str = "") -> str:
    """An act by its word, as the shell says it; what was done, in a sentence.

    Args:
        workspace: the opened library.
        opened: the group.
        step_id: the step.
        what: `done`, `moved`, `stuck`, `not-started`, `drop`, `yes`, `owner`, `date`, `done-when`, `snooze`, `wake`,
            `share`, `unshare` or `undo`.
        words: the reason, the name, the day, or what done looks like.

    Raises:
        Problem: it could not be done; nothing was changed.
    """
    match what:
        case "done" | "moved" | "stuck" | "not-started":
            return mark(workspace, opened, step_id, Progress(what.replace("-", " ")), words).words
        case "drop":
            return drop(workspace, opened, step_id, words).words
        case "yes":
            return accept(workspace, opened, step_id).words
        case "owner":
            return assign(workspace, opened, step_id, words).words
        case "date":
            return date(workspace, opened, step_id, words).words
        case "done-when":
            return define(workspace, opened, step_id, words).words
        case "snooze":
            return snooze(workspace, opened, step_id, words).words
        case "wake":
            return wake(workspace, opened, step_id).words
        case "share" | "unshare":
            return share(workspace, opened, step_id, what == "share").words
        case "undo":
            return undo(workspace, opened)
        case _:
            raise WrongUse(say("“{what}” is nothing that can be done with a next step.", what=what))
