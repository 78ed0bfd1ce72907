"""Every view of a programme over words meant to do harm: nothing raises, nothing is markup, nothing steers."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.domain import events as ev
from peer_tui.services.programmes import running, starting
from peer_tui.services.workspace import Workspace
from peer_tui.ui.screens.programmes import ProgrammesScreen
from tests.ui.around import Around, make_group, make_workspace
from tests.ui.programme_desk import GOLDEN, NOW
from tests.ui.test_hostile_screens import MARKUP, SIZES, TEXTS, walk

PROGRAMMES = ("peer-match", "peer-training", "peer-learning", "career-workshop")
DEEPER = ("enter", "down", "enter", "escape", "escape", "end", "enter", "escape", "escape")
"""Into the first and the last row of a part, and back."""


def full_of(home: Path, key: str, text: str) -> tuple[Workspace, str]:
    """A run of a programme in which every text is this one, with parts its file does not have as well."""
    workspace = make_workspace(home, NOW)
    opened = make_group(workspace)
    run = starting.start(workspace, opened, key, "x", GOLDEN if key == "peer-match" else {})
    definition = running.need_definition(running.run_of(opened, run))
    bodies: list[ev.Event] = [ev.ProgrammeRenamed(programme=run, title=text)]
    bodies += [
        ev.ItemMarked(programme=run, part=one.key, progress=text or "done", note=text) for one in definition.items
    ]
    for form in definition.forms:
        texts = {question.key: text for question in form.questions}
        if form.evaluation:
            occasions = form.occasions or ("",)
            bodies += [
                ev.EvaluationEntered(programme=run, part=form.key, evaluation=f"{form.key}{n}{occasion}", texts=texts,
                                     occasion=occasion)
                for n in range(6) for occasion in (*occasions, text)
            ]  # fmt: skip
        else:
            bodies += [
                ev.FormAnswered(programme=run, part=form.key, question=question, text=f"{n}{text}")
                for question in (*texts, text) for n in range(2)
            ]  # fmt: skip
    for register in definition.registers:
        cells = {column.key: text for column in register.columns} | {text: text}
        bodies.append(ev.RowAdded(programme=run, part=register.key, row=f"{register.key}1", texts=cells, entry=text))
        bodies.append(ev.RowAdded(programme=run, part=register.key, row=f"{register.key}2", texts={text: text}))
    for report in definition.reports:
        bodies += [
            ev.SectionWritten(programme=run, part=report.key, section=one.key, text=text) for one in report.sections
        ]
        bodies.append(ev.ReportSentOut(programme=run, part=report.key, reviewers=(text,), others=(text, "Wren")))
        bodies.append(ev.ReportAnswered(programme=run, part=report.key, reviewer="Wren", answer="change", text=text))
        bodies.append(ev.ReportMarked(programme=run, part=report.key, progress=text))
    bodies.append(ev.ProgrammeMeetingPlanned(programme=run, meeting=text, part=text))
    bodies.append(ev.AnchorSet(programme=run, anchor=text, day=None))
    workspace.record(opened, "", bodies)
    return workspace, run


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("number", "text"), list(enumerate(TEXTS)), ids=list(TEXTS))
async def test_no_view_of_a_programme_is_steered(tmp_path: Path, size: tuple[int, int], number: int, text: str) -> None:
    key = PROGRAMMES[number % len(PROGRAMMES)]
    workspace, run = full_of(tmp_path, key, TEXTS[text])
    opened = workspace.open_groups()[0]
    app = Around(workspace, ProgrammesScreen(opened, run))
    async with app.run_test(size=size, notifications=True) as pilot:
        seen = ""
        for part in "12345678":
            seen += await walk(app, pilot, size, (part, *DEEPER))
        seen += await walk(app, pilot, size, ("escape", "f1", "escape", "r", "escape"))
        if TEXTS[text] == MARKUP:
            assert "[bold red]" in seen
    workspace.close()
