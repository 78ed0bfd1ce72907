"""Removing words for good: recorded in every shard that holds them, hidden at once, then taken off the disk.

Redaction of a line and forgetting a person both end here. What is still to be done stands in STATE until it is done,
so that a kill, a full disk or another open window only puts it off.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from peer_tui.domain.events import Approved, Event, EventId, MeetingId
from peer_tui.domain.naming import counted
from peer_tui.domain.redaction import Removals, removals_in, without_redacted
from peer_tui.domain.words import say
from peer_tui.store.durable import read_bytes, replace_file
from peer_tui.store.shards import Shard

if TYPE_CHECKING:
    from peer_tui.services.exported import Exported
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace
    from peer_tui.store.removing.going import Going

LIST = "removals.json"
OUT_OF_REACH = say(
    "Not reached from here: copies on other devices and in synced folders until peer-tui opens there, files and "
    "messages already sent, the clipboard, printed pages, and snapshots of this disk."
)
_ONE_AT_A_TIME = threading.Lock()


class _Progress(msgspec.Struct):
    """What lies in `removals.json`: ids only."""

    done: list[EventId] = msgspec.field(default_factory=list)
    """Removals of whose words nothing is left in this device's files."""
    waiting: list[Shard] = msgspec.field(default_factory=list)
    """Shards whose words have still to be taken off the disk."""


class Removed(msgspec.Struct):
    """What came of it."""

    files: list[Path] = msgspec.field(default_factory=list)
    """Files of this device that were rewritten or removed."""
    elsewhere: list[Path] = msgspec.field(default_factory=list)
    """Files in the library that only another device may rewrite."""
    sentences: list[str] = msgspec.field(default_factory=list)
    """What could not be reached, and what else is to be known."""
    finished: bool = True
    """False: it is gone from everything that is shown, and the rest of the disk follows later."""

    @property
    def words(self) -> str:
        """What was done, in one sentence."""
        if not self.finished:
            return say("gone from the record; some files still have to be rewritten")
        return say(
            "gone from the record, the search and {files} of this device",
            files=counted(len(self.files), "{n:,} file", "{n:,} files", "no files"),
        )


def record_removals(
    workspace: Workspace,
    opened: OpenGroup,
    bodies: Mapping[MeetingId, Sequence[Event]],
    *,
    during: MeetingId | None = None,
    words: Sequence[str] = (),
) -> Removed:
    """Record removals as one act, each in its shard, hide the words at once, and take them off the disk.

    With screens open the disk is cleaned on a thread of its own; what came of that is told as a notice.

    Args:
        workspace: the library.
        opened: the group.
        bodies: the facts by meeting; the group's own log under the empty id.
        during: the meeting in which it was asked for, if one is on.
        words: what goes of longer texts, so that it is found in files where the whole of them does not stand.
    """
    shards = [opened.shards[meeting] if meeting else opened.log for meeting in bodies]
    _wait_for(workspace, shards)
    act = workspace.new_id()
    recorded: list[Event] = []
    for meeting, shard in zip(bodies, shards, strict=True):
        told = [
            msgspec.structs.replace(body, during=during) if during and during != meeting else body
            for body in bodies[meeting]
        ]
        recorded += _save(workspace, opened, meeting, shard, workspace.stamp(told, act=act))
    opened.refold()
    removals = Removals(recorded)
    workspace.saver.change_waiting(lambda events: [_without(removals, event) for event in events])
    _seal_anew(workspace, opened, shards)
    if not workspace.screens:
        return finish(workspace, opened, shards, words)
    threading.Thread(target=_finish_and_tell, args=(workspace, opened, shards, words), name="peer-tui removing").start()
    return Removed(finished=False)


def finish(workspace: Workspace, opened: OpenGroup, shards: Sequence[Shard], words: Sequence[str] = ()) -> Removed:
    """Take what was removed in these shards off the disk: logs, copies, drafts, exports, quarantine, backups, index."""
    with _ONE_AT_A_TIME:
        return _finish(workspace, opened, shards, words)


def _finish(workspace: Workspace, opened: OpenGroup, shards: Sequence[Shard], words: Sequence[str]) -> Removed:
    from peer_tui.store.removing.going import Going
    from peer_tui.store.removing.scrubbing import scrub

    if workspace.saver.unsaved() and not workspace.saver.flush():
        return Removed(
            finished=False,
            sentences=[
                say(
                    "NOT SAVED — {problem} The words are removed from the files after that.",
                    problem=workspace.saver.problem,
                )
            ],
        )
    going = Going(workspace.library, shards, words)
    exported, said = _exports(workspace, opened, shards, going)
    done = scrub(workspace.library, shards, going.needles.words)
    said += done.sentences
    finished = done.finished
    if not _purge(workspace, shards):
        finished = False
        said.append(say("The search index could not be cleaned now; that is tried again when peer-tui next starts."))
    if finished:
        _done(workspace, shards)
    return Removed([*exported, *done.files], done.elsewhere, said, finished)


def settle(workspace: Workspace) -> Removed:
    """Take off this device's disk what was removed elsewhere, or had to be put off.

    Looks at the shards that were read so far (`Library.removals`), so it is called after a sweep and when a live
    meeting has taken in what others wrote. Costs nothing where there is nothing to do.
    """
    progress = _read(workspace.places.state)
    known = set(progress.done)
    waiting: dict[str, dict[Shard, None]] = {}
    met = [
        shard
        for shard, ids in list(workspace.library.removals.items())
        if not known.issuperset(ids) or _has_come_back(workspace, shard)
    ]
    for shard in (*progress.waiting, *met):
        waiting.setdefault(shard.group, {})[shard] = None
    whole = Removed()
    for folder, found in waiting.items():
        opened, shards = workspace.open_group(folder), list(found)
        _wait_for(workspace, shards)
        _seal_anew(workspace, opened, shards)
        done = finish(workspace, opened, shards)
        whole.files += done.files
        whole.elsewhere += done.elsewhere
        whole.sentences += done.sentences
        whole.finished = whole.finished and done.finished
    return whole


def _has_come_back(workspace: Workspace, shard: Shard) -> bool:
    """Whether words that were removed stand in one of our own logs again: a window that did not know yet wrote them."""
    from peer_tui.store.removing.scrubbing import is_needed

    stamp = workspace.library.stamp(shard)
    if workspace.settled.get(shard) == stamp:
        return False
    if is_needed(workspace.library, shard):
        return True
    workspace.settled[shard] = stamp
    return False


def settle_and_tell(workspace: Workspace) -> None:
    """`settle`, and what came of it as a notice, if anything was removed."""
    done = settle(workspace)
    if done.files:
        count = counted(len(done.files), "{n:,} file", "{n:,} files", "no files")
        workspace.library.say(
            say("Words that were removed at request were taken out of {count} of this device.", count=count)
        )


def taken_in(workspace: Workspace, opened: OpenGroup, meetings: Iterable[MeetingId]) -> None:
    """What another writer said of some meetings has been taken in: if words were removed, they go here as well."""
    found = [meeting for meeting in meetings if removals_in(opened.events.get(meeting, ()))]
    for meeting in found:
        left = without_redacted(opened.events[meeting])
        if left != opened.events[meeting]:
            opened.events[meeting] = left
    if found:
        settle_soon(workspace)


def settle_soon(workspace: Workspace) -> None:
    """`settle_and_tell`, on a thread of its own where somebody sits before screens."""
    if workspace.screens:
        threading.Thread(target=settle_and_tell, args=(workspace,), name="peer-tui removing").start()
    else:
        settle_and_tell(workspace)


# --- recording ------------------------------------------------------------------------------------------------------


def _save(
    workspace: Workspace, opened: OpenGroup, meeting: MeetingId, shard: Shard, events: Sequence[Event]
) -> Sequence[Event]:
    workspace.see(opened.events.get(meeting, ()))
    workspace.save(shard, events)
    opened.events[meeting] = without_redacted((*opened.events.get(meeting, ()), *events))
    return events


def _without(removals: Removals, event: Event) -> Event:
    left = removals.of(event)
    return left if isinstance(left, Event) else event


def _seal_anew(workspace: Workspace, opened: OpenGroup, shards: Sequence[Shard]) -> None:
    """Approved minutes that lost words are sealed as they are now; where nothing can be saved, at a later start."""
    from peer_tui.domain.sealing import sealed
    from peer_tui.store.numbered import numbered

    for meeting, shard in opened.shards.items():
        events = opened.events.get(meeting, ()) if shard in shards else ()
        if not any(isinstance(event, Approved) for event in events):
            continue
        if workspace.saver.unsaved() and not workspace.saver.flush():
            return
        anew = sealed(numbered(workspace.library, shard)).anew
        if anew is not None:
            _save(workspace, opened, meeting, shard, workspace.stamp([anew]))


# --- the disk -------------------------------------------------------------------------------------------------------


def _finish_and_tell(
    workspace: Workspace, opened: OpenGroup, shards: Sequence[Shard], words: Sequence[str]
) -> None:  # fmt: skip
    try:
        done = finish(workspace, opened, shards, words)
    except Exception as error:  # a fault here must not end the program; the next start tries again
        workspace.library.say(
            say(
                "The words are hidden everywhere, and a fault in peer-tui kept them on the disk ({name}). "
                "It is tried again when peer-tui next starts.",
                name=type(error).__name__,
            )
        )
        return
    workspace.library.say(" ".join([say("Removed: {words}.", words=done.words), *done.sentences, OUT_OF_REACH]))


def _exports(
    workspace: Workspace, opened: OpenGroup, shards: Sequence[Shard], going: Going
) -> tuple[list[Path], list[str]]:
    from peer_tui.services.cleaning_exports import clean_exports, clean_last_copy

    changed = [meeting for meeting, shard in opened.shards.items() if shard in shards]
    if opened.log in shards:
        changed.append("")  # what is drawn from the group's own log: pages of programmes, agreements

    def draw(one: Exported) -> str | bytes | None:
        from peer_tui.services.redrawing import draw_again

        return draw_again(workspace, opened, one)

    done, said = clean_exports(workspace.places.state, opened.folder, changed, going.needles, draw)
    try:
        copied = clean_last_copy(workspace.places.exports, going.needles)
    except OSError as error:
        said.append(say("{filename} could not be removed and may hold the words.", filename=error.filename))
    else:
        done += [copied] if copied else []
    return done, said


def _purge(workspace: Workspace, shards: Sequence[Shard]) -> bool:
    """Take the words out of the index: True if none can be left in it."""
    if workspace.index.state == "unavailable":
        return True
    with suppress(OSError):
        return workspace.index.purge(shards)
    return False


# --- what is still to be done ---------------------------------------------------------------------------------------


def _read(state: Path) -> _Progress:
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return msgspec.json.decode(read_bytes(state / LIST) or b"{}", type=_Progress)
    return _Progress()


def _wait_for(workspace: Workspace, shards: Iterable[Shard]) -> None:
    """Note the shards before anything is recorded. Without a STATE that can be written it is done all the same."""
    progress = _read(workspace.places.state)
    progress.waiting = list(dict.fromkeys((*progress.waiting, *shards)))
    with suppress(OSError):
        replace_file(workspace.places.state / LIST, msgspec.json.encode(progress))


def _done(workspace: Workspace, shards: Sequence[Shard]) -> None:
    progress = _read(workspace.places.state)
    ids = [one for shard in shards for one in sorted(removals_in(workspace.library.read(shard).events))]
    progress.done = list(dict.fromkeys((*progress.done, *ids)))
    progress.waiting = [shard for shard in progress.waiting if shard not in set(shards)]
    with suppress(OSError):
        replace_file(workspace.places.state / LIST, msgspec.json.encode(progress))
