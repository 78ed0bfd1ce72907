"""Reports of programmes without a library: how a source is written, and words that come back as they were approved."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.characters import clean
from peer_tui.domain.events import (
    Event,
    ProgrammeStarted,
    ReportAnswered,
    ReportMarked,
    ReportSentOut,
    SectionWritten,
    encode,
)
from peer_tui.domain.group import Group
from peer_tui.domain.naming import Naming, Privacy
from peer_tui.domain.programmes.book import Answered, ProgrammeBook, ReportState, ReviewAnswer, Running
from peer_tui.domain.programmes.definition import Form, Programme, Question, Report, ReportSection, Section
from peer_tui.domain.programmes.material import Material
from peer_tui.domain.programmes.reports import as_text, page_of, seal_of, status_words
from peer_tui.domain.programmes.sources import Source, source_of, ticked
from peer_tui.domain.redaction import texts_of

NOW = dt.datetime(2026, 6, 8, 3, 30, tzinfo=dt.UTC)
REPORT = Report(
    "summary", "Summary", sections=(ReportSection("a", "First: part"), ReportSection("b", "Second")), review=True
)


def material(run: Running, zone: str = "America/New_York") -> Material:
    group = Group(id="g", name="Harbor", zone=zone)
    programme = Programme("x", "X", "", "", reports=(REPORT,))
    return Material(programme, run, group, Naming(group, Privacy.OWNERS), ())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("anchors", Source("anchors")),
        ("words:lesson", Source("words", "lesson")),
        ("words:next step", Source("words", "next step")),
        ("form:core.hope", Source("form", "core", "hope")),
        ("rows:team", Source("rows", "team")),
        ("rows:ideas.control=state", Source("rows", "ideas", "control", "state")),
        (
            "rows:team.side=requesting site|name, position",
            Source("rows", "team", "side", "requesting site", ("name", "position")),
        ),
        ("rows:team|name", Source("rows", "team", shown=("name",))),
        ("steps:day-1", Source("steps", "day-1")),
        ("", Source("")),
    ],
)
def test_a_source_is_read_as_it_is_written(written: str, meant: Source) -> None:
    assert source_of(written) == meant


@settings(max_examples=50)
@given(st.text(max_size=60))
def test_no_source_stops_anything(written: str) -> None:
    assert isinstance(source_of(written), Source)


@pytest.mark.parametrize(("text", "said"), [("yes", True), ("X", True), ("", False), ("no", False), ("2026", False)])
def test_a_tick_says_yes(text: str, said: bool) -> None:
    assert ticked(text) is said


@settings(max_examples=120)
@given(st.text(max_size=80), st.text(alphabet="- :\n ab#", max_size=60))
def test_approved_words_come_back_line_by_line(first: str, second: str) -> None:
    """Whatever a person wrote: titles are told apart from lines that look like them."""
    drafted = Running("r", "x", "Run", NOW, sections={("summary", "a"): first, ("summary", "b"): second})
    sections = page_of(REPORT, material(drafted), NOW.date()).sections
    text = as_text(sections)
    state = ReportState("approved", deadline=NOW.date(), text=text, seal=seal_of(text), at=NOW)
    approved = Running("r", "x", "Run", NOW, sections=drafted.sections, reports={"summary": state})
    page = page_of(REPORT, material(approved), NOW.date())
    assert [one.words for one in page.sections] == [one.words for one in sections]
    assert [one.title for one in page.sections] == ["First: part", "Second"]
    assert page.warnings == ()
    assert not any("\x1b" in one.words for one in page.sections)


def test_the_day_of_the_approval_is_that_of_the_group() -> None:
    state = ReportState("approved", text="a: First\n  x", approved=NOW)
    run = Running("r", "x", "Run", NOW, reports={"summary": state})
    assert page_of(REPORT, material(run), dt.date(2026, 7, 1)).made == "Sun 7 Jun 2026"
    assert page_of(REPORT, material(run, "Europe/Berlin"), dt.date(2026, 7, 1)).made == "Mon 8 Jun 2026"


def test_a_section_that_the_file_does_not_have_any_more_still_stands_as_approved() -> None:
    state = ReportState("shared", text="old: An old part\n  - kept\nb: Second\n  x", at=NOW)
    run = Running("r", "x", "Run", NOW, reports={"summary": state})
    page = page_of(REPORT, material(run), NOW.date())
    assert [(one.title, one.words) for one in page.sections] == [("An old part", "- kept"), ("Second", "x")]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ReportState(), "drafting"),
        (ReportState("out for review"), "out for review, without a deadline for feedback"),
        (ReportState("out for review", deadline=dt.date(2026, 6, 5)), "out for review, feedback by Fri 5 Jun 2026"),
        (ReportState("feedback integrated"), "feedback integrated"),
        (ReportState("a later version's word"), "a later version's word"),
    ],
)
def test_how_far_it_is_is_said_in_words(state: ReportState, said: str) -> None:
    assert status_words(state) == said


def test_whoever_answered_without_being_asked_is_listed_and_an_unknown_answer_is_shown_as_it_is() -> None:
    answers = {"Ines": ReviewAnswer("ok", "", NOW), "Abe": ReviewAnswer("perhaps[/]", "a\x1bb", NOW)}
    state = ReportState("out for review", others=("Uma",), answers=answers)
    run = Running("r", "x", "Run", NOW, reports={"summary": state})
    page = page_of(REPORT, material(run), NOW.date())
    assert [one.words for one in page.readers] == [
        "Uma: no answer yet",
        "Ines: ok",
        "Abe: perhaps[/]: " + clean("a\x1bb"),
    ]
    assert any("1 of 3 has not answered" in sentence for sentence in page.warnings)


def test_removal_finds_every_word_of_a_report() -> None:
    """What is in the log of a report is text, ids or words of the program: the texts are found."""
    events = [
        SectionWritten(programme="p", part="summary", section="a", text="WORDS"),
        ReportSentOut(programme="p", part="summary", others=("WORDS",)),
        ReportAnswered(programme="p", part="summary", reviewer="WORDS", answer="ok", text="WORDS"),
        ReportMarked(programme="p", part="summary", progress="approved", text="WORDS", seal="x"),
    ]
    found = [sorted(way for way, text in texts_of(encode(event)) if text == "WORDS") for event in events]
    assert found == [["text"], ["others.0"], ["reviewer", "text"], ["text"]]


def test_the_first_approval_stands_whatever_another_laptop_marks_in_ignorance_of_it() -> None:
    def told(number: int, body: Event) -> Event:
        return msgspec.structs.replace(body, id=f"{number:04}-w", at=NOW + dt.timedelta(minutes=number), by="w")

    def marked(progress: str, text: str = "") -> Event:
        return ReportMarked(programme="p", part="summary", progress=progress, text=text)

    events = [
        told(1, ProgrammeStarted(programme="p", programme_key="x", title="X")),
        told(2, ReportSentOut(programme="p", part="summary", others=("Ines",))),
        told(3, marked("approved", "a: First\n  the first")),
        told(4, marked("feedback integrated")),
        told(5, marked("approved", "a: First\n  the second")),
        told(6, ReportSentOut(programme="p", part="summary")),
    ]
    for order in permutations(events[2:]):
        state = ProgrammeBook.fold([*events[:2], *order]).programmes["p"].report("summary")
        assert (state.progress, state.text) == ("approved", "a: First\n  the first")
        assert state.approved == NOW + dt.timedelta(minutes=3)
        assert state.others == ("Ines",)
    shared = ProgrammeBook.fold([*events, told(7, marked("shared")), told(8, marked("approved", "late"))])
    state = shared.programmes["p"].report("summary")
    assert (state.progress, state.text) == ("shared", "a: First\n  the first")
    again = ProgrammeBook.fold([*events, told(7, marked("drafting")), told(8, marked("approved", "new"))])
    assert again.programmes["p"].report("summary").text == "new"


@pytest.mark.parametrize(("level", "said"), [(Privacy.OWNERS, "- Brisa Novak"), (Privacy.ROLES, "- a member")])
def test_an_answer_that_names_somebody_unknown_is_hidden_with_the_names(level: Privacy, said: str) -> None:
    form = Form("f", "F", sections=(Section("s", "S", (Question("who", "Who decides?", "person"),)),))
    report = Report("r", "R", sections=(ReportSection("a", "A", sources=("form:f",)),))
    programme = Programme("x", "X", "", "", forms=(form,), reports=(report,))
    run = Running("r", "x", "Run", NOW, answers={("f", "who"): Answered("Brisa Novak", "1")})
    group = Group(id="g", name="Harbor")
    page = page_of(report, Material(programme, run, group, Naming(group, level), ()), NOW.date())
    assert page.sections[0].words == f"Who decides?\n{said}"
