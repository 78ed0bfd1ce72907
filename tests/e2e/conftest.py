"""A practice library of its own for each test, and a loud word where there is no terminal to drive."""

from __future__ import annotations

import datetime as dt
import shutil
import warnings
from pathlib import Path

import pytest

from peer_tui.paths import places
from peer_tui.services.clock import SystemClock
from peer_tui.services.practice import make_practice
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.e2e.terminal import TMUX

NO_TMUX = "tmux is not installed: the program was NOT driven in a real terminal."


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice library, its meeting planned for now, doors closed."""
    if TMUX is None:
        # A skip alone is one letter in a long row; a warning stands in the summary of every run.
        warnings.warn(NO_TMUX, stacklevel=1)
        pytest.skip(NO_TMUX)
    home = tmp_path_factory.mktemp("practice")
    clock = SystemClock()
    workspace = Workspace(places(environ={"PEER_TUI_HOME": str(home)}), clock, Settings(), threaded=False)
    make_practice(workspace, clock.now() + dt.timedelta(seconds=5))
    workspace.close()
    return home


@pytest.fixture
def home(practice: Path, tmp_path: Path) -> Path:
    """A copy of it that the test may write to."""
    # A backup may still be going on in it: what is not whole yet is nobody's.
    return shutil.copytree(practice, tmp_path / "home", ignore=shutil.ignore_patterns("*.tmp"))
