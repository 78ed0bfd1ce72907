"""What the block that is on asks for, and what a line answers: the walk through Next Steps, or the roll-call."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from peer_tui.domain.steps import Step
from peer_tui.services import walking
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession

if TYPE_CHECKING:
    from peer_tui.services.programmes.roll_call import Told

    Answer: TypeAlias = walking.Answer | Told

ROLL_CALL = "roll-call"
"""What a block is that calls assignments (`BlockPlan.job`)."""


def answer_to(session: LiveSession, line: str) -> Answer | None:
    """The answer a line gives to what is asked now; None if the line is anything else."""
    if not _is_roll_call(session):
        return walking.answer_to(session, line)
    # Imported here, as below: most meetings have no roll-call, and every session imports this.
    from peer_tui.services.programmes import roll_call

    return roll_call.answer_to(session, line)


def preview_answer(session: LiveSession, answer: Answer) -> str:
    """What the answer would set, before Enter."""
    if isinstance(answer, walking.Answer):
        return walking.preview_answer(session, answer)
    from peer_tui.services.programmes import roll_call

    return roll_call.preview_answer(session, answer)


def take(session: LiveSession, answer: Answer) -> Said:
    """Record the answer, and go on to what is asked next."""
    if isinstance(answer, walking.Answer):
        return walking.take(session, answer)
    from peer_tui.services.programmes import roll_call

    return roll_call.take(session, answer)


def pass_over(session: LiveSession) -> Said:
    """An empty Enter: on to what is asked next; nothing where nothing is asked."""
    if not _is_roll_call(session):
        return walking.pass_over(session)
    from peer_tui.services.programmes import roll_call

    return roll_call.pass_over(session)


def _is_roll_call(session: LiveSession) -> bool:
    block = session.meeting.block
    return block is not None and block.job == ROLL_CALL


def at_hand(session: LiveSession) -> Step | None:
    """The next step that is asked about now: by the walk, or by the roll-call."""
    if not _is_roll_call(session):
        return walking.at_hand(session)
    from peer_tui.services.programmes import roll_call

    called = roll_call.at_hand(session)
    return called.step if called is not None else None


def is_asking(session: LiveSession) -> bool:
    """Whether the present block goes from one next step to the other."""
    return walking.is_walking(session) or (_is_roll_call(session) and session.meeting.live)
