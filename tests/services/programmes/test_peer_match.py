"""The peer match, as its file says and as it is run (`product.md` §1.2): windows, forms, the check-in."""

from __future__ import annotations

import datetime as dt
import html as markup
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.domain.events import FormAnswered, Progress, Redacted, RowChanged, RowRemoved, StepMarked
from peer_tui.domain.programmes.standing import Standing
from peer_tui.services.programmes import filling, gathering, meetings, reports
from peer_tui.services.programmes.files import load_programme
from peer_tui.services.programmes.running import run_of
from peer_tui.services.programmes.standing import where_it_stands
from peer_tui.services.templates import load_template
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.libraries import places_in
from tests.services.programmes.matches import FIRST, LAST, Match, at


@pytest.fixture
def match(tmp_path: Path) -> Iterator[Match]:
    made = Match(tmp_path)
    yield made
    made.close()


def stands(match: Match) -> Standing:
    return where_it_stands(match.workspace, match.opened, match.run)


def answer(match: Match, form: str, question: str, text: str) -> None:
    filling.answer(match.workspace, match.opened, match.run, form, question, text)


# --- what the file says ---------------------------------------------------------------------------------------------


def test_the_programme_has_what_the_guide_has() -> None:
    programme = load_programme("peer-match")
    assert [anchor.key for anchor in programme.anchors] == ["assignment", "first", "last"]
    by_window = {window.title: 0 for window in programme.windows}
    titles = {window.key: window.title for window in programme.windows}
    for item in programme.items:
        by_window[titles[item.window]] += 1
    assert by_window == {
        "Within 1 week of assignment": 4,
        "Within 2 weeks of assignment": 3,
        "3–4 weeks before match": 6,
        "1–2 weeks before match": 2,
        "During match": 2,
        "Within 1–2 weeks after match": 1,
        "Within 4–6 weeks after match": 2,
        "Three to six months later": 1,
    }
    forms = {form.key: form for form in programme.forms}
    assert [len(section.questions) for section in forms["core"].sections] == [7, 5, 4, 4, 2, 3]
    assert [len(section.questions) for section in forms["logistics"].sections] == [12, 9, 4]
    assert len(programme.stages) == 6
    team = next(register for register in programme.registers if register.key == "team")
    titles_of_columns = [column.title for column in team.columns]
    for title in ("Name", "Title", "Organization", "Address", "Telephone number", "E-mail address"):
        assert title in titles_of_columns
    # What is not the guide's says so.
    assert forms["evaluation"].ours
    assert all(letter.ours for letter in programme.letters)


def test_its_meetings_have_room_for_their_blocks() -> None:
    for kind in load_programme("peer-match").meetings:
        template = load_template(kind.template)
        assert sum(block.high for block in template.blocks) <= template.minutes, kind.key
        assert all(block.ours for block in template.blocks), kind.key
        assert any(block.job == "goodbyes" for block in template.blocks), kind.key


# --- the logistics guidance (check 68) ----------------------------------------------------------------------------


def test_check_68_the_guidance_counts_to_25_exports_every_heading_and_ticks_only_when_sent(match: Match) -> None:
    def fact_sheet() -> tuple[str, str]:
        found = next(one for one in stands(match).items if one.item.key == "fact-sheet")
        return found.progress, found.state

    # The title and the dates are known.
    assert fact_sheet()[0].startswith("2/25")
    answer(match, "logistics", "location", "Harbor City, Maine")
    assert fact_sheet()[0].startswith("3/25")
    match.team()
    assert fact_sheet()[0].startswith("4/25")
    form = filling.form_of(match.run, "logistics")
    for question in form.questions:
        choice = question.choices[0] if question.choices else "2026-04-26" if question.type == "date" else "said"
        answer(match, "logistics", question.key, choice)
    progress, state = fact_sheet()
    assert progress.startswith("25/25")
    assert state != "done"
    for kind in ("md", "txt", "html"):
        text = filling.form_text(match.opened, match.run, "logistics", kind)  # type: ignore[arg-type]
        plain = markup.unescape(text).replace("\\", "")
        assert all(question.title in plain for question in form.questions), kind
        assert len(form.questions) == 25
    filling.mark_sent(match.workspace, match.opened, match.run, "logistics", "file")
    assert fact_sheet()[1] == "done"
    filling.mark_sent(match.workspace, match.opened, match.run, "logistics", sent=False)
    assert fact_sheet()[1] != "done"


def test_what_is_known_fills_the_guidance_in(match: Match) -> None:
    match.team()
    meetings.plan_meeting(match.workspace, match.opened, match.run, "day-1", at(FIRST, 9))
    meetings.plan_meeting(match.workspace, match.opened, match.run, "day-2", at(LAST, 9))
    lines = filling.form_lines(match.opened, match.run, "logistics")
    said = {line.question.key: line.text for line in lines if line.question is not None and line.prefilled}
    assert said == {
        "title": "Lark County learns from Harbor",
        "dates": "27–28 Apr 2026",
        "starts": "Mon 27 Apr 2026, 9:00 am",
        "ends": "Tue 28 Apr 2026, 3:00 pm",
        "expected": "3 requesting site, 3 peer consultants",
    }


def test_unanswered_core_questions_become_topics_of_the_pre_match_call(match: Match) -> None:
    answer(match, "core", "issues", "Paying residents")
    call = meetings.plan_meeting(
        match.workspace, match.opened, match.run, "pre-match-call", at(dt.date(2026, 3, 30), 14)
    )
    topics = [topic.text for topic in match.opened.meeting(call).topics]
    assert len(topics) == 19
    assert "What do they hope to gain from the match?" in topics
    assert "Which issues does the requesting site want to learn more about?" not in topics
    # What can only be answered afterwards is no topic of a call before.
    assert not any("summary report" in topic or "impact" in topic for topic in topics)


# --- the way through its six steps --------------------------------------------------------------------------------


def test_a_report_out_for_review_is_the_draft_that_was_distributed_and_shared_is_the_end(match: Match) -> None:
    def states() -> dict[str, str]:
        return {one.item.key: one.state for one in stands(match).items if one.item.report}

    where = (match.workspace, match.opened)
    assert "done" not in states().values()
    reports.send_out(*where, match.run, "summary", deadline=dt.date(2026, 6, 5))
    assert states()["draft-summary"] == "done"
    assert states()["share-summary"] != "done"
    reports.integrate(*where, match.run, "summary")
    reports.approve(*where, match.run, "summary")
    assert states()["share-summary"] != "done"
    reports.share(*where, match.run, "summary")
    assert states() == {"draft-summary": "done", "share-summary": "done"}


def test_a_stage_counts_only_its_own_core_questions(match: Match) -> None:
    def missing(stage: str) -> str:
        return " ".join(next(one.missing for one in stands(match).stages if one.stage.key == stage))

    assert "core questions of step 3" in missing("agenda")
    for question in ("objectives", "visits", "materials", "concerns"):
        answer(match, "core", question, "yes")
    assert "core questions" not in missing("agenda")
    assert "core questions of step 1" in missing("purpose")


# --- the check-in -------------------------------------------------------------------------------------------------


def rows(match: Match) -> list[dict[str, str]]:
    return [row.texts for row in match.run.standing_rows("commitments")]


def test_the_check_in_pulls_every_commitment_with_its_state_and_asks_the_three_questions(match: Match) -> None:
    match.team()
    match.hold_both_days()
    match.clock.set(at(dt.date(2026, 7, 30), 9))
    meeting = meetings.plan_meeting(match.workspace, match.opened, match.run, "check-in", at(dt.date(2026, 8, 4), 9))
    titles = {row["title"]: row for row in rows(match)}
    assert set(titles) == {"Lark County pays residents for their time", "ask the county for a budget line"}
    step = titles["ask the county for a budget line"]
    assert (step["state"], step["by"]) == ("not started", "2026-05-15")
    assert match.opened.group.people[step["who"]].name == "Milo Birch"
    topics = [topic.text for topic in match.opened.meeting(meeting).topics]
    assert "Commitment: Lark County pays residents for their time" in topics
    assert gathering.gather_for(match.workspace, match.opened, match.run, meeting) == 0, "nothing comes twice"
    # A next step is walked through in its own block.
    assert not any("budget line" in topic for topic in topics)
    for question in ("progress", "impact", "requests"):
        assert sum(question in topic for topic in topics) == 1, question


def test_gathering_again_brings_nothing_twice_and_follows_the_step(match: Match) -> None:
    where = (match.workspace, match.opened)
    match.hold_both_days()
    assert gathering.gather(*where, match.run, "commitments").rows == 2
    assert gathering.gather(*where, match.run, "commitments") == gathering.Gathered(0)
    match.clock.advance(dt.timedelta(days=20))
    step = next(iter(match.opened.group.open_steps))
    match.workspace.record(match.opened, "", [StepMarked(step=step.id, progress=Progress.DONE)])
    assert gathering.gather(*where, match.run, "commitments").rows == 1
    assert {row.get("state", "") for row in rows(match)} == {"", "done"}
    # A row that a person takes out is not brought again.
    first = match.run.standing_rows("commitments")[0]
    match.workspace.record(match.opened, "", [RowRemoved(programme=match.id, row=first.id)])
    assert gathering.gather(*where, match.run, "commitments").rows == 0


def test_words_that_are_removed_go_from_the_row_that_was_gathered(match: Match) -> None:
    session = match.hold_both_days()
    gathering.gather(match.workspace, match.opened, match.run, "commitments")
    entry = next(row.entry for row in match.run.standing_rows("commitments") if "pays residents" in row.texts["title"])
    for where in (session.id, ""):
        match.workspace.record(match.opened, where, [Redacted(target=entry)])
    assert not any("pays residents" in str(row) for row in rows(match))
    assert gathering.gather(match.workspace, match.opened, match.run, "commitments").rows == 0


def test_the_impact_of_the_match_stands_in_its_own_report(match: Match) -> None:
    match.hold_both_days()
    gathering.gather(match.workspace, match.opened, match.run, "commitments")
    body = FormAnswered(programme=match.id, part="check-in", question="impact", text="Residents are paid")
    match.workspace.record(match.opened, "", [body])
    page = reports.drawn(match.workspace, match.opened, match.run, "impact")
    said = {section.key: section.words for section in page.sections}
    assert "Residents are paid" in said["impact"]
    assert "ask the county for a budget line" in said["progress"]
    assert "Milo Birch" in said["progress"]
    # It answers the sixth step's core questions too.
    lines = filling.form_lines(match.opened, match.run, "core")
    assert "Residents are paid" in [line.text for line in lines]


def test_two_laptops_that_gather_the_same_line_make_one_row(match: Match, tmp_path: Path) -> None:
    match.hold_both_days()
    other = Workspace(places_in(tmp_path), match.clock, Settings(), threaded=False)
    theirs = other.open_groups()[0]
    for workspace, opened in ((match.workspace, match.opened), (other, theirs)):
        assert gathering.gather(workspace, opened, run_of(opened, match.id), "commitments").rows == 2
    other.close()
    again = Workspace(places_in(tmp_path), match.clock, Settings(), threaded=False)
    opened = again.open_groups()[0]
    assert len(run_of(opened, match.id).standing_rows("commitments")) == 2
    again.close()


def test_a_commitment_that_is_kept_is_no_topic_of_the_next_check_in(match: Match) -> None:
    match.hold_both_days()
    gathering.gather(match.workspace, match.opened, match.run, "commitments")
    row = next(row for row in match.run.standing_rows("commitments") if "pays residents" in row.texts["title"])
    body = RowChanged(programme=match.id, row=row.id, texts={"state": "moved"})
    match.workspace.record(match.opened, "", [body])

    def topics(month: int) -> list[str]:
        starts = at(dt.date(2026, month, 4), 9)
        planned = meetings.plan_meeting(match.workspace, match.opened, match.run, "check-in", starts)
        return [topic.text for topic in match.opened.meeting(planned).topics]

    assert "Commitment: Lark County pays residents for their time (moved)" in topics(8)
    done = RowChanged(programme=match.id, row=row.id, texts={"state": "done"})
    match.workspace.record(match.opened, "", [done])
    assert not any("pays residents" in topic for topic in topics(10))


def test_a_commitment_that_names_somebody_says_who(match: Match) -> None:
    match.hold("day-1", FIRST, "+noor", "commit: @noor writes the payment policy down")
    gathering.gather(match.workspace, match.opened, match.run, "commitments")
    row = next(row for row in rows(match) if "payment policy" in row["title"])
    assert match.opened.group.people[row["who"]].name == "Noor Vale"
