"""The role-play runner: a scenario, parts given to people, three times, and what landed (`product.md` §1.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from peer_tui.domain.events import ProgrammeId
from peer_tui.domain.programmes.role_play import RolePlay
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import role_play
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.place import GO_TO, HELP, Act, PlaceScreen, ReadingPane
from peer_tui.ui.screens.role_play_rows import DIFFERENTLY, LANDED, rows_of, stages_of
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import RowList

_NAMES = {LANDED: say("What landed?"), DIFFERENTLY: say("What to say differently?")}


class RolePlayScreen(PlaceScreen):
    """The role-play of one run of a programme. It goes on while one is elsewhere.

    Args:
        opened: the group.
        programme: the run.
    """

    CSS_PATH = "role_play.tcss"
    PLACE: ClassVar[str] = say("peer-tui · Role-play")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("ctrl+n", "^N", say("next"), "next", say("Begin the next time: to prepare, to play, to talk about it.")),
        Act("l", "l", say("landed"), "note('landed')", say("Write down what landed; one line at a time.")),
        Act("d", "d", say("differently"), "note('differently')", say("Write down what to say differently.")),
        Act("k", "k", say("keep"), "keep", say("Keep it as a row of the log of role-plays, and begin the next one.")),
        Act("space", "Space", say("wait"), "pause", say("The clock waits, or goes on again.")),
        Act("plus,equals_sign", "+", say("a minute"), "longer", say("One minute more.")),
        Act("s", "s", say("scenario"), "scenario", say("The next scenario of the programme.")),
        Act("o", "o", say("own scenario"), "own", say("Type a scenario of your own.")),
        Act("r", "r", say("read"), "read", say("The whole scenario, to read out.")),
        Act("a", "a", say("add a part"), "add_part", say("One part more.")),
        Act("enter", "Enter", say("who, or change"), "open", say("Who plays the part; of a note, change its words.")),
        Act("x", "x", say("take out"), "remove", say("Take out the part or the note.")),
        Act(
            "n",
            "n",
            say("start over"),
            "start_over",
            say("Nobody in the parts, nothing noted, the clock at its start."),
        ),
        Act("z", "z", say("undo"), "undo", say("Take back the last thing that was done here.")),
    )

    def __init__(self, opened: OpenGroup, programme: ProgrammeId) -> None:
        super().__init__()
        self.opened = opened
        self.programme = programme
        self._was_over = False

    # --- drawing ----------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        """The clock, then the scenario with its parts and what was noted."""
        with Vertical(id="clock"):
            yield Static(id="stages", markup=False)
            yield Static(id="aloud", markup=False)
        yield RowList(say("Role-play"), id="rows")

    def after_first_drawing(self) -> None:
        """The list has the keys."""
        self.rows.focus()

    @property
    def rows(self) -> RowList:
        """The parts and notes."""
        return self.query_one("#rows", RowList)

    @property
    def play(self) -> RolePlay:
        """The role-play as it stands."""
        return role_play.role_play_of(self.workspace, self.opened, self.programme)

    def draw(self) -> None:
        """Draw it as it stands now."""
        try:
            play = self.play
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            self.show_keys()
            return
        self.rows.border_title = plain(play.scenario or say("A scenario of your own: o"))
        self.rows.show(rows_of(play, self.opened))
        self.tick()
        self.show_keys()

    def tick(self) -> None:
        """The clock, a second later."""
        try:
            told = role_play.reading_of(self.workspace, self.opened, self.programme)
        except Problem:
            return
        self.query_one("#stages", Static).update(stages_of(told, self.play))
        aloud = self.query_one("#aloud", Static)
        aloud.set_class(told.over, "-over")
        aloud.update(plain(told.words))
        if told.over and not self._was_over:
            self.app.bell()
        self._was_over = told.over

    def footer(self) -> list[tuple[str, str]]:
        """The keys worth showing now."""
        acts = {act.shown: act.words for act in self.ACTS}
        wanted = ("^N", "l", "d", "k", "Space", "s", "Enter", "z")
        return [
            *((key, acts[key]) for key in wanted),
            ("Esc", say("back")),
            *((a.shown, a.words) for a in (GO_TO, HELP)),
        ]

    # --- the clock --------------------------------------------------------------------------------------------

    def action_next(self) -> None:
        """The next time begins."""
        self._do(lambda: role_play.go_on(self.workspace, self.opened, self.programme), quiet=True)

    def action_pause(self) -> None:
        """The clock waits, or goes on."""
        self._do(lambda: role_play.pause(self.workspace, self.opened, self.programme))

    def action_longer(self) -> None:
        """A minute more."""
        self._do(lambda: role_play.longer(self.workspace, self.opened, self.programme))

    # --- scenario and parts -----------------------------------------------------------------------------------

    def action_scenario(self) -> None:
        """The next scenario."""
        self._do(lambda: role_play.next_scenario(self.workspace, self.opened, self.programme), quiet=True)

    def action_own(self) -> None:
        """A scenario of the group's own."""
        self._asked(
            say("The scenario, in a line"),
            lambda words: role_play.own_scenario(self.workspace, self.opened, self.programme, words),
        )

    def action_read(self) -> None:
        """The whole scenario."""
        play = self.play
        lines = [plain(line) for line in (play.text or play.scenario).split("\n")]
        self.app.push_screen(ReadingPane(play.scenario or say("Role-play"), lines))

    def action_add_part(self) -> None:
        """A part more."""
        self._asked(
            say("What is the part?"),
            lambda words: role_play.add_part(self.workspace, self.opened, self.programme, words),
        )

    def action_open(self) -> None:
        """Who plays the part, or other words of the note."""
        kind, at = self._selected()
        if kind == "part":
            part = self.play.parts[at]

            def give(words: str) -> str:
                role_play.give(self.workspace, self.opened, self.programme, at, words)
                return f"part {min(at + 1, len(self.play.parts) - 1)}"

            title = say("Who plays “{part}”? Empty for nobody", part=part.title)
            self._asked(title, give, role_play.who_plays(self.opened, part.who))
        elif kind == LANDED:
            self._ask_note(LANDED, at, self.play.landed[at])
        elif kind == DIFFERENTLY:
            self._ask_note(DIFFERENTLY, at, self.play.differently[at])

    def action_remove(self) -> None:
        """Take out the part or note that is selected."""
        kind, at = self._selected()
        if kind == "part":
            role_play.remove_part(self.workspace, self.opened, self.programme, at)
        elif kind in (LANDED, DIFFERENTLY):
            role_play.note(self.workspace, self.opened, self.programme, kind, "", at)
        else:
            return
        self.draw()
        self.show_flash(say("Taken out · z undoes it"))

    def on_option_list_option_selected(self) -> None:
        """Enter, or a click."""
        self.action_open()

    # --- notes ------------------------------------------------------------------------------------------------

    def action_note(self, kind: Literal["landed", "differently"]) -> None:
        """A line of what landed, or of what to say differently."""
        self._ask_note(kind)

    def _ask_note(self, kind: Literal["landed", "differently"], place: int = -1, value: str = "") -> None:
        def take(words: str) -> str:
            role_play.note(self.workspace, self.opened, self.programme, kind, words, place)
            lines = self.play.landed if kind == LANDED else self.play.differently
            return f"{kind} {place if place >= 0 else len(lines) - 1}"

        self._asked(_NAMES[kind], take, value)

    def action_keep(self) -> None:
        """Keep it in the log."""
        self._do(lambda: say("{words} z undoes it",
                             words=role_play.keep(self.workspace, self.opened, self.programme)))  # fmt: skip

    def action_start_over(self) -> None:
        """Begin again."""

        def yes() -> None:
            role_play.start_over(self.workspace, self.opened, self.programme)
            self.draw()
            self.show_flash(say("Started over · z undoes it"))

        self.confirm(say("Start over? What was noted and not kept is gone."), yes)

    def action_undo(self) -> None:
        """Take back the last change."""
        self._do(lambda: role_play.undo(self.workspace, self.opened, self.programme))

    def action_back(self) -> None:
        """Back to the programme; the clock goes on."""
        self.peer.go_back()

    # --- inside -----------------------------------------------------------------------------------------------

    def _selected(self) -> tuple[str, int]:
        kind, _, at = self.rows.selected.partition(" ")
        return (kind, int(at)) if at else ("", 0)

    def _do(self, act: Callable[[], str], *, quiet: bool = False) -> None:
        try:
            said = act()
        except Problem as problem:
            self.show_flash(problem.sentence, "warning")
            return
        self.draw()
        self.show_flash("" if quiet else said)

    def _asked(self, title: str, act: Callable[[str], str], value: str = "") -> None:
        """Ask for words; `act` takes them and gives the key of the row to select, or any other words for none."""

        def take(words: str) -> str | None:
            try:
                row = act(words)
            except Problem as problem:
                return problem.sentence
            self.draw()
            self.rows.walk_to(row)
            self.show_flash("")
            return None

        self.ask(title, take, value=value)
