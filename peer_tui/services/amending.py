"""Approved minutes: what was approved stays, and a later change is a dated amendment (`product.md` §2.2, check 40)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from peer_tui.domain.characters import clean
from peer_tui.domain.differing import Piece, differing
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
    Unknown,
)
from peer_tui.domain.held import Held
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.parsed import KIND_WORDS
from peer_tui.domain.sealing import as_approved
from peer_tui.domain.words import say
from peer_tui.services.line_editing import LONGEST, reworded
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import OpenGroup, Workspace

PATIENCE = 2.0
"""Seconds to wait for the disk before what was approved is read from it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One line that reads otherwise than it was approved."""

    entry: EntryId
    label: str
    """`DECISION`, `NOTE` …, as it is filed now."""
    before: str
    """As it was approved; empty for a line that was added."""
    after: str
    """As it reads now; empty for a line that is not there any more."""
    pieces: tuple[Piece, ...]
    """The words of both, in order, each with where it stands."""


def original(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> Meeting | None:
    """The meeting as its minutes were approved; None while they are a draft.

    Raises:
        Problem: what was approved is still on its way to the disk.
    """
    found = _approved(workspace, opened, meeting)
    return Meeting.fold(found[0]) if found is not None else None


def arrived_later(opened: OpenGroup, meeting: MeetingId) -> list[Entry]:
    """Lines that were written or changed elsewhere and that the approval did not see.

    They stand beside what was approved until an amendment takes them in.
    """
    folded = opened.meeting(meeting)
    return [entry for entry in folded.lines() if (entry.after_approval or entry.later) and not entry.redacted]


def _approved(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId
) -> tuple[tuple[Event | Unknown, ...], tuple[Event | Unknown, ...]] | None:
    """What was approved, and what came later."""
    if opened.meeting(meeting).approved is None:
        return None
    # Imported here: it opens every log of the meeting, which only this needs.
    from peer_tui.store.numbered import numbered

    if not workspace.saver.flush(PATIENCE):
        raise Problem(say("The disk has not answered yet: what was approved can be shown once all is saved."))
    found = as_approved(numbered(workspace.library, opened.shards[meeting]))
    if found is None:
        raise Problem(say("What was approved cannot be read from the disk. Run peer-tui check; nothing was changed."))
    return found


def changes_since(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> list[Changed]:
    """What reads otherwise than it was approved, line by line, in the order the lines were written.

    Raises:
        Problem: what was approved is still on its way to the disk.
    """
    before = original(workspace, opened, meeting)
    if before is None:
        return []
    after = opened.meeting(meeting)
    keys = dict.fromkeys([entry.id for entry in before.lines()] + [entry.id for entry in after.lines()])
    found = []
    for key in keys:
        was, now = before.entries.get(key), after.entries.get(key)
        if now is not None and (now.redacted or now.after_approval):
            continue
        told = (_reads(was), _reads(now))
        if told[0] != told[1]:
            shown = now or was
            assert shown is not None
            found.append(Changed(key, KIND_WORDS[shown.filed.kind], *told, differing(*told)))
    return found


def _reads(entry: Entry | None) -> str:
    if entry is None:
        return ""
    done = f" = {entry.filed.done_when}" if entry.filed.kind is EntryKind.STEP and entry.filed.done_when else ""
    return clean(f"{entry.filed.text}{done}").strip()


def amend(
    workspace: Workspace,
    opened: OpenGroup,
    meeting: MeetingId,
    text: str,
    changes: Sequence[EntryEdited | Captured] = (),
    decided_in: Held | None = None,
) -> str:
    """Amend approved minutes: a dated act that says what was changed and why; what was approved stays.

    Args:
        workspace: the library.
        opened: the group.
        meeting: the meeting whose minutes they are.
        text: what was changed and why.
        changes: lines that read otherwise from now on, or are added.
        decided_in: the later meeting in which the group decided on it; its own minutes then say so.

    Raises:
        Problem: the minutes are a draft, or nothing says what was changed.
    """
    if opened.meeting(meeting).approved is None:
        raise Problem(say("These minutes are a draft: correct the line itself. Nothing was changed."))
    said = clean(text).strip()[:LONGEST]
    if not said:
        raise Problem(say("What was changed, and why? It stands in the minutes. Nothing was changed."))
    during = decided_in.id if decided_in is not None else None
    bodies: list[Event] = [Amended(amendment=workspace.new_id(), text=said), *changes]
    workspace.record(opened, meeting, [msgspec.structs.replace(body, during=during) for body in bodies])
    if decided_in is not None and not decided_in.approved:
        noted = MinutesReviewed(meeting=meeting, outcome="amended", corrections=(said,))
        workspace.record(opened, decided_in.id, [noted])
    return say("Amended. What was approved stays: v shows both.")


def reword(
    workspace: Workspace,
    opened: OpenGroup,
    meeting: MeetingId,
    entry: EntryId,
    wording: str,
    why: str,
    decided_in: Held | None = None,
) -> str:
    """Amend one line: another wording, and why.

    Raises:
        Problem: the line is gone, the words are empty, or nothing says why.
    """
    body = reworded(opened, meeting, entry, wording)
    if body is None:
        raise Problem(say("The line reads so already. Nothing was changed."))
    return amend(workspace, opened, meeting, why, [body], decided_in)


def take_in(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId, entry: EntryId, decided_in: Held | None = None
) -> str:
    """Take a line that arrived after the approval into the minutes, by an amendment.

    Raises:
        Problem: the line is gone.
    """
    known = opened.meeting(meeting).entries.get(entry)
    if known is None or known.redacted:
        raise Problem(say("That line holds no words any more. Nothing was changed."))
    filed = known.later[-1] if known.later else known.filed
    why = say("Taken in, as it arrived after the approval: “{text}”", text=clean(filed.text).strip())
    return amend(workspace, opened, meeting, why, [EntryEdited(entry=entry, filed=filed)], decided_in)
