"""The commands that follow up: `steps` lists next steps, `step` says what became of one, `remind`, `invite`."""

from __future__ import annotations

from pathlib import Path

import click

from peer_tui.commands.reports import csv_option, group_option, say_file, saying_what_is_unread
from peer_tui.commands.shared import (
    data_option,
    json_option,
    now_option,
    print_text,
    say_json,
    the_clock,
    the_workspace,
)
from peer_tui.domain.words import marked, say

_STATES = (
    "open", "late", "unclaimed", "asked", "accepted", "not started", "moved", "stuck", "snoozed", "done", "dropped",
)  # fmt: skip
_FOLDER = click.Path(path_type=Path, file_okay=False)
_ICS = click.Path(path_type=Path, dir_okay=False)
public_option = click.option("--public", is_flag=True, help=say("For everybody: nobody is named, no join link."))


@click.command()
@group_option
@click.option("--owner", default="", metavar="NAME", help=say("Only this person's; “nobody” for the unclaimed ones."))
@click.option("--due-before", default="", metavar="DAY", help=say("Only those due before DAY: 2024-11-22, fri, 2w."))
@click.option(
    "--state", type=click.Choice(_STATES), default="open", show_default=True, help=say("Only those that are so.")
)
@click.option("--all", "everything", is_flag=True, help=say("Those that are done or dropped, too."))
@click.option(
    "--ics", type=_ICS, metavar="FILE", help=say("Write their dates to a calendar file instead of listing them.")
)
@click.option("--tasks", is_flag=True, help=say("With --ics: as tasks instead of days, for calendars that keep tasks."))
@public_option
@csv_option
@data_option
@json_option
@now_option
def steps(
    group: str, owner: str, due_before: str, state: str, everything: bool, ics: Path | None, tasks: bool, public: bool,
    form: str, data: Path | None, as_json: bool, instant: str | None,
) -> None:  # fmt: skip
    """List the open next steps, what is due first first."""
    from peer_tui.services import listing, step_listing

    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace, group) as unread:
        lines = step_listing.steps(
            workspace, group, owner=owner, due_before=due_before, state=state, everything=everything
        )
        if ics is not None:
            from peer_tui.domain.naming import Audience
            from peer_tui.services import calendars

            audience = Audience.PUBLIC if public else Audience.MEMBERS
            print_text(calendars.write_steps(workspace, lines, ics, tasks=tasks, audience=audience).words)
            return
        # Numbers are each group's own, so that its steps stand together.
        # A list for another program is given on: what is personal stands in none.
        given_on = as_json or form == "csv"
        shown = [line for line in lines if not (given_on and line.private)]
        rows = [step_listing.row_of(line) for line in sorted(shown, key=lambda line: line.group.casefold())]
    if as_json:
        say_json(listing.as_plain(rows))
    elif form == "csv":
        from peer_tui.services import spreadsheets

        say_file(spreadsheets.steps_csv(rows), form)
    elif not rows and not unread and (owner or due_before or state != "open"):
        print_text(say("No next step fits."))
    else:
        print_text("\n".join(listing.step_lines(rows, unread=bool(unread))))


_ACTS = (
    "show", "done", "moved", "stuck", "not-started", "drop", "yes", "owner", "date", "done-when", "snooze", "wake",
    "share", "unshare", "undo",
)  # fmt: skip


_STEP_HELP = marked("""Say what became of next step NUMBER; alone, its life line.

\b
peer-tui step 7                      everything that happened to it
peer-tui step 7 done                 also: moved, not-started, yes, wake
peer-tui step 7 stuck no key yet     also: drop, with a reason
peer-tui step 7 owner ana            also: owner nobody
peer-tui step 7 date 22 nov          also: date nm (the next meeting), date none
peer-tui step 7 done-when letter sent
peer-tui step 7 snooze 2w
peer-tui step 7 share                a personal one: its owner lets the group have it; also: unshare
peer-tui step 7 undo                 this device's last act in its group""")


@click.command(help=_STEP_HELP)
@click.argument("number")
@click.argument("act", type=click.Choice(_ACTS), default="show")
@click.argument("words", nargs=-1)
@group_option
@data_option
@json_option
@now_option
def step(
    number: str, act: str, words: tuple[str, ...], group: str, data: Path | None, as_json: bool, instant: str | None
) -> None:
    """Say what became of a next step, or tell its life line."""
    from peer_tui.services import following

    said = " ".join(words)
    with the_workspace(data, the_clock(instant)) as workspace:
        opened, key = following.find_step(workspace, number, group)
        if act == "show":
            line = next(one for one in following.every_step(workspace, [opened], everything=True) if one.step.id == key)
            life = following.life_of(line)
            told = None
        else:
            told = following.act(workspace, opened, key, act, said)
            line, life = None, ()
    if told is not None:
        say_json({"said": told}) if as_json else print_text(told)
    elif line is not None and as_json:
        from peer_tui.services import listing, step_listing

        row = listing.as_plain(step_listing.row_of(line))
        moments = [{"at": moment.at, "day": moment.day, "what": moment.what, "where": moment.where} for moment in life]
        say_json({**row, "life": listing.as_plain(moments)})
    elif line is not None:
        parts = [line.who_words, line.due_words, *line.state_words]
        done_when = [say("done when: {done_when}", done_when=line.step.done_when)] if line.step.done_when else []
        print_text("\n".join([f"{line.number} {line.text} · {line.group}", " · ".join(parts + done_when)]))
        print_text("\n".join(f"  {one.day:<15}  {one.what}{_between(one.where)}" for one in life))


def _between(where: str) -> str:
    return f" · {where}" if where else ""


@click.command()
@group_option
@click.option("--owner", default="", metavar="NAME", help=say("Only this person."))
@click.option(
    "--eml", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help=say("Write e-mail drafts there.")
)
@data_option
@json_option
@now_option
def remind(group: str, owner: str, eml: Path | None, data: Path | None, as_json: bool, instant: str | None) -> None:
    """Print whom to remind today, half-way and two days before a date, and what they would read.

    Nothing is sent. With --eml each becomes an e-mail draft, which counts as reminded.
    """
    from peer_tui.services import reminding

    with the_workspace(data, the_clock(instant)) as workspace, saying_what_is_unread(workspace, group):
        groups = [workspace.find_group(group)] if group else workspace.open_groups()
        due = reminding.person_named(reminding.reminders_due(workspace, groups), owner)
        told = [
            {"group": one.opened.glance.name, "person": one.name, "steps": [line.number for line in one.lines],
             "text": reminding.text_of(workspace, one), "draft": ""}
            for one in due
        ]  # fmt: skip
        for one, said in zip(due, told, strict=True) if eml is not None else ():
            said["draft"] = str(reminding.write_draft(workspace, one, eml))
            reminding.reminded(workspace, one, reminding.DRAFTED)
    if as_json:
        say_json(told)
    elif not told:
        print_text(say("Nobody needs to be reminded today."))
    elif eml is not None:
        print_text("\n".join(f"{one.words} → {said['draft']}" for one, said in zip(due, told, strict=True)))
    else:
        print_text(f"\n\n{'-' * 40}\n\n".join(str(said["text"]) for said in told))


@click.command()
@click.argument("meeting", default="next")
@click.option(
    "--ics", type=_ICS, metavar="FILE", help=say("Where to; meeting-DATE.ics in the folder of exports otherwise.")
)
@group_option
@public_option
@data_option
@now_option
def invite(meeting: str, ics: Path | None, group: str, public: bool, data: Path | None, instant: str | None) -> None:
    """Write MEETING as a calendar file, with its agenda and, for members, the join link; without one, the next."""
    from peer_tui.domain.naming import Audience
    from peer_tui.services import calendars
    from peer_tui.services.problems import Problem

    with the_workspace(data, the_clock(instant)) as workspace:
        if meeting != "next":
            opened, held = workspace.find_meeting(meeting)
        else:
            groups = [workspace.find_group(group)] if group else workspace.open_groups()
            ahead = [(found.starts, one, found) for one in groups if (found := calendars.next_planned(workspace, one))]
            if not ahead:
                raise Problem(say("No meeting is planned. `peer-tui plan` plans one."))
            _, opened, held = min(ahead, key=lambda row: row[0])
        audience = Audience.PUBLIC if public else Audience.MEMBERS
        path = calendars.write_invite(workspace, opened, held.id, ics, audience)
    print_text(str(path))
