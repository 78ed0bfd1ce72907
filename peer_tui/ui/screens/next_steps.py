"""Next steps across meetings: who promised what, by when, and one key for each thing that can become of it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from peer_tui.domain.words import say, say_number
from peer_tui.services import following
from peer_tui.services.following import View
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.screens.next_steps_acts import StepActs
from peer_tui.ui.screens.next_steps_rows import MORE, NONE_FITS, NOTHING, counted_words, details_of, rows_of
from peer_tui.ui.screens.place import GO_TO, HELP
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import RowList

_MOMENTS = 40
"""Of a long life line so much stands beside the list."""


class NextStepsScreen(StepActs):
    """Every open next step, arranged by person, priority, due date or state.

    Args:
        opened: the group whose steps are shown first; None for all groups.
    """

    CSS_PATH = "next_steps.tcss"
    PLACE = say("peer-tui · Next steps")
    FIND = say("Find: a person, words, late, unclaimed, stuck …")

    def __init__(self, opened: OpenGroup | None = None) -> None:
        super().__init__(opened)
        self.view = View.PERSON
        self.everything = False
        self._whole = False

    def compose_body(self) -> ComposeResult:
        """How many there are, the list, and the life line of the selected one."""
        yield Static(id="counted", markup=False)
        yield Static(id="nothing", markup=False)
        with Container(id="both"):
            yield RowList(say("Next steps"), id="steps")
            with VerticalScroll(id="life", can_focus=False) as life:
                life.border_title = plain(say("Life line"))
                yield Static(id="moments")

    # --- drawing ----------------------------------------------------------------------------------------------

    @property
    def group_here(self) -> OpenGroup | None:
        """The group that another place begins with: the selected step's."""
        line = self.selected
        return line.opened if line is not None else next(iter(self.shown), None)

    def draw(self) -> None:
        """Draw every line."""
        every = following.every_step(self.workspace, self.shown, everything=self.everything)
        words = self.words.strip()
        lines = following.filtered(every, words) if words else every
        self.lines = {line.key: line for line in lines}
        group = self.shown[0].glance.name if self.folder and self.shown else ""
        alone = group if self.folder or len(self.groups) != 1 else self.groups[0].glance.name
        counted = counted_words(lines, self.view, alone, words, self.everything)
        self.query_one("#counted", Static).update(plain(counted))
        nothing = self.query_one("#nothing", Static)
        nothing.update(plain(NONE_FITS if words else NOTHING))
        nothing.display = not lines
        rows, both = self.query_one(RowList), self.query_one("#both")
        hidden = not both.display
        both.display = bool(lines)
        rows.show(rows_of(following.arranged(lines, self.view), self._whole))
        if hidden and lines and not self.asking.is_open:
            # A list that was put away lost the keys.
            rows.focus()
        self._draw_life()
        self.show_keys()

    @property
    def found(self) -> str:
        """How many next steps are listed."""
        return say_number(len(self.lines), "{n:,} next step", "{n:,} next steps")

    def _draw_life(self) -> None:
        """The life line of the selected step, where there is room for one."""
        pane = self.query_one("#life", VerticalScroll)
        line = self.selected
        moments = self.query_one("#moments", Static)
        if line is None or not pane.display:
            moments.update("")
            return
        pane.border_title = plain(say("Life line of {number}", number=line.number))
        moments.update(Content("\n").join(details_of(line, following.life_of(line), _MOMENTS)))
        # What happened last stands at the end.
        pane.call_after_refresh(pane.scroll_end, animate=False)

    def footer(self) -> list[tuple[str, str]]:
        """What Enter does, then the keys that fit the selected line."""
        line = self.selected
        wanted = "vfga" if line is None else "dmsoburvfzl" if line.step.open else "nvfazl"
        # Whether it is shared is the first thing to be asked of a personal one.
        wanted = f"h{wanted}" if line is not None and line.step.private else wanted
        by_key = {act.shown: act for act in self.ACTS}
        keys = [("Enter", say("minutes"))] if line is not None else []
        keys += [(key, say("wake") if key == "u" and line and line.asleep else by_key[key].words) for key in wanted]
        return [*keys[:4], (GO_TO.shown, GO_TO.words), (HELP.shown, HELP.words)]

    @on(OptionList.OptionHighlighted)
    def _walked(self) -> None:
        self._draw_life()
        self.show_keys()

    def on_resize(self) -> None:
        """There may be room for the life line now."""
        if self.is_mounted and self.lines:
            self.call_after_refresh(self._draw_life)

    # --- what is shown ----------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected)
    def _enter(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if event.option_id == MORE:
            self._whole = True
            self.draw()
            return
        line = self.lines.get(event.option_id or "")
        if line is None:
            return
        if line.held is None:
            self.show_flash(say("The meeting it was promised in is not in this library."), "warning")
        elif line.held.state == "ended":
            self.peer.open_minutes(line.opened, line.held.id, line=line.step.id)
        else:
            self.peer.open_live(line.opened, line.held.id)

    def action_view(self) -> None:
        """The next arrangement."""
        self.view = self.view.following
        self.draw()
        self.show_flash(say("By {view}.", view=say(self.view)))

    def action_group(self) -> None:
        """All groups, then one after the other."""
        folders = ["", *(opened.folder for opened in self.groups)]
        if len(folders) < 3:
            self.show_flash(say("There is one group in this library."))
            return
        self.folder = folders[(folders.index(self.folder) + 1) % len(folders)]
        self.draw()
        self.show_flash(f"{self.shown[0].glance.name}." if self.folder else say("All groups."))

    def action_all(self) -> None:
        """Those that are closed, too; once more the open ones alone."""
        self.everything = not self.everything
        self.draw()
        self.show_flash(
            say("Those that are done or dropped, too.") if self.everything else say("What is still to be done.")
        )
