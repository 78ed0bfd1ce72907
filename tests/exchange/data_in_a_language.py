"""Everything that programs read of two libraries, written in the language that is chosen.

`PEER_TUI_WORDS=MADE_UP.mo python -m tests.exchange.data_in_a_language HOME files|shell` prints a JSON object: by its
name, each file or answer. `files` writes what screens write; `shell` runs the commands that print data. `HOME` holds
what `prepared` made. A process of its own: words are looked up when modules are imported.
"""

from __future__ import annotations

import os
import sys

from peer_tui.language import choose_language

if __name__ == "__main__":
    choose_language(os.environ, ["--json"] if sys.argv[2:] == ["shell"] else [])

import asyncio
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from peer_tui.domain.naming import Audience, Privacy
from peer_tui.services import agenda_out, exporting_many, keeping, redrawing
from peer_tui.services.clock import ManualClock
from peer_tui.services.exported import exported
from peer_tui.services.practising_programmes import make_programme_practice
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.settings import Settings
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.grant import GrantScreen
from peer_tui.ui.screens.reports import ReportsScreen
from tests.plain.meetings import STARTS, home_places
from tests.ui.scenes import practice

NOW = STARTS + dt.timedelta(hours=2)
LIBRARIES = ("meeting", "match")


def prepared(home: Path) -> None:
    """A coalition whose meeting was just held, with its minutes a draft, and a programme half-way through."""
    practice(home / "meeting", "peer", "15:01")[1].workspace.close()
    workspace = _workspace(home / "match")
    make_programme_practice(workspace, "peer-match", STARTS)
    workspace.close()


def _workspace(home: Path) -> Workspace:
    return Workspace(home_places(home), ManualClock(NOW), Settings(), threaded=False)


def files(home: Path) -> Iterator[tuple[str, str]]:
    """What screens write as data: records, agendas, reports, grant reports; and all of them drawn anew."""
    for name in LIBRARIES:
        workspace = _workspace(home / name)
        workspace.index.refresh()
        for opened in workspace.open_groups():
            yield from _of_a_group(workspace, opened, name)
        for one in exported(workspace.places.state):
            if one.form == "json" and one.group:
                drawn = redrawing.draw_again(workspace, workspace.open_group(one.group), one)
                if isinstance(drawn, str):
                    yield f"{name} again {Path(one.path).name} {one.privacy} {one.audience}", drawn
        workspace.close()


def _of_a_group(workspace: Workspace, opened: OpenGroup, name: str) -> Iterator[tuple[str, str]]:
    for held in sorted(opened.group.meetings.values(), key=lambda one: one.id):
        for audience in Audience:
            for privacy in (None, *Privacy):
                path = keeping.write(workspace, opened, held.id, "json", privacy=privacy, audience=audience).path
                yield f"{name} record {held.id} {audience} {privacy}", path.read_text()
        for audience in agenda_out.AUDIENCES:
            path = agenda_out.write(workspace, opened, held.id, audience, "json")
            yield f"{name} agenda {held.id} {audience}", path.read_text()
    many = exporting_many.export_many(
        workspace, exporting_many.Wanted(), keeping.Telling("json"), workspace.places.exports / "many"
    )
    for path in sorted(many.folder.rglob("*.json")):
        yield f"{name} many {path.name}", path.read_text()
    yield from asyncio.run(_reports(workspace, opened, name))


async def _reports(workspace: Workspace, opened: OpenGroup, name: str) -> list[tuple[str, str]]:
    app = PeerApp(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        found = []
        for kind in (ReportsScreen, GrantScreen):
            screen = kind(opened)
            await app.switch_screen(screen)
            await pilot.pause()
            found.append((f"{name} {kind.__name__}", screen.written("json").read_text()))
    return found


GROUP = "Harbor Peer Coalition"
ASKED = {
    "meeting": [
        ["list"], ["list", "--past"], ["steps", "--all"], ["step", "1"], ["decisions"], ["parked"], ["deleted"],
        ["people", "list", GROUP], ["agreement", GROUP], ["agreement", GROUP, "--history"], ["remind"], ["layouts"],
        ["search", "testimony"], ["report", GROUP], ["grant", "--group", GROUP], ["paths"], ["group-settings", GROUP],
    ],
    "match": [
        ["list"], ["programme", "list"], ["programme", "show"], ["programme", "register", "team"],
        ["programme", "form", "core"], ["programme", "report", "summary"], ["programme", "results", "evaluation"],
        ["grant"],
    ],
}  # fmt: skip


def shell(home: Path) -> Iterator[tuple[str, str]]:
    """What the commands print as data, also of an index that was made in the language."""
    from click.testing import CliRunner

    from peer_tui.commands.group import commands

    for name, asked in ASKED.items():
        os.environ["PEER_TUI_HOME"] = str(home / name)
        meetings = [
            held.id for opened in _workspace(home / name).open_groups() for held in opened.group.meetings.values()
        ]
        several = [[command, one] for one in sorted(meetings) for command in ("minutes", "agenda")]
        for words in [*asked, *several]:
            given = ["--now", NOW.isoformat(), *words, "--json"]
            result = CliRunner().invoke(commands, given, prog_name="peer-tui")
            yield f"{name} peer-tui {' '.join(words)}", f"{result.exit_code} {result.stdout}"


def main(home: Path, what: str) -> None:
    """Print everything by its name."""
    json.dump(dict({"files": files, "shell": shell}[what](home)), sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
