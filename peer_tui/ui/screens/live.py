"""Live: the screen on which a meeting is held. It draws the session and hands it what is typed; it holds no facts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.events import Key, Resize
from textual.screen import Screen

from peer_tui.domain.events import MeetingId
from peer_tui.domain.wall_time import say_date, say_time
from peer_tui.domain.words import say
from peer_tui.services import goodbyes, moving, recovering, redacting, timekeeping, watching
from peer_tui.services.said import Said
from peer_tui.services.session import LiveSession
from peer_tui.services.verbs import VERBS, Verb
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.breakpoints import know_breakpoints
from peer_tui.ui.keys import key_words, read_keys
from peer_tui.ui.screens.live_panes import LivePanes
from peer_tui.ui.text import plain, wrap
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

SMALLEST = (60, 16)
"""Columns and rows below which only the line and the clock are shown."""
_GONE = (NoMatches, NoScreen)
"""While a screen is taken down its parts go one by one; what is gone need not be drawn."""
_LEADING = frozenset({"welcome", "agreement", "review", "roll-call", "steps", "goodbyes"})
"""Jobs of blocks whose own content matters more than the newest minutes."""
_OF_THE_TIME_BAR = frozenset({"extend", "close", "parkrest"})
_TITLES = {
    "people": say("People"),
    "parked": say("Parking lot"),
    "steps": say("Next Steps"),
    "find": say("Found"),
    "links": say("Links"),
    "groups": say("Small groups"),
    "agreement": say("Agreement"),
    "recap": say("Recap"),
    "removed": say("Removed"),
    "round": say("Round"),
    "time": say("Time"),
    "own": say("Words of this programme"),
}
_LOOK = 0.25
"""Seconds between two looks for another writer's lines: both screens show them within a second of Enter."""
_STILL_WORKS = say("Typing goes on working: Enter keeps the line.")


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
        self._was_off_record = False
        self._trouble = ""
        """Why saving failed last: said under the line too, it goes with the trouble."""

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
        self.box = CaptureBox(session, self._entered)
        self.line = self.box.line
        self.panes = LivePanes(self)
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
        said = self._arrive()
        self._was_off_record = self.session.meeting.is_off_record
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
        self.line.do = self.do

    def _begin(self, said: str) -> None:
        self.show()
        saver = self.session.workspace.saver
        beside = watching.beside_us(self.session.workspace.library.others())
        told = (*self.peer.take_warnings(), *self._key_warnings, *saver.take_notices(), *self.opened.problems, beside)
        notices = [sentence for sentence in told if sentence]
        if len(notices) > 1:
            self.panes.open_reading(
                "notices", say("Please read"), [plain(notice) for notice in notices], say("Esc closes")
            )
        elif notices:
            self.flash(notices[0], "warning")
        if said and len(notices) != 1:
            self.flash(said)

    def _arrive(self) -> str:
        """Open the doors of a meeting that is near, or say where an unfinished one stands."""
        session, meeting = self.session, self.session.meeting
        if meeting.state == "planned":
            if moving.is_near(session):
                return moving.open_doors(session).words
            hours = session.hours
            planned = f"{say_date(meeting.starts, meeting.zone)}, {say_time(meeting.starts, meeting.zone, hours)}"
            return say(
                "This meeting is planned for {planned} · {key} opens the doors now",
                planned=planned,
                key=key_words(self.keys.first("next")),
            )
        found = recovering.unfinished(session.workspace, [self.opened])
        words = next((one.words for one in found if one.held.id == session.id), "")
        return say("Resumed: {words}", words=words) if words else ""

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

    # --- drawing ----------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Draw everything; each part paints only what changed."""
        with suppress(*_GONE):
            self._show_time()
            self.query_one(FooterLine).show()
            self.query_one(MinutesStream).show()
            self.box.show()

    def _show_time(self) -> None:
        """Draw what time alone may change."""
        reading = self.session.reading()
        self.query_one(TitleBar).show()
        self.query_one(BlockHeader).show(reading)
        self.query_one(Ribbon).show(reading)
        self.query_one(TimeUpBanner).show(reading)
        self.query_one(TroubleLine).show()
        bar = self.query_one(TimeBar)
        if bar.display:
            bar.show(reading)
        block = self.session.meeting.block
        self.set_class(block is not None and block.job in _LEADING, "-leading")
        self.query_one(BlockPane).show()
        side = self.query_one(SidePane)
        if self.has_class("-tiny"):
            self.query_one("#side-line", Words).say([])
        elif self.has_class("-narrow"):
            self.query_one("#side-line", Words).say([plain(side.condensed, "$quiet")])
        else:
            self.query_one("#side-line", Words).say([])
            side.show()

    def tick(self) -> None:
        """A second has passed."""
        self.session.refresh()
        self._say_notices()
        if asked := timekeeping.woke(self.session):
            self.flash(asked, "warning")
        with suppress(*_GONE):
            self._show_time()

    def _look(self) -> None:
        """Take in what another writer has added, at once; nothing is read or drawn where there is none."""
        if self.session.has_news:
            self.session.refresh()
            self._say_notices()

    def _changed(self) -> None:
        """The session folded something in."""
        self.call_later(self.show)

    def _saver_changed(self) -> None:
        """The disk answered, or did not; told from the writer's thread."""
        with suppress(Exception):
            self.call_later(self._show_saving)

    def _show_saving(self) -> None:
        with suppress(*_GONE):
            self.query_one(TitleBar).show()
            self.query_one(MinutesStream).show()
            self.query_one(TroubleLine).show()
            saver = self.session.workspace.saver
            under = self.box.under.plain
            if saver.state == "saved" and (under.startswith(say("NOT SAVED")) or (under and under == self._trouble)):
                self.box.preview()
            self._trouble = saver.problem or self._trouble
        self._say_notices()

    def _say_notices(self) -> None:
        """What was mended, arrived or vanished since last told."""
        if notices := self.session.workspace.saver.take_notices():
            self.flash(" ".join(notices), "warning")

    def on_resize(self, event: Resize) -> None:
        """Another size: other words fit."""
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(small, "-tiny")
        self.query_one(BlockHeader).tall = height
        notice = self.query_one("#too-small", Words)
        words = say(
            "{width}×{height} is too small: peer-tui needs {smallest}×{smallest_2}. {still_works}",
            width=width,
            height=height,
            smallest=SMALLEST[0],
            smallest_2=SMALLEST[1],
            still_works=_STILL_WORKS,
        )
        notice.say([Content.styled(line, "$warning") for line in wrap(words, max(10, width - 2))])
        notice.display = small
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """After another size: what was said while the layout was being made is measured once more."""
        self.show()
        for words in self.query("BlockPane > Static, SidePane > *"):
            words.refresh(layout=True)

    def flash(self, words: str, kind: str = "plain") -> None:
        """Say what was done in the row under the line, until the line changes."""
        if self.is_mounted:
            self.box.flash(words, kind)

    # --- verbs ------------------------------------------------------------------------------------------------

    def action_verb(self, word: str) -> None:
        """A key was pressed: do its verb; what is half-typed stays."""
        self.do(word)

    def do(self, word: str, rest: str = "") -> Said | None:
        """Do a verb without typing it."""
        if word in ("help", "time"):
            self.panes.open_help() if word == "help" else self.panes.open_time_bar()
            return None
        if word not in _OF_THE_TIME_BAR:
            self.panes.close_time_bar()
        if word == "chat" and not rest and self.peer.copier.is_waiting:
            self.peer.copier.go_on("", self._again)
            return None
        self.peer.copier.forget()
        if word == "off" and self.box.editing is not None:
            self.box.leave_edit()
        self.box.pull()
        said = self.session.do(word, self.box.text if word == "off" else rest)
        if said.line and not self.box.text and self.box.editing is None:
            self.box.put(said.line)
        self._answer(said)
        return said

    @property
    def _again(self) -> str:
        """How the next piece for the chat is copied."""
        return key_words(self.keys.first("chat")) or "/chat"

    def choose_verb(self, verb: Verb) -> None:
        """From the palette: a verb that needs words is begun in the line."""
        if not verb.arguments or verb.arguments.startswith("["):
            self.do(verb.word)
        elif self.box.text:
            self.flash(say("The line holds words. Enter keeps them; then type {typed}.", typed=verb.typed), "warning")
        else:
            self.line.put(f"/{verb.word} ")
            self.line.focus()

    def own_commands(self) -> list[tuple[str, str, Callable[[], None]]]:
        """What the palette offers beside the verbs."""
        return [
            (say("Read the Say line"), say("all of the sentence to read out"), self.panes.open_say),
            (
                say("Copy unsaved lines"),
                say("the words that are not on disk yet, to keep them elsewhere"),
                self.panes.copy_unsaved,
            ),
        ]

    def _entered(self, said: Said) -> None:
        if said.done and not said.pane:
            self.panes.close_reading()
        self._answer(said, typed=True)

    def _answer(self, said: Said, *, typed: bool = False) -> None:
        """Show what came of an act; `typed` when it was entered on the line, which then holds what it should."""
        if said.leave:
            self.box.put("")
            self.peer.open_minutes(self.opened, self.meeting_id)
            return
        off = self.session.meeting.is_off_record
        if off != self._was_off_record:
            # Going off, the line is emptied; coming back, what was typed meanwhile goes and the earlier line returns.
            self._was_off_record = off
            if not typed:
                self.box.put(said.line or "")
        self._open_pane(said, typed=typed)
        if said.open:
            # Imported here: most meetings open none.
            from peer_tui.ui.browsing import browse

            browse(self.peer, said.open, said.words)
        elif said.copy:
            self.peer.copier.start(said.copy, said.words, self._again)
        elif said.words:
            self.flash(said.words, "plain" if said.done else "warning")
        else:
            self.box.preview()
        self.show()

    def _open_pane(self, said: Said, *, typed: bool) -> None:
        if said.pane == "help":
            self.panes.open_help()
        elif said.pane == "time" and not typed:
            # The key takes the time bar; who types /time goes on typing.
            self.panes.open_time_bar()
        elif said.pane == "show":
            # Imported here: most meetings never show it alone.
            from peer_tui.ui.screens.show_agreement import ShowAgreementScreen

            self.app.push_screen(ShowAgreementScreen(self.session.group))
        elif said.pane and said.lines:
            hint = say("Enter ends the meeting · Esc goes on") if goodbyes.is_asked(self.session) else say("Esc closes")
            title = _TITLES.get(said.pane, said.pane.capitalize())
            self.panes.open_reading(said.pane, title, [plain(said.words, "bold"), *map(plain, said.lines)], hint)

    @on(TimeBar.Chosen)
    def _time_chosen(self, event: TimeBar.Chosen) -> None:
        event.stop()
        said = self.do(event.word, event.rest)
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
        self._answer(redacting.redact_line(self.session, event.entry))

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
