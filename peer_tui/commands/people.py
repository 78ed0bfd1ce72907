"""The commands about people: who is in a group, somebody added or changed, two records made one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

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

if TYPE_CHECKING:
    from peer_tui.domain.events import Status
    from peer_tui.services.people import PersonRow

_LIST = "list"
_STANDINGS = ("applicant", "confirmed member", "e-mail list", "guest", "former")

group_option = click.option("--group", default="", help=say("Of this group; not needed where there is only one."))
status_option = click.option(
    "--status", default="", metavar="STATUS", help=say("One of: {standings}.", standings=", ".join(_STANDINGS))
)


class _People(click.Group):
    """`people GROUP` lists; so does `people` alone."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without the word of a subcommand, the list is meant."""
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "-h")):
            args = [_LIST, *args]
        return super().parse_args(ctx, args)


@click.group(cls=_People)
def people() -> None:
    """List the people of a group; add, change or merge them. `people [GROUP]` alone lists."""


@people.command(_LIST)
@click.argument("group", default="")
@status_option
@click.option("--contact", is_flag=True, help=say("With organisation and contact, which are left out otherwise."))
@click.option("--csv", "as_csv", is_flag=True, help=say("For a spreadsheet."))
@data_option
@json_option
@now_option
def list_people(
    group: str, status: str, contact: bool, as_csv: bool, data: Path | None, as_json: bool, instant: str | None
) -> None:
    """List the people of GROUP, with how often they came lately. A private note stands in no list."""
    from peer_tui.commands.reports import say_file
    from peer_tui.services import forgetting, listing, spreadsheets
    from peer_tui.services.people import listed, read_status

    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        rows = listed(opened, read_status(status) if status else None)
    if as_json:
        hidden = () if contact else ("organisation", "contact")
        say_json([_without(listing.as_plain(row), hidden) for row in rows])
    elif as_csv:
        say_file(spreadsheets.people_csv(rows, contact=contact), "csv")
    else:
        print_text("\n".join(_line(row, contact) for row in rows) or say("Nobody."))


def _without(fields: Any, hidden: tuple[str, ...]) -> Any:
    return {name: value for name, value in fields.items() if name not in hidden}


def _line(row: PersonRow, contact: bool) -> str:
    facts = [say(row.status), f"@{row.handle}" if row.handle else "", row.pronouns, ", ".join(row.roles)]
    if row.meetings:
        facts.append(
            say(
                "{attended} of last {meetings}{words}",
                attended=row.attended,
                meetings=row.meetings,
                words=say(", last {last}", last=row.last) if row.last else "",
            )
        )
    if contact:
        facts += [row.organisation, row.contact]
    return f"{row.name}  {' · '.join(fact for fact in facts if fact)}"


# --- changing -----------------------------------------------------------------------------------------------------


def _field_options(command: Any) -> Any:
    """The fields of a person, as options."""
    for name, words in (
        ("note", say("A private note: it stands in no minutes, agenda, chat or export.")),
        ("contact", say("An address or a number; it stands in no minutes.")),
        ("organisation", say("Where they are from; it stands in no minutes.")),
        ("roles", say("With commas between: RC, CPS, FP, YAPM, COAPS or other words.")),
        ("pronouns", say("As they gave them.")),
        ("alias", say("A short handle to type.")),
    ):
        command = click.option(f"--{name}", default=None, help=words)(command)
    return command


def _fields(given: dict[str, str | None]) -> dict[str, Any]:
    """The options that were given, as the fields hold them."""
    from peer_tui.services.people import read_field

    return {name: read_field(name, value) for name, value in given.items() if value is not None}


@people.command("add")
@click.argument("name", default="")
@status_option
@_field_options
@click.option(
    "--from",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=say("A list, a Zoom participant report or a chat; only those who are new are added."),
)
@group_option
@data_option
@now_option
def add(
    name: str, status: str, file: Path | None, group: str, data: Path | None, instant: str | None,
    **given: str | None,
) -> None:  # fmt: skip
    """Add NAME, or everybody in a FILE who is new. Whoever may be somebody already is named and left out."""
    from peer_tui.domain.events import Status
    from peer_tui.services import forgetting
    from peer_tui.services.people import add as add_person
    from peer_tui.services.people import read_status, same_name

    if bool(name) == bool(file):
        raise click.UsageError(say("Either a NAME or --from FILE."))
    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        standing = read_status(status) if status else Status.MEMBER
        if file:
            _add_from(workspace, opened, file, standing if status else None)
            return
        same = same_name(opened.group, name)
        person, _ = add_person(workspace, opened, name, status=standing, **_fields(given))
        print_text(f"{opened.group.people[person].name} · {standing}")
        if same:
            complain(
                say(
                    "Somebody else in {name} is called {name_2}; `peer-tui people merge` makes two records of one "
                    "person one.",
                    name=opened.group.name,
                    name_2=same[0].name,
                )
            )


def _add_from(workspace: Any, opened: Any, file: Path, status: Status | None) -> None:
    """Add who is new in a file; whoever may be somebody already is named and left out."""
    from peer_tui.services import arguments, people_in
    from peer_tui.services.people_in import Answer

    found = people_in.look(opened.group, arguments.read_people(file))
    answers = [
        Answer("skip") if one.might_be else Answer("add", status or one.pasted.status) for one in found.newcomers
    ]
    done = people_in.bring_in(workspace, opened, found.newcomers, answers)
    print_text(say("{words} · {number} in the group already", words=done.words, number=len(found.known)))
    for one in found.newcomers:
        if one.might_be:
            names = ", ".join(person.name for person in one.might_be[:4])
            complain(
                say(
                    "Line {line}: {name} may be {names}. Left out: `peer-tui people add` adds somebody of that name "
                    "all the same.",
                    line=one.pasted.line,
                    name=one.pasted.name,
                    names=names,
                )
            )
    for sentence in found.said:
        complain(sentence)


@people.command("change")
@click.argument("name")
@click.option("--name", "new_name", default=None, help=say("Another name, as they want it."))
@status_option
@_field_options
@click.option("--named/--counted", default=None, help=say("Whether minutes may name them; a guest is counted only."))
@click.option(
    "--lived",
    default=None,
    metavar="yes|no",
    help=say("Whether they have lived experience, themselves or as family, as they said; grant reports count it."),
)
@group_option
@data_option
@now_option
def change(
    name: str, new_name: str | None, status: str, named: bool | None, lived: str | None, group: str,
    data: Path | None, instant: str | None, **given: str | None,
) -> None:  # fmt: skip
    """Change fields of the person NAME; an empty text takes one away."""
    from peer_tui.services import experience, forgetting
    from peer_tui.services.people import change as change_person
    from peer_tui.services.people import known_person

    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        person = forgetting.find_person(opened, name)
        fields = _fields({**given, "name": new_name, "status": status or None})
        if named is not None:
            fields["named"] = named
        if not fields and lived is None:
            raise click.UsageError(say("Say what to change, e.g. --status former."))
        answer = experience.read_answer(lived or "")
        act = change_person(workspace, opened, person.id, **fields) if fields else ""
        if lived is not None:
            act = experience.say_experience(workspace, opened, person.id, answer) or act
        print_text(
            f"{known_person(opened.group, person.id).name}: {say('changed') if act else say('nothing is different')}."
        )


@people.command("merge")
@click.argument("name")
@click.argument("other")
@click.option("--yes", is_flag=True, help=say("Do not ask."))
@group_option
@data_option
@now_option
def merge(name: str, other: str, yes: bool, group: str, data: Path | None, instant: str | None) -> None:
    """NAME and OTHER are two records of one person. Where both have one name, give their ids (`people --json`)."""
    from peer_tui.commands.removing import confirm
    from peer_tui.services import forgetting, merging_people

    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        kept, gone = (forgetting.find_person(opened, words).id for words in (name, other))
        print_text("\n".join(merging_people.preview(opened, kept, gone)))
        if not yes:
            confirm(say("Make them one person?"))
        merging_people.make_one(workspace, opened, kept, gone)
