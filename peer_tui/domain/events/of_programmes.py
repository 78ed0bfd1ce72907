"""A programme that a group runs: its days, checklist, forms, registers, evaluations and reports (`product.md` §1.6).

All of them lie in the group's own log; what was said in a meeting names it in `during`. The words by which a programme
knows its parts (`anchor`, `part`, `question`, `column` …) are those of its file in `data/programmes/`; a fact about a
part that the file no longer has is kept and shown as such.
"""

from __future__ import annotations

import datetime as dt

from peer_tui.domain.events.event import Event
from peer_tui.domain.events.kinds import (
    EntryId,
    EvaluationId,
    EventId,
    MeetingId,
    PersonId,
    ProgrammeId,
    RowId,
)


class ProgrammeStarted(Event, tag="programme started"):
    """The group runs a programme: one peer match, one training, one learning group, one workshop."""

    programme: ProgrammeId
    programme_key: str
    """The word of its file, e.g. `peer-match`."""
    title: str


class ProgrammeRenamed(Event, tag="programme renamed"):
    """Another title for this run of it."""

    programme: ProgrammeId
    title: str


class ProgrammeClosed(Event, tag="programme closed"):
    """It came to its end; with `closed` false it goes on after all. A closed one is due for nothing."""

    programme: ProgrammeId
    closed: bool = True


class AnchorSet(Event, tag="anchor set"):
    """The day that others are counted from, e.g. the first day of the match. None takes it back."""

    programme: ProgrammeId
    anchor: str
    day: dt.date | None


class ItemMarked(Event, tag="item marked"):
    """A line of the checklist was done, is not needed, or is open again."""

    programme: ProgrammeId
    part: str
    """The line's word in the programme's file."""
    progress: str
    """`done`, `not needed` or `open`."""
    day: dt.date | None = None
    """When it was done, if that is not the day it was recorded."""
    note: str = ""


class FormAnswered(Event, tag="form answered"):
    """One question of a form was answered. An empty text takes the answer back."""

    programme: ProgrammeId
    part: str
    """The form's word."""
    question: str
    text: str
    before: EventId = ""
    """The answer that stood when this one was given: of two answers before which the same one stood, none knew of the
    other, and both are shown."""


class FormSent(Event, tag="form sent"):
    """A form went out as it stood, e.g. the logistics guidance for the Fact Sheet."""

    programme: ProgrammeId
    part: str
    how: str = ""
    """`copied`, `file`, `e-mail draft`, or empty where a person only says so."""
    sent: bool = True
    """False takes it back."""


class EvaluationEntered(Event, tag="evaluation entered"):
    """One anonymous form, as it was handed in. Nothing in it says whose it is (`product.md` §4, check 75)."""

    programme: ProgrammeId
    part: str
    """The evaluation form's word."""
    evaluation: EvaluationId
    texts: dict[str, str]
    """Each answer by the question's word; a number on a scale as its digits."""
    occasion: str = ""
    """When it was filled in, of the form's own occasions: `before` or `after`; empty where it has only one."""


class EvaluationWithdrawn(Event, tag="evaluation withdrawn"):
    """A form that was entered by mistake, or twice."""

    programme: ProgrammeId
    evaluation: EvaluationId


class EvaluationRepeated(Event, tag="evaluation repeated"):
    """A form was typed in twice, on two laptops or on one: of the two only the other counts (§4, check 75).

    It holds as long as the other stands. The last one said of a form counts; a person says so, never the program.
    """

    programme: ProgrammeId
    evaluation: EvaluationId
    """The form that does not count."""
    like: EvaluationId
    """The form it repeats, which counts."""
    repeats: bool = True
    """False: they are two people's, and both count; a form that was taken out so stands again."""


class RowAdded(Event, tag="row added"):
    """A row of a register."""

    programme: ProgrammeId
    part: str
    """The register's word."""
    row: RowId
    texts: dict[str, str]
    """Each cell by the column's word: a day as YYYY-MM-DD, a known person or a next step as its id."""
    entry: EntryId = ""
    """The captured line it came from; its words go when that line's are removed."""


class RowChanged(Event, tag="row changed"):
    """Some cells of a row, each as it now stands."""

    programme: ProgrammeId
    row: RowId
    texts: dict[str, str]


class RowRemoved(Event, tag="row removed"):
    """A row that does not stand in the register any more; with `removed` false it does again."""

    programme: ProgrammeId
    row: RowId
    removed: bool = True


class ProgrammeMeetingPlanned(Event, tag="programme meeting planned"):
    """A meeting belongs to the programme, e.g. as its pre-match call. Of one meeting the last one said counts."""

    programme: ProgrammeId
    meeting: MeetingId
    part: str
    """The word the programme has for such a meeting; empty takes the meeting out of the programme."""


class SectionWritten(Event, tag="section written"):
    """A section of a report in a person's words instead of the ones drawn from the record; empty goes back to those."""

    programme: ProgrammeId
    part: str
    """The report's word."""
    section: str
    text: str


class ReportSentOut(Event, tag="report sent out"):
    """A report went to its readers, who may review, amend and approve it until a day (`product.md` §1.2, Products)."""

    programme: ProgrammeId
    part: str
    reviewers: tuple[PersonId, ...] = ()
    others: tuple[str, ...] = ()
    """Reviewers the group does not know as people, by the name they go by."""
    deadline: dt.date | None = None


class ReportAnswered(Event, tag="report answered"):
    """What one reviewer answered. Who has not answered has no such fact: silence is never approval."""

    programme: ProgrammeId
    part: str
    reviewer: str
    """The person's id, or the name of one of `others`."""
    answer: str
    """`ok` or `change`."""
    text: str = ""


class ReportMarked(Event, tag="report marked"):
    """A report came a step further: `feedback integrated`, `approved`, `shared`, or again `drafting` (§3.9)."""

    programme: ProgrammeId
    part: str
    progress: str
    how: str = ""
    seal: str = ""
    """SHA-256 of the words that were approved."""
    text: str = ""
    """Those words, whole, for `approved`."""


class StepShared(Event, tag="step shared"):
    """A personal next step may stand in the group's record after all, or not any more: its owner says (check 74)."""

    step: EntryId
    shared: bool = True


class ExperienceSaid(Event, tag="experience said"):
    """A person said whether they have lived experience themselves or as family; None takes it back (§2.11, A4)."""

    person: PersonId
    lived: bool | None


class ReachCounted(Event, tag="reach counted"):
    """In the meeting's shard: how many people an event reached with its message (`product.md` §2.11, AW1)."""

    reached: int
