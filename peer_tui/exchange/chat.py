"""Texts to paste into a meeting's chat, in pieces short enough for it (`product.md` §2.8).

Zoom's documents name 1,000 characters a message; pieces stay within 900, counted as UTF-16 units, which is how a chat
client counts an emoji. Nothing here tells notes, attendance or who said what: only what the group itself decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from peer_tui.domain.agenda import lay_out, spoken_title
from peer_tui.domain.events import EntryKind, Side
from peer_tui.domain.group import Group
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import Naming, words
from peer_tui.domain.reading import read_clock
from peer_tui.domain.rows import StepRow, step_rows, still_open_rows
from peer_tui.domain.sections import NO_WORDING, tally_words
from peer_tui.domain.wall_time import say_date, say_short_time, say_time, zone_letters
from peer_tui.domain.words import say
from peer_tui.exchange.letters import last_cut

LIMIT = 900
_NUMBER_ROOM = len("(999/999) ")


def pieces(lines: Sequence[str], limit: int = LIMIT) -> list[str]:
    """The lines as messages of at most `limit` characters, split at line ends, numbered if there are several.

    A line that is longer than a message is split at a space, or where it must. Nothing to say gives no message.
    """
    whole = "\n".join(lines)
    if not whole.strip():
        return []
    if _length(whole) <= limit:
        return [whole]
    messages, message = [], ""
    for part in (part for line in lines for part in _short_lines(line, limit - _NUMBER_ROOM)):
        longer = f"{message}\n{part}" if message else part
        if _length(longer) > limit - _NUMBER_ROOM:
            messages.append(message)
            longer = part
        message = longer
    messages = [message for message in [*messages, message] if message.strip()]
    return [f"({number}/{len(messages)}) {message}" for number, message in enumerate(messages, start=1)]


def _length(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)


def _fitting(line: str, most: int) -> int:
    """How many characters of a line are at most so many UTF-16 units."""
    units = 0
    for count, character in enumerate(line):
        units += 1 + (character > "\uffff")
        if units > most:
            return count
    return len(line)


def _short_lines(line: str, most: int) -> list[str]:
    parts = []
    while _length(line) > most:
        end = _fitting(line, most)
        space = line.rfind(" ", end // 2, end)
        cut = space if space > 0 else last_cut(line, end)
        parts.append(line[:cut])
        line = line[cut:].lstrip(" ")
    return [*parts, line]


# --- what can be pasted -------------------------------------------------------------------------------------------


def agenda(meeting: Meeting, group: Group) -> list[str]:
    """The agenda with its clock times, for the welcome."""
    zone = meeting.zone
    laid_out = lay_out(meeting.blocks, meeting.minutes, meeting.starts)
    when = f"{say_date(meeting.starts, zone)}, {say_time(meeting.starts, zone)} {zone_letters(meeting.starts, zone)}"
    lines = [f"{words(meeting.title) or words(group.name)} · {when}"]
    lines += [f"{say_short_time(row.at, zone)} {words(row.block.title)}" for row in laid_out.rows]
    return pieces(lines)


def agreement(meeting: Meeting, group: Group) -> list[str]:
    """The Comfort / Discomfort Agreement as it stands, both halves, without who proposed what."""
    return pieces(_agreement_lines(group))


def _agreement_lines(group: Group) -> list[str]:
    halves = (
        (say("What helps us be comfortable:"), group.agreement.lines(Side.COMFORT)),
        (say("What we do when something is uncomfortable:"), group.agreement.lines(Side.DISCOMFORT)),
    )
    lines = []
    for title, items in halves:
        if items:
            lines += [title, *(f"- {words(item.text)}" for item in items)]
    if not lines:
        return [say("We have not written a Comfort / Discomfort Agreement yet.")]
    return [say("Our Comfort / Discomfort Agreement (v{version})", version=group.agreement.version), *lines]


def now(meeting: Meeting, group: Group, at: dt.datetime) -> list[str]:
    """Where the meeting is at the instant `at`, UTC: the block, the time left, what comes next."""
    return pieces([line for line in (_now_line(meeting, group, at), _then_line(meeting, group, at)) if line])


def _now_line(meeting: Meeting, group: Group, at: dt.datetime) -> str:
    if meeting.is_off_record:
        return say("Now: off the record. Nothing is being written.")
    block = meeting.block
    if block is None:
        if meeting.ended is not None:
            return say("The meeting ended at {time}.", time=say_time(meeting.ended, meeting.zone))
        return say("We begin at {time}.", time=say_time(meeting.starts, meeting.zone))
    current = meeting.current
    priority = group.priorities.get(current.item) if current is not None and current.item else None
    about = f": {words(priority.name)}" if priority is not None else ""
    clock = say("we have paused") if meeting.paused else _reading_words(meeting, group, at)
    return (
        say("Now: {title}{about} · {clock}", title=words(block.title), about=about, clock=clock)
        if clock
        else say("Now: {title}{about}", title=words(block.title), about=about)
    )


def _reading_words(meeting: Meeting, group: Group, at: dt.datetime) -> str:
    items = tuple(priority.id for priority in group.active_priorities)
    return read_clock(meeting.course(items), at, meeting.zone).calm


def _then_line(meeting: Meeting, group: Group, at: dt.datetime) -> str:
    if meeting.ended is not None:
        return ""
    following = meeting.next_block()
    told = [say("Then: {following}", following=spoken_title(following))] if following is not None else []
    reading = read_clock(meeting.course(), at, meeting.zone)
    steps = meeting.job("steps")
    begun = steps is not None and meeting.visited(steps.key)
    if reading.next_steps_by is not None and not begun:
        told.append(say("Next Steps by {time}", time=say_short_time(reading.next_steps_by, meeting.zone)))
    return " · ".join(told)


def proposal(meeting: Meeting, group: Group) -> list[str]:
    """The newest proposal in its exact words, and what the fingers mean; nothing if there is none to decide."""
    waiting = [entry for entry in meeting.of_kind(EntryKind.PROPOSAL) if entry.outcome != "agreed"]
    if not waiting:
        return []
    entry = waiting[-1]
    lines = [say("Proposal: {text}", text=words(entry.filed.text) or say(NO_WORDING))]
    if any(entry.fingers):
        lines.append(say("So far – {tally_words}", tally_words=tally_words(entry.fingers)))
    lines.append(
        say(
            "Show 0 to 5 fingers, on camera or as a number here: 5 I will lead it · 4 I will work for it · "
            "3 I can let it pass · 2 minor issues · 1 needs discussion or changes · 0 I block it"
        )
    )
    return pieces(lines)


def steps(meeting: Meeting, group: Group) -> list[str]:
    """Every next step promised so far, then those carried: who, what, by when, done when, and how they stand."""
    rows, before = step_rows(meeting, Naming(group)), still_open_rows(meeting, Naming(group))
    said = [say("Our next steps"), *(_step_line(row) for row in rows)] if rows else []
    said += [say("Still open from before"), *(_step_line(row) for row in before)] if before else []
    return pieces(said or [say("No next steps yet.")])


def _step_line(row: StepRow) -> str:
    number = f"{row.label}. " if row.label else "- "
    done = " · " + say("done when: {done_when}", done_when=row.done_when) if row.done_when else ""
    when = row.by_when if row.by_when == say("no date") else say("by {by_when}", by_when=row.by_when)
    state = "" if row.state == say("unclaimed") else f" · {row.state}"
    carries = say("carried {carried}×", carried="\0").partition("\0")[0]
    carried = "".join(f" · {note}" for note in row.notes if note.startswith(carries))
    return f"{number}{row.text} · {row.who} · {when}{done}{state}{carried}"


def catch_up(meeting: Meeting, group: Group, at: dt.datetime) -> list[str]:
    """For somebody who has just arrived: where we are, the decisions so far, the gist of the agreement.

    The decisions stand before the agreement, so that they are in the first piece.
    """
    decisions = [words(entry.filed.text) or say(NO_WORDING) for entry in meeting.of_kind(EntryKind.DECISION)]
    lines = [say("Welcome! To catch up:"), _now_line(meeting, group, at)]
    lines += (
        [say("Decided so far:"), *(f"- {text}" for text in decisions)]
        if decisions
        else [say("Nothing is decided yet.")]
    )
    return pieces([*lines, *_agreement_lines(group)])


def evaluation(link: str) -> list[str]:
    """An invitation to say how the meeting was, with the group's own link; nothing without one."""
    address = words(link)
    return pieces([say("How was this meeting for you? Please tell us: {address}", address=address)]) if address else []
