"""`peer-tui check`: what is found when the whole library is looked at, its index and its backups too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from peer_tui.domain.naming import counted
from peer_tui.services.workspace import Workspace
from peer_tui.store.checking import Finding, check, worst

_OLD = dt.timedelta(days=8)
"""A backup older than this, with newer lines in the library, is said: one is made every week there is a meeting."""


def look(workspace: Workspace, progress: Callable[[int, int], None] | None = None) -> list[Finding]:
    """Everything that was looked at, each with its level (`ok`, `warning`, `problem`), its area and a sentence."""
    found = check(workspace.library, workspace.now(), progress)
    return [*found, *_backups(workspace), *_index(workspace)]


def failed(findings: Sequence[Finding]) -> bool:
    """Whether something is wrong that needs somebody to act."""
    return worst(list(findings)) == "problem"


def _backups(workspace: Workspace) -> Iterator[Finding]:
    # Imported here: it opens zip files, which only this needs.
    from peer_tui.services import backing_up
    from peer_tui.store.backups.making import changed_since
    from peer_tui.store.backups.places import backups_folder, out_of_reach

    if not workspace.library.groups():
        return
    for folder in out_of_reach(workspace.places.state):
        yield Finding("ok", f"{folder}, where a backup lies too, cannot be reached now.", "backups", str(folder))
    kept = backing_up.newest(workspace)
    if kept is None:
        yield Finding("warning", "There is no backup yet. To make one: peer-tui backup --to FOLDER", "backups")
        return
    if not kept.sound:
        yield Finding("problem", f"The newest backup cannot be used. {kept.why}", "backups", str(kept.path))
        return
    age = workspace.now() - kept.made
    days = max(0, age.days)
    when = "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"
    yield Finding("ok", f"The newest backup was made {when} and was read back just now.", "backups", str(kept.path))
    changed = len(changed_since(workspace.library, backups_folder(workspace.places.state)))
    if changed and age > _OLD:
        yield Finding("warning", f"{_changed(changed)} changed since. To back up now: peer-tui backup", "backups")


def _index(workspace: Workspace) -> Iterator[Finding]:
    index = workspace.index
    wrong = index.agrees()
    if wrong:
        yield Finding(
            "warning",
            f"{' '.join(wrong)} Nothing is lost: the index is only a copy. To build it anew: peer-tui check --repair, "
            f"or delete what lies in {workspace.places.cache} while peer-tui is closed.",
            "index",
            str(workspace.places.cache),
        )
        return
    if index.state == "absent":
        return
    if index.state == "unavailable":
        yield Finding("warning", f"Lists and search are slower than they could be: {index.why}", "index")
        return
    groups = workspace.library.groups()
    stale = sum(len(index.stale(folder)) for folder in groups)
    if index.state == "building":
        yield Finding("ok", "The index is being built; lists are read from the files meanwhile.", "index")
    elif stale:
        yield Finding("ok", f"{_changed(stale)} changed since the index was made; it follows by itself.", "index")
    else:
        yield Finding("ok", "The index agrees with the files.", "index")


def _changed(number: int) -> str:
    return counted(number, "meeting or group", "meetings or groups")
