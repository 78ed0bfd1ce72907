"""How the minutes of a meeting stand, in words: draft, in review, approved, amended (`product.md` §3.9)."""

from __future__ import annotations

from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import words
from peer_tui.domain.wall_time import local_date, say_date, say_time, zone_letters

DRAFT = "DRAFT – not yet approved"


def state_of(meeting: Meeting) -> str:
    """draft, in review, approved, amended or cancelled (`product.md` §3.9)."""
    if meeting.approved is not None:
        return "amended" if meeting.amendments else "approved"
    if meeting.state == "cancelled":
        return "cancelled"
    return "in review" if meeting.review is not None and meeting.review.open else "draft"


def status_words(meeting: Meeting) -> str:
    """Whether the minutes are a draft, or how and when they were approved, and what happened to them since."""
    if meeting.approved is None:
        if meeting.state == "cancelled":
            return "CANCELLED – this meeting was not held"
        return f"{DRAFT}{_in_review(meeting)}"
    said = f"Approved {words(meeting.approved.how)} on {say_date(meeting.approved.moment, meeting.zone)}"
    if meeting.amendments:
        times = "" if len(meeting.amendments) == 1 else f" {len(meeting.amendments)} times, last"
        said += f"; amended{times} on {say_date(meeting.amendments[-1].moment, meeting.zone)}"
    if meeting.resealed is not None:
        said += f"; words removed at request on {say_date(meeting.resealed.moment, meeting.zone)}"
    return said


def _in_review(meeting: Meeting) -> str:
    """Behind a draft: that it is out for review, and until when. Nothing of this makes it more than a draft."""
    review = meeting.review
    if review is None or not review.open:
        return ""
    return f" · in review until {say_date(review.deadline)}" if review.deadline else " · in review"


def time_words(meeting: Meeting, hours: int = 12) -> str:
    """The meeting's real times with its zone, as they were, not as they were planned."""
    zone = meeting.zone
    if meeting.state == "cancelled":
        return f"was planned for {say_time(meeting.starts, zone, hours)} {zone_letters(meeting.starts, zone)}"
    began = f"called to order {say_time(meeting.called, zone, hours)}" if meeting.called else "not called to order"
    if meeting.ended is None:
        last = meeting.called or meeting.starts
        return f"{began} {zone_letters(last, zone)}, not ended yet"
    first = meeting.called or meeting.ended
    before, letters = zone_letters(first, zone), zone_letters(meeting.ended, zone)
    days = (local_date(meeting.ended, zone) - local_date(meeting.starts, zone)).days
    began += f" {before}" if before != letters else ""
    later = f" (+{days} day{'s' if days > 1 else ''})" if days > 0 else ""
    return f"{began} – ended {say_time(meeting.ended, zone, hours)} {letters}{later}"
