"""What our measures say: each with its numbers and its line of bars, as they stand now (`product.md` §1.4)."""

from __future__ import annotations

from peer_tui.domain.characters import clean
from peer_tui.domain.programmes.measures import Measure, measure_words, measured_registers, measures_of
from peer_tui.domain.words import say
from peer_tui.services.programmes.meetings import programme_of
from peer_tui.services.session import LiveSession
from peer_tui.services.showing import notes
from peer_tui.services.showing.rows import Row, Style, heading, is_low, short, told


def lines(session: LiveSession, *, width: int = 0, height: int = 0) -> list[Row]:
    """The measures of the meeting's programme, then what was written here."""
    found = programme_of(session.opened, session.id)
    written = notes.lines(session, width=width, height=height)
    if found is None:
        return written
    running, programme, _ = found
    known = [measure for measure in measures_of(programme, running) if measure.row]
    if not known:
        return [Row(say("No measures yet: measure: its name / baseline N / target N"), "quiet"), *written]
    rows = [_measure(measure, width) for measure in known]
    return rows if is_low(height) else [heading(say("Measures")), *rows, *written]


def hint(session: LiveSession) -> str:
    """How a reading is kept."""
    found = programme_of(session.opened, session.id)
    words = [readings.word for _, readings in measured_registers(found[1]) if readings.word] if found else []
    return say("{word}: NAME NUMBER keeps a reading of today", word=words[0]) if words else notes.hint(session)


def _measure(measure: Measure, width: int) -> Row:
    style: Style = "good" if measure.state == "reached" else "plain"
    head = f"{short(clean(measure.title), width, 1)} {measure.bars}".rstrip()
    return told(head, measure_words(measure), style=style)
