"""Make the pictures of README and the guide from the program itself: `python scripts/pictures.py`. Never by hand."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from peer_tui.services import founding  # noqa: E402
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


async def _pressed(app: PeerApp, *keys: str) -> str:
    async with app.run_test(size=SMALL, notifications=True) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            for _ in range(4):
                await pilot.pause()
        return app.export_screenshot(title="peer-tui")


PICTURES = {"live": live, "before": before, "after": after, "beginning": beginning}


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
