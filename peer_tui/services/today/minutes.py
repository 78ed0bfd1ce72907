"""Minutes on Today: in review, still a draft, and approved without having been sent to anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from peer_tui.domain.dates import say_day
from peer_tui.domain.gaps import gaps
from peer_tui.domain.held import Held, Review
from peer_tui.domain.wall_time import local_date, say_date
from peer_tui.domain.words import say, say_number
from peer_tui.services.today.lines import TodayLine, name_of
from peer_tui.services.workspace import OpenGroup, Workspace

_SENT_WITHIN = dt.timedelta(days=92)
"""Minutes of a meeting that is longer ago are not asked about: who wanted them has asked (ours)."""


def drafts(groups: Sequence[OpenGroup]) -> list[tuple[OpenGroup, Held]]:
    """The meetings whose minutes are a draft, the newest first."""
    found = [
        (opened, held)
        for opened in groups
        for held in opened.glance.meetings.values()
        if held.state == "ended" and not held.approved and not held.hidden
    ]
    return sorted(found, key=lambda pair: pair[1].starts, reverse=True)


def is_in_review(held: Held) -> bool:
    """A review round is open."""
    return held.review is not None and held.review.open and bool(held.review.reviewers)


def draft_line(opened: OpenGroup, held: Held) -> TodayLine:
    """A draft, and what it lacks."""
    known = opened.gaps.get(held.id)
    lacks = gaps(opened.meeting(held.id), opened.group) if known is None else known
    first = say_number(len(lacks), "{n} gap: {lacks}", "{n} gaps: {lacks}", lacks=lacks[0]) if lacks else say("no gaps")
    return TodayLine(
        "draft", f"{name_of(opened, held)} · {say_date(held.starts, held.zone)}",
        (say("draft · {first}", first=first),), "minutes",
        say("opens its minutes"), opened=opened, meeting=held.id,
    )  # fmt: skip


def review_line(workspace: Workspace, opened: OpenGroup, held: Held) -> TodayLine:
    """A draft in review: who has answered, and until when. Silence is never approval."""
    assert held.review is not None
    today = local_date(workspace.now(), held.zone)
    over = held.review.deadline is not None and held.review.deadline < today
    return TodayLine(
        "review", f"{name_of(opened, held)} · {say_date(held.starts, held.zone)}",
        (say("in review · "
             "{answered}{until}", answered=answered(held.review), until=_until(held.review, today)),), "minutes",
        say("opens its minutes"), urgent=over or _wants_change(held.review), opened=opened, meeting=held.id,
    )  # fmt: skip


def answered(review: Review) -> str:
    """`2 of 3 answered: 1 ok, 1 change`."""
    given = [review.answers[person].answer for person in review.reviewers if person in review.answers]
    ok, change = given.count("ok"), given.count("change")
    parts = [say("{ok} ok", ok=ok)] * bool(ok) + [say("{change} change", change=change)] * bool(change)
    return say("{number} of {review_reviewers} answered", number=len(given), review_reviewers=len(review.reviewers)) + (
        f": {', '.join(parts)}" if parts else ""
    )


def _wants_change(review: Review) -> bool:
    return any(answer.answer == "change" for answer in review.answers.values())


def _until(review: Review, today: dt.date) -> str:
    if review.deadline is None:
        return ""
    if review.deadline < today:
        return " · " + say("the deadline was {day}", day=say_day(review.deadline, today))
    return " · " + say("until {day}", day=say_day(review.deadline, today))


def unsent(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[tuple[OpenGroup, Held]]:
    """Of each series the minutes approved last, if they went to no members yet; the newest first."""
    found = []
    for opened in groups:
        newest: dict[str, Held] = {}
        for held in opened.glance.meetings.values():
            if held.approved and not held.hidden and held.state != "cancelled":
                known = newest.get(held.series)
                if known is None or (known.starts, known.id) < (held.starts, held.id):
                    newest[held.series] = held
        found += [(opened, held) for held in newest.values() if _is_unsent(workspace, held)]
    return sorted(found, key=lambda pair: pair[1].starts, reverse=True)


def _is_unsent(workspace: Workspace, held: Held) -> bool:
    return "members" not in held.minutes_sent and workspace.now() - held.starts <= _SENT_WITHIN


def unsent_line(opened: OpenGroup, held: Held) -> TodayLine:
    """Approved minutes that went to nobody."""
    return TodayLine(
        "unsent", f"{name_of(opened, held)} · {say_date(held.starts, held.zone)}",
        (say("approved {approved} · not sent to the members "
             "yet", approved=say(held.approved)),), "minutes", say("opens its minutes"),
        opened=opened, meeting=held.id,
    )  # fmt: skip
