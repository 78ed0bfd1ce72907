"""The days a programme is counted from, and what hangs on each; what moves is said before a day is changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from peer_tui.domain.dates import say_day
from peer_tui.domain.programmes.days import Span, say_days, span_of
from peer_tui.domain.words import say, say_number
from peer_tui.services.problems import Problem
from peer_tui.services.programmes import standing, starting
from peer_tui.ui.screens.place import Act
from peer_tui.ui.screens.programme_views.asking import day_of, today_of
from peer_tui.ui.screens.programme_views.parts import PartView
from peer_tui.ui.screens.programme_views.view import lines
from peer_tui.ui.text import plain, row
from peer_tui.ui.widgets.row_list import ListRow

if TYPE_CHECKING:
    from peer_tui.domain.programmes.definition import Anchor

NAMED_AT_MOST = 2
"""Windows that are named when a day moves them; of more the number is said."""


class DaysView(PartView):
    """A day a row, then the windows that are counted from them."""

    part: ClassVar[str] = "days"
    word: ClassVar[str] = say("Days")
    ACTS = (Act("x", "x", say("no day"), "take_away", say("The day is not known any more.")),)
    enter_words = say("set the day")

    def rows(self, width: int) -> list[ListRow]:
        """The days, and what hangs on them."""
        definition, anchors = self.definition, self.running.anchors
        today = today_of(self.place)
        rows: list[ListRow] = []
        for anchor in definition.anchors:
            day = anchors.get(anchor.key)
            said = plain(say_day(day, today)) if day else plain(say("no day yet"), "$warning")
            rows.append(ListRow(row(plain(anchor.title), said, width), anchor.key))
        if not rows:
            return self.none(say("This programme is not counted from any day."))
        windows = [window for window in definition.windows if window.due is not None]
        if windows:
            rows.append(self.heading(say("What hangs on them"), "windows"))
        for window in windows:
            days = said_span(span_of(window, anchors), today) or say("no date")
            words = row(plain(f"  {window.title}", "$quiet"), plain(days, "$quiet"), width)
            rows.append(ListRow(words, f"-{window.key}", heading=True))
        return rows

    def below(self, selected: str) -> Content:
        """The question, what is suggested, and what to look at twice."""
        anchor = self._anchor(selected)
        if anchor is None:
            return Content("")
        suggested = "" if selected in self.running.anchors else self._suggested(anchor)
        stands = standing.where_it_stands(self.workspace, self.opened, self.running)
        warnings = [plain(f"⚠ {words}", "$warning") for words in stands.warnings]
        return lines(anchor.question, suggested, *warnings)

    def _anchor(self, key: str) -> Anchor | None:
        return next((one for one in self.definition.anchors if one.key == key), None)

    def _suggested(self, anchor: Anchor) -> str:
        return starting.suggested_words(self.definition, self.running, anchor.key)

    # --- acts -------------------------------------------------------------------------------------------------

    def enter(self, selected: str) -> None:
        """Set the day; what moves is said while it is typed."""
        anchor = self._anchor(selected)
        if anchor is None:
            return
        today, old = today_of(self.place), self.running.anchors.get(selected)

        def preview(words: str) -> str:
            day = day_of(self.place, words)
            if day is None:
                return self._suggested(anchor) or say("A day, e.g. 27 apr 2026 or 6w")
            return " · ".join(one for one in (say_day(day, today), self._moves(anchor, day)) if one)

        def take(words: str) -> None:
            day = day_of(self.place, words)
            if day is None:
                raise Problem(say("That says no day. E.g. 27 apr 2026"))
            self._set(anchor, day)

        value = f"{old.day} {_MONTHS[old.month - 1]} {old.year}" if old else ""
        self.screen.ask(anchor.title, self.screen.taking(take), value=value, preview=preview, instead=True)

    def _moves(self, anchor: Anchor, day: dt.date) -> str:
        """Which windows move, and to when; windows that hang on other days are left alone."""
        today, anchors = today_of(self.place), self.running.anchors
        moved = []
        for window in self.definition.windows:
            before, after = span_of(window, anchors), span_of(window, {**anchors, anchor.key: day})
            if after != before and (words := said_span(after, today)):
                moved.append(say("{window}: {days}", window=window.title, days=words))
        if not moved:
            return ""
        if len(moved) <= NAMED_AT_MOST:
            return say("moves {windows}", windows=" · ".join(moved))
        return say_number(len(moved), "moves {n} window: {windows} …", "moves {n} windows: {windows} …",
                          windows=" · ".join(moved[:NAMED_AT_MOST]))  # fmt: skip

    def _set(self, anchor: Anchor, day: dt.date | None) -> None:
        today = today_of(self.place)
        words = say("{day}: {when}.", day=anchor.title, when=say_day(day, today) if day else say("no day"))
        with self.place.change(words):
            advice = starting.set_day(self.workspace, self.opened, self.running, anchor.key, day)
        if advice:
            self.place.say_more(words, *advice)

    def take_away(self) -> None:
        """The day is not known any more."""
        anchor = self._anchor(self.selected)
        if anchor is not None and anchor.key in self.running.anchors:
            self._set(anchor, None)


def said_span(span: Span, today: dt.date) -> str:
    """The days of a window: `30 Mar – 6 Apr`, `by 9 Mar`; no words while the day it hangs on is not known."""
    first, last = span.aim or span.opens, span.due
    year = (last or first or today).year != today.year
    if last is None:
        return say("from {day}", day=say_days(first, year=year)) if first else ""
    return say_days(first, last, year=year) if first else say("by {day}", day=say_days(last, year=year))


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""As dates are typed; said back in the language of the screen."""
