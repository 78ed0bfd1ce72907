"""What a section of a report is drawn from, as a programme's file writes it (`ReportSection.sources`).

`KIND`, `KIND:PART`, `form:FORM.QUESTION`, and of a register `rows:REGISTER.COLUMN=CHOICE|column,column`: only the rows
with that choice (`yes` for one that is ticked), and only those columns, in that order.
"""

from __future__ import annotations

import msgspec

KINDS = (
    "words", "form", "rows", "anchors", "steps", "meetings", "evaluation", "hours", "decisions", "stages", "measures",
    "roll-calls",
)  # fmt: skip
"""What a source can begin with."""
NEEDING_A_PART = ("words", "form", "rows", "evaluation")
"""Those that say what they mean behind a colon."""


class Source(msgspec.Struct, frozen=True):
    """One source of a section, taken apart."""

    kind: str
    """One of `KINDS`, or a word that this version does not know."""
    part: str = ""
    """The capture word or kind, the form, the register, the evaluation form."""
    within: str = ""
    """The question or section of a form; of a register the column that chooses its rows."""
    choice: str = ""
    """What the rows have in that column."""
    shown: tuple[str, ...] = ()
    """The columns that are told; empty for the usual ones."""


def source_of(written: str) -> Source:
    """A source as it is written in a programme's file, taken apart. Whether its parts exist is asked elsewhere."""
    kind, _, rest = written.strip().partition(":")
    rest, _, columns = rest.partition("|")
    rest, _, choice = rest.partition("=") if kind == "rows" else (rest, "", "")
    part, _, within = (rest, "", "") if kind == "words" else rest.partition(".")
    shown = tuple(column.strip() for column in columns.split(",") if column.strip())
    return Source(kind.strip(), part.strip(), within.strip(), choice.strip(), shown)


def ticked(text: str) -> bool:
    """Whether a cell or an answer of type `tick` says yes."""
    return text.strip().casefold() in ("yes", "x", "true", "1")
