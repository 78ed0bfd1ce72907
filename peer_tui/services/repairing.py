"""`peer-tui check --repair`: each act is shown, a backup is made first, and only then anything is done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.workspace import Workspace
from peer_tui.store.backups import making as backups
from peer_tui.store.backups.places import backups_folder
from peer_tui.store.index import Refreshed
from peer_tui.store.problem import reason
from peer_tui.store.repairing import Act, acts


def what_can_be_mended(workspace: Workspace) -> list[Act]:
    """Everything that would be done, in order. Changes nothing."""
    found = acts(workspace.library, workspace.now())
    index = workspace.index
    if index.agrees():
        found.append(
            Act(say("Build the index anew from the files."), workspace.places.cache, lambda: _rebuild(workspace))
        )
    elif index.state == "ready" and any(index.stale(folder) for folder in workspace.library.groups()):
        found.append(
            Act(say("Bring the index up to date with the files."), workspace.places.cache, lambda: _index(workspace))
        )
    return found


def back_up_first(workspace: Workspace, progress: Callable[[int, int], None] | None = None) -> str:
    """A whole backup before anything is mended; where it lies.

    Raises:
        Problem: none could be made: then nothing is mended.
    """
    now = workspace.now().astimezone()
    folder = backups_folder(workspace.places.state)
    name = f"before-repair-{now:%Y-%m-%d-%H%M%S}.zip"
    report = backups.back_up(workspace.library, folder, now, name=name, progress=progress)
    if report.path is None:
        raise Problem(
            say("Nothing was mended, as no backup could be made first. {problems}", problems=" ".join(report.problems))
        )
    return str(report.path)


def mend(chosen: Sequence[Act], tell: Callable[[str], None]) -> bool:
    """Do each act, and say what came of it; False if the disk refused one. The others are done all the same."""
    well = True
    for act in chosen:
        try:
            for sentence in act.do():
                tell(sentence)
        except (OSError, ValueError) as error:
            well = False
            why = reason(error) if isinstance(error, OSError) else str(error)
            tell(say("Not done: {sentence} ({why}). The file is as it was.", sentence=act.sentence, why=why))
    return well


def accept_missing(workspace: Workspace) -> bool:
    """The meetings that vanished from the library were meant to go: they are no longer looked for.

    False if there is no index that still looks for any, or another window of peer-tui keeps it now.
    """
    return workspace.index.accept_vanished()


def _index(workspace: Workspace) -> list[str]:
    return _told(workspace, workspace.index.refresh(), say("The index agrees with the files now."))


def _rebuild(workspace: Workspace) -> list[str]:
    return _told(workspace, workspace.index.rebuild(), say("The index was built anew."))


def _told(workspace: Workspace, done: Refreshed, sentence: str) -> list[str]:
    if done.held_elsewhere:
        return [say("Another window of peer-tui is bringing the index up to date now.")]
    return [
        sentence
        if done.finished
        else say("Lists and search are read from the files now. {why}", why=workspace.index.why).strip()
    ]
