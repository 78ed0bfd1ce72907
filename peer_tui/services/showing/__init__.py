"""What each block of a meeting shows, in words: the same rows for the screen and for plain mode.

One module a job of a block, each with `lines(session) -> list[Row]`, most needed first, and `hint(session) -> str`,
the next useful act. `width` and `height` are the cells and rows there are; 0 means there is no limit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from peer_tui.domain.agenda import short_title
from peer_tui.domain.events import BlockPlan
from peer_tui.domain.words import say
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import agreement, goodbyes, notes, priorities, review, steps, topics, welcome
from peer_tui.services.showing.rows import Row, prefixes, printed

__all__ = ["Row", "Shown", "block_on", "prefixes", "printed", "shown"]


_OF_PROGRAMMES = {"roll-call": "roll_call", "measures": "measures", "control": "control"}
"""Jobs whose module is imported only once such a block is shown: most meetings have none."""


def _of_a_programme(job: str) -> ModuleType:
    return import_module(f"{__name__}.{_OF_PROGRAMMES[job]}")


_LINES: dict[str, Callable[..., list[Row]]] = {
    "welcome": welcome.lines,
    "agreement": agreement.lines,
    "review": review.lines,
    "priorities": priorities.lines,
    "topics": topics.lines,
    "steps": steps.lines,
    "goodbyes": goodbyes.lines,
}
_HINTS: dict[str, Callable[[LiveSession], str]] = {
    "welcome": welcome.hint,
    "agreement": agreement.hint,
    "review": review.hint,
    "priorities": priorities.hint,
    "topics": topics.hint,
    "steps": steps.hint,
    "goodbyes": goodbyes.hint,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A block's content."""

    title: str
    """The block's own name."""
    rows: tuple[Row, ...]
    hint: str
    """The next useful act, one line."""


def block_on(session: LiveSession) -> BlockPlan | None:
    """The block that is on; before the doors open the first one, after the end the last one."""
    meeting = session.meeting
    if meeting.block is not None or not meeting.blocks:
        return meeting.block
    return meeting.blocks[-1] if meeting.ended is not None else meeting.blocks[0]


def shown(session: LiveSession, *, width: int = 0, height: int = 0) -> Shown:
    """What the block that is on shows now."""
    block = block_on(session)
    if block is None:
        return Shown(
            say("No agenda"), (Row(say("This meeting has no blocks: every line is kept all the same."), "quiet"),), ""
        )
    draw, tell = _LINES.get(block.job, notes.lines), _HINTS.get(block.job, notes.hint)
    if block.job in _OF_PROGRAMMES:
        own = _of_a_programme(block.job)
        draw, tell = own.lines, own.hint
    lines = draw(session, width=width, height=height)
    return Shown(block.title.strip() or short_title(block), tuple(lines), tell(session))
