"""PeerApp: screens, themes, keys, signals, leaving. Wiring only; a meeting lives in its session."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.events import Event, InputEvent, Paste
from textual.screen import Screen

from peer_tui.domain.characters import visible
from peer_tui.domain.events import EntryId, MeetingId, ProgrammeId
from peer_tui.domain.words import say
from peer_tui.services.elsewhere import take_back
from peer_tui.services.faults import keep_report
from peer_tui.services.watching import missing
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.garbage import Garbage
from peer_tui.ui.ticker import Ticker
from peer_tui.ui.typed_ahead import TypedAhead

if TYPE_CHECKING:
    from peer_tui.ui.clipboard import Copier
    from peer_tui.ui.places import Place
    from peer_tui.ui.screens.leaving import Choice

PATIENCE = 2.0
"""Seconds to wait for the disk before a screen is left."""
SETTLED = 0.3
"""Seconds until the first screen has said its own first words."""
NO_COLOUR_THEME = "monochrome"
_SOON = ("prepare", "minutes", "next_steps")
"""Screens that are opened from Today: their code is read once it stands, one at a time, so that the first opening is
as quick as any other. Not in a live meeting, whose keys wait for nothing."""


def _read_ahead(name: str) -> None:
    import_module(f"peer_tui.ui.screens.{name}")


class PeerApp(App[int]):
    """The program on the screen.

    Args:
        workspace: the opened library.
        start: the meeting to open at once; None for Today, or the first run where there is no group.
        practice: the library is one for practice, which every screen says.
        warnings: sentences about settings that could not be used, said at the start.
        programme: the run of a programme to open at once, with its group; None for Today.
    """

    TITLE = "peer-tui"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    COMMANDS: ClassVar = set()
    CSS = """
    Screen { background: $background; }
    """
    # Not priority keys: letters that are still under way reach the line first.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", say("Leave"), show=False, id="app.leave"),
        Binding("ctrl+c", "say_how_to_leave", say("Copy"), show=False, id="app.copy"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-medium"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall")]

    def __init__(
        self,
        workspace: Workspace,
        start: MeetingId | None = None,
        practice: bool = False,
        warnings: Iterable[str] = (),
        programme: tuple[OpenGroup, ProgrammeId] | None = None,
    ) -> None:
        self._stand_ins: dict[str, str] = {}
        super().__init__()
        self.workspace = workspace
        self.practice = practice
        self.ticker = Ticker(self)
        self.garbage = Garbage()
        self._typed_ahead = TypedAhead(self)
        self.farewell = ""
        """A sentence for the terminal, once the screen is gone."""
        self.behind: Callable[[], Screen[Any]] | None = None
        """Makes the screen that a record was opened from, as it was: Esc in the record leads back there."""
        self.looked_for = ""
        """The words that were searched for last."""
        self._start = start
        self._programme = programme
        self._warnings = list(warnings)
        self._copier: Copier | None = None
        self._leave_without = False
        if not workspace.settings.animations:
            self.animation_level = "none"
        self._has_every_theme = False
        self._choose_theme()

    # --- beginning --------------------------------------------------------------------------------------------

    @property
    def _own_themes(self) -> Path:
        return self.workspace.places.settings.parent / "themes"

    def _choose_theme(self) -> None:
        """The theme that is wanted, read alone where that will do; the others follow after the first picture."""
        from peer_tui.ui.themes import USUAL, shipped_theme, stand_ins

        self._stand_ins_of = stand_ins
        wanted = NO_COLOUR_THEME if os.environ.get("NO_COLOR") else self.workspace.settings.theme
        theme = shipped_theme(wanted, self._own_themes)
        if theme is not None:
            self.register_theme(theme)
        else:
            self._load_themes()
        if wanted not in self.available_themes:
            self._warnings.append(say("There is no theme “{wanted}”; the usual one is used.", wanted=visible(wanted)))
            wanted = USUAL
        self.theme = wanted

    def _load_themes(self) -> None:
        """Every theme, for the palette."""
        from peer_tui.ui.themes import load_themes

        themes, warnings = load_themes(self._own_themes)
        for theme in themes:
            if theme.name not in self.available_themes:
                self.register_theme(theme)
        self._warnings += warnings
        self._has_every_theme = True

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for a theme that does not know them."""
        if not hasattr(self, "_stand_ins_of"):
            from peer_tui.ui.themes import stand_ins

            self._stand_ins_of = stand_ins
        return self._stand_ins_of(self.current_theme)

    def get_default_screen(self) -> Screen[Any]:
        """The first screen is made at once, without another one below it."""
        screen = self._first_screen()
        # Textual reads a screen's own stylesheet when it is pushed, and the first one never is.
        for path in screen.css_path:
            self.stylesheet.read(path)
        # Nor does it get the callback that is taken off when another screen takes its place.
        screen._push_result_callback(self, None)
        return screen

    def _first_screen(self) -> Screen[Any]:
        if self._start is not None:
            opened, held = self.workspace.find_meeting(self._start)
            return self._screen_for(opened, held.id)
        if self._programme is not None:
            from peer_tui.ui.screens.programmes import ProgrammesScreen

            return ProgrammesScreen(*self._programme)
        if not self.workspace.library.groups():
            from peer_tui.ui.screens.first_run import FirstRunScreen

            return FirstRunScreen()
        from peer_tui.ui.screens.today import TodayScreen

        return TodayScreen()

    def on_mount(self) -> None:
        """From here on the terminal may close, or ask us to end, at any time."""
        self._listen_to_signals()
        # The live screen says them with its own first words; any other screen has settled by then.
        self.set_timer(SETTLED, self._settle)

    def on_unmount(self) -> None:
        """Python looks for garbage again as it did before."""
        self.garbage.end()

    def take_warnings(self) -> list[str]:
        """Sentences about settings that could not be used; each is given once."""
        warnings, self._warnings = self._warnings, []
        return warnings

    def _settle(self) -> None:
        """What could wait until the first picture stood."""
        self.garbage.begin()
        self.ticker.listen(self.garbage.second_passed)
        self.workspace.indexing.start()
        if not self._has_every_theme:
            self._load_themes()
        if self._start is None:
            for place, name in enumerate(_SOON, start=3):
                self.set_timer(SETTLED * place, partial(_read_ahead, name))
        warnings = self.take_warnings()
        if len(warnings) == 1:
            self.flash(warnings[0], "warning")
        elif warnings:
            from peer_tui.ui.screens.place import ReadingPane
            from peer_tui.ui.text import plain

            self.push_screen(ReadingPane(say("Please read"), [plain(warning) for warning in warnings]))

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                # Windows has neither loop handlers nor SIGHUP; a test runs outside the main thread.
                with suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._stop, 128 + number)

    async def on_event(self, event: Event) -> None:
        """Keys, pastes and clicks one after the other, each when what the one before it opened stands."""
        if isinstance(event, InputEvent | Paste):
            self.garbage.somebody_waits()
            if not event.is_forwarded and self.screen_stack and not self._typed_ahead.may_go(event):
                return
        await super().on_event(event)

    # --- the places -------------------------------------------------------------------------------------------

    def go_today(self) -> None:
        """To the home screen, or to the first run where there is no group yet."""
        self._let_go()
        self.behind = None
        if self.workspace.library.groups():
            from peer_tui.ui.screens.today import TodayScreen

            self._show(TodayScreen())
        else:
            from peer_tui.ui.screens.first_run import FirstRunScreen

            self._show(FirstRunScreen())

    def go_to(self, place: Place, opened: OpenGroup | None) -> None:
        """To one of the program's places; a place of a group shows this one, or the first."""
        self._let_go()
        self.behind = None
        self._show(place.make(opened))

    def go_back(self) -> None:
        """To where a record was opened from: the archive, a search, a register; otherwise home."""
        if self.behind is None:
            self.go_today()
            return
        self._let_go()
        screen, self.behind = self.behind(), None
        self._show(screen)

    def open_live(self, opened: OpenGroup, meeting: MeetingId) -> None:
        """Into a meeting; an ended one shows its minutes."""
        self._let_go()
        self._show(self._screen_for(opened, meeting))

    def open_prepare(self, opened: OpenGroup, meeting: MeetingId) -> None:
        """To a meeting's agenda, people, priorities and topics."""
        from peer_tui.ui.screens.prepare import PrepareScreen

        self._let_go()
        self._show(PrepareScreen(opened, meeting))

    def open_minutes(self, opened: OpenGroup, meeting: MeetingId, line: EntryId = "") -> None:
        """To the minutes of an ended meeting; `line` is scrolled to and marked."""
        from peer_tui.ui.screens.minutes import MinutesScreen

        self._let_go()
        opened.refold()
        self._show(MinutesScreen(opened, meeting, line))

    def open_programme(self, opened: OpenGroup, programme: ProgrammeId, part: str = "") -> None:
        """To a programme that the group runs; `part` is what is shown first, as `ProgrammesScreen` takes it."""
        from peer_tui.ui.screens.programmes import ProgrammesScreen

        self._let_go()
        self._show(ProgrammesScreen(opened, programme, part))

    def _screen_for(self, opened: OpenGroup, meeting: MeetingId) -> Screen[Any]:
        if opened.meeting(meeting).state in ("ended", "cancelled"):
            from peer_tui.ui.screens.minutes import MinutesScreen

            return MinutesScreen(opened, meeting)
        from peer_tui.ui.screens.live import LiveScreen

        return LiveScreen(opened, meeting)

    def _show(self, screen: Screen[Any]) -> None:
        self.switch_screen(screen)

    def name_terminal(self, words: str) -> None:
        """The terminal's own title."""
        title = visible(say("{words} · peer-tui", words=words) if words else "peer-tui")
        if self._driver is not None and not self.is_headless and not self.is_web:
            self._driver.write(f"\x1b]0;{title}\x07")

    # --- saying -----------------------------------------------------------------------------------------------

    def flash(self, words: str, kind: str = "plain") -> None:
        """One line on the screen there is: what was done, or why not. `kind` is `plain` or `warning`."""
        with suppress(IndexError):
            screen = self.screen_stack[0]
            tell = getattr(screen, "flash", None)
            if tell is not None:
                tell(words, kind)
                return
            from peer_tui.ui.widgets.flash import FlashLine

            try:
                line = screen.query_one(FlashLine)
            except NoMatches:
                line = FlashLine()
                screen.mount(line)
            line.flash(words, kind)

    @property
    def copier(self) -> Copier:
        """Copies to the clipboard."""
        if self._copier is None:
            from peer_tui.ui.clipboard import Copier

            self._copier = Copier(self)
        return self._copier

    # --- leaving ----------------------------------------------------------------------------------------------

    def _let_go(self) -> bool:
        """Pull what is half-typed from the screens and wait for the disk; True if all is saved."""
        for screen in self.screen_stack if self._screen_stacks.get(self._current_mode) else ():
            keep = getattr(screen, "keep", None)
            if keep is not None:
                keep()
        return self.workspace.saver.flush(PATIENCE)

    def action_leave(self) -> None:
        """Leave the program. The meeting stays open; with facts that are saved nowhere it asks what to do."""
        from peer_tui.ui.screens.leaving import LeavingScreen

        if isinstance(self.screen, LeavingScreen):
            return
        saved = self._let_go()
        saver = self.workspace.saver
        if homeless := saver.homeless():
            why = saver.problem or say("The disk has not answered yet.")
            self.push_screen(LeavingScreen(len(homeless), why), self._chosen)
            return
        self._leave(0 if saved else 1)

    def _chosen(self, choice: Choice | None) -> None:
        """What to do with what is not saved."""
        from peer_tui.services import elsewhere
        from peer_tui.services.problems import Problem

        if choice == "leave":
            self._leave_without = True
            self._leave(1)
        elif choice == "elsewhere" and self.workspace.saver.homeless():
            try:
                elsewhere.keep(self.workspace)
            except Problem as problem:
                self.flash(problem.sentence, "warning")
                return
            self._leave(1)
        elif choice == "elsewhere":
            self._leave(0)
        elif self.workspace.saver.flush(PATIENCE):
            self.flash(say("Saved: everything typed is on disk again."))

    def _leave(self, code: int) -> None:
        self.farewell = self._farewell()
        self.exit(code)

    def _farewell(self) -> str:
        words = getattr(self.screen_stack[0], "farewell", "") if self.screen_stack else ""
        return str(words)

    def action_say_how_to_leave(self) -> None:
        """^C copies what is marked; it never ends a meeting."""
        self.flash(say("^Q leaves; the meeting stays open. ^C copies what is marked."))

    def action_help_quit(self) -> None:
        """Textual's own answer to ^C is a toast over the notes; ours is the flash line."""
        self.action_say_how_to_leave()

    def _stop(self, code: int) -> None:
        """The terminal was closed, or somebody asked the program to end. What is unsaved then is kept elsewhere."""
        with suppress(Exception):
            self._let_go()
        self.exit(code, return_code=code)

    def last_words(self) -> str:
        """What the terminal is told about unsaved facts once the screen is gone. They are kept elsewhere first."""
        unsaved = len(self.workspace.saver.unsaved())
        if not unsaved:
            return ""
        if self._leave_without or self.practice:
            from peer_tui.services.elsewhere import left_behind

            return left_behind(self.workspace)
        from peer_tui.services.elsewhere import keep_at_the_end

        return keep_at_the_end(self.workspace)

    def _handle_exception(self, error: Exception) -> None:
        """A fault of ours: what is typed is kept first, then the program ends with one sentence."""
        self._keep_after_fault(error)
        super()._handle_exception(error)

    def panic(self, *renderables: object) -> None:
        """A fault of the thread that reads the keys: the same, without the report that would show people's words."""
        self._keep_after_fault(sys.exception() or RuntimeError())
        self._return_code = 1
        self._close_messages_no_wait()

    def _keep_after_fault(self, error: BaseException) -> None:
        with suppress(Exception):
            self._let_go()
        report = keep_report(error, self.workspace.places.state)
        self.farewell = say(
            "peer-tui met a fault of its own ({name}) and had to stop. Every line you entered is "
            "kept, and so is the half-typed one; start it again to go on.",
            name=type(error).__name__,
        ) + (
            " " + say("Where it happened stands in {report}, without anybody's words.", report=report) if report else ""
        )

    def action_command_palette(self) -> None:
        """The palette, with a list that holds still under hammered keys."""
        from peer_tui.ui.palette import Palette

        if not any(isinstance(screen, Palette) for screen in self.screen_stack):
            self.push_screen(Palette())

    def search_themes(self) -> None:
        """The themes, in the same palette."""
        from textual.theme import ThemeProvider

        from peer_tui.ui.palette import Palette

        self.push_screen(Palette([ThemeProvider], placeholder=say("Search for themes…")))

    def _fatal_error(self) -> None:
        """Close the screen. Textual's own report shows the values at hand, and so people's words: it is left out."""
        self._close_messages_no_wait()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers on every screen."""
        yield SystemCommand(say("Theme"), say("Choose the colours"), self.action_change_theme)
        yield SystemCommand(say("Today"), say("To the home screen; a meeting that is on stays open"), self.go_today)
        yield SystemCommand(say("Leave"), say("Leave peer-tui; a meeting that is on stays open"), self.action_leave)


def run_app(
    workspace: Workspace,
    start: MeetingId | None = None,
    practice: bool = False,
    programme: tuple[OpenGroup, ProgrammeId] | None = None,
) -> int:
    """Run the program on the screen; its exit code. Everything typed is on disk, or said not to be, when it returns."""
    from peer_tui.ui.driver import go_on_where_it_stood, paint_into_the_void, take_any_bytes

    take_any_bytes()
    go_on_where_it_stood()
    paint_into_the_void()
    if gone := missing(workspace.library):
        # Its screens would show an empty library, as if nothing had ever been written.
        print(visible(gone), file=sys.stderr)
        return 1
    workspace.warnings += take_back(workspace)
    app = PeerApp(workspace, start, practice, workspace.warnings, programme)
    result = app.run()
    for words in (app.farewell, app.last_words()):
        # Where the terminal was closed there is nobody to tell.
        with suppress(OSError, ValueError):
            if words:
                print(visible(words), file=sys.stderr, flush=True)
    return result if result is not None and not app.return_code else app.return_code or 0
