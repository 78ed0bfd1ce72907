"""Where programmes stand, as rows: what the command line gives a script."""

from __future__ import annotations

import msgspec

from peer_tui.domain.words import say


class There(msgspec.Struct, frozen=True):
    """A programme that can be started."""

    key: str
    title: str
    about: str


class RunLine(msgspec.Struct, frozen=True):
    """One run, in a list."""

    group: str
    programme: str
    """The word of its programme."""
    title: str
    closed: bool
    done: int
    """Lines of its checklist that are done or not needed."""
    lines: int
    problem: str = ""
    """Why it cannot be shown whole; empty where it can."""

    @property
    def words(self) -> str:
        """`Harbor · Match with Dover (peer-match): 3 of 21 done`."""
        how = say("{done} of {lines} done", done=self.done, lines=self.lines) if self.lines else ""
        state = ", ".join(part for part in (how, say("closed") if self.closed else "") if part)
        said = f"{self.group} · {self.title} ({self.programme})"
        return self.problem or (f"{said}: {state}" if state else said)


class StageRow(msgspec.Struct, frozen=True):
    """A stage, and what it lacks."""

    title: str
    done: bool
    missing: tuple[str, ...]


class ItemRow(msgspec.Struct, frozen=True):
    """A line of the checklist."""

    number: int
    """Its place in the file, from 1: by it the line can be ticked."""
    key: str
    window: str
    title: str
    when: str
    state: str
    progress: str
    note: str
    opens: str = ""
    """The first and last day of its window, as YYYY-MM-DD; empty where there is none."""
    due: str = ""
    aim: str = ""


class PartRow(msgspec.Struct, frozen=True):
    """A meeting, form, register, evaluation, report or letter of the programme, and how far it is."""

    key: str
    title: str
    words: str


class Page(msgspec.Struct, frozen=True):
    """Where a run stands."""

    group: str
    programme: str
    title: str
    closed: bool
    days: tuple[PartRow, ...]
    hours: str
    stages: tuple[StageRow, ...]
    due: tuple[ItemRow, ...]
    """What to do this week."""
    items: tuple[ItemRow, ...]
    warnings: tuple[str, ...]
    meetings: tuple[PartRow, ...]
    forms: tuple[PartRow, ...]
    registers: tuple[PartRow, ...]
    measures: tuple[str, ...]
    """Each as it stands, with its line of bars."""
    reports: tuple[PartRow, ...]
    letters: tuple[PartRow, ...]
