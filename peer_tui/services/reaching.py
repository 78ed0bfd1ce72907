"""How many people an event reached with its message, told for the grant report (`product.md` §2.11, AW1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from peer_tui.domain.bounds import LARGEST
from peer_tui.domain.events import EventId, MeetingId, ReachCounted
from peer_tui.domain.history import act_of
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.said import Said, refused

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.session import LiveSession
    from peer_tui.services.workspace import Workspace

MOST = LARGEST
"""More people than a group's event reaches: a larger number is a typing mistake."""
_NUMBER = re.compile(r"[0-9]{1,3}(?:[,. ][0-9]{3}){1,2}|[0-9]{1,7}")


def read_number(words: str) -> int:
    """A number as it is typed: `140`, `1,200`.

    Raises:
        Problem: it is none, or too large.
    """
    said = words.strip()
    number = int(re.sub("[,. ]", "", said)) if _NUMBER.fullmatch(said) else -1
    if not 0 <= number <= MOST:
        raise Problem(say("How many people did it reach? Write a number, like 140. Nothing was changed."))
    return number


def count_reach(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, people: int) -> EventId:
    """An event reached so many people; zero says that it reached nobody beyond those who came.

    Returns:
        The act, for taking it back; empty where that was said already.
    """
    if opened.group.meetings[meeting].reached == people:
        return ""
    return act_of(workspace.record(opened, meeting, [ReachCounted(reached=people)])[0])


def told_words(people: int) -> str:
    """`140 people reached`; how to say it where nobody did yet."""
    if not people:
        return say("Nobody has said yet how many people it reached.")
    return say_number(people, "{n:,} person reached with its message.", "{n:,} people reached with its message.")


def reached(session: LiveSession, rest: str = "") -> Said:
    """`/reached 140`: how many people the event reached; alone, what was said of it."""
    if not rest.strip():
        return Said(told_words(session.group.meetings[session.id].reached))
    try:
        people = read_number(rest)
    except Problem as problem:
        return refused(problem.sentence, f"/reached {rest}")
    session.record(ReachCounted(reached=people))
    return Said(told_words(people))
