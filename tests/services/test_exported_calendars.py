"""Removed words go from a calendar file, whose lines are cut anywhere; one that holds none stays as it is."""

from __future__ import annotations

from peer_tui.services.cleaning_exports import holds, without
from peer_tui.store.removing.needles import Needles

CALENDAR = (
    "BEGIN:VCALENDAR\r\nSUMMARY:the long tale of the heron that came at mid\r\n night\\, alone\r\nEND:VCALENDAR\r\n"
)


def test_a_word_over_a_cut_goes() -> None:
    for word in ("heron that came at midnight", "midnight, alone"):
        assert holds(CALENDAR, "ics", Needles([word]))
        left = without(CALENDAR, "ics", Needles([word]))
        assert "night" not in left and not holds(left, "ics", Needles([word]))


def test_a_file_that_holds_none_is_left_to_the_letter() -> None:
    needles = Needles(["an otter at noon"])
    assert not holds(CALENDAR, "ics", needles) and without(CALENDAR, "ics", needles) == CALENDAR
