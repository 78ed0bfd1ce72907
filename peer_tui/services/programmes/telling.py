"""Where programmes stand, gathered for the command line; `telling_lines` says it to a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from peer_tui.domain.characters import fold
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.definition import Item, Programme
from peer_tui.domain.programmes.linked_rows import all_as_told
from peer_tui.domain.programmes.measures import Measure, measure_words, measures_of
from peer_tui.domain.programmes.standing import ItemStanding, Standing
from peer_tui.domain.wall_time import say_date, say_time
from peer_tui.domain.words import say, say_number
from peer_tui.services.own_time import hours_of
from peer_tui.services.problems import WrongUse
from peer_tui.services.programmes.running import definition, need_definition, no_file, runs
from peer_tui.services.programmes.told import ItemRow, Page, PartRow, RunLine, StageRow, There

if TYPE_CHECKING:
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace


# --- lists --------------------------------------------------------------------------------------------------------


def there_are() -> tuple[list[There], list[str]]:
    """The programmes that can be started, and what is wrong with the files of others."""
    from peer_tui.services.programmes.files import faulty, load_programme, programme_names
    from peer_tui.services.programmes.toml_reading import ProgrammeProblem

    found = []
    for name in programme_names():
        try:
            programme = load_programme(name)
        except ProgrammeProblem:
            continue
        found.append(There(programme.key, programme.title, programme.about))
    return found, faulty()


def every_run(groups: Sequence[OpenGroup]) -> list[tuple[OpenGroup, Running]]:
    """The runs of these groups, a group after the other."""
    return [(opened, running) for opened in groups for running in runs(opened)]


def run_line(workspace: Workspace, opened: OpenGroup, running: Running) -> RunLine:
    """A run as a line of a list."""
    done = lines = 0
    if definition(running) is not None:
        done, lines = _standing(workspace, opened, running).counts
    return RunLine(
        opened.glance.name, running.key, running.title, running.closed, done, lines, no_file(running)
    )  # fmt: skip


def _standing(workspace: Workspace, opened: OpenGroup, running: Running) -> Standing:
    from peer_tui.services.programmes.standing import where_it_stands

    return where_it_stands(workspace, opened, running)


def counts_line(workspace: Workspace, opened: OpenGroup, running: Running) -> str:
    """`3 of 21 done`."""
    done, lines = _standing(workspace, opened, running).counts
    return say("{done} of {lines} done", done=done, lines=lines)


# --- days ---------------------------------------------------------------------------------------------------------


def said_of_days(workspace: Workspace, opened: OpenGroup, running: Running, anchors: Iterable[str]) -> list[str]:
    """What is to be said after days were set: what is squeezed or out of order, and which windows are over already."""
    from peer_tui.services.programmes.starting import over_already

    stands = _standing(workspace, opened, running)
    said = list(stands.warnings)
    for anchor in anchors:
        if anchor in running.anchors:
            said += over_already(stands, anchor)
    return list(dict.fromkeys(said))


def days_line(running: Running) -> str:
    """`First day: Mon 27 Apr 2026 · Last day: not set`."""
    return " · ".join(f"{row.title}: {row.words}" for row in _days(need_definition(running), running))


def _days(programme: Programme, running: Running) -> tuple[PartRow, ...]:
    return tuple(
        PartRow(
            one.key, one.title, say_date(running.anchors[one.key]) if one.key in running.anchors else say("not set")
        )
        for one in programme.anchors
    )


# --- a line of the checklist --------------------------------------------------------------------------------------


def item_meant(running: Running, words: str) -> Item:
    """The line a person means: by its number from 1, its word, or the beginning of its title.

    Raises:
        WrongUse: none fits, or several do.
    """
    items = need_definition(running).items
    said = words.strip()
    if said.isascii() and said.isdigit() and len(said) < 5 and 1 <= int(said) <= len(items):
        return items[int(said) - 1]
    wanted = fold(said)
    exact = [item for item in items if wanted in (fold(item.key), fold(item.title))]
    fits = exact or [item for item in items if wanted and fold(item.title).startswith(wanted)]
    if len(fits) == 1:
        return fits[0]
    listed = tuple(f"{number} {item.key}: {item.title}" for number, item in enumerate(items, 1))
    if fits:
        raise WrongUse(say("Several lines begin with “{words}”.", words=said[:60]), choices=listed)
    raise WrongUse(say("There is no line “{words}” in this checklist.", words=said[:60]), choices=listed)


def _item_row(one: ItemStanding, programme: Programme) -> ItemRow:
    span = one.span
    days = [day.isoformat() if day is not None else "" for day in (span.opens, span.due, span.aim)]
    return ItemRow(
        programme.items.index(one.item) + 1, one.item.key, one.window.title if one.window is not None else "",
        one.item.title, one.when(year=True), one.state, one.progress, one.note, *days,
    )  # fmt: skip


# --- a page -------------------------------------------------------------------------------------------------------


def page_of(workspace: Workspace, opened: OpenGroup, running: Running) -> Page:
    """Where a run stands, whole.

    Raises:
        Problem: its programme's file is gone or cannot be used.
    """
    programme = need_definition(running)
    standing = _standing(workspace, opened, running)
    return Page(
        group=opened.glance.name,
        programme=running.key,
        title=running.title,
        closed=running.closed,
        days=_days(programme, running),
        hours=standing.hours_words,
        stages=tuple(StageRow(one.stage.title, one.done, one.missing) for one in standing.stages),
        due=tuple(_item_row(one, programme) for one in standing.due),
        items=tuple(_item_row(one, programme) for one in standing.items),
        warnings=standing.warnings,
        meetings=_meetings(workspace, opened, programme, running),
        forms=_forms(workspace, opened, programme, running),
        registers=_registers(programme, all_as_told(opened.group, programme, running)),
        measures=tuple(f"{one.title}: {measure_line(one)}" for one in measures_of(programme, running)),
        reports=tuple(
            PartRow(report.key, report.title, say(running.report(report.key).progress)) for report in programme.reports
        ),
        letters=tuple(PartRow(letter.key, letter.title, "") for letter in programme.letters),
    )


def _meetings(
    workspace: Workspace, opened: OpenGroup, programme: Programme, running: Running
) -> tuple[PartRow, ...]:  # fmt: skip
    from peer_tui.services.programmes.meetings import meetings_of

    hours = hours_of(workspace, opened.group)
    held = meetings_of(opened, running)
    rows = []
    for kind in programme.meetings:
        those = [one for key, one in held if key == kind.key]
        words = ", ".join(
            f"{say_date(one.starts, one.zone)} {say_time(one.starts, one.zone, hours)} ({say(one.state)})"
            for one in those
        )
        rows.append(PartRow(kind.key, kind.title, words or say("not planned")))
    return tuple(rows)


def _forms(
    workspace: Workspace, opened: OpenGroup, programme: Programme, running: Running
) -> tuple[PartRow, ...]:  # fmt: skip
    from peer_tui.services.programmes import evaluations, filling

    rows = []
    for form in programme.forms:
        if form.evaluation:
            told = evaluations.results(opened, running, form.key)
            words = " · ".join(f"{one.occasion} {one.words}".strip() for one in told.occasions)
        else:
            answered, every = filling.progress(workspace, opened, running, form.key)
            sent = running.sent.get(form.key)
            words = f"{answered}/{every}" + (say(", sent") if sent is not None else "")
        rows.append(PartRow(form.key, form.title, words))
    return tuple(rows)


def measure_line(measure: Measure) -> str:
    """`30 → 14 a month, target 10 · on the way █▅▂`."""
    return " ".join(part for part in (measure_words(measure), measure.bars) if part)


def _registers(programme: Programme, running: Running) -> tuple[PartRow, ...]:
    from peer_tui.domain.programmes.registers import missing_of_row

    rows = []
    for register in programme.registers:
        those = running.standing_rows(register.key)
        words = say_number(len(those), "{n} row", "{n} rows")
        if lacking := sum(1 for row in those if missing_of_row(register, row)):
            words += say_number(lacking, ", {n} of them lacks something", ", {n} of them lack something")
        rows.append(PartRow(register.key, register.title, words))
    return tuple(rows)
