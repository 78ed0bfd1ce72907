"""Minutes review: the previous minutes of the series, corrections, approval, last time's next steps (§1.1, §2.2)."""

from __future__ import annotations

from peer_tui.domain.between import told_before
from peer_tui.domain.canonical import seal
from peer_tui.domain.events import Approved, EntryId, Event, MeetingId, MinutesReviewed, Unknown, WriterId
from peer_tui.domain.held import Held
from peer_tui.domain.minutes import Minutes, make_minutes
from peer_tui.domain.steps import Step
from peer_tui.domain.wall_time import say_date
from peer_tui.domain.words import marked, say, say_number
from peer_tui.services.said import Said, refused
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import OpenGroup, Workspace


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
    """The corrections to these minutes, and to no others, that were made in the present meeting."""
    made = session.opened.meeting(held.id).corrections
    return tuple(correction.text for correction in made if correction.during == session.id)


def day_of(held: Held) -> str:
    """Which minutes, in words: `Wed 9 Oct 2024`."""
    return say_date(held.starts, held.zone)


def approve(session: LiveSession, rest: str = "") -> Said:
    """`/approve`: as distributed, or as corrected if anything was; worded automatically. Seals the minutes."""
    held = under_review(session)
    if held is None:
        return refused(say("There are no earlier minutes to approve."))
    if held.approved:
        return Said(
            say(
                "The minutes of {day_of} were approved {approved} already.",
                day_of=day_of(held),
                approved=say(held.approved),
            )
        )
    session.refresh()
    earlier = session.opened.meeting(held.id)
    if earlier.approved is not None:
        return Said(
            say(
                "The minutes of {day_of} were approved {how} already.",
                day_of=day_of(held),
                how=say(earlier.approved.how),
            )
        )
    how = marked("as corrected") if earlier.corrections else marked("as distributed")
    running = seen_by(session.workspace, session.opened, held.id)
    act = session.workspace.new_id()
    session.record_elsewhere(held.id, Approved(how=how, seen=running, seal=seal(earlier)), act=act)
    said = MinutesReviewed(id=act, meeting=held.id, outcome=f"approved {how}", corrections=corrections(session, held))
    session.record(said)
    return Said(
        say(
            "The minutes of {day_of} stand approved {how}{more}", day_of=day_of(held), how=say(how), more=_more(session)
        )
    )


def seen_by(workspace: Workspace, opened: OpenGroup, meeting: MeetingId) -> dict[WriterId, int]:
    """How far a record is seen: what is on disk, and what this device has said that is still on its way there."""
    running = dict(workspace.read(opened.shards[meeting]).running)
    ours = sum(1 for event in opened.events[meeting] if _by(event) == workspace.writer)
    if ours:
        running[workspace.writer] = max(ours, running.get(workspace.writer, 0))
    return running


def _by(event: Event | Unknown) -> WriterId:
    return event.by if isinstance(event, Event) else ""


def postpone(session: LiveSession, rest: str = "") -> Said:
    """`/postpone`: nobody has read them; they stay a draft, and the minutes say so."""
    held = under_review(session)
    if held is None or held.approved:
        return refused(say("There are no draft minutes to postpone."))
    if held.id in _postponed(session):
        return Said(say("Approval of the minutes of {day_of} is postponed already.", day_of=day_of(held)))
    session.record(MinutesReviewed(meeting=held.id, outcome="postponed", corrections=corrections(session, held)))
    return Said(
        say("Approval postponed; the minutes of {day_of} stay a draft{more}", day_of=day_of(held), more=_more(session))
    )


def _more(session: LiveSession) -> str:
    waiting = [held for held in session.group.unapproved(session.id) if held.id not in _postponed(session)]
    return " · " + say_number(len(waiting), "{n} more draft to review", "{n} more drafts to review") if waiting else ""


def last_times(session: LiveSession) -> list[Step]:
    """Next steps of earlier meetings of the series: still open, or told about in this meeting or since the last."""
    held = session.group.meetings.get(session.id)
    series = held.series if held else ""
    since = told_since(session)
    chosen = []
    for step in session.group.steps.steps.values():
        promised = session.group.meetings.get(step.meeting)
        if step.meeting == session.id or promised is None or promised.series != series or step.withheld:
            continue
        if step.open or step.marked_in == session.id or step.id in since:
            chosen.append(step)
    return chosen


def told_since(session: LiveSession) -> set[EntryId]:
    """The next steps that were marked between the last meeting and this one: the group hears of them now."""
    return {told.step.id for told in told_before(session.group, session.id)}
