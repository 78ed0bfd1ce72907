"""The walk of words through programmes: each part and what opens from it, role-plays and small groups."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from peer_tui.domain.programmes.book import Running
from peer_tui.services.clock import ManualClock
from peer_tui.services.practising_programmes import make_programme_practice
from peer_tui.services.programmes import evaluations, running
from peer_tui.services.workspace import OpenGroup, Workspace
from peer_tui.ui.app import PeerApp
from peer_tui.ui.screens.programme_views.batch import BatchView
from peer_tui.ui.screens.programme_views.evaluation import EvaluationView
from peer_tui.ui.screens.programme_views.every import PARTS as PROGRAMME_PARTS
from peer_tui.ui.screens.programme_views.form import FormView
from peer_tui.ui.screens.programme_views.register import RowsView
from peer_tui.ui.screens.programme_views.report import ReportView
from peer_tui.ui.screens.programme_views.review import ReviewView
from peer_tui.ui.screens.programme_views.row import OneRowView
from peer_tui.ui.screens.programme_views.view import ActingView
from peer_tui.ui.screens.programmes import ProgrammesScreen
from peer_tui.ui.screens.role_play import RolePlayScreen
from peer_tui.ui.screens.small_groups import SmallGroupsScreen
from peer_tui.ui.screens.small_groups_views.made import MadeView
from tests.plain.meetings import STARTS
from tests.ui.bare_words import BareWords
from tests.ui.word_walk import SIZE, Walk, made_workspace


async def parts(home: Path, bare: BareWords) -> None:
    """Each part of a programme, and what opens from it: forms, evaluations, registers with their rows, reports."""
    workspace = made_workspace(home, STARTS - dt.timedelta(minutes=10))
    make_programme_practice(workspace, "peer-match", STARTS)
    (opened,) = workspace.open_groups()
    (run,) = running.runs(opened)
    _typed_twice(workspace, opened, run)
    walk = Walk(PeerApp(workspace, practice=True), bare)
    # Words of the programme's file: what a row is called, and cells that stand beside each other.
    bare.knows("person", "Telephone number Lead contact", "peer consultants director", "peer consultants resident")
    bare.knows(*COMMENTS)

    def make() -> ProgrammesScreen:
        return ProgrammesScreen(workspace.open_group(opened.folder), run.id)

    async with walk.app.run_test(size=SIZE, notifications=True) as walk.pilot:
        await walk.settle()
        for number, part in enumerate(PROGRAMME_PARTS, start=1):
            if part.ACTS:
                await walk.everything(f"programme {part.__name__}", make, (str(number),), part.ACTS)
            else:
                await walk.fresh(make, (str(number),))
                walk.look(f"programme {part.__name__}")
        inside: list[tuple[str, type[ActingView], tuple[str, ...]]] = [
            ("form", FormView, ("5", "enter")),
            ("evaluation", EvaluationView, ("5", "down", "down", "enter")),
            ("entering", BatchView, ("5", "down", "down", "enter", "a")),
            ("register", RowsView, ("6", "enter")),
            ("row", OneRowView, ("6", "enter", "enter")),
            ("report", ReportView, ("7", "enter")),
            ("review", ReviewView, ("7", "enter", "e")),
        ]
        for where, kind, keys in inside:
            await walk.everything(f"programme {where}", make, keys, kind.ACTS)
            await walk.fresh(make, keys)
            assert isinstance(walk.app.screen.view, kind), (where, walk.app.screen.view)  # type: ignore[attr-defined]
            for key in ("down", "down", "end", "enter", "escape"):
                await walk.press(f"programme {where}", key)


COMMENTS = ("the walk with the residents helped", "the meal was what helped the most", "the walk helped us all")


def _typed_twice(workspace: Workspace, opened: OpenGroup, run: Running) -> None:
    """Forms of the evaluation that read alike, one of which is taken out."""
    form = next(one for one in evaluations.evaluation_forms(run) if not one.occasions)
    words = next(question.key for question in form.questions if question.type == "long")
    for _ in range(2):
        for said in COMMENTS[:2]:
            evaluations.enter(workspace, opened, running.run_of(opened, run.id), form.key, {words: said})
        now = running.run_of(opened, run.id)
        if evaluations.read_alike(now, form):
            evaluations.take_repeats_out(workspace, opened, now, form.key)
    for said in (COMMENTS[2], f"{COMMENTS[2].capitalize()}."):
        evaluations.enter(workspace, opened, running.run_of(opened, run.id), form.key, {words: said})


async def tools(home: Path, bare: BareWords) -> None:
    """The role-play of a training, from its scenario to the row it becomes; and small groups."""
    workspace = made_workspace(home, STARTS - dt.timedelta(minutes=10))
    make_programme_practice(workspace, "peer-training", STARTS)
    (opened,) = workspace.open_groups()
    (run,) = running.runs(opened)
    walk = Walk(PeerApp(workspace, practice=True), bare)
    clock = workspace.clock
    assert isinstance(clock, ManualClock)
    async with walk.app.run_test(size=SIZE, notifications=True) as walk.pilot:
        await walk.settle()
        await walk.everything("role-play", lambda: RolePlayScreen(opened, run.id))
        await walk.fresh(lambda: RolePlayScreen(opened, run.id), ())
        for keys in (
            ("s",), ("r",), ("escape",), ("o", '"We ask the county for one form', "enter"), ("a", '"Editor', "enter"),
            ("enter", '"ana', "enter"), ("ctrl+n",), ("space",), ("space",), ("plus",), ("ctrl+n",), ("ctrl+n",),
            ("l", '"the number landed', "enter"), ("d", '"say it shorter', "enter"), ("end",),
            ("enter",), ("escape",), ("x",), ("z",), ("k",), ("y",), ("n",), ("y",), ("z",),
        ):  # fmt: skip
            await walk.press("role-play", *keys)
            clock.advance(dt.timedelta(minutes=4))
            walk.app.ticker.tick()
            await walk.settle()
            walk.look(f"role-play after {keys}")
        assert isinstance(walk.app.screen, RolePlayScreen)
        groups = partial(SmallGroupsScreen, opened, run.id)
        await walk.everything("small groups", groups)
        for key in ("a", "x", "t", "k", "n", "p", "m"):
            await walk.press("small groups", key, "enter")
            await walk.fresh(groups, ())
        await walk.fresh(groups, ())
        await walk.press("small groups", "a", "t", '"ana', "enter", "k", '"bo', "enter", "n", '"99', "enter", "escape")
        await walk.press("small groups", "n", "ctrl+u", '"2', "enter", "y")
        assert isinstance(walk.app.screen, SmallGroupsScreen) and isinstance(walk.app.screen.view, MadeView)
        for key in ("r", "c", "down", "enter", "escape", "z", "z", "escape"):
            await walk.press("small groups made", key)
