"""Small groups in a live meeting: those who are here, in so many groups, ready for the chat (`product.md` §1.4).

They are memory only, like the wishes, which are those of the screen of small groups: nothing of it is recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

if TYPE_CHECKING:
    from peer_tui.services.programmes.small_groups import Drawing


def divide(session: LiveSession, rest: str) -> Said:
    """`/groups 3`, `/groups of 4`, `/groups again`; `/groups apart bo, mei`, `/groups together …`, `/groups free`."""
    # Imported here: few meetings divide, and every session imports its verbs.
    from peer_tui.domain.programmes.small_groups import group_lines
    from peer_tui.services.programmes import small_groups

    here = [person.id for person in session.group.everybody if person.id in session.meeting.here]
    if not here:
        return refused(say("Nobody is marked as here yet: +name for each who came."), f"/groups {rest}".rstrip())
    drawing = small_groups.drawing_of(session.workspace, session.opened)
    small_groups.choose(drawing, here)
    try:
        again = _asked(session, drawing, rest.strip())
    except Problem as problem:
        return refused(problem.sentence, f"/groups {rest}")
    make = small_groups.make_others if again else small_groups.make
    made = make(session.opened, drawing)
    lines = tuple(group_lines(made))
    groups = say_number(len(made.groups), "{n} group for the chat", "{n} groups for the chat")
    words = [groups, *made.told, *_without_a_name(session), say("/groups again makes others")]
    return Said(" · ".join(words), lines=lines, copy=("\n".join(lines),), pane="groups")


def _asked(session: LiveSession, drawing: Drawing, rest: str) -> bool:
    """Take what was asked for; whether other groups than the present ones are wanted.

    Raises:
        Problem: it is no number, or a name fits nobody or several people.
    """
    from peer_tui.services.programmes import small_groups

    word, _, names = rest.partition(" ")
    match word.casefold():
        case "":
            return False
        case "again":
            return drawing.made is not None
        case "together" | "apart" as how:
            small_groups.wish(drawing, small_groups.read_wish(session.opened, names, apart=how == "apart"))
        case "free":
            small_groups.forget_wishes(drawing)
        case _:
            small_groups.set_number(drawing, rest)
    return False


def _without_a_name(session: LiveSession) -> list[str]:
    """People who were only counted cannot be put in a group."""
    heads = session.meeting.heads_count
    if not heads:
        return []
    return [
        say_number(
            heads,
            "{n} person counted without a name is in none of them.",
            "{n} people counted without a name are in none of them.",
        )
    ]
