"""The capture box: the line, the row under it, the question about pasted lines, and the editing of earlier ones.

What is half-typed belongs to the session's draft, never to the screen: `keep` may be called at any moment.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input

from peer_tui.domain.events import EntryId
from peer_tui.domain.parsed import Entry
from peer_tui.domain.preview import preview as say_preview
from peer_tui.domain.wall_time import say_short_time
from peer_tui.domain.words import say, say_number
from peer_tui.services import capturing
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.capture_line import CaptureLine
from peer_tui.ui.widgets.paste_bar import PasteBar
from peer_tui.ui.widgets.preview_line import PreviewLine

DRAFT_EVERY = 1.0
"""Seconds after a change of the line until it is kept in the draft file."""
OFF_RECORD = say("OFF THE RECORD — nothing is being saved")
EMPTY = say("Type what was said; Enter keeps it")
EMPTY_OFF_RECORD = say("What is typed here is kept nowhere")
"""What the empty line says."""


class CaptureBox(Vertical):
    """Where everything is typed."""

    def __init__(self, session: LiveSession, answered: Callable[[Said], None]) -> None:
        """`answered` is told, within the turn of Enter itself, what came of a line."""
        super().__init__(id="capture-box")
        self.session = session
        self.answered = answered
        self.line = CaptureLine()
        self.line.entered = self._enter
        self.under = PreviewLine()
        self.paste = PasteBar(session)
        self.editing: EntryId | None = None
        """The earlier line that is being edited."""
        self._put_aside = ""
        """What was half-typed when an earlier line was brought back to be edited."""
        self._draft_timer: Timer | None = None
        self._ours: str | None = None
        """The text the program itself put into the line, which leaves what was just said standing."""

    def compose(self) -> ComposeResult:
        """The line, and one row under it."""
        yield self.line
        yield self.under
        yield self.paste

    def on_mount(self) -> None:
        """Bring back what was half-typed."""
        self.line.cursor_blink = self.session.workspace.settings.cursor_blink
        self.line.put(self.session.restore_draft())

    def show(self) -> None:
        """Say what the line is for now."""
        off, meeting = self.session.meeting.is_off_record, self.session.meeting
        self.set_class(off, "-off-record")
        title = say("Capture")
        if off:
            title = OFF_RECORD
        elif self.editing is not None and self.editing in meeting.entries:
            at = meeting.entries[self.editing].at
            title = say("Edit {time} line", time=say_short_time(at, self.session.zone, self.session.hours))
        self.border_title = plain(title)
        self.line.placeholder = EMPTY_OFF_RECORD if off else EMPTY
        self.border_subtitle = plain(say("Enter keeps the change · Esc leaves it as it was") if self.editing else "")

    # --- what the line holds ----------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What the line holds, pulled from it: its messages may lag behind."""
        return self.line.value

    def put(self, text: str) -> None:
        """Hold this text without taking away what was just said."""
        if text == self.text:
            return
        self._ours = text
        self.line.put(text)
        if self.editing is None:
            self.session.typed(text)

    def pull(self) -> None:
        """Tell the session what is typed so far: before every act that may change where a line belongs."""
        if self.editing is None:
            self.session.typed(self.text)

    def keep(self) -> None:
        """Keep what is half-typed in the draft file now."""
        text = self._put_aside if self.editing is not None else self.text
        self.session.typed(text)
        self.session.keep_draft(text)

    def flash(self, words: str, kind: str = "plain") -> None:
        """Say what was done, or why not, in the row under the line."""
        self.under.flash(words, kind)

    def preview(self) -> None:
        """Say how the line will be filed."""
        words = self._preview_edit() if self.editing is not None else self.session.preview(self.text)
        self.under.preview(words)

    def _preview_edit(self) -> str:
        """An edit runs nothing, whatever it looks like."""
        parsed = capturing.read_edit(self.session, self.editing or "", self.text)
        if isinstance(parsed, Entry):
            return say_preview(parsed, self.session.surroundings())
        return say("NOTE · kept as it stands") if self.text.strip() else ""

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.value != self.text:
            return
        ours, self._ours = self._ours, None
        if self.editing is None:
            self.session.typed(self.text)
            if self._draft_timer is None:
                self._draft_timer = self.set_timer(DRAFT_EVERY, self._keep_draft)
        if ours != self.text:
            self.preview()

    def _keep_draft(self) -> None:
        self._draft_timer = None
        if self.editing is None:
            self.session.keep_draft(self.text, wait=False)

    def _enter(self) -> None:
        text = self.text
        if self.editing is not None:
            self._finish_edit(text)
            return
        self.session.typed(text)
        said = self.session.enter(text)
        self.put(said.line or "")
        self.answered(said)

    # --- pasted lines -----------------------------------------------------------------------------------------

    @on(CaptureLine.Pasted)
    def _pasted(self, event: CaptureLine.Pasted) -> None:
        event.stop()
        if self.session.meeting.is_off_record:
            self.flash(say("{off_record}. What was pasted is held nowhere.", off_record=OFF_RECORD), "warning")
            return
        self.line.asking = True
        self.under.display = False
        self.paste.ask(event.lines)

    @on(CaptureLine.Answered)
    def _paste_answered(self, event: CaptureLine.Answered) -> None:
        event.stop()
        how = self.paste.default if event.how == "default" else event.how
        lines = self.paste.close()
        self.line.asking = False
        self.under.display = True
        if how == "none" or not lines:
            self.flash(
                say_number(len(lines), "The {n} pasted lines were left out.", "The {n} pasted lines were left out.")
            )
            return
        # The half-typed line stays in its own block, whatever the pasted ones do.
        begun, self.session.begun = self.session.begun, None
        said = capturing.take_pasted(self.session, lines, how)
        self.session.begun = begun if self.text else None
        self.flash(said.words, "plain" if said.done else "warning")

    # --- editing an earlier line ------------------------------------------------------------------------------

    @on(CaptureLine.Earlier)
    def _edit_other(self, event: CaptureLine.Earlier) -> None:
        event.stop()
        ours = self.session.our_lines()
        if not ours or self.session.meeting.is_off_record:
            self.flash(say("There is no line of yours to edit now."), "warning")
            return
        place = (ours.index(self.editing) if self.editing in ours else len(ours)) + event.by
        if place >= len(ours):
            self.leave_edit()
        elif place >= 0:
            self.edit(ours[place])

    def edit(self, entry: EntryId) -> None:
        """Bring an earlier line back; what is half-typed waits."""
        known = self.session.meeting.entries.get(entry)
        if known is None or self.session.meeting.is_off_record:
            self.flash(say("That line cannot be edited now."), "warning")
            return
        if self.editing is None:
            self.keep()
            self._put_aside = self.text
        self.editing = entry
        self.line.editing = True
        self.line.put(known.filed.typed or known.filed.text)
        self.line.focus()
        self.show()
        self.preview()

    def _finish_edit(self, text: str) -> None:
        if self.editing is None:
            return
        if not text.strip():
            self.flash(
                say("A line cannot be made empty. Esc leaves it as it was; ^Z takes back your last act."), "warning"
            )
            return
        said = capturing.edit(self.session, self.editing, text)
        if said.done:
            self.leave_edit()
        self.flash(said.words, "plain" if said.done else "warning")

    def leave_edit(self) -> None:
        """The earlier line stands as it is; what was half-typed before comes back."""
        self.editing = None
        self.line.editing = False
        text, self._put_aside = self._put_aside, ""
        begun = self.session.begun
        self.put(text)
        self.session.begun = begun if text else None
        self.show()
        self.preview()

    def step_back(self) -> bool:
        """Esc: close the question or the edit; False if there was neither."""
        if self.line.asking:
            self.line.post_message(CaptureLine.Answered("none"))
        elif self.editing is not None and self.line.has_focus:
            self.leave_edit()
        else:
            return False
        return True

    def type_on(self, character: str) -> None:
        """A letter that was typed while another pane had the keys."""
        with suppress(ValueError):
            self.line.focus()
            self.line.insert_text_at_cursor(character)
