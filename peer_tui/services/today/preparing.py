"""What is still to be done before the next meeting: updates to collect, the agenda to send (`product.md` §3.7 a)."""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.domain.gaps import quoted
from peer_tui.domain.group import Group, Priority
from peer_tui.domain.held import Held
from peer_tui.domain.naming import counted
from peer_tui.domain.people import short_names
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.today.lines import TodayLine, name_of
from peer_tui.services.today.when import countdown, day_words
from peer_tui.services.workspace import OpenGroup, Workspace

UPDATES_BEFORE = 7
"""Days before a meeting from which updates are to be collected (`product.md` §3.7 a)."""
AGENDA_BEFORE = 2
"""Days before a meeting from which its agenda is to be sent (`product.md` §3.7 a)."""
AUDIENCES = ("members", "public")
"""Whom an agenda goes to."""
_NAMED = 3
"""So many are named; more are counted."""


def to_prepare(
    workspace: Workspace, planned: Sequence[tuple[OpenGroup, Held]], *, several: bool = True
) -> list[TodayLine]:
    """The lines of the planned meetings that come up within a week, the nearest first.

    Args:
        workspace: the opened library.
        planned: the meetings, in order of their start.
        several: there are several groups, so that each line names its own.
    """
    now = workspace.now()
    lines: list[TodayLine] = []
    seen: set[tuple[str, str]] = set()
    for opened, held in planned:
        days = (local_date(held.starts, held.zone) - local_date(now, held.zone)).days
        # Of each series its next one: what is prepared for that is not prepared twice.
        if held.starts <= now or days > UPDATES_BEFORE or (opened.folder, held.series) in seen:
            continue
        seen.add((opened.folder, held.series))
        when = countdown(held.starts, now) if days == 0 else day_words(held.starts, now, held.zone)
        when = f"{name_of(opened, held)} · {when}" if several else when
        lines += _updates(opened, held, when)
        if days <= AGENDA_BEFORE:
            lines += _agenda(opened, held, when)
    return lines


def missing_updates(group: Group, held: Held) -> list[Priority]:
    """The priorities with a lead of which no update came in for this meeting."""
    return [
        priority
        for priority in group.active_priorities
        if priority.lead is not None
        and group.person(priority.lead) is not None
        and priority.lead not in group.forgotten
        and not any(update.meeting == held.id for update in priority.updates)
    ]


def _updates(opened: OpenGroup, held: Held, when: str) -> list[TodayLine]:
    group = opened.glance
    missing = missing_updates(group, held)
    to_ask = [priority for priority in missing if priority.id not in held.asked]
    if to_ask:
        leads = len({known.id for priority in to_ask if (known := group.person(priority.lead))})
        words = say(
            "Collect updates from {priority_leads}",
            priority_leads=counted(leads, "{n:,} priority lead", "{n:,} priority leads", "no priority leads"),
        )
        return [_line(opened, held, words, _listed([priority.name for priority in to_ask]), when)]
    if missing:
        names = short_names(group.everybody)
        leads_of = [known for priority in missing if (known := group.person(priority.lead))]
        who = list(dict.fromkeys(names.get(known.id, known.name) for known in leads_of))
        words = say(
            "{updates} still to come", updates=counted(len(missing), "{n:,} update", "{n:,} updates", "no updates")
        )
        return [_line(opened, held, words, say("asked: {listed}", listed=_listed(who)), when)]
    return []


def _agenda(opened: OpenGroup, held: Held, when: str) -> list[TodayLine]:
    missing = [audience for audience in AUDIENCES if audience not in held.sent]
    if not missing:
        return []
    more = (
        say("sent to {listed}", listed=_listed([say(one) for one in held.sent]))
        if held.sent
        else say("it went to nobody yet")
    )
    return [_line(opened, held, say("Send the agenda: {missing}", missing=", ".join(map(say, missing))), more, when)]


def _line(opened: OpenGroup, held: Held, what: str, more: str, when: str) -> TodayLine:
    return TodayLine(
        "prepare", what, (f"{more} · {when}",), "prepare", say("prepares the meeting"), opened=opened,
        meeting=held.id,
    )  # fmt: skip


def _listed(words: Sequence[str]) -> str:
    shown = [quoted(word, 30).strip("“”") for word in words[:_NAMED]]
    return ", ".join(shown) + (
        " " + say("and {number} more", number=len(words) - _NAMED) if len(words) > _NAMED else ""
    )
