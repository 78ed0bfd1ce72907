"""The capture line: what a typed line does. Anything typed is kept (`product.md` §3.1, §3.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from peer_tui.domain.capture import plain_note, retag
from peer_tui.domain.characters import clean
from peer_tui.domain.entries import as_kind
from peer_tui.domain.events import (
    AgreementProposed,
    BlockKey,
    Captured,
    CorrectionMade,
    EntryEdited,
    EntryId,
    EntryKind,
    Event,
    Filed,
)
from peer_tui.domain.parsed import (
    KIND_WORDS,
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
)
from peer_tui.domain.preview import preview as say_preview
from peer_tui.domain.preview import with_article
from peer_tui.services import attendance, walking
from peer_tui.services.earlier import touched_by
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession
from peer_tui.services.stepping import describe

OFF_RECORD = "OFF THE RECORD — nothing is being saved"


def preview(session: LiveSession, line: str) -> str:
    """How a line would be filed, in words."""
    from peer_tui.services.verbs import preview_command

    if not line.strip():
        return ""
    off = session.meeting.is_off_record
    answer = None if off else walking.answer_to(session, line)
    if answer is not None:
        return walking.preview_answer(session, answer)
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
    answer = None if off or isinstance(parsed, Command) else walking.answer_to(session, line)
    session.just_named = session.just_named if answer is not None else None
    if answer is not None:
        return walking.take(session, answer)
    if off and not isinstance(parsed, Command | Arrival | Departure | Queue | Empty):
        # Held nowhere: not in the record, not in a draft, not in what was said back.
        return Said(OFF_RECORD)
    if session.meeting.approved is not None and not isinstance(parsed, Command | Empty):
        return refused("These minutes stand approved; they can only be amended. Nothing was added.", line)
    if not session.meeting.live and isinstance(parsed, Entry | Retag | Substitution | AgreementLine):
        return _not_live(session, parsed)
    return _DOES[type(parsed)](session, parsed)


_WHEN_NOT_LIVE = {
    "planned": "added before the doors opened",
    "ended": "added after the end",
    "cancelled": "added to a cancelled meeting",
}


def _not_live(session: LiveSession, parsed: Entry | Retag | Substitution | AgreementLine) -> Said:
    """Before the doors open and after the end a line is kept all the same."""
    if isinstance(parsed, AgreementLine):
        return refused("The meeting is not in session; the agreement is changed in a meeting.", parsed.typed)
    said = _DOES[type(parsed)](session, parsed)
    return replace(said, words=f"{said.words} · {_WHEN_NOT_LIVE[session.meeting.state]}") if said.done else said


def _empty(session: LiveSession, parsed: Empty) -> Said:
    from peer_tui.services.goodbyes import confirm_end, is_asked

    if is_asked(session):
        return confirm_end(session)
    return walking.pass_over(session)


def _entry(session: LiveSession, parsed: Entry) -> Said:
    body = _captured(session, parsed)
    if body.filed.kind is EntryKind.CORRECTION:
        return _correction(session, body)
    session.record(body)
    if body.filed.kind is EntryKind.STEP:
        session.just_named = body.entry
    return Said(_filed_words(session, body.entry, parsed))


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


def number_for(session: LiveSession, kind: EntryKind) -> int:
    """A next step's number: the highest known plus one, for ever. 0 for other kinds."""
    return session.group.steps.highest + 1 if kind is EntryKind.STEP else 0


def _filed_words(session: LiveSession, entry: EntryId, parsed: Entry) -> str:
    line = session.meeting.entries[entry]
    words = KIND_WORDS[line.filed.kind]
    step = session.group.steps.steps.get(entry)
    if step is not None:
        words = f"{words} {describe(session, step)}"
    notes = [*parsed.warnings, *([parsed.reason] if parsed.reason else [])]
    if parsed.candidates and line.filed.owner is None:
        notes.append(" or ".join(f"@{line.filed.meant}{n} {p.name}" for n, p in enumerate(parsed.candidates, 1)))
    elif line.filed.meant and line.filed.owner is None:
        notes.append(f"nobody here is called {line.filed.meant}")
    return " · ".join([words, *notes])


def _correction(session: LiveSession, body: Captured) -> Said:
    from peer_tui.services.reviewing import day_of, under_review

    earlier = under_review(session)
    if earlier is None or earlier.approved:
        session.record(msgspec.structs.replace(body, filed=as_kind(body.filed, EntryKind.NOTE)))
        if earlier is None:
            return Said("There are no earlier minutes to correct; kept as a NOTE.")
        return Said(f"The minutes of {day_of(earlier)} are approved and can only be amended; kept as a NOTE.")
    stamped = session.record(body)[0]
    correction = CorrectionMade(entry=body.entry, text=body.filed.text)
    session.record_elsewhere(earlier.id, correction, act=stamped.id)
    return Said(f"CORRECTION to the minutes of {day_of(earlier)} · /approve will say “approved as corrected”")


def _agreement_line(session: LiveSession, parsed: AgreementLine) -> Said:
    session.record(AgreementProposed(item=session.workspace.new_id(), side=parsed.side, text=parsed.text))
    return Said(f"{parsed.side.upper()} proposed · /adopt when the group consents")


def _retag(session: LiveSession, parsed: Retag) -> Said:
    entry = session.last_line()
    if entry is None:
        return refused("There is no line of yours to change yet.", parsed.typed)
    _rewrite(session, entry, retag(session.meeting.entries[entry].filed, parsed.kind, session.surroundings()))
    return Said(f"The last line is now {with_article(parsed.kind)}")


def _rewrite(session: LiveSession, entry: EntryId, filed: Filed) -> None:
    """A line as it now stands. A correction to earlier minutes is changed, or withdrawn, there too."""
    known = session.meeting.entries[entry]
    number = known.number or number_for(session, filed.kind)
    stamped = session.record(EntryEdited(entry=entry, filed=filed, number=number))[0]
    if known.filed.kind is not EntryKind.CORRECTION:
        return
    text = filed.text if filed.kind is EntryKind.CORRECTION else ""
    told = [event for event in session.events if isinstance(event, Captured | EntryEdited) and event.entry == entry]
    for meeting in touched_by(session, told):
        events = session.opened.events.get(meeting, ())
        if any(isinstance(event, CorrectionMade) and event.entry == entry for event in events):
            session.record_elsewhere(meeting, CorrectionMade(entry=entry, text=text), act=stamped.id)


def _substitute(session: LiveSession, parsed: Substitution) -> Said:
    """The first place in the newest line of this device that has the words; `s/old/new/` as everywhere."""
    for entry in reversed(session.our_lines()):
        filed = session.meeting.entries[entry].filed
        field = next((f for f in ("text", "done_when") if parsed.old in getattr(filed, f)), None)
        if field is None:
            continue
        said = getattr(filed, field).replace(parsed.old, parsed.new, 1).strip()
        if not said and field == "text":
            return refused("That would leave nothing of the line; /undo takes a line back.", parsed.typed)
        typed = filed.typed.replace(parsed.old, parsed.new, 1)
        _rewrite(session, entry, msgspec.structs.replace(filed, typed=typed, **{field: said}))
        return Said(f"Corrected: {said}")
    return refused(f"No line of yours contains “{parsed.old}”.", parsed.typed)


def edit(session: LiveSession, entry: EntryId, line: str) -> Said:
    """An earlier line as it should read: its time, block and number stay.

    Its kind stays too, unless the edit begins with another sigil or word than the line did when it was typed.
    """
    known = session.meeting.entries.get(entry)
    parsed = session.read(line)
    if (
        known is None
        or known.redacted
        or session.meeting.is_off_record
        or session.meeting.approved
        or isinstance(parsed, Empty)
    ):
        return refused("That line cannot be edited now.", line)
    before = session.read(known.filed.typed)
    filed = parsed.filed if isinstance(parsed, Entry) else Filed(EntryKind.NOTE, clean(line), clean(line))
    if isinstance(before, Entry) and before.filed.kind is filed.kind is not known.filed.kind:
        filed = retag(filed, known.filed.kind, session.surroundings())
    if filed.priority is None:
        filed = msgspec.structs.replace(filed, priority=known.filed.priority)
    _rewrite(session, entry, filed)
    return Said(f"{KIND_WORDS[filed.kind]} edited; it keeps its time")


def _command(session: LiveSession, parsed: Command) -> Said:
    from peer_tui.services.verbs import perform

    session.drafting.begin_anew()
    return perform(session, parsed)


_DOES: dict[type, Callable[..., Said]] = {
    Empty: _empty,
    Entry: _entry,
    AgreementLine: _agreement_line,
    Arrival: attendance.arrive,
    Departure: attendance.leave,
    Queue: attendance.queue,
    Retag: _retag,
    Substitution: _substitute,
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
        return refused("These minutes stand approved; they can only be amended. Nothing was added.")
    waiting, session.begun = session.begun, None
    try:
        read = plain_note if how == "notes" else session.read_pasted
        return _paste(session, [read(line) for line in ([" ".join(lines)] if how == "one" else lines)])
    finally:
        session.begun = waiting


def _paste(session: LiveSession, parsed: list[Parsed]) -> Said:
    bodies: list[Event] = []
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
    if bodies:
        session.record(*bodies)
    return Said(f"{len(parsed)} line{'s' if len(parsed) != 1 else ''} kept")
