"""What is done on the live screen: a verb by its key, from the palette or by Enter, and what is shown of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from peer_tui.domain.words import say
from peer_tui.services import goodbyes
from peer_tui.services.said import Said
from peer_tui.services.verbs import Verb
from peer_tui.ui.keys import key_words
from peer_tui.ui.text import plain

if TYPE_CHECKING:
    from peer_tui.ui.screens.live import LiveScreen

_OF_THE_TIME_BAR = frozenset({"extend", "close", "parkrest"})
"""Verbs that leave the time bar open: it is what asked for them."""
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


class LiveActs:
    """Hands acts to the session of one live screen, and shows what came of them.

    Args:
        screen: the screen on which they are done.
    """

    def __init__(self, screen: LiveScreen) -> None:
        self._screen = screen
        self._was_off_record = screen.session.meeting.is_off_record

    # --- acting -----------------------------------------------------------------------------------------------

    def do(self, word: str, rest: str = "") -> Said | None:
        """Do a verb without typing it; None if it only opened something."""
        screen, box = self._screen, self._screen.box
        if word in ("help", "time"):
            screen.panes.open_help() if word == "help" else screen.panes.open_time_bar()
            return None
        if word not in _OF_THE_TIME_BAR:
            screen.panes.close_time_bar()
        copier = screen.peer.copier
        if word == "chat" and not rest and copier.is_waiting:
            copier.go_on("", self._again)
            return None
        copier.forget()
        if word == "off" and box.editing is not None:
            box.leave_edit()
        box.pull()
        said = screen.session.do(word, box.text if word == "off" else rest)
        if said.line and not box.text and box.editing is None:
            box.put(said.line)
        self.answer(said)
        return said

    @property
    def _again(self) -> str:
        """How the next piece for the chat is copied."""
        return key_words(self._screen.keys.first("chat")) or "/chat"

    def choose_verb(self, verb: Verb) -> None:
        """From the palette: a verb that needs words is begun in the line."""
        screen = self._screen
        if not verb.arguments or verb.arguments.startswith("["):
            self.do(verb.word)
        elif screen.box.text:
            screen.flash(say("The line holds words. Enter keeps them; then type {typed}.", typed=verb.typed), "warning")
        else:
            screen.line.put(f"/{verb.word} ")
            screen.line.focus()

    def own_commands(self) -> list[tuple[str, str, Callable[[], None]]]:
        """What the palette offers beside the verbs: name, help, what it does."""
        panes = self._screen.panes
        return [
            (say("Read the Say line"), say("all of the sentence to read out"), panes.open_say),
            (
                say("Copy unsaved lines"),
                say("the words that are not on disk yet, to keep them elsewhere"),
                panes.copy_unsaved,
            ),
        ]

    # --- what came of it --------------------------------------------------------------------------------------

    def entered(self, said: Said) -> None:
        """A line was entered: show what came of it; what was read before is put away, unless it answers in a pane."""
        if said.done and not said.pane:
            self._screen.panes.close_reading()
        self.answer(said, typed=True)

    def answer(self, said: Said, *, typed: bool = False) -> None:
        """Show what came of an act; `typed` when it was entered on the line, which then holds what it should."""
        screen = self._screen
        if said.leave:
            screen.box.put("")
            screen.peer.open_minutes(screen.opened, screen.meeting_id)
            return
        off = screen.session.meeting.is_off_record
        if off != self._was_off_record:
            # Going off, the line is emptied; coming back, what was typed meanwhile goes and the earlier line returns.
            self._was_off_record = off
            if not typed:
                screen.box.put(said.line or "")
        self._open_pane(said, typed=typed)
        if said.open:
            # Imported here: most meetings open none.
            from peer_tui.ui.browsing import browse

            browse(screen.peer, said.open, said.words)
        elif said.copy:
            screen.peer.copier.start(said.copy, said.words, self._again)
        elif said.words:
            screen.flash(said.words, "plain" if said.done else "warning")
        else:
            screen.box.preview()
        screen.drawing.draw()

    def _open_pane(self, said: Said, *, typed: bool) -> None:
        screen = self._screen
        if said.pane == "help":
            screen.panes.open_help()
        elif said.pane == "time" and not typed:
            # The key takes the time bar; who types /time goes on typing.
            screen.panes.open_time_bar()
        elif said.pane == "show":
            # Imported here: most meetings never show it alone.
            from peer_tui.ui.screens.show_agreement import ShowAgreementScreen

            screen.app.push_screen(ShowAgreementScreen(screen.session.group))
        elif said.pane and said.lines:
            asked = goodbyes.is_asked(screen.session)
            hint = say("Enter ends the meeting · Esc goes on") if asked else say("Esc closes")
            title = _TITLES.get(said.pane, said.pane.capitalize())
            screen.panes.open_reading(said.pane, title, [plain(said.words, "bold"), *map(plain, said.lines)], hint)
