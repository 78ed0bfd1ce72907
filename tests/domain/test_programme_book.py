"""A group's programmes as its own log tells of them: any order, undone, removed, twice."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from peer_tui.domain.clock import event_id
from peer_tui.domain.events import (
    AnchorSet,
    EvaluationEntered,
    EvaluationWithdrawn,
    Event,
    ExperienceSaid,
    FormAnswered,
    FormSent,
    ItemMarked,
    PersonForgotten,
    ProgrammeClosed,
    ProgrammeMeetingPlanned,
    ProgrammeRenamed,
    ProgrammeStarted,
    Redacted,
    ReportAnswered,
    ReportMarked,
    ReportSentOut,
    RowAdded,
    RowChanged,
    RowRemoved,
    SectionWritten,
    StepShared,
    Undone,
    Unknown,
    encode,
)
from peer_tui.domain.programmes.book import ProgrammeBook, ReviewAnswer, Running
from peer_tui.domain.redaction import MARK, part_of, texts_of, without_redacted

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
RUN = "run"


class Log:
    """Facts one after the other, a second apart."""

    def __init__(self) -> None:
        self.events: list[Event | Unknown] = []

    def add(self, body: Event, by: str = "device-1", act: str = "") -> Event:
        number = len(self.events)
        made = msgspec.structs.replace(
            body, id=event_id(1_000 * number, 0, by), at=NOON + dt.timedelta(seconds=number), by=by, act=act
        )
        self.events.append(made)
        return made

    def all(self, *bodies: Event) -> None:
        for body in bodies:
            self.add(body)

    def run(self) -> Running:
        return ProgrammeBook.fold(self.events).programmes[RUN]


def begun() -> Log:
    log = Log()
    log.add(ProgrammeStarted(programme=RUN, programme_key="peer-match", title="Harbor and Lake"))
    return log


def answered(text: str, before: str = "", question: str = "hope") -> FormAnswered:
    return FormAnswered(programme=RUN, part="core", question=question, text=text, before=before)


def everything() -> Log:
    """At least one fact of every kind that a programme has."""
    log = begun()
    log.all(
        ProgrammeRenamed(programme=RUN, title="Harbor meets Lake"),
        AnchorSet(programme=RUN, anchor="first", day=dt.date(2026, 4, 27)),
        AnchorSet(programme=RUN, anchor="last", day=dt.date(2026, 4, 28)),
        AnchorSet(programme=RUN, anchor="last", day=None),
        ItemMarked(programme=RUN, part="dates", progress="done", note="by phone"),
        answered("Housing"),
        FormSent(programme=RUN, part="logistics", how="file"),
        EvaluationEntered(programme=RUN, part="quality", evaluation="e1", texts={"q": "5"}),
        EvaluationEntered(programme=RUN, part="quality", evaluation="e2", texts={"q": "1"}),
        EvaluationWithdrawn(programme=RUN, evaluation="e2"),
        RowAdded(programme=RUN, part="team", row="r1", texts={"name": "Mei Tan", "role": "parent"}),
        RowAdded(programme=RUN, part="team", row="r2", texts={"name": "Bo Chen"}),
        RowChanged(programme=RUN, row="r1", texts={"role": "lead contact"}),
        RowRemoved(programme=RUN, row="r2"),
        ProgrammeMeetingPlanned(programme=RUN, meeting="m1", part="call"),
        ProgrammeMeetingPlanned(programme=RUN, meeting="m2", part="call"),
        ProgrammeMeetingPlanned(programme=RUN, meeting="m2", part=""),
        SectionWritten(programme=RUN, part="summary", section="lessons", text="Ours"),
        ReportSentOut(programme=RUN, part="summary", reviewers=("p1",), others=("Dana",), deadline=dt.date(2026, 6, 1)),
        ReportAnswered(programme=RUN, part="summary", reviewer="p1", answer="ok"),
        ReportMarked(programme=RUN, part="summary", progress="approved", text="The words", seal="00"),
        StepShared(step="s1"),
        StepShared(step="s2"),
        StepShared(step="s2", shared=False),
        ExperienceSaid(person="p1", lived=True),
        ExperienceSaid(person="p2", lived=False),
        ExperienceSaid(person="p2", lived=None),
    )
    return log


def test_every_kind_of_fact_is_folded() -> None:
    book = ProgrammeBook.fold(everything().events)
    run = book.programmes[RUN]
    assert (run.key, run.title, run.closed) == ("peer-match", "Harbor meets Lake", False)
    assert run.anchors == {"first": dt.date(2026, 4, 27)}
    assert (run.marks["dates"].progress, run.marks["dates"].note) == ("done", "by phone")
    assert run.answer("core", "hope") == "Housing" and run.sent["logistics"].how == "file"
    assert [one.id for one in run.evaluations] == ["e1"]
    (row,) = run.standing_rows("team")
    assert row.texts == {"name": "Mei Tan", "role": "lead contact"}
    assert row.since["name"] < row.since["role"] == row.changed
    assert run.meetings == {"m1": "call"} and run.sections == {("summary", "lessons"): "Ours"}
    report = run.report("summary")
    assert (report.progress, report.text, report.seal) == ("approved", "The words", "00")
    assert report.answers["p1"].answer == "ok" and report.deadline == dt.date(2026, 6, 1)
    assert book.shared == {"s1"} and book.experience == {"p1": True}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_arrival_makes_no_other_book(seed: int) -> None:
    events = everything().events
    shuffled = list(events)
    Random(seed).shuffle(shuffled)
    assert ProgrammeBook.fold([*shuffled, *shuffled[:5]]) == ProgrammeBook.fold(events)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.integers(0, 40)))
def test_any_part_of_a_history_is_folded(left_out: set[int]) -> None:
    """Whatever has not arrived yet, nothing breaks, and every answer that is there is shown."""
    events = [event for place, event in enumerate(everything().events) if place not in left_out]
    book = ProgrammeBook.fold(events)
    said = any(isinstance(event, FormAnswered) for event in events)
    if RUN in book.programmes:
        assert bool(book.programmes[RUN].answers) == said


def test_what_is_said_of_a_row_may_have_an_earlier_id_than_the_row() -> None:
    log = begun()
    log.add(RowChanged(programme=RUN, row="r", texts={"role": "parent"}))
    log.add(RowAdded(programme=RUN, part="team", row="r", texts={"name": "Mei Tan"}))
    assert log.run().standing_rows("team")[0].texts == {"name": "Mei Tan", "role": "parent"}


def test_an_act_that_was_taken_back_holds_no_longer() -> None:
    log = begun()
    log.add(AnchorSet(programme=RUN, anchor="first", day=dt.date(2026, 4, 27)))
    later = log.add(AnchorSet(programme=RUN, anchor="first", day=dt.date(2026, 5, 4)))
    log.add(Undone(target=later.id))
    assert log.run().anchors == {"first": dt.date(2026, 4, 27)}


def test_a_programme_whose_beginning_was_taken_back_is_gone() -> None:
    log = begun()
    log.add(answered("Housing"))
    log.add(Undone(target=log.events[0].id))
    assert not ProgrammeBook.fold(log.events).programmes


def test_a_closed_one_can_go_on() -> None:
    log = begun()
    log.add(ProgrammeClosed(programme=RUN))
    assert log.run().closed
    log.add(ProgrammeClosed(programme=RUN, closed=False))
    assert not log.run().closed


# --- answered twice -----------------------------------------------------------------------------------------------


def test_two_laptops_that_knew_nothing_of_each_other_are_both_shown() -> None:
    log = begun()
    first = log.add(answered("Housing"))
    log.add(answered("Housing and jobs", first.id), by="device-1")
    log.add(answered("Transport", first.id), by="device-2")
    found = log.run().answers["core", "hope"]
    assert (found.text, found.others) == ("Transport", ("Housing and jobs",))


def test_an_answer_given_to_both_settles_it() -> None:
    log = begun()
    log.add(answered("Housing"), by="device-1")
    log.add(answered("Transport"), by="device-2")
    both = log.run().answers["core", "hope"]
    log.add(answered("Housing and transport", both.id))
    found = log.run().answers["core", "hope"]
    assert (found.text, found.others) == ("Housing and transport", ())


def test_a_later_answer_to_one_of_them_hides_nothing_of_the_other() -> None:
    log = begun()
    mine = log.add(answered("Housing"), by="device-1")
    log.add(answered("Transport"), by="device-2")
    log.add(answered("Housing, rewritten", mine.id), by="device-1")
    found = log.run().answers["core", "hope"]
    assert {found.text, *found.others} == {"Housing, rewritten", "Transport"}


def test_the_same_answer_twice_is_one() -> None:
    log = begun()
    log.all(answered("Housing"), answered("Housing"))
    assert log.run().answers["core", "hope"].others == ()


def test_an_answer_taken_back_beside_another_shows_the_other() -> None:
    log = begun()
    first = log.add(answered("Housing"))
    log.add(answered("Transport", first.id), by="device-1")
    log.add(answered("", first.id), by="device-2")
    found = log.run().answers["core", "hope"]
    assert (found.text, found.others) == ("Transport", ())


def test_an_answer_taken_back_is_none() -> None:
    log = begun()
    first = log.add(answered("Housing"))
    log.add(answered("", first.id))
    assert log.run().answer("core", "hope") == ""


# --- reports ------------------------------------------------------------------------------------------------------


def test_what_was_answered_to_earlier_words_is_no_answer_to_new_ones() -> None:
    log = begun()
    out = ReportSentOut(programme=RUN, part="summary", reviewers=("p1",))
    log.all(out, ReportAnswered(programme=RUN, part="summary", reviewer="p1", answer="ok"))
    log.add(msgspec.structs.replace(out, deadline=dt.date(2026, 6, 1)))
    assert log.run().report("summary").answers["p1"].answer == "ok"
    log.add(ReportMarked(programme=RUN, part="summary", progress="drafting"))
    log.add(out)
    assert log.run().report("summary").answers == {}


def test_an_answer_can_be_taken_back() -> None:
    log = begun()
    log.add(ReportAnswered(programme=RUN, part="summary", reviewer="Dana", answer="change", text="Name the park"))
    assert log.run().report("summary").answers["Dana"] == ReviewAnswer("change", "Name the park", log.events[-1].at)
    log.add(ReportAnswered(programme=RUN, part="summary", reviewer="Dana", answer=""))
    assert log.run().report("summary").answers == {}


# --- removed, forgotten, later versions ---------------------------------------------------------------------------


def test_words_of_a_row_go_whatever_its_columns_are_called() -> None:
    """A column may be called `role` or `source`, as fields of the program's own are: its words go all the same."""
    texts = dict.fromkeys(("name", "role", "day", "source", "lead", "status", "key", "question"), "Zanzibar")
    log = begun()
    log.add(RowAdded(programme=RUN, part="team", row="r", texts=texts))
    log.add(RowChanged(programme=RUN, row="r", texts=texts))
    log.add(Redacted(target="r", leave=MARK))
    assert log.run().standing_rows("team") == []
    assert "Zanzibar" not in repr(without_redacted(log.events)) and "Zanzibar" not in repr(log.run())


def test_every_cell_is_found_as_a_text_and_can_go_by_itself() -> None:
    log = begun()
    row = log.add(RowAdded(programme=RUN, part="team", row="r", texts={"role": "Zanzibar", "name": "Mei"}))
    assert ("texts.role", "Zanzibar") in set(texts_of(encode(row)))
    log.add(Redacted(target=part_of(row.id, "texts.role"), leave=""))
    assert log.run().standing_rows("team")[0].texts == {"role": "", "name": "Mei"}


def test_a_row_loses_its_words_with_the_line_it_came_from() -> None:
    log = begun()
    log.add(RowAdded(programme=RUN, part="issues", row="r", texts={"title": "Zanzibar"}, entry="line"))
    assert log.run().standing_rows("issues")
    log.add(Redacted(target="line", leave=""))
    assert log.run().standing_rows("issues") == []


def test_what_names_a_forgotten_person_is_emptied() -> None:
    log = begun()
    log.add(ReportAnswered(programme=RUN, part="summary", reviewer="p1", answer="change", text="Zanzibar"))
    log.add(PersonForgotten(person="p1"))
    assert "Zanzibar" not in repr(log.run())
    assert log.run().report("summary").answers["p1"].answer == "change", "that a reader answered stays counted"


def test_a_later_versions_facts_do_no_harm() -> None:
    log = begun()
    fields: dict[str, Any] = {"id": event_id(99_000, 0, "d"), "kind": "programme painted", "programme": RUN}
    log.events.append(Unknown(fields["id"], fields["kind"], fields))
    log.add(ItemMarked(programme=RUN, part="dates", progress="postponed"))
    assert log.run().marks["dates"].progress == "postponed"
