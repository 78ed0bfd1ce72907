"""Our own minutes, written out and read back: every word of every line, whatever people wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from peer_tui.domain.events import EntryKind
from peer_tui.domain.minutes import Decision, Minutes, NextMeeting
from peer_tui.domain.naming import Present
from peer_tui.domain.rows import StepRow
from peer_tui.domain.sections import Line, Section
from peer_tui.exchange.markdown import to_markdown
from peer_tui.exchange.reading import sniffing
from peer_tui.exchange.reading.understood import Form, ReadEntry, Understood
from peer_tui.exchange.text import to_text

GOLDEN = Path(__file__).parents[2] / "golden"
WORD = st.text(
    st.sampled_from("abcdefghij ABC 0123456789 .,;!?()[]*_`#|<>~&$\\/-+=:'\"“”é林小雨👍ß·→×"), min_size=1, max_size=18
).map(lambda text: "".join(text.split()))
LONG = st.sampled_from(["x" * 77, "y" * 78, "z" * 200, "林" * 60, "https://example.org/" + "a" * 90])
TEXT = st.lists(st.one_of(WORD, WORD, WORD, LONG), min_size=1, max_size=14).map(
    lambda words: " ".join(filter(None, words))
)
NAMES = ("Ana Ruiz", "Bo Chen with 林小雨", "unclaimed", "unclaimed (meant: ana)", "José Prado")


def _minutes(notes: list[str], decisions: list[str], steps: list[tuple[str, str, str]], parked: list[str]) -> Minutes:
    """A record of these lines; each decision and step is told where it was said, as `domain.sections` tells it."""
    told = [Line(text) for text in notes]
    told += [Line(text, f"Decision {n}") for n, text in enumerate(decisions, 1)]
    told += [Line(text, f"Next step {n}") for n, (text, _, _) in enumerate(steps, 1)]
    sections = [Section("Current topics", tuple(told))] if told else []
    sections += [Section("Parking lot", tuple(Line(text, "", ("→ next agenda",)) for text in parked))] if parked else []
    return Minutes(
        title="Coalition meeting", group="Harbor Peer Coalition", type="coalition meeting", date="Wed 13 Nov 2024",
        time="called to order 2:04 pm – ended 3:00 pm EST", platform="Zoom", facilitator="Bo Chen", scribe="Wren",
        present=Present(3, (), 0), draft=True, status="DRAFT – not yet approved", corrections=(),
        decisions=tuple(Decision(n, text) for n, text in enumerate(decisions, 1)),
        steps=tuple(
            StepRow(str(n), text, who, "Fri 22 Nov", done, "accepted") for n, (text, who, done) in enumerate(steps, 1)
        ),
        carried=(), sections=tuple(sections), parked=tuple(Line(text) for text in parked), celebrations=(),
        documents=(), questions=(), next_meeting=NextMeeting(),
    )  # fmt: skip


def _texts(understood: Understood, kind: EntryKind) -> list[str]:
    return [entry.text for entry in understood.entries if entry.kind is kind]


@pytest.mark.parametrize("form", [Form.MARKDOWN, Form.TEXT])
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(
    notes=st.lists(TEXT, max_size=4), decisions=st.lists(TEXT, max_size=3), parked=st.lists(TEXT, max_size=2),
    steps=st.lists(st.tuples(TEXT, st.sampled_from(NAMES), TEXT), max_size=3),
)  # fmt: skip
def test_whatever_was_written_comes_back(
    form: Form, notes: list[str], decisions: list[str], steps: list[tuple[str, str, str]], parked: list[str]
) -> None:
    every = [*notes, *decisions, *parked, *(text for row in steps for text in (row[0], row[2]))]
    # Words that our own minutes put there themselves, and a line without a letter, are another story.
    assume(all(any(letter.isalnum() for letter in text) for text in every))
    assume(not any(text.endswith(")") for text in every))
    assume(not any(":" in text for text in notes) or form is Form.TEXT)
    assume(form is not Form.TEXT or not any(_could_be_a_name(text, who) for text, who, _ in steps))
    minutes = _minutes(notes, decisions, steps, parked)
    written = to_markdown(minutes) if form is Form.MARKDOWN else to_text(minutes)
    understood = sniffing.read(written, form)
    assert _texts(understood, EntryKind.DECISION) == decisions
    assert _texts(understood, EntryKind.PARKED) == parked
    assert sorted(_texts(understood, EntryKind.NOTE)) == sorted(notes)
    read = [entry for entry in understood.entries if entry.kind is EntryKind.STEP]
    assert [(entry.text, entry.done_when) for entry in read] == [(text, done) for text, _, done in steps]
    assert [entry.who for entry in read] == [_who(who) for _, who, _ in steps]


def _could_be_a_name(text: str, who: str) -> bool:
    """Whether a first word, alone on its line, may as well be the rest of a name that had no room in its column."""
    words = text.split()
    alone = len(words) > 1 and cell_len(f"{words[0]} {words[1]}") > 70
    return alone and words[0][0].isalpha() and not who.startswith("unclaimed") and cell_len(f"{who} {words[0]}") > 28


def _who(words: str) -> tuple[str, ...]:
    told = {"Bo Chen with 林小雨": ("Bo Chen", "林小雨"), "unclaimed": (), "unclaimed (meant: ana)": ("ana",)}
    return told.get(words, (words,))


def test_what_follows_a_step_nobody_leads_is_its_words() -> None:
    steps = [("A00000 " + "x" * 77, "unclaimed (meant: ana)", "0")]
    understood = sniffing.read(to_text(_minutes([], [], steps, [])), Form.TEXT)
    (step,) = (entry for entry in understood.entries if entry.kind is EntryKind.STEP)
    assert step.who == ("ana",) and step.text == steps[0][0]


@pytest.mark.parametrize(("file", "form"), [("expected.md", Form.MARKDOWN), ("expected.txt", Form.TEXT)])
def test_the_golden_minutes_are_understood_whole(file: str, form: Form) -> None:
    text = (GOLDEN / file).read_text("utf-8")
    assert sniffing.form_of(text) is form
    understood = sniffing.read(text)
    assert (understood.title, understood.group, understood.scribe) == (
        "Coalition meeting",
        "Harbor Peer Coalition",
        "Wren",
    )
    assert understood.heads == (("phone", 2), ("", 16), ("guest", 1))
    first: ReadEntry = next(entry for entry in understood.entries if entry.kind is EntryKind.DECISION)
    assert first.notes == ("Legislation", "fingers: 5×8 4×6 3×3", "17 people")
    assert [entry.number for entry in understood.entries if entry.kind is EntryKind.STEP] == [7, 8, 9, 10, 11, 12]
    assert (
        understood.count(how) == 0
        if (how := next((t.how for t in understood.report if t.how == "skipped"), None))
        else True
    )
    assert (understood.convener, understood.next_scribe) == ("Mei Tan", "林小雨")


def test_both_forms_say_the_same() -> None:
    one, other = (sniffing.read((GOLDEN / file).read_text("utf-8")) for file in ("expected.md", "expected.txt"))
    told = [
        [(e.kind, e.text, e.block, e.part, e.who, e.by_when, e.state, e.notes) for e in u.entries] for u in (one, other)
    ]
    assert told[0] == told[1]
    assert [block.title for block in one.blocks] == [block.title for block in other.blocks]
