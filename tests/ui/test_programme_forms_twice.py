"""Forms that were typed in twice, on the screen and in the shell: said, taken out with a key, counted with another."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from peer_tui.commands.group import commands
from peer_tui.services.programmes import evaluations
from tests.ui.programme_desk import GOLDEN, SIZES, Desk

SAID = "The walk with the residents in the afternoon"


def typed_twice(home: Path) -> Desk:
    """A match of whose evaluation forms two of six were typed in again."""
    desk = Desk(home, "peer-match", "Harbor visits Lakeside", GOLDEN)
    (form,) = [one for one in desk.definition.forms if one.evaluation]
    scale = next(one.key for one in form.questions if one.type == "scale")
    words = next(one.key for one in form.questions if one.type == "long")
    for number in (1, 2, 3, 4, 1, 2):
        sheet = {scale: str(number), words: f"{SAID}, hour {number}"}
        evaluations.enter(desk.workspace, desk.opened, desk.run, form.key, sheet)
    return desk


@pytest.mark.parametrize("size", SIZES)
async def test_forms_that_read_alike_are_said_and_one_key_takes_them_out(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = typed_twice(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("5")
        await desk.walk_to("Evaluation of the match")
        assert "2 forms read just like others" in desk.words
        await desk.press("enter")
        assert "2 forms read just like others" in desk.words and "6 forms" in desk.words
        assert "Were they typed in twice? d takes the later ones out" in desk.words
        assert "typed twice" in desk.words and "all count" in desk.words
        await desk.press("d")
        assert "Were 2 forms typed in twice" in desk.words and len(desk.run.evaluations) == 6
        await desk.press("n", "d", "y")
        assert len(desk.run.evaluations) == 4 and "4 forms" in desk.words
        assert "read just like" not in desk.words
        await desk.press("end")
        assert "2 forms were typed in twice" in desk.words and "those that were taken out stand again" in desk.words
        await desk.press("d")
        assert "No forms read alike here" in desk.words
        await desk.press("z")
        assert len(desk.run.evaluations) == 6 and "read just like" in desk.words
        await desk.press("d", "y", "k")
        assert len(desk.run.evaluations) == 6 and "read just like" not in desk.words
        await desk.press("k")
        assert "No forms read alike here" in desk.words


async def test_a_form_that_is_typed_again_is_said_when_it_is_entered(tmp_path: Path) -> None:
    desk = typed_twice(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await desk.press("5")
        await desk.walk_to("Evaluation of the match")
        await desk.press("enter", "a", "down", "end")
        assert "2 forms read just like others" in desk.words
        (form,) = [one for one in desk.definition.forms if one.evaluation]
        scale = next(one for one in form.questions if one.type == "scale")
        question = next(one for one in form.questions if one.type == "long")
        await desk.walk_to(scale.title[:20])
        await desk.press("3")
        await desk.press("escape")
        await desk.walk_to(question.title[:20])
        await desk.press("enter", f'"{SAID.upper()}, hour 3.', "enter", "escape", "end", "enter")
        assert len(desk.run.evaluations) == 7
        assert "It reads just like one that is there already" in desk.words
        await desk.press("z")
        assert len(desk.run.evaluations) == 6


@pytest.mark.parametrize("size", SIZES)
async def test_that_z_takes_it_back_is_said_once(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = typed_twice(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("5")
        await desk.walk_to("Evaluation of the match")
        await desk.press("enter", "d", "y")
        assert "2 forms are taken out: each counts once. z takes it back." in desk.words
        assert desk.words.count("z takes") == 1
        await desk.press("z")
        assert "Taken back: 2 forms are taken out: each counts once." in desk.words and "z takes" not in desk.words
        await desk.press("k")
        assert "All of them count. z takes it back." in desk.words and desk.words.count("z takes") == 1
        await desk.press("z", "x", "y", "d", "y")
        assert "1 form is taken out: it counts once. z takes it back." in desk.words
        assert desk.words.count("z takes") == 1


async def test_a_yes_that_comes_too_late_is_a_sentence(tmp_path: Path) -> None:
    desk = typed_twice(tmp_path)
    async with desk.app.run_test(size=(100, 30), notifications=True) as desk.pilot:
        await desk.press("5")
        await desk.walk_to("Evaluation of the match")
        await desk.press("enter", "d")
        (form,) = [one.key for one in desk.definition.forms if one.evaluation]
        evaluations.take_repeats_out(desk.workspace, desk.screen.opened, desk.run, form)
        await desk.press("y")
        assert "read alike. Nothing was changed." in desk.words and len(desk.run.evaluations) == 4
        await desk.press("x")
        last = evaluations.last_entered(desk.workspace, desk.run, form)
        assert last is not None
        evaluations.withdraw(desk.workspace, desk.screen.opened, desk.run, last)
        await desk.press("y")
        assert "That form is not there any more. Nothing was changed." in desk.words
        assert len(desk.run.evaluations) == 3


def test_the_shell_says_it_and_takes_them_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = typed_twice(tmp_path)
    (form,) = [one.key for one in desk.definition.forms if one.evaluation]
    desk.workspace.close()
    monkeypatch.setenv("PEER_TUI_HOME", str(tmp_path))
    monkeypatch.delenv("PEER_TUI_DATA", raising=False)

    def shell(*words: str) -> str:
        result = CliRunner().invoke(commands, ["programme", *words])
        assert result.exit_code == 0, result.output
        return result.output

    assert "2 forms read just like others" in shell("results", form)
    assert '"read_alike": 2' in shell("results", form, "--json")
    assert "--typed-twice takes those out" in shell("evaluation", form, "--withdraw")
    assert "1 form is taken out: it counts once." in shell("evaluation", form, "--typed-twice")
    assert '"taken_out_as_typed_twice": 1' in shell("results", form, "--json")
    assert "5 forms" in shell("evaluation", form, "--all-count")
    refused = CliRunner().invoke(commands, ["programme", "evaluation", form, "--typed-twice", "--all-count"])
    assert refused.exit_code == 2 and "Answers like" in refused.output
