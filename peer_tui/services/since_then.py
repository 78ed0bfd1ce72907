"""What came to be between two meetings of a series, in sentences under headings: for a screen, or to be copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peer_tui.domain.characters import clean
from peer_tui.domain.events import EntryId, MeetingId
from peer_tui.domain.held import Held, Parked
from peer_tui.domain.people import short_names
from peer_tui.domain.since import Since, since
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say
from peer_tui.services.opened import OpenGroup
from peer_tui.services.parking_lot import line_of
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import Workspace


class SinceLine(NamedTuple):
    """One thing that came to be."""

    text: str
    facts: str = ""
    """Who, where: quieter."""
    entry: EntryId = ""
    meeting: MeetingId = ""
    """The meeting whose record tells of it; empty where none does."""


class SinceThen(NamedTuple):
    """What came to be, ready to be shown."""

    title: str
    """From which day to which."""
    sections: tuple[tuple[str, tuple[SinceLine, ...]], ...]
    """Heading and lines; only those that have any."""

    @property
    def text(self) -> str:
        """As plain text."""
        told = [self.title]
        for heading, lines in self.sections:
            told += ["", heading, *(f"- {line.text}{f' ({line.facts})' if line.facts else ''}" for line in lines)]
        return "\n".join(told if self.sections else [self.title, "", say("Nothing came to be.")]) + "\n"


def since_then(workspace: Workspace, opened: OpenGroup, first: MeetingId, last: MeetingId) -> SinceThen:
    """What came to be after one meeting up to another.

    Raises:
        Problem: one of them is not here any more, or they belong to different series.
    """
    group = opened.group
    earlier, later = group.meetings.get(first), group.meetings.get(last)
    if earlier is None or later is None or earlier.series != later.series:
        raise Problem(say("These two are not meetings of one series: there is nothing to compare."))
    if (earlier.starts, earlier.id) > (later.starts, later.id):
        earlier, later = later, earlier
    between = [
        held
        for held in group.in_series(later.series)
        if (earlier.starts, earlier.id) < (held.starts, held.id) <= (later.starts, later.id)
    ]
    found = since(group, earlier, later, [opened.meeting(held.id) for held in between], workspace.now())
    until = say_date(later.starts, later.zone) if later.ended else say("now")
    title = say(
        "{title}: from {date} to {until}",
        title=clean(later.title),
        date=say_date(earlier.starts, earlier.zone),
        until=until,
    )
    return SinceThen(title, tuple(_sections(workspace, opened, found)))


def earlier_ones(opened: OpenGroup, meeting: MeetingId) -> list[Held]:
    """The meetings of the series that were held before this one, the newest first."""
    here = opened.group.meetings.get(meeting)
    if here is None:
        return []
    series = opened.group.in_series(here.series)
    return [h for h in reversed(series) if h.state == "ended" and (h.starts, h.id) < (here.starts, here.id)]


def _sections(workspace: Workspace, opened: OpenGroup, found: Since) -> Sequence[tuple[str, tuple[SinceLine, ...]]]:
    names = short_names(opened.group.everybody)
    today = local_date(workspace.now(), opened.group.zone)

    def steps(these: Sequence[Step]) -> tuple[SinceLine, ...]:
        return tuple(_step(opened, step, names) for step in these)

    def parked(these: Sequence[Parked]) -> tuple[SinceLine, ...]:
        return tuple(SinceLine(one.text, line_of(opened, one).place_words(today), one.id, one.meeting) for one in these)

    change = found.agreement
    agreed = [SinceLine(line.text, say("new, {side}", side=say(line.side))) for line in change.added]
    agreed += [SinceLine(now.text, say("was: {text}", text=was.text)) for was, now in change.reworded]
    agreed += [SinceLine(line.text, say("retired")) for line in change.retired]
    # Between neighbours there is only one meeting that can have decided.
    several = len({one.meeting for one in found.decisions} | {found.last}) > 1
    decided = tuple(
        SinceLine(one.text, _day(opened, one.meeting) if several else "", one.entry, one.meeting)
        for one in found.decisions
    )
    every = (
        (say("Decisions"), decided),
        (say("Next steps done"), steps(found.done)),
        (say("Next steps moved, worth celebrating"), steps(found.moved)),
        (say("Next steps stuck"), steps(found.stuck)),
        (say("Next steps dropped"), steps(found.dropped)),
        (say("New next steps"), steps(found.promised)),
        (say("Next steps still open, nothing told"), steps(found.waiting)),
        (say("Parked since"), parked(found.parked)),
        (say("Parked before, placed since"), parked(found.placed)),
        (say("Comfort / Discomfort Agreement"), tuple(agreed)),
    )
    return [(heading, lines) for heading, lines in every if lines]


def _step(opened: OpenGroup, step: Step, names: dict[str, str]) -> SinceLine:
    person = opened.group.person(step.owner)
    who = names.get(person.id, person.name) if person is not None else say("unclaimed")
    carried = say("carried {carried}×", carried=step.carried) if step.carried else ""
    facts = " · ".join(part for part in (who, say(step.progress), step.reason, carried) if part)
    return SinceLine(f"{step.label} {step.text}".strip(), facts, step.id, step.meeting)


def _day(opened: OpenGroup, meeting: MeetingId) -> str:
    held = opened.group.meetings.get(meeting)
    return say_date(held.starts, held.zone) if held is not None else ""
