"""The commands that begin a programme and take it through its days: start, days, checklist, meetings, close."""

from __future__ import annotations

from pathlib import Path

import click

from peer_tui.commands.programme_shared import (
    as_plain,
    pairs,
    read_day,
    run_options,
    showing_options,
    the_run,
)
from peer_tui.commands.shared import (
    complain,
    data_option,
    json_option,
    now_option,
    print_text,
    say_json,
    the_clock,
    the_workspace,
)
from peer_tui.domain.words import say

_DAY = "first=2026-04-27"
_DAYS_HELP = say("A day that others are counted from, e.g. first=2026-04-27; an empty one takes it back.")


@click.command("list")
@click.option("--group", default="", help=say("Of this group only."))
@data_option
@json_option
@now_option
def list_programmes(group: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """List the programmes there are, and those that were started."""
    from peer_tui.services.programmes import telling

    with the_workspace(data, the_clock(instant)) as workspace:
        groups = [workspace.find_group(group)] if group else workspace.open_groups()
        there, wrong = telling.there_are()
        runs = [telling.run_line(workspace, opened, running) for opened, running in telling.every_run(groups)]
    for sentence in wrong:
        complain(sentence)
    if as_json:
        say_json({"programmes": as_plain(there), "runs": as_plain(runs)})
        return
    wide = max((len(one.key) for one in there), default=0)
    print_text("\n".join(f"{one.key:<{wide}}  {one.title}: {one.about}" for one in there))
    print_text("\n" + ("\n".join(one.words for one in runs) or say("None was started yet.")))


@click.command("start")
@click.argument("key")
@click.option("--title", default="", help=say("What this one is called; its programme's title otherwise."))
@click.option("--day", "days", multiple=True, metavar="NAME=DAY", help=_DAYS_HELP)
@click.option("--group", default="", help=say("The group that runs it; not needed where there is only one."))
@data_option
@now_option
def start_programme(
    key: str, title: str, days: tuple[str, ...], group: str, data: Path | None, instant: str | None
) -> None:
    """Start the programme KEY, or the one of a .toml file of your own."""
    from peer_tui.services import forgetting
    from peer_tui.services.programmes import starting, telling
    from peer_tui.services.programmes.running import run_of

    given = pairs(days, _DAY)
    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        read = {name: read_day(workspace, opened, words) for name, words in given.items()}
        anchors = {name: day for name, day in read.items() if day is not None}
        running = run_of(opened, starting.start(workspace, opened, key, title, anchors))
        said = [say("{title} was started in {group}.", title=running.title, group=opened.glance.name)]
        said += telling.said_of_days(workspace, opened, running, anchors)
    print_text("\n".join(said))


@click.command("show")
@showing_options
def show_programme(group: str, run: str, data: Path | None, as_json: bool, instant: str | None) -> None:
    """Say where a programme stands: its stages, what is due this week, the checklist, its parts."""
    from peer_tui.services.programmes import telling, telling_lines

    with the_run(group, run, data, instant) as (workspace, opened, running):
        page = telling.page_of(workspace, opened, running)
    if as_json:
        say_json(as_plain(page))
    else:
        print_text("\n".join(telling_lines.page_lines(page)))


@click.command("day")
@click.argument("days", nargs=-1, required=True, metavar="NAME=DAY…")
@run_options
def set_days(days: tuple[str, ...], group: str, run: str, data: Path | None, instant: str | None) -> None:
    """Set days that others are counted from: first=2026-04-27; an empty day takes one back. What is done stays done."""
    from peer_tui.services.programmes import starting, telling

    with the_run(group, run, data, instant) as meant:
        workspace, opened, _ = meant
        read = {name: read_day(workspace, opened, words) for name, words in pairs(days, _DAY).items()}
        for name, day in read.items():
            starting.set_day(workspace, opened, meant.now, name, day)
        said = telling.said_of_days(workspace, opened, meant.now, read)
        set_now = telling.days_line(meant.now)
    print_text("\n".join([set_now, *said]))


@click.command("tick")
@click.argument("lines", nargs=-1, required=True, metavar="LINE…")
@click.option("--not-needed", is_flag=True, help=say("They are not needed here."))
@click.option("--open", "reopen", is_flag=True, help=say("They are open again."))
@click.option("--day", default="", metavar="DAY", help=say("When it was done, if not today."))
@click.option("--note", default="", help=say("What is to be remembered with it."))
@run_options
def tick(
    lines: tuple[str, ...], not_needed: bool, reopen: bool, day: str, note: str, group: str, run: str,
    data: Path | None, instant: str | None,
) -> None:  # fmt: skip
    """Tick LINES of the checklist, each by its number in `programme show`, its word, or the beginning of its title."""
    from peer_tui.services.programmes import checklist, telling

    if not_needed and reopen:
        raise click.UsageError(say("Either --not-needed or --open."))
    progress = "not needed" if not_needed else "open" if reopen else "done"
    with the_run(group, run, data, instant) as meant:
        workspace, opened, running = meant
        items = [telling.item_meant(running, words) for words in lines]
        when = read_day(workspace, opened, day)
        for item in items:
            checklist.mark(workspace, opened, meant.now, item.key, progress, when, note)
        counts = telling.counts_line(workspace, opened, meant.now)
    print_text("\n".join([*(f"{say(progress)}: {item.title}" for item in items), counts]))


@click.command("meeting")
@click.argument("kind")
@click.option(
    "--at", "when", required=True, metavar="WHEN", help=say('On the group\'s clocks, e.g. "2026-04-01 14:00".')
)
@click.option("--minutes", type=int, default=None, help=say("The slot; its template's otherwise."))
@showing_options
def plan(
    kind: str, when: str, minutes: int | None, group: str, run: str, data: Path | None, as_json: bool,
    instant: str | None,
) -> None:  # fmt: skip
    """Plan the programme's meeting KIND, with its template and topics; prints its id."""
    from peer_tui.services import arguments
    from peer_tui.services.programmes import meetings

    with the_run(group, run, data, instant) as (workspace, opened, running):
        starts = arguments.read_when(workspace, opened, when)
        meeting = meetings.plan_meeting(workspace, opened, running, kind, starts, minutes)
        held = opened.group.meetings[meeting]
    if as_json:
        say_json({"id": meeting, "title": held.title, "starts": as_plain(held.starts), "minutes": held.minutes})
    else:
        print_text(meeting)


@click.command("rename")
@click.argument("title")
@run_options
def rename(title: str, group: str, run: str, data: Path | None, instant: str | None) -> None:
    """Give this run of the programme another TITLE."""
    from peer_tui.services.programmes import starting

    with the_run(group, run, data, instant) as meant:
        starting.rename(meant.workspace, meant.opened, meant.running, title)
        said = say("It is called {title} now.", title=meant.now.title)
    print_text(said)


@click.command("close")
@click.option("--open", "reopen", is_flag=True, help=say("It goes on after all."))
@run_options
def close(reopen: bool, group: str, run: str, data: Path | None, instant: str | None) -> None:
    """Close the programme: it is due for nothing any more. Nothing of it is lost."""
    from peer_tui.services.programmes import starting

    with the_run(group, run, data, instant) as (workspace, opened, running):
        starting.close(workspace, opened, running, not reopen)
    said = say("{title} goes on.", title=running.title) if reopen else say("{title} is closed.", title=running.title)
    print_text(said)
