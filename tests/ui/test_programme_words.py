"""Words of a programme that go for good, from its screens: piece by piece, or some words wherever they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from peer_tui.services.programmes import filling
from peer_tui.ui.screens.programme_views.words import WordsView
from tests.ui.programme_desk import GOLDEN, SIZES, Desk

SECRET = "the heron lands at midnight"


def everywhere(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


@pytest.mark.parametrize("size", SIZES)
async def test_an_answer_and_words_within_another_go_for_good(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = Desk(tmp_path, "peer-match", "Harbor visits Lakeside", GOLDEN)
    questions = [one.key for one in filling.form_of(desk.run, "core").questions if one.type == "long"][:2]
    for key, text in zip(questions, (SECRET, f"We begin, {SECRET}, we end"), strict=True):
        filling.answer(desk.workspace, desk.opened, desk.run, "core", key, text)
    desk.workspace.saver.flush()
    assert everywhere(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("5", "home", "enter", "delete")
        assert isinstance(desk.screen.view, WordsView)
        await desk.walk_to(SECRET)
        await desk.press("enter")
        assert "No undo" in desk.words
        await desk.press("n")
        assert desk.run.answer("core", questions[0]) == SECRET
        await desk.press("enter", "y")
        assert desk.run.answer("core", questions[0]) == ""
        await desk.press("slash", '"HERON lands at midnight', "enter", "y")
        assert desk.run.answer("core", questions[1]) == "We begin, the , we end"
    desk.workspace.close()
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"heron lands" in path.read_bytes()]
