"""A report as pictures: each is some bars, and the same as a table. The screen, HTML, Markdown and CSV all draw these.

A bar holds numbers and the words that say them, so that no value has to be read off a length or a colour.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import msgspec

from peer_tui.domain.naming import counted
from peer_tui.domain.report import (
    BlockTimes,
    Fate,
    MeetingFacts,
    Period,
    Report,
    block_times,
    middle,
    periods,
    promises,
    whole_minutes,
)
from peer_tui.domain.words import marked, say, say_number

Value: TypeAlias = str | int | float | None
"""A cell of a table; None where there is nothing to say."""
ATTENDANCE, MINUTES, STEPS, DECISIONS = "attendance", "minutes", "steps", "decisions"
WHOLE_MEETING = marked("The whole meeting")


class Bar(msgspec.Struct, frozen=True):
    """One bar, in parts that follow one another."""

    label: str
    parts: tuple[float, ...]
    """In the order of the picture's `parts`."""
    words: str
    """Every number of it, in words."""
    mark: float = 0
    """A value that a line across the bar shows: the most minutes planned. 0 for none."""


class Picture(msgspec.Struct, frozen=True):
    """One picture of a report, as bars and as a table."""

    key: str
    """`attendance`, `minutes`, `steps` or `decisions`."""
    title: str
    summary: str
    """A sentence that says what the picture shows."""
    note: str
    """How it was counted."""
    parts: tuple[str, ...]
    """What the parts of a bar stand for."""
    bars: tuple[Bar, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    """The first cell of each says what the row is about."""

    @property
    def longest(self) -> float:
        """The value at which the longest bar, or the mark furthest out, ends."""
        return max((max(sum(bar.parts), bar.mark) for bar in self.bars), default=0)


def pictures(report: Report) -> tuple[Picture, ...]:
    """The four pictures of a report; one without a bar has nothing to show, and its summary says so."""
    told = periods(report)
    return (_attendance(report, told), _minutes(report), _steps(report, told), _decisions(report, told))


def say_figure(value: float) -> str:
    """`12`, `12.5`."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


# --- who came -----------------------------------------------------------------------------------------------------

_PRESENT = (marked("members"), marked("guests"), marked("without a name"))
_COUNTED = marked("Counted, never who: by name, guests, and those counted without a name, e.g. by phone.")


def _attendance(report: Report, told: tuple[Period, ...]) -> Picture:
    here = middle([meeting.present for meeting in report.meetings])
    summary = say("No meeting was held here.")
    if here is not None:
        summary = say(
            "{say_figure} people in the middle meeting, from {fewest:,} to {most:,}.",
            say_figure=say_figure(here.median),
            fewest=here.fewest,
            most=here.most,
        )
    singly = all(len(period.meetings) == 1 for period in told)
    if singly:
        bars = tuple(_who_came(period) for period in told)
        columns = (say("Meeting"), say("Members"), say("Guests"), say("Without a name"), say("Together"))
        rows = tuple(
            (period.label, one.members, one.guests, one.heads, one.present)
            for period in told
            for one in period.meetings
        )
        return Picture(
            ATTENDANCE, say("Attendance"), summary, say(_COUNTED), tuple(map(say, _PRESENT)), bars, columns, rows
        )
    middles = [(period, middle([one.present for one in period.meetings])) for period in told]
    return Picture(
        ATTENDANCE,
        say("Attendance"),
        summary,
        say("{counted} A bar is the middle meeting of a quarter.", counted=say(_COUNTED)),
        (say("people"),),
        tuple(
            Bar(
                period.label,
                (each.median,),
                f"{say_figure(each.median)} ({_reach(each.fewest, each.most)}), "
                + counted(len(period.meetings), "{n:,} meeting", "{n:,} meetings", "no meetings"),
            )
            for period, each in middles
            if each is not None
        ),
        (say("Quarter"), say("Meetings"), say("People in the middle meeting"), say("Fewest"), say("Most")),
        tuple(
            (period.label, len(period.meetings), each.median, each.fewest, each.most)
            for period, each in middles
            if each is not None
        ),
    )


def _who_came(period: Period) -> Bar:
    one = period.meetings[0]
    words = [f"{one.present:,}"]
    words += [counted(one.guests, "{n:,} guest", "{n:,} guests", "no guests")] if one.guests else []
    words += [say("{heads:,} without a name", heads=one.heads)] if one.heads else []
    return Bar(period.label, (one.members, one.guests, one.heads), " · ".join(words))


def _reach(fewest: float, most: float) -> str:
    return say_figure(fewest) if fewest == most else f"{say_figure(fewest)}–{say_figure(most)}"


# --- where the minutes went ---------------------------------------------------------------------------------------


def _minutes(report: Report) -> Picture:
    timed = [meeting for meeting in report.meetings if meeting.timed]
    left = len(report.meetings) - len(timed)
    note = say(
        "The middle of these meetings, and in brackets how far they reach. Pauses are not counted for the blocks."
    )
    if left:
        note += " " + say_number(
            left,
            "{meetings} held without a running clock is left out.",
            "{meetings} held without a running clock are left out.",
            meetings=counted(left, "{n:,} meeting", "{n:,} meetings", "no meetings"),
        )
    known = block_times(timed)
    over = [block for block in known if block.over]
    worst = max(over, key=lambda block: block.over, default=None)
    if not timed:
        summary = say("No clock ran in these meetings.")
    elif worst is None:
        summary = say(
            "No block took longer than planned in {meetings}.",
            meetings=counted(len(timed), "{n:,} meeting", "{n:,} meetings", "no meetings"),
        )
    else:
        summary = say(
            "{title} took longer than planned in {over:,} of {meetings}.",
            title=worst.title,
            over=worst.over,
            meetings=counted(worst.reached, "{n:,} meeting", "{n:,} meetings", "no meetings"),
        )
    whole = _whole(timed)
    if whole:
        summary += " " + say("The whole meeting: {whole}.", whole=whole[0])
    return Picture(
        MINUTES,
        say("Planned against actual minutes"),
        summary,
        note,
        (say("minutes it took"),),
        tuple(_block_bar(block) for block in known),
        (
            say("Block"),
            say("Plan, least"),
            say("Plan, most"),
            say("Took, middle"),
            say("Took, least"),
            say("Took, most"),
            say("Reached"),
            say("Not reached"),
            say("Over plan"),
        ),
        (*(_block_row(block) for block in known), *((whole[1],) if whole else ())),
    )


def _block_bar(block: BlockTimes) -> Bar:
    planned = say("plan {reach}", reach=_reach(block.low, block.high)) if block.high else say("plan: what is left")
    if block.took is None:
        return Bar(block.title, (0,), say("not reached, {planned}", planned=planned), block.high)
    took = whole_minutes(block.took.median)
    words = say(
        "{took:,} min{range}, {planned}", took=took, range=_range(block.took.fewest, block.took.most), planned=planned
    )
    return Bar(block.title, (took,), words, block.high)


def _range(fewest: float, most: float) -> str:
    """` (10–14)`, in minutes; nothing where all took the same."""
    first, last = whole_minutes(fewest), whole_minutes(most)
    return "" if first == last else f" ({first:,}–{last:,})"


def _block_row(block: BlockTimes) -> tuple[Value, ...]:
    took = block.took
    times: tuple[Value, ...] = (None, None, None)
    if took is not None:
        times = (whole_minutes(took.median), whole_minutes(took.fewest), whole_minutes(took.most))
    planned = (block.low, block.high) if block.high else (None, None)
    return (block.title, *planned, *times, block.reached, block.missed, block.over)


def _whole(timed: Iterable[MeetingFacts]) -> tuple[str, tuple[Value, ...]] | None:
    """The meetings as a whole, from the call to order to the end: in words, and as a row of the table.

    Beside its bar those of the blocks would be too short to tell apart.
    """
    ran = [meeting for meeting in timed if meeting.seconds]
    took = middle([meeting.seconds for meeting in ran])
    planned = middle([meeting.minutes for meeting in ran])
    if took is None or planned is None:
        return None
    over = sum(1 for meeting in ran if meeting.seconds > meeting.minutes * 60)
    took_minutes = whole_minutes(took.median)
    words = say(
        "{took_minutes:,} min{range}, plan {say_figure}",
        took_minutes=took_minutes,
        range=_range(took.fewest, took.most),
        say_figure=say_figure(planned.median),
    )
    row = (
        say(WHOLE_MEETING), planned.median, planned.median, took_minutes, whole_minutes(took.fewest),
        whole_minutes(took.most), len(ran), 0, over,
    )  # fmt: skip
    return words, row


# --- what was promised --------------------------------------------------------------------------------------------

_DAY_COUNTS = marked(
    "The day a next step was marked done is the day that counts. Moved means progress, and is counted apart."
)


def _steps(report: Report, told: tuple[Period, ...]) -> Picture:
    everything = promises(report.steps, {meeting.id for meeting in report.meetings})
    bars: list[Bar] = []
    rows: list[tuple[Value, ...]] = []
    for period in told:
        kept = promises(report.steps, {meeting.id for meeting in period.meetings})
        if not kept.promised:
            continue
        parts = [f"{number:,} {say(fate)}" for fate, number in kept.fates.items() if number]
        parts += [say_number(kept.moved, "{n:,} moved", "{n:,} moved")] if kept.moved else []
        bars.append(Bar(period.label, tuple(kept.fates.values()), f"{kept.promised:,}: {' · '.join(parts)}"))
        rows.append((period.label, kept.promised, *kept.fates.values(), kept.overdue, kept.moved))
    summary = say("No next step was promised in these meetings.")
    if everything.promised:
        dated = everything.fates[Fate.ON_TIME] + everything.fates[Fate.LATER]
        summary = say(
            "{next_steps} promised",
            next_steps=counted(everything.promised, "{n:,} next step", "{n:,} next steps", "no next steps"),
        )
        summary += (
            say(
                "; of {dated:,} done that had a date, {fates:,} on time",
                dated=dated,
                fates=everything.fates[Fate.ON_TIME],
            )
            if dated
            else ""
        )
        summary += (
            say_number(everything.fates[Fate.OPEN], "; {n:,} open", "; {n:,} open")
            if everything.fates[Fate.OPEN]
            else ""
        )
        summary += (
            say(", {overdue:,} of them past their date.", overdue=everything.overdue) if everything.overdue else "."
        )
        rows.append(
            (say("All"), everything.promised, *everything.fates.values(), everything.overdue, everything.moved)
        )  # fmt: skip
    return Picture(
        STEPS,
        say("Next steps kept on time"),
        summary,
        say(_DAY_COUNTS),
        tuple(say(fate) for fate in Fate),
        tuple(bars),
        (
            say("Meeting"),
            say("Promised"),
            say("On time"),
            say("Later"),
            say("Done, no date"),
            say("Open"),
            say("Dropped"),
            say("Open past the date"),
            say("Moved"),
        ),
        tuple(rows),
    )


def _decisions(report: Report, told: tuple[Period, ...]) -> Picture:
    made = [(period.label, sum(meeting.decisions for meeting in period.meetings)) for period in told]
    everything = sum(number for _, number in made)
    meetings = counted(len(report.meetings), "{n:,} meeting", "{n:,} meetings", "no meetings")
    summary = (
        say(
            "{decisions} in {meetings}.",
            decisions=counted(everything, "{n:,} decision", "{n:,} decisions", "no decisions"),
            meetings=meetings,
        )
        if everything
        else say("No decision in {meetings}.", meetings=meetings)
    )
    rows = (*made, (say("All"), everything)) if everything else ()
    bars = tuple(Bar(label, (number,), f"{number:,}") for label, number in made) if everything else ()
    return Picture(
        DECISIONS, say("Decisions"), summary, say("Every decision that was written down."), (say("decisions"),), bars,
        (say("Meeting"), say("Decisions")), rows,
    )  # fmt: skip
