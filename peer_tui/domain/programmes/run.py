"""One run of a programme, as its facts tell: its days, ticked lines, answers, rows, meetings and reports.

`book.py` folds them.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from peer_tui.domain.events import EntryId, EvaluationId, EventId, MeetingId, PersonId, ProgrammeId, RowId

OUT_FOR_REVIEW = "out for review"
"""How far a report is once it went to its readers (`product.md` §3.9)."""
DRAFTING = "drafting"


class Mark(msgspec.Struct, frozen=True):
    """How a line of the checklist was marked last."""

    progress: str
    """`done`, `not needed` or `open`; a word this version does not know counts as open."""
    day: dt.date | None
    note: str
    at: dt.datetime
    """When it was recorded, UTC."""


class Answered(msgspec.Struct, frozen=True):
    """The answer to one question of a form."""

    text: str
    id: EventId
    """What the next answer names in `before`: this answer, and with a space between those it stands beside."""
    others: tuple[str, ...] = ()
    """Other answers that were given without knowing of this one; an answer given now settles it."""
    at: dt.datetime = dt.datetime.min.replace(tzinfo=dt.UTC)


class Sent(msgspec.Struct, frozen=True):
    """A form that went out."""

    how: str
    at: dt.datetime


class Evaluation(msgspec.Struct, frozen=True):
    """One form that was handed in without a name."""

    id: EvaluationId
    part: str
    """The form's word."""
    occasion: str
    """`before`, `after`, or empty."""
    texts: dict[str, str]
    """By the question's word."""
    entered: dt.datetime
    """When it was entered, UTC."""
    act: EventId = ""
    """The act that entered it together with others, e.g. from a file; empty for one that was typed by itself."""


class Row(msgspec.Struct, frozen=True):
    """A row of a register."""

    id: RowId
    register: str
    texts: dict[str, str]
    """Each cell as it stands, by the column's word."""
    entry: EntryId
    """The captured line it came from; empty if it did not."""
    added: dt.datetime
    changed: dt.datetime
    """When a cell was last changed, UTC; `added` where none was."""
    removed: bool = False
    since: dict[str, dt.datetime] = msgspec.field(default_factory=dict)
    """From when on each cell has held what it holds, by the column's word, UTC."""


class ReviewAnswer(msgspec.Struct, frozen=True):
    """What a reader of a report answered."""

    answer: str
    """`ok` or `change`."""
    text: str
    at: dt.datetime


class ReportState(msgspec.Struct, frozen=True):
    """How far a report is."""

    progress: str = DRAFTING
    """`drafting`, `out for review`, `feedback integrated`, `approved` or `shared` (`product.md` §3.9)."""
    reviewers: tuple[PersonId, ...] = ()
    others: tuple[str, ...] = ()
    """Reviewers the group does not know as people."""
    deadline: dt.date | None = None
    answers: dict[str, ReviewAnswer] = msgspec.field(default_factory=dict)
    """By reviewer: a person's id or one of `others`. Who has not answered is not here: silence is never approval."""
    text: str = ""
    """The words that were approved; empty before."""
    seal: str = ""
    how: str = ""
    at: dt.datetime | None = None
    """When it came this far, UTC."""
    approved: dt.datetime | None = None
    """When its words were approved, UTC."""

    @property
    def stands(self) -> bool:
        """Its words were approved: the first approval holds, also where another laptop marks it later in ignorance."""
        return self.progress in ("approved", "shared")


class Running(msgspec.Struct):
    """One run of a programme, as far as its facts tell. Not to be changed by who reads it."""

    id: ProgrammeId
    key: str
    """The word of its file."""
    title: str
    started: dt.datetime
    closed: bool = False
    anchors: dict[str, dt.date] = msgspec.field(default_factory=dict)
    marks: dict[str, Mark] = msgspec.field(default_factory=dict)
    """By the item's word."""
    answers: dict[tuple[str, str], Answered] = msgspec.field(default_factory=dict)
    """By form and question."""
    sent: dict[str, Sent] = msgspec.field(default_factory=dict)
    """By form."""
    evaluations: list[Evaluation] = msgspec.field(default_factory=list)
    """The forms that count: without those that were taken out, by mistake or as a repeat of another."""
    taken_out: list[Evaluation] = msgspec.field(default_factory=list)
    """The forms that do not count because each repeats another: those that `repeats` names."""
    repeats: dict[EvaluationId, EvaluationId] = msgspec.field(default_factory=dict)
    """Forms that were typed in twice and do not count, each with the one that counts for it."""
    both_count: set[EvaluationId] = msgspec.field(default_factory=set)
    """Forms that read like another one, of which a person said that both count."""
    rows: dict[str, dict[RowId, Row]] = msgspec.field(default_factory=dict)
    """By register, in the order they were added, with those that were removed."""
    meetings: dict[MeetingId, str] = msgspec.field(default_factory=dict)
    """What each of its meetings is held as, by the word the programme has for it."""
    sections: dict[tuple[str, str], str] = msgspec.field(default_factory=dict)
    """What a person wrote in the place of what is drawn, by report and section."""
    reports: dict[str, ReportState] = msgspec.field(default_factory=dict)

    def answer(self, form: str, question: str) -> str:
        """The words of an answer; empty where there is none."""
        found = self.answers.get((form, question))
        return found.text if found else ""

    def standing_rows(self, register: str) -> list[Row]:
        """The rows of a register that were not removed, in the order they were added.

        A row without any words lost them at somebody's request: it stands nowhere any more.
        """
        rows = self.rows.get(register, {}).values()
        return [row for row in rows if not row.removed and any(row.texts.values())]

    def row(self, row: RowId) -> Row | None:
        """A row of any register, also one that was removed; None if there is none of this id."""
        return next((rows[row] for rows in self.rows.values() if row in rows), None)

    def report(self, report: str) -> ReportState:
        """How far a report is; nobody touched it yet where nothing is told of it."""
        return self.reports.get(report, ReportState())
