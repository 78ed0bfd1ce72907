"""Search over everything that was ever written down: results while one types, Enter opens the record at that line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static

from peer_tui.domain.naming import counted
from peer_tui.domain.words import say, say_number
from peer_tui.services.indexing import is_first_reading
from peer_tui.services.looking import Looking
from peer_tui.services.searching import AT_MOST, Answer, Found, Spans
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.finding import Finder
from peer_tui.ui.screens.place import GO_TO, HELP, Act, PlaceScreen
from peer_tui.ui.screens.records import Again, open_record
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.field import Field
from peer_tui.ui.widgets.row_list import ListRow, RowList

HOW = (
    say("Every word must stand in the line; the last may be a beginning."),
    say('"two words" in quotes stand together'),
    say("kind:decision   or step, parked, question …"),
    say("group:harbor    owner:ana    is:open"),
    say("by:me           or by:others, or the scribe's name: who wrote it down"),
    say("after:2024-10   before:2025: the day of the meeting"),
)
"""What stands below the line before a word is typed."""
ROWS_OF_ONE = 2
"""Rows of a line at least: what was said, and where."""
PAUSE = 0.12
"""Seconds without a letter after which the lines below the screen are drawn."""
MARK = "bold underline $accent"
"""How what was found is marked: by more than colour."""


class SearchScreen(PlaceScreen):
    """One line, and the newest lines that hold what is typed on it.

    Args:
        opened: the group it was come from; the whole library is searched all the same.
        words: what the line begins with; None for what was searched for last.
        select: the key of the row that is selected first.
    """

    CSS_PATH = "search.tcss"
    PLACE = say("peer-tui · Search")
    ACTS: ClassVar[tuple[Act, ...]] = (
        Act("enter", "Enter", say("open"), "open", say("Open the record at the selected line.")),
        Act(
            "down",
            "↓",
            say("results"),
            "results",
            say("Walk in what was found; ↑ over the first one leads back to the line."),
        ),
        Act("ctrl+u", "^U", say("clear"), "clear", say("Empty the line.")),
    )

    class Told(Message):
        """What was found for some words."""

        def __init__(self, words: str, answer: Answer) -> None:
            super().__init__()
            self.words = words
            self.answer = answer

    def __init__(self, opened: OpenGroup | None = None, words: str | None = None, select: str = "") -> None:
        super().__init__()
        self._opened = opened
        self._first_words = words
        self._select = select
        self.answer = Answer(())
        """What is shown."""
        self._shown_for: str | None = None
        self._says: str | None = None
        """What is said above the list."""
        self._rest: Timer | None = None
        """Draws the lines below the screen."""
        self._round = 0
        self._finder: Finder | None = None
        self._when_found: Callable[[], None] | None = None
        """What a key asked for that came before the list for these words stood."""

    def compose_body(self) -> ComposeResult:
        """The line, what is said of it, and what was found."""
        field = Field(compact=True, select_on_focus=False, id="words")
        field.border_title = plain(say("Find"))
        yield field
        yield Static(id="said", markup=False)
        yield RowList(say("Found, the newest first"), id="found")

    @property
    def group_here(self) -> OpenGroup | None:
        """The group that another place begins with."""
        return self._opened

    @property
    def words(self) -> str:
        """What stands on the line."""
        return self.query_one("#words", Input).value

    # --- beginning and ending ---------------------------------------------------------------------------------

    def before_first_drawing(self) -> None:
        """Gather what the index does not know yet."""
        first = self.peer.looked_for if self._first_words is None else self._first_words
        field = self.query_one("#words", Input)
        field.value = first
        field.cursor_position = len(first)
        self._finder = Finder(self._gathered(), AT_MOST, self._tell)
        if first.strip():
            self._finder.look_for(first)

    def after_first_drawing(self) -> None:
        """The line has the focus."""
        self.query_one("#words", Input).focus()

    def on_unmount(self) -> None:
        """Look for nothing any more."""
        if self._finder is not None:
            self._finder.end()

    def _gathered(self) -> Looking:
        if self.workspace.saver.unsaved():
            self.workspace.saver.flush()
        self._round = self.workspace.indexing.rounds
        return Looking(self.workspace, self.workspace.open_groups())

    # --- drawing ----------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw what was found: at once what fits on the screen, and the rest when no letter has come for a moment."""
        lines, words = self.answer.lines, self.words.strip()
        seen = len(lines) if self._select else self.size.height // ROWS_OF_ONE
        self._draw_lines(lines[:seen])
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(PAUSE, lambda: self._draw_lines(lines)) if len(lines) > seen else None
        said = self._said(words, len(lines)) if words else ""
        if said != self._says:
            self._says = said
            how = Content("\n").join(plain(row) for row in HOW)
            self.query_one("#said", Static).update(plain(said) if said else how)
        self.show_keys()

    def _draw_lines(self, lines: Sequence[Found]) -> None:
        listed = self.query_one(RowList)
        listed.display = bool(lines)
        listed.show([ListRow(_row(line), _key(line)) for line in lines], self._select)
        if lines:
            self._select = ""

    def _said(self, words: str, count: int) -> str:
        if self._shown_for is None:
            return say("Looking …")
        many = (
            say_number(count, "the newest {n} lines", "the newest {n} lines")
            if count == AT_MOST
            else counted(count, "{n:,} line", "{n:,} lines", "no lines")
            if count
            else say("No line")
        )
        said = say("{many}. Enter opens the first.", many=many) if count else say("{many} holds that.", many=many)
        return f"{self.answer.notice} {said}".strip()

    def footer(self) -> list[tuple[str, str]]:
        """What Enter does, and how to walk."""
        keys = [(act.shown, act.words) for act in self.ACTS] if self.answer.lines else []
        return [*keys, ("Esc", say("back")), (GO_TO.shown, GO_TO.words), (HELP.shown, HELP.words)]

    def tick(self) -> None:
        """What the sweep of the index found, when it has found something."""
        first = is_first_reading(self.workspace)
        if self._finder is None or (self._round == self.workspace.indexing.rounds and not first):
            return
        if self.workspace.saver.state == "saved":
            self._finder.search_in(self._gathered())
            if self.words.strip():
                self._finder.look_for(self.words)

    # --- searching --------------------------------------------------------------------------------------------

    @on(Input.Changed, "#words")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.peer.looked_for = event.value
        self._when_found = None
        if self._finder is None or event.value == self._shown_for:
            return
        if event.value.strip():
            self._finder.look_for(event.value)
            self.query_one(RowList).select_end(last=False)
        else:
            self._shown_for, self.answer = None, Answer(())
            self.draw()

    def _tell(self, words: str, answer: Answer) -> None:
        """On the searching thread: hand it to the screen."""
        self.post_message(self.Told(words, answer))

    def on_search_screen_told(self, message: SearchScreen.Told) -> None:
        """Show what was found, unless other words stand on the line by now."""
        if message.words == self.words and self.is_attached:
            self._shown_for, self.answer = message.words, message.answer
            self.draw()
            asked, self._when_found = self._when_found, None
            if asked is not None:
                asked()

    # --- walking ----------------------------------------------------------------------------------------------

    def action_results(self) -> None:
        """Into the list."""
        if self.words.strip() and self._shown_for != self.words:
            self._when_found = self.action_results
        elif self.answer.lines:
            self.query_one(RowList).focus()

    @on(RowList.Left)
    def _over_an_end(self, message: RowList.Left) -> None:
        if not message.down:
            self.query_one("#words", Input).focus()

    def action_clear(self) -> None:
        """Empty the line."""
        field = self.query_one("#words", Input)
        field.value = ""
        field.focus()

    @on(Input.Submitted, "#words")
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_open()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The record, at the selected line."""
        if self._shown_for != self.words:  # what is shown was found for other words
            self._when_found = self.action_open if self.words.strip() else None
            return
        selected = self.query_one(RowList).selected
        line = next((line for line in self.answer.lines if _key(line) == selected), None)
        if line is not None:
            open_record(self, line.folder, line.meeting, self.again(selected), line.entry)

    def again(self, select: str) -> Again:
        """Makes the search anew, with the same words and the same line selected."""
        opened, words = self._opened, self.words
        return lambda: SearchScreen(opened, words, select)


def _key(line: Found) -> str:
    return f"{line.folder}/{line.meeting}/{line.entry}"


def _row(line: Found) -> Content:
    """Kind and words with what was found in them marked, then quieter whose it is, when, and in which meeting."""
    text = Content.assemble(plain(f"{line.kind_words}  ", "$quiet"), marked(line.text, line.marks))
    if line.done_when:
        text = Content.assemble(text, plain(" = ", "$quiet"), marked(line.done_when, line.done_marks))
    parts = (line.day, line.owner and say("with {owner}", owner=line.owner), line.title, line.group)
    # Many meetings are called like their group.
    where = " · ".join(dict.fromkeys(part for part in parts if part))
    return Content("\n  ").join([text, plain(where, "$quiet")])


def marked(text: str, marks: Spans) -> Content:
    """A person's text with some stretches of it marked."""
    parts, end = [], 0
    for start, stop in marks:
        parts += [plain(text[end:start]), plain(text[start:stop], MARK)]
        end = stop
    return Content.assemble(*parts, plain(text[end:]))
