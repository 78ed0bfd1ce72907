"""Next Steps: the step at hand with its question, then all of them with what they lack (`product.md` §1.1, §3.7)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from peer_tui.domain.steps import Step
from peer_tui.domain.words import say, say_number
from peer_tui.services.reviewing import last_times
from peer_tui.services.saying import say_line
from peer_tui.services.session import LiveSession
from peer_tui.services.showing.one_step import promised
from peer_tui.services.showing.rows import Row, Style, heading, is_low, short, told, way
from peer_tui.services.stepping import ours
from peer_tui.services.walking import at_hand, question, walked

NONE = say("No next steps yet: > what @who by when = done when")


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """How many are claimed, the one that is asked about now, all of this meeting, and those carried."""
    mine = ours(session)
    carried = [step for step in last_times(session) if step.open]
    if not mine and not carried:
        return [*_personal(session), Row(NONE, "quiet")]
    hand = at_hand(session)
    rows = _at_hand(session, hand, width, height)
    rows.insert(len(rows) if is_low(height) else 0, Row(counts([step for step in mine if step.open]), "strong"))
    if mine:
        rows.append(heading(say("This meeting's next steps")))
        rows += [_step(session, step, hand, width) for step in mine]
    if carried:
        rows.append(heading(say("Carried from earlier meetings")))
        rows += [_step(session, step, hand, width) for step in carried]
    return [*rows, *_personal(session)]


def _personal(session: LiveSession) -> list[Row]:
    """The programme's word for a step that stays out of the minutes: `>` alone would put it in (`product.md` §1.5)."""
    known = session.own_words
    private = [one.word for one in known.words.values() if one.private] if known is not None else []
    return [
        told(say("{word}: what @who by when", word=word), say("stays out of the minutes until it is shared"))
        for word in private
    ]


def hint(session: LiveSession) -> str:
    """How to answer the question, or how to go on."""
    hand = at_hand(session)
    if hand is None and _passed(session):
        return say("Enter goes back to what was passed over")
    if hand is None:
        return say(
            "{key} goes on · {key_2} copies the next steps", key=way(session, "next"), key_2=way(session, "chat")
        )
    return say("Enter passes on · /ask {label} @name · /drop {label} why", label=hand.label)


def counts(steps: list[Step]) -> str:
    """`2 unclaimed · 1 asked · 3 accepted`; `none open` for none."""
    states = Counter(step.owner_state for step in steps)
    counted = [
        say_number(states["unclaimed"], "{n} unclaimed", "{n} unclaimed") if states["unclaimed"] else "",
        say_number(states["asked"], "{n} asked", "{n} asked") if states["asked"] else "",
        say_number(states["accepted"], "{n} accepted", "{n} accepted") if states["accepted"] else "",
    ]
    return " · ".join(filter(None, counted)) or say("none open")


def _at_hand(session: LiveSession, step: Step | None, width: int, height: int) -> list[Row]:
    if step is None:
        style: Style = "warning" if _passed(session) else "good"
        return [Row(question(session), style)] if session.meeting.live else []
    row = promised(session, step, width)
    if is_low(height):
        # The question is what the group hears now: what the step has already can be read in the list.
        row = told(short(step.text, max(1, width - len(step.label) - 1), 1), mark=step.label, step=step.label)
    rows = [replace(row, style="accent"), Row(question(session), "accent", indent=1)]
    tell = say_line(session, "nobody_volunteers")
    if step.missing[0] == "who" and tell:
        rows.append(Row(say("Nobody? Say: “{tell}”", tell=tell), "quiet", indent=1))
    return rows


def _passed(session: LiveSession) -> bool:
    """Whether the walk left something behind that still lacks something."""
    return any(step.missing for step in walked(session))


def _step(session: LiveSession, step: Step, hand: Step | None, width: int) -> Row:
    if hand is not None and step.id == hand.id:
        return told(short(step.text, width, 1), say("at hand"), style="accent", mark=step.label)
    row = promised(session, step, width)
    return row if step.open else replace(row, style="quiet", head=0)
