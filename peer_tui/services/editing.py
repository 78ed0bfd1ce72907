"""A line that was entered already: filed as another kind, corrected, edited. What it added elsewhere follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.capture import retag
from peer_tui.domain.characters import clean
from peer_tui.domain.events import Captured, CorrectionMade, EntryEdited, EntryId, EntryKind, Filed
from peer_tui.domain.parsed import Empty, Entry, Parsed, Retag, Substitution, kind_words
from peer_tui.domain.preview import with_article
from peer_tui.domain.words import say
from peer_tui.services.earlier import touched_by
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession

if TYPE_CHECKING:
    from peer_tui.domain.programmes.capture_words import OwnWord

_WORDS_ALONE = (EntryKind.NOTE, EntryKind.LINK)
"""What a line without a sigil or a word is filed as."""


def number_for(session: LiveSession, kind: EntryKind) -> int:
    """A next step's number: the highest known plus one, for ever. 0 for other kinds."""
    return session.group.steps.highest + 1 if kind is EntryKind.STEP else 0


def change_kind(session: LiveSession, parsed: Retag) -> Said:
    """A sigil alone: the last line becomes another kind. A personal next step is not made the group's so easily."""
    entry = session.last_line()
    if entry is None:
        return refused(say("There is no line of yours to change yet."), parsed.typed)
    if session.meeting.entries[entry].filed.private:
        return refused(
            say("The last line is somebody's personal next step. /undo gives it back, to be typed otherwise."),
            parsed.typed,
        )
    _rewrite(session, entry, retag(session.meeting.entries[entry].filed, parsed.kind, session.surroundings()))
    return Said(say("The last line is now {with_article}", with_article=with_article(parsed.kind)))


def _rewrite(session: LiveSession, entry: EntryId, filed: Filed, own: OwnWord | None = None) -> None:
    """A line as it now stands. A correction to earlier minutes is changed, or withdrawn, there too.

    So is the row that it added to a register; `own` is the programme's word it was typed anew with.
    """
    known = session.meeting.entries[entry]
    before = known.filed
    number = known.number or number_for(session, filed.kind)
    stamped = session.record(EntryEdited(entry=entry, filed=filed, number=number))[0]
    if session.own_words is not None:
        from peer_tui.services.programmes.own_words import rows_following

        words = session.own_words
        rows = rows_following(session.workspace, session.opened, entry, before, filed, own, words)
        if rows:
            session.record_elsewhere("", *rows, act=stamped.id)
    if known.filed.kind is not EntryKind.CORRECTION:
        return
    text = filed.text if filed.kind is EntryKind.CORRECTION else ""
    told = [event for event in session.events if isinstance(event, Captured | EntryEdited) and event.entry == entry]
    for meeting in touched_by(session, told):
        events = session.opened.events.get(meeting, ())
        if any(isinstance(event, CorrectionMade) and event.entry == entry for event in events):
            session.record_elsewhere(meeting, CorrectionMade(entry=entry, text=text), act=stamped.id)


def substitute(session: LiveSession, parsed: Substitution) -> Said:
    """The first place in the newest line of this device that has the words; `s/old/new/` as everywhere."""
    for entry in reversed(session.our_lines()):
        filed = session.meeting.entries[entry].filed
        field = next((f for f in ("text", "done_when") if parsed.old in getattr(filed, f)), None)
        if field is None:
            continue
        said = getattr(filed, field).replace(parsed.old, parsed.new, 1).strip()
        if not said and field == "text":
            return refused(say("That would leave nothing of the line; /undo takes a line back."), parsed.typed)
        typed = filed.typed.replace(parsed.old, parsed.new, 1)
        _rewrite(session, entry, msgspec.structs.replace(filed, typed=typed, **{field: said}))
        return Said(say("Corrected: {said}", said=said))
    return refused(say("No line of yours contains “{old}”.", old=parsed.old), parsed.typed)


def edit(session: LiveSession, entry: EntryId, line: str) -> Said:
    """An earlier line as it should read: its time, block and number stay.

    Its kind stays too, unless the edit begins with another sigil or word than the line did when it was typed.
    """
    known = session.meeting.entries.get(entry)
    parsed = read_edit(session, entry, line)
    if (
        known is None
        or known.redacted
        or session.meeting.is_off_record
        or session.meeting.approved
        or isinstance(parsed, Empty)
    ):
        return refused(say("That line cannot be edited now."), line)
    before = session.read(known.filed.typed)
    filed = parsed.filed if isinstance(parsed, Entry) else Filed(EntryKind.NOTE, clean(line), clean(line))
    if isinstance(before, Entry) and before.filed.kind is filed.kind is not known.filed.kind:
        filed = retag(filed, known.filed.kind, session.surroundings())
    if filed.priority is None:
        filed = msgspec.structs.replace(filed, priority=known.filed.priority)
    own = parsed.own if isinstance(parsed, Entry) and parsed.own and parsed.own.kind is filed.kind else None
    _rewrite(session, entry, filed, own)
    return Said(say("{kind_words} edited; it keeps its time", kind_words=kind_words(filed)))


def read_edit(session: LiveSession, entry: EntryId, line: str) -> Parsed:
    """What an earlier line becomes by an edit.

    Words alone stay as personal as the line was: only another sigil or word that is typed makes them the group's.
    """
    parsed, known = session.read(line), session.meeting.entries.get(entry)
    if known is None or not known.filed.private or isinstance(parsed, Empty):
        return parsed
    if isinstance(parsed, Entry) and (parsed.own is not None or parsed.filed.kind not in _WORDS_ALONE):
        return parsed
    again = session.read(f"{known.filed.word}: {clean(line).strip().removeprefix(chr(92))}")
    if isinstance(again, Entry) and again.own is not None:
        return again
    # Its programme does not have its word any more.
    return Entry(line, msgspec.structs.replace(known.filed, text=clean(line).strip(), typed=clean(line)))
