"""The reports of a programme: drawn, edited, sent out for review, approved and shared (`product.md` §1.2, §3.9).

Nothing is sent from here: "sent out" and "shared" are what a person did and says. Silence is never approval.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.characters import clean
from peer_tui.domain.events import Event, ReportAnswered, ReportMarked, ReportSentOut, SectionWritten
from peer_tui.domain.history import act_of
from peer_tui.domain.people import match
from peer_tui.domain.programmes.book import DRAFTING, OUT_FOR_REVIEW, ReportState, Running
from peer_tui.domain.programmes.definition import Report
from peer_tui.domain.programmes.reports import (
    APPROVED,
    CHANGE,
    INTEGRATED,
    OK,
    SHARED,
    as_text,
    reviewer_named,
    seal_of,
    without_a_deadline,
)
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes.report_drawing import drawn, find_report
from peer_tui.services.programmes.running import need_definition, run_of

if TYPE_CHECKING:
    from peer_tui.domain.events import EventId, PersonId
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

__all__ = [
    "Done",
    "answer_review",
    "approve",
    "draft_again",
    "drawn",
    "find_report",
    "integrate",
    "read_readers",
    "send_out",
    "share",
    "write_section",
]

LONGEST = 20_000
"""Characters of a section that a person wrote."""
_MOST_READERS = 200


class Done(NamedTuple):
    """What an act came to."""

    act: EventId = ""
    """The act, for taking it back; empty where nothing changed."""
    said: tuple[str, ...] = ()
    """What is to be said of it, a sentence each; nothing of it stops anybody."""


def _record(workspace: Workspace, opened: OpenGroup, body: Event, *said: str) -> Done:
    return Done(act_of(workspace.record(opened, "", [body])[0]), tuple(sentence for sentence in said if sentence))


# --- acts: what is to be said of each, a sentence each --------------------------------------------------------------


def write_section(
    workspace: Workspace, opened: OpenGroup, running: Running, report: str, section: str, text: str
) -> Done:
    """A section in a person's own words; nothing goes back to what is drawn from the record.

    Raises:
        Problem: the report is approved, or the text is too long.
        WrongUse: there is no such report or section.
    """
    found = find_report(need_definition(running), report)
    if all(one.key != section for one in found.sections):
        known = tuple(one.key for one in found.sections)
        raise WrongUse(
            say("The report has no section “{section}”; it has {names}.", section=section[:60], names=", ".join(known)),
            choices=known,
        )
    _still_open(running, found)
    said = clean(text, keep_lines=True).strip()
    if len(said) > LONGEST:
        raise Problem(say("A section of at most {most:,} characters is expected. Nothing was changed.", most=LONGEST))
    if said == running.sections.get((found.key, section), ""):
        return Done()
    return _record(workspace, opened, SectionWritten(programme=running.id, part=found.key, section=section, text=said))


def send_out(
    workspace: Workspace,
    opened: OpenGroup,
    running: Running,
    report: str,
    *,
    deadline: dt.date | None = None,
    reviewers: Sequence[PersonId] = (),
    others: Sequence[str] = (),
) -> Done:
    """The draft went to these readers, who may review and amend it until a day; it can go out again with other ones.

    Raises:
        Problem: the day has passed, or the report is approved already.
    """
    found = find_report(need_definition(running), report)
    _still_open(running, found)
    today = local_date(workspace.now(), opened.group.zone)
    if deadline is not None and deadline < today:
        raise Problem(say("{day} has passed: name a day to come. Nothing was changed.", day=say_date(deadline)))
    names = tuple(dict.fromkeys(name for one in others if (name := clean(one).strip()[:200])))
    people = tuple(dict.fromkeys(reviewers))
    if len(names) + len(people) > _MOST_READERS:
        raise Problem(say("More readers than {most} are not expected. Nothing was changed.", most=_MOST_READERS))
    body = ReportSentOut(programme=running.id, part=found.key, reviewers=people, others=names, deadline=deadline)
    done = _record(workspace, opened, body)
    lacking = without_a_deadline(found, run_of(opened, running.id).report(found.key))
    nobody = "" if people or names else say("Nobody is named as a reader; whoever answers is listed when they do.")
    return Done(done.act, tuple(sentence for sentence in (lacking, nobody) if sentence))


def read_readers(opened: OpenGroup, words: Sequence[str]) -> tuple[tuple[PersonId, ...], tuple[str, ...]]:
    """The people whom names mean, and the names of those whom the group does not know.

    Raises:
        Problem: a name fits several people; it is never guessed.
    """
    people: dict[PersonId, None] = {}
    others: dict[str, None] = {}
    for piece in (part.strip().lstrip("@").strip() for name in words for part in clean(name).split(",")):
        if not piece:
            continue
        found = match(piece, opened.group.everybody)
        if found.person is not None:
            people[found.person.id] = None
        elif found.candidates:
            fits = " · ".join(clean(one.name) for one in found.candidates)
            raise Problem(
                say("“{name}” fits {fits}: type more of the name. Nothing was changed.", name=piece[:60], fits=fits)
            )
        else:
            others[piece[:200]] = None
    return tuple(people), tuple(others)


def answer_review(
    workspace: Workspace, opened: OpenGroup, running: Running, report: str, reviewer: str, answer: str, text: str = ""
) -> Done:
    """What a reader answered; an empty answer takes it back, and they have not answered.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        report: the report's word.
        reviewer: a person's id, a name, or the beginning of one.
        answer: `ok`, `change` or nothing.
        text: what they said, or would change.

    Raises:
        Problem: the report is not out for review, or the name fits several readers.
    """
    found = find_report(need_definition(running), report)
    state = running.report(found.key)
    if state.progress not in (OUT_FOR_REVIEW, INTEGRATED):
        raise Problem(say("The report is not out for review: send it out first. Nothing was changed."))
    if answer not in (OK, CHANGE, ""):
        raise WrongUse(say("An answer is ok or change. Nothing was changed."), choices=(OK, CHANGE))
    who = _reader(opened, running, found.key, reviewer)
    said = clean(text, keep_lines=True).strip()[:LONGEST]
    body = ReportAnswered(programme=running.id, part=found.key, reviewer=who, answer=answer, text=said)
    late = answer == CHANGE and state.progress == INTEGRATED
    advice = say("The feedback was integrated already: look at it again before the report is approved.") if late else ""
    return _record(workspace, opened, body, advice)


def _reader(opened: OpenGroup, running: Running, report: str, words: str) -> str:
    fits = reviewer_named(opened.group, running, report, words)
    if len(fits) == 1:
        return fits[0]
    if len(fits) > 1:
        raise Problem(
            say("“{name}” fits several readers: type more of the name. Nothing was changed.", name=clean(words)[:60])
        )
    people, others = read_readers(opened, [words.replace(",", " ")])
    if not people and not others:
        raise Problem(say("Who answered? Give a name. Nothing was changed."))
    return (*people, *others)[0]


def integrate(workspace: Workspace, opened: OpenGroup, running: Running, report: str) -> Done:
    """What the readers said was taken in; the words can still be changed.

    Raises:
        Problem: the report is not out for review.
    """
    found = find_report(need_definition(running), report)
    state = running.report(found.key)
    if state.progress != OUT_FOR_REVIEW:
        raise Problem(say("The report is not out for review: there is no feedback to integrate. Nothing was changed."))
    body = ReportMarked(programme=running.id, part=found.key, progress=INTEGRATED)
    return _record(workspace, opened, body, *_said(workspace, opened, found, state))


def approve(workspace: Workspace, opened: OpenGroup, running: Running, report: str) -> Done:
    """The report was approved: its words stand from here on as they are now, and are kept with their seal.

    Raises:
        Problem: it was never out for review where it has to be, a reader wants a change, or it is approved already.
    """
    found = find_report(need_definition(running), report)
    state = running.report(found.key)
    _still_open(running, found)
    if found.review and state.progress == DRAFTING:
        raise Problem(
            say(
                "The report was not out for review: everybody may review and amend it first. Send it out, then approve "
                "it. Nothing was changed."
            )
        )
    wanted = sum(1 for one in state.answers.values() if one.answer == CHANGE)
    if wanted and state.progress == OUT_FOR_REVIEW:
        raise Problem(
            say_number(
                wanted,
                "{n} reader asks for a change: take it in and mark the feedback as integrated. Nothing changed.",
                "{n} readers ask for changes: take them in and mark the feedback as integrated. Nothing changed.",
            )
        )
    text = as_text(drawn(workspace, opened, running, found.key).sections)
    body = ReportMarked(programme=running.id, part=found.key, progress=APPROVED, seal=seal_of(text), text=text)
    return _record(workspace, opened, body, *_said(workspace, opened, found, state))


def share(workspace: Workspace, opened: OpenGroup, running: Running, report: str, how: str = "") -> Done:
    """The report went to those it is for.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        report: the report's word.
        how: `copied`, `file`, `e-mail draft`, or nothing.

    Raises:
        Problem: its readers have to approve it first.
    """
    found = find_report(need_definition(running), report)
    state = running.report(found.key)
    if state.progress == SHARED:
        return Done(said=(say("It was shared already."),))
    if found.review and state.progress != APPROVED:
        raise Problem(say("The report is not approved yet, so it cannot be shared: approve it first. Nothing changed."))
    body = ReportMarked(programme=running.id, part=found.key, progress=SHARED, how=how)
    return _record(workspace, opened, body, without_a_deadline(found, state))


def draft_again(workspace: Workspace, opened: OpenGroup, running: Running, report: str) -> Done:
    """The report is a draft again, drawn from the record; what was approved stays in the log."""
    found = find_report(need_definition(running), report)
    if running.report(found.key).progress == DRAFTING:
        return Done()
    return _record(workspace, opened, ReportMarked(programme=running.id, part=found.key, progress=DRAFTING))


def _still_open(running: Running, report: Report) -> None:
    if running.report(report.key).stands:
        raise Problem(
            say("The report is approved, so its words stand; to change it, take it back to drafting. Nothing changed.")
        )


def _said(workspace: Workspace, opened: OpenGroup, report: Report, state: ReportState) -> list[str]:
    """What is to be said when a report is finalised: no deadline, one that is still to come, who was silent."""
    said = [without_a_deadline(report, state)] if report.review else []
    today = local_date(workspace.now(), opened.group.zone)
    if state.deadline is not None and state.deadline >= today and state.progress == OUT_FOR_REVIEW:
        said.append(say("Its readers have time until {day}.", day=say_date(state.deadline)))
    asked = {*state.reviewers, *state.others}
    silent = len(asked - state.answers.keys())
    if silent:
        said.append(
            say_number(
                silent,
                "{n} of {all} readers has not answered; that is no approval.",
                "{n} of {all} readers have not answered; that is no approval.",
                all=len(asked),
            )
        )
    return [sentence for sentence in said if sentence]
