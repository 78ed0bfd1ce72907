"""The close check and the recap at the group goodbyes.

The four questions are the four ways in which a peer group's meeting comes to nothing (`product.md` §1.4): no clear
idea of what happens next, topics without a specific follow-up, follow-ups that nobody leads, a next meeting without
an agreed time and a convener.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

import msgspec

from peer_tui.domain.events import Destination, EntryKind
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.minutes import next_meeting, quoted
from peer_tui.domain.naming import Naming, counted, who_was_present, words
from peer_tui.domain.rows import carried_rows, state_words
from peer_tui.domain.sections import destination_words, review_words
from peer_tui.domain.wall_time import local_date, say_time
from peer_tui.domain.withholding import for_the_group, withheld_in
from peer_tui.domain.words import both, say, say_number

_GOES_ON = frozenset({Destination.NEXT_AGENDA, Destination.NEXT_STEP, Destination.OWNER})


class Check(msgspec.Struct, frozen=True):
    """One question of the close check."""

    letter: str
    question: str
    ok: bool
    missing: str
    """What is missing, in words; empty when nothing is."""


class CloseCheck(msgspec.Struct, frozen=True):
    """The four questions and how the meeting answers them now."""

    checks: tuple[Check, ...]

    @property
    def score(self) -> int:
        """How many of the four are answered."""
        return sum(check.ok for check in self.checks)

    @property
    def missing(self) -> tuple[str, ...]:
        """Everything that is missing, each in words."""
        return tuple(check.missing for check in self.checks if not check.ok)

    @property
    def words(self) -> str:
        """`3 of 4 · no convener for the next meeting`; `4 of 4 · nothing is left open`."""
        return " · ".join(
            [
                say("{score} of {number}", score=self.score, number=len(self.checks)),
                *(self.missing or (say("nothing is left open"),)),
            ]
        )


def close_check(meeting: Meeting, group: Group) -> CloseCheck:
    """How the meeting would close if it ended now. It never stands in the way of ending."""
    follows, topics = _what_follows(meeting), _topics_without_place(for_the_group(meeting, group))
    leads, again = _without_lead(meeting, group), _next_time(meeting, group)
    return CloseCheck((
        Check("a", say("Is it clear what happens next?"), not follows, follows),
        Check("b", say("Does every topic have a decision, a next step or a place?"), not topics, topics),
        Check("c", say("Does every follow-up have a lead?"), not leads, leads),
        Check("d", say("Does the next meeting have a time and a convener?"), not again, again),
    ))  # fmt: skip


def _what_follows(meeting: Meeting) -> str:
    """(a) An open next step, a personal one too, a decision, or a parked item that goes on somewhere."""
    steps = any(step.open for step in meeting.steps.steps.values())
    parked = any(placed.destination in _GOES_ON for placed in meeting.parked.values())
    if steps or parked or meeting.of_kind(EntryKind.DECISION):
        return ""
    return say("nothing follows yet: no decision, no next step from this meeting, nothing for the next agenda")


def _topics_without_place(meeting: Meeting) -> str:
    """(b) Every parked line has a destination, every proposal is agreed or parked, and topics came to something.

    A line does not say which topic it belongs to, so topics are looked at together: when topics stood on the agenda
    and a block for them was reached, at least one of the lines written in such a block is a decision, a next step or a
    parked item, or a topic that came from the parking lot was given a place. A block that was not reached offers its
    topics again next time.
    """
    gaps = []
    if unplaced := meeting.unplaced:
        named = ", ".join(quoted(entry.filed.text, 30) for entry in unplaced[:3])
        gaps.append(
            say(
                "{parked_items} without a destination: {named}",
                parked_items=counted(len(unplaced), "{n:,} parked item", "{n:,} parked items", "no parked items"),
                named=named,
            )
        )
    pending = [e for e in meeting.of_kind(EntryKind.PROPOSAL, EntryKind.MOTION) if e.outcome != "agreed"]
    if pending:
        named = ", ".join(quoted(entry.filed.text, 30) for entry in pending[:3])
        gaps.append(
            say(
                "{proposals} not settled: {named}",
                proposals=counted(len(pending), "{n:,} proposal", "{n:,} proposals", "no proposals"),
                named=named,
            )
        )
    if topics := _topics_left_open(meeting):
        gaps.append(
            say(
                "{topics} without a decision, next step or parking place",
                topics=counted(topics, "{n:,} topic", "{n:,} topics", "no topics"),
            )
        )
    return "; ".join(gaps)


def _topics_left_open(meeting: Meeting) -> int:
    reached = [
        block.key
        for block in meeting.blocks
        if block.job == "topics" and meeting.visited(block.key) and block.key not in meeting.skipped
    ]
    if not reached:
        return 0
    # What is told under a priority is none of this block's.
    own = [topic for topic in meeting.topics if topic.under is None]
    open_topics = [topic for topic in own if not (topic.entry and topic.entry in meeting.parked)]
    results = (EntryKind.DECISION, EntryKind.STEP, EntryKind.PARKED)
    came_to_something = any(entry.filed.kind in results for key in reached for entry in meeting.lines(key))
    return 0 if came_to_something else len(open_topics)


def _without_lead(meeting: Meeting, group: Group) -> str:
    """(c) Every open next step promised here has a lead; to be asked counts, unclaimed does not.

    A personal one counts, and its words are not said: the check is read out.
    """
    without = [step for step in meeting.steps.steps.values() if step.open and step.owner is None]
    if not without:
        return ""
    personal = withheld_in(meeting, group)
    shown = [quoted(step.text, 30) for step in without if step.id not in personal][:3]
    named = ", ".join(shown) or say("personal")
    return say(
        "{next_steps} without a lead: {named}",
        next_steps=counted(len(without), "{n:,} next step", "{n:,} next steps", "no next steps"),
        named=named,
    )


def _next_time(meeting: Meeting, group: Group) -> str:
    """(d) A time, set here or already planned, and a convener."""
    lacks = []
    if meeting.next_starts is None and group.after(meeting.id) is None:
        lacks.append(say("no time"))
    if meeting.convener is None:
        lacks.append(say("no convener"))
    return say("{lacks} for the next meeting", lacks=both(lacks)) if lacks else ""


# --- the recap ----------------------------------------------------------------------------------------------------


def recap(meeting: Meeting, group: Group, now: dt.datetime) -> list[str]:
    """What the meeting got done, for the goodbyes and for its end; the first line is the whole in one sentence.

    `now` is what the time is, UTC; it is told only while the meeting goes on.
    """
    return [_in_one(meeting, group, now), *_accomplished(meeting, group), *_ahead(meeting, group)]


def _in_one(meeting: Meeting, group: Group, now: dt.datetime) -> str:
    """As in: `Ended 3:00 pm. 18 present, 1 guest. 2 decisions, 6 next steps, 1 parked → next agenda.`."""
    steps = meeting.steps.steps
    counts = [
        counted(len(meeting.of_kind(EntryKind.DECISION)), "{n:,} decision", "{n:,} decisions", "no decisions"),
        counted(len(steps), "{n:,} next step", "{n:,} next steps", "no next steps"),
        *([parked] if (parked := _parked(meeting, group)) else []),
    ]
    results = ", ".join(counts)
    present = who_was_present(meeting, Naming(group)).short
    return f"{_clock(meeting, now)}. {present}. {results[0].upper()}{results[1:]}."


def _clock(meeting: Meeting, now: dt.datetime) -> str:
    if meeting.ended is None:
        return say("It is {time}", time=say_time(now, meeting.zone))
    days = (local_date(meeting.ended, meeting.zone) - local_date(meeting.starts, meeting.zone)).days
    later = " " + say_number(days, "(+{n} day)", "(+{n} days)") if days > 0 else ""
    return say("Ended {time}{later}", time=say_time(meeting.ended, meeting.zone), later=later)


def _parked(meeting: Meeting, group: Group) -> str:
    parked = meeting.of_kind(EntryKind.PARKED)
    if not parked:
        return ""
    went: Counter[str] = Counter()
    for entry in parked:
        placed = meeting.parked.get(entry.id)
        went[f"→ {destination_words(placed, meeting, Naming(group))}" if placed else say("without a destination")] += 1
    if len(went) == 1:
        return say_number(len(parked), "{n} parked {which}", "{n} parked {which}", which=next(iter(went)))
    return say_number(
        len(parked),
        "{n} parked ({items})",
        "{n} parked ({items})",
        items=", ".join(f"{count} {where}" for where, count in went.items()),
    )


def _accomplished(meeting: Meeting, group: Group) -> list[str]:
    shown, personal = for_the_group(meeting, group), withheld_in(meeting, group)
    lines = [say("Decided: {text}", text=words(entry.filed.text)) for entry in shown.of_kind(EntryKind.DECISION)]
    # Personal ones count; why one is stuck is as personal as its words.
    every = [step for step in meeting.steps.steps.values() if step.open]
    steps = [msgspec.structs.replace(step, reason="") if step.id in personal else step for step in every]
    states = Counter(state_words(step, Naming(group)) for step in steps)
    if states:
        lines.append(say("Next steps: {items}", items=", ".join(f"{count} {state}" for state, count in states.items())))
    for row in carried_rows(meeting, Naming(group)):
        if row.told in ("done", "moved"):
            lines.append(
                say("Done: {text}", text=row.text) if row.told == "done" else say("Moved: {text}", text=row.text)
            )
    lines += [say("Celebrated: {text}", text=words(entry.filed.text)) for entry in shown.of_kind(EntryKind.CELEBRATION)]
    lines += [review_words(review, Naming(group)) for review in meeting.reviews]
    moments = meeting.agreement.moments
    if moments:
        lines.append(
            say(
                "Comfort / Discomfort Agreement v{version} {act}", version=moments[-1].version, act=say(moments[-1].act)
            )
        )
    return lines


def _ahead(meeting: Meeting, group: Group) -> list[str]:
    after = next_meeting(meeting, Naming(group))
    lines = [say("Next meeting: {when}", when=after.when)] if after.when else []
    return [*lines, say("Convener: {convener}", convener=after.convener)] if after.convener else lines
