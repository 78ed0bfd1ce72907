"""The commands about a programme's registers: lists that grow, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from peer_tui.commands.programme_shared import PATH, Meant, pairs, run_options, showing_options, the_run
from peer_tui.commands.shared import complain, print_text, say_json
from peer_tui.domain.words import say

if TYPE_CHECKING:
    from peer_tui.domain.programmes.registers import RegisterView, RowView

_CELLS = "title=Waiting lists"
_ROW_HELP = "REGISTER:NUMBER"


def meant_row(meant: Meant, words: str) -> RowView:
    """The row a person means: `issues:3`, `issues:waiting lists`, or only `3` where one register has such a row.

    Raises:
        Problem: there is none.
        WrongUse: several fit.
    """
    from peer_tui.services.problems import Problem, WrongUse
    from peer_tui.services.programmes.rows import choose_row
    from peer_tui.services.programmes.running import need_definition

    keys = [register.key for register in need_definition(meant.running).registers]
    register, colon, rest = words.partition(":")
    if colon and register.strip().casefold() in keys:
        return choose_row(meant.opened, meant.running, register.strip().casefold(), rest.strip())
    found: dict[str, RowView] = {}
    for key in keys:
        try:
            found[key] = choose_row(meant.opened, meant.running, key, words)
        except WrongUse:
            raise
        except Problem:
            continue
    if len(found) == 1:
        return next(iter(found.values()))
    listed = tuple(f"{key}:{row.number} {row.name[:60]}" for key, row in found.items())
    if found:
        raise WrongUse(say("Several registers have such a row; say which one is meant."), choices=listed)
    raise Problem(say("There is no row “{words}”. Write it like {example}.", words=words.strip()[:60],
                      example=f"{keys[0]}:3" if keys else "issues:3"))  # fmt: skip


@click.command("register")
@click.argument("register")
@click.option("--find", default="", metavar="WORDS", help=say("Only rows in which each of these words stands."))
@click.option("--only", multiple=True, metavar="COLUMN=VALUE", help=say("Only rows with these words in that column."))
@click.option("--sort", default="", metavar="COLUMN", help=say("By this column; -COLUMN the other way round."))
@click.option("--incomplete", is_flag=True, help=say("Only rows that lack something."))
@click.option("--gather", is_flag=True, help=say("First take in what was said in the programme's meetings."))
@click.option("--to", "to", type=PATH, metavar="FILE", help=say("Into this file: .md, .csv or .html."))
@showing_options
def show_register(
    register: str, find: str, only: tuple[str, ...], sort: str, incomplete: bool, gather: bool, to: Path | None,
    group: str, run: str, data: Path | None, as_json: bool, instant: str | None,
) -> None:  # fmt: skip
    """Print REGISTER, or some of its rows, or write them to a file."""
    from peer_tui.services.programmes import rows

    wanted = pairs(only, "status=in plan")
    with the_run(group, run, data, instant) as meant:
        workspace, opened, running = meant
        if gather:
            from peer_tui.services.programmes.gathering import gather as gather_rows

            complain(gather_rows(workspace, opened, running, register).words)
        view = rows.register_rows(opened, meant.now, register, find, wanted, sort, incomplete=incomplete)
        measured = _measured(meant)
        mirrored = _mirror_lines(meant, view) if not view.selected else []
        if to is not None:
            from peer_tui.services.programmes import register_exports

            form = to.suffix.lower().lstrip(".") or "md"
            path = register_exports.export_register(
                workspace, opened, meant.now, register, form, to, find=find, only=wanted, sort=sort,
                incomplete=incomplete,
            )  # fmt: skip
            print_text(say("Written, for you only: {path}", path=path))
            return
    if as_json:
        say_json([_plain(row) for row in view.rows])
    else:
        print_text("\n".join([*_lines(view, measured), *mirrored]))


def _mirror_lines(meant: Meant, view: RegisterView) -> list[str]:
    """The two sides of a register beside each other; nothing for one that has none."""
    from peer_tui.domain.programmes.mirror import mirror_of

    found = mirror_of(view.register, meant.now.standing_rows(view.register.key))
    return ["", *(pair.words for pair in found.pairs), *found.advice] if found is not None else []


def _measured(meant: Meant) -> dict[str, str]:
    """How each measure of the programme stands, with its line of bars, by its row."""
    from peer_tui.domain.programmes.measures import measures_of
    from peer_tui.services.programmes.running import need_definition
    from peer_tui.services.programmes.telling import measure_line

    found = measures_of(need_definition(meant.running), meant.now)
    return {one.row: measure_line(one) for one in found if one.row}


def _plain(row: RowView) -> dict[str, Any]:
    return {
        "number": row.number,
        "cells": {cell.column.key: cell.words for cell in row.cells},
        "missing": list(row.missing),
        "advice": list(row.advice),
        "closed": row.closed,
    }


def _lines(view: RegisterView, measured: Mapping[str, str]) -> list[str]:
    """The register as lines: each row by its name, its cells below it; a measure also as it stands."""
    lines = [f"{view.register.title}: {view.summary}"]
    for row in view.rows:
        lines += ["", *row_lines(row, view.register.named_by)]
        lines += [f"  {measured[row.id]}"] if row.id in measured else []
    return lines


def row_lines(row: RowView, named_by: str) -> list[str]:
    """A row as lines: what it goes by, its cells, what it lacks and what is unusual about it."""
    lines = [f"{row.number} {row.name or say('(no name yet)')}"]
    for cell in row.cells:
        if cell.words and cell.column.key != named_by:
            first, *more = cell.words.split("\n")
            lines += [f"  {cell.column.title}: {first}", *(f"    {line}" for line in more)]
    lines += [say("  lacks: {missing}", missing=", ".join(row.missing))] if row.missing else []
    return lines + [f"  {words}" for words in row.advice]


@click.command("add")
@click.argument("register")
@click.argument("cells", nargs=-1, required=True, metavar="COLUMN=VALUE…")
@run_options
def add(register: str, cells: tuple[str, ...], group: str, run: str, data: Path | None, instant: str | None) -> None:
    """Add a row to REGISTER: title="Waiting lists" status=issue. A row with nothing but its name is a row."""
    from peer_tui.services.programmes import rows

    with the_run(group, run, data, instant) as meant:
        row = rows.add_row(meant.workspace, meant.opened, meant.running, register, pairs(cells, _CELLS))
        said = _told(meant, register, row)
    print_text(said)


def _told(meant: Meant, register: str, row: str) -> str:
    """The row as it now stands."""
    from peer_tui.services.programmes.rows import register_rows

    view = register_rows(meant.opened, meant.now, register)
    found = next(one for one in view.rows if one.id == row)
    return "\n".join(row_lines(found, view.register.named_by))


@click.command("change")
@click.argument("row", metavar=_ROW_HELP)
@click.argument("cells", nargs=-1, required=True, metavar="COLUMN=VALUE…")
@run_options
def change(row: str, cells: tuple[str, ...], group: str, run: str, data: Path | None, instant: str | None) -> None:
    """Change cells of a row, as in `issues:3 status=changed`; an empty value empties one."""
    from peer_tui.services.programmes import rows

    with the_run(group, run, data, instant) as meant:
        found = meant_row(meant, row)
        register, _ = rows.row_of(meant.opened, meant.running, found.id)
        rows.change_row(meant.workspace, meant.opened, meant.running, found.id, pairs(cells, _CELLS))
        said = _told(meant, register.key, found.id)
    print_text(said)


@click.command("remove")
@click.argument("row", metavar=_ROW_HELP)
@click.option("--for-good", is_flag=True, help=say("Remove its words everywhere, as somebody asked; no undo."))
@click.option("--yes", is_flag=True, help=say("With --for-good: do not ask."))
@run_options
def remove(
    row: str, for_good: bool, yes: bool, group: str, run: str, data: Path | None, instant: str | None
) -> None:  # fmt: skip
    """Take a row out of its register, as in `issues:3`; the numbers of the others stay."""
    from peer_tui.commands.programme_row_words import remove_for_good
    from peer_tui.services.programmes import rows

    with the_run(group, run, data, instant) as meant:
        found = meant_row(meant, row)
        if for_good:
            remove_for_good(meant, found, sure=yes)
            return
        rows.remove_row(meant.workspace, meant.opened, meant.running, found.id)
    print_text(say("Removed: {number} {name}", number=found.number, name=found.name))


@click.command("step")
@click.argument("row", metavar=_ROW_HELP)
@run_options
def make_step(row: str, group: str, run: str, data: Path | None, instant: str | None) -> None:
    """Make an ordinary next step of a row, as in `workplan:2`; its owner and date are the row's."""
    from peer_tui.services.programmes.row_steps import row_to_step

    with the_run(group, run, data, instant) as meant:
        made = row_to_step(meant.workspace, meant.opened, meant.running, meant_row(meant, row).id)
    print_text(made.words)
