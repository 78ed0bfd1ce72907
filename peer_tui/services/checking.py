"""`peer-tui check`: what is found when the whole library is looked at, its index and its backups too."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from peer_tui.domain.naming import counted
from peer_tui.domain.words import say, say_number
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
        yield Finding(
            "ok",
            say("{folder}, where a backup lies too, cannot be reached now.", folder=folder),
            "backups",
            str(folder),
        )
    kept = backing_up.newest(workspace)
    if kept is None:
        yield Finding("warning", say("There is no backup yet. To make one: peer-tui backup --to FOLDER"), "backups")
        return
    if not kept.sound:
        yield Finding(
            "problem", say("The newest backup cannot be used. {why}", why=kept.why), "backups", str(kept.path)
        )
        return
    age = workspace.now() - kept.made
    days = max(0, age.days)
    when = (
        say("today")
        if days == 0
        else say("yesterday")
        if days == 1
        else say_number(days, "{n} days ago", "{n} days ago")
    )
    yield Finding(
        "ok", say("The newest backup was made {when} and was read back just now.", when=when), "backups", str(kept.path)
    )
    changed = len(changed_since(workspace.library, backups_folder(workspace.places.state)))
    if changed and age > _OLD:
        yield Finding(
            "warning",
            say("{changed} changed since. To back up now: peer-tui backup", changed=_changed(changed)),
            "backups",
        )


def _index(workspace: Workspace) -> Iterator[Finding]:
    index = workspace.index
    wrong = index.agrees()
    if wrong:
        yield Finding(
            "warning",
            say(
                "{wrong} Nothing is lost: the index is only a copy. To build it anew: peer-tui check --repair, "
                "or delete what lies in {cache} while peer-tui is closed.",
                wrong=" ".join(wrong),
                cache=workspace.places.cache,
            ),
            "index",
            str(workspace.places.cache),
        )
        return
    if index.state == "absent":
        return
    if index.state == "unavailable":
        yield Finding("warning", say("Lists and search are slower than they could be: {why}", why=index.why), "index")
        return
    groups = workspace.library.groups()
    stale = sum(len(index.stale(folder)) for folder in groups)
    if index.state == "building":
        yield Finding("ok", say("The index is being built; lists are read from the files meanwhile."), "index")
    elif stale:
        yield Finding(
            "ok",
            say("{changed} changed since the index was made; it follows by itself.", changed=_changed(stale)),
            "index",
        )
    else:
        yield Finding("ok", say("The index agrees with the files."), "index")


def _changed(number: int) -> str:
    return counted(number, "{n:,} meeting or group", "{n:,} meetings or groups", "no meetings or groups")
