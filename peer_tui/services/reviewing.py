"""Minutes review: the previous minutes of the series, corrections, approval, last time's next steps (§1.1, §2.2)."""

from __future__ import annotations

from peer_tui.domain.events import Approved, EntryKind, MinutesReviewed
from peer_tui.domain.group import Held
from peer_tui.domain.minutes import Minutes, make_minutes, seal
from peer_tui.domain.steps import Step
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession


def under_review(session: LiveSession) -> Held | None:
    """The earlier meeting whose minutes are reviewed now: the oldest draft, else the previous meeting."""
    drafts = [held for held in session.group.unapproved(session.id) if held.id not in _postponed(session)]
    return drafts[0] if drafts else session.group.previous(session.id)


def _postponed(session: LiveSession) -> set[str]:
    return {review.meeting for review in session.meeting.reviews if review.outcome == "postponed"}


def earlier_minutes(session: LiveSession) -> Minutes | None:
    """The minutes under review, drawn from their own shard; None for a first meeting."""
    held = under_review(session)
    return make_minutes(session.opened.meeting(held.id), session.group) if held else None


def corrections(session: LiveSession, held: Held) -> tuple[str, ...]:
    """The corrections to these minutes made in the present meeting."""
    return tuple(entry.filed.text for entry in session.meeting.of_kind(EntryKind.CORRECTION))


def approve(session: LiveSession, rest: str = "") -> Said:
    """`/approve`: as distributed, or as corrected if anything was; worded automatically. Seals the minutes."""
    held = under_review(session)
    if held is None:
        return refused("There are no earlier minutes to approve.")
    if held.approved:
        return Said(f"The minutes of {held.title} were approved {held.approved} already.")
    how = "as corrected" if held.corrections else "as distributed"
    earlier = session.opened.meeting(held.id)
    running = session.workspace.read(session.opened.shards[held.id]).running
    act = session.workspace.new_id()
    session.record_elsewhere(held.id, Approved(how=how, seen=running, seal=seal(earlier)), act=act)
    said = MinutesReviewed(id=act, meeting=held.id, outcome=f"approved {how}", corrections=corrections(session, held))
    session.record(said)
    return Said(f"Minutes approved {how}{_more(session)}")


def postpone(session: LiveSession, rest: str = "") -> Said:
    """`/postpone`: nobody has read them; they stay a draft, and the minutes say so."""
    held = under_review(session)
    if held is None or held.approved:
        return refused("There are no draft minutes to postpone.")
    session.record(MinutesReviewed(meeting=held.id, outcome="postponed", corrections=corrections(session, held)))
    return Said(f"Approval postponed; the minutes of {held.title} stay a draft{_more(session)}")


def _more(session: LiveSession) -> str:
    waiting = [held for held in session.group.unapproved(session.id) if held.id not in _postponed(session)]
    return f" · {len(waiting)} more draft{'s' if len(waiting) != 1 else ''} to review" if waiting else ""


def last_times(session: LiveSession) -> list[Step]:
    """Next steps of earlier meetings of the series: still open, or told about in this meeting."""
    held = session.group.meetings.get(session.id)
    series = held.series if held else ""
    chosen = []
    for step in session.group.steps.steps.values():
        promised = session.group.meetings.get(step.meeting)
        if step.meeting == session.id or promised is None or promised.series != series:
            continue
        if step.open or step.marked_in == session.id:
            chosen.append(step)
    return chosen
