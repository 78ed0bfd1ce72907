"""The capture line: what a typed line does. Anything typed is kept (`product.md` §3.1, §3.5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.capture import plain_note
from peer_tui.domain.entries import as_kind
from peer_tui.domain.events import (
    AgreementProposed,
    BlockKey,
    Captured,
    CorrectionMade,
    EntryId,
    EntryKind,
    Event,
    EventId,
    Filed,
)
from peer_tui.domain.history import act_of
from peer_tui.domain.parsed import (
    AgreementLine,
    Arrival,
    Command,
    Departure,
    Empty,
    Entry,
    Parsed,
    Queue,
    Retag,
    Substitution,
    kind_words,
)
from peer_tui.domain.preview import preview as say_preview
from peer_tui.domain.words import either, say, say_number
from peer_tui.services import asked, attendance, editing
from peer_tui.services.editing import edit, number_for, read_edit
from peer_tui.services.performing import perform, preview_command
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession
from peer_tui.services.stepping import describe

__all__ = ["OFF_RECORD", "edit", "enter", "number_for", "preview", "read_edit", "take_pasted"]

if TYPE_CHECKING:
    from peer_tui.domain.programmes.capture_words import OwnWord

OFF_RECORD = say("OFF THE RECORD — nothing is being saved")


def preview(session: LiveSession, line: str) -> str:
    """How a line would be filed, in words."""
    if not line.strip():
        return ""
    off = session.meeting.is_off_record
    answer = None if off else asked.answer_to(session, line)
    if answer is not None:
        return asked.preview_answer(session, answer)
    parsed = session.read(line)
    if isinstance(parsed, Command):
        return preview_command(session, parsed)
    if off and not isinstance(parsed, Arrival | Departure | Queue):
        return OFF_RECORD
    return say_preview(parsed, session.surroundings())


def enter(session: LiveSession, line: str) -> Said:
    """Do what the line says. Whatever it is, unless it is `/end` or nothing at all, the meeting is not ending now."""
    off = session.meeting.is_off_record
    parsed = session.read(line)
    if not isinstance(parsed, Empty | Command):
        session.asked_twice = ""
    answer = None if off or isinstance(parsed, Command) else asked.answer_to(session, line)
    session.just_named = session.just_named if answer is not None else None
    if answer is not None:
        return asked.take(session, answer)
    if off and not isinstance(parsed, Command | Arrival | Departure | Queue | Empty):
        # Held nowhere: not in the record, not in a draft, not in what was said back.
        return Said(OFF_RECORD)
    if session.meeting.approved is not None and not isinstance(parsed, Command | Empty):
        return refused(say("These minutes stand approved; they can only be amended. Nothing was added."), line)
    if not session.meeting.live and isinstance(parsed, Entry | Retag | Substitution | AgreementLine):
        return _not_live(session, parsed)
    return _DOES[type(parsed)](session, parsed)


_WHEN_NOT_LIVE = {
    "planned": say("added before the doors opened"),
    "ended": say("added after the end"),
    "cancelled": say("added to a cancelled meeting"),
}


def _not_live(session: LiveSession, parsed: Entry | Retag | Substitution | AgreementLine) -> Said:
    """Before the doors open and after the end a line is kept all the same."""
    if isinstance(parsed, AgreementLine):
        return refused(say("The meeting is not in session; the agreement is changed in a meeting."), parsed.typed)
    said = _DOES[type(parsed)](session, parsed)
    return (
        msgspec.structs.replace(said, words=f"{said.words} · {_WHEN_NOT_LIVE[session.meeting.state]}")
        if said.done
        else said
    )


def _empty(session: LiveSession, parsed: Empty) -> Said:
    from peer_tui.services.goodbyes import confirm_end, is_asked

    if is_asked(session):
        return confirm_end(session)
    return asked.pass_over(session)


def _entry(session: LiveSession, parsed: Entry) -> Said:
    body = _captured(session, parsed)
    if body.filed.kind is EntryKind.CORRECTION:
        return _correction(session, body)
    stamped = session.record(body)[0]
    if parsed.own is not None:
        _add_rows(session, [(body, parsed.own)], stamped.id)
    if body.filed.kind is EntryKind.STEP:
        session.just_named = body.entry
    return Said(_filed_words(session, body.entry, parsed))


def _add_rows(session: LiveSession, lines: list[tuple[Captured, OwnWord]], act: EventId) -> None:
    """The rows that lines of a programme's own words add to its registers: part of the same act."""
    known = session.own_words
    if known is None or not any(own.register for _, own in lines):
        return
    from peer_tui.services.programmes.own_words import rows_added

    rows = rows_added(session.workspace, session.opened, known.programme, lines, session.id)
    if rows:
        session.record_elsewhere("", *rows, act=act)


def _captured(session: LiveSession, parsed: Entry) -> Captured:
    filed = _with_priority(session, parsed.filed)
    entry = session.begun.entry if session.begun else session.workspace.new_id()
    if entry in session.meeting.entries:
        entry = session.workspace.new_id()
    block = _block_for(session, parsed)
    return Captured(entry=entry, block=block, filed=filed, number=number_for(session, filed.kind))


def _block_for(session: LiveSession, parsed: Entry) -> BlockKey:
    """Where a line belongs: before the doors open the first block, after the end the last."""
    block, blocks = session.block, session.meeting.blocks
    if block is None and blocks:
        block = blocks[-1] if session.meeting.ended else blocks[0]
    if parsed.previous_block and block is not None:
        block = session.block_before(block.key) or block
    return block.key if block else ""


def _with_priority(session: LiveSession, filed: Filed) -> Filed:
    """A line said while a priority is up belongs to it, unless it names another."""
    begun = session.begun
    current = session.meeting.current
    item = begun.item if begun else current.item if current else None
    if filed.priority is None and item is not None:
        return msgspec.structs.replace(filed, priority=item)
    return filed


def _filed_words(session: LiveSession, entry: EntryId, parsed: Entry) -> str:
    line = session.meeting.entries[entry]
    words = kind_words(line.filed)
    step = session.group.steps.steps.get(entry)
    if step is not None:
        words = f"{words} {describe(session, step)}"
    notes = [*parsed.warnings, *([parsed.reason] if parsed.reason else [])]
    if parsed.own is not None and parsed.own.register and session.own_words is not None:
        notes.append(say("added to “{list}”", list=parsed.own.list))
    if line.filed.private:
        notes.append(say("not in the group's minutes · /share {label} lets it in", label=step.label if step else ""))
    if parsed.candidates and line.filed.owner is None:
        notes.append(either(f"@{line.filed.meant}{n} {p.name}" for n, p in enumerate(parsed.candidates, 1)))
    elif line.filed.meant and line.filed.owner is None:
        notes.append(say("nobody here is called {meant}", meant=line.filed.meant))
    return " · ".join([words, *notes])


def _correction(session: LiveSession, body: Captured) -> Said:
    from peer_tui.services.reviewing import day_of, under_review

    earlier = under_review(session)
    if earlier is None or earlier.approved:
        session.record(msgspec.structs.replace(body, filed=as_kind(body.filed, EntryKind.NOTE)))
        if earlier is None:
            return Said(say("There are no earlier minutes to correct; kept as a NOTE."))
        return Said(
            say("The minutes of {day_of} are approved and can only be amended; kept as a NOTE.", day_of=day_of(earlier))
        )
    stamped = session.record(body)[0]
    correction = CorrectionMade(entry=body.entry, text=body.filed.text)
    session.record_elsewhere(earlier.id, correction, act=stamped.id)
    return Said(
        say("CORRECTION to the minutes of {day_of} · /approve will say “approved as corrected”", day_of=day_of(earlier))
    )


def _agreement_line(session: LiveSession, parsed: AgreementLine) -> Said:
    session.record(AgreementProposed(item=session.workspace.new_id(), side=parsed.side, text=parsed.text))
    return Said(say("{side} proposed · /adopt when the group consents", side=say(parsed.side).upper()))


def _command(session: LiveSession, parsed: Command) -> Said:
    session.drafting.begin_anew()
    return perform(session, parsed)


_DOES: dict[type, Callable[..., Said]] = {
    Empty: _empty,
    Entry: _entry,
    AgreementLine: _agreement_line,
    Arrival: attendance.arrive,
    Departure: attendance.leave,
    Queue: attendance.queue,
    Retag: editing.change_kind,
    Substitution: editing.substitute,
    Command: _command,
}


def take_pasted(session: LiveSession, lines: list[str], how: str) -> Said:
    """Several pasted lines at once: `one` entry, `many` (each line's own sigil), `notes`, or `names` of who is here.

    What is captured is one act: one undo takes the paste back. A half-typed line in the capture line stays there.
    """
    lines = [line for line in lines if line.strip()]
    if how == "names":
        return attendance.arrive_pasted(session, lines)
    if session.meeting.is_off_record:
        return Said(OFF_RECORD)
    if session.meeting.approved is not None:
        return refused(say("These minutes stand approved; they can only be amended. Nothing was added."))
    waiting, session.begun = session.begun, None
    try:
        read = plain_note if how == "notes" else session.read_pasted
        return _paste(session, [read(line) for line in ([" ".join(lines)] if how == "one" else lines)])
    finally:
        session.begun = waiting


def _paste(session: LiveSession, parsed: list[Parsed]) -> Said:
    bodies: list[Event] = []
    own: list[tuple[Captured, OwnWord]] = []
    number = number_for(session, EntryKind.STEP)
    for one in parsed:
        if isinstance(one, Arrival | Departure) and one.person is None and one.candidates:
            one = plain_note(one.typed)
        if not isinstance(one, Entry) or one.filed.kind is EntryKind.CORRECTION:
            _DOES[type(one)](session, one)
            continue
        body = _captured(session, one)
        if body.number:
            body, number = msgspec.structs.replace(body, number=number), number + 1
        bodies.append(body)
        own += [(body, one.own)] if one.own is not None else []
    if bodies:
        stamped = session.record(*bodies)
        _add_rows(session, own, act_of(stamped[0]))
    return Said(say_number(len(parsed), "{n} line kept", "{n} lines kept"))
