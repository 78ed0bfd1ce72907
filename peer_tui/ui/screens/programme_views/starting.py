"""Starting a programme: which one, what it is called, and its days, asked one by one; any of them can wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.programmes.book import Running
from peer_tui.domain.words import say
from peer_tui.services.programmes import files, starting
from peer_tui.services.programmes.files import ProgrammeProblem
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.programme_views.asking import day_of, said_day
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.text import plain

if TYPE_CHECKING:
    import datetime as dt

    from peer_tui.domain.programmes.definition import Programme
    from peer_tui.ui.screens.programmes import ProgrammesScreen


class WhichView(ChoosingView):
    """The programmes there are: the shipped ones, and a person's own files."""

    def below(self, selected: str) -> Content:
        """What the programme is, or what is wrong with its file."""
        try:
            definition = files.load_programme(selected)
        except ProgrammeProblem as problem:
            return plain(str(problem), "$warning")
        return lines(definition.about, say("From: {source}", source=definition.source))


def choose_programme(place: ProgrammesScreen) -> None:
    """Ask which programme is started, then its name and its days."""
    choices = []
    for key in files.programme_names():
        try:
            choices.append(Choice(key, files.load_programme(key).title))
        except ProgrammeProblem:
            choices.append(Choice(key, key, say("its file has a mistake")))
    if not choices:
        place.show_flash(say("There is no programme to start: no file of one was found."), "warning")
        return

    def take(key: str) -> None:
        try:
            _ask_title(place, files.load_programme(key))
        except ProgrammeProblem as problem:
            place.show_flash(str(problem), "warning")

    place.go_into(WhichView(place, say("Start which programme?"), choices, take))


def _ask_title(place: ProgrammesScreen, definition: Programme) -> None:
    def take(words: str) -> str | None:
        title = " ".join(words.split()) or definition.title
        place.call_after_refresh(_ask_day, place, definition, title, {}, 0)
        return None

    def preview(words: str) -> str:
        return say("How this run of it is called, e.g. with the places that meet. Empty: {title}.",
                   title=definition.title)  # fmt: skip

    place.ask(say("{programme}: what is it called?", programme=definition.title), take, preview=preview)


def _ask_day(place: ProgrammesScreen, definition: Programme, title: str, days: dict[str, dt.date], number: int) -> None:
    """Ask for one day after the other, each with what is suggested for it; then start."""
    if number >= len(definition.anchors):
        place.attempt(lambda: _start(place, definition, title, days))
        return
    anchor = definition.anchors[number]
    so_far = Running("", definition.key, title, place.workspace.now(), anchors=days)
    suggested = starting.suggested_words(definition, so_far, anchor.key)

    def preview(words: str) -> str:
        if not words.strip():
            return suggested or say("Empty: not known yet; it can be set at any time.")
        return said_day(place, words) or say("That says no day yet. E.g. 27 apr 2026")

    def take(words: str) -> str | None:
        chosen = dict(days)
        if words.strip():
            day = day_of(place, words)
            if day is None:
                return say("That says no day. E.g. 27 apr 2026. Empty: not known yet.")
            chosen[anchor.key] = day
        place.call_after_refresh(_ask_day, place, definition, title, chosen, number + 1)
        return None

    place.ask(anchor.question or anchor.title, take, preview=preview)


def _start(place: ProgrammesScreen, definition: Programme, title: str, days: dict[str, dt.date]) -> None:
    from peer_tui.ui.screens.programme_views.every import PARTS

    with place.change(say("Started: {title}.", title=title)):
        programme = starting.start(place.workspace, place.opened, definition.key, title, days)
    place.views = place.views[:1]
    place.go_into(PARTS[0](place, programme))
    place.show_flash(say("Started: {title}. z takes it back.", title=title))
