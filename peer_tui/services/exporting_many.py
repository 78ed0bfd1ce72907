"""Many minutes at once, each as a file of its own, with a page that lists them: to keep, or to hand on.

What is written stays whole whenever it is stopped; written again, the same meetings take the same places.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import msgspec

from peer_tui.domain.held import Held
from peer_tui.domain.minutes import Minutes
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.exchange.listed import Listed, listed_html, listed_markdown
from peer_tui.services.exported import Exported, Known, remember_all, write_private
from peer_tui.services.keeping import Drawn, Telling, draw
from peer_tui.services.layouts import folders
from peer_tui.services.workspace import OpenGroup, Workspace

_REMEMBERED_EVERY = 500
"""Files after which what was written is noted, so that little is unknown if the power goes."""


class Wanted(msgspec.Struct, frozen=True):
    """Which meetings are written: those that ended, of a group or of all, held in these days."""

    group: str = ""
    """The group's name, or as much of it as tells it from others; empty for all."""
    since: dt.date | None = None
    until: dt.date | None = None
    folder: str = ""
    """The group by its folder in the library instead; empty for none."""


class Many(msgspec.Struct):
    """What became of it."""

    folder: Path
    wanted: int
    written: int = 0
    stopped: bool = False
    """The person stopped it."""
    index: Path | None = None
    """The page that lists them."""
    notices: list[str] = msgspec.field(default_factory=list)

    @property
    def words(self) -> str:
        """In a sentence."""
        said = (
            say("{written:,} of {wanted:,} minutes", written=self.written, wanted=self.wanted)
            if self.stopped
            else say("{written:,} minutes", written=self.written)
        )
        stopped = say("Stopped; each that was written is whole.") + " " if self.stopped else ""
        return say("{stopped}Written, for you only: {said} in {folder}", stopped=stopped, said=said, folder=self.folder)


def meetings_wanted(workspace: Workspace, wanted: Wanted) -> list[tuple[OpenGroup, Held]]:
    """The meetings, group by group, the oldest first. Planned, cancelled and hidden ones have no minutes.

    Raises:
        Problem: there is no such group.
    """
    if wanted.folder:
        groups = [workspace.open_group(wanted.folder)]
    else:
        groups = [workspace.find_group(wanted.group)] if wanted.group else workspace.open_groups()
    found = []
    for opened in groups:
        held = [one for one in opened.group.meetings.values() if _is_wanted(one, wanted)]
        found += [(opened, one) for one in sorted(held, key=lambda one: (one.starts, one.id))]
    return found


def _is_wanted(held: Held, wanted: Wanted) -> bool:
    day = local_date(held.starts, held.zone)
    return (
        held.state == "ended"
        and not held.hidden
        and (wanted.since is None or day >= wanted.since)
        and (wanted.until is None or day <= wanted.until)
    )


def export_many(
    workspace: Workspace,
    wanted: Wanted,
    told: Telling,
    folder: Path,
    tell: Callable[[int, int], None] = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Many:
    """Write the minutes of many meetings, and a page that lists them.

    Args:
        workspace: the library.
        wanted: which meetings.
        told: how they are told; each group's own layouts are found.
        folder: where to; several groups get a folder each in it.
        tell: is told how many of how many are written.
        stop: is asked before each whether to stop. Ctrl-C stops as well.

    Raises:
        Problem: there is no such group or layout, a format needs what is not installed, or a file could not be written.
    """
    run = Writing(workspace, wanted, told, folder)
    many = run.many
    try:
        for done in range(many.wanted):
            tell(done, many.wanted)
            if stop():
                many.stopped = True
                break
            read = run.read()
            run.keep(read, read.drawn())
        tell(many.written, many.wanted)
    except KeyboardInterrupt:
        many.stopped = True
    finally:
        run.finish()
    return many


class Read(msgspec.Struct, frozen=True):
    """One meeting's minutes, read from the library and not drawn yet."""

    opened: OpenGroup
    held: Held
    minutes: Minutes
    told: Telling

    def drawn(self) -> Drawn:
        """Draw them. This needs nothing of the library: another thread may do it.

        Raises:
            Problem: there is no such layout, or the format needs what is not installed.
        """
        return draw(self.minutes, self.told.form, self.told.layouts, self.told.layout)


class Writing:
    """Minutes being written, one meeting after the other: `read`, draw, `keep`; and `finish`, however it ended.

    Args:
        workspace: the library.
        wanted: which meetings.
        told: how they are told.
        folder: where to.

    Raises:
        Problem: there is no such group.
    """

    def __init__(self, workspace: Workspace, wanted: Wanted, told: Telling, folder: Path) -> None:
        self.workspace = workspace
        self.told = told
        self.meetings = meetings_wanted(workspace, wanted)
        self.many = Many(folder, len(self.meetings))
        self.several = len({opened.folder for opened, _ in self.meetings}) > 1
        self.listed: list[Listed] = []
        self.state = workspace.places.state
        self.known = Known(self.state)
        self.taken: set[Path] = set()
        self.fresh: list[tuple[Path, Exported]] = []

    def read(self) -> Read:
        """The next meeting's minutes."""
        opened, held = self.meetings[self.many.written]
        was_read = held.id in opened.events.loaded
        told = msgspec.structs.replace(self.told, layouts=folders(self.workspace, opened))
        minutes = told.minutes(opened, held.id)
        if not was_read:
            # Ten thousand meetings are not kept in memory for one that is looked at.
            opened.events.loaded.pop(held.id, None)
        return Read(opened, held, minutes, told)

    def keep(self, read: Read, drawn: Drawn) -> None:
        """Write what was drawn to its file.

        Raises:
            Problem: it could not be written.
        """
        path = self._place(read)
        write_private(path.parent, path.name, drawn.content)
        self.fresh.append((path, read.told.as_exported(read.opened, read.held.id)))
        if len(self.fresh) >= _REMEMBERED_EVERY:
            self._remember()
        minutes, held = read.minutes, read.held
        place = path.relative_to(self.many.folder).as_posix()
        year = local_date(held.starts, held.zone).year
        self.listed.append(Listed(minutes.group, minutes.title, minutes.date, minutes.status, year, place))
        self.many.notices += [said for said in drawn.notices if said not in self.many.notices]
        self.many.written += 1

    def _place(self, read: Read) -> Path:
        # A group's folder is made of its name, in which a person's may stand.
        folder = read.opened.folder
        own = f"group-{folder.rpartition('-')[2]}" if read.minutes.privacy.hides else folder
        path = (self.many.folder / own if self.several else self.many.folder) / read.told.file_name(read.held)
        if path in self.taken:
            path = path.with_name(f"{path.stem}-{read.held.id[-6:]}{path.suffix}")
        path = self.known.free(path, folder, read.held.id)
        self.taken.add(path)
        return path

    def finish(self) -> None:
        """Write the page that lists them, and note everything."""
        if self.listed:
            form = "md" if self.told.form == "md" else "html"
            page = listed_markdown(self.listed) if form == "md" else listed_html(self.listed)
            path = self.known.free(self.many.folder / f"index.{form}", "", "")
            self.many.index = write_private(path.parent, path.name, page)
            self.fresh.append((path, Exported(path="", group="", meeting="", form=form, sha256="")))
        self._remember()

    def _remember(self) -> None:
        remember_all(self.state, self.fresh)
        self.fresh = []
