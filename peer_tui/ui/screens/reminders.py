"""Reminders over the list of next steps: whom to remind today, and what one person would read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from peer_tui.domain.words import say
from peer_tui.services.reminding import Reminder, subject_of
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow, RowList

How = Literal["copy", "draft"]


class ReminderPane(ModalScreen[How | None]):
    """What a person would read. `c` copies it, `e` writes an e-mail draft, Esc leaves it.

    Args:
        reminder: whom it is for.
        text: what it says.
    """

    DEFAULT_CSS = """
    ReminderPane { align: center middle; }
    ReminderPane VerticalScroll {
        width: 78; max-width: 96%; height: auto; max-height: 90%; border: round $accent; padding: 0 1;
        background: $background; border-title-color: $foreground; border-subtitle-color: $quiet;
    }
    ReminderPane Static { height: auto; }
    """
    BINDINGS = [
        Binding("c,enter", "choose('copy')", say("Copy"), show=False),
        Binding("e", "choose('draft')", say("E-mail draft"), show=False),
        Binding("escape,q", "leave", say("Back"), show=False),
    ]

    def __init__(self, reminder: Reminder, text: str) -> None:
        super().__init__()
        self._reminder = reminder
        self._text = text

    def compose(self) -> ComposeResult:
        """The text, whole."""
        with VerticalScroll() as pane:
            pane.border_title = plain(
                say("For {short} · {subject_of}", short=self._reminder.short, subject_of=subject_of(self._reminder))
            )
            pane.border_subtitle = plain(say("c copies · e writes an e-mail draft · Esc leaves it"))
            for line in self._text.split("\n"):
                yield Static(plain(line or " "))

    def action_choose(self, how: How) -> None:
        """Copy it, or draft it."""
        self.dismiss(how)

    def action_leave(self) -> None:
        """Nobody is reminded."""
        self.dismiss(None)


class RemindersPane(ModalScreen[Reminder | None]):
    """Whom to remind today. Enter shows what they would read; Esc closes."""

    DEFAULT_CSS = """
    RemindersPane { align: center middle; }
    RemindersPane RowList {
        width: 78; max-width: 96%; height: auto; max-height: 90%; border: round $accent; padding: 0 1;
        background: $background; border-title-color: $foreground; border-subtitle-color: $quiet;
    }
    """
    BINDINGS = [Binding("escape,q", "leave", say("Back"), show=False)]

    def __init__(self, reminders: Sequence[Reminder], several: Callable[[Reminder], str]) -> None:
        super().__init__()
        self._reminders = {str(number): reminder for number, reminder in enumerate(reminders)}
        self._several = several

    def compose(self) -> ComposeResult:
        """The list."""
        rows = RowList(say("To remind today"))
        rows.border_subtitle = plain(say("Enter shows what they would read · Esc closes"))
        yield rows

    def on_mount(self) -> None:
        """Fill it, and walk in it."""
        rows = self.query_one(RowList)
        rows.show(
            [
                ListRow(plain(f"{reminder.words}{self._several(reminder)}"), key)
                for key, reminder in self._reminders.items()
            ]
        )
        rows.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._reminders[event.option_id or ""])

    def action_leave(self) -> None:
        """Nobody is reminded."""
        self.dismiss(None)
