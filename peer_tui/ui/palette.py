"""The palette of the live screen: every verb by the name it has in F1; what is not possible now says why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets.option_list import Option

from peer_tui.domain.words import say
from peer_tui.services.verbs import VERBS, Verb
from peer_tui.ui.text import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.command import ProviderSource

    from peer_tui.ui.screens.live import LiveScreen


class Palette(CommandPalette):
    """Textual's palette, in our words, in which a page may be turned while the commands are still being gathered."""

    def __init__(self, providers: ProviderSource | None = None, *, placeholder: str = "") -> None:
        super().__init__(providers, placeholder=placeholder or say("Search for commands…"), id="--command-palette")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """After a while without anything that fits: say so."""
        self._stop_no_matches_countdown()

        def show() -> None:
            if search_value:
                words = Option(plain(say("No matches found")), disabled=True, id=self._NO_MATCHES)
                self.query_one(CommandList).add_option(words)
            self._list_visible = bool(search_value)

        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, show)

    def _action_command_list(self, action: str) -> None:
        # Turning a page counts on rows that are measured at the next layout only; before that there is no page.
        with suppress(KeyError, IndexError):
            super()._action_command_list(action)


class VerbCommands(Provider):
    """All verbs, and what the screen alone can do."""

    @property
    def live(self) -> LiveScreen:
        """The screen that the palette was opened on."""
        return cast("LiveScreen", self.screen)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], None]]]:
        for verb in VERBS:
            yield name_of(verb), self._help(verb), partial(self.live.acts.choose_verb, verb)
        yield from self.live.acts.own_commands()

    def _help(self, verb: Verb) -> str:
        why = verb.why_not(self.live.session)
        key = self.live.keys.shown(verb.word)
        parts = [
            say("not now: {why}", why=why) if why else "",
            say("key {key}", key=key) if key else "",
            say("typed {typed}", typed=verb.typed),
        ]
        # Textual reads these words as markup, and `[agreed]` would be taken for it.
        return " · ".join(part for part in parts if part).replace("[", r"\[")

    async def discover(self) -> Hits:
        """Everything, before a letter is typed."""
        for name, words, act in self._commands():
            yield DiscoveryHit(plain(name), act, help=words)

    async def search(self, query: str) -> Hits:
        """What fits the letters."""
        matcher = self.matcher(query)
        for name, words, act in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, matcher.highlight(name), act, text=name, help=words)


def name_of(verb: Verb) -> str:
    """A verb's name in the palette, the same as in F1."""
    return f"/{verb.word} — {verb.help}"
