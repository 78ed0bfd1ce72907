"""The commands about what a group agreed on: its agreement, and its settings."""

from __future__ import annotations

from pathlib import Path

import click

from peer_tui.commands.shared import (
    data_option,
    json_option,
    now_option,
    print_text,
    say_json,
    the_clock,
    the_workspace,
)
from peer_tui.domain.words import say


@click.command()
@click.argument("group", default="")
@click.option("--as-of", default="", metavar="DAY", help=say("As it stood at the end of that day."))
@click.option("--format", "form", type=click.Choice(["txt", "md"]), default="txt", show_default=True)
@click.option("--history", is_flag=True, help=say("Every version and affirmation, with what changed."))
@data_option
@json_option
@now_option
def agreement(
    group: str, as_of: str, form: str, history: bool, data: Path | None, as_json: bool, instant: str | None
) -> None:
    """Print the Comfort / Discomfort Agreement of GROUP; never who proposed a line or objected to one."""
    from peer_tui.services import agreement as agreements
    from peer_tui.services import agreement_out, forgetting, listing

    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        page = agreement_out.page_of(opened.group, agreement_out.read_day(workspace, opened.group, as_of))
        told = agreements.history(opened.group)
    if as_json:
        say_json(listing.as_plain(told if history else page))
    elif history:
        print_text("\n".join(line for moment in told for line in _moment(moment)) or say("Nothing was adopted yet."))
    else:
        print_text(agreement_out.render(page, form).rstrip("\n"))


def _moment(moment: object) -> list[str]:
    from peer_tui.services.agreement import Moment, change_lines

    assert isinstance(moment, Moment)
    where = f" · {moment.meeting}" if moment.meeting else ""
    return [
        f"{moment.day} · v{moment.version} {say(moment.act)}{where}",
        *(f"  {mark} {words}" for mark, words in change_lines(moment.change)),
    ]


@click.command("group-settings")
@click.argument("group", default="")
@click.option(
    "--set", "chosen", multiple=True, metavar="NAME=VALUE", help=say("Choose; an empty value is the usual one.")
)
@data_option
@json_option
@now_option
def group_settings(group: str, chosen: tuple[str, ...], data: Path | None, as_json: bool, instant: str | None) -> None:
    """Print what GROUP chose for itself, or choose: --set privacy=3 --set keep_months=36."""
    import msgspec

    from peer_tui.domain.profile import LABELS, as_value, profile_of
    from peer_tui.services import choosing, forgetting, listing

    for one in chosen:
        if "=" not in one:
            raise click.UsageError(say("Write it like privacy=3, not “{what}”.", what=one))
    with the_workspace(data, the_clock(instant)) as workspace:
        opened = forgetting.the_group(workspace, group)
        for one in chosen:
            name, _, value = one.partition("=")
            choosing.choose(workspace, opened, name.strip(), value)
        profile = profile_of(opened.group)
        labels = {name: opened.group.settings[name] for name in LABELS if name in opened.group.settings}
    if as_json:
        say_json({**listing.as_plain(profile), **labels})
    else:
        fields = {**msgspec.structs.asdict(profile), **labels}
        print_text("\n".join(f"{name}={as_value(value).replace(chr(10), ', ')}" for name, value in fields.items()))
