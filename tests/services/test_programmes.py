"""A group runs programmes: begun, given days, ticked, filled in, met for, closed; from two devices, and taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from peer_tui.domain.events import MeetingDeleted, MeetingId, ProgrammeId
from peer_tui.domain.programmes.book import Running
from peer_tui.domain.programmes.standing import ItemStanding
from peer_tui.domain.timing import Course, Span
from peer_tui.services import forgetting, merging_meetings, planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.opened import OpenGroup
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes import checklist, filling, meetings, rows, running, starting
from peer_tui.services.programmes.standing import actual_time, where_it_stands
from peer_tui.services.session import LiveSession
from peer_tui.services.taking_back import take_back
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import places_in

ASSIGNED = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
DAYS = {"assignment": dt.date(2026, 3, 2), "first": dt.date(2026, 4, 27), "last": dt.date(2026, 4, 28)}
NASTY = "[/] [bold]x[/bold] \x1b[31m \ud800 \0 ‮rtl 林 🎉 {name}"


class Match:
    """A group with one peer match, begun on its assignment."""

    def __init__(self, home: Path, clock: ManualClock) -> None:
        self.home = home
        self.clock = clock
        self.workspace = Workspace(places_in(home), clock, Settings(), threaded=False)
        self.opened = planning.new_group(
            self.workspace, "Harbor Peer Coalition", "blank", "America/New_York", "Ana Ruiz\nBo Chen\nMei Tan"
        )
        self.id: ProgrammeId = starting.start(self.workspace, self.opened, "peer-match", "Harbor and Lake", DAYS)

    @property
    def run(self) -> Running:
        return running.run_of(self.opened, self.id)

    def item(self, key: str) -> ItemStanding:
        found = where_it_stands(self.workspace, self.opened, self.run)
        return next(one for one in found.items if one.item.key == key)

    def tick(self, key: str, progress: str = "done", **more: object) -> str:
        return checklist.mark(self.workspace, self.opened, self.run, key, progress, **more)  # type: ignore[arg-type]

    def answer(self, form: str, question: str, text: str) -> str:
        return filling.answer(self.workspace, self.opened, self.run, form, question, text)

    def again(self) -> tuple[Workspace, OpenGroup, Running]:
        """The program starts anew, from what is on disk."""
        self.workspace.saver.flush()
        workspace = Workspace(places_in(self.home), self.clock, Settings(), threaded=False)
        (opened,) = workspace.open_groups()
        return workspace, opened, running.run_of(opened, self.id)


@pytest.fixture
def match(tmp_path: Path) -> Match:
    return Match(tmp_path, ManualClock(ASSIGNED))


def test_everything_is_there_after_a_restart(match: Match) -> None:
    match.tick("contact-lead", note="by phone", day=dt.date(2026, 3, 1))
    match.answer("core", "issues", NASTY)
    starting.rename(match.workspace, match.opened, match.run, "Harbor meets Lake")
    workspace, opened, run = match.again()
    assert run == match.run and run.title == "Harbor meets Lake" and run.anchors == DAYS
    assert opened.glance.programmes == {match.id: True}
    assert where_it_stands(workspace, opened, run) == where_it_stands(match.workspace, match.opened, match.run)
    workspace.close()


def test_check_66_moving_the_match_by_a_week_keeps_what_is_ticked(match: Match) -> None:
    match.tick("contact-lead")
    match.tick("team-list")
    before = {one.item.key: one for one in where_it_stands(match.workspace, match.opened, match.run).items}
    for anchor in ("last", "first"):
        starting.set_day(match.workspace, match.opened, match.run, anchor, DAYS[anchor] + dt.timedelta(days=7))
    after = {one.item.key: one for one in where_it_stands(match.workspace, match.opened, match.run).items}
    assert after["contact-lead"] == before["contact-lead"] and after["timeline"] == before["timeline"]
    assert after["team-list"].state == "done"
    assert str(after["team-list"].span.due) == "2026-04-13"
    assert str(after["thank-you"].span.due) == "2026-05-19"


def test_check_66_an_assignment_four_weeks_before_is_said_when_it_is_set(match: Match) -> None:
    said = starting.set_day(match.workspace, match.opened, match.run, "assignment", dt.date(2026, 3, 30))
    assert said[0] == "less than 6 weeks: these stages overlap"
    assert starting.set_day(match.workspace, match.opened, match.run, "assignment", dt.date(2026, 3, 30)) == []


def test_a_match_before_its_assignment_is_said_and_kept(match: Match) -> None:
    said = starting.set_day(match.workspace, match.opened, match.run, "first", dt.date(2026, 2, 1))
    assert "lies before" in said[0] and match.run.anchors["first"] == dt.date(2026, 2, 1)


def test_a_window_that_is_over_already_is_said(match: Match) -> None:
    match.clock.set(dt.datetime(2026, 3, 20, tzinfo=dt.UTC))
    match.tick("contact-lead")
    starting.set_day(match.workspace, match.opened, match.run, "assignment", None)
    said = starting.set_day(match.workspace, match.opened, match.run, "assignment", DAYS["assignment"])
    assert said == [
        "“Within 1 week of assignment” was over on 9 Mar 2026 already: 3 lines of it are overdue.",
        "“Within 2 weeks of assignment” was over on 16 Mar 2026 already: 3 lines of it are overdue.",
    ]


def test_on_its_last_day_a_window_is_not_over(match: Match) -> None:
    match.clock.set(dt.datetime(2026, 3, 9, 15, tzinfo=dt.UTC))
    starting.set_day(match.workspace, match.opened, match.run, "assignment", None)
    assert starting.set_day(match.workspace, match.opened, match.run, "assignment", DAYS["assignment"]) == []


def test_a_day_can_be_taken_back(match: Match) -> None:
    assert starting.set_day(match.workspace, match.opened, match.run, "first", None) == []
    assert "first" not in match.run.anchors and match.item("team-list").state == "no date"
    words = starting.suggested_words(running.need_definition(match.run), match.run, "first")
    assert words.endswith("13–27 Apr 2026")


def test_an_anchor_the_programme_does_not_have_is_refused(match: Match) -> None:
    with pytest.raises(WrongUse) as told:
        starting.set_day(match.workspace, match.opened, match.run, "moon", dt.date(2026, 4, 1))
    assert told.value.choices == ("assignment", "first", "last")
    with pytest.raises(WrongUse):
        starting.start(match.workspace, match.opened, "peer-match", anchors={"moon": dt.date(2026, 4, 1)})
    assert len(running.runs(match.opened)) == 1


def test_a_programme_that_is_not_there_is_a_sentence(match: Match) -> None:
    with pytest.raises(Problem) as told:
        starting.start(match.workspace, match.opened, "peer-mtach")
    assert "peer-match" in told.value.sentence
    with pytest.raises(Problem):
        starting.start(match.workspace, match.opened, "peer-match", "x" * 201)


# --- the checklist ------------------------------------------------------------------------------------------------


def test_a_line_is_ticked_and_opened_again(match: Match) -> None:
    act = match.tick("contact-lead", note="by phone")
    assert (match.item("contact-lead").state, match.item("contact-lead").note) == ("done", "by phone")
    assert match.item("contact-lead").day == dt.date(2026, 3, 2)
    assert match.tick("contact-lead") == ""
    assert match.tick("contact-lead", "open")
    assert (match.item("contact-lead").state, match.item("contact-lead").note) == ("now", "by phone")
    assert take_back(match.workspace, match.opened, act)
    assert match.item("contact-lead").note == "by phone"


def test_a_line_cannot_be_done_tomorrow(match: Match) -> None:
    with pytest.raises(Problem):
        match.tick("contact-lead", day=dt.date(2026, 3, 3))
    with pytest.raises(WrongUse):
        match.tick("contact-lead", "perhaps")
    with pytest.raises(WrongUse) as told:
        match.tick("contact-the-moon")
    assert len(told.value.choices) == 21


def test_check_68_ticking_the_fact_sheet_says_it_was_sent(match: Match) -> None:
    act = match.tick("fact-sheet")
    assert match.item("fact-sheet").state == "done" and "logistics" in match.run.sent
    assert take_back(match.workspace, match.opened, act)
    assert match.item("fact-sheet").state == "later" and not match.run.sent
    match.tick("fact-sheet")
    match.tick("fact-sheet", "open")
    assert match.item("fact-sheet").state == "later" and not match.run.sent


# --- forms --------------------------------------------------------------------------------------------------------


def test_check_68_the_logistics_guidance_counts_and_exports_all_25(match: Match) -> None:
    known, every = filling.progress(match.workspace, match.opened, match.run, "logistics")
    assert every == 25 and known >= 2, "the title and the dates are known"
    lines = filling.form_lines(match.opened, match.run, "logistics")
    asked = [line for line in lines if line.question is not None]
    assert len(asked) == 25 and {line.title for line in lines if line.prefilled}
    for line in asked:
        if not line.text:
            choices = line.question.choices if line.question else ()
            words = {"number": "3", "date": "2026-04-27", "tick": "yes"}.get(
                line.question.type if line.question else "", choices[0] if choices else NASTY
            )
            match.answer("logistics", line.key, words)
    assert filling.progress(match.workspace, match.opened, match.run, "logistics") == (25, 25)
    assert (match.item("fact-sheet").progress, match.item("fact-sheet").state) == ("25/25", "later")
    for kind in ("md", "txt", "html"):
        text = filling.form_text(match.opened, match.run, "logistics", kind)
        path = filling.write_form(match.workspace, match.opened, match.run, "logistics", kind)
        assert path.stat().st_mode & 0o777 == 0o600 and path.read_text(encoding="utf-8") == text
        assert "\x1b" not in text and "\0" not in text
        assert text.encode("utf-8")
    plain = filling.form_text(match.opened, match.run, "logistics", "txt")
    assert all(line.title in plain for line in asked)
    assert "[bold]x[/bold]" in plain
    filling.mark_sent(match.workspace, match.opened, match.run, "logistics", "file")
    assert match.item("fact-sheet").state == "done"


def test_a_file_that_is_there_is_left_alone(match: Match, tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("mine", encoding="utf-8")
    with pytest.raises(Problem):
        filling.write_form(match.workspace, match.opened, match.run, "core", "md", mine)
    assert mine.read_text(encoding="utf-8") == "mine"
    with pytest.raises(Problem):
        filling.form_text(match.opened, match.run, "core", "docx")


def test_an_answer_is_changed_and_taken_back(match: Match) -> None:
    act = match.answer("core", "issues", "Housing")
    assert match.answer("core", "issues", "Housing") == "" and match.answer("core", "hope", "") == ""
    match.answer("core", "issues", "Housing and jobs")
    match.answer("core", "issues", "")
    assert match.run.answer("core", "issues") == ""
    assert not take_back(match.workspace, match.opened, "nothing") and act


def test_what_is_known_beforehand_gives_way_to_an_answer(match: Match) -> None:
    before = next(line for line in filling.form_lines(match.opened, match.run, "logistics") if line.prefilled)
    assert before.text and not before.kept
    match.answer("logistics", before.key, "something else")
    after = next(line for line in filling.form_lines(match.opened, match.run, "logistics") if line.key == before.key)
    assert (after.text, after.prefilled) == ("something else", False)


def test_an_evaluation_is_not_filled_in_as_a_form(match: Match) -> None:
    programme = running.need_definition(match.run)
    evaluation = next(form for form in programme.forms if form.evaluation)
    with pytest.raises(WrongUse) as told:
        match.answer(evaluation.key, "x", "y")
    assert "evaluation" in told.value.sentence
    with pytest.raises(WrongUse):
        match.answer("nothing", "x", "y")
    with pytest.raises(WrongUse):
        match.answer("core", "nothing", "y")


def test_a_form_answered_twice_on_two_laptops(match: Match, tmp_path: Path) -> None:
    """Both are shown, in the form and as advice; the next answer settles it."""
    match.answer("core", "issues", "Housing")
    match.workspace.saver.flush()
    other, group, run = match.again()
    filling.answer(other, group, run, "core", "issues", "Transport")
    match.clock.advance(dt.timedelta(seconds=5))
    match.answer("core", "issues", "Jobs")
    other.saver.flush()
    third, opened, run = match.again()
    line = next(line for line in filling.form_lines(opened, run, "core") if line.key == "issues")
    assert {line.text, *line.others} == {"Transport", "Jobs"}
    assert any("was answered twice" in words for words in where_it_stands(third, opened, run).warnings)
    assert "Transport" in filling.form_text(opened, run, "core") and "Jobs" in filling.form_text(opened, run, "core")
    filling.answer(third, opened, run, "core", "issues", line.text)
    assert running.run_of(opened, match.id).answers["core", "issues"].others == ()
    other.close()
    third.close()


# --- meetings -----------------------------------------------------------------------------------------------------


def at(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC)


def test_a_meeting_is_planned_with_its_template_and_the_open_questions(match: Match) -> None:
    match.answer("core", "issues", "Housing")
    kind = next(form.topics_for for form in running.need_definition(match.run).forms if form.topics_for)
    meeting = meetings.plan_meeting(match.workspace, match.opened, match.run, kind, at("2026-03-12T18:00"))
    folded = match.opened.meeting(meeting)
    texts = [topic.text for topic in folded.topics]
    core = next(form for form in running.need_definition(match.run).forms if form.key == "core")
    assert texts == [one.title for one in core.questions if not one.later and one.key != "issues"]
    held = match.opened.group.meetings[meeting]
    assert held.title == next(one.title for one in running.need_definition(match.run).meetings if one.key == kind)
    assert match.opened.group.series[held.series] == "Harbor and Lake"
    found = meetings.programme_of(match.opened, meeting)
    assert found is not None and (found[0].id, found[2].key) == (match.id, kind)
    assert meetings.programme_of(match.opened, "other") is None
    assert [(key, one.id) for key, one in meetings.meetings_of(match.opened, match.run)] == [(kind, meeting)]


def test_a_question_that_was_not_reached_comes_again_once_and_an_answered_one_not(match: Match) -> None:
    kind = next(form.topics_for for form in running.need_definition(match.run).forms if form.topics_for)
    first = meetings.plan_meeting(match.workspace, match.opened, match.run, kind, at("2026-03-12T18:00"))
    match.clock.set(at("2026-03-12T18:00"))
    session = LiveSession(match.workspace, match.opened, first)
    for line in ("/next", "/next", "/go goodbyes", "/end", "/end"):
        session.enter(line)
    match.opened.refold()
    before = [topic.text for topic in match.opened.meeting(first).topics]
    match.answer("core", "hope", "To keep residents")
    second = meetings.plan_meeting(match.workspace, match.opened, match.run, kind, at("2026-03-19T18:00"))
    after = [topic.text for topic in match.opened.meeting(second).topics]
    hope = next(one.title for one in filling.form_of(match.run, "core").questions if one.key == "hope")
    assert hope in before and after == [text for text in before if text != hope]


def test_a_meeting_that_is_held_once_is_planned_once(match: Match) -> None:
    once = next(one.key for one in running.need_definition(match.run).meetings if not one.many)
    first = meetings.plan_meeting(match.workspace, match.opened, match.run, once, at("2026-04-27T13:00"))
    with pytest.raises(Problem) as told:
        meetings.plan_meeting(match.workspace, match.opened, match.run, once, at("2026-04-28T13:00"))
    assert "27 Apr 2026" in told.value.sentence
    planning.cancel(match.workspace, match.opened, match.opened.group.meetings[first])
    assert meetings.plan_meeting(match.workspace, match.opened, match.run, once, at("2026-04-28T13:00"))
    with pytest.raises(WrongUse):
        meetings.plan_meeting(match.workspace, match.opened, match.run, "party", at("2026-04-28T13:00"))
    with pytest.raises(Problem):
        meetings.plan_meeting(match.workspace, match.opened, match.run, once, at("2026-04-28T13:00"), 0)


def test_a_meeting_planned_before_can_be_taken_in_and_out(match: Match) -> None:
    meeting: MeetingId = planning.plan(match.workspace, match.opened, at("2026-04-01T18:00"))
    kind = running.need_definition(match.run).meetings[0].key
    meetings.take_in(match.workspace, match.opened, match.run, meeting, kind)
    assert match.run.meetings == {meeting: kind}
    meetings.take_in(match.workspace, match.opened, match.run, meeting, "")
    assert match.run.meetings == {}


def test_check_70_actual_hours_are_totalled(match: Match) -> None:
    """From the call to order to the end, without pauses: not what was planned."""
    training = starting.start(match.workspace, match.opened, "peer-training")
    run = running.run_of(match.opened, training)
    kind = next(one.key for one in running.need_definition(run).meetings if one.counts)
    meeting = meetings.plan_meeting(match.workspace, match.opened, run, kind, at("2026-03-05T18:00"))
    match.clock.set(at("2026-03-05T17:50"))
    session = LiveSession(match.workspace, match.opened, meeting)
    session.enter("/next")
    match.clock.set(at("2026-03-05T18:05"))
    session.enter("/next")
    session.enter("a concern")
    match.clock.advance(dt.timedelta(minutes=60))
    session.enter("/pause")
    match.clock.advance(dt.timedelta(minutes=15))
    session.enter("/resume")
    match.clock.advance(dt.timedelta(minutes=30))
    session.enter("/end")
    session.enter("/end")
    match.opened.refold()
    called, ended = match.opened.meeting(meeting).called, match.opened.meeting(meeting).ended
    assert called is not None and ended is not None
    found = where_it_stands(match.workspace, match.opened, running.run_of(match.opened, training))
    assert found.hours == ended - called - dt.timedelta(minutes=15)
    assert found.hours_words == "1 h 30 of 6–8 h"


def test_time_before_the_call_to_order_and_in_pauses_does_not_count() -> None:
    """A meeting that was called to order while its first block was on, and one that was only written up."""

    def hour(text: str) -> dt.datetime:
        return at(f"2026-03-05T{text}")

    spans = (Span("welcome", None, hour("17:50"), hour("18:30")), Span("topics", None, hour("18:30"), None))
    course = Course(
        (), hour("18:00"), hour("19:00"), {}, spans, ((hour("18:40"), hour("18:45")),), hour("18:05"), hour("19:10")
    )
    assert actual_time(course) == dt.timedelta(minutes=60)
    assert actual_time(msgspec.structs.replace(course, spans=(), pauses=())) == dt.timedelta(minutes=65)
    assert actual_time(msgspec.structs.replace(course, spans=(), called=None)) == dt.timedelta(minutes=70)
    assert actual_time(msgspec.structs.replace(course, ended=None)) == dt.timedelta()


# --- which run ----------------------------------------------------------------------------------------------------


def test_open_runs_first_the_newest_before_the_others(match: Match) -> None:
    match.clock.advance(dt.timedelta(days=1))
    second = starting.start(match.workspace, match.opened, "peer-learning")
    match.clock.advance(dt.timedelta(days=1))
    third = starting.start(match.workspace, match.opened, "career-workshop")
    starting.close(match.workspace, match.opened, running.run_of(match.opened, third))
    assert [run.id for run in running.runs(match.opened)] == [second, match.id, third]
    assert match.opened.glance.programmes == {match.id: True, second: True, third: False}
    assert not where_it_stands(match.workspace, match.opened, running.run_of(match.opened, third)).due
    starting.close(match.workspace, match.opened, running.run_of(match.opened, third), closed=False)
    assert running.runs(match.opened)[0].id == third


def test_a_run_is_chosen_by_words(match: Match) -> None:
    assert running.choose_run([match.opened])[1].id == match.id
    other = starting.start(match.workspace, match.opened, "peer-match", "Lake and Ridge")
    for words, meant in (("harbor", match.id), ("Lake", other), ("lake and ridge", other), ("RIDGE", other)):
        assert running.choose_run([match.opened], words)[1].id == meant
    for words in ("", "peer-match", "nowhere"):
        with pytest.raises(WrongUse) as told:
            running.choose_run([match.opened], words)
        assert len(told.value.choices) == 2
    starting.close(match.workspace, match.opened, running.run_of(match.opened, other))
    assert running.choose_run([match.opened], "peer-match")[1].id == match.id
    starting.close(match.workspace, match.opened, match.run)
    with pytest.raises(WrongUse):
        running.choose_run([match.opened])


def test_the_only_run_there_is_is_meant_also_when_it_is_closed(match: Match) -> None:
    starting.close(match.workspace, match.opened, match.run)
    assert running.choose_run([match.opened])[1].id == match.id


def test_without_a_programme_a_sentence_says_how_to_start_one(workspace: Workspace) -> None:
    opened = planning.new_group(workspace, "Harbor", "blank", "UTC", "Ana Ruiz")
    assert running.runs(opened) == []
    with pytest.raises(Problem) as told:
        running.choose_run([opened])
    assert "programme start" in told.value.sentence


def test_a_run_whose_file_is_gone_is_kept_and_said(match: Match) -> None:
    gone = match.run
    gone = Running("run", "no-such-file", gone.title, gone.started)
    assert running.definition(gone) is None
    with pytest.raises(Problem) as told:
        running.need_definition(gone)
    assert "is safe" in told.value.sentence and "Harbor and Lake" in told.value.sentence


def test_a_started_programme_can_be_taken_back(match: Match) -> None:
    run = starting.start(match.workspace, match.opened, "career-workshop")
    assert running.run_of(match.opened, run).rows, "it begins with the rows of its menu"
    act = next(event.act for event in match.opened.events[""] if event.id and getattr(event, "programme", "") == run)
    assert take_back(match.workspace, match.opened, act)
    assert [one.id for one in running.runs(match.opened)] == [match.id]
    with pytest.raises(Problem):
        running.run_of(match.opened, run)


def test_a_fact_of_a_programme_folds_nothing_of_the_group_again(match: Match) -> None:
    """With 25,000 meetings an answer would otherwise cost a fold of ten years."""
    group = match.opened.group
    match.answer("core", "issues", "Housing")
    match.tick("dates")
    assert match.opened.group is group and match.run.answer("core", "issues") == "Housing"
    planning.add_priority(match.workspace, match.opened, "Housing")
    assert match.opened.group.active_priorities and match.run.answer("core", "issues") == "Housing"


def test_of_a_meeting_planned_twice_the_one_that_stands_for_both_is_the_programmes(match: Match) -> None:
    once = next(one.key for one in running.need_definition(match.run).meetings if not one.many)
    first = meetings.plan_meeting(match.workspace, match.opened, match.run, once, at("2026-04-27T13:00"))
    other = planning.plan(match.workspace, match.opened, at("2026-04-27T13:00"))
    known = match.opened.group.meetings
    merging_meetings.merge_meetings(match.workspace, match.opened, known[first], known[other])
    assert [held.id for _, held in meetings.meetings_of(match.opened, match.run)] == [other]
    found = meetings.programme_of(match.opened, other)
    assert found is not None and found[2].key == once
    with pytest.raises(Problem):
        meetings.plan_meeting(match.workspace, match.opened, match.run, once, at("2026-04-28T13:00"))


def test_a_deleted_meeting_is_none_of_the_programmes(match: Match) -> None:
    once = next(one.key for one in running.need_definition(match.run).meetings if not one.many)
    first = meetings.plan_meeting(match.workspace, match.opened, match.run, once, at("2026-04-27T13:00"))
    match.workspace.record(match.opened, first, [MeetingDeleted()])
    assert meetings.meetings_of(match.opened, match.run) == []
    assert meetings.programme_of(match.opened, first) is not None, "it is still what it was"


# --- words that go ------------------------------------------------------------------------------------------------


def test_a_forgotten_persons_name_goes_from_forms_rows_and_notes(match: Match) -> None:
    """Each text that holds it is asked about once; answered, it is in no file any more, and not in what was written."""
    mei = next(person for person in match.opened.group.everybody if person.name == "Mei Tan")
    match.answer("core", "hope", "What Mei Tan told us")
    match.tick("contact-lead", note="through Mei Tan")
    texts = {"name": "Mei Tan", "role": "with Mei Tan", "side": "requesting site"}
    rows.add_row(match.workspace, match.opened, match.run, "team", texts)
    written = filling.write_form(match.workspace, match.opened, match.run, "core")
    assert "Mei Tan" in written.read_text(encoding="utf-8")
    found = forgetting.look_for(match.opened, mei)
    forgetting.forget(match.workspace, match.opened, found, [forgetting.Answer.REPLACE] * len(found.lines))
    match.workspace.saver.flush()
    assert "Mei" not in repr(match.run), "nor is it shown"
    assert match.run.answer("core", "hope") == "What a member told us"
    assert "Mei" not in written.read_text(encoding="utf-8")
    workspace, _, run = match.again()
    assert "Mei" not in repr(run)
    workspace.close()
    held = [path for path in match.home.rglob("*") if path.is_file() and b"Mei Tan" in path.read_bytes()]
    assert held == []
