"""The command that brings in what a group already has: `bring-in`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peer_tui.commands.shared import (
    at_terminal,
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

if TYPE_CHECKING:
    from peer_tui.services.bringing_in import Brought, Plan
    from peer_tui.services.workspace import OpenGroup, Workspace

_FORMS = ("markdown", "text", "agenda", "meetbot", "meetbot-minutes", "irc", "chat", "participants")


@click.command("bring-in")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--group", "group", default="", help=say("The group it is for; found out where the text names it."))
@click.option("--at", "--date", "when", default="", metavar="WHEN", help=say("When it was, e.g. “2024-11-13 14:00”."))
@click.option("--as", "form", type=click.Choice(_FORMS), help=say("What to read it as; found out otherwise."))
@click.option("--separate", is_flag=True, help=say("A meeting of its own, beside the one of that day."))
@click.option(
    "--add-people", type=click.Choice(("member", "guest")), help=say("Add who is new, instead of counting them.")
)
@click.option("--steps-done", is_flag=True, help=say("The next steps are long done."))
@click.option("--draft", is_flag=True, help=say("A draft, though the text says that it was approved."))
@click.option("--yes", is_flag=True, help=say("Write it without asking."))
@json_option
@data_option
@now_option
def bring_in(
    file: Path, group: str, when: str, form: str | None, separate: bool, add_people: str | None, steps_done: bool,
    draft: bool, yes: bool, as_json: bool, data: Path | None, instant: str | None,
) -> None:  # fmt: skip
    """Bring in FILE: minutes, an agenda, a MeetBot or IRC log, a Zoom chat or participant report. `-` reads it piped.

    Prints what was understood of each line, what is kept as a note and what is skipped. Nothing is written without
    --yes, or a yes at the terminal. What people wrote in a chat is never brought in from here.
    """
    from peer_tui.services import bringing_in
    from peer_tui.services.bringing_in import Answer

    raw = _read(file)
    with the_workspace(data, the_clock(instant)) as workspace:
        wanted = bringing_in.FORMS[form] if form else None
        opened = _group(workspace, group, raw)
        name = "" if str(file) == "-" else file.name
        plan = bringing_in.look(workspace, opened, raw, name=name, form=wanted)
        if when:
            starts = bringing_in.read_day(workspace, opened, plan, when)
            plan = bringing_in.on_day(workspace, opened, plan, starts)
        plan = bringing_in.separately(workspace, opened, plan) if separate else plan
        if add_people:
            plan = plan.all_answered(Answer.GUEST if add_people == "guest" else Answer.MEMBER)
        plan = plan.with_choices(steps_done=steps_done, approved=plan.approved and not draft)
        if not as_json:
            _print(workspace, opened, plan)
        brought = _agreed(workspace, opened, plan, yes=yes, quiet=as_json or str(file) == "-")
        if as_json:
            say_json(_told(workspace, opened, plan, brought))
        elif brought is not None:
            print_text(brought.words)


def _read(file: Path) -> bytes:
    from peer_tui.services import bringing_in
    from peer_tui.services.problems import Problem

    if str(file) != "-":
        return bringing_in.read_file(file)
    if sys.stdin is None:
        raise Problem(say("There is nothing piped in to read. Nothing was brought in."))
    return sys.stdin.buffer.read(100_000_001)


def _group(workspace: Workspace, name: str, raw: bytes) -> OpenGroup:
    from peer_tui.services import bringing_in
    from peer_tui.services.problems import WrongUse

    if name:
        return workspace.find_group(name)
    found = bringing_in.group_named(workspace, raw)
    if found is None:
        names = tuple(opened.glance.name for opened in workspace.open_groups())
        if not names:
            raise WrongUse(say("There is no group yet. `peer-tui new-group NAME --zone ZONE` makes one."))
        raise WrongUse(say("For which group is it? Say --group NAME."), choices=names)
    return found


def _agreed(workspace: Workspace, opened: OpenGroup, plan: Plan, *, yes: bool, quiet: bool) -> Brought | None:
    """Write it, if the person says so; None where nothing was written.

    Raises:
        Problem: the person said yes, and it cannot be brought in as it stands.
    """
    from peer_tui.services import bringing_in

    if yes:
        return bringing_in.bring_in(workspace, opened, plan)
    if plan.why_not:
        return None
    if quiet or not (at_terminal(sys.stdin) and at_terminal(sys.stdout)):
        if not quiet:
            complain(say("Nothing was written. --yes writes it."))
        return None
    if not click.confirm(say("Bring in {words}?", words=plan.words)):
        print_text(say("Nothing was written."))
        return None
    return bringing_in.bring_in(workspace, opened, plan)


def _print(workspace: Workspace, opened: OpenGroup, plan: Plan) -> None:
    from peer_tui.services import bringing_in
    from peer_tui.services.bringing_in import How
    from peer_tui.services.own_time import hours_of

    told = plan.understood
    when = bringing_in.when_words(opened, plan, hours_of(workspace, opened.group))
    print_text(
        say(
            "{form} for {name}: {title}, {when}",
            form=say(told.form).capitalize(),
            name=opened.group.name,
            title=told.title or plan.name or say("no title"),
            when=when,
        )
    )
    for how in How:
        lines = [one for one in told.report if one.how is how]
        if lines:
            print_text(f"\n{say(how).capitalize()} ({len(lines)})")
        for one in lines:
            print_text(
                "  " + say("line {line}: {words}", line=one.line, words=one.words) if one.line else f"  {one.words}"
            )
    print_text(say("\n{report}\nTo be written: {words}", report=plan.report, words=plan.words))
    for person in plan.people:
        if person.person is None:
            print_text(f"  {person.read.name}: {bringing_in.person_words(person)}")
    for sentence in (*plan.said, *([plan.why_not] if plan.why_not else [])):
        print_text(sentence)


def _told(workspace: Workspace, opened: OpenGroup, plan: Plan, brought: Brought | None) -> dict[str, object]:
    from peer_tui.services import bringing_in

    known = bringing_in.known_for(opened, plan)
    told = plan.understood
    return {
        "form": str(told.form), "group": opened.group.name, "title": told.title,
        "starts": plan.starts.isoformat() if plan.starts is not None else None,
        "meeting": brought.meeting if brought is not None else plan.held.id if plan.held is not None else None,
        "written": brought is not None,
        "why_not": plan.why_not,
        "said": list(plan.said),
        "lines": [
            {
                "line": item.read.line, "kind": str(item.kind), "text": bringing_in.line_words(item, known)[0],
                "more": bringing_in.line_words(item, known)[1], "kept": item.keep, "here": item.here,
            }
            for item in plan.items if item.keep or item.here
        ],
        "blocks": [{"title": block.title, "minutes": block.minutes} for block in told.blocks],
        "people": [
            {"name": one.name, "known": one.person is not None, "becomes": bringing_in.person_words(one)}
            for one in plan.people
        ],
        "report": [{"line": one.line, "how": str(one.how), "words": one.words} for one in told.report],
    }  # fmt: skip
