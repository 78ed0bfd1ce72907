"""What people wrote in a programme goes for good when somebody asks: from logs, copies, every kind of file, reports."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain.events import Redacted
from peer_tui.domain.programmes.written import Written
from peer_tui.domain.redaction import MARK, part_of
from peer_tui.services import backing_up, removing
from peer_tui.services.problems import Problem, WrongUse
from peer_tui.services.programmes import (
    checklist,
    evaluations,
    filling,
    letters,
    register_exports,
    report_files,
    reports,
    rows,
    starting,
)
from peer_tui.services.programmes.redacting_words import choose, counted, remove_piece, remove_the_words, written
from peer_tui.services.programmes.running import need_definition
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.conftest import places_in
from tests.services.programmes.matches import Match

SECRET = "the heron lands at midnight"
REPORT = "summary"


@pytest.fixture
def match(tmp_path: Path) -> Match:
    made = Match(tmp_path)
    yield made
    made.close()


def everywhere(home: Path, words: str = SECRET) -> list[str]:
    """The files that hold the words, however their format spells them."""
    import zipfile
    from email import message_from_bytes

    found = []
    for path in sorted(home.rglob("*")):
        if not path.is_file():
            continue
        raw = path.read_bytes()
        inside = [raw]
        if path.suffix in (".zip", ".docx") and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                inside += [archive.read(name) for name in archive.namelist()]
        if path.suffix == ".eml":
            inside += [part.get_payload(decode=True) or b"" for part in message_from_bytes(raw).walk()]
        if any(words.encode() in b" ".join(piece.split()) for piece in inside):
            found.append(path.name)
    return found


def _exports(match: Match) -> None:
    ws, opened = match.workspace, match.opened
    for form in report_files.FORMATS:
        report_files.export(ws, opened, match.run, REPORT, form)
    for form in register_exports.FORMATS:
        register_exports.export_register(ws, opened, match.run, "team", form)
    for form in letters.FORMATS:
        letters.export_letters(ws, opened, match.run, "thank-you", form)
    for kind in ("md", "txt", "html"):
        filling.write_form(ws, opened, match.run, "core", kind)
        filling.write_form(ws, opened, match.run, "logistics", kind)


def _a_text_question(match: Match, form: str, number: int = 0) -> str:
    found = filling.form_of(match.run, form)
    return [question.key for question in found.questions if question.type in ("long", "text")][number]


def _holds(piece: Written) -> bool:
    texts = [piece.text, *(text for _, text in piece.parts)]
    return any(SECRET in " ".join(text.split()) for text in texts) or (bool(piece.row) and "Lio" in piece.text)


def _write_everywhere(match: Match) -> None:
    """The secret in every place that takes a person's words."""
    ws, opened = match.workspace, match.opened
    match.team()
    starting.rename(ws, opened, match.run, f"Match where {SECRET}")
    programme = need_definition(match.run)
    checklist.mark(ws, opened, match.run, programme.items[0].key, "done", note=f"note: {SECRET}")
    filling.answer(ws, opened, match.run, "core", _a_text_question(match, "core"), f"First line\n  {SECRET}\nlast line")
    filling.answer(ws, opened, match.run, "core", _a_text_question(match, "core"), "another answer since")
    filling.answer(ws, opened, match.run, "core", _a_text_question(match, "core", 1), f"We said {SECRET}.")
    form = evaluations.evaluation_forms(match.run)[0]
    words = next(one.key for one in form.questions if one.type in ("long", "text"))
    for number in range(form.fewest + 1):
        occasion = form.occasions[0] if form.occasions else ""
        text = SECRET if number == 1 else f"comment {number}"
        evaluations.enter(ws, opened, match.run, form.key, {words: text}, occasion)
    rows.add_row(ws, opened, match.run, "team", {"name": "Lio Marsh", "organization": SECRET})
    report = REPORT
    section = next(one for one in programme.reports if one.key == report).sections[0].key
    reports.write_section(ws, opened, match.run, report, section, f"Before.\n- {SECRET}\n- after")
    reports.send_out(ws, opened, match.run, report, others=[f"Reader {SECRET}"])
    reports.answer_review(ws, opened, match.run, report, f"Reader {SECRET}", "ok", f"fine, {SECRET}")
    reports.integrate(ws, opened, match.run, report)
    reports.approve(ws, opened, match.run, report)


def test_every_place_a_person_writes_in_is_listed_and_can_go(match: Match, tmp_path: Path) -> None:
    _write_everywhere(match)
    _exports(match)
    assert len(everywhere(tmp_path)) > 10
    places = {
        one.place.split(" · ")[0] for one in written(match.opened, match.run) if SECRET in " ".join(one.text.split())
    }
    assert len(places) >= 5
    for _ in range(40):
        found = [one for one in written(match.opened, match.run) if _holds(one)]
        if not found:
            break
        done = remove_piece(match.workspace, match.opened, match.run, found[0])
        assert done.finished, done.sentences
    assert everywhere(tmp_path) == []
    Workspace(places_in(tmp_path), match.clock, Settings(), threaded=False).close()
    assert everywhere(tmp_path) == []


def test_words_go_wherever_they_stand_and_nothing_else_does(match: Match, tmp_path: Path) -> None:
    _write_everywhere(match)
    _exports(match)
    backing_up.back_up_now(match.workspace)
    assert any(name.endswith(".zip") for name in everywhere(tmp_path))
    assert counted(match.opened, match.run, "The  Heron lands AT midnight") >= 7
    done = remove_the_words(match.workspace, match.opened, match.run, "The  Heron lands AT midnight")
    assert done.finished
    assert everywhere(tmp_path) == []
    run = match.run
    assert run.title == "Match where "
    text = next(text for text in run.sections.values())
    assert text.startswith("Before.\n") and text.endswith("- after")
    assert "comment 0" in str([one.texts for one in run.evaluations])
    page = reports.drawn(match.workspace, match.opened, run, REPORT)
    assert "- after" in page.sections[0].words
    assert any("removed" in words for words in page.warnings)
    with pytest.raises(Problem, match="nowhere"):
        remove_the_words(match.workspace, match.opened, match.run, SECRET)
    with pytest.raises(Problem, match="at least"):
        remove_the_words(match.workspace, match.opened, match.run, "a")


def test_two_removals_from_one_approved_report_leave_its_lines(match: Match) -> None:
    """The sections of an approved report are told apart by its lines."""
    report = REPORT
    programme = need_definition(match.run)
    sections = next(one for one in programme.reports if one.key == report).sections
    for section, words in zip(sections, ("Alpha is gone tomorrow", "Beta was here already"), strict=False):
        reports.write_section(
            match.workspace, match.opened, match.run, report, section.key, f"- {words}\n- kept {section.key}"
        )
    reports.send_out(match.workspace, match.opened, match.run, report)
    reports.approve(match.workspace, match.opened, match.run, report)
    remove_the_words(match.workspace, match.opened, match.run, "Alpha is gone")
    remove_the_words(match.workspace, match.opened, match.run, "was here already")
    page = reports.drawn(match.workspace, match.opened, match.run, report)
    assert len(page.sections) == len(sections)
    assert page.sections[0].words == f"- tomorrow\n- kept {sections[0].key}"
    assert page.sections[1].words.splitlines()[1] == f"- kept {sections[1].key}"


def test_comments_too_few_to_be_shown_are_not_listed_and_can_go_by_their_words(match: Match, tmp_path: Path) -> None:
    form = evaluations.evaluation_forms(match.run)[0]
    words = next(one.key for one in form.questions if one.type in ("long", "text"))
    occasion = form.occasions[0] if form.occasions else ""
    for text in ("zzz first", SECRET):
        evaluations.enter(match.workspace, match.opened, match.run, form.key, {words: text}, occasion)
    assert not [one for one in written(match.opened, match.run) if one.text in ("zzz first", SECRET)]
    assert counted(match.opened, match.run, SECRET) == 0
    remove_piece(match.workspace, match.opened, match.run, choose(match.opened, match.run, SECRET.upper()))
    assert everywhere(tmp_path) == []
    assert everywhere(tmp_path, "zzz first")


def test_the_list_of_comments_tells_nothing_of_their_order_or_sheets(match: Match) -> None:
    form = evaluations.evaluation_forms(match.run)[0]
    keys = [one.key for one in form.questions if one.type in ("long", "text")]
    occasion = form.occasions[0] if form.occasions else ""
    texts = [f"{letter} said" for letter in "zyxwvu"]
    for text in texts:
        evaluations.enter(match.workspace, match.opened, match.run, form.key, dict.fromkeys(keys, text), occasion)
    listed = [one for one in written(match.opened, match.run) if one.text in texts]
    by_place: dict[str, list[str]] = {}
    for one in listed:
        by_place.setdefault(one.place, []).append(one.text)
    assert len(by_place) == len(keys)
    assert all(said == sorted(texts) for said in by_place.values())
    codes = [one.code for one in listed]
    assert len(set(codes)) == len(codes)
    ids = [one.id for one in match.run.evaluations]
    assert not any(key in one.line for one in listed for key in ids)


def test_a_row_is_listed_without_the_name_that_is_withheld(tmp_path: Path, workspace, clock) -> None:
    from tests.services.programmes.trainings import Training

    training = Training(workspace, clock)
    training.add("issues", {"title": "Bus fares", "contributor": "Wren Abbott", "withheld": "yes"})
    lines = [one.line for one in written(training.opened, training.running)]
    assert any("Bus fares" in line for line in lines)
    assert not any("Wren" in line for line in lines)


def test_a_run_keeps_a_title_and_a_mark_is_left_where_it_is_asked_for(match: Match) -> None:
    title = next(one for one in written(match.opened, match.run) if one.text == match.run.title)
    remove_piece(match.workspace, match.opened, match.run, title)
    assert match.run.title == "Peer match"
    key = _a_text_question(match, "core")
    filling.answer(match.workspace, match.opened, match.run, "core", key, "a private matter of Lio's")
    piece = choose(match.opened, match.run, "a private matter of Lio's")
    remove_piece(match.workspace, match.opened, match.run, piece, mark=True)
    assert match.run.answer("core", key) == MARK


def test_what_is_not_there_is_a_sentence(match: Match) -> None:
    with pytest.raises(Problem, match="Nothing was removed"):
        choose(match.opened, match.run, "")
    with pytest.raises(Problem, match="Nothing was removed"):
        choose(match.opened, match.run, "nothing such")
    for number in range(2):
        filling.answer(
            match.workspace, match.opened, match.run, "core", _a_text_question(match, "core", number), "twice the same"
        )
    with pytest.raises(WrongUse, match="Several"):
        choose(match.opened, match.run, "twice the same")


def test_files_lose_words_that_another_device_removed_from_the_middle_of_a_text(match: Match, tmp_path: Path) -> None:
    match.team()
    key = _a_text_question(match, "core")
    filling.answer(
        match.workspace, match.opened, match.run, "core", key, f"We begin.\nThen {SECRET} at last.\nThe end."
    )
    _exports(match)
    answer = match.run.answers["core", key]
    removal = Redacted(target=part_of(answer.id, "text"), leave="We begin.\nThen at last.\nThe end.", reason="asked")
    match.workspace.record(match.opened, "", [removal])
    match.workspace.library.read(match.opened.log)
    assert removing.settle(match.workspace).finished
    assert everywhere(tmp_path) == []
