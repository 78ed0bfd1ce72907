"""The reports of a programme: what they are drawn from, and the way from a draft to what was shared (check 69)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from peer_tui.domain.events import EvaluationEntered, FormAnswered, Redacted, RowAdded, SettingChosen
from peer_tui.domain.naming import Privacy
from peer_tui.services import redacting
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes import report_files, reports
from peer_tui.services.taking_back import take_back
from peer_tui.services.workspace import Workspace
from tests.services.programmes.matches import LAST, Match, at

FIVE_PARTS = [
    "Introduction & context",
    "Description of the consultation",
    "Main lessons learned",
    "Participants' reflections and next steps",
    "Lead contacts",
]


@pytest.fixture
def match(tmp_path: Path) -> Iterator[Match]:
    made = Match(tmp_path)
    made.team()
    made.hold_both_days()
    made.clock.set(at(LAST + dt.timedelta(days=10), 10))
    yield made
    made.close()


def words(match: Match, report: str = "summary", privacy: Privacy | None = None) -> dict[str, str]:
    page = reports.drawn(match.workspace, match.opened, match.run, report, privacy)
    return {section.key: section.words for section in page.sections}


def answer(match: Match, form: str, question: str, text: str) -> None:
    body = FormAnswered(programme=match.id, part=form, question=question, text=text)
    match.workspace.record(match.opened, "", [body])


def test_check_69_the_summary_has_its_five_parts_and_lessons_stand_under_main_lessons(match: Match) -> None:
    answer(match, "core", "hope", "How to pay residents\nHow to share the lead")
    page = reports.drawn(match.workspace, match.opened, match.run, "summary")
    assert [section.title for section in page.sections] == FIVE_PARTS
    said = {section.key: section.words for section in page.sections}
    lessons = said["lessons"]
    assert "- Residents lead the meetings, staff set the table" in lessons
    assert "- Trust before data" in lessons
    assert "an ordinary note" not in "".join(said.values())
    assert "We never asked families first" in said["reflections"]
    assert "- Lark County pays residents for their time" in said["reflections"]
    assert "ask the county for a budget line — Milo Birch · by Fri 15 May 2026" in said["reflections"]
    assert "- Wren Aster — Parent · Pine Street Families" in said["description"]
    assert "- How to pay residents\n- How to share the lead" in said["description"]
    assert "- First day of the match: Mon 27 Apr 2026" in said["introduction"]
    # Only the lead contacts, and with how to reach them.
    assert "wren@example.org" in said["contacts"]
    assert "Ines Holm" in said["contacts"]
    assert "Ivo Larch" not in said["contacts"]
    # Nobody's address stands where who was involved is told.
    assert "Elm Road" not in "".join(said.values())
    assert "wren@example.org" not in said["description"]


def test_check_69_finalising_without_a_feedback_deadline_warns(match: Match) -> None:
    where = (match.workspace, match.opened)
    said = reports.send_out(*where, match.run, "summary", others=["Ines Holm"]).said
    assert any("no deadline for feedback" in sentence for sentence in said)
    for act in (reports.integrate, reports.approve, reports.share):
        said = act(*where, match.run, "summary").said
        assert any("no deadline for feedback" in sentence for sentence in said), act.__name__
    assert match.run.report("summary").progress == "shared"


def test_with_a_deadline_nothing_warns_of_it(match: Match) -> None:
    where = (match.workspace, match.opened)
    assert reports.send_out(*where, match.run, "summary", deadline=dt.date(2026, 6, 5), others=["Ines Holm"]).said == ()
    page = reports.drawn(*where, match.run, "summary")
    assert page.status == "out for review, feedback by Fri 5 Jun 2026"
    assert not any("no deadline" in sentence for sentence in page.warnings)
    assert not any("no deadline" in sentence for sentence in reports.integrate(*where, match.run, "summary").said)


def test_silence_is_never_approval(match: Match) -> None:
    where = (match.workspace, match.opened)
    people, others = reports.read_readers(match.opened, ["noor, Ines Holm", "Abe Fenn"])
    assert [match.opened.group.people[person].name for person in people] == ["Noor Vale"]
    assert others == ("Ines Holm", "Abe Fenn")
    reports.send_out(*where, match.run, "summary", deadline=dt.date(2026, 6, 5), reviewers=people, others=others)
    reports.answer_review(*where, match.run, "summary", "ines", "ok")
    match.clock.set(at(dt.date(2026, 6, 9), 9))
    page = reports.drawn(*where, match.run, "summary")
    assert page.state.progress == "out for review"
    assert [reader.words for reader in page.readers] == [
        "Noor Vale: no answer yet",
        "Ines Holm: ok",
        "Abe Fenn: no answer yet",
    ]
    assert "2 of 3 have not answered; that is no approval." in page.warnings
    assert "The day for feedback has passed: Fri 5 Jun 2026." in page.warnings
    said = reports.approve(*where, match.run, "summary").said
    assert "2 of 3 readers have not answered; that is no approval." in said


def test_a_wanted_change_is_taken_in_before_the_approval(match: Match) -> None:
    where = (match.workspace, match.opened)
    with pytest.raises(Problem, match="not out for review"):
        reports.answer_review(*where, match.run, "summary", "ines", "ok")
    with pytest.raises(Problem, match="was not out for review"):
        reports.approve(*where, match.run, "summary")
    with pytest.raises(Problem, match="not out for review"):
        reports.integrate(*where, match.run, "summary")
    reports.send_out(*where, match.run, "summary", deadline=dt.date(2026, 6, 5), others=["Ines Holm"])
    reports.answer_review(*where, match.run, "summary", "Ines Holm", "change", "Harbor pays too")
    with pytest.raises(Problem, match="asks for a change"):
        reports.approve(*where, match.run, "summary")
    with pytest.raises(Problem, match="not approved yet"):
        reports.share(*where, match.run, "summary")
    reports.write_section(*where, match.run, "summary", "lessons", "- Harbor pays residents too")
    reports.integrate(*where, match.run, "summary")
    reports.approve(*where, match.run, "summary")
    reports.share(*where, match.run, "summary", "file")
    assert words(match)["lessons"] == "- Harbor pays residents too"
    assert match.run.report("summary").how == "file"


def test_a_section_goes_back_to_what_is_drawn(match: Match) -> None:
    where = (match.workspace, match.opened)
    before = words(match)["lessons"]
    reports.write_section(*where, match.run, "summary", "lessons", "ours now")
    page = reports.drawn(*where, match.run, "summary")
    assert [section.source for section in page.sections] == ["drawn", "drawn", "written", "drawn", "drawn"]
    reports.write_section(*where, match.run, "summary", "lessons", "   ")
    assert words(match)["lessons"] == before
    with pytest.raises(WrongUse):
        reports.write_section(*where, match.run, "summary", "nowhere", "x")
    with pytest.raises(WrongUse):
        reports.drawn(*where, match.run, "nowhere")


def approved(match: Match) -> None:
    where = (match.workspace, match.opened)
    reports.send_out(*where, match.run, "summary", deadline=dt.date(2026, 6, 5), others=["Ines Holm"])
    reports.answer_review(*where, match.run, "summary", "ines", "ok")
    reports.approve(*where, match.run, "summary")


def test_approved_words_stand_whatever_is_said_since(match: Match) -> None:
    where = (match.workspace, match.opened)
    before = words(match)
    approved(match)
    assert words(match) == before
    # Also approved words name nobody in a copy that names nobody.
    hidden = "".join(words(match, privacy=Privacy.NO_NAMES).values())
    assert "pays residents" in hidden
    for told in ("Wren", "Holm", "Milo", "555-0", "example.org"):
        assert told in "".join(before.values())
        assert told not in hidden
    answer(match, "core", "hope", "something that was said only afterwards")
    assert words(match) == before
    page = reports.drawn(*where, match.run, "summary")
    assert [section.source for section in page.sections] == ["approved"] * 5
    assert any("The record says more since: 1 section" in sentence for sentence in page.warnings)
    with pytest.raises(Problem, match="its words stand"):
        reports.write_section(*where, match.run, "summary", "lessons", "x")
    with pytest.raises(Problem, match="its words stand"):
        reports.send_out(*where, match.run, "summary")
    reports.draft_again(*where, match.run, "summary")
    assert "something that was said only afterwards" in words(match)["description"]


def test_approved_words_come_back_as_they_were_whatever_they_hold(match: Match) -> None:
    hostile = "lessons: a title?\n\n  indented\n- # item\n-no item\n[bold]x[/]\x1b[31m\x00\n" + "ש" * 50
    where = (match.workspace, match.opened)
    reports.write_section(*where, match.run, "summary", "lessons", hostile)
    before = words(match)
    approved(match)
    assert words(match) == before
    assert "\x1b" not in before["lessons"]
    assert "\x00" not in before["lessons"]


def test_words_removed_after_the_approval_are_said_to_be(match: Match) -> None:
    approved(match)
    events = [event for event in match.opened.events[""] if getattr(event, "text", "") and "Trust" in event.text]
    match.workspace.record(
        match.opened, "", [Redacted(target=f"{event.id}#text", leave="lessons: L\n  - the rest") for event in events]
    )
    page = reports.drawn(match.workspace, match.opened, match.run, "summary")
    assert "Words were removed from it at request after it was approved." in page.warnings


def test_a_report_that_nobody_reviews_is_simply_shared(match: Match) -> None:
    where = (match.workspace, match.opened)
    page = reports.drawn(*where, match.run, "brief")
    assert page.warnings == ()
    said = {section.key: section.words for section in page.sections}
    assert said["take-aways"].splitlines()[:2] == ["What was learned", "- Small grants open doors"]
    assert "We never asked families first" in said["reflections"]
    assert reports.share(*where, match.run, "brief", "e-mail draft").said == ()
    assert match.run.report("brief").progress == "shared"
    assert reports.share(*where, match.run, "brief").said == ("It was shared already.",)


def test_too_few_forms_are_not_shown_and_enough_are(match: Match) -> None:
    def enter(count: int) -> None:
        match.workspace.record(match.opened, "", [
            EvaluationEntered(
                programme=match.id, part="evaluation", evaluation=match.workspace.new_id(),
                texts={"learned": "4", "useful": "Noor's story"},
            )
            for _ in range(count)
        ])  # fmt: skip

    enter(4)
    said = words(match)["reflections"]
    assert "4 forms: too few to show" in said
    assert "Noor" not in said
    enter(1)
    said = words(match)["reflections"]
    assert "I learned what I can use at home. 4.0 of 5" in said
    assert "- Noor's story" in said


@pytest.mark.parametrize("level", [Privacy.INITIALS, Privacy.ROLES, Privacy.NO_NAMES])
def test_nobody_is_named_where_names_are_hidden(match: Match, level: Privacy) -> None:
    answer(match, "core", "hope", "What Ines Holm and Milo told Wren")
    match.hold("pre-match-call", LAST + dt.timedelta(days=11), "lesson: Abe Fenn pays first, says Noor Vale")
    text = "\n".join(words(match, privacy=level).values())
    for name in ("Ines", "Holm", "Milo", "Birch", "Wren", "Aster", "Fenn", "Noor", "Vale", "555-0", "example.org"):
        assert name not in text, name
    assert "pays first" in text
    named = "\n".join(words(match, privacy=Privacy.OWNERS).values())
    assert "Abe Fenn pays first" in named


def test_the_group_that_names_nobody_has_reports_that_name_nobody(match: Match) -> None:
    match.workspace.record(match.opened, "", [SettingChosen(setting="privacy", value="4")])
    page = reports.drawn(match.workspace, match.opened, match.run, "summary")
    assert page.privacy is Privacy.NO_NAMES
    assert "Milo" not in "".join(section.words for section in page.sections)


@pytest.mark.parametrize("form", ["md", "txt", "html", "eml", "docx"])
def test_every_format_is_an_owner_only_file_that_is_remembered(match: Match, form: str) -> None:
    pytest.importorskip("docx") if form == "docx" else None
    path = report_files.export(match.workspace, match.opened, match.run, "summary", form)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.name == f"peer-match-summary-2026-05-08.{form}"
    listed = json.loads((match.workspace.places.state / "exports.json").read_text())
    assert [Path(one["path"]).name for one in listed] == [path.name]
    if form in ("md", "txt", "html"):
        text = path.read_text()
        assert "Trust before data" in text
        assert "DRAFT" in text
    # Written again, it takes its own place; a file that a person changed stays.
    assert report_files.export(match.workspace, match.opened, match.run, "summary", form) == path
    path.write_bytes(path.read_bytes() + b" mine")
    assert report_files.export(match.workspace, match.opened, match.run, "summary", form) != path


def test_a_word_document_has_real_headings_and_says_how_far_it_is(match: Match) -> None:
    docx = pytest.importorskip("docx")
    path = report_files.export(match.workspace, match.opened, match.run, "summary", "docx")
    document = docx.Document(path)
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 2"]
    assert headings == FIVE_PARTS
    assert document.paragraphs[0].text == "DRAFT"
    assert document.core_properties.author == ""


def test_hostile_words_are_never_markup(match: Match) -> None:
    where = (match.workspace, match.opened)
    reports.write_section(
        *where, match.run, "summary", "lessons", "<script>alert(1)</script> *bold* [x](http://y.z)\n- # h"
    )
    page = reports.drawn(*where, match.run, "summary")
    html = report_files.render(page, "html")
    assert isinstance(html, str)
    assert "<script>" not in html
    markdown = report_files.render(page, "md")
    assert isinstance(markdown, str)
    assert "\\*bold\\*" in markdown
    assert "\n- \\# h" in markdown


def test_a_report_that_was_written_can_be_drawn_again(match: Match) -> None:
    path = report_files.export(match.workspace, match.opened, match.run, "summary", "md")
    from peer_tui.services.exported import exported

    one = exported(match.workspace.places.state)[0]
    assert report_files.is_ours(one)
    assert report_files.draw_again(match.workspace, match.opened, one) == path.read_text()


def test_everything_is_there_after_a_restart(match: Match, tmp_path: Path) -> None:
    from peer_tui.services.programmes.running import run_of
    from peer_tui.settings import Settings
    from tests.services.libraries import places_in

    where = (match.workspace, match.opened)
    reports.write_section(*where, match.run, "summary", "contacts", "Ask at the desk.")
    approved(match)
    before = words(match)
    workspace = Workspace(places_in(tmp_path), match.clock, Settings(), threaded=False)
    opened = workspace.open_groups()[0]
    page = reports.drawn(workspace, opened, run_of(opened, match.id), "summary")
    assert {section.key: section.words for section in page.sections} == before
    assert page.state.progress == "approved"
    workspace.close()


def test_a_line_that_is_redacted_goes_from_reports_that_quote_it_and_from_their_files(match: Match) -> None:
    where = (match.workspace, match.opened)
    reports.write_section(*where, match.run, "summary", "introduction", "They said: Trust before data. And more.")
    approved(match)
    paths = [report_files.export(*where, match.run, "summary", form) for form in ("md", "html", "docx")]
    match.team((("requesting site", "Trust before data", "r", "p", "o", ""),))
    meeting = next(held for held, kind in match.run.meetings.items() if kind == "day-2")
    folded = match.opened.meeting(meeting)
    entry = next(one.id for one in folded.lines() if one.filed.text == "Trust before data")
    redacting.remove_lines(*where, meeting, [entry])
    page = reports.drawn(*where, match.run, "summary")
    said = {section.key: section.words for section in page.sections}
    assert said["introduction"] == "They said: . And more."
    assert "Residents lead the meetings" in said["lessons"]
    assert "Trust" not in said["lessons"]
    assert "Words were removed from it at request after it was approved." in page.warnings
    assert not any("Trust before data" in path.read_text(errors="replace") for path in paths[:2])
    docx = pytest.importorskip("docx")
    assert not any("Trust" in one.text for one in docx.Document(paths[2]).paragraphs)
    # What somebody is called in a register is no quotation.
    assert match.run.standing_rows("team")[-1].texts["name"] == "Trust before data"


def test_every_act_can_be_taken_back(match: Match) -> None:
    where = (match.workspace, match.opened)
    acts = [
        reports.write_section(*where, match.run, "summary", "lessons", "ours"),
        reports.send_out(*where, match.run, "summary", deadline=dt.date(2026, 6, 5), others=["Ines Holm"]),
        reports.answer_review(*where, match.run, "summary", "ines", "change", "more"),
        reports.integrate(*where, match.run, "summary"),
        reports.approve(*where, match.run, "summary"),
        reports.share(*where, match.run, "summary"),
        reports.draft_again(*where, match.run, "summary"),
    ]
    way = ["drafting", "out for review", "out for review", "feedback integrated", "approved", "shared", "drafting"]
    for place in range(len(acts) - 1, -1, -1):
        assert match.run.report("summary").progress == way[place]
        assert take_back(match.workspace, match.opened, acts[place].act)
    assert match.run.sections == {}
    # What changed nothing is no act.
    assert reports.draft_again(*where, match.run, "summary") == reports.Done()
    assert reports.write_section(*where, match.run, "summary", "lessons", "") == reports.Done()


def test_a_name_typed_where_a_person_is_asked_for_is_hidden_too(match: Match) -> None:
    texts = {"title": "call Brisa Novak about it", "who": "Brisa Novak", "state": "moved"}
    match.workspace.record(match.opened, "", [RowAdded(programme=match.id, part="commitments", row="r1", texts=texts)])
    assert "Brisa Novak · moved" in words(match, "impact")["progress"]
    hidden = words(match, "impact", Privacy.NO_NAMES)["progress"]
    assert "Brisa" not in hidden
    assert "Novak" not in hidden
    assert "about it" in hidden
    assert "B.N. · moved" in words(match, "impact", Privacy.INITIALS)["progress"]


def test_a_file_that_somebody_else_wrote_stays(match: Match, tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("mine")
    with pytest.raises(Problem, match="was left as it is"):
        report_files.export(match.workspace, match.opened, match.run, "summary", "md", mine)
    assert mine.read_text() == "mine"
    with pytest.raises(Problem, match="Nothing was written"):
        report_files.export(match.workspace, match.opened, match.run, "summary", "pdf")
    ours = tmp_path / "ours.md"
    report_files.export(match.workspace, match.opened, match.run, "summary", "md", ours)
    assert report_files.export(match.workspace, match.opened, match.run, "summary", "md", ours) == ours
