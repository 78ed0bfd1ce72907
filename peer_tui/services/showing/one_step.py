"""One next step in words, as the blocks show it."""

from __future__ import annotations

from peer_tui.domain.events import Progress
from peer_tui.domain.steps import STILL_OURS, Step
from peer_tui.domain.words import say
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.rows import Row, Style, short, told
from peer_tui.services.stepping import due_words, owner_words

PERSONAL = say("a personal next step")


def promised(session: LiveSession, step: Step, width: int) -> Row:
    """A step with who, by when and done when, and in words what it still lacks."""
    # A block may be read out or seen by others: what is personal stands there without its words.
    lacking = step.missing if step.open and not step.withheld else ()
    lacks = say("lacks: {missing}", missing=", ".join(map(say, lacking))) if lacking else ""
    told_when = step.done_when and not step.withheld
    done_when = say("done when: {done_when}", done_when=short(step.done_when, width, 1)) if told_when else ""
    progress = "" if step.progress is Progress.NOT_STARTED else _progress(step)
    more = (_who(session, step), due_words(session, step), done_when, progress, carried_words(step), lacks)
    style: Style = "warning" if lacks else "plain"
    text = PERSONAL if step.withheld else short(step.text, width)
    return told(text, *more, style=style, mark=step.label, step=step.label)


def reported(session: LiveSession, step: Step, width: int, since: bool = False) -> Row:
    """A step of an earlier meeting with what was told of it today, or `since` the last meeting, or that it waits."""
    today = step.marked_in == session.id or since
    late = step.is_late(session.today, lambda _: session.group.due_on(step))
    where = " " + say("(between meetings)") if since and step.marked_in != session.id else ""
    state = _progress(step) + where if today else say("to be told") + _before(step)
    more = (_who(session, step), _due(session, step, late), carried_words(step))
    style = _style(step, today, late)
    return told(f"{state} · {short(step.text, width)}", *more, style=style, mark=step.label, step=step.label)


def _due(session: LiveSession, step: Step, late: bool) -> str:
    if not step.open:
        return ""
    words = due_words(session, step)
    by = say("by {day}", day="\0").partition("\0")[0]
    return say("late: due {day}", day=words.removeprefix(by).replace(" ⚠ ", ", ")) if late else words


def carried_words(step: Step) -> str:
    """`carried 2×`; from the third time on with the question whether it is still the group's. Empty if never."""
    if not step.carried or not step.open:
        return ""
    return say("carried {carried}×", carried=step.carried) + (
        " · " + say("still ours?") if step.carried >= STILL_OURS else ""
    )


def _who(session: LiveSession, step: Step) -> str:
    if step.owner is None:
        return say("unclaimed, meant “{meant}”", meant=step.meant) if step.meant else say("unclaimed")
    return f"{session.name(step.owner)} ({owner_words(session, step)})"


def _progress(step: Step) -> str:
    return f"{say(step.progress)}: {step.reason}" if step.reason else say(step.progress)


def _before(step: Step) -> str:
    return (
        "" if step.progress is Progress.NOT_STARTED else " " + say("({progress} before)", progress=say(step.progress))
    )


def _style(step: Step, today: bool, late: bool) -> Style:
    if today and step.progress in (Progress.DONE, Progress.MOVED):
        return "good"
    if today and step.progress is Progress.DROPPED:
        return "quiet"
    return "over" if late else "warning" if step.progress is Progress.STUCK else "plain"
