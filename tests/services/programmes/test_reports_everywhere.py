"""Every report of every shipped programme draws: with nothing in it, and with words that nobody expects."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.domain.events import (
    AnchorSet,
    Captured,
    EntryKind,
    EvaluationEntered,
    Filed,
    FormAnswered,
    RowAdded,
)
from peer_tui.domain.naming import Privacy
from peer_tui.domain.programmes.sources import KINDS, NEEDING_A_PART, source_of
from peer_tui.services import planning
from peer_tui.services.clock import ManualClock
from peer_tui.services.programmes import meetings, report_files, reports, starting
from peer_tui.services.programmes.files import load_programme, programme_names
from peer_tui.services.programmes.running import run_of
from peer_tui.services.workspace import Workspace
from peer_tui.settings import Settings
from tests.services.libraries import places_in

NOW = dt.datetime(2026, 3, 2, 14, tzinfo=dt.UTC)
HOSTILE = "[/] [bold]x[/bold] \x00\x1b]8;;http://x\x07 " + "\udc80" + " ש 林 👩‍👩‍👧 {name} " + "y" * 1_000
FORMS = ("md", "txt", "html", "eml")


@pytest.mark.parametrize("key", programme_names())
def test_every_source_is_one_that_is_drawn(key: str) -> None:
    programme = load_programme(key)
    registers = {one.key: {column.key for column in one.columns} for one in programme.registers}
    for report in programme.reports:
        for section in report.sections:
            for source in map(source_of, section.sources):
                assert source.kind in KINDS, source
                assert source.part or source.kind not in NEEDING_A_PART, source
                if source.kind == "rows":
                    assert {*source.shown, *filter(None, [source.within])} <= registers[source.part], source


@pytest.mark.parametrize("key", programme_names())
def test_it_draws_with_nothing_and_with_hostile_words(key: str, tmp_path: Path) -> None:
    workspace = Workspace(places_in(tmp_path), ManualClock(NOW), Settings(), threaded=False)
    opened = planning.new_group(workspace, "Harbor [bold]", "blank", "America/New_York", "Noor Vale\n")
    run = starting.start(workspace, opened, key, "Ours [/]")
    programme = load_programme(key)

    def draw() -> str:
        text = ""
        for report in programme.reports:
            for privacy in (None, Privacy.INITIALS, Privacy.NO_NAMES):
                page = reports.drawn(workspace, opened, run_of(opened, run), report.key, privacy)
                text += "".join(section.words for section in page.sections)
                for form in FORMS:
                    assert report_files.render(page, form)
        return text

    draw()
    bodies = [AnchorSet(programme=run, anchor=anchor.key, day=NOW.date()) for anchor in programme.anchors]
    for form in programme.forms:
        texts = {question.key: "4" if question.type == "scale" else HOSTILE for question in form.questions}
        if form.evaluation:
            bodies += [
                EvaluationEntered(programme=run, part=form.key, evaluation=workspace.new_id(), texts=texts)
                for _ in range(form.fewest)
            ]
        else:
            bodies += [
                FormAnswered(programme=run, part=form.key, question=key, text=text) for key, text in texts.items()
            ]
    for register in programme.registers:
        texts = {column.key: HOSTILE for column in register.columns}
        bodies.append(RowAdded(programme=run, part=register.key, row=workspace.new_id(), texts=texts))
        bodies.append(RowAdded(programme=run, part=register.key, row=workspace.new_id(), texts={"gone": "x"}))
    workspace.record(opened, "", bodies)
    kind = programme.meetings[0]
    meeting = meetings.plan_meeting(workspace, opened, run_of(opened, run), kind.key, NOW)
    filed = [Filed(kind=one, text=HOSTILE) for one in EntryKind]
    filed += [Filed(kind=EntryKind.NOTE, text=HOSTILE, word=word.word) for word in programme.words]
    workspace.record(opened, meeting, [Captured(entry=workspace.new_id(), block="", filed=one) for one in filed])
    drawn = draw()
    assert "[bold]x[/bold]" in drawn
    assert "\x1b" not in drawn
    assert "\x00" not in drawn
    workspace.close()


def test_what_was_captured_privately_is_in_no_report(tmp_path: Path) -> None:
    """Check 74: a personal next step is in no report, and no line that was captured privately."""
    workspace = Workspace(places_in(tmp_path), ManualClock(NOW), Settings(), threaded=False)
    opened = planning.new_group(workspace, "Harbor", "blank", "America/New_York", "Noor Vale\n")
    for key in programme_names():
        programme = load_programme(key)
        run = starting.start(workspace, opened, key)
        kind = programme.meetings[0]
        meeting = meetings.plan_meeting(workspace, opened, run_of(opened, run), kind.key, NOW)
        kinds = [one for one in EntryKind if one is not EntryKind.STEP]
        filed = [Filed(kind=one, text="SECRET", private=True) for one in kinds]
        filed += [Filed(kind=EntryKind.NOTE, text="SECRET", word=word.word, private=True) for word in programme.words]
        filed += [Filed(kind=EntryKind.STEP, text="SECRET", word="my", private=True)]
        workspace.record(opened, meeting, [Captured(entry=workspace.new_id(), block="", filed=one) for one in filed])
        for report in programme.reports:
            page = reports.drawn(workspace, opened, run_of(opened, run), report.key)
            assert "SECRET" not in str(page.sections), (key, report.key)
    workspace.close()
