"""Meetings that are deleted, restored and merged: the index tells of the same groups and Today as the files do."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from peer_tui.services import deleting, listing, merging_meetings
from peer_tui.services.problems import Problem
from peer_tui.services.today import today_lines
from peer_tui.services.workspace import Workspace
from tests.services.libraries import invent, opened_at


def hide_some(workspace: Workspace, chosen: Random) -> int:
    """Delete, restore and merge as it comes; how many acts were possible."""
    done = 0
    for opened in workspace.open_groups():
        for _ in range(8):
            held = chosen.choice(list(opened.group.meetings.values()))
            other = chosen.choice(list(opened.group.meetings.values()))
            acts = (
                lambda opened=opened, held=held: deleting.delete(workspace, opened, held),
                lambda opened=opened, held=held: deleting.restore(workspace, opened, held),
                lambda opened=opened, held=held, other=other: merging_meetings.merge_meetings(
                    workspace, opened, held, other
                ),
            )
            try:
                chosen.choice(acts)()
                done += 1
            except Problem:
                continue
    return done


def told(workspace: Workspace) -> dict[str, object]:
    groups = workspace.open_groups()
    return {
        "today": [(line.kind, line.what, line.more, line.meeting) for line in today_lines(workspace, groups)],
        "groups": {opened.folder: opened.group for opened in groups},
        "listed": [row.id for row in listing.meetings(workspace)],
        "deleted": [(one.held.id, one.words) for one in deleting.deleted(workspace, workspace.open_groups())],
    }


@pytest.mark.parametrize("seed", range(4))
def test_the_index_and_the_files_agree_on_what_is_hidden(tmp_path: Path, seed: int) -> None:
    now = invent(tmp_path, seed)
    first = opened_at(tmp_path, now)
    assert first.index.refresh(now_ns=2**62).finished  # the index knew them before they were hidden
    assert hide_some(first, Random(seed)) > 0
    first.close()
    indexed = opened_at(tmp_path, now)
    assert indexed.index.refresh(now_ns=2**62).finished and indexed.index.state == "ready"
    assert all(opened.is_glanced for opened in indexed.open_groups())
    by_index = told(indexed)
    indexed.close()
    shutil.rmtree(indexed.places.cache)
    scanned = opened_at(tmp_path, now)
    by_files = told(scanned)
    scanned.close()
    assert by_index == by_files
    hidden = {held.id for group in by_files["groups"].values() for held in group.meetings.values() if held.hidden}  # type: ignore[attr-defined]
    assert not hidden & set(by_files["listed"])  # type: ignore[call-overload]
