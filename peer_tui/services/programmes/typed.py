"""What a person types for an answer or a cell, as it is kept, and what is kept, as it is shown.

A day is kept as YYYY-MM-DD, a tick as `yes`, several choices joined by `; `, a known person and a next step by their
ids; what the group does not know by that name stays the name as it was typed.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean, fold
from peer_tui.domain.dates import parse_due, say_day
from peer_tui.domain.people import match
from peer_tui.domain.programmes.evaluating import YES, read_answer
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem

if TYPE_CHECKING:
    from peer_tui.domain.group import Group
    from peer_tui.domain.programmes.definition import Column, Question
    from peer_tui.domain.steps import Step
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

__all__ = ["LONGEST", "SEVERAL", "YES", "read_typed", "shown_typed"]

SEVERAL = "; "
"""Between several choices."""
LONGEST = 20_000
"""Characters of one answer or cell."""


def read_typed(workspace: Workspace, opened: OpenGroup, part: Column | Question, words: str) -> str:
    """What was typed for a question or a column, as it is kept; empty for nothing.

    Raises:
        Problem: it does not fit the type, or a name fits several people. Nothing was changed.
    """
    text = clean(words, keep_lines=part.type == "long").strip()
    if len(text) > LONGEST:
        raise Problem(say("That is longer than {most:,} characters. Nothing was changed.", most=LONGEST))
    if not text:
        return ""
    if part.type == "date":
        return _day(workspace, opened.group, text)
    if part.type == "person":
        return _person(opened.group, text)
    if part.type == "step":
        return _step(opened.group, text)
    if part.type == "meeting":
        return text
    return _by_form(part, text)


def shown_typed(opened: OpenGroup, part: Column | Question, text: str, today: dt.date | None = None) -> str:
    """An answer or a cell as a person reads it: days in words, people and next steps by name.

    Args:
        opened: the group.
        part: the question or column.
        text: as it is kept; what does not fit its type is shown as it stands.
        today: leaves this year's number out of days; None to say it always.
    """
    group = opened.group
    if part.type == "date":
        with suppress(ValueError):
            return say_day(dt.date.fromisoformat(text), today or dt.date.min)
    elif part.type == "person":
        known = group.person(text)
        return known.name if known is not None else text
    elif part.type == "step":
        step = group.steps.steps.get(text)
        if step is None:
            return text
        return f"#{step.label}" if step.withheld else f"#{step.label} {step.text}"  # a personal one is told nobody
    elif part.type == "meeting":
        held = group.meetings.get(text)
        return f"{held.title}, {say_date(held.starts, held.zone)}" if held is not None else text
    elif part.type == "tick":
        return say("yes") if text == YES else text
    return text


def _day(workspace: Workspace, group: Group, text: str) -> str:
    with suppress(ValueError):
        return dt.date.fromisoformat(text).isoformat()
    due = parse_due(text.removeprefix("by "), local_date(workspace.now(), group.zone), group.dates)
    if due is None or due.date is None:
        raise Problem(
            say("“{words}” says no day. Write it like fri, 22 nov, 2w. Nothing was changed.", words=text[:60])
        )
    return due.date.isoformat()


def _person(group: Group, text: str) -> str:
    name = text.removeprefix("@").strip()
    found = match(name, group.everybody)
    if found.person is not None:
        return found.person.id
    if len(found.candidates) > 1:
        names = ", ".join(one.name for one in found.candidates[:5])
        raise Problem(say("“{name}” could be {names}: write more of the name.", name=name[:60], names=names))
    return name


def _step(group: Group, text: str) -> str:
    wanted = fold(text).lstrip("#")
    step: Step | None = next((one for one in group.steps.steps.values() if fold(one.label) == wanted), None)
    if step is None:
        raise Problem(say("There is no next step {number}. Nothing was changed.", number=text[:20]))
    return step.id


def _by_form(part: Column | Question, text: str) -> str:
    from peer_tui.domain.programmes.definition import Question

    asked = part if isinstance(part, Question) else Question(part.key, part.title, part.type, part.choices)
    answer = read_answer(asked, text)
    if answer.wrong:
        raise Problem(say("“{words}” does not fit: it wants {what}. Nothing was changed.",
                          words=" ".join(text.split())[:60], what=answer.wrong))  # fmt: skip
    return answer.text
