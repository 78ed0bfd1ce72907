"""Group goodbyes!: the close check, what is still to be arranged and how, the recap to read out (`product.md` §1.1)."""

from __future__ import annotations

from peer_tui.domain.events import EntryKind
from peer_tui.domain.words import say
from peer_tui.services.consensus import open_proposal
from peer_tui.services.goodbyes import check, is_asked, recap_lines
from peer_tui.services.parking import numbers
from peer_tui.services.rota import turn_after
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.rows import Row, heading, is_low, told, way
from peer_tui.services.stepping import ours

_NEXT_ROLES = ("facilitator", "scribe")


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """The four questions first, then what is missing, then what got done."""
    rows = [Row(say("Enter ends the meeting · anything else goes on"), "accent")] if is_asked(session) else []
    return [*rows, *_close_check(session, height), *_next_roles(session), *_recap(session)]


def hint(session: LiveSession) -> str:
    """How to end."""
    if is_asked(session):
        return say("Enter ends the meeting")
    return say("/end ends the meeting · {key} copies the next steps", key=way(session, "chat"))


def _close_check(session: LiveSession, height: int) -> list[Row]:
    """The four questions; where there is little room only what is missing, in place of its question."""
    result = check(session)
    little = is_low(height)
    whole = result.score == len(result.checks)
    rows = [
        Row(
            say("Close check: {score} of {number}", score=result.score, number=len(result.checks)),
            "good" if whole else "strong",
        )
    ]
    for one in result.checks:
        if one.ok:
            rows += [] if little else [told(one.question, say("yes"), style="good", mark="✓")]
            continue
        named = (one.missing,) if little else (one.question, one.missing)
        rows.append(told(*named, _mend(session, one.letter), style="warning", mark="✗"))
    return rows


def _mend(session: LiveSession, letter: str) -> str:
    """What to type about a question that is not answered."""
    meeting = session.meeting
    if letter == "b" and meeting.unplaced:
        return f"/place {numbers(session)[meeting.unplaced[0].id]} next agenda"
    if letter == "b" and open_proposal(session) is not None:
        return say("/agreed, or ~ parks it")
    if letter == "c":
        unclaimed = next((step for step in ours(session) if step.open and step.owner is None), None)
        return f"/assign {unclaimed.label} @name" if unclaimed else ""
    if letter == "d":
        no_time = meeting.next_starts is None and session.group.after(meeting.id) is None
        no_convener = meeting.convener is None
        ways = ["/nextmeeting wed 11 dec 2pm"] * no_time + [say("/convener NAME")] * no_convener
        return " · ".join(ways)
    return say("! decides · > assigns · ~ parks")


def _next_roles(session: LiveSession) -> list[Row]:
    """Who facilitates and scribes next time, or how to say it. The date and the convener stand in the recap."""
    given = session.meeting.next_roles
    known = [f"{say(role)} {session.name(given[role])}" for role in _NEXT_ROLES if role in given]
    missing = [
        f"/nextrole {role} {_by_turn(session, role) or say('NAME')}" for role in _NEXT_ROLES if role not in given
    ]
    return [told(say("Next time"), *known, *missing, style="plain" if known else "quiet")]


def _by_turn(session: LiveSession, role: str) -> str:
    """Whose turn it is next time, by the group's rota."""
    person = turn_after(session.group, session.id, role)
    return say("{name} (by the rota)", name=session.name(person)) if person else ""


def _recap(session: LiveSession) -> list[Row]:
    first, *done = recap_lines(session) or ("",)
    rows = [heading(say("What got done"), first)]
    rows += [Row(line, mark="·") for line in done]
    if not session.meeting.of_kind(EntryKind.CELEBRATION):
        rows.append(Row(say("Something to celebrate? * and the words"), "quiet"))
    return rows
