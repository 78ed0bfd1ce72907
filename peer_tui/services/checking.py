"""`peer-tui check`: what the store finds when it looks at the whole library."""

from __future__ import annotations

from collections.abc import Sequence

from peer_tui.services.workspace import Workspace
from peer_tui.store.damage import Finding, check, worst


def look(workspace: Workspace) -> list[Finding]:
    """Everything that was looked at, each with its level (`ok`, `warning`, `problem`) and a sentence."""
    return check(workspace.library)


def failed(findings: Sequence[Finding]) -> bool:
    """Whether something is wrong that needs somebody to act."""
    return worst(list(findings)) == "problem"
