"""Every command that reads, over facts no peer-tui would record: it says something, and never falls over."""

from __future__ import annotations

import tempfile
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings

import peer_tui.commands.group as group
from peer_tui.domain import events as ev
from peer_tui.paths import places
from tests.ui.test_hostile_places import TOLD, made_of

COMMANDS = (
    "list", "list --past", "steps --json", "remind", "agenda m3", "agenda m3 --json", "agenda m3 --format eml",
    "minutes m1 --format html", "minutes m2 --format json", "minutes m1 --privacy 4", "minutes m2 --audience public",
    "decisions --json", "parked --all", "people --json", "people --contact", "report", "report --json",
    "agreement --history", "group-settings", "deleted", "invite m3", "search e", "step 1",
)  # fmt: skip


@given(told=TOLD)
@settings(max_examples=2, deadline=None, derandomize=True)
def test_no_command_falls_over_what_a_log_may_hold(told: list[tuple[str, ev.Event]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        made_of(Path(home), told).close()
        runner = CliRunner(env={"PEER_TUI_HOME": home})
        for command in COMMANDS:
            done = runner.invoke(group.commands, [*command.split(), "--now", "2024-12-01T12:00Z"])
            assert done.exit_code in (0, 1) and done.output, (command, done.output)
            assert "Traceback" not in done.output, command
        faults = [path for path in places(environ={"PEER_TUI_HOME": home}).state.rglob("last-fault*") if path.is_file()]
        assert not faults, [path.read_text() for path in faults]
