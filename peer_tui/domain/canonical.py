"""The record as it is sealed: what `Approved` covers, without layout, audience or names."""

from __future__ import annotations

import hashlib
import json

from peer_tui.domain.entries import Entry
from peer_tui.domain.events import EntryKind
from peer_tui.domain.meeting import Meeting
from peer_tui.domain.steps import Step


def canonical_record(meeting: Meeting) -> bytes:
    """The record as it is sealed: sorted JSON of ids, kinds, text and person ids, in ASCII.

    No layout, no audience and no name stands in it, so a person may change their name without breaking a seal.
    """
    entries = [_sealed(entry, meeting.steps.steps.get(entry.id)) for entry in meeting.entries.values()]
    corrections = [
        {"id": correction.entry, "kind": str(EntryKind.CORRECTION), "text": correction.text}
        for correction in meeting.corrections
    ]
    record = {
        "meeting": meeting.id,
        "entries": sorted(entries, key=lambda entry: str(entry["id"])),
        "corrections": sorted(corrections, key=lambda correction: correction["id"]),
        "present": sorted(meeting.attendance),
        "heads": meeting.heads_count,
    }
    return json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _sealed(entry: Entry, step: Step | None) -> dict[str, object]:
    sealed: dict[str, object] = {"id": entry.id, "kind": str(entry.filed.kind), "text": entry.filed.text}
    if any(entry.fingers) or entry.aside:
        sealed["fingers"], sealed["aside"] = list(entry.fingers), entry.aside
    if step is not None:
        sealed["people"] = [person or "" for person in (step.owner, *step.helpers)]
        sealed["done_when"], sealed["state"] = step.done_when, f"{step.owner_state}, {step.progress}"
        sealed["due"] = _due_text(step)
    return sealed


def _due_text(step: Step) -> str:
    if step.due is None:
        return ""
    return "next meeting" if step.due.next_meeting or step.due.date is None else step.due.date.isoformat()


def seal(meeting: Meeting) -> str:
    """SHA-256 of the canonical record, in hex: what `Approved` stores and `check` computes again."""
    return hashlib.sha256(canonical_record(meeting)).hexdigest()
