"""Asking for an answer or a cell by its type: a line, several lines, a day, a person, one choice, several ticks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.content import Content

from peer_tui.domain.dates import parse_due, say_day
from peer_tui.domain.programmes.target_window import offered, span_words
from peer_tui.domain.wall_time import local_date
from peer_tui.domain.words import say
from peer_tui.services.problems import Problem
from peer_tui.services.programmes.typed import SEVERAL, YES, read_typed, shown_typed
from peer_tui.ui.screens.choosing_view import Choice, ChoosingView
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.view import ActingView
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.programmes.definition import Column, Question
    from peer_tui.ui.screens.programmes import ProgrammesScreen

Take = Callable[[str], object]
"""Is given the typed words; a `Problem` says why they cannot be used."""
SCALE = ("1", "2", "3", "4", "5")
NONE = ""
"""The key of "no answer"."""
_OTHER = "other"


def ask_typed(place: ProgrammesScreen, part: Column | Question, text: str, take: Take) -> None:
    """Ask for an answer or a cell.

    Args:
        place: the screen.
        part: the question or column: its type says how it is asked.
        text: what stands there now, as it is kept.
        take: is given what was typed or chosen.
    """
    if part.type == "tick":
        take("" if text else YES)
    elif part.type in ("choice", "scale"):
        place.go_into(_one_of(place, part, text, take))
    elif part.type == "choices":
        place.go_into(TicksView(place, part, text, take))
    elif part.type == "long":
        place.ask_lines(part.title, take, text)
    elif getattr(part, "months", None) and not text:
        place.go_into(_ahead(place, part, take))
    else:
        ask_line(place, part, text, take)


def ask_line(place: ProgrammesScreen, part: Column | Question, text: str, take: Take) -> None:
    """Ask for one line, saying while it is typed what it means."""
    shown = shown_typed(place.opened, part, text) if text else ""
    place.ask(part.title, place.taking(take), value=shown, preview=lambda words: preview(place, part, words))


def preview(place: ProgrammesScreen, part: Column | Question, words: str) -> str:
    """What the words mean for a question or column of this type, or how it is answered."""
    if words.strip() and part.type in ("date", "number", "person"):
        try:
            return shown_typed(place.opened, part, read_typed(place.workspace, place.opened, part, words))
        except Problem as problem:
            return problem.sentence
    return part.help or _HOW.get(part.type, "")


_HOW = {
    "date": say("A day: fri, 22 nov, 2w, 2026-04-27. Empty for none."),
    "number": say("A number. Empty for none."),
    "person": say("A name; somebody the group knows is found by the first letters. Empty for none."),
    "step": say("The number of a next step. Empty for none."),
}


def _ahead(place: ProgrammesScreen, part: Column | Question, take: Take) -> ChoosingView:
    """The days that are expected, some months ahead, to choose one of; any other can be typed."""
    months: tuple[int, int] = getattr(part, "months", None) or (0, 0)
    today = today_of(place)
    choices = [Choice(day.isoformat(), say_day(day, today)) for day in offered(months, today)]
    other = say("another day")

    def taken(chosen: str) -> None:
        if chosen == _OTHER:
            ask_line(place, part, "", take)
        else:
            take(chosen)

    title = say("{title}: {months} ahead", title=part.title, months=span_words(months))
    return OneOfView(place, title, [*choices, Choice(_OTHER, other)], taken, start="", help=part.help)


def _one_of(place: ProgrammesScreen, part: Column | Question, text: str, take: Take) -> ChoosingView:
    values = SCALE if part.type == "scale" else part.choices
    choices = [Choice(value, value) for value in values]
    if text:
        choices.append(Choice(NONE, say("no answer")))
    return OneOfView(place, part.title, choices, take, start=text, help=part.help)


class OneOfView(ChoosingView):
    """One of the choices of a question, with its help; a first letter that only one choice has takes it too."""

    def __init__(
        self, place: ProgrammesScreen, title: str, choices: list[Choice], take: Take, *, start: str, help: str
    ) -> None:
        super().__init__(place, title, choices, take, start=start)
        self._help = help

    def below(self, selected: str) -> Content:
        """What is asked, in more words."""
        return plain(self._help, "$quiet")

    def letter(self, letter: str) -> bool:
        """Walk to the next choice that begins with the letter, or take the only one; False if none does."""
        fits = [one for one in self._choices if one.key and one.words.casefold().startswith(letter.casefold())]
        if len(fits) == 1:
            self.enter(fits[0].key)
        elif fits:
            keys = [one.key for one in fits]
            here = self.screen.rows.selected
            after = keys[(keys.index(here) + 1) % len(keys)] if here in keys else keys[0]
            self.screen.rows.walk_to(after)
        return bool(fits)


class TicksView(ActingView):
    """Several of the choices of a question. Every tick is kept at once; Esc goes back.

    Args:
        place: the screen.
        part: the question.
        text: what stands there now.
        take: is given all that are ticked, each time.
    """

    word = say("Several choices")
    ACTS = (Act("space", "Space", say("tick"), "toggle", say("Tick this choice, or take its tick off.")),)
    enter_words = say("tick")

    def __init__(self, place: ProgrammesScreen, part: Column | Question, text: str, take: Take) -> None:
        super().__init__(place)
        self._part, self._take = part, take
        self._ticked = [one for one in text.split(SEVERAL) if one]

    @property
    def title(self) -> str:
        """What is asked."""
        return self._part.title

    def rows(self, width: int) -> list[ListRow]:
        """A choice a row, also one that was typed elsewhere."""
        every = dict.fromkeys((*self._part.choices, *self._ticked))
        return [
            ListRow(row(plain(("☑ " if one in self._ticked else "☐ ") + one), Content(""), width), one)
            for one in every
        ]  # fmt: skip

    def below(self, selected: str) -> Content:
        """What is asked, in more words."""
        return plain(self._part.help, "$quiet")

    def enter(self, selected: str) -> None:
        """Tick it, or take its tick off."""
        if not selected:
            return
        ticked = [one for one in self._ticked if one != selected]
        if selected not in self._ticked:
            order = list(self._part.choices)
            ticked = sorted([*ticked, selected], key=lambda one: order.index(one) if one in order else len(order))
        self.screen.attempt(lambda: self._take(SEVERAL.join(ticked)))
        self._ticked = ticked
        self.screen.draw()

    def toggle(self) -> None:
        """The same with the space bar."""
        self.enter(self.selected)


# --- days -------------------------------------------------------------------------------------------------------


def today_of(place: ProgrammesScreen) -> dt.date:
    """Today, where the group is."""
    return local_date(place.workspace.now(), place.opened.group.zone)


def day_of(place: ProgrammesScreen, words: str) -> dt.date | None:
    """The day that words say; None for none."""
    due = parse_due(words, today_of(place), place.opened.group.dates)
    return due.date if due is not None else None


def said_day(place: ProgrammesScreen, words: str) -> str:
    """The day that words say, in words; empty for none."""
    day = day_of(place, words)
    return say_day(day, today_of(place)) if day is not None else ""
