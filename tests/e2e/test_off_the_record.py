"""Off the record in a real terminal: typed, pasted, searched for in the palette, killed in the midst: in no file."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.e2e.terminal import EMPTY_OFF_RECORD, Terminal
from tests.services.test_redacting import everywhere

pytestmark = pytest.mark.e2e

PALETTE = "Search for commands"
"""Stands in the palette while nothing is typed in it."""
SECRET = "the heron lands at midnight"
DRAFT_IS_WRITTEN = 2.5
"""Seconds after which a half-typed line would be in its draft file."""


@pytest.mark.parametrize("killed", [True, False])
def test_check_55_nothing_typed_off_the_record_is_in_any_file(home: Path, tmp_path: Path, killed: bool) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    program = ("env", f"TMPDIR={temporary}", sys.executable, "-X", f"pycache_prefix={tmp_path}/cache", "-m", "peer_tui")
    with Terminal(home, "run", program=program) as terminal:
        terminal.until("▶ now Welcome")
        terminal.write("before it")
        terminal.keys("C-o")
        terminal.until("OFF THE RECORD")
        terminal.line(SECRET)
        terminal.until(EMPTY_OFF_RECORD)
        terminal.paste(f"{SECRET}\n! {SECRET}\n")
        terminal.until("What was pasted is held nowhere", EMPTY_OFF_RECORD)
        terminal.keys("C-p")
        terminal.until(PALETTE)
        terminal.type(SECRET)
        terminal.until(SECRET)
        time.sleep(1)
        terminal.keys("Escape")
        terminal.until_gone(SECRET)
        terminal.type(f"half of {SECRET}")
        terminal.until(f"half of {SECRET}")
        time.sleep(DRAFT_IS_WRITTEN)
        assert everywhere(tmp_path, SECRET) == [] and everywhere(home, SECRET) == []
        if killed:
            terminal.kill()
        else:
            terminal.end()
            terminal.until_left()
    assert everywhere(home, "before it")
    assert everywhere(tmp_path, SECRET) == [] and everywhere(home, SECRET) == []
    with Terminal(home, "run", program=program) as again:
        screen = again.until("OFF THE RECORD")
        assert SECRET not in screen
        again.kill()
    assert everywhere(tmp_path, SECRET) == [] and everywhere(home, SECRET) == []
