"""ProgrammeBook: the fold of what a group's own log tells of its programmes.

It is folded when somebody asks for it, from that log alone; what is about no programme is passed over. It is total: a
fact about something that was never begun waits for it, and no order of arrival makes another book.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from peer_tui.domain.events import (
    AnchorSet,
    EntryId,
    EvaluationEntered,
    EvaluationRepeated,
    EvaluationWithdrawn,
    Event,
    ExperienceSaid,
    FormAnswered,
    FormSent,
    ItemMarked,
    PersonForgotten,
    PersonId,
    ProgrammeClosed,
    ProgrammeId,
    ProgrammeMeetingPlanned,
    ProgrammeRenamed,
    ProgrammeStarted,
    Redacted,
    Redone,
    ReportAnswered,
    ReportMarked,
    ReportSentOut,
    RowAdded,
    RowChanged,
    RowRemoved,
    SectionWritten,
    StepShared,
    Undone,
    Unknown,
)
from peer_tui.domain.history import standing
from peer_tui.domain.programmes.repeated import without_repeats
from peer_tui.domain.programmes.run import DRAFTING as DRAFTING
from peer_tui.domain.programmes.run import OUT_FOR_REVIEW as OUT_FOR_REVIEW
from peer_tui.domain.programmes.run import Answered as Answered
from peer_tui.domain.programmes.run import Evaluation as Evaluation
from peer_tui.domain.programmes.run import Mark as Mark
from peer_tui.domain.programmes.run import ReportState as ReportState
from peer_tui.domain.programmes.run import ReviewAnswer as ReviewAnswer
from peer_tui.domain.programmes.run import Row as Row
from peer_tui.domain.programmes.run import Running as Running
from peer_tui.domain.programmes.run import Sent as Sent
from peer_tui.domain.redaction import without_redacted

_AFTER_APPROVAL = (DRAFTING, "shared")
"""What an approved report can become."""


class ProgrammeBook(msgspec.Struct):
    """A group's programmes, and what people said that only its programmes and reports ask for."""

    programmes: dict[ProgrammeId, Running] = msgspec.field(default_factory=dict)
    experience: dict[PersonId, bool] = msgspec.field(default_factory=dict)
    """Who said whether they have lived experience; who did not, or took it back, is not here."""
    shared: set[EntryId] = msgspec.field(default_factory=set)
    """Personal next steps that their owners let into the group's record."""

    @classmethod
    def fold(cls, events: Iterable[Event | Unknown]) -> ProgrammeBook:
        """The programmes that the events of a group's own log tell of."""
        told = standing(without_redacted([event for event in events if type(event) in _FOLDED])).events
        book = cls()
        # What something is about may have a later id than what is said of it, from a laptop whose clock was ahead.
        for event in sorted(told, key=lambda event: _FIRST.get(type(event), len(_FIRST))):
            book._apply(event)
        for run in book.programmes.values():
            run.answers = _settled([event for event in told if type(event) is FormAnswered], run.id)
            entered = run.evaluations
            run.evaluations, run.repeats = without_repeats(entered, run.repeats)
            run.taken_out = [one for one in entered if one.id in run.repeats]
        return book

    def _apply(self, event: Event) -> None:
        if isinstance(event, ProgrammeStarted):
            run = Running(event.programme, event.programme_key, event.title, event.moment)
            self.programmes.setdefault(event.programme, run)
        elif isinstance(event, ExperienceSaid):
            self.experience.pop(event.person, None)
            if event.lived is not None:
                self.experience[event.person] = event.lived
        elif isinstance(event, StepShared):
            (self.shared.add if event.shared else self.shared.discard)(event.step)
        else:
            run_of = self.programmes.get(getattr(event, "programme", ""))
            if run_of is not None:
                _apply_to(run_of, event)


_FIRST: dict[type[Event], int] = {ProgrammeStarted: 0, RowAdded: 1, EvaluationEntered: 2}
_FOLDED = frozenset({
    ProgrammeStarted, ProgrammeRenamed, ProgrammeClosed, AnchorSet, ItemMarked, FormAnswered, FormSent,
    EvaluationEntered, EvaluationRepeated, EvaluationWithdrawn, RowAdded, RowChanged, RowRemoved,
    ProgrammeMeetingPlanned, SectionWritten, ReportSentOut, ReportAnswered, ReportMarked, StepShared, ExperienceSaid,
    Undone, Redone, Redacted, PersonForgotten,
})  # fmt: skip


def _apply_to(run: Running, event: Event) -> None:
    match event:
        case ProgrammeRenamed():
            run.title = event.title
        case ProgrammeClosed():
            run.closed = event.closed
        case AnchorSet():
            run.anchors.pop(event.anchor, None)
            if event.day is not None:
                run.anchors[event.anchor] = event.day
        case ItemMarked():
            run.marks[event.part] = Mark(event.progress, event.day, event.note, event.moment)
        case FormSent():
            run.sent.pop(event.part, None)
            if event.sent:
                run.sent[event.part] = Sent(event.how, event.moment)
        case ProgrammeMeetingPlanned():
            run.meetings.pop(event.meeting, None)
            if event.part:
                run.meetings[event.meeting] = event.part
        case EvaluationEntered():
            run.evaluations.append(_entered(event))
        case EvaluationWithdrawn():
            run.evaluations = [one for one in run.evaluations if one.id != event.evaluation]
        case EvaluationRepeated():
            run.repeats.pop(event.evaluation, None)
            run.both_count.discard(event.evaluation)
            if event.repeats:
                run.repeats[event.evaluation] = event.like
            else:
                run.both_count.add(event.evaluation)
        case RowAdded() | RowChanged() | RowRemoved():
            _apply_to_rows(run, event)
        case _:
            _apply_to_reports(run, event)


def _entered(event: EvaluationEntered) -> Evaluation:
    return Evaluation(event.evaluation, event.part, event.occasion, event.texts, event.moment, event.act)


def _apply_to_rows(run: Running, event: RowAdded | RowChanged | RowRemoved) -> None:
    if isinstance(event, RowAdded):
        since = dict.fromkeys(event.texts, event.moment)
        row = Row(event.row, event.part, event.texts, event.entry, event.moment, event.moment, since=since)
        run.rows.setdefault(event.part, {}).setdefault(event.row, row)
        return
    known = run.row(event.row)
    if known is None:
        return
    if isinstance(event, RowRemoved):
        changed = msgspec.structs.replace(known, removed=event.removed)
    else:
        other = [key for key, text in event.texts.items() if text != known.texts.get(key, "")]
        changed = msgspec.structs.replace(
            known,
            texts={**known.texts, **event.texts},
            changed=event.moment,
            since={**known.since, **dict.fromkeys(other, event.moment)},
        )
    run.rows[known.register][known.id] = changed


def _apply_to_reports(run: Running, event: Event) -> None:
    match event:
        case SectionWritten():
            run.sections.pop((event.part, event.section), None)
            if event.text:
                run.sections[event.part, event.section] = event.text
        case ReportSentOut() if not run.report(event.part).stands:
            known = run.report(event.part)
            # Sent again while it is out, e.g. with another deadline, what was answered stands; a new text is read anew.
            answers = known.answers if known.progress == OUT_FOR_REVIEW else {}
            run.reports[event.part] = ReportState(
                OUT_FOR_REVIEW, event.reviewers, event.others, event.deadline, answers, at=event.moment
            )
        case ReportAnswered():
            known = run.report(event.part)
            answers = {who: answer for who, answer in known.answers.items() if who != event.reviewer}
            if event.answer:
                answers[event.reviewer] = ReviewAnswer(event.answer, event.text, event.moment)
            run.reports[event.part] = msgspec.structs.replace(known, answers=answers)
        case ReportMarked() if event.progress in _AFTER_APPROVAL or not run.report(event.part).stands:
            known = run.report(event.part)
            change = {"progress": event.progress, "how": event.how, "at": event.moment}
            if event.progress == "approved":
                change |= {"text": event.text, "seal": event.seal, "approved": event.moment}
            run.reports[event.part] = msgspec.structs.replace(known, **change)


def _settled(given: list[FormAnswered], programme: ProgrammeId) -> dict[tuple[str, str], Answered]:
    """The answers that no later one stands in the place of; of several for one question, all are shown."""
    by_question: dict[tuple[str, str], list[FormAnswered]] = {}
    for event in given:
        if event.programme == programme:
            by_question.setdefault((event.part, event.question), []).append(event)
    found: dict[tuple[str, str], Answered] = {}
    for where, events in by_question.items():
        replaced = {key for event in events for key in event.before.split()}
        heads = [event for event in events if event.id not in replaced] or events[-1:]
        said = [event for event in heads if event.text] or heads
        last = said[-1]
        others = tuple(dict.fromkeys(event.text for event in said[:-1] if event.text != last.text))
        before = " ".join(event.id for event in sorted(heads, key=lambda event: event is last, reverse=True))
        found[where] = Answered(last.text, before, others, last.moment)
    return found
