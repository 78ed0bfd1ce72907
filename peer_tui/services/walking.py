"""The walk through Next Steps: each step that lacks something is brought up in turn (`product.md` §1.1, §3.7).

While the walk is on, a line that is nothing but an answer to the step at hand is taken as one: `@bo`, `by fri`, `nm`,
`= letter sent`, `y`, or any of them together. Every other line is captured as always, and a leading space makes any
line a note; so the capture line never refuses text. An empty Enter passes on to the next step.
"""

from __future__ import annotations

from dataclasses import dataclass

from peer_tui.domain.dates import parse_due, say_due
from peer_tui.domain.events import Event, StepAccepted, StepAssigned, StepDated, StepDefined
from peer_tui.domain.parsed import Entry
from peer_tui.domain.steps import Step
from peer_tui.domain.words import say, say_number
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

_YES = frozenset({"y", "yes"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a line answers about the step at hand."""

    step: Step
    bodies: tuple[Event, ...]
    yes: bool
    unclear: str = ""


def walked(session: LiveSession) -> list[Step]:
    """The steps the walk goes through: those of this meeting, then those carried that lack an owner."""
    from peer_tui.services.reviewing import last_times
    from peer_tui.services.stepping import ours

    carried = [step for step in last_times(session) if step.open and step.owner is None]
    # The walk is read out: nobody is asked aloud about a personal step.
    return [step for step in ours(session) if step.open and not step.withheld] + carried


def is_walking(session: LiveSession) -> bool:
    """Whether the present block walks through next steps."""
    block = session.meeting.block
    return block is not None and block.job == "steps" and session.meeting.live


def at_hand(session: LiveSession) -> Step | None:
    """The first step that lacks something and was not passed over."""
    if not is_walking(session):
        return None
    return next((s for s in walked(session) if s.missing and s.id not in session.walked), None)


def question(session: LiveSession) -> str:
    """What to ask the group about the step at hand, and how to answer it."""
    step = at_hand(session)
    if step is None:
        passed = [s for s in walked(session) if s.missing]
        back = say_number(
            len(passed),
            "{n} passed over and still incomplete: Enter goes back",
            "{n} passed over and still incomplete: Enter goes back",
        )
        return back if passed else say("Every next step is complete")
    asks = {
        "who": say("Who will take it? (@name · /ask @name by e-mail · /park · /drop reason)"),
        "by when": say("By when? (fri, 22 nov, nm for the next meeting)"),
        "done when": say("How will we know it is done? (= …)"),
        "a yes": say("Does {name} say yes? (y)", name=session.name(step.owner)),
    }
    return asks[step.missing[0]]


def answer_to(session: LiveSession, line: str) -> Answer | None:
    """The answer a line gives to the step at hand; None if the line is anything else."""
    step = at_hand(session)
    text = line.strip()
    if text.casefold() in _YES and line[:1].isalpha() and is_walking(session):
        return _a_yes(session, step)
    if step is None or not text or line[:1] in " \\/!>~?*^+-<":
        return None
    if text.startswith(("@", "=")) or text.casefold().startswith("by "):
        return _whole(session, step, text)
    due = parse_due(text, session.today, session.group.dates)
    return Answer(step, (StepDated(step=step.id, due=due),), yes=False) if due is not None else None


def _a_yes(session: LiveSession, at_hand: Step | None) -> Answer | None:
    """A bare yes: of the owner of the step that was captured just now, else of the step at hand.

    Where nobody is named yet it answers nothing, and says so: a lone "y" is never a line of the minutes.
    """
    just_named = session.group.steps.steps.get(session.just_named or "")
    step = just_named if just_named is not None and just_named.owner is not None else at_hand
    if step is None:
        passed = [one for one in walked(session) if one.missing and one.owner is not None and not one.accepted]
        if not passed:
            return None
        way = say("no next step is at hand: Enter goes back to {label}, or /yes {label}", label=passed[0].label)
        return Answer(passed[0], (), yes=True, unclear=way)
    return Answer(step, (), yes=True, unclear="" if step.owner is not None else say("nobody is named yet: @name first"))


def _whole(session: LiveSession, step: Step, text: str) -> Answer | None:
    """`@bo by fri = sent`: an answer only if nothing else is said in it."""
    parsed = session.read(f"> x {text}")
    if not isinstance(parsed, Entry) or parsed.filed.text not in ("x", "x ="):
        return None
    filed = parsed.filed
    bodies: list[Event] = []
    if filed.owner is not None:
        bodies.append(StepAssigned(step=step.id, owner=filed.owner, helpers=filed.helpers))
    elif filed.meant:
        bodies.append(StepAssigned(step=step.id, owner=None, meant=filed.meant))
    if filed.due is not None:
        bodies.append(StepDated(step=step.id, due=filed.due))
    if filed.done_when:
        bodies.append(StepDefined(step=step.id, done_when=filed.done_when))
    names = " · ".join(f"{n} {person.name}" for n, person in enumerate(parsed.candidates, 1))
    unclear = (
        ""
        if filed.owner or not filed.meant
        else say("unclaimed, meant “{meant}”{words}", meant=filed.meant, words=": " + names if names else "")
    )
    return Answer(step, tuple(bodies), yes=False, unclear=unclear) if bodies else None


def preview_answer(session: LiveSession, answer: Answer) -> str:
    """What the answer would set, before Enter."""
    if answer.yes and answer.unclear and answer.step.owner is not None:
        return answer.unclear
    parts = [say("for step {label}", label=answer.step.label)]
    for body in answer.bodies:
        if isinstance(body, StepAssigned) and body.owner is not None:
            here = say("here") if body.owner in session.meeting.here else say("not here — ask")
            parts.append(f"{session.name(body.owner)} ({here})")
        elif isinstance(body, StepDated) and body.due is not None:
            parts.append(say_due(body.due, session.today, session.next_date))
        elif isinstance(body, StepDefined):
            parts.append(say("done when: {done_when}", done_when=body.done_when))
    if answer.yes and answer.step.owner is not None:
        parts.append(say("{name} said yes", name=session.name(answer.step.owner)))
    if answer.unclear:
        parts.append(answer.unclear)
    return " · ".join(parts)


def take(session: LiveSession, answer: Answer) -> Said:
    """Record the answer; the walk goes on by itself when the step is complete."""
    words = preview_answer(session, answer)
    if answer.yes and answer.unclear:
        return refused(say("{words} · nothing was recorded", words=words))
    if answer.yes:
        session.just_named = None
        session.record(StepAccepted(step=answer.step.id, person=answer.step.owner))
    else:
        session.record(*answer.bodies)
    following = at_hand(session)
    if following is None:
        return Said(f"{words} · {question(session)}")
    if following.id == answer.step.id:
        return Said(f"{words} · {question(session)}")
    return Said(
        say("{words} · complete · next: {label} {text}", words=words, label=following.label, text=following.text)
    )


def pass_over(session: LiveSession) -> Said:
    """An empty Enter: on to the next step that lacks something; nothing anywhere else."""
    step = at_hand(session)
    if step is None:
        if is_walking(session) and session.walked:
            session.walked.clear()
            return Said(say("Back to the first step that lacks something"))
        return Said()
    session.walked.add(step.id)
    following = at_hand(session)
    said = say("next: {label} {text}", label=following.label, text=following.text) if following else question(session)
    return Said(say("{label} stays as it is · {said}", label=step.label, said=said))
