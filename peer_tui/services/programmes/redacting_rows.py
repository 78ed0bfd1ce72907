"""The words of a row are removed for good, everywhere: as a person asks who does not want to stand in a register.

With the row go the line it was captured as, the words of the next step it became, and what reports quote of it. The
row's number stays used, and no undo brings it back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from peer_tui.domain.events import EntryId, Event, MeetingId, Redacted, RowAdded, RowChanged, RowId
from peer_tui.domain.programmes.linked_rows import step_of_row
from peer_tui.domain.words import say
from peer_tui.services import removing
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.quoted import quotations, told_lines
from peer_tui.services.programmes.role_play_kept import forget_before
from peer_tui.services.programmes.row_listing import register_of
from peer_tui.services.programmes.running import run_of
from peer_tui.services.redacting import REASON, remove_lines
from peer_tui.services.removing import Removed

if TYPE_CHECKING:
    from peer_tui.domain.programmes.book import Row, Running
    from peer_tui.domain.programmes.definition import Register
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace

_QUOTED = ("text", "long", "person")
"""Types of columns whose words may stand in a report as a quotation; a choice or a day quotes nobody."""


def remove_words(
    workspace: Workspace, opened: OpenGroup, running: Running, row_id: RowId, *, during: MeetingId | None = None
) -> Removed:
    """Remove the words of a row, also of one that was taken out of its register.

    Args:
        workspace: the library.
        opened: the group.
        running: the run.
        row_id: the row.
        during: the meeting in which it was asked for, if one is on.

    Raises:
        Problem: there is no such row, or it holds no words any more.
    """
    row = run_of(opened, running.id).row(row_id)
    if row is None or not any(row.texts.values()):
        raise Problem(say("That row holds no words any more. Nothing was changed."))
    register = register_of(running, row.register)
    texts = _texts(opened, register, row)
    lines = _lines(opened, running, register, row)
    bodies: dict[MeetingId, list[Event]] = {"": [Redacted(target=row.id, reason=REASON)]}
    bodies[""] += quotations(opened, texts, "", REASON)
    step = step_of_row(opened.group, register, row)
    if step is not None and not any(step.id in entries for entries in lines.values()):
        bodies[""].append(Redacted(target=step.id, reason=REASON))
    for meeting in _on_agendas(workspace, opened, row):
        bodies[meeting] = [Redacted(target=row.id, reason=REASON)]
    forget_before(workspace, running.id)
    done = removing.record_removals(workspace, opened, bodies, during=during, words=told_lines(texts))
    for meeting, entries in lines.items():
        also = remove_lines(workspace, opened, meeting, entries, during=during)
        done.files += [path for path in also.files if path not in done.files]
        done.elsewhere += [path for path in also.elsewhere if path not in done.elsewhere]
        done.sentences += [words for words in also.sentences if words not in done.sentences]
        done.finished = done.finished and also.finished
    return done


def _texts(opened: OpenGroup, register: Register, row: Row) -> set[str]:
    """What the row's cells ever said that a report may quote."""
    quoted = {column.key for column in register.columns if column.type in _QUOTED}
    said = (event for event in opened.events.get("", ()) if isinstance(event, RowAdded | RowChanged))
    return {text for event in said if event.row == row.id for key, text in event.texts.items() if key in quoted}


def _on_agendas(workspace: Workspace, opened: OpenGroup, row: Row) -> list[MeetingId]:
    """The meetings on whose agenda the row came as a topic, which has the row's id: also carried, also taken off."""
    from peer_tui.store.removing.going import speaking_of

    found = set(speaking_of(workspace.library, opened.shards.values(), [row.id], ()))
    on_the_way = set(workspace.saver.shards())
    return [where for where, shard in opened.shards.items() if shard in found or shard in on_the_way]


def _lines(opened: OpenGroup, running: Running, register: Register, row: Row) -> dict[MeetingId, list[EntryId]]:
    """The captured lines that hold its words, by meeting: the one it came from, and that of its next step."""
    step = step_of_row(opened.group, register, row)
    wanted = [key for key in (row.entry, step.id if step is not None else "") if key]
    found: dict[MeetingId, list[EntryId]] = {}
    for meeting in run_of(opened, running.id).meetings if wanted else ():
        if meeting not in opened.group.meetings:
            continue
        entries = opened.meeting(meeting).entries
        if here := [key for key in wanted if key in entries]:
            found[meeting] = here
    return found
