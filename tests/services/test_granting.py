"""The grant report of a group: what is counted, what is hidden, and that nobody is named (check 76)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest

from peer_tui.domain.events import EvaluationEntered, MeetingId, Status
from peer_tui.domain.federal_year import Quarter
from peer_tui.domain.report_pictures import Value
from peer_tui.services import (
    choosing,
    deleting,
    experience,
    grant_files,
    granting,
    merging_people,
    people,
    planning,
    reaching,
    redrawing,
)
from peer_tui.services.exported import exported
from peer_tui.services.goodbyes import confirm_end
from peer_tui.services.moving import go_next, open_doors
from peer_tui.services.opened import OpenGroup
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes import rows, starting
from peer_tui.services.programmes.running import run_of
from peer_tui.services.session import LiveSession
from peer_tui.services.workspace import Workspace
from tests.services.libraries import opened_at

NAMES = ["Ana Ruiz", "Bo Chen", "Mei Tan", "José Prado", "Leila Haddad", "Marisol", "Kofi Mensah", "Wren Abbott",
         "Tomas Berg", "Ines Holm", "Sol Vega", "Dara Quin"]  # fmt: skip
BEFORE = dt.datetime(2026, 9, 1, 14, 0, tzinfo=dt.UTC)
Q1, Q2 = Quarter(2027, 1), Quarter(2027, 2)
LATER = dt.datetime(2027, 4, 20, 14, 0, tzinfo=dt.UTC)
HOSTILE = "[/] [bold] <script>alert(1)</script> | \x1b[2J \x00 \udcff 林 =1+1 " + "x" * 1_500


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return opened_at(tmp_path, BEFORE)


@pytest.fixture
def opened(workspace: Workspace) -> OpenGroup:
    return planning.new_group(workspace, "Harbor", "mapwc", "America/New_York", "\n".join(NAMES))


def clock_to(workspace: Workspace, now: dt.datetime) -> None:
    workspace.clock.set(now)  # type: ignore[attr-defined]


def hold(
    workspace: Workspace, opened: OpenGroup, starts: dt.datetime, lines: list[str], kind: str = "coalition meeting"
) -> MeetingId:
    """A meeting that was held for an hour; `lines` are entered in it."""
    clock_to(workspace, starts)
    meeting = planning.plan(workspace, opened, starts)
    planning.choose_kind(workspace, opened, opened.group.meetings[meeting], kind)
    session = LiveSession(workspace, opened, meeting)
    open_doors(session)
    go_next(session)
    for line in lines:
        session.enter(line)
    clock_to(workspace, starts + dt.timedelta(hours=1))
    confirm_end(session)
    return meeting


def utc(year: int, month: int, day: int, hour: int = 19) -> dt.datetime:
    return dt.datetime(year, month, day, hour, 0, tzinfo=dt.UTC)


def told(workspace: Workspace, opened: OpenGroup, *quarters: Quarter) -> dict[str, dict[str, tuple[Value, ...]]]:
    pictures = granting.tell(workspace, opened, quarters or (Q1,)).pictures
    return {one.key: {str(row[0]): row[1:] for row in one.rows} for one in pictures}


def everybody(*names: str) -> list[str]:
    return [f"+{name}" for name in names or NAMES]


def test_check_76_a_quarter_is_counted(workspace: Workspace, opened: OpenGroup) -> None:
    hold(workspace, opened, utc(2026, 9, 30), [*everybody(), "! too early"])
    hold(workspace, opened, utc(2026, 10, 14), [*everybody(), "+9 phone", "! We write", "! We meet", "> @bo call"])
    hold(workspace, opened, utc(2026, 12, 9), [*everybody(*NAMES[:8]), "/done 1"])
    held = hold(workspace, opened, utc(2026, 12, 15), everybody(*NAMES[:7]), "training")
    reaching.count_reach(workspace, opened, held, 140)
    programme = starting.start(workspace, opened, "peer-training")
    clock_to(workspace, utc(2026, 12, 20))
    row = rows.add_row(workspace, opened, run_of(opened, programme), "issues", {"title": "Waiting lists"})
    rows.change_row(workspace, opened, run_of(opened, programme), row, {"status": "changed"})
    hold(workspace, opened, utc(2027, 1, 6), [*everybody(), "! too late"])
    clock_to(workspace, LATER)
    report = told(workspace, opened)
    assert report["meetings"]["coalition meeting"] == (2,) and report["meetings"]["training"] == (1,)
    assert report["attendance"]["All together"] == (12 + 9 + 8 + 7,)
    assert report["people"]["All by name"] == (12,)
    assert report["people"]["training"] == (7,)
    assert report["done"] == {"Decisions": (2,), "Next steps done": (1,), "Policy issues changed": (1,)}
    assert [row[0] for name, row in report["indicators"].items() if name.startswith("AW1")] == [140]
    assert told(workspace, opened, Q1, Q2)["meetings"]["All meetings"] == (3, 1, 4)


def test_check_76_small_numbers_and_their_complements_are_suppressed(workspace: Workspace, opened: OpenGroup) -> None:
    hold(workspace, opened, utc(2026, 10, 14), everybody())
    hold(workspace, opened, utc(2026, 12, 15), everybody(*NAMES[:3]), "training")
    report = told(workspace, opened)
    assert report["attendance"]["training"] == ("fewer than 5",) == report["people"]["training"]
    together = {report["attendance"][name] for name in ("coalition meeting", "All together")}
    assert ("not shown",) in together
    for form in grant_files.FORMS:
        page = grant_files.render(granting.tell(workspace, opened, (Q1,)), form)
        assert "fewer than 5" in page
    choosing.choose(workspace, opened, "grant_threshold", "3")
    assert told(workspace, opened)["attendance"]["training"] == (3,)
    choosing.choose(workspace, opened, "grant_threshold", "0")
    assert "No number is hidden" in granting.tell(workspace, opened, (Q1,)).how
    choosing.choose(workspace, opened, "grant_threshold", "")
    choosing.choose(workspace, opened, "grant_hides", "everything")
    assert told(workspace, opened)["meetings"]["training"] == ("fewer than 5",)


def test_the_day_is_that_of_the_groups_zone(workspace: Workspace, opened: OpenGroup) -> None:
    """Half past nine in the evening of 30 September in New York is 1 October in UTC."""
    hold(workspace, opened, utc(2026, 10, 1, 1), everybody())
    assert told(workspace, opened, Quarter(2026, 4))["meetings"]["All meetings"] == (1,)
    assert told(workspace, opened)["meetings"]["All meetings"] == (0,)


def test_planned_cancelled_and_deleted_meetings_do_not_count(workspace: Workspace, opened: OpenGroup) -> None:
    gone = hold(workspace, opened, utc(2026, 10, 14), everybody())
    planning.plan(workspace, opened, utc(2026, 11, 11))
    assert told(workspace, opened)["meetings"]["All meetings"] == (1,)
    deleting.delete(workspace, opened, opened.group.meetings[gone], "")
    assert told(workspace, opened)["meetings"]["All meetings"] == (0,)


def test_a_person_who_was_added_twice_counts_once(workspace: Workspace, opened: OpenGroup) -> None:
    second, _ = people.add(workspace, opened, "Ana R.", status=Status.MEMBER)
    first = next(person.id for person in opened.group.everybody if person.name == "Ana Ruiz")
    hold(workspace, opened, utc(2026, 10, 14), everybody(*NAMES[:6]))
    hold(workspace, opened, utc(2026, 11, 11), [*everybody(*NAMES[1:6]), "+Ana R."])
    assert told(workspace, opened)["people"]["Members"] == (7,)
    experience.say_experience(workspace, opened, first, False)
    experience.say_experience(workspace, opened, second, True)
    merging_people.make_one(workspace, opened, first, second)
    assert told(workspace, opened)["people"]["Members"] == (6,)
    assert experience.lived_experience(opened) == {first: False}, "what the record that stays says"
    experience.say_experience(workspace, opened, second, True)
    assert experience.lived_experience(opened) == {first: True}
    experience.say_experience(workspace, opened, second, None)
    assert experience.lived_experience(opened) == {}


def test_lived_experience_is_counted_of_those_who_said_so(workspace: Workspace, opened: OpenGroup) -> None:
    hold(workspace, opened, utc(2026, 10, 14), everybody())
    ids = {person.name: person.id for person in opened.group.everybody}
    for name in NAMES[:6]:
        assert experience.say_experience(workspace, opened, ids[name], True)
    assert not experience.say_experience(workspace, opened, ids[NAMES[0]], True), "said already"
    report = told(workspace, opened)
    assert list(report["members"].values()) == [(6,), ("50%",), (12,), (6,)]
    assert [row for name, row in report["indicators"].items() if name.startswith("A5")] == [(6,), (12,)]
    experience.say_experience(workspace, opened, ids[NAMES[7]], False)
    assert list(told(workspace, opened)["members"].values()) == [(6,), ("50%",), (12,), ("not shown",)]
    assert experience.read_answer(" Yes ") is True and experience.read_answer("") is None
    with pytest.raises(WrongUse):
        experience.read_answer("perhaps")


def test_a_group_has_its_own_words_and_kinds(workspace: Workspace, opened: OpenGroup) -> None:
    hold(workspace, opened, utc(2026, 10, 14), everybody(), "Steering")
    choosing.choose(workspace, opened, "indicator.A5", "Peers who shape our plans")
    choosing.choose(workspace, opened, "grant_planning", "steering, council")
    choosing.choose(workspace, opened, "grant_evaluation", "STEERING")
    indicators = told(workspace, opened)["indicators"]
    assert "A5 · Peers who shape our plans" in indicators
    assert indicators["A5 · all members who came"] == indicators["A6 · all members who came"] == (12,)
    choosing.choose(workspace, opened, "grant_evaluation", "none")
    choosing.choose(workspace, opened, "indicator.A5", "")
    assert "A5 · Peers who shape our plans" not in told(workspace, opened)["indicators"]
    for name, value in (("grant_threshold", "2"), ("grant_hides", "nothing"), ("grant_threshold", "1000")):
        with pytest.raises(Problem):
            choosing.choose(workspace, opened, name, value)
    with pytest.raises(WrongUse):
        choosing.choose(workspace, opened, "indicator.B7", "x")


def test_confidence_is_counted_from_anonymous_forms(workspace: Workspace, opened: OpenGroup) -> None:
    programme = starting.start(workspace, opened, "peer-training")
    run = run_of(opened, programme)
    from peer_tui.services.programmes.evaluations import evaluation_forms

    (form,) = evaluation_forms(run)
    scale = next(question.key for question in form.questions if question.type == "scale")
    clock_to(workspace, utc(2026, 11, 2))
    numbers = [("before", "2")] * 5 + [("after", "4")] * 6 + [("after", "1")] * 5
    bodies = [
        EvaluationEntered(
            programme=programme, part=form.key, evaluation=workspace.new_id(), texts={scale: number}, occasion=occasion
        )
        for occasion, number in numbers
    ]
    workspace.record(opened, "", bodies)
    indicators = told(workspace, opened)["indicators"]
    rows_of_it = [row[0] for name, row in indicators.items() if name.startswith("NAB1")]
    assert rows_of_it == [6, 11, "55%", "2.0 → 2.6"]


def test_reach_is_told_changed_and_refused(workspace: Workspace, opened: OpenGroup) -> None:
    meeting = hold(workspace, opened, utc(2026, 10, 14), everybody())
    assert reaching.count_reach(workspace, opened, meeting, 140)
    assert not reaching.count_reach(workspace, opened, meeting, 140)
    reaching.count_reach(workspace, opened, meeting, reaching.read_number("1,200"))
    assert opened.group.meetings[meeting].reached == 1_200
    for words in ("", "many", "-3", "1.5", "99999999", "9" * 5_000, "1,2345", "٣"):
        with pytest.raises(Problem):
            reaching.read_number(words)


def test_a_report_is_written_once_more_in_the_place_of_its_own_file(workspace: Workspace, opened: OpenGroup) -> None:
    report = granting.tell(workspace, opened, (Q1, Q2))
    first = grant_files.write(workspace, opened, report, "md")
    assert first.name == "grant-report-2027Q1-2027Q2.md" and first.stat().st_mode & 0o077 == 0
    assert grant_files.write(workspace, opened, report, "md") == first
    (listed,) = exported(workspace.places.state)
    assert redrawing.draw_again(workspace, opened, listed) == first.read_text(encoding="utf-8")
    first.write_text("my own words", encoding="utf-8")
    assert grant_files.write(workspace, opened, report, "md") != first
    with pytest.raises(Problem):
        grant_files.write(workspace, opened, report, "md", first)
    with pytest.raises(Problem):
        grant_files.write(workspace, opened, report, "docx")
    assert first.read_text(encoding="utf-8") == "my own words"


def test_nobody_is_named_in_any_output(workspace: Workspace, opened: OpenGroup) -> None:
    choosing.choose(workspace, opened, "kinds", "coalition meeting, Talk with Ana Ruiz, training")
    choosing.choose(workspace, opened, "indicator.WD", "What Marisol taught")
    hold(workspace, opened, utc(2026, 10, 14), [*everybody(), "! Bo Chen speaks", "> @mei call Leila"])
    hold(workspace, opened, utc(2026, 10, 20), everybody(*NAMES[:3]), "Talk with Ana Ruiz")
    report = granting.tell(workspace, opened, (Q1, Q2))
    for form in grant_files.FORMS:
        page = grant_files.render(report, form)
        for name in NAMES:
            for word in name.split():
                assert not re.search(rf"\b{word}\b", page), (form, word)


@pytest.mark.parametrize("form", list(grant_files.FORMS))
def test_hostile_words_stay_words(workspace: Workspace, opened: OpenGroup, form: str) -> None:
    choosing.rename_group(workspace, opened, "[/] <script>alert(1)</script> =1+1")
    choosing.choose(workspace, opened, "kinds", HOSTILE)
    choosing.choose(workspace, opened, "indicator.A4", HOSTILE)
    page = grant_files.render(granting.tell(workspace, opened, (Q1,)), form)
    assert "\x1b" not in page and "\x00" not in page
    if form == "html":
        assert "<script" not in page and page.count("<table>") == 6 and "<caption>" in page and 'scope="row"' in page
    elif form == "csv":
        assert all(len(row) == 4 for row in csv.reader(io.StringIO(page)))
    elif form == "json":
        assert json.loads(page)["quarters"] == [{"year": 2027, "number": 1}]


def test_which_quarters_are_meant(workspace: Workspace, opened: OpenGroup) -> None:
    assert granting.asked_quarters(workspace, opened, ()) == (Quarter(2026, 3),), "the last one that is over"
    assert granting.asked_quarters(workspace, opened, ("2027Q2", "2027q1", "2027Q2")) == (Q1, Q2)
    assert len(granting.asked_quarters(workspace, opened, ("2026", "2027"))) == 8
    for words in (("soon",), ("2025", "2026", "2027")):
        with pytest.raises(WrongUse):
            granting.asked_quarters(workspace, opened, words)


def test_a_group_that_did_nothing_has_a_report_of_zeros(workspace: Workspace, opened: OpenGroup) -> None:
    report = told(workspace, opened)
    assert report["done"] == {"Decisions": (0,), "Next steps done": (0,), "Policy issues changed": (0,)}
