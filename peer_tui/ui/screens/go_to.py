"""Going from place to place: F2's list, each place with its letter, and what the palette offers around the meeting."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList

from peer_tui.domain.words import say
from peer_tui.services.workspace import OpenGroup
from peer_tui.ui.places import Place, places_for
from peer_tui.ui.text import plain
from peer_tui.ui.widgets.row_list import ListRow, RowList

if TYPE_CHECKING:
    from peer_tui.ui.app import PeerApp
    from peer_tui.ui.screens.place import PlaceScreen


class GoTo(ModalScreen[Place | None]):
    """The places, over the screen that was asked. A letter goes there at once, so does Enter; Esc closes.

    Args:
        opened: the group that places of a group will show, for the title; None for the first.
    """

    DEFAULT_CSS = """
    GoTo { align: center middle; }
    GoTo RowList {
        width: 76; max-width: 96%; height: auto; max-height: 90%; border: round $accent; padding: 0 1;
        background: $background; border-title-color: $foreground; border-subtitle-color: $quiet;
    }
    """
    BINDINGS = [Binding("escape,f2", "close", say("Close"), show=False)]

    def __init__(self, opened: OpenGroup | None) -> None:
        super().__init__()
        self._opened = opened

    def compose(self) -> ComposeResult:
        """The list."""
        yield RowList(say("Go to"), id="places")

    def on_mount(self) -> None:
        """Fill it, and walk in it."""
        peer = cast("PeerApp", self.app)
        self._places = {place.key: place for place in places_for(peer.workspace)}
        rows = self.query_one(RowList)
        rows.border_subtitle = plain(say("a letter or Enter goes there · Esc closes"))
        wide = max((len(place.word) for place in self._places.values()), default=0)
        room = max(20, min(76, int(self.size.width * 0.96)) - 6)
        rows.show([ListRow(_row(place, wide, room), place.key) for place in self._places.values()])
        rows.focus()

    def on_key(self, event: events.Key) -> None:
        """A letter goes there."""
        place = self._places.get(event.character or "")
        if place is not None and self.is_current:  # a second letter may come before it is gone
            event.stop()
            event.prevent_default()
            self.dismiss(place)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._places[event.option_id or ""])

    def action_close(self) -> None:
        """Stay here."""
        self.dismiss(None)


def _row(place: Place, wide: int, room: int) -> Content:
    """A place: its letter, its name, and its sentence where that fits on the row."""
    name = Content.assemble(plain(place.key, "$accent bold"), "  ", plain(place.word.ljust(wide)))
    if name.cell_length + 2 + len(place.help) > room:
        return name
    return Content.assemble(name, "  ", plain(place.help, "$quiet"))


class PlaceCommands(Provider):
    """What the palette offers on a screen around the meeting: its acts, the places, and what every screen has."""

    @property
    def place(self) -> PlaceScreen:
        """The screen that the palette was opened on."""
        return cast("PlaceScreen", self.screen)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        """Name, help, and what is done."""
        screen = self.place
        for act in screen.offered_acts():
            if act.help:
                yield (
                    act.words,
                    say("key {shown} · {help}", shown=say(act.shown), help=act.help),
                    partial(_do, screen, act.action),
                )
        for place in places_for(screen.workspace):
            go = partial(screen.peer.go_to, place, screen.group_here)
            yield say("Go to: {word}", word=place.word), f"F2 {place.key} · {place.help}", go
        for command in screen.peer.get_system_commands(screen):
            yield command.title, command.help, command.callback

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for name, words, act in self._commands():
            yield DiscoveryHit(plain(name), act, help=_escaped(words))

    async def search(self, query: str) -> Hits:
        """What fits the letters."""
        matcher = self.matcher(query)
        for name, words, act in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), act, text=name, help=_escaped(words))


async def _do(screen: PlaceScreen, action: str) -> None:
    await screen.run_action(action)


def _escaped(words: str) -> str:
    # Textual reads these words as markup.
    return words.replace("[", r"\[")
