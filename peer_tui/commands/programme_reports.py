"""The commands about what a programme leaves behind: its reports, from draft to shared, and its letters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peer_tui.commands.programme_shared import PATH, Meant, as_plain, read_day, run_options, showing_options, the_run
from peer_tui.commands.shared import complain, print_text, say_json
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.domain.naming import Privacy
    from peer_tui.domain.programmes.reports import ReportPage

_ANSWERS = click.Choice(["ok", "change", "none"])
_FORMATS = ("md", "txt", "html", "docx", "eml")


def _acts(command: Any) -> Any:
    """What can be done with a report, as options."""
    for option in (
        click.option("--to", "to", type=PATH, metavar="FILE", help=say("Into this file, or this folder.")),
        click.option(
            "--privacy",
            type=click.IntRange(1, 5),
            default=None,
            help=say("Whom it names, 1 to 5; as usual for it otherwise."),
        ),
        click.option("--format", "form", type=click.Choice(_FORMATS), default=None),
        click.option("--draft", is_flag=True, help=say("It is a draft again.")),
        click.option("--share", is_flag=True, help=say("It was shared with those it is for.")),
        click.option("--approve", is_flag=True, help=say("It is approved: its words stand.")),
        click.option("--integrated", is_flag=True, help=say("What the readers said was taken in.")),
        click.option(
            "--answered",
            nargs=2,
            type=(str, _ANSWERS),
            default=None,
            metavar="NAME ANSWER",
            help=say("What a reader answered: ok or change, with --text; none takes it back."),
        ),
        click.option("--reviewer", "reviewers", multiple=True, metavar="NAME", help=say("With --send-out: a reader.")),
        click.option("--deadline", default="", metavar="DAY", help=say("With --send-out: until when they answer.")),
        click.option("--send-out", is_flag=True, help=say("The draft went to its readers.")),
        click.option("--text", default=None, help=say("The words of --section, or of what was answered.")),
        click.option("--section", default="", metavar="KEY", help=say("A section in your own words; none: as drawn.")),
    ):
        command = option(command)
    return command


@click.command("report")
@click.argument("report")
@_acts
@showing_options
def report(
    report: str, group: str, run: str, data: Path | None, as_json: bool, instant: str | None, **asked: Any
) -> None:
    """Print REPORT as it is drawn from the record, or take it a step further: written, reviewed, approved, shared."""
    _check(asked)
    from peer_tui.services.programmes import report_files, reports

    with the_run(group, run, data, instant) as meant:
        said = _act(meant, report, asked)
        workspace, opened = meant.workspace, meant.opened
        privacy = _privacy(asked["privacy"])
        if asked["to"] is not None:
            form = asked["form"] or asked["to"].suffix.lower().lstrip(".") or "md"
            path = report_files.export(workspace, opened, meant.now, report, form, asked["to"], privacy)
            said.append(say("Written, for you only: {path}", path=path))
        page = reports.drawn(workspace, opened, meant.now, report, privacy)
    acted = any(asked[name] for name in ("section", "send_out", "answered", "integrated", "approve", "share", "draft"))
    if acted or asked["to"] is not None:
        print_text("\n".join([*said, f"{page.title}: {page.status}"]))
    elif as_json:
        say_json(_plain(page))
    else:
        for sentence in page.warnings:
            complain(sentence)
        _print(report_files.render(page, asked["form"] or "txt"))


def _check(asked: dict[str, Any]) -> None:
    if asked["text"] is not None and not asked["section"] and not asked["answered"]:
        raise click.UsageError(say("--text belongs to --section or --answered."))
    if asked["section"] and asked["answered"]:
        raise click.UsageError(say("Either --section or --answered at a time."))
    if (asked["reviewers"] or asked["deadline"]) and not asked["send_out"]:
        raise click.UsageError(say("--reviewer and --deadline belong to --send-out."))


def _privacy(level: int | None) -> Privacy | None:
    from peer_tui.domain.naming import Privacy

    return Privacy(level) if level else None


def _act(meant: Meant, report: str, asked: dict[str, Any]) -> list[str]:
    """Do what was asked for, in the order in which a report goes on; what is to be said of it."""
    from peer_tui.services.programmes import reports

    workspace, opened = meant.workspace, meant.opened
    said: list[str] = []
    if asked["draft"]:
        said += reports.draft_again(workspace, opened, meant.now, report).said
    if asked["section"]:
        text = asked["text"] or ""
        said += reports.write_section(workspace, opened, meant.now, report, asked["section"], text).said
    if asked["send_out"]:
        people, others = reports.read_readers(opened, asked["reviewers"])
        deadline = read_day(workspace, opened, asked["deadline"])
        said += reports.send_out(
            workspace, opened, meant.now, report, deadline=deadline, reviewers=people, others=others
        ).said
    if asked["answered"]:
        name, answer = asked["answered"]
        given = "" if answer == "none" else answer
        said += reports.answer_review(workspace, opened, meant.now, report, name, given, asked["text"] or "").said
    for name, act in (("integrated", reports.integrate), ("approve", reports.approve), ("share", reports.share)):
        if asked[name]:
            said += act(workspace, opened, meant.now, report).said
    return said


def _plain(page: ReportPage) -> dict[str, Any]:
    """A report for a script: what it says and how far it is."""
    return {
        "key": page.key,
        "title": page.title,
        "programme": page.programme,
        "status": page.status,
        "draft": page.draft,
        "sections": as_plain(page.sections),
        "readers": as_plain(page.readers),
        "warnings": list(page.warnings),
    }


def _print(content: str | bytes) -> None:
    from peer_tui.services.problems import WrongUse

    if isinstance(content, bytes):
        raise WrongUse(say("That format is for a file: give --to FILE."))
    print_text(content.rstrip("\n"))


@click.command("letter")
@click.argument("letter")
@click.option("--to", "to", type=PATH, metavar="FOLDER", help=say("A file for each letter, into this folder."))
@click.option("--eml", is_flag=True, help=say("With --to: as e-mail drafts."))
@run_options
def letter(
    letter: str, to: Path | None, eml: bool, group: str, run: str, data: Path | None, instant: str | None
) -> None:
    """Print LETTER for everybody it is for, or write a file for each. Nothing is sent."""
    from peer_tui.services.programmes import letters

    with the_run(group, run, data, instant) as (workspace, opened, running):
        drawn = letters.letters(opened, running, letter)
        if to is not None:
            form = "eml" if eml else "txt"
            paths = letters.export_letters(workspace, opened, running, letter, form, to)
            print_text("\n".join(say("Written, for you only: {path}", path=path) for path in paths))
            return
    unknown = list(dict.fromkeys(word for one in drawn for word in one.unknown))
    if unknown:
        complain(say("Not known yet, and left as “…”: {words}.", words=", ".join(unknown)))
    print_text(letters.all_of_them(drawn).rstrip("\n") or say("There is nobody in the register yet."))
