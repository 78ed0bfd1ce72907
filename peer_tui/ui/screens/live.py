"""Live: the screen on which a meeting is held. It draws the session and hands it what is typed; it holds no facts."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key, Resize
from textual.screen import Screen

from peer_tui.domain.events import MeetingId
from peer_tui.domain.words import say
from peer_tui.services import goodbyes, redacting, timekeeping
from peer_tui.services.session import LiveSession
from peer_tui.services.verbs import VERBS
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.breakpoints import know_breakpoints
from peer_tui.ui.keys import key_words, read_keys
from peer_tui.ui.screens.live_acts import LiveActs
from peer_tui.ui.screens.live_arriving import arrive, say_first
from peer_tui.ui.screens.live_drawing import LiveDrawing
from peer_tui.ui.screens.live_panes import LivePanes
from peer_tui.ui.widgets.block_pane import BlockPane
from peer_tui.ui.widgets.capture_box import CaptureBox
from peer_tui.ui.widgets.footer_line import FooterLine
from peer_tui.ui.widgets.meeting_header import BlockHeader, TimeUpBanner, TitleBar
from peer_tui.ui.widgets.reading_pane import ReadingPane
from peer_tui.ui.widgets.ribbon import Ribbon
from peer_tui.ui.widgets.side_pane import SidePane
from peer_tui.ui.widgets.stream import MinutesStream
from peer_tui.ui.widgets.time_bar import TimeBar
from peer_tui.ui.widgets.trouble_line import TroubleLine
from peer_tui.ui.widgets.words import Words

if TYPE_CHECKING:
    from peer_tui.ui.app import PeerApp

_LOOK = 0.25
"""Seconds between two looks for another writer's lines: both screens show them within a second of Enter."""


def _palette() -> type:
    # Imported when the palette is first opened.
    from peer_tui.ui.palette import VerbCommands

    return VerbCommands


class LiveScreen(Screen[None]):
    """A meeting while it is on."""

    CSS_PATH = "live.tcss"
    COMMANDS: ClassVar = {_palette}
    AUTO_FOCUS = "#capture"
    # None is a priority key: queued letters reach the line before the act.
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(verb.key, f"verb('{verb.word}')", verb.label or verb.word, show=False, id=verb.id)
            for verb in VERBS
            if verb.key
        ),
        Binding("escape", "step_back", say("Back"), show=False),
        Binding("tab", "cycle(1)", say("Next pane"), show=False),
        Binding("shift+tab", "cycle(-1)", say("Pane before"), show=False),
        Binding("pageup", "turn(-1)", say("Page up"), show=False),
        Binding("pagedown", "turn(1)", say("Page down"), show=False),
    ]

    def __init__(self, opened: OpenGroup, meeting: MeetingId) -> None:
        super().__init__()
        self.opened = opened
        self.meeting_id = meeting

    # --- beginning and end ------------------------------------------------------------------------------------

    @property
    def peer(self) -> PeerApp:
        """The app, as the program's own."""
        return cast("PeerApp", self.app)

    def compose(self) -> ComposeResult:
        """From the title to the footer."""
        know_breakpoints(self)
        workspace = self.peer.workspace
        self.session = session = LiveSession(workspace, self.opened, self.meeting_id)
        session.opens_links = True
        self.keys, self._key_warnings = read_keys(workspace.settings.keys)
        self.panes, self.drawing, self.acts = LivePanes(self), LiveDrawing(self), LiveActs(self)
        self.box = CaptureBox(session, self.acts.entered)
        self.line = self.box.line
        yield TitleBar(session, self.peer.practice)
        yield BlockHeader(session)
        yield Ribbon(session)
        yield TimeUpBanner(session, key_words(self.keys.first("time")) or "/time")
        yield TroubleLine(workspace, key_words(self.keys.first("elsewhere")) or "/elsewhere")
        yield Words(id="too-small")
        with Horizontal(id="middle"):
            with Vertical(id="left"):
                yield BlockPane(session)
                yield MinutesStream(session)
                yield ReadingPane()
            yield SidePane(session)
        yield Words(id="side-line")
        yield TimeBar(session)
        yield self.box
        yield FooterLine(session, self.keys)

    def on_mount(self) -> None:
        """Take part in everything that changes, and open the doors."""
        self._bind_keys()
        said = arrive(self.session, key_words(self.keys.first("next")))
        self.session.listeners.append(self._changed)
        self.session.workspace.listeners.append(self._saver_changed)
        self.peer.ticker.listen(self.tick)
        self.set_interval(_LOOK, self._look, name="look")
        self.peer.name_terminal(self.session.meeting.title)
        self.call_after_refresh(self._begin, said)

    def _bind_keys(self) -> None:
        """A person's own keys in place of the usual ones, and for verbs that have none."""
        own_keys = ((verb, ",".join(self.keys.by_verb[verb.word])) for verb in VERBS if verb.key)
        # Textual goes through the whole keymap at every key that is pressed: usual keys stay out of it.
        self.app.set_keymap({verb.id: keys for verb, keys in own_keys if keys != verb.key})
        for verb in VERBS:
            if not verb.key and (own := ",".join(self.keys.by_verb[verb.word])):
                self._bindings.bind(own, f"verb('{verb.word}')", verb.word, show=False)
        self.line.verbs = {key: verb.word for verb in VERBS for key in self.keys.by_verb[verb.word]}
        self.line.do = self.acts.do

    def _begin(self, said: str) -> None:
        self.drawing.draw()
        say_first(self, said, (*self.peer.take_warnings(), *self._key_warnings))

    def on_unmount(self) -> None:
        """No longer listen."""
        self.peer.ticker.ignore(self.tick)
        for listeners, ours in (
            (self.session.workspace.listeners, self._saver_changed),
            (self.session.listeners, self._changed),
        ):
            with suppress(ValueError):
                listeners.remove(ours)

    def keep(self) -> None:
        """Keep what is half-typed: the screen is about to go, or the program."""
        if hasattr(self, "box"):
            self.box.keep()

    @property
    def farewell(self) -> str:
        """What the terminal says after the screen is gone."""
        meeting = self.session.meeting
        return (
            say("{title} is still in session. `peer-tui run` goes on with it.", title=meeting.title)
            if meeting.live
            else ""
        )

    # --- what changes -----------------------------------------------------------------------------------------

    def tick(self) -> None:
        """A second has passed."""
        self.session.refresh()
        self._say_notices()
        if asked := timekeeping.woke(self.session):
            self.flash(asked, "warning")
        self.drawing.draw_time()

    def _look(self) -> None:
        """Take in what another writer has added, at once; nothing is read or drawn where there is none."""
        if self.session.has_news:
            self.session.refresh()
            self._say_notices()

    def _changed(self) -> None:
        """The session folded something in."""
        self.call_later(self.drawing.draw)

    def _saver_changed(self) -> None:
        """The disk answered, or did not; told from the writer's thread."""
        with suppress(Exception):
            self.call_later(self._show_saving)

    def _show_saving(self) -> None:
        self.drawing.draw_saving()
        self._say_notices()

    def _say_notices(self) -> None:
        """What was mended, arrived or vanished since last told."""
        if notices := self.session.workspace.saver.take_notices():
            self.flash(" ".join(notices), "warning")

    def on_resize(self, event: Resize) -> None:
        """Another size: other words fit."""
        self.drawing.fit(event.size)

    def flash(self, words: str, kind: str = "plain") -> None:
        """Say what was done in the row under the line, until the line changes."""
        if self.is_mounted:
            self.box.flash(words, kind)

    # --- verbs ------------------------------------------------------------------------------------------------

    def action_verb(self, word: str) -> None:
        """A key was pressed: do its verb; what is half-typed stays."""
        self.acts.do(word)

    @on(TimeBar.Chosen)
    def _time_chosen(self, event: TimeBar.Chosen) -> None:
        event.stop()
        said = self.acts.do(event.word, event.rest)
        if said is not None and not said.done:
            self.query_one(TimeBar).refuse(said.words)
        else:
            self.panes.close_time_bar()

    @on(MinutesStream.Chosen)
    def _edit_chosen(self, event: MinutesStream.Chosen) -> None:
        event.stop()
        self.box.edit(event.entry)

    @on(MinutesStream.Unwanted)
    def _redact_chosen(self, event: MinutesStream.Unwanted) -> None:
        event.stop()
        self.acts.answer(redacting.redact_line(self.session, event.entry))

    # --- panes and focus --------------------------------------------------------------------------------------

    def action_step_back(self) -> None:
        """One step: the question, the edit, the time bar, the pane; always to the line."""
        if self.query_one(TimeBar).display:
            self.panes.close_time_bar()
        elif not self.box.step_back():
            self.panes.close_reading()
            if goodbyes.is_asked(self.session):
                self.session.asked_twice = ""
                self.box.preview()
        self.line.focus()

    def action_cycle(self, by: int) -> None:
        """The line, the minutes, the block's pane, the side; a block whose steps can be marked comes first."""
        self.panes.cycle(by)

    def action_turn(self, by: int) -> None:
        """A page of the pane that is read, or of the minutes, while the line keeps the keys."""
        self.panes.turn(by)

    def on_key(self, event: Key) -> None:
        """A letter typed while a pane beside the line has the keys belongs to the line."""
        if event.is_printable and event.character and isinstance(self.focused, MinutesStream | SidePane):
            event.stop()
            self.box.type_on(event.character)
