"""A programme's own words on the capture line of its meetings, and the rows they add to its registers.

The line lies in its meeting, the row in the group's own log; both are one act, so that one undo takes both back. A row
follows its line as long as nobody changed the row itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from peer_tui.domain.capture import WORDS
from peer_tui.domain.events import (
    Captured,
    EntryId,
    Event,
    EventId,
    Filed,
    MeetingId,
    ProgrammeId,
    RowAdded,
    RowChanged,
    RowRemoved,
)
from peer_tui.domain.programmes.book import Row, Running
from peer_tui.domain.programmes.capture_words import OwnWord, cells_of, own_words
from peer_tui.domain.programmes.definition import Column, Programme
from peer_tui.domain.wall_time import local_date
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.meetings import programme_of
from peer_tui.services.programmes.running import book_of, definition, run_of
from peer_tui.services.programmes.typed import read_typed
from peer_tui.services.workspace import OpenGroup, Workspace


class OwnWords(NamedTuple):
    """The words that the capture line of one meeting knows beside everybody's."""

    programme: ProgrammeId = ""
    """The run the meeting belongs to; empty for none."""
    meeting: MeetingId = ""
    words: Mapping[str, OwnWord] = {}  # nobody writes to it: a meeting of no programme has no words


NO_WORDS = OwnWords()


def words_in(opened: OpenGroup, meeting: MeetingId) -> OwnWords:
    """The words of the programme a meeting belongs to; none for a meeting of no programme."""
    found = programme_of(opened, meeting)
    return NO_WORDS if found is None else OwnWords(found[0].id, meeting, own_words(found[1], WORDS))


def rows_added(
    workspace: Workspace,
    opened: OpenGroup,
    programme: ProgrammeId,
    lines: list[tuple[Captured, OwnWord]],
    meeting: MeetingId,
) -> list[Event]:
    """The rows that some captured lines add; none for lines whose word has no register.

    Args:
        workspace: the library.
        opened: the group.
        programme: the run they belong to.
        lines: what was captured, each with the word it was captured with.
        meeting: where it was captured.
    """
    run = book_of(opened).programmes.get(programme)
    made = definition(run) if run is not None else None
    if run is None or made is None:
        return []
    return [
        RowAdded(
            programme=programme,
            part=word.register,
            row=workspace.new_id(),
            texts=_cells(workspace, opened, made, run, word, line.filed.text) | _said_in(made, word, meeting),
            entry=line.entry,
        )
        for line, word in lines
        if word.register
    ]


def _said_in(programme: Programme, word: OwnWord, meeting: MeetingId) -> dict[str, str]:
    """The meeting a row comes from, where its register asks for it."""
    register = next((one for one in programme.registers if one.key == word.register), None)
    return {one.key: meeting for one in register.columns if one.type == "meeting"} if register is not None else {}


def rows_following(
    workspace: Workspace,
    opened: OpenGroup,
    entry: EntryId,
    before: Filed,
    after: Filed,
    own: OwnWord | None,
    known: OwnWords,
) -> list[Event]:
    """What an edit of a line makes of its row: other cells, none any more, or a row that it had not before.

    Args:
        workspace: the library.
        opened: the group.
        entry: the line.
        before: how it was filed.
        after: how it is filed now.
        own: the programme's word it begins with now, if it was typed anew with one.
        known: the words of its meeting.
    """
    found = _row_of(opened, entry)
    if found is None:
        if own is None or not own.register or not known.programme:
            return []
        line = Captured(entry=entry, block="", filed=after)
        return rows_added(workspace, opened, known.programme, [(line, own)], known.meeting)
    run, row = found
    word = next((one for one in known.words.values() if one.register == row.register), None)
    stays = after.kind is before.kind and after.word == before.word
    if not stays and (own is None or own.register != row.register):
        return [] if row.removed else [RowRemoved(programme=run.id, row=row.id)]
    if word is None or (row.removed and stays):
        return []  # a person took the row out: another wording of the line does not bring it back
    if row.removed:
        programme = definition(run)
        cells = _cells(workspace, opened, programme, run, word, after.text) if programme is not None else {}
        changed = {column: text for column, text in cells.items() if text != row.texts.get(column, "")}
        back: list[Event] = [RowRemoved(programme=run.id, row=row.id, removed=False)]
        return [*back, RowChanged(programme=run.id, row=row.id, texts=changed)] if changed else back
    changed = _changed_cells(workspace, opened, run, row, word, before.text, after.text)
    return [RowChanged(programme=run.id, row=row.id, texts=changed)] if changed else []


def rows_of_lines(opened: OpenGroup, entries: list[EntryId]) -> list[Row]:
    """The rows that came from some lines: their words go when those of the lines do."""
    if not opened.glance.programmes:
        return []
    wanted = set(entries)
    return [
        row
        for run in book_of(opened).programmes.values()
        for rows in run.rows.values()
        for row in rows.values()
        if row.entry in wanted
    ]


def _row_of(opened: OpenGroup, entry: EntryId) -> tuple[Running, Row] | None:
    if not opened.glance.programmes:
        return None
    for run in book_of(opened).programmes.values():
        for rows in run.rows.values():
            for row in rows.values():
                if row.entry == entry:
                    return run, row
    return None


def _changed_cells(
    workspace: Workspace, opened: OpenGroup, run: Running, row: Row, word: OwnWord, before: str, after: str
) -> dict[str, str]:
    """The cells that still say what the line said, as it says them now; one that a person changed is left alone."""
    programme = definition(run)
    if programme is None:
        return {}
    was = _cells(workspace, opened, programme, run, word, before)
    now = _cells(workspace, opened, programme, run, word, after)
    columns = dict.fromkeys([*was, *now])
    return {
        column: now.get(column, "")
        for column in columns
        if row.texts.get(column, "") == was.get(column, "") != now.get(column, "")
    }


def _kept(workspace: Workspace, opened: OpenGroup, column: Column | None, said: str) -> str:
    """What was said for a cell as its column keeps it; as it was said where it does not fit: nothing is refused."""
    try:
        return read_typed(workspace, opened, column, said) if column is not None else said
    except Problem:
        return said


def _cells(
    workspace: Workspace, opened: OpenGroup, programme: Programme, run: Running, word: OwnWord, text: str
) -> dict[str, str]:
    register = next((one for one in programme.registers if one.key == word.register), None)
    measures = next((one for one in programme.registers if register and one.key == register.readings_of), None)
    if measures is None:
        cells = cells_of(word, text)
        known = {column.key: column for column in register.columns} if register is not None else {}
        return {key: _kept(workspace, opened, known.get(key), said) for key, said in cells.items()}
    from peer_tui.domain.programmes.measures import reading_cells

    today = local_date(workspace.now(), opened.group.zone)
    return reading_cells(text, today, measures, run_of(opened, run.id).standing_rows(measures.key))


def add_rows_between(
    workspace: Workspace,
    opened: OpenGroup,
    programme: ProgrammeId,
    lines: list[tuple[Captured, OwnWord]],
    act: EventId,
    meeting: MeetingId,
) -> None:
    """Record the rows of lines that were added to a draft, as part of the act that added them.

    Args:
        workspace: the library.
        opened: the group.
        programme: the run they belong to.
        lines: what was captured, each with the word it was captured with.
        act: the act that captured them.
        meeting: the meeting they belong to.
    """
    _record_between(workspace, opened, rows_added(workspace, opened, programme, lines, meeting), act, meeting)


def follow_between(
    workspace: Workspace,
    opened: OpenGroup,
    entry: EntryId,
    before: Filed,
    after: Filed,
    own: OwnWord | None,
    act: EventId,
    meeting: MeetingId,
) -> None:
    """Record what a draft's line that was changed makes of its row, as part of the act that changed it.

    Args:
        workspace: the library.
        opened: the group.
        entry: the line.
        before: how it was filed.
        after: how it is filed now.
        own: the programme's word it is filed as now; None where it is filed as none, or as before.
        act: the act that changed it.
        meeting: the meeting it belongs to.
    """
    known = words_in(opened, meeting)
    following = rows_following(workspace, opened, entry, before, after, own, known)
    _record_between(workspace, opened, following, act, meeting)


def _record_between(
    workspace: Workspace, opened: OpenGroup, bodies: list[Event], act: EventId, meeting: MeetingId
) -> None:
    rows = [msgspec.structs.replace(row, during=meeting) for row in bodies]
    if rows:
        workspace.see(opened.events.get("", ()))
        workspace.about_to_write(opened.log)
        events = workspace.stamp(rows, act=act)
        workspace.save(opened.log, events)
        opened.add("", events)
