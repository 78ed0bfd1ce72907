"""One line that asks: for words, or for a yes. It stands at the foot of a screen and gives the focus back."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual import events, on
from textual.binding import Binding
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from peer_tui.domain.characters import visible
from peer_tui.domain.words import say
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.field import Field

_BORDER = 6
"""Cells that the border takes of a row, with the spaces around its title."""
Take = Callable[[str], str | None]
"""Takes what was typed; a sentence if it cannot be used (the text stays), None when all is done."""


class AskLine(Vertical, can_focus=True):
    """Hidden until `ask` or `confirm`. Esc puts it away and nothing is done."""

    DEFAULT_CSS = """
    AskLine { display: none; height: auto; border: round $accent; border-title-color: $foreground; padding: 0 1; }
    AskLine.-open { display: block; }
    AskLine Input { height: 1; border: none; padding: 0; background: transparent; }
    AskLine Static { height: auto; color: $quiet; }
    AskLine #asked { color: $foreground; display: none; }
    AskLine Static.-wrong { color: $warning; }
    AskLine.-yes-no Input { display: none; }
    AskLine.-yes-no Static { color: $foreground; }
    """

    BINDINGS = [Binding("escape", "put_away", say("Back"), show=False), Binding("tab", "other", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._take: Take | None = None
        self._preview: Callable[[str], str] | None = None
        self._yes: Callable[[], object] | None = None
        self._other: Callable[[], str] | None = None
        self._came_from: Widget | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is asking."""
        return self.has_class("-open")

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
        """Ask for words.

        Args:
            title: what is asked, on the border.
            take: is given the words at Enter.
            value: what the field begins with.
            preview: says, as it is typed, what the line means.
            other: Tab turns to the next choice and gives its title.
            instead: what is typed takes the place of what the field begins with.
        """
        self._take, self._preview, self._other, self._yes = take, preview, other, None
        self.remove_class("-yes-no")
        self._open(title)
        field = self.query_one(Input)
        field.value = value
        field.cursor_position = len(value)
        if instead:
            field.select_all()
        self._say(preview(value) if preview else "")
        field.focus()

    def confirm(self, question: str, yes: Callable[[], object], *, title: str = say("Once more")) -> None:
        """Ask for a yes: `y` or Enter. Anything else changes nothing."""
        self._take, self._preview, self._other, self._yes = None, None, None, yes
        self.add_class("-yes-no")
        self._open(title)
        self._say(say("{question} Enter or y: yes · Esc: no", question=question))
        self.focus()

    def put_away(self) -> None:
        """Close, and give the focus back to where it was."""
        if not self.is_open:
            return
        self.remove_class("-open")
        if self._came_from is not None and self._came_from.is_attached and self._came_from.focusable:
            self._came_from.focus()

    def allow_focus(self) -> bool:
        """While it asks nothing the keys are the screen's: Textual would give it the focus of a screen without any."""
        return self.is_open and super().allow_focus()

    def action_put_away(self) -> None:
        """Esc."""
        self.put_away()

    def action_other(self) -> None:
        """Tab: the next choice, where there is one."""
        if self._other is not None:
            self._entitle(self._other())
            self._changed()

    def on_key(self, event: events.Key) -> None:
        """Answers to a yes-or-no question; while it is asked no other key acts."""
        if self._yes is None or not self.is_open or event.key == "escape":
            return
        event.stop()
        event.prevent_default()
        if event.key in ("y", "Y", "enter"):
            yes = self._yes
            self.put_away()
            yes()
        elif event.key in ("n", "N"):
            self.put_away()

    @on(Input.Changed)
    def _changed(self) -> None:
        if self._preview is not None:
            self._say(self._preview(self.query_one(Input).value))
        elif self._take is not None:
            self._say("")

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._take is None:
            return
        taking = self._take
        wrong = taking(event.value)
        if wrong is None:
            if self._take is taking:
                self.put_away()
        else:
            self._say(wrong, wrong=True)

    def _open(self, title: str) -> None:
        if not self.is_open:
            self._came_from = self.screen.focused
        if not self.children:
            # What is asked, where the border has no room for it; the field; the sentence below it. Most screens never
            # ask: they are painted a tenth sooner without these three.
            self.mount(Static(id="asked"), Field(compact=True, select_on_focus=False), Static(id="said"))
        self._entitle(title)
        self.add_class("-open")

    def _entitle(self, title: str) -> None:
        """What is asked stands on the border, or, whole, above the field."""
        asked = self.query_one("#asked", Static)
        fits = cell_len(visible(title)) <= self.screen.size.width - _BORDER
        self.border_title = plain(title if fits else "")
        asked.update(plain("" if fits else title))
        asked.display = not fits

    def _say(self, words: str, *, wrong: bool = False) -> None:
        said = self.query_one("#said", Static)
        said.set_class(wrong, "-wrong")
        said.update(plain(words))
        said.display = bool(words)
