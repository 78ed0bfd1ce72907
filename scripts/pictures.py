"""Make the pictures of README and the guide from the program itself: `python scripts/pictures.py`. Never by hand."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from peer_tui.paths import places  # noqa: E402
from peer_tui.services import founding  # noqa: E402
from peer_tui.services.clock import ManualClock  # noqa: E402
from peer_tui.services.practising_programmes import make_programme_practice  # noqa: E402
from peer_tui.services.programmes.running import runs  # noqa: E402
from peer_tui.services.workspace import Workspace  # noqa: E402
from peer_tui.settings import Settings  # noqa: E402
from peer_tui.ui.app import PeerApp  # noqa: E402
from tests.ui.scenes import practice  # noqa: E402

TARGET = ROOT / "docs" / "pictures"
SIZE = (100, 30)
SMALL = (92, 24)
TYPED = "> @bo call the training center by next tue = dates in writing"


async def live(home: Path) -> str:
    """The live screen in Updates on Priorities, with a next step half typed."""
    app, _session = practice(home, "peer", "14:22")
    async with app.run_test(size=SIZE, notifications=True) as pilot:
        await pilot.pause()
        line = app.screen.query_one("CaptureLine")
        line.value = TYPED  # type: ignore[attr-defined]  # queried by name, so that this script imports no widget
        line.cursor_position = len(TYPED)  # type: ignore[attr-defined]
        for _ in range(3):
            await pilot.pause()
        return app.export_screenshot(title="peer-tui")


async def before(home: Path) -> str:
    """Prepare: the agenda with its clock times and the total against the slot."""
    return await _pressed(practice(home, "peer")[0], "e")


async def after(home: Path) -> str:
    """The draft of a meeting that ended early, and what it lacks."""
    _app, session = practice(home, "peer", "14:50")
    session.do("end")
    session.do("end")
    return await _pressed(PeerApp(session.workspace, session.id, practice=True))


async def beginning(home: Path) -> str:
    """A new group chooses its agreement from starters."""
    app, session = practice(home, "peer")
    founding.new_group(session.workspace, "A new group", "mapwc", "America/New_York")
    return await _pressed(app, "f2", "c", "tab", "b", "space", "down", "down", "space")


async def peer_match(home: Path) -> str:
    """A peer match on its first day: what is due this week, and where its six steps stand."""
    return await _pressed(_programme(home, "peer-match"))


async def peer_training(home: Path) -> str:
    """The policy issue register of a training."""
    return await _pressed(_programme(home, "peer-training"), "6", "enter")


async def peer_learning(home: Path) -> str:
    """The plan of a learning group: who does what, by when, and how success will show."""
    return await _pressed(_programme(home, "peer-learning"), "6", "down", "down", "enter")


async def career_workshop(home: Path) -> str:
    """The action menu of a career workshop."""
    return await _pressed(_programme(home, "career-workshop"), "6", "enter")


AT_HAND = dt.datetime(2026, 4, 27, 14, tzinfo=dt.UTC)
"""When the meeting of a practice programme is about to begin."""


def _programme(home: Path, key: str) -> PeerApp:
    """The practice library of a programme, opened at it."""
    where = places(environ={"PEER_TUI_HOME": str(home)})
    workspace = Workspace(where, ManualClock(AT_HAND - dt.timedelta(minutes=5)), Settings(), threaded=False)
    make_programme_practice(workspace, key, AT_HAND)
    (opened,) = workspace.open_groups()
    return PeerApp(workspace, practice=True, programme=(opened, runs(opened)[0].id))


async def _pressed(app: PeerApp, *keys: str) -> str:
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            for _ in range(4):
                await pilot.pause()
        return app.export_screenshot(title="peer-tui")


PICTURES = {
    "live": live,
    "before": before,
    "after": after,
    "beginning": beginning,
    "peer-match": peer_match,
    "peer-training": peer_training,
    "peer-learning": peer_learning,
    "career-workshop": career_workshop,
}


def settled(svg: str) -> str:
    """The same picture byte for byte each time: Textual numbers its style classes by chance."""
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> None:
    """Make every picture."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, picture in PICTURES.items():
        with tempfile.TemporaryDirectory() as folder:
            svg = asyncio.run(picture(Path(folder)))
        (TARGET / f"{name}.svg").write_text(settled(svg), encoding="utf-8")
        print(TARGET / f"{name}.svg")


if __name__ == "__main__":
    main()
