"""Make the pictures of README from the program itself: `python scripts/pictures.py`. Never by hand."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.ui.scenes import practice  # noqa: E402

TARGET = ROOT / "docs" / "pictures"
SIZE = (100, 30)
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


def settled(svg: str) -> str:
    """The same picture byte for byte each time: Textual numbers its style classes by chance."""
    return re.sub(r"terminal-\d+", "terminal", svg)


def main() -> None:
    """Make every picture."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        svg = asyncio.run(live(Path(folder)))
    (TARGET / "live.svg").write_text(settled(svg), encoding="utf-8")
    print(TARGET / "live.svg")


if __name__ == "__main__":
    main()
