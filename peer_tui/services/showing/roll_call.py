"""The roll-call: the assignment at hand with its question, those that wait, then what was told (`product.md` §1.4)."""

from __future__ import annotations

from dataclasses import replace

from peer_tui.domain.programmes.roll_call import Assignment
from peer_tui.domain.words import say
from peer_tui.services.programmes.roll_call import at_hand, call_of, question
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.one_step import promised, reported
from peer_tui.services.showing.rows import Row, heading, is_low, short, told, way

NONE = say("No assignments since the last meeting: what is agreed on in Next Steps is called here next time.")


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """The assignment at hand, how many were told and how, those that wait, and those that were told."""
    call = call_of(session)
    if not call.assignments:
        return [Row(NONE, "quiet")]
    hand = at_hand(session)
    rows = _at_hand(session, hand, width, height)
    rows.append(Row(call.tally, "strong"))
    waiting = [one for one in call.waiting if hand is None or one.step.id != hand.step.id]
    if waiting:
        rows.append(heading(say("To be called")))
        rows += [reported(session, one.step, width) for one in waiting]
    if len(call.waiting) < len(call.assignments):
        rows.append(heading(say("Told")))
        rows += [_told(session, one, width) for one in call.assignments if one.said is not None]
    return rows


def hint(session: LiveSession) -> str:
    """How to answer, or how to go on."""
    if at_hand(session) is not None:
        return say("d done · m moved · s stuck · n not started, each with a sentence · Enter passes on")
    if call_of(session).waiting and session.walked:
        return say("Enter goes back to what was passed over")
    return say("{way} goes on", way=way(session, "next"))


def _at_hand(session: LiveSession, hand: Assignment | None, width: int, height: int) -> list[Row]:
    if hand is None:
        return [Row(question(session), "good" if not call_of(session).waiting else "warning")]
    row = promised(session, hand.step, width)
    if is_low(height):
        row = told(
            short(hand.step.text, max(1, width - len(hand.step.label) - 1), 1), mark=hand.step.label,
            step=hand.step.label,
        )  # fmt: skip
    return [replace(row, style="accent"), Row(question(session), "accent", indent=1)]


def _told(session: LiveSession, one: Assignment, width: int) -> Row:
    row = reported(session, one.step, width, one.between)
    return replace(row, style="good") if one.celebrated else row
