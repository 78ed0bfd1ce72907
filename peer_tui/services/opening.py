"""Which groups and meetings there are, and how they are opened: from the index, or by reading the shards.

The index may be a few seconds behind what others wrote. Whoever works with a group, and every command, gets what is on
disk now: what is newer than the index is laid over it. Only Today's list trusts the index, which a sweep in the
background keeps up to date.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from peer_tui.domain.events import MeetingId
from peer_tui.domain.group import Group
from peer_tui.domain.held import Held
from peer_tui.domain.words import say, say_number
from peer_tui.services.opened import OpenGroup
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.sources import FromIndex, Scan
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    from peer_tui.services.workspace import Workspace
    from peer_tui.store.index import GroupRow

SMALL = 60
"""Meetings that are read at once, without an index: about a tenth of a second."""
_DRAFTS_LOOKED_AT = 40
"""Drafts whose gaps are looked for again at once after something changed; those of older ones may be a sweep behind."""
_SHORTEST_DATE = 4
"""Letters of a folder's name by which a meeting may be called: a year."""


def is_small(workspace: Workspace) -> bool:
    """Whether the library has so few meetings that reading all of them takes no time."""
    library = workspace.library
    meetings = (shard for group in library.groups() for shard in library.meetings(group))
    return next(islice(meetings, SMALL, None), None) is None


def open_groups(workspace: Workspace) -> list[OpenGroup]:
    """Every group of the library, in the order of their names.

    While a large library is read for the first time, the screens get what is known by then: of some groups only what
    their own logs tell.
    """
    if not workspace.screens and _is_worth_a_sweep(workspace):
        workspace.bring_up_to_date()
    state = workspace.index.state if workspace.is_indexed else "absent"
    rows = {row.folder: row for row in workspace.index.groups()} if state in ("ready", "building") else {}
    folders = {*workspace.library.groups(), *(shard.group for shard in workspace.saver.shards()), *rows}
    whole = not workspace.screens or (state != "ready" and is_small(workspace))
    opened = [
        _from_index(workspace, rows[folder]) if folder in rows else _not_indexed(workspace, folder, whole)
        for folder in sorted(folders)
    ]
    return _in_order(workspace, opened)


def _in_order(workspace: Workspace, opened: Iterable[OpenGroup]) -> list[OpenGroup]:
    """Those with a name, in the order of their names; the workspace remembers what is left out."""
    named: list[OpenGroup] = []
    nameless: list[OpenGroup] = []
    for one in opened:
        (named if one.glance.id else nameless).append(one)
    named.sort(key=lambda one: one.glance.name.casefold())
    workspace.nameless = tuple(nameless)
    zones = [one.glance.zone for one in named]
    workspace.usual_zone = max(zones, key=zones.count, default=workspace.usual_zone)
    workspace.opened = () if workspace.screens else tuple(named)
    return named


def _is_worth_a_sweep(workspace: Workspace) -> bool:
    """Whether a command had better bring the index up to date than read all that it does not know."""
    index = workspace.index
    if index.state == "ready":
        behind = (shard for folder in workspace.library.groups() for shard in index.stale(folder))
        return next(islice(behind, SMALL, None), None) is not None
    return index.state == "absent" and not is_small(workspace)


def open_group(workspace: Workspace, folder: str) -> OpenGroup:
    """One group, as it is on disk now."""
    if workspace.index.state == "ready":
        return OpenGroup(folder, None, Shard(folder), source=FromIndex(workspace, workspace.index, folder))
    return _scanned(workspace, folder)


def _from_index(workspace: Workspace, row: GroupRow) -> OpenGroup:
    source = FromIndex(workspace, workspace.index, row.folder)
    log = Shard(row.folder)
    newer = source.newer() if not workspace.screens or row.folder in workspace.written else []
    if not newer:
        return OpenGroup(
            row.folder, None, log, row.shards, source=source, glance=row.group, gaps=row.gaps, problems=row.problems,
            leads=row.leads,
        )  # fmt: skip
    again = set(newer)
    if sum(1 for held in row.group.meetings.values() if held.state == "ended") <= _DRAFTS_LOOKED_AT:
        return OpenGroup(row.folder, None, log, source=source)
    gaps = {meeting: told for meeting, told in row.gaps.items() if row.shards.get(meeting) not in again}
    return OpenGroup(row.folder, None, log, source=source, gaps=gaps)


def _not_indexed(workspace: Workspace, folder: str, whole: bool) -> OpenGroup:
    """A group that the index does not know yet: read whole where that takes no time or there is no other way."""
    if whole or len(list(islice(workspace.library.meetings(folder), SMALL + 1))) <= SMALL:
        return _scanned(workspace, folder)
    return _by_its_log(workspace, folder)


def _scanned(workspace: Workspace, folder: str) -> OpenGroup:
    opened = OpenGroup(folder, None, Shard(folder), source=Scan(workspace, folder))
    # Read now, not when somebody first looks: what is opened is the library as it is at this moment.
    _ = opened.group
    return opened


def _by_its_log(workspace: Workspace, folder: str) -> OpenGroup:
    """A group of which only its own log was read: its name, its people, what it reports on. The rest when asked for."""
    log = Shard(folder)
    glance = Group.fold([("", workspace.read(log).events)])
    return OpenGroup(folder, None, log, source=Scan(workspace, folder), glance=glance)


def is_in_index(workspace: Workspace, opened: OpenGroup) -> bool:
    """Whether a group stands in the index just as it is on disk, so that what is asked of it may be read there."""
    return opened.is_glanced and workspace.index.state == "ready"


# --- finding ------------------------------------------------------------------------------------------------------


def find_group(workspace: Workspace, name: str) -> OpenGroup:
    """The group of this name or unique beginning, whatever its case; read as it is on disk now.

    Raises:
        Problem: there is none.
        WrongUse: several fit, or there is no word.
    """
    wanted = name.strip().casefold()
    if not wanted:
        raise WrongUse(say("Write the group's name, or how it begins."))
    groups = _by_name(workspace)
    exact = [g for g in groups if g.glance.name.casefold() == wanted]
    fits = exact or [g for g in groups if g.glance.name.casefold().startswith(wanted)]
    if len(fits) == 1:
        return fits[0]
    if not fits:
        known = ", ".join(g.glance.name for g in groups) or say("none yet")
        raise Problem(say("There is no group called “{name}”. Groups here: {known}.", name=name, known=known))
    choices = tuple(g.glance.name for g in fits)
    raise WrongUse(
        say("“{name}” fits {number} groups: write more of its name.", name=name, number=len(fits)), choices=choices
    )


def _by_name(workspace: Workspace) -> list[OpenGroup]:
    """The groups in the order of their names; where all would have to be read for that, only their logs are."""
    if workspace.index.state == "ready" or is_small(workspace):
        return open_groups(workspace)
    opened = [_by_its_log(workspace, folder) for folder in workspace.library.groups()]
    return _in_order(workspace, opened)


def find_meeting(workspace: Workspace, words: str) -> tuple[OpenGroup, Held]:
    """The meeting of this id, unique beginning of an id, or unique beginning of its folder's date.

    Raises:
        Problem: there is none.
        WrongUse: several fit, or no words were given: an empty beginning would fit whatever single meeting there is.
    """
    if not words.strip():
        raise WrongUse(say("Write the meeting's id, or how it begins. `peer-tui list` shows them."))
    fits = _fitting(workspace, words, open_groups(workspace))
    if not fits and workspace.screens:
        # What another program planned a moment ago is on disk, and not in the index yet.
        fits = _fitting(workspace, words, [open_group(workspace, folder) for folder in workspace.library.groups()])
    exact = [pair for pair in fits if pair[1].id == words]
    fits = exact or fits
    if len(fits) == 1:
        return fits[0]
    if not fits:
        raise Problem(say("There is no meeting “{words}”. `peer-tui list` shows them.", words=words))
    choices = tuple(f"{held.id}  {held.title}" for _, held in fits)
    raise WrongUse(
        say_number(
            len(fits),
            "“{words}” fits {n} meetings: write more of its id.",
            "“{words}” fits {n} meetings: write more of its id.",
            words=words,
        ),
        choices=choices,
    )


def _fitting(workspace: Workspace, words: str, groups: Iterable[OpenGroup]) -> list[tuple[OpenGroup, Held]]:
    indexed: dict[str, set[MeetingId]] | None = None
    fits: list[tuple[OpenGroup, Held]] = []
    for opened in groups:
        if is_in_index(workspace, opened):
            indexed = indexed if indexed is not None else _indexed(workspace, words)
            wanted = indexed.get(opened.folder, ())
            meetings = opened.group.meetings.values() if wanted else ()
            fits += [(opened, held) for held in meetings if held.id in wanted]
        else:
            fits += [
                (opened, held)
                for held in opened.group.meetings.values()
                if _names(held, opened.shards.get(held.id), words)
            ]
    return fits


def _indexed(workspace: Workspace, words: str) -> dict[str, set[MeetingId]]:
    """The meetings that the index finds by these words, by the folder of their group."""
    found: dict[str, set[MeetingId]] = {}
    for row in workspace.index.find_meetings(words):
        found.setdefault(row.folder, set()).add(row.id)
    return found


def _names(held: Held, shard: Shard | None, words: str) -> bool:
    """Whether a person may call a meeting by these words: its id, or how its folder begins (its date and time)."""
    if held.id.startswith(words):
        return True
    folder = shard.meeting.rpartition("/")[2] if shard else ""
    return len(words) >= _SHORTEST_DATE and folder.startswith(words)
