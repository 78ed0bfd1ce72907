"""How the minutes of a meeting stand, in words: draft, in review, approved, amended (`product.md` §3.9)."""

from __future__ import annotations

from peer_tui.domain.meeting import Meeting
from peer_tui.domain.naming import words
from peer_tui.domain.wall_time import local_date, say_date, say_time, zone_letters
from peer_tui.domain.words import marked, say, say_number

DRAFT = marked("DRAFT – not yet approved")


def state_of(meeting: Meeting) -> str:
    """draft, in review, approved, amended or cancelled (`product.md` §3.9)."""
    if meeting.approved is not None:
        return say("amended") if meeting.amendments else say("approved")
    if meeting.state == "cancelled":
        return say("cancelled")
    return say("in review") if meeting.review is not None and meeting.review.open else say("draft")


def status_words(meeting: Meeting) -> str:
    """Whether the minutes are a draft, or how and when they were approved, and what happened to them since."""
    if meeting.approved is None:
        if meeting.state == "cancelled":
            return say("CANCELLED – this meeting was not held")
        return f"{say(DRAFT)}{_in_review(meeting)}"
    said = say(
        "Approved {how} on {date}",
        how=say(words(meeting.approved.how)),
        date=say_date(meeting.approved.moment, meeting.zone),
    )
    if meeting.amendments:
        times = (
            "" if len(meeting.amendments) == 1 else " " + say("{number} times, last", number=len(meeting.amendments))
        )
        said += say(
            "; amended{times} on {date}", times=times, date=say_date(meeting.amendments[-1].moment, meeting.zone)
        )
    if meeting.resealed is not None:
        said += say("; words removed at request on {date}", date=say_date(meeting.resealed.moment, meeting.zone))
    return said


def _in_review(meeting: Meeting) -> str:
    """Behind a draft: that it is out for review, and until when. Nothing of this makes it more than a draft."""
    review = meeting.review
    if review is None or not review.open:
        return ""
    return (
        " · " + say("in review until {date}", date=say_date(review.deadline))
        if review.deadline
        else " · " + say("in review")
    )


def time_words(meeting: Meeting, hours: int = 12) -> str:
    """The meeting's real times with its zone, as they were, not as they were planned."""
    zone = meeting.zone
    if meeting.state == "cancelled":
        return say(
            "was planned for {time} {zone}",
            time=say_time(meeting.starts, zone, hours),
            zone=zone_letters(meeting.starts, zone),
        )
    began = (
        say("called to order {time}", time=say_time(meeting.called, zone, hours))
        if meeting.called
        else say("not called to order")
    )
    if meeting.ended is None:
        last = meeting.called or meeting.starts
        return say("{began} {zone}, not ended yet", began=began, zone=zone_letters(last, zone))
    first = meeting.called or meeting.ended
    before, letters = zone_letters(first, zone), zone_letters(meeting.ended, zone)
    days = (local_date(meeting.ended, zone) - local_date(meeting.starts, zone)).days
    began += f" {before}" if before != letters else ""
    later = " " + say_number(days, "(+{n} day)", "(+{n} days)") if days > 0 else ""
    return say(
        "{began} – ended {time} {letters}{later}",
        began=began,
        time=say_time(meeting.ended, zone, hours),
        letters=letters,
        later=later,
    )
