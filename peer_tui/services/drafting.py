"""The line that is being typed: the block it belongs to, and the small file that saves it from a crash.

It is kept nowhere while the meeting is off the record; a line begun before that waits in memory only.
"""

from __future__ import annotations

import datetime as dt
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from peer_tui.domain.events import BlockKey, EntryId, PriorityId
from peer_tui.store.drafts import Draft, drop_draft, read_drafts, write_draft
from peer_tui.store.files import Files
from peer_tui.store.writer import is_running

if TYPE_CHECKING:
    from peer_tui.services.session import LiveSession


class Begun(NamedTuple):
    """A line that is being typed: it belongs to the block in which its first character was typed."""

    block: BlockKey
    item: PriorityId | None
    entry: EntryId
    first_key: dt.datetime


class Drafting:
    """The half-typed line of one meeting on this device."""

    def __init__(self, session: LiveSession) -> None:
        self._session = session
        self.begun: Begun | None = None
        self.text = ""
        """What the capture line holds; empty while off the record."""
        self._held: tuple[str, Begun | None] = ("", None)
        self._entered = False
        """A line was entered whose draft is dropped once the line itself is on disk."""
        self._wanted: Draft | None = None
        """What the file is to hold; None for no file."""
        self._writing = threading.Lock()

    def typed(self, text: str) -> None:
        """The capture line holds this now."""
        meeting = self._session.meeting
        if meeting.is_off_record:
            return
        self.text = text
        if not text:
            self.begun = None
        elif self.begun is None:
            current = meeting.current
            block, item = (current.block, current.item) if current else ("", None)
            self.begun = Begun(block, item, self._session.workspace.new_id(), self._session.now())

    def begin_in(self, block: BlockKey, item: PriorityId | None) -> None:
        """What the capture line gets back belongs to the block it was in before."""
        if self.begun is None:
            self.begun = Begun(block, item, self._session.workspace.new_id(), self._session.now())

    def begin_anew(self) -> None:
        """What was typed was no line of the minutes: the next one begins with its own first character."""
        self.begun, self.text = None, ""

    def entered(self, left: str) -> None:
        """Enter was pressed; the capture line holds what is left."""
        if left:
            self.typed(left)
            return
        self.begin_anew()
        self._entered = True
        self.settle()

    def settle(self) -> None:
        """Drop the draft of a line that was entered, once the line is on disk: a kill in between loses neither."""
        if self._entered and self._session.workspace.saver.state == "saved":
            self.forget(wait=False)

    def keep(self, text: str, *, wait: bool = True) -> None:
        """Write the draft; a STATE folder that cannot be written is no reason to stop anybody.

        Without `wait` nobody who types waits for a slow disk: it is written on a thread of its own.
        """
        if self._session.meeting.is_off_record:
            return
        if not text:
            if self._entered:
                self.settle()
            else:
                self.forget(wait=wait)
            return
        self.typed(text)
        assert self.begun is not None
        begun = self.begun
        self._wanted = Draft(self._session.id, text, begun.block, begun.entry, begun.first_key, begun.item)
        self._entered = False
        self._carry_out(wait)

    def forget(self, *, wait: bool = True) -> None:
        """Delete the draft file; with `wait` it is gone on return."""
        self._entered = False
        self._wanted = None
        self._carry_out(wait)

    def _carry_out(self, wait: bool) -> None:
        if wait or not self._session.workspace.screens:
            self._write()
        else:
            threading.Thread(target=self._write, name="peer-tui draft", daemon=True).start()

    def _write(self) -> None:
        """Make the file what is wanted by now, whatever was wanted when this was asked for."""
        with self._writing, suppress(OSError):
            wanted, writer = self._wanted, self._session.workspace.writer
            if wanted is None:
                drop_draft(self._state, writer, self._session.id, self._files)
            else:
                write_draft(self._state, writer, wanted, self._files)

    def restore(self) -> str:
        """The half-typed line that a crash left behind, or nothing; dropped if it was entered after all."""
        session = self._session
        drafts = read_drafts(self._state, session.id, self._files)
        # Their ids were given by earlier runs; a clock that stands still or was set back must not give them again.
        session.workspace.see_ids(draft.entry for draft in drafts)
        if session.meeting.is_off_record:
            return ""
        ours = session.workspace.writer
        for draft in drafts:
            if draft.writer != ours and is_running(self._state, draft.writer):
                continue
            if draft.entry in session.meeting.entries:
                self._drop(draft.writer)
                continue
            self.begun = Begun(draft.block, draft.item, draft.entry, draft.first_key)
            if draft.writer != ours:
                self.keep(draft.text)
                self._drop(draft.writer)
            self.text = draft.text
            return draft.text
        return ""

    def hold(self, text: str) -> None:
        """Going off the record: the half-typed line waits in memory only."""
        self.typed(text)
        self._held = (text, self.begun)
        self.begin_anew()
        self.forget()

    def give_back(self) -> str:
        """Back on the record: the line that waited, with the block it was begun in."""
        text, self.begun = self._held
        self._held = ("", None)
        self.text = text
        return text

    @property
    def _state(self) -> Path:
        return self._session.workspace.places.state

    @property
    def _files(self) -> Files:
        return self._session.workspace.library.files

    def _drop(self, writer: str) -> None:
        with suppress(OSError):
            drop_draft(self._state, writer, self._session.id, self._files)
