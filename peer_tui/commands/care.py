"""The commands that look after the library: `check`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from peer_tui.commands.shared import COULD_NOT, data_option, json_option, say, say_json, the_clock, the_workspace


@click.command()
@data_option
@json_option
def check(data: Path | None, as_json: bool) -> None:
    """Is everything that was written still there, and can more be written?"""
    from peer_tui.services import checking, listing

    with the_workspace(data, the_clock(None)) as workspace:
        findings = checking.look(workspace)
    if as_json:
        say_json(listing.as_plain(findings))
    else:
        say("\n".join(f"{finding.level.upper():<8} {finding.sentence}" for finding in findings))
    if checking.failed(findings):
        sys.exit(COULD_NOT)
