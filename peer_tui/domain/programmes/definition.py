"""What a programme is made of, as its file in `data/programmes/` says.

`services/programmes/files.py` reads and checks it.

Every part has a key: a short word that facts are recorded by. Titles and sentences may be changed in the file at any
time; a key may not, or what was recorded by it stands apart as "no longer in the programme's file".
"""

from __future__ import annotations

import msgspec


class Offset(msgspec.Struct, frozen=True):
    """A day counted from an anchor: `first - 4 weeks`, `last + 3 months`, `assignment`.

    A month that is too short ends it: 30 November + 3 months is the last of February.
    """

    anchor: str
    days: int = 0
    months: int = 0


class Anchor(msgspec.Struct, frozen=True):
    """A day that a person gives, and others are counted from."""

    key: str
    title: str
    question: str = ""
    not_before: str = ""
    """The anchor it may not lie before; a day that does is kept and said."""


class Window(msgspec.Struct, frozen=True):
    """When some lines of the checklist are due. Without a due day they are due whenever their stage is."""

    key: str
    title: str
    """In the words of the programme's own document."""
    opens: Offset | None = None
    """The first day of it; None for "from now on"."""
    aim: Offset | None = None
    """The day to aim for, where the document names one before the last."""
    due: Offset | None = None
    """The last day; after it a line is overdue."""
    note: str = ""
    """What else the document says of when, e.g. "guide says: as soon as possible"."""
    ours: bool = False


class Item(msgspec.Struct, frozen=True):
    """A line of the checklist."""

    key: str
    title: str
    window: str = ""
    stage: str = ""
    form: str = ""
    """The form whose answers it counts ("17/25"); it is done only when that form is marked as sent."""
    report: str = ""
    """The report it is about: done when that report was shared, or came to `report_at`."""
    report_at: str = "shared"
    """How far `report` must have come: `out for review`, `feedback integrated`, `approved` or `shared`."""
    meeting: str = ""
    """The kind of meeting it is about: shown beside it, never done by itself."""
    help: str = ""
    ours: bool = False


class Stage(msgspec.Struct, frozen=True):
    """A step on the programme's way. It never locks: what it lacks is said."""

    key: str
    title: str
    about: str = ""
    needs: tuple[Need, ...] = ()
    """Its evidence; it stands as done while none of it is missing."""


class Need(msgspec.Struct, frozen=True):
    """One piece of evidence for a stage.

    `kind` and `part`: `form` (that every question, or `question`, is answered), `register` (at least `least` rows that
    lack nothing), `item` (is done), `meeting` (of that kind was held, `least` times), `report` (was shared),
    `evaluation` (at least `least` forms), `anchor` (is set), `captured` (at least `least` lines of that word or kind).
    """

    kind: str
    part: str
    question: str = ""
    least: int = 1
    words: str = ""
    """What is missing, for a person: "no need statement yet"."""
    every: bool = False
    """Of a register: each row that is there, and at least `least`."""


class Question(msgspec.Struct, frozen=True):
    """One question of a form."""

    key: str
    title: str
    type: str = "text"
    """`text`, `long`, `number`, `date`, `choice`, `choices`, `tick`, `scale` (1–5) or `person`."""
    choices: tuple[str, ...] = ()
    stage: str = ""
    help: str = ""
    from_what: str = ""
    """What it is filled in from beforehand: `title`, `anchor:first`, `role:facilitator`, `rows:site-team` (how many),
    `column:site-team.organisation` (those named, joined), `answer:core.purpose`."""
    ours: bool = False
    later: bool = False
    """It can only be answered after the meetings: never a topic for `Form.topics_for`."""


class Section(msgspec.Struct, frozen=True):
    """Some questions under one heading."""

    key: str
    title: str
    questions: tuple[Question, ...]


class Form(msgspec.Struct, frozen=True):
    """A worksheet that a group fills in together, or an evaluation that is handed in without names."""

    key: str
    title: str
    about: str = ""
    stage: str = ""
    sections: tuple[Section, ...] = ()
    evaluation: bool = False
    """Handed in without names and entered in batch; below `fewest` forms nothing of it is shown."""
    occasions: tuple[str, ...] = ()
    """`before`, `after`: an evaluation that is filled in twice, to show the change."""
    fewest: int = 5
    topics_for: str = ""
    """The kind of meeting for which unanswered questions are proposed as topics."""
    sent_to: str = ""
    """To whom it goes, in words; empty for a form that goes nowhere."""
    ours: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for section in self.sections for question in section.questions)


class Column(msgspec.Struct, frozen=True):
    """One column of a register."""

    key: str
    title: str
    type: str = "text"
    """As `Question.type`, and `step` (a next step, by its id), `meeting` (by its id)."""
    choices: tuple[str, ...] = ()
    needed: bool = False
    """A row without it is listed as incomplete."""
    missing: str = ""
    """What is said of a row without it: "not yet targeted"."""
    help: str = ""
    months: tuple[int, int] | None = None
    """A day is expected so many months ahead, at least and at most; one outside is kept and said."""
    withheld_by: str = ""
    """The `tick` column that keeps this one out of every export."""
    row_of: str = ""
    """The register whose row it names: kept as that row's id, shown as what the row goes by."""
    a_person: bool = False
    """A person by name is expected, not an institution; the name of one is kept and said."""
    ours: bool = False
    personal: bool = False
    """It names a person or tells how to reach one: where a copy hides names it is left out (initials: a name's)."""


class Mirror(msgspec.Struct, frozen=True):
    """Rows of two sides that should answer each other: each role of one side has its counterpart on the other."""

    side: str
    """The column that says which side."""
    role: str
    """The column that is compared."""
    asking: str
    """The choice of `side` whose roles want a counterpart."""
    answering: str
    least: int = 0
    """A side usually has at least so many rows (advice, never an error); 0 for no advice."""
    most: int = 0


class Register(msgspec.Struct, frozen=True):
    """A list that grows: issues, plan rows, a team, measures."""

    key: str
    title: str
    row: str
    """What one row is called: `issue`, `plan row`."""
    about: str = ""
    stage: str = ""
    columns: tuple[Column, ...] = ()
    named_by: str = "title"
    """The column a row goes by."""
    word: str = ""
    """The capture word that adds a row in a meeting (`issue:`), its text in the column `named_by`."""
    status: str = ""
    """The `choice` column that says how far a row is, its choices in order; those from `closed` on are closed."""
    closed: str = ""
    mirror: Mirror | None = None
    readings_of: str = ""
    """The register whose rows its rows are readings of (by the column `of`), drawn there as a line of bars."""
    assigns: bool = False
    """A row can become a next step: its `who` the owner, its `by` the due day; its state is then the step's."""
    only_with: tuple[str, tuple[str, ...]] | None = None
    """Only rows with one of these choices in that column can become a next step."""
    private: bool = False
    """Its rows never name a person and stay out of group exports unless they are marked as shared."""
    gathers: tuple[str, ...] = ()
    """Lines of the run's meetings that become its rows on request, by kind or capture word; `next step` among them:
    its columns `title`, `who`, `by`, `step`, `state` are filled in, and `state` follows the step."""
    gathers_from: tuple[str, ...] = ()
    """The kinds of meetings they are gathered from; empty for all but those that ask after it."""
    starts: tuple[dict[str, str], ...] = ()
    """The rows it begins with, each cell by its column: added when the programme is started, the group's own since."""
    ours: bool = False


class MeetingKind(msgspec.Struct, frozen=True):
    """A kind of meeting that the programme holds."""

    key: str
    title: str
    template: str
    """The word of its template in `data/templates/`."""
    stage: str = ""
    many: bool = False
    """It may be held several times."""
    day: Offset | None = None
    """The day proposed for it."""
    counts: bool = True
    """Its actual time counts towards the programme's hours."""
    type: str = ""
    """What kind of meeting it is called in reports, e.g. `training`; empty for its template's own."""
    asks_after: str = ""
    """The register that is gathered when it is planned, and whose rows that are not closed become its topics."""


class Word(msgspec.Struct, frozen=True):
    """A word with a colon that the capture line knows in this programme's meetings."""

    word: str
    title: str
    """What the line is called in minutes and reports."""
    kind: str = "note"
    """What it is filed as, one of the kinds of every meeting (`EntryKind`)."""
    private: bool = False
    """A personal next step, out of the group's record until its owner shares it."""
    names: bool = True
    """False: a line that names a person of the group is warned about before Enter."""
    help: str = ""


class ReportSection(msgspec.Struct, frozen=True):
    """A section of a report."""

    key: str
    title: str
    about: str = ""
    sources: tuple[str, ...] = ()
    """What it is drawn from, in order (`sources.py` says how each is written): `words:lesson`, `form:core.hope`,
    `rows:team.lead=yes|name,email`, `anchors`, `steps`, `steps:day-1` (promised in such meetings), `meetings`,
    `evaluation:quality`, `hours`, `decisions`, `stages`, `measures`, `roll-calls`."""


class Report(msgspec.Struct, frozen=True):
    """A report drawn from the record, then edited, reviewed and shared."""

    key: str
    title: str
    about: str = ""
    stage: str = ""
    sections: tuple[ReportSection, ...] = ()
    review: bool = False
    """Its readers may review, amend and approve it before it is shared; without a deadline for that it warns."""
    names: int = 1
    """The least privacy level at which it is drawn (`naming.Privacy`)."""
    ours: bool = False


class Letter(msgspec.Struct, frozen=True):
    """A letter drawn for each person of a register, or one for all: confirmations, thanks."""

    key: str
    title: str
    text: str
    """With `{name}`, `{title}`, `{first}`, `{last}`, `{group}`, `{facilitator}` and the columns in braces."""
    register: str = ""
    """One letter for each row; empty for one letter."""
    item: str = ""
    """The line of the checklist it is about."""
    ours: bool = False


class Advice(msgspec.Struct, frozen=True):
    """A span between two anchors that usually lies between two lengths."""

    begins: str
    ends: str
    least: int
    """Days."""
    most: int
    """Days; 0 for no upper end."""
    short: str
    """What is said when it is shorter: "less than 6 weeks"."""
    long: str = ""
    title: str = ""


class Card(msgspec.Struct, frozen=True):
    """A page to read out or hand on: an orientation card, a scenario."""

    key: str
    title: str
    text: str
    parts: tuple[str, ...] = ()
    """The parts of a role-play: a card that has some is a scenario."""
    ours: bool = False


class Programme(msgspec.Struct, frozen=True):
    """A programme as its file says."""

    key: str
    """The file's name without `.toml`."""
    title: str
    about: str
    source: str
    """The document its facts come from, in words."""
    anchors: tuple[Anchor, ...] = ()
    windows: tuple[Window, ...] = ()
    items: tuple[Item, ...] = ()
    stages: tuple[Stage, ...] = ()
    forms: tuple[Form, ...] = ()
    registers: tuple[Register, ...] = ()
    meetings: tuple[MeetingKind, ...] = ()
    words: tuple[Word, ...] = ()
    reports: tuple[Report, ...] = ()
    letters: tuple[Letter, ...] = ()
    advice: tuple[Advice, ...] = ()
    cards: tuple[Card, ...] = ()
    hours: tuple[float, float] | None = None
    """Its meetings together usually take at least and at most so many hours."""
    reassess_months: int = 0
    """A reminder to look again at its forms every so many months (ours); 0 for none."""
    drawings: tuple[str, ...] = ()
    """Small tools it uses: `groups` (small groups), `role-play`."""
