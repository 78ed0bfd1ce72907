"""`/redact`: a line's words are removed for good, from everything this device can reach (`product.md` §3.5, §3.10)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import (
    Amended,
    Captured,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    MeetingId,
    MinutesReviewed,
    Redacted,
    ReviewAnswered,
)
from peer_tui.domain.gaps import quoted
from peer_tui.domain.history import act_of
from peer_tui.domain.parsed import kind_words
from peer_tui.domain.redaction import MARK, Removals, part_of
from peer_tui.domain.wall_time import local_time, say_short_time
from peer_tui.domain.words import say
from peer_tui.services import removing
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import Problem
from peer_tui.services.removing import OUT_OF_REACH, Removed
from peer_tui.services.said import Said, refused

if TYPE_CHECKING:
    from peer_tui.domain.meeting import Meeting
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.session import LiveSession
    from peer_tui.services.workspace import Workspace

ASKED = "redact "
REASON = "removed at request"
_SHOWN = 30
"""Letters of a line that are shown when its removal is asked about."""
_TIME = re.compile(r"(\d{1,2}):(\d{2})\s*([ap]m)?", re.IGNORECASE)
_MARK = frozenset({"mark", "keep-mark", "keepmark"})


def redact(session: LiveSession, rest: str = "") -> Said:
    """`/redact`, `/redact 2:31`, `/redact 2:31 2`, each also with `mark`: asks once, then removes the line's words."""
    words = rest.split()
    mark = bool(words) and words[-1].lower() in _MARK
    asked = " ".join(words[:-1] if mark else words)
    lines, number, why = _meant(session, asked)
    if why:
        return refused(why, f"/redact {rest}".rstrip())
    if len(lines) > 1 and number is None:
        return Said(
            say("{number} lines were entered then. Which? /redact {asked} 1", number=len(lines), asked=asked),
            done=False, line=f"/redact {asked} ", lines=_listed(session, lines), pane="find",
        )  # fmt: skip
    if number is not None and not 1 <= number <= len(lines):
        return refused(say("There is no line {number} of that minute.", number=number), f"/redact {rest}".rstrip())
    return redact_line(session, lines[(number or 1) - 1].id, mark=mark)


def redact_line(session: LiveSession, entry: EntryId, *, mark: bool = False) -> Said:
    """One line, e.g. the selected one. The first time it only asks; asked the same again, it is done."""
    known = session.meeting.entries.get(entry)
    if known is None or known.redacted:
        return refused(say("That line holds no words any more."))
    asked = f"{ASKED}{entry} {mark}"
    if session.asked_twice != asked:
        session.asked_twice = asked
        left = say("{mark} stays", mark=MARK) if mark else say("nothing stays")
        what = f"{kind_words(known.filed)} {quoted(known.filed.text, _SHOWN)}"
        return Said(
            say(
                "Remove {what} for good, everywhere; {left}, no undo? Once more the same removes it",
                what=what,
                left=left,
            )
        )
    session.asked_twice = ""
    forget_typed(session, entry)
    done = remove_lines(session.workspace, session.opened, session.id, [entry], MARK if mark else "", during=session.id)
    session.refresh()
    return _said(done)


def remove_lines(
    workspace: Workspace,
    opened: OpenGroup,
    meeting: MeetingId,
    entries: Sequence[EntryId],
    leave: str = "",
    *,
    during: MeetingId | None = None,
) -> Removed:
    """Remove the words of a meeting's lines, also where other meetings hold them: corrections, topics, edits.

    Args:
        workspace: the library.
        opened: the group.
        meeting: the meeting the lines stand in.
        entries: the lines.
        leave: what stands in their place: nothing, or `redaction.MARK`.
        during: the meeting in which it was asked for, if one is on.
    """
    folded = opened.meeting(meeting)
    texts = {text for entry in entries for text in _wordings(folded.entries.get(entry))}
    quoting = _amendments_of(opened, meeting, entries)
    texts |= {amended.text for amended in quoting}
    removals = Removals(Redacted(id="", target=entry, leave=leave) for entry in entries)
    bodies: dict[MeetingId, list[Event]] = {meeting: _for_lines(entries, leave)}
    bodies[meeting] += _for_lines([amended.amendment for amended in quoting], leave)
    bodies[meeting] += _answers_quoting(opened, meeting, [folded.entries.get(entry) for entry in entries], leave)
    for where in _speaking_of(workspace, opened, entries, texts):
        events = opened.events.get(where, ())
        if where != meeting and any(removals.of(event) is not event for event in events):
            bodies[where] = _for_lines(entries, leave)
        said_there = [
            Redacted(target=part_of(event.id, f"corrections.{place}"), leave=leave, reason=REASON)
            for event in events
            if isinstance(event, MinutesReviewed)
            for place, text in enumerate(event.corrections)
            if text in texts
        ]
        if said_there:
            bodies.setdefault(where, []).extend(said_there)
    if opened.glance.programmes:
        from peer_tui.services.programmes.own_words import rows_of_lines
        from peer_tui.services.programmes.quoted import quoted_in_reports

        lines = [folded.entries.get(entry) for entry in entries]
        bodies.setdefault("", []).extend(quoted_in_reports(opened, lines, leave, REASON))
        # What was changed of a row since is about the row, not about the line it came from.
        bodies[""].extend(_for_lines([row.id for row in rows_of_lines(opened, list(entries))], leave))
        if not bodies[""]:
            del bodies[""]
    return removing.record_removals(workspace, opened, bodies, during=during)


def _speaking_of(
    workspace: Workspace, opened: OpenGroup, entries: Sequence[EntryId], texts: Iterable[str]
) -> list[MeetingId]:
    """The meetings that may hold something about some lines: of hundreds, only these are read whole."""
    from peer_tui.store.removing.going import speaking_of

    found = set(speaking_of(workspace.library, opened.shards.values(), entries, texts))
    on_the_way = set(workspace.saver.shards())
    return ["", *(where for where, shard in opened.shards.items() if shard in found or shard in on_the_way)]


def find_line(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, words: str) -> Entry:
    """The line of a meeting that is meant: its number, or the time it was entered.

    Raises:
        Problem: none or several are meant; says which there are.
    """
    folded, numbers = opened.meeting(meeting), _numbers(opened, meeting)
    lines = [entry for entry in folded.lines() if not entry.redacted]
    asked, hours = words.strip(), hours_of(workspace, opened.group)
    if asked.isascii() and asked.isdigit() and int(asked) in numbers.values():
        meant = [entry for entry in lines if numbers.get(entry.id) == int(asked)]
        if not meant:
            raise Problem(say("Line {number} holds no words any more. Nothing was removed.", number=int(asked)))
        return meant[0]
    found = _at(folded, asked)
    if len(found) == 1:
        return found[0]
    choices = tuple(f"{numbers.get(one.id, 0):>3}  {_line(folded, one, hours)}" for one in found or lines)
    if found:
        one = numbers.get(found[0].id, 0)
        raise Problem(
            say(
                "{number} lines were entered at {asked}. Nothing was removed: give the number of one, e.g. "
                "--line {what}.",
                number=len(found),
                asked=asked,
                what=one,
            ),
            choices=choices,
        )
    raise Problem(
        say("Which line is “{words}”? Nothing was removed: give its number or its time.", words=words), choices=choices
    )


def numbered_lines(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> list[str]:
    """A meeting's lines with the numbers by which `find_line` knows them."""
    folded, hours, numbers = opened.meeting(meeting), hours_of(workspace, opened.group), _numbers(opened, meeting)
    lines = [entry for entry in folded.lines() if not entry.redacted]
    return [f"{numbers.get(entry.id, 0):>3}  {_line(folded, entry, hours)}" for entry in lines]


def _numbers(opened: OpenGroup, meeting: MeetingId) -> dict[EntryId, int]:
    """Each line's number: its place among all that were ever entered in the meeting.

    Those that were removed or taken back keep theirs, so that the same command, given twice, never means another line.
    """
    captured = [event for event in opened.events.get(meeting, ()) if isinstance(event, Captured)]
    entries = dict.fromkeys(event.entry for event in sorted(captured, key=lambda event: event.id))
    return {entry: number for number, entry in enumerate(entries, 1)}


def shown(workspace: Workspace, opened: OpenGroup, meeting: MeetingId, entry: Entry) -> str:
    """A line as it is named in a question: its time, what it is, its beginning."""
    return _line(opened.meeting(meeting), entry, hours_of(workspace, opened.group))


def _meant(session: LiveSession, words: str) -> tuple[list[Entry], int | None, str]:
    """The lines that are meant, which of them, and why none is."""
    if not words:
        last = session.last_line()
        return (
            ([session.meeting.entries[last]], None, "") if last else ([], None, say("There is no line of yours here."))
        )
    time, _, which = words.partition(" ")
    if which.strip().lower() in ("am", "pm"):
        time, which = words, ""
    found = _at(session.meeting, time)
    if not _TIME.fullmatch(time) or (which.strip() and not which.strip().isdecimal()):
        return [], None, say("Which line? /redact is your last one; /redact 2:31 the one entered then")
    if not found:
        return [], None, say("No line was entered at {time}.", time=time)
    return found, int(which) if which.strip() else None, ""


def _at(meeting: Meeting, words: str) -> list[Entry]:
    """The lines that were entered in a minute of the meeting's own clock, in order."""
    match = _TIME.fullmatch(words.strip())
    if match is None:
        return []
    hour, minute, half = int(match[1]), int(match[2]), (match[3] or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    found = []
    for entry in meeting.lines():
        local = local_time(entry.at, meeting.zone)
        same = local.hour == hour or (not half and 1 <= hour <= 12 and local.hour % 12 == hour % 12)
        if same and local.minute == minute and not entry.redacted:
            found.append(entry)
    return found


def forget_typed(session: LiveSession, entry: EntryId) -> None:
    """A half-typed edit of the line, and what the last answer said of it, go as well."""
    session.last_answer = Said()
    if session.begun is not None and session.begun.entry == entry:
        session.drafting.begin_anew()
        session.drafting.forget()


def _amendments_of(opened: OpenGroup, meeting: MeetingId, entries: Sequence[EntryId]) -> list[Amended]:
    """The amendments that changed these lines: what they say of it may quote them."""
    events = [event for event in opened.events.get(meeting, ()) if isinstance(event, Event)]
    acts = {act_of(one) for one in events if isinstance(one, EntryEdited | Captured) and one.entry in entries}
    return [event for event in events if isinstance(event, Amended) and act_of(event) in acts]


def _answers_quoting(
    opened: OpenGroup, meeting: MeetingId, lines: Iterable[Entry | None], leave: str
) -> list[Event]:  # fmt: skip
    """What reviewers said of these lines in their words: it is no line, so that nobody could remove it by itself."""
    from peer_tui.store.removing.needles import Needles

    known = [line for line in lines if line is not None]
    words = Needles(filed.text for line in known for filed in (line.filed, *line.history, *line.later))
    return [
        Redacted(target=part_of(event.id, "text"), leave=leave, reason=REASON)
        for event in opened.events.get(meeting, ())
        if isinstance(event, ReviewAnswered) and words.in_text(event.text)
    ]


def _wordings(entry: Entry | None) -> set[str]:
    """Every wording a line has had."""
    if entry is None or entry.filed.kind is not EntryKind.CORRECTION:
        return set()
    return {filed.text for filed in (entry.filed, *entry.history) if filed.text}


def _for_lines(entries: Iterable[EntryId], leave: str) -> list[Event]:
    return [Redacted(target=entry, leave=leave, reason=REASON) for entry in entries]


def _listed(session: LiveSession, lines: Sequence[Entry]) -> tuple[str, ...]:
    hours = session.hours
    return tuple(f"{number} {_line(session.meeting, entry, hours)}" for number, entry in enumerate(lines, 1))


def _line(meeting: Meeting, entry: Entry, hours: int) -> str:
    at = say_short_time(entry.at, meeting.zone, hours)
    return f"{at} {kind_words(entry.filed)} {quoted(entry.filed.text)}"


def _said(done: Removed) -> Said:
    if not done.finished and not done.sentences:
        return Said(
            say("Removed from the record; now it is taken out of the files. What that could not reach is told next.")
        )
    return Said(say("Removed: {words}.", words=done.words), lines=(*done.sentences, OUT_OF_REACH), pane="removed")
