"""Next steps by command: done, moved, stuck, yes, assign, ask, by, drop (`product.md` §3.5, §3.9)."""

from __future__ import annotations

from peer_tui.domain.dates import parse_due, say_due
from peer_tui.domain.entries import as_kind
from peer_tui.domain.events import (
    Due,
    EntryEdited,
    EntryKind,
    Event,
    Progress,
    StepAccepted,
    StepAssigned,
    StepDated,
    StepDefined,
    StepMarked,
    StepShared,
)
from peer_tui.domain.parsed import Entry
from peer_tui.domain.steps import Step
from peer_tui.domain.words import say, say_number
from peer_tui.services.attendance import find_person
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession


def find_step(session: LiveSession, words: str) -> tuple[Step | None, str]:
    """The step a shown label means, and the words after it; without one, the step being walked.

    A number that two writers gave without knowing of each other means neither step: their labels carry a letter.
    """
    word, _, rest = words.strip().partition(" ")
    wanted = word.lstrip("#").casefold()
    known = session.group.steps.steps.values()
    fits = [step for step in known if wanted and wanted == step.label.casefold()]
    if len(fits) == 1:
        return fits[0], rest.strip()
    from peer_tui.services.asked import at_hand

    walked = at_hand(session)
    return (walked, words.strip()) if walked is not None and not wanted[:1].isdigit() else (None, "")


def _mark(session: LiveSession, rest: str, verb: str, progress: Progress) -> Said:
    step, reason = find_step(session, rest)
    if step is None:
        return refused(
            say("Which next step? E.g. /{verb} {example}", verb=verb, example=_example(session)),
            f"/{verb} {rest}".rstrip(),
        )
    session.record(StepMarked(step=step.id, progress=progress, reason=reason))
    words = say("{label} {progress}: {text}", label=step.label, progress=say(progress), text=step.text)
    return Said(f"{words} · {say('a movement worth celebrating')}" if progress is Progress.MOVED else words)


def _example(session: LiveSession) -> str:
    steps = session.group.open_steps
    return steps[-1].label if steps else "1"


def done(session: LiveSession, rest: str) -> Said:
    """`/done N`."""
    return _mark(session, rest, "done", Progress.DONE)


def moved(session: LiveSession, rest: str) -> Said:
    """`/moved N`: it came on; that counts as a celebration."""
    return _mark(session, rest, "moved", Progress.MOVED)


def stuck(session: LiveSession, rest: str) -> Said:
    """`/stuck N reason`."""
    return _mark(session, rest, "stuck", Progress.STUCK)


def not_started(session: LiveSession, rest: str) -> Said:
    """`/notstarted N`: also how a step that was called done is opened again."""
    return _mark(session, rest, "notstarted", Progress.NOT_STARTED)


def drop(session: LiveSession, rest: str) -> Said:
    """`/drop N reason`: let it go, with a reason."""
    step, reason = find_step(session, rest)
    if step is None or not reason:
        return refused(
            say("Which next step, and why? E.g. /drop {example} no longer ours", example=_example(session)),
            f"/drop {rest}",
        )
    session.record(StepMarked(step=step.id, progress=Progress.DROPPED, reason=reason))
    return Said(say("{label} dropped: {reason}", label=step.label, reason=reason))


def park(session: LiveSession, rest: str) -> Said:
    """`/park N`: nobody takes it today; it waits in the parking lot, where it needs a destination."""
    step, _ = find_step(session, rest)
    if step is None:
        return refused(
            say("Which next step? E.g. /park {example}", example=_example(session)), f"/park {rest}".rstrip()
        )
    entry = session.meeting.entries.get(step.id)
    if entry is None:
        return refused(
            say("{label} was promised in an earlier meeting: /drop {label} why, or leave it open.", label=step.label)
        )
    if step.private:
        return refused(say("{label} is a personal next step: /drop {label} why, or leave it open.", label=step.label))
    session.record(EntryEdited(entry=step.id, filed=as_kind(entry.filed, EntryKind.PARKED)))
    return Said(say("{label} is PARKED: {text} · /place says where it goes", label=step.label, text=step.text))


def accept(session: LiveSession, rest: str) -> Said:
    """`/yes N`: the owner said yes, out loud or in chat."""
    step, _ = find_step(session, rest)
    if step is None:
        return refused(
            say("Who said yes to which step? E.g. /yes {example}", example=_example(session)), f"/yes {rest}".rstrip()
        )
    if step.owner is None:
        return refused(
            say("{label} has no owner yet: /assign {label} @name", label=step.label), f"/assign {step.label} @"
        )
    session.record(StepAccepted(step=step.id, person=step.owner))
    return Said(say("{label} accepted by {name}", label=step.label, name=session.name(step.owner)))


def share(session: LiveSession, rest: str) -> Said:
    """`/share N`: its owner lets the group have a personal next step; once more keeps it private again."""
    from peer_tui.services.step_acts import shared_words

    step, _ = find_step(session, rest)
    personal = [one for one in session.group.open_steps if one.private]
    if step is None or not rest.strip():
        example = personal[-1].label if personal else _example(session)
        return refused(
            say("Which personal next step does its owner share? E.g. /share {example}", example=example),
            f"/share {rest}".rstrip(),
        )
    if not step.private:
        return refused(say("{label} is nobody's personal step: it stands in the group's record.", label=step.label))
    session.record(StepShared(step=step.id, shared=not step.shared))
    return Said(shared_words(step.label, not step.shared))


def assign(session: LiveSession, rest: str) -> Said:
    """`/assign N @who by … = …`: any of the three."""
    step, words = find_step(session, rest)
    if step is None or not words:
        return refused(
            say("E.g. /assign {example} @bo by fri = letter sent", example=_example(session)),
            f"/assign {rest}".rstrip(),
        )
    bodies, why = changes(session, step, words)
    if not bodies:
        return refused(why or say("Nothing to change was found in that."), f"/assign {rest}")
    session.record(*bodies)
    return Said(f"{describe(session, session.group.steps.steps[step.id])}{' · ' + why if why else ''}")


def changes(session: LiveSession, step: Step, words: str) -> tuple[list[Event], str]:
    """What `@who by when = done when` changes about a step, and a sentence if a name was not clear."""
    said = words.lstrip()
    parsed = session.read(f"> x {said if said.startswith(('@', 'by ', '=')) else '@' + said}")
    if not isinstance(parsed, Entry):
        return [], ""
    filed, bodies, why = parsed.filed, list[Event](), ""
    if filed.owner is not None:
        bodies.append(StepAssigned(step=step.id, owner=filed.owner, helpers=filed.helpers))
    elif filed.meant:
        names = " · ".join(f"{n} {person.name}" for n, person in enumerate(parsed.candidates, 1))
        why = (
            say("“{meant}” fits {names}", meant=filed.meant, names=names)
            if names
            else say("nobody here is called “{meant}”", meant=filed.meant)
        )
    if filed.due is not None:
        bodies.append(StepDated(step=step.id, due=filed.due))
    if filed.done_when:
        bodies.append(StepDefined(step=step.id, done_when=filed.done_when))
    return bodies, why


def ask(session: LiveSession, rest: str) -> Said:
    """`/ask N @who`: nobody volunteered, or they are not here: asked by e-mail."""
    step, words = find_step(session, rest)
    if step is None:
        return refused(say("E.g. /ask {example} @mei", example=_example(session)), f"/ask {rest}".rstrip())
    person, why = find_person(session, words) if words else (session.group.person(step.owner), say("Ask whom?"))
    if person is None:
        return refused(why, f"/ask {rest}")
    session.record(StepAssigned(step=step.id, owner=person.id, by_email=True))
    return Said(say("{label}: {name} will be asked by e-mail", label=step.label, name=session.name(person.id)))


def date(session: LiveSession, rest: str) -> Said:
    """`/by N fri`: another due date ("re-dated", never "moved")."""
    step, words = find_step(session, rest)
    due = parse_due(words.removeprefix("by "), session.today, session.group.dates) if words else None
    if step is None or due is None:
        return refused(
            say("Which step, by when? E.g. /by {example} fri", example=_example(session)), f"/by {rest}".rstrip()
        )
    session.record(StepDated(step=step.id, due=due))
    return Said(f"{step.label} {say_due(due, session.today, session.next_date)}")


def describe(session: LiveSession, step: Step) -> str:
    """A step in one line: number, words, who (and whether they said yes), by when, done when."""
    who = say("unclaimed") if step.owner is None else f"{session.name(step.owner)} ({owner_words(session, step)})"
    if step.owner is None and step.meant:
        who += say(", meant “{meant}”", meant=step.meant)
    if step.helpers:
        who = say("{who} with {helpers}", who=who, helpers=", ".join(session.name(one) for one in step.helpers))
    parts = [f"{step.label} {step.text}", who]
    if step.due is not None:
        parts.append(due_words(session, step))
    if step.done_when:
        parts.append(say("done when: {done_when}", done_when=step.done_when))
    return " · ".join(parts)


def due_words(session: LiveSession, step: Step) -> str:
    """When a step is due; *next meeting* said in an earlier meeting is the day it meant. Empty for no date."""
    due = step.due
    if due is not None and due.next_meeting and step.dated_in != session.id:
        day = session.group.due_on(step)
        due = Due(date=day) if day is not None else due
    return say_due(due, session.today, session.next_date) if due is not None else ""


def owner_words(session: LiveSession, step: Step) -> str:
    """How its owner stands to a step, as far as this room can tell: accepted, asked, asked and not here."""
    if step.by_email and not step.accepted:
        return say("to be asked by e-mail")
    if step.owner_state == "asked" and step.owner not in session.meeting.here:
        return say("asked, not here")
    return say(step.owner_state)


def steps(session: LiveSession, rest: str = "") -> Said:
    """`/steps`: the next steps of this meeting and those carried."""
    from peer_tui.services.reviewing import last_times

    lines = [describe(session, step) + (say(" · private") if step.withheld else "") for step in ours(session)]
    for step in last_times(session):
        carried = " · " + say("carried {carried}×", carried=step.carried) if step.carried else ""
        lines.append(f"{describe(session, step)} · {say(step.progress)}{carried}")
    return Said(
        say_number(len(lines), "{n} next step", "{n} next steps"),
        lines=tuple(lines),
        pane="steps",
    )


def ours(session: LiveSession) -> list[Step]:
    """The next steps promised in this meeting, oldest first, as the group knows them."""
    return [step for step in session.group.steps.steps.values() if step.meeting == session.id]
