"""A report on the screen: drawn from the record, edited, sent out with a deadline, answered, approved, shared."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peer_tui.services.programmes import rows
from peer_tui.ui.screens.place import ReadingPane
from tests.ui.programme_desk import GOLDEN, SIZES, Desk


def match(home: Path) -> Desk:
    return Desk(home, "peer-match", "Harbor visits Lakeside", GOLDEN)


async def open_report(desk: Desk, title: str = "Match summary report") -> str:
    await desk.press("7")
    await desk.walk_to(title)
    key = desk.screen.rows.selected
    await desk.press("enter")
    return key


@pytest.mark.parametrize("size", SIZES)
async def test_check_69_the_summary_is_edited_reviewed_approved_and_shared(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        key = await open_report(desk)
        shown = "\n".join(str(option.prompt) for option in desk.screen.rows.options)
        told = " ".join(shown.replace("from the record", "").split())
        for section in ("Introduction", "Description", "Main lessons", "reflections and next steps", "Lead contacts"):
            assert section in told
        await desk.press("enter", "enter", '"They met [/] by the lake.', "escape")
        assert "in your words" in desk.text
        section = desk.screen.rows.selected
        assert desk.run.sections[key, section].endswith("They met [/] by the lake.")
        await desk.press("o")
        assert (key, section) not in desk.run.sections
        await desk.press("z", "s", '"ana ruiz, Wren Aster', "enter", "enter")
        assert "nobody knows until when" in " ".join(desk.text.split())  # finalising without a deadline warns
        await desk.press('"20 mar', "enter")
        state = desk.run.report(key)
        assert state.progress == "out for review" and state.deadline == dt.date(2026, 3, 20)
        assert len(state.reviewers) == 1 and state.others == ("Wren Aster",)
        await desk.press("e", "y")
        assert {one.answer for one in desk.run.report(key).answers.values()} == {"ok"}
        await desk.press("down", "x", '"the second lesson is ours', "escape")
        assert "change" in desk.text and "the second lesson is ours" in desk.text
        await desk.press("escape", "y", "y")
        assert desk.run.report(key).progress == "feedback integrated"
        await desk.press("y")
        assert desk.run.report(key).progress == "feedback integrated"  # asked first
        await desk.press("y")
        assert desk.run.report(key).progress == "approved" and "lake" in desk.run.report(key).text
        await desk.press("enter")
        assert isinstance(desk.app.screen, ReadingPane)
        await desk.press("escape", "y", "y")
        assert desk.run.report(key).progress == "shared" and "shared" in desk.text
        await desk.press("y")
        assert "end of its way" in desk.text
        await desk.press("u", "y")
        assert desk.run.report(key).progress == "drafting"


async def test_silence_is_shown_as_no_answer_and_approves_nothing(tmp_path: Path) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        key = await open_report(desk)
        await desk.press("s", '"Wren Aster', "enter", '"20 mar', "enter", "e")
        assert "no answer yet" in desk.text and "has not approved" in desk.text
        await desk.press("escape", "y")
        assert "not answered" in " ".join(desk.text.split())
        await desk.press("escape")
        assert desk.run.report(key).progress == "out for review"
        await desk.press("e", "enter", "1")
        assert desk.run.report(key).answers["Wren Aster"].answer == "ok"


async def test_a_report_is_read_and_written(tmp_path: Path) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=(80, 24), notifications=True) as desk.pilot:
        await open_report(desk)
        await desk.press("v")
        assert isinstance(desk.app.screen, ReadingPane) and "DRAFT" in desk.text
        await desk.press("escape", "w", "1")
        assert "Written, for you only" in desk.text
        (path,) = [one for one in desk.workspace.places.exports.iterdir() if one.is_file()]
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("size", SIZES)
async def test_letters_are_read_and_written_one_for_each_person(tmp_path: Path, size: tuple[int, int]) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("8")
        await desk.walk_to("Confirmation letter")
        await desk.press("enter")
        assert "Nobody stands in the register" in desk.text
        for name in ("Wren Aster", "Ines Holm"):
            rows.add_row(desk.workspace, desk.opened, desk.run, "team", {"name": name})
        await desk.press("enter")
        assert isinstance(desk.app.screen, ReadingPane) and "Wren Aster" in desk.text
        await desk.press("escape", "w", "1")
        assert "2 files" in desk.text
        assert len([one for one in desk.workspace.places.exports.iterdir() if one.is_file()]) == 2


@pytest.mark.parametrize("size", SIZES)
async def test_words_written_in_a_programme_are_removed_for_good_after_one_yes(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    desk = match(tmp_path)
    async with desk.app.run_test(size=size, notifications=True) as desk.pilot:
        await desk.press("5", "enter", "enter", '"Wren wants to learn about wages', "escape")
        await desk.press("3", "m", '"asked Wren twice', "enter", "delete")
        assert "Wren wants to learn about" in desk.text and "asked Wren twice" in desk.text
        await desk.walk_to("asked Wren twice")
        await desk.press("enter", "escape")
        assert "asked Wren twice" in desk.text
        await desk.press("enter", "y")
        assert not any(mark.note for mark in desk.run.marks.values()) and "asked Wren twice" not in desk.text
        await desk.press("slash", '"wren')
        assert "1 piece holds them" in desk.text
        await desk.press("enter", "y")
        assert [one.text for one in desk.run.answers.values()] == [" wants to learn about wages"] or not any(
            "Wren" in one.text for one in desk.run.answers.values()
        )
        await desk.press("escape")
        assert "Checklist" in desk.text
    assert not any(b"Wren" in path.read_bytes() for path in tmp_path.rglob("*.json"))
