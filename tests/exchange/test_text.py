"""Minutes as plain text: 78 cells wide, in columns, with every word."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given, settings
from rich.cells import cell_len

from peer_tui.domain.events import Approved, EntryKind
from peer_tui.domain.minutes import make_minutes
from peer_tui.domain.naming import words
from peer_tui.exchange.text import to_text, wrap
from tests.domain.histories import START, History
from tests.exchange.hostile import HOSTILE, meeting_full_of, texts


def exported(told: History) -> str:
    return to_text(make_minutes(told.meeting(), told.group()))


def sample() -> History:
    told = History()
    told.plan("m", START)
    told.begin(START)
    return told


def test_check_42_a_draft_begins_with_draft_and_the_approved_one_does_not_say_it() -> None:
    told = sample()
    assert exported(told).startswith("DRAFT – not yet approved\n")
    told.say(Approved(how="as corrected", seen={}, seal=""))
    assert exported(told).startswith("Approved as corrected on Wed 13 Nov 2024\n")
    assert "DRAFT" not in exported(told)


def test_check_43_the_summary_comes_first_with_each_decision_and_step_once() -> None:
    told = sample()
    told.write(EntryKind.DECISION, "We keep Zoom")
    told.step("Draft testimony", "ana", yes=True, done_when="in chat")
    text = exported(told)
    summary = text[text.index("Summary") : text.index("Current topics")].splitlines()
    assert summary[2:] == [
        "",
        "Decisions",
        "  1. We keep Zoom",
        "",
        "Next steps",
        "No.    Who                           By when               State",
        "1      Ana Ruiz                      Fri 22 Nov            accepted",
        "       Draft testimony",
        "       done when: in chat",
        "",
    ]


def test_check_35_columns_stay_aligned_with_wide_names() -> None:
    told = sample()
    told.step("Translate", "rain", yes=True)
    told.step("Draft testimony", "ana", helpers=("rain", "bo", "mei"), yes=True)
    rows = [line for line in exported(told).splitlines() if "accepted" in line]
    assert len(rows) == 2
    assert {cell_len(row[: row.index("Fri 22 Nov")]) for row in rows} == {37}
    assert {cell_len(row[: row.index("accepted")]) for row in rows} == {59}


def test_lines_break_at_spaces_within_the_width() -> None:
    assert wrap("one two three", "- ", "  ", width=9) == ["- one two", "  three"]
    assert wrap("abcdefghij", "- ", "  ", width=6) == ["- abcd", "  efgh", "  ij"]
    assert wrap("林小雨林", width=4) == ["林小", "雨林"]
    assert wrap("") == [""]


@settings(max_examples=60, deadline=None)
@given(texts)
@example(HOSTILE[1])
@example(HOSTILE[2])
@example(HOSTILE[8])
@example(HOSTILE[11])
def test_a_meeting_full_of_any_text_is_exported_whole_and_narrow(text: str) -> None:
    told = meeting_full_of(text)
    lines = exported(told).split("\n")
    assert not any(unicodedata.category(character) in ("Cc", "Cs") for line in lines for character in line)
    assert all(cell_len(line) <= 78 for line in lines)
    wanted = "".join(words(text).split())
    found = "".join("".join(lines).split()).count(wanted) if wanted else 0
    assert not wanted or found >= len(EntryKind)


@settings(max_examples=60, deadline=None)
@given(texts)
def test_every_note_is_in_the_export(text: str) -> None:
    told = sample()
    told.write(EntryKind.NOTE, text, block="welcome")
    assert "".join(words(text).split()) in "".join(exported(told).split())
