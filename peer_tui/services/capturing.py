"""The capture line: what a typed line does. Anything typed is kept (`product.md` §3.1, §3.5)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from peer_tui.domain.capture import plain_note, retag
from peer_tui.domain.characters import clean
from peer_tui.domain.events import (
    AgreementProposed,
    BlockKey,
    Captured,
    CorrectionMade,
    EntryEdited,
    EntryId,
    EntryKind,
    Filed,
)
from peer_tui.domain.meeting import as_kind
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
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

OFF_RECORD = "OFF THE RECORD — nothing is being saved"


def preview(session: LiveSession, line: str) -> str:
    """How a line would be filed, in words."""
    from peer_tui.services.verbs import preview_command

    if not line.strip():
        return ""
    answer = walking.answer_to(session, line)
    if answer is not None:
        return walking.preview_answer(session, answer)
    parsed = session.read(line)
    if isinstance(parsed, Command):
        return preview_command(session, parsed)
    if session.meeting.is_off_record and not isinstance(parsed, Arrival | Departure | Queue):
        return OFF_RECORD
    return say_preview(parsed, session.surroundings())


def enter(session: LiveSession, line: str) -> Said:
    """Do what the line says."""
    if not session.meeting.is_off_record:
        answer = walking.answer_to(session, line)
        if answer is not None:
            return walking.take(session, answer)
    parsed = session.read(line)
    if session.meeting.is_off_record and not isinstance(parsed, Command | Arrival | Departure | Queue | Empty):
        # Held nowhere: not in the record, not in a draft, not in what was said back.
        return Said(OFF_RECORD)
    if not session.meeting.live and isinstance(parsed, Entry | Retag | Substitution | AgreementLine):
        return _not_live(session, parsed)
    return _DOES[type(parsed)](session, parsed)


def _not_live(session: LiveSession, parsed: Parsed) -> Said:
    """Before the doors open and after the end a line is kept all the same."""
    if isinstance(parsed, Entry):
        said = _entry(session, parsed)
        return Said(f"{said.words} · added {'after the end' if session.meeting.ended else 'before the doors opened'}")
    return refused("The meeting is not in session; that was not done.", parsed.typed)


def _empty(session: LiveSession, parsed: Empty) -> Said:
    from peer_tui.services.goodbyes import confirm_end, is_asked

    if is_asked(session):
        return confirm_end(session)
    return walking.pass_over(session)


def _entry(session: LiveSession, parsed: Entry) -> Said:
    block = _block_for(session, parsed)
    filed = _with_priority(session, parsed.filed)
    entry = session.begun.entry if session.begun else session.workspace.new_id()
    body = Captured(entry=entry, block=block, filed=filed, number=number_for(session, filed.kind))
    if filed.kind is EntryKind.CORRECTION:
        return _correction(session, body)
    session.record(body)
    return Said(_filed_words(session, entry, parsed))


def _block_for(session: LiveSession, parsed: Entry) -> BlockKey:
    block = session.block
    if block is None:
        block = session.meeting.blocks[-1] if session.meeting.ended else None
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
    if line.filed.kind is EntryKind.STEP:
        step = session.group.steps.steps.get(entry)
        label = step.label if step else str(line.number)
        words = f"{words} {label}"
    if parsed.candidates and line.filed.owner is None:
        some = " · ".join(f"{n} {person.name}" for n, person in enumerate(parsed.candidates, 1))
        return f"{words} · unclaimed, meant “{line.filed.meant}”: {some}"
    notes = [*parsed.warnings, *([parsed.reason] if parsed.reason else [])]
    return " · ".join([words, *notes])


def _correction(session: LiveSession, body: Captured) -> Said:
    from peer_tui.services.reviewing import under_review

    earlier = under_review(session)
    if earlier is None:
        session.record(msgspec.structs.replace(body, filed=as_kind(body.filed, EntryKind.NOTE)))
        return Said("There are no earlier minutes to correct; kept as a NOTE.")
    if earlier.approved:
        session.record(msgspec.structs.replace(body, filed=as_kind(body.filed, EntryKind.NOTE)))
        return Said(f"The minutes of {earlier.title} are approved and can only be amended; kept as a NOTE.")
    stamped = session.record(body)[0]
    session.record_elsewhere(earlier.id, CorrectionMade(entry=body.entry, text=body.filed.text), act=stamped.id)
    return Said("CORRECTION recorded · /approve will say “approved as corrected”")


def _agreement_line(session: LiveSession, parsed: AgreementLine) -> Said:
    session.record(AgreementProposed(item=session.workspace.new_id(), side=parsed.side, text=parsed.text))
    return Said(f"{parsed.side.upper()} proposed · /adopt when the group consents")


def _retag(session: LiveSession, parsed: Retag) -> Said:
    entry = session.last_line()
    if entry is None:
        return refused("There is no line of yours to change yet.", parsed.typed)
    line = session.meeting.entries[entry]
    filed = retag(line.filed, parsed.kind, session.surroundings())
    session.record(EntryEdited(entry=entry, filed=filed, number=line.number or number_for(session, parsed.kind)))
    return Said(f"The last line is now {with_article(parsed.kind)}")


def _substitute(session: LiveSession, parsed: Substitution) -> Said:
    for entry in reversed(session.our_lines()):
        filed = session.meeting.entries[entry].filed
        if parsed.old in filed.text or parsed.old in filed.done_when:
            text = filed.text.replace(parsed.old, parsed.new)
            corrected = msgspec.structs.replace(
                filed,
                text=text,
                done_when=filed.done_when.replace(parsed.old, parsed.new),
                typed=filed.typed.replace(parsed.old, parsed.new),
            )
            session.record(EntryEdited(entry=entry, filed=corrected))
            return Said(f"Corrected: {text}")
    return refused(f"No line of yours contains “{parsed.old}”.", parsed.typed)


def edit(session: LiveSession, entry: EntryId, line: str) -> Said:
    """An earlier line as it should read: its time, block and number stay."""
    known = session.meeting.entries.get(entry)
    if known is None or session.meeting.is_off_record:
        return refused("That line cannot be edited now.", line)
    parsed = session.read(line)
    filed = parsed.filed if isinstance(parsed, Entry) else Filed(EntryKind.NOTE, clean(line), clean(line))
    if filed.priority is None:
        filed = msgspec.structs.replace(filed, priority=known.filed.priority)
    number = known.number or number_for(session, filed.kind)
    session.record(EntryEdited(entry=entry, filed=filed, number=number))
    return Said(f"{KIND_WORDS[filed.kind]} edited; it keeps its time")


def _command(session: LiveSession, parsed: Command) -> Said:
    from peer_tui.services.verbs import perform

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
    """Several pasted lines at once: `one` entry, `many` (each line's own sigil), `notes`, or `names` of who is here."""
    lines = [line for line in lines if line.strip()]
    if session.meeting.is_off_record:
        return Said(OFF_RECORD)
    if how == "names":
        return attendance.arrive_pasted(session, lines)
    if how == "one":
        return session.enter(" ".join(lines))
    for parsed in map(plain_note if how == "notes" else session.read_pasted, lines):
        session.begun = None
        _DOES[type(parsed)](session, parsed)
    return Said(f"{len(lines)} lines kept")
