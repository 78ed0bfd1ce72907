"""What the screens around the meeting share: header, flash, a line that asks, keys with help, Esc one step back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, cast

import msgspec
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from peer_tui.domain.words import say
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.breakpoints import know_breakpoints
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.ask_line import AskLine, Take
from peer_tui.ui.widgets.keys_line import KeysLine
from peer_tui.ui.widgets.place_header import PlaceHeader
from peer_tui.ui.widgets.row_list import RowList

if TYPE_CHECKING:
    from peer_tui.ui.app import PeerApp
    from peer_tui.ui.places import Place


class Act(msgspec.Struct, frozen=True):
    """One thing a screen can do: its key, its footer words and its help are all drawn from here."""

    keys: str
    """Textual's names, separated by commas."""
    shown: str
    """The key as a person reads it."""
    words: str
    """Two or three words for the footer."""
    action: str
    help: str
    """A sentence for F1."""


LEAVE = Act("ctrl+q", "^Q", say("quit"), "app.leave", say("Leave the program. Everything is on disk already."))
GO_TO = Act("f2", "F2", say("go to"), "go_to", say("Go to another place of the program: a list, each with its letter."))
HELP = Act("f1", "F1", say("help"), "help", say("These keys."))


def _palette() -> type:
    # Imported when the palette is first opened.
    from peer_tui.ui.screens.go_to import PlaceCommands

    return PlaceCommands


class PlaceScreen(Screen[None]):
    """A screen around the meeting. It holds no facts: it draws what the workspace says and hands acts to services."""

    DEFAULT_CSS = """
    PlaceScreen { layout: vertical; background: $background; }
    PlaceScreen #place-body { height: 1fr; }
    PlaceScreen #flash { height: auto; padding: 0 1; color: $foreground; display: none; }
    PlaceScreen #flash.-warning { color: $warning; text-style: bold; }
    """

    COMMANDS: ClassVar = {_palette}
    ACTS: ClassVar[tuple[Act, ...]] = ()
    PLACE: ClassVar[str] = say("peer-tui")

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__()
        acts = (*cls.ACTS, GO_TO, LEAVE, HELP, Act("escape", "Esc", say("back"), "back", ""))
        cls.BINDINGS = [Binding(act.keys, act.action, act.words, show=False) for act in acts]
        cls._merged_bindings = cls._merge_bindings()

    @property
    def workspace(self) -> Workspace:
        """The opened library."""
        return self.peer.workspace

    @property
    def peer(self) -> PeerApp:
        """The app, as the program's own."""
        return cast("PeerApp", self.app)

    @property
    def group_here(self) -> OpenGroup | None:
        """The group that the screen is about, or that is selected on it: other places begin with it."""
        opened = getattr(self, "opened", None)
        return opened if isinstance(opened, OpenGroup) else None

    # --- drawing ----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Header, the screen's own body, what was just said, the line that asks, the keys."""
        know_breakpoints(self)
        yield PlaceHeader(self.workspace, self.PLACE, practice=self.peer.practice)
        with Vertical(id="place-body"):
            yield from self.compose_body()
        yield Static(id="flash")
        yield AskLine()
        yield KeysLine()

    def compose_body(self) -> ComposeResult:
        """What stands between header and footer."""
        yield from ()

    def on_mount(self) -> None:
        """Begin to tick, and draw. Textual calls this once for each class that has one: screens use the two hooks."""
        self.peer.ticker.listen(self._tick)
        self.before_first_drawing()
        self.draw()
        self.after_first_drawing()

    def before_first_drawing(self) -> None:
        """Read what the first drawing needs."""

    def after_first_drawing(self) -> None:
        """Give something the focus."""

    def on_unmount(self) -> None:
        """Tick no longer."""
        self.peer.ticker.ignore(self._tick)

    def draw(self) -> None:
        """Draw everything from the workspace again."""
        self.show_keys()

    def tick(self) -> None:
        """A second has passed: repaint what is said differently now."""

    def _tick(self) -> None:
        if self.is_current:
            # While a screen is taken down its parts go one by one; what is gone need not be drawn.
            with suppress(NoMatches, NoScreen):
                self.query_one(PlaceHeader).show()
                self.tick()

    def footer(self) -> Sequence[tuple[str, str]]:
        """The keys worth showing now, most useful first."""
        return [(act.shown, act.words) for act in (*self.ACTS[:3], GO_TO, LEAVE, HELP)]

    def show_keys(self) -> None:
        """Draw the footer again."""
        self.query_one(KeysLine).show(self.footer())

    def show_flash(self, words: str, kind: str = "plain") -> None:
        """Say one sentence above the keys; it stays until the next one."""
        line = self.query_one("#flash", Static)
        line.set_class(kind == "warning", "-warning")
        line.update(plain(words))
        line.display = bool(words)

    def flash(self, words: str, kind: str = "plain") -> None:
        """What the app has to say, e.g. how something was copied: whole, and where the screen itself speaks."""
        if self.is_mounted:
            self.show_flash(words, kind)

    def fit(self, rows: RowList) -> None:
        """A list is as high as its rows, and never higher than the room beside it leaves."""

        def measure() -> None:
            around = rows.parent
            if not isinstance(around, Widget) or not self.is_attached:
                return
            others = [child for child in around.children if child.display and child is not rows]
            used = sum(child.outer_size.height + child.styles.margin.height for child in others)
            rows.styles.max_height = max(4, around.size.height - used)

        self.call_after_refresh(measure)

    # --- asking -----------------------------------------------------------------------------------------------

    @property
    def asking(self) -> AskLine:
        """The line that asks."""
        return self.query_one(AskLine)

    def ask(
        self,
        title: str,
        take: Take,
        *,
        value: str = "",
        preview: Callable[[str], str] | None = None,
        other: Callable[[], str] | None = None,
        instead: bool = False,
    ) -> None:
        """Ask for words (`AskLine.ask`)."""
        self.asking.ask(title, take, value=value, preview=preview, other=other, instead=instead)

    def confirm(self, question: str, yes: Callable[[], object]) -> None:
        """Ask for a yes, inline."""
        self.asking.confirm(question, yes)

    def offered_acts(self) -> Sequence[Act]:
        """What the palette offers here, now."""
        return self.ACTS

    # --- acts of every screen ---------------------------------------------------------------------------------

    def action_back(self) -> None:
        """One step back."""
        self.peer.go_today()

    def action_help(self) -> None:
        """The keys of this screen."""
        self.app.push_screen(keys_help(self.PLACE, (*self.ACTS, GO_TO, LEAVE, HELP)))

    def action_go_to(self) -> None:
        """The places of the program, to choose one of."""
        from peer_tui.ui.screens.go_to import GoTo

        self.app.push_screen(GoTo(self.group_here), self._go)

    def _go(self, place: Place | None) -> None:
        if place is not None:
            self.peer.go_to(place, self.group_here)


class ReadingPane(ModalScreen[None]):
    """Something to read, over the screen that was asked for it. Esc closes it."""

    DEFAULT_CSS = """
    ReadingPane { align: center middle; }
    ReadingPane VerticalScroll {
        width: 78; max-width: 96%; height: auto; max-height: 90%; border: round $accent; padding: 0 1;
        background: $background; border-title-color: $foreground; border-subtitle-color: $quiet;
    }
    ReadingPane Static { height: auto; }
    """

    BINDINGS = [Binding("escape,f1,q,enter", "close", say("Close"), show=False)]

    def __init__(self, title: str, lines: Sequence[Content]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The lines, one below the other."""
        with VerticalScroll() as pane:
            pane.border_title = plain(self._title)
            pane.border_subtitle = plain(say("Esc closes"))
            for line in self._lines:
                yield Static(line)

    def action_close(self) -> None:
        """Back to the screen below."""
        self.dismiss()


def keys_help(place: str, acts: Sequence[Act]) -> ReadingPane:
    """The keys of a screen, each with a sentence."""
    wide = max(len(say(act.shown)) for act in acts)
    rows = [
        Content.assemble(plain(say(act.shown).ljust(wide + 2), "$accent bold"), plain(act.help))
        for act in acts
        if act.help
    ]
    return ReadingPane(say("Keys · {place}", place=place), rows)
