"""The roll-call in a live meeting: one assignment after the other, and what a line answers (`product.md` §1.4).

While its block is on, a line that is nothing but an answer is taken as one: `d`, `m`, `s` or `n` for done, moved, stuck
and not started, or the word itself, each with a sentence to share: `m two of three sites`, `stuck: no date yet`. Every
other line is captured as always, and a leading space makes any line a note. An empty Enter passes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from peer_tui.domain.characters import clean
from peer_tui.domain.events import EntryId, Progress, StepMarked
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Programme
from peer_tui.domain.programmes.roll_call import Assignment, RollCall, roll_call
from peer_tui.domain.words import marked, say
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession

_LETTERS = {
    "d": Progress.DONE, "m": Progress.MOVED, "s": Progress.STUCK, "n": Progress.NOT_STARTED,
}  # fmt: skip
_WORDS = {str(progress): progress for progress in _LETTERS.values()}
_BY_LETTER = re.compile(r"([dmsn])(?: +(.*))?", re.IGNORECASE | re.DOTALL)
_BY_WORD = re.compile(r"(done|moved|stuck|not started)(?: *[:,–—] *(.*)| *)", re.IGNORECASE | re.DOTALL)
QUESTION = marked("done, moved, stuck or not started?")


@dataclass(frozen=True, slots=True)
class Told:
    """What a line tells of the assignment at hand."""

    assignment: Assignment
    said: Progress
    share: str


def call_of(session: LiveSession) -> RollCall:
    """The assignments that the meeting hears of: those of its series, and those of its programme."""
    # Imported here: a meeting of no programme has no roll-call.
    from peer_tui.services.programmes.meetings import meetings_of, programme_of

    found = programme_of(session.opened, session.id)
    if found is None:
        return roll_call(session.group, session.id)
    running, programme, _ = found
    also = {held.id for _, held in meetings_of(session.opened, running)}
    return roll_call(session.group, session.id, also, _assigned(running, programme))


def _assigned(running: Running, programme: Programme) -> set[EntryId]:
    """The next steps that rows of the programme became."""
    columns = {
        register.key: [column.key for column in register.columns if column.type == "step"]
        for register in programme.registers
        if register.assigns
    }
    return {
        row.texts[key]
        for register, keys in columns.items()
        for row in running.standing_rows(register)
        for key in keys
        if row.texts.get(key)
    }


def is_calling(session: LiveSession) -> bool:
    """Whether the present block is a roll-call."""
    block = session.meeting.block
    return block is not None and block.job == "roll-call" and session.meeting.live


def at_hand(session: LiveSession) -> Assignment | None:
    """The first assignment that waits and was not passed over; None outside a roll-call."""
    if not is_calling(session):
        return None
    return next((one for one in call_of(session).waiting if one.step.id not in session.walked), None)


def question(session: LiveSession) -> str:
    """What to ask now, and how to answer it."""
    one = at_hand(session)
    if one is None:
        passed = call_of(session).waiting
        if passed and is_calling(session):
            return say("{number} passed over: Enter goes back to them", number=len(passed))
        return say("Everybody was called")
    return f"{who(session, one)}: {say(QUESTION)}"


def who(session: LiveSession, one: Assignment) -> str:
    """Whose assignment it is, and whether they are here to tell of it."""
    if one.step.owner is None:
        return say("unclaimed")
    name = session.name(one.step.owner)
    known = session.group.person(one.step.owner)
    here = known is not None and known.id in session.meeting.here
    return name if here else say("{name}, not here", name=name)


def answer_to(session: LiveSession, line: str) -> Told | None:
    """What a line tells of the assignment at hand; None if it is anything else."""
    text = line.rstrip()
    by_letter, by_word = _BY_LETTER.fullmatch(text), _BY_WORD.fullmatch(text)
    if by_letter is None and by_word is None:
        return None
    one = at_hand(session)
    if one is None:
        return None
    if by_letter is not None:
        return Told(one, _LETTERS[by_letter[1].lower()], clean(by_letter[2] or "").strip())
    assert by_word is not None
    return Told(one, _WORDS[" ".join(by_word[1].lower().split())], clean(by_word[2] or "").strip())


def preview_answer(session: LiveSession, told: Told) -> str:
    """How the answer would be kept, before Enter."""
    step = told.assignment.step
    words = say("{label} {text}: {said}", label=step.label, text=step.text, said=say(str(told.said)))
    return f"{words} · “{told.share}”" if told.share else words


def take(session: LiveSession, told: Told) -> Said:
    """Keep the answer; the roll-call goes on by itself."""
    step = told.assignment.step
    session.record(StepMarked(step=step.id, progress=told.said, reason=told.share))
    celebrated = say("a movement worth celebrating") if told.said is Progress.MOVED else ""
    following = at_hand(session)
    after = question(session)
    if following is not None:
        after = say("next: {label} {text} · {question}", label=following.step.label, text=following.step.text,
                    question=after)  # fmt: skip
    return Said(" · ".join(part for part in (f"{step.label} {say(str(told.said))}", celebrated, after) if part))


def pass_over(session: LiveSession) -> Said:
    """An empty Enter: on to the next assignment; from the last one back to those that were passed over."""
    one = at_hand(session)
    if one is None:
        if call_of(session).waiting and session.walked:
            session.walked.clear()
            return Said(say("Back to the first assignment that was passed over"))
        return Said()
    session.walked.add(one.step.id)
    following = at_hand(session)
    after = f"{following.step.label} {following.step.text}" if following is not None else question(session)
    return Said(say("{label} waits · next: {after}", label=one.step.label, after=after))
