"""A walk over every screen in a made-up language whose letters have accents: what stands bare was not gathered.

`PEER_TUI_WORDS=MADE_UP.mo python -m tests.ui.walk_of_words HOME PART …` walks, reads the gathered texts as JSON from
its standard input, and prints as JSON each bare word that is not data, with where it stood and its row. A process of
its own: words are looked up when modules are imported.
"""

from __future__ import annotations

from peer_tui.language import choose_language

if __name__ == "__main__":
    choose_language()

import asyncio
import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path

import click

from peer_tui.plain.talk import Talk
from peer_tui.services.clock import ManualClock, RunningClock
from peer_tui.services.practising_programmes import make_programme_practice
from peer_tui.services.verbs import VERBS
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui import places as of_places
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.live import LiveScreen
from peer_tui.ui.screens.minutes import MinutesScreen
from peer_tui.ui.screens.minutes_compare import MinutesCompareScreen
from peer_tui.ui.screens.minutes_lines import MinutesLinesScreen
from peer_tui.ui.screens.minutes_look import MinutesLookScreen
from peer_tui.ui.screens.minutes_review import MinutesReviewScreen
from peer_tui.ui.screens.prepare import PARTS as PREPARED
from peer_tui.ui.screens.prepare import PrepareScreen
from peer_tui.ui.widgets.time_bar import TimeBar
from tests.golden.play import beats
from tests.plain.meetings import STARTS
from tests.ui.bare_words import BareWords
from tests.ui.scenes import practice
from tests.ui.walk_of_care import care, keys
from tests.ui.walk_of_programmes import parts, tools
from tests.ui.word_walk import SIZE, Walk, made_workspace

ENDING = {"end", "quit", "stopped", "off", "next", "back", "reopen", "elsewhere"}
"""Verbs that lead away from what is looked at; the meeting's own script does them."""
LOOKED_AT = {9, 23, 43, 57}
"""Minutes of the script after which a block is on whose panes are looked at."""


# --- the parts of the walk ----------------------------------------------------------------------------------------


async def first_run(home: Path, bare: BareWords) -> None:
    """A new group, page by page."""
    walk = Walk(PeerApp(made_workspace(home, STARTS)), bare)
    async with walk.app.run_test(size=SIZE, notifications=True) as walk.pilot:
        await walk.press("first run", "f1")
        await walk.press("name", "escape")
        await walk.press("name", '"Harbor', "enter")
        await walk.press("zone", "f1")
        await walk.press("zone", "escape", "ctrl+u", '"nowhere', "enter")
        await walk.press("zone", "ctrl+u", '"new york', "tab", "enter")
        for key in ("f1", "escape", "down", "down", "end", "home"):
            await walk.press("kind", key)
        for _ in range(12):
            await walk.press("kind", "down")
        await walk.press("kind", "home", "enter")
        await walk.press("meeting", "f1")
        await walk.press("meeting", "escape", '"x', "enter")
        await walk.press("meeting", "ctrl+u", '"wed 20 nov 2pm')
        await walk.press("meeting", "enter")
        await walk.press("people", "f1")
        await walk.press("people", "escape", '"Ana Ruiz', "enter", '"1234', "enter", "enter")
        await walk.press("people", "escape", "escape")
        await walk.press("agreement", "f1")
        await walk.press("agreement", "escape", "space", "enter")
        await walk.press("done", "f1")


async def places(home: Path, bare: BareWords) -> None:
    """Today and every place of a library with meetings behind it, and each of their acts."""
    _app, session = practice(home, "peer", "15:01")
    await _all_places(PeerApp(session.workspace, practice=True), session.opened, bare, "held")


async def programmes(home: Path, bare: BareWords) -> None:
    """The same where a programme is half-way through, and each of its parts."""
    workspace = made_workspace(home, STARTS - dt.timedelta(minutes=10))
    make_programme_practice(workspace, "peer-match", STARTS)
    (opened,) = workspace.open_groups()
    await _all_places(PeerApp(workspace, practice=True), opened, bare, "programme", ("m", "q", "r", "l"))


async def prepare(home: Path, bare: BareWords) -> None:
    """Each part of Prepare, and each of its acts."""
    app, session = practice(home, "peer")
    walk = Walk(app, bare)

    def make() -> PrepareScreen:
        return PrepareScreen(session.opened, session.id)

    async with app.run_test(size=SIZE, notifications=True) as walk.pilot:
        await walk.settle()
        await walk.everything("prepare", make)
        for number, part in enumerate(PREPARED, start=1):
            await walk.everything(f"prepare {part.__name__}", make, (str(number),), part.ACTS)


async def minutes(home: Path, bare: BareWords) -> None:
    """A draft, its lines, what it lacks, its review, and approved minutes with what was amended."""
    app, session = practice(home, "peer", "15:01")
    walk = Walk(app, bare)
    approved = min(session.opened.glance.meetings.values(), key=lambda held: held.starts)
    async with app.run_test(size=SIZE, notifications=True) as walk.pilot:
        await walk.settle()
        for which, meeting in (("draft", session.id), ("approved", approved.id)):
            for screen in (MinutesScreen, MinutesLinesScreen, MinutesLookScreen, MinutesReviewScreen):
                await walk.everything(f"{which} {screen.__name__}", partial(screen, session.opened, meeting))
        await walk.everything("compare", partial(MinutesCompareScreen, session.opened, approved.id))


async def live(home: Path, bare: BareWords) -> None:
    """The whole meeting on the screen, line by line; every verb; panes, help, time bar, close check."""
    _app, session = practice(home, "peer")
    clock = session.workspace.clock
    assert isinstance(clock, ManualClock)
    walk = Walk(PeerApp(session.workspace, session.id, practice=True), bare)
    async with walk.app.run_test(size=SIZE, notifications=True) as walk.pilot:
        await walk.settle()
        for verb in VERBS:
            await walk.enter("doors", f"/{verb.word}") if verb.word not in ENDING else None
        for moment, lines in beats("14:59"):
            clock.set(moment)
            for line in lines:
                await walk.enter(f"live {moment:%H:%M}", line)
            if moment.minute in LOOKED_AT:
                await _panes(walk, clock, f"live {moment:%H:%M}")
        for verb in VERBS:
            if verb.word not in ENDING and verb.arguments:
                await walk.enter("verbs", f"/{verb.word} {'1' if verb.arguments[0] in '[N' else 'nobody knows'}")
        await walk.enter("end", "/end")
        await walk.type("end", "/end")
        await walk.press("ended", "enter")


async def _panes(walk: Walk, clock: ManualClock, where: str) -> None:
    """Help, the time bar, what a typed line would be, and the banner when the time is up."""
    screen = walk.app.screen
    assert isinstance(screen, LiveScreen), (where, screen)
    for key in ("f1", "pagedown", "escape", "tab", "tab", "escape", "ctrl+t", "a", "9", "escape"):
        if key not in ("a", "9") or screen.query_one(TimeBar).display:
            await walk.press(where, key)
    for line in ("> @ana book the room by fri = booked", "! a decision", "+nobody", "/", "/ti", "s/a/b/", "fix: x"):
        await walk.type(where, line)
    screen.line.put("")
    walk.app.workspace.clock = ManualClock(clock.now() + dt.timedelta(minutes=50))
    walk.app.ticker.tick()
    await walk.settle()
    walk.look(f"{where} time is up")
    walk.app.workspace.clock = clock


async def _all_places(app: PeerApp, opened: OpenGroup, bare: BareWords, which: str, only: tuple[str, ...] = ()) -> None:
    walk = Walk(app, bare)
    async with app.run_test(size=SIZE, notifications=True) as walk.pilot:
        await walk.settle()
        await walk.press(f"{which} today", "f2")
        await walk.press(f"{which} today", "escape")
        for place in of_places.PLACES:
            if not only or place.key in only:
                await walk.everything(f"{which} {place.screen}", lambda place=place: place.make(opened))  # type: ignore[misc]


async def plain(home: Path, bare: BareWords) -> None:
    """The same meeting line by line, without a screen."""
    _app, session = practice(home, "peer")
    clock = RunningClock(session.workspace.now(), monotonic=lambda: 0.0)
    session.workspace.clock = clock
    where = "plain"
    talk = Talk(session, lambda line: bare.read(where, line), clock, practice=True)
    talk.begin()
    for moment, lines in beats("15:01"):
        clock.advance(max(moment - clock.now(), dt.timedelta()))
        for line in lines:
            where = f"plain {moment:%H:%M} {line}"
            talk.hear(line)
        for verb in ("who", "parked", "steps", "chat agenda", "chat now", "time", "help", "find o", "open", "recap"):
            where = f"plain /{verb}"
            talk.hear(f"/{verb}")


async def shell(home: Path, bare: BareWords) -> None:
    """The help of every command, and what the commands that look say."""
    from click.testing import CliRunner

    from peer_tui.commands.group import STORIES, commands

    workspace = practice(home, "peer", "15:01")[1].workspace
    meeting = practice_meeting(workspace)
    workspace.close()
    asked: list[list[str]] = [["--help"]]
    for name in STORIES:
        command = commands.get_command(None, name)  # type: ignore[arg-type]
        below = list(command.commands) if isinstance(command, click.Group) else []
        asked += [[name, "--help"], *([name, one, "--help"] for one in below)]
    group = "Harbor Peer Coalition"
    asked += [
        ["list"], ["steps"], ["steps", "--all"], ["step", "1"], ["minutes", meeting], ["agenda", meeting], ["check"],
        ["decisions"], ["parked"], ["people", group], ["agreement", group], ["deleted"],
        ["report", group], ["remind"], ["layouts"], ["paths"], ["search", "testimony"], ["programme", "list"],
        ["grant", "--group", group], ["cancel", meeting], ["minutes", "nothing"], ["nothing"], ["forget", "nobody"],
    ]  # fmt: skip
    os.environ["PEER_TUI_HOME"] = str(home)
    for arguments in asked:
        bare.knows(arguments[-1])
        result = CliRunner().invoke(commands, arguments, prog_name="peer-tui", terminal_width=200)
        for row in result.output.splitlines():
            bare.read(f"peer-tui {' '.join(arguments)}", _second_column(row) if "--help" in arguments else row)


def _second_column(row: str) -> str:
    """What is said of an option or a command; its name is typed, and the line of its use too."""
    if row.startswith("Usage:"):
        return ""
    return row.strip().partition("  ")[2] if row.startswith("  ") and "  " in row.strip() else row


def practice_meeting(workspace: Workspace) -> str:
    """The id of the practice meeting."""
    (opened,) = workspace.open_groups()
    return max(opened.glance.meetings.values(), key=lambda held: held.starts).id


PARTS: dict[str, Callable[[Path, BareWords], Coroutine[None, None, None]]] = {
    "first_run": first_run, "places": places, "programmes": programmes, "parts": parts, "tools": tools,
    "prepare": prepare, "minutes": minutes, "live": live, "plain": plain, "shell": shell, "care": care, "keys": keys,
}  # fmt: skip


def main(home: Path, parts: list[str]) -> None:
    """Walk these parts, or all of them."""
    found = []
    gathered = json.load(sys.stdin)
    for name in parts or list(PARTS):
        bare = BareWords(gathered)
        bare.knows(
            *(verb.typed for verb in VERBS), str(home), "Two orgs offered a story bank", "Mei Tan was present", "nobody"
        )
        began = time.monotonic()
        asyncio.run(PARTS[name](home / name, bare))
        print(name, round(time.monotonic() - began, 1), file=sys.stderr)
        found += bare.found
    json.dump(found, sys.stdout, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
