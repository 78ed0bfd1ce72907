"""Registers that gather lines of a programme's meetings: what was promised, with what became of it.

The check-in of a peer match asks after every commitment and next step of the match (`product.md` §1.2). A line is
gathered once: its row names it in `entry`, also one that was removed, and the line's words go with the line's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.characters import clean
from peer_tui.domain.events import EntryKind, Event, RowAdded, RowChanged, TopicAdded
from peer_tui.domain.filing import named_first
from peer_tui.domain.history import act_of
from peer_tui.domain.naming import Naming, Privacy
from peer_tui.domain.programmes.definition import Programme, Register
from peer_tui.domain.programmes.from_meetings import KIND_OF_WORD
from peer_tui.domain.programmes.material import without_names
from peer_tui.domain.programmes.register_page import names_hidden_in
from peer_tui.domain.programmes.registers import is_closed
from peer_tui.domain.programmes.run_meetings import meetings_of
from peer_tui.domain.withholding import shared_steps
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import WrongUse
from peer_tui.services.programmes.running import definition, need_definition, run_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from peer_tui.domain.entries import Entry
    from peer_tui.domain.events import EventId, MeetingId
    from peer_tui.domain.programmes.book import Row, Running
    from peer_tui.domain.steps import Step
    from peer_tui.services.opened import OpenGroup
    from peer_tui.services.workspace import Workspace


class Gathered(NamedTuple):
    """What came of it."""

    rows: int
    """How many rows came or changed."""
    act: EventId = ""
    """The act, for taking it back; empty where nothing came."""

    @property
    def words(self) -> str:
        """What is to be said of it."""
        if not self.rows:
            return say("Nothing new was said since.")
        return say_number(self.rows, "{n} row came or changed.", "{n} rows came or changed.")


def gather(workspace: Workspace, opened: OpenGroup, running: Running, register: str) -> Gathered:
    """Take the lines that a register gathers into it, and bring the state of its next steps up to date. One act.

    Raises:
        WrongUse: the programme has no such register, or it gathers nothing.
    """
    programme = need_definition(running)
    found = next((one for one in programme.registers if one.key == register), None)
    if found is None or not found.gathers:
        known = tuple(one.key for one in programme.registers if one.gathers)
        names = ", ".join(known) or say("none")
        raise WrongUse(say("No register “{register}” gathers lines of meetings; there is {names}.",
                           register=register[:60], names=names), choices=known)  # fmt: skip
    bodies = [*_new_rows(opened, running, programme, found), *_moved_on(opened, running, found)]
    if not bodies:
        return Gathered(0)
    return Gathered(len(bodies), act_of(workspace.record(opened, "", bodies)[0]))


def gather_for(workspace: Workspace, opened: OpenGroup, running: Running, meeting: MeetingId) -> int:
    """For a meeting that asks after a register: gather it, and put its rows that are not closed on the agenda.

    Rows whose next step is known are not: next steps are walked through in their own block. What a person took off
    the agenda stays off it.

    Returns:
        How many topics came.
    """
    programme = definition(running)
    kinds = {kind.key: kind for kind in programme.meetings} if programme is not None else {}
    kind = kinds.get(running.meetings.get(meeting, ""))
    if programme is None or kind is None or not kind.asks_after:
        return 0
    register = next((one for one in programme.registers if one.key == kind.asks_after), None)
    if register is None:
        return 0
    if register.gathers:
        gather(workspace, opened, running, register.key)
    rows = run_of(opened, running.id).standing_rows(register.key)
    folded = opened.meeting(meeting)
    there = {topic.topic for topic in folded.topics} | set(folded.topics_removed)
    naming = Naming(opened.group, Privacy.OWNERS)
    bodies = [
        TopicAdded(topic=row.id, text=_topic_words(naming, row, register), entry=row.entry or None)
        for row in rows
        if row.id not in there and not row.texts.get("step") and not is_closed(register, row)
    ]
    if bodies:
        workspace.record(opened, meeting, bodies)
    return len(bodies)


def _topic_words(naming: Naming, row: Row, register: Register) -> str:
    title = clean(row.texts.get(register.named_by, "")).strip()
    hidden = names_hidden_in(register, row, naming)
    title = without_names(title, hidden) if hidden is not None else title
    state = clean(row.texts.get(register.status, "")).strip() if register.status else ""
    kind = register.row[:1].upper() + register.row[1:]
    return f"{kind}: {title} ({state})" if state else f"{kind}: {title}"


# --- from lines ---------------------------------------------------------------------------------------------------


def _new_rows(opened: OpenGroup, running: Running, programme: Programme, register: Register) -> Iterator[Event]:
    known = {row.entry for row in running.rows.get(register.key, {}).values() if row.entry}
    shared = shared_steps(opened.group)
    columns = {column.key for column in register.columns}
    for entry, step in _lines(opened, running, programme, register):
        if entry.id in known or entry.redacted or (entry.filed.private and entry.id not in shared):
            continue
        texts = {key: text for key, text in _cells(opened, entry, step, register).items() if key in columns and text}
        # Of the line's own id: two laptops that gather it make one row.
        row = f"{running.id}.{register.key}.{entry.id}"
        yield RowAdded(programme=running.id, part=register.key, row=row, texts=texts, entry=entry.id)


def _lines(
    opened: OpenGroup, running: Running, programme: Programme, register: Register
) -> Iterator[tuple[Entry, Step | None]]:
    """The lines it gathers, in the order they were said; those of meetings that ask after it are new, not old."""
    asking = {kind.key for kind in programme.meetings if kind.asks_after == register.key}
    wanted = set(register.gathers_from or running.meetings.values()) - asking
    for part, held in meetings_of(running, opened.group):
        for entry in opened.meeting(held.id).lines() if part in wanted else ():
            if _is_gathered(entry, register):
                yield entry, opened.group.steps.steps.get(entry.id)


def _is_gathered(entry: Entry, register: Register) -> bool:
    kinds = {KIND_OF_WORD.get(word, word) for word in register.gathers}
    return entry.filed.word in register.gathers or (not entry.filed.word and entry.filed.kind in kinds)


def _cells(opened: OpenGroup, entry: Entry, step: Step | None, register: Register) -> dict[str, str]:
    filed = entry.filed
    who = (step.owner if step is not None else filed.owner) or filed.meant
    by = (step.due if step is not None else filed.due) or None
    return {
        register.named_by: step.text if step is not None else filed.text,
        "who": who or named_first(filed.text, opened.group.everybody) or "",
        "by": by.date.isoformat() if by is not None and by.date is not None else "",
        "step": step.id if step is not None else "",
        "state": str(step.progress) if step is not None and filed.kind is EntryKind.STEP else "",
    }


def _moved_on(opened: OpenGroup, running: Running, register: Register) -> Iterator[Event]:
    """The rows whose next step was told of since the row was last changed, with the state it has now."""
    for row in running.standing_rows(register.key):
        step = opened.group.steps.steps.get(row.texts.get("step", ""))
        if step is None or str(step.progress) == row.texts.get("state", ""):
            continue
        told = max((moment.at for moment in step.life), default=step.at)
        if told > row.changed:
            yield RowChanged(programme=running.id, row=row.id, texts={"state": str(step.progress)})
