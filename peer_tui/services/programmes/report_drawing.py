"""A programme's report, drawn from what the group's record holds now: its meetings, answers, registers and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.characters import clean
from peer_tui.domain.naming import Naming, Privacy
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Programme, Report
from peer_tui.domain.programmes.forms import all_filled
from peer_tui.domain.programmes.material import InMeeting, Material, others_in
from peer_tui.domain.programmes.reports import ReportPage, level_of, page_of, report_named
from peer_tui.domain.programmes.run_meetings import meetings_of
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.withholding import shared_steps
from peer_tui.domain.words import say
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import WrongUse
from peer_tui.services.programmes.kept import kept
from peer_tui.services.programmes.running import need_definition, run_of

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace


def drawn(
    workspace: Workspace, opened: OpenGroup, running: Running, report: str, privacy: Privacy | None = None
) -> ReportPage:
    """A report as it stands now.

    Args:
        workspace: the library.
        opened: the group.
        running: the run it is about.
        report: the report's word.
        privacy: whom it names; None is what is usual for the report and the group.

    Raises:
        Problem: the programme's file cannot be used.
        WrongUse: it has no such report.
    """
    programme, running = need_definition(running), run_of(opened, running.id)
    found = find_report(programme, report)
    level = privacy or level_of(found, opened.group)
    today = local_date(workspace.now(), opened.group.zone)
    what = ("report", running.id, found.key, level, today, hours_of(workspace, opened.group))
    return kept(
        opened, programme, what,
        lambda: page_of(found, _material(workspace, opened, running, programme, found, level), today),
    )  # fmt: skip


def find_report(programme: Programme, report: str) -> Report:
    """A programme's report by its word.

    Raises:
        WrongUse: it has none of this word.
    """
    found = report_named(programme, report.strip().casefold())
    if found is None:
        known = tuple(one.key for one in programme.reports)
        names = ", ".join(known) or say("none")
        raise WrongUse(
            say(
                "“{title}” has no report “{report}”; it has {names}.",
                title=programme.title,
                report=clean(report)[:60],
                names=names,
            ),
            choices=known,
        )
    return found


def _material(
    workspace: Workspace, opened: OpenGroup, running: Running, programme: Programme, report: Report, level: Privacy
) -> Material:
    group = opened.group
    sources = {source for section in report.sections for source in section.sources}
    hours = ""
    stages: tuple[str, ...] = ()
    if sources & {"hours", "stages"}:
        from peer_tui.services.programmes.standing import where_it_stands

        stands = where_it_stands(workspace, opened, running)
        hours = stands.hours_words
        stages = tuple(
            f"{one.stage.title}: {said}"
            if (said := say("done") if one.done else ", ".join(one.missing))
            else one.stage.title
            for one in stands.stages
        )
    return Material(
        programme=programme,
        running=running,
        group=group,
        naming=Naming(group, level),
        meetings=_meetings(opened, running, programme),
        shared=shared_steps(group),
        hours=hours,
        stages=stages,
        measures=_measures(programme, running) if "measures" in sources else (),
        prefilled=all_filled(programme, running, group, hours_of(workspace, group)),
        others=others_in(programme, running, level),
    )


def _measures(programme: Programme, running: Running) -> tuple[str, ...]:
    from peer_tui.domain.programmes.measures import measure_words, measures_of

    return tuple(
        f"{one.title}: {measure_words(one)} {one.bars}".strip() for one in measures_of(programme, running)
    )  # fmt: skip


def _meetings(opened: OpenGroup, running: Running, programme: Programme) -> tuple[InMeeting, ...]:
    """The run's meetings in order of their start, neither cancelled nor hidden ones."""
    titles = {kind.key: kind.title for kind in programme.meetings}
    return tuple(
        InMeeting(held, opened.meeting(held.id), part, titles.get(part, ""))
        for part, held in meetings_of(running, opened.group)
    )
