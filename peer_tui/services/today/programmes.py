"""A group's programmes on Today: of each what is overdue, or due within the week, the most urgent first.

Only for groups that run one is anything of it imported, read or folded: their own log, and the programme's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say, say_number
from peer_tui.services.today.lines import TodayLine
from peer_tui.services.workspace import OpenGroup, Workspace

if TYPE_CHECKING:
    import datetime as dt

    from peer_tui.domain.programmes.book import Running
    from peer_tui.domain.programmes.definition import Item, Programme
    from peer_tui.domain.programmes.standing import ItemStanding

A_FEW = 3
"""Lines of one programme that stand on Today; its own screen shows all of them."""


def due(workspace: Workspace, groups: Sequence[OpenGroup]) -> list[TodayLine]:
    """What the programmes of these groups want done this week: overdue lines first."""
    found: list[tuple[bool, TodayLine]] = []
    files: dict[str, Programme | None] = {}  # fifty groups run the same few programmes
    several = len(groups) > 1
    for opened in groups:
        if any(opened.glance.programmes.values()):
            today = local_date(workspace.now(), opened.glance.zone)
            found += [(not line.urgent, line) for line in _of(opened, today, several, files)]
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def _of(
    opened: OpenGroup, today: dt.date, several: bool, files: dict[str, Programme | None]
) -> Iterator[TodayLine]:  # fmt: skip
    from peer_tui.domain.programmes.seen import Seen
    from peer_tui.domain.programmes.standing import items_of, this_week
    from peer_tui.domain.programmes.warnings import reassess, without_days
    from peer_tui.services.programmes.running import definition, no_file, runs

    for run in runs(opened):
        if run.closed:
            continue
        whose = [run.title, *([opened.glance.name] if several else [])]
        if run.key not in files:
            files[run.key] = definition(run)
        programme = files[run.key]
        if programme is None:
            yield _line(opened, run, "", no_file(run), whose, say("opens the programme"), urgent=True)
            continue
        # Neither meetings nor people are looked up here: no line depends on them, and the first page waits for it.
        wanted = this_week(items_of(programme, run, today, Seen(zone=opened.glance.zone)), today)
        for place, one in enumerate(wanted[:A_FEW]):
            left = len(wanted) - A_FEW if place == A_FEW - 1 else 0
            more = [_when(one), *whose]
            more += [say_number(left, "and {n} more this week", "and {n} more this week")] if left > 0 else []
            part, late = f"item:{one.item.key}", one.state == "overdue"
            yield _line(opened, run, part, one.item.title, more, _does(one.item, programme), urgent=late)
        if reminder := without_days(programme, run):
            yield _line(opened, run, "days", reminder, whose, say("opens its days"), urgent=False)
        if reminder := reassess(programme, run, today):
            yield _line(opened, run, "forms", reminder, whose, say("opens its forms"), urgent=False)


def _does(item: Item, programme: Programme) -> str:
    """What Enter opens for a line of the checklist: what it is about, or the line itself."""
    if item.form and any(form.key == item.form for form in programme.forms):
        return say("opens the form")
    if item.report and any(report.key == item.report for report in programme.reports):
        return say("opens the report")
    return say("opens its meetings") if item.meeting else say("opens the checklist")


def _when(one: ItemStanding) -> str:
    """When a line is wanted, in words that no colour has to help."""
    if one.state == "overdue":
        return say("OVERDUE, {when}", when=one.when())
    return say("{state}, {when}", state=say(one.state), when=one.when())


def _line(
    opened: OpenGroup, run: Running, part: str, what: str, more: Sequence[str], does: str, *, urgent: bool
) -> TodayLine:
    return TodayLine(
        "programme", what, (" · ".join(more),), "programme", does, urgent=urgent,
        opened=opened, line=f"{run.id}.{part}", programme=run.id, part=part,
    )  # fmt: skip
